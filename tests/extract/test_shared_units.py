"""Units that one number prints and its neighbours share; numbers are found by the grammar itself."""

import pytest

from report_miner.clean.shadow import shadow_of
from report_miner.extract.masks import find_masks
from report_miner.extract.numbers import find_numbers
from report_miner.extract.passages import read_passages
from report_miner.extract.statements import UnitReader
from report_miner.extract.tools import tools_of
from report_miner.language.sentences import Sentence, split_sentences
from report_miner.model import Block, Document
from report_miner.patterns import load_patterns

UNITS = UnitReader(load_patterns())


def units_of(text: str) -> list[str | None]:
    """The units of the numbers of a sentence; None where a number has none, or is a percentage."""
    shadow = shadow_of(text)
    masked = [(mask.start, mask.end) for mask in find_masks(shadow.text, shadow.lower)]
    numbers = find_numbers(shadow.text, shadow.lower, masked)
    found = UNITS.read(shadow.text, shadow.lower, Sentence(0, len(text), 0), numbers)
    assert all(unit is None or unit.start >= number.end for number, unit in zip(numbers, found, strict=True))
    return [unit.name if unit else None for unit in found]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("Số xã đạt chuẩn tăng từ 20 lên 25 xã.", ["xã", "xã"]),
        ("Toàn tỉnh trồng 120 và 150 ha rừng.", ["ha", "ha"]),
        ("Dệt may đạt 4,1 tỷ USD, thủy sản đạt 2,4 tỷ.", ["USD", "USD"]),
        ("Bắt 40 vụ, 55 đối tượng.", ["vụ", "đối tượng"]),
        ("Xảy ra 14 vụ tai nạn, chết 5, bị thương 11.", ["vụ tai nạn", "người", "người"]),
        ("Có 30 đình xếp hạng (12 cấp quốc gia, 18 cấp tỉnh).", ["đình", "đình", "đình"]),
        ("Có 12 dự án (FDI 9, trong nước 3).", ["dự án", "dự án", "dự án"]),
        ("Có 5.120 (31,2%) học sinh chọn môn sử.", ["học sinh", None]),
        ("Tuổi bình quân của dân số tỉnh ta là 31,4.", [None]),
        ("Bị ngập 612 ha rau (Phú Lộc 415,5, Hương Trà: 196).", ["ha", "ha", "ha"]),
        ("Bị ngập 612 ha rau (nặng 415).", ["ha", None]),
        ("Giá USD 23.400 đồng.", ["đồng"]),
        ("Tuần tra 40 lượt/320 lượt cán bộ.", ["lượt", "lượt cán bộ"]),
        ("Tiếp 40 lượt/45 lượt.", ["lượt"]),
        ("Số học sinh là 315.000.", ["học sinh"]),
        ("Số nạn nhân tử vong đã lên tới con số 7.", ["nạn nhân"]),
        ("Giá vé gồm 100, 150 và 250 nghìn đồng.", ["đồng", "đồng", "đồng"]),
        ("Tổng số hội viên hiện là 2.150.", ["hội viên"]),
        ("Tổng vốn đầu tư là 450 tỷ.", ["đồng"]),
        ("Có 97/119 xã đạt chuẩn (81,5%).", ["xã", None]),
        ("Giá bán 5.000 - 6.000 đồng/kg.", ["đồng/kg"]),
        ("Thuế giảm từ 40 xuống 30%.", ["%", None]),
        ("Phát động nhặt rác được 64 buổi 1.870.", ["buổi", None]),
        ("Mức đóng tăng thêm 0,3 hay 0,5%.", ["%", None]),
        ("Chọn 22 trong 31 thành viên.", ["thành viên", "thành viên"]),
        ("Ảnh có độ phân giải 1080 x 1920 pixel.", ["pixel", "pixel"]),
        ("Đã có 548 trên tổng số 676 doanh nghiệp công bố.", ["doanh nghiệp", "doanh nghiệp"]),
        ("Số giải thể là 31.", [None]),
        ("Nhân lực giảm từ mức 44.948 năm 2015 xuống 37.070 người.", [None, "người"]),
        ("Chi 9 tỷ mua máy, 2 tỷ tập huấn.", ["đồng", "đồng"]),
        ("Máy có kích thước 430x320x90mm.", ["mm", "mm", "mm"]),
        ("Tiền lương 30 triệu/tháng.", ["đồng/tháng"]),
        ("Giá tăng từ 653.000 đồng lên 702.000 đồng/thẻ/năm.", ["đồng/thẻ/năm", "đồng/thẻ/năm"]),
        ("Có 7,9 bác sĩ, tăng 0,4.", ["bác sĩ", "bác sĩ"]),
        ("Bậc tiểu học 31,5 em/lớp, riêng phường tới 42,6.", ["em/lớp", "em/lớp"]),
    ],
)
def test_a_number_without_a_unit_takes_that_of_its_neighbour_or_of_its_noun(text, units):
    assert units_of(text) == units


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("Số tiền xử phạt là 315.000.", [None]),
        ("Hệ số đạt 45,2.", [None]),
        ("Diện tích 120 ha; năng suất 6,2.", ["ha", None]),
        ("Thu 500 tỷ đồng từ 12.", ["đồng", None]),
        ("Giá tăng 650 đồng lên 44.750 đồng/cổ phiếu.", ["đồng", "đồng/cổ phiếu"]),
        ("Hệ số ICOR của nước ta là 4,7.", [None]),
        ("Chi bộ có 45 đảng viên, tuổi đời bình quân 38,6.", ["đảng viên", None]),
        ("Chất lượng bệnh viện đạt 4,2.", [None]),
    ],
)
def test_a_unit_that_does_not_fit_is_not_lent(text, units):
    assert units_of(text) == units


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("Ngành có 840 người. Trong đó: quản lý 95, giáo viên 690, nhân viên 55.", ["người"] * 3),
        (
            "Ngành có 840 người. Trong đó: quản lý 95, giáo viên 690, nhân viên 55; mua 12 xe.",
            [None, None, None, "xe"],
        ),
        ("Ngành có 840 người. Năm qua: quản lý 95, giáo viên 690, nhân viên 55.", [None] * 3),
        ("Tỷ lệ đạt 84%. Trong đó: quản lý 95, giáo viên 690, nhân viên 55.", [None] * 3),
    ],
)
def test_the_parts_of_what_the_sentence_before_counts_have_its_unit(text: str, units: list[str | None]) -> None:
    document = Document(
        name="a.txt", sha256="a", media_type="text/plain", text=text, blocks=(Block(start=0, end=len(text)),)
    )
    shadow = shadow_of(text)
    sentences = split_sentences(document, shadow)
    numbers = find_numbers(shadow.text, shadow.lower, [])
    passages = read_passages(document, shadow, sentences, numbers, tools_of(load_patterns()))
    assert [mention.unit.name if mention.unit else None for mention in passages[-1].mentions] == units
