"""Questions to pdfium about many characters of a page at once, by plain addresses instead of checked pointers."""

from __future__ import annotations

import ctypes
import math
from collections import deque
from collections.abc import Sequence
from functools import cache
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint16]
Indices = NDArray[np.intp]
Numbers = NDArray[np.float64]

_ADDRESS = ctypes.c_void_p


class Characters:
    """The characters of a text page of pypdfium2, by their indices."""

    def __init__(self, textpage: Any) -> None:
        self.address = ctypes.cast(textpage.raw, _ADDRESS).value
        self._textpage = textpage

    def codes(self) -> Codes | None:
        """The UTF-16 codes of the page, one for each character; None where the text has other indices than they."""
        import pypdfium2.raw as pdfium

        count = self._textpage.count_chars()
        codes = np.zeros(count + 1, np.uint16)
        pointer = codes.ctypes.data_as(ctypes.POINTER(ctypes.c_ushort))
        written = pdfium.FPDFText_GetText(self._textpage.raw, 0, count, pointer) if count else 1
        return codes[:-1] if written == count + 1 else None

    def angles(self, indices: range) -> list[float]:
        """By how much (radians, counterclockwise) characters are turned, blanks among them."""
        return list(map(_functions()[4], repeat(self.address), indices))


def asked_boxes(texts: Sequence[Characters], page: Indices, places: Indices) -> Numbers:
    """Left, top, right and bottom of characters, as high as their font asks for, shape (n, 4).

    Args:
        texts: the characters of some pages.
        page: of which of them each character is, shape (n,).
        places: its index among those of its page.
    """
    found = np.zeros((len(places), 4), np.float32)
    targets = range(found.ctypes.data, found.ctypes.data + found.nbytes, 16)
    deque(map(_functions()[0], _addresses(texts, page), places.tolist(), targets), maxlen=0)
    return found.astype(np.float64)


def asked_origins(texts: Sequence[Characters], page: Indices, places: Indices) -> Numbers:
    """Where characters stand on their base line, shape (n, 2); the arguments are those of `asked_boxes`."""
    found = np.zeros((len(places), 2))
    across = range(found.ctypes.data, found.ctypes.data + found.nbytes, 16)
    up = range(found.ctypes.data + 8, found.ctypes.data + 8 + found.nbytes, 16)
    deque(map(_functions()[1], _addresses(texts, page), places.tolist(), across, up), maxlen=0)
    return found


def _addresses(texts: Sequence[Characters], page: Indices) -> list[int]:
    addresses: list[int] = np.array([text.address for text in texts], np.uintp)[page].tolist()
    return addresses


class Drawn(NamedTuple):
    """How many paths (lines, rectangles) a page draws, and how many texts, those in forms not told apart."""

    paths: int
    texts: float


def counted_objects(page: Any) -> Drawn:
    """Count what a page of pypdfium2 draws; where it draws forms, there may be any number of texts."""
    import pypdfium2.raw as pdfium

    _, _, get_object, get_type, _ = _functions()
    address = ctypes.cast(page.raw, _ADDRESS).value
    objects = map(get_object, repeat(address), range(pdfium.FPDFPage_CountObjects(page.raw)))
    kinds = list(map(get_type, objects))
    texts = math.inf if pdfium.FPDF_PAGEOBJ_FORM in kinds else kinds.count(pdfium.FPDF_PAGEOBJ_TEXT)
    return Drawn(kinds.count(pdfium.FPDF_PAGEOBJ_PATH), texts)


@cache
def _functions() -> tuple[Any, ...]:
    """The functions of pdfium for boxes, base lines, page objects, their kinds, and turned letters."""
    import pypdfium2.raw as pdfium

    number = ctypes.c_int
    wanted = (
        (pdfium.FPDFText_GetLooseCharBox, (None, _ADDRESS, number, _ADDRESS)),
        (pdfium.FPDFText_GetCharOrigin, (None, _ADDRESS, number, _ADDRESS, _ADDRESS)),
        (pdfium.FPDFPage_GetObject, (_ADDRESS, _ADDRESS, number)),
        (pdfium.FPDFPageObj_GetType, (number, _ADDRESS)),
        (pdfium.FPDFText_GetCharAngle, (ctypes.c_float, _ADDRESS, number)),
    )
    return tuple(ctypes.PYFUNCTYPE(*kinds)(ctypes.cast(function, _ADDRESS).value or 0) for function, kinds in wanted)
