"""Names of rows that are printed on several lines, in tables without ruling lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from report_miner.read.aligned_columns import Body, Column
from report_miner.read.aligned_rows import BESIDE, Piece, PrintedRow
from report_miner.read.lines import LineRules, begins_small
from report_miner.read.pdf_tables import is_broken

_SPACE = 0.35  # of the height, between two words
_LOOSE = 1.15  # times the least distance of two rows, between lines of one name


class Names:
    """Tells which printed rows of a page are one row of a table together.

    Args:
        rows: the rows of the page.
        body: those of the table that hold its numbers.
        rules: know headings and items of lists.
    """

    def __init__(self, rows: Sequence[PrintedRow], body: Body, rules: LineRules) -> None:
        self._rows = rows
        self._body = body
        self._rules = rules
        self._place = max(range(body.first_value), key=lambda place: body.columns[place].width)
        pairs = list(pairwise(rows[body.first : body.end]))
        self._step = min((b.base - a.base for a, b in pairs if b.base - a.base > BESIDE * a.height), default=0.0)
        self._is_numbered = self._has_marks()
        self._is_airy = self._has_air(pairs)
        self._is_marked = self._is_numbered or self._are_rests(pairs)

    @property
    def _column(self) -> Column:
        return self._body.columns[self._place]

    def end(self) -> int:
        """The end of the rows of the table, the last lines of its last name among them."""
        end = self._body.end
        while end < len(self._rows) and self._goes_on(end - 1):
            end += 1
        return end

    def groups(self, first: int, end: int) -> Iterator[Sequence[PrintedRow]]:
        """Yield the printed rows from `first` to `end` that are one row together, from top to bottom."""
        start = first
        for number in range(first, end):
            rows = self._rows[start : number + 1]
            if number + 1 == end or not self._goes_on(number) or self._has_more(rows, number + 1):
                yield rows
                start = number + 1

    def is_cut(self, end: int) -> bool:
        """Whether the row at `end` stands as close as a row of the table does, with words below its numbers."""
        if end == len(self._rows) or self._rows[end].base - self._rows[end - 1].base > _LOOSE * self._step:
            return False
        return len(self._rows[end].pieces) > 1 and self._has_values(self._rows[end])

    def is_torn(self, end: int) -> bool:
        """Whether narrow columns have torn numbers or words in a way that leaves it open what belongs together."""
        for row, following in pairwise(self._rows[self._body.first : end]):
            values, rests = (
                [piece for piece in each.pieces if self._is_over_values(piece)] for each in (row, following)
            )
            near = following.base - row.base <= _LOOSE * self._step
            if near and values and rests and not self._completes(row, following):
                unmarked = self._is_numbered and following.pieces[0] in (self._name_in(following), rests[0])
                if any(piece.text[-1] in ".," for piece in values) or (unmarked and len(rests) * 2 < len(values)):
                    return True
        return False

    # --- what the whole table tells -------------------------------------------------------------------------------

    def _has_air(self, pairs: Sequence[tuple[PrintedRow, PrintedRow]]) -> bool:
        """Whether rows with numbers are farther from what is above them than the lines of one name are apart."""
        steps = [b.base - a.base for a, b in pairs if self._has_values(b) and not self._completes(a, b)]
        return bool(steps) and median(steps) > _LOOSE * self._step

    def _has_marks(self) -> bool:
        """Whether most rows with numbers have a mark of their own before the name."""
        data = [row for row in self._rows[self._body.first : self._body.end] if self._has_values(row)]
        marked = sum(row.pieces[0] is not self._name_in(row) for row in data)
        return self._place > 0 and marked * 2 > len(data)

    def _are_rests(self, pairs: Sequence[tuple[PrintedRow, PrintedRow]]) -> bool:
        """Whether all rows without numbers, some of them, may go on with the row before."""
        rests = [(self._name_in(a), self._name_in(b)) for a, b in pairs if not self._has_values(b)]
        return len(rests) > 1 and all(line and rest and self._is_full(line, rest) for line, rest in rests)

    # --- one row and the next -------------------------------------------------------------------------------------

    def _goes_on(self, number: int) -> bool:
        """Whether the row after that of a number belongs to it."""
        row, following = self._rows[number : number + 2]
        if self._completes(row, following):
            return True
        if (self._has_values(row) and self._has_values(following)) or self._has_words_for_values(following):
            return False
        step = following.base - row.base
        if step < BESIDE * row.height or (self._is_airy and step <= _LOOSE * self._step):
            return True
        line, rest = self._name_in(row), self._name_in(following)
        if step > _LOOSE * self._step or line is None:
            return False
        if rest is None:
            return begins_small(following.text)
        if rest.text.startswith("("):
            return True
        if not self._is_below(line, rest) or not self._is_full(line, rest):
            return False
        return begins_small(rest.text) or (self._is_marked and not self._begins(number + 1, line, rest))

    def _has_more(self, rows: Sequence[PrintedRow], number: int) -> bool:
        """Whether the row of a number has numbers of its own, as one of `rows` has."""
        row = self._rows[number]
        return self._has_values(row) and any(map(self._has_values, rows)) and not self._completes(rows[-1], row)

    def _completes(self, row: PrintedRow, following: PrintedRow) -> bool:
        """Whether the numbers of a row are the ends of those above, which narrow columns have torn: "205.3", "10"."""
        rests = [piece for piece in following.pieces if self._is_over_values(piece)]
        pairs = [(self._above(rest, row), rest) for rest in rests]
        return bool(pairs) and all(above and is_broken(above.text, rest.text) for above, rest in pairs)

    def _above(self, rest: Piece, row: PrintedRow) -> Piece | None:
        """What stands in a row in the same column of numbers."""
        columns = [column for column in self._body.values if rest.overlaps(column.left, column.right)]
        found = (piece for piece in row.pieces for column in columns if piece.overlaps(column.left, column.right))
        return next(found, None)

    def _has_values(self, row: PrintedRow) -> bool:
        """Whether something stands in the columns of numbers."""
        return any(map(self._is_over_values, row.pieces))

    def _has_words_for_values(self, row: PrintedRow) -> bool:
        return any(self._is_over_values(piece) and not piece.is_value for piece in row.pieces)

    def _is_over_values(self, piece: Piece) -> bool:
        return any(piece.overlaps(column.left, column.right) for column in self._body.values)

    def _name_in(self, row: PrintedRow) -> Piece | None:
        """What stands in the column of names."""
        column = self._column
        return next((piece for piece in reversed(row.pieces) if piece.overlaps(column.left, column.right)), None)

    def _is_below(self, line: Piece, rest: Piece) -> bool:
        """Whether `rest` begins below the beginning of `line`, and ends in the same column."""
        room = self._body.columns[self._place + 1].left
        return abs(rest.left - line.left) < rest.words[0].height and rest.right < room

    def _is_full(self, line: Piece, rest: Piece) -> bool:
        """Whether the first word of `rest` had no room in `line`."""
        left, _, right, _ = rest.words[0].bbox
        return line.right + _SPACE * rest.words[0].height + right - left > self._column.right

    def _begins(self, number: int, line: Piece, rest: Piece) -> bool:
        """Whether the row of a number, whose name `rest` has no small letter first, begins a name of its own."""
        if self._rows[number].pieces[0] is not rest or not rest.text[0].isalpha():
            return True
        texts = (line.text, rest.text)
        if any(self._rules.heading_level(text) or self._rules.is_list_item(text) for text in texts):
            return True
        after = self._name_in(self._rows[number + 1]) if number + 1 < self._body.end else None
        return after is not None and begins_small(after.text) and self._is_full(rest, after)
