"""What of an old administrative unit holds for its successor after 2025-07-01, as patterns/dataset.yaml has it."""

from __future__ import annotations

from collections import defaultdict
from enum import StrEnum
from functools import cached_property

from report_miner.dataset.rows import Row
from report_miner.dataset.words import DatasetWords
from report_miner.extract.gazetteer import Gazetteer, Level, Unit, Vintage, load_gazetteer
from report_miner.model import Bound
from report_miner.patterns import Patterns


class Carried(StrEnum):
    """Whether the value of an old unit goes on to its successor, and why not."""

    UNCHANGED = "unchanged"
    ADDED = "added"
    INCOMPLETE = "incomplete"
    SHARE = "share"
    AVERAGE = "average"
    ADMINISTRATIVE = "administrative"
    BOUNDED = "bounded"
    OPEN = "open"
    SPLIT = "split"
    DISTRICT = "district"
    EXTENT = "extent"


class Reform:
    """The rule, with the units of both vintages.

    Args:
        patterns: the gazetteer.
        words: the rule as patterns/dataset.yaml has it.
    """

    def __init__(self, patterns: Patterns, words: DatasetWords) -> None:
        self.gazetteer: Gazetteer = load_gazetteer(patterns)
        self._words = words

    def unit(self, row: Row) -> Unit | None:
        """The administrative unit of a row, if it is known."""
        return self.gazetteer.units.get(row.code or "")

    @cached_property
    def _before(self) -> dict[str, list[Unit]]:
        """The old units whose ground each new unit took over, wholly or in part."""
        found: dict[str, list[Unit]] = defaultdict(list)
        for unit in self.gazetteer.units.values():
            if unit.vintage == Vintage.OLD and unit.code not in self._words.dissolved:
                for code in unit.successors:
                    found[f"{Vintage.NEW}:{code}"].append(unit)
        return found

    def predecessors(self, new: str) -> list[Unit]:
        """The old units whose ground the new unit `new` took over, wholly or in part."""
        return self._before[new]

    def successor(self, unit: Unit) -> str | None:
        """The one new unit that took over the old `unit` whole."""
        return f"{Vintage.NEW}:{unit.successors[0]}" if len(unit.successors) == 1 else None

    def judge(self, row: Row) -> Carried | None:
        """Say what becomes of the value of an old unit (`INCOMPLETE`: it is part of a sum); None for other places."""
        unit = self.unit(row)
        if unit is None or unit.vintage == Vintage.NEW:
            return None
        if not unit.successors:
            return Carried.DISTRICT
        new = self.successor(unit)
        if new is None:
            return Carried.SPLIT
        if self._words.blocks("administrative", row.unit, row.item):
            return Carried.ADMINISTRATIVE
        if not self._had_its_borders(unit, row):
            return Carried.EXTENT
        if self._before[new] == [unit]:
            return Carried.UNCHANGED
        return self._as_part(row)

    def _as_part(self, row: Row) -> Carried:
        if row.kind not in self._words.amounts:
            return Carried.SHARE
        if self._words.blocks("average", row.unit, row.item):
            return Carried.AVERAGE
        if row.value is None or row.variants > 1:
            return Carried.OPEN
        if row.bound is not Bound.EQUAL or row.value_to is not None:
            return Carried.BOUNDED
        return Carried.INCOMPLETE

    def _had_its_borders(self, unit: Unit, row: Row) -> bool:
        """Whether the unit was then as places.csv has it."""
        level = Level.PROVINCE if unit.level == Level.PROVINCE else Level.COMMUNE
        since = self._words.since[level].isoformat()
        first = row.period.partition("/")[0]
        return first + "-01-01"[len(first) - len("2025") :] >= since
