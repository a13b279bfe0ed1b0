"""The rows of a table: what the words before each one name, with what the rows above hand on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from report_miner.extract.places import PlaceReading
from report_miner.extract.table_cells import CellNumber
from report_miner.extract.table_grid import Grid, Position
from report_miner.extract.table_headers import Heading, HeadingReader, without_numbering
from report_miner.extract.table_layout import Layout
from report_miner.extract.table_places import PlaceNames
from report_miner.extract.table_units import ScaledUnit
from report_miner.model import Cell
from report_miner.patterns import TableRole

_MAIN_MARK = re.compile(r"\(?(?:[IVX]+|[A-HĐ])[.)]?")
_SHORT_PART = 4
_LONGEST_MARK = 6  # "1.2.10"
_MOSTLY = 2 / 3
_FEWEST_PLACES = 3


@dataclass(frozen=True, slots=True)
class Row:
    """A row with figures.

    `heading` is what its words say, those of the rows above that it goes on from included; `section` what the last
    row without figures says; `place` the place that it names; `words` its own words alone, and `printed` the units
    that its cells print behind their numbers, by column.
    """

    number: int
    heading: Heading
    section: Heading
    unit: ScaledUnit | None
    place: PlaceReading | None
    words: str
    printed: Mapping[int, ScaledUnit]


@dataclass
class RowReader:
    """Walks the rows of one table from top to bottom."""

    grid: Grid
    layout: Layout
    numbers: Mapping[Position, Sequence[CellNumber]]
    reader: HeadingReader
    places: PlaceNames
    ditto: frozenset[str]
    _section: Heading = field(default=Heading(), init=False)
    _section_place: PlaceReading | None = field(default=None, init=False)
    _parent: Heading = field(default=Heading(), init=False)
    _parent_column: int = field(default=0, init=False)
    _parent_place: PlaceReading | None = field(default=None, init=False)
    _whole: Heading = field(default=Heading(), init=False)
    _parts_column: int | None = field(default=None, init=False)
    _unit: ScaledUnit | None = field(default=None, init=False)
    _unit_of_all: ScaledUnit | None = field(default=None, init=False)

    def read(self) -> Iterator[Row]:
        """Yield the rows that hold figures."""
        bare = self._names_places()
        for number in self.layout.data_rows:
            if any((number, column) in self.numbers for column in self.layout.values):
                yield self._row(number, bare)
            else:
                unit = self._unit_of(number)
                if section := self._section_text(number):
                    self._enter(section, unit)

    # --- rows without figures -------------------------------------------------------------------------------------

    def _section_text(self, row: int) -> Cell | None:
        """The one cell of a row that names the rows below it."""
        cells = [cell for cell in self.grid.cells(row) if cell.column not in (self.layout.index, self.layout.unit)]
        wide = [cell for cell in cells if cell.column_span > 1]
        found = wide if len(wide) == 1 else cells
        return found[0] if len(found) == 1 and found[0].row_span == 1 else None

    def _enter(self, cell: Cell, of_rows: ScaledUnit | None) -> None:
        text = self.grid.text(cell)
        words = without_numbering(text)
        rest = self.reader.without(TableRole.PART, words).strip(" :")
        if self.reader.has(TableRole.SPLIT, words):
            self._parent, self._parts_column = self._whole, cell.column
        elif rest != words and not rest:
            self._parts_column = cell.column
        else:
            self._parts_column = None
            unit = self.reader.units.read(words.split(" - ")[0]) if cell.column in self.layout.values else None
            section = Heading(unit=unit) if unit else self.reader.read_row(words)
            self._section = replace(section, unit=of_rows or section.unit)
            self._section_place = self.places.typed(words)
            self._parent = self._whole = self._section

    # --- rows with figures ----------------------------------------------------------------------------------------

    def _row(self, number: int, bare: frozenset[int]) -> Row:
        labels = self._labels(number, (*self.layout.places, *self.layout.labels)) or self._label_for_number(number)
        opens = self._opens_main_part(number, labels)
        if opens:
            self._section, self._section_place, self._parts_column = Heading(), None, None
        place, words = self._place_and_words(labels, bare)
        words, is_part = self._without_part_mark(words, labels)
        heading = self._heading(words, labels)
        own_words = heading.words
        total = self.reader.has(TableRole.TOTAL, heading.words or words) or not words
        if total:
            self._unit_of_all = heading.unit or self._unit_of_all
            heading = Heading()
        if place and not words and not bare and self._goes_on(labels[0]):
            heading = self._parent
        elif heading.words:
            heading = self._composed(heading, is_part=is_part)
        inside = place or (self._parent_place if is_part else None) or self.places.mentioned(words)
        if not is_part and words and not total and not place:
            self._parent, self._parent_column, self._parent_place = heading, labels[0].column, inside
        if opens or total:
            self._whole = heading
        unit = self._unit_of(number) or heading.unit or (self._parent.unit if is_part else None) or self._unit_of_all
        time = self._time(number)
        heading = replace(heading, time=time.time or heading.time, status=time.status or heading.status)
        printed = {
            column: each.unit
            for column in self.layout.values
            for each in self.numbers.get((number, column), ())[:1]
            if each.unit
        }
        return Row(number, heading, self._section, unit, inside or self._section_place, own_words, printed)

    def _goes_on(self, label: Cell) -> bool:
        """Whether a row that only names a place is of what the row above tells: "+ Lào", or set further right."""
        return label.column > self._parent_column > 0 or self.reader.has(TableRole.PART, self.grid.text(label))

    def _heading(self, words: str, labels: Sequence[Cell]) -> Heading:
        """What the words of a row say; a time in a column that names no things ("Kỳ hạn") stays as it is.

        A row that is only named a difference ("Chênh lệch") has that for its words.
        """
        heading = self.reader.read_row(words)
        if heading.changes and not heading.words:
            heading = replace(heading, words=words)
        nameless = bool(labels) and labels[-1].column in self.layout.nameless
        return Heading(words) if nameless and not heading.words else heading

    def _labels(self, row: int, columns: Sequence[int]) -> list[Cell]:
        cells = (self.grid.at(row, column) for column in columns)
        names = (
            cell
            for cell in cells
            if cell and ((cell.row, cell.column) not in self.numbers or cell.column in self.layout.nameless)
        )
        return list(dict.fromkeys(names))

    def _label_for_number(self, row: int) -> list[Cell]:
        """The name of a row that stands where others have their number: "Tổng cộng"."""
        cell = self.grid.at(row, self.layout.index) if self.layout.index else None
        return [cell] if cell and len(self.grid.text(cell)) > _LONGEST_MARK else []

    def _opens_main_part(self, row: int, labels: Sequence[Cell]) -> bool:
        """Whether "I" or "A" stands before a row: it ends the section above."""
        mark = self.grid.at(row, self.layout.index) if self.layout.index else None
        if mark is not None and _MAIN_MARK.fullmatch(self.grid.text(mark)):
            return True
        first = self.grid.text(labels[0]) if labels else ""
        return re.match(r"[IVX]{1,4}\.\s", first) is not None

    def _place_and_words(self, labels: Sequence[Cell], bare: frozenset[int]) -> tuple[PlaceReading | None, str]:
        """The place that the names before a row give, and the words that name something else."""
        place: PlaceReading | None = None
        words: list[str] = []
        for cell in labels:
            text = without_numbering(self.grid.text(cell))
            found = self._place(text, cell.column, bare)
            if found is None:
                if cell.column in self.layout.places and self.layout.labels:
                    continue
                words.append(text)
            elif place is None or len(found.place.names if found.place else ()) >= len(
                place.place.names if place.place else ()
            ):
                place = found
        group, name = " ".join(words[:-1]), words[-1] if words else ""
        whole = len(name.split()) > _SHORT_PART or not group or _share_words(group, name)
        return place, name if whole else f"{group} {name}"

    def _place(self, text: str, column: int, bare: frozenset[int]) -> PlaceReading | None:
        name = self.reader.without(TableRole.PART, text).strip(" :")
        if not name or self.reader.has(TableRole.TOTAL, name) or self.reader.has(TableRole.AVERAGE, name):
            return None
        if self.reader.has(TableRole.BODY, name):
            return None
        if column not in bare:
            site = column in self.layout.places and self.layout.labels
            return self.places.typed(name) or (self.places.mentioned(name) if site else None)
        header = (self.layout.headers[column] or ("",))[-1]
        return self.places.named(name, header)

    def _names_places(self) -> frozenset[int]:
        """The columns that name places, by their header or by most of their cells."""
        found = set()
        for column in (*self.layout.places, *self.layout.labels):
            header = (self.layout.headers[column] or ("",))[-1]
            names = [
                without_numbering(self.grid.text(cell))
                for row in self.layout.data_rows
                for cell in self._labels(row, (column,))
            ]
            names = [name for name in dict.fromkeys(names) if not self.reader.has(TableRole.TOTAL, name)]
            known = sum(bool(self.places.typed(name) or self.places.bare(name, header)) for name in names)
            headed = column in self.layout.places
            if (headed and (self.places.levels(header) or self.places.of_hamlets(header))) or known >= (
                max(1, len(names) / 2) if headed else max(_FEWEST_PLACES, _MOSTLY * len(names))
            ):
                found.add(column)
        return frozenset(found)

    def _without_part_mark(self, words: str, labels: Sequence[Cell]) -> tuple[str, bool]:
        rest = self.reader.without(TableRole.PART, words).strip(" :")
        below = self._parts_column is not None and bool(labels) and labels[0].column >= self._parts_column
        if not below:
            self._parts_column = None
        while (inner := self.reader.without(TableRole.PART, rest).strip(" :")) != rest:
            rest = inner
        return rest or words, rest != words or below

    def _composed(self, heading: Heading, *, is_part: bool) -> Heading:
        """Add the thing that the rows above name where the row only names a measure or a part of it."""
        words, section = heading.words, self._section
        above = (self._parent if is_part else section).words
        short = len(words.split()) <= _SHORT_PART
        if self.reader.is_whole(TableRole.MEASURE, words):
            if above and not self.reader.has(TableRole.MEASURE, above):
                return replace(heading, words=f"{words} {above}")
        elif above and not _share_words(words, above):
            measures = section.unit is not None or self.reader.has(TableRole.MEASURE, above)
            short = short or (measures and not self.reader.has(TableRole.MEASURE, words))
            if (short and is_part) or (measures and not is_part):
                return replace(heading, words=f"{above} {words}")
        return heading

    def _time(self, row: int) -> Heading:
        """The time that a column of times gives the row: "2023", "Tháng 6", or "6" under "Tháng"."""
        for column in self.layout.times:
            text = self.grid.text(self.grid.at(row, column))
            heading = self.reader.read(text)
            if not heading.time and text:
                heading = self.reader.read(" ".join([*self.layout.headers[column][-1:], text]))
            if heading.time:
                return heading
        return Heading()

    def _unit_of(self, row: int) -> ScaledUnit | None:
        """The unit in the row's unit column; a ditto mark repeats the one above."""
        text = self.grid.text(self.grid.at(row, self.layout.unit)) if self.layout.unit else ""
        if text.lower() not in self.ditto:
            self._unit = self.reader.units.read(text, free=True) if text else None
        return self._unit if text else None


def _share_words(first: str, second: str) -> bool:
    """Whether the longer names repeat a word of two syllables or more, so that one need not be said again."""
    a, b = first.lower().split(), second.lower().split()
    return bool(set(pairwise(a)) & set(pairwise(b))) or set(a) <= set(b) or set(b) <= set(a)
