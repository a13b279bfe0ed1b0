"""Which of the times of a sentence the text goes on to tell of, and which hold for their clause alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from report_miner.extract.period_clauses import LOOK, QUANTITY
from report_miner.extract.period_leaning import BACK, LEANING, Leaning, State
from report_miner.extract.period_roles import SCHOOL_YEAR, Role, Use
from report_miner.extract.timespan import DAYS, MONTH, TimeSpan, is_inside, is_point, is_short, is_year_of
from report_miner.language.sentences import Sentence

_OF_ONE_CLAUSE = ("yearly-average", "counted-since-a-year")  # rules whose time no text goes on to tell of
_OF_ONE_SENTENCE = (
    "occasion",
    "season",
    "relative_week",
    "whole_week",
    "years_before",
    "that_year",
)  # forms like that
_TELLS = (Role.TOPIC, Role.EVENT)
_WEEK = range(6, 9)  # how many days a week may have, as its first or last one is counted in or not
_JUST_TOLD = 2  # how many sentences ago a time is still what the text tells of
_TOMORROW = "tomorrow"  # the rule whose day no text goes on to tell of
_NEAR = 40  # how many times of a sentence are looked at
_BUT = re.compile(r"(?<!\w)(?:song|nhưng)\s(?:(?:sang|đến|trong|riêng)\s)?$")
_SHARE_OF_PLAN = re.compile(r"%\s(?:so\svới\s)?(?:kế hoạch|dự toán|chỉ tiêu)(?:\s[^\W\d_]+){0,3}\s$")
_ITS_PARTS = re.compile(
    r"(?<=:)\s*\n|\s*(?:trong (?:đó|số đó|số này)|cụ thể|chia (?:ra|theo)|theo nguồn(?: vốn)?)(?!\w)"
)
_BRACKETED_AMOUNT = re.compile(r"\d\s?%?(?:\s[^\W\d_]+){0,3}\s\((?:năm\s)?$")
_UP_TO = re.compile(r"(?<!\w)(?:đến|tới|hết)\s(?:(?:hết|cuối|ngày)\s)*$")


class Told(NamedTuple):
    """One sentence of the lower-cased shadow with the times that it names, and what it inherits."""

    lower: str
    sentence: Sentence
    uses: Sequence[Use]
    last: State
    leaning: Leaning

    def handed_on(self) -> State:
        """What the sentence inherits, with what its own times add to it."""
        uses, last = self.uses, self.last
        years = [use.span for use in uses if use.mention.form == "years" and use.span]
        events = [use.span for use in uses if use.role is Role.EVENT and use.span and use.mention.rule != _TOMORROW]
        days = [use.span for use in uses if use.role in _TELLS and use.span and use.span.days == 1]
        weeks = [use.span for use in uses if use.role in _TELLS and use.span and use.span.days in _WEEK]
        topic, past = self._topics()
        single_month = topic is not None and topic.grain == 2 and topic.first == topic.last
        return last._replace(
            topic=topic or last.topic,
            wide=topic if topic and topic.days > MONTH else last.wide,
            distance=1 if topic else last.distance,
            past=past or last.past,
            week=weeks[-1] if weeks else last.week,
            month=topic if single_month else last.month,
            years=years[-1] if years else last.years,
            event=events[-1] if events else last.event,
            day=days[-1] if days else last.day,
            main=last.main or (topic if topic and self._can_be_main(topic) else None),
        )

    def tells_no_number(self) -> bool:
        """Whether the sentence holds no number beside its times."""
        starts = (self.sentence.start, *(other.end for other in self.uses))
        ends = (*(other.start for other in self.uses), self.sentence.end)
        return not any(QUANTITY.search(self.lower, *gap) for gap in zip(starts, ends, strict=True))

    def _goes_into_parts(self) -> bool:
        """Whether the next sentence tells the parts of what this one does: "Trong đó, …", "chia ra: + …"."""
        return _ITS_PARTS.match(self.lower, self.sentence.end) is not None

    def _topics(self) -> tuple[TimeSpan | None, TimeSpan | None]:
        """The time that the text goes on to tell of, and the last such time that is not still to come."""
        heading, ahead = self.last.heading, self.leaning.reader.is_ahead
        told = [use for use in self.uses if self._can_be_handed_on(use)]
        able = [use for use in told if not self._is_aside(use)]
        if not (able or self.last.topic or heading):
            able = [use for use in told if use.names]
        topic = past = _listed_years(self.uses) or self._main(able) or _next_day(self.uses, self.last.topic)
        if topic and ahead(topic):
            past = self._main([use for use in able if use.span and not ahead(use.span)])
        at_its_end = topic and heading and topic.days <= MONTH and topic.last_day == heading.last_day
        if topic and heading and at_its_end and not self._goes_into_parts():
            topic = past = _told_at_its_end(topic, heading)
        return topic, past

    def _main(self, able: Sequence[Use]) -> TimeSpan | None:
        """The time that a sentence hands on: the last that opens a clause, else the last one outside brackets.

        A sentence that looks back ("năm 2018 thu 9 tỷ; năm 2017 thu 5 tỷ") hands on the later time.
        """
        able = [use for use in able if self.leaning.time_of(use, self.uses, self.last)]
        plain = [use for use in able if not use.bracketed]
        plain = [use for use in plain if not use.reported] or plain
        opening = [use for use in plain if use.frame]
        within = [use for use in plain if not use.trails]
        best = opening or within or plain or able
        spans = (self.leaning.time_of(use, self.uses, self.last) for use in best[-_NEAR if opening else -1 :])
        told = [span for span in spans if span]
        latest = max((span.first_day for span in told), default=None)
        return next((span for span in reversed(told) if latest and span.last_day >= latest), None)

    def _can_be_handed_on(self, use: Use) -> bool:
        """Whether a time is one that a text can go on to tell of: not that of a season, a base, one number alone."""
        form, last = use.mention.form, self.last
        if form in _OF_ONE_SENTENCE or use.mention.upcoming or use.contrasted:
            return False
        if form == "start_of_year" and last.heading and not use.mention.dated:
            return False
        if form == "that_day" and not use.opens:
            return False
        if use.mention.rule in _OF_ONE_CLAUSE:
            return False
        if use.role is Role.NOW:
            reported = last.heading or last.main
            if reported and use.span and not is_inside(use.span, reported):
                return False
            if last.heading and use.span and is_point(use.span, last.heading):
                return False
            return bool(use.span and not use.bracketed and re.search(r"\d", self.lower[use.end : self.sentence.end]))
        if use.bracketed and QUANTITY.search(re.split(r"[;)]", self.lower[use.end : self.sentence.end])[0]):
            return False
        if use.bracketed and last.heading and self._is_of_number_before(use):
            return False
        told = (use.span is not None and use.mention.form != "same") or use.mention.form in LEANING
        return bool(told and use.role is Role.TOPIC and not use.local)

    def _is_of_number_before(self, use: Use) -> bool:
        """Whether a bracket holds the time of the number before it and nothing else: "lên 38 triệu đồng (2020)"."""
        opened = use.mention.form == "year" and self.lower.startswith(")", use.end)
        return opened and _BRACKETED_AMOUNT.search(self.lower, max(0, use.start - LOOK), use.start) is not None

    def _can_be_main(self, topic: TimeSpan) -> bool:
        """Whether a text may be about a time on the whole: more than a month, of this year or the last."""
        reader = self.leaning.reader
        now = reader.now
        recent = now is not None and now.year - 1 <= topic.last[0] <= now.year
        return recent and topic.days > MONTH and not reader.is_ahead(topic)

    def _is_aside(self, use: Use) -> bool:
        """Whether a time holds for its clause alone: "riêng tháng 9", "kết quả công bố hồi tháng 5"."""
        if use.aside or self._is_of_one_event(use) or self._is_in_passing(use) or self._is_of_plan(use):
            return True
        if not use.frame and self.lower.startswith("hồi ", use.start - 4):
            return True
        if self._is_cut_off(use) or self._is_last_month_of_told(use) or self._is_month_of_goal(use):
            return True
        told = QUANTITY.search(self.lower, self.sentence.start, use.start) is not None
        if self._is_before(use) and (told or self._is_within(use)):
            return True
        return told and self._is_behind_a_number(use)

    def _is_of_one_event(self, use: Use) -> bool:
        """Whether a time ends with its sentence, as the title tells another: "mưa từ ngày 3 đến 7/10"."""
        title, span = self.last.heading, use.span
        if title is None or span is None:
            return False
        if use.mention.rule == SCHOOL_YEAR:
            return title.first[0] == title.last[0]
        if use.mention.form != "days":
            return False
        later = span.first_day > title.last_day and span.days <= MONTH
        return later or (not use.opens and is_short(span) and is_point(span, title))

    def _is_in_passing(self, use: Use) -> bool:
        """Whether a sentence without numbers only mentions the year of which the text tells a part."""
        topic = self.last.topic
        if use.frame or not (use.span and topic and is_year_of(use.span, topic)):
            return False
        return self.tells_no_number()

    def _is_of_plan(self, use: Use) -> bool:
        """Whether a year is only that of the plan of which some months brought a share: "đạt 80% kế hoạch năm"."""
        topic = self.last.topic
        within = topic and use.span and topic != use.span and is_inside(topic, use.span)
        return bool(
            within and use.mention.dated and _SHARE_OF_PLAN.search(self.lower, max(0, use.start - LOOK), use.start)
        )

    def _is_last_month_of_told(self, use: Use) -> bool:
        """Whether a month is held against those that end with it: "9 tháng bán 9 tấn, song tháng 9 chỉ bán 1 tấn"."""
        if not (use.span and use.mention.form == "month" and _BUT.search(self.lower, use.start - LOOK, use.start)):
            return False
        told = (other.span for other in self.uses if other.role is Role.TOPIC and other.end <= use.start)
        return any(span.grain == 2 and span.last == use.span.last and span != use.span for span in told if span)

    def _is_month_of_goal(self, use: Use) -> bool:
        """Whether a month behind a number is when that is to be reached: "sửa 7 cầu trong tháng 10"."""
        span, wide, above = use.span, self.last.wide or self.last.heading, self.last.above
        if not (use.trails and span and wide) or use.mention.form != "month" or span.first != span.last:
            return False
        later = any(above[-1].span.first_day > other.span.last_day for other in above[:-1])
        return (later or self.leaning.reader.is_ahead(span)) and wide.days > MONTH and is_inside(span, wide)

    def _is_before(self, use: Use) -> bool:
        """Whether a year was over before the time that the text tells of: "đạt 7 triệu đồng; năm 2000 mới là 4"."""
        told = self.last.past or self.last.heading
        return bool(told and use.span and use.mention.form == "year" and use.span.last_day < told.first_day)

    def _is_within(self, use: Use) -> bool:
        """Whether a time stands in the name of what a number behind it counts: "chỉ số năm 2021 của tỉnh đạt 84%"."""
        opens = use.frame or self.lower.startswith(",", use.end)
        return not opens and QUANTITY.search(self.lower, use.end, self.sentence.end) is not None

    def _is_behind_a_number(self, use: Use) -> bool:
        """Whether a time behind a number gives way to that of the text: "có 96 vụ, năm trước là 80"."""
        wide = self.last.wide or self.last.heading
        several = use.span is not None and use.span.is_years
        looks_back = use.mention.form == "relative_year" and use.mention.fields.get("ys") in BACK
        since = self.lower.startswith("từ ", use.start - 3)
        since = since or (several and self.lower.startswith("lũy kế ", use.start - 7))
        short = wide is not None and use.span is not None and is_short(use.span) and wide.days > MONTH
        return looks_back or since or short or self._is_up_to(use, wide)

    def _is_cut_off(self, use: Use) -> bool:
        """Whether a sentence opens with how far it counts within the time of the text: "Tính đến 31/8, …".

        Where the next one tells the parts of what stood then ("Trong đó"), the text stays with that day.
        """
        wide = self.last.topic if self.last.distance <= _JUST_TOLD else None
        day = use.frame and use.span is not None and use.span.grain == DAYS
        if self._goes_into_parts():
            return False
        return day and wide is not None and wide.days > MONTH and self._is_up_to(use, wide)

    def _is_up_to(self, use: Use, wide: TimeSpan | None) -> bool:
        """Whether a time is only how far one number counts: "được cấp 5 tỷ; đến hết tháng 10 giải ngân 4 tỷ"."""
        topics = [other for other in self.uses if other.role is Role.TOPIC and other.end <= use.start]
        wide = topics[-1].span if topics else wide
        if not (wide and use.span and use.span.first == use.span.last and wide.days > use.span.days):
            return False
        up_to = _UP_TO.search(self.lower, max(0, use.start - LOOK), use.start)
        return up_to is not None and is_inside(use.span, wide)


def _told_at_its_end(topic: TimeSpan, title: TimeSpan) -> TimeSpan:
    """What stood as the time of the title ended is told of with what that time brought."""
    if is_short(topic):
        return title if title.days > MONTH else topic
    return TimeSpan(title.last, title.last) if title.grain == 1 else topic


def _next_day(uses: Sequence[Use], topic: TimeSpan | None) -> TimeSpan | None:
    """The day of the last event of a sentence, to which a text that tells of some days or a month past goes over."""
    able = (use for use in reversed(uses) if use.role is Role.EVENT and not (use.reported or use.bracketed))
    events = (use.span for use in able if use.mention.rule != _TOMORROW)
    event = next((span for span in events if span and span.grain == DAYS), None)
    if topic is None or event is None or topic.days > MONTH or topic.grain == 1:
        return None
    later = (event.first_day - topic.last_day).days
    outside = is_short(topic) and not topic.first_day <= event.first_day <= topic.last_day
    return event if later > MONTH or (outside and abs(later) <= MONTH) else None


def _listed_years(uses: Sequence[Use]) -> TimeSpan | None:
    """A sentence that goes through three or more years in turn hands on all of them."""
    years = [use.span.first[0] for use in uses if use.mention.form == "year" and use.frame and use.span]
    in_turn = len(years) >= 3 and years == list(range(years[0], years[0] + len(years)))
    return TimeSpan((years[0],), (years[-1],)) if in_turn else None
