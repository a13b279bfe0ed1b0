"""Results against targets: "vượt chỉ tiêu", "chưa đạt", "đạt 105 % kế hoạch"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from report_miner.check.findings import finding, number, outcome, quote
from report_miner.check.intervals import Interval
from report_miner.check.printed import STRICT, Reading, judge
from report_miner.check.relations import LEVEL_KINDS, Statement, is_level, same_unit, unit_of
from report_miner.check.share_wholes import share_slipped
from report_miner.model import Change, Figure, Finding, Kind
from report_miner.texts import say

_HUNDRED = Interval.exactly(100)
_WINDOW = 5


def target_result(statement: Statement) -> Iterator[Finding]:
    """A result stands to its target as the words say, and p % of a plan is 100 · result / plan.

    Tolerance: the printed precision. "vượt" asks for more than the target, "đạt" and "hoàn thành" for at least it,
    "chưa đạt" for less; for a ceiling (dưới, không quá) the comparison turns round. "vượt p %" is
    100 · (result − plan) / plan.
    """
    for index, figure in enumerate(statement.figures):
        if figure.kind is Kind.PERCENT and _of_some_plan(statement, index):
            yield from _of_plan(statement, index)
        elif index:
            yield from _verbal(statement, index)


def _verbal(statement: Statement, index: int) -> Iterator[Finding]:
    target = statement.figures[index]
    link = statement.cue("target_link").search(statement.before(index))
    result = _result(statement, index) if link else None
    if link is None or result is None:
        return
    verb = link.group("verb")
    ceiling = statement.cue("ceiling").search(statement.before(index)) is not None
    verdict = judge(lambda reading: _reached(reading, result, target, verb, ceiling=ceiling))
    relation = ">" if result.value > target.value else "<" if result.value < target.value else "="
    message = say(
        "check.target_message",
        verb=verb,
        result=quote(result),
        target=quote(target),
        outcome=outcome(verdict),
    )
    computed = f"{number(result.value)} {relation} {number(target.value)}"
    yield finding("target_result", verdict, (result, target), computed, message)


def _result(statement: Statement, index: int) -> Figure | None:
    """The nearest figure before the target `index` that can be set against it.

    That is none in brackets of its own, nor one that a result is compared with ("gấp 5 lần so với 146 km").
    """
    target = statement.figures[index]
    for position in range(index - 1, max(-1, index - 1 - _WINDOW), -1):
        result = statement.figures[position]
        aside = statement.brackets[position] not in (0, statement.brackets[index])
        aside = aside or statement.cue("compared_level").search(statement.before(position)) is not None
        if not aside and result.kind is target.kind and unit_of(result) == unit_of(target):
            return result if target.change in (result.change, Change.NONE) else None
    return None


def _reached(reading: Reading, result: Figure, target: Figure, verb: str, *, ceiling: bool) -> bool:
    got, aim = reading(result), Interval.exactly(target.value)
    upper = Interval.exactly(target.value_to or target.value)
    if verb in ("chưa đạt", "không đạt", "thấp hơn"):
        return got.high >= aim.low if ceiling else got.low <= upper.high
    if verb == "bằng":
        return got.meets(Interval(aim.low, upper.high))
    return got.low <= upper.high if ceiling else got.high >= aim.low


def _of_plan(statement: Statement, index: int) -> Iterator[Finding]:
    percent = statement.figures[index]
    plan = _near(statement, index, planned=True)
    result = _near(statement, index, planned=False) or (_told_before(statement, plan) if plan else None)
    if result is not None and plan is None:
        plan = _told_earlier(statement, result, percent)
    if result is None or plan is None or not same_unit(result, plan):
        return
    exceeds = statement.cue("exceeds").search(statement.before(index)) is not None

    def holds(reading: Reading) -> bool:
        reached = reading(result) * _HUNDRED / reading(plan)
        return (reached - _HUNDRED if exceeds else reached).meets(reading(percent))

    verdict = judge(holds)
    exact = result.value * 100 / plan.value if plan.value else Decimal(0)
    shown = exact - 100 if exceeds else exact
    computed = say(
        "check.plan_computed",
        result=number(result.value),
        plan=number(plan.value),
        exact=number(shown),
        printed=percent.text,
    )
    message = say(
        "check.plan_message",
        result=quote(result),
        plan=quote(plan),
        exact=number(shown),
        printed=percent.text,
        outcome=outcome(verdict),
    )
    yield finding("target_result", verdict, (result, plan, percent), computed, message)


def _of_some_plan(statement: Statement, index: int) -> bool:
    """Whether the percentage `index` is one of a plan: named behind it, or in the brackets before "đạt"."""
    if statement.cue("plan_after").search(statement.after(index)):
        return True
    bracketed = index > 1 and statement.brackets[index - 1] > 0 == statement.brackets[index]
    planned = bracketed and statement.cue("plan_before").search(statement.before(index - 1)) is not None
    return planned and re.fullmatch(r"[^()\d]*\),?\s*(?:đạt|bằng)\s*", statement.before(index)) is not None


def _told_earlier(statement: Statement, result: Figure, percent: Figure) -> Figure | None:
    """The plan that an earlier sentence of the passage names, if the percentage fits it but for a slip of the pen."""
    plans = [f for f in statement.context if unit_of(f) == unit_of(result) and is_level(f)]
    plans = [plan for plan in plans if _named_plan(statement, plan)]
    fitting = [f for f in plans if (STRICT(result) * _HUNDRED / STRICT(f)).meets(STRICT(percent))]
    likely = [f for f in plans[-1:] if share_slipped(result, f, percent)]
    return next(iter(fitting or likely), None)


def _named_plan(statement: Statement, figure: Figure) -> bool:
    before = figure.sentence[: figure.start - figure.sentence_start].lower()
    return statement.cue("plan_named").search(before) is not None


def _told_before(statement: Statement, plan: Figure) -> Figure | None:
    """The result that the sentence before gives: its one level in the unit of the plan outside brackets."""
    levels = [f for f in statement.previous if is_level(f) and unit_of(f) == unit_of(plan) and not _bracketed(f)]
    return levels[0] if len(levels) == 1 else None


def _bracketed(figure: Figure) -> bool:
    before = figure.sentence[: figure.start - figure.sentence_start]
    return before.count("(") > before.count(")")


def _of_other_percent(statement: Statement, position: int) -> bool:
    """Whether a plan in brackets belongs to the percentage that it follows: "77,5% dự toán (315.000 tỷ đồng)"."""
    if not position or not statement.brackets[position]:
        return False
    return statement.figures[position - 1].kind is Kind.PERCENT


def _near(statement: Statement, index: int, *, planned: bool) -> Figure | None:
    """The plan or the result nearest to the percentage `index`: a plan is named as one beside its number."""
    positions = list(range(index - 1, max(-1, index - 1 - _WINDOW), -1))
    if planned and index + 1 < len(statement.figures):
        positions.insert(0, index + 1)
    for position in positions:
        figure = statement.figures[position]
        named = statement.cue("plan_before").search(statement.before(position)) is not None
        if named and planned and position < index and _of_other_percent(statement, position):
            continue
        if named is planned and (is_level(figure) or (position > index and figure.kind in LEVEL_KINDS)):
            return figure
    return None
