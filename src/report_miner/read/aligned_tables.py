"""Tables without ruling lines: numbers below one another, names before them and heads above them.

rows        the printed rows of a page, in pieces       read.aligned_rows
columns     rows whose numbers stand in columns         read.aligned_columns
heads       what stands over the columns                read.aligned_heads
names       names of rows on several lines              read.aligned_names
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from report_miner.read.aligned_columns import Body, bodies_of, parted, stands_in
from report_miner.read.aligned_heads import Head, head_rows, heads_of
from report_miner.read.aligned_names import Names
from report_miner.read.aligned_rows import Piece, PrintedRow, rows_of
from report_miner.read.draft import GridCell
from report_miner.read.lines import LineRules
from report_miner.read.pdf_layout import box_around
from report_miner.read.pdf_tables import PageTable, cell_text
from report_miner.read.pdf_words import Word

_FEWEST = 3  # words of a page that end with a digit


class AlignedTables:
    """Finds the tables without ruling lines of pages, which are given one after the other.

    Args:
        rules: know headings, captions and units.
    """

    def __init__(self, rules: LineRules) -> None:
        self._rules = rules
        self._last: tuple[PageTable, Body] | None = None

    def of_page(self, number: int, words: Sequence[Word]) -> tuple[list[PageTable], list[Word]]:
        """Return the tables among the words of a page that no ruled table holds, and the words outside of them."""
        before, self._last = self._last, None
        if before and before[0].page != number - 1:
            before = None
        if sum(word.text[-1].isdigit() for word in words) < _FEWEST:
            return [], list(words)
        rows = rows_of(words)
        tables: list[PageTable] = []
        used: set[int] = set()
        for body in bodies_of(rows, self._rules, before[1].columns if before else ()):
            first, end = head_rows(rows, body, self._rules)
            if first == end and not body.goes_on:
                continue
            names = Names(rows, body, self._rules)
            last = names.end()
            if names.is_cut(last) or names.is_torn(last):
                continue
            cells = tuple(_cells(heads_of(rows[first:end], body.columns), names.groups(end, last), body))
            inside = [word for row in rows[first:last] for piece in row.pieces for word in piece.words]
            edges = tuple(edge for column in body.columns for edge in (column.left, column.right))
            table = PageTable(number, box_around([word.bbox for word in inside]), edges, cells)
            if before and body.goes_on and (first == end or table.begins_like(before[0])):
                table = replace(table, columns=before[0].columns)
            tables.append(table)
            used.update(map(id, inside))
            self._last = table, body
        return tables, [word for word in words if id(word) not in used]


def _cells(heads: Sequence[Head], groups: Iterator[Sequence[PrintedRow]], body: Body) -> Iterator[GridCell]:
    """The cells of a table, those of the head first."""
    depth = max((head.level + 1 for head in heads), default=0)
    for head in heads:
        yield _head_cell(head, heads, depth)
    for number, rows in enumerate(groups, start=depth + 1):
        yield from _row_cells(number, rows, body)


def _head_cell(head: Head, heads: Sequence[Head], depth: int) -> GridCell:
    first, last = head.span
    end = min((other.level for other in heads if other.is_below(head)), default=depth)
    words = [word for piece in head.pieces for word in piece.words]
    return _cell(head.level + 1, first + 1, words, row_span=end - head.level, column_span=last - first + 1)


def _row_cells(number: int, rows: Sequence[PrintedRow], body: Body) -> Iterator[GridCell]:
    """The cells of one row; a name that reaches over columns without contents spans them."""
    held: dict[int, list[Word]] = {}
    ends: dict[int, int] = {}
    values = [(column.left, column.right) for column in body.values]
    for piece in (piece for row in rows for each in row.pieces for piece in parted(each, values)):
        over = [place for place, column in enumerate(body.columns) if stands_in(piece, column)] or [
            _nearest(piece, body)
        ]
        held.setdefault(over[0], []).extend(piece.words)
        ends[over[0]] = max(ends.get(over[0], 0), over[-1] + 1)
    places = sorted(held)
    for place, following in zip(places, [*places[1:], len(body.columns)], strict=True):
        yield _cell(number, place + 1, held[place], column_span=min(ends[place], following) - place)


def _nearest(piece: Piece, body: Body) -> int:
    return min(range(len(body.columns)), key=lambda place: abs(body.columns[place].middle - piece.middle))


def _cell(row: int, column: int, words: Sequence[Word], *, row_span: int = 1, column_span: int = 1) -> GridCell:
    text, boxes = cell_text(words)
    return GridCell(
        row=row,
        column=column,
        text=text,
        row_span=row_span,
        column_span=column_span,
        page=words[0].page,
        bbox=box_around([word.bbox for word in words]),
        boxes=boxes,
    )
