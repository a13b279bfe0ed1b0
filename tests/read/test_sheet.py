"""Workbooks: blocks under headers become tables, with the places of the cells on their sheet."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date

import pytest
import xlsxwriter

import report_miner as rm
from report_miner.errors import DamagedDocument, TooLarge
from report_miner.model import Document, Status
from report_miner.read import read_bytes
from report_miner.read.sheet_looks import look_of, printed

ROWS = [
    ["UBND HUYỆN ĐÔ LƯƠNG"],
    ["Bảng 1. Kết quả gieo trồng năm 2023"],
    [],
    ["STT", "Cây trồng", "Diện tích (ha)", "Sản lượng (tấn)"],
    [1, "Lúa", 1250.5, 7503],
    [2, "Ngô", 300, 1350],
]


def workbook(*sheets: list[list[object]], formats: dict[tuple[int, int], dict[str, str]] | None = None) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    for rows in sheets:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                look = (formats or {}).get((number, column))
                sheet.write(number, column, value, book.add_format(look) if look else None)
    book.close()
    return target.getvalue()


def read(*sheets: list[list[object]], **options) -> Document:
    return read_bytes(workbook(*sheets, **options), "bang.xlsx")


def cells(document: Document) -> list[list[str]]:
    rows: dict[tuple[int, int], list[str]] = {}
    for table in document.tables:
        for cell in table.cells:
            rows.setdefault((table.number, cell.row), []).append(document.text[cell.start : cell.end])
    return list(rows.values())


def test_the_lines_above_a_header_are_no_part_of_the_table() -> None:
    document = read(ROWS)
    assert document.text.startswith("UBND HUYỆN ĐÔ LƯƠNG\nBảng 1. Kết quả gieo trồng năm 2023\n")
    assert cells(document)[0] == ["STT", "Cây trồng", "Diện tích (ha)", "Sản lượng (tấn)"]
    start, end = document.tables[0].caption
    assert document.text[start:end] == "Bảng 1. Kết quả gieo trồng năm 2023"


def test_a_line_alone_right_below_a_header_leaves_it_a_header() -> None:
    rows = [["TRẠM KHÍ TƯỢNG"], [], ["Năm", "Quý I", "Quý II"], ["Lượng mưa (mm)"], ["2021", 65.2, 98.4]]
    assert [row[0] for row in cells(read(rows))] == ["Năm", "Lượng mưa (mm)", "2021"]


def test_the_name_of_a_table_stands_above_remarks_in_brackets() -> None:
    name, remark = "THU NGÂN SÁCH NĂM 2021", "(Kèm theo Báo cáo số 15/BC-UBND ngày 20/7/2022)"
    document = read([[name], [remark], ["Đơn vị tính: triệu đồng"], ["STT", "Nội dung", "Số thu"], [1, "Thuế", 120]])
    start, end = document.tables[0].caption
    assert document.text[start:end] == f"{name}\n{remark}\nĐơn vị tính: triệu đồng"


def test_figures_know_their_sheet_row_and_column() -> None:
    figures = rm.mine(read([["Ghi chú"]], ROWS))
    area = next(figure for figure in figures if figure.text == "1250,5")
    place = area.locator
    assert (place.page, place.table, place.row, place.column) == (2, 1, 5, 3)
    assert (str(area.value), area.unit, area.item) == ("1250.5", "ha", "Diện tích Lúa")


def test_numbers_are_exact_and_bear_a_decimal_comma() -> None:
    document = read([["Tên", "Số"], ["a", 0.1 + 0.2], ["b", 12345678.9], ["c", 1e-7], ["d", -5.0]])
    assert [row[1] for row in cells(document)[1:]] == ["0,3", "12345678,9", "0,0000001", "-5"]


def test_a_second_header_begins_a_second_table() -> None:
    rows = [*ROWS, [], ["STT", "Vật nuôi", "Số con"], [1, "Trâu", 120]]
    assert len(read(rows).tables) == 2


def test_an_empty_row_under_a_header_divides_nothing() -> None:
    rows = [*ROWS[:4], [], *ROWS[4:]]
    assert len(read(rows).tables) == 1


def test_a_header_that_an_empty_row_parts_is_whole() -> None:
    head = [["Huyện", "Thực hiện tháng 11/2010", "Ước tính cả năm 2010"], [], ["", "(tấn)", "(nghìn USD)"], []]
    figures = rm.mine(read([["UBND TỈNH"], [], *head, ["Lạc Sơn", 23, 480], ["Tân Lạc", 16, 350]]))
    assert [(f.text, f.unit, f.period.notation, f.status) for f in figures][:2] == [
        ("23", "tấn", "2010-11", Status.ACTUAL),
        ("480", "USD", "2010", Status.ESTIMATE),
    ]


def test_lines_that_an_empty_row_parts_from_a_header_are_no_part_of_it() -> None:
    document = read([["UBND TỈNH HÒA BÌNH", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], [], *ROWS[3:]])
    assert cells(document)[0] == ROWS[3]


def test_a_sheet_without_figures_is_text() -> None:
    document = read([["Thuyết minh"], ["Số liệu do các xã báo cáo."]])
    assert document.tables == ()
    assert document.text.split("\n")[:2] == ["Thuyết minh", "Số liệu do các xã báo cáo."]


def test_cells_are_converted_one_by_one() -> None:
    document = read([["Tªn", "Sè hé"], ["N«ng nghiÖp", 5], ["Trồng trọt", 6], ["lóa", 7], ["Cây lâu năm", 8]])
    assert [row[0] for row in cells(document)] == ["Tên", "Nông nghiệp", "Trồng trọt", "lóa", "Cây lâu năm"]


@pytest.mark.parametrize(
    "data", [workbook(ROWS)[:3000], b"PK\x03\x04xl/workbook.xml" + bytes(100)], ids=["cut", "no directory"]
)
def test_a_truncated_workbook_is_damaged(data: bytes) -> None:
    with pytest.raises(DamagedDocument) as raised:
        read_bytes(data, "bang.xlsx")
    assert raised.value.remedy


def test_a_sheet_that_spans_billions_of_cells_is_refused() -> None:
    with pytest.raises(TooLarge, match="ô"):
        read_bytes(with_far_cells(ROWS, [(1_000 * step, 16 * step) for step in range(1_000)]), "bang.xlsx")


def with_far_cells(rows: list[list[object]], places: list[tuple[int, int]]) -> bytes:
    """A workbook with a table and cells somewhere else on its sheet."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    for place in places:
        sheet.write(*place, 7)
    sheet.write_blank(1_048_575, 16_382, None, book.add_format({"bold": True}))
    book.close()
    return target.getvalue()


@pytest.mark.parametrize("strays", [[], [(1_048_575, 16_383)], [(1_048_575, 16_383), (900_000, 9_000)]])
def test_few_cells_far_from_all_others_are_left_out_and_counted(strays: list[tuple[int, int]]) -> None:
    document = read_bytes(with_far_cells(ROWS, strays), "bang.xlsx")
    assert cells(document) == cells(read(ROWS))
    assert [f"Có {len(strays)} ô" in note for note in document.notes] == [True] * bool(strays)


def test_a_cell_in_the_last_row_of_a_narrow_table_is_read() -> None:
    document = read_bytes(with_far_cells(ROWS, [(1_000_000, 1)]), "bang.xlsx")
    assert document.notes == ()
    assert document.text.endswith("7\n")


def test_a_cell_far_off_in_an_ods_is_refused() -> None:
    gap = '<table:table-row table:number-rows-repeated="1048575"><table:table-cell/></table:table-row>'
    empty = '<table:table-cell table:number-columns-repeated="16383"/>'
    filled = '<table:table-cell office:value="1"><text:p>1</text:p></table:table-cell>'
    far = f"<table:table-row>{empty}{filled}</table:table-row>"
    with pytest.raises(TooLarge):
        read_bytes(ods(gap + far), "bang.ods")


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (0.815, "0.0%", "81,5%"),
        (1658389.3699, "#,##0", "1658389"),
        (20.911, "0.00", "20,91"),
        (2.5, "0", "3"),
        (-1234.5, "#,##0.0_);(#,##0.0)", "-1234,5"),
        (12974745, '#,##0" đồng"', "12974745 đồng"),
        (1_500_000_000, '#,##0.0,,\\ "triệu"', "1500,0 triệu"),
        (5.25, '0.0"%"', "5,3%"),
        (1200, "#,##0\\ [$₫-42A]", "1200 ₫"),
        (1200, '_(* #,##0_);_(* (#,##0);_(* "-"??_);_(@_)', "1200"),
        (1234567, "#,##0,", "1235"),
        (1500, "[$$-409]#,##0.00;-[$$-409]#,##0.00", "1500,00 $"),
        (-1500, "$#,##0", "-1500 $"),
        (2021, '"Năm "0', "Năm 2021"),
        (12.5, '0.0"‰"', "12,5‰"),
        (12.5, "0.0‰", "12,5‰"),
        (12.5, 'General" ha"', "12,5 ha"),
        (12, ";;;", ""),
        (0, "0;-0;;@", ""),
        (-3, "0;-0;;@", "-3"),
        (0, '_(* #,##0_);_(* (#,##0);_(* "-"??_);_(@_)', "-"),
        (-5, '#,##0" tăng";#,##0" giảm"', "-5 giảm"),
        (0, "#,###", ""),
        (0.2, "#,###", ""),
        (3, '"đạt";"thiếu";"đủ"', "đạt"),
        (2_500_000, '[>=1000000]0.0,,"tr";[>=1000]0.0,"ng";0', "2,5tr"),
        (2500, '[>=1000000]0.0,,"tr";[>=1000]0.0,"ng";0', "2,5ng"),
        (25, '[>=1000000]0.0,,"tr";[>=1000]0.0,"ng";0', "25"),
        (25, '0" a;b"', "25 a;b"),
        (0.1, "General", "0,1"),
        (0.1, "d/m/yyyy", "0,1"),
        (5, "", "5"),
    ],
)
def test_a_number_is_printed_as_its_format_shows_it(value: float, code: str, text: str) -> None:
    assert printed(value, look_of(None, code)) == text


def test_formats_of_a_workbook_are_applied() -> None:
    rows = [["Xã", "Tỷ lệ đạt"], ["Đông Sơn", 0.815], ["Tây Sơn", 0.9]]
    document = read(rows, formats={(1, 1): {"num_format": "0.0%"}, (2, 1): {"num_format": "0%"}})
    assert [row[1] for row in cells(document)[1:]] == ["81,5%", "90%"]


def test_a_date_is_printed_as_far_as_its_format_shows_it() -> None:
    rows = [["Tháng", "Số vụ"], [date(2023, 3, 1), 4], [date(2023, 4, 1), 5]]
    document = read(rows, formats={(1, 0): {"num_format": "mm/yyyy"}, (2, 0): {"num_format": "dd/mm/yyyy"}})
    assert [row[0] for row in cells(document)[1:]] == ["03/2023", "01/04/2023"]


OPEN_DOCUMENT = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"><office:automatic-styles>
<number:percentage-style style:name="N1"><number:number number:decimal-places="1"/><number:text>%%</number:text>
</number:percentage-style>
<number:number-style style:name="N2"><number:number number:decimal-places="0" number:display-factor="1000000"/>
<number:text> triệu</number:text></number:number-style>
<number:number-style style:name="N4P0"><number:number number:decimal-places="1" number:display-factor="1000"/>
<number:text> nghìn</number:text></number:number-style>
<number:number-style style:name="N4"><number:text/>
<style:map style:condition="value()&gt;=1000" style:apply-style-name="N4P0"/></number:number-style>
<number:currency-style style:name="N5"><number:currency-symbol>$</number:currency-symbol>
<number:number number:decimal-places="0"/></number:currency-style>
<number:date-style style:name="N3"><number:month/><number:text>/</number:text><number:year/></number:date-style>
<style:style style:name="c1" style:family="table-cell" style:data-style-name="N1"/>
<style:style style:name="c2" style:family="table-cell" style:data-style-name="N2"/>
<style:style style:name="c3" style:family="table-cell" style:data-style-name="N3"/>
<style:style style:name="c5" style:family="table-cell" style:data-style-name="N4"/>
<style:style style:name="c6" style:family="table-cell" style:data-style-name="N5"/>
<style:style style:name="c4" style:family="table-cell" style:parent-style-name="c1"/>
</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="A">
<table:table-column/><table:table-column table:number-columns-repeated="2" table:default-cell-style-name="c1"/>
<table:table-row>%s</table:table-row><table:table-row table:number-rows-repeated="2">%s</table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""


def open_document(rows: list[str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", OPEN_DOCUMENT % tuple(rows))
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return target.getvalue()


@pytest.mark.parametrize(
    ("attributes", "text"),
    [
        ('table:style-name="c1" office:value-type="percentage" office:value="0.815"', "81,5%"),
        ('table:style-name="c4" office:value-type="percentage" office:value="0.815"', "81,5%"),
        ('office:value-type="percentage" office:value="0.5"', "50,0%"),
        ('table:style-name="c2" office:value-type="float" office:value="1500000000"', "1500 triệu"),
        ('table:style-name="c5" office:value-type="float" office:value="2500"', "2,5 nghìn"),
        ('table:style-name="c6" office:value-type="float" office:value="2500"', "2500 $"),
        ('table:style-name="c3" office:value-type="date" office:date-value="2023-03-01"', "03/2023"),
    ],
)
def test_formats_of_an_open_document_are_applied(attributes: str, text: str) -> None:
    named = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    head = "".join(map(named.format, ("Xã", "Kết quả", "Ghi chú")))
    cell = f"<table:table-cell {attributes}><text:p>x</text:p></table:table-cell>"
    document = read_bytes(open_document([head, named.format("Đông Sơn") + cell + named.format("a")]), "bang.ods")
    assert [row[1] for row in cells(document)] == ["Kết quả", text, text]


def test_a_font_decides_over_a_cell_that_could_be_either() -> None:
    rows = [["Tªn", "Sè hé"], ["lóa", 7], ["lóa", 8]]
    looks = {(1, 0): {"font_name": ".VnTime"}, (2, 0): {"font_name": "Arial"}}
    assert [row[0] for row in cells(read(rows, formats=looks))[1:]] == ["lúa", "lóa"]


def rewritten(data: bytes, change: Callable[[str, bytes], tuple[str, bytes]]) -> bytes:
    """A package with other names and contents of its parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as found, zipfile.ZipFile(target, "w") as archive:
        for name in found.namelist():
            archive.writestr(*change(name, found.read(name)))
    return target.getvalue()


def strict(name: str, content: bytes) -> tuple[str, bytes]:
    return name, re.sub(
        rb"http://schemas.openxmlformats.org/(\w+)/2006/", rb"http://purl.oclc.org/ooxml/\1/", content
    )


@pytest.mark.parametrize(
    "change",
    [
        strict,
        lambda name, content: (name.replace("workbook.xml", "workbook2.xml"), content),
        lambda name, content: (name.replace("/", "\\"), content),
    ],
    ids=["strict", "numbered", "backslashes"],
)
def test_workbooks_of_other_programs_are_read_with_their_formats(
    change: Callable[[str, bytes], tuple[str, bytes]],
) -> None:
    rows = [["Xã", "Tỷ lệ đạt"], ["Đông Sơn", 0.815], ["Tây Sơn", 0.9]]
    data = rewritten(workbook(rows, formats={(1, 1): {"num_format": "0.0%"}, (2, 1): {"num_format": "0%"}}), change)
    assert [row[1] for row in cells(read_bytes(data, "bang.xlsx"))[1:]] == ["81,5%", "90%"]


@pytest.mark.parametrize("change", [lambda name, content: (name, content), strict], ids=["plain", "strict"])
def test_marks_of_notes_in_a_cell_are_no_part_of_its_number(
    change: Callable[[str, bytes], tuple[str, bytes]],
) -> None:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet, above = book.add_worksheet(), book.add_format({"font_script": 1})
    sheet.write_row(0, 0, ["Xã", "Số hộ", "Ghi chú"])
    sheet.write_row(1, 0, ["Đông Sơn", "25", "a"])
    sheet.write_rich_string(2, 0, "Tây Sơn", above, "(1)", " cũ")
    sheet.write_rich_string(2, 1, "25", above, "1")
    sheet.write_rich_string(2, 2, "12 m", above, "2", ", 10", above, "6", " con", above, "1")
    sheet.write_rich_string(3, 0, "Nam Sơn", book.add_format({"font_strikeout": True}), " 12", " 15")
    sheet.write_row(3, 1, [7, "b"])
    book.close()
    document = read_bytes(rewritten(target.getvalue(), change), "bang.xlsx")
    assert cells(document)[2] == ["Tây Sơn cũ", "25", "12 m2, 10⁶ con"]
    assert cells(document)[3][0] == "Nam Sơn 15"


def test_text_boxes_on_a_sheet_are_read_below_its_table() -> None:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    for name, number in (("A", 25), ("B", 26)):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, ["Xã", "Số hộ"])
        sheet.write_row(1, 0, ["Đông Sơn", 7])
        sheet.insert_textbox(4, 4, f"Năm 2023, huyện Đô Lương có {number} xã đạt chuẩn.\nĐược c«ng nhËn.")
    book.close()
    document = read_bytes(target.getvalue(), "bang.xlsx")
    assert document.text.count("Năm 2023, huyện Đô Lương có 25 xã đạt chuẩn.") == 1
    assert document.text.endswith("Năm 2023, huyện Đô Lương có 26 xã đạt chuẩn.\nĐược công nhận.\n")
    assert [figure.locator.page for figure in rm.mine(document) if figure.text in ("25", "26")] == [1, 2]


def test_hidden_sheets_are_left_out_and_named() -> None:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    for name, number in (("Báo cáo", 12), ("Nháp", 99), ("DM", 98)):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, ["Xã", "Số hộ"])
        sheet.write_row(1, 0, ["Đông Sơn", number])
    book.get_worksheet_by_name("Nháp").hide()
    book.get_worksheet_by_name("DM").very_hidden()
    book.close()
    document = read_bytes(target.getvalue(), "bang.xlsx")
    assert cells(document) == [["Xã", "Số hộ"], ["Đông Sơn", "12"]]
    assert any("2 trang tính đang ẩn" in note and "Nháp, DM" in note for note in document.notes)


@pytest.mark.parametrize(
    ("cell", "count"),
    [
        ("<f>SUM(B2:B3)</f>", 1),
        ("<f>SUM(B2:B3)</f><v></v>", 1),
        ('<f t="shared" si="0"/><v/>', 1),
        ("<f>SUM(B2:B3)</f><v>0</v>", 1),  # XlsxWriter leaves all results at 0 and asks Excel to compute them
        ("<f>SUM(B2:B3)</f><v>7</v>", 0),
    ],
)
def test_formulas_without_a_result_are_counted_and_not_read(cell: str, count: int) -> None:
    def change(name: str, content: bytes) -> tuple[str, bytes]:
        return name, content.replace(b"<f>SUM(B2:B3)</f><v>0</v>", cell.encode())

    data = rewritten(workbook([["Xã", "Số hộ"], ["A", 3], ["B", 4], ["Tổng", "=SUM(B2:B3)"]]), change)
    document = read_bytes(data, "bang.xlsx")
    assert cells(document)[3] == (["Tổng"] if count else ["Tổng", "7"])
    assert sum(f"Có {count} ô công thức" in note for note in document.notes) == count


def test_a_formula_that_gives_an_empty_text_has_its_result() -> None:
    def change(name: str, content: bytes) -> tuple[str, bytes]:
        return name, content.replace(b"><f>A1</f><v>0</v>", b' t="str"><f>A1</f><v></v>')

    assert not read_bytes(rewritten(workbook([["Xã", "Số hộ"], ["A", "=A1"]]), change), "bang.xlsx").notes


def test_repeated_cells_of_an_ods_beyond_all_measure_are_refused() -> None:
    cell = (
        '<table:table-cell table:number-columns-repeated="100" office:value="1"><text:p>1</text:p></table:table-cell>'
    )
    row = f'<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row>'
    with pytest.raises(TooLarge):
        read_bytes(ods(row), "bang.ods")


def ods(rows: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", f"<x><table:table>{rows}</table:table></x>")
    return target.getvalue()


def test_one_row_that_names_a_thing_and_gives_its_figure_is_a_table() -> None:
    figures = rm.mine(read([["Số xã đạt chuẩn", 18]]))
    assert [(figure.item, figure.unit, str(figure.value)) for figure in figures] == [("Số xã đạt chuẩn", "xã", "18")]


def test_a_row_that_is_only_named_a_difference_has_figures() -> None:
    figures = rm.mine(read([["", "Kế hoạch", "Thực hiện"], ["Chênh lệch", 5, 7]]))
    assert [(figure.item, str(figure.value)) for figure in figures] == [("Chênh lệch", "5"), ("Chênh lệch", "7")]
