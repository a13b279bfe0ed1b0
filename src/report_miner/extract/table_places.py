"""Which place the words of a header name: "Huyện A", "TP. B", or a bare name in a column of places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from report_miner.clean.shadow import shadow_of
from report_miner.extract.document_place import Subject, chain_of
from report_miner.extract.gazetteer import Gazetteer, Level, Unit, Vintage
from report_miner.extract.place_evidence import in_force
from report_miner.extract.place_mentions import find_places
from report_miner.extract.place_words import PlaceMention, Sort
from report_miner.extract.places import PlaceReading
from report_miner.extract.word_trie import any_of, any_word
from report_miner.model import Place

_KEPT = 4096
_CERTAIN, _NAMED = 0.95, 0.75
_BELOW = {Level.PROVINCE: Level.DISTRICT, Level.DISTRICT: Level.COMMUNE}


class PlaceNames:
    """Reads the place names of one document's tables.

    Args:
        subject: the place that the document is about.
        vintage: the units in force when it was written.
        gazetteer: the units.
    """

    def __init__(self, subject: Subject, vintage: Vintage, gazetteer: Gazetteer) -> None:
        self._subject = subject
        self._vintage = vintage
        self._gazetteer = gazetteer
        self._types = gazetteer.words.type_of
        self._type = re.compile(any_word(self._types))
        self._hamlet = re.compile(any_word(gazetteer.words.local_types))
        any_type = any_of(kind.word for kind in self._types.values())
        self._inside_area = re.compile(
            rf"(?:((?i:{any_type})) )?(\w[^(),&]*?)(?: ?\(|, )(?:(?i:{any_type}|tp\.?) ?)?(\w[^(),]*)\)?"
        )
        self._in_lost_district = _is_lost_district(subject)
        below = _BELOW.get(Level(subject.unit.level)) if subject.unit else None
        self._below_area = Level.COMMUNE if self._in_lost_district else below
        self.typed = lru_cache(maxsize=_KEPT)(self._typed)
        self.bare = lru_cache(maxsize=_KEPT)(self._bare)
        self.mentioned = lru_cache(maxsize=_KEPT)(self._mentioned)

    def _typed(self, text: str) -> PlaceReading | None:
        """Return the place that `text` is, type and name and nothing else, or a name that needs no type.

        What contains it may follow: "Di Linh (Lâm Đồng)", "xã Hà Thượng, Đại Từ".
        """
        if (parts := self._inside_area.fullmatch(text)) and (unit := self._inside(*parts.groups())):
            return self._unit(unit, _CERTAIN)
        mentions = find_places(shadow_of(text), self._gazetteer) if text[:1].isalpha() else []
        if len(mentions) != 1 or mentions[0].start > 0 or text[mentions[0].end :].strip(" .:)"):
            return None
        return self._of(mentions[0])

    def _mentioned(self, text: str) -> PlaceReading | None:
        """Return the one unit inside the document's place that `text` names: "Trạm y tế xã Hà Thượng"."""
        area = self._subject.unit
        mentions = [each for each in find_places(shadow_of(text), self._gazetteer) if each.type and each.level]
        if area is None or len(mentions) != 1:
            return None
        if not mentions[0].name:  # "Cả huyện"
            return None
        if not mentions[0].candidates and mentions[0].level == self._below_area:
            return self._below(mentions[0].printed)
        units = in_force(mentions[0].candidates, self._vintage)
        units = [unit for unit in units if unit != area and self._gazetteer.within(unit, area)]
        return self._unit(units[0], _NAMED) if len(units) == 1 else None

    def _inside(self, kind: str | None, name: str, around: str) -> Unit | None:
        """The highest unit of that name, and of that type if one is given, inside `around`."""
        areas = in_force(self._gazetteer.named(around), self._vintage)
        named = in_force(self._gazetteer.named(name, (kind.lower(),) if kind else ()), self._vintage)
        units = [unit for unit in named if any(unit != area and self._gazetteer.within(unit, area) for area in areas)]
        return min(units, key=lambda unit: list(Level).index(Level(unit.level)), default=None)

    def _bare(self, name: str, header: str) -> PlaceReading | None:
        """Return the unit inside the document's place that bears `name`, of the level that `header` speaks of."""
        area = self._subject.unit
        units = in_force(self._gazetteer.named(name), self._vintage) if area else []
        units = [unit for unit in units if area and unit != area and self._gazetteer.within(unit, area)]
        levels = self.levels(header)
        if levels:
            units = [unit for unit in units if unit.level in levels]
        elif area:
            units = [unit for unit in units if unit.level == self._below_area] or units
        return self._unit(units[0], _CERTAIN) if len(units) == 1 else None

    def named(self, name: str, header: str) -> PlaceReading:
        """Return the place that a cell of a column of places names; a bare name is of the level of `header`."""
        if self.of_hamlets(header):
            return self.listed(name, header)
        typed = self.typed(name)
        if typed and not self._agrees(typed, header):
            typed = None
        if not self._type.match(name.lower()):
            typed = self.bare(name, header) or typed
        return typed or self.bare(name, header) or self.mentioned(name) or self.listed(name, header)

    def _agrees(self, reading: PlaceReading, header: str) -> bool:
        """Whether a place may stand under `header`: of the levels that it names, if it names any."""
        levels = self.levels(header)
        own = self.levels(reading.place.names[0]) if reading.place else set()
        return not levels or not own or bool(own & levels)

    def without(self, text: str) -> str:
        """Return `text` with blanks in place of the units that it names."""
        for mention in find_places(shadow_of(text), self._gazetteer):
            if mention.name and mention.sort is Sort.UNIT:
                text = text[: mention.start] + " " * (mention.end - mention.start) + text[mention.end :]
        return text

    def levels(self, header: str) -> set[Level]:
        """Return the levels of units that the header of a column of places names; a city may be of several."""
        kinds = (self._types[match[0]] for match in self._type.finditer(header.lower()))
        return {Level(kind.level) for kind in kinds if not kind.any_level}

    def of_hamlets(self, header: str) -> bool:
        """Whether a column of places names the parts of communes, which no table has."""
        return self._hamlet.match(header.lower().removeprefix("tên ")) is not None

    def listed(self, name: str, header: str) -> PlaceReading:
        """Return a place that no table knows but that stands in a column of places, inside what follows its name."""
        inner, comma, outer = name.partition(", ")
        if comma and (around := self.typed(outer)) and around.place:
            return PlaceReading(Place((inner, *around.place.names)), "table", _NAMED)
        kind = header.lower().removeprefix("tên ")
        known = self._type.fullmatch(kind) or self._hamlet.fullmatch(kind)
        typed = self._type.match(name.lower()) or self._hamlet.match(name.lower())
        return self._below(f"{kind} {name}" if known and not typed else name)

    def _of(self, mention: PlaceMention) -> PlaceReading | None:
        if mention.sort in (Sort.GENERIC, Sort.BODY):
            return None
        if mention.sort == Sort.NATION:
            return PlaceReading(Place((self._gazetteer.words.nation.name,)), "table", _CERTAIN)
        if mention.sort in (Sort.REGION, Sort.ABROAD):
            return PlaceReading(Place((mention.name,)), "table", _CERTAIN)
        named = in_force(mention.candidates, self._vintage)
        if mention.type is None:
            named = [unit for unit in named if unit.level == Level.PROVINCE] or named
        units = self._nearest(named)
        if len(units) == 1:
            return self._unit(units[0], _CERTAIN)
        return self._below(mention.printed) if mention.type else None

    def _nearest(self, units: Sequence[Unit]) -> Sequence[Unit]:
        """Those inside the document's place, else inside what lies around it, else all."""
        area = self._subject.unit
        for around in [area, *self._gazetteer.ancestors(area)] if area else []:
            inside = [unit for unit in units if self._gazetteer.within(unit, around)]
            if inside:
                return inside
        return units

    def _unit(self, unit: Unit, certainty: float) -> PlaceReading:
        area = self._subject.unit
        if area and unit.level == Level.COMMUNE and self._in_lost_district and self._gazetteer.within(unit, area):
            return self._below(unit.full_name)
        return PlaceReading(chain_of(unit, self._gazetteer), "table", certainty)

    def _below(self, name: str) -> PlaceReading:
        above = self._subject.place.names if self._subject.unit and self._subject.place else ()
        return PlaceReading(Place((name, *above)), "table", _NAMED)


def _is_lost_district(subject: Subject) -> bool:
    """Whether a document is about a district that no table has, so that only its province is known."""
    narrowed = subject.place is not None and len(subject.place.names) > 1 and not subject.scene
    return narrowed and subject.unit is not None and subject.unit.level == Level.PROVINCE
