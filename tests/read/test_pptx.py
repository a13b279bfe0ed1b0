"""Presentations: every text of a slide that is shown, once and in order; tables and charts with their cells."""

import io
import zipfile

import pytest

from report_miner.errors import DamagedDocument, EmptyDocument, TooLarge
from report_miner.model import BlockKind, Document
from report_miner.pipeline import mine
from report_miner.read import read_bytes

SCHEMAS = "http://schemas.openxmlformats.org"
NAMESPACES = (
    f'xmlns:a="{SCHEMAS}/drawingml/2006/main" xmlns:p="{SCHEMAS}/presentationml/2006/main" '
    f'xmlns:r="{SCHEMAS}/officeDocument/2006/relationships" xmlns:c="{SCHEMAS}/drawingml/2006/chart" '
    f'xmlns:d="{SCHEMAS}/drawingml/2006/diagram" xmlns:mc="{SCHEMAS}/markup-compatibility/2006"'
)
POINT = 12_700


def relations(**targets: str) -> str:
    each = "".join(f'<Relationship Id="{name}" Target="{target}"/>' for name, target in targets.items())
    return f'<Relationships xmlns="{SCHEMAS}/package/2006/relationships">{each}</Relationships>'


def slide(*shapes: str, attributes: str = "") -> str:
    return f"<p:sld {NAMESPACES} {attributes}><p:cSld><p:spTree>{''.join(shapes)}</p:spTree></p:cSld></p:sld>"


def run(text: str, properties: str = "") -> str:
    return f"<a:r><a:rPr>{properties}</a:rPr><a:t>{text}</a:t></a:r>"


def place(box: tuple[int, int, int, int], space: str = "a") -> str:
    x0, y0, x1, y1 = (edge * POINT for edge in box)
    inner = f'<a:off x="{x0}" y="{y0}"/><a:ext cx="{x1 - x0}" cy="{y1 - y0}"/>'
    return f"<{space}:xfrm>{inner}</{space}:xfrm>"


def shape(*lines: str, kind: str = "", box: tuple[int, int, int, int] | None = None) -> str:
    holder = f"<p:ph {kind}/>" if kind else ""
    paragraphs = "".join(f"<a:p>{line if line.startswith('<') else run(line)}</a:p>" for line in lines)
    return (
        f"<p:sp><p:nvSpPr><p:nvPr>{holder}</p:nvPr></p:nvSpPr><p:spPr>{place(box) if box else ''}</p:spPr>"
        f"<p:txBody>{paragraphs}</p:txBody></p:sp>"
    )


def frame(content: str, box: tuple[int, int, int, int] = (10, 20, 210, 120)) -> str:
    graphic = f"<a:graphic><a:graphicData>{content}</a:graphicData></a:graphic>"
    return f"<p:graphicFrame>{place(box, 'p')}{graphic}</p:graphicFrame>"


def table(*rows: list[str], widths: tuple[int, ...] = (100, 60, 40), height: int = 25) -> str:
    grid = "".join(f'<a:gridCol w="{width * POINT}"/>' for width in widths)
    lines = (
        f'<a:tr h="{height * POINT}">'
        + "".join(each if each.startswith("<") else cell(each) for each in row)
        + "</a:tr>"
        for row in rows
    )
    return frame(f"<a:tbl><a:tblGrid>{grid}</a:tblGrid>{''.join(lines)}</a:tbl>")


def cell(text: str, attributes: str = "") -> str:
    return f"<a:tc {attributes}><a:txBody><a:p>{run(text)}</a:p></a:txBody></a:tc>"


def pptx(*slides: str, parts: dict[str, str] | None = None) -> bytes:
    """A presentation; its slides lie in the file the other way round: the last one is slide1.xml."""
    names = {f"r{number}": f"slides/slide{len(slides) - number}.xml" for number in range(len(slides))}
    entries = "".join(f'<p:sldId r:id="{name}"/>' for name in names)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        order = f"<p:presentation {NAMESPACES}><p:sldIdLst>{entries}</p:sldIdLst></p:presentation>"
        archive.writestr("ppt/presentation.xml", order)
        archive.writestr("ppt/_rels/presentation.xml.rels", relations(**names))
        for name, content in zip(names.values(), slides, strict=True):
            archive.writestr(f"ppt/{name}", content)
        for name, content in (parts or {}).items():
            archive.writestr(name, content)
    return target.getvalue()


def lines(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


def test_slides_come_in_the_order_of_the_presentation_with_their_numbers() -> None:
    document = read_bytes(pptx(slide(shape("Có 12 xã")), slide(shape("Có 15 xã")), slide(shape("Có 9 xã"))), "a.pptx")
    assert [(line, block.locator.page) for line, block in zip(lines(document), document.blocks, strict=True)] == [
        ("Có 12 xã", 1),
        ("Có 15 xã", 2),
        ("Có 9 xã", 3),
    ]


def test_titles_lists_and_text_are_told_apart() -> None:
    body = shape("Có 12 xã đạt chuẩn", "Tăng 3 xã", kind='type="body" idx="1"')
    first = slide(shape("BÁO CÁO", "năm 2023", kind='type="ctrTitle"'), shape("UBND huyện", kind='type="subTitle"'))
    document = read_bytes(pptx(first, slide(body, shape("Nông thôn mới", kind='type="title"'))), "a.pptx")
    kinds = BlockKind
    assert [(line, block.kind) for line, block in zip(lines(document), document.blocks, strict=True)] == [
        ("BÁO CÁO năm 2023", kinds.TITLE),
        ("UBND huyện", kinds.PARAGRAPH),
        ("Nông thôn mới", kinds.HEADING),
        ("Có 12 xã đạt chuẩn", kinds.LIST_ITEM),
        ("Tăng 3 xã", kinds.LIST_ITEM),
    ]
    assert document.title == "BÁO CÁO năm 2023"


def test_what_a_slide_hides_or_repeats_is_no_text() -> None:
    number = '<a:fld type="slidenum"><a:t>7</a:t></a:fld>'
    footer = shape("Phòng Nông nghiệp 2023", kind='type="ftr"')
    either = f"<mc:Choice>{shape('Có 5 xã')}</mc:Choice><mc:Fallback>{shape('Có 5 xã')}</mc:Fallback>"
    other = f"<mc:AlternateContent>{either}</mc:AlternateContent>"
    shown = slide(shape(number), shape(number + run("Có 12 xã")), footer, other)
    document = read_bytes(pptx(slide(shape("Có 7 xã"), attributes='show="0"'), shown), "a.pptx")
    assert lines(document) == ["Có 12 xã", "Có 5 xã"]
    assert document.blocks[0].locator.page == 2
    assert document.notes == ("Có 1 trang trình chiếu đang ẩn nên không đọc.",)


def test_hidden_shapes_and_groups_are_no_text() -> None:
    hidden = '<p:nvSpPr><p:cNvPr hidden="1"/>'
    alone = shape("Có 7 xã").replace("<p:nvSpPr>", hidden)
    group = f'<p:grpSp><p:nvGrpSpPr><p:cNvPr hidden="1"/></p:nvGrpSpPr>{shape("Có 8 xã")}</p:grpSp>'
    document = read_bytes(pptx(slide(alone, group, shape("Có 9 xã"))), "a.pptx")
    assert lines(document) == ["Có 9 xã"]


def test_a_part_is_read_once_however_often_it_is_referred_to() -> None:
    often = '<c:chart r:id="c1"/><d:relIds r:dm="d1"/>'
    parts = {
        "ppt/slides/_rels/slide1.xml.rels": relations(c1="../charts/chart1.xml", d1="/ppt/diagrams/data1.xml"),
        "ppt/charts/chart1.xml": chart(),
        "ppt/diagrams/data1.xml": f"<d:dataModel {NAMESPACES}><a:p>{run('Có 12 xã')}</a:p></d:dataModel>",
    }
    document = read_bytes(pptx(slide(frame(often), frame(often)), parts=parts), "a.pptx")
    assert (len(document.tables), lines(document).count("Có 12 xã")) == (1, 1)


def test_numbers_that_no_program_writes_are_passed_over() -> None:
    place = f'<a:xfrm><a:off x="{"9" * 400}" y="0"/><a:ext cx="1" cy="1"/></a:xfrm>'
    far = shape("Có 12 xã").replace("<p:spPr>", f"<p:spPr>{place}")
    wide = table([cell("Xã", f'gridSpan="{"9" * 5000}"'), "Số hộ"], ["An Hòa", "12"])
    assert lines(read_bytes(pptx(slide(far, wide)), "a.pptx"))[:2] == ["Có 12 xã", "Xã"]


def test_slides_that_are_only_pictures_are_named() -> None:
    title = shape("Ảnh hiện trường", kind='type="title"')
    document = read_bytes(pptx(slide(shape("Có 12 xã")), slide("<p:pic/>"), slide(title, "<p:pic/>")), "a.pptx")
    (note,) = document.notes
    assert note.startswith("Trang trình chiếu số 2 chỉ có ảnh")


def test_a_table_has_merged_cells_headers_and_the_boxes_of_its_cells() -> None:
    header = [cell("Xã", 'rowSpan="2"'), cell("Hộ nghèo", 'gridSpan="2"'), cell("", 'hMerge="1"')]
    below = [cell("", 'vMerge="1"'), "Số hộ", "Tỷ lệ (%)"]
    document = read_bytes(pptx(slide(table(header, below, ["Bình Hòa", "125", "3,2"]))), "a.pptx")
    (found,) = document.tables
    assert [(each.row, each.column, each.row_span, each.column_span, each.header) for each in found.cells] == [
        (1, 1, 2, 1, True),
        (1, 2, 1, 2, True),
        (2, 2, 1, 1, True),
        (2, 3, 1, 1, True),
        (3, 1, 1, 1, False),
        (3, 2, 1, 1, False),
        (3, 3, 1, 1, False),
    ]
    boxes = {line: block.locator.bbox for line, block in zip(lines(document), document.blocks, strict=True)}
    assert boxes["Xã"] == (10, 20, 110, 70)
    assert boxes["Hộ nghèo"] == (110, 20, 210, 45)
    assert boxes["125"] == (110, 70, 170, 95)


def points(*values: str) -> str:
    return "".join(f'<c:pt idx="{number}"><c:v>{value}</c:v></c:pt>' for number, value in enumerate(values))


def chart(title: str = "Sản lượng lúa (tấn)", series: str = "Vụ mùa") -> str:
    names = f"<c:cat><c:strRef><c:strCache>{points('Xã An Hòa', 'Xã An Bình')}</c:strCache></c:strRef></c:cat>"
    cache = f"<c:numCache><c:formatCode>0.0</c:formatCode>{points('45.25', '50')}</c:numCache>"
    name = f"<c:tx><c:strRef><c:strCache>{points(series)}</c:strCache></c:strRef></c:tx>"
    bars = f"<c:barChart><c:ser>{name}{names}<c:val><c:numRef>{cache}</c:numRef></c:val></c:ser></c:barChart>"
    head = f"<c:title><c:tx><c:rich><a:p>{run(title)}</a:p></c:rich></c:tx></c:title>"
    return f"<c:chartSpace {NAMESPACES}><c:chart>{head}<c:plotArea>{bars}</c:plotArea></c:chart></c:chartSpace>"


def charted(content: str) -> bytes:
    parts = {
        "ppt/slides/_rels/slide1.xml.rels": relations(c1="../charts/chart1.xml"),
        "ppt/charts/chart1.xml": content,
    }
    return pptx(slide(frame('<c:chart r:id="c1"/>')), parts=parts)


def test_a_chart_is_the_table_of_its_numbers_as_their_formats_show_them() -> None:
    document = read_bytes(charted(chart()), "a.pptx")
    assert lines(document) == ["Sản lượng lúa (tấn)", "Vụ mùa", "Xã An Hòa", "45,3", "Xã An Bình", "50,0"]
    assert [(str(figure.value), figure.unit) for figure in mine(document)] == [("45.3", "tấn"), ("50.0", "tấn")]
    assert {block.locator.bbox for block in document.blocks} == {(10, 20, 210, 120)}


def test_the_title_of_a_chart_that_only_names_its_series_is_said_once() -> None:
    assert lines(read_bytes(charted(chart("Vụ mùa")), "a.pptx")).count("Vụ mùa") == 1


def test_a_diagram_gives_its_words() -> None:
    words = f"<d:dataModel {NAMESPACES}><d:pt><d:t><a:p>{run('Có 12 xã')}</a:p></d:t></d:pt></d:dataModel>"
    parts = {
        "ppt/slides/_rels/slide1.xml.rels": relations(d1="/ppt/diagrams/data1.xml"),
        "ppt/diagrams/data1.xml": words,
    }
    assert lines(read_bytes(pptx(slide(frame('<d:relIds r:dm="d1"/>')), parts=parts), "a.pptx")) == ["Có 12 xã"]


def test_a_shape_stands_where_its_layout_puts_it_or_where_its_group_is() -> None:
    layout = slide(shape(kind='type="body" idx="4"', box=(5, 6, 7, 8)), shape(kind='type="title"', box=(1, 2, 3, 4)))
    parts = {
        "ppt/slides/_rels/slide1.xml.rels": relations(l="../slideLayouts/slideLayout2.xml"),
        "ppt/slideLayouts/slideLayout2.xml": layout,
    }
    inner = f"<p:grpSp><p:grpSpPr/>{shape('Có 9 xã', box=(0, 0, 1, 1))}</p:grpSp>"
    group = f"<p:grpSp><p:grpSpPr>{place((50, 60, 70, 80))}</p:grpSpPr>{inner}</p:grpSp>"
    shapes = (shape("Tiêu đề", kind='type="ctrTitle"'), shape("Có 12 xã", kind='idx="4"'), group)
    document = read_bytes(pptx(slide(*shapes), parts=parts), "a.pptx")
    assert [block.locator.bbox for block in document.blocks] == [(1, 2, 3, 4), (5, 6, 7, 8), (50, 60, 70, 80)]


def test_a_font_of_a_dead_encoding_is_read_by_its_name() -> None:
    text = run("Toµn huyÖn cã 12 x· ®¹t chuÈn", '<a:latin typeface=".VnTime"/>')
    document = read_bytes(pptx(slide(shape(text))), "a.pptx")
    assert lines(document) == ["Toàn huyện có 12 xã đạt chuẩn"]
    assert document.charsets == ("TCVN3 (ABC)",)


def test_a_table_that_only_lays_out_the_slide_is_text() -> None:
    document = read_bytes(pptx(slide(table(["Có 12 xã", "Có 9 trường"]))), "a.pptx")
    assert (lines(document), document.tables) == (["Có 12 xã", "Có 9 trường"], ())


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (pptx(), EmptyDocument),
        (pptx(slide(shape("")), slide()), EmptyDocument),
        (pptx(slide(shape("Có 12 xã")))[:-300], DamagedDocument),
        (pptx("<p:sld"), DamagedDocument),
        (pptx(f"<!DOCTYPE x [<!ENTITY a 'b'>]>{slide(shape('Có 12 xã'))}"), DamagedDocument),
        (pptx(slide(shape("Có 12 xã")), parts={"ppt/media/a.bin": "0" * 30_000_000}), TooLarge),
    ],
    ids=["no slides", "no text", "cut short", "broken", "entities", "bomb"],
)
def test_what_is_no_whole_presentation_is_an_error_with_a_remedy(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error) as raised:
        read_bytes(data, "a.pptx")
    assert raised.value.remedy


def test_what_is_struck_through_is_taken_back() -> None:
    struck = '<a:r><a:rPr strike="sngStrike"/><a:t>25</a:t></a:r>'
    document = read_bytes(pptx(slide(shape(f"{run('Có ')}{struck}{run('27 xã đạt chuẩn.')}"))), "bao-cao.pptx")
    assert document.text.strip() == "Có 27 xã đạt chuẩn."
    assert any("gạch ngang" in note for note in document.notes)
