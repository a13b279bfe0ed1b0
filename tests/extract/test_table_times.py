"""The times and statuses that headers over several rows and captions give."""

from __future__ import annotations

from drawn_tables import figures_of

from report_miner.model import Change, Status


def test_months_below_a_year_begin_in_january() -> None:
    figures = figures_of("""
    Chỉ tiêu    | ĐVT | Năm 2023 | Năm 2024 | <                  | <
    ^           | ^   | ^        | KH năm   | Thực hiện 9 tháng  | Ước cả năm
    Sản lượng   | Tấn | 510      | 540      | 400                | 550
    """)
    assert [str(figures[text].period) for text in ("510", "540", "400", "550")] == [
        "2023",
        "2024",
        "2024-01/2024-09",
        "2024",
    ]


def test_last_year_below_a_quarter_is_that_quarter_a_year_before() -> None:
    figures = figures_of(
        """
    CHỈ TIÊU        | Quý II  | <         | Lũy kế từ đầu năm đến cuối quý này | <
    ^               | Năm nay | Năm trước | Năm nay                            | Năm trước
    Doanh thu thuần | 523     | 489       | 1.012                              | 951
    """,
        "Kết quả kinh doanh quý II năm 2024",
        "Đơn vị tính: triệu đồng",
    )
    assert {text: str(figure.period) for text, figure in figures.items()} == {
        "523": "2024-04/2024-06",
        "489": "2023-04/2023-06",
        "1.012": "2024-01/2024-06",
        "951": "2023-01/2023-06",
    }
    assert {figure.item for figure in figures.values()} == {"Doanh thu thuần"}


def test_the_lowest_header_gives_the_status() -> None:
    figures = figures_of("""
    Chỉ tiêu         | Nghị quyết | Kết quả thực hiện | <
    ^                | ^          | 2023              | Ước 2024
    Tỷ lệ hộ nghèo   | 1%         | 0,5%              | 0,2%
    """)
    assert [figures[text].status for text in ("1%", "0,5%", "0,2%")] == [
        Status.TARGET,
        Status.ACTUAL,
        Status.ESTIMATE,
    ]


def test_the_standard_that_a_caption_names_in_brackets_is_not_its_time() -> None:
    drawn = """
    Xã       | Số hộ nghèo
    Hạ Hòa   | 18
    Yên Lập  | 9
    """
    figures = figures_of(drawn, "Kết quả rà soát năm 2023", "(Theo chuẩn nghèo giai đoạn 2022-2025)")
    assert str(figures["18"].period) == "2023"


def test_a_whole_is_named_without_what_it_is_broken_down_by() -> None:
    figures = figures_of(
        """
    Năm  | Tổng số | Phân theo giới tính | <
    ^    | ^       | Nam                 | Nữ
    2021 | 1.295   | 634                 | 661
    2022 | 1.297   | 635                 | 662
    """,
        "Dân số trung bình phân theo giới tính",
        "ĐVT: Người",
    )
    assert (figures["1.295"].item, figures["634"].item) == ("Dân số trung bình", "Dân số trung bình Nam")


def test_differences_are_of_the_column_with_their_header() -> None:
    figures = figures_of("""
    Xã      | Hộ nghèo cuối năm | <         | Tăng (+), giảm (-) | <
    ^       | Số hộ             | Tỷ lệ (%) | Số hộ              | Tỷ lệ (%)
    Hạ Hòa  | 61                | 2,84      | -35                | -1,64
    Yên Lập | 70                | 4,32      | -18                | -1,11
    """)
    fewer, share = figures["-35"], figures["-1,64"]
    assert (fewer.item, fewer.unit, fewer.change) == ("Hộ nghèo", "hộ", Change.DECREASE)
    assert (share.item, share.unit, share.change) == ("tỷ lệ hộ nghèo", "%", Change.DECREASE)


def test_differences_in_words_have_the_unit_of_the_whole() -> None:
    figures = figures_of("""
    Đối tượng | Diện tích nhiễm | <                   | So với tuần trước
    ^         | Tổng số (ha)    | Trong đó: Nặng (ha) | ^
    Rầy nâu   | 452             | 3                   | giảm 38
    Đạo ôn    | 1.186           | 12                  | tăng 204
    """)
    fewer = figures["38"]
    assert (fewer.item, fewer.unit, fewer.change) == ("Diện tích nhiễm Rầy nâu", "ha", Change.DECREASE)


def test_whole_differences_are_not_of_a_share_beside_them() -> None:
    figures = figures_of("""
    Xã      | Số người tham gia | Tỷ lệ % thực hiện | Tăng, giảm so với tháng trước
    Hạ Hòa  | 98                | 81,7              | 5
    Yên Lập | 102               | 107,4             | -3
    """)
    assert (figures["5"].unit, figures["-3"].unit) == ("người", "người")


def test_a_plan_of_the_year_is_of_the_year_around_the_months() -> None:
    drawn = """
    Huyện   | KH năm | Kết quả
    Hạ Hòa  | 320    | 185
    Yên Lập | 280    | 201
    """
    figures = figures_of(drawn, "Kết quả kết nạp hội viên 6 tháng đầu năm 2024")
    assert (str(figures["320"].period), str(figures["185"].period)) == ("2024", "2024-01/2024-06")


def test_rows_of_months_are_compared_with_their_month_a_year_before() -> None:
    figures = figures_of(
        """
    Tháng   | Năm 2022 | Năm 2023 | Tăng/giảm (%)
    Tháng 1 | 112,5    | 118,2    | 5,1
    Tháng 2 | 108,1    | 111,9    | 3,5
    """,
        "Sản lượng điện (triệu kWh)",
    )
    assert str(figures["3,5"].versus) == "2022-02"


def test_what_there_was_at_the_start_is_of_the_first_day() -> None:
    drawn = """
    Vật nuôi | Đầu kỳ (con) | Cuối kỳ (con) | Kỳ trước (con)
    Trâu     | 4.820        | 4.790         | 4.700
    """
    figures = figures_of(drawn, "Đàn vật nuôi 6 tháng đầu năm 2024")
    assert [str(figures[text].period) for text in ("4.820", "4.790", "4.700")] == [
        "2024-01-01",
        "2024-01/2024-06",
        "2023-07/2023-12",
    ]


def test_rows_of_years_below_a_name_are_of_what_it_names() -> None:
    figures = figures_of(
        """
    Năm                                    | Tổng số | Thành thị
    2022                                   | 1.297   | 131
    2023                                   | 1.299   | 132
    Chỉ số phát triển (Năm trước = 100) - % | <       | <
    2023                                   | 100,2   | 100,8
    """,
        "Dân số trung bình",
        "ĐVT: Người",
    )
    assert (figures["1.299"].item, figures["100,2"].item) == (
        "Dân số trung bình",
        "Chỉ số phát triển Dân số trung bình",
    )
    assert "100" not in figures


def test_a_share_is_of_the_time_of_the_numbers_on_its_left() -> None:
    figures = figures_of("""
    Dự án | Kế hoạch vốn năm 2024 (triệu đồng) | Giải ngân đến 30/9/2024 (triệu đồng) | Tỷ lệ giải ngân (%)
    Kè    | 52.000                             | 41.205                               | 79,2
    """)
    assert (str(figures["79,2"].period), figures["79,2"].item) == ("2024-09-30", "Tỷ lệ giải ngân Kè")


def test_what_is_compared_stands_before_the_word_for_with() -> None:
    figures = figures_of("""
    Chỉ tiêu   | ƯTH 2024 | KH 2025 | So sánh KH 2025 với ƯTH 2024 (%)
    Lượt khách | 7.800    | 8.500   | 109
    """)
    assert figures["7.800"].status is Status.ESTIMATE
    assert (figures["109"].item, str(figures["109"].period), str(figures["109"].versus)) == (
        "Lượt khách",
        "2025",
        "2024",
    )
