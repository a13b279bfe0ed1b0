"""What the headers over a column say of the numbers below: item, unit, status, time, and what they compare."""

from __future__ import annotations

from decimal import Decimal

import pytest
from drawn_tables import figures_of, summary

from report_miner.model import Change, Status

BUDGET = """
TT | Nội dung             | Thực hiện năm 2023 | Dự toán năm 2024 | Ước thực hiện năm 2024 | So sánh (%) | <
^  | ^                    | ^                  | ^                | ^                      | Dự toán     | Năm 2023
I  | Thu nội địa          | 7.150              | 7.400            | 8.020,5                | 108,4       | 112,2
1  | Thuế bảo vệ môi trường | 640              | 655              | 661                    | 100,9       | 103,3
"""


@pytest.mark.parametrize(
    ("text", "value", "unit", "status", "period", "versus"),
    [
        ("7.150", 7150 * 10**9, "đồng", Status.ACTUAL, "2023", None),
        ("7.400", 7400 * 10**9, "đồng", Status.TARGET, "2024", None),
        ("8.020,5", Decimal("8020.5") * 10**9, "đồng", Status.ESTIMATE, "2024", None),
        ("108,4", Decimal("108.4"), "%", Status.ESTIMATE, "2024", None),
        ("112,2", Decimal("112.2"), "%", Status.ESTIMATE, "2024", "2023"),
    ],
)
def test_columns_give_status_time_and_what_is_compared(
    text: str, value: Decimal, unit: str, status: Status, period: str, versus: str | None
) -> None:
    figure = figures_of(BUDGET, "Bảng 2. Thu ngân sách nhà nước", "Đơn vị tính: Tỷ đồng")[text]
    assert (figure.value, figure.unit, figure.status) == (value, unit, status)
    assert (str(figure.period), figure.versus and str(figure.versus)) == (period, versus)
    assert (figure.item, figure.change) == ("Thu nội địa", Change.NONE)


def test_differences_have_the_direction_of_their_sign_and_compare_the_columns() -> None:
    drawn = """
    Nội dung     | 6 tháng đầu năm 2024 | 6 tháng đầu năm 2023 | Tăng (+), giảm (-)
    Số vụ        | 61                   | 75                   | -14
    Người chết   | 33                   | 30                   | +3
    Thiệt hại (triệu đồng) | 420        | 512                  | (92)
    """
    figures = figures_of(drawn, "Bảng 4. Tai nạn giao thông")
    assert (figures["-14"].value, figures["-14"].change, figures["-14"].unit) == (-14, Change.DECREASE, "vụ")
    assert (str(figures["-14"].period), str(figures["-14"].versus)) == ("2024-01/2024-06", "2023-01/2023-06")
    assert (figures["3"].value, figures["3"].change) == (3, Change.INCREASE)
    assert (figures["(92)"].value, figures["(92)"].change) == (-92_000_000, Change.DECREASE)
    assert figures["61"].change is Change.NONE


def test_a_part_of_the_year_takes_the_year_of_the_header_below_it() -> None:
    drawn = """
    Chỉ tiêu           | Thực hiện 9 tháng | <        | Cùng kỳ
    ^                  | Năm 2023          | Năm 2024 | ^
    Khách du lịch (nghìn lượt) | 410       | 455,5    | 410,0
    """
    figures = figures_of(drawn)
    assert str(figures["410"].period) == "2023-01/2023-09"
    assert str(figures["455,5"].period) == "2024-01/2024-09"
    assert str(figures["410,0"].period) == "2023-01/2023-09"
    assert figures["455,5"].value == 455_500


def test_years_over_columns_and_before_rows_are_times() -> None:
    across = figures_of(
        """
        Huyện     | 2022   | 2023
        Lâm Thao  | 105.1  | 106.4
        Phù Ninh  | 111.2  | 112.8
        """,
        "Biểu 5. Dân số trung bình các huyện (nghìn người)",
    )
    assert (str(across["105.1"].period), across["105.1"].value) == ("2022", 105_100)
    assert across["105.1"].item == "Dân số trung bình các huyện"
    down = figures_of(
        """
        Năm  | Số doanh nghiệp | Vốn đăng ký (tỷ đồng)
        2022 | 1.015           | 9.800
        2023 | 1.130           | 10.250
        """
    )
    assert (str(down["1.130"].period), down["1.130"].unit) == ("2023", "doanh nghiệp")
    assert set(down) == {"1.015", "9.800", "1.130", "10.250"}


def test_the_corner_may_name_the_years_beside_it() -> None:
    figures = figures_of(
        """
        Năm | 2022 | 2023
        Hộ nghèo (hộ) | 1.240 | 986
        Lao động qua đào tạo (%) | 61,5 | 64,2
        """
    )
    assert summary(figures["986"]) == ("Hộ nghèo", "hộ", "2023")
    assert summary(figures["61,5"]) == ("Lao động qua đào tạo", "%", "2022")


def test_months_may_be_numbered_over_the_columns() -> None:
    figures = figures_of(
        """
        Tháng | 1 | 2 | 3
        Số vụ cháy | 12 | 15 | 19
        Số người chết | 21 | 10 | 0
        """,
        "Tình hình cháy năm 2023",
    )
    assert set(figures) == {"12", "15", "19", "21", "10", "0"}
    assert summary(figures["15"]) == ("Số vụ cháy", "vụ", "2023-02")


def test_a_header_without_its_year_takes_that_of_the_dated_ones() -> None:
    figures = figures_of(
        """
        Chỉ tiêu | Ước tháng 6/2022 | Cộng dồn 6 tháng | So với cùng kỳ (%) | <
        ^ | ^ | ^ | Tháng 6 | 6 tháng
        Tổng mức bán lẻ (tỷ đồng) | 3.210 | 18.900 | 108,2 | 110,5
        """
    )
    assert summary(figures["18.900"]) == ("Tổng mức bán lẻ", "đồng", "2022-01/2022-06")
    assert (str(figures["108,2"].period), str(figures["108,2"].versus)) == ("2022-06", "2021-06")


def test_the_year_of_an_award_is_not_that_of_the_figures_before_it() -> None:
    figures = figures_of(
        """
        Xã | Số tiêu chí đạt | Năm đạt chuẩn
        Xã Sơn Vi | 19 | 2015
        Xã Cao Xá | 18 | 2014
        """,
        "Kết quả xây dựng nông thôn mới năm 2022",
    )
    assert summary(figures["19"]) == ("Số tiêu chí đạt", "tiêu chí", "2022")


def test_columns_go_on_with_the_one_before_them() -> None:
    figures = figures_of(
        """
        Năm học | Tổng số giáo viên | Trong đó | < | Hộ dạy thêm | Tỷ lệ (%)
        ^ | ^ | Nữ | Trên chuẩn | ^ | ^
        2021-2022 | 6.245 | 4.930 | 735 | 28 | 9,3
        """
    )
    assert summary(figures["4.930"]) == ("giáo viên Nữ", "giáo viên", "2021/2022")
    assert figures["735"].item == "giáo viên Trên chuẩn"
    assert summary(figures["9,3"]) == ("Hộ dạy thêm", "%", "2021/2022")


def test_a_caption_dates_what_its_columns_leave_open() -> None:
    figures = figures_of(
        """
        Mặt hàng | ĐVT | Giá tháng trước | Giá tháng này
        Gạo tẻ | đồng/kg | 12.500 | 12.800
        """,
        "Giá bán lẻ ngày 15/6/2023",
    )
    assert [str(figures[text].period) for text in ("12.500", "12.800")] == ["2023-05", "2023-06"]


def test_the_same_months_a_year_before_give_no_other_column_its_year() -> None:
    drawn = """
    Địa bàn           | Tháng 8 | Tháng 9 | Lũy kế | Cùng kỳ 2023 | Tỷ lệ mắc/100.000 dân
    Huyện Thanh Ba    | 12      | 15      | 96     | 41           | 84,6
    Huyện Đoan Hùng   | 7       | 9       | 58     | 63           | 52,9
    """
    found = figures_of(drawn, "Số ca mắc tay chân miệng 9 tháng năm 2024 tỉnh Phú Thọ", "Đơn vị: ca")
    assert [str(found[text].period) for text in ("12", "15")] == ["2024-08", "2024-09"]
    assert [str(found[text].period) for text in ("96", "41")] == ["2024-01/2024-09", "2023-01/2023-09"]
    assert summary(found["15"])[:2] == ("Số ca mắc tay chân miệng", "ca")
    assert found["84,6"].unit == "ca/100.000 dân"


def test_a_column_of_differences_measures_what_it_compares() -> None:
    drawn = """
    Nông sản  | Giá ngày 18/12/2024 (đồng/kg) | Thay đổi
    Chè búp   | 7.500                         | +200
    Bưởi      | 21.000                        | -1.000
    """
    found = figures_of(drawn)
    assert summary(found["200"])[:2] == ("Giá Chè búp", "đồng/kg")
    assert found["200"].change is Change.INCREASE
    assert found["-1.000"].change is Change.DECREASE


def test_what_only_begins_goes_on_to_the_time_of_the_table() -> None:
    drawn = """
    Chỉ số        | Trong ngày | Lũy kế từ 27/4/2021
    Số ca mắc mới | 31         | 2.406
    """
    found = figures_of(drawn, "Số liệu COVID-19 ngày 14/01/2022")
    assert (found["31"].item, str(found["31"].period)) == ("Số ca mắc mới", "2022-01-14")
    assert (found["2.406"].item, str(found["2.406"].period)) == ("Số ca mắc mới", "2021-04-27/2022-01-14")


def test_headers_below_a_name_add_only_what_is_new() -> None:
    drawn = """
    Huyện           | Hộ nghèo | <       | Tỷ lệ hộ nghèo giảm so với năm 2023 (%) | Kế hoạch vốn | <        | <
    ^               | Số hộ    | Tỷ lệ % | ^                                      | Tổng số      | Trong đó | <
    ^               | ^        | ^       | ^                                      | ^            | Vốn tỉnh | Vốn khác
    Huyện Yên Lập   | 2.140    | 9,4     | 1,8                                    | 640          | 410      | 230
    """
    found = figures_of(drawn)
    assert [found[text].item for text in ("2.140", "9,4", "1,8")] == ["Hộ nghèo", "tỷ lệ hộ nghèo", "Tỷ lệ hộ nghèo"]
    assert found["1,8"].change is Change.DECREASE
    assert [found[text].item for text in ("410", "230")] == ["vốn tỉnh", "vốn khác"]


def test_files_are_counted_where_their_number_is_no_sign() -> None:
    drawn = """
    Đơn vị          | Số hồ sơ tiếp nhận | Số hồ sơ
    Huyện Yên Lập   | 1.204              | 57
    """
    found = figures_of(drawn)
    assert summary(found["1.204"])[:2] == ("Số hồ sơ tiếp nhận", "hồ sơ")
    assert "57" not in found


def test_two_units_of_a_table_go_to_quantity_and_value() -> None:
    drawn = """
    Mặt hàng | Lượng | Trị giá
    Chè      | 13,5  | 23,1
    Gạo      | 837   | 510,4
    """
    figures = figures_of(drawn, "Hàng hóa xuất khẩu năm 2024", "Đơn vị tính: Nghìn tấn; triệu USD")
    assert (figures["13,5"].value, figures["13,5"].unit) == (13_500, "tấn")
    assert (figures["510,4"].value, figures["510,4"].unit) == (510_400_000, "USD")


@pytest.mark.parametrize("title", ["Tổng mức đầu tư", "TMĐT"])
def test_only_a_sign_below_a_decision_is_no_figure(title: str) -> None:
    drawn = f"""
    Dự án         | Quyết định đầu tư | <       | Trình độ văn hóa của đội | <
    ^             | Số, ngày          | {title} | THCS                     | THPT
    Đập Cây Sung  | 45                | 12.300  | 6                        | 14
    Hồ Bằng Giã   | 67                | 45.000  | 9                        | 11
    """
    assert set(figures_of(drawn)) == {"12.300", "6", "14", "45.000", "9", "11"}


@pytest.mark.parametrize(
    "header",
    ["Điều trị nội trú", "Số văn bản đến", "Tuổi thọ trung bình", "Tiến độ giải ngân (%)", "Nguồn lao động", "Lớp"],
)
def test_headers_that_only_begin_like_signs_count(header: str) -> None:
    assert set(figures_of(f"Đơn vị | {header}\nHuyện Yên Lập | 71\nHuyện Hạ Hòa | 74")) == {"71", "74"}


def test_points_are_counted_in_points_and_short_criteria_in_criteria() -> None:
    drawn = """
    Xã        | Số TC đạt | Điểm TB | Xếp thứ
    Tiên Kiên | 17        | 92,5    | 1
    Xuân Huy  | 16        | 90      | 2
    """
    figures = figures_of(drawn)
    units = {text: figure.unit for text, figure in figures.items()}
    assert units == {"17": "tiêu chí", "92,5": "điểm", "16": "tiêu chí", "90": "điểm"}


def test_the_lowest_header_that_counts_gives_the_unit() -> None:
    drawn = """
    Huyện         | Hộ nghèo | <       | Số HS | Trong đó
    ^             | Số hộ    | Số khẩu | ^     | Nữ
    Huyện Yên Lập | 2.140    | 8.560   | 930   | 451
    """
    figures = figures_of(drawn)
    assert [figures[text].unit for text in ("2.140", "8.560", "930", "451")] == ["hộ", "khẩu", "học sinh", "học sinh"]


def test_ratios_with_signs_are_changes() -> None:
    drawn = """
    Tiêu chí       | Quý I/2024 | Quý I/2023 | So sánh    | <
    ^              | ^          | ^          | Tăng, giảm | Tỷ lệ %
    Số vụ          | 56         | 62         | -6         | -9,7%
    Số người chết  | 35         | 33         | +2         | 6,1%
    """
    figures = figures_of(drawn)
    assert (figures["-9,7%"].change, figures["6,1%"].change) == (Change.DECREASE, Change.INCREASE)
    assert str(figures["6,1%"].versus) == "2023-01/2023-03"


def test_differences_without_a_unit_are_in_that_of_what_they_compare_unless_only_they_have_decimals() -> None:
    drawn = """
    Tang vật   | ĐVT  | Số lượng | So với cùng kỳ
    Heroin     | kg   | 3,25     | +1,05
    Pháo nổ    | kg   | 120      | -35
    """
    assert figures_of(drawn)["1,05"].unit == "kg"
    shares = "Tội danh | Số vụ | So với cùng kỳ\nTrộm cắp | 31 | +12,5\nLừa đảo | 12 | -4,2"
    assert figures_of(shares)["12,5"].unit == "%"


def test_the_word_for_percent_may_stand_before_the_plan() -> None:
    drawn = """
    Xã        | KH giao (lao động) | Kết quả (lao động) | Tỷ lệ % hoàn thành KH
    Tiên Kiên | 150                | 162                | 108
    """
    figures = figures_of(drawn)
    assert (figures["150"].status, figures["108"].status) == (Status.TARGET, Status.ACTUAL)


def test_the_period_before_is_that_before_the_table() -> None:
    drawn = "Mặt hàng | ĐVT | Giá kỳ trước | Giá kỳ này\nThóc tẻ | đồng/kg | 6.200 | 6.350"
    monthly = figures_of(drawn, "Giá bán lẻ tháng 8 năm 2024")
    assert [str(monthly[text].period) for text in ("6.200", "6.350")] == ["2024-07", "2024-08"]
    daily = figures_of(drawn, "Giá bán lẻ ngày 15/8/2024")
    assert daily["6.200"].period is None


def test_loose_words_at_the_end_of_a_header_name_nothing() -> None:
    drawn = """
    Dự án        | Giải ngân đến 30/9/2024 | <     | Mực nước lúc 7h
    ^            | Số tiền                 | Tỷ lệ % | ^
    Đập Cây Sung | 9.300                   | 75,6  | 3,2
    """
    figures = figures_of(drawn)
    assert [figures[text].item for text in ("9.300", "3,2")] == ["Giải ngân Đập Cây Sung", "Mực nước Đập Cây Sung"]


def test_a_country_over_a_column_leaves_the_row_its_place() -> None:
    drawn = "Xã | Xuất khẩu lao động (người) | <\n^ | Nhật Bản | Hàn Quốc\nTiên Kiên | 5 | 3"
    assert str(figures_of(drawn)["5"].place).startswith("xã Tiên Kiên")


def test_shares_and_differences_below_a_name_are_in_percent() -> None:
    drawn = """
    Tội phạm | Số vụ xảy ra | <    | <       | Kết quả điều tra | <
    ^        | 2023         | 2024 | +/- (%) | Số vụ            | Tỷ lệ
    Trộm cắp | 18           | 15   | -16,7   | 13               | 86,7
    """
    figures = figures_of(drawn)
    assert (figures["-16,7"].change, str(figures["-16,7"].versus)) == (Change.DECREASE, "2023")
    assert [figures[text].unit for text in ("-16,7", "86,7")] == ["%", "%"]


def test_the_resolution_of_a_congress_states_targets() -> None:
    drawn = "Chỉ tiêu | ĐVT | NQ Đại hội đến năm 2025 | Thực hiện 2024\nLương thực | kg/ng/năm | 440 | 430"
    figures = figures_of(drawn)
    assert (figures["440"].status, figures["440"].unit) == (Status.TARGET, "kg/người/năm")
    assert figures["430"].status is Status.ACTUAL


def test_the_unit_of_the_table_may_stand_over_an_empty_column() -> None:
    drawn = """
    Đơn vị         | Vốn đầu tư | Vốn sự nghiệp | ĐVT: triệu đồng
    Huyện Yên Lập  | 12.000     | 3.230         |
    """
    figures = figures_of(drawn)
    assert (figures["12.000"].value, figures["12.000"].unit) == (12_000_000_000, "đồng")


def test_differences_of_points_are_points() -> None:
    drawn = """
    Huyện         | Năm 2023 | Năm 2024 | So sánh
    ^             | Điểm số  | Điểm số  | ^
    Huyện Yên Lập | 82,15    | 85,02    | +2,87
    Huyện Hạ Hòa  | 83,33    | 82,90    | -0,43
    """
    figures = figures_of(drawn)
    assert [figures[text].unit for text in ("82,15", "2,87", "-0,43")] == ["điểm"] * 3


@pytest.mark.parametrize("header", ["Dân số", "Xã hội hóa"])
def test_a_noun_within_a_longer_word_is_not_counted(header: str) -> None:
    assert figures_of(f"Đơn vị | {header}\nHuyện Yên Lập | 71.200")["71.200"].unit is None


def test_the_unit_line_may_say_that_it_counts() -> None:
    figures = figures_of("Lĩnh vực | Tiếp nhận\nHộ tịch | 412", "Đơn vị tính: Số hồ sơ")
    assert figures["412"].unit == "hồ sơ"


def test_marks_of_admission_are_points() -> None:
    figures = figures_of("Trường | Chỉ tiêu | Điểm chuẩn NV1\nTHPT Hạ Hòa | 585 | 28,5")
    assert (figures["28,5"].unit, figures["585"].status) == ("điểm", Status.TARGET)


def test_a_year_takes_nothing_of_the_words_before_it() -> None:
    figures = figures_of("Hợp tác xã | Doanh thu 2022 (trđ) | Vốn 2023 (trđ)\nHTX Chè Hạ Hòa | 8.640,5 | 910")
    assert summary(figures["8.640,5"]) == ("Doanh thu HTX Chè Hạ Hòa", "đồng", "2022")
    assert figures["910"].item == "Vốn HTX Chè Hạ Hòa"


def test_names_below_a_header_of_places_are_places() -> None:
    drawn = """
    Chỉ số             | Xã        | <        | Toàn huyện
    ^                  | Tiên Kiên | Xuân Huy | ^
    Dân số (người)     | 5.120     | 2.040    | 98.700
    Tỷ lệ hộ nghèo (%) | 4,2       | 3,5      | 2,4
    """
    figures = figures_of(drawn)
    assert str(figures["5.120"].place).startswith("xã Tiên Kiên < ")
    assert (figures["2.040"].item, figures["2.040"].unit) == ("Dân số", "người")
    assert str(figures["3,5"].place).startswith("xã Xuân Huy < ")
    assert str(figures["98.700"].place) == "tỉnh Phú Thọ"


HALVES = """
Nội dung thu     | Dự toán | Thực hiện | Nội dung chi    | Dự toán | Thực hiện
Tổng số thu      | 5.200   | 1.350     | Tổng số chi     | 5.100   | 1.120
Các khoản thu 100% | 120   | 45        | Chi thường xuyên | 3.600  | 920
"""


def test_two_tables_side_by_side_are_two() -> None:
    figures = figures_of(HALVES, "Thu, chi ngân sách quý I/2024", "Đơn vị tính: triệu đồng")
    assert summary(figures["45"]) == ("Các khoản thu 100%", "đồng", "2024-01/2024-03")
    assert summary(figures["920"]) == ("Chi thường xuyên", "đồng", "2024-01/2024-03")
    assert (figures["5.100"].status, figures["5.100"].value) == (Status.TARGET, 5_100_000_000)


def test_columns_that_repeat_are_no_halves() -> None:
    drawn = """
    Huyện         | Kế hoạch (ha) | Huyện giao (ha) | Kế hoạch (ha)
    Huyện Yên Lập | 71            | 72              | 73
    Huyện Hạ Hòa  | 74            | 75              | 76
    """
    assert str(figures_of(drawn)["76"].place) == "huyện Hạ Hòa < tỉnh Phú Thọ"


def test_numbers_of_columns_may_have_a_mark_before_them() -> None:
    drawn = """
    Đơn vị        | Tiếp công dân | <     | Số đơn
    ^             | Lượt          | Người | ^
    MS            | 1             | 2     | 3
    Huyện Yên Lập | 35            | 41    | 8
    """
    figures = figures_of(drawn)
    assert set(figures) == {"35", "41", "8"}
    assert [figures[text].unit for text in ("35", "41", "8")] == ["lượt", "người", "đơn"]


def test_two_units_of_a_table_go_to_people_and_money_by_what_their_rows_name() -> None:
    drawn = """
    Chỉ tiêu                      | Kế hoạch | Thực hiện
    Số người tham gia tự nguyện   | 4.200    | 3.105
    Tổng số thu                   | 310.500  | 121.340
    """
    figures = figures_of(drawn, "Đơn vị: người, triệu đồng")
    assert [figures[text].unit for text in ("4.200", "310.500")] == ["người", "đồng"]
    assert figures["121.340"].value == 121_340_000_000


def test_a_ratio_is_of_the_year_before_the_stroke() -> None:
    figures = figures_of("Cây | TH 2023 (ha) | KH 2024 (ha) | KH2024/TH2023 (%)\nChè | 310 | 325 | 104,8")
    assert (str(figures["104,8"].period), str(figures["104,8"].versus)) == ("2024", "2023")


@pytest.mark.parametrize("header", ["So cùng kỳ", "So cùng kỳ (%)", "So với cùng kỳ", "So sánh cùng kỳ"])
def test_a_comparison_with_the_same_months_is_of_the_months_themselves(header: str) -> None:
    drawn = f"""
    Thị trường | Kim ngạch (USD) | {header}
    Hoa Kỳ     | 1,250,000       | +12.5%
    Nhật Bản   | 980,500         | -3.2%
    """
    figure = figures_of(drawn, "Xuất khẩu tháng 5/2024")["12.5%"]
    assert (str(figure.period), str(figure.versus)) == ("2024-05", "2023-05")


def test_a_header_of_rises_and_falls_leaves_the_direction_to_the_sign() -> None:
    drawn = """
    Đơn vị   | Trong tháng | Tăng, giảm so với cùng kỳ (%)
    Tam Nông | 12          | 12,5
    Thanh Ba | 9           | -3,1
    """
    figures = figures_of(drawn, "Số vụ vi phạm hành chính tháng 9 năm 2024")
    assert (figures["12,5"].change, figures["-3,1"].change) == (Change.INCREASE, Change.DECREASE)


def test_a_year_over_its_plan_is_reported() -> None:
    drawn = """
    Chỉ tiêu | KH 2024 | TH 2024 | 2024/KH (%)
    Lúa (ha) | 1.000   | 1.020   | 102
    """
    figure = figures_of(drawn)["102"]
    assert (figure.status, str(figure.period), figure.unit) == (Status.ACTUAL, "2024", "%")
