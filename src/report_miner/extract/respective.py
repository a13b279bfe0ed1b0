"""What is told one by one of what was named before: "A 30 lượt, B 20 lượt, tăng lần lượt 5% và 7%"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from report_miner.extract.items import Item
from report_miner.extract.statements import Mention
from report_miner.extract.units import Family
from report_miner.model import Change, Period

_ONE_BY_ONE = re.compile(r"(?<!\w)lần lượt(?: là)?(?: (?:hơn|gần|trên|khoảng))?\s$")
_NEXT = re.compile(r"\s?(?:,|và|, và)\s(?:(?:hơn|gần|trên|khoảng)\s)?")
_LEAD = 30
_YEARS = re.compile(r"năm ((?:19|20)\d\d(?:(?:,|,? và) (?:năm )?(?:19|20)\d\d)+)[^\d.;()]{0,30}$")
_YEAR = re.compile(r"\d{4}")
_LIST_OF_YEARS = 90


def respective(lower: str, mentions: Sequence[Mention], items: Sequence[Item | None]) -> list[Item | None]:
    """Return the items of the numbers of a sentence, with those of such changes taken from what each is a change of.

    `lower` is the shadow in lower case.
    """
    named = list(items)
    for first in range(2, len(mentions)):
        start = mentions[first].number.start
        if not (_is_change(mentions[first]) and _ONE_BY_ONE.search(lower, max(0, start - _LEAD), start)):
            continue
        count = _run(lower, mentions[first:])
        before = mentions[max(0, first - count) : first]
        pairs = list(zip(before, mentions[first : first + count], strict=False))
        if 1 < count == len(pairs) and all(_may_change(*pair) for pair in pairs):
            named[first : first + count] = named[first - count : first]
    return named


def years_in_turn(lower: str, mentions: Sequence[Mention]) -> dict[int, Period]:
    """Return, by their start, the years of numbers behind a list of as many: "năm 2018, 2020 có 45 và 49 trường"."""
    years: dict[int, Period] = {}
    for first, mention in enumerate(mentions):
        start = mention.number.start
        if listed := _YEARS.search(lower, max(0, start - _LIST_OF_YEARS), start):
            run = mentions[first : first + _run(lower, mentions[first:])]
            each = [Period(year) for year in _YEAR.findall(listed[1])]
            if len(each) == len(run) and all(other.unit_name == mention.unit_name for other in run):
                years |= zip((other.number.start for other in run), each, strict=True)
    return years


def _run(lower: str, mentions: Sequence[Mention]) -> int:
    """How many numbers follow each other, with nothing but their units between them."""
    count = 1
    while count < len(mentions) and _NEXT.fullmatch(lower, mentions[count - 1].end, mentions[count].number.start):
        count += 1
    return count


def _is_change(mention: Mention) -> bool:
    return mention.cues.change.change is not Change.NONE


def _may_change(counted: Mention, change: Mention) -> bool:
    """Whether the one may be a change of the other: what is counted changes by as many of the same, or by a share."""
    alike = change.unit is None or change.unit.family is not Family.COUNTED or change.unit_name == counted.unit_name
    return alike and _is_change(change) and not _is_change(counted)
