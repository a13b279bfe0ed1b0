"""What the words before a row say of its numbers: the thing with what rows above hand on, unit, place and time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from drawn_tables import document_of, figures_of, summary

from report_miner.model import Change, Kind, Status
from report_miner.pipeline import mine


def test_rows_of_places_are_about_these_places() -> None:
    drawn = """
    TT | Đơn vị         | Số xã | Tỷ lệ hộ nghèo (%)
    1  | Huyện Đoan Hùng | 22   | 3,15
    2  | Tam Nông       | 12    | 2,08
    3  | TX. Phú Thọ    | 9     | 1,2
       | Toàn tỉnh      | 43    | 2,4
    """
    figures = figures_of(drawn, "Bảng 3. Số xã và tỷ lệ hộ nghèo năm 2024")
    assert str(figures["22"].place) == "huyện Đoan Hùng < tỉnh Phú Thọ"
    assert str(figures["2,08"].place) == "huyện Tam Nông < tỉnh Phú Thọ"
    assert str(figures["9"].place) == "thị xã Phú Thọ < tỉnh Phú Thọ"
    assert str(figures["2,4"].place) == "tỉnh Phú Thọ"
    assert (figures["22"].item, figures["22"].unit) == ("Số xã", "xã")
    assert (figures["2,08"].item, figures["2,08"].kind) == ("Tỷ lệ hộ nghèo", Kind.PERCENT)


def test_communes_without_type_word_are_known_by_their_header() -> None:
    drawn = """
    Xã        | Kinh phí (tr.đ)
    Tiên Kiên | 1.250
    Xuân Huy  | 980,5
    """
    figures = figures_of(drawn)
    assert str(figures["1.250"].place).startswith("xã Tiên Kiên < ")
    assert (figures["980,5"].value, figures["980,5"].unit, figures["980,5"].kind) == (980_500_000, "đồng", Kind.MONEY)


LABOUR = """
STT | Chỉ tiêu                  | ĐVT        | TH 2023 | KH 2024
I   | LAO ĐỘNG                  |            |         |
1   | Số lao động được tạo việc làm | Người  | 16.200  | 16.500
    | - Nữ                      | "          | 7.300   | 7.450
2   | Thu nhập bình quân đầu người | Tr.đ/người | 58,2 | 63
II  | NÔNG NGHIỆP               |            |         |
1   | Chè                       |            |         |
    | Diện tích                 | Ha         | 15.400  | 15.350
    | Sản lượng                 | 1.000 tấn  | 185,6   | 187
"""


def test_a_unit_column_gives_unit_and_scale_and_repeats_by_ditto_marks() -> None:
    figures = figures_of(LABOUR)
    assert figures["7.300"].unit == "người"
    assert (figures["58,2"].value, figures["58,2"].unit, figures["58,2"].kind) == (
        58_200_000,
        "đồng/người",
        Kind.RATE,
    )
    assert (figures["185,6"].value, figures["185,6"].unit) == (185_600, "tấn")


def test_parts_and_measures_carry_what_the_rows_above_name() -> None:
    figures = figures_of(LABOUR)
    assert figures["7.450"].item == "Số lao động được tạo việc làm Nữ"
    assert figures["15.400"].item == "Diện tích Chè"
    assert figures["16.200"].item == "Số lao động được tạo việc làm"


def test_short_headers_give_status_and_year() -> None:
    figures = figures_of(LABOUR)
    assert (figures["16.200"].status, str(figures["16.200"].period)) == (Status.ACTUAL, "2023")
    assert (figures["16.500"].status, str(figures["16.500"].period)) == (Status.TARGET, "2024")


def test_rows_of_times_with_small_numbers_are_no_header() -> None:
    figures = figures_of(
        """
        Kỳ | Số vụ | Số người
        Tháng | 5 | 2
        Quý | 9 | 4
        Năm | 30 | 12
        """
    )
    assert set(figures) == {"5", "2", "9", "4", "30", "12"}


def test_no_place_is_read_across_cells() -> None:
    figures = figures_of(
        """
        TT | Chỉ tiêu | ĐVT | 2022 | 2023
        1 | Diện tích chè | ha | 15.900 | 16.100
        """
    )
    assert figures["16.100"].place is not None
    assert figures["16.100"].place.names == ("tỉnh Phú Thọ",)


def test_a_bare_name_is_of_the_level_that_the_header_names() -> None:
    drawn = """
    STT | Tên xã      | Hộ nghèo (hộ)
    1   | Thanh Hà    | 31
    2   | Mạn Lạn     | 42
    """
    figures = figures_of(drawn, title="Kết quả rà soát hộ nghèo huyện Thanh Ba, tỉnh Phú Thọ năm 2022")
    assert str(figures["31"].place).startswith("xã Thanh Hà < ")  # there is a district elsewhere of that name


def test_what_contains_a_place_may_follow_in_brackets() -> None:
    drawn = """
    Cà phê | Khu vực            | Giá (đồng/kg)
    Nhân   | Di Linh (Lâm Đồng) | 41.300
    """
    assert str(figures_of(drawn)["41.300"].place) == "huyện Di Linh < tỉnh Lâm Đồng"


def test_a_body_that_bears_the_name_of_a_place_is_there_and_its_parts_too() -> None:
    drawn = """
    TT | Cơ sở                        | Lượt khám
    1  | Trung tâm Y tế huyện Tam Nông | 1.240
       | - Ngoại trú                  | 1.105
    2  | Phòng khám Hòa Bình          | 310
    """
    figures = figures_of(drawn)
    assert str(figures["1.240"].place) == "huyện Tam Nông < tỉnh Phú Thọ"
    assert str(figures["1.105"].place) == "huyện Tam Nông < tỉnh Phú Thọ"
    assert str(figures["310"].place) == "tỉnh Phú Thọ"


def test_the_site_of_a_project_is_its_place() -> None:
    drawn = """
    TT | Dự án          | Địa điểm xây dựng | Vốn (triệu đồng)
    1  | Đập Cây Sung   | huyện Yên Lập     | 12.300
    2  | Hồ Bằng Giã    | huyện Hạ Hòa      | 45.000
    """
    assert str(figures_of(drawn)["45.000"].place) == "huyện Hạ Hòa < tỉnh Phú Thọ"


def test_the_unit_of_a_row_may_refine_that_of_its_column() -> None:
    drawn = """
    Sản phẩm               | Giá ngày 18/12/2024 (đồng/kg)
    Mủ nước (đồng/độ TSC)  | 325
    Chè búp (tấn)          | 7.500
    """
    figures = figures_of(drawn)
    assert (figures["325"].item, figures["325"].unit) == ("Giá Mủ nước", "đồng/độ TSC")
    assert figures["7.500"].unit == "đồng/kg"


def test_rows_of_growth_are_changes() -> None:
    drawn = """
    Chỉ tiêu                    | ĐVT    | Kế hoạch năm 2024 | Ước thực hiện năm 2024 | So sánh (%)
    Tốc độ tăng tổng sản phẩm   | %      | 7,5-8             | 7,12                   | 94,9
    Mức giảm tỷ lệ hộ nghèo     | điểm % | 1-1,5             | 1,3                    | 130
    Tăng cường cơ sở vật chất   | trường | 12                | 11                     | 91,7
    """
    figures = figures_of(drawn)
    changes = {text: figures[text].change for text in ("7,5-8", "7,12", "1,3", "11", "94,9")}
    assert changes == {
        "7,5-8": Change.INCREASE,
        "7,12": Change.INCREASE,
        "1,3": Change.DECREASE,
        "11": Change.NONE,
        "94,9": Change.NONE,
    }


def test_a_column_of_times_tells_plans_from_results() -> None:
    drawn = """
    Năm           | Đàn bò (con)
    2022          | 6.600
    Ước 2023      | 6.710
    Kế hoạch 2024 | 6.800
    """
    figures = figures_of(drawn)
    statuses = [(str(figures[text].period), figures[text].status) for text in ("6.600", "6.710", "6.800")]
    assert statuses == [("2022", Status.ACTUAL), ("2023", Status.ESTIMATE), ("2024", Status.TARGET)]


def test_a_year_of_birth_is_no_time_of_the_figures_beside_it() -> None:
    drawn = """
    STT | Họ và tên     | Năm sinh | Trình độ | Số phiếu bầu
    1   | Hà Văn Tú     | 1976     | 12/12    | 1.100
    2   | Đinh Thị Lan  | 1983     | 10/10    | 1.010
    """
    figures = figures_of(drawn, "Kết quả bầu cử năm 2021")
    assert {text: str(figure.period) for text, figure in figures.items()} == {"1.100": "2021", "1.010": "2021"}


def test_terms_and_groups_of_age_name_rows() -> None:
    terms = figures_of("Kỳ hạn | Ngân hàng A\n6 tháng | 3,1\n12 tháng | 4,7", "Lãi suất ngày 05/3/2024 (%/năm)")
    assert summary(terms["4,7"]) == ("Ngân hàng A 12 tháng", "%/năm", "2024-03-05")
    ages = figures_of(
        """
        Nhóm tuổi  | Nam   | <
        ^          | Người | %
        0-4        | 4.910 | 51,6
        5-9        | 5.098 | 51,7
        60 trở lên | 3.001 | 46,5
        """
    )
    assert set(ages) == {"4.910", "51,6", "5.098", "51,7", "3.001", "46,5"}
    assert summary(ages["5.098"])[:2] == ("Nam 5-9", "người")


SECTIONS = """
              | Năm học   | <         | Sơ bộ
^             | 2021-2022 | 2022-2023 | 2023-2024
              | Lớp       | <         | <
Tiểu học      | 3.687     | 3.767     | 3.802
Trung học     | 2.032     | 2.102     | 2.175
              | Chỉ số phát triển (%) | < | <
Tiểu học      | 103,2     | 102,1     | 100,9
"""


def test_a_name_over_all_figures_opens_a_part_and_may_be_its_unit() -> None:
    figures = figures_of(SECTIONS)
    assert summary(figures["3.802"]) == ("Tiểu học", "lớp", "2023/2024")
    assert summary(figures["103,2"]) == ("Chỉ số phát triển Tiểu học", "%", "2021/2022")


def test_the_first_part_right_below_the_header_is_no_header() -> None:
    drawn = """
    TT | Mã  | Nhiệm vụ        | Chỉ tiêu (hộ) | Kết quả (hộ)
    I  | A   | KINH TẾ         | <             | <
    1  | A.1 | Trồng bưởi      | 40            | 38
    2  | A.2 | Nuôi ong        | 25            | 27
    """
    figures = figures_of(drawn)
    assert figures["38"].item.endswith("Trồng bưởi")
    assert (figures["40"].status, figures["38"].status) == (Status.TARGET, Status.ACTUAL)


def test_signatures_below_a_table_and_names_of_parts_leave_its_years_times() -> None:
    drawn = """
    Năm            | Quý I | Quý II
    Lượng mưa (mm) | <     | <
    2020           | 65,2  | 98,4
    2021           | 50,5  | 110,6
    Nhiệt độ (°C)  | <     | <
    2020           | 15,9  | 24,1
    NGƯỜI LẬP      |       | TRƯỞNG PHÒNG
    Hà Văn Tú      |       | Đinh Thị Lan
    """
    figures = figures_of(drawn)
    assert summary(figures["110,6"]) == ("Lượng mưa", "mm", "2021-04/2021-06")
    assert summary(figures["24,1"]) == ("Nhiệt độ", "°C", "2020-04/2020-06")


def test_parts_of_communes_are_places_though_no_table_has_them() -> None:
    drawn = """
    TT | Thôn       | Số hộ
    1  | Thái Hòa 1 | 112
    2  | Đông Thịnh | 98
       | Bình quân  | 105
    """
    figures = figures_of(drawn, title="Kết quả rà soát hộ nghèo xã Đỗ Sơn, huyện Thanh Ba, tỉnh Phú Thọ năm 2022")
    assert str(figures["112"].place).startswith("thôn Thái Hòa 1 < ")
    assert str(figures["98"].place).startswith("thôn Đông Thịnh < ")
    assert not str(figures["105"].place).startswith("thôn")


def test_addresses_are_places() -> None:
    drawn = """
    Hồ chứa   | Địa điểm             | Dung tích (triệu m3)
    Ngòi Vần  | Hiền Lương, Hạ Hòa   | 21,4
    Đồng Đào  | xã Tề Lễ, Tam Nông   | 2,35
    """
    figures = figures_of(drawn)
    assert str(figures["21,4"].place).startswith("xã Hiền Lương < huyện Hạ Hòa")
    assert (figures["2,35"].item, figures["2,35"].unit) == ("Dung tích Đồng Đào", "m3")


def test_a_district_that_no_table_has_any_more_keeps_its_communes() -> None:
    drawn = "Xã, thị trấn | Vườn mẫu\nÍch Hậu | 25\nXã Tân Lộc | 18\nTổng | 43"
    title = "Kết quả xây dựng nông thôn mới huyện Lộc Hà, tỉnh Hà Tĩnh năm 2021"
    document = replace(document_of(drawn, title=title), published=date(2021, 12, 29), place=None)
    figures = {figure.text: figure for figure in mine(document)}
    assert [str(figures[text].place) for text in ("25", "18", "43")] == [
        "xã Ích Hậu < huyện Lộc Hà < tỉnh Hà Tĩnh",
        "xã Tân Lộc < huyện Lộc Hà < tỉnh Hà Tĩnh",
        "huyện Lộc Hà < tỉnh Hà Tĩnh",
    ]


def test_a_year_that_tells_of_the_row_is_no_time_of_the_figures_after_it() -> None:
    drawn = """
    Hợp tác xã     | Địa chỉ               | Năm thành lập | Số thành viên
    HTX Chè Hạ Hòa | Khu 3, xã Hiền Lương  | 2006          | 46
    HTX Bưởi       | xã Bằng Luân          | 2015          | 18
    """
    figures = figures_of(drawn, "Danh sách hợp tác xã năm 2023")
    assert summary(figures["46"]) == ("Số thành viên HTX Chè Hạ Hòa", "thành viên", "2023")
    assert str(figures["46"].place).startswith("xã Hiền Lương < ")


def test_the_unit_of_the_total_is_that_of_its_parts() -> None:
    drawn = """
    Nguồn vốn            | 2022    | 2023
    Tổng số (triệu đồng) | 210.100 | 232.000
    Ngân sách tỉnh       | 20.100  | 25.000
    - Sự nghiệp          | 5.100   | 5.000
    """
    figures = figures_of(drawn)
    assert [figures[text].value for text in ("210.100", "25.000", "5.100")] == [
        210_100 * 10**6,
        25 * 10**9,
        51 * 10**8,
    ]


def test_bodies_and_programmes_among_places_are_none() -> None:
    drawn = """
    TT | Đơn vị                 | 2023 | 2024
    1  | Huyện Yên Lập          | 210  | 98
    2  | Huyện Hạ Hòa           | 302  | 132
    3  | Sở Xây dựng            | 41   | 57
    4  | Chương trình giảm nghèo | 33  | 29
    """
    figures = figures_of(drawn, "Vốn đầu tư thực hiện (tỷ đồng)")
    assert {str(figures[text].place) for text in ("41", "29")} == {"tỉnh Phú Thọ"}
    assert figures["57"].item == "Vốn đầu tư thực hiện Sở Xây dựng"


def test_a_row_that_compares_holds_changes() -> None:
    drawn = """
    Đơn vị                | Số vụ | Tiền phạt (triệu đồng)
    Công an huyện Yên Lập | 112   | 512
    So với tháng trước    | +45   | -21
    """
    figures = figures_of(drawn)
    assert (figures["45"].change, figures["-21"].change) == (Change.INCREASE, Change.DECREASE)


@pytest.mark.parametrize(("line", "unit"), [("Dự án", None), ("Đơn vị tính: Dự án", "dự án"), ("Người", "người")])
def test_a_bare_noun_alone_over_a_table_names_it_and_gives_no_unit(line: str, unit: str | None) -> None:
    drawn = """
    Tên   | Quy mô
    Khu A | 120
    Khu B | 150
    """
    assert figures_of(drawn, line)["120"].unit == unit


def test_all_of_a_unit_is_a_row_of_totals_and_no_place() -> None:
    drawn = """
    Xã          | Số hộ
    Minh Hòa    | 1.210
    Đồng Lạc    | 1.050
    Cả huyện    | 2.260
    """
    figure = figures_of(drawn, title="Báo cáo của huyện Yên Lập")["2.260"]
    assert figure.item == "Số hộ"
    assert figure.place is None or "" not in figure.place.names


def test_round_amounts_without_separators_are_money_however_long() -> None:
    drawn = """
    Nội dung     | Dự toán      | Quyết toán
    Chi giáo dục | 120000000000 | 121500000000
    Tổng cộng    | 213000000000 | 215750000000
    """
    figure = figures_of(drawn, "Quyết toán chi ngân sách năm 2023", "ĐVT: đồng")["215750000000"]
    assert (figure.value, figure.unit) == (215_750_000_000, "đồng")


def test_a_slash_in_a_cell_joins_two_counts_but_says_per_how_many_before_a_round_number() -> None:
    drawn = """
    Nội dung              | Kết quả
    Tập huấn nghiệp vụ    | 02 lớp/120 người
    Tuyên truyền lưu động | 15 buổi
    Bố trí cán bộ         | 3 người/100 hộ
    """
    figures = figures_of(drawn, "Kết quả tuyên truyền năm 2023")
    assert summary(figures["02"]) == ("Tập huấn nghiệp vụ", "lớp", "2023")
    assert summary(figures["120"]) == ("Tập huấn nghiệp vụ", "người", "2023")
    assert figures.get("100") is None or figures["100"].pattern != "table"


def test_signs_before_a_number_with_its_share_are_read() -> None:
    drawn = """
    Lĩnh vực              | 2023 | 2024 | Tăng/giảm
    Tội phạm kinh tế (vụ) | 14   | 9    | -5 (-35,7%)
    Trộm cắp (vụ)         | 30   | 36   | +6 (+20%)
    """
    figures = figures_of(drawn, "Tình hình tội phạm")
    assert (figures["-5"].value, figures["-5"].change, figures["-5"].unit) == (-5, Change.DECREASE, "vụ")
    assert (figures["-35,7%"].change, figures["6"].change) == (Change.DECREASE, Change.INCREASE)


def test_a_caption_that_names_what_is_measured_says_what_is_counted() -> None:
    drawn = """
    Đơn vị    | Tổng số | Tỷ lệ
    Tam Nông  | 430     | 35,5
    Thanh Ba  | 800     | 64,5
    """
    figures = figures_of(drawn, "Số học sinh trúng tuyển năm 2023")
    assert (figures["430"].unit, figures["35,5"].unit) == ("học sinh", "%")


def test_the_unit_may_stand_below_a_table_and_its_place_in_the_row_on_top() -> None:
    drawn = """
    Dân số trung bình huyện Thanh Ba | <    | <
    Năm                              | Nam  | Nữ
    2021                             | 45,1 | 46,2
    2022                             | 45,4 | 46,5
    Đơn vị: nghìn người              | <    | <
    """
    figure = figures_of(drawn)["45,1"]
    assert (figure.value, figure.unit, str(figure.place)) == (45_100, "người", "huyện Thanh Ba < tỉnh Phú Thọ")


def test_a_header_that_says_per_how_many_is_the_unit() -> None:
    drawn = """
    Xã       | Bác sĩ/10.000 dân
    Minh Hòa | 7,5
    Đồng Lạc | 8,1
    """
    figure = figures_of(drawn)["7,5"]
    assert (figure.kind, figure.unit) == (Kind.RATE, "bác sĩ/10.000 dân")
