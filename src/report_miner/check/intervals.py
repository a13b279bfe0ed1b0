"""What a printed number stands for: closed intervals of `Decimal`, with arithmetic that never shrinks them.

Every operation rounds its lower end down and its upper end up (50 digits), so a relation that holds for some
pair of true values is never denied.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal

INFINITY = Decimal("Infinity")
_DOWN = Context(prec=50, rounding=ROUND_FLOOR)
_UP = Context(prec=50, rounding=ROUND_CEILING)


@dataclass(frozen=True, slots=True)
class Interval:
    """All values from `low` to `high`, both included; the ends may be infinite.

    Raises:
        ValueError: `low` lies above `high`.
    """

    low: Decimal
    high: Decimal

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(f"no interval: {self.low} > {self.high}")

    @classmethod
    def exactly(cls, value: Decimal | int) -> Interval:
        """The interval that holds `value` alone."""
        return cls(Decimal(value), Decimal(value))

    def __add__(self, other: Interval) -> Interval:
        return Interval(_DOWN.add(self.low, other.low), _UP.add(self.high, other.high))

    def __sub__(self, other: Interval) -> Interval:
        return Interval(_DOWN.subtract(self.low, other.high), _UP.subtract(self.high, other.low))

    def __mul__(self, other: Interval) -> Interval:
        ends = [(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(
            min(_product(_DOWN, a, b) for a, b in ends),
            max(_product(_UP, a, b) for a, b in ends),
        )

    def __truediv__(self, other: Interval) -> Interval:
        """The quotients; everything where the divisor may be zero."""
        if other.low <= 0 <= other.high:
            return Interval(-INFINITY, INFINITY)
        ends = [(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(
            min(_quotient(_DOWN, a, b) for a, b in ends),
            max(_quotient(_UP, a, b) for a, b in ends),
        )

    def meets(self, other: Interval) -> bool:
        """Whether the two have a value in common."""
        return self.low <= other.high and other.low <= self.high

    def whole_numbers(self) -> tuple[Decimal, Decimal] | None:
        """The smallest and the greatest whole number inside, or None when there is none (ends must be finite)."""
        low = self.low.to_integral_value(ROUND_CEILING)
        high = self.high.to_integral_value(ROUND_FLOOR)
        return (low, high) if low <= high else None


def _product(context: Context, a: Decimal, b: Decimal) -> Decimal:
    return Decimal(0) if not a or not b else context.multiply(a, b)


def _quotient(context: Context, a: Decimal, b: Decimal) -> Decimal:
    if b.is_infinite():
        return Decimal(0) if not a.is_infinite() else INFINITY.copy_sign(a * b)
    return context.divide(a, b)
