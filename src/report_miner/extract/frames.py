"""Phrases that can name a number across what parts it from them: a comma, a bracket, another figure."""

from __future__ import annotations

import re
from typing import NamedTuple

from report_miner.extract.context import Span, Surroundings, heads_of
from report_miner.extract.word_trie import any_of
from report_miner.language.word_classes import WordClasses
from report_miner.patterns import ItemWords

QUANTITIES = ("total", "money", "share", "measure", "score")
"""The classes of heads (patterns/items.yaml) that name a quantity, not what is counted."""

_STOP = re.compile(r"[,;:()\[\]…!?\n]|\.(?=\s|$)")
_LEFT = re.compile(r"[;:()\[\]…!?\n\"]|,(?!\d)|\.(?=\s|$)|(?<=\s)-\s")
_BRACKET = re.compile(r"\s*\([^()\n]{1,120}\)")
_SIGNS = " ,\"'-:\n"
_REACH = 200
_LONGEST_ENDING = 40


class Frame(NamedTuple):
    """Further spans around a number, offsets into the shadow; each may be empty (start == end).

    core: the stretch of `near` that begins with its last noun of quantity ("thành phố phấn đấu đưa | sản lượng").
    apposed: the phrase before the comma at which the number stands ("và lệ phí trước bạ, 44,5%").
    through: what follows the unit up to the next sign, across other figures ("đạt từ 27 điểm trở lên").
    across: what follows the bracket that opens just behind the unit ("xã (81,5%) | đạt chuẩn").
    """

    core: Span
    apposed: Span
    through: Span
    across: Span


class Framer:
    """Finds the frames of numbers, with the vocabulary of patterns/items.yaml."""

    def __init__(self, words: ItemWords, classes: WordClasses) -> None:
        self._head = heads_of(words, QUANTITIES, classes)
        self._dangling = re.compile(rf"(?:(?<!\w){any_of(words.dangling)}(?!\w)[\s,\"'-]*)+$")
        self._leading = re.compile(rf"(?:{any_of(words.conjunctions)}(?!\w)|[\s,\"'\-+•*]+)+")

    def frame(self, lower: str, sentence: Span, around: Surroundings, after: int, ceiling: int) -> Frame:
        """Return the further spans around a number.

        Args:
            lower: the shadow in lower case, with times and places blanked out.
            sentence: the range of its sentence.
            around: its surroundings.
            after: the end of its unit.
            ceiling: the start of the next figure, or the end of the sentence.
        """
        start, edge = around.near
        heads = [match.start() for match in self._head.finditer(lower, start, edge)]
        bracket = _BRACKET.match(lower, after, sentence[1])
        parted = ceiling >= sentence[1] or _STOP.search(lower, after, ceiling) is not None
        return Frame(
            core=(heads[-1], edge) if heads and heads[-1] > start else (edge, edge),
            apposed=self._before_comma(lower, sentence[0], start) if start == edge else (edge, edge),
            through=(after, after) if parted else self._until_sign(lower, after, sentence[1]),
            across=self._until_sign(lower, bracket.end(), sentence[1]) if bracket else (after, after),
        )

    def _before_comma(self, lower: str, start: int, edge: int) -> Span:
        """The phrase before the comma that ends at `edge`."""
        end = edge
        while end > start and lower[end - 1] in " \n\"'":
            end -= 1
        return self._back(lower, start, end - 1) if lower.endswith(",", start, end) else (edge, edge)

    def _back(self, lower: str, start: int, end: int) -> Span:
        """The phrase that ends at `end`, back to the last sign."""
        start = max(start, end - _REACH)
        for match in _LEFT.finditer(lower, start, end):
            start = match.end()
        return self._trimmed(lower, start, end)

    def _until_sign(self, lower: str, start: int, end: int) -> Span:
        end = min(end, start + _REACH)
        stop = _STOP.search(lower, start, end)
        return self._trimmed(lower, start, stop.start() if stop else end)

    def _trimmed(self, lower: str, start: int, end: int) -> Span:
        """Leave out signs and conjunctions at the start, signs and dangling words at the end."""
        lead = self._leading.match(lower, start, end)
        start = lead.end() if lead else start
        dangling = self._dangling.search(lower, max(start, end - _LONGEST_ENDING), end)
        end = dangling.start() if dangling else end
        while start < end and lower[end - 1] in _SIGNS:
            end -= 1
        return start, max(start, end)
