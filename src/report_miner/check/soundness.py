"""What a single figure cannot be, whatever the others say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from report_miner.check.findings import finding, number, quote
from report_miner.check.relations import Statement, is_level, is_plain_percent, unit_of
from report_miner.model import Bound, Change, Figure, Finding, Kind, Verdict
from report_miner.texts import say

_FEW = 10
_HUNDRED = 100
_YEAR = re.compile(r"(?:19|20)\d\d")


def bound(statement: Statement) -> Iterator[Finding]:
    """A tally has n ≤ m, a share and a fall lie within 100 %, a count is not negative. No tolerance.

    A tally behind a verb of change may be a pair now/before, so n > m is unclear there, and cases ("hiếp dâm 14/11
    vụ") or whom they hit ("chết 01/00 người") are one, unless they were settled ("làm rõ 41/46 vụ"); a pair without
    such a verb is a tally.
    """
    for index, figure in enumerate(statement.figures):
        if _exceeds_total(statement, index):
            before = statement.before(index)
            directed = statement.cue("direction").search(before) is not None
            paired = _tells_of_cases(statement) or (directed and figure.kind is Kind.PAIR)
            settled = statement.cue("settled").search(before) is not None
            cases = not (directed or settled) and statement.cues.family_of(unit_of(figure)) == "cases"
            paired = paired or cases or not figure.total
            if not paired:
                verdict = Verdict.UNCLEAR if directed else Verdict.INCONSISTENT
                computed = f"{number(figure.value)} > {number(figure.total or Decimal(0))}"
                yield finding("bound", verdict, (figure,), computed, say("check.bound_tally", figure=quote(figure)))
        elif _share_above(statement, index):
            computed = f"{figure.text} > 100%"
            message = say("check.bound_share", figure=quote(figure))
            yield finding("bound", Verdict.INCONSISTENT, (figure,), computed, message)
        elif figure.kind is Kind.PERCENT and figure.change is Change.DECREASE and figure.value > _HUNDRED:
            message = say("check.bound_fall", figure=quote(figure))
            yield finding("bound", Verdict.INCONSISTENT, (figure,), f"{figure.text} > 100%", message)
        elif _is_negative(figure):
            computed = f"{number(figure.value)} < 0"
            message = say("check.bound_negative", figure=quote(figure))
            yield finding("bound", Verdict.INCONSISTENT, (figure,), computed, message)


def _tells_of_cases(statement: Statement) -> bool:
    """Whether a pair of the sentence is of cases: "xảy ra 318/298 vụ, bị thương 261/224 người"."""
    paired = (index for index, figure in enumerate(statement.figures) if figure.total is not None)
    return any(statement.cue("occurs").search(statement.before(index)) for index in paired)


def _is_negative(figure: Figure) -> bool:
    """Whether a count is below zero; in the columns of a table brackets may stand for what is deducted."""
    counted = figure.kind is Kind.COUNT and figure.change is Change.NONE and figure.locator.table is None
    return counted and figure.value < 0


def _exceeds_total(statement: Statement, index: int) -> bool:
    """Whether n > m in what is surely a tally: its unit follows ("27/25 khách sạn"), and n is no year ("2016/17").

    What is measured stands against its plan ("gieo 42/40 ha").
    """
    figure = statement.figures[index]
    if figure.kind not in (Kind.TALLY, Kind.PAIR) or figure.change is not Change.NONE or figure.total is None:
        return False
    counted = (figure.unit or "").islower() and statement.after(index).startswith(f" {unit_of(figure)}")
    season = _YEAR.fullmatch(str(figure.value)) is not None and figure.total < 100
    if not counted or season or figure.value <= figure.total or unit_of(figure) in statement.cues.measures:
        return False
    return not _may_exceed(statement, index)


def _may_exceed(statement: Statement, index: int) -> bool:
    """Whether n/m are result and plan, or two times: "62/58 lớp theo kế hoạch", "87/75 lượt, đạt 116%"."""
    following = statement.figures[index + 1 : index + 2]
    done = any(is_plain_percent(figure) and figure.value > _HUNDRED for figure in following)
    behind = statement.after(index).partition(",")[0]
    against = done or statement.cue("set_against").search(behind) is not None
    return against or statement.cue("plan_and_result").search(statement.text) is not None


def _share_above(statement: Statement, index: int) -> bool:
    figure = statement.figures[index]
    if not is_plain_percent(figure) or figure.value <= _HUNDRED:
        return False
    before, after = statement.before(index), statement.after(index)
    if statement.cue("other_base").search(after):
        return False
    compared = re.search(r"\b(?:bằng|gấp|lên)\s*$", before) is not None
    counted = not compared and statement.cue("counted_base").search(after) is not None
    return counted or statement.cue("certain_share").search(before) is not None


def unit(statement: Statement) -> Iterator[Finding]:
    """A count is whole and has a unit of a possible scale. No tolerance.

    People, households, cases and places come in whole numbers, averages apart. A missing unit is unclear. A count
    whose own tally in brackets gives the same number as a percentage has lost its "%": "100 xã (11/11 xã)". More
    provinces, districts or communes than the country ever had are unclear (they may lie abroad).
    """
    for index, figure in enumerate(statement.figures):
        if figure.kind is not Kind.COUNT or figure.value_to is not None:
            continue
        if _divided(statement, index):
            message = say("check.count_fraction", figure=quote(figure))
            yield finding("unit", Verdict.INCONSISTENT, (figure,), quote(figure), message)
            continue
        tally = statement.figures[index + 1] if index + 1 < len(statement.figures) else None
        if tally is not None and _lost_percent(statement, index, tally):
            values = {"count": quote(figure), "tally": quote(tally), "share": number(figure.value)}
            computed = say("check.percent_lost_computed", **values)
            message = say("check.percent_lost_message", **values)
            yield finding("unit", Verdict.INCONSISTENT, (figure, tally), computed, message)
        elif _no_unit(statement, index):
            message = say("check.unit_missing", figure=figure.text)
            yield finding("unit", Verdict.UNCLEAR, (figure,), figure.text, message)
        elif (most := statement.cues.most.get(unit_of(figure))) is not None and figure.value > most:
            computed = f"{number(figure.value)} > {number(Decimal(most))}"
            message = say("check.unit_scale", figure=quote(figure), most=number(Decimal(most)))
            yield finding("unit", Verdict.UNCLEAR, (figure,), computed, message)


def _divided(statement: Statement, index: int) -> bool:
    """Whether a count of whole things, told in the words right behind it, has a fraction ("33,46 hộ")."""
    figure = statement.figures[index]
    whole = not figure.value % 1 or unit_of(figure) not in statement.cues.families or figure.locator.table is not None
    if whole or figure.bound is Bound.ABOUT or not statement.after(index).startswith(f" {unit_of(figure)}"):
        return False
    return statement.cue("average").search(statement.text[: figure.start - statement.start]) is None


def _no_unit(statement: Statement, index: int) -> bool:
    """Whether the words neither give the unit nor let a list hand it on ("trong đó mầm non 1.020, tiểu học 645").

    A unit that belongs to the number before is none of its own ("1.704 cuộc 44.859;").
    """
    figure, before = statement.figures[index], statement.before(index)
    if figure.value < _FEW or before.strip() == "x" or statement.brackets[index]:
        return False
    if not statement.cue("no_unit").search(statement.after(index)):
        return False
    if statement.cue("attended").search(before):
        return True
    if not index or not statement.cue("no_pause").search(before):
        return False
    return not figure.unit or before.strip() == unit_of(statement.figures[index - 1]) == unit_of(figure)


def _lost_percent(statement: Statement, index: int, tally: Figure) -> bool:
    figure = statement.figures[index]
    if tally.kind is not Kind.TALLY or not tally.total or not is_level(figure):
        return False
    if unit_of(tally) != unit_of(figure) or not statement.cue("inverse_bracket").search(
        statement.gap(index, index + 1)
    ):
        return False
    share = tally.value * 100 / tally.total
    return figure.value > tally.total and abs(share - figure.value) <= Decimal("0.5")
