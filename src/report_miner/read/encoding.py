"""Bytes to text: UTF-8, UTF-16 or UTF-32 with a mark, the dead encodings; anything else is an error, no garbage."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from report_miner.clean.charsets import Charset
from report_miner.clean.evidence import evidence_of
from report_miner.errors import DamagedDocument, UnknownFormat
from report_miner.read.detect import wide_encoding
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

_SAMPLE = 200_000
_WITH_CONTROLS = (Charset.VISCII, Charset.VPS)
_SHOWN = [bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256)]


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with newline line ends, and the dead encoding that its bytes were in."""

    text: str
    charset: Charset | None = None


def decode(data: bytes, *, declared: str | None = None) -> Decoded:
    """Return the text of `data`; letters and marks are as the bytes have them, not yet composed.

    Args:
        data: the bytes of a text or of an HTML page.
        declared: the encoding that a page declares of itself; it is tried when the bytes are not UTF-8.

    Raises:
        DamagedDocument: UTF-8 with a few broken bytes.
        UnknownFormat: an encoding that cannot be told, or control characters all over.
    """
    found = _decode(data, declared)
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if controls > len(data) // 50 and not wide_encoding(data) and found.charset not in _WITH_CONTROLS:
        raise UnknownFormat(say("read.binary"), remedy=say("read.binary_remedy"))
    return Decoded(_LINE_ENDS.sub("\n", found.text), found.charset) if "\r" in found.text else found


def _decode(data: bytes, declared: str | None) -> Decoded:
    try:
        if wide := wide_encoding(data):
            return Decoded(data.decode(wide))
        return Decoded(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        if _is_broken_utf8(data):
            raise DamagedDocument(
                say("read.broken_utf8", position=error.start), remedy=say("read.broken_utf8_remedy")
            ) from error
    shown = "".join(map(_SHOWN.__getitem__, data))
    reading = evidence_of(shown[:_SAMPLE]).clear
    if reading:
        return Decoded(reading.apply(shown), reading.charset)
    for encoding in dict.fromkeys((declared, "cp1258")):
        text = _vietnamese(data, encoding) if encoding else None
        if text is not None:
            return Decoded(text)
    raise UnknownFormat(say("read.encoding"), remedy=say("read.encoding_remedy"))


def _is_broken_utf8(data: bytes) -> bool:
    """Whether `data` is UTF-8 but for a few bytes: nearly all of its non-ASCII decodes."""
    sample = data[:_SAMPLE]
    decoded = sample.decode("utf-8", "ignore")
    foreign = sum(byte > 127 for byte in sample)
    kept = sum(len(letter.encode()) for letter in decoded if letter > "\x7f")
    return wide_encoding(data) is not None or kept * 10 > foreign * 9


def _vietnamese(data: bytes, encoding: str) -> str | None:
    """Return `data` in `encoding` when every letter of the outcome is Vietnamese, else None."""
    try:
        text = unicodedata.normalize("NFC", data.decode(encoding))
    except (UnicodeDecodeError, LookupError):
        return None
    foreign = {letter for letter in set(text) if letter > "\x7f"} - _VIETNAMESE - _PRINTED
    return None if foreign else text
