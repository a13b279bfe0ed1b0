"""Vietnamese text written in the dead encodings, as programs of their time wrote it: for tests and measurements."""

from __future__ import annotations

import itertools
import unicodedata

from report_miner.clean.charsets import Charset, decode

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_LETTERS = "aăâeêioôơuưyđAĂÂEÊIOÔƠUƯYĐ"
_VIQR_MARKS = {
    "\u0302": "^",
    "\u0306": "(",
    "\u031b": "+",
    "\u0301": "'",
    "\u0300": "`",
    "\u0309": "?",
    "\u0303": "~",
}
_VIQR_MARKS |= {"\u0323": "."}
# VISCII, VPS and VIQR have no place for the signs of Windows-1252.
_PLAIN = str.maketrans(
    {"–": "-", "—": "-", "“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "•": "*", "\u00a0": " "}
)
_WITHOUT_SIGNS = (Charset.VISCII, Charset.VPS, Charset.VIQR)


def encoded(text: str, charset: Charset) -> bytes:
    """Return `text` as the bytes of `charset`; TCVN3 has small letters only for vowels with a tone."""
    text = unicodedata.normalize("NFC", text)
    if charset in _WITHOUT_SIGNS:
        text = text.translate(_PLAIN)
    if charset is Charset.CP1258:
        return in_cp1258(text)
    if charset is Charset.VIQR:
        return "".join(map(_in_viqr, text)).encode("ascii", "replace")
    table = _table(charset)
    if charset is Charset.TCVN3:
        text = "".join(letter if letter in table or letter < "\x7f" else letter.lower() for letter in text)
    return b"".join(table.get(letter) or letter.encode("cp1252", "replace") for letter in text)


def in_cp1258(text: str) -> bytes:
    """Windows-1258 writes the tone after the letter that bears the other mark."""
    parts = []
    for letter in text:
        marks = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in marks if mark in _TONES)
        parts.append(unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES)) + tone)
    return "".join(parts).encode("cp1258", "replace")


def _table(charset: Charset) -> dict[str, bytes]:
    """Letter → bytes, turned round from what the program reads."""
    wanted = {unicodedata.normalize("NFC", letter + tone) for letter in _LETTERS for tone in ("", *_TONES)}
    shown = [chr(byte) for byte in (*range(1, 32), *range(128, 256))]
    if charset is Charset.VNI:
        marks = [chr(byte) for byte in range(0xC0, 0x100)]
        pairs = map("".join, itertools.product("aeouyôöAEOUYÔÖ", marks))
        shown = [*marks, *(pair for pair in pairs if pair[0].isupper() == pair[1].isupper())]
    readings = ((decode(each, charset), each) for each in shown)
    return {letter: each.encode("latin-1") for letter, each in readings if letter in wanted and not letter.isascii()}


def _in_viqr(letter: str) -> str:
    if letter in "đĐ":
        return "dd" if letter == "đ" else "DD"
    parts = unicodedata.normalize("NFD", letter)
    return parts[0] + "".join(sorted((_VIQR_MARKS.get(mark, mark) for mark in parts[1:]), key="^(+'`?~.".find))
