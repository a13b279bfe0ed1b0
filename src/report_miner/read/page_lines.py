"""The printed lines of a page, held as numbers until they are asked for: a document may have thousands of pages."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from report_miner.model import Box, TextBox
from report_miner.read.boxes import Boxes

_SHAPE = 6


class Line(NamedTuple):
    """A printed line: its page, its number there, its text, a tab where it has a hole, and its box.

    `height` is that of its usual word, `lead` the width of its first word, in points.
    """

    page: int
    number: int
    text: str
    bbox: Box
    height: float
    lead: float


class Lines(Sequence[Line]):
    """The lines of one page; each is made when it is asked for."""

    __slots__ = ("_bounds", "_boxes", "_text", "page", "shapes")

    def __init__(
        self, page: int, texts: Sequence[str], shapes: NDArray[np.float64], boxes: Boxes, bounds: ArrayLike
    ) -> None:
        """Hold lines.

        Args:
            page: the number of the page.
            texts: the texts of the lines, without newlines.
            shapes: box (x0, y0, x1, y1), height and lead of each line, shape (n, 6).
            boxes: the boxes of their words; offsets are those in the line.
            bounds: where the boxes of each line begin among them, and the number of them all.
        """
        self.page = page
        self._text = "\n".join(texts)
        self.shapes = shapes
        self._boxes = boxes
        self._bounds = np.array(bounds, np.int32)

    @classmethod
    def of(cls, lines: Sequence[tuple[Line, Sequence[TextBox]]]) -> Lines:
        """Return the lines of one page, each with the boxes of the words in its text, as such a sequence."""
        texts = [unicodedata.normalize("NFC", line.text) for line, _ in lines]
        shapes = np.array([(*line.bbox, line.height, line.lead) for line, _ in lines], float).reshape(-1, _SHAPE)
        boxes = Boxes.of(box for _, each in lines for box in each)
        bounds = np.cumsum([0, *(len(each) for _, each in lines)])
        return cls(lines[0][0].page if lines else 0, texts, shapes, boxes, bounds)

    def outside(self, top: float, bottom: float) -> list[Line]:
        """The lines that end above `top` or begin below `bottom`."""
        found = (self.shapes[:, 3] < top) | (self.shapes[:, 1] > bottom)
        texts = self.texts()
        numbers = np.flatnonzero(found)
        pairs = zip(numbers.tolist(), self.shapes[numbers].tolist(), strict=True)
        return [Line(self.page, number, texts[number], (a, b, c, d), e, f) for number, (a, b, c, d, e, f) in pairs]

    @staticmethod
    def placed(parts: Sequence[tuple[Lines, NDArray[np.int32]]]) -> Boxes:
        """The boxes of lines by where each of them stands in a text, of those that have no negative start."""
        shifts = [np.repeat(starts, np.diff(lines._bounds)) for lines, starts in parts]
        return Boxes.joined([lines._boxes for lines, _ in parts]).shifted(np.concatenate(shifts))

    def __len__(self) -> int:
        return len(self.shapes)

    def __iter__(self) -> Iterator[Line]:
        numbered = enumerate(zip(self.texts(), self.shapes.tolist(), strict=True))
        for number, (text, (x0, y0, x1, y1, height, lead)) in numbered:
            yield Line(self.page, number, text, (x0, y0, x1, y1), height, lead)

    @overload
    def __getitem__(self, place: int) -> Line: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Line]: ...
    def __getitem__(self, place: int | slice) -> Line | Sequence[Line]:
        return list(self)[place]

    def texts(self) -> list[str]:
        """The texts of the lines."""
        return self._text.split("\n") if len(self) else []
