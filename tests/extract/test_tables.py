"""Which cells of a table are figures, and what a whole table says of them."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from drawn_tables import document_of, figures_of

from report_miner.model import Bound, Change, Kind, Status
from report_miner.patterns import TablePattern, load_patterns
from report_miner.pipeline import mine

MARKED = re.compile("⟦(.*?)⟧", re.DOTALL)


CROPS = """
STT | Cây trồng | Diện tích (ha) | <         | Năng suất (tạ/ha) | Sản lượng (nghìn tấn)
^   | ^         | Kế hoạch       | Thực hiện | ^                 | ^
(1) | (2)       | (3)            | (4)       | (5)               | (6)=(4)x(5)
1   | Ngô đông  | 2.100          | 2.085     | 47,5              | 9,9
2   | Rau xanh  | 850            | 910       | -                 | …
    | Tổng cộng | 2.950          | 2.995     | x                 |
"""


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


def test_cells_may_say_that_their_number_is_a_change_or_a_level() -> None:
    drawn = """
    Nội dung          | Năm 2024 | So với năm 2023
    Số vụ phát hiện   | 112      | Tăng 15 vụ (14,7%)
    Số người vi phạm  | 145      | giảm 3
    Số vụ khởi tố     | 64       | Đạt 91,4%
    """
    figures = figures_of(drawn)
    assert [figures[text].change for text in ("15", "14,7%", "3", "91,4%")] == [
        Change.INCREASE,
        Change.INCREASE,
        Change.DECREASE,
        Change.NONE,
    ]
    assert (figures["3"].value, str(figures["3"].versus)) == (3, "2023")


def test_numbers_in_brackets_behind_others_are_of_the_time_in_brackets() -> None:
    drawn = """
    Huyện    | Số vụ năm 2024 (2023) | Số lớp
    Hạ Hòa   | 18 (22)               | 15 (6 ghép)
    Yên Lập  | 9 (7)                 | 12
    """
    figures = figures_of(drawn)
    assert [str(figures[text].period) for text in ("18", "22", "9", "7")] == ["2024", "2023", "2024", "2023"]
    assert (figures["15"].value, figures["6"].item) == (15, "Số lớp ghép")
    caption = "Tai nạn 6 tháng đầu năm 2024 (số trong ngoặc là cùng kỳ năm 2023)"
    figures = figures_of(drawn.replace(" năm 2024 (2023)", ""), caption)
    assert [str(figures[text].period) for text in ("18", "22")] == ["2024-01/2024-06", "2023-01/2023-06"]


def test_a_difference_is_of_the_thing_that_it_or_the_one_on_its_left_names() -> None:
    drawn = """
    Huyện   | Số vụ | Số người chết | Số người bị thương | Tăng, giảm về số người chết (%) | Tăng/giảm
    Hạ Hòa  | 31    | 12            | 29                 | -14,3                           | -2
    """
    figures = figures_of(drawn)
    assert (figures["-14,3"].item.lower(), figures["-2"].item) == ("số người chết", "Số người chết")


def test_a_number_of_things_is_no_money_in_a_table_of_money() -> None:
    drawn = """
    Xã      | Nợ thuế | Số đơn vị nợ | Cả năm
    Ấm Hạ   | 3.210   | 18           | 4.100
    """
    figures = figures_of(drawn, "Nợ thuế (triệu đồng)")
    assert (figures["18"].value, figures["18"].unit) == (18, "đơn vị")
    assert figures["3.210"].value == 3_210_000_000
    assert "Cả" not in figures["4.100"].item


def test_arrows_are_signs() -> None:
    figures = figures_of("Huyện | Điểm số | So sánh\nYên Lập | 84,5 | ▲4,48\nHạ Hòa | 80,1 | ▼0,52")
    assert [figures[text].change for text in ("4,48", "0,52")] == [Change.INCREASE, Change.DECREASE]


def test_round_numbers_with_a_comma_are_thousands() -> None:
    prices = figures_of("Loại | Giá (đồng/kg)\nTiêu | 49,500\nCà phê | 52,300\nĐiều | 950")
    assert prices["49,500"].value == 49_500
    rates = figures_of("Trạm | Mực nước (m)\nĐoan Hùng | 12,345\nẤm Thượng | 21,500\nPhú Thọ | 9,12")
    assert rates["21,500"].value == Decimal("21.5")


def test_a_year_in_brackets_is_no_negative_number() -> None:
    assert set(figures_of("Nhóm hàng | Chỉ số (%)\nGốc | (2019)\nLương thực | 103,2\nNhà ở | 101,5")) == {
        "103,2",
        "101,5",
    }


def test_the_document_that_a_table_goes_with_does_not_date_it() -> None:
    figures = figures_of(
        "Nội dung | Dự toán | Quyết toán\nThu nội địa | 7.150 | 7.400",
        "QUYẾT TOÁN THU NGÂN SÁCH NĂM 2021 (triệu đồng)",
        "(Kèm theo Nghị quyết số 15/NQ-HĐND ngày 20/7/2022 của HĐND huyện)",
    )
    assert {str(figure.period) for figure in figures.values()} == {"2021"}


def test_where_nothing_else_names_the_figures_the_title_does() -> None:
    figures = figures_of(
        "Xã | KH giao | Kết quả\nTiên Kiên | 150 | 162",
        "Đơn vị tính: người",
        title="Tình hình giải quyết việc làm năm 2023 tỉnh Phú Thọ",
    )
    assert (figures["150"].item, figures["150"].unit) == ("Tình hình giải quyết việc làm", "người")


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


def test_a_plan_in_a_caption_makes_no_target_of_the_years_before_it() -> None:
    drawn = """
    Chỉ tiêu | Năm 2022 | Năm 2023 | Năm 2024
    Số hộ nghèo | 850   | 620      | 500
    """
    found = figures_of(drawn, "Bảng 1. Các chỉ tiêu năm 2023 và kế hoạch năm 2024")
    assert [found[text].status for text in ("850", "620", "500")] == [Status.ACTUAL, Status.ACTUAL, Status.TARGET]


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


def test_a_share_in_brackets_may_be_reached() -> None:
    drawn = """
    Nội dung             | Số liệu
    Số hộ dùng nước sạch | 1.200 hộ (đạt 95%)
    Số thôn              | 12 thôn
    """
    figures = figures_of(drawn, "Kết quả năm 2023")
    assert [figures[text].item for text in ("1.200", "95%", "12")] == ["Số hộ dùng nước sạch"] * 2 + ["Số thôn"]


def test_a_commune_that_no_table_has_is_in_the_district_behind_its_name() -> None:
    drawn = """
    Tên dự án   | Địa điểm                   | Diện tích (ha)
    Cụm Làng Mộ | xã Làng Mộ, huyện Phù Ninh | 75
    Khu Phú Hà  | TX Phú Thọ                 | 350
    """
    assert str(figures_of(drawn)["75"].place) == "xã Làng Mộ < huyện Phù Ninh < tỉnh Phú Thọ"


def test_the_total_of_several_places_is_no_longer_that_of_the_one_told_before():
    drawn = """
    Huyện    | Số xã đạt chuẩn
    Phù Ninh | 14
    Lâm Thao | 9
    Cộng     | 23
    """
    figures = figures_of(drawn, "Huyện Phù Ninh dẫn đầu toàn tỉnh; kết quả của hai huyện như sau:")
    assert str(figures["14"].place) == "huyện Phù Ninh < tỉnh Phú Thọ"
    assert str(figures["23"].place) == "tỉnh Phú Thọ"
