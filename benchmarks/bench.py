"""Speed and memory of a whole run beside `underthesea.word_tokenize` on the same text: `make bench`.

Every measurement is a process of its own, one after the other on the same machine. The whole process is timed, from
the start of Python to the last exported file. The peer tokenizes a sample of the same articles (at least 500 KB); its
start-up and the loading of its model are not counted against it. 1 KB is 1,000 bytes of UTF-8.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from functools import partial
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).parents[1]
NEWS = ROOT.parent / "shared" / "news" / "news-2000.zip"
ARTICLES, FEW = 2_000, 500
SAMPLE = 500_000  # bytes for the peer


def write_articles(folder: Path) -> str:
    """Write the articles as text files and return what they are."""
    if NEWS.is_file():
        with zipfile.ZipFile(NEWS) as archive:
            names = sorted(name for name in archive.namelist() if name.endswith(".txt"))[:ARTICLES]
            for name in names:
                (folder / Path(name).name).write_bytes(archive.read(name))
        return "news articles"
    samples = [path.read_text("utf-8") for path in sorted((ROOT / "corpus").glob("*.txt"))]
    for number, text in enumerate(islice(cycle(samples), ARTICLES)):
        (folder / f"{number:05}.txt").write_text(f"{number}\n{text}", "utf-8")
    return "copies of the texts in corpus/"


def measure_run(docs: Path, count: int) -> dict[str, float]:
    """Mine `count` documents in this process; the tokenizer's calls are counted on the way."""
    import underthesea

    calls = characters = 0
    tokenize = underthesea.word_tokenize

    def counted(text: str, *arguments: object, **options: object) -> object:
        nonlocal calls, characters
        calls += 1
        characters += len(text)
        return tokenize(text, *arguments, **options)

    underthesea.word_tokenize = counted
    from report_miner.run import run

    paths = sorted(map(str, docs.iterdir()))[:count]
    with tempfile.TemporaryDirectory() as outputs:
        summary = run(paths, Path(outputs))
    return {
        "documents": summary.documents,
        "failed": summary.failed,
        "figures": summary.figures,
        "bytes": sum(Path(path).stat().st_size for path in paths),
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024,
        "calls": calls,
        "characters": characters,
    }


def measure_sentences(docs: Path) -> dict[str, float]:
    """Count the sentences and characters of all documents, as the program reads them."""
    from report_miner.clean.shadow import shadow_of
    from report_miner.language.sentences import split_sentences
    from report_miner.read import read

    sentences = characters = 0
    for path in sorted(docs.iterdir()):
        document = read(path)
        sentences += len(split_sentences(document, shadow_of(document.text)))
        characters += len(document.text)
    return {"sentences": sentences, "characters": characters}


def measure_peer(docs: Path) -> dict[str, float]:
    """Time the peer over a sample of the documents, its model loaded beforehand."""
    from underthesea import word_tokenize

    texts: list[str] = []
    size = 0
    for path in sorted(docs.iterdir()):
        texts.append(path.read_text("utf-8"))
        size += path.stat().st_size
        if size >= SAMPLE:
            break
    word_tokenize(texts[0])
    started = time.perf_counter()
    for text in texts:
        word_tokenize(text)
    return {"bytes": size, "seconds": time.perf_counter() - started}


MEASURES = {
    "peer": measure_peer,
    "few": partial(measure_run, count=FEW),
    "all": partial(measure_run, count=ARTICLES),
    "sentences": measure_sentences,
}


def in_own_process(measure: str, docs: Path) -> dict[str, float]:
    """Return what a measurement says, with the seconds of its whole process as `wall`."""
    command = [sys.executable, __file__, "--measure", measure, str(docs)]
    started = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return {"wall": time.perf_counter() - started, **json.loads(done.stdout.splitlines()[-1])}


def report(what: str, results: dict[str, dict[str, float]], peer_rate: float) -> str:
    """Return the results as a Markdown table."""
    few, everything, text = results["few"], results["all"], results["sentences"]
    rate = everything["bytes"] / everything["wall"] / 1_000
    steady = (everything["bytes"] - few["bytes"]) / (everything["wall"] - few["wall"]) / 1_000
    rows = [
        ("documents", f"{everything['documents']:,.0f} {what}, {everything['bytes'] / 1e6:.2f} MB"),
        ("whole process, start-up to last file", f"{everything['wall']:.1f} s, {rate:,.0f} KB/s"),
        (f"the same beyond the first {few['documents']:,.0f} documents", f"{steady:,.0f} KB/s"),
        (f"word_tokenize on {results['peer']['bytes'] / 1e3:,.0f} KB of the same", f"{peer_rate:,.0f} KB/s"),
        ("**times word_tokenize**", f"**{rate / peer_rate:.1f}**"),
        ("peak memory", f"{everything['memory']:,.0f} MB"),
        (
            f"growth of it from {few['documents']:,.0f} documents on",
            f"{everything['memory'] - few['memory']:+,.0f} MB",
        ),
        ("figures", f"{everything['figures']:,.0f}"),
        ("documents that failed", f"{everything['failed']:,.0f}"),
        ("sentences", f"{text['sentences']:,.0f}"),
        ("calls of the tokenizer per sentence", f"{everything['calls'] / text['sentences']:.1%}"),
        ("share of the text that reached it", f"{everything['characters'] / text['characters']:.1%}"),
    ]
    return "\n".join(["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows)])


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
        before = in_own_process("peer", docs)
        results = {name: in_own_process(name, docs) for name in ("few", "all", "sentences", "peer")}
    rates = [each["bytes"] / each["seconds"] / 1_000 for each in (before, results["peer"])]
    print(report(what, results, sum(rates) / 2))


if __name__ == "__main__":
    main()
