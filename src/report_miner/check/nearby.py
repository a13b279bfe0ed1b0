"""Two levels of one unit in one passage, and the amount by which they lie apart."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import combinations

from report_miner.check.findings import finding_of_difference
from report_miner.check.parts import is_left_over
from report_miner.check.printed import STRICT
from report_miner.check.relations import LEVEL_KINDS, Statement, is_level, looks_back, same_unit, unit_of
from report_miner.check.slips import digits_of, slip_explains
from report_miner.model import Bound, Change, Figure, Finding, Kind, Status, Verdict

_MOST = 8
_PAIR = 2
_LONG = 2
_LONGER = 3
_TELLING = 6
_COMPARED = re.compile(r"(?:\(|\bso với\b)[^)]*$")


def amounts_apart(sentences: Sequence[Statement], related: Collection[str]) -> Iterator[Finding]:
    """An amount that words set between two levels ("hơn cùng kỳ", "như vậy giảm", "còn lại") is their difference.

    The levels are of its unit and stand in its sentence or the one before; those in percent lie points apart.
    Tolerance: the printed precision. Which two are meant the words leave open, so it is inconsistent only if there
    are but two and one slip of the pen in a number explains it. An amount that looks back to an earlier time lies
    between results of two times, not between results and plans. Amounts that other rules have `related` are left to
    them.
    """
    for statement in sentences:
        for index, amount in enumerate(statement.figures):
            if not _is_amount(amount):
                continue
            cue = statement.cue("apart").search(statement.before(index))
            left = is_left_over(statement, index)
            if (cue is None and not left) or amount.id in related:
                continue
            sure = cue is None or left or cue.group("sure") is not None
            levels = [f for f in statement.figures if f is not amount and _comparable(f, amount, statement)]
            levels += [f for f in statement.previous if _comparable(f, amount, statement)][-_MOST:]
            if looks_back(statement, index):
                levels = [figure for figure in levels if figure.status is not Status.TARGET]
            pairs = [(a, b) if a.value > b.value else (b, a) for a, b in combinations(levels, _PAIR)]
            fitting = [(a, b) for a, b in pairs if (STRICT(a) - STRICT(b)).meets(STRICT(amount))]
            if fitting:
                yield finding_of_difference("change_levels", Verdict.CONSISTENT, *fitting[0], amount)
                continue
            pair = _likely(statement, index, levels)
            if pair is not None and _slipped_apart(*pair, amount, sure=sure):
                yield finding_of_difference("change_levels", Verdict.INCONSISTENT, *pair, amount)


def _is_amount(figure: Figure) -> bool:
    plain = figure.kind in LEVEL_KINDS or unit_of(figure).startswith("điểm")
    return plain and figure.kind is not Kind.TALLY and figure.value_to is None and figure.locator.table is None


def _comparable(figure: Figure, amount: Figure, statement: Statement) -> bool:
    """Whether a figure is a plain level of the unit that the amount has; percentages lie points apart."""
    if figure.change is not Change.NONE or figure.value_to is not None or figure.bound is not Bound.EQUAL:
        return False
    if unit_of(amount).startswith("điểm phần trăm"):
        return figure.kind is Kind.PERCENT
    if unit_of(figure).startswith(f"{unit_of(amount)}/") and unit_of(amount):
        return figure.value > amount.value
    family = statement.cues.family_of
    alike = same_unit(figure, amount) or family(unit_of(figure)) == family(unit_of(amount))
    alike = alike or not amount.unit or not figure.unit
    return is_level(figure) and figure.kind is amount.kind and alike


def _likely(statement: Statement, index: int, levels: Sequence[Figure]) -> tuple[Figure, Figure] | None:
    """The two levels that the words must mean, the larger one first, if there is no choice.

    They are the level before the amount and the one that it is compared with behind it ("so với", in brackets), or
    the only two before it, one at least in its sentence, which are not of one time if the words look back, nor both
    parted from the next number by a semicolon ("206 em giỏi; 171 em khá; số còn lại 32 em").
    """
    amount = statement.figures[index]
    before = [figure for figure in levels if figure in statement.figures and figure.start < amount.start]
    following = statement.figures[index + 1 : index + 2]
    compared = following and _COMPARED.search(statement.before(index + 1)) and following[0] in levels
    chosen = [before[-1], following[0]] if compared and before else before
    if len(chosen) == 1 and len(levels) == _PAIR:
        chosen = list(levels)
    if len(chosen) != _PAIR or (not compared and any(figure.start > amount.start for figure in chosen)):
        return None
    if not compared and looks_back(statement, index) and _of_one_time(*chosen):
        return None
    if not compared and index > 1 and all(";" in statement.before(each) for each in (index - 1, index)):
        return None
    low, high = sorted(chosen, key=lambda figure: figure.value)
    return high, low


def _of_one_time(first: Figure, second: Figure) -> bool:
    """Whether two levels are of the same time, so that no change leads from one to the other."""
    return first.period is not None and first.period == second.period


def _slipped_apart(high: Figure, low: Figure, amount: Figure, *, sure: bool) -> bool:
    """Whether one slip of the pen explains that two levels do not lie the amount apart; `sure`: the words compare."""
    digits = [len(digits_of(figure.text)) for figure in (high, low, amount)]
    long = min(digits) >= (_LONG if sure else _LONGER) or (sure and sum(digits) >= _TELLING)
    wanted = (
        (high, low.value + amount.value),
        (high, low.value - amount.value),
        (low, high.value - amount.value),
        (low, high.value + amount.value),
        (amount, high.value - low.value),
    )
    return long and slip_explains(wanted)
