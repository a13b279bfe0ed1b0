"""Which text is converted, by font, by its words, and by its neighbours; and which is left alone."""

import unicodedata
import zipfile
from pathlib import Path

import pytest

from dead_encodings import encoded
from report_miner.clean.charsets import Charset, decode_tcvn_1
from report_miner.clean.legacy import Piece, convert, draws_capitals

NEWS = Path(__file__).parents[3] / "shared" / "news" / "news-2000.zip"
TCVN3 = "Ban chØ ®¹o x©y dùng n«ng th«n míi x· VÜnh Lîi"
VNI = "Coâng an xaõ Vónh Lôïi ñaït chuaån noâng thoân môùi"
UNICODE = "Ban chỉ đạo xây dựng nông thôn mới xã Vĩnh Lợi"
CAPITALS = (
    "ỦY BAN NHÂN DÂN TỈNH, SỞ TÀI CHÍNH, VỤ THỐNG KÊ",
    "BÁO CÁO KẾT QUẢ SẮP XẾP HUYỆN, XÃ, THỊ TRẤN NĂM 2003",
    "PHỤ LỤC: DIỆN TÍCH ĐẤT BẰNG PHẲNG, RỪNG, HỒ, ĐƯỜNG",
    "HỖ TRỢ HỘ NGHÈO, TRẺ EM, MẦM NON, MẪU GIÁO, BỮA ĂN",
    "GIỮ GÌN VÀ SỬA CHỮA NHÀ CỬA SAU LŨ, SẠT LỞ; SẴN SÀNG ỨNG PHÓ",
    "TỔNG SỐ MỎ, LÒ GỐM, Ô TÔ, TẦNG HẦM, VỀ ẨM THỰC, DẠY VÕ",
    "BÉ TẬP VẼ, ĐẸP, NHẸ, NẶNG; LỄ TỪ KỲ TRƯỚC, MỚI HỢP LÝ, KỶ LUẬT",
    "CHỊ MỴ, NƯỚC MỸ, THÚ, THÙ, LỤT, MỠ, HỌC, ĐỂ, NGHĨ, ĐƠN ĐỜI",
)


def converted(*texts: str, font: str | None = None) -> list[str]:
    return convert([Piece(text, unit, font) for unit, text in enumerate(texts)]).texts


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        (TCVN3, UNICODE),
        (VNI, "Công an xã Vĩnh Lợi đạt chuẩn nông thôn mới"),
        ("To^?ng so^' ho^. ngheo cu?a xa~ la` 12 ho^..", "Tổng số hộ ngheo của xã là 12 hộ."),
        ("CÃ´ng an xÃ£ Ä‘áº¡t 12 chá»‰ tiÃªu", "Công an xã đạt 12 chỉ tiêu"),
        ("TØnh cã 5 huyÖn, 12 x·, 3 thÞ trÊn", "Tỉnh có 5 huyện, 12 xã, 3 thị trấn"),
    ],
)
def test_words_tell_the_encoding_without_a_font(shown: str, text: str) -> None:
    assert converted(shown) == [text]


@pytest.mark.parametrize("codec", ["latin-1", "cp1252"])
@pytest.mark.parametrize("times", [1, 2])
def test_utf8_that_was_mistaken_once_or_twice_is_mended(codec: str, times: int) -> None:
    shown = ["“Ủy ban nhân dân xã”: 12 chỉ tiêu đã đạt, chiếm 63%", *CAPITALS]
    texts = list(shown)
    for _ in range(times):
        texts = ["".join(bytes([b]).decode(codec, "ignore") or chr(b) for b in text.encode()) for text in texts]
    assert converted(*texts) == shown


@pytest.mark.parametrize("charset", [Charset.VPS, Charset.VISCII])
@pytest.mark.parametrize("codec", ["latin-1", "cp1252"])
def test_capitals_are_read_that_lie_among_the_control_characters(charset: Charset, codec: str) -> None:
    marked = {letter for letter in "".join(CAPITALS) if letter > "\x7f"}
    assert len(marked) == 67
    shown = [
        "".join(bytes([byte]).decode(codec, "ignore") or chr(byte) for byte in encoded(text, charset))
        for text in CAPITALS
    ]
    assert converted(*shown) == list(CAPITALS)


@pytest.mark.parametrize("codec", ["latin-1", "cp1252"])
def test_the_capitals_of_all_of_tcvn_5712_are_read(codec: str) -> None:
    in_bytes = {decode_tcvn_1(chr(byte)): byte for byte in (*range(1, 0x18), *range(0x80, 0x100))}
    written = [bytes(in_bytes.get(letter) or ord(letter) for letter in text) for text in (*CAPITALS, "Ở CHÂU Á, Ý")]
    shown = ["".join(bytes([b]).decode(codec, "ignore") or chr(b) for b in line) for line in written]
    assert converted(*shown) == [*CAPITALS, "Ở CHÂU Á, Ý"]


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        ("“n«ng th«n míi” – x· ‘®iÓm’… • hé nghÌo", "“nông thôn mới” – xã ‘điểm’… • hộ nghèo"),
        ("v¾c xin “5 trong 1”: ®¹t 38,6%", "vắc xin “5 trong 1”: đạt 38,6%"),
        ("n¨m 2001–2005 ®¹t “an toµn”", "năm 2001–2005 đạt “an toàn”"),
    ],
)
def test_quotes_and_dashes_in_tcvn3_stay_what_they_are(shown: str, text: str) -> None:
    assert converted(TCVN3, shown, TCVN3)[1] == text


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        ("mét sè c©y trồng chñ yÕu", "một số cây trồng chủ yếu"),
        ("Năm 2010 so víi n¨m 2009", "Năm 2010 so với năm 2009"),
    ],
)
def test_in_a_text_that_is_unicode_in_part_a_word_that_may_be_either_goes_with_its_neighbour(shown, text) -> None:
    assert converted(TCVN3, shown, TCVN3)[1] == text


@pytest.mark.parametrize(
    "text",
    [
        UNICODE,
        "cây lâu năm",
        "Müller và Peña đến thăm Việt Nam",
        "résumé, café, naïve, Zürich, São Paulo, Ærø",
        "Diện tích 5 m², nhiệt độ 30 °C, ½ số hộ, «Nghị quyết» số 5 © 2024",
        "The commune added 12 schools (so far) to do more.",
        "Đắk Lắk, Bắc Kạn, HĐND, UBND, TVĐT",
    ],
)
def test_good_unicode_is_left_alone_even_beside_a_dead_encoding(text: str) -> None:
    assert converted(TCVN3, text, TCVN3)[1] == text


@pytest.mark.parametrize("text", [UNICODE, "cây lâu năm", "cân", "hoa", "các xã"])
def test_a_font_that_lies_is_not_believed(text: str) -> None:
    others = ["Nghị định về công tác văn thư", "Cơ quan, tổ chức ban hành văn bản"]
    assert converted(*others, text, font=".VnTime")[2] == text


@pytest.mark.parametrize(
    ("shown", "text"),
    [("lóa", "lúa"), ("sè", "số"), ("TV§T", "TVĐT"), ("Hång K«ng", "Hồng Kông"), ("Y tÕ-V¨n hãa", "Y tế-Văn hóa")],
)
def test_what_could_be_either_goes_with_its_neighbours(shown: str, text: str) -> None:
    assert converted(TCVN3, shown) == [UNICODE, text]
    assert converted(UNICODE, shown)[1] in (shown, text)


def test_a_mixed_document_is_decided_paragraph_by_paragraph() -> None:
    assert converted(UNICODE, TCVN3, VNI) == [UNICODE, UNICODE, "Công an xã Vĩnh Lợi đạt chuẩn nông thôn mới"]


def test_runs_of_one_paragraph_are_decided_by_their_fonts() -> None:
    pieces = [
        Piece("Tæng sè: ", 0, ".VnTime"),
        Piece("Tổng số các xã; ", 0, "Arial"),
        Piece("toaøn huyeän", 0, "VNI-Times"),
    ]
    assert convert(pieces).texts == ["Tổng số: ", "Tổng số các xã; ", "toàn huyện"]


def test_a_letter_divided_between_two_runs_is_whole_again() -> None:
    pieces = [Piece("Toa", 0, "VNI-Times"), Piece("øn huye", 0, "VNI-Times"), Piece("än ñaït", 0, "VNI-Times")]
    assert "".join(convert(pieces).texts) == "Toàn huyện đạt"


@pytest.mark.parametrize(
    ("font", "capitals"),
    [
        (".VnTimeH", True),
        (".VnArialH", True),
        ("ABCDEF+.VnTimeH,Bold", True),
        ("VPS Times Hoa", True),
        ("VPS Bien Hoa Hoa", True),
        ("VI Times H", True),
        (".VnTime", False),
        ("VPS Times", False),
        ("VPS Bien Hoa", False),
        ("VNI-Times", False),
        ("Helvetica", False),
    ],
)
def test_fonts_that_draw_capitals(font: str, capitals: bool) -> None:
    assert draws_capitals(font) is capitals


def test_text_in_a_font_of_capitals_is_in_capitals() -> None:
    pieces = [Piece("quyÕt ®Þnh", 0, ".VnTimeH"), Piece("ban hanh", 1, ".VnTimeH"), Piece(TCVN3, 2, ".VnTime")]
    assert convert(pieces).texts == ["QUYẾT ĐỊNH", "BAN HANH", UNICODE]


def test_small_letters_of_vps_in_its_font_of_capitals_are_capitals() -> None:
    shown = [encoded(text, Charset.VPS).decode("latin-1") for text in ("Tổng số hộ nghèo", "Tổng số hộ")]
    pieces = [Piece(shown[0], 0, "VPS Times Hoa"), Piece(shown[1], 1, "VPS Times")]
    assert convert(pieces).texts == ["TỔNG SỐ HỘ NGHÈO", "Tổng số hộ"]


def test_what_was_done_is_counted() -> None:
    conversion = convert([Piece(TCVN3, 0), Piece(UNICODE, 1), Piece(TCVN3, 2), Piece(VNI, 3)])
    assert conversion.converted == {Charset.TCVN3: 2, Charset.VNI: 1}
    assert conversion.undecided == 0


def test_what_nothing_explains_stays_and_is_flagged() -> None:
    text = "x· qq«z th«n ¶rk§ m¹ng zz¹z kk«k h·ng"
    conversion = convert([Piece(text, 0)])
    assert conversion.texts == [text]
    assert conversion.undecided == 1


@pytest.mark.skipif(not NEWS.is_file(), reason="the articles are not on this machine")
def test_two_thousand_articles_in_unicode_stay_as_they_are() -> None:
    with zipfile.ZipFile(NEWS) as archive:
        names = [name for name in archive.namelist() if name.endswith(".txt")]
        changed = []
        for name in names:
            lines = unicodedata.normalize("NFC", archive.read(name).decode()).split("\n")
            if converted(*lines) != lines:
                changed.append(name)
    assert len(names) >= 2_000
    assert changed == []
