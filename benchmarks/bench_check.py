"""How many planted errors `check` catches, how often it cries wolf, and whether its time is linear.

    python benchmarks/bench_check.py [--misses] [--json FILE] [--documents DIR]

Every number of `corpus/` that takes part in an `arithmetic` line of its annotation is corrupted in four ways, one at
a time (a digit changed, two neighbours swapped, a digit dropped, the comma moved), and the document is mined and
checked again. The lines are what a person who adds up the document on paper finds, whether `check` sees them or not.
A number takes part in a line if the document prints all numbers of the line close by: in one paragraph, one list or
one table, or within 300 characters (a relation that spans more takes knowledge that no line of print gives). A number
that the document contradicts as it stands is left alone, and so are errors that nothing printed can show: those that
leave every line of the number true to the printed precision, and those of less than one percent.

An error is caught when a finding is `inconsistent` that was not so before. False alarms are inconsistent findings on
the untouched documents that `corpus/expected/contradictions.csv` does not name. The corruptions follow from the
document's name and the number's place, so every run plants the same errors.

In the documents of DIR, which have no such annotation, the numbers of equations that `check` finds to hold are
corrupted, and the inconsistent findings are listed, to be judged by eye.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import multiprocessing
import re
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from arithmetic import NUMERAL, holds, printed_lines
from report_miner.check import check
from report_miner.inputs import read_source, sources
from report_miner.model import Block, Cell, Document, Figure, Finding, Verdict
from report_miner.patterns import load_patterns
from report_miner.pipeline import mine
from report_miner.read import read

CORPUS = Path(__file__).parents[1] / "corpus"
SIZES = (10_000, 100_000)


@dataclass(frozen=True)
class Error:
    """One planted error: what kind, in which figure, where in the text, and what is printed there instead."""

    kind: str
    figure: int
    start: int
    end: int
    printed: str


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", action="store_true", help="list the errors that were not caught")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--documents", type=Path, help="plant errors in the documents of this folder, too")
    options = parser.parse_args()
    result = planted(annotated(), show_misses=options.misses)
    if options.documents:
        others = planted(unannotated(options.documents), show_misses=options.misses)
        result |= {f"other documents: {name}": value for name, value in others.items()}
    result |= growth()
    for name, value in result.items():
        print(f"{name:32} {value}")
    if options.json:
        options.json.write_text(json.dumps(result, indent=1) + "\n", "utf-8")


@dataclass(frozen=True)
class Sample:
    """A document with what is found in it as it stands, the errors to plant, and its false alarms."""

    document: Document
    findings: Sequence[Finding]
    errors: Sequence[Error]
    alarms: Sequence[Finding]


def planted(samples: Iterable[Sample], *, show_misses: bool) -> dict[str, float]:
    """Plant every error, one at a time, and count."""
    caught: Counter[str] = Counter()
    tried: Counter[str] = Counter()
    alarms = documents = 0
    for sample in samples:
        documents += 1
        alarms += len(sample.alarms)
        for error in sample.errors:
            tried[error.kind] += 1
            changed = with_error(sample.document, error)
            if new_inconsistencies(sample.findings, check(mine(changed), changed), error):
                caught[error.kind] += 1
            elif show_misses:
                text = sample.document.text
                context = text[max(0, error.start - 60) : error.end + 40].replace("\n", " ")
                print(f"missed {error.kind}: {text[error.start : error.end]} → {error.printed}  …{context}…")
    rates = {f"caught, {kind}": round(caught[kind] / tried[kind], 3) for kind in sorted(tried)}
    return {
        "errors planted": tried.total(),
        "caught": round(caught.total() / max(1, tried.total()), 3),
        **rates,
        "documents": documents,
        "false alarms a document": round(alarms / max(1, documents), 3),
    }


def annotated() -> Iterator[Sample]:
    """The documents of the corpus."""
    known = contradictions()
    for path in sorted((CORPUS / "expected").glob("*.yaml")):
        annotation = yaml.safe_load(path.read_text("utf-8"))
        document = read(CORPUS / annotation["document"])
        found = check(mine(document), document)
        wrong = {start for finding in found if finding.verdict is Verdict.INCONSISTENT for start in finding.starts}
        gold = path.with_name(f"{path.stem}.gold.jsonl")
        to_plant = [e for e in errors(document, gold, annotation.get("arithmetic", ())) if e.figure not in wrong]
        yield Sample(document, found, to_plant, false_alarms(found, known.get(annotation["document"], [])))


def unannotated(folder: Path) -> Iterator[Sample]:
    """The documents of a folder; all their inconsistent findings are listed and counted as false alarms."""
    patterns = load_patterns()
    for document in (read_source(source, patterns) for source in sources([str(folder)])):
        figures = {figure.id: figure for figure in mine(document)}
        found = check(list(figures.values()), document)
        alarms = false_alarms(found, ())
        for finding in alarms:
            print(f"inconsistent: {Path(document.name).name}: {finding.message}")
        kept = {i for finding in found if is_equation(finding) for i in finding.figures}
        rows = [{"start": figures[i].start, "text": figures[i].text} for i in sorted(kept)]
        yield Sample(document, found, list(corruptions(document, rows)), alarms)


def is_equation(finding: Finding) -> bool:
    """Whether a relation holds and says what each number has to be; one that is only bounded may change unseen."""
    bounded = any(sign in finding.computed for sign in "≤<>⇒≈") or finding.rule == "denominator"
    alone = finding.rule == "change_percent" and len(finding.figures) <= 2
    return finding.verdict is Verdict.CONSISTENT and not bounded and not alone


def contradictions() -> dict[str, list[int]]:
    """Document → where its known contradictions stand."""
    found: dict[str, list[int]] = {}
    with (CORPUS / "expected" / "contradictions.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found.setdefault(row["document"], []).append(int(row["start"]))
    return found


def false_alarms(findings: Sequence[Finding], known: Sequence[int]) -> list[Finding]:
    """The inconsistent findings that touch no known contradiction (a period stands near its figure)."""
    wrong = [finding for finding in findings if finding.verdict is Verdict.INCONSISTENT]
    return [f for f in wrong if not any(abs(start - place) < 100 for start in f.starts for place in known)]


def errors(document: Document, gold: Path, arithmetic: Sequence[str]) -> Iterator[Error]:
    """The errors to plant in the figures of `gold` that an arithmetic line gives, as far as they break one."""
    rows = [json.loads(line) for line in gold.read_text("utf-8").splitlines()]
    for row in rows:
        if document.text[row["start"] : row["end"]] != row["text"]:
            print(f"{gold.name}: {row['text']} is not printed at {row['start']}; run scripts/place_expected.py")
            return
    lines: dict[int, list[str]] = {}
    for start, _, line in printed_lines(document, rows, arithmetic):
        lines.setdefault(start, []).append(line)
    for error in corruptions(document, rows):
        numeral = document.text[error.start : error.end]
        related = lines.get(error.start, ())
        if any(not holds(re.sub(rf"(?<![\d.,]){numeral}(?![\d.,])", error.printed, line)) for line in related):
            yield error


def corruptions(document: Document, rows: Sequence[Mapping[str, Any]]) -> Iterator[Error]:
    """Each kind of error that applies to a numeral of a row."""
    for row in rows:
        for match in NUMERAL.finditer(row["text"]):
            for kind, corrupt in KINDS.items():
                seed = f"{Path(document.name).name}:{row['start']}:{match.start()}:{kind}"
                choice = int(hashlib.sha256(seed.encode()).hexdigest(), 16)
                printed = corrupt(match.group(), choice)
                if printed is not None and differs(match.group(), printed):
                    start = row["start"] + match.start()
                    yield Error(kind, row["start"], start, start + len(match.group()), printed)


def differs(numeral: str, printed: str) -> bool:
    """Whether the two stand for numbers that lie one percent apart."""
    first, second = (Decimal(text.replace(".", "").replace(",", ".")) for text in (numeral, printed))
    return abs(first - second) * 100 >= abs(first) > 0


def digit_changed(numeral: str, choice: int) -> str | None:
    """One digit becomes another."""
    places = [i for i, c in enumerate(numeral) if c.isdigit()]
    place = places[choice % len(places)]
    digit = str((int(numeral[place]) + 1 + choice // 97 % 9) % 10)
    return numeral[:place] + digit + numeral[place + 1 :]


def swapped(numeral: str, choice: int) -> str | None:
    """Two neighbouring digits change places."""
    places = [i for i in range(len(numeral) - 1) if numeral[i : i + 2].isdigit() and numeral[i] != numeral[i + 1]]
    if not places:
        return None
    place = places[choice % len(places)]
    return numeral[:place] + numeral[place + 1] + numeral[place] + numeral[place + 2 :]


def dropped(numeral: str, choice: int) -> str | None:
    """A digit is lost; thousands are grouped anew."""
    whole, comma, decimals = numeral.partition(",")
    digits = whole.replace(".", "")
    if len(digits) < 2:
        return None
    place = choice % len(digits)
    return grouped(digits[:place] + digits[place + 1 :], like=whole) + comma + decimals


def comma_moved(numeral: str, choice: int) -> str | None:
    """The comma moves by one place, or a zero too many is typed."""
    whole, comma, decimals = numeral.partition(",")
    digits = whole.replace(".", "")
    if not comma:
        return grouped(digits + "0", like=whole)
    if choice % 2 and len(digits) > 1:
        return f"{digits[:-1]},{digits[-1]}{decimals}"
    return f"{digits}{decimals[0]}" + (f",{decimals[1:]}" if decimals[1:] else "")


def grouped(digits: str, *, like: str) -> str:
    """`digits` with points between thousands if `like` has them."""
    return f"{int(digits):,}".replace(",", ".") if "." in like else digits


KINDS: dict[str, Callable[[str, int], str | None]] = {
    "digit changed": digit_changed,
    "neighbours swapped": swapped,
    "digit dropped": dropped,
    "comma moved": comma_moved,
}


def with_error(document: Document, error: Error) -> Document:
    """The document with the error in its text; what stands behind it moves along."""
    shift = len(error.printed) - (error.end - error.start)

    def moved(offset: int) -> int:
        return offset + shift if offset >= error.end else offset

    def moved_block(block: Block) -> Block:
        return replace(block, start=moved(block.start), end=moved(block.end))

    def moved_cell(cell: Cell) -> Cell:
        return replace(cell, start=moved(cell.start), end=moved(cell.end))

    tables = (
        replace(
            table,
            cells=tuple(map(moved_cell, table.cells)),
            caption=table.caption and (moved(table.caption[0]), moved(table.caption[1])),
        )
        for table in document.tables
    )
    layout = (replace(box, start=moved(box.start), end=moved(box.end)) for box in document.layout)
    return replace(
        document,
        text=document.text[: error.start] + error.printed + document.text[error.end :],
        blocks=tuple(map(moved_block, document.blocks)),
        tables=tuple(tables),
        layout=tuple(layout),
    )


def new_inconsistencies(before: Sequence[Finding], after: Sequence[Finding], error: Error) -> bool:
    """Whether a finding is inconsistent after the error that was not so before, at the same places."""
    shift = len(error.printed) - (error.end - error.start)

    def wrong(findings: Sequence[Finding], moved: int) -> set[tuple[str, tuple[int, ...]]]:
        return {
            (f.rule, tuple(start - moved if start >= error.end else start for start in f.starts))
            for f in findings
            if f.verdict is Verdict.INCONSISTENT
        }

    return not wrong(after, shift) <= wrong(before, 0)


def growth() -> dict[str, float]:
    """Seconds and memory to check 10,000 and 100,000 figures, and how much more than ten times the larger takes."""
    spawn = multiprocessing.get_context("spawn")
    costs = []
    for size in SIZES:
        with ProcessPoolExecutor(1, spawn) as process:
            costs.append(process.submit(cost, size).result())
    (seconds, memory), (more_seconds, more_memory) = costs
    times = SIZES[1] / SIZES[0]
    return {
        f"seconds, {SIZES[0]} figures": round(seconds, 2),
        f"seconds, {SIZES[1]} figures": round(more_seconds, 2),
        "time against linear": round(more_seconds / seconds / times, 2),
        f"MB, {SIZES[0]} figures": round(memory, 1),
        f"MB, {SIZES[1]} figures": round(more_memory, 1),
        "memory against linear": round(more_memory / memory / times, 2),
    }


def cost(size: int) -> tuple[float, float]:
    """Seconds to check `size` figures, and by how many megabytes they and their check raise the process at most."""
    figures = mine(read(CORPUS / "binh-thuan-tai-nan.txt"))
    check(figures)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    copies = list(_copies(figures, size))
    begin = time.perf_counter()
    check(copies)
    seconds = time.perf_counter() - begin
    return seconds, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def _copies(figures: Sequence[Figure], size: int) -> Iterator[Figure]:
    """`size` figures: those of one document printed again and again, each time further on."""
    length = max(figure.end for figure in figures) + 1000
    for number in range(size):
        round_, index = divmod(number, len(figures))
        figure = figures[index]
        shift = round_ * length
        yield replace(
            figure,
            start=figure.start + shift,
            end=figure.end + shift,
            sentence_start=figure.sentence_start + shift,
        )


if __name__ == "__main__":
    main()
