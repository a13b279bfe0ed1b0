"""The unit of one number of a table: printed beside it, in its column, in its row or over the table, else counted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from report_miner.extract.numbers import NumberForm
from report_miner.extract.table_cells import CellNumber
from report_miner.extract.table_columns import Column
from report_miner.extract.table_context import SHARED, Context
from report_miner.extract.table_headers import HeadingReader
from report_miner.extract.table_layout import Layout
from report_miner.extract.table_rows import Row
from report_miner.extract.table_units import ScaledUnit
from report_miner.extract.table_values import refines
from report_miner.extract.units import Family
from report_miner.patterns import TableRole

PRINTED, GUESSED = 0.93, 0.6
_PER = re.compile(r"/\s?\d[\d.]*\s?\w+$")
_NUMBER_OF = re.compile(r"(?:tổng )?số (?!tiền|dư|thu|chi|nợ|vốn)", re.IGNORECASE)


class CellUnits:
    """Tells the units of the numbers of one table.

    Args:
        layout: what its rows and columns are for.
        reader: knows the words of headers.
        context: what the table inherits.
        columns: what the headers over each column say.
        main: the column that a column of ratios or differences compares, None for one that compares nothing.
        words: what each column measures, empty where the rows or the caption tell it.
    """

    def __init__(
        self,
        layout: Layout,
        reader: HeadingReader,
        context: Context,
        columns: Mapping[int, Column],
        main: Mapping[int, int | None],
        words: Mapping[int, str],
    ) -> None:
        self._layout = layout
        self._reader = reader
        self._context = context
        self._columns = columns
        self._main = main
        self._words = words

    def read(self, row: Row, column: int, found: CellNumber) -> tuple[ScaledUnit | None, float]:
        """Return the unit of the number `found`, and how certain it is, 0 to 1; None where nothing tells it."""
        if found.number.form is NumberForm.PERCENT:
            return self._reader.units.read("%"), PRINTED
        heading, main = self._columns[column].heading, self._main[column]
        printed = found.unit or heading.unit
        differs = heading.changes or (self._columns[column].changes and not self._is_share(column))
        if printed is None and differs and main is not None:
            printed = self._columns[main].heading.unit
        if printed is None and heading.compares and not differs:
            return self._reader.units.read("%"), GUESSED
        if printed is None or (row.unit and not found.slash and refines(row.unit, printed)):
            printed = row.unit
        if printed:
            return self._per_unit(printed, row, column), PRINTED
        common = row.section.unit or self._common_unit(column, row)
        if common and common.unit.family is Family.MONEY:
            names = (heading.words, *self._columns[column].parts[-1:])
            things = (self._reader.units.counted(name, bare=False) for name in names if _NUMBER_OF.match(name))
            common = next(filter(None, things), common)
        if per := _PER.search(heading.words):
            return self._reader.units.read(f"{common.unit.name}{per[0]}" if common else heading.words), GUESSED
        if self._columns[column].share:
            return self._reader.units.read("%"), GUESSED
        if common:
            return common, SHARED
        if beside := self._unit_beside(row, column):
            return beside, GUESSED
        counted = self._counted(row, column, whole=found.number.value % 1 == 0)
        return (counted, SHARED) if counted else (None, GUESSED)

    def _per_unit(self, unit: ScaledUnit, row: Row, column: int) -> ScaledUnit:
        """The unit of a price: "đồng" over the column and "kg" before the row are đồng/kg."""
        of_row, name = row.unit, unit.unit.name
        if of_row is None or unit.unit.family is not Family.MONEY or "/" in of_row.unit.name:
            return unit
        priced = of_row.unit.family is not Family.MONEY and self._reader.has(TableRole.PRICE, self._words[column])
        rate = unit.unit._replace(name=f"{name}/{of_row.unit.name}", family=Family.RATE)
        return replace(unit, unit=rate) if priced else unit

    def _unit_beside(self, row: Row, column: int) -> ScaledUnit | None:
        """The unit that another cell prints, where the row alone tells what is measured: "15 xã trở lên | 2 | 5"."""
        if not self._measures_row(column):
            return None
        units = {unit for other, unit in row.printed.items() if self._measures_row(other)}
        return units.pop() if len(units) == 1 else None

    def _measures_row(self, column: int) -> bool:
        own = self._columns[column]
        return not (self._words[column] or own.share or own.changes or own.heading.compares or own.heading.unit)

    def _counted(self, row: Row, column: int, *, whole: bool) -> ScaledUnit | None:
        """What the words of a column or a row count, the lowest header first; averages count only what they name."""
        own, main = self._columns[column], self._main[column]
        compared = self._columns[main].parts if own.changes and main is not None else ()
        names = [*own.parts[::-1], *compared[::-1], row.words, row.heading.words]
        if whole and not (self._words[column] or row.heading.words):
            names.append(self._context.caption.words)
        if any(self._reader.has(TableRole.SCORE, name) for name in names):
            return self._reader.units.read("điểm")
        units = (self._reader.units.counted(name, bare=False) for name in names)
        return next(filter(None, units), None) or (
            self._reader.units.counted(self._words[column], bare=True) if whole else None
        )

    def _is_share(self, column: int) -> bool:
        """Whether differences without a unit are shares: they have decimals, and what they compare has none."""
        main, fractional = self._main[column], self._layout.fractional
        return main is None or (column in fractional and main not in fractional)

    def _common_unit(self, column: int, row: Row) -> ScaledUnit | None:
        """The unit of the whole table; of two, a value's is the money and a quantity's the other one.

        What is counted is named by its row or column.
        """
        units = self._context.units
        if len(units) < 2:
            return units[0] if units else None
        words = [self._columns[column].heading.words, row.heading.words]
        money = any(self._reader.has(TableRole.VALUE, each) for each in words)
        fitting = [unit for unit in units if (unit.unit.family is Family.MONEY) is money]
        counted = [unit for unit in fitting if unit.unit.family is Family.COUNTED]
        if counted and len(counted) == len(fitting):
            fitting = [unit for unit in counted if any(unit.unit.name in each.lower() for each in words)]
        return fitting[0] if len(fitting) == 1 else None
