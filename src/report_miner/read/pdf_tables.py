"""Ruled tables of a page: its words fill the cells between its ruling lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from report_miner.model import Box, TextBox
from report_miner.read.draft import GridCell
from report_miner.read.pdf_layout import box_around, lines_of
from report_miner.read.pdf_words import Word

SNAP = 3.0
_BROKEN_NUMBER = re.compile(r"\d[.,]$")
_BROKEN_THOUSAND = re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3})*\.(\d{1,2})$")  # "205.3" over "10"
_DIGITS = re.compile(r"\d+")
_THOUSAND = 3
_CAPITALS = re.compile(r"[B-DF-HJ-NP-TV-XZ]{1,3}")


@dataclass(frozen=True)
class PageTable:
    """A table of one page: its box, the positions of its columns, and its cells."""

    page: int
    bbox: Box
    columns: tuple[float, ...]
    cells: tuple[GridCell, ...]

    @property
    def rows(self) -> int:
        """The number of rows."""
        return max(cell.row + cell.row_span - 1 for cell in self.cells)

    def continues(self, before: PageTable) -> bool:
        """Whether this table goes on where `before`, on the page before, ended: it has the same columns."""
        return (
            self.page == before.page + 1
            and len(self.columns) == len(before.columns)
            and all(abs(a - b) <= 2 * SNAP for a, b in zip(self.columns, before.columns, strict=True))
        )

    def begins_like(self, before: PageTable) -> bool:
        """Whether the first row is that of `before`."""
        return _row(self, 1) == _row(before, 1)


def filled_tables(
    page: int, grids: Sequence[Sequence[Box]], words: Sequence[Word]
) -> tuple[list[PageTable], list[Word]]:
    """Return the tables whose cells are the boxes of each of `grids`, and the words that stand outside of them."""
    found = []
    for boxes in grids:
        columns, rows = _edges(boxes, 0), _edges(boxes, 1)
        if len(columns) > 2 and len(rows) > 2:
            found.append((box_around(boxes), columns, rows, boxes))
    tables: list[PageTable] = []
    left = list(words)
    for bbox, columns, rows, boxes in found:
        inside = [word for word in left if _holds(bbox, word)]
        cells = _cells(boxes, columns, rows, inside)
        if sum(bool(cell.text) for cell in cells) > 2:
            tables.append(PageTable(page, bbox, tuple(columns), tuple(cells)))
            left = [word for word in left if not _holds(bbox, word)]
    return tables, left


def joined(before: PageTable, after: PageTable) -> PageTable:
    """Return `before` with the rows of `after`, its continuation, below; a repeated head is left out."""
    repeated = 0
    while repeated < min(before.rows, after.rows - 1) and _row(before, repeated + 1) == _row(after, repeated + 1):
        repeated += 1
    shift = before.rows - repeated
    rest = [replace(cell, row=cell.row + shift) for cell in after.cells if cell.row > repeated]
    return PageTable(after.page, before.bbox, before.columns, (*before.cells, *rest))


def _row(table: PageTable, row: int) -> list[str]:
    return [cell.text for cell in table.cells if cell.row == row]


def _edges(boxes: Sequence[Box], axis: int) -> list[float]:
    """The positions of the rules along `axis`, those closer than a few points taken for one."""
    edges: list[float] = []
    for value in sorted({box[axis] for box in boxes} | {box[axis + 2] for box in boxes}):
        if not edges or value - edges[-1] > SNAP:
            edges.append(value)
    return edges


def _holds(box: Box, word: Word) -> bool:
    x, y = _middle(word)
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _middle(word: Word) -> tuple[float, float]:
    return (word.bbox[0] + word.bbox[2]) / 2, (word.bbox[1] + word.bbox[3]) / 2


def _cells(
    boxes: Sequence[Box], columns: Sequence[float], rows: Sequence[float], words: Sequence[Word]
) -> list[GridCell]:
    held: dict[Box, list[Word]] = {box: [] for box in boxes}
    by_size = sorted(held, key=lambda box: (box[2] - box[0]) * (box[3] - box[1]), reverse=True)
    x, y = np.array([_middle(word) for word in words]).reshape(-1, 2).T
    homes = np.full(len(words), -1)
    for number, (x0, y0, x1, y1) in enumerate(by_size):
        homes[(x0 <= x) & (x <= x1) & (y0 <= y) & (y <= y1)] = number  # the smallest cell that holds it comes last
    for word, home in zip(words, homes.tolist(), strict=True):
        if home >= 0:
            held[by_size[home]].append(word)
    return [_cell(box, columns, rows, inside) for box, inside in held.items()]


def _cell(box: Box, columns: Sequence[float], rows: Sequence[float], words: Sequence[Word]) -> GridCell:
    column, row = _nearest(columns, box[0]), _nearest(rows, box[1])
    text, boxes = cell_text(words)
    return GridCell(
        row=row + 1,
        column=column + 1,
        text=text,
        row_span=max(1, _nearest(rows, box[3]) - row),
        column_span=max(1, _nearest(columns, box[2]) - column),
        page=words[0].page if words else None,
        bbox=box,
        boxes=boxes,
    )


def _nearest(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda number: abs(edges[number] - value))


def cell_text(words: Sequence[Word]) -> tuple[str, list[TextBox]]:
    """The words of a cell as one line: a narrow column breaks them anywhere."""
    text = ""
    boxes: list[TextBox] = []
    for line in lines_of(words):
        for number, word in enumerate(line.words):
            if text and not (number == 0 and is_broken(text, word.text)):
                text += " "
            boxes.append(word.box_at(len(text)))
            text += word.text
    return text, boxes


def is_broken(text: str, word: str) -> bool:
    """Whether a narrow cell broke a number or an abbreviation (ST|T) before `word`."""
    if _BROKEN_NUMBER.search(text) and word[0].isdigit():
        return True
    short, rest = _BROKEN_THOUSAND.search(text), _DIGITS.match(word)
    if short and rest and len(short[1]) + len(rest[0]) == _THOUSAND:
        return True
    return _CAPITALS.fullmatch(text) is not None and _CAPITALS.fullmatch(word) is not None
