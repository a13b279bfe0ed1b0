"""How requirements, targets and verdicts read in Vietnamese."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from report_miner.assess.compare import Task, printed
from report_miner.assess.criteria import CHANGES, Comparator, Criterion, CriterionTest
from report_miner.assess.evidence import Evidence
from report_miner.check.findings import number
from report_miner.period_words import in_words
from report_miner.texts import say

_COMPARATORS = {
    Comparator.EQUAL: "equal",
    Comparator.ABOVE: "above",
    Comparator.AT_LEAST: "at_least",
    Comparator.BELOW: "below",
    Comparator.AT_MOST: "at_most",
    Comparator.ABOUT: "about",
}
_IN_WORDS = {
    Comparator.ZERO: "need_zero",
    Comparator.EXISTS: "need_exists",
    Comparator.NOT_MEMBER: "need_outside",
    Comparator.COMPOSITE: "need_unread",
}


def requirement(task: Task, total: Decimal | None = None) -> str:
    """Return what a test asks for; with the number of communes, how many of them that is."""
    test, threshold = task.test, task.threshold
    if test.comparator in _IN_WORDS:
        return say(f"assess.{_IN_WORDS[test.comparator]}")
    if test.comparator is Comparator.EQUALS_LABEL:
        return say("assess.need_label", label=test.threshold)
    if threshold is None or isinstance(threshold, str):
        return threshold or say("assess.need_unread")
    if isinstance(threshold, tuple):
        return say("assess.need_between", low=number(threshold[0]), high=_with_unit(threshold[1], test.unit))
    if test.comparator in CHANGES:
        return _fall(test, threshold)
    text = say(f"assess.{_COMPARATORS[test.comparator]}", amount=_with_unit(threshold, test.unit))
    needed = task.needed(total) if total is not None else None
    if needed is None or total is None:
        return text
    return say("assess.need_of_total", required=text, total=number(total), needed=number(needed))


def _fall(test: CriterionTest, threshold: Decimal) -> str:
    base = test.baseline
    against = ""
    if base is not None:
        name = say("assess.baseline", year=base) if isinstance(base, int) else say(f"assess.baseline_{base.value}")
        against = say("assess.against", name=name)
    if not threshold:
        return say("assess.need_fall") + against
    return say("assess.need_fall_by", amount=f"{number(-threshold)}%") + against


def _with_unit(value: Decimal, unit: str) -> str:
    return f"{number(value)}{unit}" if unit.startswith("%") else f"{number(value)} {unit}".rstrip()


def period_in_words(period: str | None) -> str:
    """Return the time of a verdict: "năm 2020", "giai đoạn 2021-2025"."""
    return say("assess.no_time") if period is None else in_words(period)


def test_name(criterion: Criterion, test: CriterionTest, label: str) -> str:
    """Return the name of a test for a message: its own, that of the one measure of several, or its criterion's."""
    return label if len(test.measures) > 1 else test.name or criterion.name


def targets_in_words(targets: Sequence[Evidence]) -> str:
    """Return the targets that a document states, each once: "ít nhất 80% (2021)"."""
    said = []
    for each in targets:
        if each.figure is not None:
            when = f" ({in_words(each.period)})" if each.period else ""
            said.append(printed(each.figure) + when)
    return "; ".join(dict.fromkeys(said))
