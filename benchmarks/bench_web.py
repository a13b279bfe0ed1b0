"""How long the pages of the review take over 100,000 figures: the corpus, over and over under other names.

Prints the median and the 95th percentile of each kind of page, as a client over the network sees them; exits with 1
when one is above the limit.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import uvicorn
from sqlalchemy import text

from report_miner.assess import assess
from report_miner.check import check
from report_miner.inputs import sources
from report_miner.patterns import load_patterns
from report_miner.review.app import create_app
from report_miner.review.desk import Desk
from report_miner.review.safety import Guard
from report_miner.store.database import Store
from report_miner.store.entries import entry_of
from report_miner.work import Task, mine_source

LIMIT = 0.2  # seconds
CORPUS = Path(__file__).parent.parent / "corpus"


def build(folder: Path, figures: int) -> None:
    """Store copies of the corpus's documents until there are enough figures, each copy with findings of its own."""
    patterns = load_patterns()
    mined = [
        each for each in (mine_source(s, Task(patterns)) for s in sources([str(CORPUS)])) if hasattr(each, "figures")
    ]
    stored = copy = 0
    with Store(folder) as store:
        while stored < figures:
            for each in mined:
                name = f"ban-{copy:04}/{Path(each.document.name).name}"
                document = replace(each.document, name=name, sha256=f"{each.document.sha256}{copy}")
                own = [replace(figure, doc=name, sha256=document.sha256) for figure in each.figures]
                findings = check(own, document, patterns=patterns)
                verdicts = assess(own, document=document, patterns=patterns)
                store.put(entry_of(document, own, findings, verdicts), fingerprint=name, checked="x", assessed="x")
                stored += len(own)
            copy += 1


@contextmanager
def served(desk: Desk) -> Iterator[str]:
    """Serve the desk on a free port; yield the address."""
    server = uvicorn.Server(uvicorn.Config(create_app(desk, Guard("127.0.0.1", "bench")), port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


def addresses(desk: Desk, chance: random.Random) -> dict[str, list[str]]:
    """Return the addresses that a reviewer calls, by kind of page."""
    with desk.reading() as database:
        docs = list(database.scalars(text("SELECT name FROM lens_documents")))
        places = list(database.scalars(text("SELECT DISTINCT place FROM lens WHERE place > ''")))
        codes = list(database.scalars(text("SELECT DISTINCT indicator FROM lens WHERE indicator > ''")))
    words = ("xã", "nong thon moi", "hộ nghèo", "Thanh Hóa", "tai nan giao thong", "doanh nghiệp", "không có chữ này")

    def many(path: str, *parameters: dict[str, str]) -> list[str]:
        return [f"{path}?{urlencode(given)}" for given in parameters]

    def some(values: list[str]) -> list[str]:
        return chance.sample(values, min(20, len(values)))

    last = f"{docs[-99]}|0"
    cursor = f'["{docs[len(docs) // 2]}", 0, 0, 0]'
    return {
        "overview": many("/", *({"indicator": code} for code in some(codes)), {}),
        "review": many("/review", {}, *({"rank": rank} for rank in "012"), *({"doc": doc} for doc in some(docs))),
        "document": many("/document", *({"doc": doc} for doc in some(docs))),
        "findings": many(
            "/findings", *({"verdict": each} for each in ("inconsistent", "unclear", "consistent")), {"after": last}
        ),
        "criteria": many("/criteria", {}, {"set": "ntm-xa-2021-2025"}, {"after": "60"}),
        "documents": many("/documents", {}, {"after": docs[len(docs) // 2]}, {"q": "y tế"}),
        "figures": many("/figures", {}, {"after": cursor}, {"order": "confidence"}),
        "search: words": many("/figures", *({"q": word} for word in words)),
        "search: place": many("/figures", *({"place": place} for place in some(places))),
        "search: several": many(
            "/figures", *({"q": word, "status": "actual", "year": "2023", "sure": "low"} for word in words)
        ),
        "search: year": many("/figures", *({"year": str(year)} for year in range(2014, 2026))),
        "suggest": many("/suggest", *({"field": "place", "q": q} for q in ("nghe", "xa t", "Thanh"))),
        "log": ["/log"],
    }  # fmt: skip


def timed(address: str) -> float:
    """Return how many seconds an answer takes."""
    start = time.perf_counter()
    with urlopen(Request(address)) as answer:
        answer.read()
    return time.perf_counter() - start


def main() -> int:
    """Measure, print, compare with the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--figures", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        build(Path(folder), given.figures)
        print(f"stored in {time.perf_counter() - start:.1f} s")
        start = time.perf_counter()
        desk = Desk(Path(folder), load_patterns())
        print(f"first opening of the review {time.perf_counter() - start:.1f} s")
        start = time.perf_counter()
        Desk(Path(folder), load_patterns()).close()
        print(
            f"opening it again {time.perf_counter() - start:.1f} s\n"
            f"\n{'page':18}{'calls':>6}{'p50 ms':>9}{'p95 ms':>9}"
        )
        worst = 0.0
        with served(desk) as address:
            for kind, paths in addresses(desk, random.Random(1)).items():
                times = sorted(timed(address + path) for _ in range(given.rounds) for path in paths)
                p95 = times[min(len(times) - 1, int(0.95 * len(times)))]
                worst = max(worst, p95)
                print(f"{kind:18}{len(times):6}{statistics.median(times) * 1000:9.0f}{p95 * 1000:9.0f}")
        desk.close()
    return int(worst > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
