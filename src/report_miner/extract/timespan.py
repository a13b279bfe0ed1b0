"""Stretches of the calendar at the grain that a text gives them: years, months or days."""

from __future__ import annotations

import calendar
from datetime import date
from typing import NamedTuple

from report_miner.model import Period

Time = tuple[int, ...]
"""`(2021,)`, `(2021, 6)` or `(2021, 6, 15)`."""

DAYS = 3  # the grain of days
MONTH = 31  # a stretch of more days is a topic that goes on

_MONTHS = 12
_WEEKS = 14  # days up to so many are an aside


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

    @property
    def is_years(self) -> bool:
        """Whether it is of several whole years."""
        return self.grain == 1 and self.first != self.last

    @property
    def is_year(self) -> bool:
        """Whether it is one whole year."""
        return self.grain == 1 and self.first == self.last

    @property
    def opens_a_year(self) -> bool:
        """Whether it is the first months of a year, two at least."""
        months = self.grain == 2 and self.first[0] == self.last[0] and self.first != self.last
        return months and self.first[1] == 1

    @property
    def is_quarter(self) -> bool:
        """Whether it is one of the four quarters of a year."""
        whole = len(self.first) == 2 and self.first[:1] == self.last[:1] and len(self.last) == 2
        return whole and self.first[1] % 3 == 1 and self.last[1] == self.first[1] + 2

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


def span_of_period(period: Period | None) -> TimeSpan | None:
    """A period of the table as a stretch of the calendar."""
    if period is None:
        return None
    first, _, last = period.notation.partition("/")
    times = [tuple(int(part) for part in time.split("-")) for time in (first, last or first)]
    return TimeSpan(times[0], times[1])


def month_span(year: int, first: int, last: int) -> TimeSpan:
    """The months `first` to `last` of a year."""
    return TimeSpan((year, first), (year, last))


def months_later(month: Time, months: int) -> Time:
    """The month that lies `months` after `month`."""
    year, index = divmod(_month_number(month) + months, _MONTHS)
    return (year, index + 1)


def is_short(span: TimeSpan) -> bool:
    """Whether a time is of days only, which soon gives way to the wider time that the text is about."""
    return span.grain == DAYS and span.days <= _WEEKS


def is_inside(span: TimeSpan, wide: TimeSpan) -> bool:
    """Whether a time lies within the other one."""
    return wide.first_day <= span.first_day and span.last_day <= wide.last_day


def is_point(span: TimeSpan, wide: TimeSpan) -> bool:
    """Whether a time is of days, or the month that the wider time ends with, to which the text only looks back."""
    last_month = span.first == span.last and span.grain == 2 and (span.last == wide.last or wide.grain == 1)
    return wide.days > MONTH and (
        is_short(span) or (last_month and wide.first_day <= span.first_day <= wide.last_day)
    )


def is_told_by(title: TimeSpan, topic: TimeSpan) -> bool:
    """Whether a topic is the end of the time that the title tells of, or the year that this time is a part of."""
    return title.last_day == topic.last_day or is_year_of(topic, title)


def is_year_of(year: TimeSpan, part: TimeSpan) -> bool:
    """Whether `year` is the one year of which `part` is a stretch of more than a month."""
    whole = year.is_year and year.first == part.first[:1] == part.last[:1]
    return whole and part.grain > 1 and part.days > MONTH


def is_school_year(span: TimeSpan) -> bool:
    """Whether a time is of two years, as a school year is."""
    return span.grain == 1 and span.last[0] == span.first[0] + 1


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
