"""Slips of the pen: what turns one printed number into another."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from report_miner.check.printed import digits_for
from report_miner.model import Figure


def digits_of(text: str) -> str:
    """The digits of a printed number, without its separators."""
    return re.sub(r"\D", "", text)


def one_slip(a: str, b: str) -> bool:
    """Whether one digit changed, two neighbours swapped, one digit lost, or a moved comma explains the difference.

    Args:
        a: the digits of one number.
        b: the digits of the other.
    """
    if len(a) == len(b):
        wrong = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
        pairs = [(a[i], b[i]) for i in wrong]
        swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1 and pairs[0] == pairs[1][::-1]
        return len(wrong) <= 1 or swapped
    short, long = sorted((a, b), key=len)
    return len(long) - len(short) == 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def slip_explains(wanted: Iterable[tuple[Figure, Decimal]]) -> bool:
    """Whether one slip of the pen in one number is all that keeps it from the value that a relation wants of it."""
    printable = ((f, digits_for(f, value)) for f, value in wanted if value > 0)
    return any(digits != "0" and one_slip(digits_of(f.text), digits) for f, digits in printable)
