"""Workbooks whose sheets span more cells than any real one are refused before a reader lays them out in memory."""

from __future__ import annotations

import re
import zipfile

from report_miner.errors import TooLarge
from report_miner.read.package import member_bytes, open_package
from report_miner.read.xls_bounds import check_xls
from report_miner.texts import say

MOST_CELLS = 5_000_000
_CELL = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br\s*=\s*["']([A-Z]{1,3})(\d{1,7})["']""")
_ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\br\s*=\s*["'](\d{1,7})["']""")
_REPEATED = re.compile(rb"<table:(table-row|table-cell|covered-table-cell)\b([^>]*?)(/?)>")
_TIMES = re.compile(rb'number-(?:rows|columns)-repeated="(\d+)"')
_VALUE = re.compile(rb"office:value|office:string|<text:")


def check_bounds(data: bytes) -> None:
    """Look at the cells of a workbook; of an XLSX or ODS package no more than a part at a time is unpacked.

    Raises:
        DamagedDocument: a workbook that cannot be opened.
        TooLarge: a sheet that spans more than `MOST_CELLS` cells.
    """
    if not data.startswith(b"PK"):
        check_xls(data, MOST_CELLS)
        return
    with open_package(data) as archive:
        names = archive.namelist()
        parts = [name for name in names if name.lower().endswith(".xml")]
        if any(_span(member_bytes(archive, name)) > MOST_CELLS for name in parts) or _repeats(archive, names):
            raise TooLarge(say("read.too_many_cells", limit=MOST_CELLS), remedy=say("read.too_many_cells_remedy"))


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


def _repeats(archive: zipfile.ZipFile, names: list[str]) -> bool:
    """Whether a sheet of OpenDocument repeats filled cells beyond all measure."""
    if "content.xml" not in names:
        return False
    markup = member_bytes(archive, "content.xml")
    row = filled = 0
    rows = 1
    for match in _REPEATED.finditer(markup):
        times = _TIMES.search(match[2])
        count = int(times[1]) if times else 1
        if match[1] == b"table-row":
            rows, row = count, 0
            continue
        row += count
        is_filled = not match[3] or _VALUE.search(match[2]) is not None
        filled = max(filled, row * rows) if is_filled else filled
    return filled > MOST_CELLS
