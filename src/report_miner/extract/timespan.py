"""Stretches of the calendar at the grain that a text gives them: years, months or days."""

from __future__ import annotations

import calendar
from datetime import date
from typing import NamedTuple

Time = tuple[int, ...]
"""`(2021,)`, `(2021, 6)` or `(2021, 6, 15)`."""

_MONTHS = 12


class TimeSpan(NamedTuple):
    """From `first` to `last`, both included; `str()` gives the notation of the table."""

    first: Time
    last: Time

    def __str__(self) -> str:
        first, last = _notation(self.first), _notation(self.last)
        return first if first == last else f"{first}/{last}"

    @property
    def grain(self) -> int:
        """1 for years, 2 for months, 3 for days: of the finer end."""
        return max(len(self.first), len(self.last))

    @property
    def first_day(self) -> date:
        """The first day of the stretch."""
        return date(*(*self.first, 1, 1)[:3])

    @property
    def last_day(self) -> date:
        """The last day of the stretch."""
        year, month = (*self.last, _MONTHS)[:2]
        return date(year, month, self.last[2] if len(self.last) > 2 else calendar.monthrange(year, month)[1])

    @property
    def days(self) -> int:
        """How many days long it is."""
        return (self.last_day - self.first_day).days + 1

    def years_later(self, years: int) -> TimeSpan:
        """The same stretch `years` later; 29 February becomes the 28th where there is none."""
        return TimeSpan(_years_later(self.first, years), _years_later(self.last, years))

    def previous(self) -> TimeSpan:
        """The stretch of the same length that ends where this one begins: the month, quarter or term before."""
        if len(self.first) == 1 == len(self.last):
            return self.years_later(self.first[0] - self.last[0] - 1)
        if len(self.first) == 2 == len(self.last):
            length = _month_number(self.last) - _month_number(self.first) + 1
            return TimeSpan(months_later(self.first, -length), months_later(self.last, -length))
        return self.years_later(-1)


def day_span(day: date) -> TimeSpan:
    """The one day as a stretch."""
    time = (day.year, day.month, day.day)
    return TimeSpan(time, time)


def span_of(first: Time, last: Time | None = None) -> TimeSpan | None:
    """The stretch from `first` to `last` (`first` alone without it), or None where the calendar has no such thing."""
    last = first if last is None else last
    if not (_exists(first) and _exists(last)):
        return None
    span = TimeSpan(first, last)
    return span if span.first_day <= span.last_day else None


def month_span(year: int, first: int, last: int) -> TimeSpan:
    """The months `first` to `last` of a year."""
    return TimeSpan((year, first), (year, last))


def months_later(month: Time, months: int) -> Time:
    """The month that lies `months` after `month`."""
    year, index = divmod(_month_number(month) + months, _MONTHS)
    return (year, index + 1)


def _month_number(month: Time) -> int:
    return month[0] * _MONTHS + month[1] - 1


def _years_later(time: Time, years: int) -> Time:
    year = time[0] + years
    if len(time) < 3:
        return (year, *time[1:])
    return (year, time[1], min(time[2], calendar.monthrange(year, time[1])[1]))


def _exists(time: Time) -> bool:
    try:
        date(*(*time, 1, 1)[:3])
    except ValueError:
        return False
    return True


def _notation(time: Time) -> str:
    return "-".join([f"{time[0]:04d}", *(f"{part:02d}" for part in time[1:])])
