"""What the pattern files hold about figures that are known: the catalogue of indicators, and how figures are tied."""

from __future__ import annotations

from report_miner.model import Kind
from report_miner.patterns.files import Entry, NamedPattern


class Indicator(Entry):
    """One entry of patterns/indicators.yaml, whose head explains the fields.

    `higher_is_better` is None where the direction has no meaning. An example reads "unit | item | sentence".
    """

    code: str
    group: str
    name: str
    of: str = ""
    units: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    change: bool | None = None
    closed: bool = False
    kinds: tuple[Kind, ...] = ()
    excludes: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    higher_is_better: bool | None = None
    denominators: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()
    note: str = ""


class Indicators(Entry):
    """patterns/indicators.yaml: the catalogue of indicators, and the words that add nothing to an item."""

    neutral: tuple[str, ...]
    indicators: tuple[Indicator, ...]


class Checks(Entry):
    """patterns/checks.yaml: the words that tie two figures together, and which units belong to one kind."""

    checks: tuple[NamedPattern, ...]
    families: dict[str, tuple[str, ...]]
    complements: tuple[tuple[str, str], ...]
    bodies: tuple[str, ...]
    most: dict[str, int]
