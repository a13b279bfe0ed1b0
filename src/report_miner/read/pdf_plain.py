"""The lines of plain PDF pages from few questions to pdfium: a word is looked at only where it matters.

A page is plain when its text is Vietnamese as it stands, in lines that go over the whole page, with no mark of a
footnote and no syllable that only the text layer splits. Other pages are read word by word (`pdf_words`). Several
pages are worked out together: most of the time of one alone would go into calling, not into calculating.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from report_miner.clean.evidence import is_strange
from report_miner.model import Box
from report_miner.read.boxes import Boxes
from report_miner.read.page_lines import Lines
from report_miner.read.pdf_characters import Characters, Codes, Indices, Numbers
from report_miner.read.pdf_frame import Frame
from report_miner.read.pdf_layout import GAP
from report_miner.read.pdf_repair import LEAST_LINES, MIDDLE, closest
from report_miner.read.pdf_words import RAISED, plausible

Flags = NDArray[np.bool_]

_ASKED = 100  # words of a page whose spelling is looked at
_PLAUSIBLE = 0.85
_STRIP, _ALIGNED = 1.0, 0.3  # points, and the share of the lines that begin a word in one strip where columns do
_STRIPS = 1 << 20  # more than a page is wide
_LETTERS = [chr(point) for point in range(0x10000)]
_SPACE = np.array([ord(" ")], np.uint16)
_BLANK: Flags = np.array([letter.isspace() for letter in _LETTERS])
_DIGIT: Flags = np.array([letter.isdecimal() for letter in _LETTERS])
_NUMERIC: Flags = np.array([letter.isdecimal() or letter == "%" for letter in _LETTERS])
_VOWEL: Flags = np.array([unicodedata.normalize("NFD", letter)[0].lower() in "aeiouy" for letter in _LETTERS])
_ODD: Flags = np.array(
    [
        (letter < " " and not letter.isspace())
        or "\u0300" <= letter <= "\u036f"
        or "\ud800" <= letter <= "\udfff"
        or letter in "\u00ad\ufffd\ufffe\uffff"
        for letter in _LETTERS
    ]
)


@dataclass(frozen=True, eq=False, slots=True)
class PlainText:
    """The text of a page that may be plain: its characters, their codes, its words, and the part that is shown."""

    number: int
    part: Box
    characters: Characters
    codes: Codes
    words: list[str]


def plain_text(textpage: Any, number: int, frame: Frame) -> PlainText | None:
    """Return the text of a page, None where it alone shows that the page is not plain.

    Args:
        textpage: the text of the page, of pypdfium2; it is asked again by `plain_lines`.
        number: the number of the page.
        frame: how the page is seen, not turned.
    """
    characters = Characters(textpage)
    codes = characters.codes()
    if codes is None or _ODD[codes].any():
        return None
    text = codes.tobytes().decode("utf-16-le")
    words = text.split()
    if not words or is_strange(text) or not unicodedata.is_normalized("NFC", text):
        return None
    if plausible(words[:: 1 + len(words) // _ASKED]) < _PLAUSIBLE:
        return None
    return PlainText(number, frame.part, characters, codes, words)


def plain_lines(pages: Sequence[PlainText], exact: Collection[str]) -> dict[int, Lines]:
    """Return the lines of those pages that are plain, by the number of the page.

    Args:
        pages: the pages, still open.
        exact: words that have boxes of their own, as those with digits have; words between them share one.
    """
    return _Words(pages).lines(exact) if pages else {}


class _Words:
    """The words of some pages: where each begins and ends among the characters, and its place in points."""

    def __init__(self, pages: Sequence[PlainText]) -> None:
        self._pages = pages
        self._words = [word for page in pages for word in page.words]
        counts = [len(page.words) for page in pages]
        self._starts = np.array([0, *accumulate(counts)])
        self._page: Indices = np.repeat(np.arange(len(pages)), counts)
        self._codes = np.concatenate([part for page in pages for part in (page.codes, _SPACE)])
        blank = np.concatenate(([True], _BLANK[self._codes]))
        edges = np.flatnonzero(blank[1:] != blank[:-1])
        self._first, self._last = edges[::2], edges[1::2] - 1
        offsets = [0, *accumulate(len(page.codes) + 1 for page in pages)]
        self._offset = np.repeat(offsets[:-1], counts)
        self._edge, above = np.repeat([(page.part[0], page.part[3]) for page in pages], counts, axis=0).T
        boxes = self._asked(Characters.boxes, np.arange(len(self._words)), self._first)
        self._below = boxes[:, 3]
        self._left, self._top, self._bottom = boxes[:, 0] - self._edge, above - boxes[:, 1], above - boxes[:, 3]
        self._height: Numbers = self._bottom - self._top
        self._higher = np.maximum(self._height[1:], self._height[:-1])
        overlap = np.minimum(self._bottom[1:], self._bottom[:-1]) - np.maximum(self._top[1:], self._top[:-1])
        level = overlap > 0.5 * np.minimum(self._height[1:], self._height[:-1])
        self._goes_on: Flags = level & (self._left[1:] > self._left[:-1])
        self._goes_on[self._starts[1:-1] - 1] = False
        self._opens: Flags = np.concatenate(([True], ~self._goes_on))
        self._heads = np.flatnonzero(self._opens)
        self._lines = np.searchsorted(self._heads, self._starts)

    def _asked(self, ask: Callable[[Characters, Indices], Numbers], words: Indices, places: Indices) -> Numbers:
        """What pdfium says of the characters at `places`, which belong to the sorted `words`."""
        places = places - self._offset[words]
        bounds = np.searchsorted(words, self._starts).tolist()
        parts = zip(self._pages, bounds, bounds[1:], strict=False)
        return np.concatenate([ask(page.characters, places[first:end]) for page, first, end in parts])

    def lines(self, exact: Collection[str]) -> dict[int, Lines]:
        """The lines of the plain ones among the pages."""
        pairs, gaps = self._doubtful_pairs()
        named = np.logical_or.reduceat(_NUMERIC[self._codes], self._first)
        named |= np.fromiter(map(exact.__contains__, self._words), np.bool_, len(self._words))
        wide = self._goes_on & (self._left[1:] - self._left[:-1] > GAP * self._higher)
        asked = self._opens | named
        asked[:-1] |= ~self._goes_on | named[1:] | wide
        asked[-1] = asked[pairs] = True
        places = np.flatnonzero(asked)
        ends = self._asked(Characters.boxes, places, self._last[places])
        right = np.zeros(len(self._words))
        right[places] = ends[:, 2] - self._edge[places]
        space = self._left[1:] - right[:-1]
        split = pairs[space[pairs] < gaps * self._higher[pairs]]
        shifted = places[ends[:, 3] != self._below[self._heads_of(places)]]
        refused = {*self._page[split].tolist(), *self._with_raised_numbers(shifted), *self._with_columns(right)}
        holes: Flags = wide & (space > GAP * self._higher)
        begins = self._opens | named
        begins[1:] |= named[:-1] | holes
        return self._made(refused, right, np.flatnonzero(begins), set(np.flatnonzero(holes).tolist()))

    def _doubtful_pairs(self) -> tuple[Indices, Numbers]:
        """Words that are a syllable together with the next one, and how far apart (in heights) they would be one."""
        first, last = self._first[1:], self._last[1:]
        vowel = _VOWEL[self._codes[first]]
        coda = (last - first < 2) & ~_VOWEL[self._codes[last]]
        candidates = np.flatnonzero(self._goes_on & (vowel | coda))
        gaps = np.array([closest(self._words[place], self._words[place + 1]) for place in candidates.tolist()])
        return candidates[gaps > 0], gaps[gaps > 0]

    def _heads_of(self, words: Indices) -> Indices:
        """The first word of the line that each word is on."""
        return self._heads[np.searchsorted(self._heads, words, side="right") - 1]

    def _with_raised_numbers(self, shifted: Indices) -> list[int]:
        """The pages where a digit at the end of a word stands above the base line, as a footnote's number does.

        `shifted` are the words whose last letter has another box than the first letter of their line.
        """
        ending = shifted[_DIGIT[self._codes[self._last[shifted]]]]
        if not len(ending):
            return []
        heads = self._heads_of(ending)
        bases = self._asked(Characters.bases, ending, self._last[ending])
        raised = bases - self._asked(Characters.bases, heads, self._first[heads])
        pages: list[int] = self._page[ending[raised > RAISED * self._height[ending]]].tolist()
        return pages

    def _with_columns(self, right: Numbers) -> list[int]:
        """The pages where many lines begin a word in the same strip in the middle of the page."""
        left = np.minimum.reduceat(self._left, self._starts[:-1])
        width = np.maximum.reduceat(right, self._starts[:-1]) - left
        low, high = ((left + share * width)[self._page[1:]] for share in MIDDLE)
        begun = self._left[1:]
        middle = self._goes_on & (begun > low) & (begun < high)
        strips = ((begun - low)[middle] / _STRIP).astype(np.intp)
        keys, counts = np.unique(self._page[1:][middle] * _STRIPS + strips, return_counts=True)
        counts[:-1] += counts[1:] * (np.diff(keys) == 1)
        page = keys // _STRIPS
        lines = np.diff(self._lines)[page]
        pages: list[int] = page[(lines >= LEAST_LINES) & (counts >= _ALIGNED * lines)].tolist()
        return pages

    def _made(self, refused: Collection[int], right: Numbers, runs: Indices, holes: set[int]) -> dict[int, Lines]:
        """The lines with one box for each run of words; `holes` are the words with a hole behind them."""
        heads = self._heads
        ends = np.append(heads[1:], len(self._words)) - 1
        shapes = np.stack(
            [
                self._left[heads],
                np.minimum.reduceat(self._top, heads),
                right[ends],
                np.maximum.reduceat(self._bottom, heads),
                self._heights(ends),
                right[heads] - self._left[heads],
            ],
            axis=1,
        )
        texts = [self._text(head, end, holes) for head, end in zip(heads.tolist(), ends.tolist(), strict=True)]
        printed, bounds = self._boxes(right, runs)
        found: dict[int, Lines] = {}
        for place, page in enumerate(self._pages):
            if place not in refused:
                first, end = self._lines[place : place + 2].tolist()
                boxes = printed.part(*bounds[[first, end]].tolist())
                within = bounds[first : end + 1] - bounds[first]
                found[page.number] = Lines(page.number, texts[first:end], shapes[first:end], boxes, within)
        return found

    def _heights(self, ends: Indices) -> Numbers:
        """The height of the usual word of each line."""
        by_height = np.lexsort((self._height, np.cumsum(self._opens)))
        middle: Indices = by_height[(self._heads + ends) // 2]
        return self._height[middle]

    def _boxes(self, right: Numbers, runs: Indices) -> tuple[Boxes, Indices]:
        """The boxes of the runs, their offsets those in their line, and where those of each line begin."""
        heads = self._heads
        ends = np.append(runs[1:], len(self._words)) - 1
        lengths = self._last - self._first + 1
        offsets = np.cumsum(lengths + 1) - lengths - 1
        bounds = np.append(np.searchsorted(runs, heads), len(runs))
        of_line = np.repeat(offsets[heads], np.diff(bounds))
        numbers = np.array([page.number for page in self._pages])
        spans = np.empty((len(runs), 3), np.int32)
        spans[:, 0] = offsets[runs] - of_line
        spans[:, 1] = offsets[ends] + lengths[ends] - of_line
        spans[:, 2] = numbers[self._page[runs]]
        places = np.ones((len(runs), 5), np.float32)
        places[:, 0] = self._left[runs]
        places[:, 1] = np.minimum.reduceat(self._top, runs)
        places[:, 2] = right[ends]
        places[:, 3] = np.maximum.reduceat(self._bottom, runs)
        return Boxes(spans, places), bounds

    def _text(self, head: int, end: int, holes: set[int]) -> str:
        """The words of a line with a space between them, a tab where it has a hole."""
        words = self._words[head : end + 1]
        if not holes or holes.isdisjoint(range(head, end)):
            return " ".join(words)
        return "".join(word + ("\t" if head + place in holes else " ") for place, word in enumerate(words)).rstrip()
