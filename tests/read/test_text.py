"""Plain text and Markdown: the text is never rewritten, the furniture of pages stays out of the blocks."""

import textwrap
import time
from datetime import date

import pytest

from report_miner.errors import EmptyDocument
from report_miner.model import BlockKind, Document
from report_miner.read import read_bytes

BODY = (
    "Năm 2024, toàn huyện có 9/12 xã đạt chuẩn nông thôn mới (75%), tăng 2 xã so với năm 2023; thu nhập bình quân "
    "đạt 62 triệu đồng/người/năm; tỷ lệ hộ nghèo giảm còn 1,8%. Huyện phấn đấu năm 2025 có thêm 3 xã đạt chuẩn, "
    "trong đó có ít nhất 1 xã đạt chuẩn nâng cao."
)
PAGE = f"""Chào mừng bạn đến với Cổng thông tin điện tử huyện Tân Hưng
Bình chọn
Trang này có ích cho bạn không?
126 người đã tham gia bình chọn
  • Hôm nay 2008
  • Tổng 6.264.528

Tân Hưng nâng chất 9 xã nông thôn mới

Ngày đăng: 12/03/2025
Xem với cỡ chữ : A- A A+

{BODY}

Đường về xã Vĩnh Thạnh (ảnh minh họa)

{BODY.replace("Năm 2024", "Theo báo cáo năm 2024")}

Tác giả: Minh Hòa
Tổng số điểm của bài viết là: 0 trong 0 đánh giá
Các tin khác
Huyện Vĩnh Hưng có thêm 4 trường đạt chuẩn
lượt xem: 74 | lượt tải:23
"""


def read_text(text: str) -> Document:
    return read_bytes(text.encode(), "bao-cao.txt")


def blocks_of(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


def test_the_text_of_a_page_is_kept_and_its_furniture_left_out_of_the_blocks() -> None:
    document = read_text(PAGE)
    assert document.text == PAGE
    assert blocks_of(document) == [
        "Tân Hưng nâng chất 9 xã nông thôn mới",
        BODY,
        "Đường về xã Vĩnh Thạnh (ảnh minh họa)",
        BODY.replace("Năm 2024", "Theo báo cáo năm 2024"),
        "Tác giả: Minh Hòa",
    ]


def test_a_title_may_end_with_dots() -> None:
    assert read_text(f"Vùng lũ Tân Hưng chờ nước về...\n{BODY}").title == "Vùng lũ Tân Hưng chờ nước về..."
    assert read_text(f"Vùng lũ Tân Hưng chờ nước về.\n{BODY}").title is None


def test_a_page_states_its_title_publisher_date_and_place() -> None:
    document = read_text(PAGE)
    assert document.title == "Tân Hưng nâng chất 9 xã nông thôn mới"
    assert document.publisher == "Cổng thông tin điện tử huyện Tân Hưng"
    assert document.published == date(2025, 3, 12)
    assert document.place == "huyện Tân Hưng"


def test_a_caption_that_repeats_the_title_is_left_out() -> None:
    document = read_text(
        f"Tân Hưng nâng chất 9 xã nông thôn mới\n{BODY}\nTân Hưng có 9 xã nông thôn mới (ảnh: Minh Hòa)"
    )
    assert len(document.blocks) == 2


def test_the_stamp_of_a_collector_is_no_text() -> None:
    document = read_text(f"date 2023-10 {BODY}")
    assert blocks_of(document) == [BODY]
    assert document.published == date(2023, 10, 1)
    assert "không ghi ngày" in document.notes[0]


HARD_WRAPPED = """BÁO CÁO
Kết quả phát triển kinh tế - xã hội
năm 2024
I. Kết quả đạt được
Tổng diện tích gieo trồng cả năm đạt 85.420 ha, vượt 1,2% kế hoạch; sản
lượng lương thực ước đạt 512.600 tấn, tăng 3,4% so với năm 2023, trong đó
lúa chất lượng cao chiếm 78%1 tổng sản lượng của toàn huyện và tiếp tục là
cây trồng chủ lực trong những năm tới.
Chăn nuôi phát triển ổn định, đàn gia cầm hiện có 1,2 triệu con, tăng 5% so
với cùng kỳ. Công tác tiêm phòng đạt 92% tổng đàn, các ổ dịch nhỏ lẻ được
khống chế kịp thời. Một số kết quả cụ thể như sau:
- Trồng mới 120 ha cây ăn trái;
- Cải tạo 45 ha vườn tạp, đạt 90% kế hoạch của cả năm và tăng 5 ha so với
năm trước.
1 Theo số liệu của Phòng Nông nghiệp, diện tích lúa chất lượng cao là 66.600
ha.
2
Thu ngân sách trên địa bàn đạt 186 tỷ đồng, bằng 104,2% dự toán được giao
và tăng 7,5% so với năm 2023.
"""


def test_lines_broken_at_one_width_are_joined_to_paragraphs() -> None:
    blocks = blocks_of(read_text(HARD_WRAPPED))
    assert blocks[0] == "BÁO CÁO\nKết quả phát triển kinh tế - xã hội\nnăm 2024"
    assert blocks[2].startswith("Tổng diện tích")
    assert blocks[2].endswith("trong những năm tới.")
    assert blocks[4:] == [
        "- Trồng mới 120 ha cây ăn trái;",
        "- Cải tạo 45 ha vườn tạp, đạt 90% kế hoạch của cả năm và tăng 5 ha so với\nnăm trước.",
        "Theo số liệu của Phòng Nông nghiệp, diện tích lúa chất lượng cao là 66.600\nha.",
        "Thu ngân sách trên địa bàn đạt 186 tỷ đồng, bằng 104,2% dự toán được giao\nvà tăng 7,5% so với năm 2023.",
    ]


def test_few_lines_that_end_where_the_next_word_does_not_fit_are_a_paragraph() -> None:
    paragraph = (
        "Toàn vùng hiện có 551.600 ha cà phê: Đắk Lắk 201.300 ha, Lâm Đồng 145.700 ha, Đắk Nông 114.100 ha, "
        "Gia Lai 77.700 ha, Kon Tum 12.800 ha. Cà phê già cỗi cần tái canh chiếm hơn 30%."
    )
    wrapped = textwrap.fill(paragraph, 40)
    assert "Đắk\nNông" in wrapped
    assert blocks_of(read_text(f"Cây cà phê\n\n{wrapped}"))[1:] == [wrapped]


@pytest.mark.parametrize(
    ("line", "after", "joined"),
    [
        ("5. Doanh nghiệp: cấp đăng ký mới cho 211 doanh nghiệp, 74 chi nhánh, cộng", "285 đơn vị, tăng 4%;", True),
        ("2. Số hộ thoát nghèo trong năm là 1.450 hộ, gồm xã Môn Sơn 310 hộ, xã Châu", "Khê 197 hộ;", True),
        ("II. MỤC TIÊU ĐẾN NĂM 2025", "a) Giữ ổn định 145 nghìn ha điều.", False),
    ],
)
def test_what_a_numbered_line_goes_on_with(line: str, after: str, joined: bool) -> None:
    text = HARD_WRAPPED.replace("Thu ngân sách trên", f"{line}\n{after}\nThu ngân sách trên")
    assert (f"{line}\n{after}" in blocks_of(read_text(text))) == joined


def test_an_item_of_a_list_is_no_rest_of_a_line_without_a_full_stop() -> None:
    items = [
        f"{mark}) Xây mới {number} km đường ấp và cải tạo {number} cây cầu trên các tuyến đường liên xã"
        for number, mark in enumerate("abc", start=12)
    ]
    assert blocks_of(read_text("\n".join(["Kết quả giao thông nông thôn", *items])))[1:] == items


def test_a_footnote_is_a_note_without_its_number_and_a_page_number_is_nothing() -> None:
    document = read_text(HARD_WRAPPED)
    notes = [document.text[b.start : b.end] for b in document.blocks if b.kind is BlockKind.NOTE]
    assert notes == ["Theo số liệu của Phòng Nông nghiệp, diện tích lúa chất lượng cao là 66.600\nha."]
    assert "2" not in blocks_of(document)


def test_paragraphs_that_are_lines_are_not_joined() -> None:
    lines = [f"Xã {name} có {number} ấp văn hóa" for number, name in enumerate("ABCDEFGHIJKL", start=3)]
    assert blocks_of(read_text("\n".join(lines)))[1:] == lines[1:]


def test_the_letterhead_of_an_official_document_gives_publisher_place_and_date() -> None:
    document = read_text(
        "ỦY BAN NHÂN DÂN\nHUYỆN TÂN HƯNG\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        "Số: 125/BC-UBND\nTân Hưng, ngày 15 tháng 12 năm 2024\n\nBÁO CÁO\nKết quả xây dựng nông thôn mới năm 2024\n\n"
        + BODY
    )
    assert document.publisher == "Ủy ban nhân dân huyện Tân Hưng"
    assert document.place == "huyện Tân Hưng"
    assert document.published == date(2024, 12, 15)
    assert document.title == "BÁO CÁO Kết quả xây dựng nông thôn mới năm 2024"


def test_a_letterhead_is_read_in_either_spelling() -> None:
    document = read_text("UỶ BAN NHÂN DÂN HUYỆN QUẢNG HOÀ\nSố: 12/BC-UBND\n\nTHU NGÂN SÁCH NĂM 2020\n\n" + BODY)
    assert document.publisher == "Ủy ban nhân dân huyện Quảng Hòa"
    assert document.place == "huyện Quảng Hòa"


def test_the_superior_body_in_a_letterhead_is_the_place_around() -> None:
    document = read_text(
        "ỦY BAN NHÂN DÂN XÃ VĨNH LỢI\nTỈNH TÂY NINH\nSố: 12/BC-UBND\n\nKẾT QUẢ SẢN XUẤT NĂM 2025\n\n" + BODY
    )
    assert document.place == "xã Vĩnh Lợi < tỉnh Tây Ninh"
    assert document.publisher == "Ủy ban nhân dân xã Vĩnh Lợi"
    assert document.title == "KẾT QUẢ SẢN XUẤT NĂM 2025"


@pytest.mark.parametrize("between", [" - ", " – ", ", "])
def test_two_superior_bodies_may_share_a_line(between: str) -> None:
    document = read_text(f"UBND XÃ VĨNH LỢI\nHUYỆN TÂN HƯNG{between}TỈNH LONG AN\n\nKẾT QUẢ NĂM 2023\n\n{BODY}")
    assert document.place == "xã Vĩnh Lợi < huyện Tân Hưng < tỉnh Long An"


def test_a_date_below_the_subject_is_no_part_of_the_title() -> None:
    document = read_text(
        f"HĐND HUYỆN TÂN HƯNG\n\nNGHỊ QUYẾT\n\nVề nhiệm vụ năm 2024\n\nTân Hưng, ngày 14 tháng 12 năm 2023\n\n{BODY}"
    )
    assert document.title == "NGHỊ QUYẾT Về nhiệm vụ năm 2024"


@pytest.mark.parametrize("subject", ["Kết quả giảm nghèo năm 2024.", "Kết quả giảm nghèo\nnăm 2024."])
def test_the_subject_may_end_with_a_full_stop(subject: str) -> None:
    document = read_text(f"UBND HUYỆN TÂN HƯNG\n\nBÁO CÁO\n{subject}\n\n{BODY}")
    assert document.title == "BÁO CÁO " + subject.replace("\n", " ")


def test_a_sentence_broken_once_is_whole_in_a_text_that_is_not_hard_wrapped() -> None:
    document = read_text(f"Tân Hưng tăng tốc\n{BODY[:150].rsplit(' ', 1)[0]}\ngiảm còn 5 hộ.\nXã Vĩnh Lợi có 12 ấp")
    assert [block.count("\n") for block in blocks_of(document)] == [0, 1, 0]
    document = read_text(f"Tân Hưng tăng tốc\n{BODY[:150].rsplit(' ', 1)[0]}\n6,61%; cả năm 7%.\n2 xã làm tốt")
    assert [block.count("\n") for block in blocks_of(document)] == [0, 1, 0]


def test_markdown_headings_lists_and_tables() -> None:
    document = read_text(
        "# Báo cáo quý\n\n## Trồng trọt\n\n- Lúa: 120 ha\n\n| Xã | Diện tích |\n|---|---:|\n| Vĩnh Lợi | 45 |\n"
    )
    kinds = [(block.kind, block.level) for block in document.blocks]
    assert kinds[:3] == [(BlockKind.TITLE, 0), (BlockKind.HEADING, 2), (BlockKind.LIST_ITEM, 0)]
    (table,) = document.tables
    cells = [(cell.row, cell.column, document.text[cell.start : cell.end], cell.header) for cell in table.cells]
    assert cells == [(1, 1, "Xã", True), (1, 2, "Diện tích", True), (2, 1, "Vĩnh Lợi", False), (2, 2, "45", False)]


@pytest.mark.parametrize("text", ["", " \n\t\n", "\ufeff"])
def test_a_file_without_text_is_empty(text: str) -> None:
    with pytest.raises(EmptyDocument):
        read_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "Xã có 12 ấp. " * 400_000,
        "7" * 200_000,
        "|" * 300_000,
        "I. " * 100_000,
        "Thứ Hai, " * 100_000,
        "A" * 200 + "\n" + "lượt xem: " * 30_000,
        "x" + " " * 1_000_000 + "y",
    ],
    ids=["one line", "digits", "pipes", "numerals", "days", "counters", "spaces"],
)
def test_endless_lines_take_bounded_time(text: str) -> None:
    started = time.process_time()
    assert read_text(text).blocks
    assert time.process_time() - started < 3
