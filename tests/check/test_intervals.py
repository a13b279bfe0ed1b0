"""Interval arithmetic, and what printed numbers stand for."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_miner.check.intervals import INFINITY, Interval
from report_miner.check.printed import GENEROUS, STRICT, judge, printed_unit
from report_miner.model import Verdict

numbers = st.decimals(min_value=-(10**9), max_value=10**9, places=3)


@st.composite
def intervals_with_a_value(draw):
    low, value, high = sorted(draw(st.lists(numbers, min_size=3, max_size=3)))
    return Interval(low, high), value


@given(intervals_with_a_value(), intervals_with_a_value())
def test_results_hold_the_result_of_every_pair_of_values(first, second):
    (a, x), (b, y) = first, second
    for result, value in ((a + b, x + y), (a - b, x - y), (a * b, x * y)):
        assert result.low <= value <= result.high
    if y:
        quotient = a / b
        assert quotient.low * y <= x <= quotient.high * y or quotient.high * y <= x <= quotient.low * y


def test_division_by_zero_allows_everything():
    assert Interval(Decimal(1), Decimal(2)) / Interval(Decimal(-1), Decimal(1)) == Interval(-INFINITY, INFINITY)


def test_ends_in_the_wrong_order_are_refused():
    with pytest.raises(ValueError, match="no interval"):
        Interval(Decimal(2), Decimal(1))


def test_whole_numbers_inside():
    assert Interval(Decimal("203.99"), Decimal("204.2")).whole_numbers() == (204, 204)
    assert Interval(Decimal("2.1"), Decimal("2.9")).whole_numbers() is None


@pytest.mark.parametrize(
    ("text", "fields", "low", "high"),
    [
        ("Giảm ⟦6,22%⟧.", {}, "6.215", "6.225"),
        ("Thu ⟦5.133 tỷ⟧ đồng.", {"kind": "money"}, "5132500000000", "5133500000000"),
        ("Có ⟦33.446⟧ người.", {}, "33446", "33446"),
        ("Có ⟦1,2 triệu⟧ người.", {}, "1150000", "1250000"),
        ("Tăng gần ⟦12%⟧.", {"bound": "~"}, "10.5", "12.5"),
        ("Tăng khoảng ⟦12%⟧.", {"bound": "~"}, "10.5", "13.5"),
        ("Có gần ⟦11.500⟧ người.", {"bound": "~"}, "11400", "11500"),
        ("Đạt trên ⟦98%⟧.", {"bound": ">"}, "97.5", "Infinity"),
        ("Dưới ⟦5%⟧.", {"bound": "<"}, "-Infinity", "5.5"),
        ("Tăng ⟦8,5-9%⟧.", {}, "8.45", "9.5"),
    ],
)
def test_printed_number_stands_for_an_interval(mark, text, fields, low, high):
    _, [figure] = mark(text, [fields])
    assert STRICT(figure) == Interval(Decimal(low), Decimal(high))


def test_generous_reading_takes_a_cut_off_digit_and_a_round_count(mark):
    _, [percent, people] = mark("Đạt ⟦66,6%⟧, ⟦11.500⟧ người.", [{}, {}])
    assert GENEROUS(percent) == Interval(Decimal("66.55"), Decimal("66.7"))
    assert GENEROUS(people) == Interval(Decimal(11450), Decimal(11600))


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [("chín", 9, "0"), ("2 tỷ 350 triệu", 2350000000, "10000000"), ("0,0%", 0, "0.1"), ("05", 5, "1")],
)
def test_worth_of_the_last_printed_digit(text, value, unit):
    assert printed_unit(text, Decimal(value)) == Decimal(unit)


def test_verdict_follows_the_narrowest_reading_that_holds():
    assert judge(lambda reading: not reading.generous) is Verdict.CONSISTENT
    assert judge(lambda reading: reading.generous) is Verdict.UNCLEAR
    assert judge(lambda _: False) is Verdict.INCONSISTENT
