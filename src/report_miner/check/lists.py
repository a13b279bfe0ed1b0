"""A closed list of names against an account of the same thing elsewhere in the document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from report_miner.check.findings import finding, quote
from report_miner.check.names import CAPITALISED, bracketed_names
from report_miner.check.relations import Statement, unit_of, words_of
from report_miner.model import Figure, Finding, Verdict
from report_miner.texts import say

_FEWEST_WORDS = 4
_TAIL = 3


@dataclass(frozen=True, slots=True)
class ClosedList:
    """The names of all units that share a predicate: as many as the figure says."""

    figure: Figure
    names: frozenset[str]
    predicate: tuple[str, ...]


def listed_elsewhere(sentences: Sequence[Statement]) -> Iterator[Finding]:
    """A unit that an account names under the predicate of a closed list stands in that list. No tolerance.

    The list: "05/11 xã (xã A, B, C, D, E) được công nhận …". The account: a sentence whose introduction, up to its
    colon, has three quarters of the predicate's words, and a clause of which names a unit of that kind and repeats
    the predicate's last words.
    """
    for closed in (found for sentence in sentences for found in _closed_lists(sentence)):
        for sentence in sentences:
            if not sentence.start <= closed.figure.start < sentence.start + len(sentence.text):
                yield from _account(sentence, closed)


def _closed_lists(sentence: Statement) -> Iterator[ClosedList]:
    for index, figure in enumerate(sentence.figures):
        listed = bracketed_names(sentence, index)
        if listed is None or not listed.certain or len(listed.entries) != figure.value:
            continue
        tail = sentence.text[listed.end :]
        words = tuple(re.findall(r"\w+", re.split(r"[.;,(]", tail, maxsplit=1)[0]))
        if len(words_of(" ".join(words))) >= _FEWEST_WORDS:
            yield ClosedList(figure, frozenset(name.casefold() for name in listed.entries), words)


def _account(sentence: Statement, closed: ClosedList) -> Iterator[Finding]:
    introduction, colon, _ = sentence.text.partition(":")
    wanted = words_of(" ".join(closed.predicate))
    if not colon or len(wanted & words_of(introduction)) * 4 < len(wanted) * 3:
        return
    unit = re.escape(unit_of(closed.figure))
    tail = " ".join(closed.predicate[-_TAIL:])
    position = len(introduction) + 1
    for clause in sentence.source[position:].split(";"):
        outside = clause.partition("(")[0]
        if tail in outside.lower():
            for match in re.finditer(rf"(?i:\b{unit})\s+({CAPITALISED})", outside):
                if match.group(1).casefold() not in closed.names:
                    yield _missing(closed, match.group(1), sentence.start + position + match.start(1))
        position += len(clause) + 1


def _missing(closed: ClosedList, name: str, start: int) -> Finding:
    message = say("check.list_message", figure=quote(closed.figure), unit=closed.figure.unit, name=name)
    computed = say("check.list_computed", name=name, figure=quote(closed.figure))
    found = finding("enumeration", Verdict.INCONSISTENT, (closed.figure,), computed, message)
    return replace(found, id=f"{found.id[:8]}{start:08x}", starts=(closed.figure.start, start))
