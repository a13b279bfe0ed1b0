"""The cells of a table on a grid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from report_miner.clean.shadow import Shadow
from report_miner.model import Cell, Table

_WIDEST_MERGE = 10_000

Position = tuple[int, int]


class Grid:
    """The cells of one table by row and column, merged ones at every place that they cover."""

    def __init__(self, table: Table, shadow: Shadow) -> None:
        self._texts: dict[Position, str] = {}
        self._covered: dict[Position, Cell] = {}
        self.rows: list[int] = []
        self.columns: list[int] = []
        rows, columns = set(), set()
        for cell in table.cells:
            start, end = shadow.position(cell.start), shadow.position(cell.end)
            text = " ".join(shadow.text[start:end].split())
            if not text:
                continue
            self._texts[cell.row, cell.column] = text
            rows.add(cell.row)
            columns.add(cell.column)
            for place in _places(cell):
                self._covered.setdefault(place, cell)
        self.rows, self.columns = sorted(rows), sorted(columns)
        self._by_row: dict[int, list[Cell]] = {}
        for cell in table.cells:
            if (cell.row, cell.column) in self._texts:
                self._by_row.setdefault(cell.row, []).append(cell)

    def at(self, row: int, column: int) -> Cell | None:
        """The cell that covers a place; None where it is empty."""
        return self._covered.get((row, column))

    def text(self, cell: Cell | None) -> str:
        """What a cell says, on one line."""
        return self._texts[cell.row, cell.column] if cell else ""

    def cells(self, row: int) -> Sequence[Cell]:
        """The cells that begin in a row, but for empty ones."""
        return self._by_row.get(row, ())

    def covering(self, row: int) -> list[Cell]:
        """The cells that reach over a row."""
        found = dict.fromkeys(cell for column in self.columns if (cell := self.at(row, column)))
        return list(found)


def _places(cell: Cell) -> Iterator[Position]:
    if cell.row_span * cell.column_span > _WIDEST_MERGE:
        yield cell.row, cell.column
        return
    for row in range(cell.row, cell.row + cell.row_span):
        for column in range(cell.column, cell.column + cell.column_span):
            yield row, column
