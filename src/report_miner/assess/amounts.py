"""What a figure amounts to for a test: a span of values, with the change of a pair and the share of a tally exact."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from report_miner.check.intervals import INFINITY
from report_miner.check.printed import STRICT
from report_miner.model import Bound, Change, Figure, Kind

_DIRECTED = re.compile(r"(?:giảm|tăng|kiềm chế|không tăng)\s*$", re.IGNORECASE)
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Span:
    """The values that a print allows, from `low` to `high`; an open end is not itself allowed."""

    low: Decimal
    high: Decimal
    low_open: bool = False
    high_open: bool = False

    def negated(self) -> Span:
        """The same values with the other sign."""
        return Span(-self.high, -self.low, self.high_open, self.low_open)

    def at_least(self, threshold: Decimal) -> bool | None:
        """Whether every value reaches the threshold; None when some do and some do not."""
        if self.low >= threshold:
            return True
        below = self.high < threshold or (self.high == threshold and self.high_open)
        return False if below else None

    def above(self, threshold: Decimal) -> bool | None:
        """Whether every value lies above the threshold; None when some do and some do not."""
        if self.low > threshold or (self.low == threshold and self.low_open):
            return True
        return False if self.high <= threshold else None


@dataclass(frozen=True, slots=True)
class Pair:
    """Cases now and before."""

    now: Decimal
    before: Decimal

    @property
    def change(self) -> Decimal | None:
        """The change in per cent; None from zero to more, 0 from zero to zero."""
        if not self.before:
            return None if self.now else Decimal(0)
        return (self.now - self.before) / self.before * _HUNDRED


def span_of(figure: Figure) -> Span:
    """The values that a printed figure allows: itself, or what its bound says."""
    match figure.bound:
        case Bound.ABOVE | Bound.AT_LEAST:
            return Span(figure.value, INFINITY, low_open=figure.bound is Bound.ABOVE)
        case Bound.BELOW | Bound.AT_MOST:
            return Span(-INFINITY, figure.value, high_open=figure.bound is Bound.BELOW)
        case Bound.ABOUT:
            around = STRICT(figure)
            return Span(around.low, around.high)
    return Span(figure.value, figure.value if figure.value_to is None else figure.value_to)


def share_of(figure: Figure) -> Span | None:
    """The share in per cent of a tally or a percentage that is no change; None of anything else."""
    if figure.kind is Kind.TALLY and figure.total:
        share = figure.value * _HUNDRED / figure.total
        return Span(share, share)
    return span_of(figure) if figure.kind is Kind.PERCENT and figure.change is Change.NONE else None


def change_of(figure: Figure) -> Span | None:
    """The change in per cent that a percentage states, a fall being negative; None of anything else.

    A fall may bear its sign besides its verb: "giảm 15 vụ (-15%)".
    """
    if figure.kind is not Kind.PERCENT or figure.change is Change.NONE:
        return None
    span = span_of(figure)
    return span.negated() if figure.change is Change.DECREASE and figure.value > 0 else span


def pair_of(figure: Figure, others: Sequence[Figure]) -> Pair | None:
    """The cases now and before that a figure states, by itself or with the level in front of it in its sentence.

    "giảm 01/02 vụ" is a pair; "74 vụ, giảm 9 vụ" makes one.
    """
    if figure.total is not None and is_pair(figure):
        return Pair(figure.value, figure.total)
    if figure.kind is not Kind.COUNT or figure.change is Change.NONE or figure.bound is not Bound.EQUAL:
        return None
    level = next((other for other in reversed(others) if _is_level_of(other, figure)), None)
    if level is None:
        return None
    before = level.value + (figure.value if figure.change is Change.DECREASE else -figure.value)
    return Pair(level.value, before) if before >= 0 else None


def is_pair(figure: Figure) -> bool:
    """Whether a figure is a pair of cases now and before, by its kind or by the verb in front of it."""
    position = figure.start - figure.sentence_start
    directed = _DIRECTED.search(figure.sentence[max(0, position - 20) : position])
    return figure.kind is Kind.PAIR or (figure.kind is Kind.TALLY and directed is not None)


def _is_level_of(other: Figure, change: Figure) -> bool:
    same = other.sentence_start == change.sentence_start and other.unit == change.unit and other.start < change.start
    return same and other.kind is Kind.COUNT and other.change is Change.NONE and other.bound is Bound.EQUAL
