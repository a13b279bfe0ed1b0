"""Blanking: what is no part of an item is overwritten, and every offset stays."""

import pytest

from report_miner.extract.blanks import blanked
from report_miner.patterns import load_patterns

PATTERNS = load_patterns().items.regexes


def spans(text: str, *parts: str) -> list[tuple[int, int]]:
    return [(text.index(part), text.index(part) + len(part)) for part in parts]


@pytest.mark.parametrize(
    ("text", "times", "figures", "left"),
    [
        ("Năm 2023 huyện có 12 xã", ["Năm 2023"], ["12"], "huyện có 12 xã"),
        ("Quỹ (do hội lập) có 12 tổ", [], ["12"], "Quỹ có 12 tổ"),
        ("Có 12 xã (15,5%) đạt", [], ["12", "15,5%"], "Có 12 xã (15,5%) đạt"),
        ("Có (trong quý I năm 2023) 12 vụ", ["quý I năm 2023"], ["12"], "Có 12 vụ"),
        ("từ năm 2020 đến năm 2023 có 5 vụ", ["năm 2020 đến năm 2023", "năm 2023"], ["5"], "có 5 vụ"),
        ("Tính đến hết năm 2023, huyện có 12 xã", ["năm 2023"], ["12"], ", huyện có 12 xã"),
        ("Giá lúa ở Hà Nam đạt 9.000 đồng", ["Hà Nam"], ["9.000"], "Giá lúa đạt 9.000 đồng"),
        ("Số chợ của Hà Nam là 12", ["Hà Nam"], ["12"], "Số chợ là 12"),
        ("Trên địa bàn xảy ra 39 vụ", [], ["39"], "xảy ra 39 vụ"),
        ("Có 9 chợ trên địa bàn toàn huyện", [], ["9"], "Có 9 chợ"),
        ("Kết quả\n2/ Chăn nuôi: có 45 con", [], ["45"], "Kết quả Chăn nuôi: có 45 con"),
        ("Không có gì để bỏ", [], [], "Không có gì để bỏ"),
        ("", [], [], ""),
    ],
)
def test_times_and_brackets_without_figures_are_blanked(text, times, figures, left):
    found = blanked(text, spans(text, *times), spans(text, *figures), PATTERNS)
    assert len(found) == len(text)
    assert found.split() == left.split()
    assert all(now in (before, " ") for now, before in zip(found, text, strict=True))


def test_a_time_that_a_figure_overlaps_stays():
    text = "sau 15 ngày có 40 ca"
    assert blanked(text, spans(text, "15 ngày"), spans(text, "15", "40"), PATTERNS) == text
    assert blanked(text, spans(text, "15 ngày"), spans(text, "40"), PATTERNS) == "sau         có 40 ca"
