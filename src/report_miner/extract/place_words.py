"""What a scan for places looks for (names as printed, type words, what only looks like a place) and what it finds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from report_miner.extract.gazetteer import DAK, Gazetteer, Level, Unit
from report_miner.patterns import PlaceType, PlaceWords

_SHORTEST_IN_CAPITALS = 4


class Sort(StrEnum):
    """What a mention names."""

    UNIT = "unit"
    LOCAL = "local"
    REGION = "region"
    ABROAD = "abroad"
    SIGN = "sign"
    NATION = "nation"
    BODY = "body"
    GENERIC = "generic"
    LEARNED = "learned"


class PlaceMention(NamedTuple):
    """A place as a text names it, at a half-open range of the shadow that includes the type word.

    `type` is the type word in full (`thị xã` for `TX`), None for a bare name; `name` is as printed, empty for a type
    word that speaks of a place named elsewhere (`toàn tỉnh`); `candidates` are the units it may be, of both vintages.
    """

    start: int
    end: int
    sort: Sort
    type: str | None
    name: str
    candidates: tuple[Unit, ...] = ()
    level: str | None = None

    @property
    def printed(self) -> str:
        """Type and name, or the bare name; a name of several syllables is not left in capitals."""
        name = self.name.title() if " " in self.name and self.name.isupper() else self.name
        return f"{self.type} {name}" if self.type and name else name


@dataclass(frozen=True, slots=True)
class PlaceKey:
    """What a key of the automaton stands for."""

    sort: Sort
    name: str = ""
    type: PlaceType | None = None
    local: str | None = None
    strict: bool = False
    decoy: bool = False


def place_words(gazetteer: Gazetteer) -> Iterator[tuple[str, PlaceKey]]:
    """Yield every key that names a place or opens its name, as it is printed, with what it stands for."""
    words = gazetteer.words
    yield from _units(gazetteer)
    yield from _names(words)
    for name in words.decoys:
        yield name, PlaceKey(Sort.UNIT, decoy=True)
    for kind in words.types:
        for form in (kind.word, kind.word.capitalize(), kind.word.title(), kind.word.upper(), *kind.short):
            yield form, PlaceKey(Sort.UNIT, type=kind)
    for local in (*words.local_types, *words.foreign_types):
        for form in (local, local.capitalize()):
            yield form, PlaceKey(Sort.LOCAL, local=local)


def _units(gazetteer: Gazetteer) -> Iterator[tuple[str, PlaceKey]]:
    words = gazetteer.words
    for unit in gazetteer.units.values():
        if unit.level != Level.COMMUNE and not unit.name.isdecimal():
            for key in _spellings(unit.name):
                yield key, PlaceKey(Sort.UNIT, unit.name)
    for alias in words.other_names:
        if alias not in words.aliases_typed_only:
            for key in _spellings(alias):
                yield key, PlaceKey(Sort.UNIT, alias)
    for name in words.capital.words:
        yield name, PlaceKey(Sort.UNIT, words.capital.name)
        yield name[0].lower() + name[1:], PlaceKey(Sort.UNIT, words.capital.name)


def _names(words: PlaceWords) -> Iterator[tuple[str, PlaceKey]]:
    """Names of regions, of the nation, and of what is abroad."""
    for names, sort in (
        (words.regions, Sort.REGION),
        (words.countries, Sort.ABROAD),
        (words.countries_like_names, Sort.ABROAD),
        (words.foreign_cities, Sort.ABROAD),
        (words.nation.names, Sort.BODY),
    ):
        for name in names:
            for key in _region_spellings(name) if sort == Sort.REGION else _in_capitals(name):
                yield key, PlaceKey(sort, name)
    for name in words.sides:
        for key in (name, name[0].upper() + name[1:]):
            yield key, PlaceKey(Sort.REGION, name, strict=True)
    for name in words.countries_after_word:
        yield name, PlaceKey(Sort.ABROAD, name, strict=True)
    for sort, group in (
        (Sort.NATION, words.nation.words),
        (Sort.BODY, (*words.nation.bodies, *words.nation.own)),
    ):
        for name in group:
            yield name, PlaceKey(sort, words.nation.name)
            yield name[0].upper() + name[1:], PlaceKey(sort, words.nation.name)
    for name in words.region_pointers:
        yield name, PlaceKey(Sort.GENERIC)
    for name in words.abroad_signs:
        yield name, PlaceKey(Sort.SIGN)
    for country, names in words.country_signs.items():
        for name in names:
            yield name, PlaceKey(Sort.SIGN, country)


def _spellings(name: str) -> set[str]:
    """The ways in which a name is printed: hyphens spaced, tight or left out, "Đắk" as "Đăk", all in capitals."""
    forms = {name.replace(" - ", hyphen) for hyphen in (" - ", "-", " ", " -", "- ")}
    first, _, rest = name.partition(" ")
    if rest and first.lower() in DAK:
        forms |= {f"{word.capitalize()} {rest}" for word in DAK}
    return forms | {form.upper() for form in forms}


def _in_capitals(name: str) -> set[str]:
    return {name, name.upper()} if len(name) > _SHORTEST_IN_CAPITALS else {name}


def _region_spellings(name: str) -> set[str]:
    """The ways in which a region is printed: "Đồng bằng Sông Cửu Long", "đồng bằng sông Cửu Long", "Tây Nam bộ"."""
    first = {name, name[0].lower() + name[1:], name[0].upper() + name[1:]}
    inner = {form.replace("sông", "Sông") for form in first} | {form.replace("Bộ", "bộ") for form in first}
    return first | inner | {name.upper()}
