"""PDF: pdfium for words, boxes and ruling lines, Tesseract for pages without usable text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from report_miner.clean.legacy import Conversion, summed
from report_miner.errors import DamagedDocument, EncryptedDocument, ReadError, TooLarge
from report_miner.model import Box
from report_miner.read.aligned_tables import AlignedTables
from report_miner.read.draft import Draft
from report_miner.read.front import is_layout
from report_miner.read.hidden_text import compared, has_hidden_text, unchecked
from report_miner.read.legacy import conversion_notes
from report_miner.read.lines import LineRules
from report_miner.read.ocr import missing_command, require_ocr
from report_miner.read.page_images import rendered
from report_miner.read.page_lines import Lines
from report_miner.read.page_store import Page, PageStore
from report_miner.read.pages import draft_of
from report_miner.read.pdf_characters import counted_objects
from report_miner.read.pdf_frame import Frame, Turned, frames_of
from report_miner.read.pdf_layout import lines_of
from report_miner.read.pdf_plain import PlainText, plain_lines, plain_text
from report_miner.read.pdf_repair import read_down, rejoined
from report_miner.read.pdf_rules import ruling_lines
from report_miner.read.pdf_tables import SNAP, PageTable, filled_tables
from report_miner.read.pdf_words import Word, page_words, plausible
from report_miner.read.ruling import cells_between
from report_miner.texts import say

MOST_PAGES = 5_000

_TAIL = 4096
_TOGETHER, _AT_ONCE = 250, 16  # pages that are read before the file is opened anew, and that are open at a time
_RULED, _CROWDED = 4, 20_000
_MOST_SCANNED = 0.8
_PLAUSIBLE = 0.7  # share of Vietnamese syllables below which the words of a page may be garbled
_CLEARLY_BETTER = 0.15


def read_pdf(data: bytes, rules: LineRules) -> Draft:
    """Return the text of a PDF with its paragraphs, tables, pages and the box of every number.

    Raises:
        DamagedDocument: truncated, or no PDF inside.
        EncryptedDocument: locked with a password.
        TooLarge: more pages than `MOST_PAGES`.
        MissingProgram: a scan, and Tesseract is not installed.
    """
    pages, notes, conversion = _read_pages(data, rules)
    notes = [*conversion_notes(conversion), *notes]
    return draft_of(pages, rules, notes, charsets=tuple(conversion.converted))


def _read_pages(data: bytes, rules: LineRules) -> tuple[PageStore, list[str], Conversion]:
    if b"%%EOF" not in data[-_TAIL:]:
        raise DamagedDocument(say("read.damaged_pdf"), remedy=say("read.damaged_pdf_remedy"))
    return _Pages(data, rules).read()


def _opened(data: bytes) -> Any:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise EncryptedDocument(say("read.encrypted"), remedy=say("read.encrypted_remedy")) from error
        raise DamagedDocument(say("read.damaged_pdf"), remedy=say("read.damaged_pdf_remedy")) from error


def _counted(document: Any) -> int:
    """The number of pages, some but not too many."""
    count = len(document)
    if not count:
        raise DamagedDocument(say("read.damaged_pdf"), remedy=say("read.damaged_pdf_remedy"))
    if count > MOST_PAGES:
        message = say("read.too_many_pages", pages=count, limit=MOST_PAGES)
        raise TooLarge(message, remedy=say("read.too_many_pages_remedy"))
    return count


@dataclass(frozen=True, eq=False, slots=True)
class _OpenPage:
    """A page and its text as pypdfium2 has them, how it is read and shown, its grids, and its text if it is plain.

    `is_hidden` says that its text is not drawn, but lies over a picture; `grids` is None where the page draws too
    much to have any.
    """

    number: int
    page: Any
    textpage: Any
    read: Frame
    shown: Frame
    is_hidden: bool
    grids: list[list[Box]] | None
    plain: PlainText | None

    @classmethod
    def of(cls, page: Any, number: int) -> _OpenPage:
        """Look at a page of pypdfium2."""
        textpage = page.get_textpage()
        read, shown = frames_of(page, textpage)
        drawn = counted_objects(page)
        rules = ruling_lines(page, read, most=_CROWDED) if drawn.paths >= _RULED else []
        grids = None if rules is None else cells_between(rules, SNAP) if rules else []
        is_upright = read == shown and not read.turn
        is_hidden = drawn.pictures > 0 and has_hidden_text(page)
        is_plain = is_upright and not grids and not is_hidden
        plain = plain_text(textpage, number, read, drawn.texts) if is_plain else None
        return cls(number, page, textpage, read, shown, is_hidden, grids, plain)


class _Pages:
    """Reads one page after the other."""

    def __init__(self, data: bytes, rules: LineRules) -> None:
        self._data = data
        self._aligned = AlignedTables(rules)
        self._exact: Collection[str] = rules.number_words
        self._notes: list[str] = []
        self._conversions: list[Conversion] = []
        self._recognised: list[int] = []
        self._unread: list[int] = []
        self._hidden: list[int] = []

    def read(self) -> tuple[PageStore, list[str], Conversion]:
        pages = PageStore()
        count = 1
        while len(pages) < count:
            with closing(_opened(self._data)) as document:  # pdfium keeps what it has seen until it is closed
                count = _counted(document)
                for page in self._following(document, range(len(pages) + 1, min(count, len(pages) + _TOGETHER) + 1)):
                    pages.append(page)
        command = missing_command() if self._unread else ""
        if command:
            unread = set(self._unread)
            empty = sum(number in unread and not page.lines for number, page in enumerate(pages, start=1))
            if empty > _MOST_SCANNED * count:
                require_ocr()
            numbers = ", ".join(map(str, self._unread))
            self._notes.append(say("read.scanned_pages", pages=numbers, command=command))
        if self._hidden:
            numbers = ", ".join(map(str, self._hidden))
            self._notes.append(say("read.hidden_pages", pages=numbers, command=missing_command()))
        if self._recognised:
            self._notes.append(say("read.recognised_pages", pages=", ".join(map(str, self._recognised))))
        return pages, self._notes, summed(self._conversions)

    def _following(self, document: Any, numbers: Iterable[int]) -> Iterator[Page]:
        """The pages in order; those that may be plain stay open until there are some of them."""
        import pypdfium2

        opened: list[_OpenPage] = []
        for number in numbers:
            try:
                opened.append(_OpenPage.of(document[number - 1], number))
            except pypdfium2.PdfiumError:
                yield from self._finished(opened)
                self._notes.append(say("read.damaged_page", page=number))
                yield Page(0, Lines.of([]))
                continue
            if opened[-1].plain is None or opened[-1].grids is None or len(opened) == _AT_ONCE:
                yield from self._finished(opened)
        yield from self._finished(opened)

    def _finished(self, opened: list[_OpenPage]) -> Iterator[Page]:
        """The pages that were opened; they are closed."""
        plain = plain_lines([each.plain for each in opened if each.plain], self._exact)
        for each in opened:
            if each.grids is None:
                self._notes.append(say("read.crowded_page", page=each.number))
            lines = plain.get(each.number)
            yield Page(each.read.height, lines) if lines else self._by_words(each)
            each.textpage.close()
            each.page.close()
        opened.clear()

    def _by_words(self, opened: _OpenPage) -> Page:
        words, conversion = page_words(opened.textpage, opened.number, opened.read)
        words = rejoined(words)
        if opened.is_hidden and is_readable([word.text for word in words]):
            words = self._compared(opened.page, opened.number, words)
        elif recognised := self._scanned(opened.page, opened.number, words):
            return recognised
        self._conversions.append(conversion)
        tables, words = _tables(opened.number, opened.grids or [], words)
        aligned, words = self._aligned.of_page(opened.number, words)
        lines = Lines.of([line.printed(self._exact) for line in read_down(lines_of(words))])
        turned = Turned(opened.read, opened.shown) if opened.read != opened.shown else None
        return Page(opened.read.height, lines, [*tables, *aligned], turned)

    def _compared(self, page: Any, number: int, words: list[Word]) -> list[Word]:
        """The words of an earlier recognition, as sure as a new one of the same picture makes them."""
        if missing_command():
            self._hidden.append(number)
            return unchecked(words)
        from report_miner.read.scan import scanned_page

        try:
            image, dpi = rendered(page)
            seen = scanned_page(image, dpi, number)
        except ReadError as error:
            self._notes.append(say("read.unread_page", page=number, reason=error.message))
            return unchecked(words)
        self._recognised.append(number)
        return compared(words, " ".join(_texts(seen)).split())

    def _scanned(self, page: Any, number: int, words: list[Word]) -> Page | None:
        """The page as recognised on its picture, where its own words are none, or garbled and these are better."""
        if words:
            own = [word.text for word in words]
            if is_readable(own):
                return None
        elif not _has_image(page):
            return None
        if missing_command():
            if not words or _has_image(page):
                self._unread.append(number)
            return None
        from report_miner.read.scan import scanned_page

        try:
            image, dpi = rendered(page)
            found = scanned_page(image, dpi, number)
        except ReadError as error:
            self._notes.append(say("read.unread_page", page=number, reason=error.message))
            return None
        if words and plausible(_texts(found)) < plausible(own) + _CLEARLY_BETTER:
            return None
        self._recognised.append(number)
        return found


def _tables(number: int, grids: Sequence[Sequence[Box]], words: Sequence[Word]) -> tuple[list[PageTable], list[Word]]:
    """The tables that are none of layout, and the words outside of them."""
    tables, rest = filled_tables(number, grids, words)
    framed = [table for table in tables if is_layout(table.cells)]
    if framed:
        kept = [table for table in tables if table not in framed]
        return kept, [word for word in words if not any(_inside(table, word) for table in kept)]
    return tables, rest


def _inside(table: PageTable, word: Word) -> bool:
    x, y = (word.bbox[0] + word.bbox[2]) / 2, (word.bbox[1] + word.bbox[3]) / 2
    return table.bbox[0] <= x <= table.bbox[2] and table.bbox[1] <= y <= table.bbox[3]


def _has_image(page: Any) -> bool:
    import pypdfium2.raw as pdfium

    return any(True for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))


def is_readable(words: list[str]) -> bool:
    """Whether the words of a page are Vietnamese, or too few to tell, and not what a bad text layer makes of it."""
    return plausible(words) >= _PLAUSIBLE


def _texts(page: Page) -> list[str]:
    return [line.text for line in page.lines] + [cell.text for table in page.tables for cell in table.cells]
