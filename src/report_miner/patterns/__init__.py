"""Loads and validates patterns/ once: the domain knowledge as data.

A broken entry raises `PatternError`, which names file, line and remedy. A user's own folder (`--patterns DIR`) is
laid over ours: a file of the same name adds to it, and an entry with the same name or code replaces ours.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from report_miner.errors import PatternError
from report_miner.patterns.files import (
    Entry,
    EntryType,
    NamedPattern,
    Regexes,
    SidedPattern,
    SidedPatterns,
    read_csv,
    read_yaml,
)
from report_miner.patterns.knowledge import Checks, Indicator, Indicators
from report_miner.patterns.matching import MatcherPattern, MatcherPatterns
from report_miner.patterns.pages import Pages, TablePattern, TableRole, Tables
from report_miner.patterns.sentences import (
    BulletinWords,
    CueRole,
    Cues,
    ItemWords,
    Masks,
    NumberWords,
    PairWords,
    StatusWords,
    Units,
)
from report_miner.patterns.settings import PeriodRule, Periods, PlaceType, PlaceWords, WorldWords
from report_miner.texts import say

__all__ = [
    "BulletinWords",
    "CueRole",
    "Entry",
    "EntryType",
    "Indicator",
    "ItemWords",
    "MatcherPattern",
    "NamedPattern",
    "NumberWords",
    "Pages",
    "PairWords",
    "Patterns",
    "PeriodRule",
    "Periods",
    "PlaceType",
    "PlaceWords",
    "Regexes",
    "SidedPattern",
    "SidedPatterns",
    "TablePattern",
    "TableRole",
    "Units",
    "WorldWords",
    "load_patterns",
    "read_yaml",
]

_PACKAGE = Path(__file__).parents[1]
_IN_WHEEL = _PACKAGE / "_patterns"
_IN_CHECKOUT = _PACKAGE.parents[1] / "patterns"
_OURS = _IN_WHEEL if _IN_WHEEL.is_dir() else _IN_CHECKOUT


@dataclass(frozen=True)
class Patterns:
    """The files of patterns/, each read when first asked for.

    `directory` is ours, `over` the user's folder or None.
    """

    directory: Path
    over: Path | None = None

    def _read(self, name: str, model: type[EntryType]) -> EntryType:
        return read_yaml(self.directory / name, model, over=self.over / name if self.over else None)

    @cached_property
    def masks(self) -> Sequence[NamedPattern]:
        """What looks like a figure and is none."""
        return self._read("masks.yaml", Masks).masks

    @cached_property
    def numbers(self) -> NumberWords:
        """The words of numbers."""
        return self._read("numbers.yaml", NumberWords)

    @cached_property
    def units(self) -> Units:
        """What numbers count and measure."""
        return self._read("units.yaml", Units)

    @cached_property
    def cues(self) -> Cues:
        """The words that give a number its change, bound and status."""
        return self._read("cues.yaml", Cues)

    @cached_property
    def status(self) -> StatusWords:
        """The words that the grammar of the status leans on."""
        return self._read("status.yaml", StatusWords)

    @cached_property
    def checks(self) -> Checks:
        """The words that tie two figures together."""
        return self._read("checks.yaml", Checks)

    @cached_property
    def items(self) -> ItemWords:
        """The words that lead to the name of what a number measures."""
        return self._read("items.yaml", ItemWords)

    @cached_property
    def pages(self) -> Pages:
        """What pages and official documents say of themselves, and what surrounds their text."""
        return self._read("pages.yaml", Pages)

    @cached_property
    def periods(self) -> Periods:
        """Forms of time."""
        return self._read("periods.yaml", Periods)

    @cached_property
    def indicators(self) -> Indicators:
        """The catalogue of indicators."""
        return self._read("indicators.yaml", Indicators)

    @cached_property
    def tables(self) -> Tables:
        """What the words around the cells of a table say of the numbers in them."""
        return self._read("tables.yaml", Tables)

    @cached_property
    def matcher(self) -> Sequence[MatcherPattern]:
        """Matcher patterns of spaCy that mask numbers or tell more of them."""
        return self._read("matcher.yaml", MatcherPatterns).patterns

    @cached_property
    def place_words(self) -> PlaceWords:
        """How texts name places."""
        return self._read("places.yaml", PlaceWords)

    @cached_property
    def abbreviations(self) -> dict[str, str]:
        """Abbreviation → expansion, as they stand in texts, for those that have one reading.

        Raises:
            PatternError: a file cannot be read, or lacks a column.
        """
        return self._read_table("abbreviations.csv", "abbreviation", "expansion")

    @cached_property
    def words(self) -> dict[str, str]:
        """Word (lower case, its syllables parted by a space) → its usual part of speech (scripts/build_words.py).

        Raises:
            PatternError: a file cannot be read, or lacks a column.
        """
        return self._read_table("words.csv", "word", "part")

    def _read_table(self, name: str, key: str, value: str) -> dict[str, str]:
        table: dict[str, str] = {}
        for path in self.files(name):
            table |= read_csv(path, key, value)
        return table

    def files(self, name: str) -> list[Path]:
        """The existing files called `name`, ours first."""
        folders = [self.directory, *([self.over] if self.over else [])]
        return [folder / name for folder in folders if (folder / name).is_file()]

    def __reduce__(self) -> tuple[Callable[..., Patterns], tuple[Path | None, ...]]:
        """Another process reads the files by itself, on another machine from where the program is there."""
        if self.directory == _OURS:
            return load_patterns, (self.over,)
        return Patterns, (self.directory, self.over)


@cache
def load_patterns(over: Path | None = None) -> Patterns:
    """Return the program's patterns with the folder `over` laid over them.

    Raises:
        PatternError: `over` is no folder, or holds a file whose name is none of ours.
    """
    if over is not None and not over.is_dir():
        raise PatternError(
            say("patterns.unreadable", file=over, reason="không phải thư mục"),
            remedy=say("patterns.unreadable_remedy"),
        )
    names = {path.name for path in _OURS.iterdir()}
    for path in sorted(over.iterdir()) if over else ():
        if path.suffix in (".yaml", ".yml", ".csv") and path.name not in names:
            known = ", ".join(sorted(name for name in names if name.endswith((".yaml", ".csv"))))
            raise PatternError(
                say("patterns.no_such_file", file=path), remedy=say("patterns.no_such_file_remedy", names=known)
            )
    return Patterns(_OURS, over)
