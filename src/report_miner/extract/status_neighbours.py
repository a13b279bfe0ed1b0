"""What stands around a cue of the status: the words before and behind it, and the tokens next to it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from report_miner.extract.change import RANGE
from report_miner.extract.cue_tokens import (
    BOUNDS,
    Mark,
    Token,
    following,
    is_percent,
    joined,
    preceding,
    rises_or_falls_to,
)
from report_miner.extract.words_around import WordsAround
from report_miner.patterns import CueRole, Regexes

VERBS = {CueRole.REACH, CueRole.INCREASE, CueRole.DECREASE}
COMPARES = {CueRole.MORE, CueRole.LESS, CueRole.EXCEED, CueRole.REFERENCE}
# A new subject is longer than this.
SUBJECT = 12
_ADJACENT_DECREASES = {CueRole.ADJACENT_DECREASE, CueRole.PERCENT_DECREASE, CueRole.BARE_PERCENT_DECREASE}
_MOVES = {
    *(CueRole.INCREASE, CueRole.DECREASE, CueRole.LEVEL, CueRole.EXCEED, CueRole.ADJACENT_INCREASE, CueRole.FUTURE),
    CueRole.PERCENT_INCREASE,
    *_ADJACENT_DECREASES,
}
_LEADING_UP = {
    *BOUNDS,
    *VERBS,
    *(CueRole.LINK, CueRole.FROM, CueRole.GROWTH, CueRole.NONE, CueRole.OUTLOOK, CueRole.POSSIBLE),
    *(Mark.COLON, Mark.OPEN, Mark.YEAR),
}
# A number further on in the same phrase.
_LEVELS = ("mức", "khung")
_SOON = re.compile(r"[^\d;.:()]{1,60}\s\d")
_ONE_WORD = 7
# How far, in characters, a plan or a hope leads up to its number, and a rule to what it demands.
_LEAD, _RULE = 70, 200
# How far, in characters, the patterns see before a cue and behind it.
_BEFORE, _BEHIND = 24, 80
_IS = (*(f" là {bound}" for bound in ("", "trên ", "dưới ", "khoảng ", "ít nhất ", "tối thiểu ")), " giao ")


class Neighbours:
    """The neighbours of the tokens of one sentence; `patterns` are those of patterns/status.yaml by name."""

    def __init__(self, lower: str, tokens: Sequence[Token], patterns: Regexes) -> None:
        self.lower = lower
        self.tokens = tokens
        self._around = WordsAround(lower, patterns)

    def before(self, name: str, token: Token) -> bool:
        """Whether the words before the token match the pattern of this name."""
        return self._around.before(name, token.start, _BEFORE) is not None

    def after(self, name: str, token: Token) -> re.Match[str] | None:
        """The match of the pattern of this name right behind the token."""
        return self._around.after(name, token.end, token.end + _BEHIND)

    def leads_to(self, name: str, token: Token) -> bool:
        """Whether the words before the token, which may be many, match the pattern of this name."""
        return self._around.before(name, token.start, _BEHIND) is not None

    def within(self, name: str, start: int, end: int) -> bool:
        """Whether a stretch of the text holds the pattern of this name."""
        return self._around.within(name, start, end) is not None

    def moves(self, position: int) -> bool:
        """What may happen is a change, a level reached, or that things go on: "có thể lên tới", not "có thể chở"."""
        token = self.tokens[position]
        if self._next_word(position) in _MOVES or self.after("goes_on", token) or self.after("supposes", token):
            return True
        return self.before("then", token) and self.follows_from_condition(token)

    def follows_from_condition(self, token: Token) -> bool:
        """What comes about by itself when a condition holds: "nếu giá tăng, CPI sẽ tăng", not "… tỉnh sẽ hỗ trợ"."""
        return self._leads_to("condition", token) and self.after("comes_about", token) is not None

    def is_reckoned(self, token: Token) -> bool:
        """What comes out when the same thing is counted in another way: "nếu tính cả nợ tiềm ẩn, tỷ lệ sẽ là"."""
        return self._leads_to("reckoning", token) and self.after("amounts", token) is not None

    def _leads_to(self, name: str, token: Token) -> bool:
        """Whether the pattern of this name stands before the token in its sentence."""
        return self._around.before(name, token.start, _RULE) is not None

    def loses(self, position: int) -> bool:
        """What lies ahead is a loss: "sẽ mất 5%"."""
        return self._next_word(position) in _ADJACENT_DECREASES

    def _next_word(self, position: int) -> CueRole | Mark | None:
        """The role of the next token, when no more than a word stands between."""
        after = next(following(self.tokens, position), None)
        near = after is not None and after.start - self.tokens[position].end < _ONE_WORD
        return after.role if after and near else None

    def is_level_hoped_for(self, position: int) -> bool:
        """The hope is for something to reach a level, or to rise or fall, before the next number."""
        if self.after("hoped_for", self.tokens[position]):
            return True
        start = self.tokens[position].end
        for token in following(self.tokens, position):
            if token.role in (Mark.NUMBER, CueRole.CONTRAST, Mark.SEMICOLON) or token.start - start > _LEAD:
                return False
            if token.role in VERBS or token.role is CueRole.GROWTH:
                return True
        return False

    def qualifies_number(self, position: int) -> bool:
        """The time belongs to the number before it alone: "40 nghìn đồng hiện nay"."""
        before = self.tokens[position - 1] if position else None
        after_number = before is not None and before.role is Mark.NUMBER
        return after_number and self.tokens[position].start - self.tokens[position - 1].end < 2 * SUBJECT

    def is_base(self, position: int) -> bool:
        """The time is what a change is measured from: "giảm 5% so với năm trước", "cao hơn vụ xuân năm trước"."""
        before = self._before(position)
        compared = before is not None and before.role is CueRole.REFERENCE
        return compared or self.before("compared_time", self.tokens[position])

    def is_yardstick(self, position: int) -> bool:
        """A result is compared with what the cue names: "cao hơn dự kiến"."""
        before = self._before(position)
        if before is None:
            return False
        return before.role in COMPARES or self.lower.endswith("hơn", before.start, before.end)

    def is_counted(self, position: int) -> bool:
        """The cue is the noun that a number counts, or what was done of cases: "11 kiến nghị", "kiến nghị 5 vụ"."""
        before = self._before(position)
        return (before is not None and before.role is Mark.NUMBER) or bool(
            self.after("cases_taken_up", self.tokens[position])
        )

    def names_measure(self, position: int) -> bool:
        """The cue only says which plan a result is measured by: "đạt 95% chỉ tiêu phấn đấu"."""
        before = self._before(position)
        plan = before is not None and before.role is CueRole.PLAN and self.before("measured_by", before)
        return bool(plan) and not self.number_follows(position)

    def _before(self, position: int) -> Token | None:
        """The token that stands right before this one."""
        before = self.tokens[position - 1] if position else None
        touches = before is not None and joined(self.lower[before.end : self.tokens[position].start])
        return before if touches else None

    def is_duty(self, position: int, token: Token) -> bool:
        """The cue lays down a limit further on: "phải giải ngân tối thiểu 480 tỷ đồng"."""
        if self.before("had_to", token):
            return False
        if self.after("limited", token):
            return True
        must = self.lower.startswith("phải", token.start) and _SOON.match(self.lower, token.end)
        return bool(must) and self._is_ruled(position)

    def is_limit_of_rule(self, position: int) -> bool:
        """The number next to the bound is what a rule allows: "theo quy định, mỗi lớp không quá 35 em"."""
        return self.number_follows(position) and self._is_ruled(position)

    def _is_ruled(self, position: int) -> bool:
        """Whether a rule or a condition leads up to the token, with no contrast or result between.

        A number may stand between when the sentence tells the rule: "theo nghị định, tàu từ 8 CV được vay tối đa 9%".
        """
        end = self.tokens[position].start
        same_clause = True
        number = False
        for token in preceding(self.tokens, position):
            if token.role in (Mark.SEMICOLON, CueRole.CONTRAST) or end - token.end > _RULE:
                return False
            number = number or token.role is Mark.NUMBER
            if token.role is CueRole.ACTUAL and same_clause:
                return False
            same_clause = same_clause and token.role is not Mark.COMMA
            if token.role is CueRole.NORM:
                return not number or self.lower.startswith("theo ", token.start)
        return False

    def is_there_already(self, number: Token) -> bool:
        """What a goal speaks of is there before it is met: "sẽ hỗ trợ 3 trong số 8 xã", "yêu cầu 2 xã khắc phục".

        So is the level of now that it is held against: "sẽ gấp đôi mức 5 tỷ hiện nay".
        """
        if self.before("of_group", number):
            return True
        if self.before("level", number) and self.after("of_now", number):
            return True
        percent = is_percent(self.lower, number)
        owner = self.before("belongs", number) and not percent
        return owner or (self.before("tells", number) and self.after("told", number) is not None)

    def is_span(self, token: Token) -> bool:
        """One of two years, "2021-2025", or part of a date or a document's number."""
        before = self.lower[max(0, token.start - 3) : token.start].rstrip()
        after = self.lower[token.end : token.end + 3].lstrip()
        return before.endswith(("-", "/")) or after.startswith(("-", "/"))

    def month_of(self, token: Token) -> int | None:
        """The month that a year closes: "tháng 10/2017"."""
        named = self._around.before("its_month", token.start, _BEFORE)
        return int(named[1]) if named else None

    def number_follows(self, position: int) -> bool:
        """Only words that lead up to a number stand between the token and the next number."""
        return self._number_led_to(position) is not None

    def leads_to_sum(self, position: int) -> bool:
        """The next number follows with no verb between, but for what limits it: "kinh phí dự kiến khoảng 3 tỷ"."""
        for token in following(self.tokens, position):
            if token.role not in BOUNDS:
                return token.role is Mark.NUMBER and joined(self.lower[self.tokens[position].end : token.start])
        return False

    def range_follows(self, position: int) -> bool:
        """The number that the token leads up to runs from one value to another: "phạt từ 2 đến 4 triệu đồng".

        A noun leads up to the next one of its clause: "mức phạt với hành vi này từ 2 đến 4 triệu đồng".
        """
        number = self._number_led_to(position)
        if number is None and self.lower.startswith(_LEVELS, self.tokens[position].start):
            ends = (Mark.NUMBER, Mark.COMMA, Mark.SEMICOLON, CueRole.ACTUAL)
            after = next((token for token in following(self.tokens, position) if token.role in ends), None)
            number = after if after and after.role is Mark.NUMBER else None
        return number is not None and self.within("range", number.start, number.end)

    def _number_led_to(self, position: int) -> Token | None:
        """The next number, when only words that lead up to it stand between."""
        end = self.tokens[position].end
        for token in following(self.tokens, position):
            if not joined(self.lower[end : token.start]):
                return None
            if token.role is Mark.NUMBER:
                return token
            if token.role not in _LEADING_UP:
                return None
            end = token.end
        return None

    def states_number(self, position: int) -> bool:
        """The plan leads up to a number: "mục tiêu tăng trưởng của cả nước năm nay là 6,7%"."""
        start = self.tokens[position].end
        for token in following(self.tokens, position):
            if token.start - start > _LEAD:
                return False
            if token.role is Mark.NUMBER:
                return True
            if token.role not in _LEADING_UP or token.role is Mark.OPEN:
                return False
        return False

    def is_starting_level(self, position: int) -> bool:
        """The first of two levels is where things stand: "từ 12% … lên 15%"."""
        before = position - 1
        while before >= 0 and self.tokens[before].role in BOUNDS:
            before -= 1
        if before < 0 or self.tokens[before].role is not CueRole.FROM:
            return False
        number = self.tokens[position]
        return not RANGE.search(self.lower, number.start, number.end) and rises_or_falls_to(self.tokens, position)

    def opens_bracket(self, position: int) -> bool:
        """Whether a bracket opens with the year: "ước tăng 6% (năm 2018 tăng 5%)"."""
        before = self.tokens[position - 1] if position else None
        if before is None or before.role is not Mark.OPEN:
            return False
        return self.within("opens_with_time", before.start, self.tokens[position].start)

    def is_set(self, position: int) -> bool:
        """The number is no result but what somebody set: assigned, allowed, or the level of a plan."""
        number = self.tokens[position]
        assigned = self.leads_to("assigned_by", number) and self.after("assignable", number)
        allotted = self.leads_to("allotted", number) and self.after("then_spent", number)
        if assigned or allotted or self.after("set_by", number):
            return True
        return self.is_named_level(position) or self.is_level_of_plan(number)

    def is_named_level(self, position: int) -> bool:
        """The bracket names the level that a result is held against: "thiếu 1% so với quy định (95%)"."""
        number = self.tokens[position]
        if "/" in self.lower[number.start : number.end]:
            return False
        for token in preceding(self.tokens, position):
            if token.role is Mark.OPEN:
                start = max(0, number.start - _BEHIND)
                return self.within("named_level", start, number.start)
            if token.role in (Mark.NUMBER, Mark.COMMA, Mark.SEMICOLON, Mark.CLOSE):
                return False
        return False

    def is_level_of_plan(self, number: Token) -> bool:
        """A result was held against a plan, and this is its level: "hơn 300 ha so với quy hoạch là 5.000 ha"."""
        if not self.lower.endswith(_IS, 0, number.start) or "%" in self.lower[number.start : number.end + 1]:
            return False
        return self.within("plan_level", max(0, number.start - _BEHIND), number.start)
