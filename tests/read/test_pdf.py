"""PDF with a text layer: paragraphs, tables, pages and boxes; clear errors for what has no text."""

import io
import shutil
from collections.abc import Callable
from importlib import import_module

import pypdfium2
import pytest
from reportlab.lib import colors
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Table, TableStyle

from report_miner.errors import DamagedDocument, EncryptedDocument, MissingProgram
from report_miner.model import BlockKind, Document
from report_miner.read import read_bytes

# The built-in fonts of PDF know Latin-1 only: these sentences use the Vietnamese letters that it has.
PROSE = (
    "Trong quý III, xã có thêm 45 thôn trong danh sách, thêm 12 thôn so cùng kì; ngân sách chi là 186,5 trong khi "
    "thu là 171,2; xã Tân Hòa có 1.204 thành viên tham gia, nhà kính có 3 cái và tàu cá là 27, chia cho 9 thôn."
)
BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=12, leading=17, firstLineIndent=24, spaceAfter=6)
HEAD = ParagraphStyle("head", fontName="Helvetica-Bold", fontSize=13, leading=18, spaceAfter=6)


def running(canvas: Canvas, document: SimpleDocTemplate) -> None:
    canvas.setFont("Helvetica", 9)
    canvas.drawString(72, 815, "Trang tin xã Tân Hòa, kì 3")
    canvas.drawCentredString(300, 25, str(document.page))


def pdf(*content: Flowable, **options: object) -> bytes:
    target = io.BytesIO()
    SimpleDocTemplate(target, **options).build(list(content), onFirstPage=running, onLaterPages=running)
    return target.getvalue()


def drawn(draw: Callable[[Canvas], None]) -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target)
    draw(canvas)
    canvas.save()
    return target.getvalue()


def read_pdf(data: bytes) -> Document:
    return read_bytes(data, "bao-cao.pdf")


def texts(document: Document) -> list[str]:
    return [" ".join(document.text[block.start : block.end].split()) for block in document.blocks]


def test_lines_become_paragraphs_and_keep_their_breaks() -> None:
    document = read_pdf(pdf(Paragraph("I. CHI TIÊU", HEAD), Paragraph(PROSE, BODY), Paragraph(PROSE, BODY)))
    assert texts(document) == ["Trang tin xã Tân Hòa, kì 3", "I. CHI TIÊU", PROSE, PROSE]
    assert document.blocks[1].kind is BlockKind.HEADING
    assert "\n" in document.text[document.blocks[2].start : document.blocks[2].end]


def test_headers_footers_and_page_numbers_are_no_text() -> None:
    pages = [f"Xã {name} có {number} thôn. {PROSE}" for name, number in zip("ABC", (4, 9, 2), strict=True)]
    document = read_pdf(pdf(*[part for page in pages for part in (Paragraph(page, BODY), PageBreak())]))
    assert texts(document) == pages
    assert [block.locator.page for block in document.blocks] == [1, 2, 3]


def test_a_line_with_another_number_on_each_page_is_text() -> None:
    lines = [f"Xã có thêm {number} thôn" for number in (45, 12, 27)]
    document = read_pdf(pdf(*[part for line in lines for part in (Paragraph(line, BODY), PageBreak())]))
    assert texts(document) == lines


def test_a_paragraph_goes_on_over_the_end_of_a_page() -> None:
    document = read_pdf(pdf(*[Paragraph(f"{number}. {PROSE} {PROSE}", BODY) for number in range(1, 9)]))
    assert texts(document) == [f"{number}. {PROSE} {PROSE}" for number in range(1, 9)]


def test_the_centred_lines_of_a_title_are_one_title() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 14)
        canvas.drawCentredString(300, 700, "Danh sách thôn trong quý III và IV cho các xã có tàu cá và nhà kính")
        canvas.drawCentredString(300, 682, "Tân Hòa")
        canvas.setFont("Helvetica", 12)
        canvas.drawString(72, 640, "Xã có 45 thôn.")

    document = read_pdf(drawn(draw))
    assert document.title == "Danh sách thôn trong quý III và IV cho các xã có tàu cá và nhà kính Tân Hòa"
    assert [block.kind for block in document.blocks] == [BlockKind.TITLE, BlockKind.PARAGRAPH]


def test_a_number_in_another_type_on_the_line_is_kept() -> None:
    def draw(canvas: Canvas) -> None:
        line = canvas.beginText(100, 700)
        line.setFont("Helvetica-Bold", 14)
        line.textOut("Danh sách thôn quý ")
        line.setFont("Times-Roman", 9)
        line.textOut("12 và 3 thôn")
        canvas.drawText(line)

    assert texts(read_pdf(drawn(draw))) == ["Danh sách thôn quý 12 và 3 thôn"]


def test_every_number_has_its_box_on_the_page() -> None:
    document = read_pdf(drawn(lambda canvas: canvas.drawString(100, 700, "45 thôn ở xã, hai tàu và 1.204 nhà kính")))
    found = {document.text[box.start : box.end]: box.bbox for box in document.layout}
    assert list(found) == ["45", "hai", "1.204"]
    x0, top, x1, bottom = found["45"]
    assert x0 == pytest.approx(100, abs=1)
    assert top < 841.89 - 700 < bottom
    assert x1 < found["hai"][0] < found["hai"][2] < found["1.204"][0]


@pytest.mark.parametrize(
    ("before", "after", "expected"), [("4", "5", "ngân sách 45"), ("2021", "1", "ngân sách 2021")]
)
def test_the_raised_number_of_a_footnote_is_not_read_into_the_number_before_it(
    before: str, after: str, expected: str
) -> None:
    def draw(canvas: Canvas) -> None:
        line = canvas.beginText(100, 700)
        line.textOut(f"thu ngân sách {before}")
        if len(before) > 1:
            line.setFont("Helvetica", 6)
            line.setRise(5)
        line.textOut(after)
        canvas.drawText(line)

    assert texts(read_pdf(drawn(draw))) == [f"thu {expected}"]


@pytest.mark.parametrize(
    ("before", "power", "text"), [("500 m", "2", "500 m2"), ("10", "6", "10⁶"), ("10", "1", "10")]
)
def test_a_power_is_no_footnote(before: str, power: str, text: str) -> None:
    def draw(canvas: Canvas) -> None:
        line = canvas.beginText(100, 700)
        line.textOut(f"nhà kính {before}")
        line.setFont("Helvetica", 6)
        line.setRise(5)
        line.textOut(power)
        canvas.drawText(line)

    assert texts(read_pdf(drawn(draw))) == [f"nhà kính {text}"]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("trong giai 2021-", "2025 xã có 45 thôn", "trong giai 2021-2025 xã có 45 thôn"),
        ("nhà kính quanh kho-", "ang tàu có 45 cái", "nhà kính quanh khoang tàu có 45 cái"),
        ("tham gia tiêm vác-", "xin cho 45 thôn", "tham gia tiêm vác-xin cho 45 thôn"),
    ],
)
def test_a_word_divided_at_the_end_of_a_line_is_whole_again(first: str, second: str, expected: str) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(100, 700, first)
        canvas.drawString(100, 684, second)

    assert texts(read_pdf(drawn(draw))) == [expected]


def ruled(rows: list[list[str]]) -> Table:
    style = [
        ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
        ("SPAN", (0, 0), (0, 1)),
        ("SPAN", (1, 0), (2, 0)),
    ]
    return Table(rows, colWidths=[150, 80, 80], repeatRows=2, style=TableStyle(style))


HEADER = [["Xã", "Tàu cá", ""], ["", "2023", "2024"]]
ROWS = HEADER + [[f"Tân Hòa {n}", f"1.{n:03}", f"2.{n:03}"] for n in range(1, 61)]


def test_a_ruled_table_is_one_table_over_all_its_pages() -> None:
    document = read_pdf(pdf(Paragraph("Trang tàu cá", HEAD), ruled(ROWS), Paragraph(PROSE, BODY)))
    (table,) = document.tables
    cells = {(cell.row, cell.column): cell for cell in table.cells}
    assert len(cells) == 4 + 60 * 3
    assert (cells[1, 1].row_span, cells[1, 2].column_span) == (2, 2)
    assert [place for place, cell in cells.items() if cell.header] == [(1, 1), (1, 2), (2, 2), (2, 3)]
    last = cells[62, 3]
    assert document.text[last.start : last.end] == "2.060"
    (block,) = [block for block in document.blocks if (block.start, block.end) == (last.start, last.end)]
    assert block.locator.page == 2
    assert (block.locator.row, block.locator.column) == (62, 3)
    assert document.text.count("2.060") == 1
    assert texts(document)[-1] == PROSE


@pytest.mark.parametrize("place", [(60, 900), (700, 600), (60, -50), (-400, 600)])
def test_what_lies_outside_of_the_page_is_no_text(place: tuple[int, int]) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 700, "xã có thêm 45 thôn trong danh sách")
        canvas.drawString(*place, "xã có 99 thôn trong danh sách")

    assert texts(read_pdf(drawn(draw))) == ["xã có thêm 45 thôn trong danh sách"]


def test_a_locked_file_says_so() -> None:
    data = pdf(Paragraph(PROSE, BODY), encrypt=StandardEncryption("mat-khau"))
    with pytest.raises(EncryptedDocument, match="mật khẩu"):
        read_pdf(data)


def test_a_scan_without_tesseract_names_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    image = pytest.importorskip("PIL.Image").new("L", (50, 50), 200)
    from reportlab.lib.utils import ImageReader

    data = drawn(lambda canvas: canvas.drawImage(ImageReader(image), 0, 0, 500, 800))
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(MissingProgram, match="bản quét") as raised:
        read_pdf(data)
    assert "sudo apt-get install tesseract-ocr" in raised.value.remedy


@pytest.mark.parametrize(
    ("before", "gap", "after", "expected"),
    [
        ("ngân kho", 0.3, "an 45", "ngân khoan 45"),
        ("ngân sá", 1.8, "ch 45", "ngân sách 45"),
        ("ngân kho", 1.8, "an 45", "ngân kho an 45"),
        ("ngân sá", 4, "ch 45", "ngân sá ch 45"),
        ("thu 4", 0.3, "5 thôn", "thu 4 5 thôn"),
    ],
)
def test_a_syllable_that_only_the_text_layer_splits_is_whole_again(
    before: str, gap: float, after: str, expected: str
) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 12)
        canvas.drawString(100, 700, before + " ")
        canvas.drawString(100 + canvas.stringWidth(before, "Helvetica", 12) + gap, 700, after)

    assert texts(read_pdf(drawn(draw))) == [expected]


def test_two_columns_that_the_file_holds_line_by_line_are_read_one_after_the_other() -> None:
    left = [f"xã Tân Hòa thôn {n} có {n}5 nhà kính và tàu cá" for n in range(1, 10)]
    right = [f"trong khi thôn {n} cho thêm {n}2 nhà kính khác" for n in range(1, 10)]

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        for row, pair in enumerate(zip(left, right, strict=True)):
            for x, line in zip((60, 310), pair, strict=True):
                canvas.drawString(x, 700 - 14 * row, line)

    joined = " ".join(texts(read_pdf(drawn(draw))))
    assert joined.index(right[0]) > joined.index(left[8])


def test_a_list_of_names_and_numbers_is_read_across() -> None:
    def draw(canvas: Canvas) -> None:
        for row in range(10):
            canvas.drawString(60, 700 - 16 * row, f"Thôn Tân Hòa {row}")
            canvas.drawString(330, 700 - 16 * row, f"{row}45 nhà kính")

    assert texts(read_pdf(drawn(draw)))[0].startswith("Thôn Tân Hòa 0 045 nhà kính")


@pytest.mark.parametrize(
    "data",
    [pdf(Paragraph(PROSE, BODY))[:-900], b"%PDF-1.4\nno objects\n%%EOF", b"%PDF-1.7"],
    ids=["truncated", "no objects", "only a head"],
)
def test_a_damaged_file_says_so(data: bytes) -> None:
    with pytest.raises(DamagedDocument) as raised:
        read_pdf(data)
    assert raised.value.remedy


def test_words_in_a_dead_encoding_become_unicode() -> None:
    line = "Ban chØ ®¹o x©y dùng n«ng th«n míi x· VÜnh Lîi cã 12 hé nghÌo"
    document = read_pdf(drawn(lambda canvas: canvas.drawString(50, 700, line)))
    assert document.text.strip() == "Ban chỉ đạo xây dựng nông thôn mới xã Vĩnh Lợi có 12 hộ nghèo"
    assert document.charsets == ("TCVN3 (ABC)",)
    assert "TCVN3" in document.notes[0]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [(0, 0, 595, 842), (50, 400, 500, 800)], ids=["whole", "cropped"])
def test_boxes_are_those_of_the_page_as_it_is_shown(turn: int, crop: tuple[int, int, int, int]) -> None:
    with pypdfium2.PdfDocument(
        drawn(lambda canvas: canvas.drawString(100, 700, "ngân sách chi 186 thu 171"))
    ) as pdf_file:
        page = pdf_file[0]
        page.set_cropbox(*crop)
        page.set_rotation(turn)
        target = io.BytesIO()
        pdf_file.save(target)
        image = page.render(scale=1, rotation=0, grayscale=True).to_pil()
    document = read_pdf(target.getvalue())
    assert texts(document) == ["ngân sách chi 186 thu 171"]
    boxes = {document.text[box.start : box.end]: box.bbox for box in document.layout}
    for number in ("186", "171"):
        x0, y0, x1, y1 = boxes[number]
        inside = image.crop((int(x0), int(y0), int(x1) + 1, int(y1) + 1))
        assert inside.getextrema()[0] < 128, number
    assert boxes["186"] != boxes["171"]


def test_pages_of_all_kinds_stay_in_order_and_each_has_its_own_boxes() -> None:
    def draw(canvas: Canvas) -> None:
        for page in range(1, 41):
            canvas.drawString(50 + page, 700, f"Trong quý III xã có {page}45 thôn")
            if page % 7 == 0:
                canvas.drawString(50, 600, "Ban chØ ®¹o x©y dùng n«ng th«n míi")
            canvas.showPage()

    document = read_pdf(drawn(draw))
    numbers = [box for box in document.layout if document.text[box.start].isdigit()]
    assert [document.text[box.start : box.end] for box in numbers] == [f"{page}45" for page in range(1, 41)]
    assert [box.page for box in numbers] == list(range(1, 41))
    lefts = [box.bbox[0] - box.page for box in numbers]
    assert lefts == pytest.approx([lefts[0]] * 40, abs=0.01)


def test_glyphs_beside_their_boxes_leave_no_ink() -> None:
    """The measure of the test above can fail: a place without a word is white."""
    with pypdfium2.PdfDocument(drawn(lambda canvas: canvas.drawString(100, 700, "ngân sách"))) as pdf_file:
        image = pdf_file[0].render(scale=1, grayscale=True).to_pil()
    assert image.crop((300, 300, 400, 400)).getextrema()[0] == 255


@pytest.mark.parametrize(
    "data",
    [
        pdf(*[Paragraph(f"{number}. {PROSE[7 * number :]} {PROSE}", BODY) for number in range(1, 9)]),
        pdf(Paragraph("I. CHI TIÊU", HEAD), Paragraph(PROSE, BODY), Paragraph("Thu: 45\u00a0\u00a0 chi: 12.", HEAD)),
        drawn(lambda canvas: [canvas.drawString(x, 700, "thu 45") for x in (50, 200, 350)]),
    ],
    ids=["prose", "headings", "holes"],
)
def test_a_plain_page_is_read_as_word_by_word(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    module = import_module("report_miner.read.pdf")
    numbers: list[int] = []
    plain_lines = module.plain_lines
    monkeypatch.setattr(
        module, "plain_lines", lambda *given: (found := plain_lines(*given), numbers.extend(found))[0]
    )
    plain = read_pdf(data)
    assert numbers == list(range(1, plain.blocks[-1].locator.page + 1))
    monkeypatch.setattr(module, "plain_text", lambda *_: None)
    by_words = read_pdf(data)
    assert (plain.text, plain.title) == (by_words.text, by_words.title)
    assert [(block.start, block.kind, block.locator.page) for block in plain.blocks] == [
        (block.start, block.kind, block.locator.page) for block in by_words.blocks
    ]
    wanted = {(box.start, box.end, box.page): box.bbox for box in by_words.layout}
    assert len(plain.layout)
    assert all(box.bbox == pytest.approx(wanted[box.start, box.end, box.page], abs=0.01) for box in plain.layout)


def test_words_of_letters_only_have_no_boxes_on_any_page() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(100, 700, "xã thu (hai) tàu, 45 cái trong ba thôn")
        canvas.drawString(100, 650, "Ban chØ ®¹o x©y dùng n«ng th«n míi")

    document = read_pdf(drawn(draw))
    assert document.charsets
    assert [document.text[box.start : box.end] for box in document.layout] == ["(hai)", "tàu,", "45", "ba"]
