"""How the cells of a workbook look: the font of a text and the format of a number, where the file says so.

What is printed is the number as its format shows it: 0.815 under "0.0%" is 81,5%.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

_DIGITS = 15  # that a spreadsheet keeps of a number
_LARGEST = Decimal(10) ** _DIGITS
_LITERALS = re.compile(r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[\$(?P<currency>[^-\]]*)[^\]]*\]|\[[^\]]*\]')
_NUMBER = re.compile(r"[#0?](?:,*[#0?])*(?P<decimals>\.[#0?]+)?(?P<scale>,*)")
_PLACEHOLDER = re.compile(r"[#0?]")
_OTHER_KINDS = re.compile(r"(?i)general|[@edmyhs/]")
_MONTH_OR_YEAR, _DAY_OR_HOUR = re.compile(r"(?i)[my]"), re.compile(r"(?i)[dh]")
# The formats that files name by number alone (ECMA-376 part 1, 18.8.30).
BUILT_IN = {
    17: "mmm-yy",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    37: "#,##0",
    38: "#,##0",
}
BUILT_IN |= {39: "#,##0.00", 40: "#,##0.00", 41: "#,##0", 42: "#,##0", 43: "#,##0.00", 44: "#,##0.00"}


@dataclass(frozen=True, slots=True)
class Look:
    """The font of a cell, and how its number is shown: decimals, by which power of ten it is scaled, what follows it.

    `font` and `decimals` are None where the file does not say; `suffix` is a unit or sign that the format writes out,
    and `day` whether a date is shown with its day.
    """

    font: str | None = None
    decimals: int | None = None
    power: int = 0
    percent: bool = False
    suffix: str = ""
    day: bool = True


@lru_cache(maxsize=2_000)
def look_of(font: str | None, number_format: str) -> Look:
    """Return the look that a font and a format code give.

    >>> look_of(None, '#,##0.0_);(#,##0.0)')
    Look(font=None, decimals=1, power=0, percent=False, suffix='', day=True)
    """
    section = number_format.split(";")[0]
    code = _LITERALS.sub("", section)
    match = _NUMBER.search(code)
    if match is None or _OTHER_KINDS.search(code):
        return Look(font, day=not _MONTH_OR_YEAR.search(code) or bool(_DAY_OR_HOUR.search(code)))
    decimals = len(match["decimals"] or ".") - 1
    commas = len(match["scale"])
    percent = "%" in code
    return Look(font, decimals, 2 * percent - 3 * commas, percent, _literal_end(section))


def suffix_of(literal: str) -> str:
    """What of the letters behind a number says something of it: a unit or a sign, no bracket or space alone."""
    text = literal.strip()
    says = text == "%" or any(mark.isalpha() or unicodedata.category(mark) == "Sc" for mark in text)
    return literal.rstrip() if says else ""


def _literal_end(section: str) -> str:
    """What a format writes out behind the number."""
    literals = list(_LITERALS.finditer(section))
    plain = _LITERALS.sub(lambda match: " " * len(match[0]), section)
    end = max(match.end() for match in _PLACEHOLDER.finditer(plain))
    written = (
        match["quoted"] or match["escaped"] or match["currency"] or "" for match in literals if match.start() >= end
    )
    return suffix_of("".join(written))


def printed(value: float, look: Look) -> str:
    """A number as it is shown, with a decimal comma and nothing between thousands."""
    number = Decimal(f"{value:.{_DIGITS}g}").scaleb(look.power)
    if look.decimals is None or not -_LARGEST < number < _LARGEST:
        text = f"{number:f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    else:
        text = f"{number.quantize(Decimal(1).scaleb(-look.decimals), ROUND_HALF_UP):f}"
    return text.replace(".", ",") + ("%" if look.percent else "") + look.suffix
