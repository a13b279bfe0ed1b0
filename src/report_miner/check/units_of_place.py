"""Denominators: how many units a place has, by the document's own bodies and by the gazetteer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from report_miner.check.cues import CheckCues
from report_miner.check.findings import finding, number, quote
from report_miner.check.relations import same_place, unit_of
from report_miner.model import Change, Figure, Finding, Kind, Status, Verdict
from report_miner.texts import say

CountUnits = Callable[[str, str], int]

_LEVELS = {"communes": "xa", "districts": "huyen"}
_AT_LEVEL = (
    (re.compile(r"\bcấp\s+xã\b|\b(?:các|từng|mỗi)\s+(?:xã|phường)\b"), "communes"),
    (re.compile(r"\b(?:các|từng|mỗi)\s+(?:thôn|bản|ấp|khóm|xóm|tổ dân phố|khu phố|buôn|làng)\b"), "hamlets"),
)


def bodies(figures: Sequence[Figure], cues: CheckCues) -> Iterator[Finding]:
    """Bodies of which each unit has one are as many as the units: "19 Ban chỉ đạo cấp xã" asks for 19 communes.

    No tolerance, but never inconsistent: a body may serve several units, and a count of units may be partial.
    """
    units: dict[str, list[Figure]] = {}
    for figure in figures:
        family = cues.family_of(unit_of(figure))
        if figure.kind is Kind.COUNT and figure.change is Change.NONE and figure.status is Status.ACTUAL:
            units.setdefault(family, []).append(figure)
    for figure in figures:
        level = _level_of(figure, cues)
        if level is None:
            continue
        candidates = [u for u in units.get(level, ()) if same_place(u, figure) and _comparable(u, figure)]
        if not candidates:
            continue
        nearest = _nearest(figure, candidates)
        same = nearest.value == figure.value
        verdict = Verdict.CONSISTENT if same else Verdict.UNCLEAR
        key = "bodies_same" if same else "bodies_differ"
        message = say(f"check.{key}", body=quote(figure), item=figure.item or "", units=quote(nearest))
        computed = f"{number(figure.value)} {'=' if same else '≠'} {number(nearest.value)}"
        yield finding("denominator", verdict, (figure, nearest), computed, message)


def denominator(figure: Figure, cues: CheckCues, count_units: CountUnits) -> Iterator[Finding]:
    """The m of a tally of communes or districts against the gazetteer's count for the place and its vintage.

    A hint, never inconsistent: boundaries changed. A tally of one kind of unit alone (xã without phường,
    thị trấn) is only held to be no more than all units of that level.
    """
    level = _LEVELS.get(cues.family_of(unit_of(figure)))
    if figure.kind is not Kind.TALLY or level is None or figure.place is None or figure.place.code is None:
        return
    known = count_units(figure.place.code, level)
    if not known or figure.total is None or ("," not in unit_of(figure) and figure.total < known):
        return
    same = figure.total == Decimal(known)
    message = say(
        "check.units_same" if same else "check.units_differ",
        figure=quote(figure),
        total=number(figure.total),
        place=figure.place,
        known=known,
    )
    computed = f"{number(figure.total)} {'=' if same else '≠'} {known}"
    verdict = Verdict.CONSISTENT if same else Verdict.UNCLEAR
    yield finding("denominator", verdict, (figure,), computed, message)


def _nearest(figure: Figure, candidates: Sequence[Figure]) -> Figure:
    """The count that agrees, or else the one that is printed nearest."""
    return min(candidates, key=lambda unit: (unit.value != figure.value, abs(unit.start - figure.start)))


def _level_of(figure: Figure, cues: CheckCues) -> str | None:
    if figure.kind is not Kind.COUNT or figure.change is not Change.NONE or unit_of(figure) not in cues.bodies:
        return None
    item = (figure.item or "").casefold()
    return next((level for pattern, level in _AT_LEVEL if pattern.search(item)), None)


def _comparable(units: Figure, body: Figure) -> bool:
    """Counts of the same order: a handful of communes visited is no count of all of them."""
    return units.period in (body.period, None) and body.value / 2 < units.value < body.value * 2
