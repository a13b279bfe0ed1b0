"""Changes: the level, the absolute change, and the percentage of change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from report_miner.check.findings import finding, number, outcome, quote
from report_miner.check.intervals import Interval
from report_miner.check.moves import Move, moves
from report_miner.check.printed import EITHER_WAY, GENEROUS, STRICT, Reading, judge
from report_miner.check.relations import (
    Statement,
    is_level,
    is_plain_percent,
    looks_back,
    same_unit,
    unit_of,
    words_of,
)
from report_miner.model import Bound, Change, Figure, Finding, Kind, Verdict
from report_miner.texts import say

_HUNDRED = Interval.exactly(100)
_WHOLE_MOVES = Decimal("0.02")  # so far the number of all households may change in a year
_MANY = 10
_SIGN = {Change.INCREASE: 1, Change.DECREASE: -1}


def change_levels(statement: Statement) -> Iterator[Finding]:
    """Level reached = level before ± change, and a rise never exceeds the level it reached.

    Tolerance: the printed precision of the three. The level before is one that the words set against the change
    ("so với 83 xã năm 2019", "từ 83 lên 97"); a level in percent may change by points or by percent.
    """
    for move in moves(statement):
        if move.level is None or move.amount is None:
            continue
        if move.earlier is not None:
            found = _three_levels(move.earlier, move.amount, move.level, move.change)
            if found.verdict is not Verdict.INCONSISTENT or not _apart(statement, move):
                yield found
        elif _impossible(statement, move):
            yield _beyond_level(move.level, move.amount)
    for index in range(len(statement.figures) - 1):
        yield from _from_to(statement, index)
        yield from _points_levels(statement, index)


def change_percent(statement: Statement) -> Iterator[Finding]:
    """Percentage of change = 100 · change / level before.

    Tolerance: the printed precision of all figures. With only one of level and change, some whole number must
    make the percentage true. A percentage that fits the difference of two shares but not the growth is a
    difference in percentage points printed with "%", and reported as such; one that may be the points by which the
    share beside the level changed is unclear ("14.726 hộ, tỷ lệ 18,44%; giảm 1.518 hộ, tương ứng giảm 2,17%").
    """
    for move in moves(statement):
        percent = move.percent
        if percent is None:
            continue
        if move.base(STRICT) is not None and move.delta(STRICT) is not None:
            yield _growth(move, percent, _share_beside(statement, move.level))
        elif move.amount is not None and move.amount.kind is Kind.COUNT:
            yield from _whole_base(move, move.amount, percent)
        elif move.level is not None and move.level.kind is Kind.COUNT:
            yield from _whole_base(move, move.level, percent)


def _apart(statement: Statement, move: Move) -> bool:
    """Whether the levels of a move that does not hold belong to something else.

    Another change of the sentence leads from one to the other, or they lie many times the change apart.
    """
    if move.level is None or move.amount is None or move.earlier is None:
        return False
    for other in statement.figures:
        alike = other is not move.amount and other.change is move.change and same_unit(other, move.amount)
        if alike and judge(_leads_to, move.earlier, other, move.level, move.change) is Verdict.CONSISTENT:
            return True
    return abs(move.level.value - move.earlier.value) > move.amount.value * _MANY


def _impossible(statement: Statement, move: Move) -> bool:
    """Whether a rise exceeds the level that it reached in the same clause."""
    if move.change is not Change.INCREASE or move.level is None or move.amount is None:
        return False
    clause = statement.text[move.level.end - statement.start : move.amount.start - statement.start]
    if _other_thing(statement, move.amount):
        return False
    plain = is_level(move.level) and move.level.bound is Bound.EQUAL and move.level.value_to is None
    reached, grown = words_of(move.level.item), words_of(move.amount.item)
    plain = plain and len(reached & grown) * 2 >= min(len(reached), len(grown))
    return plain and ";" not in clause and judge(_room, move) is Verdict.INCONSISTENT


def _other_thing(statement: Statement, amount: Figure) -> bool:
    """Whether a verb of its own adds the amount to what was told ("và xin thêm 75 tỷ"): no time is looked back to."""
    index = statement.figures.index(amount)
    return statement.cue("added").search(statement.before(index)) is not None and not looks_back(statement, index)


def _room(reading: Reading, move: Move) -> bool:
    base = move.base(reading)
    return base is None or base.high >= 0


def _leads_to(reading: Reading, earlier: Figure, amount: Figure, level: Figure, change: Change) -> bool:
    """Whether a change may lead from one level to the other."""
    step = reading(amount)
    reached = reading(earlier) + step if change is Change.INCREASE else reading(earlier) - step
    return reached.meets(reading(level))


def _three_levels(earlier: Figure, amount: Figure, level: Figure, change: Change) -> Finding:
    sign = _SIGN[change]
    verdict = judge(_leads_to, earlier, amount, level, change)
    reached = earlier.value + sign * amount.value
    computed = say(
        "check.levels_computed",
        earlier=number(earlier.value),
        sign="+" if sign > 0 else "−",
        amount=number(amount.value),
        reached=number(reached),
        printed=number(level.value),
    )
    message = say(
        "check.levels_message",
        earlier=quote(earlier),
        amount=quote(amount),
        level=quote(level),
        reached=number(reached),
        verb=say(f"check.{change.value}"),
        outcome=outcome(verdict),
    )
    return finding("change_levels", verdict, (level, amount, earlier), computed, message)


def _beyond_level(level: Figure, amount: Figure) -> Finding:
    computed = say("check.beyond_computed", level=number(level.value), amount=number(amount.value))
    message = say("check.beyond_message", level=quote(level), amount=quote(amount))
    return finding("change_levels", Verdict.INCONSISTENT, (level, amount), computed, message)


def _from_to(statement: Statement, index: int) -> Iterator[Finding]:
    first, second = statement.figures[index], statement.figures[index + 1]
    between = statement.cue("from_to").search(statement.gap(index, index + 1))
    if between is None or not statement.cue("from_before").search(statement.before(index)):
        return
    if first.bound in (Bound.AT_LEAST, Bound.AT_MOST):  # "giảm từ 6% trở lên, còn dưới 27%"
        return
    if unit_of(first) not in (unit_of(second), "") and unit_of(second):
        return
    verb = between.group("verb")
    rises = verb == "lên"
    holds = second.value > first.value if rises else second.value < first.value
    verdict = Verdict.CONSISTENT if holds else Verdict.INCONSISTENT
    computed = f"{number(first.value)} → {number(second.value)}"
    message = say(
        "check.from_to_message",
        first=quote(first),
        second=quote(second),
        verb=verb,
        outcome=outcome(verdict),
    )
    yield finding("change_levels", verdict, (first, second), computed, message)
    yield from _from_to_change(statement, index, Change.INCREASE if rises else Change.DECREASE)


def _points_levels(statement: Statement, index: int) -> Iterator[Finding]:
    """A change between two percentages: "92,1%, tăng 1,7 điểm so với 90,4%".

    One in "%" may be of points or of percent ("3,05%, giảm 1,3% so với năm 2022 (4,35%)").
    """
    if not index:
        return
    level, amount, earlier = statement.figures[index - 1 : index + 2]
    percentages = level.kind is earlier.kind is Kind.PERCENT and level.change is earlier.change is Change.NONE
    in_points = unit_of(amount).startswith("điểm")
    if not percentages or amount.change is Change.NONE or not (in_points or amount.kind is Kind.PERCENT):
        return
    if statement.cue("compared_with").search(statement.gap(index, index + 1).removesuffix(" mức ") + " "):
        move = Move(amount=None, level=level, earlier=earlier, percent=amount, change=amount.change)
        growth = None if in_points else _growth(move, amount)
        if growth is not None and growth.verdict is Verdict.CONSISTENT:
            yield growth
        else:
            yield _three_levels(earlier, amount, level, amount.change)


def _from_to_change(statement: Statement, index: int, change: Change) -> Iterator[Finding]:
    """The change stated after "từ a lên b": its amount or its percentage, or points for two percentages."""
    position = index + 2
    if position >= len(statement.figures):
        return
    earlier, level, stated = statement.figures[index : position + 1]
    gap = statement.gap(index + 1, position)
    spelled_out = statement.cue("spelled_out").search(gap) is not None
    if not spelled_out and (stated.change is not change or not statement.cue("change_link").search(gap)):
        return
    after = statement.after(position).lstrip().removeprefix(unit_of(stated))
    if not statement.cue("clean_end").search(after) and not statement.cue("points").search(after):
        return
    apart = level.kind is Kind.PERCENT and (spelled_out or unit_of(stated).startswith("điểm"))
    if apart or (stated.kind is not Kind.PERCENT and (spelled_out or same_unit(stated, level))):
        yield _three_levels(earlier, stated, level, change)
    elif stated.kind is Kind.PERCENT:
        yield _growth(Move(amount=None, level=level, earlier=earlier, percent=stated, change=change), stated)


def _share_beside(statement: Statement, level: Figure | None) -> Figure | None:
    """The share that stands behind a level: "14.726 hộ, tỷ lệ 18,44%"."""
    index = statement.figures.index(level) + 1 if level in statement.figures else len(statement.figures)
    share = statement.figures[index] if index < len(statement.figures) else None
    if share is None or not is_plain_percent(share):
        return None
    return share if statement.cue("share_link").search(statement.gap(index - 1, index)) else None


def _growth(move: Move, percent: Figure, share: Figure | None = None) -> Finding:
    """Whether the percentage is that of the change; a fall may bear a sign besides its verb: "giảm 15 vụ (-15%)".

    `share` is that of the level.
    """
    size = replace(percent, value=abs(percent.value)) if move.change is Change.DECREASE else percent

    def growth(reading: Reading) -> bool:
        base, delta = move.base(reading), move.delta(reading)
        return base is not None and delta is not None and (delta * _HUNDRED / base).meets(reading(size))

    def points(reading: Reading) -> bool:
        difference = _points(move, reading)
        return difference is not None and difference.meets(reading(size))

    verdict = judge(growth)
    in_percent = move.level is not None and move.level.kind is Kind.PERCENT
    slip = verdict is Verdict.INCONSISTENT and points(STRICT if in_percent else GENEROUS)
    if in_percent and verdict is Verdict.INCONSISTENT:
        verdict = judge(points)
    base, delta = _value(move.base(STRICT)), _value(move.delta(STRICT))
    if verdict is Verdict.INCONSISTENT and share is not None and move.level is not None and move.level.value:
        of_share = share.value * delta / move.level.value
        verdict = Verdict.UNCLEAR if abs(of_share - size.value) <= share.value * _WHOLE_MOVES else verdict
    exact = delta * 100 / base if base else Decimal(0)
    computed = say(
        "check.growth_computed",
        delta=number(delta),
        base=number(base),
        exact=number(exact),
        printed=percent.text,
    )
    key = "points_message" if slip else "growth_message"
    difference = _points(move, STRICT)
    message = say(
        f"check.{key}",
        verb=say(f"check.{move.change.value}"),
        printed=percent.text,
        delta=_amount(delta, move),
        base=_amount(base, move),
        exact=number(exact),
        points="" if difference is None else number(_value(difference)),
        outcome=outcome(verdict),
    )
    return finding("change_percent", verdict, move.figures, computed, message)


def _amount(value: Decimal, move: Move) -> str:
    """A number that the arithmetic gives, in the unit of the figures that it comes from."""
    unit = next((figure.unit for figure in move.figures if figure.unit and figure is not move.percent), "")
    return f"{number(value)}%" if unit == "%" else f"{number(value)} {unit}".rstrip()


def _points(move: Move, reading: Reading) -> Interval | None:
    """The change in percentage points: of two percentages, or of a tally whose total did not change."""
    delta, level = move.delta(reading), move.level
    if delta is None or level is None:
        return None
    if level.kind is Kind.PERCENT:
        return delta
    return delta * _HUNDRED / reading.total(level) if level.kind is Kind.TALLY and level.total else None


def _value(interval: Interval | None) -> Decimal:
    """The middle of an interval, or its one end."""
    ends = [] if interval is None else [end for end in (interval.low, interval.high) if end.is_finite()]
    return sum(ends, Decimal(0)) / max(1, len(ends))


def _whole_base(move: Move, stated: Figure, percent: Figure) -> Iterator[Finding]:
    """With the level or the change alone, some whole number must have been there before."""
    if stated.bound is not Bound.EQUAL or stated.value_to is not None or percent.value <= 0:
        return
    sign = _SIGN[move.change]
    if stated is not move.amount and sign < 0 and percent.value >= 100:
        return

    def base(reading: Reading) -> Interval:
        rate = reading(percent)
        if stated is move.amount:
            return reading(stated) * _HUNDRED / rate
        factor = _HUNDRED + rate if sign > 0 else _HUNDRED - rate
        return reading(stated) * _HUNDRED / factor

    def holds(reading: Reading) -> bool:
        possible = base(reading)
        return possible.high.is_infinite() or possible.whole_numbers() is not None

    verdict = judge(holds)
    if verdict is Verdict.INCONSISTENT and holds(EITHER_WAY):
        verdict = Verdict.UNCLEAR
    possible = base(STRICT)
    middle = "…" if possible.high.is_infinite() else number(_value(possible), 1)
    values = {"stated": quote(stated), "printed": percent.text, "base": middle}
    message = say(f"check.base_{verdict.value}", verb=say(f"check.{move.change.value}"), **values)
    yield finding("change_percent", verdict, (stated, percent), say("check.base_computed", **values), message)
