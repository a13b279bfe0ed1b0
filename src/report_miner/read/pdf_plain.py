"""The lines of a plain PDF page from few questions to pdfium: a word is looked at only where it matters.

A page is plain when its text is Vietnamese as it stands, in lines that go over the whole page, with no mark of a
footnote and no syllable that only the text layer splits. Other pages are read word by word (`pdf_words`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from typing import Any

import numpy as np
from numpy.typing import NDArray

from report_miner.clean.evidence import is_strange
from report_miner.model import Box
from report_miner.read.boxes import Boxes
from report_miner.read.page_lines import Lines
from report_miner.read.pdf_characters import Characters, Indices, Numbers
from report_miner.read.pdf_frame import Frame
from report_miner.read.pdf_layout import GAP
from report_miner.read.pdf_repair import LEAST_LINES, MIDDLE, closest
from report_miner.read.pdf_words import RAISED, plausible

Flags = NDArray[np.bool_]

_ASKED = 100  # words of a page whose spelling is looked at
_PLAUSIBLE = 0.85
_STRIP, _ALIGNED = 1.0, 0.3  # points, and the share of the lines that begin a word in one strip where columns do
_LETTERS = [chr(point) for point in range(0x10000)]
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


def plain_lines(textpage: Any, number: int, frame: Frame, exact: Collection[str]) -> Lines | None:
    """Return the lines of a page, None where it is not plain.

    Args:
        textpage: the text of the page, of pypdfium2.
        number: the number of the page.
        frame: how the page is seen, not turned.
        exact: words that have boxes of their own, as those with digits have; words between them share one.
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
    return _Words(characters, codes, words, frame.part).lines(number, exact)


class _Words:
    """The words of a page: where each begins and ends among the characters, and its place on the page in points."""

    def __init__(self, characters: Characters, codes: NDArray[np.uint16], words: list[str], frame: Box) -> None:
        edges = np.flatnonzero(np.diff(_BLANK[codes], prepend=True, append=True))
        self._characters = characters
        self._codes = codes
        self._words = words
        self._edge = frame[0]
        self._first, self._last = edges[::2], edges[1::2] - 1
        boxes = characters.boxes(self._first)
        self._left, self._top, self._bottom = boxes[:, 0] - frame[0], frame[3] - boxes[:, 1], frame[3] - boxes[:, 3]
        self._height: Numbers = self._bottom - self._top
        self._higher = np.maximum(self._height[1:], self._height[:-1])
        overlap = np.minimum(self._bottom[1:], self._bottom[:-1]) - np.maximum(self._top[1:], self._top[:-1])
        level = overlap > 0.5 * np.minimum(self._height[1:], self._height[:-1])
        self._goes_on: Flags = level & (self._left[1:] > self._left[:-1])
        self._opens: Flags = np.concatenate(([True], ~self._goes_on))
        self._heads = np.flatnonzero(self._opens)

    def lines(self, number: int, exact: Collection[str]) -> Lines | None:
        """The lines, None where the page is not plain."""
        pairs, gaps = self._doubtful_pairs()
        named = np.logical_or.reduceat(_NUMERIC[self._codes], self._first)
        named |= np.array(list(map(exact.__contains__, self._words)))
        wide = self._goes_on & (self._left[1:] - self._left[:-1] > GAP * self._higher)
        asked = self._opens | named
        asked[:-1] |= ~self._goes_on | named[1:] | wide
        asked[[-1, *pairs]] = True
        right = np.zeros(len(self._words))
        right[asked] = self._characters.boxes(self._last[asked])[:, 2] - self._edge
        space = self._left[1:] - right[:-1]
        split = any(space[pair] < gap * self._higher[pair] for pair, gap in zip(pairs, gaps, strict=True))
        if split or self._has_raised_numbers() or self._may_have_columns(right.max()):
            return None
        holes: Flags = wide & (space > GAP * self._higher)
        begins = self._opens | named
        begins[1:] |= named[:-1] | holes
        return self._made(number, right, np.flatnonzero(begins), set(np.flatnonzero(holes).tolist()))

    def _doubtful_pairs(self) -> tuple[list[int], list[float]]:
        """Words that are a syllable together with the next one, and how far apart (in heights) they would be one."""
        first, last = self._first[1:], self._last[1:]
        vowel = _VOWEL[self._codes[first]]
        coda = (last - first < 2) & ~_VOWEL[self._codes[last]]
        candidates = np.flatnonzero(self._goes_on & (vowel | coda)).tolist()
        found = [(place, closest(self._words[place], self._words[place + 1])) for place in candidates]
        return [place for place, gap in found if gap], [gap for _, gap in found if gap]

    def _has_raised_numbers(self) -> bool:
        """Whether a digit at the end of a word stands above the base line, as the number of a footnote does."""
        ending = np.flatnonzero(_DIGIT[self._codes[self._last]])
        if not len(ending):
            return False
        bases = self._characters.bases(self._first[self._heads])
        of_line = bases[np.searchsorted(self._heads, ending, side="right") - 1]
        raised = self._characters.bases(self._last[ending]) - of_line
        return bool((raised > RAISED * self._height[ending]).any())

    def _may_have_columns(self, right: float) -> bool:
        """Whether many lines begin a word in the same strip in the middle of the page."""
        left = float(self._left.min())
        low, high = (left + share * (right - left) for share in MIDDLE)
        begun = self._left[1:][self._goes_on]
        begun = begun[(begun > low) & (begun < high)]
        if len(self._heads) < LEAST_LINES or not len(begun):
            return False
        counts = np.bincount(((begun - low) / _STRIP).astype(np.intp), minlength=2)
        return bool((counts[1:] + counts[:-1]).max() >= _ALIGNED * len(self._heads))

    def _made(self, number: int, right: Numbers, runs: Indices, holes: set[int]) -> Lines:
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
        rows, bounds = self._boxes(number, right, runs)
        return Lines(number, texts, shapes, Boxes(rows.astype(np.float32)), bounds)

    def _heights(self, ends: Indices) -> Numbers:
        """The height of the usual word of each line."""
        by_height = np.lexsort((self._height, np.cumsum(self._opens)))
        middle: Indices = by_height[(self._heads + ends) // 2]
        return self._height[middle]

    def _boxes(self, number: int, right: Numbers, runs: Indices) -> tuple[Numbers, list[int]]:
        """The rows of `Boxes` for the runs, their offsets those in their line, and where each line's rows begin."""
        heads = self._heads
        ends = np.append(runs[1:], len(self._words)) - 1
        lengths = self._last - self._first + 1
        offsets = np.cumsum(lengths + 1) - lengths - 1
        bounds = np.append(np.searchsorted(runs, heads), len(runs))
        of_line = np.repeat(offsets[heads], np.diff(bounds))
        rows = np.ones((len(runs), 8))
        rows[:, 0] = offsets[runs] - of_line
        rows[:, 1] = offsets[ends] + lengths[ends] - of_line
        rows[:, 2] = number
        rows[:, 3] = self._left[runs]
        rows[:, 4] = np.minimum.reduceat(self._top, runs)
        rows[:, 5] = right[ends]
        rows[:, 6] = np.maximum.reduceat(self._bottom, runs)
        return rows, bounds.tolist()

    def _text(self, head: int, end: int, holes: set[int]) -> str:
        """The words of a line with a space between them, a tab where it has a hole."""
        words = self._words[head : end + 1]
        if not holes or holes.isdisjoint(range(head, end)):
            return " ".join(words)
        return "".join(word + ("\t" if head + place in holes else " ") for place, word in enumerate(words)).rstrip()
