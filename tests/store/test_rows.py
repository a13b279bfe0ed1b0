import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_miner.model import Bound, Change, Locator, Period
from report_miner.store.rows import (
    COLUMNS,
    CONTRACT,
    FigureRows,
    json_line,
    plain,
    record,
    to_figure,
    to_record,
    to_row,
)

HOUSE = (
    "id doc start end text value value_to total kind unit item change bound status place period versus "
    "sentence page bbox table row column indicator place_code pattern confidence uncertain"
)


def test_exported_fields_are_the_contract_in_its_order(figure):
    assert list(record(figure())) == HOUSE.split() == list(CONTRACT)


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("6.27", "6.27"),
        ("6.270", "6.27"),
        ("100", "100"),
        ("3E+12", "3000000000000"),
        ("-0.50", "-0.5"),
        ("0.1234567890123456789", "0.1234567890123456789"),
        ("0", "0"),
    ],
)
def test_numbers_are_written_exactly(figure, value, printed):
    assert plain(Decimal(value)) == printed
    assert f'"value": {printed},' in json_line(record(figure(value=Decimal(value))))


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6))
def test_a_written_number_reads_back_as_the_same_number(value):
    assert Decimal(plain(value)) == value


def test_a_record_is_one_line_of_json_with_its_accents(figure):
    line = json_line(
        record(figure(sentence="Tăng\u2028 trưởng\n\x85đạt\t“7%”.", locator=Locator(bbox=(1.0, 2.123, 3, 4))))
    )
    assert line.splitlines() == [line.rstrip("\n")]
    assert "trưởng" in line
    read = json.loads(line)
    assert read["sentence"] == "Tăng\u2028 trưởng\n\x85đạt\t“7%”."
    assert read["bbox"] == [1.0, 2.12, 3, 4]
    assert read["place"] == "xã Thạnh Mỹ < tỉnh An Giang"
    assert read["place_code"] == "2021:89"


def test_a_figure_survives_the_way_through_the_table(figure):
    original = figure(
        value=Decimal("8.50"),
        value_to=Decimal(9),
        change=Change.INCREASE,
        bound=Bound.AT_LEAST,
        versus=Period("2019"),
        locator=Locator(page=2, bbox=(1.0, 2.5, 3.0, 4.25), table=1, row=3, column=2, paragraph=7),
        indicator="NTM-01",
        indicator_score=0.75,
        sentence_start=12,
    )
    row = to_row(original)
    assert len(row) == len(COLUMNS)
    assert to_figure(row, original.sha256) == original
    assert json_line(to_record(row)) == json_line(record(original))


def test_a_figure_that_knows_little_survives_too(figure):
    bare = figure(total=None, unit=None, item=None, place=None, period=None, uncertain=(), sentence="")
    assert to_figure(to_row(bare), bare.sha256) == bare


def test_figures_kept_as_rows_are_the_same_figures(figure):
    figures = [figure(start=start, end=start + 2, text="12") for start in (4, 9, 20)]
    kept = FigureRows(list(map(to_row, figures)), figures[0].sha256)
    assert list(kept) == figures
    assert list(kept[1:]) == figures[1:]
