"""PDF with a text layer: pdfium for words and boxes, pdfplumber for the pages that have ruled tables."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from typing import Any

from report_miner.clean.legacy import Conversion, summed
from report_miner.errors import DamagedDocument, EncryptedDocument, TooLarge, UnknownFormat
from report_miner.model import BlockKind, Locator, TextBox
from report_miner.read.captions import caption_before
from report_miner.read.draft import Draft, DraftBuilder, with_headers
from report_miner.read.front import is_layout, read_front, with_title
from report_miner.read.legacy import conversion_notes
from report_miner.read.lines import LineRules
from report_miner.read.pdf_layout import Line, box_around, foot_notes, lines_of, paragraphs, running_lines
from report_miner.read.pdf_tables import RuledTable, joined, ruled_tables
from report_miner.read.pdf_words import Word, count_paths, page_words
from report_miner.read.text import kind_of
from report_miner.texts import say

MOST_PAGES = 5_000

for _library in ("pdfminer", "pdfplumber"):
    logging.getLogger(_library).addHandler(logging.NullHandler())

_TAIL = 4096
_RULED, _CROWDED = 4, 20_000
_MOST_SCANNED = 0.8
_SHORT = 200
_SYLLABLE = re.compile(
    r"(?i)(?:ngh|[cgknpt]h|ng|tr|gi|qu|[bcdđghklmnprstvx])?"
    r"[aăâeêioôơuưyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]{1,3}(?:ng|nh|ch|[cmnpt])?"
)


def read_pdf(data: bytes, rules: LineRules) -> Draft:
    """Return the text of a PDF with its paragraphs, tables, pages and the box of every word.

    Raises:
        DamagedDocument: truncated, or no PDF inside.
        EncryptedDocument: locked with a password.
        TooLarge: more pages than `MOST_PAGES`.
        UnknownFormat: a scan without a text layer.
    """
    pages, notes, conversion = _read_pages(data)
    running = running_lines([(page.height, page.lines) for page in pages])
    builder = _build(pages, running, rules)
    front = read_front(builder.lines(), rules, asides=sorted({line.text for line in running}))
    return Draft(
        text=builder.text,
        blocks=with_title(builder.blocks, front),
        tables=tuple(builder.tables),
        layout=tuple(builder.layout),
        stated=front.stated,
        notes=(*conversion_notes(conversion), *notes, *front.notes),
        charsets=tuple(conversion.converted),
    )


@dataclass
class _Page:
    """The lines of a page outside its tables, and the tables."""

    height: float
    lines: list[Line]
    tables: list[RuledTable] = field(default_factory=list)


def _read_pages(data: bytes) -> tuple[list[_Page], list[str], Conversion]:
    import pypdfium2

    if b"%%EOF" not in data[-_TAIL:]:
        raise DamagedDocument(say("read.damaged_pdf"), remedy=say("read.damaged_pdf_remedy"))
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise EncryptedDocument(say("read.encrypted"), remedy=say("read.encrypted_remedy")) from error
        raise DamagedDocument(say("read.damaged_pdf"), remedy=say("read.damaged_pdf_remedy")) from error
    with closing(document), ExitStack() as stack:
        count = len(document)
        if not count:
            raise DamagedDocument(say("read.damaged_pdf"), remedy=say("read.damaged_pdf_remedy"))
        if count > MOST_PAGES:
            message = say("read.too_many_pages", pages=count, limit=MOST_PAGES)
            raise TooLarge(message, remedy=say("read.too_many_pages_remedy"))
        return _Pages(data, document, stack).read(count)


class _Pages:
    """Reads one page after the other; pdfplumber is opened when the first ruled page comes."""

    def __init__(self, data: bytes, document: Any, stack: ExitStack) -> None:
        self._data = data
        self._document = document
        self._stack = stack
        self._plumber: Any = None
        self._notes: list[str] = []
        self._conversions: list[Conversion] = []

    def read(self, count: int) -> tuple[list[_Page], list[str], Conversion]:
        pages: list[_Page] = []
        scanned: list[int] = []
        for number in range(1, count + 1):
            page = self._page(number, scanned)
            pages.append(page)
        if not any(page.lines or page.tables for page in pages) or len(scanned) > _MOST_SCANNED * count:
            raise UnknownFormat(say("read.scanned_pdf"), remedy=say("read.scanned_pdf_remedy"))
        if scanned:
            self._notes.append(say("read.scanned_pages", pages=", ".join(map(str, scanned))))
        return pages, self._notes, summed(self._conversions)

    def _page(self, number: int, scanned: list[int]) -> _Page:
        import pypdfium2

        try:
            page = self._document[number - 1]
        except pypdfium2.PdfiumError:
            self._notes.append(say("read.damaged_page", page=number))
            return _Page(0, [])
        with closing(page):
            words, conversion = page_words(page, number)
            self._conversions.append(conversion)
            if not words and _has_image(page):
                scanned.append(number)
            paths = count_paths(page)
            height = page.get_height()
        tables: list[RuledTable] = []
        if paths > _CROWDED:
            self._notes.append(say("read.crowded_page", page=number))
        elif paths >= _RULED and words:
            tables, words = self._tables(number, words)
        return _Page(height, lines_of(words), tables)

    def _tables(self, number: int, words: list[Word]) -> tuple[list[RuledTable], list[Word]]:
        import pdfplumber

        if self._plumber is None:
            self._plumber = self._stack.enter_context(pdfplumber.open(io.BytesIO(self._data)))
        page = self._plumber.pages[number - 1]
        try:
            tables, rest = ruled_tables(page, words)
        finally:
            page.close()
        framed = [table for table in tables if is_layout(table.cells)]
        if framed:
            kept = [table for table in tables if table not in framed]
            return kept, [word for word in words if not any(_inside(table, word) for table in kept)]
        return tables, rest


def _inside(table: RuledTable, word: Word) -> bool:
    x, y = (word.bbox[0] + word.bbox[2]) / 2, (word.bbox[1] + word.bbox[3]) / 2
    return table.bbox[0] <= x <= table.bbox[2] and table.bbox[1] <= y <= table.bbox[3]


def _has_image(page: Any) -> bool:
    import pypdfium2.raw as pdfium

    return any(True for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))


def _build(pages: Sequence[_Page], running: set[Line], rules: LineRules) -> DraftBuilder:
    """Put paragraphs and tables in order; footnotes follow at the end."""
    builder = DraftBuilder()
    notes: list[Line] = []
    pending: list[Line] = []
    table: RuledTable | None = None
    for item in _items(pages, running, notes):
        if isinstance(item, Line):
            _put_table(builder, table, rules)
            table = None
            pending.append(item)
        else:
            _put_paragraphs(builder, pending, rules)
            if table is not None and item.continues(table):
                table = joined(table, item)
            else:
                _put_table(builder, table, rules)
                table = item
    _put_table(builder, table, rules)
    _put_paragraphs(builder, pending, rules)
    _put_paragraphs(builder, notes, rules, BlockKind.NOTE)
    return builder


def _items(pages: Sequence[_Page], running: set[Line], notes: list[Line]) -> Iterator[Line | RuledTable]:
    """The lines and tables of the pages in order of reading; footnotes are put aside into `notes`."""
    for page in pages:
        body = [line for line in page.lines if line not in running]
        foot = foot_notes(body)
        notes += foot
        tables = sorted(page.tables, key=lambda table: table.bbox[1])
        for line in body[: len(body) - len(foot)]:
            while tables and line.bbox[1] >= tables[0].bbox[3] - 2:
                yield tables.pop(0)
            yield line
        yield from tables


def _put_table(builder: DraftBuilder, table: RuledTable | None, rules: LineRules) -> None:
    if table is not None:
        first_page = table.cells[0].page or table.page
        builder.table(with_headers(table.cells), caption=caption_before(builder, rules), page=first_page)


def _put_paragraphs(
    builder: DraftBuilder, lines: list[Line], rules: LineRules, kind: BlockKind | None = None
) -> None:
    """Add the paragraphs that `lines` make up, and empty the list."""
    for group in paragraphs(lines, rules):
        text, boxes = _joined_text(group)
        first = [line for line in group if line.page == group[0].page]
        locator = Locator(page=group[0].page, bbox=box_around([line.bbox for line in first]))
        found, level = kind_of(text, rules) if len(text) < _SHORT and kind is None else (BlockKind.PARAGRAPH, 0)
        builder.add(text, kind or found, level=level, locator=locator, boxes=boxes)
    lines.clear()


def _joined_text(lines: Sequence[Line]) -> tuple[str, list[TextBox]]:
    """The lines of a paragraph with newlines between them; a word that was divided at a line's end is whole again."""
    text = ""
    boxes: list[TextBox] = []
    for line in lines:
        before: Word | None = None
        for word in line.words:
            if before is not None:
                text += Line.space(before, word)
            elif text:
                text = _before_next_line(text, word.text)
            boxes.append(TextBox(start=len(text), end=len(text) + len(word.text), page=word.page, bbox=word.bbox))
            text += word.text
            before = word
    return text, boxes


def _before_next_line(text: str, word: str) -> str:
    """`text` made ready for the first word of the next line: a hyphen that divides a syllable goes."""
    if not text.endswith("-") or not text[-2:-1].isalnum():
        return text + "\n"
    head = re.split(r"[\s-]", text[:-1])[-1]
    tail = re.split(r"[\W\d_]", word)[0]
    divides = tail.islower() and head.isalpha() and _SYLLABLE.fullmatch(head + tail) is not None
    return text[:-1] if divides else text
