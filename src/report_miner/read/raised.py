"""What is set above the line: the power of a unit or of ten, or the mark of a note, no part of the number."""

from __future__ import annotations

import re

_DIGITS = re.compile(r"\d{1,2}")
_NOTE_MARK = re.compile(r"[(\[]?\s*(?:\d{1,2}|\*{1,3})\s*[)\]]?")
_UNIT = re.compile(r"(?:^|[\W\d_])[cdkm]?m$")
_TEN = re.compile(r"(?:^|[^\d.,])10$")
_POWER = re.compile(r"[3-9]|1\d")  # of ten; a 1 or 2 behind it is the mark of a note rather
_ABOVE = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")


def exponent(text: str) -> str:
    """Return the text with its digits as they are printed above the line.

    >>> exponent("6")
    '⁶'
    """
    return text.translate(_ABOVE)


def raised(before: str, text: str) -> str:
    """Return what stands for `text` that is set above the line right behind `before`.

    The mark of a note on a word or a number is left out, as are the marks that Word sets by itself.

    >>> raised("120 m", "2"), raised("10", "6"), raised("có 25", "1")
    ('2', '⁶', '')
    """
    if not before or before[-1].isspace() or not _NOTE_MARK.fullmatch(text.strip()):
        return text
    if _UNIT.search(before) and _DIGITS.fullmatch(text.strip()):
        return text
    return exponent(text) if _TEN.search(before) and _POWER.fullmatch(text.strip()) else ""
