"""Whether the numbers of a sentence are reported, estimated or aimed at: what each status cue reaches."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from report_miner.extract.change import RANGE, rises_or_falls_to
from report_miner.extract.cue_tokens import BOUNDS, Mark, Token, following, joined, preceding
from report_miner.model import Status
from report_miner.patterns import CueRole

_VERBS = {CueRole.REACH, CueRole.INCREASE, CueRole.DECREASE}
_PREDICATES = {*_VERBS, CueRole.VERB, CueRole.LINK, CueRole.LEVEL}
_ENDS_COMPARISON = {*_VERBS, CueRole.VERB, CueRole.LEVEL}
_COMPARES = {CueRole.MORE, CueRole.LESS, CueRole.EXCEED, CueRole.REFERENCE}
_MOVES = {CueRole.INCREASE, CueRole.DECREASE, CueRole.LEVEL, CueRole.EXCEED, CueRole.GAIN, CueRole.LOSS, CueRole.FUTURE}
_LEADING_UP = {
    *BOUNDS,
    *_VERBS,
    *(CueRole.LINK, CueRole.FROM, CueRole.GROWTH, CueRole.NONE, CueRole.OUTLOOK, Mark.COLON, Mark.OPEN, Mark.YEAR),
}
# The only tokens that change a status; a sentence without any keeps what it inherits.
_SETTING = {
    *(CueRole.ESTIMATE, CueRole.EXPECT, CueRole.FUTURE, CueRole.TARGET, CueRole.PLAN, CueRole.ASSIGN),
    *(CueRole.OUTCOME, CueRole.POSSIBLE, CueRole.HOPE, CueRole.COMING, CueRole.NORM),
    *(CueRole.ACTUAL, CueRole.NOW, CueRole.REFERENCE, Mark.YEAR),
}
_HANDLED = {*_SETTING, *_ENDS_COMPARISON, CueRole.CARRY, CueRole.CONTRAST, CueRole.OUTLOOK}
# What lies ahead, when nothing says who decides it.
_AHEAD = {"future", "future_year"}
_FORETOLD = {*_AHEAD, "outcome", "possible"}
# What comes before a plan that results are measured by, or that is being drawn up.
_MEASURED_BY = re.compile(
    r"(?:hoàn thành|thực hiện|vượt|đạt|đúng|bằng|hơn|của|so|so với|lập|phân bổ|xây dựng|%|\d)\s*(?:\w+\s+)?$"
)
_BEFORE_PLAN = 24
# A result that is compared with the plan: "thấp hơn mức đề ra là 5,2%".
_COMPARED = re.compile(r"(?<!\w)(?:hơn|so|vượt|kém)(?!\w)")
_BY_HOW_MUCH = re.compile(r"(?<!\w)vượt\s+(?:mức\s+)?$")
_PERCENT = re.compile(r"\s*\d[\d.,]*\s?%")
# A plan with the number that it set, in brackets or behind "là"; tallies and full hundreds are results.
_WORD = r"(?:\s+(?!(?:và|nhưng|còn|với|thì|mà|đã|đạt|tăng|giảm)(?!\w))(?=\d*[^\W\d])\w++)"
_QUOTED = re.compile(
    rf"{_WORD}{{0,9}}\s*\(\s?(?:(?:là|trên|dưới|khoảng|từ|ít nhất|tối thiểu)\s)?(?=\d)"
    rf"|{_WORD}{{0,4}}\s+(?:giao|đề ra|đặt ra){_WORD}{{0,6}}\s+là\s+(?=\d)"
)
_FULFILLED = re.compile(r"[^(;,\d]{0,40}\((?:\d+\s?/\s?\d|\d{3}(?:,\d+)?\s?%)")
_PLAN_REACH = 70
# A goal that is itself a change: "vượt mục tiêu giảm 2%"; "so với mục tiêu giảm 2%" tells the result.
_GOAL = re.compile(r"(?:mục tiêu|chỉ tiêu)$")
_SO_WITH = re.compile(r"(?<!\w)so(?:\svới)?\s$")
# What a plan comes to: "kế hoạch cả năm lên tới 53.000 ha".
_AMOUNTS_TO = re.compile(r"\slên\s(?:tới|đến)\s(?:(?:trên|hơn|gần|khoảng)\s)?\d")
# A duty with its limit: "mỗi sở phải đưa ít nhất 8 thủ tục"; what had to be done has been done.
_LIMITED = re.compile(r"[^\d;.:()]{1,60}(?<!\w)(?:ít nhất|tối thiểu|tối đa|không dưới|không quá)\s\d")
# A number that a rule demands: "quy định … phải dành 15% diện tích".
_SOON = re.compile(r"[^\d;.:()]{1,60}\s\d")
_HAD_TO = re.compile(r"(?<!\w)(?:đã|từng)\s$")
# A result after a goal: "đặt mục tiêu tăng 9% nhưng chỉ làm được 5%".
_RESULT = re.compile(r"(?:\s[^\W\d]+){0,6}?\s(?:chỉ|mới|vẫn chưa|chưa|đã)(?!\w)")
# The plan that closes a result: "kiên cố hóa 6/8 km theo kế hoạch giao, đạt 75%".
_CLOSES = re.compile(r"(?:\s[^\W\d]+){0,3}?\s?[,;.)]")
# A past time that belongs to the number before it: "41% năm 2003", "22% (thời kỳ 1998 - 2002)".
_ITS_YEAR = re.compile(
    r"\s?\(?(?:thời kỳ|giai đoạn|năm)\s(?:từ\s)?(?:((?:19|20)\d\d)\s?(?:-|đến)\s?)?((?:19|20)\d\d)"
)
# A cue reaches no further than this many characters.
_REACH = 600
# A new subject is longer than this.
_SUBJECT = 12
_ONE_WORD = 7
# A guess reaches a "sẽ" no further off than this.
_GUESS = 90
_LATE_IN_YEAR = 10
# The names of events hold years too ("World Cup 2022"); a time is led by one of these.
_LEADING_TO_YEAR = {"năm", "đến", "tới", "hết"}


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
    lower: str, tokens: Sequence[Token], context: StatusContext
) -> tuple[list[StatusReading], StatusReading]:
    """Return the status of each number of a sentence, in order, and the one that holds at its end."""
    reader = _StatusReader(lower, tokens, context)
    if not sets_status(tokens, context):
        numbers = sum(token.role is Mark.NUMBER for token in tokens)
        return [reader.inherited] * numbers, reader.inherited
    reader.read()
    return reader.readings, reader.state


def sets_status(tokens: Sequence[Token], context: StatusContext) -> bool:
    """Whether a sentence can hold anything but reported figures."""
    return context.status is not Status.ACTUAL or any(token.role in _SETTING for token in tokens)


class _StatusReader:
    """Walks through the tokens of one sentence; a cue holds until another takes over or its bracket closes.

    `state` holds for the numbers to come, `once` for the next number of the same clause only.
    """

    def __init__(self, lower: str, tokens: Sequence[Token], context: StatusContext) -> None:
        self.lower = lower
        self.tokens = tokens
        self.context = context
        certainty = 0.93 if context.status is Status.ACTUAL else 0.8
        self.inherited = StatusReading(context.status, certainty, "inherited")
        self.state = self.inherited
        self.once: StatusReading | None = None
        self.readings: list[StatusReading] = []
        self._brackets: list[StatusReading] = []
        self._cue_end = tokens[-1].end if tokens else 0
        # An estimate that stands in a predicate, and where its clause began: token, offset, number.
        self._in_predicate = False
        self._guess_end: int | None = None
        self._clause = (0, tokens[0].start if tokens else 0, 0)

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
                self._year(token)
            case Mark.OPEN:
                self._brackets.append(self.state)
            case Mark.CLOSE if self._brackets:
                self.state = self._brackets.pop()
            case Mark.COMMA | Mark.SEMICOLON:
                self.once = None
                self._clause = (position + 1, token.end, len(self.readings))

    def _cue(self, position: int, token: Token, role: CueRole) -> None:
        match role:
            case CueRole.ESTIMATE:
                self._estimate(position, token)
            case CueRole.EXPECT:
                self._expect(position, token)
            case CueRole.OUTLOOK:
                self._guess_end = token.end
            case CueRole.FUTURE | CueRole.COMING:
                self._future(position, token)
            case CueRole.OUTCOME if self._is_open():
                self._set(Status.ESTIMATE, 0.8, "outcome", token)
            case CueRole.POSSIBLE if self._is_open() and self._moves(position):
                self._set(Status.ESTIMATE, 0.8, "possible", token)
            case CueRole.NORM if _LIMITED.match(self.lower, token.end):
                self._set(Status.TARGET, 0.8, "duty", token)
            case CueRole.HOPE if self._is_level_hoped_for(position):
                self._set(Status.TARGET, 0.8, "target", token)
            case CueRole.TARGET if not (self._is_counted(position) or self._closes_result(token)):
                self._set(Status.TARGET, 0.9, "target", token)
            case CueRole.PLAN:
                self._plan(position, token)
            case CueRole.ASSIGN if self._number_follows(position) and not self._had_to(token):
                if _COMPARED.search(self.lower, self._clause[1], token.start):
                    self.once = StatusReading(Status.TARGET, 0.8, "assigned")
                else:
                    self._set(Status.TARGET, 0.8, "assigned", token)
            case CueRole.ASSIGN if self._is_duty(position, token):
                self._set(Status.TARGET, 0.75, "duty", token)
            case CueRole.ACTUAL if self.state.status is Status.TARGET or self.state.rule in _FORETOLD:
                self._set(Status.ACTUAL, 0.85, "actual", token)
            case CueRole.NOW if not (self._qualifies_number(position) or self._is_base(position)):
                self._set(Status.ACTUAL, 0.88, "now", token)
            case CueRole.REFERENCE:
                self.once = StatusReading(Status.ACTUAL, 0.85, "reference")
            case CueRole.CARRY:
                self._in_predicate = False
            case CueRole.CONTRAST:
                self.once = self._guess_end = None
                missed = self.state.rule == "target" and _RESULT.match(self.lower, token.end)
                if missed or self.state.rule in ("plan", "assigned"):
                    self.state = self.inherited
            case _ if role in _ENDS_COMPARISON:
                if self.once and self.once.rule != "goal_number":
                    self.once = None
                if role is CueRole.LEVEL and self.state.rule == "past_year":
                    self.state = self.inherited

    def _set(self, status: Status, certainty: float, rule: str, token: Token) -> None:
        self.state = StatusReading(status, certainty, rule)
        self.once = None
        self._in_predicate = False
        self._cue_end = token.end

    def _foreseen(self, token: Token) -> Status:
        """What lies ahead is a forecast after a forecast or a guess, else something aimed at."""
        guessed = self._is_guessed(token) or self.context.previous is Status.ESTIMATE
        return Status.ESTIMATE if guessed else Status.TARGET

    def _is_guessed(self, token: Token) -> bool:
        return self._guess_end is not None and token.start - self._guess_end < _GUESS

    def _future(self, position: int, token: Token) -> None:
        """Read "sẽ", or a time to come, which also holds for the number that it stands behind."""
        if self.state.status is Status.ACTUAL:
            self._set(self._foreseen(token), 0.85, "future", token)
            if token.role is CueRole.COMING and not self._reports(position):
                self._reach_back()
        elif self._is_guessed(token) and self.state.rule in _AHEAD:
            self._set(Status.ESTIMATE, 0.8, "future", token)

    def _reports(self, position: int) -> bool:
        """Whether the clause tells what has been done."""
        return any(token.role in (CueRole.ACTUAL, CueRole.NOW) for token in self.tokens[self._clause[0] : position])

    def _reach_back(self) -> None:
        """Let the state hold for the numbers of its clause that stand before its cue."""
        first = self._clause[2]
        self.readings[first:] = [self.state if r is self.inherited else r for r in self.readings[first:]]
        self._clause = (*self._clause[:2], len(self.readings))

    def _is_open(self) -> bool:
        """Whether nothing says yet that a goal or an estimate is spoken of."""
        return self.state.status is Status.ACTUAL or self.state.rule in _AHEAD

    def _moves(self, position: int) -> bool:
        """What may happen is a change or a level reached: "có thể lên tới", not "có thể chở"."""
        after = next(following(self.tokens, position), None)
        return after is not None and after.role in _MOVES and after.start - self.tokens[position].end < _ONE_WORD

    def _is_level_hoped_for(self, position: int) -> bool:
        """The hope is for something to reach a level, or to rise or fall, before the next number."""
        for token in following(self.tokens, position):
            if token.role in (Mark.NUMBER, CueRole.CONTRAST, Mark.SEMICOLON):
                return False
            if token.role in _VERBS or token.role is CueRole.GROWTH:
                return True
        return False

    def _estimate(self, position: int, token: Token) -> None:
        """Read an estimate, unless a result is compared with it: "cao hơn dự báo"."""
        if self._is_yardstick(position):
            return
        self._set(Status.ESTIMATE, 0.95, "estimate", token)
        self._in_predicate = "đạt" in self.lower[token.start : token.end] or self._number_follows(position)
        self._clause = (position + 1, token.end, len(self.readings))

    def _expect(self, position: int, token: Token) -> None:
        """Read "dự kiến": a goal; late in the year how the year will end; neither in "cao hơn dự kiến"."""
        if self._is_yardstick(position):
            return
        late = self.context.month is not None and self.context.month >= _LATE_IN_YEAR
        ahead = self.state.rule in ("future", "future_year")
        estimate = (late and not ahead) or self.state.status is Status.ESTIMATE or self._is_guessed(token)
        self._set(Status.ESTIMATE if estimate else Status.TARGET, 0.85, "expected", token)

    def _plan(self, position: int, token: Token) -> None:
        """A plan that states its own number is a target; one that results are measured by is not."""
        before = self.lower[max(0, token.start - _BEFORE_PLAN) : token.start]
        by_how_much = _BY_HOW_MUCH.search(before) and _PERCENT.match(self.lower, token.end)
        if by_how_much or _FULFILLED.match(self.lower, token.end):
            return
        if self._number_follows(position):
            goal = _GOAL.search(self.lower, token.start, token.end) and not _SO_WITH.search(before)
            self.once = StatusReading(Status.TARGET, 0.93, "goal_number" if goal else "plan_number")
        elif _AMOUNTS_TO.match(self.lower, token.end):
            self.once = StatusReading(Status.TARGET, 0.85, "goal_number")
        elif self._is_quoted(token):
            self.once = StatusReading(Status.TARGET, 0.88, "plan_quoted")
        elif not _MEASURED_BY.search(before) and self._states_number(position):
            self._set(Status.TARGET, 0.8, "plan", token)

    def _number(self, position: int, token: Token) -> None:
        if token.start - self._cue_end > _REACH or (self._in_predicate and self._has_new_subject(position)):
            self.state, self._in_predicate = self.inherited, False
        reading = self.once or self.state
        if reading.status is not Status.ACTUAL and self._is_starting_level(position):
            reading = StatusReading(Status.ACTUAL, 0.8, "starting_level")
        elif reading is self.inherited and reading.status is Status.ESTIMATE and self._is_of_past_year(token):
            reading = StatusReading(Status.ACTUAL, 0.8, "its_past_year")
        self.readings.append(reading)
        self.once = None

    def _year(self, token: Token) -> None:
        """A year after the document's lies ahead; one before it ends the estimate of a whole section."""
        now = self.context.year
        if now is None or self.once or self._is_span(token):
            return
        year = int(self.lower[token.start : token.end])
        led = self.lower[max(0, token.start - 5) : token.start].split()[-1:]
        if year > now and led and led[0] in _LEADING_TO_YEAR and self.state.status is Status.ACTUAL:
            self._set(self._foreseen(token), 0.8, "future_year", token)
            self._reach_back()
        elif self.inherited.status is Status.ESTIMATE and year < now and self.state is self.inherited:
            self._set(Status.ACTUAL, 0.8, "past_year", token)
        elif year == now and self.state.rule == "past_year":
            self.state = self.inherited

    def _has_new_subject(self, position: int) -> bool:
        """An estimate in a predicate does not reach the next subject: "A ước đạt 5%, B tăng 3%"."""
        first, start, _ = self._clause
        for token in self.tokens[first:position]:
            if token.role in _COMPARES:
                return False
            if token.role in _PREDICATES:
                return token.start - start > _SUBJECT
        return False

    def _qualifies_number(self, position: int) -> bool:
        """The time belongs to the number before it alone: "40 nghìn đồng hiện nay"."""
        before = self.tokens[position - 1] if position else None
        after_number = before is not None and before.role is Mark.NUMBER
        return after_number and self.tokens[position].start - self.tokens[position - 1].end < 2 * _SUBJECT

    def _is_base(self, position: int) -> bool:
        """The time is what a change is measured from: "giảm 5% so với năm trước"."""
        before = self.tokens[position - 1] if position else None
        compares = before is not None and before.role is CueRole.REFERENCE
        return compares and joined(self.lower[self.tokens[position - 1].end : self.tokens[position].start])

    def _is_yardstick(self, position: int) -> bool:
        """A result is compared with what the cue names: "cao hơn dự kiến"."""
        before = self.tokens[position - 1] if position else None
        if before is None or not (before.role in _COMPARES or self.lower.endswith("hơn", before.start, before.end)):
            return False
        return joined(self.lower[self.tokens[position - 1].end : self.tokens[position].start])

    def _is_counted(self, position: int) -> bool:
        """The cue is the noun that a number counts: "11 kiến nghị"."""
        before = self.tokens[position - 1] if position else None
        counted = before is not None and before.role is Mark.NUMBER
        return counted and joined(self.lower[self.tokens[position - 1].end : self.tokens[position].start])

    def _is_of_past_year(self, token: Token) -> bool:
        """The number's own time, right behind it, is over: "41% năm 2003" in a forecast of 2004."""
        own = _ITS_YEAR.match(self.lower, token.end)
        return own is not None and self.context.year is not None and int(own[2]) < self.context.year

    def _is_duty(self, position: int, token: Token) -> bool:
        """The cue lays down a limit further on: "phải giải ngân tối thiểu 480 tỷ đồng"."""
        if self._had_to(token):
            return False
        if _LIMITED.match(self.lower, token.end):
            return True
        must = self.lower.startswith("phải", token.start) and _SOON.match(self.lower, token.end)
        return bool(must) and self._is_ruled(position)

    def _is_ruled(self, position: int) -> bool:
        """Whether a rule or a condition leads up to the token, with no number or contrast between."""
        for token in preceding(self.tokens, position):
            if token.role in (Mark.NUMBER, Mark.SEMICOLON, CueRole.CONTRAST):
                return False
            if token.role is CueRole.NORM:
                return True
        return False

    def _had_to(self, token: Token) -> bool:
        """What had to be done has been done."""
        return _HAD_TO.search(self.lower, max(0, token.start - 6), token.start) is not None

    def _closes_result(self, token: Token) -> bool:
        """The cue is the yardstick of the number before it: "12 km theo kế hoạch giao, đạt 80%"."""
        yardstick = self.lower.startswith("theo ", token.start) and _CLOSES.match(self.lower, token.end)
        return bool(yardstick) and len(self.readings) > self._clause[2]

    def _is_span(self, token: Token) -> bool:
        """One of two years, "2021-2025", or part of a date or a document's number."""
        before = self.lower[max(0, token.start - 3) : token.start].rstrip()
        after = self.lower[token.end : token.end + 3].lstrip()
        return before.endswith(("-", "/")) or after.startswith(("-", "/"))

    def _number_follows(self, position: int) -> bool:
        """Only words that lead up to a number stand between the token and the next number."""
        end = self.tokens[position].end
        for token in following(self.tokens, position):
            if not joined(self.lower[end : token.start]):
                return False
            if token.role is Mark.NUMBER:
                return True
            if token.role not in _LEADING_UP:
                return False
            end = token.end
        return False

    def _is_quoted(self, token: Token) -> bool:
        """A plan that results are measured by is quoted: "kế hoạch năm (400 tỷ)", "chỉ tiêu tỉnh giao là 75%"."""
        return _QUOTED.match(self.lower, token.end, token.end + _PLAN_REACH) is not None

    def _states_number(self, position: int) -> bool:
        """The plan leads up to a number: "mục tiêu tăng trưởng của cả nước năm nay là 6,7%"."""
        start = self.tokens[position].end
        for token in following(self.tokens, position):
            if token.start - start > _PLAN_REACH:
                return False
            if token.role is Mark.NUMBER:
                return True
            if token.role not in _LEADING_UP or token.role is Mark.OPEN:
                return False
        return False

    def _is_starting_level(self, position: int) -> bool:
        """The first of two levels is where things stand: "từ 12% … lên 15%"."""
        before = position - 1
        while before >= 0 and self.tokens[before].role in BOUNDS:
            before -= 1
        if before < 0 or self.tokens[before].role is not CueRole.FROM:
            return False
        number = self.tokens[position]
        return not RANGE.search(self.lower, number.start, number.end) and rises_or_falls_to(self.tokens, position)
