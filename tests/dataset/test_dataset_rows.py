"""What becomes one row, which value stands for it, and whether its sources agree."""

from decimal import Decimal

import pytest

from report_miner.dataset.rows import build_rows
from report_miner.dataset.words import load_words
from report_miner.model import Change, Kind, Place, Status
from report_miner.patterns import load_patterns


def rows_of(observations, sources):
    return build_rows(observations, sources, load_words(load_patterns()))


@pytest.mark.parametrize(
    ("printed", "agreement", "value"),
    [
        ([("a.txt", "1.250 hộ")], "single", "1250"),
        ([("a.txt", "1.250 hộ"), ("b.txt", "1.250 hộ")], "equal", "1250"),
        ([("a.txt", "1.250 hộ"), ("a2.txt", "1.250 hộ")], "single", "1250"),
        ([("a.txt", "hơn 1.200 hộ"), ("b.txt", "1.250 hộ")], "equal", "1250"),
        ([("a.txt", "2,4%"), ("b.txt", "2,35%")], "equal", "2.35"),
        ([("a.txt", "1.300 hộ"), ("b.txt", "1.250 hộ")], "rounded", "1250"),
        ([("a.txt", "1.250 hộ"), ("b.txt", "1.350 hộ")], "differ", None),
        ([("a.txt", "1.250 hộ"), ("b.txt", "1.350 hộ"), ("c.txt", "1.350 hộ")], "differ", "1350"),
        ([("a.txt", "1.250 hộ"), ("a2.txt", "1.250 hộ"), ("b.txt", "1.351 hộ")], "differ", None),
        ([("a.txt", "1.250 hộ"), ("a2.txt", "1.351 hộ")], "several", None),
        ([("a.txt", "51%"), ("b.txt", "51,2%"), ("c.txt", "48%")], "differ", "51.2"),
        ([("a.txt", "51%"), ("b.txt", "51,2%"), ("c.txt", "51,4%")], "differ", "51"),
        ([("a.txt", "51%"), ("b.txt", "51,2%"), ("c.txt", "48%"), ("d.txt", "48,1%")], "differ", None),
        ([("a.txt", "51,0%"), ("b.txt", "51,2%"), ("c.txt", "48%")], "differ", None),
        ([("a.txt", "hơn 1.200 hộ"), ("b.txt", "1.250 hộ"), ("c.txt", "900 hộ")], "differ", "1250"),
        ([("a.txt", "hơn 1.200 hộ"), ("b.txt", "1.250 hộ"), ("c.txt", "1.350 hộ")], "differ", None),
        ([("a.txt", "18/20 xã"), ("b.txt", "18 xã")], "equal", "18"),
        ([("a.txt", "18/20 xã"), ("b.txt", "18/21 xã")], "differ", None),
    ],
)
def test_agreement_and_value(said, sources, printed, agreement, value):
    [row] = rows_of([said(doc, text) for doc, text in printed], sources)
    assert row.agreement == agreement
    assert row.value == (value and Decimal(value))


def test_the_most_exact_value_brings_its_total(said, sources):
    [row] = rows_of([said("a.txt", "18 xã"), said("b.txt", "18/20 xã")], sources)
    assert (row.value, row.total) == (18, 20)


def test_different_values_stand_side_by_side_with_their_sources(said, sources):
    printed = [("a.txt", "1.250 hộ"), ("b.txt", "1.350 hộ"), ("c.txt", "1.350 hộ"), ("a2.txt", "1.250 hộ")]
    [row] = rows_of([said(doc, text) for doc, text in printed], sources)
    assert [(stated.amount.value, stated.independent) for stated in row.stated] == [(1350, 2), (1250, 1)]
    assert row.independent == 3


@pytest.mark.parametrize(
    "other",
    [
        {"period": "2022"},
        {"place": "old:835"},
        {"indicator": "ECO.CANNGHEO"},
        {"status": Status.TARGET},
        {"change": Change.INCREASE},
        {"unit": "người"},
        {"unit": "hộ/xã"},
    ],
)
def test_other_quantities_are_other_rows(said, sources, other):
    rows = rows_of([said("a.txt", "1.250 hộ"), said("b.txt", "1.250 hộ", **other)], sources)
    assert [row.agreement for row in rows] == ["single", "single"]
    assert rows[0].id != rows[1].id


@pytest.mark.parametrize("missing", ["indicator", "place", "period"])
def test_figures_that_say_not_what_where_or_when_are_in_no_row(said, sources, missing):
    assert rows_of([said("a.txt", "1.250 hộ", **{missing: None})], sources) == []


def test_a_whole_and_its_parts_in_one_document_are_told_apart_by_their_items(said, sources):
    ocop = {"indicator": "ECO.OCOP"}
    rows = rows_of(
        [
            said("a.txt", "328 sản phẩm", item="sản phẩm OCOP còn hạn", start=1, **ocop),
            said("a.txt", "302 sản phẩm", item="sản phẩm hạng ba sao", start=2, **ocop),
            said("b.txt", "328 sản phẩm", item="sản phẩm OCOP", **ocop),
            said("c.txt", "302 sản phẩm", item="sản phẩm hạng ba sao", start=3, **ocop),
            said("c.txt", "25 sản phẩm", item="sản phẩm hạng bốn sao", start=4, **ocop),
        ],
        sources,
    )
    assert [(row.item, row.value, row.agreement, row.variants) for row in rows] == [
        ("sản phẩm OCOP còn hạn", 328, "single", 4),
        ("sản phẩm hạng ba sao", 302, "equal", 4),
        ("sản phẩm OCOP", 328, "single", 4),
        ("sản phẩm hạng bốn sao", 25, "single", 4),
    ]
    assert len({row.id for row in rows}) == 4


def test_one_document_with_several_numbers_for_the_same_words_gives_no_value(said, sources):
    [row] = rows_of([said("a.txt", "74 vụ", start=1), said("a.txt", "63/74 vụ", start=2)], sources)
    assert (row.agreement, row.value) == ("several", None)


def test_a_pair_of_now_and_before_is_a_level(said, sources):
    [row] = rows_of([said("a.txt", "5/7 vụ", kind=Kind.PAIR, change=Change.DECREASE)], sources)
    assert (row.cell.change, row.value, row.total) == (Change.NONE, 5, None)


def test_a_place_without_code_is_known_by_its_name(said, sources):
    rows = rows_of([said(doc, "9 vụ", place=Place(("Việt Nam",))) for doc in ("a.txt", "b.txt")], sources)
    assert [(row.place, row.agreement) for row in rows] == [("Việt Nam", "equal")]


@pytest.mark.parametrize(
    ("first", "other", "rows"),
    [
        ("hộ", "hộ nghèo", 1),
        ("HTX", "hợp tác xã", 1),
        ("đồng", "đồng/người/năm", 1),
        ("kg", "gam", 2),
        ("hộ", "hộ cận nghèo", 2),
        (None, "hộ", 2),
    ],
)
def test_units_that_say_the_same(said, sources, first, other, rows):
    printed = [said("a.txt", "1.250 hộ", unit=first), said("b.txt", "1.250 hộ", unit=other)]
    assert len(rows_of(printed, sources)) == rows
