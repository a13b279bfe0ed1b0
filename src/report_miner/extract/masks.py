"""What looks like a figure and is none: document numbers, codes, ordinals, ages, durations, dates, clock times ….

The patterns are data (patterns/masks.yaml). One that holds a capital letter is matched against the text as it is,
the others against the text in lower case. Each family is one alternation, and it is run only near digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from report_miner.clean.shadow import Shadow
from report_miner.extract.number_atoms import any_of
from report_miner.patterns import NamedPattern, NumberWords, Patterns, Units, load_patterns

_DIGITS = re.compile(r"[0-9]+")
_ESCAPES = re.compile(r"\\.")
_BEFORE = 40
_AFTER = 64
_LONGEST_WORD = 200


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
    return any(character.isupper() for character in _ESCAPES.sub("", pattern))


class MaskScanner:
    """Finds masks by patterns, which must hold no groups of their own that capture."""

    def __init__(self, masks: Sequence[NamedPattern], words: NumberWords, units: Units) -> None:
        guards = _guards(words, units)
        self._names = {f"g{number}": mask.name for number, mask in enumerate(masks)}
        self._lower = _alternation(masks, guards, case=False)
        self._exact = _alternation(masks, guards, case=True)

    def find(self, text: str, lower: str) -> list[Mask]:
        """Return the masks of a text (see `find_masks`)."""
        masks = [
            Mask(*match.span(), self._names[str(match.lastgroup)])
            for start, end in _windows(lower)
            for regex, where in ((self._lower, lower), (self._exact, text))
            for match in regex.finditer(where, start, end)
        ]
        masks.sort(key=lambda mask: (mask.start, mask.end))
        return masks


def _guards(words: NumberWords, units: Units) -> dict[str, str]:
    """What (?!amount) and (?!quantity) stand for: the rest of a number, or what makes it a quantity."""
    measures = {form for family in (*units.currencies, *units.measures) for form in family.forms}
    others = {*words.scales, *units.rates, *units.scores, *measures}
    things = {form for family, forms in units.counted.items() if family != "places" for form in forms}
    places = set(units.counted["places"])
    rest = r"(?![\d.,/]*\d|\s?-\s?\d|\s?%|\s?(?:{})(?!\w))"
    never = words.not_counted_in_words | units.never
    return {
        "(?!amount)": rest.format(any_of((others | things | places) - never)),
        "(?!quantity)": rest.format(any_of((others | things - places) - never)),
    }


def _alternation(masks: Sequence[NamedPattern], guards: Mapping[str, str], *, case: bool) -> re.Pattern[str]:
    """One expression of all masks of a family; those that do not look behind can only start where a word does."""
    anywhere, at_words = [], []
    for number, mask in enumerate(masks):
        if sees_case(mask.pattern) is case:
            pattern = mask.pattern
            for marker, guard in guards.items():
                pattern = pattern.replace(marker, guard)
            family = anywhere if pattern.startswith("(?<") else at_words
            family.append(f"(?P<g{number}>{pattern})")
    if at_words:
        anywhere.append(rf"(?<!\w)(?<!\d[.,])(?:{'|'.join(at_words)})")
    return re.compile("|".join(anywhere) or r"(?!)")


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """The stretches around digits, each beginning where a word does; one that reaches into the next is one with it."""
    start = end = -1
    for digits in _DIGITS.finditer(text):
        if digits.start() - _BEFORE > end:
            if end >= 0:
                yield start, end
            start = max(0, digits.start() - _BEFORE)
            start = max(text.rfind(" ", max(0, start - _LONGEST_WORD), start), 0)
        end = digits.end() + _AFTER
    if end >= 0:
        yield start, end
