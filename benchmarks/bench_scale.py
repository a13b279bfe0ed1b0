"""How a run grows with its workers, and what ten million pages would take: `make bench-scale`.

Every measurement is a whole run in a process of its own, from the start of Python to the last exported file; rounds
alternate, and the fastest of each kind counts. A run begins (imports, patterns), goes through the documents, and ends
(checks between documents, exports, the summary page): only the middle grows faster with more workers. Where other
programs share the machine, times that passed are worth little; the CPU times hold within some per cent.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import write_articles

PAGE = 2_600  # bytes of UTF-8 on a page of running text
PAGES = 10_000_000
KINDS = ("1", "2", "dask")
HOURS = 3_600


def measure(docs: Path, kind: str) -> dict[str, float]:
    """Run over the documents in this process and return seconds, memory (MB), disk (MB) and counts."""
    began = time.monotonic()
    from report_miner.run import run
    from report_miner.workers import Workers

    times: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        outputs = Path(folder)
        if kind == "dask":
            from report_miner.scale import Cluster

            engine: Workers | Cluster = Cluster(outputs, count=2)
        else:
            engine = Workers(int(kind))
        summary = run([str(docs)], outputs, engine=engine, progress=lambda *_: times.append(time.monotonic()))
        ended = time.monotonic()
        sizes = {path: path.stat().st_size for path in outputs.iterdir() if path.is_file()}
        database = sum(size for path, size in sizes.items() if path.suffix == ".db")
    own, workers = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "whole": ended - began,
        "middle": times[-1] - times[0],
        "end": ended - times[-1],
        "cpu_own": own.ru_utime + own.ru_stime,
        "cpu_workers": workers.ru_utime + workers.ru_stime,
        "memory_own": own.ru_maxrss / 1024,
        "memory_worker": workers.ru_maxrss / 1024,
        "database": database / 1e6,
        "exports": (sum(sizes.values()) - database) / 1e6,
        "documents": summary.documents,
        "figures": summary.figures,
    }


def best(docs: Path, rounds: int) -> dict[str, dict[str, float]]:
    """Return the fastest of some rounds for each kind of run."""
    found: dict[str, list[dict[str, float]]] = {kind: [] for kind in KINDS}
    for _ in range(rounds):
        for kind, runs in found.items():
            command = [sys.executable, __file__, "--measure", kind, "--docs", str(docs)]
            runs.append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
    return {kind: min(runs, key=lambda each: each["whole"]) for kind, runs in found.items()}


def show(runs: dict[str, dict[str, float]], size: int) -> None:
    """Print how the kinds of runs compare."""
    print(
        "jobs   whole s  documents/s   KB/s  times   middle s  times   end s   CPU s own + workers   MB own, a worker"
    )
    one = runs["1"]
    for kind, each in runs.items():
        speeds = f"{each['documents'] / each['whole']:11.1f} {size / each['whole'] / 1e3:6.0f}"
        times = f"{one['whole'] / each['whole']:6.2f} {each['middle']:10.1f} {one['middle'] / each['middle']:6.2f}"
        cpu = f"{each['cpu_own']:9.1f} + {each['cpu_workers']:.1f}"
        memory = f"{each['memory_own']:12.0f}, {each['memory_worker']:.0f}"
        print(f"{kind:6} {each['whole']:7.1f} {speeds} {times} {each['end']:7.1f} {cpu:>21} {memory:>17}")


def show_arithmetic(one: dict[str, float], size: int) -> None:
    """Print what ten million pages take, from the CPU times of a run with one worker."""
    scale = PAGES * PAGE / size
    mining, own = one["cpu_workers"] * scale / HOURS, one["cpu_own"] * scale / HOURS
    print(f"\n{PAGES:,} pages of {PAGE:,} bytes: {PAGES * PAGE / 1e9:.0f} GB, {scale:,.0f} times this corpus")
    print(f"mining: {mining:,.0f} hours of a core; {mining / 32:,.1f} hours on 32 cores")
    print(f"the process that stores and exports: {own:,.1f} hours of one core")
    print(f"figures: {one['figures'] * scale / 1e6:,.0f} million")
    print(
        f"database: {one['database'] * scale / 1e3:,.0f} GB; exported files: {one['exports'] * scale / 1e3:,.0f} GB"
    )


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--measure", choices=KINDS, help=argparse.SUPPRESS)
    options.add_argument("--docs", type=Path, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.measure:
        print(json.dumps(measure(given.docs, given.measure)))
        return
    with tempfile.TemporaryDirectory() as folder:
        docs = Path(folder)
        what = write_articles(docs)
        files = list(docs.rglob("*.txt"))
        size = sum(path.stat().st_size for path in files)
        print(f"{len(files):,} {what}, {size / 1e6:.1f} MB; {given.rounds} rounds\n")
        runs = best(docs, given.rounds)
        show(runs, size)
        show_arithmetic(runs["1"], size)


if __name__ == "__main__":
    main()
