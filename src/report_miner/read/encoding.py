"""Bytes to text: UTF-8, UTF-16 with its mark, Windows-1258; anything else is an error, never garbage."""

from __future__ import annotations

import re
import unicodedata

from report_miner.errors import DamagedDocument, UnknownFormat
from report_miner.texts import say

_LINE_ENDS = re.compile("\r\n?")
_CONTROLS = bytes({*range(32), 127} - {*b"\t\n\v\f\r\x1b"})
_VIETNAMESE = frozenset(
    letter
    for base in "aăâeêioôơuưyđ"
    for tone in ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
    for cased in (base, base.upper())
    for letter in unicodedata.normalize("NFC", cased + tone)
)
_PRINTED = frozenset("“”‘’–—…•«»°§±²³¹¼½¾×·€£©®™\u00a0\u00ad")

# Letters of the dead encodings, where Unicode Vietnamese never has them: TCVN3 puts signs inside words, VNI puts an
# accented letter after the vowel that bears its mark.
_TCVN3 = re.compile(r"[a-zA-Z][µ¸¶·¹¨»¾¼½Æ©®«¬\u00ad§]|[µ¸¶·¹¨»¾¼½Æ©®«¬][a-z]")
_VNI = re.compile(r"[aeouyAEOUY][ùøûõïâáàåãäéèúüëÙØÛÕÏÂÁÀÅÃÄÉÈÚÜË](?![A-Z])|ñ[aeiouyöô]")
_MODERN = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
_PLAINLY_MODERN = re.compile("(?:[^ăđơư\u1ea0-\u1ef9]{0,100}[ăđơư\u1ea0-\u1ef9]){30}")
_SAMPLE = 200_000


def decode(data: bytes, *, declared: str | None = None) -> str:
    """Return the NFC text of `data` with newline line ends.

    Args:
        data: the bytes of a text or of an HTML page.
        declared: the encoding that a page declares of itself; it is tried when the bytes are not UTF-8.

    Raises:
        DamagedDocument: UTF-8 with a few broken bytes.
        UnknownFormat: another encoding, or control characters all over.
    """
    text = _decode(data, declared)
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    if "\r" in text:
        text = _LINE_ENDS.sub("\n", text)
    if len(data) - len(data.translate(None, _CONTROLS)) > len(data) // 50 and not _is_utf16(data):
        raise UnknownFormat(say("read.binary"), remedy=say("read.binary_remedy"))
    return text


def _decode(data: bytes, declared: str | None) -> str:
    try:
        if _is_utf16(data):
            return data.decode("utf-16")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if _is_broken_utf8(data):
            raise DamagedDocument(
                say("read.broken_utf8", position=error.start), remedy=say("read.broken_utf8_remedy")
            ) from error
    for encoding in dict.fromkeys((declared, "cp1258")):
        text = _vietnamese(data, encoding) if encoding else None
        if text is not None:
            return text
    raise UnknownFormat(say("read.encoding"), remedy=say("read.encoding_remedy"))


def _is_broken_utf8(data: bytes) -> bool:
    """Whether `data` is UTF-8 but for a few bytes: nearly all of its non-ASCII decodes."""
    sample = data[:_SAMPLE]
    decoded = sample.decode("utf-8", "ignore")
    foreign = sum(byte > 127 for byte in sample)
    kept = sum(len(letter.encode()) for letter in decoded if letter > "\x7f")
    return _is_utf16(data) or kept * 10 > foreign * 9


def _is_utf16(data: bytes) -> bool:
    return data.startswith((b"\xff\xfe", b"\xfe\xff"))


def _vietnamese(data: bytes, encoding: str) -> str | None:
    """Return `data` in `encoding` when every letter of the outcome is Vietnamese, else None."""
    try:
        text = unicodedata.normalize("NFC", data.decode(encoding))
    except (UnicodeDecodeError, LookupError):
        return None
    foreign = {letter for letter in set(text) if letter > "\x7f"} - _VIETNAMESE - _PRINTED
    return text if not foreign and not is_legacy(text) else None


def is_legacy(text: str) -> bool:
    """Whether the letters of `text` are those of a dead encoding (TCVN3, VNI) shown as Latin-1."""
    sample = text[:_SAMPLE]
    if text.isascii() or _PLAINLY_MODERN.match(text):
        return False
    modern = len(_MODERN.findall(sample))
    strange = max(len(_TCVN3.findall(sample)), len(_VNI.findall(sample)))
    return strange > 3 and strange > modern
