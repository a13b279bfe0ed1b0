"""Scans: words, numbers and tables come back with their boxes; what is unsure of a number lowers its confidence."""

import io
import shutil
from contextlib import closing

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont
from pypdfium2 import PdfDocument
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from report_miner.errors import DamagedDocument, MissingProgram, TooLarge
from report_miner.model import Document, Figure
from report_miner.pipeline import mine
from report_miner.read import page_images, read_bytes, scan
from report_miner.read.ocr import missing_command, recognise
from report_miner.read.page_images import frames, rendered
from report_miner.read.scan_image import Turn, prepared, skew_of
from report_miner.read.scan_light import evened
from report_miner.read.scan_turn import quarters_of
from report_miner.read.searchable import searchable_pdf

DPI = 200
FACES = ("DejaVuSerif.ttf", "NotoSerif-Regular.ttf", "times.ttf")
LINES = (
    "ỦY BAN NHÂN DÂN HUYỆN LẠC SƠN",
    "Báo cáo kết quả xây dựng nông thôn mới năm 2023",
    "Toàn huyện có 18/23 xã đạt chuẩn nông thôn mới, tăng 3 xã so với năm 2022.",
    "Thu nhập bình quân đạt 47,5 triệu đồng/người/năm; tỷ lệ hộ nghèo còn 6,27%.",
)
ROWS = (("Xã", "Số hộ", "Hộ nghèo"), ("Thượng Cốc", "1.204", "57"), ("Yên Nghiệp", "986", "8"))


def font() -> ImageFont.FreeTypeFont:
    for face in FACES:
        try:
            return ImageFont.truetype(face, 38)
        except OSError:
            continue
    pytest.skip("no face with Vietnamese letters (fonts-dejavu-core) to draw a page with")


def page(*, angle: float = 0.0, table: bool = False) -> Image.Image:
    sheet = Image.new("L", (1654, 1100), 255)
    draw = ImageDraw.Draw(sheet)
    face = font()
    for number, line in enumerate(LINES):
        draw.text((100, 100 + 62 * number), line, font=face, fill=0)
    if table:
        for row in range(4):
            draw.line((100, 500 + 80 * row, 1300, 500 + 80 * row), width=3, fill=0)
        for column in range(4):
            draw.line((100 + 400 * column, 500, 100 + 400 * column, 740), width=3, fill=0)
        for row, cells in enumerate(ROWS):
            for column, cell in enumerate(cells):
                draw.text((130 + 400 * column, 515 + 80 * row), cell, font=face, fill=0)
    return sheet.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)


def saved(image: Image.Image, form: str = "PNG", **options: object) -> bytes:
    target = io.BytesIO()
    image.save(target, form, dpi=(DPI, DPI), **options)
    return target.getvalue()


@pytest.fixture(scope="module")
def scanned() -> Document:
    if missing_command():
        pytest.skip(f"reading scans is not installed: {missing_command()}")
    tiff = saved(page(), "TIFF", save_all=True, append_images=[page(angle=-1.3, table=True)])
    return read_bytes(tiff, "ban-quet.tif")


@pytest.fixture(scope="module")
def figures(scanned: Document) -> list[Figure]:
    return mine(scanned)


def test_the_text_of_a_scan_is_read_with_its_title(scanned: Document) -> None:
    texts = [" ".join(scanned.text[block.start : block.end].split()) for block in scanned.blocks]
    assert scanned.title == LINES[1]
    assert f"{LINES[2]} {LINES[3]}" in texts or {LINES[2], LINES[3]} <= set(texts)


def test_every_figure_of_a_scan_has_its_page_and_box(figures: list[Figure]) -> None:
    first = [figure for figure in figures if figure.locator.page == 1]
    assert [figure.text for figure in first] == ["18/23", "3", "47,5 triệu", "6,27%"]
    x0, top, x1, bottom = first[0].locator.bbox
    scale = DPI / 72
    left = 100 + font().getlength("Toàn huyện có ")
    assert x0 * scale == pytest.approx(left, abs=12)
    assert x1 * scale == pytest.approx(left + font().getlength("18/23"), abs=12)
    assert 100 + 62 * 2 - 5 < top * scale < bottom * scale < 100 + 62 * 3 + 5


def test_boxes_lie_on_the_page_as_it_was_scanned(scanned: Document) -> None:
    straight, turned = (
        next(box.bbox for box in scanned.layout if box.page == page and scanned.text[box.start : box.end] == "18/23")
        for page in (1, 2)
    )
    assert Turn(1.3, (827 * 72 / DPI, 550 * 72 / DPI)).back(straight) == pytest.approx(turned, abs=3)


def test_a_ruled_table_on_a_crooked_scan_keeps_its_cells(scanned: Document) -> None:
    (table,) = scanned.tables
    cells = {(cell.row, cell.column): scanned.text[cell.start : cell.end] for cell in table.cells}
    assert cells == {(r, c): text for r, row in enumerate(ROWS, 1) for c, text in enumerate(row, 1)}


def test_lone_digits_above_one_another_are_no_line_on_end() -> None:
    if missing_command():
        pytest.skip(f"reading scans is not installed: {missing_command()}")
    names = ("An", "Bình", "Cường", "Dũng", "Đông", "Giang", "Hà", "Kim", "Lâm")
    rows = [
        ("TT", "Tên xã", "Hộ nghèo"),
        *((str(row), f"Xã {name}", str(30 + row)) for row, name in enumerate(names, 1)),
    ]
    edges = (140, 260, 760, 1000)
    sheet = Image.new("L", (1200, 900), 255)
    draw = ImageDraw.Draw(sheet)
    for row, cells in enumerate([*rows, ("", "", "")]):
        draw.line((edges[0], 100 + 60 * row, edges[-1], 100 + 60 * row), width=3, fill=0)
        for edge, cell in zip(edges, cells, strict=False):
            draw.text((edge + 12, 112 + 60 * row), cell, font=font().font_variant(size=30), fill=0)
    for edge in edges:
        draw.line((edge, 100, edge, 100 + 60 * len(rows)), width=3, fill=0)
    document = read_bytes(saved(sheet), "bang.png")
    first = [cell for cell in document.tables[0].cells if cell.column == 1]
    assert [document.text[cell.start : cell.end] for cell in first] == [cells[0] for cells in rows]


def test_a_figure_is_never_surer_than_its_characters(scanned: Document, figures: list[Figure]) -> None:
    for figure in figures:
        words = [box for box in scanned.layout if box.start < figure.end and figure.start < box.end]
        assert figure.confidence <= min(word.confidence for word in words) < 1


@pytest.mark.usefixtures("scanned")
@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_page_scanned_on_its_side_or_upside_down_is_read_and_boxed_where_it_lies(quarters: int) -> None:
    upright = page(table=True)
    lying = upright.rotate(-90 * quarters, expand=True)
    document = read_bytes(saved(lying), "nam-ngang.png")
    assert f"{LINES[2]} {LINES[3]}" in " ".join(document.text.split())
    (table,) = document.tables
    assert [document.text[cell.start : cell.end] for cell in table.cells] == [text for row in ROWS for text in row]
    (figure,) = (figure for figure in mine(document) if figure.text == "18/23")
    scale = DPI / 72
    left = 100 + font().getlength("Toàn huyện có ")
    place = Image.new("L", upright.size)
    ImageDraw.Draw(place).rectangle((left, 224, left + font().getlength("18/23"), 264), fill=255)
    drawn = place.rotate(-90 * quarters, expand=True).getbbox()
    assert [edge * scale for edge in figure.locator.bbox] == pytest.approx(drawn, abs=14)


@pytest.mark.usefixtures("scanned")
@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_page_that_is_hard_to_read_is_turned_only_where_that_helps(quarters: int) -> None:
    random = np.random.default_rng(7)
    pixels = np.asarray(page().filter(ImageFilter.GaussianBlur(2.2)), dtype=float)
    poor = Image.fromarray((90 + pixels * 0.5 + random.normal(0, 18, pixels.shape)).clip(0, 255).astype(np.uint8))
    sheet = prepared(poor.rotate(-90 * quarters, expand=True), DPI)
    assert quarters_of(sheet.image, DPI, recognise(sheet.image, DPI)) == quarters


@pytest.mark.parametrize("stroke", ["|", "l"])
def test_a_stroke_alone_in_its_cell_is_a_doubt_and_no_figure(stroke: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "require_ocr", lambda: None)
    monkeypatch.setattr(scan, "recognise", lambda *_: [])
    monkeypatch.setattr(scan, "read_again", lambda _image, crops, _dpi: [(stroke, 0.9)] * len(crops))
    document = read_bytes(saved(page(table=True)), "bang.png")
    assert {(document.text[box.start : box.end], box.second) for box in document.layout} == {("|", "1")}
    assert max(box.confidence for box in document.layout) < 0.7
    assert mine(document) == []
    assert any("có thể là số 1" in note for note in document.notes)


@pytest.mark.parametrize("angle", [-2.4, 0.0, 1.1])
def test_skew_is_measured(angle: float) -> None:
    assert skew_of(page(angle=-angle), DPI) == pytest.approx(angle, abs=0.1)


def test_the_ruling_lines_are_found_and_taken_out() -> None:
    sheet = prepared(page(table=True), DPI)
    assert {way for way, _ in sheet.rules} == {"h", "v"}
    assert sheet.image.getpixel((700, 500)) == 255
    assert not prepared(page(), DPI).rules


def test_without_tesseract_the_command_that_installs_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(MissingProgram) as raised:
        read_bytes(saved(page()), "anh.png")
    assert "sudo apt-get install tesseract-ocr tesseract-ocr-vie" in raised.value.remedy


def test_a_truncated_picture_says_so() -> None:
    data = saved(page(), "TIFF", compression="tiff_deflate")
    with pytest.raises(DamagedDocument):
        list(frames(data[: len(data) // 2]))


def test_a_picture_cut_short_among_its_pages_says_so() -> None:
    sheet = page().convert("1")
    data = saved(sheet, "TIFF", compression="group4", save_all=True, append_images=[sheet, sheet])
    for share in (0.2, 0.5, 0.8):
        with pytest.raises(DamagedDocument):
            list(frames(data[: int(share * len(data))]))


def test_gray_of_sixteen_bits_keeps_its_ink() -> None:
    deep = np.asarray(page(), dtype=np.uint16) // 255 * 50_000 + 9_000
    for form in ("PNG", "TIFF"):
        ((image, _),) = frames(saved(Image.fromarray(deep), form))
        assert image.getextrema() == (9_000 // 256, 59_000 // 256)


def lit(form: str) -> Image.Image:
    """The page as a negative, in light that falls from one side, or in the shadow of a hand."""
    pixels = np.asarray(page(table=True), dtype=np.float64)
    across = np.linspace(0, 1, pixels.shape[1])[None, :]
    light = {"negative": 1, "side": 1 - 0.65 * across, "shadow": 0.35 + 0.65 / (1 + np.exp(25 - 50 * across))}[form]
    grain = np.random.default_rng(0).normal(0, 3, pixels.shape)
    seen = (255 - pixels if form == "negative" else pixels) * light + grain
    return Image.fromarray(seen.clip(0, 255).astype(np.uint8))


@pytest.mark.parametrize("form", ["negative", "side", "shadow"])
def test_negatives_and_photographs_in_poor_light_become_dark_on_white(form: str) -> None:
    even = np.asarray(evened(lit(form), DPI), dtype=np.float64)
    assert np.corrcoef(even.ravel(), np.asarray(page(table=True)).ravel())[0, 1] > 0.95
    assert (even < 128).mean() == pytest.approx((np.asarray(page(table=True)) < 128).mean(), abs=0.02)


def test_a_page_in_even_light_is_left_as_it_is() -> None:
    assert evened(page(table=True), DPI) == page(table=True)


def test_the_figures_of_a_photograph_in_poor_light_are_read() -> None:
    if missing_command():
        pytest.skip(f"reading scans is not installed: {missing_command()}")
    found = mine(read_bytes(saved(lit("side"), "JPEG", quality=80), "anh.jpg"))
    assert [figure.text for figure in found[:3]] == ["18/23", "3", "47,5 triệu"]


def test_a_picture_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    wide = saved(Image.new("1", (30_000, 400), 1))
    ((image, _),) = frames(wide)
    assert max(image.size) < 10_000
    monkeypatch.setattr(page_images, "_MOST_PIXELS", 1_000_000)
    with pytest.raises(TooLarge):
        list(frames(wide))


GARBLED = [
    "CQNG",
    "HOA",
    "XA",
    "HQI",
    "CHU",
    "NGHTA",
    "VIET",
    "NAM",
    "Dqc",
    "lqp",
    "Tq",
    "do",
    "Hqnh",
    "phuc",
    "Uy",
    "bqn",
    "nhdn",
    "ddn",
    "huyqn",
    "Lqc",
    "Sqn",
    "bdo",
    "cdo",
    "kqt",
    "qud",
]


def pdf_of(picture: Image.Image, words: list[str]) -> bytes:
    """A page with a picture all over, and words that only the text layer shows."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(595, 396))
    canvas.drawImage(ImageReader(picture), 0, 0, 595, 396)
    layer = canvas.beginText(40, 360)
    layer.setTextRenderMode(3)
    for first in range(0, len(words), 6):
        layer.textLine(" ".join(words[first : first + 6]))
    canvas.drawText(layer)
    canvas.save()
    return target.getvalue()


@pytest.mark.usefixtures("scanned")
def test_a_page_with_a_garbled_text_layer_is_recognised_again() -> None:
    document = read_bytes(pdf_of(page(), GARBLED), "quet.pdf")
    assert "18/23 xã đạt chuẩn" in document.text
    assert "HQI" not in document.text
    assert "nhận dạng" in document.notes[0]


@pytest.mark.usefixtures("scanned")
def test_a_text_layer_that_the_picture_cannot_better_is_kept() -> None:
    english = [
        "The",
        "yield",
        "of",
        "these",
        "fields",
        "grows",
        "over",
        "the",
        "years",
        "while",
        "prices",
        "stay",
        "where",
        "they",
        "were",
        "before",
        "floods",
        "came",
    ]
    document = read_bytes(pdf_of(Image.new("L", (1654, 1100), 255), english), "english.pdf")
    assert document.text.startswith("The yield of these fields")


def test_without_tesseract_a_garbled_text_layer_is_kept_and_a_note_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    document = read_bytes(pdf_of(page(), GARBLED), "quet.pdf")
    assert "HQI" in document.text
    assert "sudo apt-get install tesseract-ocr" in document.notes[0]


HIDDEN = " ".join(LINES[1:]).replace("18/23", "13/23").split()


@pytest.mark.usefixtures("scanned")
def test_a_number_of_a_hidden_layer_that_the_picture_does_not_show_is_doubted() -> None:
    document = read_bytes(pdf_of(page(), HIDDEN), "quet.pdf")
    sure = {document.text[box.start : box.end]: (box.confidence, box.second) for box in document.layout}
    assert sure["13/23"] == (0.4, "18/23")
    assert sure["47,5"] == (0.9, "")
    assert "nhận dạng" in document.notes[0]


def test_without_tesseract_a_hidden_layer_is_kept_and_doubted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    document = read_bytes(pdf_of(page(), HIDDEN), "quet.pdf")
    assert {box.confidence for box in document.layout} == {0.6}
    assert "lớp chữ ẩn" in document.notes[0]
    assert "sudo apt-get install tesseract-ocr" in document.notes[0]


@pytest.mark.usefixtures("scanned")
def test_a_searchable_pdf_holds_the_words_of_the_scan() -> None:
    made, pages = searchable_pdf(saved(page()))
    document = read_bytes(made, "tim-kiem.pdf")
    assert pages == 1
    assert "18/23 xã đạt chuẩn" in document.text
    assert {box.confidence for box in document.layout} == {0.9}


@pytest.mark.parametrize(
    ("size", "said", "dpi"),
    [
        ((960, 1280), 72, 116),  # a photo sent by phone: no sheet is as wide as that at 72 dots an inch
        ((720, 1018), 96, 96),
        ((2480, 3508), 300, 300),
    ],
)
def test_a_resolution_that_makes_a_sheet_too_large_is_not_believed(
    size: tuple[int, int], said: int, dpi: int
) -> None:
    target = io.BytesIO()
    Image.new("L", size, 255).save(target, "PNG", dpi=(said, said))
    assert next(iter(frames(target.getvalue())))[1] == dpi


RED, BLUE = (214, 60, 70), (70, 80, 205)


def stamped(sheet: Image.Image, box: tuple[int, int, int, int], ink: tuple[int, int, int]) -> Image.Image:
    """A page with a round stamp over what is printed, which shows through it."""
    over = Image.new("RGB", sheet.size, "white")
    draw = ImageDraw.Draw(over)
    left, top, right, bottom = box
    draw.ellipse(box, outline=ink, width=9)
    draw.ellipse((left + 50, top + 50, right - 50, bottom - 50), outline=ink, width=5)
    draw.regular_polygon(((left + right) // 2, (top + bottom) // 2, 55), 5, fill=ink)
    return ImageChops.multiply(sheet.convert("RGB"), over)


def gray_of(image: Image.Image, form: str) -> np.ndarray:
    [(gray, _)] = frames(saved(image, form))
    return np.asarray(gray)


@pytest.mark.parametrize("form", ["PNG", "TIFF"])
@pytest.mark.parametrize("ink", [RED, BLUE])
def test_a_round_stamp_becomes_paper_and_what_it_was_set_upon_stays(ink: tuple[int, int, int], form: str) -> None:
    sheet = page(table=True)
    without = gray_of(stamped(sheet, (450, 430, 730, 710), ink), form)
    assert np.abs(without.astype(int) - np.asarray(sheet)).max() < 64


@pytest.mark.parametrize("ink", [RED, BLUE])
def test_text_and_boxes_in_colour_stay_as_they_are(ink: tuple[int, int, int]) -> None:
    sheet = page(table=True).convert("RGB")
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((1200, 760, 1480, 1040), outline=ink, width=6)
    for line in range(6):
        draw.text((300, 760 + 45 * line), "1.204 hộ 57", font=font(), fill=ink)
    assert np.array_equal(gray_of(sheet, "PNG"), np.asarray(sheet.convert("L")))


def test_in_a_pdf_a_stamp_over_numbers_does_not_hide_them() -> None:
    sheet = stamped(page(table=True), (450, 430, 730, 710), RED)
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(595, 396))
    canvas.drawImage(ImageReader(sheet), 0, 0, 595, 396)
    canvas.save()
    with closing(PdfDocument(target.getvalue())) as document, closing(document[0]) as only:
        (read, _), (shown, _) = rendered(only), rendered(only, stamps=True)
    assert (np.asarray(read) < 128).sum() < (np.asarray(shown) < 128).sum()
    if not missing_command():
        assert {"1.204", "986", "57"} <= {figure.text for figure in mine(read_bytes(target.getvalue(), "dau.pdf"))}
