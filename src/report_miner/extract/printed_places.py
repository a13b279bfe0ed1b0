"""Where on its page a number is printed, and how sure the reading of its characters is."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from operator import attrgetter

from report_miner.model import Box, Document, Locator, TextBox

_START = attrgetter("start")
_DOUBTFUL = 0.7
"""A number whose characters are less sure than this is listed as uncertain as printed."""


class PrintedPlaces:
    """Looks up the boxes of the words of a document."""

    def __init__(self, document: Document) -> None:
        self._layout = document.layout

    def of(self, start: int, end: int, locator: Locator) -> tuple[Locator, float]:
        """Return where `start:end` of the text is printed, and how sure its reading is (0..1).

        That is `locator`, the place of its block, with the page and the box of the number itself where words have
        boxes.
        """
        words = self.words(start, end)
        if not words:
            return locator, 1.0
        printed = replace(locator, page=words[0].page, bbox=_around([word.bbox for word in words]))
        return printed, min(word.confidence for word in words)

    def words(self, start: int, end: int) -> list[TextBox]:
        """Return the boxes of the words that `start:end` touches, those of its first page."""
        first = bisect_left(self._layout, start, key=_START)
        while first > 0 and self._layout[first - 1].end > start:
            first -= 1
        words: list[TextBox] = []
        for box in self._layout[first : bisect_left(self._layout, end, key=_START)]:
            if box.end > start and (not words or box.page == words[0].page):
                words.append(box)
        return words


def doubted(uncertain: tuple[str, ...], read: float) -> tuple[str, ...]:
    """Return the uncertain fields of a figure, its print the first of them where the reading is that unsure."""
    return ("text", *uncertain) if read < _DOUBTFUL else uncertain


def _around(boxes: list[Box]) -> Box:
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)
