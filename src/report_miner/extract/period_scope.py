"""Which time a number is about, and which time it is compared with.

A text names times for several reasons: as the topic of what follows ("năm 2016, …"), as what one number belongs to
("22,1% năm 2010"), as the base of a comparison ("so với năm 2015"), as the day of the event that is reported, as the
date of a document. Only the first two are periods of figures. A number without a time in its own clause inherits:
clause → sentence → the sentences before → heading → title → date of the document.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from report_miner.clean.shadow import Shadow
from report_miner.extract.periods import PeriodMention, find_periods
from report_miner.extract.timespan import TimeSpan, day_span
from report_miner.language.sentences import Sentence
from report_miner.model import BlockKind, Document, Period, Status
from report_miner.patterns import load_patterns

_LOOK = 90  # how far before or after a mention its cues may stand
_ATTACHED = 45  # how far behind its number a time of its own may stand
_DAYS_OF_NEWS = 4  # a text that names a day this close before its publication was written on that day


class Role(StrEnum):
    """Why a text names a time."""

    TOPIC = "topic"
    EVENT = "event"
    NOW = "now"
    BASE = "base"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class PeriodReading:
    """A period with the way it was found (`source`) and how sure it is (0..1)."""

    period: Period | None
    source: str
    certainty: float


@dataclass(frozen=True, slots=True)
class _Use:
    """A mention in its sentence: its role and the time it stands for."""

    mention: PeriodMention
    role: Role
    span: TimeSpan | None
    bracketed: bool = False

    @property
    def start(self) -> int:
        return self.mention.start

    @property
    def end(self) -> int:
        return self.mention.end


@dataclass(frozen=True, slots=True)
class _State:
    """What a sentence hands on: the topic time, the last event day, the last comparison."""

    topic: TimeSpan | None = None
    event: TimeSpan | None = None
    base: _Use | None = None
    distance: int = 0


_NOTHING = PeriodReading(None, "none", 0.5)


class PeriodScope:
    """The times of one document, ready to be asked for any number in it.

    Args:
        document: gives the title and the date of publication.
        shadow: what patterns see of its text; all offsets here are offsets into it.
        sentences: its sentences, in order.
    """

    def __init__(self, document: Document, shadow: Shadow, sentences: Sequence[Sentence]) -> None:
        self._document = document
        self._lower = shadow.lower
        self._sentences = sentences
        self._starts = [sentence.start for sentence in sentences]
        self.mentions = find_periods(shadow.lower)
        self._mention_starts = [mention.start for mention in self.mentions]
        cues = load_patterns().periods.cues
        self._compared = re.compile(cues.compared)
        self._since = re.compile(cues.since)
        self._document_cue = re.compile(cues.document)
        self._reporting = re.compile(cues.reporting)
        self._plain_target = re.compile(cues.plain_target)
        self._states: list[_State] = []
        self._uses: list[list[_Use]] = []

    # --- what a document says of its own time -------------------------------------------------------------------

    @cached_property
    def _now(self) -> date | None:
        """The date from which relative times count; the end of the year that the text names first without one."""
        if self._document.published:
            return self._document.published
        years = (span.last[0] for mention in self.mentions if mention.dated and (span := mention.span(None)))
        first = next(years, None)
        return date(first, 12, 31) if first else None

    @cached_property
    def _present(self) -> TimeSpan | None:
        """The time of a statement in the present: the day where the text names it, else the year of publication."""
        published = self._document.published
        if published is None:
            return None
        earliest = published - timedelta(days=_DAYS_OF_NEWS)
        named = []
        for mention in self.mentions:
            span = mention.span(published) if mention.form in ("day", "days", "relative_day") else None
            if span and span.grain == 3:
                named += [day for day in (span.first_day, span.last_day) if earliest <= day <= published]
        return day_span(max(named)) if named else TimeSpan((published.year,), (published.year,))

    # --- the questions -----------------------------------------------------------------------------------------

    def period_of(self, start: int, end: int, *, status: Status = Status.ACTUAL) -> PeriodReading:
        """Return the period of the number at `start:end`."""
        index = self._sentence_at(start)
        if index is None:
            return _NOTHING
        span, source, certainty = self._span_of(index, start, end)
        if span is None:
            return _NOTHING
        return PeriodReading(Period(str(self._fitted(span, status))), source, certainty)

    def versus_of(self, start: int, end: int, period: Period | None) -> Period | None:
        """Return the period that the change or pair at `start:end`, itself of the time `period`, compares with."""
        index = self._sentence_at(start)
        if index is None or self._against_a_plan(index, start, end):
            return None
        base = self._base_of(index, start, end)
        own = _parsed(period)
        span = self._base_span(base, own) if base else None
        return Period(str(span)) if span else None

    # --- the period ---------------------------------------------------------------------------------------------

    def _span_of(self, index: int, start: int, end: int) -> tuple[TimeSpan | None, str, float]:
        uses = self._uses_of(index)
        state = self._state_before(index)
        if attached := self._attached(uses, end):
            return self._time_of(attached, uses, state), "attached", 0.95
        before = [use for use in uses if use.end <= start and use.role in (Role.TOPIC, Role.NOW)]
        open_ones = [use for use in before if not use.bracketed or self._same_bracket(use, start)]
        for use in reversed(open_ones or before):
            if not self._only_for_its_number(use):
                return self._time_of(use, uses, state), "clause", 0.9
        after = next((use for use in uses if use.start >= end and use.role is Role.TOPIC), None)
        if after and not re.search(r"[;,.]\s", self._lower[end : after.start]):
            return self._time_of(after, uses, state), "sentence", 0.8
        event = next((use for use in reversed(uses) if use.end <= start and use.role is Role.EVENT), None)
        if event and event.span and not self._reported(event):
            return event.span, "clause", 0.85
        if state.topic and state.distance:
            return state.topic, "paragraph", max(0.4, 0.8 - 0.1 * state.distance)
        if after:
            return self._time_of(after, uses, state), "sentence", 0.7
        if before:
            return self._time_of(before[-1], uses, state), "sentence", 0.6
        return self._inherited(index, event, state)

    def _inherited(self, index: int, event: _Use | None, state: _State) -> tuple[TimeSpan | None, str, float]:
        for source, certainty, span in (
            ("paragraph", 0.6, state.topic),
            ("title", 0.6, self._title_span(index)),
            ("clause", 0.6, event.span if event else None),
            ("paragraph", 0.5, state.event),
            ("document", 0.5, self._present),
        ):
            if span:
                return span, source, certainty
        return None, "none", 0.5

    def _attached(self, uses: Sequence[_Use], end: int) -> _Use | None:
        """The time right behind the number: "22,1% năm 2010", "20 xã (năm 2015)"."""
        use = next((use for use in uses if use.start >= end), None)
        if use is None or use.role not in (Role.TOPIC, Role.BASE) or use.start - end > _ATTACHED:
            return None
        gap = self._lower[end : use.start]
        if re.search(r"[\d;:,.]", gap) or self._since.search(gap):
            return None
        if use.role is Role.BASE and (use.mention.form != "same" or not re.search(r"\scủa\s$", gap)):
            return None
        if self._compared.search(gap) and not re.search(r"\scủa\s$", gap):
            return None
        return use if use.span or use.mention.form == "same" else None

    def _only_for_its_number(self, use: _Use) -> bool:
        """Whether a time belongs to the number before it alone: "từ 41% năm 2015 lên 45%"."""
        left = self._lower[max(0, use.start - 60) : use.start]
        return bool(re.search(r"(?:từ|so với|mức|hơn) (?:mức |trên |gần |hơn )?[\d.,]+[^\d;:,]{0,30}$", left))

    def _same_bracket(self, use: _Use, position: int) -> bool:
        return ")" not in self._lower[use.end : position]

    def _time_of(self, use: _Use, uses: Sequence[_Use], state: _State) -> TimeSpan | None:
        if use.mention.form == "same":
            own = next(
                (
                    other.span
                    for other in uses
                    if other.role is Role.TOPIC
                    and other.span
                    and other is not use
                    and other.mention.form != "same"
                    and other.start < use.start
                ),
                state.topic,
            )
            return self._base_span(use, own)
        return use.span

    def _fitted(self, span: TimeSpan, status: Status) -> TimeSpan:
        """The end of a year that is still to come stands for that year; what happened lies before the document."""
        now = self._document.published
        if span.first == span.last and len(span.first) == 2 and span.first[1] == 12 and now and span.first_day > now:
            return span if status is Status.ACTUAL else TimeSpan(span.first[:1], span.last[:1])
        return span

    def _title_span(self, index: int) -> TimeSpan | None:
        """The time of the nearest heading above, else of the title."""
        block = self._sentences[index].block
        for other in range(index - 1, -1, -1):
            kind = self._document.blocks[self._sentences[other].block].kind
            if self._sentences[other].block == block or kind not in (BlockKind.HEADING, BlockKind.TITLE):
                continue
            for use in self._uses_of(other):
                if use.role is Role.TOPIC and use.span:
                    return use.span
        return None

    # --- the base of a comparison -----------------------------------------------------------------------------

    def _base_of(self, index: int, start: int, end: int) -> _Use | None:
        uses = self._uses_of(index)
        bases = [use for use in uses if use.role is Role.BASE]
        after = next((use for use in bases if use.start >= end), None)
        before = next((use for use in reversed(bases) if use.end <= start), None)
        if after and before and re.search(r"[;,(.]\s?(?:và )?so (?:với )?[^,;]*$", self._lower[end : after.start]):
            after = None
        if after and ";" in self._lower[end : after.start] and before:
            after = None
        return after or before or self._state_before(index).base

    def _base_span(self, base: _Use, own: TimeSpan | None) -> TimeSpan | None:
        form, span = base.mention.form, base.span
        if form == "same":
            if own is None:
                return span
            return own.years_later(span.first[0] - own.last[0] if span else -1)
        if base.mention.dated or own is None:
            return span
        if form == "relative_month" and own.grain == 2:
            return own.previous()
        if form == "relative_year":
            return TimeSpan(own.first[:1], own.last[:1]).previous()
        if form == "relative_school_year":
            return own.years_later(-1)
        return span

    def _against_a_plan(self, index: int, start: int, end: int) -> bool:
        """Whether the change is measured against a plan or another place, not against another time."""
        after = re.split(r"[;,.]\s", self._lower[end : min(self._sentences[index].end, end + _LOOK)])[0]
        return bool(self._plain_target.search(after))

    # --- mentions in their sentences ---------------------------------------------------------------------------

    def _sentence_at(self, position: int) -> int | None:
        index = bisect_right(self._starts, position) - 1
        return index if index >= 0 and position < self._sentences[index].end else None

    def _uses_of(self, index: int) -> list[_Use]:
        self._state_before(index)
        if len(self._uses) == index:
            self._uses.append(self._read_uses(index))
        return self._uses[index]

    def _read_uses(self, index: int) -> list[_Use]:
        sentence = self._sentences[index]
        low = bisect_left(self._mention_starts, sentence.start)
        high = bisect_left(self._mention_starts, sentence.end)
        return [self._use(mention, sentence) for mention in self.mentions[low:high]]

    def _use(self, mention: PeriodMention, sentence: Sentence) -> _Use:
        before = self._lower[max(sentence.start, mention.start - _LOOK) : mention.start]
        span = mention.span(self._now)
        bracketed = before.rfind("(") > before.rfind(")")
        if mention.form == "now":
            return _Use(mention, Role.NOW, self._present, bracketed)
        return _Use(mention, self._role(mention, before, sentence), self._past(mention, span), bracketed)

    def _past(self, mention: PeriodMention, span: TimeSpan | None) -> TimeSpan | None:
        """A month or quarter without its year that would lie well ahead of the document is last year's."""
        now = self._document.published
        if span and now and not mention.dated and mention.form in ("month", "day", "quarter", "months"):
            if span.first_day > now + timedelta(days=100):
                return span.years_later(-1)
        return span

    def _role(self, mention: PeriodMention, before: str, sentence: Sentence) -> Role:
        if not mention.resolvable or (mention.form == "day" and self._document_cue.search(before)):
            return Role.NONE
        if self._compared.search(before):
            return Role.BASE
        if mention.form == "same":
            rest = re.split(r"[,;.)]\s?", self._lower[mention.end : sentence.end])[0]
            return Role.TOPIC if re.search(r"\d", rest) else Role.BASE
        if mention.form in ("day", "relative_day") and not self._cumulative(before):
            return Role.EVENT
        return Role.TOPIC if mention.form != "tet" else Role.EVENT

    def _cumulative(self, before: str) -> bool:
        return bool(re.search(r"(?:đến|tới|hết|thời điểm|từ|sau|lũy kế)\s(?:hết\s|thời điểm\s|ngày\s)*$", before))

    def _reported(self, event: _Use) -> bool:
        """Whether a day is that of the report, not of what the numbers tell."""
        around = self._lower[max(0, event.start - 40) : event.end + 150]
        return bool(self._reporting.search(around))

    # --- what sentences hand on ----------------------------------------------------------------------------------

    def _state_before(self, index: int) -> _State:
        while len(self._states) <= index:
            self._states.append(self._next_state(len(self._states)))
        return self._states[index]

    def _next_state(self, index: int) -> _State:
        if index == 0:
            return _State()
        last = self._states[index - 1]
        if len(self._uses) < index:
            self._uses.append(self._read_uses(index - 1))
        blocks = self._document.blocks
        here, there = self._sentences[index].block, self._sentences[index - 1].block
        if here != there and blocks[here].kind in (BlockKind.HEADING, BlockKind.TITLE):
            return _State()
        topic, event, base = None, last.event, None
        for use in self._uses[index - 1]:
            if use.role in (Role.TOPIC, Role.NOW) and not (use.bracketed and topic):
                if not self._only_for_its_number(use):
                    topic = self._time_of(use, self._uses[index - 1], last) or topic
            elif use.role is Role.EVENT:
                event = use.span or event
            elif use.role is Role.BASE:
                base = use
        distance = 1 if topic else last.distance + 1
        state = _State(topic or last.topic, event, base or (None if topic else last.base), distance)
        return state if here == there else replace(state, base=None, distance=state.distance + 2)


def _parsed(period: Period | None) -> TimeSpan | None:
    if period is None:
        return None
    first, _, last = period.notation.partition("/")
    times = [tuple(int(part) for part in time.split("-")) for time in (first, last or first)]
    return TimeSpan(times[0], times[1])
