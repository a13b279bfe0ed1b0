"""A collection of thousands of pages that is killed in its middle."""

import csv
import hashlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from loopback import Reply, lines

import report_miner
from report_miner.errors import ExitCode

PAGES = 5_000
# Each page is on the disk before it is in the ledger, which takes minutes where others use the disk, too.
MEMORY = Path("/dev/shm")


@pytest.fixture
def quick_folder(tmp_path):
    if not os.access(MEMORY, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        yield Path(folder)


def start(addresses, folder):
    environment = os.environ | {"PYTHONPATH": str(Path(report_miner.__file__).parents[1])}
    command = [sys.executable, "-m", "report_miner", "collect", addresses, "-o", folder, "--delay", "0"]
    return subprocess.Popen(
        [*map(str, command), "--allow-private"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for(ledger, size, process):
    while process.poll() is None and not (ledger.is_file() and ledger.stat().st_size >= size):
        time.sleep(0.01)


def test_a_collection_that_is_killed_loses_nothing_and_asks_for_nothing_twice(site, quick_folder):
    for n in range(PAGES):
        site[f"/tin/bai-{n}"] = Reply(f"Xã số {n} có {n} hộ nghèo.".encode(), "text/plain; charset=utf-8")
    addresses, folder = quick_folder / "dia-chi.txt", quick_folder / "tin"
    addresses.write_text("\n".join(f"{site.address}{path}" for path in site.pages), "utf-8")
    ledger = folder / "collected.jsonl"
    sizes = (1, 200_000, 900_000)
    for size in sizes:
        process = start(addresses, folder)
        wait_for(ledger, size, process)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert process.returncode == -signal.SIGKILL
    process = start(addresses, folder)
    out, _ = process.communicate()
    assert process.returncode == ExitCode.OK, out

    stored = lines(ledger)
    assert sorted(row["address"] for row in stored) == sorted(f"{site.address}{path}" for path in site.pages)
    for row in stored:
        assert hashlib.sha256((folder / row["file"]).read_bytes()).hexdigest() == row["sha256"]
    files = {str(path.relative_to(folder)) for path in folder.glob("*/*.txt")}
    with (folder / "documents.csv").open(encoding="utf-8-sig", newline="") as register:
        registered = [row["file"] for row in csv.DictReader(register)]
    assert len(files) == len(registered) == PAGES
    assert set(registered) == files
    assert list((folder / ".parts").iterdir()) == []
    assert set(site.count) == set(site.pages)
    assert sum(site.count.values()) <= PAGES + len(sizes)  # what was on its way when the program was killed
