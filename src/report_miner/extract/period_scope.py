"""Which time a number is about, and which time it is compared with.

A number takes the time of its own clause: one right behind it ("22,1% năm 2010"), else the last one before it ("năm
2016, …"). Without one it inherits: from the sentence, the sentences before, the headings above, the title, and in the
end from the date of the document.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from report_miner.clean.shadow import Shadow
from report_miner.extract.period_bases import Bases, NumberTimes
from report_miner.extract.period_clauses import LOOK, QUANTITY
from report_miner.extract.period_leaning import LEANING
from report_miner.extract.period_roles import Role, Use
from report_miner.extract.period_story import Story
from report_miner.extract.timespan import DAYS, TimeSpan, is_short, span_of_period
from report_miner.extract.words_around import WordsAround
from report_miner.language.sentences import Sentence
from report_miner.model import Document, Period, Status
from report_miner.patterns import Patterns, load_patterns

_NEAR = 40  # how many mentions on either side of a number are looked at
_ATTACHED = 45  # how far behind its number a time of its own may stand

_PARTED = re.compile(r"[;,.]\s")
_LAST_NUMBER = re.compile(r"\d[\d.,]*\s?%?(?=[^\d]*$)")


def _is_of_a_day(use: Use) -> bool:
    """Whether a time is the day of an event, or the one up to which a sentence counts."""
    up_to = use.role is Role.TOPIC and use.span is not None and use.span.grain == DAYS
    return use.role is Role.EVENT or up_to


class PeriodReading(NamedTuple):
    """A period with the way it was found (`source`) and how sure it is (0..1).

    `source` is one of attached, clause, sentence, paragraph, title, text, document, none; `to_come` tells that the
    clause itself names a time after the document's date.
    """

    period: Period | None
    source: str
    certainty: float
    to_come: bool = False


_OF_ITS_CLAUSE = ("attached", "clause")
_Found = tuple[TimeSpan | None, str, float]
_NOTHING: _Found = (None, "none", 0.5)


class PeriodScope:
    """The times of one document, ready to be asked for any number in it.

    Args:
        document: gives the blocks and the date of publication.
        shadow: what patterns see of its text; all offsets here are offsets into it.
        sentences: its sentences, in order.
        patterns: whose forms of time to use; the program's own by default.
    """

    def __init__(
        self,
        document: Document,
        shadow: Shadow,
        sentences: Sequence[Sentence],
        patterns: Patterns | None = None,
    ) -> None:
        patterns = patterns or load_patterns()
        self._lower = shadow.lower
        self._story = Story(document, shadow.lower, sentences, patterns)
        self._bases = Bases(shadow.lower, self._story, patterns.periods.regexes)
        self._around = WordsAround(shadow.lower, patterns.periods.regexes)
        self._no_quantity = patterns.periods.regexes["no_quantity"]
        self.mentions = self._story.mentions

    def period_of(self, start: int, end: int, *, status: Status = Status.ACTUAL) -> PeriodReading:
        """Return the period of the number at `start:end`."""
        number = self._number(start, end)
        if number is None:
            return PeriodReading(None, "none", 0.5)
        span, source, certainty = self._span_of(number, status)
        if self._story.is_title(number.sentence) and (span is None or self._is_of_several(number)):
            again = self._told_again(number, status)
            span, source, certainty = again if again[0] else (span, source, certainty)
        if span is None and self._story.is_title(number.sentence) and (day := self._story.first_event):
            span, source, certainty = day, "text", 0.6
        if span is None and self._story.is_lead(number.sentence):
            span, source, certainty = self._summed_up(number, status)
        if span is None and status is Status.TARGET:
            span, source, certainty = self._due(number)
        if span and self._is_yearly(number, status):
            span = TimeSpan(span.last[:1], span.last[:1])
        if span is None and (present := self._story.reader.present):
            span, source, certainty = present, "document", 0.7
        if span is None:
            return PeriodReading(None, source, certainty)
        ahead = source in _OF_ITS_CLAUSE and self._story.is_to_come(span)
        to_come = ahead and not self._around.before("done", number.start, LOOK)
        return PeriodReading(Period(str(self._fitted(span, status))), source, certainty, to_come)

    def versus_of(self, start: int, end: int, period: Period | None) -> Period | None:
        """Return the period that the change or pair at `start:end`, itself of the time `period`, compares with."""
        number = self._number(start, end)
        own = span_of_period(period)
        if number is None:
            return None
        span = self._bases.base_of(number, own, told=lambda: self._span_of(number, Status.ESTIMATE)[0] == own)
        return Period(str(span)) if span and span != own else None

    def _number(self, start: int, end: int) -> NumberTimes | None:
        index = self._story.sentence_at(start)
        if index is None:
            return None
        uses = self._story.uses_of(index)
        split = bisect_right(uses, start, key=lambda use: use.end)
        before, after = uses[max(0, split - _NEAR) : split], uses[split : split + _NEAR]
        return NumberTimes(start, end, index, before, after, self._story.state_before(index))

    # --- the period ---------------------------------------------------------------------------------------------

    def _span_of(self, number: NumberTimes, status: Status) -> _Found:
        if status is Status.TARGET and (due := self._due_before(number)):
            return due.span, "clause", 0.8
        if status is Status.TARGET and (by := self._due_behind(number)):
            return by, "clause", 0.8
        if own := self._own(number):
            return self._time_of(own, number), "attached", 0.93
        if began := self._began(number):
            return began, "clause", 0.8
        if averaged := self._averaged(number):
            return averaged, "clause", 0.8
        if governing := self._governing(number):
            span = self._time_of(governing, number)
            if self._belies(span, status) and self._around.within("turned", governing.end, number.start):
                return self._carried(number, status)
            if span and governing.mention.form == "to_now" and self._starts_a_rise(number):
                return TimeSpan(span.first, span.first), "clause", 0.8
            if span and self._story.reader.is_ahead(span) and self._starts_a_rise(number):
                return self._story.reader.present, "clause", 0.6
            return span, "clause", 0.96
        follows = next((use for use in number.after if use.role is Role.TOPIC), None)
        compared = follows is not None and (follows.mention.form in ("same", "that_day") or follows.contrasted)
        if follows and (compared or follows.local or self._has_own_number(follows, number)):
            follows = None
        if follows and self._belies(follows.span, status):
            follows = None
        gap = self._lower[number.end : follows.start] if follows else ""
        if follows and not self._around.within("parted", number.end, follows.start):
            return self._time_of(follows, number), "sentence", 0.6
        found = self._carried(number, status)
        if found[0] is None and follows and not number.state.heading and not re.search(r"[;.!?]\s", gap):
            return self._time_of(follows, number), "sentence", 0.55
        return found if found[0] else self._background(number, status)

    def _has_own_number(self, use: Use, number: NumberTimes) -> bool:
        """Whether a time opens a bracket behind the number that tells another one: "98 hồ sơ (năm 2018 là 41)"."""
        _, opened, told = self._lower[number.end : use.start].rpartition("(")
        told += re.split(r"[)]", self._lower[use.end : use.end + LOOK])[0]
        return bool(use.bracketed and opened) and QUANTITY.search(told) is not None

    def _carried(self, number: NumberTimes, status: Status) -> _Found:
        """The time of an event told before the number, else of the sentences before."""
        state = number.state
        if not number.before and self._goes_on(number):
            told = self._story.uses_of(number.sentence - 1)
            if told and told[-1].role is Role.NOW and told[-1].span:
                return told[-1].span, "sentence", 0.75
        other_days = state.topic is not None and is_short(state.topic)
        event = self._event(number, reported=other_days)
        goes_on = event is not None and event.frame and state.heading is None
        if event and (goes_on or ";" not in self._lower[event.end : number.start]):
            return event.span, "clause", 0.75
        if state.month and any(
            use.role is Role.BASE and use.mention.form == "relative_month" for use in (*number.before, *number.after)
        ):
            return state.month, "paragraph", 0.7
        if state.past and self._story.is_back_in_present(number.sentence, number.start, state.past):
            return self._latest_news(number), "sentence", 0.6
        certainty = max(0.8, 0.92 - 0.02 * state.distance)
        if status is not Status.ACTUAL:
            goal = self._story.leaning.time_of_goals(state)
            if goal and status is Status.TARGET and goal.opens_a_year and not number.is_compared:
                goal = TimeSpan(goal.last[:1], goal.last[:1])
            return goal, "paragraph", certainty
        return self._elapsed(state.past) if state.past else None, "paragraph", certainty

    def _latest_news(self, number: NumberTimes) -> TimeSpan | None:
        """The day of the news told last, else the present."""
        event = self._event(number, reported=True)
        latest = event.span if event else number.state.event
        return latest if latest and self._story.is_news(latest) else self._story.reader.present

    def _background(self, number: NumberTimes, status: Status) -> _Found:
        if number.state.heading and not self._belies(number.state.heading, status):
            return number.state.heading, "title", 0.75
        event = self._event(number, reported=True)
        if event:
            return event.span, "clause", 0.6
        told = number.state.event
        if told and status is Status.ACTUAL and self._story.is_to_come(told):
            return _NOTHING
        return told, "paragraph", 0.5

    def _belies(self, span: TimeSpan | None, status: Status) -> bool:
        """Whether a time is still to come, and so not that of what is reported."""
        return status is Status.ACTUAL and span is not None and self._story.is_to_come(span)

    def _event(self, number: NumberTimes, *, reported: bool = False) -> Use | None:
        """The day of the last event before a number in its sentence; that of a report only if `reported`."""
        events = (use for use in reversed(number.before) if use.role is Role.EVENT)
        event = next((use for use in events if not use.bracketed or self._reaches_out(use, number)), None)
        if not (event or number.before) and self._goes_on(number):
            told = self._story.uses_of(number.sentence - 1)
            event = told[-1] if told and _is_of_a_day(told[-1]) else None
        return event if event and event.span and (reported or not event.reported) else None

    def _goes_on(self, number: NumberTimes) -> bool:
        """Whether the sentence breaks down what the one before has told: "Trong số đó, 3 xe bị hỏng"."""
        start = self._story.start_of(number.sentence)
        return number.sentence > 0 and self._around.after("goes_on", start, number.start) is not None

    def _own(self, number: NumberTimes) -> Use | None:
        """The time that belongs to this number alone: "22,1% năm 2010", "20 xã (năm 2015)", "năm 2015 (20 xã)"."""
        label = number.before[-1] if number.before else None
        if label and label.role is Role.BASE and self._labels(label, number):
            return label
        use = number.after[0] if number.after else None
        if use is None or use.reported or use.start - number.end > _ATTACHED:
            return None
        gap = self._lower[number.end : use.start]
        if use.role is Role.NONE:
            holds = use.mention.form == "day" and self._around.after("from_a_day", number.end, use.start)
            return use if holds else None
        words = len(gap.split())
        inside = gap.endswith("(") and self._lower.startswith(")", use.end)
        if self._around.within("breaks_off", number.end, use.start) or ("(" in gap and not inside) or words > 6:
            return None
        if use.role is Role.BASE:
            share = self._around.before("equals", number.start, 30)
            if use.mention.form == "same":
                return use if re.search(r"\scủa\s$", gap) and not share else None
            of_now = use.mention.form == "now"
            told = of_now or self._around.before("no_longer", number.start, LOOK)
            return use if told and self._around.within("as_at", number.end, use.start) else None
        framed = any(other.role is Role.TOPIC and other.frame for other in number.before)
        compared = self._around.before("against", number.start, 30)
        return None if framed and words > 3 and not inside and not compared else use

    def _labels(self, base: Use, number: NumberTimes) -> bool:
        """Whether a base states its own number: "năm 2015: 20 xã", "so với cùng kỳ (45 vụ, 25 người chết)"."""
        labelled = base.span and self._around.after("labelled", base.end, number.start)
        quoted = self._around.after("quoted", base.end, number.start)
        moved = self._around.after("moved_itself", number.end) or "/" in self._lower[number.start : number.end]
        if not (labelled or quoted) or moved or self._lower.startswith(" so với", number.end):
            return False
        before = _LAST_NUMBER.search(self._lower, max(0, base.start - LOOK), base.start)
        percent = "%" in self._lower[number.start : number.end + 1]
        return not percent or before is None or before[0].endswith("%")

    def _governing(self, number: NumberTimes) -> Use | None:
        """The last time before a number that reaches it; one that closes another number's clause reaches it least."""
        least, over = None, False
        for use in reversed(number.before):
            if use.role not in (Role.TOPIC, Role.NOW) or use.local:
                continue
            if use.bracketed and not self._reaches_out(use, number):
                continue
            if use.role is Role.NOW and self._is_over(use, number):
                over = True
                continue
            if over and number.state.topic and use.span and use.span.last_day < number.state.topic.first_day:
                return None
            if use.mention.form in LEANING and self._time_of(use, number) is None:
                continue
            if use.contrasted and re.search(r"[;,]\s", self._lower[use.end : number.start]):
                continue
            if use.mention.form == "relative_quarter" and not use.frame:
                continue  # "đủ bù cú lùi 2,6% của quý trước"
            if use.mention.form == "same" and QUANTITY.search(self._lower[use.end : number.start]):
                continue
            if not use.names and (use.frame or not (use.trails or least)):
                return use
            least = least or use
        return least

    def _is_over(self, use: Use, number: NumberTimes) -> bool:
        """Whether "hiện" ends before the number: at a semicolon, where the text tells of a time that still runs.

        It does not where the number is that of a part of what is told: "hiện có 90 ha rừng: hộ 40 ha; xã 50 ha",
        "hiện có 8 trạm; trong đó 5 trạm 2G; …".
        """
        told = number.state.topic or number.state.heading
        runs = told is not None and use.span is not None and told.last_day >= use.span.first_day
        if not runs or ";" not in self._lower[use.end : number.start].partition(":")[0]:
            return False
        return self._around.within("breaks_down", use.end, number.start) is None

    def _reaches_out(self, use: Use, number: NumberTimes) -> bool:
        """Whether a time in brackets reaches a number: inside them, or behind them where it opens what they stand in.

        It does so where it says which years are meant, or no number stands before.
        """
        if ")" not in self._lower[use.end : number.start]:
            return True
        if self._lower.startswith(")", use.end) and self._around.before("years_named", use.start, LOOK):
            return True
        opened = max(self._story.start_of(number.sentence), use.start - LOOK)
        clause = re.split(r"[;.]\s", self._lower[opened : use.start])[-1]
        return not QUANTITY.search(self._no_quantity.sub("", clause))

    def _starts_a_rise(self, number: NumberTimes) -> bool:
        """Whether the number is the a of "từ a lên b"."""
        rises = self._around.before("rises", number.start, 20)
        return bool(rises and self._around.after("rises_to", number.end))

    def _began(self, number: NumberTimes) -> TimeSpan | None:
        """The time at which a rise "từ a lên b" began, where the one before it told: "từ 41% năm 2015 lên 45%"."""
        if not self._starts_a_rise(number):
            return None
        starts = (use for use in reversed(number.before) if use.local)
        return next((use.span for use in starts if self._around.before("from_level", use.start, LOOK)), None)

    def _averaged(self, number: NumberTimes) -> TimeSpan | None:
        """The years over which a rate is averaged: "năm 2010 có 31 hộ, năm 2015 còn 13; bình quân giảm 3%/năm"."""
        told = [use for use in number.before if use.role is Role.TOPIC and use.mention.form == "year" and use.span]
        low = max(told[-1].end, number.start - LOOK) if told else number.start
        if not (self._around.after("per_year", number.end) and self._around.within("average", low, number.start)):
            return None
        years = sorted({use.span for use in told if use.span})
        return TimeSpan(years[0].first, years[1].last) if len(years) == 2 else None

    def _time_of(self, use: Use, number: NumberTimes) -> TimeSpan | None:
        return self._story.leaning.time_of(use, (*number.before, *number.after), number.state)

    def _summed_up(self, number: NumberTimes, status: Status) -> _Found:
        """The day of the news that a lead sums up."""
        found = self._told_again(number, status)
        return found if found[0] and self._story.is_news(found[0]) else _NOTHING

    def _told_again(self, number: NumberTimes, status: Status) -> _Found:
        """A title's number usually returns in the text; there its time stands beside it."""
        for telling, again in enumerate(self._story.told_again(number.start, number.end)):
            there = self._number(again, again + number.end - number.start)
            span, _, certainty = self._span_of(there, status) if there else _NOTHING
            if span and (telling == 0 or self._story.is_news(span)):
                return span, "text", certainty * 0.9
        return _NOTHING

    def _is_of_several(self, number: NumberTimes) -> bool:
        """Whether the times before the number leave open which is its own: "Tháng 8 và 8 tháng năm 2017: tăng 1%"."""
        told = [use for use in number.before if use.role is Role.TOPIC]
        return len(told) > 1 and not QUANTITY.search(self._lower, told[0].end, told[-1].start)

    def _due_before(self, number: NumberTimes) -> Use | None:
        """The day that opens the clause of a goal: "trước ngày 30/9 có điện cho 100% hộ"."""
        due = next((use for use in reversed(number.before) if use.deadline and use.span), None)
        return due if due and not _PARTED.search(self._lower, due.end, number.start) else None

    def _due_behind(self, number: NumberTimes) -> TimeSpan | None:
        """The year of the day that closes the clause of a goal: "thu hồi 318 triệu đồng trước ngày 30/6/2021"."""
        due = next((use for use in number.after if use.deadline and use.mention.dated), None)
        gap = self._lower[number.end : due.start] if due else ""
        if due is None or due.span is None or _PARTED.search(gap) or QUANTITY.search(gap):
            return None
        return TimeSpan(due.span.last[:1], due.span.last[:1])

    def _due(self, number: NumberTimes) -> _Found:
        """The year of the day by which a goal is to be reached."""
        due = next((use.span for use in (*number.after, *number.before) if use.deadline and use.span), None)
        return (TimeSpan(due.last[:1], due.last[:1]), "sentence", 0.7) if due else _NOTHING

    def _is_yearly(self, number: NumberTimes, status: Status) -> bool:
        """Whether the number is what the plan of the year sets: "kế hoạch năm (400 tỷ đồng)", "4 tỷ giao cả năm"."""
        near = self._lower.find("cả", number.end, number.end + LOOK) >= 0
        if near and self._around.after("for_the_year", number.end):
            return "%" not in self._lower[number.start : number.end] or status is Status.TARGET
        return self._around.before("yearly", number.start, LOOK) is not None

    def _fitted(self, span: TimeSpan, status: Status) -> TimeSpan:
        """The end of a year that is still to come stands for that year."""
        december = span.first == span.last and span.first[1:] == (12,)
        if december and status is not Status.ACTUAL and self._story.reader.is_ahead(span):
            return TimeSpan(span.first[:1], span.last[:1])
        return span

    def _elapsed(self, span: TimeSpan) -> TimeSpan:
        """Results told in the middle of a programme period are those of its years so far."""
        now = self._story.reader.now
        if now and span.grain == 1 and span.first[0] < now.year < span.last[0]:
            return TimeSpan(span.first, (now.year,))
        return span
