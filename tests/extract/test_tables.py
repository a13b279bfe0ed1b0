"""What the headers, rows and captions of tables say of the numbers in their cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from report_miner.model import BlockKind, Bound, Change, Document, Figure, Kind, Status
from report_miner.patterns import TablePattern, load_patterns
from report_miner.pipeline import mine
from report_miner.read.draft import DraftBuilder, GridCell

MARKED = re.compile("⟦(.*?)⟧", re.DOTALL)
PUBLISHED = date(2024, 12, 20)


def grid_of(drawn: str) -> list[GridCell]:
    """Cells drawn as lines with `|` between them: `<` goes on with the cell to the left, `^` with the one above."""
    rows = [[text.strip() for text in line.split("|")] for line in drawn.strip().splitlines()]
    cells = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text in ("<", "^"):
                continue
            width = next((w for w in range(1, len(row) - c) if row[c + w] != "<"), len(row) - c)
            height = next((h for h in range(1, len(rows) - r) if rows[r + h][c] != "^"), len(rows) - r)
            cells.append(GridCell(row=r + 1, column=c + 1, text=text, row_span=height, column_span=width))
    return cells


def document_of(
    drawn: str, *, caption: Sequence[str] = (), title: str = "Báo cáo kinh tế - xã hội tỉnh Phú Thọ"
) -> Document:
    builder = DraftBuilder()
    builder.add(title, BlockKind.TITLE)
    start = len(builder.text)
    for line in caption:
        builder.add(line)
    span = (start, len(builder.text.rstrip("\n"))) if caption else None
    builder.table(grid_of(drawn), caption=span)
    builder.add("Các sở, ngành tiếp tục thực hiện.")
    return Document(
        name="bang.docx",
        sha256="0" * 64,
        media_type="docx",
        text=builder.text,
        blocks=tuple(builder.blocks),
        tables=tuple(builder.tables),
        title=title,
        published=PUBLISHED,
        place="tỉnh Phú Thọ",
    )


def figures_of(drawn: str, *caption: str, title: str = "Báo cáo kinh tế - xã hội tỉnh Phú Thọ") -> dict[str, Figure]:
    """The figures of a table by their printed text."""
    return {figure.text: figure for figure in mine(document_of(drawn, caption=caption, title=title))}


CROPS = """
STT | Cây trồng | Diện tích (ha) | <         | Năng suất (tạ/ha) | Sản lượng (nghìn tấn)
^   | ^         | Kế hoạch       | Thực hiện | ^                 | ^
(1) | (2)       | (3)            | (4)       | (5)               | (6)=(4)x(5)
1   | Ngô đông  | 2.100          | 2.085     | 47,5              | 9,9
2   | Rau xanh  | 850            | 910       | -                 | …
    | Tổng cộng | 2.950          | 2.995     | x                 |
"""


def summary(figure: Figure) -> tuple[str, str | None, str]:
    return figure.item, figure.unit, str(figure.period)


def test_two_level_headers_give_item_unit_and_status() -> None:
    figures = figures_of(CROPS, "Bảng 1. Kết quả sản xuất vụ đông năm 2023")
    planned, sown = figures["2.100"], figures["2.085"]
    assert (planned.item, planned.unit, planned.status) == ("Diện tích Ngô đông", "ha", Status.TARGET)
    assert (sown.item, sown.kind, sown.status) == ("Diện tích Ngô đông", Kind.MEASURE, Status.ACTUAL)
    assert (figures["47,5"].item, figures["47,5"].unit) == ("Năng suất Ngô đông", "tạ/ha")
    assert {str(figure.period) for figure in figures.values()} == {"2023"}


def test_column_numbers_row_numbers_and_empty_marks_are_no_figures() -> None:
    assert set(figures_of(CROPS)) == {"2.100", "2.085", "47,5", "9,9", "850", "910", "2.950", "2.995"}


def test_scale_words_of_a_header_multiply_the_value() -> None:
    assert figures_of(CROPS)["9,9"].value == 9900
    assert figures_of(CROPS)["9,9"].unit == "tấn"


def test_totals_are_named_by_their_column() -> None:
    assert figures_of(CROPS)["2.995"].item == "Diện tích"


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


def test_cells_with_unit_comparator_or_tally_are_figures() -> None:
    drawn = """
    Mục tiêu               | Chỉ tiêu đến năm 2025 | Kết quả đạt được
    Hộ dùng nước sạch      | ≥ 85%                 | 82,4%
    Người dân có bảo hiểm y tế | Trên 95%          | 94%
    Xã đạt chuẩn           | 160 xã                | 133/196 xã (67,9%)
    """
    figures = figures_of(drawn)
    assert (figures["85%"].bound, figures["85%"].status, str(figures["85%"].period)) == (
        Bound.AT_LEAST,
        Status.TARGET,
        "2025",
    )
    assert figures["95%"].bound is Bound.ABOVE
    assert (figures["133/196"].kind, figures["133/196"].total, figures["133/196"].unit) == (Kind.TALLY, 196, "xã")
    assert (figures["67,9%"].item, figures["67,9%"].kind) == ("Xã đạt chuẩn", Kind.PERCENT)


@pytest.mark.parametrize(
    "drawn",
    [
        """
        STT | Họ và tên      | Năm sinh | Chức vụ    | Số điện thoại | Ngày vào Đảng
        1   | Hà Văn Tú      | 1976     | Chủ tịch   | 0912345678    | 12/5/2001
        2   | Đinh Thị Lan   | 1983     | Chuyên viên | 0987 654 321 | 03/02/2009
        """,
        """
        TT | Nhiệm vụ                  | Cơ quan chủ trì | Thời gian hoàn thành
        1  | Rà soát quy hoạch         | Sở Xây dựng     | Quý III/2025
        2  | Ban hành quy chế          | Sở Nội vụ       | 30/9/2025
        3  | Tổng kết                  | Văn phòng       | 12/2025
        """,
        """
        STT | Số, ký hiệu  | Ngày ban hành | Trích yếu
        1   | 125/KH-UBND  | 15/01/2024    | Kế hoạch chuyển đổi số
        2   | 37           | 20/02/2024    | Về việc kiện toàn tổ công tác
        """,
        """
        TT | Mã       | Nhiệm vụ         | Phân nhóm | Khung điểm tối đa | Hệ số quy đổi
        1  | VT.CH.01 | Tiếp nhận văn bản | 1        | 100               | 0,04
        2  | VT.CH.02 | Phát hành văn bản | 2        | 200               | 0,2
        """,
    ],
    ids=["persons", "plans", "documents", "scores of tasks"],
)
def test_tables_of_names_dates_and_codes_hold_no_figures(drawn: str) -> None:
    assert figures_of(drawn) == {}


def test_a_cell_of_prose_stays_with_the_prose() -> None:
    drawn = """
    TT | Nhiệm vụ                                    | Kinh phí (triệu đồng)
    1  | Xây dựng 5 mô hình phân loại rác tại nguồn ở các xã ven sông Hồng và sông Lô | 450
    2  | Tập huấn                                     | 120
    """
    figures = figures_of(drawn)
    assert (figures["5"].unit, figures["5"].locator.column) == ("mô hình", 2)
    assert (figures["450"].value, figures["450"].pattern) == (450_000_000, "table")


def test_a_table_of_words_is_prose_cell_by_cell() -> None:
    drawn = """
    TT | Nhiệm vụ                              | Cơ quan chủ trì | Thời gian
    1  | Xây dựng 5 mô hình phân loại rác      | Hội Phụ nữ      | Quý II/2025
    2  | Tổng kết                              | Văn phòng       | 12/2025
    """
    figures = figures_of(drawn)
    assert {(figure.text, figure.unit, figure.pattern) for figure in figures.values()} == {("5", "mô hình", "digits")}


def test_units_in_a_caption_are_no_figures() -> None:
    drawn = """
    Tuyến đường | Vị trí 1 | Vị trí 2
    Hùng Vương  | 5.200    | 3.100
    Trần Phú    | 4.800    | 2.900
    """
    figures = figures_of(drawn, "Bảng giá đất ở năm 2024 (1.000 đồng/m2)")
    assert set(figures) == {"5.200", "3.100", "4.800", "2.900"}
    assert (figures["5.200"].value, figures["5.200"].unit) == (5_200_000, "đồng/m2")


def test_a_plan_without_status_words_states_targets() -> None:
    drawn = """
    Xã        | Diện tích trồng mới (ha)
    Tiên Kiên | 12
    Xuân Huy  | 8,5
    """
    figures = figures_of(drawn, "Phụ lục 1. Trồng rừng năm 2025", title="Kế hoạch trồng rừng năm 2025 tỉnh Phú Thọ")
    assert {figure.status for figure in figures.values()} == {Status.TARGET}


def test_two_units_of_a_table_go_to_quantity_and_value() -> None:
    drawn = """
    Mặt hàng | Lượng | Trị giá
    Chè      | 13,5  | 23,1
    Gạo      | 837   | 510,4
    """
    figures = figures_of(drawn, "Hàng hóa xuất khẩu năm 2024", "Đơn vị tính: Nghìn tấn; triệu USD")
    assert (figures["13,5"].value, figures["13,5"].unit) == (13_500, "tấn")
    assert (figures["510,4"].value, figures["510,4"].unit) == (510_400_000, "USD")


def test_numbers_of_neighbouring_cells_are_never_one() -> None:
    drawn = """
    Trường    | Số lớp | Số học sinh
    Tiểu học  | 12     | 345
    Mầm non   | 9      | 210
    """
    assert set(figures_of(drawn)) == {"12", "345", "9", "210"}


def test_each_figure_leads_back_to_its_cell_and_row() -> None:
    document = document_of(CROPS)
    figure = next(figure for figure in mine(document) if figure.text == "910")
    assert (figure.locator.table, figure.locator.row, figure.locator.column) == (1, 5, 4)
    assert document.text[figure.start : figure.end] == "910"
    offset = figure.start - figure.sentence_start
    assert figure.sentence[offset : offset + 3] == "910"
    assert figure.sentence.startswith("2\tRau xanh")
    assert 0 < figure.confidence <= 1


def test_long_tables_take_time_in_proportion_to_their_rows() -> None:
    rows = "\n".join(f"{n} | Thửa đất số {n} | {n}.000 | {n},5" for n in range(1, 400))
    figures = mine(document_of(f"STT | Tên | Diện tích (m2) | Tỷ lệ (%)\n{rows}"))
    assert len(figures) == 2 * 399


CASES = [pytest.param(pattern, id=pattern.name) for pattern in load_patterns().tables.patterns]


@pytest.mark.parametrize("pattern", CASES)
def test_patterns_of_tables_prove_themselves(pattern: TablePattern) -> None:
    for example in pattern.examples:
        found = [match.group() for match in pattern.regex.finditer(MARKED.sub(r"\1", example))]
        assert found == MARKED.findall(example), example
    for example in pattern.counter_examples:
        assert pattern.regex.search(example) is None, example
