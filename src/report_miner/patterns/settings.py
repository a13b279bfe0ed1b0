"""What the pattern files hold about time and place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

from pydantic import Field, model_validator

from report_miner.patterns.files import Entry, NamedPattern, SidedPatterns


class PeriodRule(NamedPattern):
    """A form of time and how it is read; `alone` ones count only when they are the whole text.

    `form` names the reading in `report_miner.extract.periods`.
    """

    form: str
    alone: bool = False


class Periods(SidedPatterns):
    """patterns/periods.yaml: forms of time. In patterns «name» stands for a fragment, a blank for white space."""

    fragments: dict[str, str]
    numbers: dict[str, int]
    shifts: dict[str, int]
    tet: dict[int, date]
    tet_after_29: tuple[int, ...]
    triggers: tuple[str, ...]
    heads: frozenset[str]
    counted: str
    rules: tuple[PeriodRule, ...]

    @model_validator(mode="before")
    @classmethod
    def _written_out(cls, data: Any) -> Any:
        fragments = data.get("fragments") if isinstance(data, dict) else None
        if not isinstance(fragments, dict):
            return data

        def written_out(pattern: str) -> str:
            for _ in fragments:
                pattern = re.sub("«(\\w+)»", lambda match: fragments.get(match[1], ""), pattern)
            return pattern.replace(" ?", r"\s{0,3}").replace(" ", r"\s{1,3}")

        lists = {
            name: [
                entry | {"pattern": written_out(str(entry["pattern"]))} if "pattern" in entry else entry
                for entry in data.get(name) or []
            ]
            for name in ("rules", "patterns")
        }
        return data | lists | {"counted": written_out(str(data.get("counted", "")))}


_RANKS = {"xa": 0, "huyen": 1, "tinh": 3}
_BETWEEN = 2


class PlaceType(Entry):
    """A type word before a unit's name, the types of places.csv it may stand for, and its abbreviations.

    `any_level`: units of other levels bear the type too (a city may be a province or a district).
    """

    word: str
    level: str = Field(pattern="^(?:xa|huyen|tinh)$")
    types: tuple[str, ...]
    short: tuple[str, ...] = ()
    any_level: bool = False

    @property
    def rank(self) -> int:
        """How high a unit of this type stands among the others."""
        return _BETWEEN if self.any_level else _RANKS[self.level]


class PlaceWord(Entry):
    """Words that stand for a place by themselves; `bodies`, `names` and `own` only point to it."""

    name: str
    words: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    own: tuple[str, ...] = ()


class WorldWords(SidedPatterns):
    """What is told of the whole world, which the text calls by one of `names` where it does not count countries."""

    names: tuple[str, ...]
    subjects: tuple[NamedPattern, ...]
    everywhere: tuple[NamedPattern, ...]
    countries: tuple[NamedPattern, ...]


class PlaceWords(SidedPatterns):
    """patterns/places.yaml: how texts name places."""

    types: tuple[PlaceType, ...]
    local_types: tuple[str, ...]
    foreign_types: tuple[str, ...]
    aliases: dict[str, str]
    aliases_typed_only: tuple[str, ...]
    sites: dict[str, tuple[str, ...]]
    capital: PlaceWord
    nation: PlaceWord
    regions: tuple[str, ...]
    sides: tuple[str, ...]
    region_types: tuple[str, ...]
    region_areas: tuple[str, ...]
    region_pointers: tuple[str, ...]
    openers: tuple[str, ...]
    offices: tuple[str, ...]
    lies: tuple[str, ...]
    countries: tuple[str, ...]
    countries_after_word: tuple[str, ...]
    countries_like_names: tuple[str, ...]
    country_openers: tuple[str, ...]
    countries_like_persons: tuple[str, ...]
    country_titles: tuple[str, ...]
    country_names: dict[str, tuple[str, ...]]
    origins: tuple[str, ...]
    makers: tuple[str, ...]
    origin_links: tuple[str, ...]
    markets: tuple[str, ...]
    foreign_cities: tuple[str, ...]
    abroad_signs: tuple[str, ...]
    country_signs: dict[str, tuple[str, ...]]
    world: WorldWords
    after_number: tuple[str, ...]
    amounts: frozenset[str]
    decoys: tuple[str, ...]
    not_after: tuple[str, ...]
    still_after: tuple[str, ...]
    firms: tuple[str, ...]
    never_in_names: tuple[str, ...]
    title_words: tuple[str, ...]
    surnames: tuple[str, ...]
    between: tuple[str, ...]
    compared: tuple[str, ...]
    asides: tuple[str, ...]
    bodies_of_regions: tuple[str, ...]
    bodies_of_units: tuple[str, ...]
    ranks: tuple[str, ...]
    rank_numbers: tuple[str, ...]
    persons: tuple[str, ...]
    residence: tuple[str, ...]
    passing: tuple[str, ...]
    next_in_row: tuple[str, ...]
    at: tuple[str, ...]
    located: tuple[str, ...]
    events: tuple[str, ...]
    all: tuple[str, ...]
    whole: tuple[str, ...]
    whole_bodies: tuple[str, ...]
    own_of: tuple[str, ...]
    own_after: tuple[str, ...]
    seats: tuple[str, ...]
    general: tuple[str, ...]
    incidents: tuple[str, ...]

    @cached_property
    def site_names(self) -> frozenset[str]:
        """The names of all sites."""
        return frozenset(site for sites in self.sites.values() for site in sites)

    @cached_property
    def other_names(self) -> Mapping[str, str]:
        """The names in places.csv by the other names that stand for them: aliases, and sites that lie there."""
        return self.aliases | {site: name for name, sites in self.sites.items() for site in sites}

    @cached_property
    def type_of(self) -> Mapping[str, PlaceType]:
        """The types of units by their words and abbreviations, in lower case."""
        return {form.lower(): kind for kind in self.types for form in (kind.word, *kind.short)}
