"""Denominators: how many units a place has, by the document's own bodies and by the gazetteer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from report_miner.check.cues import CheckCues
from report_miner.check.findings import finding, number, quote
from report_miner.check.relations import same_place, unit_of
from report_miner.check.slips import digits_of, one_slip
from report_miner.model import Change, Figure, Finding, Kind, Status, Verdict
from report_miner.texts import say

CountUnits = Callable[[str, str], int]

_COUNTED = frozenset(("communes", "districts", "hamlets"))
_SHORT = 2
_NAME = 9
_LEVELS = {"communes": "xa", "districts": "huyen"}
_BODIES_OF = ("communes", "hamlets")


def bodies(figures: Sequence[Figure], cues: CheckCues) -> Iterator[Finding]:
    """Bodies of which each unit has one are as many as the units: "19 Ban chỉ đạo cấp xã" asks for 19 communes.

    So are the bodies of one level among each other. No tolerance, but never inconsistent: a body may serve several
    units, and a count of units may be partial.
    """
    units: dict[str, list[Figure]] = {}
    found: dict[str, list[Figure]] = {}
    for figure in figures:
        if figure.kind is Kind.COUNT and figure.change is Change.NONE and figure.status is Status.ACTUAL:
            units.setdefault(cues.family_of(unit_of(figure)), []).append(figure)
            if (level := _level_of(figure, cues)) is not None:
                found.setdefault(level, []).append(figure)
    for level, same_level in found.items():
        first = same_level[0]
        for body in same_level:
            near = [u for u in units.get(level, ()) if same_place(u, body) and _comparable(u, body)]
            if near:
                yield _counted(body, _nearest(body, near), "bodies")
            if body is not first and same_place(first, body) and _comparable(first, body):
                yield _counted(body, first, "two_bodies")


def tally_totals(figures: Sequence[Figure], cues: CheckCues) -> Iterator[Finding]:
    """Tallies of the communes (districts, hamlets) of one place have one total: 97/119 and 61/119.

    No tolerance. A total that one slip of the pen makes of the other is inconsistent in one sentence and unclear
    beyond it (boundaries change); any other may count another set of units and is left alone.
    """
    first: dict[tuple[str, str, str], Figure] = {}
    for figure in figures:
        unit = unit_of(figure)
        if figure.kind is not Kind.TALLY or not figure.total or cues.family_of(unit) not in _COUNTED:
            continue
        earlier = first.setdefault((unit, str(figure.place), str(figure.status)), figure)
        if earlier is figure or earlier.total is None:
            continue
        printed = number(earlier.total), number(figure.total)
        if earlier.total == figure.total or (min(map(len, printed)) > _SHORT and one_slip(*map(digits_of, printed))):
            yield _counted(figure, earlier, "totals", figure.total, earlier.total)


def _counted(
    figure: Figure, other: Figure, key: str, value: Decimal | None = None, against: Decimal | None = None
) -> Finding:
    """The finding that two counts (`value` and `against`) of the same units agree or do not."""
    value, against = value or figure.value, against or other.value
    same = value == against
    message = say(
        f"check.{key}_{'same' if same else 'differ'}",
        figure=quote(figure),
        item=_named(figure),
        other=quote(other),
        other_item=_named(other),
    )
    computed = f"{number(value)} {'=' if same else '≠'} {number(against)}"
    verdict = Verdict.CONSISTENT if same else Verdict.UNCLEAR
    if not same and key == "totals" and figure.sentence_start == other.sentence_start:
        verdict = Verdict.INCONSISTENT
    return finding("denominator", verdict, (figure, other), computed, message)


def _named(figure: Figure) -> str:
    """The words of its clause before the figure, which name the body: "Ban chỉ đạo 138 cấp xã"."""
    before = figure.sentence[: figure.start - figure.sentence_start]
    words = re.split(r"[;:.]\s", before)[-1].split()
    return " ".join(words[-_NAME:]).removesuffix(" có").removesuffix(" gồm")


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
    if unit_of(figure) not in cues.bodies:
        return None
    named = f"{figure.item or ''} {_named(figure)}".casefold()
    return next((level for level in _BODIES_OF if cues.patterns[f"bodies_of_{level}"].search(named)), None)


def _comparable(units: Figure, body: Figure) -> bool:
    """Counts of the same order: a handful of communes visited is no count of all of them."""
    return units.period in (body.period, None) and body.value / 2 < units.value < body.value * 2
