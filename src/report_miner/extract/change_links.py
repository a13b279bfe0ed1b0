"""Whether a number shares the change of the one before it: "giảm 12 vụ, 5 người chết", "tăng 7 vụ (6,1%)"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from report_miner.extract.cue_tokens import BOUNDS, Mark, Token, following, is_percent, without_bounds
from report_miner.extract.words_around import WordsAround
from report_miner.model import Change
from report_miner.patterns import CueRole, Regexes

_COMPARISONS = {CueRole.MORE, CueRole.LESS}
_BESIDE_A_BASE = {*_COMPARISONS, CueRole.EXCEED, CueRole.REFERENCE, Mark.COMMA}
# What leads from a change to the level of something else: "tăng 18 trạm nhưng thấp hơn mức chung (70%)".
_OF_A_BASE = {*_COMPARISONS, CueRole.PLAN, CueRole.CONTRAST}
_REPEATED = {Mark.COMMA, Mark.YEAR, *BOUNDS, CueRole.REFERENCE, CueRole.NOW, CueRole.LINK, CueRole.NONE}
_HOPED_FOR = {CueRole.ESTIMATE, CueRole.TARGET}
_GOES_ON = {*_HOPED_FOR, Mark.COMMA, Mark.SEMICOLON, Mark.YEAR, CueRole.ABOVE, CueRole.AT_LEAST, CueRole.ABOUT}
_OF_PLAN = {Mark.COMMA, Mark.YEAR, CueRole.PLAN, CueRole.LINK, *BOUNDS}
_FREE = {*BOUNDS, Mark.COMMA, Mark.SEMICOLON, Mark.OPEN, Mark.CLOSE, Mark.YEAR, CueRole.NONE, CueRole.EQUATE}
_RESPECT = {*BOUNDS, Mark.COMMA, CueRole.LINK, CueRole.NONE}
_LISTED = {*(_FREE - {CueRole.EQUATE}), CueRole.CARRY}
# How far away, in characters, the number before may stand, and a comparison right behind a number.
_FARTHEST = 160
_NEXT_TO = 12
# A goal or an estimate that follows this soon is of the same growth: "tăng 6,4%, phấn đấu 7%".
_AGAIN = 24

_COORDINATED = re.compile(r'[^,;:()]{0,40}?(?:,|\b(?:và|hoặc|hay)\b)[\s"]*$')
_GAPPED = re.compile(r"[^;:()]{0,60}(?:,[^,;:()]{3,70}|;[^;:()]{3,70})$")
# "tăng 23% về số dự án và 5% về số vốn": in which respect stands behind each.
_IN_RESPECT = re.compile(r"\s?%?\svề\s[^,;:()\d]{2,50}?(?:,|\svà)\s(?:[^\W\d]+\s)?\d[\d.,]*\s?%?\svề\s")
_PARALLEL = re.compile(r"[^()]{0,30}\)\s*(?:,|;|và)[^,;:()]{2,50}\($")


class ChangeLinks:
    """Links the numbers of one sentence; `patterns` are those of patterns/cues.yaml."""

    def __init__(self, lower: str, tokens: Sequence[Token], patterns: Regexes) -> None:
        self._lower = lower
        self._tokens = tokens
        self._around = WordsAround(lower, patterns)

    def link(self, before: int, position: int, change: Change, rule: str) -> str | None:
        """Return the name of what makes the number at `position` share the change of the one at `before`, if it does.

        `change` and `rule` are what that one was read as: "giảm 12 vụ, 5 người chết", "A tăng 3%, B 5%".
        """
        first, second = self._tokens[before], self._tokens[position]
        between = self._tokens[before + 1 : position]
        between = between[1:] if between and self._is_counted(first, between[0]) else between
        roles = {token.role for token in between}
        if second.start - first.end > _FARTHEST:
            return None
        percent = is_percent(self._lower, second)
        same_kind = is_percent(self._lower, first) == percent
        gap = self._lower[first.end : without_bounds(self._lower, between, second.start)]
        if roles <= _FREE:
            if CueRole.EQUATE in roles:
                return None if rule == "rate" and not same_kind else "equated"
            if same_kind and _COORDINATED.match(gap):
                # Behind a fall "không quá" limits what is left: "giảm 300 đồng, không quá 9.000 đồng".
                return None if change is Change.DECREASE and CueRole.AT_MOST in roles else "coordinated"
            if same_kind and _PARALLEL.match(gap):
                return "parallel"
        if same_kind and roles <= _RESPECT and _IN_RESPECT.match(self._lower, first.end):
            return "coordinated"
        listed = roles <= _LISTED and same_kind and percent and rule != "exceeded"
        if listed and _GAPPED.match(gap) and not self._is_share(second):
            return "gapped"
        if Mark.OPEN in roles and Mark.CLOSE not in roles:
            return self._bracketed(between, same_kind)
        hoped_for = bool(roles & _HOPED_FOR) and roles <= _GOES_ON and len(gap) < _AGAIN
        if hoped_for and same_kind and change is Change.INCREASE and percent:
            return "hoped for"
        if same_kind and CueRole.PLAN in roles and roles <= _OF_PLAN and percent:
            return "planned"
        if same_kind and CueRole.REFERENCE in roles and roles <= _REPEATED and is_compared(self._tokens, position):
            return "repeated"
        if rule == "rate" and same_kind and not roles & {Mark.COMMA, Mark.SEMICOLON, CueRole.VERB}:
            return "rate"
        return None

    def _is_counted(self, number: Token, follower: Token) -> bool:
        """Whether a word only says what changed: "tăng 3% | số vụ", "giảm 15 | chỉ tiêu", but not "3% chỉ tiêu"."""
        percent = is_percent(self._lower, number)
        role = CueRole.LINK if percent else CueRole.PLAN
        return follower.role is role and self._lower[number.end : follower.start] == " "

    def _bracketed(self, between: Sequence[Token], same_kind: bool) -> str | None:
        """In brackets: "tăng 7 vụ (6,1%)", "tăng 4,9% (kế hoạch là 4,6%)"."""
        opened = next(i for i, token in enumerate(between) if token.role is Mark.OPEN)
        inside = {token.role for token in between[opened + 1 :]}
        if inside <= {*BOUNDS, CueRole.EQUATE}:
            outside = {token.role for token in between[:opened]}
            base = outside & _OF_A_BASE or (same_kind and outside & _BESIDE_A_BASE)
            return None if base else "bracket"
        planned = CueRole.PLAN in inside and inside <= {*BOUNDS, CueRole.PLAN, CueRole.LINK, Mark.YEAR}
        return "planned" if planned and same_kind else None

    def _is_share(self, number: Token) -> bool:
        """Whether what it is a share of follows: "tăng 12%, vốn đầu tư 36% GDP"."""
        return self._around.after("of_whole", number.end) is not None


def is_compared(tokens: Sequence[Token], position: int) -> bool:
    """Whether "so với" follows the number, as in "tăng 0,4% so với tháng trước, 2,6% so với cuối năm"."""
    follower = next(following(tokens, position), None)
    return (
        follower is not None
        and follower.role is CueRole.REFERENCE
        and follower.start - tokens[position].end < _NEXT_TO
    )
