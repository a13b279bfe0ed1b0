"""Mentions of time in a text: dates, months, quarters, years, programme periods, "nay", and plain durations.

`find_periods` says where a text speaks of time and how each mention is read against a document's date; every digit of
a date, a year or a duration lies inside a mention, so the mentions also mask what is no figure. The forms, their
examples and the words stand in patterns/periods.yaml; this module holds the readings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from report_miner.clean.shadow import shadow_of
from report_miner.extract.period_readings import read_form
from report_miner.extract.timespan import TimeSpan
from report_miner.extract.word_trie import word_patterns
from report_miner.patterns import Patterns, PeriodRule, Periods, load_patterns
from report_miner.texts import say

# A mention starts at most this far before its first trigger word.
_BEFORE = 24
_PART = 1 << 20
# What parts a number that ends a title from the time with which the text begins: "… COVID-19", "Quý II năm 2021, …".
_NEW_PARAGRAPH = "\n\n"
_LEAD = re.compile(r"(?:(?:tính )?đến(?: hết)?|từ|trong|vào) ")
_DATE = re.compile(
    r"\d(?: ?[/-] ?\d|[09]\d\d(?!\d)|\.\d{1,2}(?:\.(?:19|20)\d\d|(?= (?:tới|này|đến)|\)))|h(?![^\W\d]))"
)


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """A stretch `start:end` of the shadow that speaks of time.

    `rule` names the pattern, `form` the reading, `fields` what the pattern captured. `resolvable` is False for
    durations, birth years and price bases, which are no time of a figure.
    """

    start: int
    end: int
    rule: str
    form: str
    fields: Mapping[str, str]
    words: Periods = field(repr=False, compare=False)

    @property
    def resolvable(self) -> bool:
        """Whether the mention can be the time of a figure."""
        return self.form != "none"

    @property
    def dated(self) -> bool:
        """Whether the mention names its year itself."""
        return "y" in self.fields or "y2" in self.fields

    @property
    def count(self) -> int:
        """How many years or months it tells of, as in "5 năm"; 0 where it does not say."""
        number = self.fields.get("n", "0")
        return int(number) if number.isdigit() else self.words.numbers.get(" ".join(number.split()), 0)

    @property
    def at_once(self) -> bool:
        """Whether it is "cùng thời điểm" without a year, which is the time just told unless something is compared."""
        return self.fields.keys() == {"at"}

    @property
    def upcoming(self) -> bool:
        """Whether it is a school year still to come."""
        return self.form == "relative_school_year" and self.words.shifts[" ".join(self.fields["ys"].split())] > 0

    def span(self, now: date | None) -> TimeSpan | None:
        """Return the time meant in a document of the date `now`; None where it cannot be known without one."""
        return read_form(self.form, self.fields, now, self.words) if self.resolvable else None


def find_periods(lower: str, patterns: Patterns | None = None) -> list[PeriodMention]:
    """Return the mentions of time in a lower-cased shadow, in order and without overlap.

    `patterns` are the program's own unless given.
    """
    grammar = _grammar(patterns or load_patterns())
    mentions: list[PeriodMention] = []
    last = 0
    for start, end in _windows(lower, grammar.triggers):
        for word in grammar.first_words.finditer(lower, max(start, last), end):
            position = word.start()
            if word.group() not in grammar.heads and not grammar.counted.match(lower, position):
                continue
            match = grammar.scan.match(lower, position) if position >= last else None
            if match and _NEW_PARAGRAPH not in match.group():
                rule = grammar.rules[int(str(match.lastgroup)[1:])]
                mentions.append(grammar.mention(lower, position, match.end(), rule))
                last = match.end()
    return mentions


def parse_period(text: str, document_date: date | str | None = None) -> str:
    """Return the period that a Vietnamese phrase names, in the notation of the table.

    Args:
        text: the phrase, nothing around it: "6 tháng đầu năm 2017", "quý trước".
        document_date: the date from which "năm ngoái" or "tháng 6" counts, a date or ISO text.

    Returns:
        `2021`, `2021-06`, `2021-06-15`, or `start/end` of these.

    Raises:
        ValueError: the phrase is no period, the calendar has no such day, or it needs a document date.

    >>> parse_period("6 tháng đầu năm 2017")
    '2017-01/2017-06'
    """
    now = date.fromisoformat(document_date) if isinstance(document_date, str) else document_date
    lower = shadow_of(text.strip()).lower
    lead = _LEAD.match(lower)
    starts = {0, lead.end() if lead else 0}
    grammar = _grammar(load_patterns())
    readings = [
        grammar.mention(lower, start, len(lower), rule)
        for start in sorted(starts)
        for rule in grammar.rules
        if rule.regex.fullmatch(lower, start)
    ]
    for mention in readings:
        if span := mention.span(now):
            return str(span)
    if any(mention.resolvable for mention in readings) and now is None:
        raise ValueError(say("periods.needs_date", text=text))
    raise ValueError(say("periods.no_period", text=text))


@dataclass(frozen=True, slots=True)
class _Grammar:
    periods: Periods
    rules: tuple[PeriodRule, ...]
    triggers: re.Pattern[str]
    scan: re.Pattern[str]
    heads: frozenset[str]
    first_words: re.Pattern[str]
    counted: re.Pattern[str]

    def mention(self, lower: str, start: int, end: int, rule: PeriodRule) -> PeriodMention:
        """The mention that `rule` found at `start:end`, with what its pattern captures."""
        match = rule.regex.match(lower, start)
        groups = match.groupdict() if match else {}
        captured = {key: text for key, text in groups.items() if text}
        return PeriodMention(start, end, rule.name, rule.form, captured, self.periods)


@cache
def _grammar(patterns: Patterns) -> _Grammar:
    periods = patterns.periods
    branches = "|".join(
        f"(?:{_without_groups(rule.pattern)})(?P<r{index}>)"
        for index, rule in enumerate(periods.rules)
        if not rule.alone
    )
    return _Grammar(
        periods=periods,
        rules=periods.rules,
        triggers=_trigger_scan(periods.triggers),
        scan=re.compile(rf"(?<!\w)(?<!\d[.,/-])(?:{branches})(?!\w)(?![.,/]\d)"),
        heads=periods.heads,
        first_words=_first_words(periods),
        counted=re.compile(periods.counted),
    )


def _first_words(periods: Periods) -> re.Pattern[str]:
    """One pattern for the words that a mention can begin with, numbers among them."""
    words = periods.heads | {name.split()[0] for name in periods.numbers}
    return re.compile("|".join([*word_patterns(words), r"[0-9](?<!\w.)\w*"]))


def _trigger_scan(words: Sequence[str]) -> re.Pattern[str]:
    """One pattern for the trigger words.

    Each word is looked for by its rarest letter (an accented one where it has one), with its beginning looked back
    at: most of a text then holds no letter at which a search could begin.
    """
    branches = []
    for word in words:
        at = max(range(len(word)), key=lambda index: ord(word[index]))
        branches.append(rf"{word[at]}(?<={word[: at + 1]}){word[at + 1 :]}(?!\w)")
    return re.compile("|".join(branches))


def _without_groups(pattern: str) -> str:
    """The pattern with its named groups opened up, so that it can stand beside others; backreferences go too."""
    return re.sub(r"\(\?P=\w+\)", "[/.-]", re.sub(r"\(\?P<\w+>", "(?:", pattern))


def _windows(lower: str, triggers: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """The stretches up to trigger words and dates in digits, merged where they meet; a part of the text at a time."""
    start = end = -1
    for low in range(0, len(lower), _PART):
        high = low + _PART + _BEFORE
        found = [match.span() for scan in (triggers, _DATE) for match in scan.finditer(lower, low, high)]
        for first, last in sorted(found):
            if first - _BEFORE > end:
                if end >= 0:
                    yield start, end
                start = max(0, first - _BEFORE)
            end = max(end, last)
    if end >= 0:
        yield start, end
