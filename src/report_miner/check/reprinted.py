"""A sentence that several copies of one text print with different numbers."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from report_miner.check.findings import finding, outcome, quote
from report_miner.check.repeated import compare
from report_miner.model import Bound, Figure, Finding, Verdict
from report_miner.texts import say

_WORD = re.compile(r"\w+")
_FEWEST = 5
_NUMBER = "#"

Fact = Hashable
Amount = tuple[object, ...]


class Reprints:
    """The figures of copies by the words of their sentences; memory grows with them.

    Args:
        copies: the group of each document that prints the same text as another.
    """

    def __init__(self, copies: Mapping[str, str]) -> None:
        self._copies = copies
        self._printed: dict[Fact, dict[Amount, list[Figure]]] = {}
        self._facts: dict[str, Fact] = {}

    def add(self, figures: Sequence[Figure]) -> None:
        """Take in the figures of one document, in the order of print."""
        group = self._copies.get(figures[0].doc) if figures else None
        if group is None:
            return
        own: dict[Fact, Figure | None] = {}
        for words, sentence in worded(figures):
            for fact, figure in _facts(group, words, sentence):
                earlier = own.setdefault(fact, figure)
                if earlier is not None and _amount(earlier) != _amount(figure):
                    own[fact] = None  # the document itself prints the words with several numbers
        for fact, told in own.items():
            if told is not None:
                self._facts[told.id] = fact
                self._printed.setdefault(fact, {}).setdefault(_amount(told), []).append(told)

    def cover(self, first: Figure, other: Figure) -> bool:
        """Whether two figures stand in copies of one text and either agree or are compared here."""
        group = self._copies.get(first.doc)
        if group is None or group != self._copies.get(other.doc):
            return False
        fact = self._facts.get(first.id)
        same_words = fact is not None and fact == self._facts.get(other.id)
        return same_words or compare(first, other) is Verdict.CONSISTENT

    def findings(self) -> Iterator[Finding]:
        """Set what most copies print (the first of those, if as many print something else) against the others.

        Copies that print the same value rounded are left alone; "hơn" and "gần" stand in all of them, so they excuse
        nothing. A difference is inconsistent where place and period are known to be the same, unclear where they are
        open.
        """
        for amounts in self._printed.values():
            if len(amounts) == 1:
                continue
            most, *others = sorted(amounts.values(), key=len, reverse=True)
            for other in others:
                verdict = compare(*(replace(figures[0], bound=Bound.EQUAL) for figures in (most, other)))
                if verdict is not Verdict.CONSISTENT:
                    yield _found(verdict, most, other)


def worded(figures: Iterable[Figure]) -> Iterator[tuple[tuple[str, ...], list[Figure]]]:
    """The words of each sentence with "#" for its figures, and these; without the sentences of few words."""
    for (start, sentence), group in groupby(figures, key=lambda figure: (figure.sentence_start, figure.sentence)):
        members = list(group)
        words: list[str] = []
        position = 0
        for figure in members:
            words += [*_WORD.findall(sentence[position : max(position, figure.start - start)].lower()), _NUMBER]
            position = figure.end - start
        words += _WORD.findall(sentence[position:].lower())
        if len(words) - len(members) >= _FEWEST:
            yield tuple(words), members


def _facts(group: str, words: tuple[str, ...], figures: Sequence[Figure]) -> Iterator[tuple[Fact, Figure]]:
    """The figures of one sentence with what they state in these words."""
    for number, figure in enumerate(figures):
        fields = (figure.unit, figure.kind, figure.change, figure.status, figure.period, figure.versus)
        where = figure.place.code or figure.place.names if figure.place else None
        yield (group, words, number, where, *fields), figure


def _amount(figure: Figure) -> Amount:
    return figure.value, figure.value_to, figure.total, figure.bound


def _found(verdict: Verdict, most: Sequence[Figure], others: Sequence[Figure]) -> Finding:
    first, other = most[0], others[0]
    if verdict is Verdict.INCONSISTENT and not (first.place and first.period):
        verdict = Verdict.UNCLEAR
    message = say(
        "check.reprinted_message",
        first=quote(first),
        other=quote(other),
        first_doc=first.doc,
        other_doc=other.doc,
        first_count=len(most),
        other_count=len(others),
        outcome=outcome(verdict),
    )
    return finding("repeated_in_copy", verdict, (first, other), f"{first.text} ≠ {other.text}", message)
