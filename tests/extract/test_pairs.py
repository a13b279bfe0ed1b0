"""Whether n/m is this period and the one before."""

import pytest
from cue_readings import unmarked

from report_miner.extract.numbers import find_numbers
from report_miner.extract.pairs import PairReader
from report_miner.patterns import load_patterns

PAIRS = PairReader(load_patterns().units.pairs)


@pytest.mark.parametrize(
    ("sentence", "unit", "pair"),
    [
        ("Cháy rừng kiềm chế ⟦4/4⟧ vụ.", "vụ", True),
        ("Trên địa bàn xảy ra ⟦4/6⟧ vụ cháy.", "vụ", True),
        ("Toàn xã mắc mới ⟦12/20⟧ ca.", "ca", True),
        ("Xảy ra 4/6 vụ, làm chết ⟦1/3⟧ người.", "người", True),
        ("Tai nạn giao thông: 4/6 vụ, ⟦1/3⟧ người chết.", "người", True),
        ("Số vụ: ⟦44/51⟧ (giảm 7 vụ).", None, True),
        ("Mắc ⟦160/200⟧ ca, giảm 20% so với cùng kỳ.", "ca", True),
        ("Xảy ra 44 vụ, giảm 7 vụ so với năm 2021 (⟦44/51⟧ vụ).", "vụ", True),
        ("Xảy ra 44 vụ, giảm 6 vụ so với cùng kỳ năm 2021 (⟦44/51⟧ vụ).", "vụ", True),
        ("Số đơn giảm 7 đơn so với năm 2021 (⟦44/51⟧ đơn).", "đơn", True),
        ("Số xã đạt tăng 2 xã so với năm 2021 (⟦4/6⟧ xã).", "xã", False),
        ("Đã làm rõ ⟦4/6⟧ vụ, đạt 66,7%.", "vụ", False),
        ("Dịch xảy ra ở ⟦4/6⟧ xã.", "xã", False),
        ("Chiếc xe lao xuống vực làm chết ⟦4/6⟧ người.", "người", False),
        ("Có ⟦4/6⟧ xã đạt chuẩn, tăng 2 xã.", "xã", False),
        ("Có ⟦4/6⟧ xã đạt chuẩn, giảm 1 xã.", "xã", False),
    ],
)
def test_the_words_and_numbers_around_tell_a_pair_from_a_tally(sentence: str, unit: str | None, pair: bool) -> None:
    text, [(start, _)] = unmarked(sentence)
    lower = text.lower()
    number = next(number for number in find_numbers(text, lower, ()) if number.start == start)
    assert PAIRS.compares(number, unit, lower, 0, len(text)) is pair


@pytest.mark.parametrize(
    ("sentence", "meets"),
    [
        ("Thuế tài nguyên 6,6 tỷ/5,5 tỷ đồng, đạt 120% kế hoạch.", True),
        ("Lệ phí 66/55 triệu đồng (bằng 120% dự toán); phạt 9/4 triệu đồng.", True),
        ("Lệ phí 66/55 triệu đồng, bằng 120% so với cùng kỳ.", False),
        ("Lệ phí 66/55 triệu đồng, bằng 90% dự toán.", False),
    ],
)
def test_a_share_of_a_plan_sets_results_against_it(sentence: str, meets: bool) -> None:
    assert PAIRS.meets_plan(sentence.lower(), 0, len(sentence)) is meets
