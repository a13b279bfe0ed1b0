"""Documents that hang, eat memory or bring their worker down cost nothing but themselves."""

import errno
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

import report_miner
from report_miner.errors import ExitCode, PatternError
from report_miner.patterns import load_patterns
from report_miner.processes import Limits
from report_miner.run import run
from report_miner.store.exports import FAILURES_JSONL, FIGURES_JSONL
from report_miner.work import Task, failure_of
from report_miner.workers import Workers

CORPUS = Path(__file__).parents[1] / "corpus"
SOURCE = Path(report_miner.__file__).parents[1]
REPORT = "Năm 2023, tỉnh Bến Tre có 86 xã đạt chuẩn nông thôn mới, tăng 6,5% so với năm 2022.\n"
SLOW = "Treo " + "x" * 36 + " 12\n"  # what the mask of `hanging` never comes to an end with
linux = pytest.mark.skipif(sys.platform != "linux", reason="limits of memory and /proc are there on Linux")


@pytest.fixture
def hanging(tmp_path):
    """Patterns of a user, one of which hangs on the text `SLOW`."""
    own = tmp_path / "mau"
    own.mkdir()
    mask = '  - {name: treo, pattern: "treo (?:x+x+)+y", examples: ["⟦treo xxy⟧ 5"]}\n'
    (own / "masks.yaml").write_text("masks:\n" + mask, "utf-8")
    return load_patterns(own)


@pytest.fixture
def docs(tmp_path):
    docs = tmp_path / "docs"
    docs.mkdir()
    for number in range(12):
        (docs / f"{number:02}.txt").write_text(REPORT.replace("86", str(10 + number)), "utf-8")
    return docs


def rows(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_any_number_of_jobs_gives_the_same_files(tmp_path):
    written = []
    for jobs in (1, 3):
        folder = tmp_path / str(jobs)
        summary = run([str(CORPUS)], folder, engine=Workers(jobs))
        written.append({path.name: path.read_bytes() for path in summary.files if path.suffix != ".db"})
        assert summary.mined > 50
    assert len(written[0]) == 9
    assert written[0] == written[1]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_document_that_takes_too_long_is_a_failure_and_the_rest_goes_on(docs, tmp_path, hanging, jobs):
    (docs / "05.txt").write_text(SLOW, "utf-8")
    summary = run([str(docs)], tmp_path / "out", task=Task(hanging), engine=Workers(jobs, Limits(seconds=1)))
    assert (summary.mined, summary.failed) == (11, 1)
    (failure,) = rows(tmp_path / "out" / FAILURES_JSONL)
    assert (failure["doc"], failure["stage"]) == (str(docs / "05.txt"), "mine")
    assert "mất hơn 1 giây" in failure["error"]
    assert "--time-limit 10" in failure["remedy"]


@linux
def test_of_a_document_that_was_stopped_no_copy_is_left_among_the_temporary_files(tmp_path, monkeypatch):
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nPATH=/usr/bin:/bin\nsleep 60\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "tam").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tam"))
    (tmp_path / "a.rtf").write_text("{\\rtf1 5 ha}")
    summary = run([str(tmp_path / "a.rtf")], tmp_path / "out", engine=Workers(1, Limits(seconds=1)))
    assert summary.failed == 1
    assert not list((tmp_path / "tam").iterdir())


@linux
def test_a_document_that_wants_too_much_memory_is_a_failure_and_the_rest_goes_on(docs, tmp_path):
    (docs / "05.txt").write_text(REPORT * 60_000, "utf-8")
    engine = Workers(2, Limits(memory=30_000_000))
    summary = run([str(docs)], tmp_path / "out", task=Task(load_patterns()), engine=engine)
    assert (summary.mined, summary.failed) == (11, 1)
    (failure,) = rows(tmp_path / "out" / FAILURES_JSONL)
    assert failure["doc"] == str(docs / "05.txt")
    assert "--memory-limit" in failure["remedy"], failure["error"]


def refused() -> Exception:
    """What a compiled library makes of memory that it was refused."""
    error = SystemError("a method returned a result with an exception set")
    error.__cause__ = MemoryError()
    return error


@pytest.mark.parametrize(
    ("error", "out_of_memory"),
    [
        (MemoryError(), True),
        (refused(), True),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), True),
        (ImportError("/lib/_rust.abi3.so: failed to map segment from shared object"), True),
        (OSError("/lib/libpdfium.so: cannot allocate memory in static TLS block"), True),
        (ImportError("libGL.so.1: cannot open shared object file: No such file or directory"), False),
        (OSError(errno.ENOSPC, "No space left on device"), False),
        (ValueError("bad"), False),
    ],
)
def test_memory_that_was_refused_is_told_from_other_errors(error, out_of_memory):
    with pytest.raises(type(error)) as raised:
        raise error
    failure = failure_of("báo cáo.txt", "mine", raised.value)
    assert ("--memory-limit" in failure.remedy) is out_of_memory


def children(parent: int) -> list[str]:
    return Path(f"/proc/{parent}/task/{parent}/children").read_text().split()


def killed(parent: int, others: list[str], times: int) -> list[str]:
    """Kill a child of a process so many times, each time when it has worked a little; return which they were."""
    gone: list[str] = []
    deadline = time.monotonic() + 60
    while len(gone) < times and time.monotonic() < deadline:
        time.sleep(0.7)
        for child in children(parent):
            if child not in (*others, *gone):
                os.kill(int(child), signal.SIGKILL)
                gone.append(child)
                break
    return gone


@linux
@pytest.mark.parametrize(("times", "said"), [(1, "mất hơn 5 giây"), (2, "SIGKILL")], ids=["once", "twice"])
def test_a_worker_that_dies_costs_at_most_its_document(docs, tmp_path, hanging, times, said):
    """The document under way is tried once more, and given up when that brings a worker down again."""
    (docs / "00.txt").write_text(SLOW, "utf-8")
    gone: list[str] = []
    others = children(os.getpid())
    killer = threading.Thread(target=lambda: gone.extend(killed(os.getpid(), others, times)))
    killer.start()
    summary = run([str(docs)], tmp_path / "out", task=Task(hanging), engine=Workers(1, Limits(seconds=5)))
    killer.join()
    assert len(gone) == times
    assert summary.mined == 11
    failures = rows(tmp_path / "out" / FAILURES_JSONL)
    assert [Path(row["doc"]).name for row in failures] == ["00.txt"]
    assert said in failures[0]["error"]


def test_broken_patterns_stop_the_run(docs, tmp_path):
    own = tmp_path / "mau"
    own.mkdir()
    (own / "units.yaml").write_text("counted: 5\n", "utf-8")
    with pytest.raises(PatternError, match=r"units\.yaml"):
        run([str(docs)], tmp_path / "out", task=Task(load_patterns(own)), engine=Workers(2))


def test_beside_other_threads_workers_start_anew(docs, tmp_path):
    """A process is forked from its main thread alone."""
    summaries = []
    engine = Workers(2)
    thread = threading.Thread(target=lambda: summaries.append(run([str(docs)], tmp_path / "out", engine=engine)))
    thread.start()
    thread.join()
    assert [(summary.mined, summary.failed) for summary in summaries] == [(12, 0)]
    assert len(rows(tmp_path / "out" / FIGURES_JSONL)) == 24


@linux
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGKILL], ids=["ctrl-c", "kill"])
def test_no_worker_outlives_a_run_that_is_stopped(docs, tmp_path, stop):
    (docs / "05.txt").write_text(SLOW, "utf-8")
    own = tmp_path / "mau"
    own.mkdir()
    (own / "masks.yaml").write_text(
        'masks:\n  - {name: treo, pattern: "treo (?:x+x+)+y", examples: ["⟦treo xxy⟧ 5"]}\n', "utf-8"
    )
    command = [sys.executable, "-m", "report_miner", "run", "docs", "-o", "out", "--patterns", "mau", "--jobs", "2"]
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    running = subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True)
    workers = two_children(running.pid)
    running.send_signal(stop)
    _, said = running.communicate(timeout=30)
    deadline = time.monotonic() + 10
    while any(map(alive, workers)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert workers
    assert not any(map(alive, workers))
    if stop == signal.SIGINT:
        assert running.returncode == ExitCode.INTERRUPTED
        assert "chạy lại cùng lệnh" in said


def two_children(parent):
    deadline = time.monotonic() + 60
    while len(found := children(parent)) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.5)
    return found


def alive(process):
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("jobs", ["hai", "-1", "1.5"])
def test_a_number_of_jobs_that_is_none_is_explained(cli, docs, jobs):
    code, _, err = cli("run", docs, f"--jobs={jobs}")
    assert code == ExitCode.USAGE
    assert "--jobs 2" in err


def test_json_lines_keep_the_order_of_the_files(cli, docs):
    (docs / "00.txt").write_text(REPORT * 300, "utf-8")
    streams = [cli("mine", docs, "--format", "jsonl", "--jobs", jobs)[1] for jobs in ("1", "2")]
    assert streams[0] == streams[1]
    assert len(streams[0].splitlines()) == 2 * (11 + 300)


@linux
def test_progress_on_a_terminal_has_a_rate_and_the_time_that_is_left(docs, tmp_path):
    import pty

    watched, terminal = pty.openpty()
    command = [sys.executable, "-m", "report_miner", "mine", "docs", "-o", "out"]
    environment = os.environ | {"PYTHONPATH": str(SOURCE), "COLUMNS": "140", "TERM": "xterm"}
    subprocess.run(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=terminal, check=True)
    os.close(terminal)
    said = os.read(watched, 1_000_000).decode()
    os.close(watched)
    assert f"{len(list(docs.iterdir()))}/12" in said
    assert re.search(r"\d tài liệu/giây · \d+ KB/giây", said)
    assert re.search(r"\d:\d\d:\d\d", said)


def test_nothing_is_drawn_into_a_pipe(cli, docs):
    assert cli("mine", docs, "-o", "out")[2] == ""
