"""A run on a real Dask cluster of this machine: the same results, whatever happens to its workers."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import report_miner
from report_miner.errors import ExitCode, UsageError
from report_miner.patterns import load_patterns
from report_miner.processes import Limits
from report_miner.read import walk
from report_miner.run import run
from report_miner.shards import SHARDS
from report_miner.store.exports import FAILURES_JSONL, FIGURES_JSONL, FIGURES_PARQUET
from report_miner.work import Task

pytest.importorskip("distributed", reason="the extra `distributed` is not installed")

from report_miner.scale import Cluster

SOURCE = Path(report_miner.__file__).parents[1]
ENVIRONMENT = os.environ | {"PYTHONPATH": str(SOURCE)}
DOCUMENTS = 170
SLOW = "Treo " + "x" * 36 + " 12\n"
MASK = 'masks:\n  - {name: treo, pattern: "treo (?:x+x+)+y", examples: ["⟦treo xxy⟧ 5"]}\n'


@pytest.fixture(scope="module")
def docs(tmp_path_factory):
    docs = tmp_path_factory.mktemp("cluster") / "docs"
    docs.mkdir()
    for number in range(DOCUMENTS):
        text = f"Năm 2022, xã số {number} có {number + 100} hộ nghèo, giảm 2,5% so với năm 2021.\n" * 3
        (docs / f"{number:03}.txt").write_text(text, "utf-8")
    (docs / "trong.txt").write_bytes(b"")
    return docs


@pytest.fixture(scope="module")
def local(docs, tmp_path_factory):
    """The files that a run on one machine writes."""
    return contents(run([str(docs)], tmp_path_factory.mktemp("local")))


@pytest.fixture
def scheduler(tmp_path):
    """A scheduler and two workers as people start them; yields the address and the process of a worker."""
    address = tmp_path / "address.json"
    with started("dask_scheduler", "--port", "0", "--scheduler-file", address, "--no-dashboard"):
        wait_for(address.exists)
        workers = ("--nworkers", "2", "--nthreads", "1", "--no-dashboard", "--local-directory", tmp_path)
        with started("dask_worker", "--scheduler-file", address, *workers):
            yield json.loads(address.read_text())["address"]


class started:  # noqa: N801 - reads as what it does
    def __init__(self, program, *arguments):
        self._command = [sys.executable, "-m", f"distributed.cli.{program}", *map(str, arguments)]

    def __enter__(self):
        self.process = subprocess.Popen(
            self._command, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        return self.process

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(30)


def wait_for(condition):
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def contents(summary):
    return {path.name: path.read_bytes() for path in summary.files if path.suffix not in (".db", "")}


def shards(folder):
    from pyarrow import concat_tables
    from pyarrow.parquet import read_table

    tables = [read_table(path) for path in sorted((folder / SHARDS).iterdir())]
    return concat_tables(tables).sort_by([("doc", "ascending"), ("start", "ascending"), ("end", "ascending")])


def assert_shards_hold_the_figures(folder):
    from pyarrow.parquet import read_table

    assert shards(folder).equals(read_table(folder / FIGURES_PARQUET))


def test_a_cluster_of_this_machine_gives_the_results_of_a_local_run(docs, local, tmp_path):
    summary = run([str(docs)], tmp_path, engine=Cluster(tmp_path, count=2))
    assert (summary.mined, summary.failed) == (DOCUMENTS, 1)
    assert contents(summary) == local
    assert len(list((tmp_path / SHARDS).iterdir())) == 4
    assert_shards_hold_the_figures(tmp_path)


def test_a_killed_worker_loses_nothing_and_repeats_nothing(docs, local, scheduler, tmp_path_factory):
    """The workers of a scheduler that runs already; one is killed when the first documents are done."""
    from distributed import Client

    with Client(scheduler) as client:
        client.wait_for_workers(2, timeout=60)
        worker = next(iter(client.run(os.getpid).values()))
    killed = []

    def kill(_name, _size):
        if not killed:
            os.kill(worker, signal.SIGKILL)
            killed.append(worker)

    out = tmp_path_factory.mktemp("killed")
    summary = run([str(docs)], out, engine=Cluster(out, scheduler), progress=kill)
    assert killed
    assert contents(summary) == local
    assert_shards_hold_the_figures(out)


def test_a_document_that_takes_too_long_costs_only_itself(docs, tmp_path):
    (tmp_path / "mau").mkdir()
    (tmp_path / "mau" / "masks.yaml").write_text(MASK, "utf-8")
    (tmp_path / "docs").mkdir()
    for number in range(3):
        (tmp_path / "docs" / f"{number}.txt").write_bytes((docs / f"{number:03}.txt").read_bytes())
    (tmp_path / "docs" / "treo.txt").write_text(SLOW, "utf-8")
    out = tmp_path / "out"
    task = Task(load_patterns(tmp_path / "mau"))
    summary = run([str(tmp_path / "docs")], out, task=task, engine=Cluster(out, limits=Limits(seconds=2)))
    assert (summary.mined, summary.failed) == (3, 1)
    assert "mất hơn 2 giây" in (out / FAILURES_JSONL).read_text("utf-8")


def test_shards_hold_what_was_stored_before_too_and_leave_with_a_local_run(docs, tmp_path):
    few = tmp_path / "docs"
    few.mkdir()
    for number in range(4):
        (few / f"{number}.txt").write_bytes((docs / f"{number:03}.txt").read_bytes())
    out = tmp_path / "out"
    run([str(few)], out)
    (few / "3.txt").write_text("Xã có 7 ấp.\n", "utf-8")
    summary = run([str(few)], out, engine=Cluster(out))
    assert (summary.mined, summary.unchanged) == (1, 3)
    assert_shards_hold_the_figures(out)
    run([str(few)], out)
    assert not (out / SHARDS).exists()


def test_files_of_a_store_are_read_by_address(tmp_path):
    """Names are the addresses as given, registers count, and a changed file is seen."""
    import fsspec

    memory = fsspec.filesystem("memory")
    memory.pipe("/kho/2023/xa.txt", "Xã Tân Phú có 12 hộ nghèo trong năm nay.\n".encode())
    memory.pipe("/kho/huyen.txt", "Huyện có 3 xã đạt chuẩn năm 2022.\n".encode())
    memory.pipe("/kho/documents.csv", b"file,published\n2023/xa.txt,2023-05-02\n")
    summary = run(["memory://kho"], tmp_path / "out")
    figures = [json.loads(line) for line in (tmp_path / "out" / FIGURES_JSONL).read_text("utf-8").splitlines()]
    assert [(row["doc"], row["value"], row["period"]) for row in figures] == [
        ("memory://kho/2023/xa.txt", 12, "2023"),
        ("memory://kho/huyen.txt", 3, "2022"),
    ]
    assert (summary.mined, summary.failed) == (2, 0)
    assert run(["memory://kho"], tmp_path / "out").unchanged == 2
    memory.pipe("/kho/huyen.txt", "Huyện có 4 xã đạt chuẩn năm 2022.\n".encode())
    again = run(["memory://kho"], tmp_path / "out")
    assert (again.mined, again.unchanged) == (1, 1)
    memory.rm("/kho", recursive=True)


def test_what_is_no_document_in_a_folder_is_none_in_a_store(tmp_path):
    """Results, annotations and hidden files are left out, and rows of a register that name nothing are told."""
    import fsspec

    memory = fsspec.filesystem("memory")
    found = b"N\xc4\x83m 2022 c\xc3\xb3 3 x\xc3\xa3."
    names = [
        "a.txt",
        "kq/figures.jsonl",
        "kq/figures.csv",
        "kq/dataset/dataset.csv",
        "kq/b.txt",
        ".an/c.txt",
        "nhan/d.txt",
    ]
    for name in [*names, "nhan/d.gold.jsonl"]:
        memory.pipe(f"/lan/{name}", found)
        (tmp_path / "lan" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "lan" / name).write_bytes(found)
    memory.pipe("/lan/documents.csv", b"file,published\na.txt,2023-05-02\nkhong-co.txt,\n")
    (tmp_path / "lan/documents.csv").write_bytes(memory.cat("/lan/documents.csv"))
    met = [[(each.name, each.error is None) for each in walk([at])] for at in ("memory://lan", tmp_path / "lan")]
    memory.rm("/lan", recursive=True)
    assert [name.removeprefix("memory://lan/") for name, _ in met[0]] == ["a.txt", "kq/b.txt", "documents.csv"]
    assert met[0] == [(name.replace(str(tmp_path), "memory:/"), fine) for name, fine in met[1]]


def test_a_cluster_reads_addresses_by_itself(docs, local, tmp_path):
    summary = run([f"file://{docs}"], tmp_path, engine=Cluster(tmp_path, count=2))
    assert (summary.mined, summary.failed) == (DOCUMENTS, 1)
    named = contents(summary)[FIGURES_JSONL].replace(f"file://{docs}".encode(), str(docs).encode())
    assert named == local[FIGURES_JSONL]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("memory://khong-co/x.txt", "Không tìm thấy"),
        ("khong://a/b.txt", "pip install s3fs"),
        ("https://bao.example/a", "report-miner collect"),
    ],
)
def test_an_address_that_cannot_be_opened_is_explained(cli, address, said):
    code, out, err = cli("mine", address)
    assert code in (ExitCode.NOTHING_READABLE, ExitCode.USAGE)
    assert said in re.sub(r"\s+", " ", out + err)


def test_a_scheduler_that_does_not_answer_is_explained(docs, tmp_path, monkeypatch):
    monkeypatch.setattr("report_miner.scale._PATIENCE", 1)
    with pytest.raises(UsageError, match=r"127\.0\.0\.1:1"):
        run([str(docs)], tmp_path, engine=Cluster(tmp_path, "tcp://127.0.0.1:1"))


def test_dask_without_its_packages_names_the_command(cli, docs, monkeypatch):
    monkeypatch.setitem(sys.modules, "report_miner.scale", None)
    code, _, err = cli("mine", docs, "--engine", "dask")
    assert code == ExitCode.USAGE
    assert "pip install -c constraints.txt -e '.[distributed]'" in err


@pytest.mark.parametrize("arguments", [("--scheduler", "tcp://x:1"), ("--engine", "dask", "--format", "jsonl")])
def test_options_that_do_not_go_together_are_explained(cli, docs, arguments):
    code, _, err = cli("mine", docs, *arguments)
    assert code == ExitCode.USAGE
    assert "Cách khắc phục:" in err
