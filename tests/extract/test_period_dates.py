"""From which day "sáng nay", "tháng trước" and Tết count in a text that has no date of its own."""

from __future__ import annotations

import pytest
from asked_periods import ask


@pytest.mark.parametrize(
    ("marked", "period"),
    [
        ("Sáng nay (5/3/2021), giá tiêu ở mức 70.000 đồng. Chiều qua, giá cà phê là ⟦33.000⟧ đồng.", "2021-03-04"),
        ("Tính đến 6 giờ ngày 8/9/2018, lũ làm 4 người chết. Đến chiều nay, còn ⟦7⟧ xã ngập.", "2018-09-08"),
        ("Tết 2022, khách tăng mạnh. Từ mùng 1 đến mùng 3 Tết, chùa đón ⟦9.000⟧ khách.", "2022-02-01/2022-02-03"),
    ],
)
def test_a_word_such_as_today_counts_from_the_day_that_the_text_tells(marked: str, period: str) -> None:
    assert ask(marked, published=None)[0] == period


def test_today_is_no_last_day_of_the_year_where_the_text_tells_no_day() -> None:
    assert ask("Năm 2021, huyện có 9 chợ. Chiều nay, kho bán ⟦7⟧ tấn.", published=None)[0] != "2021-12-31"


@pytest.mark.parametrize(
    ("marked", "versus"),
    [
        ("Số công nhân tại thời điểm 01/4/2019 giảm ⟦2%⟧ so với cùng thời điểm tháng trước.", "2019-03"),
        ("Từ 15/5 đến 14/6/2019, có 31 vụ cháy. So với tháng trước, số vụ cháy giảm ⟦8%⟧.", "2019-05"),
    ],
)
def test_the_month_before_days_is_the_one_before_their_last(marked: str, versus: str) -> None:
    assert ask(marked)[1] == versus
    assert ask(marked, published=None)[1] == versus


def test_the_day_before_is_the_one_before_the_day_told_of() -> None:
    assert ask("Ngày 7/7, huyện có 31 ca, tăng ⟦4⟧ ca so với ngày trước đó.")[1] == "2019-07-06"


def test_months_added_up_end_with_the_quarter_that_the_text_tells_of() -> None:
    text = "Quý III/2020, công ty lãi 9 tỷ đồng. Lũy kế 9 tháng, doanh thu đạt ⟦80⟧ tỷ đồng."
    assert ask(text, published=None)[0] == "2020-01/2020-09"
