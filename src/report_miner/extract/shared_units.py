"""Units that numbers share: one prints it, its neighbours leave it out.

"0,3 hay 0,5%", "tăng từ 20 lên 25 xã", "dệt may (4,1 tỷ), thủy sản (2,4 tỷ)", "5.120 (31%) học sinh",
"số học sinh là 315.000".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from report_miner.clean.alphabet import UPPER
from report_miner.extract.numbers import Number, NumberForm
from report_miner.extract.units import Family, Unit, UnitGrammar
from report_miner.extract.word_trie import any_of
from report_miner.patterns import Units

Counted = Sequence[tuple[Unit, Number]]

_LOOK_BACK = 90
_LOOK_AHEAD = 30
_PARTS = re.compile(r"[.;:(]")
_SLASH = re.compile(r" ?/")
# What stands between a number and its parts by place: "8.600 ha lúa bị ngập (Phú Yên 4.100, Quảng Nam 540,5".
_BY_PLACE = re.compile(
    rf"[^()\d.;]*\((?:[^()]*[,;] )?(?:(?:tỉnh|huyện|xã|TP\.?) )?[{UPPER}][^\W\d_]*(?: [{UPPER}][^\W\d_]*){{0,4}}:? ?"
)
_SIGNS = frozenset(",;/-")
_PERCENT = Unit(0, 0, "%", Family.PERCENT)
_DONG = Unit(0, 0, "đồng", Family.MONEY)
_PEOPLE = Unit(0, 0, "người", Family.COUNTED)


class SharedUnits:
    """Finds the unit of numbers that print none."""

    def __init__(self, units: Units, grammar: UnitGrammar) -> None:
        self._grammar = grammar
        self._joined = re.compile(
            rf"\s*(?:{any_of(units.sharing)}(?!\w)|x(?=\d)|[,;/-])\s*(?:{any_of(units.comparators)}\s)?"
        )
        self._harmed = re.compile(rf"(?<!\w){any_of(units.pairs.harms)}\s$")
        compound = "".join(f"(?<!{word} )" for word in units.no_number_after)
        self._number_of = re.compile(
            rf"(?<!\w){compound}{any_of(units.number_of)} (?!{any_of(units.no_number_of)}(?!\w))", re.IGNORECASE
        )

    def complete(
        self,
        text: str,
        lower: str,
        start: int,
        numbers: Sequence[Number],
        units: Sequence[Unit | None],
        whole: Counted = (),
    ) -> list[Unit | None]:
        """Return the units of the numbers of one sentence, with those filled in that a neighbour or a noun gives.

        Args:
            text: the shadow.
            lower: the shadow in lower case.
            start: where the sentence begins.
            numbers: its numbers, in order.
            units: the unit printed behind each, or None.
            whole: the numbers of the sentence before with their units, where this one tells parts of what it counts.
        """
        found = list(units)
        bare = [
            index
            for index, number in enumerate(numbers)
            if units[index] is None and number.form is not NumberForm.PERCENT
        ]
        for index in reversed(range(len(numbers) - 1)):
            number, following, own = numbers[index], numbers[index + 1], found[index]
            if index in bare and (behind := self._behind_a_share(text, lower, number, following)):
                found[index] = behind
                continue
            later = _PERCENT if following.form is NumberForm.PERCENT else found[index + 1]
            if later is None:
                continue
            if index in bare and self._shares(lower, number, following, later):
                found[index] = _lent(later, number)
            elif own and self._begins_rate(lower, number, own, following, later):
                found[index] = own._replace(name=later.name, family=later.family)
        for index in bare:
            if found[index] is None and not _follows_unit(lower, units[index - 1] if index else None, numbers[index]):
                before = [*whole, *((unit, each) for unit, each in zip(found[:index], numbers, strict=False) if unit)]
                found[index] = self._from_before(text, lower, start, numbers[index], before)
        return found

    def _behind_a_share(self, text: str, lower: str, number: Number, share: Number) -> Unit | None:
        """The noun behind the bracket with a number's share: "5.120 (31,2%) học sinh"."""
        beside = share.form is NumberForm.PERCENT and lower[number.end : share.start] == " ("
        if number.scaled or not beside or not lower.startswith(") ", share.end):
            return None
        unit = self._grammar.read(text, lower, share.end + 1, min(len(lower), share.end + _LOOK_AHEAD))
        return unit if unit and unit.known and unit.family is Family.COUNTED else None

    def _shares(self, lower: str, number: Number, following: Number, unit: Unit) -> bool:
        """Whether a number leaves its unit to the following one."""
        joint = self._joined.fullmatch(lower, number.end, following.start)
        if joint is None:
            return False
        alike = (
            number.scaled == following.scaled and lower[number.start].isdigit() == lower[following.start].isdigit()
        )
        return joint.group().strip() not in _SIGNS or (unit is not _PERCENT and alike)

    def _begins_rate(self, lower: str, number: Number, unit: Unit, following: Number, later: Unit) -> bool:
        """Whether "từ 15 triệu đồng lên 20 triệu đồng/xe" gives the first number its unit without its "per"."""
        if not (later.name.startswith(f"{unit.name}/") and lower.endswith("từ ", 0, number.start)):
            return False
        return self._joined.fullmatch(lower, unit.end, following.start) is not None

    def _from_before(self, text: str, lower: str, start: int, number: Number, before: Counted) -> Unit | None:
        """The unit that a noun or a number before gives; money that names none is in đồng."""
        unit = self._counted_noun(text, lower, max(start, number.start - _LOOK_BACK), number)
        if not unit and not number.scaled and self._counts_harmed(lower, start, number, before):
            unit = _PEOPLE
        measured = (each for each, other in before if _is_part_of(text, each, other, number))
        unit = unit or next((each for each, other in reversed(before) if _fits(each, other, number)), None)
        unit = unit or next(measured, None)
        if not number.scaled:
            return _lent(unit, number) if unit else None
        alone = _lent(unit or _DONG, number)
        if "/" in alone.name or not _SLASH.match(lower, number.end):
            return alone
        return self._grammar.per(text, lower, alone, number.end + _LOOK_AHEAD)

    def _counts_harmed(self, lower: str, start: int, number: Number, before: Counted) -> bool:
        """Whether accidents harmed so many people: "xảy ra 104 vụ, chết 58, bị thương 71"."""
        accidents = any(unit.name.lower().startswith("vụ") for unit, _ in before)
        return accidents and self._harmed.search(lower, start, number.start) is not None

    def _counted_noun(self, text: str, lower: str, start: int, number: Number) -> Unit | None:
        """The noun of "số học sinh là 315.000"."""
        heads = list(self._number_of.finditer(lower, start, number.start))
        if not heads or _PARTS.search(lower, heads[-1].end(), number.start):
            return None
        unit = self._grammar.read(text, lower, heads[-1].end(), number.start)
        counted = unit and unit.family is Family.COUNTED and (unit.known or not number.scaled)
        return unit if counted else None


def _follows_unit(lower: str, unit: Unit | None, number: Number) -> bool:
    """Whether nothing stands between another number's unit and the number: "64 buổi 1.870"."""
    if unit is None or number.scaled or unit.end >= number.start:
        return False
    return lower[unit.end : number.start].isspace()


def _fits(unit: Unit, other: Number, number: Number) -> bool:
    """A bare number takes up what is counted, not a share; with a scale word money, or what others count so.

    What another number counts in whole is not halved: "126 đồng chí, tuổi bình quân 31,2".
    """
    if number.scaled:
        return unit.family is Family.MONEY or (unit.family is Family.COUNTED and other.scaled)
    fractions = bool(number.value % 1 and other.value % 1)
    if unit.family is Family.COUNTED:
        return fractions or not number.value % 1 or other.scaled
    return unit.family is Family.SCORE or (unit.family is Family.RATE and unit.group != "" and fractions)


def _is_part_of(text: str, unit: Unit, whole: Number, number: Number) -> bool:
    """Whether a number is the part of a measured amount that lies in a place, in a bracket behind it."""
    measured = unit.family is Family.MEASURE and not number.scaled and whole.value >= number.value
    return measured and _BY_PLACE.fullmatch(text, unit.end, number.start) is not None


def _lent(unit: Unit, number: Number) -> Unit:
    return unit._replace(start=number.end, end=number.end)
