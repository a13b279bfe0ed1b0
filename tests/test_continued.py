"""A run goes on where an earlier one stopped, and does again only what it must."""

import os
import random
import signal
import sys
import time
from pathlib import Path

import pytest

from report_miner.patterns import load_patterns
from report_miner.run import run
from report_miner.store.database import Store
from report_miner.work import Task
from report_miner.workers import Workers

CORPUS = Path(__file__).parents[1] / "corpus"
NAMES = ("bao-lam-an-ninh-to-quoc.txt", "nghia-phuong-nong-thon-moi.txt", "bac-kan-trong-rung.pdf")
MOMENTS = 50
MASK = 'masks:\n  - {name: thử, pattern: "mã vùng trồng \\\\d+", examples: ["⟦mã vùng trồng 12⟧"]}\n'
CRITERIA = (CORPUS.parent / "patterns" / "criteria" / "ntm-xa-2021-2025.yaml").read_text("utf-8")


@pytest.fixture
def docs(tmp_path):
    docs = tmp_path / "docs"
    docs.mkdir()
    for name in NAMES:
        (docs / name).write_bytes((CORPUS / name).read_bytes())
    return docs


class Watched:
    """One worker, and what it was asked to do."""

    count = 1

    def __init__(self):
        self.asked = []

    def outcomes(self, jobs, task):
        def seen():
            for job in jobs:
                self.asked.append((job.known is None, job.checks, job.assesses))
                yield job

        yield from Workers().outcomes(seen(), task)


def contents(summary):
    return {path.name: path.read_bytes() for path in summary.files if path.suffix != ".db"}


@pytest.mark.parametrize(
    ("file", "content", "mines", "checks", "assesses"),
    [
        ("masks.yaml", MASK, True, True, True),
        ("pages.yaml", "furniture: []\n", True, True, True),
        ("checks.yaml", "bodies: [hội làm vườn]\n", False, True, False),
        ("assess.yaml", "{}\n", False, False, True),
        ("criteria/rieng.yaml", CRITERIA, False, False, True),
    ],
    ids=lambda value: value if isinstance(value, str) and value.endswith("yaml") else "",
)
def test_a_changed_pattern_does_again_only_what_depends_on_it(docs, tmp_path, file, content, mines, checks, assesses):
    changed = tmp_path / "mau" / file
    changed.parent.mkdir(parents=True)
    changed.write_text(content, "utf-8")
    task = Task(load_patterns(tmp_path / "mau"), checks=True, assesses=True)
    run([str(docs)], tmp_path / "out")
    again = Watched()
    summary = run([str(docs)], tmp_path / "out", task=task, engine=again)
    assert again.asked == [(mines, checks, assesses)] * len(NAMES)
    assert (summary.mined, summary.judged) == ((len(NAMES), 0) if mines else (0, len(NAMES)))
    assert contents(summary) == contents(run([str(docs)], tmp_path / "new", task=task))


def test_what_was_mined_is_only_checked_when_checks_are_asked_for(docs, tmp_path):
    run([str(docs)], tmp_path / "out", task=Task(load_patterns()))
    again = Watched()
    summary = run([str(docs)], tmp_path / "out", task=Task(load_patterns(), checks=True), engine=again)
    assert again.asked == [(False, True, False)] * len(NAMES)
    assert contents(summary) == contents(run([str(docs)], tmp_path / "new", task=Task(load_patterns(), checks=True)))


@pytest.fixture
def many(tmp_path):
    docs = tmp_path / "docs"
    docs.mkdir()
    for number in range(40):
        text = f"Năm 2022, xã số {number} có {number + 100} hộ nghèo, giảm 2,5% so với năm 2021.\n" * 3
        (docs / f"{number:02}.txt").write_text(text, "utf-8")
    return docs


@pytest.mark.skipif(sys.platform != "linux", reason="forks a run that is loaded already")
def test_a_run_killed_at_any_moment_is_continued_to_the_same_results(many, tmp_path):
    began = time.monotonic()
    whole = contents(run([str(many)], tmp_path / "whole", engine=Workers(2)))
    lasted = time.monotonic() - began
    seed = random.randrange(10**6)
    print(f"seed {seed}, moments of {lasted:.2f} s")
    moments = random.Random(seed)
    unfinished = 0
    for number in range(MOMENTS):
        folder = tmp_path / f"out-{number}"
        kill_after(moments.uniform(0, lasted), many, folder)
        with Store(folder) as store:
            unfinished += store.count("documents") < 40
        summary = run([str(many)], folder, engine=Workers(2))
        assert (summary.documents, summary.failed) == (40, 0)
        assert contents(summary) == whole, f"seed {seed}, moment {number}"
    assert unfinished > 0


def kill_after(seconds, docs, folder):
    """Begin a run in a process of its own and kill it."""
    process = os.fork()
    if process == 0:
        try:
            run([str(docs)], folder, engine=Workers(2))
        finally:
            os._exit(0)
    time.sleep(seconds)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
