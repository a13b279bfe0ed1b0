"""The same fact stated twice, in one document or in several."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from report_miner.check.findings import finding, outcome, quote
from report_miner.check.printed import Reading, judge
from report_miner.check.relations import words_of
from report_miner.check.slips import digits_of, one_slip
from report_miner.model import Bound, Figure, Finding, Kind, Status, Verdict
from report_miner.texts import say

_WORD = re.compile(r"\w+(?:[.,]\w+)*|[,;:]")
_AMOUNT = re.compile(r"\d[.,]\d|\d{5}")
_BEGIN = "^"
_PAUSES = frozenset((_BEGIN, ",", ";", ":"))
_REACH = 80
_ALIKE = 5
_NEARLY_ALIKE = 3
_LONG = 3
_FEW_WORDS = 3
_MOST_VALUES = 2


def repeated(figures: Sequence[Figure]) -> Iterator[Finding]:
    """One fact has one value wherever a document states it, exact or rounded (hơn, gần, trên).

    The same fact: the same words of the item, unit, kind, change, status, place and period. Tolerance: the printed
    precision of both. A fact that turns up with three values or more is a series whose difference the fields do not
    show: it is left alone. A difference is inconsistent when the sentences also read alike around the two numbers and
    share a number there or differ by one slip of the pen, unclear when less speaks for one fact, and none when place
    or period is open or the values lie more than a tenth apart and no slip explains it.
    """
    groups: dict[Hashable, list[Figure]] = {}
    for figure in figures:
        if (key := _key(figure)) is not None:
            groups.setdefault(key, []).append(figure)
    for group in groups.values():
        values = {(figure.value, figure.value_to, figure.total) for figure in group}
        if len(group) < 2 or len(values) > _MOST_VALUES:
            continue
        first = group[0]
        for other in group[1:]:
            if other.sentence_start == first.sentence_start:
                continue
            verdict = compare(first, other)
            if verdict is Verdict.INCONSISTENT:
                same = _telling(first) and _same_sentence(first, other)
                if not same:
                    verdict = Verdict.UNCLEAR
                if not same and not (first.place and first.period and _worth_a_look(first, other)):
                    continue
            yield _found(verdict, first, other)


@dataclass
class Sources:
    """What the documents read so far say of each fact; one figure a fact is kept, so memory grows with the facts.

    `reprinted` says of two figures that they stand in copies of one text, which confirm nothing.
    """

    reprinted: Callable[[Figure, Figure], bool]
    seen: dict[Hashable, Figure] = field(default_factory=dict)

    def compare(self, figures: Iterable[Figure]) -> Iterator[Finding]:
        """Set the facts of one document against the first other document that states the same.

        What the document itself gives several values is a series, no fact. Values that lie more than a tenth apart
        and are no slip of the pen speak of another scope, so they are left alone.
        """
        facts: dict[Hashable, Figure | None] = {}
        for figure in figures:
            if (key := stated_fact(figure)) is not None:
                earlier = facts.setdefault(key, figure)
                if earlier is not None and compare(earlier, figure) is not Verdict.CONSISTENT:
                    facts[key] = None
        for key, fact in facts.items():
            first = self.seen.setdefault(key, fact) if fact else None
            if first and fact and first.sha256 != fact.sha256 and not self.reprinted(first, fact):
                verdict = compare(first, fact)
                if verdict is not Verdict.INCONSISTENT or _near(first, fact) or _slip(first, fact):
                    yield _found(verdict, first, fact)


def stated_fact(figure: Figure) -> Hashable | None:
    """What a figure tells of, so fully that another document with the same means the same; None if it does not."""
    return _key(figure) if _telling(figure) and figure.status is Status.ACTUAL else None


def _key(figure: Figure) -> Hashable | None:
    words = words_of(figure.item)
    if len(words) < _MOST_VALUES or figure.kind is Kind.PAIR:
        return None
    where = figure.place.code or figure.place.names if figure.place else None
    return (
        tuple(sorted(words)),
        (figure.unit or "").casefold(),
        figure.kind,
        figure.change,
        figure.status,
        where,
        figure.period,
        figure.versus,
        figure.bound in (Bound.AT_LEAST, Bound.AT_MOST),
    )


def _telling(figure: Figure) -> bool:
    """Whether the fields leave little room for another fact."""
    return figure.place is not None and figure.period is not None and len(words_of(figure.item)) >= _FEW_WORDS


def _near(first: Figure, other: Figure) -> bool:
    """Whether the values lie within a tenth of the larger one."""
    return abs(first.value - other.value) * 10 <= max(abs(first.value), abs(other.value))


def _slip(first: Figure, other: Figure) -> bool:
    """Whether one slip makes one number of the other; between two digits alone that says nothing."""
    a, b = digits_of(first.text), digits_of(other.text)
    return max(len(a), len(b)) > 1 and one_slip(a, b)


def _worth_a_look(first: Figure, other: Figure) -> bool:
    """Whether a long number turned into the other by a slip, or they lie close together amid the same words."""
    long = min(len(digits_of(first.text)), len(digits_of(other.text))) >= _LONG
    close = _near(first, other) or _slip(first, other)
    return (long and _slip(first, other)) or (close and len(alike(first, other)[0]) >= _NEARLY_ALIKE)


def _same_sentence(first: Figure, other: Figure) -> bool:
    """Whether the sentences read alike around the two numbers: five words, from the beginning of a clause on.

    Beyond that they share a number, or one slip makes one of the two numbers of the other.
    """
    words, anchored = alike(first, other)
    shared = any(_AMOUNT.search(word) for word in words)
    return anchored and len(words) >= _ALIKE and (shared or _slip(first, other))


def alike(first: Figure, other: Figure) -> tuple[list[str], bool]:
    """The same words around the two numbers, outwards, and whether they reach back to where a clause begins."""
    (before, after), (other_before, other_after) = around(first), around(other)
    back = _common(before, other_before)
    edge = {*back, *before[len(back) : len(back) + 1], *other_before[len(back) : len(back) + 1]}
    words = [word for word in (*back, *_common(after, other_after)) if word not in _PAUSES]
    return words, not edge.isdisjoint(_PAUSES)


def around(figure: Figure) -> tuple[list[str], list[str]]:
    """The words and pauses before a number, outwards, and those behind it."""
    start, end = figure.start - figure.sentence_start, figure.end - figure.sentence_start
    before = _WORD.findall(figure.sentence[max(0, start - _REACH) : start].lower())
    if start <= _REACH:
        before.insert(0, _BEGIN)
    return before[::-1], _WORD.findall(figure.sentence[end : end + _REACH].lower())


def _common(first: Sequence[str], other: Sequence[str]) -> list[str]:
    return [a for a, _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, other, strict=False))]


def compare(first: Figure, other: Figure) -> Verdict:
    """Whether two figures of one fact allow the same value, and print the same total."""

    def holds(reading: Reading) -> bool:
        same_total = first.total == other.total
        return same_total and reading(first).meets(reading(other))

    return judge(holds)


def _found(verdict: Verdict, first: Figure, other: Figure) -> Finding:
    across = first.sha256 != other.sha256
    relation = "=" if (first.value, first.total) == (other.value, other.total) else "≠"
    if relation == "≠" and verdict is Verdict.CONSISTENT:
        relation = "≈"
    message = say(
        "check.conflict_message" if across else "check.repeated_message",
        item=first.item or "",
        first=quote(first),
        other=quote(other),
        first_doc=first.doc,
        other_doc=other.doc,
        outcome=outcome(verdict),
    )
    return finding("repeated", verdict, (first, other), f"{first.text} {relation} {other.text}", message)
