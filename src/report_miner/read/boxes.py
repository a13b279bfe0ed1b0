"""Where the words of a text are printed, held as numbers: a document of thousands of pages has millions of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from report_miner.model import TextBox

Spans = NDArray[np.signedinteger[Any]]
Places = NDArray[np.floating[Any]]


class Boxes(Sequence[TextBox]):
    """A sequence of boxes that makes each when it is asked for.

    `spans` holds start, end and page of each, shape (n, 3), `places` x0, y0, x1, y1 and confidence, shape (n, 5);
    `seconds` the second readings by the number of the box.
    """

    __slots__ = ("places", "seconds", "spans")

    def __init__(self, spans: Spans, places: Places, seconds: Mapping[int, str] | None = None) -> None:
        self.spans = spans
        self.places = places
        self.seconds = seconds or {}

    @classmethod
    def of(cls, boxes: Iterable[TextBox]) -> Boxes:
        """Return `boxes` as one sequence."""
        boxes = list(boxes)
        spans = np.array([(box.start, box.end, box.page) for box in boxes], np.int32).reshape(-1, 3)
        places = np.array([(*box.bbox, box.confidence) for box in boxes], float).reshape(-1, 5)
        return cls(spans, places, {number: box.second for number, box in enumerate(boxes) if box.second})

    @classmethod
    def joined(cls, parts: Sequence[Boxes]) -> Boxes:
        """Return the boxes of some sequences as one."""
        if not parts:
            return cls.of([])
        if len(parts) == 1:
            return parts[0]
        seconds: dict[int, str] = {}
        first = 0
        for boxes in parts:
            if boxes.seconds:
                seconds |= {first + number: text for number, text in boxes.seconds.items()}
            first += len(boxes)
        spans = np.concatenate([boxes.spans for boxes in parts])
        return cls(spans, np.concatenate([boxes.places for boxes in parts]), seconds)

    def part(self, first: int, end: int) -> Boxes:
        """The boxes from `first` on, without that at `end`."""
        if not self.seconds:
            return Boxes(self.spans[first:end], self.places[first:end])
        seconds = {number - first: text for number, text in self.seconds.items() if first <= number < end}
        return Boxes(self.spans[first:end], self.places[first:end], seconds)

    def shifted(self, shifts: NDArray[np.int32]) -> Boxes:
        """The boxes at offsets that are larger by `shifts`, shape (n,); those with a negative one are left out."""
        return self._taken(np.flatnonzero(shifts >= 0), shifts)

    def in_order(self) -> Boxes:
        """The boxes in the order of the text."""
        starts = self.spans[:, 0]
        return self if (starts[1:] >= starts[:-1]).all() else self._taken(np.argsort(starts, kind="stable"))

    def _taken(self, numbers: NDArray[np.intp], shifts: NDArray[np.int32] | None = None) -> Boxes:
        spans = self.spans[numbers]
        if shifts is not None:
            spans[:, :2] += shifts[numbers, None]
        seconds = {}
        if self.seconds:
            seconds = {place: self.seconds[old] for place, old in enumerate(numbers.tolist()) if old in self.seconds}
        return Boxes(spans, self.places[numbers], seconds)

    def __len__(self) -> int:
        return len(self.spans)

    @overload
    def __getitem__(self, place: int) -> TextBox: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[TextBox]: ...
    def __getitem__(self, place: int | slice) -> TextBox | Sequence[TextBox]:
        if isinstance(place, slice):
            return [self[number] for number in range(*place.indices(len(self)))]
        number = range(len(self))[place]
        return self._box(self.spans[number].tolist(), self.places[number].tolist(), self.seconds.get(number, ""))

    def __iter__(self) -> Iterator[TextBox]:
        for number, (span, place) in enumerate(zip(self.spans.tolist(), self.places.tolist(), strict=True)):
            yield self._box(span, place, self.seconds.get(number, ""))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Boxes):
            return NotImplemented
        same = np.array_equal(self.spans, other.spans) and np.array_equal(self.places, other.places)
        return same and self.seconds == other.seconds

    def __hash__(self) -> int:
        return hash(self.spans.tobytes())

    @staticmethod
    def _box(span: Sequence[int], place: Sequence[float], second: str) -> TextBox:
        start, end, page = span
        x0, y0, x1, y1, confidence = place
        return TextBox(start=start, end=end, page=page, bbox=(x0, y0, x1, y1), confidence=confidence, second=second)
