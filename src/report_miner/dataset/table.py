"""The rows in order, each with its unit, what became of that unit, and the sums for the new units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from report_miner.dataset.carry import Carried, Reform
from report_miner.dataset.rows import Agreement, Cell, Observation, Row, build_rows
from report_miner.dataset.sources import Source
from report_miner.dataset.words import load_words
from report_miner.extract.gazetteer import Level, Unit
from report_miner.model import Kind
from report_miner.patterns import Indicator, Patterns

_HEIGHT = {None: 0, Level.PROVINCE: 1, Level.DISTRICT: 2, Level.COMMUNE: 3}


@dataclass(frozen=True, slots=True)
class Entry:
    """A row with its indicator, its administrative unit and the new units on that one's ground, if they are known."""

    row: Row
    indicator: Indicator | None
    unit: Unit | None
    carried: Carried | None
    successors: tuple[Unit, ...]


def build_table(
    observations: Iterable[Observation], sources: Mapping[str, Source], patterns: Patterns
) -> list[Entry]:
    """Return the table: by indicator as the catalogue has them, place from the country down, and time.

    Args:
        observations: the figures as people left them.
        sources: the documents by name.
        patterns: the catalogue, the gazetteer and the rule for the reform.

    Raises:
        PatternError: a file of patterns is broken.
    """
    words = load_words(patterns)
    reform = Reform(patterns, words)
    catalogue = {each.code: each for each in patterns.indicators.indicators}
    judged = [(row, reform.judge(row)) for row in build_rows(observations, sources, words)]
    sums = list(_sums([row for row, carried in judged if carried is Carried.INCOMPLETE], reform))
    added = {id(part) for total in sums for part in total.parts}
    judged = [(row, Carried.ADDED if id(row) in added else carried) for row, carried in judged]
    entries = [_entry(row, carried, reform, catalogue) for row, carried in (*judged, *((row, None) for row in sums))]
    order = {code: place for place, code in enumerate(catalogue)}
    return sorted(entries, key=lambda entry: _order(entry, order))


def _sums(parts: Iterable[Row], reform: Reform) -> Iterator[Row]:
    """The sums of which every part is known: all old units that became one new unit."""
    groups: dict[Cell, dict[str, Row]] = {}
    for row in parts:
        unit = reform.unit(row)
        new = reform.successor(unit) if unit else None
        if unit and new:
            groups.setdefault(row.cell._replace(where=new), {})[unit.ref] = row
    for cell, rows in groups.items():
        units = reform.predecessors(cell.where)
        if {unit.ref for unit in units} == rows.keys():
            yield _sum(cell, [rows[unit.ref] for unit in units])


def _sum(cell: Cell, parts: Sequence[Row]) -> Row:
    first = parts[0]
    values = [part.value for part in parts if part.value is not None]
    totals = [part.total for part in parts if part.total is not None]
    whole = len(totals) == len(parts)
    return replace(
        first,
        cell=cell,
        kind=Kind.TALLY if whole else Kind.COUNT if first.kind is Kind.TALLY else first.kind,
        code=cell.where,
        value=sum(values, Decimal(0)),
        total=sum(totals, Decimal(0)) if whole else None,
        agreement=Agreement.DERIVED,
        stated=(),
        independent=min(part.independent for part in parts),
        confidence=min(part.confidence for part in parts),
        parts=tuple(parts),
    )


def _entry(row: Row, carried: Carried | None, reform: Reform, catalogue: Mapping[str, Indicator]) -> Entry:
    unit = reform.unit(row)
    if unit is None:
        return Entry(row, catalogue.get(row.cell.indicator), None, carried, ())
    gazetteer = reform.gazetteer
    named = replace(row, place=" < ".join(each.full_name for each in (unit, *gazetteer.ancestors(unit))))
    successors = tuple(gazetteer.successors(unit.ref))
    return Entry(named, catalogue.get(row.cell.indicator), unit, carried, successors)


def _order(entry: Entry, order: Mapping[str, int]) -> tuple[object, ...]:
    row, unit = entry.row, entry.unit
    cell = row.cell
    place = tuple(reversed(row.place.split(" < ")))
    height = _HEIGHT[Level(unit.level) if unit else None]
    return (
        *(order.get(cell.indicator, len(order)), cell.indicator, place[0] if unit else "", height, place),
        *(cell.period, cell.versus, cell.status, cell.change, cell.unit, row.item or "", row.id),
    )
