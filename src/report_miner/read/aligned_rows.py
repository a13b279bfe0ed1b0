"""The printed rows of a page, whatever the order of its content, each in pieces with holes between them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from report_miner.model import Box
from report_miner.read.pdf_layout import box_around
from report_miner.read.pdf_words import Word

LEVEL = 0.3  # of the height of a word, that the base lines of one row may differ
BESIDE = 0.8  # of the height, between base lines of rows that stand beside one another
_HOLE, _BETWEEN_NUMBERS = 0.6, 0.4  # of their height, between words and between numbers of two pieces
_NUMBER = re.compile(r"[-–−+(]*\d[\d.,/:=()*+–−-]*(?: \d{3}(?:,\d+)?)* ?%?\)?")
_NONE = re.compile(r"[-–—−…xX]|\.{2,3}")
_TIME = re.compile(r"\(?(?:\d{1,2}[/.-]){0,2}(?:19|20)\d\d(?:[-–](?:19|20)?\d\d)?\)?")


@dataclass(frozen=True, eq=False)
class Piece:
    """Words of one row with no hole between them."""

    words: tuple[Word, ...]

    @cached_property
    def bbox(self) -> Box:
        """The box around the words."""
        return box_around([word.bbox for word in self.words])

    @cached_property
    def text(self) -> str:
        """The words, a space between two."""
        return " ".join(word.text for word in self.words)

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.bbox[0]

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.bbox[2]

    @property
    def middle(self) -> float:
        """The place between its ends."""
        return (self.bbox[0] + self.bbox[2]) / 2

    @cached_property
    def is_number(self) -> bool:
        """Whether it is a number and nothing else, that of a column among them: "12,5%", "3=2/1"."""
        return _NUMBER.fullmatch(self.text) is not None

    @property
    def is_none(self) -> bool:
        """Whether it is what stands in a cell without a number."""
        return _NONE.fullmatch(self.text) is not None

    @property
    def is_value(self) -> bool:
        """Whether it fills a cell of numbers."""
        return self.is_number or self.is_none

    @property
    def is_time(self) -> bool:
        """Whether it is a year, or a date."""
        return _TIME.fullmatch(self.text) is not None

    def overlaps(self, left: float, right: float) -> bool:
        """Whether it stands over some of the range."""
        return self.left < right and self.right > left


@dataclass(frozen=True, eq=False)
class PrintedRow:
    """The pieces that stand on one base line, from left to right."""

    pieces: tuple[Piece, ...]

    @cached_property
    def base(self) -> float:
        """The base line."""
        return self.pieces[0].words[0].base

    @cached_property
    def height(self) -> float:
        """The height of its highest word."""
        return max(word.height for piece in self.pieces for word in piece.words)

    @cached_property
    def bbox(self) -> Box:
        """The box around the pieces."""
        return box_around([piece.bbox for piece in self.pieces])

    @property
    def text(self) -> str:
        """The pieces, a space between two."""
        return " ".join(piece.text for piece in self.pieces)

    @cached_property
    def is_data(self) -> bool:
        """Whether numbers stand behind holes, or holes between numbers."""
        numbers = sum(piece.is_number for piece in self.pieces)
        return numbers > 1 or (numbers == 1 and not self.pieces[0].is_number)


def rows_of(words: Iterable[Word]) -> list[PrintedRow]:
    """Return the rows of a page, from top to bottom."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.base):
        if rows and word.base - rows[-1][0].base <= LEVEL * min(word.height, rows[-1][0].height):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [PrintedRow(tuple(pieces_of(row))) for row in rows]


def pieces_of(words: Iterable[Word]) -> list[Piece]:
    """Return the pieces that the words of one row make up."""
    pieces: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.bbox[0]):
        if pieces and not _parts(pieces[-1][-1], word):
            pieces[-1].append(word)
        else:
            pieces.append([word])
    return [Piece(tuple(piece)) for piece in pieces]


def _parts(before: Word, word: Word) -> bool:
    """Whether a hole stands between two words."""
    numbers = is_value(before.text) and is_value(word.text)
    return word.bbox[0] - before.bbox[2] > (_BETWEEN_NUMBERS if numbers else _HOLE) * max(before.height, word.height)


def is_value(text: str) -> bool:
    """Whether a word fills a cell of numbers."""
    return (_NUMBER.fullmatch(text) or _NONE.fullmatch(text)) is not None


def merged(ranges: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the ranges that some ranges cover together, from left to right."""
    found: list[tuple[float, float]] = []
    for left, right in sorted(ranges):
        if found and left < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], right))
        else:
            found.append((left, right))
    return found
