"""Whether a number is itself an increase or a decrease, or the level that something rose or fell to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from report_miner.extract.change_links import ChangeLinks, is_compared
from report_miner.extract.cue_tokens import (
    BOUNDS,
    Mark,
    Token,
    following,
    is_passed,
    is_percent,
    joined,
    rises_or_falls_to,
    without_bounds,
)
from report_miner.extract.words_around import WordsAround
from report_miner.model import Change
from report_miner.patterns import CueRole, Regexes

_VERBS = {CueRole.INCREASE: Change.INCREASE, CueRole.DECREASE: Change.DECREASE}
_ADJACENT = {
    CueRole.ADJACENT_INCREASE: Change.INCREASE,
    CueRole.PERCENT_INCREASE: Change.INCREASE,
    CueRole.ADJACENT_DECREASE: Change.DECREASE,
    CueRole.PERCENT_DECREASE: Change.DECREASE,
    CueRole.BARE_PERCENT_DECREASE: Change.DECREASE,
}
_IN_PERCENT = {CueRole.PERCENT_INCREASE, CueRole.PERCENT_DECREASE}
_COMPARISONS = {CueRole.MORE: Change.INCREASE, CueRole.LESS: Change.DECREASE}
_RATES = {CueRole.GROWTH: Change.INCREASE, CueRole.DECLINE: Change.DECREASE}
_CHANGING = {*_VERBS, *_ADJACENT, *_COMPARISONS, *_RATES, CueRole.EXCEED, Mark.OPEN}
_TRANSPARENT = {
    *BOUNDS,
    *(CueRole.ESTIMATE, CueRole.EXPECT, CueRole.FUTURE, CueRole.TARGET, CueRole.ASSIGN, CueRole.PLAN),
    *(
        CueRole.OUTCOME,
        CueRole.COMING,
        CueRole.ACTUAL,
        CueRole.NOW,
        CueRole.NONE,
        CueRole.LINK,
        CueRole.FROM,
        Mark.YEAR,
    ),
}
# What only the status listens to.
_SILENT = {CueRole.OUTLOOK, CueRole.POSSIBLE, CueRole.HOPE, CueRole.NORM, CueRole.ALLOT}
_IN_BRACKET = {Mark.NUMBER, Mark.COMMA, Mark.SEMICOLON, CueRole.LINK, CueRole.NONE, *BOUNDS}
_BASES = {CueRole.REFERENCE, CueRole.NOW, Mark.YEAR}
_BLOCKING = {CueRole.VERB, CueRole.CONTRAST, CueRole.REACH, CueRole.EQUATE}

_LINKS = {CueRole.LINK, CueRole.VERB, CueRole.NONE}
# How far, in characters, a verb reaches over its object ("giảm chi thường xuyên là 50 triệu"), into a bracket, and
# the name of a rate over what grows.
_OBJECT, _BRACKET, _RATE = 70, 60, 160
_NEXT_TO = 12
# Room for "%/năm" behind a number.
_YEARLY = 10
# Fewer words than this are no name of a thing.
_A_NAME = 2

_SIGNED = re.compile(r"(?:\(\s*(?P<any>[+-])\s*|[^\W_],? (?P<plus>\+))$")
_COUNTED = re.compile(r"(?:\s[^\W\d_]+){1,3}\s")
_SHARES = ("tỷ lệ", "tỉ lệ", "tỷ trọng", "tỉ trọng")
RANGE = re.compile(r"\d\s*%?\s*(?:-|đến|tới)")


class ChangeReading(NamedTuple):
    """Whether the number is a change, the range of the verb that says so, certainty (0..1) and rule."""

    change: Change
    verb: tuple[int, int] | None
    certainty: float
    rule: str


_PLAIN = ChangeReading(Change.NONE, None, 0.93, "plain")


def read_changes(lower: str, tokens: Sequence[Token], patterns: Regexes) -> list[ChangeReading]:
    """Return the change of each number of a sentence, in order; `patterns` are those of patterns/cues.yaml."""
    if not any(token.role in _CHANGING for token in tokens):
        return [_PLAIN] * sum(token.role is Mark.NUMBER for token in tokens)
    tokens = [token for token in tokens if token.role not in _SILENT]
    reader, links = _ChangeReader(lower, tokens, patterns), ChangeLinks(lower, tokens, patterns)
    readings: list[ChangeReading] = []
    before = -1
    for position, token in enumerate(tokens):
        if token.role is not Mark.NUMBER:
            continue
        if reader.states_base(position) or reader.moves_itself(position):
            readings.append(_PLAIN)
            continue
        reading = reader.signed(position) or reader.topping(position) or reader.led(position)
        if reading is None and readings and readings[-1].change is not Change.NONE:
            last = readings[-1]
            turned = reader.turns(position, last.change)
            rule = None if turned else links.link(before, position, last.change, last.rule)
            reading = ChangeReading(last.change, last.verb, 0.85, rule) if rule else None
        readings.append(reading or reader.trailed(position) or _PLAIN)
        before = position
    return readings


class _ChangeReader:
    """Reads the tokens of one sentence."""

    def __init__(self, lower: str, tokens: Sequence[Token], patterns: Regexes) -> None:
        self.lower = lower
        self.tokens = tokens
        self._around = WordsAround(lower, patterns)

    def signed(self, position: int) -> ChangeReading | None:
        """A sign in a bracket: "(-24,25%)", "(+12 người)"; outside one only a plus is sure: "bán 18 tấn, +12%"."""
        start = self.tokens[position].start
        start += self.lower[start] in "+-"
        sign = _SIGNED.search(self.lower, max(0, start - 6), start)
        if sign is None or (sign["plus"] and not is_percent(self.lower, self.tokens[position])):
            return None
        return ChangeReading(Change.DECREASE if sign["any"] == "-" else Change.INCREASE, None, 0.97, "signed")

    def states_base(self, position: int) -> bool:
        """Whether it is the level compared with, in a bracket: "giảm 58% so với cùng kỳ (45 vụ, 25 người chết)"."""
        opened = next((q for q in range(position - 1, -1, -1) if self.tokens[q].role not in _IN_BRACKET), -1)
        if opened < 1 or self.tokens[opened].role is not Mark.OPEN or self.tokens[opened - 1].role not in _BASES:
            return False
        if not joined(self.lower[self.tokens[opened - 1].end : self.tokens[opened].start]):
            return False
        if not is_percent(self.lower, self.tokens[position]):
            return not self.signed(position)
        numbers = (token for token in reversed(self.tokens[:opened]) if token.role is Mark.NUMBER)
        before = next(numbers, None)
        return before is not None and self._around.after("points_or_percent", before.end - 1) is not None

    def moves_itself(self, position: int) -> bool:
        """Whether it counts what rises, falls or stays ("2 nhóm giảm, 3 giữ nguyên"), how often, or what is got."""
        number = self.tokens[position]
        got = self._around.before("added", number.start, _OBJECT)
        if got or self._around.after("stays_or_moves", number.end):
            return True
        times = self._around.after("times", number.end)
        return times is not None and self._around.before("adjusted", number.start, _OBJECT) is not None

    def turns(self, position: int, change: Change) -> bool:
        """Whether what it counts goes the other way than the number before: "2 dự án tăng vốn 5 tỷ, 1 dự án giảm"."""
        number = self.tokens[position]
        follower = self.tokens[position + 1] if position + 1 < len(self.tokens) else None
        if follower is None or follower.role not in _VERBS or is_percent(self.lower, number):
            return False
        if _VERBS[CueRole(follower.role)] is change:
            return False
        return _COUNTED.fullmatch(self.lower, number.end, follower.start) is not None

    def topping(self, position: int) -> ChangeReading | None:
        """The change of what rose or fell most: "tăng mạnh nhất là nhóm thuốc: 6,28%"."""
        number = self.tokens[position]
        most = is_percent(self.lower, number) and self._around.before("most", number.start, _RATE)
        if not most:
            return None
        return ChangeReading(Change.INCREASE if most[1] == "tăng" else Change.DECREASE, None, 0.85, "topping")

    def led(self, position: int) -> ChangeReading | None:
        """What the nearest verb, comparison or name of a rate before the number makes of it, if there is one."""
        number = self.tokens[position]
        level: Token | None = None
        blocked = bracket = hindered = False
        next_to = True
        for q in self._leftwards(position):
            token = self.tokens[q]
            role = token.role
            if role is Mark.OPEN:
                if bracket or not next_to:
                    return None
                bracket = True
            elif role in _RATES:
                return self._rate(token, number, level)
            elif self._is_growth(token, number, hindered):
                return ChangeReading(Change.INCREASE, (token.start, token.end), 0.85, "rate")
            elif role in _VERBS:
                reading = _PLAIN if blocked else self._verb(q, position, level, bracket)
                return self._rate_of(q, position) if reading and not reading.verb else reading
            elif role in _ADJACENT:
                if blocked or level or bracket:
                    return None if bracket else _PLAIN
                return self._next(q, position)
            elif role in _COMPARISONS:
                if not bracket and level is None and not blocked:
                    return self._verb(q, position, level, bracket)
            elif role is CueRole.EXCEED:
                return None if blocked or level or bracket else self._exceeded(q, position)
            elif role is CueRole.LEVEL:
                level = level or token
            elif (role is Mark.COMMA and self._tells_one_by_one(q)) or self._is_yearly(token, number):
                continue
            elif role in _BLOCKING or (role is CueRole.REFERENCE and self._names_level(q, position)):
                if not self._is_moved_share(q, position):
                    blocked = True
                    hindered = hindered or role is not CueRole.REACH
            elif role not in _TRANSPARENT and role is not CueRole.REFERENCE:
                return None
            next_to = next_to and role in BOUNDS
        return None

    def _is_yearly(self, token: Token, number: Token) -> bool:
        """Whether it is how much a share moves from year to year: "giảm tỷ lệ hộ nghèo bình quân 4%/năm"."""
        average = self.lower.startswith("bình quân", token.start) and is_percent(self.lower, number)
        return average and self._around.within("yearly", token.start, number.end + _YEARLY) is not None

    def _leftwards(self, position: int) -> Iterator[int]:
        """Positions before this one, nearest first, without what stands in closed brackets."""
        depth = 0
        start = self.tokens[position].start
        for q in range(position - 1, -1, -1):
            _, end, role = self.tokens[q]
            if start - end > _RATE:
                break
            if role is Mark.CLOSE:
                depth += 1
            elif role is Mark.OPEN and depth:
                depth -= 1
            elif not depth:
                yield q

    def _tells_one_by_one(self, comma: int) -> bool:
        """Whether "lần lượt" follows the comma: "giảm cả ba mặt, lần lượt là 3 vụ, 2 người chết"."""
        return self.lower.startswith(" lần lượt", self.tokens[comma].end)

    def _rate(self, token: Token, number: Token, level: Token | None) -> ChangeReading | None:
        """A growth rate is a change at every level that it reaches."""
        if is_percent(self.lower, number) or (level is None and number.start - token.end < _NEXT_TO):
            return ChangeReading(_RATES[CueRole(token.role)], (token.start, token.end), 0.93, "rate")
        return None

    def _rate_of(self, verb: int, position: int) -> ChangeReading:
        """The rate whose level the verb moves: "tốc độ tăng trưởng giảm từ 8% xuống 5%"."""
        for q in self._leftwards(verb):
            role = self.tokens[q].role
            if role in _RATES:
                return self._rate(self.tokens[q], self.tokens[position], None) or _PLAIN
            if isinstance(role, Mark) and role is not Mark.YEAR:
                break
        return _PLAIN

    def _is_growth(self, token: Token, number: Token, hindered: bool) -> bool:
        """Whether growth is the noun of a percentage: "đưa tăng trưởng cả năm đạt từ 10,5% trở lên"."""
        growth = self.lower.startswith("tăng trưởng", token.start) and token.role is CueRole.INCREASE
        return growth and not hindered and is_percent(self.lower, number)

    def _is_moved_share(self, q: int, position: int) -> bool:
        """Whether it is the share that the verb before it moves: "giảm tỷ lệ hộ nghèo 2%", not "… dưới 2%"."""
        share, verb = self.tokens[q], self.tokens[q - 1] if q else None
        if verb is None or verb.role not in _VERBS or not joined(self.lower[verb.end : share.start]):
            return False
        levels = {CueRole.ABOVE, CueRole.BELOW, CueRole.AT_MOST}
        named = self.lower[share.start : share.end] in _SHARES
        return named and not levels & {token.role for token in self.tokens[q + 1 : position]}

    def _verb(self, q: int, position: int, level: Token | None, bracket: bool) -> ChangeReading | None:
        token, number = self.tokens[q], self.tokens[position]
        distance = number.start - token.end
        if distance > (_BRACKET if bracket else _OBJECT):
            return None
        if token.role is CueRole.LESS and self._is_grade(token, position):
            return _PLAIN
        change = (_VERBS | _COMPARISONS)[CueRole(token.role)]
        end = without_bounds(self.lower, self.tokens[q + 1 : position], number.start)
        lead = self.lower[token.end : end].rstrip()
        if lead.endswith((" ở", " cho")):  # "tăng lương cho 300 người"
            return _PLAIN
        if level and not self._is_amount(change, level):
            return _PLAIN
        if self._starts_from(q, position) or self._names_other(q, position):
            return _PLAIN
        return ChangeReading(change, (token.start, token.end), 0.97 if distance < _NEXT_TO else 0.85, "verb")

    def _is_grade(self, token: Token, position: int) -> bool:
        """Whether "kém" is the last of a list of grades: "yếu 4%, kém 1%", but not "kém 1% so với năm trước"."""
        graded = self.lower.startswith("kém", token.start) and not is_compared(self.tokens, position)
        return graded and self._around.before("graded", token.start, _BRACKET) is not None

    def _next(self, q: int, position: int) -> ChangeReading | None:
        """What a verb of several meanings makes of the number next to it: "thêm 12 hộ", "sụt 15,8%", "mất 4,2%"."""
        token, number = self.tokens[q], self.tokens[position]
        if not self._leads_up(q, position):
            return None
        if self._starts_from(q, position):
            return _PLAIN
        if token.role in _IN_PERCENT and not self._around.after("percent", number.end - 1):
            return None
        if token.role is CueRole.BARE_PERCENT_DECREASE and not self._around.after("bare_percent", number.end - 1):
            return None
        change = Change.DECREASE if self._falls_further(q) else _ADJACENT[CueRole(token.role)]
        return ChangeReading(change, (token.start, token.end), 0.9, "next")

    def _falls_further(self, q: int) -> bool:
        """Whether "thêm" adds to a fall: "giảm tỷ lệ hộ nghèo thêm 1%"."""
        before = next((token for token in reversed(self.tokens[:q]) if token.role not in _LINKS), None)
        return before is not None and before.role is CueRole.DECREASE and self.tokens[q].start - before.end < _OBJECT

    def _leads_up(self, q: int, position: int) -> bool:
        end = self.tokens[position].start
        for token in reversed(self.tokens[q + 1 : position]):
            if not joined(self.lower[token.end : end]):
                return False
            end = token.start
        return joined(self.lower[self.tokens[q].end : end])

    def _names_level(self, q: int, position: int) -> bool:
        """Whether "so với" leads to the number: "tăng so với 40 tỷ", but not "tăng so với năm trước 5 tỷ"."""
        return not self._around.within("time_or_plan", self.tokens[q].start, self.tokens[position].start)

    def _is_amount(self, change: Change, level: Token) -> bool:
        """Nothing falls up to a level: in "giảm chi lên tới 50 tỷ" 50 is the size of the fall."""
        return change is Change.DECREASE and self.lower.startswith(("lên tới", "lên đến"), level.start)

    def _starts_from(self, q: int, position: int) -> bool:
        """Whether the number is where the change began: 12% in "tăng từ 12% … lên 15%"."""
        number, between = self.tokens[position], self.tokens[q + 1 : position]
        if not any(token.role is CueRole.FROM for token in between):
            return False
        if RANGE.search(self.lower, number.start, number.end):
            return False
        return rises_or_falls_to(self.tokens, position) or (self._leads_up(q, position) and self._is_single(position))

    def _is_single(self, position: int) -> bool:
        """Whether no "trở lên" makes "từ" a limit: "tăng từ mức 130 tấn", but not "tăng từ 5% trở lên"."""
        for token in following(self.tokens, position):
            if token.role in (Mark.NUMBER, Mark.COMMA, Mark.SEMICOLON):
                break
            if token.role is CueRole.OR_MORE:
                return False
        return True

    def _names_other(self, q: int, position: int) -> bool:
        """Whether two things are set side by side: "rẻ hơn giá trong nước 2 triệu", but not "rẻ hơn tuần trước"."""
        token, number = self.tokens[q], self.tokens[position]
        if token.role not in _COMPARISONS:
            return False
        end = without_bounds(self.lower, self.tokens[q + 1 : position], number.start)
        if self._around.within("time_or_plan", token.start, end):
            return False
        return len(self.lower[token.end : end].split()) >= _A_NAME

    def _exceeded(self, q: int, position: int) -> ChangeReading | None:
        """By how much: "vượt 4% kế hoạch", "vượt dự toán 2 tỷ"; "vượt 4 tỷ" only limits."""
        token, number = self.tokens[q], self.tokens[position]
        measured = is_percent(self.lower, number) or self._around.after("over_base", number.end)
        measured = measured or self._around.within("over_plan", token.end, number.start)
        if number.start - token.end > 2 * _NEXT_TO or not measured or is_passed(self._around, token, number):
            return None
        return ChangeReading(Change.INCREASE, (token.start, token.end), 0.8, "exceeded")

    def trailed(self, position: int) -> ChangeReading | None:
        """The verb after the number: "12 tỷ đồng vốn đăng ký tăng thêm"."""
        number = self.tokens[position]
        follower = self.tokens[position + 1] if position + 1 < len(self.tokens) else None
        if follower is None or follower.start - number.end > _BRACKET or follower.role is not CueRole.INCREASE:
            return None
        after = self.tokens[position + 2] if position + 2 < len(self.tokens) else None
        attached = after and after.start - follower.end < _NEXT_TO and after.role in {Mark.NUMBER, *BOUNDS}
        if attached or not self.lower.startswith("tăng thêm", follower.start):
            return None
        return ChangeReading(Change.INCREASE, (follower.start, follower.end), 0.8, "trailed")
