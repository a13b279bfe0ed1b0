"""Classes of characters as arrays, so that those of whole pages are looked up at once."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from report_miner.clean.evidence import is_hint

Flags = NDArray[np.bool_]


def _letters(is_one: Callable[[str], bool]) -> Flags:
    """For which UTF-16 codes `is_one` holds."""
    return np.fromiter(map(is_one, map(chr, range(0x10000))), np.bool_, 0x10000)


def _is_odd(letter: str) -> bool:
    """Whether a character may be none of the text, or not by itself."""
    control = letter < " " and not letter.isspace()
    mark = "\u0300" <= letter <= "\u036f"
    return control or mark or "\ud800" <= letter <= "\udfff" or letter in "\u00ad\ufffd\ufffe\uffff"


BLANK = _letters(str.isspace)
LETTER = _letters(str.isalpha)
DIGIT = _letters(str.isdecimal)
NUMERIC = _letters(lambda letter: letter.isdecimal() or letter == "%")
VOWEL = _letters(lambda letter: unicodedata.normalize("NFD", letter)[0].lower() in "aeiouy")
TALL = _letters(lambda letter: letter.isupper() and unicodedata.normalize("NFD", letter) != letter)
ODD = _letters(_is_odd)
HINT = _letters(is_hint)
