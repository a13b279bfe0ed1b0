"""The printed lines of pages, grouped to paragraphs: many pages at a time, most lines by their places alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, pairwise
from statistics import median

import numpy as np
from numpy.typing import NDArray

from report_miner.model import Box
from report_miner.read.boxes import Boxes
from report_miner.read.lines import LineRules, begins_small, is_capitals
from report_miner.read.page_lines import Lines
from report_miner.read.wrap import TERMINAL, note_mark

Flags = NDArray[np.bool_]

_TOGETHER = 64  # pages that are worked out together
_SMALL = 0.93  # of the usual height, for the type of footnotes
_SAME_LINE, _SAME_WORD = (0.4, 1.3), (0.4, 1.4)  # of the heights that are usual on a page, for lines in one type
_COLUMN = 4  # lines of a column of prose
_FULL = 0.75  # of the lines of a column, which a title may be wider than, end no further right than its edge


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

    def spread(self, starts: NDArray[np.int32]) -> NDArray[np.int32]:
        """Where the lines of the page stand in a text, by where these do; -1 for the others."""
        if len(self.numbers) == len(self.lines):
            return starts
        places = np.full(len(self.lines), -1, np.int32)
        places[self.numbers] = starts
        return places


@dataclass(frozen=True, eq=False, slots=True)
class Paragraphs:
    """Whole paragraphs one after the other: the runs that hold their lines, and which of these lines begin one."""

    runs: Sequence[Run]
    begins: Flags

    def texts(self) -> list[str]:
        """The texts of the lines."""
        return list(chain.from_iterable(run.texts for run in self.runs))

    def places(self) -> Iterator[tuple[int, Box]]:
        """The page on which each paragraph begins, and the box around what stands of it there."""
        heads = np.cumsum([0, *(len(run.numbers) for run in self.runs[:-1])])
        starts = self.begins.copy()
        starts[heads] = True
        first = np.flatnonzero(starts)
        own = self.begins[first]
        shapes = np.concatenate([run.shapes for run in self.runs])
        least = np.minimum.reduceat(shapes[:, :2], first)[own]
        most = np.maximum.reduceat(shapes[:, 2:4], first)[own]
        pages = np.array([run.lines.page for run in self.runs])
        found = pages[np.searchsorted(heads, first[own], side="right") - 1]
        for page, (x0, y0), (x1, y1) in zip(found.tolist(), least.tolist(), most.tolist(), strict=True):
            yield page, (x0, y0, x1, y1)

    def boxes(self, starts: NDArray[np.int32]) -> Boxes:
        """The boxes of the words, where each line stands at one of `starts` in a text."""
        heads = np.cumsum([len(run.numbers) for run in self.runs])[:-1]
        return Lines.placed(
            [(run.lines, run.spread(own)) for run, own in zip(self.runs, np.split(starts, heads), strict=True)]
        )


def paragraphs(runs: Iterable[Run], rules: LineRules) -> Iterator[Paragraphs]:
    """Yield the paragraphs of a document, whose lines are `runs`, many at a time; one may go on over a page's end."""
    source = (run for run in runs if len(run.numbers))
    held: list[Run] = []  # the lines of the last paragraph, which may go on
    before: Run | None = None
    while some := list(islice(source, _TOGETHER)):
        count = _count(held)
        joins = _Joins(some, before, rules).found(count == 1)
        begins = np.concatenate([_one_paragraph(count), ~joins])
        whole, held = _parted([*held, *some], end := int(np.flatnonzero(begins)[-1]))
        if whole:
            yield Paragraphs(whole, begins[:end])
        before = some[-1]
    if held:
        yield Paragraphs(held, _one_paragraph(_count(held)))


def _count(runs: Sequence[Run]) -> int:
    return sum(len(run.numbers) for run in runs)


def _one_paragraph(count: int) -> Flags:
    """Which of some lines begin a paragraph, where all are one."""
    first: Flags = np.arange(count) == 0
    return first


def _parted(runs: Sequence[Run], place: int) -> tuple[list[Run], list[Run]]:
    """The lines of runs up to one of them, and from it on."""
    above: list[Run] = []
    below: list[Run] = []
    for run in runs:
        count = len(run.numbers)
        if 0 < place < count:
            above.append(run.part(0, place))
            below.append(run.part(place, count))
        else:
            (above if place > 0 else below).append(run)
        place -= count
    return above, below


def _ends_name(last: str, line: str) -> bool:
    """Whether `line` is the last word of a name in capitals that was too long for a line of its own."""
    return line.isalpha() and line.isupper() and is_capitals(last)


def _heights(shapes: NDArray[np.float64]) -> NDArray[np.float64]:
    """The heights of the lines of a page: that of the usual line for all that may be in the same type.

    Glyphs are measured, so that a line of low letters seems to be of a smaller type than one of high ones.
    """
    tall, height = shapes[:, 3] - shapes[:, 1], shapes[:, 4]
    usual_tall, usual = (np.sort(each)[len(each) // 2] for each in (tall, height))
    low, high = _SAME_LINE[0] * usual_tall, _SAME_LINE[1] * usual_tall
    same = (tall > low) & (tall < high) & (height > _SAME_WORD[0] * usual) & (height < _SAME_WORD[1] * usual)
    return np.where(same, usual, height)


def _edges(shapes: NDArray[np.float64]) -> NDArray[np.float64]:
    """The left and the right edge of the column that each line of a page stands in, shape (2, n).

    A column begins where a line stands above the one before, to the right of it.
    """
    x0, y0, x1, y1 = shapes[:, :4].T
    edges = np.empty((2, len(shapes)))
    edges[0], edges[1] = x0.min(), x1.max()
    starts = [0, *(np.flatnonzero((y1[1:] < y0[:-1]) & (x0[1:] > x1[:-1])) + 1).tolist(), len(shapes)]
    if sum(end - start >= _COLUMN for start, end in pairwise(starts)) > 1:
        for start, end in pairwise(starts):
            edges[0, start:end] = x0[start:end].min()
            edges[1, start:end] = np.quantile(x1[start:end], _FULL, method="higher")
    return edges


class _Joins:
    """Whether the lines of some pages belong to the paragraph of the line before; the first follows `before`."""

    def __init__(self, runs: Sequence[Run], before: Run | None, rules: LineRules) -> None:
        self._rules = rules
        self._count = sum(len(run.numbers) for run in runs)
        runs = [before.part(len(before.numbers) - 1, len(before.numbers)), *runs] if before else runs
        self._texts = list(chain.from_iterable(run.texts for run in runs))
        counts = np.array([len(run.numbers) for run in runs])
        shapes = np.concatenate([run.shapes for run in runs])
        x0, y0, x1, y1, _, lead = shapes.T
        height = np.concatenate([_heights(run.shapes) for run in runs])
        edges = [_edges(run.shapes) for run in runs]
        if before:
            edges[0] = _edges(before.shapes)[:, -1:]
        left, right = np.concatenate(edges, axis=1)
        page = np.repeat([run.lines.page for run in runs], counts)
        em = height[:-1]
        grown = np.abs(np.diff(height))
        room = right[:-1] - x1[:-1] > lead[1:] + 1.5 * em
        self._over = (page[1:] != page[:-1]) | ((y1[1:] < y0[:-1]) & (x0[1:] > x1[:-1]))
        below = (y0[1:] - y1[:-1] <= 0.9 * em) & (y0[1:] >= y0[:-1])
        self._near = (grown <= 0.25 * em) & np.where(self._over, (np.diff(page) <= 1) & ~room, below)
        self._apart = room | (x0[1:] > x0[:-1] + 0.7 * em)
        self._inset = x0[1:] > left[1:] + 0.7 * em
        shift = np.abs(x0[:-1] + x1[:-1] - x0[1:] - x1[1:]) / 2
        is_between = (x0[1:] > left[1:] + 2 * em) & (x1[1:] < right[1:] - 2 * em)
        self._centred = (grown < 0.05 * em) & (shift < em) & is_between

    def found(self, is_alone: bool) -> Flags:
        """The answers; `is_alone` says that the paragraph before has one line so far."""
        joins = np.zeros(len(self._texts), np.bool_)
        places = np.flatnonzero(self._near)
        flags = (each[places].tolist() for each in (self._over, self._apart, self._inset, self._centred))
        for place, over, apart, inset, centred in zip(places.tolist(), *flags, strict=True):
            last, line = self._texts[place], self._texts[place + 1]
            if "\t" in line or "\t" in last:
                continue
            ended = last.endswith(TERMINAL)
            if over:
                joins[place + 1] = not ended and self._goes_over(last, line)
            elif ended:
                is_first = not joins[place] and (place > 0 or is_alone)
                anew = apart or (inset and is_first) or self._begins_anew(line)
                joins[place + 1] = not anew and not self._is_head(last, line)
            else:
                is_apart = apart and not centred
                goes_on = self._rules.goes_on(line) or _ends_name(last, line)
                joins[place + 1] = goes_on or not (is_apart or self._is_head(last, line))
        return joins[len(joins) - self._count :]

    def _goes_over(self, last: str, line: str) -> bool:
        """Whether `line` at the beginning of a page may be in one sentence with `last`."""
        follows = begins_small(line) or line[0].isdigit() or last.endswith(",")
        return follows and not self._begins_anew(line)

    def _begins_anew(self, line: str) -> bool:
        return self._rules.is_list_item(line) or self._rules.heading_level(line) > 0

    def _is_head(self, last: str, line: str) -> bool:
        """Whether `last` or `line` is a heading, so that they are no paragraph together."""
        return self._names(last) or self._names(line)

    def _names(self, line: str) -> bool:
        return not line[0].isdigit() and self._rules.heading_level(line) > 0
