"""The shadow: a text made uniform for matching, with a map back to the text as printed.

The text of a document is never rewritten. Patterns are matched on its shadow, in which spaces, dashes, quotation
marks, look-alike digits, tone placement (hoà → hòa), i for y (kì → kỳ) and the word for a quarter (quí II → quý II)
have one form. Almost every substitution replaces one code point by one, so the map is the identity; only zero-width
characters, the marks that Markdown puts around titles and strong words, and needless blanks (beyond the first between
two words, at the ends of a line, inside of brackets, before a comma) are left out, and missing blanks (before a
bracket, behind a comma) put in, and then the shadow keeps a table.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from report_miner.clean.alphabet import LOWER, UPPER
from report_miner.model import BlockKind, Document

_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\v\f"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_DOUBLE_QUOTES = "“”„‟«»″＂"
_SINGLE_QUOTES = "‘’‚‛′"
_ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u034f\u00ad"


def _substitutions() -> dict[str, str]:
    table = dict.fromkeys(_DASHES, "-")
    table |= dict.fromkeys(_DOUBLE_QUOTES, '"')
    table |= dict.fromkeys(_SINGLE_QUOTES, "'")
    table |= {"\u00d0": "Đ", "\u0189": "Đ", "\u2044": "/", "\u2215": "/"}
    table |= {"\uff05": "%", "\uff0f": "/", "\uff0c": ",", "\uff0e": "."}
    for block in (range(0xFF10, 0xFF1A), range(0x1D7CE, 0x1D800)):
        table |= {chr(point): str(unicodedata.digit(chr(point))) for point in block}
    return table


_ODD = _substitutions()
_ODD_SPACE = re.compile(f"[{_SPACES}]")
_LETTER = r"[^\W\d_]"
_HEADING_MARKS = r"(?<![^\n])#{1,6} +(?=\S)"
_STRONG_MARKS = r"(?<![*\w])\*\*(?=[^\s*][^*\n]*\*\*(?!\*))|(?<=[^\s*])\*\*(?![*\w])"
_MARKDOWN = re.compile(f"{_HEADING_MARKS}|{_STRONG_MARKS}")
_HIDDEN = re.compile(f"[{_ZERO_WIDTH}]+")
_NEEDLESS = re.compile(
    "|".join(
        (
            r" +(?=\n)",
            r"(?<=[ \n]) +",
            r"(?<=\() +(?=\w)",
            r" +(?=\))(?<=[\w%] )",
            r" +(?=%)(?<=\d )",
            rf" +(?=[,;] |: {_LETTER})(?<=[\w%)\"”] )",
        )
    )
)
_SIGNS_OF_NEEDLESS = ("  ", "\n ", " \n", "( ", " )", " ,", " ;", " :", " %")
# What has no blank beside it: "-Trồng trọt", "xuất khẩu:gạo", "bảo hiểm y tế(BHYT)đạt", "12 xã.Huyện".
_GLUED = re.compile(
    r"[-–+*•.,:;()?!](?:"
    rf"(?<!.[-–+*•])(?<=[-–+*•])(?={_LETTER}{{2}})"
    rf"|(?<={_LETTER}{{2}}[,:;])(?={_LETTER}{{2}}|\d)"
    rf"|(?<=[{LOWER}\d%][{LOWER}\d%)][.?!])(?=[{UPPER}][{LOWER}])"
    rf"|(?<={_LETTER}{{2}}\()(?=\w)"
    rf"|(?<=\w\))(?={_LETTER}{{2}}))"
)

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
_Y_OF_I = dict(zip("ìíỉĩịÌÍỈĨỊ", "ỳýỷỹỵỲÝỶỸỴ", strict=True)) | {"i": "y", "I": "Y"}
_WITH_I = re.compile(r"(?<!\w)(?:k[ìíỉĩị]|l[íị]|mĩ|tỉ(?! (?:mỉ|tê)(?!\w))|(?<=\bcông )ti)(?!\w)", re.IGNORECASE)
_RUNNING = (BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.NOTE)
_BREAK = re.compile(r"\n(\w)")
_FIRST, _SECOND = ("".join(sorted({key[place] for key in _MOVED})) for place in (0, 1))
_OLD_PLACEMENT = re.compile(rf"[{_FIRST}](?<![qQ].)[{_SECOND}](?!\w)")
_QUARTER = re.compile(r"(?<!\w)(?:qu|Qu|QU)[íÍ](?= (?:[IVX]+|[1-4]|này|trước|tới|đầu|cuối)(?!\w))")


@dataclass(frozen=True)
class Shadow:
    """A text for matching and the offsets of its code points in the source.

    `text` is what patterns see; `offsets` is None when shadow and source have the same length.
    """

    text: str
    offsets: Sequence[int] | None = None

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


def document_shadow(document: Document) -> Shadow:
    """Return the shadow of a document's text, its paragraphs each in one line."""
    return _of_paragraphs(document.text, _broken(document))[1]


def tidied_document(document: Document) -> Shadow:
    """Return the text of a document as `tidied`, its paragraphs each in one line."""
    return _of_paragraphs(document.text, _broken(document))[0]


def _broken(document: Document) -> tuple[tuple[int, int], ...]:
    """The paragraphs of a document that run over several lines, and the line breaks inside the lines of a title."""
    text = document.text
    spans: list[tuple[int, int]] = []
    for block in document.blocks:
        if block.kind is BlockKind.TITLE:
            breaks = _BREAK.finditer(text, block.start, block.end)
            spans += ((each.start(), each.start() + 1) for each in breaks if not each[1].isupper())
        elif block.kind in _RUNNING and text.find("\n", block.start, block.end) >= 0:
            spans.append((block.start, block.end))
    return tuple(spans)


@lru_cache(maxsize=1)  # the stages ask for it one after another
def _of_paragraphs(text: str, broken: tuple[tuple[int, int], ...]) -> tuple[Shadow, Shadow]:
    parts: list[str] = []
    kept = 0
    for start, end in broken:
        parts += (text[kept:start], text[start:end].replace("\n", " "))
        kept = end
    tidy = tidied("".join((*parts, text[kept:])))
    return tidy, _uniform(tidy)


def shadow_of(text: str) -> Shadow:
    r"""Return the shadow of an NFC text.

    >>> shadow_of("Thuỷ sản – 1\u00a0000 tấn").text
    'Thủy sản - 1 000 tấn'
    """
    return _uniform(tidied(text))


def tidied(text: str) -> Shadow:
    r"""Return an NFC text with plain spaces, without what is not seen and needless blanks, with the missing ones.

    >>> tidied("BÁO  CÁO\u00a0năm – 2024 ").text
    'BÁO CÁO năm – 2024 '
    >>> tidied("có 12 xã,thị trấn ( đạt 60% )").text
    'có 12 xã, thị trấn (đạt 60%)'
    """
    characters = set(text)
    if not characters.isdisjoint(_SPACES):
        text = _ODD_SPACE.sub(" ", text)
    tidy = Shadow(text)
    if not characters.isdisjoint(_ZERO_WIDTH):
        tidy = _edited(tidy, _HIDDEN, _nothing)
    if "**" in text or "# " in text:
        tidy = _edited(tidy, _MARKDOWN, _nothing)
    if any(sign in tidy.text for sign in _SIGNS_OF_NEEDLESS):
        tidy = _edited(tidy, _NEEDLESS, _nothing)
    return _edited(tidy, _GLUED, _spaced)


def _nothing(_: str) -> str:
    return ""


def _spaced(mark: str) -> str:
    return " (" if mark == "(" else f"{mark} "


def _edited(shadow: Shadow, pattern: re.Pattern[str], new: Callable[[str], str]) -> Shadow:
    """Put what `new` makes of each match in its place: nothing, or the one character with a blank beside it.

    A blank that is put in stands for the character before it.
    """
    parts: list[str] = []
    kept = array("I")
    end = 0
    for match in pattern.finditer(shadow.text):
        parts += (shadow.text[end : match.start()], new(match.group()))
        kept.extend(range(end, match.start()))
        if parts[-1]:
            kept.extend((match.start() - parts[-1].startswith(" "), match.start()))
        end = match.end()
    if not parts:
        return shadow
    kept.extend(range(end, len(shadow.text) + 1))
    offsets = kept if shadow.offsets is None else array("I", (shadow.offsets[place] for place in kept))
    return Shadow("".join((*parts, shadow.text[end:])), offsets)


def _uniform(tidy: Shadow) -> Shadow:
    """The shadow of a tidy text: each code point for one."""
    text = tidy.text
    if text.isascii():
        return tidy
    for character in _ODD.keys() & set(text):
        text = text.replace(character, _ODD[character])
    text = _OLD_PLACEMENT.sub(lambda match: _MOVED.get(match.group(), match.group()), text)
    text = _WITH_I.sub(lambda match: match.group()[:-1] + _Y_OF_I[match.group()[-1]], text)
    if "uí" in text or "UÍ" in text:
        text = _QUARTER.sub(lambda match: match.group().replace("í", "ý").replace("Í", "Ý"), text)
    return Shadow(text, tidy.offsets)
