"""The numbers of a text: digits with their separators, scale words, percent, tallies, ranges, and number words.

Separators follow the Vietnamese habit (`.` thousands, `,` decimals) unless the document clearly does otherwise; a
document out of a PDF may tear its digits apart ("1 66,9 nghìn tỷ"). Both are seen once for the whole document
(`NumberStyle`). Reading goes in three steps: atoms (one printed number each), a choice of those that state an amount,
and numbers (atoms joined to tallies, sums such as "1 triệu 200 nghìn", and ranges).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from report_miner.clean.shadow import shadow_of
from report_miner.extract.number_atoms import (
    BEYOND,
    Atom,
    AtomScanner,
    Blocked,
    NumberStyle,
    atom_value,
    number_style,
    read_digits,
)
from report_miner.extract.number_context import Surroundings
from report_miner.extract.number_words import value_of_words
from report_miner.extract.word_trie import any_of
from report_miner.patterns import NumberWords, Patterns, Units, load_patterns

__all__ = ["Number", "NumberForm", "NumberStyle", "find_numbers", "number_style", "parse_number"]


class NumberForm(StrEnum):
    """How a number is printed."""

    PLAIN = "plain"
    PERCENT = "percent"
    RATIO = "ratio"


class Number(NamedTuple):
    """A number as printed at `start:end` of the shadow: digits, attached scale word or `%`, not the counted noun.

    `value` has the scale applied; `value_to` is the upper end of a range; `total` the m of n/m. `spelled` says that
    it is in words, `scaled` that a scale word or suffix was applied, `ambiguous` that the separators allow another
    reading. `currency` is set where a currency sign is written onto the number; `pattern` names the rule.
    """

    start: int
    end: int
    value: Decimal
    value_to: Decimal | None = None
    total: Decimal | None = None
    form: NumberForm = NumberForm.PLAIN
    spelled: bool = False
    scaled: bool = False
    currency: str | None = None
    ambiguous: bool = False
    pattern: str = "digits"


def find_numbers(
    shadow_text: str, lower: str, blocked: Sequence[tuple[int, int]], *, style: NumberStyle | None = None
) -> list[Number]:
    """Return the numbers of a text that state an amount, in order and without overlaps.

    Args:
        shadow_text: the shadow of a document or of a part of it.
        lower: the same in lower case, code point for code point.
        blocked: ranges in which no number is looked for (masks, period mentions, names).
        style: the style of the whole document where `shadow_text` is a part of one.
    """
    return number_grammar(load_patterns()).find(shadow_text, lower, blocked, style or number_style(lower))


def parse_number(text: str) -> Decimal:
    """Return the number that `text` spells in digits or in words; a percent or currency sign is left aside.

    >>> parse_number("1,2 triệu"), parse_number("hai mươi mốt nghìn không trăm mười một")
    (Decimal('1200000.0'), Decimal('21011'))

    Raises:
        ValueError: it is no number, or more than one.
    """
    return number_grammar(load_patterns()).parse(text)


@cache
def number_grammar(patterns: Patterns) -> NumberGrammar:
    """Return the grammar that numbers.yaml and units.yaml of `patterns` describe."""
    return NumberGrammar(patterns.numbers, patterns.units, patterns.abbreviations)


class _Read(NamedTuple):
    """An atom and the number that it is by itself."""

    atom: Atom
    number: Number

    @property
    def scale(self) -> Decimal | None:
        """What its scale words multiply the digits with, None where there are none."""
        atom = self.atom
        return self.number.value if (atom.scale_words or atom.suffix) and not atom.spelled else None


_TO = re.compile(r"[ ]?-[ \n]?|[ ]?-[ ]|[ \n](?:đến|tới)[ \n](?:(?:dưới|trên|gần|hơn|khoảng|tăng|giảm|thêm) )?")
_UNIT_TO = re.compile(r"(?P<unit>[ ]?[^\W\d_]+[23]?(?:[ ][^\W\d_]+){0,2})(?:[ ](?:đến|tới)[ ]|[ ]?-[ ]?)")
_BETWEEN_AND = re.compile(r"(?P<unit>(?:[ ][^\W\d_]+){0,3})[ ]và[ ]")
_BETWEEN = re.compile(r"(?<!\w)giữa[ ]$")
_OF = re.compile(r"(?P<unit>[ ][^\W\d_]+(?:[ ][^\W\d_]+){0,2})[ ]?/[ ]?")
_OF_SCALED = re.compile(r"(?P<unit>(?:[ ][^\W\d_]\w*(?:[ ][^\W\d_]+){0,2})?)[ ]?/[ ]?")
_PER_SO_MANY = re.compile(r" (?!đồng)[^\W\d_]")
_LONGEST_GAP = 32
_COMMA = ", "
# How many times as much one of the numbers may be that share a scale word.
_ALIKE = 100
_PARSED = re.compile(r"[.,]?[0-9]+(?:[.,][0-9]+)*|[^\W\d_]+")


class NumberGrammar:
    """Finds and parses numbers by the vocabulary of patterns/."""

    def __init__(self, words: NumberWords, units: Units, abbreviations: Collection[str]) -> None:
        self._words = words
        self._scanner = AtomScanner(words)
        self._surroundings = Surroundings(words, units, abbreviations)
        signs = any_of(words.currencies)
        self._minus = re.compile(rf"(?:(?:{any_of(words.minus)})(?!\w)|-)\s*")
        self._scale_for_both = re.compile(rf" {any_of(words.scale_for_both)} (?:(?:trên|gần|hơn|khoảng) )?")
        self._trimmings = re.compile(rf"^(?:{signs})\s*|\s*(?:{signs}|%|(?:{any_of(words.percent)}))$")

    def find(self, text: str, lower: str, blocked: Sequence[tuple[int, int]], style: NumberStyle) -> list[Number]:
        """Return the numbers of `text` that state an amount (see `find_numbers`)."""
        reads = [*self._in_digits(text, lower, blocked, style), *self._in_words(text, lower, blocked, style)]
        reads.sort(key=lambda read: read.atom.start)
        sums = self._joined(reads, lower, self._sum)
        return self._with_shared_scales([*self._joined(sums, lower, self._range_or_tally)], lower)

    def _in_digits(
        self, text: str, lower: str, blocked: Sequence[tuple[int, int]], style: NumberStyle
    ) -> Iterator[_Read]:
        around = self._surroundings
        for atom in self._scanner.in_digits(lower, Blocked(blocked), style):
            if not around.digits_stand_alone(atom, text, lower):
                continue
            whole = atom.bare and "," in atom.digits and around.counts_whole(lower, atom.end)
            value = atom_value(atom, self._words, style, whole=whole)
            if value is None or (self._total(atom) or 0) >= BEYOND:
                continue
            if atom.total is not None and around.is_day_and_month(atom, lower):
                continue
            if atom.bare and not atom.currency and not around.bare_states_amount(atom, text, lower):
                continue
            yield _Read(atom, self._number(atom, *value, lower))

    def _in_words(
        self, text: str, lower: str, blocked: Sequence[tuple[int, int]], style: NumberStyle
    ) -> Iterator[_Read]:
        for atom in self._scanner.in_words(lower, Blocked(blocked)):
            if self._surroundings.words_state_amount(atom, text, lower):
                value = atom_value(atom, self._words, style, whole=True)
                if value is not None:
                    yield _Read(atom, self._number(atom, *value, lower))

    def _number(self, atom: Atom, value: Decimal, ambiguous: bool, lower: str) -> Number:
        start = atom.start
        if self._surroundings.is_negative(atom, lower):
            value, start = -value, start - (lower[start - 1] == "-")
        form = NumberForm.PERCENT if atom.percent else NumberForm.RATIO if atom.total else NumberForm.PLAIN
        return Number(
            start=start,
            end=atom.end,
            value=value,
            total=self._total(atom),
            form=form,
            spelled=atom.spelled,
            scaled=not atom.spelled and bool(atom.scale_words or atom.suffix),
            currency=atom.currency,
            ambiguous=ambiguous,
            pattern="words" if atom.spelled else "glued" if atom.glued else form.value if atom.total else "digits",
        )

    def _total(self, atom: Atom) -> Decimal | None:
        """The m of n/m; a scale word after it multiplies both: "1.020/2.550 tỷ đồng"."""
        if atom.total is None:
            return None
        total = Decimal(atom.total.replace(".", "").replace(",", "."))
        return total * self._scale_of(atom)

    def _joined(
        self, reads: Iterable[_Read], lower: str, join: Callable[[_Read, _Read, str], Number | None]
    ) -> Iterator[_Read]:
        """Join neighbours that are one figure: sums, then ranges and tallies with the noun between."""
        last: _Read | None = None
        for read in reads:
            if last is not None:
                if read.atom.start < last.atom.end or _repeats(last, read, lower):
                    continue
                near = read.atom.outer_start - last.atom.outer_end <= _LONGEST_GAP
                joined = join(last, read, lower) if near else None
                if joined is not None:
                    start, outer_start = last.atom.start, last.atom.outer_start
                    last = _Read(read.atom._replace(start=start, outer_start=outer_start, digits_end=-1), joined)
                    continue
                yield last
            last = read
        if last is not None:
            yield last

    def _sum(self, first: _Read, second: _Read, lower: str) -> Number | None:
        """1 triệu 200 nghìn."""
        a, b = first.number, second.number
        if not (first.atom.scale_words and second.atom.scale_words) or lower[a.end : b.start] != " ":
            return None
        if a.value_to is not None or self._scale_of(second.atom) >= self._scale_of(first.atom) or b.value >= a.value:
            return None
        return a._replace(end=b.end, value=a.value + b.value, form=b.form, pattern="sum")

    def _with_shared_scales(self, reads: Sequence[_Read], lower: str) -> list[Number]:
        """The numbers, with the scale word that only the last of some prints: "100, 150 và 250 nghìn đồng"."""
        numbers = [read.number for read in reads]
        scale = Decimal(1)
        for index in reversed(range(len(reads) - 1)):
            read, later = reads[index], reads[index + 1]
            if later.number.scaled:
                scale = self._scale_of(later.atom)
            listed = numbers[index + 1] is not later.number
            if numbers[index + 1].scaled and self._shares_scale(read, later.number, lower, listed=listed):
                value = read.number.value * scale
                if 1 / _ALIKE <= value / numbers[index + 1].value <= _ALIKE:
                    numbers[index] = read.number._replace(value=value, scaled=True)
        return numbers

    def _shares_scale(self, first: _Read, second: Number, lower: str, *, listed: bool) -> bool:
        """Whether bare digits leave their scale word to the next number, which is `listed` where it does so too."""
        number = first.number
        if not first.atom.bare or number.form is not NumberForm.PLAIN or number.currency or second.pattern == "sum":
            return False
        between = lower[number.end : second.start]
        return self._scale_for_both.fullmatch(between) is not None or (listed and between == _COMMA)

    def _scale_of(self, atom: Atom) -> Decimal:
        """What the scale words of an atom stand for, 1 where it has none."""
        if atom.suffix:
            return Decimal(self._words.suffixes[atom.suffix])
        if not atom.scale_words:
            return Decimal(1)
        words = atom.scale_words
        scale = max((w for w in words if w in self._words.scales), key=self._words.scales.__getitem__, default=None)
        if atom.spelled:
            return Decimal(self._words.scales[scale] if scale else 1)
        scales: list[str | Decimal] = [Decimal(1), *(word for word in words if word not in self._words.half)]
        return value_of_words(scales, self._words)

    def _range_or_tally(self, first: _Read, second: _Read, lower: str) -> Number | None:
        return self._range(first, second, lower) or self._tally(first, second, lower)

    def _range(self, first: _Read, second: _Read, lower: str) -> Number | None:
        """8,5-9%; 20 - 25 triệu; từ 15% đến 20%; từ 1000 đồng đến 2000 đồng; giữa 1000 và 2000 đồng."""
        a, b = first.number, second.number
        if a.value_to is not None or a.total is not None or b.total is not None:
            return None
        if b.pattern == "sum" and not a.scaled:
            return None
        if not self._reaches_to(first.atom, second.atom, lower):
            return None
        low, high = a.value, b.value
        if not a.scaled and b.scaled and low * self._scale_of(second.atom) < high:
            low *= self._scale_of(second.atom)
        if low >= high or (a.form is NumberForm.PERCENT and b.form is not NumberForm.PERCENT):
            return None
        return b._replace(
            start=a.start,
            value=low,
            value_to=high,
            spelled=a.spelled and b.spelled,
            currency=a.currency or b.currency,
            ambiguous=a.ambiguous or b.ambiguous,
            pattern="range",
        )

    def _reaches_to(self, first: Atom, second: Atom, lower: str) -> bool:
        """Whether what stands between two atoms says "from the first to the second"."""
        start, end = first.outer_end, second.outer_start
        if _TO.fullmatch(lower, start, end):
            return True
        to_unit = _UNIT_TO.fullmatch(lower, start, end)
        if to_unit is None and _BETWEEN.search(lower, max(0, first.outer_start - 6), first.outer_start):
            to_unit = _BETWEEN_AND.fullmatch(lower, start, end)
        return to_unit is not None and lower[second.outer_end :].startswith(to_unit["unit"])

    def _tally(self, first: _Read, second: _Read, lower: str) -> Number | None:
        """44 xã /104 xã; 162 tỷ/400 tỷ; 6 nghìn ha/8 nghìn ha; 5 tỷ 300 triệu đồng/7 tỷ đồng."""
        a, b = first.number, second.number
        scaled = first.scale is not None and second.scale is not None
        if not (scaled or (first.atom.bare and second.atom.bare)) or a.total is not None:
            return None
        of = (_OF_SCALED if scaled else _OF).fullmatch(lower, a.end, b.start)
        if (
            of is None
            or not lower.startswith(of["unit"], b.end)
            or (scaled and not of["unit"] and _PER_SO_MANY.match(lower, b.end))
        ):
            return None
        if self._surroundings.counts_turns(of["unit"].strip(), lower, b.end):  # "20 lượt/150 lượt cán bộ"
            return None
        return a._replace(end=b.end, total=b.value, form=NumberForm.RATIO, pattern="tally")

    def parse(self, text: str) -> Decimal:
        """Return the number that `text` spells (see `parse_number`)."""
        body = shadow_of(text).lower.strip()
        minus = self._minus.match(body)
        if minus:
            body = body[minus.end() :]
        body = self._trimmings.sub("", body)
        body = re.sub(r"(?<=[0-9]) (?=[0-9]{3}(?![0-9]))", "", body)
        tokens = _PARSED.findall(body)
        if not tokens or "".join(tokens) != re.sub(r"\s+", "", body):
            raise ValueError(f"not a number: {text[:80]!r}")
        try:
            value = self._value_of_tokens(tokens)
        except ValueError as error:
            raise ValueError(f"not a number: {text[:80]!r} ({error})") from error
        return -value if minus else value

    def _value_of_tokens(self, tokens: list[str]) -> Decimal:
        words = self._words
        parts: list[str | Decimal] = []
        for token in tokens:
            if token in words.suffixes and parts and isinstance(parts[-1], Decimal):
                parts[-1] *= words.suffixes[token]
            elif parts and parts[-1] in words.decimal_marks:
                parts.pop()
                decimals = str(words.digits.get(token, token))
                if not decimals.isdigit():
                    raise ValueError(f"decimals in {token[:40]}")
                parts = [Decimal(f"{value_of_words(parts, words)}.{decimals}")]
            elif token[0] in ".,0123456789":
                read = read_digits(token if token[0].isdigit() else f"0{token}", NumberStyle(), whole=False)
                if read is None:
                    raise ValueError(f"separators of {token[:40]}")
                parts.append(read[0])
            else:
                parts.append(token)
        return value_of_words(parts, words)


def _repeats(first: _Read, second: _Read, lower: str) -> bool:
    """Whether the second is the first once more, in words: "05 (năm) xã", "60.000 đồng (sáu mươi nghìn đồng)"."""
    between = lower[first.atom.end : second.atom.start]
    return second.atom.spelled and between.endswith("(") and first.number.value == second.number.value
