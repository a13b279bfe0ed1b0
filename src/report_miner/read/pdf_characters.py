"""Questions to pdfium about many characters of a page at once.

Most of the time of one question would go into turning its arguments from Python to C: they are turned beforehand.
"""

from __future__ import annotations

import ctypes
import math
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint16]
Indices = NDArray[np.intp]
Numbers = NDArray[np.float64]

_ADDRESS = ctypes.c_void_p
_ROOM = 4096  # answers that there is room for at a time


class Characters:
    """The characters of a text page of pypdfium2, by their indices."""

    def __init__(self, textpage: Any) -> None:
        self.argument = _argument(textpage.raw)
        self._count = textpage.count_chars()
        self._textpage = textpage  # a page that nothing refers to is closed

    def codes(self) -> Codes | None:
        """The UTF-16 codes of the page, one for each character; None where the text has other indices than they."""
        codes = np.zeros(self._count + 1, np.uint16)
        target = _ADDRESS.from_param(codes.ctypes.data)
        written = _functions().text(self.argument, 0, self._count, target) if self._count else 1
        return codes[:-1] if written == self._count + 1 else None

    def angles(self, indices: range) -> list[float]:
        """By how much (radians, counterclockwise) characters are turned, blanks among them."""
        return list(map(_functions().angle, repeat(self.argument), indices))


def asked_boxes(texts: Sequence[Characters], page: Indices, places: Indices) -> Numbers:
    """Left, top, right and bottom of characters, as high as their font asks for, shape (n, 4).

    Args:
        texts: the characters of some pages.
        page: of which of them each character is, shape (n,).
        places: its index among those of its page.
    """
    room, ask = _room(), _functions().box
    found = np.empty((len(places), 4))
    for part, pages, indices in _parts(texts, page, places):
        deque(map(ask, pages, indices, room.first), maxlen=0)
        found[part] = room.answers[: len(indices)]
    return found


def asked_origins(texts: Sequence[Characters], page: Indices, places: Indices) -> Numbers:
    """Where characters stand on their base line, shape (n, 2); the arguments are those of `asked_boxes`."""
    room, ask = _room(), _functions().origin
    found = np.empty((len(places), 2))
    for part, pages, indices in _parts(texts, page, places):
        deque(map(ask, pages, indices, room.first, room.second), maxlen=0)
        found[part] = room.answers.view(np.float64)[: len(indices)]
    return found


def _parts(
    texts: Sequence[Characters], page: Indices, places: Indices
) -> Iterator[tuple[slice, Iterator[Any], list[int]]]:
    """As many questions as there is room for: which they are, the pages that are asked, and the characters."""
    arguments = [text.argument for text in texts]
    for first in range(0, len(places), _ROOM):
        part = slice(first, first + _ROOM)
        yield part, map(arguments.__getitem__, page[part].tolist()), places[part].tolist()


class Drawn(NamedTuple):
    """How many paths (lines, rectangles), pictures and texts a page draws, those in forms not told apart."""

    paths: int
    pictures: float
    texts: float


def counted_objects(page: Any) -> Drawn:
    """Count what a page of pypdfium2 draws; where it draws forms, there may be any number of texts and pictures."""
    import pypdfium2.raw as pdfium

    functions = _functions()
    count = range(pdfium.FPDFPage_CountObjects(page.raw))
    kinds = list(map(functions.kind, map(functions.drawn, repeat(_argument(page.raw)), count)))
    more = math.inf if pdfium.FPDF_PAGEOBJ_FORM in kinds else 0
    pictures, texts = (more + kinds.count(each) for each in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_TEXT))
    return Drawn(kinds.count(pdfium.FPDF_PAGEOBJ_PATH), pictures, texts)


class _Room(NamedTuple):
    """Room for answers: four floats or two doubles each, and where each answer and its second half begin.

    It is used again and again: pdfium is never asked by two threads at once.
    """

    answers: NDArray[np.float32]
    first: list[Any]
    second: list[Any]


@cache
def _room() -> _Room:
    answers = np.zeros((_ROOM, 4), np.float32)
    places = range(answers.ctypes.data, answers.ctypes.data + answers.nbytes, 8)
    arguments = list(map(_ADDRESS.from_param, places))
    return _Room(answers, arguments[::2], arguments[1::2])


def _argument(pointer: Any) -> Any:
    """A pointer as a function without declared arguments takes it."""
    return _ADDRESS.from_param(ctypes.cast(pointer, _ADDRESS).value)


class _Functions(NamedTuple):
    """The functions of pdfium for text, boxes, base lines, turned letters, page objects and their kinds."""

    text: Callable[..., int]
    box: Callable[..., None]
    origin: Callable[..., None]
    angle: Callable[..., float]
    drawn: Callable[..., int]
    kind: Callable[..., int]


@cache
def _functions() -> _Functions:
    import pypdfium2.raw as pdfium

    return _Functions(
        _bare(pdfium.FPDFText_GetText, ctypes.c_int),
        _bare(pdfium.FPDFText_GetLooseCharBox, None),
        _bare(pdfium.FPDFText_GetCharOrigin, None),
        _bare(pdfium.FPDFText_GetCharAngle, ctypes.c_float),
        _bare(pdfium.FPDFPage_GetObject, _ADDRESS),
        _bare(pdfium.FPDFPageObj_GetType, ctypes.c_int, _ADDRESS),
    )


def _bare(function: Any, answer: Any, *arguments: Any) -> Any:
    """A function of pdfium that answers without letting other threads run, and checks no other than `arguments`."""
    return ctypes.PYFUNCTYPE(answer, *arguments)(ctypes.cast(function, _ADDRESS).value or 0)
