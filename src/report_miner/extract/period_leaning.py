"""What sentences hand on, and the time of a mention that leans on it: "cả năm", "quý trước", "cùng kỳ"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from report_miner.extract.period_outline import Above
from report_miner.extract.period_roles import Role, RoleReader, Use
from report_miner.extract.periods import PeriodMention
from report_miner.extract.timespan import DAYS, MONTH, TimeSpan, day_span, is_inside, is_school_year

BACK = ("trước", "ngoái")
# Forms that only the text before gives a time.
LEANING = (
    "that_day",
    "that_year",
    "years_after",
    "that_period",
    "past_term",
    "term_start",
    "whole_week",
    "whole_month",
    "whole_quarter",
)
_WITHIN_DAY = "within-the-day"  # the rule of "trong ngày", which a bulletin says of its own day
_BESIDE = 12  # how near a year is to which "sau 5 năm" adds nothing
_YEAR_BEFORE = 20  # how near a year stands before its months: "năm ngoái, cũng trong 6 tháng đầu năm"
_OF_THAT_YEAR = ("part_of_year", "quarter", "quarters", "month", "months")  # forms that may leave their year to it
_THIS = ("này", "nay")
_FROM_TOLD = ("whole_year", "years_before")  # forms that are no time that others could lean on
_AS_TOLD = ("same", "since_new_year", "relative_quarter", *_FROM_TOLD)  # forms that need the time told before


class State(NamedTuple):
    """What the sentences before hand on.

    The headings above that tell a time; the topic and how many sentences ago it was named; the last topic of more
    than a month; the last topic not in the future, the last week, the last month, the last stretch of years, the last
    event day, the last day of any kind; the first topic of more than a month that is not long over; the last base,
    the topic it stood with, and how long ago.
    """

    above: tuple[Above, ...] = ()
    topic: TimeSpan | None = None
    distance: int = 0
    wide: TimeSpan | None = None
    past: TimeSpan | None = None
    week: TimeSpan | None = None
    month: TimeSpan | None = None
    years: TimeSpan | None = None
    event: TimeSpan | None = None
    day: TimeSpan | None = None
    main: TimeSpan | None = None
    base: Use | None = None
    base_topic: TimeSpan | None = None
    base_distance: int = 0

    @property
    def heading(self) -> TimeSpan | None:
        """The time of the nearest heading above that tells one."""
        return self.above[-1].span if self.above else None


class Leaning:
    """Reads the times that lean on others.

    Args:
        reader: knows the document's own time.
    """

    def __init__(self, reader: RoleReader) -> None:
        self.reader = reader

    def time_of(self, use: Use, uses: Sequence[Use], state: State) -> TimeSpan | None:
        """The time of a mention, with what its neighbours `uses` and the sentences before add to it."""
        mention, form = use.mention, use.mention.form
        if form in LEANING:
            return self._back_to(use, uses, state)
        if form == "end_of_year" and not (mention.dated or "ys" in mention.fields):
            return _december(state.heading) or use.span
        if form in _OF_THAT_YEAR and use.span and not (mention.dated or "ys" in mention.fields):
            return _in_year_beside(use, uses) or use.span
        year_before = form == "relative_year" and mention.fields["ys"] == "trước"
        ended = mention.dated or "d2" in mention.fields or "m2b" in mention.fields
        if not (year_before or form in _AS_TOLD) or (ended and form != "same"):
            return use.span
        own = _own(use, uses, state)
        if form == "same":
            return own if mention.at_once else self.base_span(use, own)
        if own is None:
            return use.span
        if form == "whole_year":
            return own if is_school_year(own) else TimeSpan(own.last[:1], own.last[:1])
        if form == "years_before":
            return TimeSpan(own.last[:1], own.last[:1]).years_later(self._years_back(use))
        if form == "since_new_year":
            wide = state.wide or state.heading
            own = wide if wide and is_inside(own, wide) else own
            within = len(own.last) > 1 and own.first[0] == own.last[0]  # not a year that runs from October on
            return TimeSpan((own.last[0], 1, 1)[: len(own.last)], own.last) if within else use.span
        return self.base_span(use, own) or use.span

    def _back_to(self, use: Use, uses: Sequence[Use], state: State) -> TimeSpan | None:
        """The time to which "cùng ngày", "năm ấy" or "giai đoạn này" points back."""
        form = use.mention.form
        if form == "that_day":
            told = _last_told(use, uses)
            if told and told.days == 1:
                return told
            return state.day or (self.reader.today if use.mention.rule == _WITHIN_DAY else None)
        if form == "that_year":
            return _in_year(_last_told(use, uses) or state.topic, use.mention)
        if form == "years_after":
            return self._years_after(use, uses, state)
        if form == "whole_week":
            return state.week or self._this_month()
        if form == "whole_month":
            return state.month or _last_month(state.heading)
        if form == "whole_quarter":
            return next((span for span in (state.past, state.wide, state.heading) if span and span.is_quarter), None)
        if form == "past_term":
            return self._past_term(state)
        years = self._years(state)
        return TimeSpan(years.first, years.first) if years and form == "term_start" else years

    def _this_month(self) -> TimeSpan | None:
        """The month of a document's date, which is seldom the very day on which it was written."""
        now = self.reader.now
        return TimeSpan((now.year, now.month), (now.year, now.month)) if now else None

    def _years_after(self, use: Use, uses: Sequence[Use], state: State) -> TimeSpan | None:
        """The year reached so many years after the one told: "bắt đầu năm 2011; sau 3 năm thực hiện, xã đạt".

        A year that stands right before it ("năm 2015, sau 5 năm thực hiện") is already the one reached.
        """
        told = next((other for other in reversed(uses) if other.end <= use.start and other.span), None)
        if self.reader.now is None or (told and use.start - told.end <= _BESIDE):
            return None
        began = told.span if told else state.topic or state.event
        if began is None or began.first != began.last or began.grain == 2:
            return None
        year = began.last[0] + use.mention.count
        return TimeSpan((year,), (year,)) if year <= self.reader.now.year else None

    def _years(self, state: State) -> TimeSpan | None:
        """The stretch of years that a text tells of: the last that it named, up to the time told of within it."""
        years = state.years or next((above.span for above in reversed(state.above) if above.span.is_years), None)
        topic = state.topic
        if years is None or topic is None or topic == years:
            return years
        return TimeSpan(years.first, topic.last[:1]) if is_inside(topic, years) else None

    def _past_term(self, state: State) -> TimeSpan | None:
        """The term that is over: before the one that a text tells of, where that only begins."""
        years = self._years(state._replace(topic=None))
        begins = years is not None and self.reader.now is not None and years.first[0] >= self.reader.now.year
        return years.years_later(years.first[0] - years.last[0]) if years and begins else years

    def time_of_goals(self, state: State) -> TimeSpan | None:
        """The time of what is aimed at: the one told, but the term to come where the past one was told of."""
        topic, years = state.topic, self._years(state._replace(topic=None))
        over = topic is not None and topic.is_years and years is not None and topic == self._past_term(state)
        untold = topic is None and state.heading is None
        return years if over or untold else topic

    def _years_back(self, use: Use) -> int:
        """By how many years "5 năm trước" shifts, as a negative number."""
        return use.span.last[0] - self.reader.now.year if use.span and self.reader.now else 0

    def base_span(self, base: Use, own: TimeSpan | None) -> TimeSpan | None:
        """The time of a base such as "cùng kỳ" or "tháng trước" for a number of the time `own`."""
        form, span = base.mention.form, base.span
        if form == "same" and own:
            year = span.first[0] if span else own.last[0] - 1
            moves = own == self.reader.holiday  # Tết falls on other days each year
            return TimeSpan((year,), (year,)) if moves else own.years_later(year - own.last[0])
        if base.mention.dated or own is None:
            return span
        if form == "years_before":
            return own.years_later(self._years_back(base))
        if form == "start_of_year" and not base.mention.fields.get("ys"):
            return TimeSpan(own.last[:1], own.last[:1])
        if form == "relative_month" and own.grain == 2 and own.first == own.last:
            return own.previous()
        if form == "relative_month" and own.grain == DAYS and own.days <= MONTH and base.mention.fields["ms"] in BACK:
            return TimeSpan(own.last[:2], own.last[:2]).previous()
        if form == "relative_quarter" and own.is_quarter and base.mention.fields["qs"] in (*_THIS, *BACK):
            return own if base.mention.fields["qs"] in _THIS else own.previous()
        if form == "relative_year":
            year_before = TimeSpan(own.last[:1], own.last[:1]).previous()
            return year_before if own.first[0] == own.last[0] else None
        if form == "relative_school_year":
            return own.years_later(-1)
        if form == "season" and own.is_year and base.mention.fields["ys"] in BACK:
            return own.previous()
        if form == "relative_day" and base.mention.fields["ds"] in BACK and own.grain == DAYS:
            return day_span(own.last_day - timedelta(days=1))
        if form == "relative_day" and own == self.reader.present and self.reader.now and span:
            return day_span(own.last_day - (self.reader.now - span.last_day))
        return span


def _is_alike(other: Use, use: Use) -> bool:
    """Whether another time leans on what is told just as this one does, so that it cannot tell this one's."""
    return other.mention.form == use.mention.form and other.mention.fields.get("ys") == use.mention.fields.get("ys")


def _own(use: Use, uses: Sequence[Use], state: State) -> TimeSpan | None:
    """The time on which a mention leans: one before it in its sentence, else that of the text."""
    if use.mention.form == "years_before" and "told" not in use.mention.fields:
        return state.heading
    for other in reversed(uses):
        leans = (other.mention.form in _FROM_TOLD and not other.mention.dated) or _is_alike(other, use)
        if other.role is Role.TOPIC and other.span and other.end <= use.start and not leans:
            return other.span
    return state.topic or state.heading


def _in_year_beside(use: Use, uses: Sequence[Use]) -> TimeSpan | None:
    """The months of a mention in the year that opens the sentence right before it."""
    before = next((other for other in reversed(uses) if other.end <= use.start), None)
    if not (before and before.span and use.span and before.frame and before.role is Role.TOPIC):
        return None
    year = before.span.is_year and use.span.first[0] == use.span.last[0]
    beside = use.start - before.end <= _YEAR_BEFORE
    return use.span.years_later(before.span.last[0] - use.span.last[0]) if year and beside else None


def _last_told(use: Use, uses: Sequence[Use]) -> TimeSpan | None:
    """The time that a sentence names last before a mention."""
    told = (other.span for other in reversed(uses) if other.end <= use.start and other.role is not Role.BASE)
    return next((span for span in told if span), None)


def _in_year(span: TimeSpan | None, mention: PeriodMention) -> TimeSpan | None:
    """The one year of a time, or the month of it that a mention names."""
    if span is None or span.first[0] != span.last[0]:
        return None
    time = (span.last[0], int(mention.fields["m"])) if "m" in mention.fields else span.last[:1]
    return TimeSpan(time, time)


def _december(span: TimeSpan | None) -> TimeSpan | None:
    """December of the one year that a heading tells of."""
    year = span.last if span and span.is_year else None
    return TimeSpan((*year, 12), (*year, 12)) if year else None


def _last_month(span: TimeSpan | None) -> TimeSpan | None:
    """The month with which a stretch of months ends."""
    return TimeSpan(span.last, span.last) if span and len(span.last) == 2 else None
