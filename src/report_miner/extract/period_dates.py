"""The day on which a text was written and the time of which it speaks as its present, as far as it tells them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cached_property

from report_miner.extract.period_clauses import LOOK
from report_miner.extract.periods import PeriodMention
from report_miner.extract.timespan import TimeSpan, day_span
from report_miner.extract.words_around import WordsAround
from report_miner.patterns import Regexes

_DAYS_OF_NEWS = 4  # a text that names a day this close before its publication was written on that day
_DAYS_AS_OF = 31  # "tính đến ngày …" this close before publication is what "hiện nay" means
_DECEMBER = 12
_OFF = timedelta(days=3)  # how far a register's date may be from the day on which the text was written
_DAY_WORD = re.compile(r"(?<!\w)(?:nay|qua|mai)(?!\w)")
_BY_THE_DAY = ("relative_day", "relative_week", "relative_month")  # forms that count from a day, not from its year
_LUNAR = ("lunar_day", "lunar_days")


class TextDates:
    """The dates of one document from which its relative times count.

    Args:
        lower: the lower-cased shadow.
        mentions: what `find_periods` found in it.
        published: the date of the document, when known.
        patterns: what stands around mentions and tells their role.
    """

    def __init__(
        self, lower: str, mentions: Sequence[PeriodMention], published: date | None, patterns: Regexes
    ) -> None:
        self._lower = lower
        self._mentions = mentions
        self._around = WordsAround(lower, patterns)
        self.published = self._written(published)

    def counted_from(self, form: str) -> date | None:
        """The date from which a form of time counts: a day only where the text was dated to the day."""
        if self.published or form not in (*_BY_THE_DAY, *_LUNAR):
            return self.now
        if form in _LUNAR and not self._today and self.now:
            return self.now.replace(month=1)
        return self._today

    def is_base(self, mention: PeriodMention) -> bool:
        """Whether something is compared with a time."""
        return mention.form == "same" or self._around.before("compared", mention.start, LOOK) is not None

    @cached_property
    def now(self) -> date | None:
        """The date from which relative times count.

        Without a date of publication it is the end of the year of the last day that the text names (a report cites
        what was signed before it; what it compares with was earlier), else of the year it names most often without
        comparing with it.
        """
        if self.published:
            return self.published
        dated = [mention for mention in self._mentions if mention.dated and mention.resolvable]
        spans = [(mention, span) for mention in dated if (span := mention.span(None))]
        days = [span.last[0] for mention, span in spans if mention.form == "day" and not self.is_base(mention)]
        if days:
            return date(max(days), _DECEMBER, 31)
        single = ((mention, span) for mention, span in spans if span.first[0] == span.last[0])
        years = Counter(span.last[0] for mention, span in single if not self.is_base(mention))
        return date(max(years, key=lambda year: (years[year], year)), _DECEMBER, 31) if years else None

    @cached_property
    def present(self) -> TimeSpan | None:
        """The time of a statement in the present.

        The day up to which the text itself counts ("tính đến ngày 4/6"), else the last day of its news (not one that
        came "trước đó") that it names shortly before its publication, else the year of publication: a register's
        date is good for no more than that.
        """
        if self.published is None:
            return TimeSpan((self.now.year,), (self.now.year,)) if self.now else None
        as_of, named = [], []
        for mention in self._mentions:
            span = mention.span(self.published) if mention.form in ("day", "days", "relative_day") else None
            if span is None or span.grain != 3 or self._around.before("earlier", mention.start, LOOK):
                continue
            for day in {span.first_day, span.last_day}:
                age = (self.published - day).days
                if 0 <= age <= _DAYS_OF_NEWS:
                    named.append(day)
                if 0 <= age <= _DAYS_AS_OF and self._counts_up_to(mention):
                    as_of.append(day)
        if as_of or named:
            return day_span(max(as_of or named))
        return TimeSpan((self.published.year,), (self.published.year,))

    @cached_property
    def _today(self) -> date | None:
        """The day of an undated text: the one that it calls today itself, else the last up to which it counts."""
        called, counted = [], []
        for mention in self._mentions:
            span = mention.span(None) if mention.form == "day" and mention.dated else None
            if span is None:
                continue
            if word := _DAY_WORD.search(self._lower, mention.start, mention.end):
                called.append(span.first_day - timedelta(days=mention.words.shifts[word[0]]))
            elif self._counts_up_to(mention):
                counted.append(span.first_day)
        return called[0] if called else max(counted, default=None)

    def _written(self, published: date | None) -> date | None:
        """The day on which the text was written, if it tells of one near `published`.

        That is the one it calls "hôm nay" itself, else the next day where something has happened on it already.
        """
        if published is None:
            return None
        for mention in self._mentions:
            told = _DAY_WORD.search(self._lower, mention.start, mention.end) if mention.form == "day" else None
            if told and (span := mention.span(published)):
                day = span.first_day - timedelta(days=mention.words.shifts[told[0]])
                if abs(day - published) <= _OFF:
                    return day
        next_day = day_span(published + timedelta(days=1))
        days = (mention for mention in self._mentions if mention.form == "day")
        past = (day for day in days if self._around.after("happened", day.end))
        return next_day.first_day if any(day.span(published) == next_day for day in past) else published

    def _counts_up_to(self, mention: PeriodMention) -> bool:
        begun = self._around.before("from_then", mention.start, LOOK)
        ways = ("cumulative", "as_of_hour")
        return begun is None and any(self._around.before(way, mention.start, LOOK) for way in ways)
