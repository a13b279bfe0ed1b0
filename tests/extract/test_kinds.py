"""What sort of number a figure is."""

from decimal import Decimal

import pytest

from report_miner.extract.kinds import KindReader, form_of
from report_miner.extract.numbers import Number, NumberForm
from report_miner.extract.units import Family, Unit
from report_miner.model import Change, Kind
from report_miner.patterns import load_patterns

KINDS = KindReader(load_patterns().units)


def number(value: str, total: str | None = None, *, form: NumberForm = NumberForm.PLAIN, **given) -> Number:
    return Number(start=0, end=4, value=Decimal(value), total=Decimal(total) if total else None, form=form, **given)


def unit(family: Family, name: str = "xã") -> Unit:
    return Unit(4, 6, name, family)


@pytest.mark.parametrize(
    ("family", "kind"),
    [
        (Family.COUNTED, Kind.COUNT),
        (Family.MONEY, Kind.MONEY),
        (Family.MEASURE, Kind.MEASURE),
        (Family.RATE, Kind.RATE),
    ],
)
def test_the_unit_gives_the_kind(family, kind):
    assert KINDS.read(number("12"), unit(family), "diện tích", Change.NONE) is kind


def test_a_percentage_is_one_whatever_follows():
    assert KINDS.read(number("6.27", form=NumberForm.PERCENT), None, "hộ nghèo", Change.DECREASE) is Kind.PERCENT


@pytest.mark.parametrize(
    ("value", "total", "change", "kind"),
    [
        ("97", "119", Change.NONE, Kind.TALLY),
        ("6", "9", Change.DECREASE, Kind.PAIR),
        ("0", "1", Change.DECREASE, Kind.PAIR),
        ("9", "6", Change.NONE, Kind.PAIR),
    ],
)
def test_two_numbers_with_a_slash_are_a_tally_or_now_and_before(value, total, change, kind):
    ratio = number(value, total, form=NumberForm.RATIO)
    assert KINDS.read(ratio, unit(Family.COUNTED), "vụ cháy", change) is kind


@pytest.mark.parametrize(
    ("value", "given", "kind"),
    [("12", {}, Kind.COUNT), ("45.2", {}, Kind.SCORE), ("12", {"currency": "USD"}, Kind.MONEY)],
)
def test_a_number_without_a_unit_is_judged_by_its_print(value, given, kind):
    assert KINDS.read(number(value, **given), None, None, Change.NONE) is kind


@pytest.mark.parametrize(
    ("item", "kind"),
    [
        ("tuổi đời bình quân của cấp ủy", Kind.COUNT),
        ("sĩ số bậc mầm non", Kind.COUNT),
        ("số dược sĩ/10.000 dân", Kind.RATE),
        ("tỷ suất chết trên 1.000 trẻ", Kind.RATE),
        ("chỉ số hài lòng", Kind.SCORE),
    ],
)
def test_decimals_without_a_unit_are_judged_by_what_they_measure(item: str, kind: Kind) -> None:
    assert KINDS.read(number("38.6"), None, item, Change.NONE) is kind


@pytest.mark.parametrize(
    ("item", "kind"),
    [
        ("thu nhập bình quân đầu người", Kind.RATE),
        ("giá lúa tươi tại ruộng", Kind.RATE),
        ("giá trị sản xuất công nghiệp", Kind.MONEY),
        ("tổng thu ngân sách", Kind.MONEY),
    ],
)
def test_money_per_head_or_as_a_price_is_a_rate(item, kind):
    assert KINDS.read(number("62000000"), unit(Family.MONEY, "đồng"), item, Change.NONE) is kind


@pytest.mark.parametrize(
    ("value", "item", "kind"),
    [
        ("6.75", "điểm trung bình môn Toán", Kind.SCORE),
        ("24", "điểm chuẩn ngành Y", Kind.SCORE),
        ("5", "điểm du lịch cộng đồng", Kind.COUNT),
    ],
)
def test_points_are_scores_and_places_of_that_name_are_counted(value, item, kind):
    assert KINDS.read(number(value), unit(Family.SCORE, "điểm"), item, Change.NONE) is kind


@pytest.mark.parametrize(
    ("given", "family", "form"),
    [
        ({"form": NumberForm.PERCENT}, None, "percent"),
        ({"form": NumberForm.RATIO, "total": "9"}, Family.COUNTED, "ratio"),
        ({"scaled": True}, None, "money"),
        ({"currency": "EUR"}, None, "money"),
        ({}, None, "count"),
        ({}, Family.COUNTED, "count"),
        ({}, Family.MEASURE, "measure"),
    ],
)
def test_the_form_is_that_of_the_unit_or_of_the_print(given, family, form):
    assert form_of(number("6", **given), unit(family) if family else None) == form


def test_money_is_paid_per_piece_where_its_item_is_a_price_and_not_a_fund_that_steadies_it():
    dong = unit(Family.MONEY, "đồng")
    assert KINDS.read(number("21520"), dong, "giá xăng", Change.NONE) is Kind.RATE
    assert KINDS.read(number("7425"), dong, "Quỹ bình ổn giá xăng dầu", Change.NONE) is Kind.MONEY
