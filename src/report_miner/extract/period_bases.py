"""The time that a change or a pair is compared with: named beside it, or the one that the document always uses."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from report_miner.extract.period_clauses import LOOK, last_clause
from report_miner.extract.period_leaning import State
from report_miner.extract.period_roles import Role, Use
from report_miner.extract.period_story import Story
from report_miner.extract.timespan import MONTH, TimeSpan
from report_miner.extract.words_around import WordsAround
from report_miner.patterns import Regexes

_STILL_COMPARED = 2  # for how many sentences a comparison holds on
_OPENS_COMPARISON = re.compile(r"[,(.]\s?(?:và\s)?so\s(?:với\s)?[^,;]*$")
_PARTS = re.compile(r"[,;]\s")


class NumberTimes(NamedTuple):
    """A number's range, the times near it in its sentence, and what the sentence inherits."""

    start: int
    end: int
    sentence: int
    before: Sequence[Use]
    after: Sequence[Use]
    state: State

    @property
    def is_compared(self) -> bool:
        """Whether the sentence holds the number, or one beside it, against another time."""
        return any(use.role is Role.BASE for use in (*self.before, *self.after))


class Bases:
    """Answers which time a number is compared with.

    Args:
        lower: the lower-cased shadow.
        story: what the document says of time.
        patterns: what stands around a comparison.
    """

    def __init__(self, lower: str, story: Story, patterns: Regexes) -> None:
        self._lower = lower
        self._story = story
        self._patterns = patterns
        self._around = WordsAround(lower, patterns)

    def base_of(self, number: NumberTimes, own: TimeSpan | None, *, told: Callable[[], bool]) -> TimeSpan | None:
        """Return the time that a number of the time `own` is compared with.

        `told` answers whether the text itself tells `own`; that is seldom asked.
        """
        base = self._named(number)
        if base and base.mention.form == "now":
            return None
        if self._against_no_time(number, base):
            return None
        return self._story.leaning.base_span(base, own) if base else self._usual(number, own, told=told)

    def _named(self, number: NumberTimes) -> Use | None:
        """The base named behind the number, or before it in its sentence."""
        after = next((use for use in number.after if use.role is Role.BASE or self._is_of_a_level(use)), None)
        before = next((use for use in reversed(number.before) if use.role is Role.BASE), None)
        if after and (before or number.state.base):
            gap = self._lower[number.end : after.start]
            left = self._lower[max(0, before.start - LOOK) : before.start] if before else ""
            leads = before is not None and not re.search(r"\d", last_clause(left))
            opens = before is not None and _OPENS_COMPARISON.search(gap)
            beside = before is not None and not _PARTS.search(self._lower[before.end : number.start])
            closer = beside and (_PARTS.search(gap) or (before and number.start - before.end <= 2))
            if ";" in gap or closer or opens or (leads and re.search(r"\d", gap)):
                after = None
        if before and before.mention.form != "same":
            end = before.end if before.mention.dated else self._lower.find(";", before.end, number.start)
            if end >= 0 and any(use.role is Role.TOPIC for use in number.before if use.start >= end):
                before = None
        return after or before

    def _is_of_a_level(self, use: Use) -> bool:
        """Whether a time is that of the number compared with: "so với mức 262 triệu USD của tháng 4"."""
        return use.local and self._around.before("against_a_level", use.start, LOOK) is not None

    def _usual(self, number: NumberTimes, own: TimeSpan | None, *, told: Callable[[], bool]) -> TimeSpan | None:
        """The base of a change that names none: of the sentences just before, or the one the document always uses.

        The latter holds only where the text itself tells the year (`told`), not where it is that of its date.
        """
        if own is None:
            return None
        if number.state.base and self._still_compared(number.state, own):
            return self._story.leaning.base_span(number.state.base, own)
        if "/" in self._lower[number.start : number.end]:
            return _period_before(own)
        yearly = own.is_year and own.previous() in self._story.yearly_bases
        return own.previous() if yearly and self._is_percent(number) and told() else None

    def _is_percent(self, number: NumberTimes) -> bool:
        return "%" in self._lower[number.start : number.end + 1]

    def _still_compared(self, state: State, own: TimeSpan) -> bool:
        """Whether the last comparison still holds for a number of the time `own`.

        A month holds for months only where it is the last one before them: "6 tháng", "so với tháng 12/2015".
        """
        if state.base is None or state.base_distance > _STILL_COMPARED or self._story.reader.is_ahead(own):
            return False
        if state.base.mention.form in ("same", "relative_month"):
            return own.grain > 1
        month = state.base.span if state.base.mention.form == "month" else None
        if month and own.days > MONTH and (own.first_day - month.last_day).days != 1:
            return False
        return state.base.mention.form.startswith("relative") or own == state.base_topic

    def _against_no_time(self, number: NumberTimes, base: Use | None) -> bool:
        """Whether the change is measured against a plan or another thing, or against nothing, not against a time."""
        end = number.end
        clause = self._lower[end : min(self._story.end_of(number.sentence), end + LOOK)]
        clause = re.sub(r"\([^)]*\)?", lambda match: " " * len(match.group()), clause)
        clause = re.split(r"[;,.]\s", clause)[0]
        plan = self._patterns["plan"].search(clause)
        if plan and not (base and end <= base.start < end + plan.end()):
            return True
        if base and end <= base.start < end + len(clause):
            return False
        low = max(self._story.start_of(number.sentence), number.start - LOOK)
        if elsewhere := self._patterns["elsewhere"].search(self._lower, low, number.start):
            return not (base and elsewhere.start() <= base.start < end)
        if self._patterns["than_a_thing"].search(clause) or self._around.after("per_year", end):
            return True
        if self._is_percent(number) and self._patterns["grown"].search(self._lower, low, number.start):
            return False
        added = self._patterns["added"].search(self._lower, low, number.start) and "so với" not in clause
        return bool(added) and not (base and base.start < end and ";" not in self._lower[base.end : number.start])


def _period_before(own: TimeSpan) -> TimeSpan | None:
    """The base of a pair "now/before": the month or years before, for a part of a year that of the year before."""
    if own.grain > 2:
        return None
    return own.years_later(-1) if own.grain == 2 and own.first != own.last else own.previous()
