"""What PDF files do to text and print does not show: syllables split by spaces, columns read across."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from statistics import median

from report_miner.clean.syllables import is_syllable
from report_miner.read.pdf_layout import WordLine, lines_of
from report_miner.read.pdf_words import Word

_TOUCHING, _CLOSE = 0.09, 0.17  # of the height of a word: no space at all, and less than is printed on purpose
_OUTER = re.compile(r"^\W+|\W+$")
LEAST_LINES = 8
_GUTTER = 9.0  # points
MIDDLE = (0.3, 0.7)
_SPLIT = 0.6  # share of the lines that the gutter must part
_PROSE_WORDS, _PROSE_WIDTH = 4, 0.7


def rejoined(words: Sequence[Word]) -> list[Word]:
    """Return the words of a page with the parts of syllables put together that touch one another in print.

    A space in the text layer counts for nothing where print shows none, if the whole is spelled like a syllable
    ("KHO ẢN" → "KHOẢN"), nor a narrow one, if a part is none by itself ("ĐIỀ U" → "ĐIỀU"); a mark that stands by
    itself belongs to the letters before it.
    """
    joined: list[Word] = []
    for word in words:
        before = joined[-1] if joined else None
        if before and (unicodedata.combining(word.text[0]) or _is_split(before, word)):
            joined[-1] = _together(before, word)
        else:
            joined.append(word)
    return joined


def _is_split(before: Word, word: Word) -> bool:
    gap = word.bbox[0] - before.bbox[2]
    if gap > _CLOSE * word.height and gap > _CLOSE * before.height:
        return False
    height = max(before.height, word.height)
    if abs(word.base - before.base) > 0.1 * height or gap <= -0.2 * height:
        return False
    nearest = closest(before.text, word.text)
    return nearest > 0 and gap < nearest * height


@lru_cache(maxsize=20_000)
def closest(before: str, word: str) -> float:
    """Return how near two words are, in parts of their height, when they are one syllable; 0 when they never are."""
    if not (before[-1].isalpha() and word[0].isalpha()):
        return 0.0
    parts = _OUTER.sub("", before), _OUTER.sub("", word)
    if not is_syllable("".join(parts)):
        return 0.0
    return _TOUCHING if all(map(is_syllable, parts)) else _CLOSE


def _together(before: Word, word: Word) -> Word:
    a, b = before.bbox, word.bbox
    box = (a[0], min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))
    return replace(before, text=unicodedata.normalize("NFC", before.text + word.text), bbox=box)


def read_down(lines: Sequence[WordLine]) -> list[WordLine]:
    """Return the lines of a page in the order of reading: where prose stands in two columns, one after the other.

    Lines that go over both columns (a title) end what is above them.
    """
    gutter = _gutter(lines)
    if gutter is None:
        return list(lines)
    ordered: list[WordLine] = []
    columns: tuple[list[Word], list[Word]] = ([], [])
    for line in [*lines, None]:
        if line is not None and not _crosses(line, gutter):
            for word in line.words:
                columns[word.bbox[0] > gutter].append(word)
            continue
        for column in columns:
            ordered += lines_of(column)
            column.clear()
        if line is not None:
            ordered.append(line)
    return ordered


def _gutter(lines: Sequence[WordLine]) -> float | None:
    """The middle of the white strip between two columns of prose that are read across, None where there is none."""
    if len(lines) < LEAST_LINES:
        return None
    left = min(line.bbox[0] for line in lines)
    right = max(line.bbox[2] for line in lines)
    holes = [hole for line in lines for hole in _holes(line, left, right)]
    if len(holes) < max(LEAST_LINES, _SPLIT * len(lines)):
        return None
    gutter = median((start + end) / 2 for start, end in holes)
    parted = [line for line in lines if not _crosses(line, gutter)]
    both = [line for line in parted if line.bbox[0] < gutter < line.bbox[2]]
    if len(both) < max(LEAST_LINES, _SPLIT * len(lines)):
        return None
    halves = [
        ([word for line in both for word in line.words if (word.bbox[0] > gutter) == second], edge)
        for second, edge in ((False, gutter - left), (True, right - gutter))
    ]
    return gutter if all(_is_prose(words, width, len(both)) for words, width in halves) else None


def _holes(line: WordLine, left: float, right: float) -> list[tuple[float, float]]:
    """The holes of a line in the middle of the page."""
    low, high = (left + share * (right - left) for share in MIDDLE)
    pairs = zip(line.words, line.words[1:], strict=False)
    holes = ((a.bbox[2], b.bbox[0]) for a, b in pairs if b.bbox[0] - a.bbox[2] > _GUTTER)
    return [hole for hole in holes if low < (hole[0] + hole[1]) / 2 < high]


def _crosses(line: WordLine, gutter: float) -> bool:
    return any(word.bbox[0] < gutter < word.bbox[2] for word in line.words) or any(
        a.bbox[2] < gutter < b.bbox[0] and b.bbox[0] - a.bbox[2] <= _GUTTER
        for a, b in zip(line.words, line.words[1:], strict=False)
    )


def _is_prose(words: Sequence[Word], width: float, lines: int) -> bool:
    """Whether the words of a column fill its lines, as those of a table or a list do not."""
    printed = sum(word.bbox[2] - word.bbox[0] for word in words)
    spaces = (len(words) - lines) * 0.25 * median(word.height for word in words) if words else 0.0
    return len(words) >= _PROSE_WORDS * lines and printed + spaces >= _PROSE_WIDTH * width * lines
