"""Times told as a distance or a limit: the year reached after some years, the day up to which a sentence counts."""

from __future__ import annotations

import pytest
from asked_periods import ask


@pytest.mark.parametrize(
    ("marked", "period"),
    [
        ("Năm 2011, huyện có 2 xã đạt. Sau 5 năm thực hiện, đã có ⟦12⟧ xã.", "2016"),
        ("Năm 2011, huyện có 2 xã đạt. Sau 5 năm thực hiện, đã có 12 xã. Còn ⟦4⟧ xã chưa đạt.", "2016"),
        ("Chỉ thị ban hành ngày 15/5/2014. Sau 5 năm thực hiện, toàn tỉnh có ⟦320⟧ mô hình.", "2019"),
        ("Năm 2015 xã được chọn làm điểm, sau 3 năm thực hiện, xã đạt ⟦12⟧ tiêu chí.", "2018"),
    ],
)
def test_years_after_the_beginning_lead_to_the_year_reached(marked: str, period: str) -> None:
    assert ask(marked)[0] == period


@pytest.mark.parametrize(
    ("marked", "period"),
    [
        ("Năm 2015, sau 5 năm thực hiện, xã đạt ⟦12⟧ tiêu chí.", "2015"),
        ("Sau 5 năm thực hiện (2011-2015), tỉnh có 97 xã đạt. Thu nhập đạt ⟦45⟧ triệu đồng.", "2011/2015"),
        ("Năm 2018, tỷ lệ hộ nghèo giảm ⟦3,6⟧ điểm phần trăm sau hai năm, còn lại 4%.", "2018"),
        ("Năm 2018 thu 9 tỷ đồng. Sau 5 năm thực hiện, nhà máy phải đạt ⟦40⟧ tỷ đồng.", "2018"),
    ],
)
def test_years_after_a_time_that_is_told_already_or_still_to_come_change_nothing(marked: str, period: str) -> None:
    assert ask(marked)[0] == period


@pytest.mark.parametrize(
    ("marked", "period"),
    [
        ("Năm 2018 thu 9 tỷ đồng. Tính đến 31/8/2018, chi 4 tỷ. Bốn xã được cấp ⟦3⟧ tỷ đồng.", "2018"),
        ("Năm 2018 thu 9 tỷ đồng. Tính đến 31/8/2018, chi 4 tỷ. Trong đó, các xã chi ⟦3⟧ tỷ đồng.", "2018-08-31"),
        ("Tính đến 31/8/2018, toàn tỉnh có 97 xã đạt chuẩn. Còn ⟦12⟧ xã chưa đạt.", "2018-08-31"),
    ],
)
def test_a_day_up_to_which_one_sentence_counts_gives_way_to_the_year_just_told(marked: str, period: str) -> None:
    assert ask(marked)[0] == period


@pytest.mark.parametrize(
    ("marked", "period"),
    [
        (
            "Tuần 26 (từ 24/6 đến 30/6) có 87 ca; lũy kế 900 ca. Cũng trong tuần, ⟦9⟧ ổ dịch mới xuất hiện.",
            "2019-06-24/2019-06-30",
        ),
        ("Năm 2018, có 97 vụ. Trong tuần, công an bắt ⟦12⟧ người.", "2019-07"),
    ],
)
def test_within_the_week_means_the_week_told_before_else_the_month_of_the_document(marked: str, period: str) -> None:
    assert ask(marked)[0] == period
