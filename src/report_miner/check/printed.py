"""From a printed figure to the values that it allows.

Two readings. `STRICT` is what the print says: "6,22 %" stands for 6.215 to 6.225, a count for itself, "hơn 12" for
12 and above, "hơn 24,97" for 24.97 to 25.07 (who gives three digits means a number within ten units of the last),
"gần 12" for 11 to 12, "khoảng 12" for 11 to 13 (one unit of the last digit that is not zero, at most a tenth of the
number), a range for everything between its ends. `GENEROUS` is what careless print may mean: a digit cut off instead
of rounded, a round number (11.500 people, 30.000 tỷ) without "khoảng", a wider "hơn" or "gần". A relation that holds
on the strict reading is consistent, one that holds only on the generous reading is unclear, one that no reading saves
is inconsistent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache, reduce
from operator import add
from typing import Concatenate, ParamSpec

from report_miner.check.intervals import INFINITY, Interval
from report_miner.model import Bound, Figure, Kind, Verdict

_JUST_BELOW = re.compile(r"(?:gần|sắp|ngót)\s+(?:đến |tới )?$", re.IGNORECASE)
_DIGITS = re.compile(r"\d[\d.,\s]*\d|\d")
_WHOLE_KINDS = frozenset((Kind.COUNT, Kind.TALLY, Kind.PAIR))
_ROUND = 1000
_TEN = 10
_PRECISE = 3
_STRICT_SLACK = Decimal("0.1")
_GENEROUS_SLACK = Decimal("0.2")
P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Reading:
    """How much a printed number may deviate: strictly by the print, or generously.

    `either_way`: by a unit of the last digit up or down, as numbers do that were computed from rounded ones.
    `exact`: numbers that end in zeros are not rounded, as in a table, which prints every number to its last digit.
    """

    generous: bool = False
    either_way: bool = False
    exact: bool = False

    def __call__(self, figure: Figure) -> Interval:
        """The values that the printed `figure` allows."""
        low = self._around(figure, figure.value, 0)
        if figure.value_to is not None:
            high = self._around(figure, figure.value_to, 1)
            return Interval(min(low.low, high.low), max(low.high, high.high))
        match figure.bound:
            case Bound.ABOVE if _precise(figure.value):
                return Interval(low.low, low.high + self._beyond(figure.value))
            case Bound.ABOVE | Bound.AT_LEAST:
                return Interval(low.low, INFINITY)
            case Bound.BELOW | Bound.AT_MOST:
                return Interval(-INFINITY, low.high)
            case Bound.ABOUT:
                slack = self._slack(figure.value)
                return Interval(low.low - slack, low.high if _just_below(figure) else low.high + slack)
        return low

    def total(self, figure: Figure) -> Interval:
        """The values of the m of a tally or the earlier value of a pair."""
        return Interval.exactly(figure.total if figure.total is not None else figure.value)

    @property
    def _lenient(self) -> bool:
        return self.generous and not self.exact

    def _slack(self, value: Decimal) -> Decimal:
        most = abs(value) * (_GENEROUS_SLACK if self.generous else _STRICT_SLACK)
        if self.generous:
            return min(most, self._beyond(value)) if _precise(value) else most
        return min(most, _last_place(value))

    def _beyond(self, value: Decimal) -> Decimal:
        """How far "hơn 24,97" may reach, which gives three digits: ten units of the last one, twenty generously."""
        return _last_place(value) * (2 * _TEN if self.generous else _TEN)

    def _around(self, figure: Figure, value: Decimal, number: int) -> Interval:
        unit = printed_unit(figure.text, value, number)
        if figure.kind in _WHOLE_KINDS and unit in (0, 1):
            unit = _last_place(value) if self._lenient and _is_round(value) else Decimal(0)
            return Interval(value - unit / 2, value + unit)
        if self._lenient and unit and _last_place(value) >= unit * _ROUND:
            return Interval(value - _last_place(value) / 2, value + _last_place(value) / 2)
        below = unit if self.either_way else unit / 2
        return Interval(value - below, value + (unit if self.generous else unit / 2))


STRICT = Reading()
GENEROUS = Reading(generous=True)
GENEROUS_EXACT = Reading(generous=True, exact=True)
EITHER_WAY = Reading(generous=True, either_way=True)


def total_of(reading: Reading, figures: Iterable[Figure]) -> Interval:
    """The sum of figures, as `reading` takes them."""
    return reduce(add, map(reading, figures))


def adds_up(reading: Reading, parts: Iterable[Figure], whole: Figure) -> bool:
    """Whether the sum of the parts may be the whole."""
    return total_of(reading, parts).meets(reading(whole))


def judge(holds: Callable[Concatenate[Reading, P], bool], *given: P.args, **named: P.kwargs) -> Verdict:
    """Consistent if `holds` on the strict reading, unclear if only on the generous one, else inconsistent.

    What is `given` is handed on to `holds` behind the reading.
    """
    if holds(STRICT, *given, **named):
        return Verdict.CONSISTENT
    return Verdict.UNCLEAR if holds(GENEROUS, *given, **named) else Verdict.INCONSISTENT


def judge_exact(holds: Callable[Concatenate[Reading, P], bool], *given: P.args, **named: P.kwargs) -> Verdict:
    """Like `judge`, for numbers that are not rounded to zeros."""
    if holds(STRICT, *given, **named):
        return Verdict.CONSISTENT
    return Verdict.UNCLEAR if holds(GENEROUS_EXACT, *given, **named) else Verdict.INCONSISTENT


def _precise(value: Decimal) -> bool:
    """Whether three digits or more of a number are given, zeros at its end aside."""
    return len(value.normalize().as_tuple().digits) >= _PRECISE


def _is_round(value: Decimal) -> bool:
    """Whether a count looks rounded although nothing says so: 11.500."""
    return abs(value) >= 1000 and _last_place(value) >= 100


def _just_below(figure: Figure) -> bool:
    before = figure.sentence[: max(0, figure.start - figure.sentence_start)]
    return _JUST_BELOW.search(before[-16:]) is not None


@lru_cache(maxsize=4096)
def printed_unit(text: str, value: Decimal, number: int = 0) -> Decimal:
    """The worth of the last printed digit of the `number`-th numeral of `text`, which stands for `value`.

    >>> printed_unit("5.133 tỷ", Decimal(5133000000000))
    Decimal('1000000000')
    >>> printed_unit("6,27%", Decimal("6.27"))
    Decimal('0.01')

    A number in words is exact: 0.
    """
    numerals = _DIGITS.findall(text)
    if not numerals:
        return Decimal(0)
    numeral = numerals[min(number, len(numerals) - 1)]
    digits = Decimal(re.sub(r"\D", "", numeral))
    if not digits or not value:
        decimals = numeral.partition(",")[2]
        return Decimal(1).scaleb(-len(decimals))
    unit = abs(value) / digits
    power = Decimal(1).scaleb(unit.adjusted())
    return power if unit == power else _last_place(value)


def digits_for(figure: Figure, value: Decimal) -> str:
    """The digits that would print `value` in the place of `figure`, in its scale."""
    unit = printed_unit(figure.text, figure.value) or Decimal(1)
    return str((value / unit).to_integral_value())


def _last_place(value: Decimal) -> Decimal:
    """The worth of the last digit that is not zero: 100 for 11500, 1 for 12, 0.1 for 81.5."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
