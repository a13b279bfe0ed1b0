"""What the rows and columns of a table are for: which are headers, and what each column holds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from report_miner.extract.numbers import NumberForm
from report_miner.extract.table_cells import CellNumber, is_year
from report_miner.extract.table_grid import Grid, Position
from report_miner.extract.table_headers import HeadingReader
from report_miner.model import Cell, Change
from report_miner.patterns import TableRole

_ORDINAL = re.compile(r"\(?(?:[ivxlc]+|[0-9]{1,4}(?:\.[0-9]{1,2})*|[a-zđ])[.)]{0,2}|[-+*]", re.IGNORECASE)
_YEAR_OF = re.compile(r"năm \w", re.IGNORECASE)  # "Năm đạt chuẩn", which is no time of the figures beside it
_COLUMN_NUMBER = re.compile(r"\(?\s*(?:(?P<number>[0-9]{1,2})|[a-hđ])\s*\)?\s*(?:[=:(].*)?", re.IGNORECASE)
_NUMBERED_WITHIN = 12
_DEEPEST_HEADER = 15
_PARTS_OF_YEAR = (*map(str, range(1, 13)), "I", "II", "III", "IV")


@dataclass(frozen=True, slots=True)
class Layout:
    """What the rows and columns of a table are for.

    `headers` are the texts over each column from top to bottom; `titles` lines that name the table or give its unit;
    `nameless` are the columns whose numbers count nothing: marks, codes, dates; `signed` are those that print signs,
    `fractional` those with decimals.
    """

    data_rows: tuple[int, ...]
    titles: tuple[str, ...]
    headers: Mapping[int, tuple[str, ...]]
    labels: tuple[int, ...] = ()
    values: tuple[int, ...] = ()
    index: int | None = None
    unit: int | None = None
    places: tuple[int, ...] = ()
    times: tuple[int, ...] = ()
    nameless: tuple[int, ...] = ()
    signed: frozenset[int] = frozenset()
    fractional: frozenset[int] = frozenset()


@dataclass
class LayoutReader:
    """Finds the layout of one table.

    Args:
        grid: its cells.
        numbers: the numbers of the cells that hold nothing else.
        reader: knows the words of headers.
        none: what stands in a cell that holds no number.
    """

    grid: Grid
    numbers: Mapping[Position, Sequence[CellNumber]]
    reader: HeadingReader
    none: frozenset[str]
    _index: int | None = field(default=None, init=False)

    def read(self) -> Layout:
        """Return the layout."""
        self._index = self._index_column()
        numbering = [row for row in self.grid.rows[:_NUMBERED_WITHIN] if self._numbers_columns(row)]
        header_rows, titles, first = self._header(numbering)
        outer = self._cells_of([*header_rows, self.grid.rows[-1]])
        titles += [text for text in map(self.grid.text, outer) if self.reader.is_unit(text)]
        named = [row for row in header_rows if row not in numbering]
        timed = frozenset(row for row in named if self._numbers_times(row))
        headers = {column: self._over(column, named, timed) for column in self.grid.columns}
        heads = {tuple(map(self.grid.text, self.grid.cells(row))) for row in header_rows}
        data = tuple(
            row
            for row in self.grid.rows[first:]
            if row not in numbering and tuple(map(self.grid.text, self.grid.cells(row))) not in heads
        )
        return self._columns(Layout(data, tuple(titles), headers))

    def _cells_of(self, rows: Sequence[int]) -> list[Cell]:
        return [cell for row in rows for cell in self.grid.cells(row)]

    # --- rows -----------------------------------------------------------------------------------------------------

    def _header(self, numbering: Sequence[int]) -> tuple[list[int], list[str], int]:
        """The header rows, the title lines above them, and how many rows come before the data."""
        rows = self.grid.rows
        first = next(
            (i for i, row in enumerate(rows) if self._holds_figures(row) and row not in numbering), len(rows)
        )
        if first == len(rows) or first > _DEEPEST_HEADER:
            return rows[:1], [], 1
        numbered = [i for i, row in enumerate(rows[:first]) if row in numbering]
        end = numbered[-1] + 1 if numbered else first
        if not numbered:
            while end > 1 and (self._is_numbered(rows[end - 1]) or self._is_section(rows[end - 1], rows[: end - 1])):
                end -= 1
        titles: list[str] = []
        header: list[int] = []
        for row in rows[:end]:
            cells = self.grid.covering(row)
            if not header and len(cells) == 1 and self._names_table(cells[0], rows[:end]):
                titles.append(self.grid.text(cells[0]))
            else:
                header.append(row)
        return header, titles, end

    def _holds_figures(self, row: int) -> bool:
        return not self._numbers_times(row) and any(
            self._is_figure((row, cell.column)) for cell in self.grid.cells(row)
        )

    def _numbers_times(self, row: int) -> bool:
        """Whether a row is a header that numbers the months or quarters in their order: "Tháng | 1 | 2 | 3"."""
        first, *others = self.grid.cells(row)
        marks = tuple(self.grid.text(cell).lstrip("0") for cell in others)
        if len(marks) < 2 or marks[0] not in _PARTS_OF_YEAR:
            return False
        begin = _PARTS_OF_YEAR.index(marks[0])
        in_order = _PARTS_OF_YEAR[begin : begin + len(marks)] == marks
        if not in_order or not self.reader.has(TableRole.TIME, self.grid.text(first)):
            return False
        return all(self._header_width(other) < 2 for other in self.grid.rows if other < row)

    def _is_figure(self, place: Position) -> bool:
        numbers = self.numbers.get(place)
        if not numbers or place[1] == self._index:
            return False
        cell = self.grid.at(*place)
        return not (cell is None or cell.header or is_year(self.grid.text(cell)))

    def _is_numbered(self, row: int) -> bool:
        """Whether a row has its own number, as rows of data have."""
        mark = self.grid.at(row, self._index) if self._index else None
        return mark is not None and mark.row == row and _ORDINAL.fullmatch(self.grid.text(mark)) is not None

    def _is_section(self, row: int, above: Sequence[int]) -> bool:
        """Whether a row without figures already belongs to the data: it has one name, of rows or over all figures.

        Before a name over the figures may stand the number and the code of the part that it opens.
        """
        cells = self.grid.covering(row)
        if any(cell.row != row or cell.header for cell in cells):
            return False
        last = cells[-1]
        across = last.column_span > 1 and self.grid.at(row, self.grid.columns[-1]) is last
        names = [cell for cell in cells if cell.column != self._index or cell.column_span > 1]
        names = [cell for cell in names if not self._is_unit_of_rows(cell, above)] or names
        alone = len(names) == 1 and names[0].column <= (2 if self._index else 1) + (self._index or 0)
        most = across and last.column_span * 2 > len(self.grid.columns)
        named = [self._header_width(other) for other in above]
        return (alone or most or (across and len(names) == 1)) and max(named, default=0) > 1

    def _is_unit_of_rows(self, cell: Cell, above: Sequence[int]) -> bool:
        """Whether a cell stands below "ĐVT": the unit of the rows that a name opens."""
        return any(self.reader.has(TableRole.UNIT, self.grid.text(self.grid.at(row, cell.column))) for row in above)

    def _header_width(self, row: int) -> int:
        return len(self.grid.covering(row))

    def _names_table(self, cell: Cell, rows: Sequence[int]) -> bool:
        """Whether a line alone at the top is the table's title or unit, and no header over some of its columns."""
        wide = any(self._header_width(row) > 1 for row in rows if row > cell.row)
        alone = cell.column == self.grid.columns[0] and not cell.row_span > 1
        return wide and (alone or bool(self.reader.units_of(self.grid.text(cell))))

    def _numbers_columns(self, row: int) -> bool:
        """Whether a row only numbers the columns: (1) (2) (3), A B 1 2 3=2/1."""
        cells = self.grid.cells(row)
        if cells and self.reader.has(TableRole.COLUMN_NUMBER, self.grid.text(cells[0])):
            cells = cells[1:]
        marks = [_COLUMN_NUMBER.fullmatch(self.grid.text(cell)) for cell in cells]
        if len(cells) < max(2, len(self.grid.columns) // 2) or not all(marks):
            return False
        numbers = [int(mark["number"]) for mark in marks if mark and mark["number"]]
        return len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] < 3

    # --- columns --------------------------------------------------------------------------------------------------

    def _index_column(self) -> int | None:
        """The column of "STT", or the first one where it only numbers the rows."""
        for row in self.grid.rows[:_NUMBERED_WITHIN]:
            for cell in self.grid.cells(row):
                if self.reader.has(TableRole.INDEX, self.grid.text(cell)) and cell.column_span == 1:
                    return cell.column
        if len(self.grid.columns) < 3:
            return None
        first, second = self.grid.columns[:2]
        texts = [self.grid.text(mark) for row in self.grid.rows if (mark := self.grid.at(row, first))]
        marks = sum(_ORDINAL.fullmatch(text) is not None for text in texts)
        named = sum((row, second) not in self.numbers for row in self.grid.rows if self.grid.at(row, second))
        return first if marks > 1 and marks * 3 >= len(texts) * 2 and named * 2 > len(self.grid.rows) else None

    def _over(self, column: int, rows: Sequence[int], timed: frozenset[int]) -> tuple[str, ...]:
        """The texts over a column from top to bottom; in `timed` rows the number of a month takes that word along."""
        texts: dict[Cell, str] = {}
        for row in rows:
            over = self.grid.at(row, column)
            if over and over not in texts:
                first = self.grid.cells(row)[0] if row in timed else over
                words = self.grid.text(over)
                texts[over] = words if over == first else f"{self.grid.text(first)} {words}"
        return tuple(texts.values())

    def _columns(self, layout: Layout) -> Layout:
        figures, words, years = self._contents(layout)
        has_headers = any(layout.headers.values())
        unit: int | None = None
        labels: list[int] = []
        values: list[int] = []
        places: list[int] = []
        times: list[int] = []
        ranges: list[int] = []  # of numbers that name the rows: "10-14" below "Nhóm tuổi"
        for column in self.grid.columns:
            if column == self._index:
                continue
            role = self._role(layout.headers[column])
            if figures[column] == 0 and years[column] > 0 and not words[column]:
                told = role is TableRole.NONE or _YEAR_OF.match((layout.headers[column] or ("",))[-1])
                if role is TableRole.TIME or not (values or told):
                    times.append(column)
            elif role is TableRole.UNIT and unit is None and self._holds_units(column, layout):
                unit = column
            elif role is TableRole.TIME and not values and self._holds_times(column, layout):
                times.append(column)
            elif figures[column] and figures[column] >= words[column]:
                if role is not TableRole.NONE and (layout.headers[column] or not has_headers):
                    values.append(column)
            elif not values and role is TableRole.PLACE:
                places.append(column)
            elif not values and words[column]:
                labels.append(column)
            if role is TableRole.NONE and figures[column] and not (labels or places or times or values):
                ranges.append(column)
        labels = labels or ([] if places or times else ranges)
        labels = [c for c in labels if self._role(layout.headers[c]) is not TableRole.NONE] or labels
        if labels and not self._leads(labels[0], layout):
            labels = labels[:1]
        return Layout(
            layout.data_rows,
            layout.titles,
            layout.headers,
            tuple(labels),
            tuple(values),
            self._index,
            unit,
            tuple(places),
            tuple(times),
            tuple(
                c for c in self.grid.columns if c == self._index or self._role(layout.headers[c]) is TableRole.NONE
            ),
            frozenset(column for column in values if self._prints_signs(column, layout)),
            frozenset(column for column in values if self._has_decimals(column, layout)),
        )

    def _prints_signs(self, column: int, layout: Layout) -> bool:
        """Whether some numbers of a column are negative, or have a plus or "tăng" before them."""
        return any(
            number.number.value < 0 or number.change in (Change.INCREASE, Change.DECREASE)
            for row in layout.data_rows
            for number in self.numbers.get((row, column), ())
        )

    def _has_decimals(self, column: int, layout: Layout) -> bool:
        return any(
            number.number.value % 1
            for row in layout.data_rows
            for number in self.numbers.get((row, column), ())
            if number.number.form is NumberForm.PLAIN
        )

    def _contents(self, layout: Layout) -> tuple[dict[int, int], dict[int, int], dict[int, int]]:
        """How many figures, words and years each column holds below the header, in rows that have numbers."""
        counts: tuple[dict[int, int], dict[int, int], dict[int, int]] = ({}, {}, {})
        for count in counts:
            count.update(dict.fromkeys(self.grid.columns, 0))
        figures, words, years = counts
        for row in self._numbered(layout):
            for cell in self.grid.cells(row):
                text = self.grid.text(cell)
                if (row, cell.column) in self.numbers:
                    (years if is_year(text) else figures)[cell.column] += 1
                elif text.lower() not in self.none:
                    words[cell.column] += 1
        for column, count_of_years in years.items():
            if figures[column] > count_of_years:
                figures[column] += count_of_years
        return counts

    def _role(self, header: Sequence[str]) -> TableRole | None:
        """What the lowest header over a column says that it holds."""
        if not header or self.reader.has(TableRole.VALUE, header[-1]):
            return None
        for role in (TableRole.UNIT, TableRole.PLACE, TableRole.TIME, TableRole.NONE):
            if self.reader.has(role, header[-1]):
                return role
            # "Số, ngày" below "Quyết định"
            marks = role is not TableRole.NONE or self.reader.has(TableRole.MARK, header[-1])
            if len(header) == 2 and marks and self.reader.has(role, " ".join(header)):
                return role
        return None

    def _leads(self, column: int, layout: Layout) -> bool:
        """Whether a column of names only opens groups of rows, which the next column tells apart."""
        cells = [self.grid.at(row, column) for row in layout.data_rows]
        return None in cells or len(set(cells)) < len(cells)

    def _holds_units(self, column: int, layout: Layout) -> bool:
        """Whether most cells of a column headed "Đơn vị" are units, not names of bodies or places."""
        texts = self._texts(column, layout)
        known = sum(self.reader.units.read(text) is not None for text in texts)
        plain = not self.reader.has(TableRole.PLACE, " ".join(layout.headers[column]))
        return plain or known * 2 > len(texts)

    def _holds_times(self, column: int, layout: Layout) -> bool:
        """Whether most cells of a column headed "Năm" are times, and not what is told of the years beside it."""
        texts = self._texts(column, layout)
        header = layout.headers[column][-1]
        known = sum(any(self.reader.read(each).time for each in (text, f"{header} {text}")) for text in texts)
        return known * 2 >= len(texts)

    def _texts(self, column: int, layout: Layout) -> list[str]:
        return [
            self.grid.text(cell)
            for row in self._numbered(layout)
            for cell in self.grid.cells(row)
            if cell.column == column
        ]

    def _numbered(self, layout: Layout) -> list[int]:
        """The rows of data that hold a number: no names of parts, no signatures below."""
        numbered = {row for row, _ in self.numbers}
        return [row for row in layout.data_rows if row in numbered]
