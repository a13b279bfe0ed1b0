"""Why a text names a time: as topic of what it tells, day of an event, base of a comparison, or in passing."""

from __future__ import annotations

import re
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from report_miner.extract.period_clauses import LOOK, last_clause
from report_miner.extract.period_dates import TextDates
from report_miner.extract.period_readings import read_form
from report_miner.extract.periods import PeriodMention
from report_miner.extract.timespan import DAYS, TimeSpan, day_span
from report_miner.extract.words_around import WordsAround
from report_miner.patterns import Regexes

SCHOOL_YEAR = "school-year"  # the rule of the seasons and school years that span two years
_LOCAL = 60  # how far before a mention the number may stand to which alone it belongs
_AHEAD = timedelta(days=100)  # a month without its year that lies further ahead is last year's
_MONTH_ENDS = timedelta(days=6)  # so long before its end a month is reported
_FORETOLD = 200  # how far before such a month the word may stand that says it is still to come
_STILL_NEWS = timedelta(days=100)  # for how long the months that a text counts are what it reports
_COUNTED_MONTHS = ("months_so_far", "months_summed_up", "months_told_late", "recent_months")
_OF_A_LENGTH = ("told_years", *_COUNTED_MONTHS)  # forms that tell how long a time is, and not always which
_WITHIN_YEARS = "within-years"  # the rule of years that may be those of a stretch named elsewhere
_AVERAGED = ("same", "years", *_COUNTED_MONTHS)
# Forms over which a record is held.
_COUNTED_BACK = ("years_past", "since_new_year", "recent_months", "to_now", "years")
_BEGUN = ("day", "month", "year", "relative_year", "start_of_year", "end_of_year")  # forms that may be a beginning
_TERM = ("nhiệm kỳ", "nhiệm kì")
_DAYS = ("days", "lunar_days")
_AMOUNT = re.compile(r"\d[\d.,]*\s?%?(?:\s?[^\W\d_]+){0,2}\s$")
_NUMBER = re.compile(r"\d")
_CLOSES = re.compile(r"\s?[,;.)]")


class Role(StrEnum):
    """Why a text names a time."""

    TOPIC = "topic"
    EVENT = "event"
    NOW = "now"
    BASE = "base"
    NONE = "none"


class Use(NamedTuple):
    """A mention in its sentence.

    `frame` tells a time that opens its clause ("Năm 2016, …") or what had been reached ("giá cá ngày 4/7 chỉ còn 9
    nghìn đồng") from one inside a noun phrase ("kế hoạch năm 2016");
    `bracketed` one inside brackets; `reported` a day that is that of the report ("ngày 6/2, Sở cho biết");
    `deadline` a day by which something is to be done; `aside` a time of one part only ("riêng tháng 9"), as are those
    in the `names` of plans ("đề án giai đoạn 2017 - 2025"); `contrasted` one that is only held against the time of
    the text ("trong khi năm ngoái có 9 vụ"); `opens` one that opens its sentence; `local` one that belongs to the
    number before it alone ("từ 41% năm 2015 lên 45%"); `trails` one that closes a clause with a number in it ("chiếm
    4,9% số phải thu năm 2015, …").
    """

    mention: PeriodMention
    role: Role
    span: TimeSpan | None
    frame: bool = False
    bracketed: bool = False
    reported: bool = False
    deadline: bool = False
    aside: bool = False
    contrasted: bool = False
    names: bool = False
    opens: bool = False
    local: bool = False
    trails: bool = False

    @property
    def start(self) -> int:
        """Offset of the mention."""
        return self.mention.start

    @property
    def end(self) -> int:
        """Offset behind the mention."""
        return self.mention.end


class RoleReader:
    """Reads the roles of the mentions of one document.

    Args:
        lower: the lower-cased shadow.
        mentions: what `find_periods` found in it.
        published: the date of the document, when known.
        patterns: what stands around mentions and tells their role.
    """

    def __init__(self, lower: str, mentions: list[PeriodMention], published: date | None, patterns: Regexes) -> None:
        self._lower = lower
        self._mentions = mentions
        self._patterns = patterns
        self._around = WordsAround(lower, patterns)
        self._dates = TextDates(lower, mentions, published, patterns)
        self._published = self._dates.published

    @property
    def now(self) -> date | None:
        """The date from which relative times count, at least by its year."""
        return self._dates.now

    @property
    def today(self) -> TimeSpan | None:
        """The day on which the text was written, where it is known."""
        day = self._dates.counted_from("relative_day")
        return day_span(day) if day else None

    @property
    def present(self) -> TimeSpan | None:
        """The time of a statement in the present."""
        return self._dates.present

    def is_ahead(self, span: TimeSpan) -> bool:
        """Whether a time begins after the document's date, or runs beyond it by more than the unit it counts in."""
        now = self.now
        if now is None:
            return False
        last_unit = TimeSpan(span.last, span.last)
        return span.first_day > now or (span.grain > 1 and last_unit.first_day > now)

    def uses(self, low: int, high: int, start: int, end: int) -> list[Use]:
        """Return the uses of the mentions `low:high`, which stand in the sentence `start:end`."""
        uses: list[Use] = []
        for mention in self._mentions[low:high]:
            edge = max(start, uses[-1].end if uses else start, mention.start - LOOK)
            clause = self._lower[max(start, mention.start - LOOK) : mention.start]
            use = self._use(mention, self._lower[edge : mention.start], clause, end)
            uses.append(use._replace(local=self._is_local(mention, start), trails=self._trails(mention, start)))
        return uses

    def _is_local(self, mention: PeriodMention, start: int) -> bool:
        return self._around.before("local", mention.start, min(_LOCAL, mention.start - start)) is not None

    def _trails(self, mention: PeriodMention, start: int) -> bool:
        clause = last_clause(self._lower[max(start, mention.start - LOOK) : mention.start])
        return bool(_NUMBER.search(clause) and _CLOSES.match(self._lower, mention.end, mention.end + 2))

    def _use(self, mention: PeriodMention, before: str, clause: str, end: int) -> Use:
        bracketed = clause.rfind("(") > clause.rfind(")")
        frame = self._holds("frame", clause) or self._tells_what_was_reached(mention, before)
        if mention.form in ("now", "ever"):
            told = frame and not self._holds("record", before)
            role = Role.NOW if told or mention.form == "now" else Role.NONE
            role = Role.BASE if self._holds("compared", before) else role
            return Use(mention, role, self.present, frame, bracketed)
        if mention.form == "occasion":
            of_news = self.present is not None and self.present.grain == DAYS and clause.strip(' "') == ""
            return Use(mention, Role.NOW if of_news else Role.NONE, self.present, frame, bracketed)
        if mention.form in ("year", "relative_year") and self._holds("carried_over", before):
            return Use(mention, Role.NONE, self._span(mention), frame, bracketed)
        if mention.form in ("day", "month") and self._holds("deadline", before):
            return Use(mention, Role.NONE, self._span(mention), frame, bracketed, deadline=True)
        span = self._span(mention)
        several = span is not None and span.is_years
        titled = several and self._lower.startswith("\n", mention.end)
        named = self._is_of_a_name(mention, clause) or (titled and self._holds("set_of_criteria", clause))
        role = Role.NONE if named else self._role(mention, before, frame, end)
        averaged = mention.form in _AVERAGED and self._holds("average_of", before)
        aside = bool(averaged or self._holds("aside", clause))
        of_a_day = role is Role.EVENT or mention.form in ("day", "that_day")
        reported = of_a_day and self._is_of_a_report(mention, clause, end)
        names = several and self._holds("name_of_plan", clause)
        if span and role is Role.TOPIC:
            span = self._as_told(mention, span, before, end)
        elif span and role is Role.BASE:
            span = self._as_compared(mention, span)
        over = span is None or self.now is None or span.last[0] < self.now.year
        contrasted = (over and self._holds("contrasted", clause)) or self._looks_back(mention, span, clause)
        opens = clause.strip(' "') == ""
        contrasted = contrasted or (mention.form == "years_before" and not opens)
        return Use(
            mention=mention,
            role=role,
            span=span,
            frame=frame,
            bracketed=bracketed,
            reported=reported,
            aside=aside or names,
            contrasted=contrasted,
            names=names,
            opens=opens,
        )

    def _is_of_a_name(self, mention: PeriodMention, clause: str) -> bool:
        """Whether a time only says which standard, jubilee or record is meant."""
        record = mention.form in _COUNTED_BACK and self._holds("record", clause)
        return record or self._holds("standard", clause)

    def _looks_back(self, mention: PeriodMention, span: TimeSpan | None, clause: str) -> bool:
        """Whether a past year only tells how much a number before it was then: "có 71 xã đạt, năm 2015 là 38 xã"."""
        if mention.form not in ("year", "relative_year") or span is None or not self.now:
            return False
        past = span.last[0] < self.now.year and self._around.after("level", mention.end) is not None
        return past and self._holds("after_a_number", clause)

    def _as_told(self, mention: PeriodMention, span: TimeSpan, before: str, end: int) -> TimeSpan:
        """The time that a topic tells of, which is not always the one that it names.

        "Hết quý II" tells of the year until then, where it is over; "cuối năm 2014" of that year, where it says when
        something happened and not how things stood as the year ended.
        """
        if self.now is None or span.last_day > self.now:
            return span
        if mention.form == "quarter" and self._holds("to_its_end", before):
            return TimeSpan((span.last[0], 1), span.last)
        if mention.form == "end_of_year" and not self._holds("cumulative", before):
            stands = self._around.after("states", mention.end, end)
            return span if stands else TimeSpan(span.last[:1], span.last[:1])
        return span

    def _as_compared(self, mention: PeriodMention, span: TimeSpan) -> TimeSpan:
        """The month that something is compared with is over: told in November, "so với tháng 12" is of last year."""
        undated = mention.form == "month" and not mention.dated and "ys" not in mention.fields
        to_come = self._published is not None and span.last_day > self._published + _MONTH_ENDS
        return span.years_later(-1) if undated and to_come else span

    def _is_of_a_report(self, mention: PeriodMention, clause: str, end: int) -> bool:
        """Whether something is said on a day; what stands behind "cho biết," is told of the day, not on it."""
        told = self._patterns["told"].search(clause)
        before = clause[told.end() if told else 0 :][-40:]
        return self._holds("reporting", before + self._lower[mention.start : min(end, mention.end + 150)])

    @cached_property
    def holiday(self) -> TimeSpan | None:
        """The days of Tết where the text itself gives them: its first stretch of three to fourteen days."""
        spans = (mention.span(self.now) for mention in self._mentions if mention.form in _DAYS)
        lengths = ((span, (span.last_day - span.first_day).days + 1) for span in spans if span)
        return next((span for span, length in lengths if 3 <= length <= 14), None)

    @cached_property
    def _named_months(self) -> dict[int, TimeSpan]:
        """By how many months: the part of a year that the text itself tells of, "6 tháng đầu năm 2013".

        Where it names none, the third quarter tells of which year "lũy kế 9 tháng" is. One that ended long before the
        text was published, or had not reached its last month by then, is not what its "6 tháng qua" means.
        """
        named: dict[int, TimeSpan] = {}
        for mention in sorted(self._mentions, key=lambda mention: mention.form == "quarter"):
            span = self._counted_months(mention)
            if span is None or self._dates.is_base(mention):
                continue
            late = self._published and self._published - span.last_day > _STILL_NEWS
            if not (late or self.is_ahead(span)):
                named.setdefault(span.last[1] - span.first[1] + 1, span)
        return named

    def _counted_months(self, mention: PeriodMention) -> TimeSpan | None:
        """The months of a year that a mention counts, or those at the end of which its quarter stands."""
        if mention.form == "part_of_year" and mention.fields["unit"] == "tháng":
            return mention.span(self.now)
        quarter = mention.span(self.now) if mention.form == "quarter" else None
        return TimeSpan((quarter.last[0], 1), quarter.last) if quarter else None

    @cached_property
    def _named_years(self) -> dict[int, TimeSpan]:
        """By how many years: the stretch that the text itself tells of, "kế hoạch 5 năm 2016 - 2020"."""
        spans = (mention.span(self.now) for mention in self._mentions if self._is_stretch(mention))
        named: dict[int, TimeSpan] = {}
        for span in sorted((span for span in spans if span), key=self._is_to_come):
            years = span.last[0] - span.first[0]
            for number in (years + 1, years):
                named.setdefault(number, span)
        return named

    def _is_stretch(self, mention: PeriodMention) -> bool:
        return mention.form == "years" and mention.rule != SCHOOL_YEAR and not self._dates.is_base(mention)

    def _is_to_come(self, span: TimeSpan) -> bool:
        return self.now is not None and span.last[0] > self.now.year

    @cached_property
    def _over_new_year(self) -> bool:
        """Whether the text tells of a league whose seasons run from autumn to summer."""
        return self._holds("autumn_league", self._lower)

    def _span(self, mention: PeriodMention) -> TimeSpan | None:
        if mention.form == "season" and self._over_new_year:
            return read_form("relative_school_year", mention.fields, self.now, mention.words)
        if mention.form == "tet":
            return self.holiday
        span = mention.span(self._dates.counted_from(mention.form))
        if mention.form == "told_years" or mention.rule == _WITHIN_YEARS:
            return self._named_years.get(mention.count, span)
        if mention.form in _COUNTED_MONTHS:
            return self._named_months.get(mention.count, span)
        if span and mention.form == "to_now" and span.grain == 3 and self.present and self.present.grain == 3:
            return TimeSpan(span.first, max(span.first, self.present.last))
        undated = not mention.dated and mention.form in ("month", "day", "days", "quarter", "months")
        far = span is not None and self._published is not None and span.first_day > self._published + _AHEAD
        if span and far and undated and not self._is_told_ahead(mention):
            return span.years_later(-1)
        return span

    def _is_told_ahead(self, mention: PeriodMention) -> bool:
        """Whether a time is said to be still to come: "tháng 9 tới", "sẽ khai mạc vào ngày 24/11"."""
        this_year = mention.words.shifts.get(mention.fields.get("ys") or "") == 0
        said = self._around.after("coming", mention.end) or self._around.before("ahead", mention.start, _FORETOLD)
        return this_year or said is not None

    def _role(self, mention: PeriodMention, before: str, frame: bool, end: int) -> Role:
        if not mention.resolvable:
            return Role.NONE
        if self._holds("horizon", before) and not self._lower.startswith(":", mention.end):
            return Role.NONE
        if self._holds("unfinished", before):
            return Role.NONE
        if self._dates_a_document(mention) or (mention.form in _OF_A_LENGTH and self._span(mention) is None):
            return Role.NONE
        if self._is_term_of_a_body(mention, before):
            return Role.NONE
        if mention.form == "years_after" and not frame:
            return Role.NONE
        stated = before.endswith("(") and self._around.after("level", mention.end)
        if self._holds("compared", before) and not stated:
            return Role.NONE if mention.form == "relative_week" else Role.BASE
        if mention.form == "whole_year" and self._holds("plan_of", before):
            return Role.NONE
        if mention.form == "tet":
            return Role.TOPIC if self.holiday else Role.NONE
        if mention.form == "same" and self._holds("changed", before):
            return Role.BASE
        if mention.form == "same" and not mention.at_once:
            rest = re.split(r"[,;.)]\s?", self._lower[mention.end : end])[0]
            return Role.TOPIC if _NUMBER.search(rest) else Role.BASE
        as_of_hour = mention.form == "day" and self._around.before("as_of_hour", mention.start, LOOK)
        cumulative = as_of_hour or self._holds("cumulative", before)
        if mention.form in ("day", "relative_day", "lunar_day") and not cumulative:
            stands = self._around.after("stands", mention.start) or self._tells_what_was_reached(mention, before)
            return Role.TOPIC if stands else Role.EVENT
        if mention.form == "month" and self._holds("point_of_month", before):
            stands = self._holds("as_of_month", before) or self._tells_what_was_reached(mention, before)
            return Role.TOPIC if stands else Role.EVENT
        begun = mention.form in _BEGUN or mention.rule == SCHOOL_YEAR
        if begun and self._holds("since", before) and (not frame or self._holds("since_of_a_verb", before)):
            return Role.NONE
        if mention.form in ("relative_year", "end_of_year", "start_of_year") and not mention.dated:
            vague = mention.fields.get("ys") not in ("nay", "ngoái")
            level = mention.form == "relative_year" and self._around.after("level", mention.end)
            told = cumulative or level or self._holds("opening", before)
            return Role.NONE if vague and not told else Role.TOPIC
        if mention.form == "years_before" and not (frame or self._around.after("level", mention.end)):
            return Role.TOPIC if _AMOUNT.search(before) else Role.NONE
        return Role.TOPIC

    def _tells_what_was_reached(self, mention: PeriodMention, before: str) -> bool:
        """Whether a day, or the beginning of a month, tells how things stood: "ngày 4/7 lên 25 ca"."""
        point = mention.form == "day" or (mention.form == "month" and self._holds("point_of_month", before))
        reached = point and self._around.after("reached", mention.end)
        return bool(reached) and not self._holds("counted_to", before)

    def _is_term_of_a_body(self, mention: PeriodMention, before: str) -> bool:
        """Whether a term still to run only says which congress or council is meant: "Đại hội nhiệm kỳ 2020-2025"."""
        if not self._lower.startswith(_TERM, mention.start) or not self._holds("term_of_a_body", before):
            return False
        span = mention.span(self.now)
        return span is not None and self.now is not None and span.last[0] > self.now.year

    def _dates_a_document(self, mention: PeriodMention) -> bool:
        return mention.form == "day" and self._around.before("document", mention.start, LOOK) is not None

    def _holds(self, name: str, text: str) -> bool:
        """Whether a part of the text holds the pattern of this name."""
        return self._patterns[name].search(text) is not None
