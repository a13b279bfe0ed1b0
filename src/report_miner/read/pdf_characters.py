"""Questions to pdfium about many characters of a page at once, by plain addresses instead of checked pointers."""

from __future__ import annotations

import ctypes
from collections import deque
from functools import cache
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint16]
Indices = NDArray[np.intp]
Numbers = NDArray[np.float64]

_ADDRESS = ctypes.c_void_p


class Characters:
    """The characters of a text page of pypdfium2, by their indices."""

    def __init__(self, textpage: Any) -> None:
        self._address = ctypes.cast(textpage.raw, _ADDRESS).value
        self._textpage = textpage

    def codes(self) -> Codes | None:
        """The UTF-16 codes of the page, one for each character; None where the text has other indices than they."""
        import pypdfium2.raw as pdfium

        count = self._textpage.count_chars()
        codes = np.zeros(count + 1, np.uint16)
        pointer = codes.ctypes.data_as(ctypes.POINTER(ctypes.c_ushort))
        written = pdfium.FPDFText_GetText(self._textpage.raw, 0, count, pointer) if count else 1
        return codes[:-1] if written == count + 1 else None

    def boxes(self, indices: Indices) -> Numbers:
        """Left, top, right and bottom of the characters, as high as their font asks for, shape (n, 4)."""
        found = np.zeros((len(indices), 4), np.float32)
        places = range(found.ctypes.data, found.ctypes.data + found.nbytes, 16)
        ask = map(_functions()[0], repeat(self._address), indices.tolist(), places)
        deque(ask, maxlen=0)
        return found.astype(np.float64)

    def bases(self, indices: Indices) -> Numbers:
        """The height of the base line under each character, shape (n,)."""
        found = np.zeros((len(indices), 2))
        across = range(found.ctypes.data, found.ctypes.data + found.nbytes, 16)
        up = range(found.ctypes.data + 8, found.ctypes.data + 8 + found.nbytes, 16)
        ask = map(_functions()[1], repeat(self._address), indices.tolist(), across, up)
        deque(ask, maxlen=0)
        return found[:, 1]


def objects_of(page: Any) -> tuple[list[int], list[int]]:
    """The addresses of the objects of a page of pypdfium2, and their kinds (FPDF_PAGEOBJ_…)."""
    import pypdfium2.raw as pdfium

    _, _, get_object, get_type = _functions()
    address = ctypes.cast(page.raw, _ADDRESS).value
    objects = list(map(get_object, repeat(address), range(pdfium.FPDFPage_CountObjects(page.raw))))
    return objects, list(map(get_type, objects))


@cache
def _functions() -> tuple[Any, ...]:
    """The functions of pdfium for boxes, base lines, page objects and their kinds."""
    import pypdfium2.raw as pdfium

    number = ctypes.c_int
    wanted = (
        (pdfium.FPDFText_GetLooseCharBox, (None, _ADDRESS, number, _ADDRESS)),
        (pdfium.FPDFText_GetCharOrigin, (None, _ADDRESS, number, _ADDRESS, _ADDRESS)),
        (pdfium.FPDFPage_GetObject, (_ADDRESS, _ADDRESS, number)),
        (pdfium.FPDFPageObj_GetType, (number, _ADDRESS)),
    )
    return tuple(ctypes.PYFUNCTYPE(*kinds)(ctypes.cast(function, _ADDRESS).value or 0) for function, kinds in wanted)
