"""Pairs now/before: the verb, the difference, and the percentage of change."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from report_miner.check.findings import finding, number, outcome, quote
from report_miner.check.intervals import Interval
from report_miner.check.moves import tied
from report_miner.check.printed import Reading, judge
from report_miner.check.relations import Statement, last_match
from report_miner.model import Change, Figure, Finding, Kind, Verdict
from report_miner.texts import say

_HUNDRED = Interval.exactly(100)


def pair_direction(statement: Statement) -> Iterator[Finding]:
    """A pair now/before goes where its verb says: giảm n < m, tăng n > m, kiềm chế n ≤ m. No tolerance.

    A change beside the pair is its difference: "tăng 93 vụ (206/113 vụ)". "kiềm chế" makes a pair of any n/m that it
    stands before.
    """
    for index, figure in enumerate(statement.figures):
        if figure.total is None or not (figure.kind is Kind.PAIR or _held(statement, index)):
            continue
        verb = _verb(statement, index)
        now, before = figure.value, figure.total
        if verb is not None:
            holds = {"up": now > before, "down": now < before, "hold": now <= before}[verb]
            verdict = Verdict.CONSISTENT if holds else Verdict.INCONSISTENT
            yield _pair(verdict, (figure,), verb)
        if index and statement.figures[index - 1].change is not Change.NONE:
            amount = statement.figures[index - 1]
            if amount.kind is Kind.COUNT and statement.cue("bare_bracket").search(statement.gap(index - 1, index)):
                difference = Interval.exactly(abs(now - before))
                verdict = judge(_equals, amount, difference)
                yield _pair(verdict, (amount, figure), "difference")


def pair_percent(statement: Statement) -> Iterator[Finding]:
    """The percentage behind a pair now/before is 100 · |now − before| / before: "giảm 100/112 vụ (10,71%)".

    Tolerance: the printed precision. Cases that happened are such a pair too ("mắc 820/1.025 ca, giảm 20%"); any
    other tally with a percentage of change may be one, so it is reported only where that holds.
    """
    for index in range(len(statement.figures) - 1):
        figure, percent = statement.figures[index], statement.figures[index + 1]
        if figure.kind not in (Kind.PAIR, Kind.TALLY) or not figure.total or percent.kind is not Kind.PERCENT:
            continue
        if not tied(statement, index, index + 1):
            continue
        verdict = judge(_changed_by, figure, percent)
        changed = percent.change is not Change.NONE
        occurs = changed and statement.cue("occurs").search(statement.before(index)) is not None
        if figure.kind is Kind.PAIR or occurs or (changed and verdict is Verdict.CONSISTENT):
            yield _percent_of_pair(verdict, figure, percent)


def _changed_by(reading: Reading, pair: Figure, percent: Figure) -> bool:
    before = reading.total(pair)
    now = Interval.exactly(pair.value)
    difference = now - before if pair.value >= before.low else before - now
    return (difference * _HUNDRED / before).meets(reading(percent))


def _held(statement: Statement, index: int) -> bool:
    """Whether "kiềm chế" stands right before a tally, which makes a pair of it."""
    found = last_match(statement.cue("direction"), statement.before(index))
    return found is not None and found.lastgroup == "hold" and not statement.before(index)[found.end() :].strip()


def _verb(statement: Statement, index: int) -> str | None:
    figure = statement.figures[index]
    found = last_match(statement.cue("direction"), statement.before(index).rpartition(";")[2])
    if found is not None:
        return found.lastgroup
    return {Change.INCREASE: "up", Change.DECREASE: "down"}.get(figure.change)


def _equals(reading: Reading, figure: Figure, value: Interval) -> bool:
    return reading(figure).meets(value)


def _pair(verdict: Verdict, figures: tuple[Figure, ...], key: str) -> Finding:
    pair = figures[-1]
    total = pair.total or Decimal(0)
    relation = "<" if pair.value < total else ">" if pair.value > total else "="
    computed = f"{number(pair.value)} {relation} {number(total)}"
    if key == "difference":
        computed = f"|{number(pair.value)} − {number(total)}| = {number(abs(pair.value - total))}"
    message = say(
        f"check.pair_{key}",
        pair=quote(pair),
        now=number(pair.value),
        before=number(total),
        stated=quote(figures[0]),
        outcome=outcome(verdict),
    )
    return finding("pair_direction", verdict, figures, computed, message)


def _percent_of_pair(verdict: Verdict, pair: Figure, percent: Figure) -> Finding:
    before = pair.total or Decimal(0)
    exact = abs(pair.value - before) * 100 / before
    values = {"now": number(pair.value), "before": number(before), "exact": number(exact), "printed": percent.text}
    computed = say("check.pair_percent_computed", **values)
    message = say("check.pair_percent", pair=quote(pair), outcome=outcome(verdict), **values)
    return finding("change_percent", verdict, (pair, percent), computed, message)
