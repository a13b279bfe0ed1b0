"""Single lines: headings, list items, furniture, dates, publishers."""

import re
from datetime import date

import pytest

from report_miner.clean.shadow import shadow_of
from report_miner.patterns import NamedPattern, Pages, load_patterns
from report_miner.read.lines import Role, default_rules

RULES = default_rules()
PATTERNS = [entry for name in Pages.model_fields for entry in getattr(load_patterns().pages, name)]


@pytest.mark.parametrize("entry", PATTERNS, ids=lambda entry: entry.name)
def test_page_patterns_match_their_examples_and_no_others(entry: NamedPattern) -> None:
    for example in entry.examples:
        marked = re.search("⟦(.*)⟧", example)
        match = entry.regex.search(shadow_of(example.translate({0x27E6: None, 0x27E7: None})).text)
        assert match, example
        assert not marked or match.group() == shadow_of(marked[1]).text
    for example in entry.counter_examples:
        assert not entry.regex.search(shadow_of(example).text), example


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("# Báo cáo", 1),
        ("### Trồng trọt", 3),
        ("Phần thứ nhất", 1),
        ("Chương II", 2),
        ("II. KẾT QUẢ ĐẠT ĐƯỢC", 3),
        ("1. Sản xuất nông nghiệp", 4),
        ("1.2. Chăn nuôi", 5),
        ("Điều 5. Mức hỗ trợ", 4),
        ("KẾT QUẢ XÂY DỰNG NÔNG THÔN MỚI NĂM 2024", 1),
        ("2/ Chăn nuôi", 4),
        ("1. Tổng đàn lợn đạt 120.000 con.", 0),
        ("1. Phổ biến pháp luật: 214 hội nghị. Số xã đạt chuẩn tiếp cận pháp luật: 22/23", 0),
        ("Toàn huyện có 12 xã đạt chuẩn", 0),
        ("1.234 xã", 0),
    ],
)
def test_headings_and_their_depth(line: str, level: int) -> None:
    assert RULES.heading_level(line) == level


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Lượt xem: 74 | lượt tải:23", Role.FURNITURE),
        ("   • Đang truy cập163", Role.MENU),
        ("Chủ nhật - 08/12/2024 17:59 91 0", Role.FURNITURE),
        ("Xem với cỡ chữ : A- A A+", Role.FURNITURE),
        ("Ngày đăng: 12/03/2021", Role.FURNITURE),
        ("Tổng số điểm của bài viết là: 0 trong 0 đánh giá", Role.MENU),
        ("Các tin khác", Role.CLOSER),
        ("- 12 -", Role.FURNITURE),
        ("Ngày 12/3/2021, huyện công nhận 5 xã đạt chuẩn", Role.TEXT),
        ("Tổng số hộ nghèo: 560 hộ", Role.TEXT),
        ("1.204 lượt người được khám bệnh", Role.TEXT),
        ("81,5%", Role.TEXT),
    ],
)
def test_what_a_line_is_to_its_page(line: str, role: Role) -> None:
    assert RULES.role(line) is role


@pytest.mark.parametrize(
    ("line", "day", "exact"),
    [
        ("Chủ nhật - 08/12/2024 17:59", date(2024, 12, 8), True),
        ("Ngày đăng: 12/03/2021", date(2021, 3, 12), True),
        ("Thứ Hai, 05/06/2023, 08:30 (GMT+7)", date(2023, 6, 5), True),
        ("Cập nhật lúc 08:30 05/06/2023", date(2023, 6, 5), True),
        ("08:30 | 05/06/2023", date(2023, 6, 5), True),
        ("Tân Hưng, ngày 15 tháng 12 năm 2024", date(2024, 12, 15), True),
        ("Tân Hưng, ngày    tháng 12 năm 2024", date(2024, 12, 1), False),
        ("date 2023-10 Toàn tỉnh có 5 xã", date(2023, 10, 1), False),
    ],
)
def test_dates_that_a_document_states_of_itself(line: str, day: date, exact: bool) -> None:
    found = RULES.stated_date(line)
    assert found is not None
    assert (found.day, found.exact) == (day, exact)


@pytest.mark.parametrize(
    "line",
    ["Ngày 31/02/2021", "Đến ngày 15/12/2024, toàn huyện có 12 xã", "Năm 2024", "Trong tháng 10/2023"],
)
def test_other_dates_are_not_its_own(line: str) -> None:
    assert RULES.stated_date(line) is None
