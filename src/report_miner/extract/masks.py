"""What looks like a figure and is none: document numbers, codes, ordinals, ages, durations, dates, clock times.

The patterns are data (patterns/masks.yaml). Those that begin with a digit are tried at each number, the others only
in the stretches before numbers, told apart by their first character so that most of them are never tried.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from report_miner.clean.shadow import Shadow
from report_miner.extract.number_context import names_one_of, unit_forms
from report_miner.extract.word_trie import any_of
from report_miner.patterns import NamedPattern, NumberWords, Patterns, Units, load_patterns

_DIGITS = re.compile(r"[0-9]+")
_TO = ("- ", " đến ")
_AND = (", ", " và ")
# A year or a month of a list may be that short: "các năm 2015, 16 và 17".
_SHORT = 2
_ESCAPE = re.compile(r"\\.")
_BEFORE = 40
_AFTER = 64
_LONGEST_WORD = 200
_WORD_START = r"(?<!\w)(?<!\d[.,])"
# The same, behind the first character: a search then skips what begins no mask.
_BEGINS_WORD = r"(?<!\w.)(?<!\d[.,].)"
# The masks of ages, and how far before one may stand that it is the mean of many people.
_AGES = frozenset({"age", "age_after"})
_MEAN = 120
# What the markers (?!amount) and (?!quantity) stand for, before the words ahead are looked up.
_NO_AMOUNT = r"(?![\d.,/]*\d|\s?-\s?\d|\s?%)"
_LISTED = "(?!listed)"


@dataclass(frozen=True, slots=True)
class Mask:
    """A stretch `start:end` of the shadow in which no number is a figure; `name` is its pattern's."""

    start: int
    end: int
    name: str


def find_masks(shadow_text: str, lower: str | None = None) -> list[Mask]:
    """Return what looks like a figure and is none, ordered by start.

    Args:
        shadow_text: the shadow of a document or of a part of it.
        lower: the same in lower case, code point for code point; made here when not given.
    """
    return mask_scanner(load_patterns()).find(shadow_text, lower or Shadow(shadow_text).lower)


@cache
def mask_scanner(patterns: Patterns) -> MaskScanner:
    """Return the scanner for the masks of `patterns`."""
    return MaskScanner(patterns.masks, patterns.numbers, patterns.units)


def sees_case(pattern: str) -> bool:
    """Whether a mask is matched against the text as it is: it holds a capital letter that is no escape."""
    return any(character.isupper() for character in _ESCAPE.sub("", pattern))


@dataclass(frozen=True, slots=True)
class _Rule:
    """A mask's name and the words that must not follow it; `listed`: that must not follow the last of its list."""

    name: str
    never_before: frozenset[str]
    listed: bool


class MaskScanner:
    """Finds masks by patterns, which must hold no groups of their own that capture."""

    def __init__(self, masks: Sequence[NamedPattern], words: NumberWords, units: Units) -> None:
        things = unit_forms(units, words)
        guards = {
            "(?!amount)": things.union(words.scales),
            "(?!quantity)": things.difference(units.counted["places"]).union(words.scales),
            _LISTED: things.union(words.scales),
        }
        self._places = re.compile(rf" {any_of(units.counted['places'])} ")
        self._of_life = re.compile(rf"(?<!\w){any_of(units.spans_of_life)}(?!\w)(?:[^.]|\.(?!\s))*$")
        self._never = units.never
        families = (*units.currencies, *units.measures)
        self._measures = frozenset(form for family in families for form in family.forms if len(form) > 1)
        self._rules: dict[str, _Rule] = {}
        openings: dict[bool, list[tuple[str, str]]] = {False: [], True: []}
        for number, mask in enumerate(masks):
            group, pattern = f"g{number}", mask.pattern
            marker = next((marker for marker in guards if marker in pattern), None)
            self._rules[group] = _Rule(mask.name, guards[marker] if marker else frozenset(), marker == _LISTED)
            if marker:
                pattern = pattern.replace(marker, "" if marker == _LISTED else _NO_AMOUNT)
            openings[sees_case(mask.pattern)] += (
                (first, f"{rest}(?P<{group}_{part}>)") for part, (first, rest) in enumerate(_openings(pattern))
            )
        self._at_digits = [
            (case, _at_digit(r for first, r in some if not first)) for case, some in openings.items() if some
        ]
        self._at_words = [
            (case, _by_first(some)) for case, some in openings.items() if any(first for first, _ in some)
        ]

    def find(self, text: str, lower: str) -> list[Mask]:
        """Return the masks of a text (see `find_masks`)."""
        digits = [match.span() for match in _DIGITS.finditer(lower)]
        found = [
            self._accepted(regex, match, text, lower)
            for start, end in _windows(lower, digits)
            for case, regex in self._at_words
            for match in regex.finditer(text if case else lower, start, end)
        ]
        found += self._from_digits(text, lower, digits)
        return list(_outermost(mask for mask in found if mask))

    def _from_digits(self, text: str, lower: str, digits: Iterable[tuple[int, int]]) -> Iterator[Mask | None]:
        reached = 0
        for start, _ in digits:
            if start < reached or lower[start - 1 : start].isalnum():
                continue
            for case, regex in self._at_digits:
                where = text if case else lower
                if match := regex.match(where, start):
                    reached = match.end()
                    yield self._accepted(regex, match, text, lower)
                    break

    def _accepted(self, regex: re.Pattern[str], match: re.Match[str], text: str, lower: str) -> Mask | None:
        """The mask of a match; where a counted noun follows, what is left of a list without its last number."""
        attempt: re.Match[str] | None = match
        while attempt:
            rule = self._rules[str(attempt.lastgroup).partition("_")[0]]
            end = attempt.end()
            named = text[end : end + 2].strip()[:1].isupper() and not names_one_of(self._measures, lower, end)
            named = named or self._names_a_place(text, lower, end)
            if rule.name in _AGES and self._of_life.search(lower, max(0, attempt.start() - _MEAN), attempt.start()):
                return None
            if not rule.never_before or named or not names_one_of(rule.never_before, lower, end, never=self._never):
                return Mask(*attempt.span(), rule.name)
            digits = [*_DIGITS.finditer(lower, *attempt.span())]
            if not digits:  # those of another script
                return Mask(*attempt.span(), rule.name)
            last = digits[-1]
            shorter = lower[attempt.start() : last.start()]
            if rule.listed and not (shorter.endswith(_AND) and last.end() - last.start() <= _SHORT):
                return Mask(*attempt.span(), rule.name)
            if not shorter.endswith(" ") or shorter.endswith(_TO):
                return None
            stop = attempt.start() + len(shorter.rstrip(" ,").removesuffix(" và"))
            attempt = regex.match(match.string, attempt.start(), stop)
        return None

    def _names_a_place(self, text: str, lower: str, end: int) -> bool:
        """Whether a place with its name follows, which is not counted: "lớp 12 tỉnh Hà Nam"."""
        place = self._places.match(lower, end)
        return place is not None and text[place.end() : place.end() + 1].isupper()


def _outermost(masks: Iterable[Mask]) -> Iterator[Mask]:
    """The masks in order, without those that lie within another."""
    reached = 0
    for mask in sorted(masks, key=lambda mask: (mask.start, -mask.end)):
        if mask.end > reached:
            yield mask
            reached = mask.end


def _windows(text: str, digits: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The stretches around digits, each beginning where a word does; those that touch are one."""
    start = end = -1
    for digits_start, digits_end in digits:
        if digits_start - _BEFORE > end:
            if end >= 0:
                yield start, end
            start = max(0, digits_start - _BEFORE)
            start = max(text.rfind(" ", max(0, start - _LONGEST_WORD), start), 0)
        end = digits_end + _AFTER
    if end >= 0:
        yield start, end


def _openings(pattern: str) -> Iterator[tuple[str, str]]:
    """Split a pattern by how it can begin: pairs of a first character, or "" for a digit, and what follows it."""
    for alternative in _alternatives(pattern):
        end = _group_end(alternative) if alternative.startswith("(?:") else 0
        choices, rest = (
            ([*_alternatives(alternative[3 : end - 1])], alternative[end:]) if end else ([alternative], "")
        )
        families: dict[str, list[str]] = defaultdict(list)
        for choice in choices:
            first = choice[:2] if choice.startswith("\\") else choice[:1]
            if choice.startswith("(?<") or first in {"\\d", "["} or first.isdigit():
                families[""].append(choice)
            else:
                families[first].append(choice[len(first) :])
        for first, members in families.items():
            yield first, f"(?:{'|'.join(members)}){rest}"


def _alternatives(pattern: str) -> Iterator[str]:
    """The alternatives of a pattern outside its groups."""
    start = position = 0
    while position < len(pattern):
        character = pattern[position]
        if character == "|":
            yield pattern[start:position]
            start = position + 1
        position = _group_end(pattern, position) if character in "([" else position + 1 + (character == "\\")
    yield pattern[start:]


def _group_end(pattern: str, start: int = 0) -> int:
    """Where the group or the set of characters that begins at `start` ends."""
    if pattern[start] == "[":
        return pattern.index("]", start + 2) + 1
    position = start + 1
    while pattern[position] != ")":
        character = pattern[position]
        position = _group_end(pattern, position) if character in "([" else position + 1 + (character == "\\")
    return position + 1


def _at_digit(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"{_WORD_START}(?:{'|'.join(patterns) or '(?!)'})")


def _by_first(openings: Iterable[tuple[str, str]]) -> re.Pattern[str]:
    families: dict[str, list[str]] = defaultdict(list)
    for first, rest in openings:
        if first:
            families[first].append(rest)
    return re.compile("|".join(f"{first}{_BEGINS_WORD}(?:{'|'.join(rests)})" for first, rests in families.items()))
