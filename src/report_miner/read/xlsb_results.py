"""Binary workbooks (XLSB) put right for LibreOffice, which computes the formulas of many of them anew ([MS-XLSB])."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Iterator

from report_miner.errors import DamagedDocument
from report_miner.read.package import member_bytes, open_package
from report_miner.texts import say

_SHEET = re.compile(r"xl/worksheets/[^/]+\.bin")
_CELL_HEAD = 8  # bytes: column and style
_WIDTHS = {9: 8, 10: 1, 11: 1}  # bytes of a result; that of a string says its length
_PLAIN = {8: 6, 9: 5, 10: 4, 11: 3}
"""The records of a formula with its result (string, number, truth, error), and those of such a value alone."""


def with_results(data: bytes) -> bytes:
    """Return the workbook with the result that it holds in place of each formula.

    Raises:
        DamagedDocument: it is cut short.
        TooLarge: a zip bomb.
    """
    target = io.BytesIO()
    with open_package(data) as archive, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name in archive.namelist():
            content = member_bytes(archive, name)
            made.writestr(name, _without_formulas(content) if _SHEET.fullmatch(name) else content)
    return target.getvalue()


def _without_formulas(sheet: bytes) -> bytes:
    try:
        return b"".join(_records(sheet))
    except (IndexError, struct.error) as error:
        raise DamagedDocument(say("read.damaged_sheet"), remedy=say("read.damaged_sheet_remedy")) from error


def _records(sheet: bytes) -> Iterator[bytes]:
    place = 0
    while place < len(sheet):
        start = place
        kind, place = _number(sheet, place, longest=2)
        size, place = _number(sheet, place, longest=4)
        end = place + size
        if kind in _PLAIN:
            width = _WIDTHS.get(kind) or 4 + 2 * struct.unpack_from("<I", sheet, place + _CELL_HEAD)[0]
            value = sheet[place : min(end, place + _CELL_HEAD + width)]
            yield bytes([_PLAIN[kind]]) + _printed(len(value)) + value
        else:
            yield sheet[start:end]
        place = end


def _number(sheet: bytes, place: int, *, longest: int) -> tuple[int, int]:
    """The number at `place`, seven bits a byte, and the place behind it."""
    number = 0
    for count in range(longest):
        byte = sheet[place + count]
        number |= (byte & 0x7F) << 7 * count
        if not byte & 0x80:
            return number, place + count + 1
    return number, place + longest


def _printed(size: int) -> bytes:
    """A size as records have it."""
    return bytes([size]) if size < 0x80 else bytes([size & 0x7F | 0x80]) + _printed(size >> 7)
