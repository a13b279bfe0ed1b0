"""What the numbers of cells are worth with the units of their headers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from report_miner.extract.numbers import Number, NumberForm
from report_miner.extract.table_cells import CellNumber
from report_miner.extract.table_units import ScaledUnit, UnitWords
from report_miner.extract.units import Family

_COUNTABLE = (Family.COUNTED, Family.MONEY)
TWO_COUNTS = re.compile(r"\s*\(([^()/]+)/([^()/]+)\)")


def two_counts(found: CellNumber, names: Iterable[str], units: UnitWords) -> Sequence[CellNumber]:
    """Return both numbers of "12/620" where a header counts two things, "Tập huấn (lớp/người)"; else the one.

    Args:
        found: the number of a cell.
        names: the headers over it, the words of its row and its unit.
        units: reads them.
    """
    if found.slash is None or found.number.total is None:
        return (found,)
    for pair in (match for name in names for match in TWO_COUNTS.finditer(name)):
        first, second = units.read(pair[1]), units.read(pair[2])
        if first and second and first.unit.family is Family.COUNTED and second.unit.family in _COUNTABLE:
            whole = found.number._replace(total=None, form=NumberForm.PLAIN)
            end, start = found.slash
            return (
                replace(found, number=whole._replace(end=end), unit=first),
                replace(found, number=whole._replace(start=start, value=found.number.total), unit=second),
            )
    return (found,)


def refines(unit: ScaledUnit, general: ScaledUnit) -> bool:
    """Whether a unit says per what the general one counts: "đồng/con" in a column of "đồng" or "đồng/kg"."""
    name, _, per = unit.unit.name.partition("/")
    return bool(per) and unit.unit.name != general.unit.name and name == general.unit.name.partition("/")[0]


def scaled(found: CellNumber, unit: ScaledUnit | None) -> Number:
    """The number with the scale of its unit, and as a percent where the unit says so."""
    number = found.number
    if unit is None:
        return number
    if unit.unit.family is Family.PERCENT and number.form is NumberForm.PLAIN:
        return number._replace(form=NumberForm.PERCENT)
    if number.scaled or unit.scale == 1:
        return number
    upper = number.value_to
    return number._replace(
        value=_times(number.value, unit.scale), value_to=_times(upper, unit.scale) if upper else None
    )


def _times(value: Decimal, scale: Decimal) -> Decimal:
    product = value * scale
    return product.to_integral_value() if product == product.to_integral_value() else product
