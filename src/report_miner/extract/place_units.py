"""Which unit of the table a mention names, judged by what the document has named before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from report_miner.extract.document_place import Subject
from report_miner.extract.gazetteer import Gazetteer, Level, Unit, Vintage
from report_miner.extract.place_evidence import in_force
from report_miner.extract.place_words import PlaceMention


class UnitChooser:
    """Chooses among the units of one name, and remembers which units were named.

    Args:
        subject: what the document is about.
        gazetteer: the units.
        names: reference of a unit → the name that the document prints, with its type of then.
        vintage: the units in force when the document was written.
    """

    def __init__(self, subject: Subject, gazetteer: Gazetteer, names: Mapping[str, str], vintage: Vintage) -> None:
        self._subject = subject
        self._gazetteer = gazetteer
        self._names = names
        self._vintage = vintage
        self._recent: dict[str, Unit] = {}
        self._named: set[Unit] = set()
        self._opening: Unit | None = None

    def begin_paragraph(self, opening: Unit | None) -> None:
        """Note that a paragraph begins, with the unit that opens it."""
        self._opening = opening

    def remember(self, named: Unit) -> None:
        """Note that the text has named a unit."""
        self._named.add(named)
        for unit in (named, *self._gazetteer.ancestors(named)):
            self._recent[unit.level] = unit
            self._recent[unit.type] = unit

    def was_named(self, unit: Unit) -> bool:
        """Whether the text has named the unit before."""
        return unit in self._named

    def of_type(self, type_word: str | None) -> Unit | None:
        """Return what "toàn huyện" or "tỉnh này" point back to.

        That is the unit with which the paragraph opens, the subject's own, or the last of that type.
        """
        known = [
            each
            for unit in (self._opening, self._subject.unit)
            if unit is not None
            for each in (unit, *self._gazetteer.ancestors(unit))
        ]
        printed = (unit for unit in known if self._names.get(unit.ref, unit.full_name).startswith(f"{type_word} "))
        return next(printed, None) or self._recent.get(type_word or "")

    def is_near(self, unit: Unit) -> bool:
        """Whether the unit lies in the province of the subject, or in the one named last."""
        provinces = [self._subject.unit, self._recent.get(Level.PROVINCE)]
        tops = {(self._gazetteer.ancestors(u) or [u])[-1] for u in provinces if u}
        return any(self._gazetteer.within(unit, top) for top in tops)

    def choose(self, mention: PlaceMention, areas: Sequence[Unit]) -> Unit | None:
        """Return the unit that a mention names, when the areas around it leave one; it lies in the stated `areas`."""
        units = in_force(mention.candidates, self._vintage)
        if areas:
            units = self._inside(units, areas[0]) or self._risen(mention, areas[0])
        if mention.type is None:
            units = [unit for unit in units if unit.level == Level.PROVINCE] or units
        if len(units) == 1:
            return units[0]
        subject = self._subject.unit
        around = [
            *areas,
            *([subject, *self._gazetteer.ancestors(subject)] if subject and not areas else []),
            *(self._recent.values() if not areas else []),
        ]
        for area in around:
            if len(units) == 1:
                break
            units = self._inside(units, area) or units
        return units[0] if len(units) == 1 else None

    def above(self, above: Sequence[PlaceMention]) -> list[Unit]:
        """Return the units that the mentions behind an address name, the nearest first."""
        areas: list[Unit] = []
        for mention in reversed(above):
            unit = self.choose(mention, areas)
            if unit is not None:
                areas.insert(0, unit)
        return areas

    def common(self, group: list[PlaceMention], areas: list[Unit]) -> Unit | None:
        """Return the unit right above all communes of an enumeration: what is told of them is told of it."""
        units = [self.choose(mention, areas) for mention in group]
        parents = {self._gazetteer.ancestors(unit)[0] for unit in units if unit is not None}
        return parents.pop() if len(parents) == 1 else None

    def _inside(self, units: Sequence[Unit], area: Unit) -> list[Unit]:
        return [unit for unit in units if self._gazetteer.within(unit, area)]

    def _risen(self, mention: PlaceMention, area: Unit) -> list[Unit]:
        """The unit in `area` that has another type by now: "xã Tân Hải, thị xã Phú Mỹ" is a ward."""
        if mention.type is None:
            return []
        named = in_force(self._gazetteer.named(mention.name), self._vintage)
        return self._inside([unit for unit in named if unit.level == mention.level], area)
