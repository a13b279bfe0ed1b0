"""Tables without ruling lines in PDFs: columns by white space alone; what only looks like one stays text."""

import io
from collections.abc import Callable, Sequence
from functools import cache

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas

from report_miner.model import Document
from report_miner.pipeline import mine
from report_miner.read import read_bytes

FACES = ("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf", "DejaVuSerif.ttf", "NotoSerif-Regular.ttf", "times.ttf")
PROSE = [
    "Trong 6 tháng đầu năm 2024, kinh tế của huyện tiếp tục phát triển; tổng giá trị",
    "sản xuất ước đạt 2.345 tỷ đồng, tăng 7,62% so với cùng kỳ năm 2023; thu ngân",
    "sách nhà nước đạt 156,8 tỷ đồng, bằng 62,4% dự toán năm.",
]
LEAD, LEFT, SIZE = 16, 70, 11

Row = Sequence[str]
Place = tuple[str, float]  # "l", "c" or "r", and where the cell begins, has its middle or ends


@cache
def font() -> str:
    for face in FACES:
        try:
            pdfmetrics.registerFont(TTFont("face", face))
        except TTFError:
            continue
        return "face"
    pytest.skip("no face with Vietnamese letters (fonts-dejavu-core) to print a page with")


class Sheet:
    """Prints lines and rows from the top of a page on."""

    def __init__(self) -> None:
        self._target = io.BytesIO()
        self._canvas = Canvas(self._target)
        self._begin()

    def turn(self) -> None:
        self._canvas.showPage()
        self._begin()

    def _begin(self) -> None:
        self._canvas.setFont(font(), SIZE)
        self._y = 780.0

    def lines(self, texts: Sequence[str], x: float = LEFT) -> None:
        for text in texts:
            self.row([text], [("l", x)])

    def title(self, *texts: str) -> None:
        self._y -= LEAD / 2
        for text in texts:
            self.row([text], [("c", 300)])
        self._y -= LEAD / 2

    def row(self, texts: Row, places: Sequence[Place], *, lead: float = LEAD) -> None:
        draw = {"l": self._canvas.drawString, "c": self._canvas.drawCentredString, "r": self._canvas.drawRightString}
        for text, (side, x) in zip(texts, places, strict=True):
            draw[side](x, self._y, text)
        self._y -= lead

    def document(self) -> Document:
        self._canvas.save()
        return read_bytes(self._target.getvalue(), "bao-cao.pdf")


def printed(draw: Callable[[Sheet], None]) -> Document:
    """A page with prose, then what is drawn, then prose."""
    sheet = Sheet()
    sheet.lines(PROSE)
    draw(sheet)
    sheet.title()
    sheet.lines(PROSE)
    return sheet.document()


def cells(document: Document, number: int = 0) -> list[list[str]]:
    """The rows of a table; a merged cell is followed by the number of its further columns."""
    rows: dict[int, list[str]] = {}
    for cell in document.tables[number].cells:
        wide = f" +{cell.column_span - 1}" if cell.column_span > 1 else ""
        rows.setdefault(cell.row, []).append(document.text[cell.start : cell.end] + wide)
    return list(rows.values())


def caption(document: Document, number: int = 0) -> str | None:
    span = document.tables[number].caption
    return " ".join(document.text[slice(*span)].split()) if span else None


RIGHT: list[Place] = [("l", LEFT), ("r", 340), ("r", 440), ("r", 530)]
CENTRED: list[Place] = [("l", LEFT), ("c", 320), ("c", 420), ("c", 510)]
CROPS = [
    ["Cây trồng", "Kế hoạch", "Thực hiện", "Đạt (%)"],
    ["Lúa", "12.345", "12.500", "101,3"],
    ["Ngô", "1.230", "1.180", "95,9"],
    ["Rau các loại", "210", "-", "-"],
    ["Tổng cộng", "13.785", "13.680", "99,2"],
]


@pytest.mark.parametrize(
    "places",
    [RIGHT, CENTRED, [("l", LEFT), ("l", 320), ("l", 420), ("l", 500)]],
    ids=["to the right", "centred", "to the left"],
)
def test_numbers_below_one_another_are_a_table_with_its_title_and_unit(places: list[Place]) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.title("Bảng 1. Diện tích gieo trồng năm 2024")
        sheet.row(["Đơn vị tính: ha"], [("r", 530)])
        for row in CROPS:
            sheet.row(row, places)

    document = printed(draw)
    assert cells(document) == CROPS
    assert caption(document) == "Bảng 1. Diện tích gieo trồng năm 2024 Đơn vị tính: ha"
    figures = {figure.text: figure for figure in mine(document) if figure.locator.table}
    assert [(each.item, each.unit, each.status.value) for each in (figures["1.230"], figures["1.180"])] == [
        ("Ngô", "ha", "target"),
        ("Ngô", "ha", "actual"),
    ]
    assert {figure.period.notation for figure in figures.values() if figure.period} == {"2024"}


def test_the_prose_around_a_table_stays_whole() -> None:
    document = printed(lambda sheet: [sheet.title("Bảng 1"), *(sheet.row(row, RIGHT) for row in CROPS)][0])
    paragraphs = [" ".join(document.text[block.start : block.end].split()) for block in document.blocks]
    assert paragraphs[0] == paragraphs[-1] == " ".join(PROSE)


def test_heads_of_several_lines_and_over_several_columns() -> None:
    places: list[Place] = [("l", LEFT), ("r", 290), ("r", 360), ("r", 430), ("r", 500)]
    rows = [["Cá nuôi", "1.204", "2.500", "1.310", "2.650"], ["Tôm", "345", "712", "360", "750"]]
    rows.append(["Khai thác", "87", "180", "-", "195"])

    def draw(sheet: Sheet) -> None:
        sheet.title("Bảng 3. Sản lượng thủy sản")
        sheet.row(["Năm 2023", "Ước năm 2024"], [("c", 310), ("c", 450)], lead=8)
        sheet.row(["Chỉ tiêu"], [("l", LEFT)], lead=8)
        sheet.row(["6 tháng", "Cả", "6 tháng", "Cả"], [("c", x) for x in (275, 345, 415, 485)], lead=12)
        sheet.row(["đầu năm", "năm", "đầu năm", "năm"], [("c", x) for x in (275, 345, 415, 485)])
        for row in rows:
            sheet.row(row, places)

    assert cells(printed(draw)) == [
        ["Chỉ tiêu", "Năm 2023 +1", "Ước năm 2024 +1"],
        ["6 tháng đầu năm", "Cả năm", "6 tháng đầu năm", "Cả năm"],
        *rows,
    ]


def test_a_head_over_three_columns_stands_over_the_middle_one() -> None:
    places: list[Place] = [("l", LEFT), *(("c", x) for x in (220, 270, 320, 390, 440, 490))]
    years = ["2022", "2023", "2024"] * 2

    def draw(sheet: Sheet) -> None:
        sheet.title("Biểu số 3. Tai nạn giao thông")
        sheet.row(["Số vụ", "Số người chết"], [("c", 270), ("c", 440)])
        sheet.row(["Địa bàn", *years], places)
        sheet.row(["Tân Hưng", "12", "10", "8", "5", "4", "3"], places)
        sheet.row(["Mộc Hóa", "15", "13", "12", "7", "6", "5"], places)
        sheet.row(["Tổng", "27", "23", "20", "12", "10", "8"], places)

    assert cells(printed(draw))[:2] == [["Địa bàn", "Số vụ +2", "Số người chết +2"], years]


@pytest.mark.parametrize("line", [0, 1, 2], ids=["above", "between", "below"])
def test_names_on_two_lines_are_one_row_wherever_the_number_stands(line: int) -> None:
    names = ["Thu từ khu vực doanh nghiệp", "nhà nước", "Thu từ khu vực doanh nghiệp", "đầu tư nước ngoài"]

    def draw(sheet: Sheet) -> None:
        sheet.title("Kết quả thu ngân sách")
        sheet.row(["Nội dung", "Dự toán", "Thực hiện"], RIGHT[:3])
        for first, second in (names[:2], names[2:]):
            numbers = ["12.500", "6.780"]
            if line == 1:
                sheet.row([first], RIGHT[:1], lead=LEAD / 2)
                sheet.row(numbers, RIGHT[1:3], lead=LEAD / 2)
                sheet.row([second], RIGHT[:1])
            else:
                sheet.row([first, *(numbers if line == 0 else ["", ""])], RIGHT[:3])
                sheet.row([second, *(numbers if line == 2 else ["", ""])], RIGHT[:3])
        sheet.row(["Lệ phí trước bạ", "9.800", "4.987"], RIGHT[:3])

    assert [row[0] for row in cells(printed(draw))] == [
        "Nội dung",
        "Thu từ khu vực doanh nghiệp nhà nước",
        "Thu từ khu vực doanh nghiệp đầu tư nước ngoài",
        "Lệ phí trước bạ",
    ]


def test_names_of_parts_are_rows_of_their_own() -> None:
    rows = [
        ["I. CÁC CHỈ TIÊU VỀ GIA SÚC"],
        ["Trâu", "1.204", "1.150", "95,5"],
        ["Bò", "5.678", "5.890", "103,7"],
        ["II. Gia cầm"],
        ["Gà", "345.000", "360.500", "104,5"],
    ]

    def draw(sheet: Sheet) -> None:
        sheet.title("Phụ lục 1. Chăn nuôi")
        for row in [["Chỉ tiêu", "01/4/2023", "01/4/2024", "So sánh (%)"], *rows]:
            sheet.row(row, RIGHT[: len(row)])

    assert cells(printed(draw))[1:] == rows


def test_marks_units_of_rows_and_numbers_of_columns() -> None:
    places: list[Place] = [("c", 80), ("l", 100), ("l", 270), ("c", 370), ("c", 440), ("c", 510)]
    rows = [
        ["TT", "Nguồn vốn", "ĐVT", "Kế hoạch", "Giải ngân", "Tỷ lệ (%)"],
        ["A", "B", "C", "1", "2", "3=2/1"],
        ["1", "Ngân sách trung ương", "Tỷ đồng", "120", "45,6", "38,0"],
        ["2", "Ngân sách tỉnh", "Tỷ đồng", "85,4", "40,1", "47,0"],
        ["3", "Công trình hoàn thành", "Cái", "12", "6", "50,0"],
    ]

    def draw(sheet: Sheet) -> None:
        sheet.title("Tình hình giải ngân đến ngày 30/6/2024")
        for row in rows:
            sheet.row(row, places)

    document = printed(draw)
    assert cells(document) == rows
    found = {figure.text: (figure.item, figure.unit) for figure in mine(document) if figure.locator.table}
    assert found["45,6"] == ("Giải ngân Ngân sách trung ương", "đồng")
    assert "1" not in found


def test_thousands_parted_by_spaces_and_names_of_parts_without_marks() -> None:
    rows = [
        ["TỔNG SỐ", "12 345", "12 600", "108,6"],
        ["Phân theo ngành"],
        ["Bán lẻ hàng hóa", "9 450", "9 600", "107,4"],
        ["Dịch vụ khác", "1 245", "1 270", "109,8"],
        ["Du lịch", "110", "120", "137,1"],
    ]

    def draw(sheet: Sheet) -> None:
        sheet.title("Doanh thu bán lẻ hàng hóa")
        sheet.row(["Tỷ đồng"], [("r", 530)])
        sheet.row(["", "Thực hiện", "Ước tính", "Tháng 6 so"], RIGHT, lead=11)
        sheet.row(["", "tháng 5", "tháng 6", "tháng 5 (%)"], RIGHT)
        for row in rows:
            sheet.row(row, RIGHT[: len(row)])

    document = printed(draw)
    assert cells(document)[1:] == rows
    assert caption(document) == "Doanh thu bán lẻ hàng hóa Tỷ đồng"
    assert next(figure for figure in mine(document) if figure.text == "9 450").value == 9_450_000_000_000


@pytest.mark.parametrize("repeated", [False, True], ids=["without a head", "with its head again"])
def test_a_table_goes_on_over_the_end_of_a_page(repeated: bool) -> None:
    head = ["STT", "Đơn vị", "Số hộ", "Hộ nghèo"]
    places: list[Place] = [("c", 80), ("l", 110), ("r", 330), ("r", 430)]
    rows = [[str(number), f"Xã Tân {number}", f"{1000 + number}", f"{20 + number}"] for number in range(1, 10)]
    sheet = Sheet()
    sheet.title("Hộ nghèo theo xã năm 2023")
    for row in [head, *rows[:7]]:
        sheet.row(row, places)
    sheet.turn()
    for row in [*([head] if repeated else []), *rows[7:]]:
        sheet.row(row, places)
    sheet.title()
    sheet.lines(PROSE)
    document = sheet.document()
    assert len(document.tables) == 1
    assert cells(document) == [head, *rows]


def test_numbers_that_narrow_columns_have_torn_are_whole_again() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.title("Bảng 1. Trồng trọt, chăn nuôi")
        sheet.row(["Chỉ tiêu", "Năm 2022", "Năm 2023"], RIGHT[:3])
        for name, first, rest in [
            ("Diện", ["205.3", "198.4"], ["10", "50"]),
            ("Đàn", ["228.4", "231."], ["00", "600"]),
        ]:
            sheet.row([name, *first], RIGHT[:3])
            sheet.row(["tích lúa" if name == "Diện" else "bò", *rest], RIGHT[:3])

    rows = cells(printed(draw))
    assert rows[1:] == [["Diện tích lúa", "205.310", "198.450"], ["Đàn bò", "228.400", "231.600"]]


def test_rows_whose_numbers_are_torn_anyhow_are_no_table() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.title("Bảng 1. Trồng trọt, chăn nuôi")
        for row in [["Chỉ tiêu", "Năm 2022", "Năm 2023"], ["Lợi", "(115.", "22.405"], ["nhuận", "23", "10"]]:
            sheet.row(row, RIGHT[:3])
        sheet.row(["Doanh thu", "1.344", "1.520"], RIGHT[:3])

    assert not printed(draw).tables


def in_two_columns(sheet: Sheet) -> None:
    for number in range(12):
        texts = [f"xã có {number}5 hộ và thu {number},5 tỷ", f"trong khi chi {number}2 triệu cho {number}"]
        sheet.row(texts, [("l", LEFT), ("l", 320)])


def items_of_a_list(sheet: Sheet) -> None:
    for name, number in [("Lúa", "12.345"), ("Ngô", "1.230"), ("Khoai", "456"), ("Rau", "2.100")]:
        sheet.row([f"- {name}:", number], [("l", LEFT), ("r", 330)])


def names_and_amounts(sheet: Sheet) -> None:
    for name, amount in [("Dân số", "45.678 người"), ("Số xã", "12 xã"), ("Mật độ", "370 người/km2")]:
        sheet.row([name, amount], [("l", LEFT), ("l", 300)])
    for name, number in [("Số vụ", "12"), ("Số người chết", "3"), ("Thiệt hại", "230")]:
        sheet.row([name, number], [("l", LEFT), ("l", 300)])


def contents(sheet: Sheet) -> None:
    for name, page in [("Phần I. Tình hình", "3"), ("1. Kết quả", "4"), ("2. Hạn chế", "9"), ("Phần II", "12")]:
        sheet.row([name, "." * 60, page], [("l", LEFT), ("r", 505), ("r", 520)])


def letterhead(sheet: Sheet) -> None:
    sheet.row(["UBND HUYỆN TÂN HƯNG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], [("c", 160), ("c", 400)])
    sheet.row(["Số: 123/BC-UBND", "Độc lập - Tự do - Hạnh phúc"], [("c", 160), ("c", 400)])
    sheet.row(["V/v báo cáo quý 2", "Tân Hưng, ngày 15 tháng 6 năm 2024"], [("c", 160), ("c", 400)])


def particulars(sheet: Sheet) -> None:
    for name, value in [("Họ và tên", "Nguyễn Văn A"), ("Điện thoại", "0912 345 678"), ("Năm sinh", "1975")]:
        sheet.row([name, value], [("l", LEFT), ("l", 250)])


def signatures(sheet: Sheet) -> None:
    sheet.row(["Nơi nhận:", "KT. CHỦ TỊCH"], [("l", LEFT), ("c", 430)])
    sheet.row(["- Như trên;", "PHÓ CHỦ TỊCH"], [("l", LEFT), ("c", 430)])
    sheet.row(["- Lưu: VT, 3.", "Nguyễn Văn B"], [("l", LEFT), ("c", 430)])


@pytest.mark.parametrize(
    "draw",
    [
        in_two_columns,
        items_of_a_list,
        names_and_amounts,
        contents,
        letterhead,
        particulars,
        signatures,
        lambda sheet: sheet.lines(PROSE * 3),
    ],
    ids=lambda draw: draw.__name__.strip("<>"),
)
def test_what_only_looks_like_a_table_is_none(draw: Callable[[Sheet], None]) -> None:
    assert not printed(draw).tables
