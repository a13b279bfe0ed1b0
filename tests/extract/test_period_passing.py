"""Times that a sentence names in passing: of a standard, a record, a jubilee, a bracket, a season compared with."""

from __future__ import annotations

import pytest
from asked_periods import ask

from report_miner.model import BlockKind, Status


@pytest.mark.parametrize(
    ("marked", "period"),
    [
        ("Rà soát năm 2018 theo chuẩn nghèo giai đoạn 2016-2020: tỷ lệ hộ nghèo ⟦5,7%⟧.", "2018"),
        ("Năm 2018, giáo viên đạt chuẩn theo Luật Giáo dục 2005: tiểu học ⟦74,5%⟧.", "2018"),
        (
            "Tổng kết năm 2018.\nKỷ niệm 71 năm Ngày Thương binh (27/7/1947 - 27/7/2018), huyện tặng ⟦90⟧ suất.",
            "2018",
        ),
        (
            "Quý III/2018 tăng 2,6%, thấp nhất trong các quý III của giai đoạn 2011-2018. Dịch vụ tăng ⟦2,7%⟧.",
            "2018-07/2018-09",
        ),
        ("Năm 2018, năng suất 67 tạ/ha - cao nhất từ trước đến nay, sản lượng ⟦766⟧ tấn.", "2018"),
        ("Năm 2018 có 90 hộ đạt danh hiệu; giữ danh hiệu 3 năm liên tục trở lên là ⟦40⟧ hộ.", "2018"),
        ("Năm 2018, tiêm phòng đợt 1/2019: trâu, bò ⟦71%⟧.", "2018"),
    ],
)
def test_a_time_that_only_says_what_is_meant_is_of_no_number(marked: str, period: str) -> None:
    assert ask(marked)[0] == period


def test_years_that_are_especially_told_of_are_no_record() -> None:
    assert ask("Chăn nuôi phát triển, nhất là trong giai đoạn 2011-2018 có ⟦90⟧ trại.")[0] == "2011/2018"


@pytest.mark.parametrize(
    ("marked", "asked"),
    [
        ("Lúa mùa năm 2018 gieo 1.689 ha, bằng ⟦98,7%⟧ vụ mùa trước.", ("2018", None)),
        ("Năm 2018 năng suất 49,5 tạ/ha, hơn vụ mùa năm trước ⟦3,3⟧ tạ/ha.", ("2018", "2017")),
        ("Hè thu năm 2018 thu 9 tấn. Như vậy hơn hẳn vụ hè thu 2017: năng suất thêm ⟦3⟧ tạ/ha.", ("2018", "2017")),
        ("Niên vụ 2017 thu ⟦90⟧ nghìn tấn cà phê.", ("2017", None)),
    ],
)
def test_a_season_is_compared_with_the_one_before(marked: str, asked: tuple[str, str | None]) -> None:
    assert ask(marked)[0] == asked[0]
    assert asked[1] is None or ask(marked)[1] == asked[1]


@pytest.mark.parametrize(
    ("marked", "period"),
    [
        ("Năm công tác 2018 (1-11-2017 đến 31-10-2018), tòa thụ lý ⟦97⟧ vụ.", "2018"),
        ("Ngày 17/6, Sở cho hay kỳ thi THPT quốc gia 2019 có ⟦9.700⟧ thí sinh.", "2019"),
        ("Năm 2018, bao phủ 91,8% dân số 9.000 người, còn dân số 9.900 (điều tra 01/4/2019) là ⟦87%⟧.", "2018"),
        (
            "Dư nợ của xã hơn 100 tỷ đồng… 10 tháng năm 2018, xã thu gần ⟦200⟧ triệu đồng, đạt 105%.",
            "2018-01/2018-10",
        ),
        ("Lũy kế 5 tháng năm 2019 thu 9 tỷ đồng. Tính đến đầu tháng 6, tỉnh có ⟦7.174⟧ doanh nghiệp.", "2019-06"),
        ("GDP năm 2018 tăng 12% so năm 2017 (KH: ⟦13%⟧).", "2018"),
        ("Từ đầu năm 2018, có ⟦47⟧ xã có dịch.", "2018"),
    ],
)
def test_a_time_is_told_by_what_stands_around_it(marked: str, period: str) -> None:
    assert ask(marked)[0] == period


@pytest.mark.parametrize(
    ("marked", "period"),
    [
        ("Đến 30/6/2019 dư nợ 24 tỷ đồng, chia ra:\n+ Ngân hàng ⟦21⟧ tỷ đồng;", "2019-06-30"),
        ("Đến 30/6/2019 giải ngân 56 tỷ đồng. Theo nguồn vốn: ngân sách tỉnh ⟦58%⟧.", "2019-06-30"),
        ("Đến 30/6/2019 giải ngân 56 tỷ đồng. Xã trồng ⟦58⟧ ha.", "2019-01/2019-06"),
        ("Giảm 16 biên chế, lũy kế 2015 - 2018 giảm 74 biên chế. Có ⟦96%⟧ đạt chuẩn.", "2019-01/2019-06"),
        ("Hiến máu 3 đợt; riêng ngày hội ngày 09/3/2019 có ⟦400⟧ người đăng ký.", "2019-03-09"),
        ("Thu đến ngày 20/6 được 61 tỷ đồng. Từ đầu năm làm ⟦38⟧ km đường.", "2019-01/2019-06"),
    ],
)
def test_what_is_of_a_day_or_of_years_is_of_its_parts_alone(marked: str, period: str) -> None:
    assert ask(f"Kết quả 6 tháng đầu năm 2019\n{marked}", kinds=(BlockKind.TITLE,))[0] == period


def test_a_goal_told_after_the_first_months_of_a_year_is_for_the_year() -> None:
    told = "6 tháng đầu năm 2019 xử lý 9 vụ. "
    assert ask(f"{told}Xử lý trên ⟦85%⟧ vụ việc mới.", status=Status.TARGET) == ("2019", None)
    assert ask(f"{told}Xử lý trên ⟦85%⟧ vụ việc mới.")[0] == "2019-01/2019-06"


def test_a_base_reaches_over_semicolons_in_a_clause_that_names_its_time_behind_it() -> None:
    text = "So với tháng trước sản xuất tháng 6 vẫn tăng: khai khoáng tăng 1,7%; chế biến tăng ⟦1,3%⟧."
    assert ask(text)[1] == "2019-05"
    assert ask("So với tháng trước khai khoáng tăng 1,7%; tháng 6, chế biến tăng ⟦1,3%⟧.")[1] is None
