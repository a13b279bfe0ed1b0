"""Amounts of money through the public names: value, unit, and bounds as they are written."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

import report_miner as rm

PEER = Path(__file__).parents[1].parent / "shared" / "peers" / "duckling_vi.json"
FROM = {rm.Bound.ABOVE, rm.Bound.AT_LEAST}
TO = {rm.Bound.BELOW, rm.Bound.AT_MOST}


def figures_of(text: str) -> list[rm.Figure]:
    document = rm.Document(
        name="a.txt", sha256="a", media_type="text/plain", text=text, blocks=(rm.Block(start=0, end=len(text)),)
    )
    return rm.mine(document)


@pytest.mark.parametrize(
    ("text", "value", "unit", "bound"),
    [
        ("Mỗi hộ được hỗ trợ 4.500.000 đồng.", "4500000", "đồng", "="),
        ("Doanh nghiệp nộp 2 tỷ 350 triệu đồng tiền thuế.", "2350000000", "đồng", "="),
        ("Quỹ được góp thêm $12,5 triệu.", "12500000", "USD", "="),
        ("Dự án vay 30 triệu euro.", "30000000", "euro", "="),
        ("Xã vận động được ba trăm triệu đồng.", "300000000", "đồng", "="),
        ("Tiền vé là 60k đồng.", "60000", "đồng", "="),
        ("Thiệt hại hơn 1,2 tỷ đồng.", "1200000000", "đồng", ">"),
        ("Thu nhập đạt ít nhất 65 triệu đồng.", "65000000", "đồng", ">="),
        ("Chi phí không quá 90 triệu đồng.", "90000000", "đồng", "<="),
        ("Tiền ủng hộ dưới 7 nghìn đồng.", "7000", "đồng", "<"),
        ("Vốn đầu tư khoảng 1.500 tỷ đồng.", "1500000000000", "đồng", "~"),
        ("Tiền vé là 25.000₫.", "25000", "đồng", "="),
        ("Huyện chi 5.000.000 ₫ cho trường.", "5000000", "đồng", "="),
    ],
)
def test_an_amount_has_its_value_unit_and_bound(text, value, unit, bound):
    (figure,) = figures_of(text)
    assert (figure.value, figure.value_to) == (Decimal(value), None)
    assert (figure.unit, figure.bound, figure.kind) == (unit, bound, rm.Kind.MONEY)


@pytest.mark.parametrize(
    ("text", "ends", "unit"),
    [
        ("Mức hỗ trợ từ 20 đến 25 triệu đồng.", ("20000000", "25000000"), "đồng"),
        ("Giá dao động 5.000 - 6.000 đồng.", ("5000", "6000"), "đồng"),
        ("Phí từ 1,5 đến 2,5 USD.", ("1.5", "2.5"), "USD"),
    ],
)
def test_a_range_of_money_keeps_both_ends(text, ends, unit):
    (figure,) = figures_of(text)
    assert (figure.value, figure.value_to) == tuple(map(Decimal, ends))
    assert figure.unit == unit


def states(case: dict, figures: list[rm.Figure]) -> bool:
    """Whether the one figure says what a case of the peer does: a value, an interval, or an open end."""
    if len(figures) != 1 or figures[0].unit != case["unit"]:
        return False
    figure = figures[0]
    low, high = float(figure.value), None if figure.value_to is None else float(figure.value_to)
    if "value" in case:
        return (low, high, figure.bound) == (case["value"], None, rm.Bound.EQUAL)
    if "from" in case and "to" in case:
        return (low, high) == (case["from"], case["to"])
    end, bounds = ("from", FROM) if "from" in case else ("to", TO)
    return low == case[end] and figure.bound in bounds


@pytest.mark.skipif(not PEER.exists(), reason="the peer's cases lie beside the project, not in it")
def test_most_money_cases_of_the_peer_hold():
    cases = [case for case in json.loads(PEER.read_text("utf-8")) if case["kind"] == "money"]
    wrong = [case["text"] for case in cases if not states(case, figures_of(case["text"]))]
    assert len(cases) - len(wrong) >= 40, wrong
