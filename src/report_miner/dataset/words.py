"""patterns/dataset.yaml: which units say the same, and what goes on to the administrative units of today."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from pydantic import model_validator

from report_miner.extract.gazetteer import Level
from report_miner.model import Kind
from report_miner.patterns import Entry, NamedPattern, Patterns, read_yaml

_FILE = "dataset.yaml"
_BLOCKS = {"administrative", "average"}


class DatasetWords(Entry):
    """patterns/dataset.yaml, whose head explains the fields."""

    same_units: tuple[tuple[str, ...], ...]
    since: Mapping[Level, date]
    dissolved: tuple[str, ...]
    amounts: tuple[Kind, ...]
    not_carried: tuple[NamedPattern, ...]

    @model_validator(mode="after")
    def _names_are_known(self) -> DatasetWords:
        if {block.name for block in self.not_carried} != _BLOCKS:
            raise ValueError(f"not_carried: {', '.join(sorted(_BLOCKS))}")
        return self

    @cached_property
    def _units(self) -> dict[str, str]:
        return {unit: units[0] for units in self.same_units for unit in units}

    def unit(self, unit: str | None) -> str:
        """The unit in lower case, or the one that stands for all that say the same; "" for none."""
        unit = (unit or "").casefold()
        return self._units.get(unit, unit)

    def blocks(self, name: str, unit: str | None, item: str | None) -> bool:
        """Whether the block `name` finds something in what is counted."""
        text = f"{unit or ''} | {item or ''}".lower()
        return any(block.name == name and block.regex.search(text) for block in self.not_carried)


def load_words(patterns: Patterns) -> DatasetWords:
    """Return patterns/dataset.yaml with a user's file laid over it.

    Raises:
        PatternError: the file is broken.
    """
    return read_yaml(patterns.directory / _FILE, DatasetWords, over=patterns.over / _FILE if patterns.over else None)
