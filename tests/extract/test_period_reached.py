"""Times told as a distance or a limit: the year reached after some years, the day up to which a sentence counts."""

from __future__ import annotations

import pytest
from asked_periods import ask

from report_miner.model import Status


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


@pytest.mark.parametrize(
    ("marked", "period"),
    [
        ("Ngày 3/7, xã tổ chức Đại hội lần thứ XX, nhiệm kỳ 2019-2024. Dự đại hội có ⟦115⟧ đại biểu.", "2019-07-03"),
        ("Đại hội bầu Ban Chấp hành Đảng bộ nhiệm kỳ 2019-2024 gồm ⟦15⟧ đồng chí.", "2019"),
        ("Năm 2018 thực hiện Nghị quyết Đại hội nhiệm kỳ 2015-2020, xã đạt ⟦22/25⟧ chỉ tiêu.", "2018"),
        ("Đại hội Đoàn nhiệm kỳ 2014-2019 đã họp. Trong nhiệm kỳ có ⟦214⟧ công trình.", "2014/2019"),
    ],
)
def test_a_term_still_to_run_in_the_name_of_a_congress_is_no_time_of_results(marked: str, period: str) -> None:
    assert ask(marked)[0] == period


def test_goals_of_a_congress_are_those_of_the_term_in_its_name() -> None:
    marked = "Đại hội lần thứ XX, nhiệm kỳ 2019-2024 đã họp. Xã phấn đấu có ⟦12⟧ mô hình."
    assert ask(marked, status=Status.TARGET)[0] == "2019/2024"


@pytest.mark.parametrize(
    ("marked", "period"),
    [
        ("Đến ngày 29/6, toàn tỉnh có 31 ca; ngày 4/7 lên ⟦44⟧ ca, trong đó 3 ca nặng.", "2019-07-04"),
        ("Đến ngày 29/6, toàn tỉnh có 31 ca; ngày 4/7 lên 44 ca, trong đó ⟦3⟧ ca nặng.", "2019-07-04"),
        ("Đến ngày 29/6, toàn tỉnh có 31 ca; theo Sở Y tế sáng 4/7, con số đã là 44. Có ⟦3⟧ ca nặng.", "2019-07-04"),
        ("6 tháng đầu năm bán 9 tấn. Giá cá tra tại ao đầu tháng 7 chỉ còn ⟦21.000⟧ đồng/kg.", "2019-07"),
        (
            "6 tháng đầu năm thu 9 tỷ đồng. Nợ đến ngày 30/6 lên tới 4 tỷ. Có ⟦3⟧ doanh nghiệp.",
            "2019-01/2019-06",
        ),
    ],
)
def test_a_day_tells_what_was_reached_on_it(marked: str, period: str) -> None:
    assert ask(marked)[0] == period


@pytest.mark.parametrize(
    ("marked", "period"),
    [
        ("6 tháng bán 9 tấn chè, song tháng 6 chỉ bán 1 tấn. Cà phê bán được ⟦7⟧ tấn.", "2019-01/2019-06"),
        ("6 tháng bán 9 tấn chè; tháng 6 bán 1 tấn. Cà phê bán được ⟦7⟧ tấn.", "2019-06"),
        ("6 tháng đầu năm, giá chè rời đỉnh 9 USD/kg hồi tháng 5 để về quanh ⟦7⟧ USD/kg.", "2019-01/2019-06"),
        ("6 tháng đầu năm, giá chè rời đỉnh ⟦9⟧ USD/kg của tháng 5.", "2019-05"),
    ],
)
def test_a_month_held_against_the_time_told_is_of_its_clause_alone(marked: str, period: str) -> None:
    assert ask(marked)[0] == period


def test_the_year_of_the_plan_of_which_some_months_brought_a_share_is_not_told_of() -> None:
    text = "Trong 5 tháng đầu năm 2019, thu đạt 40% kế hoạch. Tỉnh dạy nghề cho 90 người, đạt 30% kế hoạch năm 2019. "
    assert ask(text + "Các xã mở ⟦7⟧ lớp.")[0] == "2019-01/2019-05"


@pytest.mark.parametrize(
    ("goes_on", "period"), [("Trong đó, nợ", "2019-06-30"), ("Số hợp tác xã", "2019-01/2019-06")]
)
def test_the_parts_of_what_stood_on_a_day_are_of_that_day(goes_on: str, period: str) -> None:
    text = "6 tháng đầu năm 2019, quỹ lãi 9 tỷ đồng. Tính đến ngày 30/6/2019, tài sản là 80 tỷ đồng. "
    assert ask(f"{text}{goes_on} là ⟦30⟧.")[0] == period
