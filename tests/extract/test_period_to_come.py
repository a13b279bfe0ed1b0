"""Times around the day on which a text was written: still to come, in passing, or a day after the register's date."""

from __future__ import annotations

from datetime import date

import pytest
from asked_periods import PUBLISHED, ask, document_of

from report_miner import mine
from report_miner.model import BlockKind, Status


@pytest.mark.parametrize(
    ("marked", "period"),
    [
        ("Hội chợ sẽ mời ⟦40⟧ gian hàng vào tháng 11 tới.", "2019-11"),
        ("Theo dự báo, tín dụng quý III tăng 3%; quý IV tăng ⟦4%⟧.", "2019-10/2019-12"),
        ("Chợ mở cửa tháng 11 năm nay với ⟦40⟧ sạp.", "2019-11"),
        ("Tháng 12, đội thua ⟦2⟧ trận.", "2018-12"),
        ("Lễ hội sẽ về làng. Hồi tháng 12, xã đón ⟦900⟧ lượt khách.", "2018-12"),
    ],
)
def test_a_month_far_ahead_is_that_of_last_year_unless_it_is_foretold(marked: str, period: str) -> None:
    assert ask(marked)[0] == period


@pytest.mark.parametrize(
    ("marked", "period"),
    [
        ("Ngày 10/7, Công an xã cho biết vừa bắt 5 người. Hiện toàn xã có ⟦18⟧ thôn.", "2019-07-10"),
        ("Ngày 10/7, trời sẽ mưa như đã báo. Hiện toàn xã có ⟦18⟧ thôn.", "2019"),
        ("Ngày 13/7, Công an xã cho biết vừa bắt 5 người. Hiện toàn xã có ⟦18⟧ thôn.", "2019"),
    ],
)
def test_what_has_happened_on_the_day_after_its_date_was_written_then(marked: str, period: str) -> None:
    assert ask(marked)[0] == period


@pytest.mark.parametrize(
    ("marked", "period"),
    [
        ("Trận chung kết diễn ra chiều 20/7. Đội ghi ⟦15⟧ bàn.", "2019"),
        ("Trận chung kết diễn ra chiều 6/7. Đội ghi ⟦15⟧ bàn.", "2019-07-06"),
    ],
)
def test_results_are_not_of_an_event_to_come(marked: str, period: str) -> None:
    assert ask(marked)[0] == period


@pytest.mark.parametrize(
    ("marked", "period"),
    [
        ("Ngày 8/7, tàu cập cảng. Ông thôi lái hồi tháng 2. Tàu chở ⟦90⟧ tấn gạo.", "2019-07-08"),
        ("Ngày 8/7, chợ mở cửa. Chợ do hai vợ chồng trông từ cuối năm 2015. Chợ có ⟦90⟧ sạp.", "2019-07-08"),
        ("Tỉnh tổng kết chương trình giảm nghèo giai đoạn 2014 - 2018. Có ⟦90⟧ xã đạt.", "2014/2018"),
    ],
)
def test_a_time_in_passing_is_not_handed_on_but_that_of_a_programme_is(marked: str, period: str) -> None:
    assert ask(marked)[0] == period


def test_a_text_that_has_left_a_year_long_over_is_back_at_the_day_of_its_news() -> None:
    assert ask("Năm 2011, chợ cháy. Ngày 5/7, chợ lại mở. Chợ vẫn có ⟦90⟧ sạp.")[0] == "2019-07-05"


def test_a_change_right_before_the_same_period_is_compared_with_it() -> None:
    period, versus = ask("Quý I/2019 lãi 5 tỷ, tăng ⟦52%⟧ cùng kỳ dù chi phí tăng 4 tỷ.")
    assert (period, versus) == ("2019-01/2019-03", "2018-01/2018-03")


@pytest.mark.parametrize(
    ("marked", "period"),
    [
        ("Quý I/2019 thu 5 tỷ, mục tiêu cả năm ⟦18⟧ tỷ.", "2019"),
        ("Nợ xấu thêm trong 5 năm tới (2019 - 2024) là ⟦350⟧ tỷ đồng.", "2019/2024"),
        ("Sau năm 2018 được mùa, xã lỗ trong năm nay khi mất ⟦9⟧ ha lúa.", "2019"),
        ("Ngày 3/7, bà mua bò. Hai ngày sau (5.7), bà bán ⟦2⟧ con.", "2019-07-05"),
        ("Giao dịch cuối tuần (6/7), giá vàng là ⟦36⟧ triệu đồng.", "2019-07-06"),
        ("Vụ cháy xảy ra ngày 4-6. Hai xe hỏng, ⟦90⟧ sạp cháy.", "2019-06-04"),
    ],
)
def test_a_time_keeps_to_its_own_words(marked: str, period: str) -> None:
    assert ask(marked)[0] == period


@pytest.mark.parametrize(
    ("marked", "period"),
    [
        (
            "Báo cáo 8 tháng đầu năm 2019\nNhiệm vụ 4 tháng cuối năm\nSửa 7 cầu trong tháng 10. Mở ⟦150⟧ lớp.",
            "2019-09/2019-12",
        ),
        (
            "Báo cáo 9 tháng đầu năm 2019\nĐầu năm có 312 hộ nghèo. Ngân hàng cho ⟦517⟧ hộ vay vốn.",
            "2019-01/2019-09",
        ),
        ("Quyết toán năm 2018\nThu 20 tỷ đồng. Chi chuyển nguồn sang năm 2019: ⟦5 tỷ⟧ đồng.", "2018"),
    ],
)
def test_a_time_of_one_number_is_not_told_of_further(marked: str, period: str) -> None:
    kinds = (BlockKind.TITLE, *(BlockKind.HEADING,) * (marked.count("\n") - 1), BlockKind.PARAGRAPH)
    assert ask(marked, None, kinds=kinds)[0] == period


@pytest.mark.parametrize(
    ("marked", "status", "period"),
    [
        ("Kế hoạch phát triển đường sông đến năm 2030\nNước ta có ⟦900⟧ km sông.", Status.ACTUAL, "2019"),
        ("Kế hoạch phát triển đường sông đến năm 2030\nNước ta có ⟦900⟧ km sông.", Status.TARGET, "2030"),
        ("Điện đã có lại, còn ⟦64⟧ hộ phải đợi đến ngày 20/8.", Status.ACTUAL, "2019"),
    ],
)
def test_what_is_reported_is_of_no_time_to_come(marked: str, status: Status, period: str) -> None:
    assert ask(marked, status=status, kinds=(BlockKind.TITLE,))[0] == period


def test_what_is_counted_up_to_an_hour_stands_on_that_day() -> None:
    title = "Báo cáo nhanh về bão (tính đến 18 giờ ngày 10/9/2018)\nCó ⟦13⟧ người bị thương."
    assert ask(title, published=None, kinds=(BlockKind.TITLE,))[0] == "2018-09-10"


@pytest.mark.parametrize(("published", "period"), [(date(2019, 1, 5), "2018"), (date(2019, 7, 9), "2019")])
def test_at_the_beginning_of_a_year_results_are_those_of_the_last(published: date, period: str) -> None:
    text = "Hội nghị triển khai nhiệm vụ năm 2019\nNăm 2018, thu 9 tỷ đồng.\nVốn đầu tư mới chi được ⟦81%⟧."
    assert ask(text, published=published, kinds=(BlockKind.TITLE,))[0] == period


@pytest.mark.parametrize(
    ("marked", "period"),
    [
        ("Từ ngày 6 đến ngày 22/12, mưa tới ⟦900⟧ mm.", "2018-12-06/2018-12-22"),
        ("Cho nuôi 35 lồng vào năm 2022, song nay đã có ⟦52⟧ lồng.", "2019"),
        ("Đến năm 2022 nuôi ⟦35⟧ lồng.", "2022"),
    ],
)
def test_what_happened_was_not_in_days_to_come(marked: str, period: str) -> None:
    assert ask(marked)[0] == period


def test_the_days_of_one_event_of_a_year_end_with_their_paragraph() -> None:
    text = "Năm 2018, có 14 cơn bão. Đợt mưa từ ngày 6 đến ngày 22/10/2018 kéo dài.\nThiên tai làm ⟦361⟧ người chết."
    assert ask(text)[0] == "2018"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Trước mắt, trong quý IV, tỉnh chi 2,7 tỷ đồng.", Status.TARGET),
        ("Trong quý I, tỉnh chi 2,7 tỷ đồng.", Status.ACTUAL),
        ("Năm 2020, tỉnh đã chi 2,7 tỷ đồng.", Status.ACTUAL),
        ("Đến năm 2022 cho nuôi 35 lồng, song nay đã có 52 lồng.", Status.ACTUAL),
    ],
)
def test_what_a_clause_tells_of_a_time_to_come_is_aimed_at(text: str, status: Status) -> None:
    assert mine(document_of(text, PUBLISHED, ()))[-1].status is status
