"""The shadow: a text made uniform for matching, with a map back to the text as printed.

The text of a document is never rewritten. Patterns are matched on its shadow, in which spaces, dashes, quotation
marks, look-alike digits and tone placement (hoà → hòa) have one form. Almost every substitution replaces one code
point by one, so the map is the identity; only zero-width characters are left out, and then the shadow keeps a table.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\v\f"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_DOUBLE_QUOTES = "“”„‟«»″＂"
_SINGLE_QUOTES = "‘’‚‛′"
_ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u034f\u00ad"


def _substitutions() -> dict[int, str]:
    table = dict.fromkeys(map(ord, _SPACES), " ")
    table |= dict.fromkeys(map(ord, _DASHES), "-")
    table |= dict.fromkeys(map(ord, _DOUBLE_QUOTES), '"')
    table |= dict.fromkeys(map(ord, _SINGLE_QUOTES), "'")
    table |= {0xD0: "Đ", 0x189: "Đ", 0x2044: "/", 0x2215: "/", 0xFF05: "%", 0xFF0F: "/", 0xFF0C: ",", 0xFF0E: "."}
    for block in (range(0xFF10, 0xFF1A), range(0x1D7CE, 0x1D800)):
        table |= {point: str(unicodedata.digit(chr(point))) for point in block}
    return table


_TABLE = _substitutions()
_ODD = re.compile("[" + "".join(map(re.escape, map(chr, _TABLE))) + "]")
_HIDDEN = re.compile(f"[{_ZERO_WIDTH}]")

# The new placement puts the tone on the first vowel of oa, oe, uy when no consonant follows: hoà → hòa.
_TONES = {"a": "àáảãạ", "e": "èéẻẽẹ", "o": "òóỏõọ", "u": "ùúủũụ", "y": "ỳýỷỹỵ"}
_MOVED = {
    first + late: early + second
    for first, second in (("o", "a"), ("o", "e"), ("u", "y"))
    for late, early in zip(_TONES[second], _TONES[first], strict=True)
}
_MOVED |= {key.capitalize(): value.capitalize() for key, value in _MOVED.items()} | {
    key.upper(): value.upper() for key, value in _MOVED.items()
}
_OLD_PLACEMENT = re.compile("(?<![qQ])(" + "|".join(_MOVED) + r")(?!\w)")


@dataclass(frozen=True)
class Shadow:
    """A text for matching and the offsets of its code points in the source.

    `text` is what patterns see; `offsets` is None when shadow and source have the same length.
    """

    text: str
    offsets: tuple[int, ...] | None = None

    @cached_property
    def lower(self) -> str:
        """The shadow in lower case, code point for code point."""
        lowered = self.text.lower()
        if len(lowered) == len(self.text):
            return lowered
        return "".join(c.lower() if len(c.lower()) == 1 else c for c in self.text)

    def position(self, offset: int) -> int:
        """Map an offset of the source text to the shadow: the first code point that stands at or after it."""
        return offset if self.offsets is None else bisect_left(self.offsets, offset)

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Map a half-open range of the shadow to the range of the source text that it stands for."""
        if self.offsets is None:
            return start, end
        if start >= end:
            return self.offsets[start], self.offsets[start]
        return self.offsets[start], self.offsets[end - 1] + 1


def shadow_of(text: str) -> Shadow:
    r"""Return the shadow of an NFC text.

    >>> shadow_of("Thuỷ sản – 1\\u00a0000 tấn").text
    'Thủy sản - 1 000 tấn'
    """
    offsets: tuple[int, ...] | None = None
    if _HIDDEN.search(text):
        kept = [i for i, c in enumerate(text) if c not in _ZERO_WIDTH]
        offsets = (*kept, len(text))
        text = "".join(text[i] for i in kept)
    if not text.isascii():
        text = _ODD.sub(lambda match: _TABLE[ord(match.group())], text)
        text = _OLD_PLACEMENT.sub(lambda match: _MOVED[match.group()], text)
    return Shadow(text, offsets)
