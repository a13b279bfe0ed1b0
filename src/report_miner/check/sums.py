"""Totals that follow their parts, and differences that are named as such."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from report_miner.check.breakdowns import all_extracted
from report_miner.check.findings import finding, finding_of_difference, number, outcome, quote
from report_miner.check.printed import Reading, adds_up, judge
from report_miner.check.relations import LEVEL_KINDS, Statement, is_level, same_period, same_unit, unit_of
from report_miner.check.slips import slip_explains
from report_miner.model import Bound, Change, Figure, Finding, Kind, Verdict
from report_miner.texts import say

_MOST = 6
_PAIR = 2


def total_behind(statement: Statement) -> Iterator[Finding]:
    """A total behind its parts is their sum: "425 ha tự nhiên và 185 ha trồng, tổng cộng 610 ha".

    Tolerance: the printed precision. The parts are the levels of the same unit before it, two of them or more; which
    ones the total takes up is open, so it is inconsistent only if neither the nearest ones nor all of them fit. "nâng
    tổng … lên" adds an increase to a level that may not be printed, so a sum that does not fit says nothing there.
    Counts of other units are added up ("211 doanh nghiệp và 74 chi nhánh, cộng 285 đơn vị") if there are no others;
    then it takes a slip of the pen for it to be inconsistent.
    """
    for index, total in enumerate(statement.figures):
        marker = statement.cue("total_behind").search(statement.before(index))
        if marker is None or not is_level(total) or total.kind is Kind.TALLY or total.locator.table is not None:
            continue
        raised = marker.group("raised") is not None
        parts = _levels_before(statement, index, grown=raised)
        if len(parts) < _PAIR and (raised or not marker.start()):
            parts = [*(f for f in statement.previous if _like(f, total, statement, grown=raised)), *parts]
        mixed = len(parts) < _PAIR and not raised and total.kind is Kind.COUNT
        if mixed:
            parts = _counts_before(statement, index)
        runs = [parts[-count:] for count in range(_PAIR, len(parts) + 1)]
        verdicts = [judge(adds_up, run, total) for run in runs]
        fitting = [run for run, verdict in zip(runs, verdicts, strict=True) if verdict is Verdict.CONSISTENT]
        if fitting:
            yield _sum(Verdict.CONSISTENT, fitting[0], total)
        elif runs and not raised and (not mixed or _slip_explains(statement, runs[-1], total)):
            yield _sum(verdicts[-1], runs[-1], total)


def difference(statement: Statement) -> Iterator[Finding]:
    """A named difference is that of the two levels before it: "xuất 12,46 tỷ, nhập 10,71 tỷ, xuất siêu 1,75 tỷ".

    Tolerance: the printed precision. With more than two levels of its unit before it, any two of them may be meant;
    it is inconsistent if there are but two, or the nearest two make up another one. All three are of one period.
    """
    for index, named in enumerate(statement.figures):
        if named.kind not in LEVEL_KINDS or not statement.cue("difference_before").search(statement.before(index)):
            continue
        levels = _levels_before(statement, index)
        if len(levels) < _PAIR:
            levels = [*(f for f in statement.previous if _like(f, named, statement)), *levels]
        levels = [level for level in levels if same_period(level, named)]
        if len(levels) < _PAIR:
            continue
        pairs = [(a, b) for i, b in enumerate(levels) for a in levels[:i]]
        *others, first, second = levels
        sure = not others or any(judge(adds_up, (first, second), f) is Verdict.CONSISTENT for f in others)
        fitting = [pair for pair in pairs if judge(_differs_by, *pair, named) is Verdict.CONSISTENT]
        if fitting:
            yield finding_of_difference("parts", Verdict.CONSISTENT, *fitting[-1], named)
        elif sure:
            yield finding_of_difference("parts", judge(_differs_by, first, second, named), first, second, named)


def _counts_before(statement: Statement, index: int) -> list[Figure]:
    """The plain counts before figure `index` of whatever unit, outside brackets of their own."""
    positions = range(max(0, index - _MOST), index)
    beside = [statement.figures[p] for p in positions if statement.brackets[p] in (0, statement.brackets[index])]
    return [
        f for f in beside if f.kind is Kind.COUNT and is_level(f) and f.bound is Bound.EQUAL and f.value_to is None
    ]


def _slip_explains(statement: Statement, parts: Sequence[Figure], total: Figure) -> bool:
    """Whether one slip of the pen in the total or a part, all numbers being figures, keeps it from being the sum."""
    if not all_extracted(statement, statement.figures.index(parts[0]), statement.figures.index(total)):
        return False
    gap = total.value - sum(part.value for part in parts)
    return slip_explains([(total, total.value - gap), *((part, part.value + gap) for part in parts)])


def _levels_before(statement: Statement, index: int, *, grown: bool = False) -> list[Figure]:
    """The levels before figure `index` in its unit, in its bracket; `grown`: increases count too."""
    figure = statement.figures[index]
    positions = range(max(0, index - _MOST), index)
    beside = [p for p in positions if statement.brackets[p] in (0, statement.brackets[index])]
    return [f for f in (statement.figures[p] for p in beside) if _like(f, figure, statement, grown=grown)]


def _like(figure: Figure, total: Figure, statement: Statement, *, grown: bool = False) -> bool:
    """Whether a level (or an increase) can be added up to a total of that unit."""
    level = figure.kind is total.kind and figure.kind in LEVEL_KINDS and figure.bound in (Bound.EQUAL, Bound.ABOUT)
    changed = figure.change is Change.NONE or (grown and figure.change is Change.INCREASE)
    family = statement.cues.family_of
    alike = same_unit(figure, total) or family(unit_of(figure)) == family(unit_of(total))
    return level and changed and alike and figure.value_to is None


def _differs_by(reading: Reading, first: Figure, second: Figure, named: Figure) -> bool:
    high, low = sorted((first, second), key=lambda figure: figure.value, reverse=True)
    return (reading(high) - reading(low)).meets(reading(named))


def _sum(verdict: Verdict, parts: Sequence[Figure], total: Figure) -> Finding:
    found = number(sum((part.value for part in parts), 0 * total.value), 3)
    computed = f"{' + '.join(number(part.value, 3) for part in parts)} = {found}; {total.text}"
    message = say("check.sum_message", count=len(parts), total=found, whole=quote(total), outcome=outcome(verdict))
    return finding("parts", verdict, (total, *parts), computed, message)
