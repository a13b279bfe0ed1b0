"""The examples of patterns, run over the patterns: those of a user's own folder before it is used."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Protocol, TypeVar

from report_miner.clean.shadow import shadow_of
from report_miner.errors import PatternError
from report_miner.extract.indicators import IndicatorCatalogue, IndicatorMatch
from report_miner.extract.masks import MaskScanner
from report_miner.extract.matcher import PatternMatcher
from report_miner.model import Change, Kind
from report_miner.patterns import Indicator, MatcherPattern, NamedPattern, Patterns, load_patterns
from report_miner.texts import say

_MARKED = re.compile("⟦(.*?)⟧", re.DOTALL)


Entry = TypeVar("Entry", NamedPattern, MatcherPattern, Indicator)


class _Exemplified(Protocol):
    @property
    def examples(self) -> tuple[str, ...]: ...
    @property
    def counter_examples(self) -> tuple[str, ...]: ...


def prove_own(patterns: Patterns) -> None:
    """Run the examples of the masks, Matcher patterns and indicators that a user has added to ours.

    Raises:
        PatternError: an entry does not do what its examples say.
    """
    over, ours = patterns.over, load_patterns()
    if over is None:
        return
    if (file := over / "masks.yaml").is_file():
        for mask in _added(patterns.masks, ours.masks):
            _prove(file, mask.name, mask, masked(mask, patterns))
    if (file := over / "matcher.yaml").is_file():
        for pattern in _added(patterns.matcher, ours.matcher):
            _prove(file, pattern.name, pattern, spanned(pattern))
    if (file := over / "indicators.yaml").is_file():
        catalogue = IndicatorCatalogue(patterns)
        for entry in _added(patterns.indicators.indicators, ours.indicators.indicators):
            _prove(file, entry.code, entry, _matched(entry, catalogue, patterns))


Finder = Callable[[str], list[str]]
"""Returns what an entry finds in a text."""


def masked(mask: NamedPattern, patterns: Patterns) -> Finder:
    """Return what finds the stretches that a mask covers."""
    scanner = MaskScanner([mask], patterns.numbers, patterns.units)

    def find(text: str) -> list[str]:
        shadow = shadow_of(text)
        return [shadow.text[found.start : found.end] for found in scanner.find(shadow.text, shadow.lower)]

    return find


def spanned(pattern: MatcherPattern) -> Finder:
    """Return what finds the stretches that a Matcher pattern spans."""
    matcher = PatternMatcher([pattern])

    def find(text: str) -> list[str]:
        shadow = shadow_of(text).text
        return [shadow[start:end] for _, (start, end) in matcher.spans(shadow)]

    return find


def indicator_of(example: str, catalogue: IndicatorCatalogue, patterns: Patterns) -> IndicatorMatch | None:
    """Return the match of an example "unit | item | sentence", "n/m unit" for a tally, "± unit" for a change."""
    unit, item, sentence = (*(part.strip() for part in example.split("|")), "", "")[:3]
    change = Change.DECREASE if unit.startswith("±") else Change.NONE
    unit = unit.removeprefix("±").strip()
    if unit.startswith("n/m"):
        unit, kind = unit.removeprefix("n/m").strip(), Kind.TALLY if change is Change.NONE else Kind.PAIR
    elif unit == "%":
        kind = Kind.PERCENT
    elif "/" in unit:
        kind = Kind.RATE
    elif unit in {family.name for family in patterns.units.currencies}:
        kind = Kind.MONEY
    else:
        is_measure = any(unit in family.forms for family in patterns.units.measures)
        kind = Kind.MEASURE if is_measure else Kind.COUNT
    return catalogue.match(item, unit, kind, change, sentence or item)


def _matched(entry: Indicator, catalogue: IndicatorCatalogue, patterns: Patterns) -> Finder:
    def find(example: str) -> list[str]:
        match = indicator_of(example, catalogue, patterns)
        return [match.code] if match and match.code == entry.code else []

    return find


def mistakes(entry: _Exemplified, find: Finder) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with an entry, by the name of the text that says it, and the example that shows it."""
    for example in entry.examples:
        found = find(_MARKED.sub(r"\1", example))
        marked = [shadow_of(text).text for text in _MARKED.findall(example)]
        if not found or (marked and found != marked):
            yield "example_missed", example
    for example in entry.counter_examples:
        if find(example):
            yield "example_taken", example


def _added(merged: Iterable[Entry], ours: Iterable[Entry]) -> list[Entry]:
    known = list(ours)
    return [entry for entry in merged if entry not in known]


def _prove(file: Path, name: str, entry: _Exemplified, find: Finder) -> None:
    for problem, example in mistakes(entry, find):
        named = re.compile(rf"\b(?:name|code): *[\"']?{re.escape(name)}(?!\w)")
        line = next((n for n, text in enumerate(file.read_text("utf-8").splitlines(), 1) if named.search(text)), 1)
        message = say(
            "patterns.example", file=file, line=line, name=name, problem=say(f"patterns.{problem}"), example=example
        )
        raise PatternError(message, remedy=say("patterns.example_remedy", name=name))
