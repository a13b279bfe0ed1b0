"""Tables that are set in two halves side by side, to save room: each half is read as a table of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from report_miner.extract.table_grid import Grid
from report_miner.model import Cell, Table

_DEEPEST_HEADER = 4
_NARROWEST = 2


def halves_of(table: Table, grid: Grid, is_number: Callable[[Cell], bool]) -> Sequence[Table]:
    """Return the two halves of a table whose header says the same twice or that an empty column parts, else itself.

    Args:
        table: the table.
        grid: its cells.
        is_number: whether a cell holds a number and nothing else.
    """
    middle = len(grid.columns) // 2
    for header in grid.rows[:_DEEPEST_HEADER]:
        if _repeats(header, grid) and _names_rows(grid.columns[middle:], header, grid, is_number):
            return [_half(table, grid, header, columns) for columns in (grid.columns[:middle], grid.columns[middle:])]
    gap = next((i for i in range(_NARROWEST, len(grid.columns) - 1) if _is_gap(i, grid, is_number)), None)
    if gap is not None:
        return [_half(table, grid, grid.rows[0], columns) for columns in (grid.columns[:gap], grid.columns[gap:])]
    return (table,)


def _is_gap(index: int, grid: Grid, is_number: Callable[[Cell], bool]) -> bool:
    """Whether an empty column stands before one of names with numbers behind it, which opens another table."""
    left, right = grid.columns[index - 1], grid.columns[index]
    if right - left < 2 or any(grid.at(row, left + 1) for row in grid.rows if len(grid.cells(row)) > 1):
        return False
    figures = [row for row in grid.rows if sum(map(is_number, grid.cells(row))) > 1]
    names = [cell for row in figures if (cell := grid.at(row, right))]
    return len(figures) > 1 and not any(map(is_number, names)) and len(names) * 2 > len(figures)


def _half(table: Table, grid: Grid, header: int, columns: Sequence[int]) -> Table:
    """The cells of some columns; a line alone above the header belongs to each half."""
    cells = []
    for cell in table.cells:
        if cell.row < header and [cell] == list(grid.cells(cell.row)):
            cells.append(replace(cell, column=columns[0], column_span=len(columns)))
        elif columns[0] <= cell.column <= columns[-1]:
            cells.append(cell)
    return replace(table, cells=tuple(cells))


def _repeats(header: int, grid: Grid) -> bool:
    """Whether the headers of a row come twice; the names of what the rows are may differ ("Thu", "Chi")."""
    width = len(grid.columns) // 2
    cells = grid.cells(header)
    if len(grid.columns) % 2 or width < _NARROWEST or len(cells) != len(grid.columns):
        return False
    texts = [grid.text(cell).lower() for cell in cells]
    same = sum(left == right for left, right in zip(texts[:width], texts[width:], strict=True))
    return same >= width - 1 and len(set(texts[:width])) == width


def _names_rows(columns: Sequence[int], header: int, grid: Grid, is_number: Callable[[Cell], bool]) -> bool:
    """Whether one of the first two columns of the right half holds mostly words, and its last one mostly numbers."""

    def numbers(column: int) -> float:
        cells = list(_below(column, header, grid))
        return sum(map(is_number, cells)) / len(cells) if cells else 0.5

    return min(map(numbers, columns[:2])) < 0.5 < numbers(columns[-1])


def _below(column: int, header: int, grid: Grid) -> Iterator[Cell]:
    return (cell for row in grid.rows if row > header and (cell := grid.at(row, column)))
