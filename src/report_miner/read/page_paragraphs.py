"""The printed lines of pages, grouped to paragraphs: many pages at a time, most lines by their places alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from statistics import median

import numpy as np
from numpy.typing import NDArray

from report_miner.model import Box
from report_miner.read.lines import LineRules, begins_small
from report_miner.read.page_lines import Lines
from report_miner.read.wrap import TERMINAL, note_mark

_TOGETHER = 64  # pages that are worked out together
_SMALL = 0.93  # of the usual height, for the type of footnotes


@dataclass(frozen=True, eq=False, slots=True)
class Run:
    """Lines of one page that follow one another: their numbers on it, texts and shapes (those of `Lines`)."""

    lines: Lines
    numbers: Sequence[int]
    texts: Sequence[str]
    shapes: NDArray[np.float64]

    @classmethod
    def of(cls, lines: Lines, numbers: Sequence[int]) -> Run:
        """The lines of a page that have these numbers."""
        texts = lines.texts()
        if len(numbers) == len(lines):
            return cls(lines, numbers, texts, lines.shapes)
        return cls(lines, numbers, [texts[number] for number in numbers], lines.shapes[np.array(numbers, np.intp)])

    def part(self, first: int, end: int) -> Run:
        """The lines from `first` on, without that at `end`."""
        return Run(self.lines, self.numbers[first:end], self.texts[first:end], self.shapes[first:end])

    def without_notes(self) -> tuple[Run, Run]:
        """The lines without the footnotes, and the footnotes: the last ones, in a smaller type, from a number on."""
        heights = self.shapes[:, 4].tolist()
        first = len(heights)
        if heights and heights[-1] < _SMALL * max(heights):
            low = _SMALL * max(median(heights), heights[0])
            while first > 0 and heights[first - 1] < low:
                first -= 1
            while first < len(heights) and not note_mark(self.texts[first]):
                first += 1
        return self.part(0, first), self.part(first, len(heights))


@dataclass(frozen=True, eq=False, slots=True)
class Part:
    """What stands of a paragraph on one page: its lines, and the box around them."""

    run: Run
    first: int
    end: int
    bbox: Box

    @property
    def texts(self) -> Sequence[str]:
        """The texts of the lines."""
        return self.run.texts[self.first : self.end]

    @property
    def numbers(self) -> Sequence[int]:
        """The numbers of the lines on their page."""
        return self.run.numbers[self.first : self.end]


def paragraphs(runs: Iterable[Run], rules: LineRules) -> Iterator[list[Part]]:
    """Yield the paragraphs of a document, whose lines are `runs`; one may go on over a page's end."""
    source = (run for run in runs if len(run.numbers))
    group: list[Part] = []
    while some := list(islice(source, _TOGETHER)):
        before = group[-1] if group else None
        is_alone = len(group) == 1 and group[0].end - group[0].first == 1
        joins = _Joins(some, before, rules).found(is_alone)
        for part, goes_on in _parts(some, joins):
            if group and not goes_on:
                yield group
                group = []
            group.append(part)
    if group:
        yield group


def _parts(runs: Sequence[Run], joins: NDArray[np.bool_]) -> Iterator[tuple[Part, bool]]:
    """The parts of paragraphs that lines make up, and whether each goes on where the one before ended."""
    counts = np.array([len(run.numbers) for run in runs])
    begins = np.cumsum(counts) - counts
    starts = ~joins
    starts[begins] = True
    first = np.flatnonzero(starts)
    shapes = np.concatenate([run.shapes for run in runs])
    least, most = (
        np.minimum.reduceat(shapes[:, :2], first).tolist(),
        np.maximum.reduceat(shapes[:, 2:4], first).tolist(),
    )
    run = np.searchsorted(begins, first, side="right") - 1
    places = (first - begins[run]).tolist()
    ends = (np.append(first[1:], len(shapes)) - begins[run]).tolist()
    rows = zip(run.tolist(), places, ends, least, most, joins[first].tolist(), strict=True)
    for number, place, end, (x0, y0), (x1, y1), goes_on in rows:
        yield Part(runs[number], place, end, (x0, y0, x1, y1)), goes_on


class _Joins:
    """Whether the lines of some pages belong to the paragraph of the line before; the first follows `before`."""

    def __init__(self, runs: Sequence[Run], before: Part | None, rules: LineRules) -> None:
        self._rules = rules
        self._count = sum(len(run.numbers) for run in runs)
        runs = [before.run.part(before.end - 1, before.end), *runs] if before else runs
        self._texts = list(chain.from_iterable(run.texts for run in runs))
        counts = np.array([len(run.numbers) for run in runs])
        shapes = np.concatenate([run.shapes for run in runs])
        x0, y0, x1, y1, height, lead = shapes.T
        starts = np.cumsum(counts) - counts
        left = np.repeat(np.minimum.reduceat(x0, starts), counts)[1:]
        right = np.repeat(np.maximum.reduceat(x1, starts), counts)[:-1]
        if before:
            right[0] = before.run.shapes[:, 2].max()
        page = np.repeat([run.lines.page for run in runs], counts)
        em = height[:-1]
        grown = np.abs(np.diff(height))
        room = right - x1[:-1] > lead[1:] + 1.5 * em
        self._over = page[1:] != page[:-1]
        below = (y0[1:] - y1[:-1] <= 0.9 * em) & (y0[1:] >= y0[:-1])
        self._near = (grown <= 0.25 * em) & np.where(self._over, (np.diff(page) == 1) & ~room, below)
        self._apart = room | (x0[1:] > x0[:-1] + 0.7 * em)
        self._inset = x0[1:] > left + 0.7 * em
        shift = np.abs(x0[:-1] + x1[:-1] - x0[1:] - x1[1:]) / 2
        self._centred = (grown < 0.05 * em) & (shift < em) & (x0[1:] > left + 2 * em)

    def found(self, is_alone: bool) -> NDArray[np.bool_]:
        """The answers; `is_alone` says that the paragraph before has one line so far."""
        joins = np.zeros(len(self._texts), np.bool_)
        places = np.flatnonzero(self._near)
        flags = zip(
            *(each[places].tolist() for each in (self._over, self._apart, self._inset, self._centred)), strict=True
        )
        for place, (over, apart, inset, centred) in zip(places.tolist(), flags, strict=True):
            last, line = self._texts[place], self._texts[place + 1]
            if "\t" in line or "\t" in last:
                continue
            ended = last.endswith(TERMINAL)
            if over:
                joins[place + 1] = not ended and self._goes_over(last, line)
            elif ended:
                is_first = not joins[place] and (place > 0 or is_alone)
                joins[place + 1] = not (
                    apart or (inset and is_first) or self._begins_anew(line) or self._is_head(last, line)
                )
            else:
                joins[place + 1] = begins_small(line) or not ((apart and not centred) or self._is_head(last, line))
        return joins[len(joins) - self._count :]

    def _goes_over(self, last: str, line: str) -> bool:
        """Whether `line` at the beginning of a page may be in one sentence with `last`."""
        follows = begins_small(line) or line[0].isdigit() or last.endswith(",")
        return follows and not self._begins_anew(line)

    def _begins_anew(self, line: str) -> bool:
        return self._rules.is_list_item(line) or self._rules.heading_level(line) > 0

    def _is_head(self, last: str, line: str) -> bool:
        """Whether `last` or `line` is a heading, so that they are no paragraph together."""
        return any(self._rules.heading_level(text) and not text[0].isdigit() for text in (last, line))
