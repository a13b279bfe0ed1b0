"""How figures and numbers read in the sentences of findings."""

from dataclasses import replace
from decimal import Decimal

import pytest

from report_miner.check.findings import number, quote
from report_miner.model import Locator


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("33446", "33.446"),
        ("6.275", "6,28"),
        ("13200000000", "13,2 tỷ"),
        ("-5", "-5"),
        ("1234567", "1.234.567"),
        ("1200000", "1,2 triệu"),
    ],
)
def test_numbers_are_written_as_in_vietnamese_letters(value, expected):
    assert number(Decimal(value)) == expected


@pytest.mark.parametrize(
    ("printed", "fields", "expected"),
    [
        ("97/119", {"unit": "xã"}, "97/119 xã"),
        ("81,5%", {}, "81,5%"),
        ("12", {}, "12"),
        ("1,2 triệu", {"unit": "lượt khách"}, "1,2 triệu lượt khách"),
    ],
)
def test_a_figure_is_quoted_with_its_unit(mark, printed, fields, expected):
    _, [figure] = mark(f"Có ⟦{printed}⟧.", [fields])
    assert quote(figure) == expected


@pytest.mark.parametrize(
    ("printed", "value", "unit", "expected"),
    [
        ("312.500", "312500000000", "đồng", "312,5 tỷ đồng"),
        ("1.250", "1250", "hộ", "1.250 hộ"),
        ("104,9", "104.9", "%", "104,9%"),
    ],
)
def test_a_scale_in_the_header_of_a_table_goes_into_the_number(mark, printed, value, unit, expected):
    _, [figure] = mark(f"Thu nội địa ⟦{printed}⟧", [{"unit": unit}])
    assert quote(replace(figure, value=Decimal(value), locator=Locator(table=1, row=2, column=3))) == expected
