"""Speed and memory of a whole run beside `underthesea` on the same text, and what each stage costs: `make bench`.

Every measurement is a process of its own, one after the other on the same machine. The whole process is timed, from
the start of Python to the last exported file. The peers work on a sample of the same articles; their start-up and the
loading of their models are not counted against them. 1 KB is 1,000 bytes of UTF-8. Where other programs share the
machine, the ratio of the times that the processor worked (CPU) is steadier than that of the times that passed.
"""

from __future__ import annotations

import argparse
import json
import resource
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from report_miner.work import Job, Outcome, Task

ROOT = Path(__file__).parents[1]
NEWS = ROOT.parent / "shared" / "news" / "news-2000.zip"
ARTICLES, FEW = 2_000, 500
PEERS = {"word_tokenize": 500_000, "pos_tag": 60_000, "ner": 30_000}  # bytes for each
TICK = 0.002  # seconds of work between two looks at what is being worked on
REST = "the rest"
START_UP = "start-up: imports, patterns, models"
STAGES = {
    START_UP: ("patterns", "texts", "token_patterns", "usage", "cli"),
    "reading": ("read", "inputs"),
    "shadow and sentences": ("clean", "language.sentences"),
    "times": ("extract.period", "extract.timespan"),
    "places": ("extract.place", "extract.gazetteer", "extract.document_place"),
    "tables": ("extract.table",),
    "masks and numbers": ("extract.masks", "extract.number", "extract.matcher", "extract.word_trie"),
    "units": ("extract.units", "extract.shared_units", "language.tagger", "language.tokenizer"),
    "change, bound, status": ("extract.cue", "extract.status", "extract.change", "extract.passages"),
    "items": ("extract.item", "extract.candidates", "extract.context", "extract.statements", "extract.blanks"),
    "records and confidence": ("extract.records", "extract.confidence", "extract.kinds", "model", "pipeline"),
    "indicators": ("extract.indicators",),
    "check": ("check",),
    "assess": ("assess",),
    "exported files": (
        *("report", "console", "store.exports", "store.workbook", "store.columns", "store.sheets"),
        *("store.links", "store.files"),
    ),
    "database": ("store", "run", "workers", "work", "digests"),
}


def write_articles(folder: Path) -> str:
    """Write the articles as text files, the first few in a folder of their own, and return what they are."""
    first, rest = folder / "first", folder / "rest"
    first.mkdir()
    rest.mkdir()
    for number, text in enumerate(islice(_articles(), ARTICLES)):
        ((first if number < FEW else rest) / f"{number:05}.txt").write_bytes(text)
    return "news articles" if NEWS.is_file() else "copies of the texts in corpus/"


def _articles() -> Iterator[bytes]:
    if NEWS.is_file():
        with zipfile.ZipFile(NEWS) as archive:
            for name in sorted(name for name in archive.namelist() if name.endswith(".txt")):
                yield archive.read(name)
        return
    samples = [path.read_bytes() for path in sorted((ROOT / "corpus").glob("*.txt"))]
    for number, text in enumerate(cycle(samples)):
        yield f"{number}\n".encode() + text


def measure_run(docs: Path) -> dict[str, float]:
    """Mine documents as the command does; the memory is that of this process and of its worker."""
    from report_miner.cli import main
    from report_miner.store.database import Store

    with tempfile.TemporaryDirectory() as outputs:
        sys.argv = ["report-miner", "run", str(docs), "-o", outputs]
        with suppress(SystemExit):
            main()
        with Store(Path(outputs)) as store:
            counts = {table: store.count(table) for table in ("documents", "figures", "failures")}
    processes = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return {
        **counts,
        "bytes": sum(path.stat().st_size for path in docs.rglob("*.txt")),
        "memory": sum(resource.getrusage(process).ru_maxrss for process in processes) / 1_024,
    }


class Here:
    """Does each job in this process, where its stages can be looked at."""

    count = 1

    def outcomes(self, jobs: Iterable[Job], task: Task) -> Iterator[tuple[Job, Outcome]]:
        """Yield what becomes of each job."""
        from report_miner.work import do

        return ((job, do(job, task)) for job in jobs)


def measure_stages(docs: Path) -> dict[str, float]:
    """Return for each stage its share of a run's work, from looking again and again at what is being worked on.

    Counted on the way: the calls of the tokenizer, and the characters that it got.
    """
    import underthesea

    from report_miner.run import run

    seen: Counter[str] = Counter()
    got: Counter[str] = Counter()
    tokenize = underthesea.word_tokenize

    def counted(text: str, *arguments: object, **options: object) -> object:
        got.update(calls=1, characters=len(text))
        return tokenize(text, *arguments, **options)

    def look(_: int, frame: FrameType | None) -> None:
        seen[_stage_of(frame)] += 1

    underthesea.word_tokenize = counted
    signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, TICK, TICK)
    with tempfile.TemporaryDirectory() as outputs:
        run([str(docs)], Path(outputs), engine=Here())
    signal.setitimer(signal.ITIMER_PROF, 0)
    shares = {stage: seen[stage] / seen.total() for stage in (*STAGES, REST)}
    return {**shares, "calls": got["calls"], "characters": got["characters"]}


def _stage_of(frame: FrameType | None) -> str:
    """The stage whose function was called last; imports, and tools that are built once, are start-up."""
    stage = ""
    while frame is not None:
        module = str(frame.f_globals.get("__name__", ""))
        if module == "importlib._bootstrap" or frame.f_code.co_name == "tools_of":
            return START_UP
        if not stage and module.startswith("report_miner."):
            name = module.removeprefix("report_miner.")
            stage = next((each for each, parts in STAGES.items() if name.startswith(parts)), "")
        frame = frame.f_back
    return stage or REST


def measure_sentences(docs: Path) -> dict[str, float]:
    """Count the sentences and characters of all documents, as the program reads them."""
    from report_miner.clean.shadow import shadow_of
    from report_miner.language.sentences import split_sentences
    from report_miner.read import read

    sentences = characters = 0
    for path in sorted(docs.rglob("*.txt")):
        document = read(path)
        sentences += len(split_sentences(document, shadow_of(document.text)))
        characters += len(document.text)
    return {"sentences": sentences, "characters": characters}


def measure_peer(docs: Path, name: str) -> dict[str, float]:
    """Time a peer over a sample of the documents, its model loaded beforehand."""
    import underthesea

    peer = getattr(underthesea, name)
    texts: list[str] = []
    size = 0
    for path in sorted(docs.rglob("*.txt")):
        texts.append(path.read_text("utf-8"))
        size += path.stat().st_size
        if size >= PEERS[name]:
            break
    peer(texts[0])
    started, worked = time.perf_counter(), time.process_time()
    for text in texts:
        peer(text)
    return {"bytes": size, "seconds": time.perf_counter() - started, "work": time.process_time() - worked}


MEASURES = {
    "few": lambda docs: measure_run(docs / "first"),
    "all": measure_run,
    "stages": measure_stages,
    "sentences": measure_sentences,
    **{name: partial(measure_peer, name=name) for name in PEERS},
}


def in_own_process(measure: str, docs: Path) -> dict[str, float]:
    """Return what a measurement says, with the seconds (`wall`) and the work (`cpu`) of its whole process."""
    command = [sys.executable, __file__, "--measure", measure, str(docs)]
    started, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"wall": wall, "cpu": cpu, **json.loads(done.stdout.splitlines()[-1])}


def report(what: str, results: dict[str, dict[str, float]]) -> str:
    """Return the results as a Markdown table."""
    few, everything, text, stages = (results[name] for name in ("few", "all", "sentences", "stages"))
    rate, cpu_rate = (everything["bytes"] / everything[time] / 1_000 for time in ("wall", "cpu"))
    steady = (everything["bytes"] - few["bytes"]) / (everything["wall"] - few["wall"]) / 1_000
    peers = {name: results[name]["bytes"] / results[name]["seconds"] / 1_000 for name in PEERS}
    tokenizer = results["word_tokenize"]
    cpu_peer = tokenizer["bytes"] / tokenizer["work"] / 1_000
    rows = [
        ("documents", f"{everything['documents']:,.0f} {what}, {everything['bytes'] / 1e6:.2f} MB"),
        ("whole process, start-up to last file", f"{everything['wall']:.1f} s, {rate:,.0f} KB/s"),
        (f"the same beyond the first {few['documents']:,.0f} documents", f"{steady:,.0f} KB/s"),
        *(
            (f"{name} on {results[name]['bytes'] / 1e3:,.0f} KB of the same", f"{peer:,.0f} KB/s")
            for name, peer in peers.items()
        ),
        *(
            (f"**times {name}**" if name == "word_tokenize" else f"times {name}", f"**{rate / peer:.1f}**")
            for name, peer in peers.items()
        ),
        ("times word_tokenize, by the time that the processor worked", f"{cpu_rate / cpu_peer:.1f}"),
        ("peak memory", f"{everything['memory']:,.0f} MB"),
        (
            f"growth of it from {few['documents']:,.0f} documents on",
            f"{everything['memory'] - few['memory']:+,.0f} MB",
        ),
        ("figures", f"{everything['figures']:,.0f}"),
        ("documents that failed", f"{everything['failures']:,.0f}"),
        ("sentences", f"{text['sentences']:,.0f}"),
        ("calls of the tokenizer per sentence", f"{stages['calls'] / text['sentences']:.1%}"),
        ("share of the text that reached it", f"{stages['characters'] / text['characters']:.1%}"),
    ]
    costs = [(stage, f"{stages[stage] * everything['cpu']:.2f} s, {stages[stage]:.1%}") for stage in (*STAGES, REST)]
    return _table(rows, ("", "")) + "\n\n" + _table(costs, ("stage", "work of the processor in a whole run"))


def _table(rows: list[tuple[str, str]], heading: tuple[str, str]) -> str:
    return "\n".join(f"| {name} | {value} |" for name, value in (heading, ("---", "---"), *rows))


def main() -> None:
    """Measure everything and print the table, or, in a process of its own, one measurement as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measure", choices=MEASURES)
    parser.add_argument("docs", nargs="?", type=Path)
    arguments = parser.parse_args()
    if arguments.measure:
        print(json.dumps(MEASURES[arguments.measure](arguments.docs)))
        return
    with tempfile.TemporaryDirectory() as folder:
        docs = Path(folder)
        what = write_articles(docs)
        before = in_own_process("word_tokenize", docs)
        results = {name: in_own_process(name, docs) for name in MEASURES}
    results["word_tokenize"] = {key: (before[key] + after) / 2 for key, after in results["word_tokenize"].items()}
    print(report(what, results))


if __name__ == "__main__":
    main()
