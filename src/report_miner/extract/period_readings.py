"""How each form of time is read: what a pattern captured and the document's date become a stretch of the calendar."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from report_miner.extract.timespan import TimeSpan, day_span, month_span, months_later, span_of
from report_miner.patterns import Periods

_MONTHS, _NINE = 12, 9
# A month counts as reported from this day on; a year is new in its first months.
_MONTH_IS_OVER, _YEAR_IS_NEW = 25, 3
# School years and the seasons of most leagues begin in the first of these months and end before the second.
_AUTUMN, _SUMMER = 8, 6


def read_form(form: str, captured: Mapping[str, str], now: date | None, words: Periods) -> TimeSpan | None:
    """Return the time that a form of patterns/periods.yaml stands for.

    Args:
        form: the name of the reading.
        captured: the groups that the pattern captured, lower-cased.
        now: the date of the document.
        words: what numbers, "ngoái" and Tết mean.

    Returns:
        None where the calendar has no such time, or it cannot be known without `now`.
    """
    return _READINGS[form](_Fields(captured, now, words))


class _Fields:
    """What a pattern captured, as numbers, with the document's date beside it."""

    def __init__(self, captured: Mapping[str, str], now: date | None, words: Periods) -> None:
        self.captured = captured
        self.now = now
        self.words = words

    def __contains__(self, name: str) -> bool:
        return name in self.captured

    def number(self, name: str) -> int:
        """The number in the group `name`, in digits or words."""
        text = re.sub(r"[\s.]+", " " if not self.captured[name][0].isdigit() else "", self.captured[name])
        return int(text) if text.isdigit() else self.words.numbers[text]

    def shift(self, name: str) -> int:
        """How far the word in the group `name` counts from now: -1 for "trước"."""
        return self.words.shifts[re.sub(r"\s+", " ", self.captured[name])]

    def year(self, name: str = "y") -> int | None:
        """The year of the group `name`, else the one a word such as "ngoái" means, else that of the document."""
        if name in self.captured:
            year = self.number(name)
            if year < 100:
                year += 2000 if year < 70 else 1900
            return year
        if self.now is None:
            return None
        return self.now.year + (self.shift("ys") if "ys" in self.captured else 0)

    def month(self, name: str = "m") -> int:
        """The month of the group `name`; "tháng đầu" is January."""
        return 1 if self.captured[name] == "đầu" else self.number(name)


def _day(f: _Fields) -> TimeSpan | None:
    year = f.year()
    return span_of((year, f.month(), f.number("d"))) if year else None


def _days(f: _Fields) -> TimeSpan | None:
    """From a day, or from a month whose day is not told, to a day."""
    last_year = f.year("y2")
    if last_year is None:
        return None
    last_month = f.month("m2")
    first_month = f.month() if "m" in f else last_month
    first_year = f.number("y") if "y" in f else last_year - (first_month > last_month)
    first_day = (f.number("d"),) if "d" in f else ()
    return span_of((first_year, first_month, *first_day), (last_year, last_month, f.number("d2")))


def _relative_day(f: _Fields) -> TimeSpan | None:
    return day_span(date.fromordinal(f.now.toordinal() + f.shift("ds"))) if f.now else None


def _relative_week(f: _Fields) -> TimeSpan | None:
    """The month in which a week falls: a document's date is seldom that of the day on which it was written."""
    day = f.now + timedelta(weeks=f.shift("ws")) if f.now else None
    return span_of((day.year, day.month)) if day else None


def _month(f: _Fields) -> TimeSpan | None:
    year = f.year()
    return span_of((year, f.month())) if year else None


def _months(f: _Fields) -> TimeSpan | None:
    last_year = f.year("y2") if "y2" in f or "y" not in f else f.year()
    if last_year is None:
        return None
    first, last = f.month(), f.month("m2")
    if "y" in f:
        return span_of((f.number("y"), first), (last_year + (first > last and "y2" not in f), last))
    return span_of((last_year - (first > last), first), (last_year, last))


def _half_month(f: _Fields) -> TimeSpan | None:
    month = _month(f)
    if month is None:
        return None
    if f.captured["part"] in ("1", "i", "đầu"):
        return span_of((*month.first, 1), (*month.first, 15))
    return span_of((*month.first, 16), (*month.first, month.last_day.day))


def _relative_month(f: _Fields) -> TimeSpan | None:
    return span_of(months_later((f.now.year, f.now.month), f.shift("ms"))) if f.now else None


def _quarter(f: _Fields) -> TimeSpan | None:
    year = f.year()
    return month_span(year, f.number("q") * 3 - 2, f.number("q") * 3) if year else None


def _quarters(f: _Fields) -> TimeSpan | None:
    year = f.year()
    first, last = f.number("q"), f.number("q2")
    return month_span(year, first * 3 - 2, last * 3) if year and first < last else None


def _relative_quarter(f: _Fields) -> TimeSpan | None:
    if f.now is None:
        return None
    first = (f.now.year, (f.now.month - 1) // 3 * 3 + 1)
    return TimeSpan(months_later(first, 3 * f.shift("qs")), months_later(first, 3 * f.shift("qs") + 2))


def _part_of_year(f: _Fields) -> TimeSpan | None:
    year = f.year()
    unit = f.captured["unit"]
    length = 6 if unit == "nửa" else f.number("n") * (3 if unit == "quý" else 1)
    if year is None or not 0 < length <= _MONTHS:
        return None
    at_end = f.captured.get("part") in ("cuối", "còn lại")
    return month_span(year, _MONTHS - length + 1, _MONTHS) if at_end else month_span(year, 1, length)


def _months_so_far(f: _Fields) -> TimeSpan | None:
    """The months since January, for "5 tháng" told at the end of May or in June; nine are told of until December."""
    last, number = _last_full_month(f.now), f.number("n")
    if last is None or number < 2:
        return None
    late = last[1] - number
    return month_span(last[0], 1, number) if late == 0 or (number == _NINE and 0 < late < 3) else None


def _months_summed_up(f: _Fields) -> TimeSpan | None:
    """Half a year or nine months since January, summed up in the last of them or later."""
    number = f.number("n")
    return month_span(f.now.year, 1, number) if f.now and number in (6, _NINE) and number <= f.now.month else None


def _months_told_late(f: _Fields) -> TimeSpan | None:
    """The months since January where they open a clause: figures of some months are told in the month after next."""
    last, number = _last_full_month(f.now), f.number("n")
    return month_span(last[0], 1, number) if last and 3 < number == last[1] - 1 else _months_so_far(f)


def _half_year_past(f: _Fields) -> TimeSpan | None:
    """The first half of a year, told in the summer after it."""
    last = _last_full_month(f.now)
    return month_span(last[0], 1, 6) if last and 6 <= last[1] < 9 else None


def _recent_months(f: _Fields) -> TimeSpan | None:
    last = _last_full_month(f.now)
    return TimeSpan(months_later(last, 1 - f.number("n")), last) if last else None


def _last_full_month(now: date | None) -> tuple[int, ...] | None:
    if now is None:
        return None
    return months_later((now.year, now.month), 0 if now.day >= _MONTH_IS_OVER else -1)


def _years(f: _Fields) -> TimeSpan | None:
    last = f.number("y2")
    first = f.number("y")
    return span_of((first,), (first // 100 * 100 + last if last < 100 else last,))


def _year_list(f: _Fields) -> TimeSpan | None:
    """One stretch for "năm 2015 và 2016"; years that do not follow one another are none."""
    span = _years(f)
    return span if span and span.last[0] - span.first[0] <= 2 else None


def _year(f: _Fields) -> TimeSpan | None:
    year = f.year()
    return span_of((year,)) if year else None


def _season(f: _Fields) -> TimeSpan | None:
    """The year of a season of the fields; from July on "vừa rồi" is the one of this year."""
    this_year = f.now is not None and f.now.month > _SUMMER and f.captured.get("ys", "").startswith("vừa")
    return span_of((f.now.year,)) if f.now and this_year else _year(f)


def _relative_school_year(f: _Fields) -> TimeSpan | None:
    """A year from autumn to summer; in the summer "vừa qua" and "trước" mean the one that has just ended."""
    if f.now is None:
        return None
    running = f.now.year - (f.now.month < _AUTUMN)
    ended = _SUMMER <= f.now.month < _AUTUMN and f.shift("ys") < 0
    year = running + (0 if ended else f.shift("ys"))
    return span_of((year,), (year + 1,))


def _end_of_year(f: _Fields) -> TimeSpan | None:
    year = f.year()
    return span_of((year, _MONTHS)) if year else None


def _past_year(f: _Fields) -> TimeSpan | None:
    return span_of((f.now.year - (f.now.month <= _MONTHS // 2),)) if f.now else None


def _years_past(f: _Fields) -> TimeSpan | None:
    if f.now is None:
        return None
    last = f.now.year - (f.now.month <= _YEAR_IS_NEW)
    return span_of((last - f.number("n") + 1,), (last,))


def _years_before(f: _Fields) -> TimeSpan | None:
    """So many years before now; before what is told, its sentence knows."""
    return span_of((f.now.year - f.number("n"),)) if f.now else None


def _years_ahead(f: _Fields) -> TimeSpan | None:
    if f.now is None:
        return None
    first = f.now.year + (f.number("n") if "n" in f else 1)
    return span_of((first,), (f.now.year + f.number("n2"),))


def _now(f: _Fields) -> TimeSpan | None:
    return day_span(f.now) if f.now else None


def _to_now(f: _Fields) -> TimeSpan | None:
    """From a day, month or year until now, at the grain of its beginning."""
    year = f.year()
    if f.now is None or year is None:
        return None
    first = (year, *(f.month(name) if name == "m" else f.number(name) for name in ("m", "d") if name in f))
    return span_of(first, (f.now.year, f.now.month, f.now.day)[: len(first)])


def _since_new_year(f: _Fields) -> TimeSpan | None:
    if "m2b" in f:
        year = f.year("y2b")
        return span_of((year, 1), (year, f.month("m2b"))) if year else None
    if "d2" in f:
        year = f.year("y2")
        return span_of((year, 1, 1), (year, f.month("m2"), f.number("d2"))) if year else None
    year = f.year()
    whole = "y" in f and "now" not in f
    if year is None or f.now is None or year > f.now.year or whole:
        return span_of((year,)) if year else None
    return span_of((year, 1, 1), (f.now.year, f.now.month, f.now.day))


def _told_before(_: _Fields) -> TimeSpan | None:
    """A time that leans on one named before, which its sentence's neighbours tell."""
    return None


def _lunar_day(f: _Fields) -> TimeSpan | None:
    """A day around Tết: "29 Tết" is of the last lunar month, "mùng 4" of the first."""
    tet = _nearest_tet(f.now, f.words.tet)
    if tet is None:
        return None
    number = f.number("d")
    if number < 20:
        return day_span(tet + timedelta(days=number - 1))
    eve = 29 if tet.year in f.words.tet_after_29 else 30
    return day_span(tet - timedelta(days=eve - number + 1)) if number <= eve else None


def _lunar_days(f: _Fields) -> TimeSpan | None:
    first = _lunar_day(f)
    last = _lunar_day(_Fields({"d": f.captured["d2"]}, f.now, f.words))
    return span_of(first.first, last.last) if first and last else None


def _nearest_tet(now: date | None, days: Mapping[int, date]) -> date | None:
    near = [days[year] for year in (now.year, now.year + 1) if year in days] if now else []
    return min(near, key=lambda day: abs(day.toordinal() - now.toordinal())) if near and now else None


def _same(f: _Fields) -> TimeSpan | None:
    """The year of "cùng kỳ năm 2016" or "năm nay"; which months it means, its sentence tells."""
    if f.now and f.captured.get("ys") == "nay":
        return span_of((f.now.year,))
    return span_of((f.number("y"),)) if "y" in f else None


_READINGS: dict[str, Callable[[_Fields], TimeSpan | None]] = {
    "day": _day,
    "days": _days,
    "relative_day": _relative_day,
    "relative_week": _relative_week,
    "month": _month,
    "months": _months,
    "half_month": _half_month,
    "relative_month": _relative_month,
    "quarter": _quarter,
    "quarters": _quarters,
    "year_list": _year_list,
    "relative_quarter": _relative_quarter,
    "part_of_year": _part_of_year,
    "months_so_far": _months_so_far,
    "months_summed_up": _months_summed_up,
    "months_told_late": _months_told_late,
    "half_year_past": _half_year_past,
    "recent_months": _recent_months,
    "years": _years,
    "year": _year,
    "relative_year": _year,
    "season": _season,
    "whole_year": _year,
    "start_of_year": _year,
    "tet": _year,
    "end_of_year": _end_of_year,
    "relative_school_year": _relative_school_year,
    "past_year": _past_year,
    "years_past": _years_past,
    "years_ahead": _years_ahead,
    "years_before": _years_before,
    "now": _now,
    "occasion": _now,
    "ever": _now,
    "to_now": _to_now,
    "since_new_year": _since_new_year,
    "lunar_day": _lunar_day,
    "lunar_days": _lunar_days,
    "same": _same,
    "that_day": _told_before,
    "that_year": _told_before,
    "that_period": _told_before,
    "past_term": _told_before,
    "told_years": _told_before,
    "years_after": _told_before,
    "term_start": _told_before,
    "whole_week": _told_before,
    "whole_month": _told_before,
    "whole_quarter": _told_before,
}
