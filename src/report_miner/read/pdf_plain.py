"""The lines of plain PDF pages from few questions to pdfium: a word is looked at only where it matters.

A page is plain when its text is Vietnamese as it stands, in lines that go over the whole page, with no mark of a
footnote and no syllable that only the text layer splits. Other pages are read word by word (`pdf_words`). Several
pages are worked out together: most of the time of one alone would go into calling, not into calculating.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from report_miner.clean.evidence import is_strange
from report_miner.model import Box
from report_miner.read.boxes import Boxes
from report_miner.read.letter_classes import BLANK, DIGIT, HINT, LETTER, NUMERIC, ODD, TALL, VOWEL, Flags
from report_miner.read.page_lines import Lines
from report_miner.read.pdf_characters import Characters, Codes, Indices, Numbers, asked_boxes, asked_origins
from report_miner.read.pdf_frame import Frame
from report_miner.read.pdf_layout import GAP
from report_miner.read.pdf_repair import LEAST_LINES, MIDDLE, closest
from report_miner.read.pdf_words import RAISED, is_shown, plausible

_ASKED = 500  # letters of a page whose spelling is looked at
_PLAUSIBLE = 0.85
_STEP = 6  # words from one whose place is asked to the next
_SLACK = 1.2  # heights by which the words between may be wider than is usual: half of a hole
_SHIFT = 0.1  # of the height of a letter, that others on its line may be out of line
_STRIP, _ALIGNED = 1.0, 0.3  # points, and the share of the lines that begin a word in one strip where columns do
_APART, _BELOW = 0.4, 2  # heights before a number that may be one of a table, and how many stand below others
_STRIPS = 1 << 20  # more than a page is wide
_KEYS = 1 << 16
_NEWLINE = np.array([ord("\n")], np.uint16)


@dataclass(frozen=True, eq=False, slots=True)
class PlainText:
    """The text of a page that may be plain: its characters, their codes, and the part of the page that is shown.

    `pieces` is how many texts the page draws; where they are more than its lines, it may have columns.
    """

    number: int
    part: Box
    characters: Characters
    codes: Codes
    pieces: float


def plain_text(textpage: Any, number: int, frame: Frame, pieces: float) -> PlainText | None:
    """Return the text of a page, None where it has no characters to ask about.

    Args:
        textpage: the text of the page, of pypdfium2; it is asked again by `plain_lines`.
        number: the number of the page.
        frame: how the page is seen, not turned.
        pieces: how many texts the page draws.
    """
    characters = Characters(textpage)
    codes = characters.codes()
    if codes is None or not len(codes):
        return None
    return PlainText(number, frame.part, characters, codes, pieces)


def plain_lines(pages: Sequence[PlainText], exact: Collection[str]) -> dict[int, Lines]:
    """Return the lines of those pages that are plain, by the number of the page.

    Args:
        pages: the pages, still open.
        exact: words that have boxes, as those with digits have.
    """
    pages = _readable(pages)
    return _Words(pages, exact).lines() if pages else {}


def _readable(pages: Sequence[PlainText]) -> list[PlainText]:
    """The pages whose text is Vietnamese as it stands."""
    whole = [page for page in pages if not ODD[page.codes].any()]
    texts = [page.codes.tobytes().decode("utf-16-le") for page in whole]
    pairs = zip(whole, texts, strict=True)
    return [page for page, text in pairs if _is_clean(page.codes, text) and _is_spelled(text)]


def _is_clean(codes: Codes, text: str) -> bool:
    is_d = (codes | 0x20) == ord("d")
    may_be_strange = HINT[codes].any() or (is_d[1:] & is_d[:-1]).any()
    return unicodedata.is_normalized("NFC", text) and not (may_be_strange and is_strange(text))


def _is_spelled(text: str) -> bool:
    """Whether most words of some rows are Vietnamese syllables."""
    return not text.isspace() and plausible(text.split("\n")[:: 1 + len(text) // _ASKED]) >= _PLAUSIBLE


class _Words:
    """The words of some pages: where each begins and ends among the characters, and its place in points.

    A line of the text layer whose words are about as wide as is usual holds no surprise: of its words only some are
    asked for their place, the first and the last among them, and `_known` says which.
    """

    def __init__(self, pages: Sequence[PlainText], exact: Collection[str]) -> None:
        self._pages = pages
        self._codes = np.concatenate([part for page in pages for part in (page.codes, _NEWLINE)])
        self._text = self._codes.tobytes().decode("utf-16-le")
        blank = np.concatenate(([True], BLANK[self._codes]))
        edges = np.flatnonzero(blank[1:] != blank[:-1])
        self._first, self._last = edges[::2], edges[1::2] - 1
        self._offsets = np.array([0, *accumulate(len(page.codes) + 1 for page in pages)])
        self._starts = np.searchsorted(self._first, self._offsets)
        self._page: Indices = np.repeat(np.arange(len(pages)), np.diff(self._starts))
        self._row = np.cumsum(self._codes == _NEWLINE)[self._first]
        self._leads: Flags = np.diff(self._row, prepend=-1) > 0
        self._trails: Flags = np.append(self._leads[1:], True)
        self._named = self._with_boxes(exact)
        self._left, self._top, self._right, self._bottom, self._end = np.zeros((5, len(self._first)))
        self._known, self._ended = np.zeros((2, len(self._first)), np.bool_)

    def _with_boxes(self, exact: Collection[str]) -> Flags:
        """The words that have boxes of their own: those of numbers."""
        named: Flags = np.logical_or.reduceat(NUMERIC[self._codes], self._first)
        keys = _key(self._codes[self._first], self._codes[self._last], self._last - self._first + 1)
        places = np.flatnonzero(_keys_of(frozenset(exact))[keys] & ~named)
        spans = zip(self._first[places].tolist(), (self._last[places] + 1).tolist(), strict=True)
        named[places] = [self._text[start:end] in exact for start, end in spans]
        return named

    def _word(self, place: int) -> str:
        return self._text[self._first[place] : self._last[place] + 1]

    def lines(self) -> dict[int, Lines]:
        """The lines of the plain ones among the pages."""
        pairs, gaps = self._doubtful_pairs()
        self._ask_some(pairs)
        goes_on = self._going_on()
        higher = np.maximum(self._height[1:], self._height[:-1])
        step = np.where(self._known[1:] & self._known[:-1], self._left[1:] - self._left[:-1], 0)
        wide = goes_on & (step > (GAP + self._usual / 2 * np.diff(self._first)) * higher)
        self._opens: Flags = np.concatenate(([True], ~goes_on))
        self._heads = np.flatnonzero(self._opens)
        self._ask_ends(self._opens | np.append(~goes_on | wide, True))
        space = self._left[1:] - self._right[:-1]
        split = pairs[space[pairs] < gaps * higher[pairs]]
        refused = {*self._page[split].tolist(), *self._with_raised_numbers(), *self._with_columns(goes_on)}
        refused |= set(self._with_tables(goes_on & (step > (self._usual * np.diff(self._first) + _APART) * higher)))
        refused |= set(self._page[self._heads[~self._shown()]].tolist())
        return self._made(refused, np.append(wide & (space > GAP * higher), False))

    def _doubtful_pairs(self) -> tuple[Indices, Numbers]:
        """Words that are a syllable together with the next one, and how far apart (in heights) they would be one."""
        first, last = self._first[1:], self._last[1:]
        vowel = VOWEL[self._codes[first]]
        coda = (last - first < 2) & ~VOWEL[self._codes[last]]
        letters = LETTER[self._codes[first]] & LETTER[self._codes[self._last[:-1]]]
        candidates = np.flatnonzero(letters & ~self._leads[1:] & (vowel | coda))
        gaps = np.array([closest(self._word(place), self._word(place + 1)) for place in candidates.tolist()])
        return candidates[gaps > 0], gaps[gaps > 0]

    def _ask_some(self, pairs: Indices) -> None:
        """Ask for the places of the words that matter, and of all words of the rows that hold a surprise."""
        rows = np.flatnonzero(self._leads)
        pieces = np.array([page.pieces for page in self._pages])
        self._pieced: Flags = pieces > (1 + _ALIGNED / 2) * np.bincount(self._page[rows], minlength=len(pieces))
        row = np.cumsum(self._leads) - 1
        starts = ((np.arange(len(row)) - rows[row]) % _STEP == 0) | self._named | self._pieced[self._page]
        starts[pairs + 1] = True
        starts |= TALL[self._codes[self._first]]
        ends = self._leads | self._trails | self._named
        ends[pairs] = True
        self._ask(np.flatnonzero(starts), np.flatnonzero(ends))
        surprises = self._surprises(rows, row)
        self._ask(np.flatnonzero(surprises[row] & ~self._known), rows[:0])
        self._left = self._left[np.maximum.accumulate(np.where(self._known, np.arange(len(row)), 0))]
        lowest = np.maximum.reduceat(np.where(self._known, self._top, -np.inf), rows)
        highest = np.minimum.reduceat(np.where(self._known, self._bottom, np.inf), rows)
        self._top = np.where(self._known, self._top, lowest[row])
        self._bottom = np.where(self._known, self._bottom, highest[row])
        self._height: Numbers = self._bottom - self._top

    def _surprises(self, rows: Indices, row: Indices) -> Flags:
        """Which rows have letters of two heights, go back, or are wider somewhere than their letters make them."""
        known = np.flatnonzero(self._known)
        of_row = row[known]
        first, left, top, bottom = (each[known] for each in (self._first, self._left, self._top, self._bottom))
        end = np.flatnonzero(self._trails)[of_row]
        is_last = np.append(of_row[1:] != of_row[:-1], True)
        letters = np.where(is_last, self._last[end] + 1, np.roll(first, -1)) - first
        width = np.where(is_last, self._right[end], np.roll(left, -1)) - left
        heights = width / np.maximum(bottom - top, 0.01)
        self._usual = np.median(heights / letters)
        odd = (width <= 0) | (heights > self._usual * letters + _SLACK)
        head = rows[of_row]
        shift = np.abs(top - self._top[head]) + np.abs(bottom - self._bottom[head])
        shift += np.abs(self._end[end] - self._bottom[head])
        odd |= shift > _SHIFT * (bottom - top)
        found = np.zeros(len(rows), np.bool_)
        found[of_row[odd]] = True
        return found

    def _going_on(self) -> Flags:
        """Whether each word but the first is on the line of the one before."""
        overlap = np.minimum(self._bottom[1:], self._bottom[:-1]) - np.maximum(self._top[1:], self._top[:-1])
        level = overlap > 0.5 * np.minimum(self._height[1:], self._height[:-1])
        goes_on: Flags = level & (self._left[1:] > self._left[:-1]) | ~self._known[1:]
        goes_on[self._starts[1:-1] - 1] = False
        return goes_on

    def _ask_ends(self, wanted: Flags) -> None:
        missing = np.flatnonzero(wanted & ~self._ended)
        self._ask(missing[:0], missing)

    def _ask(self, starts: Indices, ends: Indices) -> None:
        """Ask for the places of the first letters of the words `starts` and of the last ones of `ends`."""
        words = np.concatenate((starts, ends))
        if not len(words):
            return
        page = self._page[words]
        letters = np.concatenate((self._first[starts], self._last[ends])) - self._offsets[page]
        boxes = asked_boxes([each.characters for each in self._pages], page, letters)
        left, above = np.array([(each.part[0], each.part[3]) for each in self._pages])[page].T
        count = len(starts)
        self._left[starts] = (boxes[:, 0] - left)[:count]
        self._top[starts] = (above - boxes[:, 1])[:count]
        bottom = above - boxes[:, 3]
        self._bottom[starts], self._end[ends] = bottom[:count], bottom[count:]
        self._right[ends] = (boxes[:, 2] - left)[count:]
        self._known[starts] = self._ended[ends] = True

    def _with_raised_numbers(self) -> list[int]:
        """The pages where a digit at the end of a word stands above the base line, as a footnote's number does.

        It is looked for where the last letter of a word has another box than the first letter of its line.
        """
        ending = np.flatnonzero(self._ended & DIGIT[self._codes[self._last]])
        heads = self._heads[np.searchsorted(self._heads, ending, side="right") - 1]
        shifted = self._end[ending] != self._bottom[heads]
        ending, heads = ending[shifted], heads[shifted]
        if not len(ending):
            return []
        page = self._page[ending]
        characters = [each.characters for each in self._pages]
        bases = asked_origins(characters, page, self._last[ending] - self._offsets[page])[:, 1]
        raised = bases - asked_origins(characters, page, self._first[heads] - self._offsets[page])[:, 1]
        pages: list[int] = page[raised > RAISED * self._height[ending]].tolist()
        return pages

    def _shown(self) -> Flags:
        """Which lines lie on the part of their page that is shown, both ends of them."""
        heads = self._heads
        ends = np.append(heads[1:], len(self._first)) - 1
        left, bottom, right, top = np.array([page.part for page in self._pages])[self._page[heads]].T
        lines = (self._left[heads], self._top[heads], self._right[heads], self._bottom[heads])
        last = (self._right[ends], *lines[1:2], self._right[ends], lines[3])
        shown: Flags = is_shown(lines, right - left, top - bottom) & is_shown(last, right - left, top - bottom)
        return shown

    def _with_columns(self, goes_on: Flags) -> list[int]:
        """The pages in many pieces where many lines begin a word in the same strip in the middle of the page."""
        if not self._pieced.any():
            return []
        left = np.minimum.reduceat(self._left, self._starts[:-1])
        width = np.maximum.reduceat(self._right, self._starts[:-1]) - left
        page = self._page[1:]
        low, high = ((left + share * width)[page] for share in MIDDLE)
        begun = self._left[1:]
        middle = goes_on & self._pieced[page] & (begun > low) & (begun < high)
        strips = ((begun - low)[middle] / _STRIP).astype(np.intp)
        keys, counts = np.unique(page[middle] * _STRIPS + strips, return_counts=True)
        counts[:-1] += counts[1:] * (np.diff(keys) == 1)
        page = keys // _STRIPS
        lines = np.diff(np.searchsorted(self._heads, self._starts))[page]
        pages: list[int] = page[(lines >= LEAST_LINES) & (counts >= _ALIGNED * lines)].tolist()
        return pages

    def _with_tables(self, apart: Flags) -> list[int]:
        """The pages where numbers behind holes stand below one another, as in tables without ruling lines.

        `apart` are the words that are wider, with the space behind them, than is usual.
        """
        numbers = np.flatnonzero(np.append(False, apart) & NUMERIC[self._codes[self._last]])
        self._ask_ends(np.isin(np.arange(len(self._first)), (numbers, numbers - 1)))
        numbers = numbers[self._left[numbers] - self._right[numbers - 1] > _APART * self._height[numbers]]
        numbers = numbers[np.lexsort((self._left[numbers], self._page[numbers]))]
        before, after = numbers[:-1], numbers[1:]
        page = self._page[before]
        below = (page == self._page[after]) & (self._left[after] < self._right[before])
        pages, counts = np.unique(page[below], return_counts=True)
        found: list[int] = pages[counts >= _BELOW].tolist()
        return found

    def _made(self, refused: Collection[int], holes: Flags) -> dict[int, Lines]:
        """The lines, and the boxes of the words that have some; `holes` are the words with a hole behind them."""
        heads = self._heads
        ends = np.append(heads[1:], len(self._first)) - 1
        shapes = np.stack(
            [
                self._left[heads],
                np.minimum.reduceat(self._top, heads),
                self._right[ends],
                np.maximum.reduceat(self._bottom, heads),
                self._heights(ends),
                self._right[heads] - self._left[heads],
            ],
            axis=1,
        )
        lengths = self._last - self._first + 1
        offsets = np.cumsum(lengths + 1) - lengths - 1
        texts = self._texts(ends, holes, offsets + lengths)
        named = np.flatnonzero(self._named)
        boxes = self._boxes(named, offsets, lengths)
        bounds = np.append(np.searchsorted(named, heads), len(named))
        lines = np.searchsorted(heads, self._starts).tolist()
        found: dict[int, Lines] = {}
        for place, page in enumerate(self._pages):
            if place not in refused:
                first, end = lines[place : place + 2]
                within = bounds[first : end + 1]
                part = boxes.part(*within[[0, -1]].tolist())
                found[page.number] = Lines(page.number, texts[first:end], shapes[first:end], part, within - within[0])
        return found

    def _heights(self, ends: Indices) -> Numbers:
        """The height of the usual word of each line."""
        by_height = np.lexsort((self._height, np.cumsum(self._opens)))
        middle: Indices = by_height[(self._heads + ends) // 2]
        return self._height[middle]

    def _boxes(self, named: Indices, offsets: Indices, lengths: Indices) -> Boxes:
        """The boxes of the words `named`, their offsets those in their line."""
        head = self._heads[np.searchsorted(self._heads, named, side="right") - 1]
        spans = np.empty((len(named), 3), np.int32)
        spans[:, 0] = offsets[named] - offsets[head]
        spans[:, 1] = spans[:, 0] + lengths[named]
        spans[:, 2] = np.array([page.number for page in self._pages])[self._page[named]]
        places = np.ones((len(named), 5), np.float32)
        for number, edge in enumerate((self._left, self._top, self._right, self._bottom)):
            places[:, number] = edge[named]
        return Boxes(spans, places)

    def _texts(self, ends: Indices, holes: Flags, behind: Indices) -> list[str]:
        """The texts of the lines: a space between two words, a tab for a hole.

        `behind` is where each word would end if one space stood between any two.
        """
        heads = self._heads
        rows = self._text.split("\n")
        spaced = self._last[ends] - self._last[heads] == behind[ends] - behind[heads]
        whole = self._leads[heads] & self._trails[ends] & (self._row[heads] == self._row[ends]) & spaced
        whole &= ~np.logical_or.reduceat(holes | self._oddly_spaced(), heads)
        texts = [rows[row].strip() for row in self._row[heads].tolist()]
        for line in np.flatnonzero(~whole).tolist():
            words = range(heads[line], ends[line] + 1)
            text = "".join(self._word(word) + ("\t" if holes[word] else " ") for word in words)
            texts[line] = text.rstrip()
        return texts

    def _oddly_spaced(self) -> Flags:
        """The words with another blank than a space behind them."""
        behind = np.minimum(self._last + 1, len(self._codes) - 1)
        oddly: Flags = ~self._trails & (self._codes[behind] != ord(" "))
        return oddly


@lru_cache(maxsize=4)
def _keys_of(words: frozenset[str]) -> Flags:
    """Which keys words have."""
    keys: Flags = np.zeros(_KEYS, np.bool_)
    for word in words:
        keys[_key(np.array(ord(word[0])), np.array(ord(word[-1])), np.array(len(word)))] = True
    return keys


def _key(first: NDArray[Any], last: NDArray[Any], length: NDArray[Any]) -> Indices:
    """A number that is the same for the same words."""
    key: Indices = (first.astype(np.intp) * 31 + last.astype(np.intp) * 769 + length) % _KEYS
    return key
