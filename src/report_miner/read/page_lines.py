"""The printed lines of a page, held as numbers until they are asked for: a document may have thousands of pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from report_miner.model import Box
from report_miner.read.boxes import Boxes

_SHAPE = 6


class Line(NamedTuple):
    """A printed line: its text, a tab where it has a hole, its box, and the boxes of the words in its text.

    `height` is that of its usual word, `lead` the width of its first word, in points.
    """

    page: int
    text: str
    bbox: Box
    height: float
    lead: float
    boxes: Boxes

    @property
    def place(self) -> tuple[int, Box]:
        """What tells the line from all others."""
        return self.page, self.bbox


class Lines(Sequence[Line]):
    """The lines of one page; each is made when it is asked for."""

    __slots__ = ("_bounds", "_boxes", "_page", "_shapes", "_text")

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
        self._page = page
        self._text = "\n".join(texts)
        self._shapes = shapes
        self._boxes = boxes
        self._bounds = np.array(bounds, np.int32)

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Lines:
        """Return the lines of one page as such a sequence."""
        shapes = np.array([(*line.bbox, line.height, line.lead) for line in lines], float).reshape(-1, _SHAPE)
        boxes = Boxes.joined([(0, line.boxes) for line in lines])
        bounds = np.cumsum([0, *(len(line.boxes) for line in lines)])
        return cls(lines[0].page if lines else 0, [line.text for line in lines], shapes, boxes, bounds)

    def outside(self, top: float, bottom: float) -> list[Line]:
        """The lines that end above `top` or begin below `bottom`."""
        found = (self._shapes[:, 3] < top) | (self._shapes[:, 1] > bottom)
        texts = self._texts()
        return [self._line(number, texts[number]) for number in np.flatnonzero(found).tolist()]

    def __len__(self) -> int:
        return len(self._shapes)

    def __iter__(self) -> Iterator[Line]:
        shapes, bounds = self._shapes.tolist(), pairwise(self._bounds.tolist())
        for text, (x0, y0, x1, y1, height, lead), (first, end) in zip(self._texts(), shapes, bounds, strict=True):
            yield Line(self._page, text, (x0, y0, x1, y1), height, lead, self._boxes.part(first, end))

    @overload
    def __getitem__(self, place: int) -> Line: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Line]: ...
    def __getitem__(self, place: int | slice) -> Line | Sequence[Line]:
        return list(self)[place]

    def _texts(self) -> list[str]:
        return self._text.split("\n") if len(self) else []

    def _line(self, number: int, text: str) -> Line:
        x0, y0, x1, y1, height, lead = self._shapes[number].tolist()
        boxes = self._boxes.part(*self._bounds[number : number + 2].tolist())
        return Line(self._page, text, (x0, y0, x1, y1), height, lead, boxes)
