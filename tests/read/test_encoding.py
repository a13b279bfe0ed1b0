"""Bytes become correct text or a clear error."""

import unicodedata

import pytest

from report_miner.errors import DamagedDocument, ReadError, UnknownFormat
from report_miner.read.encoding import decode, is_legacy

SENTENCE = "Tổng số hộ nghèo của xã Vĩnh Thạnh còn 1.234 hộ, giảm 5,2% so với năm 2023."


def in_cp1258(text: str) -> bytes:
    """Windows-1258 writes the tone after the letter that bears the other mark."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    parts = []
    for letter in text:
        marks = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in marks if mark in tones)
        parts.append(unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in tones)) + tone)
    return "".join(parts).encode("cp1258")


@pytest.mark.parametrize(
    "data",
    [
        SENTENCE.encode(),
        SENTENCE.encode("utf-8-sig"),
        SENTENCE.encode("utf-16"),
        b"\xfe\xff" + SENTENCE.encode("utf-16-be"),
        unicodedata.normalize("NFD", SENTENCE).encode(),
        in_cp1258(SENTENCE),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16-le", "utf-16-be", "decomposed", "windows-1258"],
)
def test_every_known_encoding_gives_the_same_nfc_text(data: bytes) -> None:
    assert decode(data) == SENTENCE


def test_line_ends_become_newlines() -> None:
    assert decode("một\r\nhai\rba\n".encode()) == "một\nhai\nba\n"


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ("Tæng sè hé nghÌo cña x· cßn 1.234 hé".encode("latin-1"), UnknownFormat),
        (SENTENCE.encode()[:50] + b"\xff" + SENTENCE.encode()[50:], DamagedDocument),
        (SENTENCE.encode("utf-16")[:-1], DamagedDocument),
        (b"x\x01\x02\x03\x04" * 50, UnknownFormat),
    ],
    ids=["TCVN3", "one broken byte", "half a UTF-16 unit", "control characters"],
)
def test_anything_else_is_an_error_with_a_remedy(data: bytes, error: type[ReadError]) -> None:
    with pytest.raises(error) as raised:
        decode(data)
    assert raised.value.remedy


@pytest.mark.parametrize(
    ("text", "legacy"),
    [
        ("Ban chØ ®¹o x©y dùng n«ng th«n míi x· VÜnh Lîi cã 12 hé nghÌo", True),
        ("Coâng an xaõ Vónh Lôïi ñaït chuaån noâng thoân môùi naêm 2023", True),
        (SENTENCE, False),
        ("Sản lượng đạt 1.200 m³ © 2024, diện tích 5 m²", False),
        ("The commune has 12 schools", False),
    ],
)
def test_letters_of_dead_encodings_are_recognised(text: str, legacy: bool) -> None:
    assert is_legacy(text) is legacy
