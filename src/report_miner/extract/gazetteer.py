"""The administrative units of Vietnam in two vintages, looked up by name and type.

Codes are those of the General Statistics Office. They are not stable across the reform of 2025-07-01 (the new xã
Tuyên Lâm bears the code of the old xã Thanh Hóa), so a code is always given with its vintage: `old:18958`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from report_miner.clean.syllables import plain
from report_miner.errors import PatternError
from report_miner.patterns import Patterns, PlaceWords
from report_miner.texts import say, system_reason

REFORM = date(2025, 7, 1)

_HYPHEN = re.compile(r"[\s'-]+")
_GAP = re.compile(r"[\W_]+")
# Letters that names of one sound are spelt with.
_ONE_SOUND = str.maketrans("cqy", "kki")
# One word of the languages of Tây Nguyên in the spellings that texts mix.
DAK = ("đắk", "đăk", "đắc", "đăc", "đak")
_OTHER_DAK = tuple(f"{word} " for word in DAK[1:])


class Vintage(StrEnum):
    """Before or after the reform of 2025-07-01."""

    OLD = "old"
    NEW = "new"

    @classmethod
    def of(cls, day: date | None) -> Vintage:
        """The vintage in force on a day; the old one when the day is not known."""
        return cls.NEW if day is not None and day >= REFORM else cls.OLD


class Level(StrEnum):
    """The height of a unit: province, district, commune."""

    PROVINCE = "tinh"
    DISTRICT = "huyen"
    COMMUNE = "xa"


class Unit(NamedTuple):
    """One administrative unit; `parent` and `successors` are codes without vintage."""

    vintage: str
    level: str
    type: str
    name: str
    code: str
    parent: str
    successors: tuple[str, ...]

    @property
    def ref(self) -> str:
        """Vintage and code, as a place bears them: `old:18958`."""
        return f"{self.vintage}:{self.code}"

    @property
    def full_name(self) -> str:
        """Type and name: `xã Thanh Hóa`."""
        return f"{self.type} {self.name}"


_VINTAGES, _LEVELS = frozenset(Vintage), frozenset(Level)


def name_key(name: str) -> str:
    """Return what names are compared by: lower case, no hyphens, apostrophes or double spaces, "đắk" spelt one way.

    >>> name_key("Bà Rịa  - Vũng Tàu"), name_key("Đăk Tô")
    ('bà rịa vũng tàu', 'đắk tô')
    """
    name = name.lower()
    if "-" in name or "'" in name or "  " in name:
        name = _HYPHEN.sub(" ", name)
    name = name.strip()
    return f"{DAK[0]} {name.partition(' ')[2]}" if name.startswith(_OTHER_DAK) else name


def sound_key(name: str) -> str:
    """Return what the spellings of one name have in common: letters without accents, y as i, c as k, no gaps.

    >>> sound_key("Đăk Rông"), sound_key("Đakrông"), sound_key("Qui Nhơn")
    ('dakrong', 'dakrong', 'kuinhon')
    """
    return plain(_GAP.sub("", name)).translate(_ONE_SOUND)


class Gazetteer:
    """The units of both vintages.

    Args:
        units: all units, of both vintages.
        words: how texts name places.
    """

    def __init__(self, units: Iterable[Unit], words: PlaceWords) -> None:
        self.words = words
        self.units: dict[str, Unit] = {}
        self._by_name: dict[str, list[Unit]] = {}
        for unit in units:
            self.units[unit.ref] = unit
            self._by_name.setdefault(name_key(unit.name), []).append(unit)
        self._by_sound = self._told_by_sound()
        for alias, name in words.other_names.items():
            units = self._by_name.setdefault(name_key(alias), [])
            for unit in self._by_name.get(name_key(name), ()):
                if unit.level != Level.COMMUNE and unit not in units:
                    units.append(unit)

    def _told_by_sound(self) -> dict[str, list[Unit]]:
        """The provinces and districts by the sound of their name, where no other name sounds so."""
        units: dict[str, list[Unit]] = {}
        for unit in self.units.values():
            if unit.level != Level.COMMUNE:
                units.setdefault(sound_key(unit.name), []).append(unit)
        return {sound: alike for sound, alike in units.items() if len({name_key(unit.name) for unit in alike}) == 1}

    @cached_property
    def _children(self) -> dict[str, list[Unit]]:
        children: dict[str, list[Unit]] = {}
        for unit in self.units.values():
            children.setdefault(f"{unit.vintage}:{unit.parent}", []).append(unit)
        return children

    def named(self, name: str, types: Sequence[str] = (), vintage: str | None = None) -> list[Unit]:
        """Return the units of that name, of one of `types` if given, of `vintage` if given.

        The name of a province or district may be misspelt where its type is given and no other sounds so.
        """
        named = self._by_name.get(name_key(name))
        if named is None and types:
            named = self._by_sound.get(sound_key(name))
        return [
            unit
            for unit in named or ()
            if (not types or unit.type in types) and (vintage is None or unit.vintage == vintage)
        ]

    def ancestors(self, unit: Unit) -> list[Unit]:
        """Return the units above, the nearest first."""
        above: list[Unit] = []
        while unit.parent:
            unit = self.units[f"{unit.vintage}:{unit.parent}"]
            above.append(unit)
        return above

    def within(self, unit: Unit, area: Unit) -> bool:
        """Whether `unit` is `area` or lies in it."""
        return unit == area or area in self.ancestors(unit)

    def count_units(self, ref: str, level: str) -> int:
        """Return how many units of `level` lie in the unit `ref` (`old:89`); a hint, since boundaries change.

        Raises:
            KeyError: there is no such unit.
        """
        return sum(1 for unit in self._below(self.units[ref]) if unit.level == level)

    def _below(self, area: Unit) -> Iterable[Unit]:
        for unit in self._children.get(area.ref, ()):
            yield unit
            yield from self._below(unit)

    def successors(self, ref: str) -> list[Unit]:
        """Return the new units that took over the unit `ref`, the main one first; of a new unit, itself.

        Raises:
            KeyError: there is no such unit.
        """
        unit = self.units[ref]
        if unit.vintage == Vintage.NEW:
            return [unit]
        codes = dict.fromkeys(code for part in (unit, *self._below(unit)) for code in part.successors)
        level = Level.PROVINCE if unit.level == Level.PROVINCE else Level.COMMUNE
        return [new for code in codes if (new := self.units[f"{Vintage.NEW}:{code}"]).level == level]


@cache
def load_gazetteer(patterns: Patterns) -> Gazetteer:
    """Return the gazetteer of `patterns`, read once; a user's places.csv adds units or replaces ours.

    Raises:
        PatternError: a file cannot be read, or a row of it is no unit.
    """
    units: dict[str, Unit] = {}
    for path in patterns.files("places.csv"):
        try:
            units |= _units(path)
        except (OSError, UnicodeDecodeError) as error:
            message = say("patterns.unreadable", file=path, reason=system_reason(error))
            raise PatternError(message, remedy=say("patterns.unreadable_remedy")) from error
    return Gazetteer(units.values(), patterns.place_words)


def _units(path: Path) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.reader(lines)
        next(rows, None)
        for row in rows:
            if len(row) != len(Unit._fields) or row[0] not in _VINTAGES or row[1] not in _LEVELS:
                message = say("places.row", file=path, line=rows.line_num)
                raise PatternError(message, remedy=say("places.row_remedy", columns=",".join(Unit._fields)))
            vintage, level, kind, name, code, parent, successors = row
            after = tuple(successors.split()) if successors else ()
            units[vintage + code] = Unit(vintage, level, kind, name, code, parent, after)
    return units
