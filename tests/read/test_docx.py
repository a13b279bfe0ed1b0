"""Word documents: every piece of text once, in order, and nothing that the document hides or deletes."""

import io
import zipfile
from datetime import date

import pytest

from report_miner.errors import DamagedDocument, ReadError, TooLarge
from report_miner.model import BlockKind, Document
from report_miner.read import read_bytes

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)

STRICT = "http://purl.oclc.org/ooxml"


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*content: str, properties: str = "") -> str:
    runs = "".join(part if part.startswith("<") else run(part) for part in content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{text if text.startswith('<') else paragraph(text)}</w:tc>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(part if part.startswith('<') else cell(part) for part in cells)}</w:tr>"


def docx(body: str, **parts: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            path = {"core": "docProps/core.xml", "rels": "word/_rels/document.xml.rels"}.get(name, f"word/{name}.xml")
            archive.writestr(path, content)
    return target.getvalue()


def read_docx(body: str, **parts: str) -> Document:
    return read_bytes(docx(body, **parts), "bao-cao.docx")


def texts(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ([run("Vốn "), "<w:ins w:id='1'>" + run("125 tỷ đồng") + "</w:ins>"], "Vốn 125 tỷ đồng"),
        (["Vốn 125", "<w:del w:id='2'><w:r><w:delText>0</w:delText></w:r></w:del>", " tỷ"], "Vốn 125 tỷ"),
        (["Có ", "<w:moveFrom w:id='3'>" + run("12 ") + "</w:moveFrom>", "45 xã"], "Có 45 xã"),
        (["Có ", "<w:sdt><w:sdtContent>" + run("12") + "</w:sdtContent></w:sdt>", " xã"], "Có 12 xã"),
        (["Có ", "<w:hyperlink r:id='x'>" + run("12") + "</w:hyperlink>", " xã"], "Có 12 xã"),
        (["Có 1", "<w:r><w:rPr><w:vanish/></w:rPr><w:t>9</w:t></w:r>", "2 xã"], "Có 12 xã"),
        (["Giai đoạn 2021", "<w:r><w:noBreakHyphen/></w:r>", "2025"], "Giai đoạn 2021-2025"),
        (["Số hộ:", "<w:r><w:tab/></w:r>", "560"], "Số hộ:\t560"),
        (["Tổng ", "<w:fldSimple w:instr='=SUM(ABOVE)'>" + run("560") + "</w:fldSimple>", " hộ"], "Tổng 560 hộ"),
        (["Trang tin ", "<w:fldSimple w:instr=' PAGE '>" + run("7") + "</w:fldSimple>", "xã"], "Trang tin xã"),
        (
            [
                "Tổng ",
                "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>=A1*100</w:instrText></w:r>"
                "<w:r><w:fldChar w:fldCharType='separate'/></w:r>",
                "560",
                "<w:r><w:fldChar w:fldCharType='end'/></w:r>",
                " hộ",
            ],
            "Tổng 560 hộ",
        ),
    ],
    ids=["inserted", "deleted", "moved", "control", "link", "hidden", "hyphen", "tab", "sum", "page number", "field"],
)
def test_what_is_printed_is_read(content: list[str], expected: str) -> None:
    assert texts(read_docx(paragraph(*content))) == [expected]


def set_above(text: str) -> str:
    return f"<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (["Diện tích 120 m", set_above("2")], "Diện tích 120 m2"),
        (["Có 25", set_above("1"), " xã"], "Có 25 xã"),
        (["Có 25", set_above("(1)"), " xã"], "Có 25 xã"),
        (["Có 25 xã", set_above("[2]"), " đạt chuẩn"], "Có 25 xã đạt chuẩn"),
        (["Sản lượng 10", set_above("6"), " tấn"], "Sản lượng 10⁶ tấn"),
        (["Có 10", set_above("1"), " xã"], "Có 10 xã"),
        (["Số hộ ", set_above("120"), " hộ"], "Số hộ 120 hộ"),
        ([set_above("12"), " xã"], "12 xã"),
    ],
    ids=[
        "unit",
        "note",
        "note in brackets",
        "note on a word",
        "power of ten",
        "note on ten",
        "a number set above",
        "first",
    ],
)
def test_the_mark_of_a_note_is_no_digit_of_the_number(content: list[str], expected: str) -> None:
    assert texts(read_docx(paragraph(*content))) == [expected]


MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
FRACTION = (
    f"<m:oMath {MATH}><m:f><m:num><m:r><m:t>45</m:t></m:r></m:num>"
    "<m:den><m:r><m:t>60</m:t></m:r></m:den></m:f></m:oMath>"
)
POWER = (
    f"<m:oMath {MATH}><m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e>"
    "<m:sup><m:r><m:t>6</m:t></m:r></m:sup></m:sSup></m:oMath>"
)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (["Có ", FRACTION, " xã"], "Có 45/60 xã"),
        (["Có ", POWER, " tấn"], "Có 10⁶ tấn"),
        (["Từ 2021", "<w:r><w:sym w:font='Symbol' w:char='F02D'/></w:r>", "2025"], "Từ 2021-2025"),
        (["Đạt ", "<w:r><w:sym w:font='Symbol' w:char='F0B3'/></w:r>", "90%"], "Đạt ≥90%"),
        (["Có 12", "<w:r><w:sym w:font='Wingdings' w:char='F0E0'/></w:r>", "15 xã"], "Có 12 15 xã"),
    ],
    ids=["fraction", "power", "dash", "sign", "picture"],
)
def test_numbers_in_equations_and_around_signs_stay_apart(content: list[str], expected: str) -> None:
    assert texts(read_docx(paragraph(*content))) == [expected]


def test_of_alternatives_the_one_with_text_is_read() -> None:
    space = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = f"<w:txbxContent>{paragraph('Có 12 xã.')}</w:txbxContent>"
    content = f"<mc:AlternateContent {space}><mc:Choice><w:drawing/></mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    assert texts(read_docx(paragraph(f"<w:r>{content}</mc:AlternateContent></w:r>"))) == ["Có 12 xã."]


def test_headings_lists_and_titles_by_their_styles() -> None:
    styles = (
        f"<w:styles {NAMESPACES}><w:style w:styleId='H2'><w:name w:val='heading 2'/></w:style>"
        "<w:style w:styleId='Con'><w:name w:val='Đề mục riêng'/><w:basedOn w:val='H2'/></w:style></w:styles>"
    )
    document = read_docx(
        paragraph("Trồng trọt", properties="<w:pStyle w:val='Con'/>")
        + paragraph("Lúa đạt 120 ha", properties="<w:numPr><w:numId w:val='1'/></w:numPr>")
        + paragraph("Toàn xã có 12 ấp."),
        styles=styles,
    )
    assert [(block.kind, block.level) for block in document.blocks] == [
        (BlockKind.HEADING, 2),
        (BlockKind.LIST_ITEM, 0),
        (BlockKind.PARAGRAPH, 0),
    ]
    assert [block.locator.paragraph for block in document.blocks] == [1, 2, 3]


TABLE = (
    paragraph("Bảng 1. Diện tích gieo trồng")
    + paragraph("Đơn vị tính: ha")
    + "<w:tbl>"
    + row(cell("Xã", "<w:vMerge w:val='restart'/>"), cell("Diện tích", "<w:gridSpan w:val='2'/>"))
    + row(cell("<w:p/>", "<w:vMerge/>"), "2023", "2024")
    + row("Vĩnh Thạnh", "1.201", cell(paragraph("1.250") + "<w:tbl>" + row("trong đó lúa", "900") + "</w:tbl>"))
    + "</w:tbl>"
)


def test_merged_cells_appear_once_and_nested_tables_belong_to_their_cell() -> None:
    document = read_docx(TABLE)
    (table,) = document.tables
    cells = [
        (cell.row, cell.column, cell.row_span, cell.column_span, document.text[cell.start : cell.end], cell.header)
        for cell in table.cells
    ]
    assert cells == [
        (1, 1, 2, 1, "Xã", True),
        (1, 2, 1, 2, "Diện tích", True),
        (2, 2, 1, 1, "2023", True),
        (2, 3, 1, 1, "2024", True),
        (3, 1, 1, 1, "Vĩnh Thạnh", False),
        (3, 2, 1, 1, "1.201", False),
        (3, 3, 1, 1, "1.250\ntrong đó lúa\n900", False),
    ]


def test_a_table_of_rows_and_columns_inside_a_cell_is_a_table() -> None:
    inner = "<w:tbl>" + row("Xã", "Số hộ") + row("Vĩnh Thạnh", "120") + "</w:tbl>"
    document = read_docx(
        "<w:tbl>" + row("Nội dung", "Kết quả") + row("Hộ nghèo", cell(inner)) + row("Hộ khá", "45") + "</w:tbl>"
    )
    assert [[document.text[cell.start : cell.end] for cell in table.cells] for table in document.tables] == [
        ["Nội dung", "Kết quả", "Hộ nghèo", "", "Hộ khá", "45"],
        ["Xã", "Số hộ", "Vĩnh Thạnh", "120"],
    ]


CHART = """<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart><c:plotArea><c:ser>
<c:tx><c:v>Số hộ nghèo</c:v></c:tx><c:cat><c:strLit><c:pt idx="0"><c:v>Vĩnh Thạnh</c:v></c:pt></c:strLit></c:cat>
<c:val><c:numLit><c:pt idx="0"><c:v>120</c:v></c:pt></c:numLit></c:val></c:ser></c:plotArea></c:chart>
</c:chartSpace>"""
DIAGRAM = """<d:dataModel xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/diagram"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:p><a:r><a:t>Có 12 xã</a:t></a:r></a:p>
</d:dataModel>"""


def test_the_numbers_behind_a_chart_and_the_text_of_a_diagram_are_read() -> None:
    drawing = "http://schemas.openxmlformats.org/drawingml/2006"
    chart = f'<w:r><w:drawing><c:chart xmlns:c="{drawing}/chart" r:id="r1"/></w:drawing></w:r>'
    diagram = f'<w:r><w:drawing><d:relIds xmlns:d="{drawing}/diagram" r:dm="r2"/></w:drawing></w:r>'
    relations = (
        "<Relationships><Relationship Id='r1' Target='chart.xml'/>"
        "<Relationship Id='r2' Target='diagram.xml'/></Relationships>"
    )
    data = docx(paragraph(chart) + paragraph(diagram), rels=relations, chart=CHART, diagram=DIAGRAM)
    assert texts(read_bytes(data, "bao-cao.docx")) == ["Số hộ nghèo", "Vĩnh Thạnh", "120", "Có 12 xã"]


def test_parts_of_another_format_are_announced() -> None:
    document = read_docx(paragraph("Có 12 xã.") + "<w:altChunk r:id='r1'/>")
    assert any("1 phần chèn từ tệp khác" in note for note in document.notes)


@pytest.mark.parametrize("mark", ["<w:strike/>", "<w:dstrike/>", '<w:strike w:val="true"/>'])
def test_what_is_struck_through_is_taken_back(mark: str) -> None:
    struck = f"<w:r><w:rPr>{mark}</w:rPr><w:t>25</w:t></w:r>"
    document = read_docx(paragraph("Có ", struck, "27 xã đạt chuẩn."))
    assert texts(document) == ["Có 27 xã đạt chuẩn."]
    assert any("1 chỗ chữ bị gạch ngang" in note for note in document.notes)


def test_a_strike_that_is_switched_off_strikes_nothing() -> None:
    plain = '<w:r><w:rPr><w:strike w:val="0"/></w:rPr><w:t>25</w:t></w:r>'
    assert texts(read_docx(paragraph("Có ", plain, " xã."))) == ["Có 25 xã."]


def test_a_numbered_main_part_and_strict_namespaces_are_read() -> None:
    body = f"<w:document {NAMESPACES}><w:body>{paragraph('Có 12 xã.')}</w:body></w:document>"
    strict = body.replace("http://schemas.openxmlformats.org/wordprocessingml/2006", STRICT + "/wordprocessingml")
    for name, content in (("word/document2.xml", body), ("word/document.xml", strict)):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            archive.writestr(name, content)
        assert texts(read_bytes(target.getvalue(), "bao-cao.docx")) == ["Có 12 xã."]


def test_the_lines_above_a_table_are_its_caption() -> None:
    document = read_docx(TABLE)
    caption = document.tables[0].caption
    assert caption is not None
    assert document.text[slice(*caption)] == "Bảng 1. Diện tích gieo trồng\nĐơn vị tính: ha"


def test_notes_follow_and_headers_come_once() -> None:
    notes = (
        f"<w:footnotes {NAMESPACES}><w:footnote w:id='0'>{paragraph('dấu ngăn')}</w:footnote>"
        f"<w:footnote w:id='1'>{paragraph('Không kể 3 xã mới sáp nhập.')}</w:footnote></w:footnotes>"
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="a" Target="header1.xml"/><Relationship Id="b" Target="header2.xml"/>'
        '<Relationship Id="c" Target="http://example.com/header" TargetMode="External"/></Relationships>'
    )
    header = f"<w:hdr {NAMESPACES}>{paragraph('Mật: 02 bản')}</w:hdr>"
    sections = "".join(f"<w:sectPr><w:headerReference r:id='{name}'/></w:sectPr>" for name in "abc")
    document = read_docx(
        paragraph("Toàn huyện có 12 xã", "<w:r><w:footnoteReference w:id='1'/></w:r>", ".") + sections,
        footnotes=notes,
        rels=relations,
        header1=header,
        header2=header,
    )
    assert texts(document) == ["Toàn huyện có 12 xã.", "Không kể 3 xã mới sáp nhập.", "Mật: 02 bản"]
    assert [block.kind for block in document.blocks][1:] == [BlockKind.NOTE, BlockKind.NOTE]


def test_a_letterhead_laid_out_as_a_table_is_read_as_lines() -> None:
    document = read_docx(
        "<w:tbl>"
        + row("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        + row("HUYỆN TÂN HƯNG", "Tân Hưng, ngày 15 tháng 12 năm 2024")
        + "</w:tbl>"
        + paragraph("BÁO CÁO")
        + paragraph("Kết quả sản xuất nông nghiệp năm 2024")
        + paragraph("Toàn huyện gieo trồng 85.420 ha lúa.")
    )
    assert document.tables == ()
    assert (document.publisher, document.place) == ("Ủy ban nhân dân huyện Tân Hưng", "huyện Tân Hưng")
    assert document.published == date(2024, 12, 15)
    assert document.title == "BÁO CÁO Kết quả sản xuất nông nghiệp năm 2024"


def test_a_title_ends_where_a_table_begins() -> None:
    table = "<w:tbl>" + row("Xã", "Số hộ") + row("Hưng Điền", "85") + "</w:tbl>"
    document = read_docx(paragraph("BÁO CÁO") + paragraph("Kết quả rà soát hộ nghèo năm 2024") + table)
    assert [block.kind for block in document.blocks[:3]] == [BlockKind.TITLE, BlockKind.TITLE, BlockKind.CELL]


def test_properties_only_fill_what_the_text_does_not_say() -> None:
    core = (
        '<p xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:t="http://purl.org/dc/terms/">'
        "<dc:title>Báo cáo quý</dc:title><t:modified>2024-03-05T08:00:00Z</t:modified></p>"
    )
    silent = read_docx(paragraph("Toàn huyện có 12 xã."), core=core)
    assert (silent.title, silent.published) == ("Báo cáo quý", date(2024, 3, 5))
    assert "thuộc tính" in silent.notes[0]
    template = read_docx(paragraph("BÁO CÁO") + paragraph("Tình hình sản xuất năm 2026"), core=core)
    assert (template.published, template.notes) == (None, ())
    dated = read_docx(paragraph("Tân Hưng, ngày 15 tháng 12 năm 2024"), core=core)
    assert (dated.published, dated.notes) == (date(2024, 12, 15), ())


@pytest.mark.parametrize(
    ("data", "error", "message"),
    [
        (docx(paragraph("Toàn huyện có 12 xã."))[:-80], DamagedDocument, "cắt cụt"),
        (docx("<w:p>"), DamagedDocument, "word/document.xml"),
        (docx(paragraph("0" * 400_000_000)), TooLarge, "giải nén"),
    ],
    ids=["truncated", "broken XML", "bomb"],
)
def test_broken_documents_are_errors_with_a_remedy(data: bytes, error: type[ReadError], message: str) -> None:
    with pytest.raises(error, match=message) as raised:
        read_bytes(data, "bao-cao.docx")
    assert raised.value.remedy


def test_entities_are_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><d>&b;</d>')
    with pytest.raises(DamagedDocument, match="thực thể"):
        read_bytes(target.getvalue(), "bao-cao.docx")


def test_a_paragraph_of_very_many_runs_is_read_whole() -> None:
    document = read_docx(f"<w:p>{run('xã ') * 40_000}</w:p>" + paragraph("Tổng số 12 xã."))
    assert document.text.count("xã") == 40_001
    assert document.text.endswith("Tổng số 12 xã.\n")


FLAT = (
    '<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
    '<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"><pkg:part pkg:name="/a.png">'
    '<pkg:binaryData>AAAA</pkg:binaryData></pkg:part><pkg:part pkg:name="/word/document.xml"><pkg:xmlData>'
    f"<w:document {NAMESPACES}><w:body>{paragraph('Có 12 xã đạt chuẩn.')}</w:body></w:document>"
    "</pkg:xmlData></pkg:part></pkg:package>"
)


def test_a_document_that_is_one_file_of_xml_is_read() -> None:
    document = read_bytes(FLAT.encode(), "bao-cao.xml")
    assert document.text == "Có 12 xã đạt chuẩn.\n"
    assert document.media_type == "application/vnd.ms-word.document.flat-opc"


@pytest.mark.parametrize(
    "markup",
    [
        FLAT[:-20],
        *(FLAT.replace("/word/document.xml", name) for name in ("/ppt/presentation.xml", "/", "a" * 70_000)),
    ],
    ids=["cut short", "no text", "no name", "long name"],
)
def test_one_file_of_xml_without_a_whole_document_is_damaged(markup: str) -> None:
    with pytest.raises(DamagedDocument) as raised:
        read_bytes(markup.encode(), "bao-cao.xml")
    assert raised.value.remedy
