"""What a document says of time sentence by sentence, and what each sentence hands on to the next."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property

from report_miner.extract.period_asides import Told
from report_miner.extract.period_clauses import LOOK, QUANTITY, is_local, trails
from report_miner.extract.period_leaning import LEANING, Leaning, State
from report_miner.extract.period_outline import Outline
from report_miner.extract.period_roles import Role, RoleReader, Use
from report_miner.extract.periods import find_periods
from report_miner.extract.timespan import (
    DAYS,
    MONTH,
    TimeSpan,
    is_inside,
    is_point,
    is_short,
    is_told_by,
)
from report_miner.language.sentences import Sentence
from report_miner.model import BlockKind, Document
from report_miner.patterns import Patterns

_OF_ONE_CLAUSE = ("yearly-average", "counted-since-a-year")  # rules whose time no text goes on to tell of
_OF_ONE_SENTENCE = (
    "occasion",
    "season",
    "relative_week",
    "whole_week",
    "years_before",
    "that_year",
)  # forms like that
_WEEK = range(6, 9)  # how many days a week may have, as its first or last one is counted in or not
_TELLS = (Role.TOPIC, Role.EVENT)
_TOMORROW = "tomorrow"  # the rule whose day no text goes on to tell of
_OFF = 3  # by how many days a register may date a document too early
_FADES = 10  # for how many sentences a year long over is what a text tells of
_FADES_SOON = 1  # and one that it only mentions once
_NEAR = 40  # how many times of a sentence are looked at
_TELLINGS = 3  # how often a number of a title is looked for again
_AGAIN = 20_000  # how far a number of a title is looked for in the text
_WITH_ITS_NOUN = re.compile(r"\S+(?:\s(?:tỷ|tỉ|triệu|nghìn|ngàn|vạn))?\s[^\W\d_]+")
_STILL = re.compile(r"(?<!\w)(?:vẫn|hiện đang|đang có|đang được)\s")
_HEADINGS = (BlockKind.HEADING, BlockKind.TITLE)
_ENDS = (".", ";", ":", ",", "!", "?")  # what no title line ends with
_TITLE_LINE, _TITLE_LINES = 160, 6  # how long such a line is at most, and among how many first blocks


class Story:
    """The times of a document in the order in which it tells them.

    Args:
        document: gives the blocks and the date of publication.
        lower: its lower-cased shadow; all offsets are offsets into it.
        sentences: its sentences, in order.
        patterns: whose forms and cues of time to use.
    """

    def __init__(self, document: Document, lower: str, sentences: Sequence[Sentence], patterns: Patterns) -> None:
        self.lower = lower
        self.mentions = find_periods(lower, patterns)
        self.reader = RoleReader(lower, self.mentions, document.published, patterns.periods.cues)
        self.leaning = Leaning(self.reader)
        self._outline = Outline(document.blocks, document.text)
        self._kinds = [block.kind for block in document.blocks]
        self._sentences = sentences
        self._starts = [sentence.start for sentence in sentences]
        self._mention_starts = [mention.start for mention in self.mentions]
        self._states = [State()]
        self._uses: list[list[Use]] = []

    def sentence_at(self, position: int) -> int | None:
        """The index of the sentence around an offset."""
        index = bisect_right(self._starts, position) - 1
        return index if index >= 0 and position < self._sentences[index].end else None

    def start_of(self, index: int) -> int:
        """Where the sentence `index` begins."""
        return self._starts[index]

    def end_of(self, index: int) -> int:
        """Where the sentence `index` ends."""
        return self._sentences[index].end

    def is_title(self, index: int) -> bool:
        """Whether the sentence `index` stands in the title."""
        return self._kind(index) is BlockKind.TITLE

    def is_lead(self, index: int) -> bool:
        """Whether the sentence `index` stands below the title, and no time is named as far as its end."""
        block = self._sentences[index].block
        below_title = block > 0 and self._kinds[block - 1] is BlockKind.TITLE
        state = self.state_before(index)
        return below_title and not (self.uses_of(index) or state.topic or state.event or state.heading)

    def told_again(self, start: int, end: int) -> Iterator[int]:
        """Where the text behind its sentence tells the number `start:end` again, with the same noun if it does."""
        index = self.sentence_at(start)
        if index is None:
            return
        noun = _WITH_ITS_NOUN.match(self.lower, start)
        words = [noun[0]] if noun and noun.end() > end else []
        behind = self.end_of(index)
        for printed in (*words, self.lower[start:end]):
            alone = re.compile(rf"(?<![\w.,/-]){re.escape(printed)}(?![\w/-])")
            places = [again.start() for again in alone.finditer(self.lower, behind, behind + _AGAIN)]
            if places:
                yield from places[:_TELLINGS]
                return

    def is_back_in_present(self, index: int, position: int, past: TimeSpan) -> bool:
        """Whether a sentence has left the past year told before it.

        It tells, without a time and before `position`, what still holds; or the year, long over, was told far above.
        """
        years = self.reader.now.year - past.last[0] if self.reader.now else 0
        start = max(self.start_of(index), position - LOOK)
        holds = years > 0 and not self.uses_of(index) and _STILL.search(self.lower, start, position) is not None
        state = self.state_before(index)
        fades = _FADES_SOON if self._is_background(past) else _FADES
        return holds or (years > 1 and state.distance > fades and past != state.heading)

    def _is_background(self, past: TimeSpan) -> bool:
        """Whether the document names a year only once and within a clause: "từ trận động đất năm 2008"."""
        places = self._named_years.get(past, [])
        index = self.sentence_at(places[0]) if len(places) == 1 else None
        return index is not None and any(use.start == places[0] and not use.frame for use in self.uses_of(index))

    @cached_property
    def _named_years(self) -> dict[TimeSpan, list[int]]:
        """Where the document names each year."""
        places: dict[TimeSpan, list[int]] = {}
        for mention in self.mentions:
            if mention.form == "year" and (span := mention.span(self.reader.now)):
                places.setdefault(span, []).append(mention.start)
        return places

    def is_news(self, span: TimeSpan) -> bool:
        """Whether a time is a day of the weeks before the document's date, which may be some days off."""
        now = self.reader.now
        return span.grain == DAYS and now is not None and -_OFF <= (now - span.last_day).days <= MONTH

    def uses_of(self, index: int) -> list[Use]:
        """The mentions in the sentence `index`, with their roles."""
        while len(self._uses) <= index:
            sentence = self._sentences[len(self._uses)]
            low = bisect_left(self._mention_starts, sentence.start)
            high = bisect_left(self._mention_starts, sentence.end)
            uses = self.reader.uses(low, high, sentence.start, sentence.end) if low < high else []
            self._uses.append(uses)
        return self._uses[index]

    def state_before(self, index: int) -> State:
        """What the sentence `index` inherits."""
        while len(self._states) <= index:
            self._states.append(self._after(len(self._states) - 1))
        return self._states[index]

    @cached_property
    def yearly_bases(self) -> set[TimeSpan]:
        """The single years that the document compares with."""
        every = (use for index in range(len(self._sentences)) for use in self.uses_of(index))
        spans = (use.span for use in every if use.role is Role.BASE)
        return {span for span in spans if span and span.grain == 1 and span.first == span.last}

    @cached_property
    def first_event(self) -> TimeSpan | None:
        """The day of the first event of the news that the text tells of."""
        every = (use for index in range(len(self._sentences)) for use in self.uses_of(index))
        events = (use.span for use in every if use.role is Role.EVENT and not use.reported and use.span)
        return next((span for span in events if span.days == 1 and self.is_news(span)), None)

    def is_ahead(self, span: TimeSpan) -> bool:
        """Whether a time begins after the document's date, or runs beyond it by more than the unit it counts in."""
        now = self.reader.now
        if now is None:
            return False
        last_unit = TimeSpan(span.last, span.last)
        return span.first_day > now or (span.grain > 1 and last_unit.first_day > now)

    def _kind(self, index: int) -> BlockKind:
        return self._kinds[self._sentences[index].block]

    def _after(self, index: int) -> State:
        """What the sentence `index` hands on to the next one."""
        last, block = self._states[index], self._sentences[index].block
        next_block = self._sentences[index + 1].block
        above = last.above
        if span := self._heads(index, last):
            title = self._kind(index) not in _HEADINGS and not self._is_lead_in(index)
            above = self._outline.opened(above, block, span, title=title)
        if next_block != block:
            above = self._outline.below(above, next_block)
            if above != last.above or self._kind(index) in _HEADINGS or self._kind(index + 1) in _HEADINGS:
                return State(above=above, day=last.day)
        last = last._replace(above=above)
        if next_block != block and self._kind(index) is BlockKind.NOTE:
            return self._states[bisect_left(self._sentences, block, key=lambda sentence: sentence.block)]
        return self._handed_on(index, last, next_block == block)

    def _heads(self, index: int, last: State) -> TimeSpan | None:
        """The time that a sentence gives to all below it, as a heading, a line of the title or a lead-in does."""
        uses = self.uses_of(index)
        if not uses:
            return None
        heading = self._kind(index) in _HEADINGS or self._is_lead_in(index)
        if not (heading or (last.heading is None and self._is_title_line(index))):
            return None
        topics = (use for use in uses if use.role is Role.TOPIC or (use.deadline and heading))
        spans = (self.leaning.time_of(use, uses, last) for use in topics if heading or use.mention.dated)
        return _in_a_heading([span for span in spans if span])

    def _is_lead_in(self, index: int) -> bool:
        """Whether a sentence is a line that opens a list and only tells its time: "1. Đến năm 2025:"."""
        sentence = self._sentences[index]
        if sentence.end - sentence.start >= _TITLE_LINE or not self.lower.endswith(":", 0, sentence.end):
            return False
        return Told(self.lower, sentence, self.uses_of(index), State()).tells_no_number()

    def _is_title_line(self, index: int) -> bool:
        """Whether a sentence is one of the lines above a text that say what it is, though no reader told so."""
        sentence = self._sentences[index]
        short = sentence.end - sentence.start < _TITLE_LINE
        return short and sentence.block < _TITLE_LINES and not self.lower.endswith(_ENDS, 0, sentence.end)

    def _handed_on(self, index: int, last: State, same_block: bool) -> State:
        state = last._replace(distance=last.distance + (1 if same_block else 3), base_distance=last.base_distance + 1)
        uses = self.uses_of(index)
        if uses:
            state = self._told(index, uses, state)
        wide = state.wide or state.heading
        if not same_block and wide and state.topic and is_point(state.topic, wide):
            state = state._replace(topic=wide, past=wide)
        title = state.heading or (state.main if state.main and state.main.is_years else None)
        if not same_block and state.topic and self._gives_way(state.topic, title):
            back = title or state.main
            state = state._replace(topic=back, past=back)
        bases = [use for use in uses if use.role is Role.BASE]
        if bases:
            return state._replace(base=bases[-1], base_topic=state.topic, base_distance=1)
        return state if same_block else state._replace(base=None)

    def _can_be_main(self, topic: TimeSpan) -> bool:
        """Whether a text may be about a time on the whole: more than a month, of this year or the last."""
        now = self.reader.now
        recent = now is not None and now.year - 1 <= topic.last[0] <= now.year
        return recent and topic.days > MONTH and not self.is_ahead(topic)

    def _gives_way(self, topic: TimeSpan, title: TimeSpan | None) -> bool:
        """Whether a topic ends with its paragraph: a part of what the title tells, or a time before that."""
        if title and is_told_by(title, topic):
            return True
        if title:
            return topic.last_day < title.first_day
        return self.reader.now is not None and topic.last_day.year < self.reader.now.year - 1

    def _told(self, index: int, uses: Sequence[Use], last: State) -> State:
        """The state `last` with what the times in the sentence `index` add to it."""
        years = [use.span for use in uses if use.mention.form == "years" and use.span]
        events = [use.span for use in uses if use.role is Role.EVENT and use.span and use.mention.rule != _TOMORROW]
        days = [use.span for use in uses if use.role in _TELLS and use.span and use.span.days == 1]
        able = [use for use in uses if self._can_be_handed_on(use, self.end_of(index), last)]
        told = Told(self.lower, self._sentences[index], uses, last)
        lasting = [use for use in able if not told.is_aside(use)]
        able = lasting if lasting or last.topic or last.heading else able
        topic = _listed_years(uses) or self._main(able, uses, last)
        topic = topic or _next_day(uses, last.topic)
        past = topic
        if topic and self.is_ahead(topic):
            past = self._main([use for use in able if use.span and not self.is_ahead(use.span)], uses, last)
        if topic and last.heading and topic.days <= MONTH and topic.last_day == last.heading.last_day:
            topic = past = _told_at_its_end(topic, last.heading)
        weeks = [use.span for use in uses if use.role in _TELLS and use.span and use.span.days in _WEEK]
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

    def _main(self, able: Sequence[Use], uses: Sequence[Use], last: State) -> TimeSpan | None:
        """The time that a sentence hands on: the last that opens a clause, else the last one outside brackets.

        A sentence that looks back ("năm 2018 thu 9 tỷ; năm 2017 thu 5 tỷ") hands on the later time.
        """
        able = [use for use in able if self.leaning.time_of(use, uses, last)]
        plain = [use for use in able if not use.bracketed]
        plain = [use for use in plain if not use.reported] or plain
        opening = [use for use in plain if use.frame]
        within = [use for use in plain if not trails(self.lower, use)]
        best = opening or within or plain or able
        spans = (self.leaning.time_of(use, uses, last) for use in best[-_NEAR if opening else -1 :])
        told = [span for span in spans if span]
        latest = max((span.first_day for span in told), default=None)
        return next((span for span in reversed(told) if latest and span.last_day >= latest), None)

    def _can_be_handed_on(self, use: Use, end: int, last: State) -> bool:
        form = use.mention.form
        if form in _OF_ONE_SENTENCE or use.mention.upcoming or use.contrasted:
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
            return bool(use.span and not use.bracketed and re.search(r"\d", self.lower[use.end : end]))
        if use.bracketed and QUANTITY.search(re.split(r"[;)]", self.lower[use.end : end])[0]):
            return False
        told = (use.span is not None and use.mention.form != "same") or use.mention.form in LEANING
        return bool(told and use.role is Role.TOPIC and not is_local(self.lower, use))


def _told_at_its_end(topic: TimeSpan, title: TimeSpan) -> TimeSpan:
    """What stood as the time of the title ended is told of with what that time brought."""
    if is_short(topic):
        return title if title.days > MONTH else topic
    return TimeSpan(title.last, title.last) if title.grain == 1 else topic


def _in_a_heading(told: Sequence[TimeSpan]) -> TimeSpan | None:
    """The time of a heading: the first that it names, the months told so far in "quý III và 9 tháng năm 2025"."""
    first = told[0] if told else None
    if first is None or not first.is_quarter:
        return first
    until_then = (span for span in told if span.grain > 1 and span.last_day == first.last_day)
    return max(until_then, key=lambda span: span.days)


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
