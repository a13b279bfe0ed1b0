"""How a person reads a time: the notation of the table, `2024-01/2024-03`, as "quý I/2024"."""

from __future__ import annotations

from report_miner.texts import say

_QUARTERS = {(1, 3): "I", (4, 6): "II", (7, 9): "III", (10, 12): "IV"}
_DECEMBER = 12

_Time = tuple[int, ...]


def in_words(notation: str) -> str:
    """Return a time of the table as people write it; what is no such notation stays as it is.

    >>> in_words("2023-01/2023-06")
    '6 tháng đầu năm 2023'
    """
    first, _, last = notation.partition("/")
    try:
        begin, end = _time(first), _time(last or first)
    except ValueError:
        return notation
    if begin == end:
        return _one(begin)
    if len(begin) == len(end) == 1:
        return say("periods.years", first=begin[0], last=end[0])
    if len(begin) == len(end) == 2 and begin[0] == end[0]:
        return _months(begin[0], begin[1], end[1])
    if len(begin) == len(end):
        same_year = begin[0] == end[0]
        start = "/".join(map(str, reversed(begin[1:] if same_year else begin)))
        return say("periods.from_month" if len(begin) == 2 else "periods.from_to", first=start, last=_dated(end))
    return say("periods.from_to", first=_one(begin), last=_one(end))


def _time(notation: str) -> _Time:
    time = tuple(int(part) for part in notation.split("-"))
    if len(time) > 3 or len(notation) != (4, 7, 10)[len(time) - 1]:
        raise ValueError(notation)
    return time


def _one(time: _Time) -> str:
    return say(("periods.year", "periods.month", "periods.day")[len(time) - 1], time=_dated(time))


def _dated(time: _Time) -> str:
    """The parts of a time as they are printed, the day first: "30/9/2023"."""
    return "/".join(map(str, reversed(time)))


def _months(year: int, first: int, last: int) -> str:
    """Months of one year: a quarter, the months since January or until December, or plain months."""
    if (first, last) == (1, _DECEMBER):
        return say("periods.year", time=year)
    if quarter := _QUARTERS.get((first, last)):
        return say("periods.quarter", quarter=quarter, year=year)
    if first == 1:
        return say("periods.first_months", count=last, year=year)
    if last == _DECEMBER:
        return say("periods.last_months", count=_DECEMBER + 1 - first, year=year)
    return say("periods.some_months", first=first, last=last, year=year)
