"""Whether the numbers of a sentence are reported, estimated or aimed at: what each status cue reaches."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from report_miner.extract.change import rises_or_falls_to
from report_miner.extract.cue_tokens import BOUNDS, Mark, Token, joined
from report_miner.model import Status
from report_miner.patterns import CueRole

_VERBS = {CueRole.REACH, CueRole.INCREASE, CueRole.DECREASE}
_LEADING_UP = {*BOUNDS, *_VERBS, CueRole.LINK, CueRole.FROM, CueRole.GROWTH, CueRole.NONE, Mark.COLON, Mark.OPEN, Mark.YEAR}
_COMPARES = {CueRole.MORE, CueRole.LESS, CueRole.EXCEED, CueRole.REFERENCE}
_ENDS_COMPARISON = {*_VERBS, CueRole.VERB, CueRole.LEVEL}
# What comes before a plan that results are measured by, or that is being drawn up.
_MEASURED_BY = re.compile(r"(?:hoàn thành|thực hiện|vượt|đạt|đúng|bằng|của|so|so với|lập|phân bổ|xây dựng|%|\d)\s*(?:\w+\s+)?$")
_PREDICATES = {*_VERBS, CueRole.VERB, CueRole.LINK, CueRole.LEVEL}
_PLAN_REACH = 70
_LATE_IN_YEAR = 10
# A cue reaches no further than this many characters.
_REACH = 600
_SUBJECT = 12


class StatusContext(NamedTuple):
    """What a sentence inherits: the status that holds before its first cue, that of the sentence before, and the
    year and month of the document where they are known."""

    status: Status = Status.ACTUAL
    previous: Status = Status.ACTUAL
    year: int | None = None
    month: int | None = None


class StatusReading(NamedTuple):
    """The status of one number, how sure it is (0..1), and the rule that gave it."""

    status: Status
    certainty: float
    rule: str


def read_status(
    lower: str, tokens: Sequence[Token], context: StatusContext
) -> tuple[list[StatusReading], StatusReading]:
    """Return the status of each number of a sentence, in order, and the one that holds at its end."""
    reader = _StatusReader(lower, tokens, context)
    reader.read()
    return reader.readings, reader.state


class _StatusReader:
    """Walks through the tokens of one sentence; a cue holds until another takes over or its bracket closes.

    `state` holds for the numbers to come, `once` for the next number of the same clause only.
    """

    def __init__(self, lower: str, tokens: Sequence[Token], context: StatusContext) -> None:
        self.lower = lower
        self.tokens = tokens
        self.context = context
        self.inherited = StatusReading(context.status, 0.93 if context.status is Status.ACTUAL else 0.8, "inherited")
        self.state = self.inherited
        self.once: StatusReading | None = None
        self.readings: list[StatusReading] = []
        self._position = 0
        self._cue_end = self.tokens[-1].end if tokens else 0
        self._brackets: list[StatusReading] = []
        self._clause = self._clause_token = 0
        self._clause_start = tokens[0].start if tokens else 0
        self._predicate = False
        self._cues = {
            CueRole.ESTIMATE: self._estimate,
            CueRole.EXPECT: self._expect,
            CueRole.FUTURE: self._future,
            CueRole.TARGET: self._target,
            CueRole.PLAN: self._plan,
            CueRole.ASSIGN: self._assign,
            CueRole.ACTUAL: self._actual,
            CueRole.NOW: self._now,
            CueRole.REFERENCE: self._reference,
            CueRole.CARRY: self._carry,
            CueRole.CONTRAST: self._contrast,
            Mark.NUMBER: self._number,
            Mark.YEAR: self._year,
            Mark.OPEN: self._open,
            Mark.CLOSE: self._close,
            Mark.COMMA: self._comma,
            Mark.SEMICOLON: self._comma,
        }

    def read(self) -> None:
        """Fill `readings`."""
        for position, token in enumerate(self.tokens):
            self._position = position
            handle = self._cues.get(token.role)
            if handle:
                handle(position, token)
            elif token.role in _ENDS_COMPARISON:
                self.once = None
                if token.role is CueRole.LEVEL and self.state.rule == "past_year":
                    self.state = self.inherited

    def _set(self, status: Status, certainty: float, rule: str) -> None:
        self.state = StatusReading(status, certainty, rule)
        self.once = None
        self._predicate = False
        self._cue_end = self.tokens[self._position].end

    # --- cues ---

    def _estimate(self, position: int, token: Token) -> None:
        self._set(Status.ESTIMATE, 0.95, "estimate")
        self._clause_token, self._clause_start = position + 1, token.end
        self._predicate = "đạt" in self.lower[token.start : token.end] or self._number_follows(position)

    def _expect(self, position: int, token: Token) -> None:
        before = self.tokens[position - 1] if position else None
        if before and before.role in _COMPARES and joined(self.lower[before.end : token.start]):
            return
        late = self.context.month is not None and self.context.month >= _LATE_IN_YEAR
        estimate = late or self.state.status is Status.ESTIMATE
        self._set(Status.ESTIMATE if estimate else Status.TARGET, 0.85, "expected")

    def _future(self, position: int, token: Token) -> None:
        if self.state.status is Status.ACTUAL:
            estimate = self.context.previous is Status.ESTIMATE
            self._set(Status.ESTIMATE if estimate else Status.TARGET, 0.85, "future")

    def _target(self, position: int, token: Token) -> None:
        self._set(Status.TARGET, 0.9, "target")

    def _plan(self, position: int, token: Token) -> None:
        """A plan that states its own number is a target; one that results are measured by is not."""
        if self._number_follows(position):
            self.once = StatusReading(Status.TARGET, 0.93, "plan_number")
        elif not _MEASURED_BY.search(self.lower, max(0, token.start - 24), token.start) and self._states_number(position):
            self._set(Status.TARGET, 0.8, "plan")

    def _assign(self, position: int, token: Token) -> None:
        if self._number_follows(position):
            self._set(Status.TARGET, 0.8, "assigned")

    def _actual(self, position: int, token: Token) -> None:
        if self.state.status is Status.TARGET:
            self._set(Status.ACTUAL, 0.85, "actual")

    def _now(self, position: int, token: Token) -> None:
        """ "hiện nay" after a number belongs to that number alone."""
        before = self.tokens[position - 1] if position else None
        if before and before.role is Mark.NUMBER and token.start - before.end < 2 * _SUBJECT:
            return
        self._set(Status.ACTUAL, 0.88, "now")

    def _reference(self, position: int, token: Token) -> None:
        self.once = StatusReading(Status.ACTUAL, 0.85, "reference")

    def _carry(self, position: int, token: Token) -> None:
        self._predicate = False

    def _contrast(self, position: int, token: Token) -> None:
        self.once = None
        if self.state.rule in ("plan", "assigned"):
            self.state = self.inherited

    # --- marks ---

    def _number(self, position: int, token: Token) -> None:
        self._end_predicate(position)
        if token.start - self._cue_end > _REACH:
            self.state = self.inherited
        reading = self.once or self.state
        if reading.status is not Status.ACTUAL and self._is_starting_level(position):
            reading = StatusReading(Status.ACTUAL, 0.8, "starting_level")
        self.readings.append(reading)
        self.once = None

    def _end_predicate(self, position: int) -> None:
        """ "A ước đạt 5%, B tăng 3%": an estimate inside a predicate does not reach the next subject."""
        if not self._predicate:
            return
        start = self._clause_start
        for token in self.tokens[self._clause_token : position]:
            if token.role in _PREDICATES:
                if token.start - start > _SUBJECT:
                    self.state, self._predicate = self.inherited, False
                return

    def _year(self, position: int, token: Token) -> None:
        year, now = int(self.lower[token.start : token.end]), self.context.year
        if now is None or self._is_span(token):
            return
        if year > now and self.state.status is Status.ACTUAL and self.once is None:
            estimate = self.context.previous is Status.ESTIMATE
            self._set(Status.ESTIMATE if estimate else Status.TARGET, 0.8, "future_year")
            self.readings[self._clause :] = [
                self.state if reading is self.inherited else reading for reading in self.readings[self._clause :]
            ]
        elif self.inherited.status is Status.ESTIMATE and self.once is None:
            if year < now and self.state is self.inherited:
                self._set(Status.ACTUAL, 0.8, "past_year")
            elif year == now and self.state.rule == "past_year":
                self.state = self.inherited

    def _open(self, position: int, token: Token) -> None:
        self._brackets.append(self.state)

    def _close(self, position: int, token: Token) -> None:
        if self._brackets:
            self.state = self._brackets.pop()

    def _comma(self, position: int, token: Token) -> None:
        self.once = None
        self._clause = len(self.readings)
        self._clause_token, self._clause_start = position + 1, token.end

    # --- questions ---

    def _is_span(self, token: Token) -> bool:
        """One of two years, "2021-2025", or part of a date or a document's number."""
        around = self.lower[max(0, token.start - 3) : token.start].rstrip()[-1:] + self.lower[token.end : token.end + 3].strip()[:1]
        return "-" in around or "/" in around

    def _number_follows(self, position: int) -> bool:
        """Only words that lead up to a number stand between the token and the next number."""
        end = self.tokens[position].end
        for token in self.tokens[position + 1 :]:
            if not joined(self.lower[end : token.start]):
                return False
            if token.role is Mark.NUMBER:
                return True
            if token.role not in _LEADING_UP:
                return False
            end = token.end
        return False

    def _states_number(self, position: int) -> bool:
        """ "mục tiêu tăng trưởng của cả nước năm nay là 6,7%"."""
        start = self.tokens[position].end
        for token in self.tokens[position + 1 :]:
            if token.start - start > _PLAN_REACH:
                return False
            if token.role is Mark.NUMBER:
                return True
            if token.role not in _LEADING_UP or token.role is Mark.OPEN:
                return False
        return False

    def _is_starting_level(self, position: int) -> bool:
        """ "từ 12% … lên 15%": the first of the two is where things stand."""
        before = position - 1
        while before >= 0 and self.tokens[before].role in BOUNDS:
            before -= 1
        return before >= 0 and self.tokens[before].role is CueRole.FROM and rises_or_falls_to(self.tokens, position)
