"""Saved web pages: main text, tables with merged cells, and what the page states of itself."""

from datetime import date

import pytest

from report_miner.errors import DamagedDocument, EmptyDocument
from report_miner.model import BlockKind, Document
from report_miner.read import read_bytes

FIRST = (
    "Năm 2024, toàn huyện Tân Hưng có 9/12 xã đạt chuẩn nông thôn mới, chiếm 75%, tăng 2 xã so với năm 2023. "
    "Thu nhập bình quân đầu người đạt 62 triệu đồng/năm, tỷ lệ hộ nghèo giảm còn 1,8%."
)
SECOND = (
    "Huyện huy động được 186 tỷ đồng để xây dựng hạ tầng, trong đó nhân dân đóng góp 12,5 tỷ đồng và hiến 4,2 ha đất "
    "làm đường giao thông nông thôn, hoàn thành 45 km đường bê tông."
)
PAGE = f"""<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8">
<title>Tân Hưng có 9 xã nông thôn mới - Cổng thông tin điện tử huyện Tân Hưng</title></head>
<body>
<header><div>Cổng thông tin điện tử huyện Tân Hưng</div><div>Thứ Sáu, 05/09/2025, 10:20 (GMT+7)</div></header>
<nav><ul><li><a href="/">Trang chủ</a></li><li><a href="/tin">Tin tức 24h</a></li></ul></nav>
<main><article>
<h1>Tân Hưng có 9 xã nông thôn mới</h1>
<div class="date">Chủ nhật - <span>08/12/2024</span> 17:59 <span>91</span></div>
<p>{FIRST}</p>
<p>{SECOND}</p>
<table>
<tr><th rowspan="2">Xã</th><th colspan="2">Thu nhập (triệu đồng)</th></tr>
<tr><th>2023</th><th>2024</th></tr>
<tr><td>Vĩnh Thạnh</td><td>58</td><td>63</td></tr>
<tr><td>Vĩnh Lợi</td><td>57</td><td>61,5</td></tr>
</table>
<p>{SECOND.replace("Huyện", "Giai đoạn tới, huyện dự kiến")}</p>
<div>Lượt xem: 1.204</div>
<div class="related"><p>Các tin khác</p><ul><li><a href="/1">Khánh thành 3 cầu nông thôn</a></li></ul></div>
</article></main>
<footer><p>Đang truy cập: 163</p><p>© 2024 Cổng thông tin điện tử huyện Tân Hưng</p></footer>
</body></html>"""


def read_html(markup: str) -> Document:
    return read_bytes(markup.encode(), "trang.html")


@pytest.fixture(scope="module")
def page() -> Document:
    return read_html(PAGE)


def test_the_main_text_is_kept_in_order(page: Document) -> None:
    prose = [page.text[block.start : block.end] for block in page.blocks if block.kind is not BlockKind.CELL]
    assert prose[:3] == ["Tân Hưng có 9 xã nông thôn mới", FIRST, SECOND]
    assert page.blocks[0].kind is BlockKind.TITLE


@pytest.mark.parametrize("furniture", ["24h", "91", "1.204", "163", "Khánh thành", "Các tin khác", "05/09/2025"])
def test_menus_counters_and_related_links_are_gone(page: Document, furniture: str) -> None:
    assert furniture not in page.text


def test_a_table_keeps_its_merged_cells(page: Document) -> None:
    (table,) = page.tables
    cells = {(cell.row, cell.column): cell for cell in table.cells}
    texts = {place: page.text[cell.start : cell.end] for place, cell in cells.items()}
    assert texts == {
        (1, 1): "Xã",
        (1, 2): "Thu nhập (triệu đồng)",
        (2, 2): "2023",
        (2, 3): "2024",
        (3, 1): "Vĩnh Thạnh",
        (3, 2): "58",
        (3, 3): "63",
        (4, 1): "Vĩnh Lợi",
        (4, 2): "57",
        (4, 3): "61,5",
    }
    assert (cells[1, 1].row_span, cells[1, 2].column_span) == (2, 2)
    assert [place for place, cell in cells.items() if cell.header] == [(1, 1), (1, 2), (2, 2), (2, 3)]


def test_the_page_states_title_publisher_date_and_place(page: Document) -> None:
    assert page.title == "Tân Hưng có 9 xã nông thôn mới"
    assert page.publisher == "Cổng thông tin điện tử huyện Tân Hưng"
    assert page.published == date(2024, 12, 8)
    assert page.place == "huyện Tân Hưng"


def test_the_name_of_a_site_is_the_publisher_unless_it_is_a_domain() -> None:
    named = (
        '<meta property="og:site_name" content="Báo Tân Hưng">'
        '<meta property="article:published_time" content="2024-03-05T08:00:00+07:00">'
    )
    document = read_html(
        f"<html><head>{named}</head><body><article><p>{FIRST}</p><p>{SECOND}</p></article></body></html>"
    )
    assert document.publisher == "Báo Tân Hưng"
    assert document.published == date(2024, 3, 5)
    domain = named.replace("Báo Tân Hưng", "baotanhung.vn")
    assert read_html(f"<html><head>{domain}</head><body><p>{FIRST}</p></body></html>").publisher is None


def test_a_caption_that_repeats_the_text_is_dropped() -> None:
    caption = "Toàn huyện có 9/12 xã đạt chuẩn nông thôn mới. Ảnh: Minh Hòa"
    document = read_html(
        f"<html><body><article><p>{FIRST}</p><p>{caption}</p><p>{SECOND}</p></article></body></html>"
    )
    assert "Minh Hòa" not in document.text


def test_a_page_that_is_only_a_table_is_a_table() -> None:
    rows = "".join(f"<tr><td>Xã {name}</td><td>{number}</td></tr>" for number, name in enumerate("ABCDEF", start=41))
    document = read_html(f"<html><body><table><tr><td>Xã</td><td>Số hộ</td></tr>{rows}</table></body></html>")
    assert len(document.tables[0].cells) == 14


def test_a_short_page_keeps_its_table_and_not_the_counters_beside_it() -> None:
    table = "<table><tr><td></td><td>2019</td><td>2024</td></tr><tr><td>Nam</td><td>51</td><td>50</td></tr></table>"
    menu = "".join(f'<li><a href="/{n}">Chuyên mục {n}</a></li>' for n in range(9))
    document = read_html(
        f"<html><body><ul>{menu}</ul><div class='content'><h1>Dân số xã Hưng Điền (%)</h1>{table}</div>"
        "<div class='sidebar'><table><tr><td>Đang truy cập</td><td>27</td></tr></table></div></body></html>"
    )
    assert [document.text[cell.start : cell.end] for cell in document.tables[0].cells] == [
        "",
        "2019",
        "2024",
        "Nam",
        "51",
        "50",
    ]
    assert "27" not in document.text
    assert "Chuyên mục" not in document.text


@pytest.mark.parametrize("markup", ["<html></html>", "<html><body><script>var x = 12</script></body></html>"])
def test_a_page_without_text_is_empty(markup: str) -> None:
    with pytest.raises(EmptyDocument):
        read_html(markup)


def test_deep_nesting_is_harmless() -> None:
    document = read_html(
        "<html><body>" + "<div>" * 1500 + f"<p>{FIRST}</p>" + "</div>" * 1500 + f"<p>{SECOND}</p></body></html>"
    )
    assert "186 tỷ đồng" in document.text


@pytest.mark.parametrize("depth", [2_100, 50_000])
def test_a_page_nested_beyond_all_measure_says_so_instead_of_losing_text(depth: int) -> None:
    with pytest.raises(DamagedDocument, match="lồng nhau quá sâu"):
        read_html("<html><title>Báo cáo</title><body>" + "<div>" * depth + f"<p>{FIRST}</p>")


EXPORTED = """<table><tr><td colspan="3">UBND HUYỆN GIỒNG TRÔM</td></tr></table>
<div><b>BIỂU TỔNG HỢP HỘ NGHÈO NĂM 2023</b></div><div>Đơn vị tính: hộ</div>
<div><table border="1"><tr><th rowspan="2">Xã</th><th colspan="2">Hộ nghèo</th></tr>
<tr><th>Đầu năm</th><th>Cuối năm</th></tr>
<tr><td>Bình Hòa</td><td x:num="150">150</td><td>125</td></tr><tr><td>Lương Quới</td><td>120</td><td>98</td></tr>
</table></div><p>Người lập biểu</p>"""
OFFICE = '<html xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns="http://www.w3.org/TR/REC-html40"><body>{}</body></html>'


@pytest.mark.parametrize("markup", [EXPORTED, OFFICE.format(EXPORTED)], ids=["bare", "office"])
def test_all_of_a_table_that_a_program_exported_as_xls_is_read(markup: str) -> None:
    document = read_bytes(markup.encode(), "bieu.xls")
    texts = [document.text[block.start : block.end] for block in document.blocks if block.kind is not BlockKind.CELL]
    heading = "BIỂU TỔNG HỢP HỘ NGHÈO NĂM 2023"
    assert texts == ["UBND HUYỆN GIỒNG TRÔM", heading, "Đơn vị tính: hộ", "Người lập biểu"]
    (table,) = document.tables
    assert document.text[slice(*table.caption)] == f"{heading}\nĐơn vị tính: hộ"
    assert [(cell.row_span, cell.column_span) for cell in table.cells[:2]] == [(2, 1), (1, 2)]
    assert len(table.cells) == 10


def test_a_report_that_word_saved_as_html_keeps_its_paragraphs_and_tables() -> None:
    rows = (
        f"<tr><td><p>{left}</p></td><td><p>{right}</p></td></tr>" for left, right in (("Xã", "Hộ"), ("An Hòa", "125"))
    )
    table = f"<table>{''.join(rows)}</table>"
    note = '<p class=MsoNormal>Có 5 xã<a href="#_ftn1">[1]</a> về đích.<o:p></o:p></p>'
    document = read_bytes(OFFICE.format(f"<p class=MsoNormal>{FIRST}</p>{note}{table}").encode(), "bao-cao.doc")
    assert document.text.startswith(f"{FIRST}\nCó 5 xã[1] về đích.\n")
    assert len(document.tables[0].cells) == 4


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Có 25<sup>1</sup> xã", "Có 25 xã"),
        ("Có <s>25</s>27 xã", "Có 27 xã"),
        ("Có <del>25</del><ins>27</ins> xã", "Có 27 xã"),
        ("Có <span style='text-decoration:line-through'>25</span>27 xã", "Có 27 xã"),
        ("Có 25<sup><a href='#n1'>[1]</a></sup> xã", "Có 25 xã"),
        ("Nhà 120 m<sup>2</sup>", "Nhà 120 m2"),
        ("Đạt 10<sup>6</sup> tấn", "Đạt 10⁶ tấn"),
        ("Có <sup>12</sup> xã", "Có 12 xã"),
    ],
)
def test_the_mark_of_a_note_is_no_digit_of_the_number(markup: str, text: str) -> None:
    assert text in read_html(f"<html><body><p>{markup} đạt chuẩn nông thôn mới.</p></body></html>").text


def test_the_lead_between_title_and_text_is_read_and_links_around_it_are_not() -> None:
    lead = "Ngày 12/5, Ủy ban nhân dân huyện cho biết toàn huyện đã trồng 215 ha rừng, vượt 15 ha so với kế hoạch."
    body = "".join(f"<p>Xã {name} trồng {count} ha, chăm sóc tốt.</p>" for name, count in (("An", 40), ("Bình", 52)))
    read = read_bytes(
        (
            "<!DOCTYPE html><html><head><meta charset='utf-8'><title>Trồng rừng - việc mọi nhà | Báo Mới</title>"
            "</head><body><ul><li><a href='/'>Trang chủ</a></li></ul><h1>Trồng rừng - việc mọi nhà</h1>"
            "<p><a href='/x'>Chia sẻ bài viết này với bạn bè trên các trang mạng xã hội, chỉ 1 lần bấm</a></p>"
            f"<div class='sapo'><p><b>{lead}</b></p></div><div class='content'>{body}</div></body></html>"
        ).encode(),
        "trang.html",
    )
    assert read.title == "Trồng rừng - việc mọi nhà"
    assert lead in read.text
    assert "Chia sẻ" not in read.text
