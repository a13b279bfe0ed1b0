"""Workbooks whose sheets span more cells than any real one, before a reader lays them out in memory.

Of an XLSX the cells that stray far from all others are left out, where they are few; other workbooks are refused.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from report_miner.errors import TooLarge
from report_miner.read.package import member_bytes, open_package
from report_miner.read.xls_bounds import check_xls
from report_miner.texts import say

MOST_CELLS = 5_000_000
_MOST_STRAYS = 1_000
_CELL = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br\s*=\s*["']([A-Z]{1,3})(\d{1,7})["']""")
_ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\br\s*=\s*["'](\d{1,7})["']""")
_ROW_OR_CELL = re.compile(
    rb"<(?:\w+:)?row\b(?P<row>[^>]*)>|<(?:\w+:)?c(?=[\s/>])(?P<cell>[^>]*)>(?P<value>\s*<(?:\w+:)?(?:v|f|is)\b)?"
)
_CELL_END = re.compile(rb"</(?:\w+:)?c>")
_NUMBER = re.compile(rb"""\br\s*=\s*["'](\d{1,7})["']""")
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3})(\d{1,7})["']""")
_REPEATED = re.compile(rb"<table:(table-row|table-cell|covered-table-cell|table(?=[\s>]))([^>]*?)(/?)>")
_TIMES = re.compile(rb'number-(?:rows|columns)-repeated="(\d+)"')
_VALUE = re.compile(rb"office:value|office:string|<text:")


@dataclass(frozen=True, slots=True)
class Bounded:
    """A workbook that can be laid out, and how many of its cells were left out for that."""

    data: bytes
    strays: int = 0


def bounded(data: bytes) -> Bounded:
    """Return a workbook of which no sheet spans more than `MOST_CELLS` cells; a part at a time is unpacked.

    Raises:
        DamagedDocument: a workbook that cannot be opened.
        TooLarge: a sheet that spans more, and would with its strays left out.
    """
    if not data.startswith(b"PK"):
        check_xls(data, MOST_CELLS)
        return Bounded(data)
    with open_package(data) as archive:
        names = archive.namelist()
        wide = [
            name
            for name in names
            if name.lower().endswith(".xml") and _span(member_bytes(archive, name)) > MOST_CELLS
        ]
        if _ods_span(archive, names) > MOST_CELLS:
            raise _too_large()
        parts = {name: _without_strays(member_bytes(archive, name)) for name in wide}
        strays = sum(part.strays for part in parts.values())
        if not strays:
            return Bounded(data)
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
            for name in names:
                made.writestr(name, parts[name].data if name in parts else member_bytes(archive, name))
    return Bounded(target.getvalue(), strays)


def _too_large() -> TooLarge:
    return TooLarge(say("read.too_many_cells", limit=MOST_CELLS), remedy=say("read.too_many_cells_remedy"))


def _span(markup: bytes) -> int:
    """The number of cells in the rectangle that the cells of a sheet span."""
    height = max((int(match[1]) for match in _ROW.finditer(markup)), default=0)
    width = 0
    for match in _CELL.finditer(markup):
        height = max(height, int(match[2]))
        width = max(width, column_number(match[1]))
    return height * width


def column_number(letters: bytes) -> int:
    """The number of a column from 1: A, B … Z, AA."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


class _Met(NamedTuple):
    """A cell with a value, and where it begins in the markup."""

    row: int
    column: int
    start: int


def _filled(markup: bytes) -> Iterator[_Met]:
    """The cells with values; those that only have a look span nothing."""
    row = column = 0
    for match in _ROW_OR_CELL.finditer(markup):
        if match["row"] is not None:
            number = _NUMBER.search(match["row"])
            row, column = int(number[1]) if number else row + 1, 0
            continue
        place = _PLACE.search(match["cell"])
        row, column = (int(place[2]), column_number(place[1])) if place else (row, column + 1)
        if match["value"]:
            yield _Met(row, column, match.start())


def _without_strays(markup: bytes) -> Bounded:
    """A sheet without the few cells that stand far from all others.

    Raises:
        TooLarge: they are not few.
    """
    rows: Counter[int] = Counter()
    columns: Counter[int] = Counter()
    for cell in _filled(markup):
        rows[cell.row] += 1
        columns[cell.column] += 1
    bottom, right = _bounds(rows, columns)
    pieces, at, strays = [], 0, 0
    for cell in _filled(markup):
        if cell.row > bottom or cell.column > right:
            end = _CELL_END.search(markup, cell.start)
            pieces.append(markup[at : cell.start])
            at, strays = end.end() if end else len(markup), strays + 1
    return Bounded(b"".join((*pieces, markup[at:])), strays)


def _bounds(rows: Counter[int], columns: Counter[int]) -> tuple[int, int]:
    """The last row and the last column of what is kept, of counts of cells by row and by column.

    As long as they span too much, the outermost row or column is given up: the one that costs fewer cells for what it
    spans.

    Raises:
        TooLarge: more than `_MOST_STRAYS` cells would go, or most of them.
    """
    down, across = sorted(rows), sorted(columns)
    most = min(_MOST_STRAYS, rows.total() // 2)
    lost = 0
    while down and across and down[-1] * across[-1] > MOST_CELLS:
        height, width = down[-1], across[-1]
        rows_gained = (height - (down[-2] if len(down) > 1 else 0)) * width
        columns_gained = (width - (across[-2] if len(across) > 1 else 0)) * height
        is_row = rows_gained * columns[width] >= columns_gained * rows[height]
        lost += rows[down.pop()] if is_row else columns[across.pop()]
        if lost > most:
            raise _too_large()
    return (down[-1], across[-1]) if down and across else (0, 0)


def _ods_span(archive: zipfile.ZipFile, names: list[str]) -> int:
    """The most cells that the filled cells of a sheet of OpenDocument span, repeated as it says."""
    if "content.xml" not in names:
        return 0
    most = 0
    bottom = right = above = rows = column = 0
    for match in _REPEATED.finditer(member_bytes(archive, "content.xml")):
        times = _TIMES.search(match[2])
        count = int(times[1]) if times else 1
        if match[1] == b"table":
            bottom = right = above = rows = column = 0
        elif match[1] == b"table-row":
            above, rows, column = above + rows, count, 0
        else:
            column += count
            if not match[3] or _VALUE.search(match[2]) is not None:
                bottom, right = above + rows, max(right, column)
                most = max(most, bottom * right)
    return most
