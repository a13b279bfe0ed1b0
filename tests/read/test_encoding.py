"""Bytes become correct text or a clear error."""

import unicodedata

import pytest

from dead_encodings import encoded, in_cp1258
from report_miner.clean.charsets import Charset
from report_miner.errors import DamagedDocument, ReadError, UnknownFormat
from report_miner.read.encoding import decode
from report_miner.read.legacy import unicode_text

SENTENCE = "Tổng số hộ nghèo của xã Vĩnh Thạnh còn 1.234 hộ, giảm 5,2% so với năm 2023."


@pytest.mark.parametrize(
    "data",
    [
        SENTENCE.encode(),
        SENTENCE.encode("utf-8-sig"),
        SENTENCE.encode("utf-16"),
        b"\xfe\xff" + SENTENCE.encode("utf-16-be"),
        SENTENCE.encode("utf-16-le"),
        SENTENCE.encode("utf-16-be"),
        unicodedata.normalize("NFD", SENTENCE).encode("utf-16-le"),
        SENTENCE.encode("utf-32"),
        unicodedata.normalize("NFD", SENTENCE).encode(),
        in_cp1258(SENTENCE),
    ],
    ids=[
        "utf-8",
        "utf-8 with mark",
        "utf-16-le",
        "utf-16-be",
        "no mark, le",
        "no mark, be",
        "no mark, decomposed",
        "utf-32",
        "decomposed",
        "cp1258",
    ],
)
def test_every_known_encoding_gives_the_same_nfc_text(data: bytes) -> None:
    assert unicode_text(decode(data))[0] == SENTENCE


def test_line_ends_become_newlines() -> None:
    assert decode("một\r\nhai\rba\n".encode()).text == "một\nhai\nba\n"


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ("Zażółć gęślą jaźń, pchnąć w tę łódź jeża".encode("iso8859-2"), UnknownFormat),
        (SENTENCE.encode()[:50] + b"\xff" + SENTENCE.encode()[50:], DamagedDocument),
        (SENTENCE.encode("utf-16")[:-1], DamagedDocument),
        (b"x\x01\x02\x03\x04" * 50, UnknownFormat),
    ],
    ids=["another language", "one broken byte", "half a UTF-16 unit", "control characters"],
)
def test_anything_else_is_an_error_with_a_remedy(data: bytes, error: type[ReadError]) -> None:
    with pytest.raises(error) as raised:
        decode(data)
    assert raised.value.remedy


@pytest.mark.parametrize("charset", [Charset.TCVN3, Charset.VNI, Charset.VISCII, Charset.VPS])
def test_bytes_of_a_dead_encoding_become_text(charset: Charset) -> None:
    decoded = decode(encoded(SENTENCE, charset))
    assert decoded.charset is charset
    assert decoded.text == SENTENCE
