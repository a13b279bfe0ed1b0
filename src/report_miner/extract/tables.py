"""Figures inside tables: the header of its column, the words of its row and the caption say what a number is.

units       units with their scale                      extract.table_units
cells       numbers that fill their cell                extract.table_cells
headers     what header words say                       extract.table_headers
grid        the cells by row and column                 extract.table_grid
layout      header rows, and what each column holds     extract.table_layout
halves      tables in two halves side by side           extract.table_halves
places      names of places in headers                  extract.table_places
rows        what the words before a row name            extract.table_rows
columns     what the headers over a column say          extract.table_columns
context     what the text around a table says           extract.table_context
values      numbers with their units                    extract.table_values
sense       all of it for one number                    extract.table_sense
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from report_miner.clean.shadow import Shadow
from report_miner.extract.cues import Cues
from report_miner.extract.document_place import Subject
from report_miner.extract.gazetteer import Vintage, load_gazetteer
from report_miner.extract.masks import mask_scanner
from report_miner.extract.number_atoms import NumberStyle, number_style
from report_miner.extract.numbers import number_grammar
from report_miner.extract.period_scope import PeriodScope
from report_miner.extract.places import PlaceReading, PlaceResolver
from report_miner.extract.printed_places import PrintedPlaces, doubted
from report_miner.extract.table_cells import CellNumber, CellReader, style_of
from report_miner.extract.table_context import Context, Surroundings
from report_miner.extract.table_grid import Grid, Position
from report_miner.extract.table_halves import halves_of
from report_miner.extract.table_headers import HeadingReader, numbering
from report_miner.extract.table_layout import Layout, LayoutReader
from report_miner.extract.table_places import PlaceNames
from report_miner.extract.table_rows import Row, RowReader
from report_miner.extract.table_sense import Sense, TableSense
from report_miner.extract.table_units import UnitWords
from report_miner.model import BlockKind, Document, Figure, Locator, Table
from report_miner.patterns import Patterns

_LONGEST_LABEL, _LONGEST_CODE = 12, 2
_SEVERAL = 2


@dataclass(frozen=True, slots=True)
class TableReading:
    """The figures of a document's tables, and the ranges of the shadow in which prose has no numbers to find."""

    figures: tuple[Figure, ...] = ()
    ranges: tuple[tuple[int, int], ...] = ()


class TableReader:
    """Reads the tables of documents; built once from the patterns."""

    def __init__(self, patterns: Patterns) -> None:
        self._words = patterns.tables
        self._gazetteer = load_gazetteer(patterns)
        units = UnitWords(patterns)
        self._headings = HeadingReader(patterns, units)
        self._cells = CellReader(number_grammar(patterns), mask_scanner(patterns), Cues(patterns), units, patterns)

    def read(self, document: Document, shadow: Shadow, times: PeriodScope, places: PlaceResolver) -> TableReading:
        """Return the figures of all tables of a document, in the order of its text."""
        if not document.tables:
            return TableReading()
        names = PlaceNames(places.subject, Vintage.of(document.published), self._gazetteer)
        around = Surroundings(document, shadow, times, places)
        locators = {block.start: block.locator for block in document.blocks if block.kind is BlockKind.CELL}
        printed = PrintedPlaces(document)
        style = number_style(shadow.lower)
        figures: list[Figure] = []
        ranges: list[tuple[int, int]] = []
        for table in document.tables:
            whole = Grid(table, shadow)
            numbers = self._numbers(table, whole, shadow, style)
            for half in halves_of(table, whole, lambda cell: (cell.row, cell.column) in numbers):  # noqa: B023
                grid = Grid(half, shadow)
                layout = LayoutReader(grid, numbers, self._headings, self._words.none).read()
                context = around.of(half, layout.titles, self._headings, names)
                reader = RowReader(grid, layout, numbers, self._headings, names, self._words.ditto)
                rows = tuple(reader.read()) if layout.values else ()
                context = _around_rows(context, rows, places.subject)
                sense = TableSense(layout, self._headings, names, context)
                found = list(_figures(grid, layout, numbers, rows, sense))
                figures += (_record(each, around, table.number, grid, locators, printed) for each in found)
                ranges += _ranges(half, grid, layout, numbers, shadow)
            if table.caption:
                start, end = map(shadow.position, table.caption)
                ranges += ((start + a, start + b) for a, b in self._headings.unit_spans(shadow.text[start:end]))
        return TableReading(tuple(sorted(figures, key=lambda figure: figure.start)), tuple(ranges))

    def _numbers(
        self, table: Table, grid: Grid, shadow: Shadow, style: NumberStyle
    ) -> dict[Position, Sequence[CellNumber]]:
        """The numbers of each cell that holds nothing else."""
        style = style_of((grid.text(cell) for cell in table.cells if cell.start < cell.end), style)
        read = ((cell, self._cells.read(cell, shadow, style)) for cell in table.cells)
        return {(cell.row, cell.column): numbers for cell, numbers in read if numbers}


def _around_rows(context: Context, rows: Sequence[Row], subject: Subject) -> Context:
    """What a table inherits, the document's place where the one told before it is that of one row among others."""
    places = {row.place.place for row in rows if row.place and row.place.place}
    told = context.place.place
    if len(places) < _SEVERAL or told is None or told.code is None or told.code not in {each.code for each in places}:
        return context
    return replace(context, place=PlaceReading(subject.place, subject.source, subject.certainty))


def _figures(
    grid: Grid,
    layout: Layout,
    numbers: Mapping[Position, Sequence[CellNumber]],
    rows: Sequence[Row],
    sense: TableSense,
) -> Iterator[Sense]:
    """Yield what the numbers of a table say, row by row."""
    for row in rows:
        for column in layout.values:
            cell = grid.at(row.number, column)
            for number in numbers.get((row.number, column), ()):
                for each in sense.numbers_of(column, row, number):
                    if cell and (found := sense.read(cell, row, each)):
                        yield found


def _ranges(
    table: Table, grid: Grid, layout: Layout, numbers: Mapping[Position, Sequence[CellNumber]], shadow: Shadow
) -> Iterator[tuple[int, int]]:
    """Yield where prose has no number to find: cells of numbers, headers, codes, numbering, short names of rows."""
    data = set(layout.data_rows)
    named = {row for row, column in numbers if column in layout.values}
    for cell in table.cells:
        words = len(grid.text(cell).split()) if cell.start < cell.end else 0
        if (
            (cell.row, cell.column) in numbers
            or cell.row not in data
            or (cell.column in layout.nameless and words <= _LONGEST_CODE)
            or (cell.row in named and words <= _LONGEST_LABEL)
        ):
            yield shadow.position(cell.start), shadow.position(cell.end)
        elif words and (mark := numbering(shadow.text[shadow.position(cell.start) : shadow.position(cell.end)])):
            yield shadow.position(cell.start), shadow.position(cell.start) + mark


def _record(
    sense: Sense,
    around: Surroundings,
    table: int,
    grid: Grid,
    locators: Mapping[int, Locator],
    printed: PrintedPlaces,
) -> Figure:
    """Join all that is known of a number in the record of a figure; its sentence is its row."""
    document, number, cell = around.document, sense.number, sense.cell
    row = grid.cells(cell.row)
    start, end = around.shadow.source(number.start, number.end)
    home = locators.get(cell.start, Locator(table=table, row=cell.row, column=cell.column))
    locator, read = printed.of(start, end, home)
    row_start, row_end = row[0].start, row[-1].end
    return Figure(
        doc=document.name,
        sha256=document.sha256,
        start=start,
        end=end,
        text=document.text[start:end],
        value=number.value,
        value_to=number.value_to,
        total=number.total,
        kind=sense.kind,
        unit=sense.unit.unit.name if sense.unit else None,
        item=sense.item,
        change=sense.change,
        bound=sense.bound,
        status=sense.status,
        place=sense.place,
        period=sense.period,
        versus=sense.versus,
        sentence=document.text[row_start:row_end],
        sentence_start=row_start,
        locator=locator,
        pattern="table",
        confidence=min(sense.certainty, read),
        uncertain=doubted((), read),
    )
