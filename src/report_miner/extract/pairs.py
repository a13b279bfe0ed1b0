"""Whether n/m is rather a pair, this period and the one before, than a tally, when no change says so."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from report_miner.extract.numbers import Number
from report_miner.extract.word_trie import any_of
from report_miner.patterns import PairWords

_BEFORE = 24
_BEHIND = 60
# What is told of the number behind it: "(giảm 3 vụ)", ", giảm 20% so với cùng kỳ".
_MOVED = re.compile(
    r"%?(?:\s[^\W\d]+){0,4}\s?[,(]\s?(?P<verb>giảm|tăng)\s(?:(?:đi|thêm|là)\s)?(?P<by>\d{1,5}(?:,\d{1,2})?)(?P<percent>\s?%)?"
)
# What is told of the pair before its bracket: "giảm 9,2% so cùng kỳ (", "giảm 3 vụ so với năm 2021 (".
_HAS_MOVED = re.compile(
    r"(?<!\w)(?P<verb>giảm|tăng)\s(?P<by>\d{1,5}(?:,\d{1,2})?)(?P<percent>\s?%)?"
    r"(?:[^;:.()\d]|(?<=năm )\d{4}){0,40}\(\s?$"
)
_COMPARED = re.compile(r"(?<!\w)so\s(?:với\s)?(?:cùng kỳ|năm)(?:[^;:.,()\d]|(?<=năm )\d{4}){0,20}\(\s?$")
_ROUNDING = Decimal("0.1")
_PLANNED_ROUNDING = Decimal("0.6")
_SCALE = r"(?: (?:tỷ|tỉ|triệu|nghìn|ngàn))?"


class PairReader:
    """Tells pairs by the words and the numbers around them; built once from the vocabulary."""

    def __init__(self, words: PairWords) -> None:
        self._held = _ending(words.held)
        self._happens = _ending(words.happens)
        self._harms = _ending(words.harms)
        self._harmed = re.compile(rf"\s(?:người\s)?{any_of(words.harmed)}(?!\w)")
        self._cases = frozenset(words.cases)
        self._reached = re.compile(
            rf"(?<![\d.,])(?P<now>\d[\d.,]*){_SCALE}(?: ?đồng)?/(?P<plan>\d[\d.,]*){_SCALE}"
            r"(?:\s[^\W\d]+){1,4}?\s?[,(]\s?"
            rf"(?:đạt|bằng|tương đương)?\s?(?:tỷ lệ\s)?(?P<percent>\d+(?:,\d+)?)\s?%\s{any_of(words.plans)}(?!\w)"
        )
        self._case = re.compile(rf"\d/\d+\s{any_of(words.cases)}(?!\w)")

    def compares(self, number: Number, unit: str | None, lower: str, start: int, end: int) -> bool:
        """Whether the number n/m sets two periods side by side.

        Args:
            number: the number.
            unit: its unit.
            lower: the shadow in lower case.
            start: the start of its sentence.
            end: the end of its sentence.
        """
        before = max(start, number.start - _BEFORE)
        if self._held.search(lower, before, number.start):
            return True
        if unit in self._cases and (
            self._happens.search(lower, before, number.start) or _COMPARED.search(lower, start, number.start)
        ):
            return True
        harm = self._harms.search(lower, before, number.start) or self._harmed.match(lower, number.end, end)
        if harm and self._case.search(lower, start, number.start):
            return True
        behind = _MOVED.match(lower, number.end, min(end, number.end + _BEHIND))
        return _moved_so_far(number, behind or _HAS_MOVED.search(lower, start, number.start))

    def meets_plan(self, lower: str, start: int, end: int) -> bool:
        """Whether a sentence sets results against what was planned: "5,4 tỷ/4,5 tỷ đồng, đạt 120% kế hoạch"."""
        return any(_is_share(told) for told in self._reached.finditer(lower, start, end))


def _ending(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){any_of(words)}(?:\slà|\s?:)?\s$")


def _is_share(told: re.Match[str]) -> bool:
    """Whether one number is the share of the other that is told: "5,4 tỷ/4,5 tỷ, đạt 120% kế hoạch"."""
    now, plan, percent = (_value(told[name]) for name in ("now", "plan", "percent"))
    return plan > 0 and abs(now * 100 / plan - percent) <= _PLANNED_ROUNDING


def _value(digits: str) -> Decimal:
    return Decimal(digits.strip(".,").replace(".", "").replace(",", "."))


def _moved_so_far(number: Number, told: re.Match[str] | None) -> bool:
    """Whether the number is said to have moved by just as much as its two sides differ."""
    if told is None or not number.total:
        return False
    fall = number.total - number.value
    if told["verb"] == "tăng":
        fall = -fall
    by = Decimal(told["by"].replace(",", "."))
    if told["percent"]:
        return fall > 0 and abs(fall * 100 / number.total - by) <= _ROUNDING
    return fall == by > 0
