"""What sort of number a figure is, and the unit that it shares with its neighbours where it prints none."""

from __future__ import annotations

import re

from report_miner.extract.numbers import Number, NumberForm
from report_miner.extract.units import Family, Unit
from report_miner.model import Change, Kind

_FAMILY_KINDS = {
    Family.PERCENT: Kind.PERCENT,
    Family.MONEY: Kind.MONEY,
    Family.MEASURE: Kind.MEASURE,
    Family.RATE: Kind.RATE,
    Family.SCORE: Kind.SCORE,
}
_PER_HEAD = re.compile(
    r"bình quân (?:đầu người|mỗi|một|1)|/(?:người|hộ|tháng|năm)|^giá (?!trị)|(?:thu nhập|lương) bình quân"
)
_EXAM = re.compile(r"\bđiểm (?:số|thi|chuẩn|trung bình|sàn|đen)|chỉ số|index|hệ số", re.IGNORECASE)


def form_of(number: Number, unit: Unit | None) -> str:
    """Return the form of the number as the item model sees it: the family of its unit, or how it is printed."""
    if number.form is NumberForm.PERCENT:
        return "percent"
    if number.form is NumberForm.RATIO:
        return "ratio"
    if unit is None:
        return "money" if number.scaled or number.currency else "count"
    return "count" if unit.family is Family.COUNTED else unit.family.value


def kind_of(number: Number, unit: Unit | None, item: str | None, change: Change) -> Kind:
    """Return the kind of the figure (figures.md, `kind`)."""
    if number.form is NumberForm.PERCENT:
        return Kind.PERCENT
    if number.form is NumberForm.RATIO:
        assert number.total is not None
        return Kind.PAIR if change is not Change.NONE or number.value > number.total else Kind.TALLY
    if unit is None:
        fraction = number.value != number.value.to_integral_value()
        return Kind.MONEY if number.currency else Kind.SCORE if fraction else Kind.COUNT
    kind = _FAMILY_KINDS.get(unit.family, Kind.COUNT)
    if kind is Kind.MONEY and item and _PER_HEAD.search(item.lower()):
        return Kind.RATE
    if kind is Kind.SCORE and not (number.value % 1 or (item and _EXAM.search(item))):
        return Kind.COUNT
    return kind
