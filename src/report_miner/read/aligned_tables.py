"""Tables without ruling lines: numbers below one another, names before them and heads above them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from report_miner.read.aligned_columns import Column, bodies_of, parted, stands_in
from report_miner.read.aligned_heads import Head, head_rows, heads_of
from report_miner.read.aligned_rows import BESIDE, Piece, PrintedRow, rows_of
from report_miner.read.draft import GridCell
from report_miner.read.lines import LineRules, begins_small
from report_miner.read.pdf_layout import box_around
from report_miner.read.pdf_tables import RuledTable, cell_text
from report_miner.read.pdf_words import Word

_FEWEST = 3
_SPACE = 0.35  # of the height, between two words
_LOOSE = 1.15  # times the least distance of two rows, between lines of one name


class AlignedTables:
    """Finds the tables without ruling lines of pages, which are given one after the other.

    Args:
        rules: know headings, captions and units.
    """

    def __init__(self, rules: LineRules) -> None:
        self._rules = rules
        self._last: tuple[RuledTable, Sequence[Column]] | None = None

    def of_page(self, number: int, words: Sequence[Word]) -> tuple[list[RuledTable], list[Word]]:
        """Return the tables among the words of a page that no ruled table holds, and the words outside of them."""
        before = self._last if self._last and self._last[0].page == number - 1 else None
        self._last = None
        if sum(word.text[-1].isdigit() for word in words) < _FEWEST:
            return [], list(words)
        rows = rows_of(words)
        tables: list[RuledTable] = []
        used: set[int] = set()
        for body in bodies_of(rows, self._rules, before[1] if before else ()):
            first, end = head_rows(rows, body, self._rules)
            if first == end and not body.goes_on:
                continue
            names = _Names(rows[body.first : body.end], body.columns, self._rules)
            last = body.end
            while last < len(rows) and names.go_on(rows[last - 1], rows[last], None):
                last += 1
            cells = _Grid(rows[first:end], rows[end:last], body.columns, names).cells()
            inside = [word for row in rows[first:last] for piece in row.pieces for word in piece.words]
            used.update(map(id, inside))
            edges = tuple(edge for column in body.columns for edge in (column.left, column.right))
            table = RuledTable(number, box_around([word.bbox for word in inside]), edges, tuple(cells))
            if before and body.goes_on and (first == end or table.begins_like(before[0])):
                table = replace(table, columns=before[0].columns)
            tables.append(table)
            self._last = table, body.columns
        return tables, [word for word in words if id(word) not in used]


class _Names:
    """Tells which printed rows of a table go on with the row before: names and notes may have several lines."""

    def __init__(self, body: Sequence[PrintedRow], columns: Sequence[Column], rules: LineRules) -> None:
        self._columns = columns
        self._rules = rules
        first = next(place for place, column in enumerate(columns) if column.has_values)
        self._name = max(columns[:first], key=lambda column: column.right - column.left)
        pairs = list(pairwise(body))
        steps = [b.base - a.base for a, b in pairs if b.base - a.base > BESIDE * a.height]
        self._step = min(steps, default=0.0)
        numbered = sum(len(row.pieces) > 1 and row.pieces[0] is not self._of(row) for row in body)
        data = [b.base - a.base for a, b in pairs if self.has_values(a) and self.has_values(b)]
        airy = bool(data) and median(data) > _LOOSE * self._step
        numbers = self._name is not columns[0] and numbered * 2 > sum(map(self.has_values, body))
        self._marked = airy or numbers or self._are_rests(pairs)

    def go_on(self, row: PrintedRow, following: PrintedRow, after: PrintedRow | None) -> bool:
        """Whether `following`, itself before `after`, belongs to `row`."""
        if (self.has_values(row) and self.has_values(following)) or self._has_words_for_values(following):
            return False
        step = following.base - row.base
        if step < BESIDE * row.height:
            return True
        line, rest = self._of(row), self._of(following)
        if step > _LOOSE * self._step or (line is None and rest is not None):
            return False
        if line is None or rest is None or rest.text.startswith("("):
            return line is not None or begins_small(following.text)
        if not self._is_below(line, rest) or not self._is_full(line, rest):
            return False
        return begins_small(rest.text) or (self._marked and not self._begins(row, following, after))

    def _are_rests(self, pairs: Sequence[tuple[PrintedRow, PrintedRow]]) -> bool:
        """Whether all rows without numbers, some of them, may go on with the row before."""
        rests = [(self._of(a), self._of(b)) for a, b in pairs if not self.has_values(b)]
        return len(rests) > 1 and all(line and rest and self._is_full(line, rest) for line, rest in rests)

    def has_values(self, row: PrintedRow) -> bool:
        """Whether something stands in the columns of numbers."""
        return any(map(self._over_values, row.pieces))

    def _has_words_for_values(self, row: PrintedRow) -> bool:
        return any(self._over_values(piece) and not piece.is_value for piece in row.pieces)

    def _over_values(self, piece: Piece) -> bool:
        return any(column.has_values and piece.overlaps(column.left, column.right) for column in self._columns)

    def _of(self, row: PrintedRow) -> Piece | None:
        """What stands in the column of names."""
        found = (piece for piece in reversed(row.pieces) if piece.overlaps(self._name.left, self._name.right))
        return next(found, None)

    def _is_below(self, line: Piece, rest: Piece) -> bool:
        """Whether `rest` begins below the beginning of `line`, and ends in the same column."""
        place = self._columns.index(self._name)
        return abs(rest.left - line.left) < rest.words[0].height and rest.right < self._columns[place + 1].left

    def _is_full(self, line: Piece, rest: Piece) -> bool:
        """Whether the first word of `rest` had no room in `line`."""
        left, _, right, _ = rest.words[0].bbox
        return line.right + _SPACE * rest.words[0].height + right - left > self._name.right

    def _begins(self, row: PrintedRow, following: PrintedRow, after: PrintedRow | None) -> bool:
        """Whether a row whose name has a capital begins a name of its own."""
        line, rest = self._of(row), self._of(following)
        if line is None or rest is None or following.pieces[0] is not rest or not rest.text[0].isalpha():
            return True
        if any(
            self._rules.heading_level(piece.text) or self._rules.is_list_item(piece.text) for piece in (line, rest)
        ):
            return True
        last = self._of(after) if after else None
        return last is not None and begins_small(last.text) and self._is_full(rest, last)


class _Grid:
    """Puts the words of a table in cells."""

    def __init__(
        self, head: Sequence[PrintedRow], body: Sequence[PrintedRow], columns: Sequence[Column], names: _Names
    ) -> None:
        self._head = head
        self._body = body
        self._columns = columns
        self._names = names
        self._values = [(column.left, column.right) for column in columns if column.has_values]

    def cells(self) -> list[GridCell]:
        """The cells, those of the head first."""
        heads = heads_of(self._head, self._columns)
        depth = max((head.level + 1 for head in heads), default=0)
        cells = [self._head_cell(head, heads, depth) for head in heads]
        for number, rows in enumerate(self._rows(), start=depth + 1):
            cells += self._row(number, rows)
        return cells

    def _head_cell(self, head: Head, heads: Sequence[Head], depth: int) -> GridCell:
        first, last = head.span
        below = [
            other.level
            for other in heads
            if other.level > head.level and first <= other.span[1] and other.span[0] <= last
        ]
        words = [word for piece in head.pieces for word in piece.words]
        span = (min(below) if below else depth) - head.level
        return _cell(head.level + 1, first + 1, words, row_span=span, column_span=last - first + 1)

    def _rows(self) -> Iterator[list[PrintedRow]]:
        """The printed rows that are one row together."""
        names = self._names
        rows: list[PrintedRow] = []
        for row, following, after in zip(
            self._body, [*self._body[1:], None], [*self._body[2:], None, None], strict=False
        ):
            rows.append(row)
            if (
                following is None
                or not names.go_on(row, following, after)
                or (names.has_values(following) and any(map(names.has_values, rows)))
            ):
                yield rows
                rows = []

    def _row(self, number: int, rows: Sequence[PrintedRow]) -> Iterator[GridCell]:
        held: dict[int, list[Word]] = {}
        ends: dict[int, int] = {}
        for piece in (piece for row in rows for each in row.pieces for piece in parted(each, self._values)):
            over = [place for place, column in enumerate(self._columns) if stands_in(piece, column)]
            first, last = (over[0], over[-1]) if over else (self._nearest(piece),) * 2
            held.setdefault(first, []).extend(piece.words)
            ends[first] = max(ends.get(first, 0), last + 1)
        places = sorted(held)
        for place, following in zip(places, [*places[1:], len(self._columns)], strict=True):
            yield _cell(number, place + 1, held[place], column_span=min(ends[place], following) - place)

    def _nearest(self, piece: Piece) -> int:
        return min(range(len(self._columns)), key=lambda place: abs(self._columns[place].middle - piece.middle))


def _cell(row: int, column: int, words: Sequence[Word], *, row_span: int = 1, column_span: int = 1) -> GridCell:
    text, boxes = cell_text(words)
    box = box_around([word.bbox for word in words])
    return GridCell(
        row=row,
        column=column,
        text=text,
        row_span=row_span,
        column_span=column_span,
        page=words[0].page,
        bbox=box,
        boxes=boxes,
    )
