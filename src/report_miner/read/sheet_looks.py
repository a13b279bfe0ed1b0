"""How the cells of a workbook look: the font of a text and the format of a number, where the file says so.

What is printed is the number as its format shows it: 0.815 under "0.0%" is 81,5%.
"""

from __future__ import annotations

import operator
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

_DIGITS = 15  # that a spreadsheet keeps of a number
_LARGEST = Decimal(10) ** _DIGITS
_SECTIONS = re.compile(r'(?:^|;)((?:"[^"]*"|\\.|[^;])*)')
_CONDITION = re.compile(r"(?:\[|value\(\))(?P<sign><=|>=|<>|!=|<|>|=)\s*(?P<bound>-?\d+(?:\.\d+)?)")
_LITERALS = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[\$(?P<currency>[^-\]]*)[^\]]*\]|\[[^\]]*\]|(?P<sign>[$€£¥₫‰])'
)
_GENERAL = re.compile(r"(?i)general")
_NUMBER = re.compile(r"[#0?](?:,*[#0?])*(?P<decimals>\.[#0?]+)?(?P<scale>,*)")
_PLACEHOLDER = re.compile(r"(?i)general|[#0?]")
_OTHER_KINDS = re.compile(r"(?i)[@edmyhs/]")
_MONTH_OR_YEAR, _DAY_OR_HOUR = re.compile(r"(?i)[my]"), re.compile(r"(?i)[dh]")
_TESTS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq}
_TESTS |= {"<>": operator.ne, "!=": operator.ne}
_SIGNS = ("%", "‰")
Condition = tuple[str, Decimal]
"""The sign of a comparison and the bound that a number is compared with; without a sign, every number meets it."""

ALWAYS: Condition = ("", Decimal(0))
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
class NumberLook:
    """How a number is shown: decimals, by which power of ten it is scaled, what stands before and behind it.

    `decimals` is None where the format does not say; `prefix` and `suffix` are units or signs that the format writes
    out. `instead` is what stands in place of the number where the format shows none, or, without `zero`, no 0.
    """

    decimals: int | None = None
    power: int = 0
    percent: bool = False
    prefix: str = ""
    suffix: str = ""
    digits: bool = True
    zero: bool = True
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """The font of a cell, and how its number is shown.

    `font` is None where the file does not say, and `day` is whether a date is shown with its day. `numbers` are looks
    with the sign and bound of the condition under which each holds; the first that holds decides.
    """

    font: str | None = None
    day: bool = True
    numbers: tuple[tuple[Condition, NumberLook], ...] = ()

    def of(self, number: Decimal) -> NumberLook:
        """How `number` is shown."""
        holding = (look for (sign, bound), look in self.numbers if not sign or _TESTS[sign](number, bound))
        return next(holding, NumberLook())


@lru_cache(maxsize=2_000)
def look_of(font: str | None, number_format: str) -> Look:
    """Return the look that a font and a format code give.

    A code has up to four sections: for positive numbers, negative ones, zero and texts, or under its own conditions.

    >>> printed(1234.56, look_of(None, '#,##0.0;;"không"')), printed(-5, look_of(None, '#,##0.0;;"không"'))
    ('1234,6', '')
    """
    sections = [match[1] for match in _SECTIONS.finditer(number_format)][:3]
    code = _LITERALS.sub("", sections[0])
    if not number_format or _is_other_kind(code):
        return Look(font, day=not _MONTH_OR_YEAR.search(code) or bool(_DAY_OR_HOUR.search(code)))
    return Look(font, numbers=tuple(zip(_conditions(sections), map(_number_look, sections), strict=True)))


def _conditions(sections: list[str]) -> Iterator[Condition]:
    usual = {1: [""], 2: [">=", ""], 3: [">", "<", ""]}[len(sections)]
    for section, sign in zip(sections, usual, strict=True):
        yield condition_of(section) or (sign, Decimal(0))


def condition_of(text: str) -> Condition | None:
    """Return the condition that is written in `text`.

    >>> condition_of("[>=1000]0"), condition_of("value()<0"), condition_of("0")
    (('>=', Decimal('1000')), ('<', Decimal('0')), None)
    """
    match = _CONDITION.search(text)
    return (match["sign"], Decimal(match["bound"])) if match else None


def _number_look(section: str) -> NumberLook:
    code = _LITERALS.sub("", section)
    if _is_other_kind(code):
        return NumberLook()
    plain = _LITERALS.sub(lambda found: " " * len(found[0]), section)
    places = [found.span() for found in _PLACEHOLDER.finditer(plain)]
    if not places:
        return NumberLook(digits=False, instead=_written(section, 0, len(section)).strip() or code.strip())
    before, behind = _written(section, 0, places[0][0]), _written(section, places[-1][1], len(section))
    prefix, suffix = signs_of(before, behind)
    match = _NUMBER.search(code)
    if match is None:
        return NumberLook(prefix=prefix, suffix=suffix)
    percent = "%" in code
    return NumberLook(
        decimals=len(match["decimals"] or ".") - 1,
        power=2 * percent - 3 * len(match["scale"]),
        percent=percent,
        prefix=prefix,
        suffix=suffix,
        zero="0" in code,
        instead=before.strip(),
    )


def _is_other_kind(code: str) -> bool:
    """Whether a format shows dates, times, fractions, powers of ten or texts."""
    return _OTHER_KINDS.search(_GENERAL.sub("", code)) is not None


def _written(section: str, start: int, end: int) -> str:
    """What a format writes out between two places of it."""
    found = (match for match in _LITERALS.finditer(section) if start <= match.start() < end)
    return "".join(match["quoted"] or match["escaped"] or match["currency"] or match["sign"] or "" for match in found)


def signs_of(before: str, behind: str) -> tuple[str, str]:
    """What of the letters around a number says something of it: a unit or a sign, no bracket or space alone.

    A currency stands behind its number, where a minus does not part them.

    >>> signs_of("$", ""), signs_of("Năm ", ""), signs_of("(", ")")
    (('', ' $'), ('Năm ', ''), ('', ''))
    """
    suffix = behind.rstrip() if behind.strip() in _SIGNS or _says(behind) else ""
    if not _says(before):
        return "", suffix
    return ("", f"{suffix} {before.strip()}") if _is_currency(before.strip()) else (before.lstrip(), suffix)


def _says(literal: str) -> bool:
    return any(mark.isalpha() or _is_currency(mark) for mark in literal)


def _is_currency(text: str) -> bool:
    return len(text) == 1 and unicodedata.category(text) == "Sc"


def printed(value: float, look: Look) -> str:
    """A number as it is shown, with a decimal comma and nothing between thousands; negative ones keep their minus."""
    exact = Decimal(f"{value:.{_DIGITS}g}")
    shown = look.of(exact)
    number = exact.scaleb(shown.power)
    if shown.decimals is not None and -_LARGEST < number < _LARGEST:
        number = number.quantize(Decimal(1).scaleb(-shown.decimals), ROUND_HALF_UP)
        text = f"{number:f}"
    else:
        text = f"{number:f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    if not shown.digits or (number == 0 and not shown.zero):
        return shown.instead
    return shown.prefix + text.replace(".", ",") + ("%" if shown.percent else "") + shown.suffix
