"""Where the words of a text are printed, held as numbers: a document of thousands of pages has millions of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from report_miner.model import TextBox

Rows = NDArray[np.floating[Any]]

_COLUMNS = 8


class Boxes(Sequence[TextBox]):
    """A sequence of boxes that makes each when it is asked for.

    `rows` holds start, end, page, x0, y0, x1, y1 and confidence of each, shape (n, 8); `seconds` the second readings
    by the number of the box.
    """

    __slots__ = ("rows", "seconds")

    def __init__(self, rows: Rows, seconds: Mapping[int, str] | None = None) -> None:
        self.rows = rows
        self.seconds = seconds or {}

    @classmethod
    def of(cls, boxes: Iterable[TextBox]) -> Boxes:
        """Return `boxes` as one sequence."""
        boxes = list(boxes)
        rows = [(box.start, box.end, box.page, *box.bbox, box.confidence) for box in boxes]
        seconds = {number: box.second for number, box in enumerate(boxes) if box.second}
        return cls(np.array(rows, float).reshape(-1, _COLUMNS), seconds)

    @classmethod
    def joined(cls, parts: Sequence[tuple[int, Boxes]]) -> Boxes:
        """Return the boxes of texts that were put together, each with the offset at which it was put."""
        if not parts:
            return cls(np.empty((0, _COLUMNS)))
        if len(parts) == 1 and parts[0][0] == 0:
            return parts[0][1]
        counts = [len(boxes) for _, boxes in parts]
        rows = np.concatenate([boxes.rows for _, boxes in parts], dtype=float)
        rows[:, :2] += np.repeat([start for start, _ in parts], counts)[:, None]
        seconds: dict[int, str] = {}
        first = 0
        for (_, boxes), count in zip(parts, counts, strict=True):
            if boxes.seconds:
                seconds |= {first + number: text for number, text in boxes.seconds.items()}
            first += count
        return cls(rows, seconds)

    def part(self, first: int, end: int) -> Boxes:
        """The boxes from `first` on, without that at `end`."""
        if not self.seconds:
            return Boxes(self.rows[first:end])
        seconds = {number - first: text for number, text in self.seconds.items() if first <= number < end}
        return Boxes(self.rows[first:end], seconds)

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, place: int) -> TextBox: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[TextBox]: ...
    def __getitem__(self, place: int | slice) -> TextBox | Sequence[TextBox]:
        if isinstance(place, slice):
            return [self[number] for number in range(*place.indices(len(self)))]
        number = range(len(self))[place]
        return self._box(self.rows[number].tolist(), self.seconds.get(number, ""))

    def __iter__(self) -> Iterator[TextBox]:
        for number, row in enumerate(self.rows.tolist()):
            yield self._box(row, self.seconds.get(number, ""))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Boxes):
            return NotImplemented
        return np.array_equal(self.rows, other.rows) and self.seconds == other.seconds

    def __hash__(self) -> int:
        return hash(self.rows.tobytes())

    @staticmethod
    def _box(row: Sequence[Any], second: str) -> TextBox:
        start, end, page, x0, y0, x1, y1, confidence = row
        return TextBox(
            start=int(start),
            end=int(end),
            page=int(page),
            bbox=(x0, y0, x1, y1),
            confidence=confidence,
            second=second,
        )
