"""Which rows of a page are the body of a table without ruling lines: numbers stand below one another in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from report_miner.read.aligned_rows import BESIDE, Piece, PrintedRow, is_value, merged, pieces_of
from report_miner.read.lines import LineRules

Range = tuple[float, float]

FAR = 3.2  # heights from the base line of a row to that of the next one
_BETWEEN = 9  # rows without numbers, one after the other
_SHARE = 0.3  # of the rows have a number in each column of numbers
_FILLED = 0.5  # of the cells of such columns
_ALIGNED, _RAGGED = 0.7, 0.25  # share of a column's numbers whose edges differ by less than these heights
_TOUCH = 0.25  # heights that words may reach into the next column
_FEW = 3
_TOP = 10  # rows of a page, its head and that of a table among them


@dataclass(frozen=True)
class Column:
    """Where the contents of a column stand, and whether they are numbers to be read."""

    left: float
    right: float
    has_values: bool

    @property
    def middle(self) -> float:
        """The place between its ends."""
        return (self.left + self.right) / 2

    @property
    def width(self) -> float:
        """From its beginning to its end."""
        return self.right - self.left


@dataclass(frozen=True)
class Body:
    """The rows from `first` on, without that at `end`, and the columns that they fill.

    `goes_on` says that they fill the columns of a table on the page before.
    """

    first: int
    end: int
    columns: tuple[Column, ...]
    goes_on: bool = False

    @property
    def values(self) -> list[Column]:
        """The columns of numbers."""
        return [column for column in self.columns if column.has_values]

    @property
    def first_value(self) -> int:
        """The place of the first column of numbers; those before it hold the names of the rows."""
        return self.columns.index(self.values[0])


def bodies_of(rows: Sequence[PrintedRow], rules: LineRules, before: Sequence[Column] = ()) -> Iterator[Body]:
    """Yield the bodies of tables among the rows of a page.

    Args:
        rows: the rows.
        rules: know headings.
        before: the columns of a table that may go on at the top of the page.
    """
    continued = _continued(rows, before, rules) if before else None
    if continued:
        yield continued
    done = continued.end if continued else 0
    data = [number for number, row in enumerate(rows) if row.is_data and number >= done]
    start = 0
    for place, number in enumerate(data):
        following = data[place + 1] if place + 1 < len(data) else len(rows) + _BETWEEN + 1
        if following - number > _BETWEEN or _apart(rows[number : following + 1]):
            yield from _bodies(rows, data[start], number + 1, rules)
            start = place + 1


def _apart(rows: Sequence[PrintedRow]) -> bool:
    return any(b.base - a.base > FAR * max(a.height, b.height) for a, b in pairwise(rows))


def _bodies(rows: Sequence[PrintedRow], first: int, end: int, rules: LineRules) -> Iterator[Body]:
    """The bodies among rows that follow one another: rows that fit no columns part them."""
    while first < end and not _has_amounts(rows[first]):
        first += 1
    while end > first and not rows[end - 1].is_data:
        end -= 1
    data = [_with_name(rows, number) for number in range(first, end) if rows[number].is_data]
    values = _values(data) if len(data) > 1 else []
    if not values:
        return
    odd = [number for number in range(first, end) if not _fits(rows[number], values, rules)]
    if odd:
        for before, after in pairwise([first - 1, *odd, end]):
            yield from _bodies(rows, before + 1, after, rules)
        return
    columns = _columns(data, values)
    if columns and _is_table(data, columns):
        yield Body(first, end, columns)


def _with_name(rows: Sequence[PrintedRow], number: int) -> PrintedRow:
    """A row of data; where its name stands on two lines, with both, between which the numbers are."""
    row = rows[number]
    beside = [
        piece
        for other in rows[max(0, number - 1) : number + 2]
        if not other.is_data and abs(other.base - row.base) < BESIDE * row.height
        for piece in other.pieces
    ]
    return PrintedRow(tuple(sorted((*row.pieces, *beside), key=lambda piece: piece.left))) if beside else row


def _continued(rows: Sequence[PrintedRow], before: Sequence[Column], rules: LineRules) -> Body | None:
    """The rows at the top of a page that fill the columns of a table on the page before."""
    values = [(column.left, column.right) for column in before if column.has_values]
    first = next((number for number, row in enumerate(rows[:_TOP]) if row.is_data and _has_amounts(row)), 0)
    end = first
    while (
        end < len(rows) and _fits(rows[end], values, rules) and not (end > first and _apart(rows[end - 1 : end + 1]))
    ):
        end += 1
    while end > first and not rows[end - 1].is_data:
        end -= 1
    while 0 < first < end and _is_name(rows[first - 1], before) and not _apart(rows[first - 1 : first + 1]):
        first -= 1
    pieces = [piece for row in rows[first:end] if row.is_data for piece in row.pieces]
    ranges = merged([*((each.left, each.right) for each in before), *((each.left, each.right) for each in pieces)])
    if not pieces or len(ranges) != len(before):
        return None
    columns = (Column(*each, column.has_values) for each, column in zip(ranges, before, strict=True))
    return Body(first, end, tuple(columns), goes_on=True)


def _is_name(row: PrintedRow, columns: Sequence[Column]) -> bool:
    """Whether a row has nothing but a name, where the names of the rows begin."""
    lefts = [column.left for column in columns if not column.has_values]
    return len(row.pieces) == 1 and any(abs(row.pieces[0].left - left) < row.height for left in lefts)


def _has_amounts(row: PrintedRow) -> bool:
    """Whether a row of data has other numbers than the years and dates that are heads of columns."""
    numbers = [piece for piece in row.pieces if piece.is_number]
    return row.is_data and not all(piece.is_time for piece in numbers)


def _values(data: Sequence[PrintedRow]) -> list[Range]:
    """The ranges in which numbers stand below one another, to the right of what names the rows."""
    pieces = [piece for row in data for piece in row.pieces if piece.is_value]
    ranges = [
        (left, right)
        for left, right in merged((piece.left, piece.right) for piece in pieces)
        if sum(piece.is_number and piece.overlaps(left, right) for piece in pieces) >= max(2, _SHARE * len(data))
    ]
    names = [next((piece for piece in row.pieces if not piece.is_value), None) for row in data]
    lefts = [piece.left for piece in names if piece]
    if len(lefts) * 2 > len(data):
        return [each for each in ranges if each[0] > median(lefts)]
    named = all(row.pieces[0].is_time for row in data)
    return ranges[1:] if named else []


def _fits(row: PrintedRow, values: Sequence[Range], rules: LineRules) -> bool:
    """Whether a row may be one of the table whose numbers stand in `values`."""
    over = {piece: sum(piece.overlaps(*each) for each in values) for piece in row.pieces}
    texts = [piece for piece in row.pieces if not piece.is_value]
    if row.is_data:
        numbers = [piece for piece in row.pieces if piece.is_number and over[piece] and not piece.is_time]
        return bool(numbers) and all(over[piece] < 2 for piece in texts)
    if any(over[piece] and piece.left >= values[0][0] for piece in texts):
        return False
    crossing = [piece for piece in texts if over[piece]]
    ends_early = all(piece.right < values[-1][0] for piece in crossing)
    return not crossing or (len(texts) == 1 and (ends_early or rules.heading_level(texts[0].text) > 0))


def _columns(data: Sequence[PrintedRow], values: Sequence[Range]) -> tuple[Column, ...]:
    """The columns that the rows fill; names may reach over the beginning of numbers that stand below them."""
    ranges = list(values)
    for piece in (piece for row in data for each in row.pieces for piece in parted(each, values)):
        right = min((left for left, _ in values if piece.left < left < piece.right), default=piece.right)
        ranges.append((piece.left, piece.right if piece.is_value else right))
    columns = merged(ranges)
    held = [sum(left < b and right > a for a, b in values) for left, right in columns]
    return tuple(Column(*each, bool(count)) for each, count in zip(columns, held, strict=True))


def parted(piece: Piece, values: Sequence[Range]) -> list[Piece]:
    """A piece, or its words and the number behind them where that stands below other numbers."""
    *words, last = piece.words
    middle = (last.bbox[0] + last.bbox[2]) / 2
    if (
        words
        and not piece.is_number
        and is_value(last.text)
        and any(left <= middle <= right for left, right in values)
    ):
        return [*pieces_of(words), Piece((last,))]
    return [piece]


def stands_in(piece: Piece, column: Column) -> bool:
    """Whether a piece stands in a column, and does not only reach over its edge."""
    touch = 0.0 if piece.is_value else _TOUCH * piece.words[0].height
    return piece.overlaps(column.left + touch, column.right - touch)


def _is_table(data: Sequence[PrintedRow], columns: Sequence[Column]) -> bool:
    """Whether there are enough numbers below one another, well enough aligned, and names of the rows before them."""
    values = [column for column in columns if column.has_values]
    if columns[0].has_values or len(data) < (_FEW if len(values) < _FEW else 2):
        return False
    held = [[_in_column(row, column) for row in data] for column in values]
    if any(len(pieces) > 1 for column in held for pieces in column):
        return False
    filled = [[pieces[0] for pieces in column if pieces] for column in held]
    enough = sum(map(len, filled)) >= _FILLED * len(values) * len(data)
    return enough and all(map(_is_aligned, filled)) and not _is_list(data)


def _in_column(row: PrintedRow, column: Column) -> list[Piece]:
    return [piece for piece in row.pieces if piece.is_value and piece.overlaps(column.left, column.right)]


def _is_aligned(pieces: Sequence[Piece]) -> bool:
    """Whether pieces end, begin or have their middles one below the other."""
    numbers = [piece for piece in pieces if piece.is_number]
    slack = _RAGGED * numbers[0].words[0].height
    edges = ([getattr(piece, edge) for piece in numbers] for edge in ("right", "middle", "left"))
    return any(_mostly_near(places, slack) for places in edges)


def _mostly_near(places: Sequence[float], slack: float) -> bool:
    usual = median(places)
    return sum(abs(place - usual) <= slack for place in places) >= _ALIGNED * len(places)


def _is_list(data: Sequence[PrintedRow]) -> bool:
    """Whether the rows are items of a list, each with its number behind a colon."""
    names = [[piece for piece in row.pieces if not piece.is_value] for row in data]
    return sum(bool(each) and each[-1].text.endswith(":") for each in names) * 2 > len(data)
