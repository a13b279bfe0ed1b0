"""What sort of number a figure is."""

from __future__ import annotations

import re

from report_miner.extract.numbers import Number, NumberForm
from report_miner.extract.units import Family, Unit
from report_miner.extract.word_trie import any_of
from report_miner.model import Change, Kind
from report_miner.patterns import Units

_FAMILY_KINDS = {
    Family.PERCENT: Kind.PERCENT,
    Family.MONEY: Kind.MONEY,
    Family.MEASURE: Kind.MEASURE,
    Family.RATE: Kind.RATE,
    Family.SCORE: Kind.SCORE,
}

# What a number of people, births or the like is set against: "số bác sĩ/10.000 dân", "tỷ lệ mắc trên 100.000 dân".
_PER = re.compile(r"(?:/|(?<!\w)(?:trên|mỗi)) ?(?:một |1 )?(?:10{2,5}|10{0,2}\.0{3}|vạn) ")


def form_of(number: Number, unit: Unit | None) -> str:
    """Return the form of the number as the item model sees it: the family of its unit, or how it is printed."""
    if number.form is NumberForm.PERCENT:
        return "percent"
    if number.form is NumberForm.RATIO:
        return "ratio"
    if unit is None:
        return "money" if number.scaled or number.currency else "count"
    return "count" if unit.family is Family.COUNTED else unit.family.value


class KindReader:
    """Tells the kind of figures; built once from the units."""

    def __init__(self, units: Units) -> None:
        self._per_head = re.compile(rf"(?<!bình ổn ){any_of(units.per_head)}(?!\w)")
        self._averaged = re.compile(rf"(?<!\w){any_of(units.averaged)}(?!\w)")
        self._scored = re.compile(rf"(?<!\w){any_of(units.scored)}(?!\w)")

    def read(
        self, number: Number, unit: Unit | None, item: str | None, change: Change, *, paired: bool | None = None
    ) -> Kind:
        """Return the kind of the figure that a number makes with its unit, item and change.

        `paired`: whether the words around it say that n/m are this period and the one before, None if nothing.
        """
        named = (item or "").lower()
        if number.form is NumberForm.PERCENT:
            return Kind.PERCENT
        if number.form is NumberForm.RATIO:
            more = number.total is not None and number.value > number.total
            compared = not number.spelled and (change is not Change.NONE or paired or (more and paired is None))
            return Kind.PAIR if compared else Kind.TALLY
        if unit is None:
            whole = number.value == number.value.to_integral_value()
            if number.currency or whole:
                return Kind.MONEY if number.currency else Kind.COUNT
            return Kind.COUNT if self._averaged.search(named) else Kind.RATE if _PER.search(named) else Kind.SCORE
        kind = _FAMILY_KINDS.get(unit.family, Kind.COUNT)
        if kind is Kind.MONEY and self._per_head.search(named):
            return Kind.RATE
        if kind is Kind.SCORE and number.value % 1 == 0 and not self._scored.search(named):
            return Kind.COUNT
        return kind
