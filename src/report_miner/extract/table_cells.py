"""The numbers inside the cells of a table: a cell counts when it holds a number with its unit and nothing else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from report_miner.clean.shadow import Shadow
from report_miner.extract.cues import Cues
from report_miner.extract.masks import MaskScanner
from report_miner.extract.number_atoms import NumberStyle, read_digits
from report_miner.extract.numbers import Number, NumberForm, NumberGrammar
from report_miner.extract.periods import PeriodMention, find_periods
from report_miner.extract.status import StatusContext
from report_miner.extract.table_units import ScaledUnit, UnitWords
from report_miner.extract.units import Family
from report_miner.language.sentences import Sentence
from report_miner.model import Bound, Cell, Change
from report_miner.patterns import Patterns, TableRole

_LONGEST = 80
_PLAIN = re.compile(
    r"(?P<open>\()?(?:(?P<sign>[+-])|(?P<arrow>[▲▼↑↓]))?[ ]?"
    r"(?P<digits>[0-9]{1,3}(?:[ ][0-9]{3})+(?:,[0-9]+)?|[0-9]+(?:[.,][0-9]+)*)"
    r"(?:[ ]?/[ ]?(?P<total>[0-9]{1,6}(?:\.[0-9]{3})*))?[ ]?(?P<percent>%)?(?(open)[ ]?\))(?:[ ]?\*{1,3})?"
)
_YEAR = re.compile(r"(?:19[5-9]|20[0-9])[0-9]")
_CODE = re.compile(r"0[0-9]{3,}|[0-9]{11,}(?<!000)")  # round ones are money
_DOT_DECIMAL = re.compile(r"[0-9]{1,4}\.(?:[0-9]{1,2}|[0-9]{4,})")
_COMMA_DECIMAL = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})*,(?:[0-9]{1,2}|[0-9]{4,})|[0-9]{4,},[0-9]+")
_COMMA_ROUND = re.compile(r"[1-9][0-9]{0,2},[0-9]00")
_COMMA_PLAIN = re.compile(r"[0-9]+,[0-9]+")
_COMMA_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3}){2,}|[1-9][0-9]{0,2}(?:,[0-9]{3})+\.[0-9]+")
_SYMBOLS = {"≥": Bound.AT_LEAST, ">=": Bound.AT_LEAST, "≤": Bound.AT_MOST, "<=": Bound.AT_MOST} | {
    ">": Bound.ABOVE,
    "<": Bound.BELOW,
    "~": Bound.ABOUT,
    "≈": Bound.ABOUT,
}
_SIGNS = {
    "+": Change.INCREASE,
    "▲": Change.INCREASE,
    "↑": Change.INCREASE,
    "▼": Change.DECREASE,
    "↓": Change.DECREASE,
}
_REMARK = re.compile(r"\s*\([^()]*\)$")  # "15 (đợt 2)"
_PART_BEFORE = re.compile(r"\s*\(\s*([^\d()]*?)\s*:?\s*")
_PART_AFTER = re.compile(r"\s*([^\d()%,;:]*[^\d()%,;:\s])\s*\)")
_LONGEST_PART = 6
_COMPARED = re.compile(r"\s*so (?:với )?[^()\d,;]*(?:\d{4})?(?=\s*[),;]|$)")
_SYMBOL = re.compile(r"\s*(≥|>=|≤|<=|>|<|~|≈)\s*")
_NOTHING_ELSE = re.compile(r"[\s().,;:*]*")
_LAST_DAY, _LAST_MONTH = 31, 12
_MOST_NUMBERS = 3


@dataclass(frozen=True, slots=True)
class CellNumber:
    """A number of a cell, at a range of the shadow, with what is printed beside it: "giảm khoảng 3 vụ".

    `change` is None where the cell does not say whether its number is one; `aside` tells that it stands in brackets
    behind another, `planned` that it is set against a plan ("85/80 ha KH"); `part` names what of the number before it
    one in brackets counts: "15 (6 nữ)". `base` is the time that a difference in brackets is measured from, `slash`
    the range between both numbers of "12/15".
    """

    number: Number
    unit: ScaledUnit | None = None
    bound: Bound = Bound.EQUAL
    change: Change | None = None
    aside: bool = False
    part: str = ""
    planned: bool = False
    base: PeriodMention | None = None
    slash: tuple[int, int] | None = None


def is_year(text: str) -> bool:
    """Whether a cell holds four digits that may be a year."""
    return _YEAR.fullmatch(text) is not None


def style_of(texts: Iterable[str], whole_document: NumberStyle) -> NumberStyle:
    """Return how a table prints its numbers, from the cells that leave no doubt; else as the document does."""
    found: Counter[str] = Counter()
    for text in texts:
        bare = text.strip("%+-()* ")
        found["dot"] += _DOT_DECIMAL.fullmatch(bare) is not None
        found["comma"] += _COMMA_DECIMAL.fullmatch(bare) is not None
        found["thousands"] += _COMMA_THOUSANDS.fullmatch(bare) is not None
        found["round"] += _COMMA_ROUND.fullmatch(bare) is not None
        found["with comma"] += _COMMA_PLAIN.fullmatch(bare) is not None
    if found["dot"] + found["thousands"] > found["comma"]:
        return NumberStyle(dot_decimal=True, comma_thousands=True)
    if found["comma"]:
        return NumberStyle()
    if found["round"] > 1 and found["round"] == found["with comma"]:  # 49,500 and 52,300: no decimals end so
        return NumberStyle(dot_decimal=True, comma_thousands=True)
    return replace(whole_document, split=False)


class CellReader:
    """Reads the numbers of cells; built once from the patterns."""

    def __init__(
        self, numbers: NumberGrammar, masks: MaskScanner, cues: Cues, units: UnitWords, patterns: Patterns
    ) -> None:
        self._numbers = numbers
        self._leads = patterns.tables.leads
        self._mark_of_part = patterns.tables.roles[TableRole.PART]
        self._plan = patterns.tables.roles[TableRole.TARGET]
        self._masks = masks
        self._cues = cues
        self._units = units

    def read(self, cell: Cell, shadow: Shadow, style: NumberStyle) -> Sequence[CellNumber]:
        """Return the numbers of a cell that holds nothing else; nothing for a cell of words, a date or a code."""
        start, end = shadow.position(cell.start), shadow.position(cell.end)
        if not 0 < end - start <= _LONGEST:
            return ()
        text = shadow.text[start:end]
        if not any(map(str.isdigit, text)):
            return ()
        if plain := _PLAIN.fullmatch(text):
            number = _plain_number(plain, start, style)
            return (number,) if number else ()
        if found := self._worded(text, shadow.lower[start:end], start, style):
            return found
        plain = _PLAIN.fullmatch(text[: remark.start()]) if (remark := _REMARK.search(text)) else None
        number = _plain_number(plain, start, style) if plain and not is_year(plain.group()) else None
        return (number,) if number else ()

    def _worded(self, text: str, lower: str, offset: int, style: NumberStyle) -> Sequence[CellNumber]:
        """Numbers with a unit, a comparator, a share or a part in brackets: "≥ 95%", "9/11 (81,8%)", "15 (6 nữ)"."""
        times = list(find_periods(lower))
        blocked = [(time.start, time.end) for time in times]
        blocked += [(mask.start, mask.end) for mask in self._masks.find(text, lower)]
        numbers = self._numbers.find(text, lower, sorted(blocked), style)
        if not 0 < len(numbers) <= _MOST_NUMBERS:
            return ()
        bounds = self._cues.read(
            lower, Sentence(0, len(text), 0), [(n.start, n.end) for n in numbers], StatusContext()
        )
        found: list[CellNumber] = []
        position = 0
        ends = [*(number.start for number in numbers[1:]), len(text)]
        for read, cue, end in zip(numbers, bounds, ends, strict=True):
            before, bound = _without_symbol(text[position : read.start])
            joined = bool(found) and _joins(before, found[-1].unit, read)
            aside = bool(found) and before.strip() == "(" and read.form is NumberForm.PLAIN
            part = self._part(before, text, read.end) if found else ""
            before, number, sign = _signed("" if joined or part else before, read)
            if bound is None:
                bound = cue.bound.bound
                before = _without(before, position, cue.bound.span)
            before = _without(before, position, cue.change.verb)
            change = cue.change.change if cue.change.verb else None
            if before.strip(" (,;").lower() in self._leads:
                before, change = "", Change.NONE
            unit, position = self._unit(text, number, end)
            if part and unit is None and (after := _PART_AFTER.match(text, number.end)):
                position = after.end(1)
                if unit := self._units.counted(part, bare=True):
                    part = part[unit.unit.end - unit.unit.start :].strip()
            if not _NOTHING_ELSE.fullmatch(before) or (joined and unit is None):
                return ()
            if cue.bound.span and cue.bound.span[0] >= position and not text[position : cue.bound.span[0]].strip():
                position = cue.bound.span[1]
            moved = number._replace(start=number.start + offset, end=number.end + offset)
            base = None
            if compared := _COMPARED.match(lower, position):
                base = next((time for time in times if compared.start() < time.start < compared.end()), None)
                position = compared.end()
            planned = self._plan.search(lower, read.end, position) is not None
            found.append(CellNumber(moved, unit, bound, sign or change, aside and not part, part, planned, base))
        return found if _NOTHING_ELSE.fullmatch(text[position:]) else ()

    def _part(self, before: str, text: str, end: int) -> str:
        """The words in brackets that say what of the cell's number the number among them counts."""
        opened = _PART_BEFORE.fullmatch(before)
        if opened is None:
            return ""
        mark = self._mark_of_part.match(f"{opened[1].lower()} ") if opened[1] else None
        named = opened[1][mark.end() :].strip() if mark else ""
        after = _PART_AFTER.match(text, end)
        if opened[1] and mark is None:
            return ""
        part = named or (after[1] if after else "")
        return part if len(part.split()) <= _LONGEST_PART and not self._units.read(part) else ""

    def _unit(self, text: str, number: Number, end: int) -> tuple[ScaledUnit | None, int]:
        """The unit after a number, which reaches to the next number, a bracket or the end of the cell."""
        stop = text.find("(", number.end, end)
        stop = stop if stop >= 0 else end
        words = re.split(r"\s+(?:trở lên|trở xuống)\b|[,;]", text[number.end : stop])[0]
        words = words.rstrip(" /") if stop < len(text) else words
        if plan := self._plan.search(words.lower()):  # "86.420 ha/86.000 ha KH"
            unit = self._units.read(words[: plan.start()])
            return unit, number.end + len(words)
        unit = self._units.read(words) if words.strip() else None
        return (unit, number.end + len(words)) if unit else (None, number.end)


def _without_symbol(before: str) -> tuple[str, Bound | None]:
    symbol = _SYMBOL.fullmatch(before)
    return ("", _SYMBOLS[symbol[1]]) if symbol else (before, None)


def _joins(between: str, unit: ScaledUnit | None, number: Number) -> bool:
    """Whether a slash joins two counts, "02 lớp/120 người"; before 1, 100 or 10.000 it says per how many."""
    counted = unit is not None and unit.unit.family is Family.COUNTED
    return counted and between.strip() == "/" and number.value.normalize().as_tuple().digits != (1,)


def _signed(before: str, number: Number) -> tuple[str, Number, Change | None]:
    """Take the sign right before a number from the words before it: "-5 (-35,7%)"."""
    sign = before[-1:]
    if sign == "-":
        return before[:-1], number._replace(start=number.start - 1, value=-number.value), None
    return (before[:-1], number, Change.INCREASE) if sign == "+" else (before, number, None)


def _without(before: str, offset: int, span: tuple[int, int] | None) -> str:
    """The words before a number, with blanks in place of its comparator or of the verb of its change."""
    if span is None or span[0] < offset or span[1] > offset + len(before):
        return before
    return before[: span[0] - offset] + " " * (span[1] - span[0]) + before[span[1] - offset :]


def _plain_number(plain: re.Match[str], offset: int, style: NumberStyle) -> CellNumber | None:
    digits, total = plain["digits"], plain["total"]
    if _CODE.fullmatch(digits) or (total and _is_date(digits, total)):
        return None
    read = read_digits(digits.replace(" ", ""), style, whole=False)
    if read is None:
        return None
    value, ambiguous = read
    bracketed = plain["open"] is not None and plain["sign"] is None and not plain["percent"]
    if bracketed and is_year(digits):
        return None
    negative = plain["sign"] == "-" or bracketed
    start = plain.start() if bracketed else plain.start("sign") if plain["sign"] == "-" else plain.start("digits")
    end = plain.end("percent") if plain["percent"] else plain.end("total") if total else plain.end("digits")
    form = NumberForm.PERCENT if plain["percent"] else NumberForm.RATIO if total else NumberForm.PLAIN
    number = Number(
        start=start + offset,
        end=(plain.end() if bracketed else end) + offset,
        value=-value if negative else value,
        total=Decimal(total.replace(".", "")) if total else None,
        form=form,
        ambiguous=ambiguous,
        pattern="table",
    )
    slash = (plain.end("digits") + offset, plain.start("total") + offset) if total else None
    return CellNumber(number, change=_SIGNS.get(plain["sign"] or plain["arrow"]), slash=slash)


def _is_date(day: str, month: str) -> bool:
    """Whether n/m is rather a day and a month, or a month and a year, than a part of a whole."""
    if not (day.isdecimal() and month.isdecimal()):
        return False
    if is_year(month) and 0 < int(day) <= _LAST_MONTH:
        return True
    return int(day) > int(month) and int(day) <= _LAST_DAY and 0 < int(month) <= _LAST_MONTH and day != "00"
