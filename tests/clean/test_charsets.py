"""The tables of the dead encodings, against sentences printed elsewhere and against bytes that are known."""

import pytest

from dead_encodings import encoded
from report_miner.clean.charsets import Charset, decode

EVERY_LETTER = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ"


@pytest.mark.parametrize(
    ("charset", "shown", "text"),
    [
        (
            Charset.TCVN3,
            "Ban chØ ®¹o x©y dùng n«ng th«n míi x· VÜnh Lîi",
            "Ban chỉ đạo xây dựng nông thôn mới xã Vĩnh Lợi",
        ),
        (Charset.TCVN3, "§iÒu 1. Thñ t\u00adíng ChÝnh phñ", "Điều 1. Thủ tướng Chính phủ"),
        (Charset.TCVN3, "ñY BAN NH¢N D¢N THµNH PHè", "ỦY BAN NHÂN DÂN THÀNH PHỐ"),
        (
            Charset.VNI,
            "Coâng an xaõ Vónh Lôïi ñaït chuaån noâng thoân môùi",
            "Công an xã Vĩnh Lợi đạt chuẩn nông thôn mới",
        ),
        (Charset.VNI, "TYÛ LEÄ, thò traán, tæ leä, Lyù, kyõ, quyû, vî", "TỶ LỆ, thị trấn, tỉ lệ, Lý, kỹ, quỷ, vỵ"),
        (Charset.VISCII, "Ti\u00aang Vi\u00aet \u00f0\u00d5t chu\u00a6n", "Tiếng Việt đạt chuẩn"),
        (
            Charset.VIQR,
            "Tie^'ng Vie^.t dda.t; ngu+o+`i; DDa` Na(~ng; co' 5\\?",
            "Tiếng Việt đạt; người; Đà Nẵng; có 5?",
        ),
        (Charset.VIQR, "Ho^. ngheo co`n bao nhie^u?", "Hộ ngheo còn bao nhiêu?"),
        (Charset.UTF8, "CÃ´ng an xÃ£ Ä‘áº¡t", "Công an xã đạt"),
        (Charset.CP1258, "ðaòt chuâÒn", "đạt chuẩn"),
    ],
)
def test_a_text_is_read_as_it_was_meant(charset: Charset, shown: str, text: str) -> None:
    assert decode(shown, charset) == text


@pytest.mark.parametrize("charset", [Charset.TCVN3, Charset.VNI, Charset.VISCII, Charset.VPS, Charset.CP1258])
def test_every_small_letter_has_its_own_bytes(charset: Charset) -> None:
    written = [encoded(letter, charset) for letter in EVERY_LETTER]
    assert len(set(written)) == len(EVERY_LETTER)
    assert [decode(each.decode("latin-1"), charset) for each in written] == list(EVERY_LETTER)


@pytest.mark.parametrize("charset", [Charset.VNI, Charset.VISCII, Charset.VPS, Charset.CP1258])
def test_capitals_have_bytes_of_their_own(charset: Charset) -> None:
    written = [encoded(letter, charset) for letter in EVERY_LETTER.upper()]
    assert [decode(each.decode("latin-1"), charset) for each in written] == list(EVERY_LETTER.upper())


@pytest.mark.parametrize("charset", list(Charset))
def test_digits_and_signs_stay_as_they_are(charset: Charset) -> None:
    assert decode("97/119 = 81,5%; 1.234,5 (tr)", charset) == "97/119 = 81,5%; 1.234,5 (tr)"
