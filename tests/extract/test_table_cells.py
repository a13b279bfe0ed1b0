"""Cells that hold more than a number, or less than others: parts in brackets, plans behind a slash, missing units."""

from __future__ import annotations

import pytest
from drawn_tables import document_of, figures_of

from report_miner.model import Change, Kind
from report_miner.pipeline import mine


def _of_cell(cell: str) -> list[tuple[str, str | None, str]]:
    drawn = f"""
    STT | Nội dung            | Kết quả năm 2023
    1   | Đối tượng được vay  | {cell}
    2   | Đối tượng trả nợ    | 7
    """
    return [(each.text, each.unit, each.item) for each in mine(document_of(drawn)) if "trả nợ" not in each.item]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("4.215 (2.480 nữ)", [("4.215", None, ""), ("2.480", None, " nữ")]),
        ("15 người (06 DTTS)", [("15", "người", ""), ("06", "người", " DTTS")]),
        ("31 (trong đó nữ 12)", [("31", None, ""), ("12", None, " nữ")]),
        ("100% (trong đó 50% cứng hóa)", [("100%", "%", ""), ("50%", "%", " cứng hóa")]),
        ("925/940 hộ, đạt 98,4%", [("925/940", "hộ", ""), ("98,4%", "%", "")]),
        ("12/15 xã (80%), tăng 2 xã", [("12/15", "xã", ""), ("80%", "%", ""), ("2", "xã", "")]),
        ("50 (đợt 2)", [("50", None, "")]),
        ("12 (thôn 1, thôn 2)", [("12", None, "")]),
        ("2023 (dự kiến)", []),
    ],
)
def test_brackets_behind_a_number_hold_parts_and_shares_of_it(
    cell: str, expected: list[tuple[str, str | None, str]]
) -> None:
    assert _of_cell(cell) == [(text, unit, f"Đối tượng được vay{part}") for text, unit, part in expected]


def test_a_number_against_its_plan_is_a_tally_even_where_it_is_more() -> None:
    figures = figures_of("""
    Cây trồng | Lũy kế
    Lúa       | 86.420 ha/86.000 ha KH
    Ngô       | 4.310 ha/25.000 ha KH
    """)
    done = figures["86.420 ha/86.000"]
    assert (done.kind, done.value, done.total, done.unit) == (Kind.TALLY, 86420, 86000, "ha")


def test_a_unit_in_one_cell_of_a_row_is_that_of_the_others() -> None:
    figures = figures_of("""
    Chỉ tiêu                     | Nghị quyết Đại hội | Năm 2022 | Năm 2023
    Thu nhập bình quân đầu người | 80 triệu đồng      | 64 triệu | 70 triệu
    Kết nạp đảng viên            | 250 đảng viên      | 305      | 312
    """)
    assert [figures[text].unit for text in ("64 triệu", "70 triệu")] == ["đồng", "đồng"]
    assert [figures[text].unit for text in ("305", "312")] == ["đảng viên", "đảng viên"]
    assert figures["250"].item == "Kết nạp đảng viên"


def test_prices_are_for_the_unit_of_their_row() -> None:
    figures = figures_of("""
    Mặt hàng | ĐVT | Giá bán (đồng) | Doanh thu (đồng)
    Cà phê   | Kg  | 119.500        | 240.000
    Chè      | Kg  | 9.300          | 180.000
    """)
    assert (figures["119.500"].unit, figures["240.000"].unit) == ("đồng/kg", "đồng")


def test_units_stand_once_before_the_rows_that_a_name_opens() -> None:
    figures = figures_of("""
    .                              | ĐVT       | 2021   | 2022
    Số lượng gia súc               | Nghìn con |        |
    Bò                             | "         | 218,2  | 220,4
    Sản lượng thịt hơi xuất chuồng | Tấn       |        |
    Thịt bò                        | "         | 22.910 | 24.310
    """)
    assert (figures["218,2"].value, figures["218,2"].unit) == (218200, "con")
    assert (figures["24.310"].item, figures["24.310"].unit) == ("Sản lượng thịt hơi xuất chuồng Thịt bò", "tấn")


def test_numbers_of_lines_in_cells_are_no_figures() -> None:
    figures = figures_of("""
    STT | Tên tiêu chí | Nội dung tiêu chí | Kết quả
    1   | Thủy lợi     | 3.1. Tỷ lệ diện tích đất sản xuất nông nghiệp được tưới và tiêu nước | 81,5%
    2   | Quy hoạch    | 1.1. Có quy hoạch chung xây dựng xã còn thời hạn hoặc đã được rà soát, điều chỉnh       | Đạt
    """)
    assert set(figures) == {"81,5%"}


def test_a_name_may_stand_where_other_rows_have_their_number() -> None:
    figures = figures_of("""
    STT                    | Nội dung  | Chỉ tiêu | Kết quả năm 2023
    1                      | Quy hoạch | 2        | 2
    2                      | Điện      | 3        | 1
    Tổng số tiêu chí đạt   |           | 5        | 4/5
    """)
    assert (figures["4/5"].item, figures["4/5"].unit) == ("Tổng số tiêu chí đạt", "tiêu chí")


def test_two_counts_in_a_cell_are_two_figures() -> None:
    figures = figures_of("""
    Huyện   | Tập huấn (lớp/người) | Xã đạt chuẩn
    Hạ Hòa  | 12/620               | 7/9
    Yên Lập | 10/512               | 5/8
    """)
    assert (figures["12"].unit, figures["620"].unit, figures["620"].item) == ("lớp", "người", "Tập huấn")
    assert figures["7/9"].kind is Kind.TALLY
    figures = figures_of("""
    Nội dung | ĐVT              | Năm 2023
    Cho vay  | Dự án/Triệu đồng | 512/24.310
    """)
    assert (figures["512"].unit, figures["24.310"].value) == ("dự án", 24310000000)


def test_a_difference_in_brackets_names_what_it_is_measured_from() -> None:
    figures = figures_of("""
    Nội dung     | Số liệu năm 2022
    Dân số       | 11.840 người
    Tham gia BHYT | 95,2% (tăng 1,3% so với năm 2021)
    """)
    assert (figures["1,3%"].change, str(figures["1,3%"].versus)) == (Change.INCREASE, "2021")


def test_the_lowest_header_and_not_the_one_above_gives_a_share() -> None:
    figures = figures_of("""
    Huyện   | Xây dựng quỹ (triệu đồng) | <       | <
    ^       | KH                        | Kết quả | %
    Hạ Hòa  | 450                       | 310     | 68,9
    """)
    assert (figures["310"].unit, figures["68,9"].kind) == ("đồng", Kind.PERCENT)


def test_things_counted_below_a_header_are_no_money() -> None:
    drawn = """
    Khu công nghiệp | Cấp mới  | <
    ^               | Số dự án | Vốn
    Thụy Vân        | 12       | 85,4
    """
    figures = figures_of(drawn, "ĐVT: triệu USD")
    assert (figures["12"].unit, figures["85,4"].unit) == ("dự án", "USD")


def test_an_empty_column_parts_two_tables() -> None:
    document = document_of("""
    Bảng 1. Vi phạm | <     |  | Bảng 2. Trồng rừng | <               | <
    Hành vi         | Số vụ |  | Huyện              | Kế hoạch (ha)   | Thực hiện (ha)
    Phá rừng        | 6     |  | Hạ Hòa             | 620             | 415
    Vận chuyển      | 9     |  | Yên Lập            | 410             | 388
    """)
    figures = {each.text: each for each in mine(document)}
    assert (figures["6"].item, figures["415"].item) == ("Số vụ Phá rừng", "Trồng rừng")
    assert str(figures["415"].place) == "huyện Hạ Hòa < tỉnh Phú Thọ"
