"""What is told of the whole world, so that its numbers have no place: "giá vàng thế giới", "xảy ra tại 74 nước"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from operator import attrgetter
from typing import NamedTuple

from report_miner.extract.words_around import WordsAround
from report_miner.patterns import WorldWords

_START = attrgetter("start")
_APART = re.compile(r"[,;:.()]")
_COMPARED_WITHIN, _BEFORE, _BEHIND = 24, 220, 60


class _Span(NamedTuple):
    start: int
    end: int
    scope: bool


class WorldTalk:
    """Finds which numbers of a text are told of the world.

    Args:
        text: the shadow's text.
        words: its subjects have a value in the world ("giá vàng thế giới"); what tells where something is or happens
            may stand behind its number, too ("trên toàn thế giới").
    """

    def __init__(self, text: str, words: WorldWords) -> None:
        self._text = text
        self._around = WordsAround(text, words.regexes)
        self._spans = sorted(self._find(words))

    def tells(self, start: int, end: int, opened: int) -> bool:
        """Whether the number at `start:end` is told of the world.

        What stands before `opened`, where its segment begins or a place nearer to it is named, does not count.
        """
        position = bisect_right(self._spans, start, key=_START)
        if position and self._spans[position - 1].start >= max(opened, start - _BEFORE):
            return not self._around.within("home", self._spans[position - 1].end, start)
        behind = next(iter(self._spans[position : position + 1]), None)
        return (
            behind is not None
            and behind.scope
            and behind.start - end <= _BEHIND
            and not _APART.search(self._text, end, behind.start)
        )

    def _find(self, words: WorldWords) -> Iterator[_Span]:
        named = any(map(self._text.__contains__, words.names))
        subjects, everywhere = (words.subjects, words.everywhere) if named else ((), ())
        for patterns, scope in ((subjects, False), (everywhere, True), (words.countries, True)):
            for each in patterns:
                for match in each.regex.finditer(self._text):
                    if not self._around.before("compared", match.start(), _COMPARED_WITHIN):
                        yield _Span(*match.span(), scope)
