"""What a document states again with another number: in a sentence that reads alike, or in its title."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import pairwise, takewhile

from report_miner.check.findings import finding, outcome, quote
from report_miner.check.intervals import Interval
from report_miner.check.printed import GENEROUS, STRICT
from report_miner.check.relations import Statement, same_period, same_place, same_unit, unit_of, words_of
from report_miner.check.repeated import alike, around
from report_miner.check.slips import digits_of, one_slip
from report_miner.model import BlockKind, Document, Figure, Finding, Verdict
from report_miner.texts import say

_ITEM = re.compile(r"\s*(?:[-+*•]|\w{1,2}[.)])\s")
_TELLING = 4
_COMMON = 6
_WORDS = 3
_KEY = 3
_LONG = 10
_ROUND = 2


def restated(sentences: Sequence[Statement]) -> Iterator[Finding]:
    """Two sentences that share two numbers in the same order share those that stand between or beside them, too.

    A number that differs at the same place, in the same unit and by one slip of the pen, is inconsistent: "25 vụ, 2
    người chết, 26 người bị thương" and "25 vụ, 7 người chết, 26 người bị thương". The shared numbers have four digits
    or more together; a number that occurs more than six times tells nothing. Tolerance: none.
    """
    outside = [sentence for sentence in sentences if sentence.figures[0].locator.table is None]
    places: dict[Hashable, list[int]] = {}
    for index, sentence in enumerate(outside):
        for key in dict.fromkeys(map(_fact, sentence.figures)):
            places.setdefault(key, []).append(index)
    shared: dict[tuple[int, int], int] = {}
    for indices in places.values():
        if len(indices) <= _COMMON:
            for position, first in enumerate(indices):
                for second in indices[position + 1 :]:
                    shared[first, second] = shared.get((first, second), 0) + 1
    for (first, second), count in sorted(shared.items()):
        if count > 1 and outside[second].previous != outside[first].figures:
            yield from _differences(outside[first], outside[second])


def _fact(figure: Figure) -> Hashable:
    return (figure.value, figure.value_to, figure.total, unit_of(figure), figure.change)


def _differences(first: Statement, second: Statement) -> Iterator[Finding]:
    """The numbers that differ between the numbers that two sentences share, in the order of both."""
    matched = _matched(first.figures, second.figures)
    if sum(len(digits_of(first.figures[a].text)) for a, _ in matched) < _TELLING or len(matched) <= 1:
        return
    ends = (len(first.figures), len(second.figures))
    for (a, b), (c, d) in pairwise([(-1, -1), *matched, ends]):
        if c - a == d - b:
            for one, other in zip(first.figures[a + 1 : c], second.figures[b + 1 : d], strict=True):
                same = one.kind is other.kind and one.change is other.change
                if same and _slipped(one, other) and _placed_alike(first, one, second, other):
                    yield _found(one, other)


def _placed_alike(first: Statement, one: Figure, second: Statement, other: Figure) -> bool:
    """Whether the same word stands before both numbers, or the same words behind them up to the next number."""
    words, behind = [], []
    for sentence, figure in ((first, one), (second, other)):
        words.append(sentence.text[: figure.start - sentence.start].rstrip().rpartition(" ")[2])
        behind.append(sentence.after(sentence.figures.index(figure)))
    return words[0] == words[1] or behind[0] == behind[1]


def told_twice(sentences: Sequence[Statement]) -> Iterator[Finding]:
    """Two sentences that agree in ten words or more around a number agree in the number, too.

    They agree from their beginning on, or in all of the eighty characters before the number. It is inconsistent if
    one slip of the pen makes the one of the other. Items of a list may say the same of different things. Tolerance:
    none.
    """
    seen: dict[Hashable, list[Figure]] = {}
    for sentence in sentences:
        if _ITEM.match(sentence.text):
            continue
        for figure in sentence.figures:
            if figure.locator.table is None:
                words = sentence.text[: figure.start - sentence.start].rsplit(None, _KEY)[1:]
                key = (*words, unit_of(figure), figure.kind, figure.change)
                same = seen.setdefault(key, [])
                for other in same[:_COMMON]:
                    if _slipped(other, figure) and same_place(other, figure) and _same_words(other, figure):
                        yield _found(other, figure)
                same.append(figure)


def _same_words(one: Figure, other: Figure) -> bool:
    before, others = around(one)[0], around(other)[0]
    back = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, others, strict=False)))
    whole = back > _KEY and back >= min(len(before), len(others))
    return whole and len(alike(one, other)[0]) >= _LONG


def _matched(first: Sequence[Figure], second: Sequence[Figure]) -> list[tuple[int, int]]:
    """The positions of the facts that both have, as far as they come in the same order."""
    known: Mapping[Hashable, int] = {_fact(figure): index for index, figure in reversed(list(enumerate(second)))}
    found: list[tuple[int, int]] = []
    for index, figure in enumerate(first):
        other = known.get(_fact(figure), -1)
        if other > (found[-1][1] if found else -1):
            found.append((index, other))
    return found


def _slipped(one: Figure, other: Figure) -> bool:
    """Whether two numbers of the same unit and period differ by one slip of the pen."""
    if one.value == other.value or one.total != other.total or one.bound is not other.bound:
        return False
    same = same_unit(one, other) and same_period(one, other)
    return same and one_slip(digits_of(one.text), digits_of(other.text)) and not STRICT(one).meets(STRICT(other))


def title_restated(document: Document, figures: Sequence[Figure]) -> Iterator[Finding]:
    """A number of the title stands in the text, too, exact or rounded.

    Two of the text may make it up ("31 người chết và 5 người mất tích"). It is inconsistent if the text has no such
    number of its unit, but one of the same item that one slip of the pen
    makes of it, told with three of the words around it. Tolerance: the printed precision of both; a title may round
    to two digits. Numbers of one digit tell nothing.
    """
    ends = [block.end for block in document.blocks if block.kind is BlockKind.TITLE]
    if not ends:
        return
    headlines = [figure for figure in figures if figure.start < ends[0]]
    body = [figure for figure in figures if figure.start >= ends[0] and figure.locator.table is None]
    for headline in headlines:
        like = [f for f in body if f.kind is headline.kind and f.change is headline.change and same_unit(f, headline)]
        sums = (first.value + second.value for first, second in pairwise(like) if first.sentence == second.sentence)
        if any(GENEROUS(figure).meets(_rounded(headline)) for figure in like) or headline.value in sums:
            continue
        near = [f for f in like if _slipped(headline, f) and _told_alike(headline, f)]
        if len({figure.value for figure in near}) == 1:
            yield _found(headline, near[0])


def _told_alike(headline: Figure, figure: Figure) -> bool:
    wanted = words_of(headline.sentence) - words_of(headline.unit)
    long = min(len(digits_of(headline.text)), len(digits_of(figure.text))) > 1
    return long and _same_item(headline, figure) and len(wanted & words_of(figure.sentence)) >= _WORDS


def _same_item(one: Figure, other: Figure) -> bool:
    """Whether the items share two thirds of the words of the shorter one."""
    items = words_of(one.item), words_of(other.item)
    return len(items[0] & items[1]) * 3 >= min(map(len, items)) * 2


def _rounded(headline: Figure) -> Interval:
    """The values that a number of a title allows, which may have been rounded to its first two digits."""
    read = GENEROUS(headline)
    slack = Interval(-headline.value / 20, headline.value / 20)
    return read + slack if len(digits_of(headline.text).rstrip("0")) <= _ROUND else read


def _found(one: Figure, other: Figure) -> Finding:
    message = say(
        "check.repeated_message",
        item=one.item or "",
        first=quote(one),
        other=quote(other),
        first_doc=one.doc,
        other_doc=other.doc,
        outcome=outcome(Verdict.INCONSISTENT),
    )
    return finding("repeated", Verdict.INCONSISTENT, (one, other), f"{one.text} ≠ {other.text}", message)
