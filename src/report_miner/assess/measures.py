"""What tests look at: the measures of patterns/assess.yaml, and which of them a figure or a clause names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from pydantic import field_validator

from report_miner.clean.shadow import shadow_of
from report_miner.model import Figure
from report_miner.patterns import Entry, NamedPattern, Patterns, load_patterns, read_yaml

_FILE = "assess.yaml"
_BREAK = re.compile(r"[;:()\[\]\n]|[,.](?!\d)")
_AROUND = 160
_LEAD = 48


class RuleNumbers(Entry):
    """The numbers behind the rules that tests name."""

    small_count: int
    about: int


class AssessWords(Entry):
    """Regular expressions over text in lower case; the file explains each."""

    lead: str
    tail: str
    filler: str
    separator: str
    absent_before: str
    absent_after: str
    occurred: str
    wish: str
    measured: str
    described: str
    result: str
    definition: str
    earlier: str
    compared: str
    same_as_year_before: str
    collective: str

    @field_validator("*")
    @classmethod
    def _compiles(cls, value: str) -> str:
        re.compile(value)
        return value


class Measure(NamedPattern):
    """One thing that tests look at; patterns/assess.yaml explains the fields."""

    label: str
    indicators: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()

    @field_validator("labels", "present", "absent")
    @classmethod
    def _compile(cls, values: tuple[str, ...]) -> tuple[str, ...]:
        for value in values:
            re.compile(value)
        return values


class Assessing(Entry):
    """patterns/assess.yaml."""

    topic: str
    rules: RuleNumbers
    regions: dict[str, tuple[str, ...]]
    words: AssessWords
    measures: tuple[Measure, ...]

    @cached_property
    def by_name(self) -> dict[str, Measure]:
        """The measures by name."""
        return {measure.name: measure for measure in self.measures}

    @cached_property
    def region_of(self) -> dict[str, str]:
        """Province → region."""
        return {province: region for region, provinces in self.regions.items() for province in provinces}


def load_assessing(patterns: Patterns | None = None) -> Assessing:
    """Return patterns/assess.yaml with a user's file laid over it.

    Raises:
        PatternError: the file is broken; the message names file, line and remedy.
    """
    return _load(patterns or load_patterns())


@cache
def _load(patterns: Patterns) -> Assessing:
    over = patterns.over / _FILE if patterns.over else None
    return read_yaml(patterns.directory / _FILE, Assessing, over=over)


@dataclass(frozen=True, slots=True)
class Named:
    """A measure as a text in lower case names it, at a half-open range."""

    start: int
    end: int
    measure: str


class MeasureReader:
    """Finds the measures that texts and figures name; built once from the patterns."""

    def __init__(self, assessing: Assessing) -> None:
        words = assessing.words
        self._measures = assessing.by_name
        self._lead = re.compile(words.lead)
        self._names = {
            name: re.compile(rf"(?<!\w)(?:{measure.pattern})(?!\w){words.tail}")
            for name, measure in self._measures.items()
        }
        self._of_indicator: dict[str, list[str]] = {}
        self._of_unit: dict[str, list[str]] = {}
        for name, measure in self._measures.items():
            for indicator in measure.indicators:
                self._of_indicator.setdefault(indicator, []).append(name)
            for unit in measure.units:
                self._of_unit.setdefault(unit, []).append(name)

    def named(self, lower: str, among: Iterable[str] | None = None) -> Iterator[Named]:
        """Yield the names of measures (of all, or `among` some) in a text, none narrowed by the words around it."""
        for name in self._names if among is None else among:
            for match in self._names[name].finditer(lower):
                if self._lead.search(lower[max(0, match.start() - _LEAD) : match.start()]):
                    yield Named(match.start(), match.end(), name)

    def named_at(self, lower: str, position: int) -> Iterator[Named]:
        """Yield the names of measures that begin at `position`."""
        for name, pattern in self._names.items():
            if match := pattern.match(lower, position):
                yield Named(match.start(), match.end(), name)

    def measures_of(self, figure: Figure) -> frozenset[str]:
        """The measures that a figure states: by its indicator, else its item, else the words of its clause."""
        among = self._of_unit.get((figure.unit or "").casefold().strip(), ())
        if not among:
            return frozenset()
        found = frozenset(self._of_indicator.get(figure.indicator or "", ())) & frozenset(among)
        if found:
            return found
        item = frozenset(hit.measure for hit in self.named(_lower(figure.item or ""), among))
        return item or self._in_clause(figure, among)

    def _in_clause(self, figure: Figure, among: Iterable[str]) -> frozenset[str]:
        """The measures that a figure's clause names; their names may hold commas of their own."""
        position = figure.start - figure.sentence_start
        before = figure.sentence[max(0, position - _AROUND) : position]
        after = figure.sentence[position + len(figure.text) :][:_AROUND]
        opening = max((match.end() for match in _BREAK.finditer(before)), default=0)
        stop = _BREAK.search(after)
        closing = len(before) + 1 + (stop.start() if stop else len(after))
        named = self.named(_lower(f"{before} {after}"), among)
        return frozenset(hit.measure for hit in named if hit.end > opening and hit.start < closing)


def _lower(text: str) -> str:
    return shadow_of(text).lower
