"""The head of a table without ruling lines: what stands over each of its columns, and over several of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement, pairwise
from math import inf

from report_miner.read.aligned_columns import FAR, Body, Column, stands_in
from report_miner.read.aligned_rows import BESIDE, LEVEL, Piece, PrintedRow
from report_miner.read.lines import LineRules

_MOST, _FEWEST = 9, 2  # rows, and heads
_OUTSIDE = 4.0  # heights by which the first head may be wider than what stands below it
_APART = 1.4  # times the usual distance of two rows, from a line that stands by itself to the head
_NEAR = 0.4  # heights by which the middle of a head may miss that of its columns more than of others

Span = tuple[int, int]  # the first and the last column


@dataclass(frozen=True)
class Head:
    """The pieces over the columns of `span`, from top to bottom, and how many heads stand over them."""

    span: Span
    level: int
    pieces: tuple[Piece, ...]

    def is_below(self, other: Head) -> bool:
        """Whether `other` stands over some of the same columns, above this head."""
        return self.level > other.level and self.span[0] <= other.span[1] and other.span[0] <= self.span[1]


def head_rows(rows: Sequence[PrintedRow], body: Body, rules: LineRules) -> tuple[int, int]:
    """Return the range of the rows above a body that are its head; what follows in it are names of its parts."""
    first, end = body.first, 0
    for number in range(body.first - 1, max(-1, body.first - 1 - _MOST), -1):
        row, *below = rows[number : body.end]
        if below[0].base - row.base > FAR * max(row.height, below[0].height) or _is_outside(row, body, rules):
            break
        if _has_amounts(row):
            return body.first, body.first
        if any(_crosses(piece, body) for piece in row.pieces):
            if end or len(row.pieces) > 1 or not rules.heading_level(row.text):
                break
            continue
        if any(piece.middle > _boundary(body) for piece in row.pieces):
            alone = len(row.pieces) == 1 and not _goes_on(rows[max(0, number - 1) : number + 2])
            if end and alone and _is_title(row, below, end - number - 1, body, rules):
                break
            first, end = number, end or number + 1
    head = rows[first:end]
    if sum(len(row.pieces) for row in head) < _FEWEST or sum(_names_amounts(row, body) for row in head) > 1:
        return body.first, body.first
    return first, end


def _is_outside(row: PrintedRow, body: Body, rules: LineRules) -> bool:
    """Whether a row cannot be of the head: the caption, the unit, something beside the table."""
    return (
        rules.is_caption(row.text)
        or (
            rules.is_unit(row.text) and " " in row.text
        )  # a line of one word may be the end of a head: "(tổng số) hộ"
        or row.bbox[0] < body.columns[0].left - _OUTSIDE * row.height
    )


def _has_amounts(row: PrintedRow) -> bool:
    """Whether a row has numbers, or ends of numbers, so that what is below it is only a part of a table."""
    first = row.pieces[0]
    if (first.is_number and not first.is_time) or any(piece.text[0] in ".," for piece in row.pieces):
        return True
    return row.is_data and not all(piece.is_time for piece in row.pieces if piece.is_number)


def _goes_on(rows: Sequence[PrintedRow]) -> bool:
    """Whether the second of three rows is nearer to the heads of the first than to the third."""
    if len(rows) < 3:
        return False
    above, row, below = rows
    return len(above.pieces) > 1 and row.base - above.base < below.base - row.base


def _is_title(row: PrintedRow, below: Sequence[PrintedRow], heads: int, body: Body, rules: LineRules) -> bool:
    """Whether a piece by itself over `heads` rows of a head is the title or the unit of the table.

    It reads like one, or stands over a whole line of heads, or is farther from them than they are apart.
    """
    if rules.is_unit(row.text) or rules.heading_level(row.text):
        return True
    over = sum(row.pieces[0].overlaps(column.left, column.right) for column in body.columns)
    step = below[0].base - row.base
    if over != 1 and step > BESIDE * row.height and below[0].pieces[0].middle < _boundary(body):
        return True
    if over == 1 and heads > 1:
        usual = _line_step(below[:heads])
    else:
        usual = max(_line_step(below), below[heads].base - below[heads - 1].base)
    return step > _APART * usual


def _names_amounts(row: PrintedRow, body: Body) -> bool:
    """Whether a row reads as those of the body do, but with a unit behind its number: "Dân số | 45.678 người"."""
    near = row.height / 2
    name = any(abs(row.pieces[0].left - column.left) < near for column in body.columns if not column.has_values)
    amounts = [piece for piece in row.pieces if piece.middle > _boundary(body)]
    return name and all(piece.text[0].isdigit() and not piece.is_time for piece in amounts)


def _line_step(rows: Sequence[PrintedRow]) -> float:
    """The least distance of two rows that do not stand beside one another."""
    steps = (b.base - a.base for a, b in pairwise(rows))
    return min((step for step in steps if step > BESIDE * rows[0].height), default=inf)


def _boundary(body: Body) -> float:
    """The place between the names of the rows and their numbers."""
    place = body.first_value
    return (body.columns[place - 1].right + body.columns[place].left) / 2


def _crosses(piece: Piece, body: Body) -> bool:
    """Whether a piece stands over names of rows and over numbers."""
    place = body.first_value
    return stands_in(piece, body.columns[place - 1]) and stands_in(piece, body.columns[place])


def heads_of(rows: Sequence[PrintedRow], columns: Sequence[Column]) -> list[Head]:
    """Return the heads in rows over columns."""
    found: list[tuple[Span, Piece]] = []
    below = _Below(columns)
    for row in reversed(rows):
        placed = [each for piece in row.pieces for each in _placed(piece, columns, below.lowest)]
        spans = [below.span(placed, number, is_first=row is rows[0]) for number in range(len(placed))]
        found += [(span, piece) for span, (_, piece) in zip(spans, placed, strict=True)]
        below.add(placed)
    return _stacked(found[::-1], len(columns))


def _placed(piece: Piece, columns: Sequence[Column], lowest: Mapping[int, Piece]) -> list[tuple[Span, Piece]]:
    """A piece with the columns that it stands over; one over two that have no other heads is two pieces."""
    over = [place for place, column in enumerate(columns) if stands_in(piece, column)]
    if not over:
        nearest = min(range(len(columns)), key=lambda place: _distance(piece, columns[place]))
        return [((nearest, nearest), piece)]
    first, last = over[0], over[-1]
    gap = 0 if first == last or all(place in lowest for place in over) else _gap(piece, columns[first : first + 2])
    if not gap:
        return [((first, last), piece)]
    rest = Piece(piece.words[gap:])
    return [((first, first), Piece(piece.words[:gap])), *_placed(rest, columns, lowest)]


def _distance(piece: Piece, column: Column) -> float:
    return max(column.left - piece.right, piece.left - column.right)


def _gap(piece: Piece, columns: Sequence[Column]) -> int:
    """The number of the word that follows the widest gap between two columns, 0 where there is none."""
    gaps = [
        (b.bbox[0] - a.bbox[2], place)
        for place, (a, b) in enumerate(pairwise(piece.words), start=1)
        if b.bbox[0] > columns[0].right and a.bbox[2] < columns[1].left
    ]
    return max(gaps)[1] if gaps else 0


class _Below:
    """The heads of single columns below a row of heads: the lowest and the highest line of each."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns
        self.lowest: dict[int, Piece] = {}
        self._highest: dict[int, Piece] = {}

    def add(self, placed: Sequence[tuple[Span, Piece]]) -> None:
        """Take the pieces of a row."""
        for (first, last), piece in placed:
            if first == last:
                self.lowest.setdefault(first, piece)
                self._highest[first] = piece

    def span(self, placed: Sequence[tuple[Span, Piece]], number: int, *, is_first: bool) -> Span:
        """The columns that one of the pieces of a row stands over.

        It has its middle where they have it, or begins where the first of them begins, in the first row of a head;
        all of them have heads of their own, on one line.
        """
        (first, last), piece = placed[number]
        if not all(place in self.lowest for place in range(first, last + 1)):
            return first, last
        others = [span for span, _ in placed if span != (first, last)]
        near = piece.words[0].height * _NEAR
        spans = [span for span in self._free(others) if span[0] <= first and last <= span[1]]
        away = {(a, b): abs((self.lowest[a].middle + self.lowest[b].middle) / 2 - piece.middle) for a, b in spans}
        nearest = min([away.get((first, last), inf), *away.values()])
        found = [span for span in spans if away[span] <= nearest + near]
        names = any(not self._columns[a].has_values for a, _ in others)
        if is_first and names and abs(piece.left - self._highest[first].left) <= near:
            found += [span for span in spans if span[0] == first]
        return max(found, key=lambda span: span[1] - span[0], default=(first, last))

    def _free(self, others: Sequence[Span]) -> list[Span]:
        """The columns side by side that no other piece of a row stands over, with heads that are level."""
        free = [
            place
            for place in self.lowest
            if self._columns[place].has_values and not any(a <= place <= b for a, b in others)
        ]
        return [
            (a, b)
            for a, b in combinations_with_replacement(sorted(free), 2)
            if all(place in free for place in range(a, b + 1)) and (a == b or self._is_level(a, b))
        ]

    def _is_level(self, first: int, last: int) -> bool:
        return any(
            _are_level([heads[place] for place in range(first, last + 1)]) for heads in (self.lowest, self._highest)
        )


def _are_level(pieces: Sequence[Piece]) -> bool:
    bases = [piece.words[0].base for piece in pieces]
    return max(bases) - min(bases) <= LEVEL * pieces[0].words[0].height


def _stacked(found: Sequence[tuple[Span, Piece]], width: int) -> list[Head]:
    """The heads from top to bottom; lines over the same columns, as close as any of them are, are one head."""
    bases: dict[Span, list[float]] = {}
    for span, piece in found:
        bases.setdefault(span, []).append(piece.words[0].base)
    steps = (below - above for each in bases.values() for above, below in pairwise(each))
    most = _APART * min((step for step in steps if step > 0), default=inf)
    heads: list[tuple[Span, list[Piece]]] = []
    tops: dict[int, tuple[Span, list[Piece]]] = {}
    for span, piece in found:
        above = {id(tops[place]) for place in range(span[0], span[1] + 1) if place in tops}
        last = tops.get(span[0])
        near = last is not None and piece.words[0].base - last[1][-1].words[0].base <= most
        if last and near and last[0] == span and above == {id(last)}:
            last[1].append(piece)
            continue
        head = (span, [piece])
        heads.append(head)
        for place in range(span[0], span[1] + 1):
            tops[place] = head
    levels = [0] * width
    stacked = []
    for span, pieces in heads:
        level = max(levels[place] for place in range(span[0], span[1] + 1))
        stacked.append(Head(span, level, tuple(pieces)))
        for place in range(span[0], span[1] + 1):
            levels[place] = level + 1
    return stacked
