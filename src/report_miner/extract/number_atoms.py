"""Single printed numbers: finding them, gluing those that a PDF tore apart, and reading their separators."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from report_miner.extract.number_words import value_of_words
from report_miner.extract.word_trie import any_of, any_word
from report_miner.patterns import NumberWords

BEYOND = Decimal(10) ** 21  # so many of anything no report counts: it is a code, or debris

_SPACE = r"[ \n]"
_SEPARATED = re.compile(r"[0-9](?<![0-9].)[0-9]*+(?:[.,][0-9]++)++")
_DOT_DECIMAL = re.compile(r"[0-9]{1,3}\.[0-9]{1,2}(?= ?%| ?(?:tỷ|tỉ|triệu|ha|km|kg|m2|tấn|lần|điểm)(?!\w))")
_COMMA_DECIMAL = re.compile(r"[0-9]{1,3},[0-9]{1,2}(?![0-9.,])")
_DOT_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?![0-9.])")
_COMMA_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3}){2,}(?![0-9,])")
# A consonant alone before its vowel ("ch ỉ đạo"), and digits as no clean text has them ("200 3", "1 6,9").
_TORN = re.compile(
    r" (?:[áàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩị"
    r"óòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]"
    r"(?:(?<=\W[bcdđghklmnpqrstvx] \w)|(?<=\W[cgknpt][hr] \w)|(?<=\W(?:ng|gi|qu) \w)|(?<=\Wngh \w))"
    r"|[0-9](?:(?<=\W(?:19|20)[0-9] [0-9])(?![0-9])|(?<=\W[0-9] [0-9])[0-9]?,[0-9]))"
)
_FEWEST_TORN = 3
_CHARACTERS_PER_TORN = 2000


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """How a document prints its numbers.

    `dot_decimal`: "4.5%" is 4.5. `comma_thousands`: "1,250,000" occurs. `dot_thousands`: "1.250" occurs. `split`:
    digits and syllables are torn apart by spaces, as in text out of some PDFs.
    """

    dot_decimal: bool = False
    comma_thousands: bool = False
    dot_thousands: bool = False
    split: bool = False


def number_style(lower: str) -> NumberStyle:
    """Return the style of a whole document, from its shadow in lower case."""
    dot_decimals = 0
    comma_thousands = dot_thousands = False
    for number in _SEPARATED.finditer(lower):
        start = number.start()
        dot_decimals += _DOT_DECIMAL.match(lower, start) is not None
        dot_decimals -= _COMMA_DECIMAL.match(lower, start) is not None
        dot_thousands = dot_thousands or _DOT_THOUSANDS.match(lower, start) is not None
        comma_thousands = comma_thousands or _COMMA_THOUSANDS.match(lower, start) is not None
    torn = sum(1 for _ in _TORN.finditer(lower))
    return NumberStyle(
        dot_decimal=dot_decimals > 0,
        comma_thousands=comma_thousands,
        dot_thousands=dot_thousands,
        split=torn >= _FEWEST_TORN and torn * _CHARACTERS_PER_TORN >= len(lower),
    )


class Atom(NamedTuple):
    """One printed number at `start:end`: `digits` ending at `digits_end`, or number words (then `digits` is empty).

    `scale_words` are the scale words after the digits, or all words of a number in words. `decimals` are those that
    are spoken ("2 chấm 23"). `outer_start` and `outer_end` take in a currency sign.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    currency: str | None
    digits: str
    digits_end: int
    total: str | None = None
    decimals: str | None = None
    scale_words: tuple[str, ...] = ()
    suffix: str | None = None
    percent: bool = False
    glued: bool = False

    @property
    def bare(self) -> bool:
        """Whether it is nothing but digits."""
        return self.end == self.digits_end

    @property
    def spelled(self) -> bool:
        """Whether it is in words."""
        return not self.digits


class AtomScanner:
    """Finds the atoms of a text, by the vocabulary of patterns/numbers.yaml."""

    def __init__(self, words: NumberWords) -> None:
        self._currencies = words.currencies
        self._parts = {**words.digits, **words.after_tens, words.ten: 10}
        counting = [word for word, value in words.digits.items() if value]
        first = any_of([*counting, words.ten])
        any_word = [*words.digits, *words.after_tens, words.ten, words.tens, words.hundred, *words.zero_tens]
        scale = rf"(?!{_no_scale(words)})(?:{any_of([*words.scales, words.hundred])})(?!\w)"
        decimals = (
            rf"(?:[ ](?:{any_of(words.decimal_marks)})[ ](?P<decimals>[0-9]++|(?:{any_of(words.digits)})(?!\w)))?"
        )
        larger = rf"[ \n](?:{words.tens}(?!\w)|{scale})"
        # "mười năm" is ten years, not fifteen.
        after_ten = any_of([*words.after_tens, *(word for word in counting if word != "năm")])
        part = (
            rf"(?:{any_of([*counting, *words.after_tens])})(?!\w)(?!{larger})"
            rf"|{words.ten}(?!\w)(?![ \n](?:{after_ten})(?!\w)|{larger})"
        )
        longer_part = rf"(?![ ]{words.part_of}[ ](?:{any_of([*counting, words.ten])})(?!\w){larger})"
        percent = rf"(?P<percent>[ \n]{{0,2}}%|[ \n](?:{any_of(words.percent)})(?!\w))?"
        self._digits = re.compile(
            r"(?P<digits>[0-9]++(?:[.,][0-9]++)*+)"
            r"(?:[ ]?/[ ]?(?P<total>[0-9]++(?:\.[0-9]{3})*+(?:,[0-9]{1,2}(?![0-9]))?)(?![0-9.,]*/))?"
            + decimals
            + r"(?:(?P<suffix>k(?!\w)|tr(?=[. ]?đ)|[mg](?=[ ]?[$€£]))|[ ](?P<spaced>tr(?=[. ]?đ(?:ồng|g)?(?!\w))))?"
            + rf"(?P<scale>(?:[ \n]{{0,2}}{scale})++(?:[ ](?:{any_of(words.half)})(?!\w))?)?"
            + percent
        )
        self._spelled = re.compile(
            rf"[ \n\"'(:;,-](?P<words>(?:(?:{first})(?!\w)|{words.half_of}(?=[ \n]{scale}))"
            rf"(?:[ \n](?:(?:{any_of([*any_word, *words.half])})(?!\w)|{scale}))*+)"
            rf"{longer_part}(?:[ ]{words.part_of}[ ](?P<part>{part})"
            r"(?![ ](?:[0-9]|nay|ngoái|trước|qua|tới|sau)))?" + decimals + percent
        )
        signs = sorted(map(re.escape, words.currencies), key=len, reverse=True)
        no_amount = "".join(f"(?<!{word} )" for word in words.scales)  # "tỷ USD4" is no "USD 4"
        self._sign_before = re.compile(rf"(?<![\w%])(?<!\d ){no_amount}(?:{'|'.join(signs)})[ ]?$")
        self._sign_ends = frozenset(sign[-1] for sign in words.currencies) | {" "}
        self._sign_after = re.compile(r"[ ]?[$€£¥₫]")

    def in_digits(self, lower: str, blocked: Blocked, style: NumberStyle) -> list[Atom]:
        """Return the atoms in digits outside the blocked ranges, glued where the document tears its digits apart."""
        return list(_glued(self._in_digits(lower, blocked), lower, style))

    def _in_digits(self, lower: str, blocked: Blocked) -> Iterator[Atom]:
        for match in self._digits.finditer(lower):
            start, end = match.span()
            digits, digits_end = match["digits"], match.end("digits")
            if blocked.touches(start, digits_end):
                continue
            if blocked.touches(start, end):
                yield Atom(start, digits_end, *self._sign(lower, start, digits_end), digits, digits_end)
                continue
            yield Atom(
                start,
                end,
                *self._sign(lower, start, end),
                digits,
                digits_end,
                total=match["total"],
                decimals=match["decimals"],
                scale_words=tuple(match["scale"].split()) if match["scale"] else (),
                suffix=match["suffix"] or match["spaced"],
                percent=match["percent"] is not None,
            )

    def _sign(self, lower: str, start: int, end: int) -> tuple[int, int, str | None]:
        before = lower[start - 1 : start] in self._sign_ends and self._sign_before.search(
            lower, max(0, start - 5), start
        )
        if before:
            return before.start(), end, self._currencies[before.group().rstrip()]
        after = self._sign_after.match(lower, end)
        if after:
            return start, after.end(), self._currencies[after.group().lstrip()]
        return start, end, None

    def in_words(self, lower: str, blocked: Blocked) -> Iterator[Atom]:
        """Yield the atoms in words outside the blocked ranges."""
        for match in self._spelled.finditer(f"\n{lower}"):
            start, end = match.start(), match.end() - 1
            if not blocked.touches(start, end):
                yield Atom(
                    start,
                    end,
                    *(start, end, None),
                    digits="",
                    digits_end=start,
                    total=str(self._parts[match["part"]]) if match["part"] else None,
                    decimals=match["decimals"],
                    scale_words=tuple(match["words"].split()),
                    percent=match["percent"] is not None,
                )


class Blocked:
    """Ordered ranges of a text, asked in the order of the text."""

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        self._ranges = sorted(ranges)
        self._next = 0

    def touches(self, start: int, end: int) -> bool:
        """Whether a range overlaps `start:end`; starts must not fall from one call to the next."""
        ranges = self._ranges
        while self._next < len(ranges) and ranges[self._next][1] <= start:
            self._next += 1
        return self._next < len(ranges) and ranges[self._next][0] < end


_LONGEST_GLUED = 12
_GROUP = 3
_POINT = 2  # where the digits behind the dot of "2.1" begin
_BEGUN_GROUP = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})*\.([0-9]{1,2})")
_LATER_GROUP = re.compile(r"[0-9]{3}(?:[.,][0-9]+)?")


def _glued(atoms: Iterable[Atom], lower: str, style: NumberStyle) -> Iterator[Atom]:
    """Join neighbours that are one number: "2 600", "64 .000", and in a split document "1 66,9" and "15, 6%"."""
    last: Atom | None = None
    list_end = -1
    for atom in atoms:
        if last is not None:
            gap = lower[last.end : atom.start] if atom.start - last.end <= 2 else "…"
            joined = _joined_digits(last, atom, gap, style) if last.end != list_end or gap == " " else None
            if joined is not None:
                last = atom._replace(
                    start=last.start,
                    outer_start=last.outer_start,
                    digits=joined,
                    currency=last.currency or atom.currency,
                    glued=True,
                )
                continue
            list_end = atom.end if gap == ", " else -1
            yield last
        last = atom
    if last is not None:
        yield last


def _joined_digits(first: Atom, second: Atom, gap: str, style: NumberStyle) -> str | None:
    """Return the digits of one number printed as `first`, `gap`, `second`, or None where they are two numbers."""
    measured = bool(second.percent or second.scale_words)
    head, tail = first.digits, second.digits
    if gap == " " and first.bare and not second.total and _is_torn_group(head, tail, style, measured=measured):
        return f"{head}{tail}"
    if not first.bare or second.total or len(head) > (_LONGEST_GLUED if first.glued else 3):
        return None
    joined = None
    if gap == " ":
        # No number of its own begins with 0: "15 000 hộ" is one also where "1.250" occurs.
        spaced = style.split or not style.dot_thousands or tail[0] == "0"
        if (_LATER_GROUP.fullmatch(tail) and head[0] != "0" and spaced) or (
            style.split and not first.glued and "," not in head and len(tail.split(",")[0]) <= 2
        ):
            joined = f"{head}{tail}"
    elif (gap == " ." and len(tail) == 3) or (gap == ". " and style.split and measured and len(tail) == 3):
        joined = f"{head}{tail}"
    elif (gap == " ," and (style.split or measured)) or (
        gap == ", " and measured and tail.isdigit() and not _next_in_a_row(head, tail)
    ):
        joined = f"{head},{tail}"
    return joined


def _is_torn_group(head: str, tail: str, style: NumberStyle, *, measured: bool) -> bool:
    """Whether two numbers are one torn within its last thousand: "11.7 51 tỷ", but not the point "2.1 15 hộ"."""
    torn = _BEGUN_GROUP.fullmatch(head)
    if torn is None or len(torn[1]) + len(tail) != _GROUP or not tail.isdigit():
        return False
    return style.dot_thousands and not style.dot_decimal and (measured or torn.start(1) > _POINT)


def _next_in_a_row(first: str, second: str) -> bool:
    """Whether "2, 3 triệu" rather means two or three."""
    return len(first) == len(second) and first.isdigit() and int(second) == int(first) + 1


def read_digits(digits: str, style: NumberStyle, *, whole: bool) -> tuple[Decimal, bool] | None:
    """Return the value of digits with separators and whether another reading is possible; None when there is none.

    Args:
        digits: such as "1.250,5".
        style: how the document prints numbers.
        whole: what they count comes in whole numbers, so "5,653" is no decimal.
    """
    dots, commas = digits.count("."), digits.count(",")
    if not dots and not commas:
        return Decimal(digits), False
    if dots and commas:
        return _read_mixed(digits, style)
    mark = "." if dots else ","
    first, *later = digits.split(mark)
    grouped = 1 <= len(first) <= 3 and first.lstrip("0") != "" and all(len(group) == 3 for group in later)
    if len(later) > 1:
        return (Decimal(digits.replace(mark, "")), False) if grouped else None
    decimal = Decimal(f"{first}.{later[0]}")
    if not grouped:
        return decimal, False
    thousands = Decimal(first + later[0])
    if mark == ".":
        if style.dot_decimal and style.comma_thousands:
            return decimal, True
        return thousands, style.dot_decimal
    return (thousands, True) if whole or style.comma_thousands else (decimal, True)


def _read_mixed(digits: str, style: NumberStyle) -> tuple[Decimal, bool] | None:
    mark = "," if digits.rfind(",") > digits.rfind(".") else "."
    whole, _, decimals = digits.rpartition(mark)
    groups = re.split(r"[.,]", whole)
    if mark in whole or any(len(group) != 3 for group in groups[1:]) or len(groups[0]) > 3:
        return None
    if mark == "." and style.dot_thousands and len(decimals) == 3:
        return Decimal("".join(groups) + decimals), True
    return Decimal(f"{''.join(groups)}.{decimals}"), False


def atom_value(atom: Atom, words: NumberWords, style: NumberStyle, *, whole: bool) -> tuple[Decimal, bool] | None:
    """Return the value of an atom with its scale words, as `read_digits` does; None is also what no report counts."""
    try:
        if atom.spelled:
            value = value_of_words(atom.scale_words, words)
            return _with_decimals(value, atom.decimals, words), False
        read = read_digits(atom.digits, style, whole=whole)
        if read is None:
            return None
        value, ambiguous = _with_decimals(read[0], atom.decimals, words), read[1]
        if atom.suffix:
            value *= words.suffixes[atom.suffix]
        if atom.scale_words:
            value = value_of_words([value, *atom.scale_words], words)
    except ValueError:
        return None
    return (value, ambiguous) if value < BEYOND else None


def _no_scale(words: NumberWords) -> str:
    """A pattern for words that begin like a scale word, where nothing behind them says that it is one."""
    return "|".join(
        any_of([word], space=_SPACE) + rf"(?!\w)(?!{_SPACE}{any_word(after)})"
        for word, after in words.no_scales.items()
    )


def _with_decimals(value: Decimal, decimals: str | None, words: NumberWords) -> Decimal:
    if decimals is None:
        return value
    spoken = decimals.split()[-1]
    return Decimal(f"{value}.{words.digits.get(spoken, spoken)}")
