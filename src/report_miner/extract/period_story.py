"""What a document says of time sentence by sentence, and what each sentence hands on to the next."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property

from report_miner.extract.period_clauses import LOOK
from report_miner.extract.period_leaning import Leaning, State
from report_miner.extract.period_outline import Outline
from report_miner.extract.period_roles import Role, RoleReader, Use
from report_miner.extract.period_topics import Told
from report_miner.extract.periods import find_periods
from report_miner.extract.tellings import told_again
from report_miner.extract.timespan import (
    DAYS,
    MONTH,
    TimeSpan,
    is_inside,
    is_point,
    is_school_year,
    is_told_by,
)
from report_miner.language.sentences import Sentence
from report_miner.model import BlockKind, Document
from report_miner.patterns import Patterns

_FIRST_DAYS = 90  # of a year, in which little of it can be told
_OFF = 3  # by how many days a register may date a document too early
_FADES = 10  # for how many sentences a year long over is what a text tells of
_FADES_SOON = 1  # and one that it only mentions once
_HEADINGS = (BlockKind.HEADING, BlockKind.TITLE)
# A numbered label of a few words that a time ends; its number may be parted from it as a sentence.
_RUN_IN = re.compile(r"(?:\s*\(?[\w.]{1,6}[.)]\s)?(?P<time>[^:;.()]{3,50})(?=:\s)")
_MARK_ALONE = re.compile(r"\s*(?:[\w.]{1,6}[.)]\s*)?")
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
        self.reader = RoleReader(lower, self.mentions, document.published, patterns.periods.regexes)
        self.leaning = Leaning(self.reader)
        self._still = patterns.periods.regexes["still"]
        self._outline = Outline(document.blocks, document.text)
        self._kinds = [block.kind for block in document.blocks]
        self._sentences = sentences
        self._dated = document.published is not None
        self._starts = [sentence.start for sentence in sentences]
        self._mention_starts = [mention.start for mention in self.mentions]
        self._states = [State()]
        self._uses: list[list[Use]] = []
        self._list: tuple[int, State] | None = None

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
        return iter(()) if index is None else told_again(self.lower, start, end, self.end_of(index))

    def is_back_in_present(self, index: int, position: int, past: TimeSpan) -> bool:
        """Whether a sentence has left the past year told before it.

        It tells, without a time and before `position`, what still holds; or the year, long over, was told far above.
        """
        years = self.reader.now.year - past.last[0] if self.reader.now else 0
        start = max(self.start_of(index), position - LOOK)
        holds = years > 0 and not self.uses_of(index) and self._still.search(self.lower, start, position) is not None
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

    def is_to_come(self, span: TimeSpan) -> bool:
        """Whether a time is still to come for a dated document, also where its date is a day or two too early."""
        now = self.reader.now
        return self._dated and now is not None and (span.first_day - now).days >= _OFF

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
        return {span for span in spans if span and span.is_year}

    @cached_property
    def first_event(self) -> TimeSpan | None:
        """The day of the first event of the news that the text tells of."""
        every = (use for index in range(len(self._sentences)) for use in self.uses_of(index))
        events = (use.span for use in every if use.role is Role.EVENT and not use.reported and use.span)
        return next((span for span in events if span.days == 1 and self.is_news(span)), None)

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
                self._list = None
                return State(above=above, day=last.day)
        last = last._replace(above=above)
        if next_block != block and self._kind(index) is BlockKind.NOTE:
            return self._states[bisect_left(self._sentences, block, key=lambda sentence: sentence.block)]
        return self._of_list(index, last) or self._handed_on(index, last, same_block=next_block == block)

    def _of_list(self, index: int, last: State) -> State | None:
        """What the line that opens a list hands on to each item, if one follows: "8 tháng tăng 3%, cụ thể: - …"."""
        block, next_block = self._sentences[index].block, self._sentences[index + 1].block
        if next_block == block:
            return None
        if not self._outline.is_item(next_block):
            self._list = None
            return None
        depth = self._outline.depth(next_block)
        opens = self.lower.endswith(":", 0, self._sentences[index].end)
        if opens and any(use.role is Role.TOPIC and use.frame for use in self.uses_of(index)):
            self._list = depth, self._handed_on(index, last, same_block=True)
        return self._list[1] if self._list and self._list[0] == depth else None

    def _heads(self, index: int, last: State) -> TimeSpan | None:
        """The time that a sentence gives to all below it, as a heading, a line of the title or a lead-in does."""
        uses = self.uses_of(index)
        if not uses:
            return None
        if label := self._run_in(index):
            return label.span
        heading = self._kind(index) in _HEADINGS or self._is_lead_in(index)
        if not (heading or (last.heading is None and self._is_title_line(index))):
            return None
        topics = (use for use in uses if use.role is Role.TOPIC or (use.deadline and heading))
        spans = (self.leaning.time_of(use, uses, last) for use in topics if heading or use.mention.dated)
        return _in_a_heading([span for span in spans if span])

    def _run_in(self, index: int) -> Use | None:
        """The time that labels a numbered part and stands in its first line: "b) Lũy kế 8 tháng: thu 5 tỷ đồng"."""
        block = self._sentences[index].block
        first = bisect_left(self._sentences, block, key=lambda sentence: sentence.block)
        opens = _MARK_ALONE.fullmatch(self.lower, self.start_of(first), self.start_of(index))
        if opens is None or not self._outline.is_numbered(block):
            return None
        label = _RUN_IN.match(self.lower, self.start_of(index), self.end_of(index))
        use = self.uses_of(index)[0] if label else None
        if label is None or use is None or use.span is None or self.reader.is_ahead(use.span):
            return None
        return use if use.role is Role.TOPIC and use.end == label.end("time") else None

    def _is_lead_in(self, index: int) -> bool:
        """Whether a sentence is a line that opens a list and only tells its time: "1. Đến năm 2025:"."""
        sentence = self._sentences[index]
        if sentence.end - sentence.start >= _TITLE_LINE or not self.lower.endswith(":", 0, sentence.end):
            return False
        return self._told(index, State()).tells_no_number()

    def _told(self, index: int, last: State) -> Told:
        return Told(self.lower, self._sentences[index], self.uses_of(index), last, self.leaning)

    def _is_title_line(self, index: int) -> bool:
        """Whether a sentence is one of the lines above a text that say what it is, though no reader told so."""
        sentence = self._sentences[index]
        short = sentence.end - sentence.start < _TITLE_LINE
        return short and sentence.block < _TITLE_LINES and not self.lower.endswith(_ENDS, 0, sentence.end)

    def _handed_on(self, index: int, last: State, *, same_block: bool) -> State:
        state = last._replace(distance=last.distance + (1 if same_block else 3), base_distance=last.base_distance + 1)
        uses = self.uses_of(index)
        if uses:
            state = self._told(index, state).handed_on()
        wide = state.wide or state.heading
        if (
            not same_block
            and wide
            and state.topic
            and (is_point(state.topic, wide) or _is_event_of(state.topic, wide))
        ):
            state = state._replace(topic=wide, past=wide)
        title = state.heading or (state.main if state.main and state.main.is_years else None)
        if not same_block and state.topic and self._gives_way(state.topic, title, state.main):
            back = title or state.main
            state = state._replace(topic=back, past=back)
        bases = [use for use in uses if use.role is Role.BASE and not use.aside]
        if bases and (same_block or not self._outline.is_numbered(self._sentences[index + 1].block)):
            return state._replace(base=bases[-1], base_topic=state.topic, base_distance=1)
        return state if same_block else state._replace(base=None)

    def _gives_way(self, topic: TimeSpan, title: TimeSpan | None, main: TimeSpan | None) -> bool:
        """Whether a topic ends with its paragraph.

        So does a part of what the title tells, a time before that, a month still to come where it tells of months,
        or a school year where the text tells of a year. At the beginning of a year its plans are told with the
        results of the last one.
        """
        if is_school_year(topic) and main and main.first[0] == main.last[0]:
            return True
        if title and is_told_by(title, topic):
            return True
        if title:
            still_to_come = title.grain > 1 and topic.days <= MONTH and self.reader.is_ahead(topic)
            return still_to_come or (topic.last_day < title.first_day and not self._has_just_begun(title))
        return self.reader.now is not None and topic.last_day.year < self.reader.now.year - 1

    def _has_just_begun(self, year: TimeSpan) -> bool:
        """Whether a text is dated in the first days of a year."""
        now = self.reader.now if self._dated else None
        return now is not None and year.is_year and 0 <= (now - year.first_day).days < _FIRST_DAYS


def _is_event_of(days: TimeSpan, year: TimeSpan) -> bool:
    """Whether a time is of some days of a year: "năm 2020 có 14 cơn bão; đợt mưa từ ngày 6 đến 22/10 …"."""
    return year.is_year and days.grain == DAYS and days.days <= MONTH and is_inside(days, year)


def _in_a_heading(told: Sequence[TimeSpan]) -> TimeSpan | None:
    """The time of a heading: the first that it names, the months told so far in "quý III và 9 tháng năm 2025"."""
    first = told[0] if told else None
    if first is None or not first.is_quarter:
        return first
    until_then = (span for span in told if span.grain > 1 and span.last_day == first.last_day)
    return max(until_then, key=lambda span: span.days)
