"""XLS workbooks that would take calamine endless memory are refused before it sees them.

It follows the chains of sectors in the container until they end, and lays out the rectangle of cells that a sheet
says or shows it has; in a damaged file chains run in circles, and cells stand in row 65,535 of column 65,535.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence

import olefile

from report_miner.errors import DamagedDocument, TooLarge
from report_miner.read.xls_looks import is_locked, records, stream_of
from report_miner.texts import say

ROWS, COLUMNS = 65_536, 256
"""How many an XLS sheet can have ([MS-XLS], 2.5.206)."""

_SHEET, _DIMENSIONS, _MANY_NUMBERS = 0x85, 0x200, 0xBD
_CELLS = (0x02, 0x03, 0x04, 0x05, 0x06, 0xD6, 0xFD, 0x203, 0x204, 0x205, 0x206, 0x27E, 0x406)


def check_xls(data: bytes, most: int) -> None:
    """Look at where the cells of an XLS workbook stand; in a locked one that cannot be seen.

    Raises:
        DamagedDocument: cells where an XLS can have none, or no workbook that can be made out.
        TooLarge: a sheet that spans more than `most` cells.
    """
    try:
        _check_container(data)
        if is_locked(data):
            return
        stream = stream_of(data)
        sheets = [struct.unpack_from("<I", body)[0] for kind, body in records(stream, 0) if kind == _SHEET]
        spans = [_span(stream, position) for position in sheets]
    except (OSError, LookupError, ValueError, struct.error) as error:
        raise DamagedDocument(say("read.damaged_sheet"), remedy=say("read.damaged_sheet_remedy")) from error
    if max(spans, default=0) > most:
        raise TooLarge(say("read.too_many_cells", limit=most), remedy=say("read.too_many_cells_remedy"))


def _check_container(data: bytes) -> None:
    """Raise ValueError where chains of sectors run in circles, or lengths are more than the file ([MS-CFB])."""
    with olefile.OleFileIO(io.BytesIO(data)) as container:
        container.loadminifat()
        entries = [entry for entry in container.direntries if entry is not None and entry.size]
        counts = (
            container.num_dir_sectors,
            container.num_fat_sectors,
            container.num_mini_fat_sectors,
            container.num_difat_sectors,
        )
        if max(counts) * container.sector_size > len(data) or any(entry.size > len(data) for entry in entries):
            raise ValueError
        starts = [container.first_dir_sector, container.first_mini_fat_sector, container.root.isectStart]
        starts += [entry.isectStart for entry in entries if not entry.is_minifat and entry is not container.root]
        _check_chains(container.fat, starts)
        _check_chains(container.minifat, [entry.isectStart for entry in entries if entry.is_minifat])
        _check_table_chain(data, container.first_difat_sector, container.sector_size)


def _check_chains(following: Sequence[int], starts: Sequence[int]) -> None:
    """Raise ValueError where the chains have more sectors together than there are, as they have none in common."""
    steps = 0
    for sector in starts:
        while sector < len(following):
            steps += 1
            if steps > len(following):
                raise ValueError
            sector = following[sector]


def _check_table_chain(data: bytes, sector: int, size: int) -> None:
    """Raise ValueError where the sectors that list those of the allocation table run in a circle."""
    for _ in range(len(data) // size + 1):
        if sector >= len(data) // size:
            return
        (sector,) = struct.unpack_from("<I", data, (sector + 2) * size - 4)
    raise ValueError


def _span(stream: bytes, position: int) -> int:
    """The number of cells in the rectangle that the cells of a sheet span.

    Raises:
        ValueError: a cell outside of what a sheet can have.
    """
    bottom = right = 0
    for kind, body in records(stream, position):
        if kind == _DIMENSIONS:
            _check_dimensions(body)
        elif kind in _CELLS or kind == _MANY_NUMBERS:
            row, column = struct.unpack_from("<HH", body)
            more = (len(body) - 6) // 6 - 1 if kind == _MANY_NUMBERS else 0
            bottom, right = max(bottom, row + 1), max(right, column + max(0, more) + 1)
    if bottom > ROWS or right > COLUMNS:
        raise ValueError
    return bottom * right


def _check_dimensions(body: bytes) -> None:
    """Raise ValueError where a sheet says that it fills more than it can: rows of four bytes each, or of two."""
    first, last, left, right = struct.unpack_from("<IIHH" if len(body) >= 14 else "<HHHH", body)
    if first > last or left > right or (last - first) * (right - left) > ROWS * COLUMNS:
        raise ValueError
