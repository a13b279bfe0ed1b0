"""Lists of parts as they are printed: "33 bài, gồm: Giáo dục công dân 19, Lịch sử 8, Địa lý 4, Toán 2".

A list is read from the text, each part a label with one number, so that it is whole even where a number in it is no
figure.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from report_miner.check.cues import CheckCues
from report_miner.check.findings import finding, number, outcome, quote
from report_miner.check.relations import is_level, unit_of
from report_miner.check.slips import digits_of, one_slip
from report_miner.model import Block, BlockKind, Bound, Document, Figure, Finding, Kind, Verdict
from report_miner.texts import say

_NUMERAL = re.compile(r"(?<![\w.,/–-])(\d{1,3}(?:\.\d{3})+|\d+)(,\d+)?(?![\d/])")
_SCALE = re.compile(r"\s*(nghìn|ngàn|vạn|triệu|tỷ|tỉ)\b")
_INNER = re.compile(r"\([^()]*\)")
_ONE_NUMBER = re.compile(r"\(\d[\d.]*(?:,\d+)?[^\d()]*\)")
_SEPARATOR = re.compile(r"[;,]\s|\s(?:và|cùng)\s")
_SENTENCE_END = re.compile(r"(?<!\btp)(?<!\btx)(?<!\btt)\.(?:\s|$)|\n\s*\n|\n(?=\s*[-+*•])")
# An item's label and first number with its unit: what follows a comma, a bracket or a stop tells more of it.
_ITEM = re.compile(r"(?:\(?\w{1,3}[.)]|[^\w\s])\s*(?P<part>[^\d;()]*(?:\d[\d.]*\d|\d)(?:,\d+)?[^\d,;.()\n]*)")
_LABEL = re.compile(r"[^\W\d_]{2}")
_ASIDE = re.compile(r"\([^()]*\)|\d+(?:,\d+)?%")
_LONGEST = 800
_YEAR = re.compile(r"(?:19|20)\d\d")
_FEW = 2
_LONG = 3


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its number as printed, where it stands, what it is worth in the scale of the whole.

    `counted`: the unit of the whole stands behind it; None if other words do, so that it may count something else.
    """

    start: int
    text: str
    value: Decimal
    counted: bool | None


@dataclass(frozen=True, slots=True)
class PrintedList:
    """The parts of `whole` in the order of print; `closed` when the words say that nothing is left out."""

    whole: Figure
    parts: tuple[Part, ...]
    closed: bool

    @property
    def total(self) -> Decimal:
        """The sum of the parts, in the printed scale of the whole."""
        return sum((part.value for part in self.parts), Decimal(0))

    @property
    def texts(self) -> tuple[str, ...]:
        """The numerals of the whole and of the parts."""
        return (_numeral(self.whole), *(part.text for part in self.parts))

    @property
    def rounded(self) -> bool:
        """Whether the last printed digit may be rounded: a scale word follows, or it is no count."""
        return _SCALE.search(self.whole.text.lower()) is not None or self.whole.kind is not Kind.COUNT

    @property
    def telling(self) -> bool:
        """Whether the parts count what the whole counts, in a list that is closed, or exceeds it in long numbers."""
        sure = all(part.counted is not None for part in self.parts)
        exceeds = self.total > _decimal(self.texts[0])
        return sure and (self.closed or (exceeds and min(len(digits_of(text)) for text in self.texts) >= _LONG))


def printed_lists(document: Document, figures: Sequence[Figure], cues: CheckCues) -> Iterator[Finding]:
    """The parts of a list add up to the whole before it: in brackets, behind a colon, "gồm", "chia ra" or "trong đó".

    Tolerance: half a unit of the last printed digit of every number with decimals or a scale word. A list counts only
    if every part is a label with one number, in the unit of the whole or without one, and if no word leaves it open
    ("như", "chủ yếu"). What does not add up is inconsistent if one slip of the pen explains it and the list is closed
    ("gồm", brackets, a colon, "còn lại", "khác"), or its long numbers exceed the whole; else it may leave a rest, or
    name other things.
    """
    by_start = {figure.start: figure for figure in figures}
    starts = sorted(by_start)
    for index, block in enumerate(document.blocks):
        if block.kind is not BlockKind.CELL:
            inside = starts[bisect_left(starts, block.start) : bisect_left(starts, block.end)]
            lists: dict[int, list[PrintedList]] = {}
            here = [by_start[start] for start in inside]
            for figure in here:
                listed = _list_of(document, index, figure, cues) if _is_whole(figure) else None
                if listed is not None and not any(_is_worded_part(each, listed) for each in here):
                    lists.setdefault(listed.parts[0].start, []).append(listed)
            for same in lists.values():
                yield from _judged(same, by_start)


def _numeral(figure: Figure) -> str:
    """The one numeral of a figure, empty if it has none or several."""
    numerals = list(_NUMERAL.finditer(figure.text))
    return numerals[0].group() if len(numerals) == 1 else ""


def _is_whole(figure: Figure) -> bool:
    plain = _numeral(figure) != "" and figure.value_to is None and figure.bound in (Bound.EQUAL, Bound.ABOUT)
    return plain and is_level(figure) and figure.kind is not Kind.TALLY and figure.value > 0


def _is_worded_part(figure: Figure, listed: PrintedList) -> bool:
    """Whether a number in words may be one more part of a list: "41 xã giảm, 17 xã giữ nguyên, chỉ năm xã tăng"."""
    if figure.start < listed.parts[0].start or figure.sentence_start != listed.whole.sentence_start:
        return False
    return unit_of(figure) == unit_of(listed.whole) and not _NUMERAL.search(figure.text)


def _list_of(document: Document, index: int, whole: Figure, cues: CheckCues) -> PrintedList | None:
    """The list behind `whole` in its block, the one at `index`, or in the items below it, if there is one."""
    tail = document.text[whole.end : whole.end + _LONGEST].lower()
    left = document.blocks[index].end - whole.end
    for name in ("list_in_brackets", "list_behind", "list_carried", "list_next"):
        header = cues.patterns[name].match(tail)
        if header is None:
            continue
        body = tail[header.end() : left if header.end() < left else None]
        if header.end() >= left:
            body = _items_below(document, index, whole.end + header.end()) or body
        if name == "list_in_brackets":
            body = body.partition(")")[0]
        elif (end := _SENTENCE_END.search(body)) is not None:
            body = body[: end.start()]
        opened = cues.patterns["open_list"].search(body) or cues.patterns["open_list_head"].search(header.group())
        opened = opened or cues.patterns["rest_untold"].search(body)
        parts, cut = ((), False) if opened else _parts(body, whole.end + header.end(), whole, cues)
        apart = any(char.isdigit() for char in _ASIDE.sub("", header.group()))
        if len(parts) >= _FEW and (not apart or _counts_same(header.group(), parts, unit_of(whole), cues)):
            rest = cues.patterns["closing_part"].search(body) is not None
            if name == "list_next" and not rest:
                continue
            closed = rest or "trong" not in header.group()
            return PrintedList(whole, parts, closed and not cut)
    return None


def _items_below(document: Document, index: int, start: int) -> str:
    """The list items below the block at `index`, from `start` on: of each its label and number, and a semicolon."""
    own = _mark(document, document.blocks[index])
    mark, body = "", ""
    for block in document.blocks[index + 1 :]:
        if block.end <= start:
            continue
        found = _mark(document, block)
        if not found or found == own:
            break
        mark = mark or found
        item = _ITEM.match(document.text, block.start, block.end)
        if found == mark and item is not None:
            body = body.ljust(item.start("part") - start) + item["part"].lower() + ";"
    return body


def _mark(document: Document, block: Block) -> str:
    """What a list item begins with, a digit or letter for any; empty if the block is none."""
    first = document.text[block.start] if block.kind is BlockKind.LIST_ITEM else ""
    return "1" if first.isdigit() else "a" if first.isalpha() else first


def _counts_same(header: str, parts: Sequence[Part], unit: str, cues: CheckCues) -> bool:
    """Whether a list behind another figure belongs to the whole: its parts print that unit, the other does not."""
    others = cues.patterns["change_aside"].sub("", header)
    return any(part.counted for part in parts) and unit != "" and others.count(unit) == others.startswith(f" {unit}")


def _parts(body: str, start: int, whole: Figure, cues: CheckCues) -> tuple[tuple[Part, ...], bool]:
    """The parts of a list, none if one of the first is no label with one number, and whether they are not all.

    A list with commas ends at a semicolon, unless what is left of the whole stands behind it ("; các huyện còn lại"),
    and where a part of a part ("riêng") or a change follows. Numbers in the label of a part are none of its own.
    """
    plain = _INNER.sub(_unwrapped, cues.patterns["label_number"].sub(_blanked, body))
    marks = list(_SEPARATOR.finditer(plain))
    if marks and ";" not in marks[0].group():
        listed, _, behind = plain.partition(";")
        rest = cues.patterns["rest_behind"].match(behind)
        if rest is not None and any(char.isdigit() for char in listed):
            return _parts(f"{listed},{rest.group()}", start, whole, cues)
        plain = listed
        if unit_of(whole) and re.match(rf"\s*(?:và\s+)?\d[\d.,]*\s+{re.escape(unit_of(whole))}", behind):
            return (), False
        marks = [mark for mark in marks if mark.end() <= len(plain)]
    begins, ends = [0, *(mark.end() for mark in marks)], [*(mark.start() for mark in marks), len(plain)]
    found: list[Part] = []
    for begin, end in zip(begins, ends, strict=True):
        if (numbers := list(_NUMERAL.finditer(plain, begin, end))) or any(c.isdigit() for c in plain[begin:end]):
            if len(found) >= _FEW and cues.patterns["open_list_head"].search(plain[begin:end]):
                return tuple(found), False
            part = _part(plain[begin:end], start + begin, begin, numbers, whole, cues)
            if part is None:
                moved = cues.patterns["direction"].search(plain[begin:end]) is not None
                return (tuple(found) if len(found) > _FEW else ()), not moved
            found.append(part)
    return tuple(found), False


def _blanked(match: re.Match[str]) -> str:
    return re.sub(r"\d", " ", match.group())


def _unwrapped(match: re.Match[str]) -> str:
    """A bracket of the list: blank if it is a detail of a number, without its marks if it holds the number itself."""
    before = _SEPARATOR.split(match.string[: match.start()])[-1]
    detail = any(char.isdigit() for char in before) or _ONE_NUMBER.fullmatch(match.group()) is None
    return " " * len(match.group()) if detail else f" {match.group()[1:-1]} "


def _part(
    item: str, start: int, begin: int, numbers: Sequence[re.Match[str]], whole: Figure, cues: CheckCues
) -> Part | None:
    """The part that `item` is: a label and one number in the unit and scale of the whole, or without them."""
    if len(numbers) != 1 or sum(char.isdigit() for char in item) != sum(map(str.isdigit, numbers[0].group())):
        return None
    text = numbers[0].group()
    before, after = item[: numbers[0].start() - begin], item[numbers[0].end() - begin :]
    scale, wanted = _SCALE.match(after), _SCALE.search(whole.text.lower())
    rest = after[scale.end() if scale else 0 :].strip(" .:")
    unit, labelled = unit_of(whole), _LABEL.search(before) is not None
    measure = unit.split()[0] if unit and whole.kind is Kind.MEASURE else unit
    counted = measure != "" and re.match(rf"{re.escape(measure)}(?!\w)", rest) is not None
    foreign = any(cues.patterns[name].search(before) for name in ("no_member", "direction"))
    foreign = foreign or (unit != "" and before.rstrip().endswith(unit))
    scaled = (scale and scale.group(1)) == (wanted and wanted.group(1))
    fraction = "," in text and whole.kind is Kind.COUNT
    if foreign or not scaled or fraction or rest.startswith("%") or (_YEAR.fullmatch(text) and not counted):
        return None
    left = cues.patterns["left"].search(before) is not None or cues.patterns["left"].match(rest) is not None
    if counted or ((labelled or scale) and not rest) or (labelled and left):
        return Part(start + numbers[0].start() - begin, text, _decimal(text), counted)
    return None if labelled or not rest else Part(start + numbers[0].start() - begin, text, _decimal(text), None)


def _decimal(numeral: str) -> Decimal:
    return Decimal(numeral.replace(".", "").replace(",", "."))


def _judged(lists: Sequence[PrintedList], by_start: Mapping[int, Figure]) -> Iterator[Finding]:
    """The finding on one list, whose whole is one of several: one that it adds up to, or else the most likely.

    That is the nearest one outside brackets that one slip of the pen could make right.
    """
    for listed in lists:
        if abs(_gap(listed)) <= sum((_half(text, rounded=listed.rounded) for text in listed.texts), Decimal(0)):
            yield _found(listed, Verdict.CONSISTENT, by_start)
            return
    likely = [listed for listed in lists if not _in_brackets(listed.whole)] or lists
    wrong = [listed for listed in likely if listed.telling and _slipped(listed.texts, _gap(listed))]
    if wrong:
        yield _found(wrong[-1], Verdict.INCONSISTENT, by_start)


def _gap(listed: PrintedList) -> Decimal:
    return _decimal(listed.texts[0]) - listed.total


def _in_brackets(figure: Figure) -> bool:
    before = figure.sentence[: figure.start - figure.sentence_start]
    return before.count("(") > before.count(")")


def _found(listed: PrintedList, verdict: Verdict, by_start: Mapping[int, Figure]) -> Finding:
    whole, total = listed.whole, number(listed.total, 3)
    members = (whole, *(by_start[part.start] for part in listed.parts if part.start in by_start))
    computed = f"{' + '.join(number(part.value, 3) for part in listed.parts)} = {total}; {whole.text}"
    message = say(
        "check.sum_message", whole=quote(whole), count=len(listed.parts), total=total, outcome=outcome(verdict)
    )
    found = finding("parts", verdict, members, computed, message)
    return replace(found, starts=(whole.start, *(part.start for part in listed.parts)))


def _half(text: str, *, rounded: bool) -> Decimal:
    decimals = len(text.partition(",")[2])
    return Decimal(1).scaleb(-decimals) / 2 if decimals or rounded else Decimal(0)


def _slipped(texts: Sequence[str], gap: Decimal) -> bool:
    """Whether one slip of the pen in one number is all that keeps the parts from adding up."""
    wanted = [_decimal(texts[0]) - gap, *(_decimal(text) + gap for text in texts[1:])]
    return any(
        one_slip(digits_of(text), digits_of(number(value, 3)))
        for text, value in zip(texts, wanted, strict=True)
        if value > 0
    )
