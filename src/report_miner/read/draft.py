"""What a reader hands over: text, structure, and what the document states of itself."""

from __future__ import annotations

import re
import unicodedata
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import overload

import numpy as np

from report_miner.model import Block, BlockKind, Box, Cell, Locator, Table, TextBox
from report_miner.read.boxes import Boxes

_REMEMBERED = 4  # blocks whose texts are at hand
_YEAR = re.compile(r"(?:19|20)\d\d(?:[-–/](?:19|20)\d\d)?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Stated:
    """What is known of a document: by its own words, or by a register."""

    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    place: str | None = None

    def or_else(self, other: Stated | None) -> Stated:
        """What this says, and where it says nothing, what `other` says."""
        if other is None:
            return self
        return Stated(
            title=self.title or other.title,
            publisher=self.publisher or other.publisher,
            published=self.published or other.published,
            place=self.place or other.place,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A document as a reader leaves it.

    `stated` is what the text says of itself; `guessed` what only the file's properties say: a register wins over it.
    `charsets` are the dead encodings that parts of the text were in.
    """

    text: str
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...] = ()
    layout: Sequence[TextBox] = ()
    stated: Stated = Stated()
    guessed: Stated = Stated()
    notes: tuple[str, ...] = ()
    charsets: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class GridCell:
    """A table cell before its text has a place: `row` and `column` count from 1 and name its top left corner."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    header: bool = False
    page: int | None = None
    bbox: Box | None = None
    boxes: Sequence[TextBox] = ()


class _BlockTexts(Sequence[str]):
    """The texts of blocks; each is cut out when it is asked for."""

    def __init__(self, text: str, blocks: Sequence[Block]) -> None:
        self._text = text
        self._blocks = blocks

    def __len__(self) -> int:
        return len(self._blocks)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [self._of(block) for block in self._blocks[place]]
        return self._of(self._blocks[place])

    def _of(self, block: Block) -> str:
        return "" if block.kind is BlockKind.CELL else self._text[block.start : block.end]


class DraftBuilder:
    """Puts texts one after the other and keeps the offsets of what they were.

    Blocks are separated by newlines, the cells of a table row by tabs.
    """

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.tables: list[Table] = []
        self.length = 0
        self._boxes: list[Boxes] = []
        self._parts: list[str] = []
        self._last: deque[str] = deque(maxlen=_REMEMBERED)
        self._paragraphs = 0

    @property
    def text(self) -> str:
        """What was added so far."""
        self._parts = ["".join(self._parts)]
        return self._parts[0]

    @property
    def layout(self) -> Boxes:
        """The boxes of what was added so far, in the order of the text."""
        joined = Boxes.joined(self._boxes).in_order()
        self._boxes = [joined]  # one sequence takes less room than many
        return joined

    @property
    def has_title(self) -> bool:
        """Whether a title was added."""
        return any(block.kind is BlockKind.TITLE for block in self.blocks)

    def lines(self) -> Sequence[str]:
        """The text of each block, empty for the cells of tables."""
        return _BlockTexts(self.text, self.blocks)

    def last(self) -> list[tuple[Block, str]]:
        """The last blocks with their texts, the very last first."""
        return list(zip(reversed(self.blocks), reversed(self._last), strict=False))

    def add(
        self,
        text: str,
        kind: BlockKind = BlockKind.PARAGRAPH,
        *,
        level: int = 0,
        locator: Locator | None = None,
    ) -> int:
        """Add a block of its own, and return where the NFC `text` stands. Blank text adds nothing."""
        text = unicodedata.normalize("NFC", text)
        stripped = text.strip()
        if not stripped:
            return self.length
        if locator is None:
            self._paragraphs += 1
            locator = Locator(paragraph=self._paragraphs)
        start = self._write(text)
        self._write("\n")
        first = start + text.index(stripped)
        self.blocks.append(Block(start=first, end=first + len(stripped), kind=kind, level=level, locator=locator))
        self._last.append(stripped)
        return start

    def extend(self, text: str, blocks: Sequence[Block], boxes: Boxes) -> None:
        """Add a text in NFC that ends with a newline; its blocks and boxes stand at offsets of the whole text."""
        start = self._write(text)
        self.blocks += blocks
        self._last += (text[block.start - start : block.end - start] for block in blocks[-_REMEMBERED:])
        self._boxes.append(boxes)

    def table(
        self,
        cells: Sequence[GridCell],
        *,
        caption: tuple[int, int] | None,
        page: int | None = None,
        origin: tuple[int, int] = (1, 1),
    ) -> None:
        """Add a table, row by row; an empty cell has an empty range and no block.

        `origin` is the row and column of the table's first cell on its sheet; locators count from it.
        """
        if not any(cell.text.strip() for cell in cells):
            return
        number = len(self.tables) + 1
        placed: list[Cell] = []
        row = 0
        cells = sorted(cells, key=lambda cell: (cell.row, cell.column))
        for cell in cells:
            if placed:
                self._write("\t" if cell.row == row else "\n")
            row = cell.row
            placed.append(self._cell(cell, number, page, origin))
        self._write("\n")
        self.tables.append(Table(number=number, cells=tuple(placed), caption=caption, page=page))
        shifts = np.repeat([cell.start for cell in placed], [len(cell.boxes) for cell in cells])
        self._boxes.append(Boxes.of(box for cell in cells for box in cell.boxes).shifted(shifts))

    def _cell(self, cell: GridCell, number: int, page: int | None, origin: tuple[int, int]) -> Cell:
        text = unicodedata.normalize("NFC", cell.text).strip()
        start = self._write(text)
        if text:
            row, column = cell.row + origin[0] - 1, cell.column + origin[1] - 1
            locator = Locator(page=cell.page or page, bbox=cell.bbox, table=number, row=row, column=column)
            self.blocks.append(Block(start=start, end=start + len(text), kind=BlockKind.CELL, locator=locator))
            self._last.append(text)
        return Cell(
            row=cell.row,
            column=cell.column,
            start=start,
            end=start + len(text),
            row_span=cell.row_span,
            column_span=cell.column_span,
            header=cell.header,
        )

    def _write(self, text: str) -> int:
        start = self.length
        self._parts.append(text)
        self.length += len(text)
        return start


def with_headers(cells: Sequence[GridCell]) -> list[GridCell]:
    """Mark the header rows, where the file marks none.

    The first row is a header unless it holds a figure; it goes as deep as its merged cells say, and a row that only
    numbers the columns belongs to it.
    """
    first = [cell for cell in cells if cell.row == 1]
    if any(cell.header for cell in cells) or any(_is_figure(cell.text) for cell in first):
        return list(cells)
    width = max((cell.column + cell.column_span for cell in cells), default=1) - 1
    grouped = any(1 < cell.column_span < width for cell in first)
    depth = max((cell.row_span for cell in first), default=1)
    depth = max(depth, 2 if grouped else 1)
    if _numbers_columns([cell for cell in cells if cell.row == depth + 1]):
        depth += 1
    return [replace(cell, header=cell.row <= depth) for cell in cells]


def _is_figure(text: str) -> bool:
    """Whether a cell holds a number and little else; years are names of columns."""
    stripped = text.strip()
    digits = sum(character.isdigit() for character in stripped)
    return digits * 2 >= len(stripped) > 0 and not _YEAR.fullmatch(stripped)


def _numbers_columns(cells: Sequence[GridCell]) -> bool:
    marks = [cell.text.strip(" ()") for cell in cells if cell.text.strip()]
    numbers = [int(mark) for mark in marks if mark.isdecimal()]
    plain = all(len(mark) <= 2 or not mark[0].isalpha() for mark in marks)
    return len(numbers) >= 2 and plain and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
