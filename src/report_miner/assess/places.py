"""What assessing asks of a place: its level, its province, and the single places of a list."""

from __future__ import annotations

import re

from report_miner.assess.criteria import Level
from report_miner.extract.gazetteer import Gazetteer
from report_miner.model import Place

_TYPES = {
    "xã": Level.COMMUNE,
    "phường": Level.COMMUNE,
    "thị trấn": Level.COMMUNE,
    "đặc khu": Level.COMMUNE,
    "huyện": Level.DISTRICT,
    "quận": Level.DISTRICT,
    "thị xã": Level.DISTRICT,
    "tỉnh": Level.PROVINCE,
    "việt nam": Level.NATION,
}
_CITY = "thành phố"
_LISTED = re.compile(r",\s*(?:và\s+)?|\s+và\s+")
_RANKS = {Level.NATION: 0, Level.PROVINCE: 1, Level.DISTRICT: 2, Level.COMMUNE: 3, Level.HAMLET: 4}
_PLAIN = {
    Level.ADVANCED_COMMUNE: Level.COMMUNE,
    Level.MODEL_COMMUNE: Level.COMMUNE,
    Level.ADVANCED_DISTRICT: Level.DISTRICT,
}


def level_of(place: Place) -> Level | None:
    """The level of a place, by the type word of its first name; None when that is unclear."""
    name = place.names[0].casefold()
    if name.startswith(_CITY):
        return Level.DISTRICT if len(place.names) > 1 else Level.PROVINCE
    return next((level for word, level in _TYPES.items() if name == word or name.startswith(f"{word} ")), None)


def is_wider(level: Level, wanted: Level) -> bool:
    """Whether a place of `level` holds places of the level `wanted`."""
    return _RANKS[level] < _RANKS[plain(wanted)]


def plain(level: Level) -> Level:
    """The level of the places that a test is for: an advanced commune is a commune."""
    return _PLAIN.get(level, level)


def province_of(place: Place, gazetteer: Gazetteer) -> str | None:
    """The bare name of the province in which a place lies, None when the record does not tell."""
    unit = gazetteer.units.get(place.code or "")
    if unit is not None:
        return [unit, *gazetteer.ancestors(unit)][-1].name
    outermost = Place(place.names[-1:])
    if level_of(outermost) is Level.PROVINCE:
        return re.sub(r"^(?:tỉnh|thành phố)\s+", "", place.names[-1], flags=re.IGNORECASE)
    return None


def single_places(place: Place) -> list[Place]:
    """The places of a list ("xã A, xã B < huyện C"), each on its own; a single place as it is."""
    entries = _LISTED.split(place.names[0])
    typed = [level_of(Place((entry,))) for entry in entries]
    if len(entries) < 2 or typed[0] is None or any(level not in (typed[0], None) for level in typed):
        return [place]
    word = next(word for word in _TYPES if entries[0].casefold().startswith(f"{word} "))
    named = (entry if level else f"{word} {entry}" for entry, level in zip(entries, typed, strict=True))
    return [Place((name, *place.names[1:])) for name in named]
