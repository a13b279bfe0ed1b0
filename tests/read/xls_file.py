"""A small XLS written byte by byte ([MS-CFB], [MS-XLS]), so that tests can break any part of it."""

import struct
from collections.abc import Sequence

_SECTOR = 512
_END, _FREE, _TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_STREAM_SECTORS = 8  # 4096 bytes, from which on a stream has sectors of its own


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _begin(kind: int) -> bytes:
    return _record(0x809, struct.pack("<HHHHII", 0x600, kind, 0, 0, 0, 0))


def _cell(row: int, column: int, value: object) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str):
        return _record(0x204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
    return _record(0x203, place + struct.pack("<d", value))


def xls(
    cells: dict[tuple[int, int], object], dimensions: tuple[int, int, int, int], *, locked: bool = False
) -> bytes:
    """Return a workbook of one sheet.

    Args:
        cells: text or number by row and column, from 0.
        dimensions: first row, last row + 1, first column, last column + 1, as the sheet has them of itself.
        locked: whether it says that what follows is encrypted.
    """
    name = "Bang"
    sheet = struct.pack("<IBBBB", 0, 0, 0, len(name), 0) + name.encode()
    opening = _begin(5) + (_record(0x2F, bytes(54)) if locked else b"")
    start = len(opening) + 4 + len(sheet) + 4
    globals_ = opening + _record(0x85, struct.pack("<I", start) + sheet[4:]) + _record(0x0A, b"")
    body = _begin(0x10) + _record(0x200, struct.pack("<IIHHH", *dimensions, 0))
    body += b"".join(_cell(*place, value) for place, value in cells.items()) + _record(0x0A, b"")
    table = [*range(1, _STREAM_SECTORS), _END, _END, _TABLE]
    return container((globals_ + body).ljust(_STREAM_SECTORS * _SECTOR, b"\0"), table)


def container(stream: bytes, table: Sequence[int]) -> bytes:
    """Return the OLE container of a workbook of eight sectors; `table` is its allocation table, which chains them."""
    directory, own = _STREAM_SECTORS, _STREAM_SECTORS + 1
    head = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII",
        bytes.fromhex("d0cf11e0a1b11ae1"),
        b"",
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        b"",
        0,
        1,
        directory,
        0,
        4096,
        _END,
        0,
        _END,
        0,
    )
    head += struct.pack("<I", own) + struct.pack("<I", _FREE) * 108
    entries = _entry("Root Entry", 5, _END, 0, child=1) + _entry("Workbook", 2, 0, len(stream)) + bytes(256)
    numbers = [*table, *[_FREE] * (_SECTOR // 4 - len(table))]
    return head + stream + entries + struct.pack(f"<{len(numbers)}I", *numbers)


def _entry(name: str, kind: int, start: int, size: int, *, child: int = _FREE) -> bytes:
    shown = name.encode("utf-16-le").ljust(64, b"\0")
    length = 2 * len(name) + 2
    return shown + struct.pack(
        "<HBBIII16sI8s8sIQ", length, kind, 1, _FREE, _FREE, child, b"", 0, b"", b"", start, size
    )
