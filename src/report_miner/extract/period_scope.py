"""Which time a number is about, and which time it is compared with.

A number takes the time of its own clause: one right behind it ("22,1% năm 2010"), else the last one before it ("năm
2016, …"). Without one it inherits: from the sentence, the sentences before, the headings above, the title, and at last
from the date of the document.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from report_miner.clean.shadow import Shadow
from report_miner.extract.period_roles import Role, RoleReader, Use
from report_miner.extract.periods import find_periods
from report_miner.extract.timespan import TimeSpan
from report_miner.language.sentences import Sentence
from report_miner.model import BlockKind, Document, Period, Status
from report_miner.patterns import load_patterns

_LOOK = 90  # how far behind a number the plan it is measured by may stand
_ATTACHED = 45  # how far behind its number a time of its own may stand
_STILL_COMPARED = 2  # for how many sentences a comparison holds on
_AGAIN = 20_000  # how far a number of a title is looked for in the text

_LABELLED = re.compile(r"\s?(?:\(|:\s)\s?(?:(?:là|đạt|ước|khoảng|gần|hơn|trên) ){0,3}$")
_BREAKS_OFF = re.compile(
    r"[\d;:,.]|(?<!\w)(?:và|nhưng|còn|song|sẽ|đã|thì|là|mà|trong khi|từ|đến|tới|lên|xuống|so)(?!\w)"
)
_FROM = re.compile(
    r"(?<!\w)(?:từ|so với|mức|hơn)\s(?:(?:mức|tăng|giảm|trên|gần|hơn|khoảng)\s){0,2}[\d.,]+[^\d;:,]{0,30}$"
)
_OPENS_COMPARISON = re.compile(r"[,(.]\s?(?:và\s)?so\s(?:với\s)?[^,;]*$")
_AGAINST = re.compile(r"(?<!\w)so với\s(?:mức\s|con số\s)?(?:(?:trên|hơn|gần|khoảng)\s)?$")
_RISES = re.compile(r"(?<!\w)từ\s(?:(?:mức|trên|gần|hơn|khoảng)\s){0,2}$")
_TO = re.compile(r"[^\d;.]{0,40}(?<!\w)(?:lên|xuống|còn)(?!\w)")


@dataclass(frozen=True, slots=True)
class PeriodReading:
    """A period with the way it was found (`source`) and how sure it is (0..1)."""

    period: Period | None
    source: str
    certainty: float


@dataclass(frozen=True, slots=True)
class _State:
    """What the sentences before hand on.

    The topic and how many sentences ago it was named; the last topic not in the future, the last month, the last
    stretch of years, the last event day; the last base, the topic it stood with, and how long ago.
    """

    topic: TimeSpan | None = None
    past: TimeSpan | None = None
    month: TimeSpan | None = None
    years: TimeSpan | None = None
    event: TimeSpan | None = None
    distance: int = 0
    base: Use | None = None
    base_topic: TimeSpan | None = None
    base_distance: int = 0


_ASIDE = (BlockKind.NOTE, BlockKind.CAPTION)
_Found = tuple[TimeSpan | None, str, float]
_NOTHING = PeriodReading(None, "none", 0.5)


class PeriodScope:
    """The times of one document, ready to be asked for any number in it.

    Args:
        document: gives the blocks and the date of publication.
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
        self._reader = RoleReader(shadow.lower, self.mentions, document.published)
        self._plain_target = re.compile(load_patterns().periods.cues.plain_target)
        self._states = [_State()]
        self._uses: list[list[Use]] = []

    def period_of(self, start: int, end: int, *, status: Status = Status.ACTUAL) -> PeriodReading:
        """Return the period of the number at `start:end`."""
        index = self._sentence_at(start)
        if index is None:
            return _NOTHING
        span, source, certainty = self._span_of(index, start, end, status)
        if span is None and self._kind(index) is BlockKind.TITLE:
            span, source, certainty = self._told_again(index, start, end, status)
        if span is None:
            span, source, certainty = self._reader.present, "document", 0.5
        if span is None:
            return _NOTHING
        return PeriodReading(Period(str(self._fitted(span, status))), source, certainty)

    def versus_of(self, start: int, end: int, period: Period | None) -> Period | None:
        """Return the period that the change or pair at `start:end`, itself of the time `period`, compares with."""
        index = self._sentence_at(start)
        own = _parsed(period)
        if index is None:
            return None
        base = self._base_of(index, start, end)
        if self._against_a_plan(index, end, base):
            return None
        span = self._base_span(base, own) if base else self._usual_base(start, end, own, index)
        return Period(str(span)) if span and span != own else None

    # --- the period ---------------------------------------------------------------------------------------------

    def _span_of(self, index: int, start: int, end: int, status: Status) -> _Found:
        uses, state = self._uses_of(index), self._state_before(index)
        if own := self._own(uses, start, end):
            return self._time_of(own, uses, state), "attached", 0.95
        topics = [use for use in uses if use.role in (Role.TOPIC, Role.NOW)]
        if before := self._governing([use for use in topics if use.end <= start], start):
            span = self._time_of(before, uses, state)
            if span and self._is_ahead(span) and self._starts_a_rise(start, end):
                return self._reader.present, "clause", 0.8
            return span, "clause", 0.9
        after = next((use for use in topics if use.start >= end and use.role is Role.TOPIC), None)
        if after and self._only_for_its_number(after):
            after = None
        if after and not re.search(r"[;,.]\s", self._lower[end : after.start]):
            return self._time_of(after, uses, state), "sentence", 0.8
        event = next((use for use in reversed(uses) if use.end <= start and use.role is Role.EVENT), None)
        if event and event.span and not event.reported and ";" not in self._lower[event.end : start]:
            return event.span, "clause", 0.85
        if state.month and any(use.mention.form == "relative_month" for use in uses if use.role is Role.BASE):
            return state.month, "paragraph", 0.7
        carried = state.past if status is Status.ACTUAL else state.topic
        if carried:
            carried = self._elapsed(carried) if status is Status.ACTUAL else carried
            return carried, "paragraph", max(0.4, 0.8 - 0.1 * state.distance)
        if after and not re.search(r"[;.!?]\s", self._lower[end : after.start]):
            return self._time_of(after, uses, state), "sentence", 0.7
        if span := self._heading_span(index):
            return span, "title", 0.6
        if event and event.span and not event.reported:
            return event.span, "clause", 0.6
        return state.event, "paragraph", 0.5

    def _own(self, uses: Sequence[Use], start: int, end: int) -> Use | None:
        """The time that belongs to this number alone: "22,1% năm 2010", "20 xã (năm 2015)", "năm 2015 (20 xã)"."""
        label = next((use for use in reversed(uses) if use.end <= start), None)
        if label and label.span and label.role is Role.BASE and _LABELLED.match(self._lower, label.end, start):
            return label
        use = next((use for use in uses if use.start >= end), None)
        if use is None or use.role in (Role.NONE, Role.EVENT) or use.start - end > _ATTACHED:
            return None
        gap = self._lower[end : use.start]
        inside = gap.endswith("(") and self._lower.startswith(")", use.end)
        if _BREAKS_OFF.search(gap) or ("(" in gap and not inside) or len(gap.split()) > 6:
            return None
        if use.role is Role.BASE:
            return use if use.mention.form == "same" and re.search(r"\scủa\s$", gap) else None
        framed = any(other.end <= start and other.role is Role.TOPIC and other.frame for other in uses)
        compared = _AGAINST.search(self._lower, max(0, start - 30), start)
        return None if framed and len(gap.split()) > 3 and not inside and not compared else use

    def _governing(self, before: Sequence[Use], start: int) -> Use | None:
        """The last time before a number that reaches it."""
        reaching = [use for use in before if not self._only_for_its_number(use)]
        reaching = [use for use in reaching if not use.bracketed or self._reaches_out(use, start)]
        leading = [use for use in reaching if use.frame or not self._trails(use)]
        return (leading or reaching or [None])[-1]

    def _reaches_out(self, use: Use, start: int) -> bool:
        """Whether a time in brackets reaches a number: inside them, or behind them where no number stands before."""
        if ")" not in self._lower[use.end : start]:
            return True
        clause = re.split(r"[;.]\s", self._lower[max(0, use.start - _LOOK) : use.start])[-1]
        return not re.search(r"\d(?! (?:năm|tháng|ngày)(?!\w))", clause)

    def _trails(self, use: Use) -> bool:
        """Whether a time closes a clause that holds a number before it: "chiếm 4,9% số phải thu năm 2015, …"."""
        clause = re.split(r"[;,.(]\s", self._lower[max(0, use.start - _LOOK) : use.start])[-1]
        return bool(re.search(r"\d", clause) and re.match(r"\s?[,;.)]", self._lower[use.end : use.end + 2]))

    def _only_for_its_number(self, use: Use) -> bool:
        """Whether a time belongs to the number before it alone: "từ 41% năm 2015 lên 45%"."""
        return bool(_FROM.search(self._lower, max(0, use.start - 60), use.start))

    def _starts_a_rise(self, start: int, end: int) -> bool:
        """Whether the number is the a of "từ a lên b"."""
        return bool(_RISES.search(self._lower, max(0, start - 20), start) and _TO.match(self._lower, end))

    def _time_of(self, use: Use, uses: Sequence[Use], state: _State) -> TimeSpan | None:
        form = use.mention.form
        if form == "that_period":
            return state.years
        if form not in ("same", "whole_year", "since_new_year") or (form != "same" and use.mention.dated):
            return use.span
        topics = [other for other in uses if other.role is Role.TOPIC and other.span and other.end <= use.start]
        own = next((other.span for other in topics if other.mention.form != form), state.topic)
        if form == "same":
            return self._base_span(use, own)
        if own is None:
            return use.span
        if form == "whole_year":
            return TimeSpan(own.last[:1], own.last[:1])
        return TimeSpan((own.last[0], 1, 1)[: len(own.last)], own.last) if len(own.last) > 1 else use.span

    def _told_again(self, index: int, start: int, end: int, status: Status) -> _Found:
        """A title's number usually returns in the text; there its time stands beside it."""
        behind = self._sentences[index].end
        again = self._lower.find(self._lower[start:end], behind, behind + _AGAIN)
        there = self._sentence_at(again) if again >= 0 else None
        if there is None:
            return None, "none", 0.5
        span, _, certainty = self._span_of(there, again, again + end - start, status)
        return span, "text", certainty * 0.8

    def _fitted(self, span: TimeSpan, status: Status) -> TimeSpan:
        """The end of a year that is still to come stands for that year."""
        now = self._document.published
        if status is not Status.ACTUAL and span.first == span.last and span.first[1:] == (12,):
            if now and span.first_day > now:
                return TimeSpan(span.first[:1], span.last[:1])
        return span

    def _elapsed(self, span: TimeSpan) -> TimeSpan:
        """Results told in the middle of a programme period are those of its years so far."""
        now = self._reader.now
        if now and span.grain == 1 and span.first[0] < now.year < span.last[0]:
            return TimeSpan(span.first, (now.year,))
        return span

    def _heading_span(self, index: int) -> TimeSpan | None:
        """The time of the nearest heading above, else of the title."""
        own = self._sentences[index].block
        for other in range(index - 1, -1, -1):
            if self._sentences[other].block == own or self._kind(other) not in (BlockKind.HEADING, BlockKind.TITLE):
                continue
            for use in self._uses_of(other):
                if use.role is Role.TOPIC and use.span:
                    return use.span
        return None

    # --- the base of a comparison -----------------------------------------------------------------------------

    def _base_of(self, index: int, start: int, end: int) -> Use | None:
        """The base named behind the number, or before it in its sentence."""
        uses = self._uses_of(index)
        bases = [use for use in uses if use.role is Role.BASE]
        after = next((use for use in bases if use.start >= end), None)
        before = next((use for use in reversed(bases) if use.end <= start), None)
        carried = self._state_before(index).base
        if after and (before or carried):
            gap = self._lower[end : after.start]
            leads = before and not re.search(r"\d", _last_clause(self._lower[max(0, before.start - _LOOK) : before.start]))
            if ";" in gap or (before and _OPENS_COMPARISON.search(gap)) or (leads and re.search(r"\d", gap)):
                after = None
        if before and before.mention.dated and before.mention.form != "same":
            between = (use for use in uses if before.end <= use.start < start)
            if any(use.role is Role.TOPIC for use in between):
                before = None
        return after or before

    def _usual_base(self, start: int, end: int, own: TimeSpan | None, index: int) -> TimeSpan | None:
        """The base of a change that names none: of the sentences just before, or the one the document always uses."""
        if own is None:
            return None
        if "/" in self._lower[start:end]:
            return own.previous()
        state = self._state_before(index)
        if state.base and self._still_compared(state, own):
            return self._base_span(state.base, own)
        percent = self._lower[start : end + 2].rstrip().endswith("%")
        if percent and own.grain == 1 and own.first == own.last and own.previous() in self._yearly_bases:
            return own.previous()
        return None

    def _still_compared(self, state: _State, own: TimeSpan) -> bool:
        """Whether the last comparison still holds for a number of the time `own`."""
        if state.base is None or state.base_distance > _STILL_COMPARED or self._is_ahead(own):
            return False
        if state.base.mention.form in ("same", "relative_month"):
            return own.grain > 1
        return state.base.mention.form.startswith("relative") or own == state.base_topic

    @cached_property
    def _yearly_bases(self) -> set[TimeSpan]:
        """The years that the document compares with."""
        every = (use for index in range(len(self._sentences)) for use in self._uses_of(index))
        spans = (use.span for use in every if use.role is Role.BASE)
        return {span for span in spans if span and span.grain == 1 and span.first == span.last}

    def _base_span(self, base: Use, own: TimeSpan | None) -> TimeSpan | None:
        """The time of a base such as "cùng kỳ" or "tháng trước" for a number of the time `own`."""
        form, span = base.mention.form, base.span
        if form == "same" and own:
            year = span.first[0] if span else own.last[0] - 1
            moves = own == self._reader.holiday  # Tết falls on other days each year
            return TimeSpan((year,), (year,)) if moves else own.years_later(year - own.last[0])
        if base.mention.dated or own is None:
            return span
        if form == "relative_month" and own.grain == 2 and own.first == own.last:
            return own.previous()
        if form == "relative_year":
            year_before = TimeSpan(own.last[:1], own.last[:1]).previous()
            return year_before if own.first[0] == own.last[0] else None
        if form == "relative_school_year":
            return own.years_later(-1)
        return span

    def _against_a_plan(self, index: int, end: int, base: Use | None) -> bool:
        """Whether the change is measured against a plan or another place, not against another time."""
        clause = self._lower[end : min(self._sentences[index].end, end + _LOOK)]
        clause = re.sub(r"\([^)]*\)?", lambda match: " " * len(match.group()), clause)
        plan = self._plain_target.search(re.split(r"[;,.]\s", clause)[0])
        return plan is not None and not (base and end <= base.start < end + plan.end())

    # --- sentences, and what they hand on ------------------------------------------------------------------------

    def _sentence_at(self, position: int) -> int | None:
        index = bisect_right(self._starts, position) - 1
        return index if index >= 0 and position < self._sentences[index].end else None

    def _kind(self, index: int) -> BlockKind:
        return self._document.blocks[self._sentences[index].block].kind

    def _uses_of(self, index: int) -> list[Use]:
        while len(self._uses) <= index:
            sentence = self._sentences[len(self._uses)]
            low = bisect_left(self._mention_starts, sentence.start)
            high = bisect_left(self._mention_starts, sentence.end)
            self._uses.append(self._reader.uses(low, high, sentence.start, sentence.end))
        return self._uses[index]

    def _state_before(self, index: int) -> _State:
        while len(self._states) <= index:
            self._states.append(self._after(len(self._states) - 1))
        return self._states[index]

    def _after(self, index: int) -> _State:
        """What the sentence `index` hands on to the next one."""
        last, uses = self._states[index], self._uses_of(index)
        same_block = self._sentences[index + 1].block == self._sentences[index].block
        if not same_block and self._kind(index + 1) in (BlockKind.HEADING, BlockKind.TITLE):
            return _State()
        if not same_block and self._kind(index) in _ASIDE:
            block = self._sentences[index].block
            return self._states[bisect_left(self._sentences, block, key=lambda sentence: sentence.block)]
        return self._handed_on(index, last, uses, same_block)

    def _handed_on(self, index: int, last: _State, uses: Sequence[Use], same_block: bool) -> _State:
        month, years, event, base = last.month, last.years, last.event, None
        for use in uses:
            if use.mention.form == "years" and use.span and use.span.grain == 1:
                years = use.span
            if use.role is Role.BASE:
                base = use
            elif use.role is Role.EVENT:
                event = use.span or event
        main = self._main(uses, index)
        topic = _listed_years(uses) or (self._time_of(main, uses, last) if main else None)
        if topic and topic.grain == 2 and topic.first == topic.last:
            month = topic
        past = topic if topic and not self._is_ahead(topic) else last.past
        distance = 1 if topic else last.distance + 1 + (0 if same_block else 2)
        state = _State(topic or last.topic, past, month, years, event, distance)
        if base:
            return replace(state, base=base, base_topic=state.topic, base_distance=1)
        if not same_block:
            return state
        return replace(
            state, base=last.base, base_topic=last.base_topic, base_distance=last.base_distance + 1
        )

    def _main(self, uses: Sequence[Use], index: int) -> Use | None:
        """The time that a sentence hands on: the last that opens a clause, else the last one outside brackets."""
        end = self._sentences[index].end
        able = [use for use in uses if use.span or use.mention.form in ("same", "that_period")]
        able = [use for use in able if use.role is Role.TOPIC and not self._only_for_its_number(use)] + [
            use
            for use in able
            if use.role is Role.NOW and not use.bracketed and re.search(r"\d", self._lower[use.end : end])
        ]
        able.sort(key=lambda use: use.start)
        plain = [use for use in able if not use.bracketed]
        opening = [use for use in plain if use.frame]
        within = [use for use in plain if not self._trails(use)]
        return (opening or within or plain or able or [None])[-1]

    def _is_ahead(self, span: TimeSpan) -> bool:
        """Whether a time begins after the document's date, or runs beyond it by more than the unit it counts in."""
        if self._reader.now is None:
            return False
        last_unit = TimeSpan(span.last, span.last)
        return span.first_day > self._reader.now or (span.grain > 1 and last_unit.first_day > self._reader.now)


def _listed_years(uses: Sequence[Use]) -> TimeSpan | None:
    """A sentence that goes through three or more years in turn hands on all of them."""
    years = [use.span.first[0] for use in uses if use.mention.form == "year" and use.frame and use.span]
    in_turn = len(years) >= 3 and years == list(range(years[0], years[0] + len(years)))
    return TimeSpan((years[0],), (years[-1],)) if in_turn else None


def _last_clause(text: str) -> str:
    return re.split(r"[;,.(]\s", text)[-1]


def _parsed(period: Period | None) -> TimeSpan | None:
    if period is None:
        return None
    first, _, last = period.notation.partition("/")
    times = [tuple(int(part) for part in time.split("-")) for time in (first, last or first)]
    return TimeSpan(times[0], times[1])
