"""Whether the numbers of a sentence are reported, estimated or aimed at: what each status cue reaches."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from report_miner.extract.cue_tokens import Mark, Token, following
from report_miner.extract.status_neighbours import COMPARES, SUBJECT, VERBS, Neighbours
from report_miner.model import Status
from report_miner.patterns import CueRole, Regexes

_PREDICATES = {*VERBS, CueRole.VERB, CueRole.LINK, CueRole.LEVEL}
_ENDS_COMPARISON = {*VERBS, CueRole.VERB, CueRole.LEVEL}
# The only tokens that change a status; a sentence without any keeps what it inherits.
_SETTING = {
    *(CueRole.ESTIMATE, CueRole.EXPECT, CueRole.FUTURE, CueRole.TARGET, CueRole.PLAN, CueRole.ASSIGN, CueRole.ALLOT),
    *(CueRole.OUTCOME, CueRole.POSSIBLE, CueRole.HOPE, CueRole.COMING, CueRole.NORM, CueRole.PENALTY),
    *(CueRole.ACTUAL, CueRole.NOW, CueRole.REFERENCE, Mark.YEAR),
}
_HANDLED = {
    *(*_SETTING, *_ENDS_COMPARISON),
    *(CueRole.CARRY, CueRole.CONTRAST, CueRole.OUTLOOK, CueRole.AT_LEAST, CueRole.AT_MOST),
}
# The rules of what lies ahead, when nothing says who decides it, and of what was foretold.
_AHEAD = {"future", "future_year"}
_FORETOLD = {*_AHEAD, "outcome", "possible"}
# The rules of a plan whose own number is known to follow, whatever words stand between.
_OWN_NUMBER = {"goal_number", "plan_quoted"}
_WITH = re.compile(r"\d(?:\s[^\W\d_]+){1,4}\svới\s[^\d,;]*$")
# Tallies and full hundreds in the bracket behind a plan are results.
_FULFILLED = re.compile(r"[^(;,\d]{0,40}\((?:\d+\s?/\s?\d|\d{3}(?:,\d+)?\s?%)")
# The plan that closes a result: "kiên cố hóa 6/8 km theo kế hoạch giao, đạt 75%".
_CLOSES = re.compile(r"(?:\s[^\W\d]+){0,3}?\s?[,;.)]")
# A cue reaches no further than this many characters, a guess no further than this to a "sẽ".
_REACH, _GUESS = 600, 90
_LATE_IN_YEAR, _DECEMBER = 10, 12


class StatusContext(NamedTuple):
    """What a sentence inherits.

    `status` holds before its first cue, `previous` is that of the sentence before; `year` and `month` are the
    document's where they are known; `tokens` are those of the sentence when it has been scanned already.
    """

    status: Status = Status.ACTUAL
    previous: Status = Status.ACTUAL
    year: int | None = None
    month: int | None = None
    tokens: tuple[Token, ...] | None = None


class StatusReading(NamedTuple):
    """The status of one number, how sure it is (0..1), and the rule that gave it."""

    status: Status
    certainty: float
    rule: str


def read_status(
    lower: str, tokens: Sequence[Token], context: StatusContext, patterns: Regexes
) -> tuple[list[StatusReading], StatusReading]:
    """Return the status of each number of a sentence, in order, and the one that holds at its end.

    Args:
        lower: the whole shadow in lower case.
        tokens: the cues, marks and numbers of the sentence.
        context: what the sentence inherits.
        patterns: those of patterns/status.yaml by name.
    """
    told = [token for token in tokens if token.role is not CueRole.ALLOT]
    reader = _StatusReader(lower, told, context, patterns)
    if not sets_status(tokens, context):
        numbers = sum(token.role is Mark.NUMBER for token in tokens)
        return [reader.inherited] * numbers, reader.inherited
    reader.read()
    return reader.readings, reader.state


def sets_status(tokens: Sequence[Token], context: StatusContext) -> bool:
    """Whether a sentence can hold anything but reported figures."""
    return context.status is not Status.ACTUAL or any(token.role in _SETTING for token in tokens)


def looks_ahead(lower: str, tokens: Sequence[Token], year: int | None) -> bool:
    """Whether a sentence speaks of what lies ahead, and so may go on with a forecast; `year` is the document's."""
    return any(
        token.role in (CueRole.FUTURE, CueRole.COMING)
        or (token.role is Mark.YEAR and year is not None and int(lower[token.start : token.end]) > year)
        for token in tokens
    )


class _StatusReader:
    """Walks through the tokens of one sentence; a cue holds until another takes over or its bracket closes.

    `state` holds for the numbers to come, `once` for the next number of the same clause only.
    """

    def __init__(self, lower: str, tokens: Sequence[Token], context: StatusContext, patterns: Regexes) -> None:
        self.lower = lower
        self.tokens = tokens
        self.near = Neighbours(lower, tokens, patterns)
        self.context = context
        certainty = 0.93 if context.status is Status.ACTUAL else 0.8
        self.inherited = StatusReading(context.status, certainty, "inherited")
        self.state = self.inherited
        self.once: StatusReading | None = None
        self.readings: list[StatusReading] = []
        self._brackets: list[StatusReading] = []
        # Where the last cue ended, and how many numbers stood before it.
        self._cue_end = tokens[-1].end if tokens else 0
        self._read_at_cue = 0
        # An estimate that stands in a predicate, and where its clause began: token, offset, number.
        self._in_predicate = False
        self._guess_end: int | None = None
        self._clause = (0, tokens[0].start if tokens else 0, 0)
        # The first number after the last semicolon.
        self._part = 0

    def read(self) -> None:
        """Fill `readings`."""
        for position, token in enumerate(self.tokens):
            if isinstance(token.role, Mark):
                self._mark(position, token)
            elif token.role in _HANDLED:
                self._cue(position, token, token.role)

    def _mark(self, position: int, token: Token) -> None:
        match token.role:
            case Mark.NUMBER:
                self._number(position, token)
            case Mark.YEAR:
                self._year(position, token)
            case Mark.OPEN:
                self._brackets.append(self.state)
                if self.lower.startswith(("+", "-", "–"), token.end):  # "so với năm 2021 (+6,2%)"
                    self.once = None
            case Mark.CLOSE if self._brackets:
                self.state = self._brackets.pop()
            case Mark.COMMA | Mark.SEMICOLON:
                self.once = None
                if token.role is Mark.SEMICOLON:
                    self._end_part()
                self._clause = (position + 1, token.end, len(self.readings))

    def _end_part(self) -> None:
        """At a semicolon, end a request, or what a result was measured by: "đạt 4 m2, phải đạt từ 3 m2; 8 hộ …"."""
        measured = any(reading.status is Status.ACTUAL for reading in self.readings[self._part :])
        if self.state.rule == "asked" or (measured and self.state.rule == "assigned"):
            self.state = self.inherited
        self._part = len(self.readings)

    def _cue(self, position: int, token: Token, role: CueRole) -> None:
        match role:
            case CueRole.ESTIMATE:
                self._estimate(position, token)
            case CueRole.EXPECT:
                self._expect(position, token)
            case CueRole.OUTLOOK:
                self._guess_end = token.end
            case CueRole.FUTURE if self._is_open() and self.near.loses(position):
                self._set(Status.ESTIMATE, 0.8, "outcome", token)
            case CueRole.FUTURE | CueRole.COMING:
                self._future(position, token)
            case CueRole.OUTCOME if self._is_open():
                self._set(Status.ESTIMATE, 0.8, "outcome", token)
            case CueRole.POSSIBLE if self._is_open() and self.near.moves(position):
                self._set(Status.ESTIMATE, 0.8, "possible", token)
            case CueRole.AT_LEAST | CueRole.AT_MOST if self._is_open() and self._is_limit(position):
                self._set(Status.TARGET, 0.8, "duty", token)
            case CueRole.PENALTY if self._is_open() and self.near.range_follows(position):
                self._set(Status.TARGET, 0.85, "penalty", token)
            case CueRole.HOPE if self.near.after("asked_for", token):
                self._set(Status.TARGET, 0.8, "asked", token)
            case CueRole.HOPE if self.near.is_level_hoped_for(position):
                self._set(Status.TARGET, 0.8, "target", token)
            case CueRole.TARGET if self.near.is_yardstick(position):
                if self.near.number_follows(position):
                    self.once = StatusReading(Status.TARGET, 0.85, "goal_number")
            case CueRole.TARGET if not (
                self.near.is_counted(position) or self.near.names_measure(position) or self._closes_result(token)
            ):
                self._set(Status.TARGET, 0.9, "target", token)
            case CueRole.PLAN:
                self._plan(position, token)
            case CueRole.ASSIGN if self.near.number_follows(position) and not self.near.before("had_to", token):
                if self.near.within("compared", self._clause[1], token.start):
                    self.once = StatusReading(Status.TARGET, 0.8, "assigned")
                else:
                    self._set(Status.TARGET, 0.8, "assigned", token)
            case CueRole.ASSIGN if self.near.is_duty(position, token):
                self._set(Status.TARGET, 0.75, "duty", token)
            case CueRole.ACTUAL if self.state.status is Status.TARGET or self.state.rule in _FORETOLD:
                if not self._is_of_plan(token):
                    self._report(token)
            case CueRole.NOW if not (
                self._is_guessed_now(token) or self.near.qualifies_number(position) or self.near.is_base(position)
            ):
                self._set(Status.ACTUAL, 0.88, "now", token)
            case CueRole.REFERENCE if not self.near.after("time_and_more", token):
                self.once = StatusReading(Status.ACTUAL, 0.85, "reference")
            case CueRole.CARRY:
                self._in_predicate = False
            case CueRole.CONTRAST:
                self.once = self._guess_end = None
                missed = self.state.rule == "target" and self.near.after("result", token)
                if missed or self.state.rule in ("plan", "assigned"):
                    self.state = self.inherited
            case _ if role in _ENDS_COMPARISON:
                if self.once and self.once.rule not in _OWN_NUMBER:
                    self.once = None
                if role is CueRole.LEVEL and self.state.rule == "past_year":
                    self.state = self.inherited

    def _set(self, status: Status, certainty: float, rule: str, token: Token) -> None:
        self.state = StatusReading(status, certainty, rule)
        self.once = None
        self._in_predicate = False
        self._cue_end = token.end
        self._read_at_cue = len(self.readings)

    def _foreseen(self, token: Token) -> Status:
        """What lies ahead is a forecast after a forecast or a guess, else something aimed at."""
        guessed = self._is_guessed(token) or self.context.previous is Status.ESTIMATE
        guessed = guessed or self.near.follows_from_condition(token)
        return Status.ESTIMATE if guessed else Status.TARGET

    def _is_guessed(self, token: Token) -> bool:
        return self._guess_end is not None and token.start - self._guess_end < _GUESS

    def _future(self, position: int, token: Token) -> None:
        """Read "sẽ", or a time to come, which also holds for the number that it stands behind."""
        if self.state.status is Status.ACTUAL:
            if self.near.is_reckoned(token):
                return
            self._set(self._foreseen(token), 0.85, "future", token)
            if token.role is CueRole.COMING and not self._reports(position):
                self._reach_back()
        elif self._is_guessed(token) and self.state.rule in _AHEAD:
            self._set(Status.ESTIMATE, 0.8, "future", token)

    def _report(self, token: Token) -> None:
        """Read "đã", which also holds for the number before it, when the goal was told in an earlier clause."""
        first, goal = self._clause[2], self.state
        if self._cue_end < self._clause[1] and self.lower.startswith("đã", token.start):
            actual = StatusReading(Status.ACTUAL, 0.8, "actual")
            self.readings[first:] = [actual if reading is goal else reading for reading in self.readings[first:]]
        self._set(Status.ACTUAL, 0.85, "actual", token)

    def _is_of_plan(self, token: Token) -> bool:
        """Whether it says of the plan itself that it stands, or for whom it is: "hỗ trợ cho những hộ đã dời nhà"."""
        approved = self._cue_end > self._clause[1] and self.near.after("approved", token)
        return bool(approved or self.near.before("those_that", token))

    def _reports(self, position: int) -> bool:
        """Whether the clause tells what has been done."""
        return any(token.role in (CueRole.ACTUAL, CueRole.NOW) for token in self.tokens[self._clause[0] : position])

    def _reach_back(self) -> None:
        """Let the state hold for the numbers of its clause that stand before its cue."""
        first = self._clause[2]
        self.readings[first:] = [self.state if r is self.inherited else r for r in self.readings[first:]]
        self._clause = (*self._clause[:2], len(self.readings))

    def _is_guessed_now(self, token: Token) -> bool:
        """Whether it is the present that is estimated: "ước tính tài sản của ông hiện vào khoảng 3 tỷ USD"."""
        guess = self.state.rule == "estimate" and token.start - self._cue_end < _GUESS
        return guess and self.lower.startswith("hiện", token.start) and len(self.readings) == self._read_at_cue

    def _is_open(self) -> bool:
        """Whether nothing says yet that a goal or an estimate is spoken of."""
        return self.state.status is Status.ACTUAL or self.state.rule in _AHEAD

    def _is_limit(self, position: int) -> bool:
        """Whether the bound is one of a rule, or the next of several: "bộ không quá 5 người; vụ không quá 3"."""
        listed = any(reading.rule == "duty" for reading in self.readings)
        return self.near.number_follows(position) if listed else self.near.is_limit_of_rule(position)

    def _estimate(self, position: int, token: Token) -> None:
        """Read an estimate, unless a result is compared with it: "cao hơn dự báo"."""
        if self.near.is_yardstick(position):
            return
        self._set(Status.ESTIMATE, 0.95, "estimate", token)
        self._in_predicate = "đạt" in self.lower[token.start : token.end] or self.near.number_follows(position)
        self._clause = (position + 1, token.end, len(self.readings))

    def _expect(self, position: int, token: Token) -> None:
        """Read "dự kiến": a goal; late in the year how the year will end; neither in "cao hơn dự kiến".

        A sum that is set aside ("kinh phí dự kiến 3 tỷ đồng") is a goal at any time.
        """
        if self.near.is_yardstick(position):
            return
        late = self.context.month is not None and self.context.month >= _LATE_IN_YEAR
        ahead = self.near.leads_to_sum(position) or self._names_time_ahead(position)
        aimed = self.state.status is Status.TARGET or ahead
        estimate = (late and not aimed) or self.state.status is Status.ESTIMATE or self._is_guessed(token)
        self._set(Status.ESTIMATE if estimate else Status.TARGET, 0.85, "expected", token)

    def _names_time_ahead(self, position: int) -> bool:
        """Whether a year after the document's follows in the clause: "dự kiến tuyển 1.200 thợ trong quý I/2026"."""
        for token in following(self.tokens, position):
            if token.role in (Mark.COMMA, Mark.SEMICOLON):
                break
            if token.role is Mark.YEAR:
                return self.context.year is not None and int(self.lower[token.start : token.end]) > self.context.year
        return False

    def _plan(self, position: int, token: Token) -> None:
        """A plan that states its own number is a target; one that results are measured by is not."""
        near, clause = self.near, self._clause[1]
        by_how_much = near.before("by_how_much", token) or near.within("differs_from_plan", clause, token.end)
        exceeded = by_how_much and near.after("exceeded", token)
        if exceeded or near.after("code", token) or _FULFILLED.match(self.lower, token.end):
            return
        if near.number_follows(position):
            goal = near.within("goal", token.start, token.end) and not near.before("so_with", token)
            goal = goal or near.before("opens_clause", token)
            self.once = StatusReading(Status.TARGET, 0.93, "goal_number" if goal else "plan_number")
        elif near.after("amounts_to", token):
            self.once = StatusReading(Status.TARGET, 0.85, "goal_number")
        elif near.after("quoted", token):
            self.once = StatusReading(Status.TARGET, 0.88, "plan_quoted")
        elif near.before("opening", token) and (near.after("leading", token) or near.after("of_time", token)):
            self._set(Status.TARGET, 0.85, "plan", token)
        elif not near.before("measured_by", token) and near.states_number(position):
            self._set(Status.TARGET, 0.8, "plan", token)

    def _number(self, position: int, token: Token) -> None:
        if token.start - self._cue_end > _REACH or (self._in_predicate and self._has_new_subject(position)):
            self.state, self._in_predicate = self.inherited, False
        reading = self.once or self.state
        if reading.status is Status.ACTUAL and self.near.is_set(position):
            reading = StatusReading(Status.TARGET, 0.8, "goal_number")
        if reading.status is Status.ACTUAL and self.near.leads_to("estimated_base", token):
            reading = StatusReading(Status.ESTIMATE, 0.8, "estimated_base")
        if reading.status is not Status.ACTUAL and self.near.is_starting_level(position):
            reading = StatusReading(Status.ACTUAL, 0.8, "starting_level")
        elif reading.status is Status.TARGET and self.near.is_there_already(token):
            reading = StatusReading(Status.ACTUAL, 0.8, "of_group")
        elif reading.status is Status.ESTIMATE and self._is_of_past_year(token):
            reading = StatusReading(Status.ACTUAL, 0.8, "its_past_year")
        self.readings.append(reading)
        self.once = None

    def _year(self, position: int, token: Token) -> None:
        """A time after the document's lies ahead; a year before it ends the estimate of a whole section."""
        now = self.context.year
        month = self.near.month_of(token)
        if now is None or self.once:
            return
        year = int(self.lower[token.start : token.end])
        if self.near.is_span(token) and month is None and not (year > now and self.near.before("led_to_span", token)):
            return
        if self._is_ahead(token, year, month) and self.state.status is Status.ACTUAL:
            self._set(self._foreseen(token), 0.8, "future_year", token)
            if not self._reports(position):
                self._reach_back()
        elif self.state.status is Status.ESTIMATE and year < now and self.near.opens_bracket(position):
            self._set(Status.ACTUAL, 0.8, "bracket_year", token)
        elif self.inherited.status is Status.ESTIMATE and year < now and self.state is self.inherited:
            self._set(Status.ACTUAL, 0.8, "past_year", token)
        elif year == now and self.state.rule == "past_year":
            self.state = self.inherited

    def _is_ahead(self, token: Token, year: int, month: int | None) -> bool:
        """Whether a year, or a month of it, comes after the document's."""
        now = (self.context.year or year, self.context.month or _DECEMBER)
        if month is not None:
            return (year, month) > now
        return year > now[0] and (self.near.before("led_to_year", token) or self.near.before("led_to_span", token))

    def _has_new_subject(self, position: int) -> bool:
        """An estimate in a predicate does not reach the next subject: "A ước đạt 5%, B tăng 3%".

        What goes with an estimated number is none ("ước đạt 90 tấn với doanh thu đạt 4 tỷ đồng"), nor its unit.
        """
        first, start, _ = self._clause
        if _WITH.search(self.lower, start, self.tokens[position].start):
            return False
        for token in self.tokens[first:position]:
            if token.role in COMPARES:
                return False
            if token.role in _PREDICATES:
                return token.start - start > SUBJECT and not self.near.leads_to("reckoning", token)
            if token.role is Mark.OPEN:
                start = token.end
            elif token.role is Mark.NUMBER and (unit := self.near.after("unit", token)):
                start = unit.end()
        return False

    def _is_of_past_year(self, token: Token) -> bool:
        """The number's own time is over: "41% năm 2003" in a forecast of 2004, "thấp hơn mức 10% của năm 2003"."""
        own = self.near.after("of_past_year", token)
        if own is None and self.state is self.inherited:
            own = self.near.after("its_year", token)
        if own is None:
            return False
        year = own[own.lastindex] if own.lastindex else None
        return year is None or (self.context.year is not None and int(year) < self.context.year)

    def _closes_result(self, token: Token) -> bool:
        """The cue is the yardstick of the number before it: "12 km theo kế hoạch giao, đạt 80%"."""
        yardstick = self.lower.startswith("theo ", token.start) and _CLOSES.match(self.lower, token.end)
        return bool(yardstick) and len(self.readings) > self._clause[2]
