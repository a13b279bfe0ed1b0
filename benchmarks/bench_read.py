"""Whether every format and encoding of a document gives the figures of its text: `make bench-read`.

Ten reports of `corpus/` are written in each variant of `read_variants.py` (and as DOC and ODT by LibreOffice) and
mined; the tables of the corpus are written as workbooks, and the same reports are scanned (`scan_variants.py`). Found
F1 compares the figures of a variant with those of the plain text. The command fails below the bounds. Where the real
files of an archive are beside this checkout, they are read too, and by viparse if `--peer` names a Python that has
it.
"""

from __future__ import annotations

import argparse
import io
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

import pypdfium2
import xlsxwriter

import scan_variants
from archive_words import FILES, TRANSCRIPTS, share, words
from read_variants import BORN_DIGITAL, BY_LIBREOFFICE, as_docx, as_pdf, as_text, undated_document
from report_miner.model import Document, Figure
from report_miner.pipeline import mine
from report_miner.read import read, read_bytes
from report_miner.read.ocr import missing_command
from report_miner.read.office import libreoffice

ROOT = Path(__file__).parents[1]
DOCUMENTS = 10
LOWEST = 0.99


def corpus_texts() -> dict[str, list[str]]:
    """The paragraphs of the reports, by name: those with most figures, so that the score is fine-grained."""
    texts = {path.stem: read(path) for path in sorted((ROOT / "corpus").glob("*.txt"))}
    counted = sorted(texts, key=lambda name: -len(mine(texts[name])))[:DOCUMENTS]
    return {name: _paragraphs(texts[name]) for name in sorted(counted)}


def _paragraphs(document: Document) -> list[str]:
    return [" ".join(document.text[block.start : block.end].split()) for block in document.blocks]


def corpus_tables() -> dict[str, list[list[str]]]:
    """The rows of the tables of the corpus, with what stands over a table as its first rows."""
    found: dict[str, list[list[str]]] = {}
    for path in sorted((ROOT / "corpus").iterdir()):
        document = read(path) if path.is_file() and path.suffix in (".docx", ".pdf", ".md", ".html") else None
        for table in document.tables if document else ():
            height = max(cell.row for cell in table.cells)
            width = max(cell.column for cell in table.cells)
            rows = [[""] * width for _ in range(height)]
            for cell in table.cells:
                rows[cell.row - 1][cell.column - 1] = " ".join(document.text[cell.start : cell.end].split())
            head = [[document.text[slice(*table.caption)]]] if table.caption else []
            found[f"{path.stem} {table.number}"] = [*head, *rows]
    return found


@dataclass(frozen=True, slots=True)
class Score:
    """How many figures the text and a variant have, and in how many numbers and whole records they agree."""

    wanted: int = 0
    found: int = 0
    numbers: int = 0
    records: int = 0

    def __add__(self, other: Score) -> Score:
        pairs = zip(astuple(self), astuple(other), strict=True)
        return Score(*(one + two for one, two in pairs))

    def f1(self, common: int) -> float:
        """The harmonic mean of what share was found and what share of what was found is right."""
        return 2 * common / (self.wanted + self.found) if self.wanted + self.found else 1.0


def compared(wanted: Sequence[Figure], figures: Sequence[Figure]) -> Score:
    """Compare the figures of a variant with those of the text."""
    numbers, records = ([Counter(map(key, each)) for each in (wanted, figures)] for key in (_number, _record))
    return Score(len(wanted), len(figures), (numbers[0] & numbers[1]).total(), (records[0] & records[1]).total())


def _number(figure: Figure) -> tuple[object, ...]:
    return figure.value, figure.value_to, figure.total


def _record(figure: Figure) -> tuple[object, ...]:
    item = " ".join((figure.item or "").split()).lower()
    fields = (figure.kind, figure.unit, figure.change, figure.bound, figure.status, figure.period, figure.versus)
    return *_number(figure), item, figure.place, *fields


def by_libreoffice(documents: Mapping[str, bytes], form: str) -> dict[str, bytes]:
    """The documents in another format of LibreOffice."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        for name, data in documents.items():
            (home / f"{name}.docx").write_bytes(data)
        command = [
            str(libreoffice()),
            f"-env:UserInstallation={(home / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
        ]
        files = [str(home / f"{name}.docx") for name in documents]
        subprocess.run(
            [*command, form, "--outdir", str(home / "out"), *files], check=True, capture_output=True, timeout=300
        )
        return {name: (home / "out" / f"{name}.{form}").read_bytes() for name in documents}


def workbook(rows: Sequence[Sequence[str]]) -> bytes:
    """A workbook with the rows; what is a number in them is a number in it."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                plain = text.replace(".", "").replace(",", ".")
                is_number = plain.replace(".", "", 1).isdecimal() and not text.startswith("0")
                decimals = len(plain.partition(".")[2])
                look = book.add_format({"num_format": "0." + "0" * decimals if decimals else "0"})
                sheet.write(number, column, float(plain), look) if is_number else sheet.write(number, column, text)
    return target.getvalue()


def measure() -> dict[str, Score]:
    """Each variant's figures against those of the text."""
    texts = corpus_texts()
    wanted = {name: mine(read_bytes(as_text(paragraphs), name)) for name, paragraphs in texts.items()}
    files = {variant: {name: write(each) for name, each in texts.items()} for variant, write in BORN_DIGITAL.items()}
    if libreoffice():
        documents = {name: as_docx(paragraphs) for name, paragraphs in texts.items()}
        files |= {form: by_libreoffice(documents, form) for form in BY_LIBREOFFICE}
    else:
        files = {variant: each for variant, each in files.items() if not variant.startswith("rtf")}
    scores = {
        variant: _summed(compared(wanted[name], mine(read_bytes(data, name))) for name, data in each.items())
        for variant, each in files.items()
    }
    pairs = ((as_docx_table(rows), workbook(rows)) for rows in corpus_tables().values())
    scores["xlsx (tables)"] = _summed(
        compared(mine(read_bytes(document, "bang")), mine(read_bytes(sheet, "bang"))) for document, sheet in pairs
    )
    return scores


def as_docx_table(rows: Sequence[Sequence[str]]) -> bytes:
    """A Word document with the rows as a table; a row of one cell stands above it."""
    document = undated_document()
    body = [row for row in rows if len(row) > 1]
    for line in (row[0] for row in rows if len(row) == 1):
        document.add_paragraph(line)
    table = document.add_table(len(body), max(map(len, body)))
    for number, row in enumerate(body):
        for column, text in enumerate(row):
            table.cell(number, column).text = text
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _summed(scores: Iterable[Score]) -> Score:
    return sum(scores, Score())


def scans_table() -> tuple[list[str], list[str]]:
    """What comes back from scans of the same reports, as a table, and the variants below their bounds."""
    if command := missing_command():
        return [f"scans are not measured; what is missing: {command}"], []
    paths = [ROOT / "corpus" / f"{name}.txt" for name in corpus_texts()]
    lines = ["| scan | figures | found F1 | bound | damaged | of these doubted | seconds a page |", "|---" * 7 + "|"]
    missed = []
    for variant in scan_variants.VARIANTS:
        score = scan_variants.measure(paths, variant)
        counts = f"{score.found} of {score.wanted} | {score.f1:.4f} | {variant.floor} | {score.damaged}"
        lines.append(f"| {variant.name} | {counts} | {score.doubted} | {score.seconds / max(score.pages, 1):.2f} |")
        if score.f1 < variant.floor:
            missed.append(f"{variant.name} ({variant.floor})")
    return lines, missed


def speed_table(times: int = 5) -> list[str]:
    """CPU time of reading the reports as PDF, beside that of pdfium's plain text extraction: best of some runs."""
    lines = ["| PDF | pages | plain text, ms a page | ours | ratio |", "|---" * 5 + "|"]
    for name, paragraphs in corpus_texts().items():
        data = as_pdf(paragraphs * 5)
        pages = _plain_text(data)
        plain, ours = (min(_seconds(call, data) for _ in range(times)) for call in (_plain_text, _read_pdf))
        per_page = f"{1000 * plain / pages:.2f} | {1000 * ours / pages:.2f}"
        lines.append(f"| {name} | {pages} | {per_page} | {ours / plain:.2f} |")
    return lines


def _seconds(call: Callable[[bytes], object], data: bytes) -> float:
    started = time.process_time()
    call(data)
    return time.process_time() - started


def _read_pdf(data: bytes) -> Document:
    return read_bytes(data, "bao-cao.pdf")


def _plain_text(data: bytes) -> int:
    """Extract the text of each page of a PDF, and return how many there are."""
    with closing(pypdfium2.PdfDocument(data)) as document:
        for page in document:
            with closing(page), closing(page.get_textpage()) as text:
                text.get_text_range()
        return len(document)


def archive_table(peer: str | None) -> list[str]:
    """The real files of the archive: which share of the transcript comes out, and seconds, here and by a peer."""
    lines = ["| file | ours | seconds | peer | seconds |", "|---|---|---|---|---|"]
    transcripts = {path.stem: path for path in TRANSCRIPTS}
    for path in FILES:
        started = time.perf_counter()
        text = read(path).text
        seconds = time.perf_counter() - started
        theirs = _peer(peer, path) if peer else None
        cells = [_share(transcripts.get(path.stem), text), f"{seconds:.1f}"]
        cells += (
            [_share(transcripts.get(path.stem), theirs["text"]), f"{theirs['seconds']:.1f}"] if theirs else ["", ""]
        )
        lines.append(f"| {path.name} | {' | '.join(cells)} |")
    return lines


def _share(transcript: Path | None, text: str) -> str:
    return f"{share(transcript, text):.2%}" if transcript else f"{words(text).total()} words"


def _peer(python: str, path: Path) -> dict[str, Any]:
    script = Path(__file__).parent / "peer_viparse.py"
    done = subprocess.run([python, str(script), str(path)], capture_output=True, text=True, timeout=600, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    """Print the tables of archive, variants, speed and scans; fail where a variant is below its bound."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peer", metavar="PYTHON", help="a Python that has viparse 0.1.31, to read the archive with")
    arguments = parser.parse_args()
    if FILES:
        print("\n".join(archive_table(arguments.peer)), end="\n\n")
    scores = measure()
    print("| variant | figures | found F1 | whole records F1 |\n|---|---|---|---|")
    for variant, score in scores.items():
        shares = f"{score.f1(score.numbers):.4f} | {score.f1(score.records):.4f}"
        print(f"| {variant} | {score.found} of {score.wanted} | {shares} |")
    print("\n" + "\n".join(speed_table()))
    lines, missed = scans_table()
    print("\n" + "\n".join(lines))
    missed += [f"{variant} ({LOWEST})" for variant, score in scores.items() if score.f1(score.numbers) < LOWEST]
    if missed:
        sys.exit(f"below the bound: {', '.join(missed)}")


if __name__ == "__main__":
    main()
