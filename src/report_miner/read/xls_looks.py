"""The fonts and number formats of an XLS workbook ([MS-XLS], BIFF8; older ones name neither)."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

import olefile

from report_miner.read.sheet_looks import BUILT_IN, Look, look_of

_FORMAT, _FONT, _XF, _SHEET, _BOF, _EOF, _FILE_PASS = 0x41E, 0x31, 0xE0, 0x85, 0x809, 0x0A, 0x2F
_MANY_NUMBERS = 0xBD
_CELLS = (0xFD, 0x204, 0x203, 0x27E, 0x06, 0xD6)
_BIFF8 = 0x600
_NO_FOURTH_FONT = 4


def is_locked(data: bytes) -> bool:
    """Whether the workbook in an OLE container is encrypted.

    Raises:
        OSError, struct.error: no workbook that can be made out.
    """
    return any(kind == _FILE_PASS for kind, _ in records(stream_of(data), 0))


def stream_of(data: bytes) -> bytes:
    """Return the records of the workbook in an OLE container, b"" where it holds none.

    Raises:
        OSError: no container that can be made out.
    """
    with olefile.OleFileIO(io.BytesIO(data)) as container:
        name = next((name for name in ("Workbook", "Book") if container.exists(name)), None)
        return bytes(container.openstream(name).read()) if name else b""


class XlsLooks:
    """The looks of the cells, sheet by sheet."""

    def __init__(self, data: bytes) -> None:
        self._stream = stream_of(data)
        self._looks: list[Look] = []
        self._positions: dict[str, int] = {}
        self._read_globals()

    def of_sheet(self, name: str) -> dict[tuple[int, int], Look]:
        """Row and column (from 1) → look, for the cells of a sheet that have one."""
        found: dict[tuple[int, int], Look] = {}
        if name not in self._positions:
            return found
        for kind, body in records(self._stream, self._positions[name]):
            if kind in _CELLS:
                self._put(found, *struct.unpack_from("<HHH", body))
            elif kind == _MANY_NUMBERS:
                row, first = struct.unpack_from("<HH", body)
                for number, offset in enumerate(range(4, len(body) - 2, 6)):
                    self._put(found, row, first + number, *struct.unpack_from("<H", body, offset))
        return found

    def _put(self, found: dict[tuple[int, int], Look], row: int, column: int, style: int) -> None:
        if style < len(self._looks):
            found[row + 1, column + 1] = self._looks[style]

    def _read_globals(self) -> None:
        formats = dict(BUILT_IN)
        fonts: list[str] = []
        styles: list[tuple[int, int]] = []
        for kind, body in records(self._stream, 0):
            if kind == _FILE_PASS or (kind == _BOF and struct.unpack_from("<H", body)[0] != _BIFF8):
                return
            if kind == _FORMAT:
                formats[struct.unpack_from("<H", body)[0]] = _text(body, 5, struct.unpack_from("<H", body, 2)[0])
            elif kind == _FONT:
                fonts.append(_text(body, 16, body[14]))
            elif kind == _XF:
                styles.append(struct.unpack_from("<HH", body))
            elif kind == _SHEET:
                self._positions[_text(body, 8, body[6])] = struct.unpack_from("<I", body)[0]
        for font, code in styles:
            place = font - (font > _NO_FOURTH_FONT)
            self._looks.append(look_of(fonts[place] if place < len(fonts) else None, formats.get(code, "")))


def records(stream: bytes, position: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records of a substream from a position in its stream on: their kind and their body."""
    while position + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, position)
        if kind == _EOF:
            return
        yield kind, stream[position + 4 : position + 4 + size]
        position += 4 + size


def _text(body: bytes, start: int, length: int) -> str:
    """A string of `length` characters; the byte before `start` says whether they take one byte or two."""
    wide = body[start - 1] & 1
    return body[start : start + length * (1 + wide)].decode("utf-16-le" if wide else "latin-1", "replace")
