"""Tables: the sums and shares that a table keeps in most of its rows must hold in all of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from itertools import combinations

from report_miner.check.cues import CheckCues
from report_miner.check.findings import finding, number, outcome, printed
from report_miner.check.intervals import Interval
from report_miner.check.printed import STRICT, Reading, adds_up, judge_exact
from report_miner.check.relations import unit_of
from report_miner.model import Document, Figure, Finding, Kind, Table, Verdict
from report_miner.texts import say

Row = dict[int, Figure]
Triple = tuple[Figure, Figure, Figure]
Identity = Callable[[Reading, Figure, Figure, Figure], bool]


class Sort(Enum):
    """What a column holds: amounts that add up, shares, or averages and prices."""

    AMOUNT = "amount"
    SHARE = "share"
    AVERAGE = "average"


_ROMAN = re.compile(r"^\s*(?:[IVX]+|[A-H])\.?\s*$")
_ORDINAL = re.compile(r"^\s*(\d+)\.?\s*$")
_HUNDRED = Interval.exactly(100)
_TEN = Interval.exactly(10)
_MOST_COLUMNS = 14
_FEWEST_ROWS = 2
_LOOK = 8
_ONE_WAY = "/%"


@dataclass(frozen=True, slots=True)
class Grid:
    """The figures of a table by row and column, the label of each row (its first two cells), each column's sort.

    `totals` are the rows that are called totals; `several` are the cells that hold more than one figure, of which
    `rows` has none.
    """

    rows: dict[int, Row]
    labels: dict[int, tuple[str, ...]]
    sorts: dict[int, Sort]
    totals: frozenset[int]
    several: frozenset[tuple[int, int]]

    def is_head(self, row: int) -> bool:
        """Whether the row is numbered I, II or A, B: the sum of the rows 1, 2, 3 behind it."""
        labels = self.labels.get(row, ("",))
        return _ROMAN.match(labels[0]) is not None

    def ordinal(self, row: int) -> int | None:
        """The row's number 1, 2, 3, if it has one."""
        match = _ORDINAL.match(self.labels.get(row, ("",))[0])
        return int(match.group(1)) if match else None


def tables(document: Document, figures: Sequence[Figure], cues: CheckCues) -> Iterator[Finding]:
    """What the rows of totals and the columns of every table keep."""
    for table in document.tables:
        grid = _grid(document, table, figures, cues)
        yield from _table_totals(grid)
        yield from _table_columns(grid)


def _table_totals(grid: Grid) -> Iterator[Finding]:
    """A row of totals is the sum of its rows, and a percentage beside an addend is its share of the total.

    Tolerance: the printed precision. A column that does not add up is inconsistent if another column of the same row
    of totals does, or if the rows are a plain list 1, 2, 3; otherwise it is left alone (rows may be nested, columns
    may hold rates).
    """
    for total, addends in _totals(grid):
        rows = {row: grid.rows[row] for row in addends}
        plain = [grid.ordinal(row) for row in addends] == list(range(1, len(addends) + 1))
        yield from _row_of_totals(grid, total, rows, certain=plain and total in grid.totals)
        yield from _shares_of_total(grid, total, list(rows.values()))


def _table_columns(grid: Grid) -> Iterator[Finding]:
    """Column identities that hold in most rows hold in all of them.

    They are c = a + b, c = 100 · a / b, c = 100 · (a − b) / b and c = a · b.

    Tolerance: the printed precision. An identity counts once it holds in two rows and fails in at most one of three.
    A product may be a tenth: ha · tạ/ha is given in tấn.
    """
    rows = list(grid.rows.values())
    columns = sorted(grid.sorts)[:_MOST_COLUMNS]
    for first, second in combinations(columns, 2):
        for third in columns:
            if third in (first, second):
                continue
            for sign, holds in _IDENTITIES.get((grid.sorts[first], grid.sorts[second], grid.sorts[third]), ()):
                yield from _identity(_triples(rows, first, second, third), holds, sign)
                if sign in _ONE_WAY:
                    yield from _identity(_triples(rows, second, first, third), holds, sign)


def _grid(document: Document, table: Table, figures: Sequence[Figure], cues: CheckCues) -> Grid:
    cells = sorted(table.cells, key=lambda cell: cell.start)
    starts = [cell.start for cell in cells]
    found: dict[tuple[int, int], list[Figure]] = {}
    for figure in figures:
        position = bisect_right(starts, figure.start) - 1
        if position >= 0 and figure.end <= cells[position].end:
            found.setdefault((cells[position].row, cells[position].column), []).append(figure)
    rows: dict[int, Row] = {}
    for (row, column), inside in sorted(found.items()):
        if len(inside) == 1:
            rows.setdefault(row, {})[column] = inside[0]
    labels: dict[int, tuple[str, ...]] = {}
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
        if cell.column <= 2:
            labels[cell.row] = (*labels.get(cell.row, ()), document.text[cell.start : cell.end].strip())
    for row, label in labels.items():
        if _ORDINAL.match(label[0]) and row in rows:
            rows[row].pop(1, None)
    rows = {row: columns for row, columns in rows.items() if columns}
    sorts = _sorts(document, table, rows, cues)
    shares = [column for column, sort in sorts.items() if sort is Sort.SHARE]
    for columns in rows.values():
        columns.update({c: replace(columns[c], kind=Kind.PERCENT) for c in shares if c in columns})
    called = cues.patterns["total_row"]
    totals = frozenset(row for row, label in labels.items() if any(called.match(words.lower()) for words in label))
    several = frozenset(position for position, inside in found.items() if len(inside) > 1)
    return Grid(rows, labels, sorts, totals, several)


def _sorts(document: Document, table: Table, rows: dict[int, Row], cues: CheckCues) -> dict[int, Sort]:
    """The sort of each column, by its header and by the kind of its figures."""
    first = min(rows, default=0)
    sorts: dict[int, Sort] = {}
    for column in sorted({column for row in rows.values() for column in row}):
        head = " ".join(
            document.text[cell.start : cell.end]
            for cell in table.cells
            if cell.row < first and cell.column <= column < cell.column + cell.column_span
        ).lower()
        kinds = {row[column].kind for row in rows.values() if column in row}
        sorts[column] = Sort.AMOUNT
        if kinds == {Kind.PERCENT} or cues.patterns["share_head"].search(head):
            sorts[column] = Sort.SHARE
        elif kinds <= {Kind.RATE, Kind.SCORE} or cues.patterns["average_head"].search(head):
            sorts[column] = Sort.AVERAGE
    return sorts


def _totals(grid: Grid) -> Iterator[tuple[int, list[int]]]:
    """Each row of totals with the rows that it sums up."""
    rows = sorted(grid.rows)
    totals = [row for row in rows if row in grid.totals]
    for total in totals:
        previous = max((row for row in totals if row < total), default=0)
        section = [row for row in rows if previous < row < total] or [row for row in rows if row > total]
        section = [row for row in section if row not in totals]
        yield total, [row for row in section if grid.is_head(row)] or section
    heads = [row for row in rows if grid.is_head(row) and row not in totals]
    for head in heads:
        end = min((row for row in (*heads, *totals) if row > head), default=max(rows) + 1)
        children = [row for row in rows if head < row < end and grid.ordinal(row) is not None]
        yield head, children


def _row_of_totals(grid: Grid, total: int, rows: Mapping[int, Row], *, certain: bool) -> Iterator[Finding]:
    judged: list[tuple[Verdict, Figure, list[Figure]]] = []
    for column, figure in grid.rows[total].items():
        members = [row[column] for row in rows.values() if column in row]
        whole = not any((row, column) in grid.several for row in rows)
        alike = len({unit_of(member) for member in members}) == 1
        adds = grid.sorts[column] is Sort.AMOUNT or (grid.sorts[column] is Sort.SHARE and figure.value == 100)
        if not (adds and whole and alike) or len(members) < 2:
            continue
        judged.append((judge_exact(adds_up, members, figure), figure, members))
    kept = any(verdict is Verdict.CONSISTENT for verdict, _, _ in judged)
    for verdict, figure, members in judged if kept or certain else ():
        value = sum((member.value for member in members), Decimal(0))
        computed = f"{' + '.join(number(m.value, 3) for m in members)} = {number(value, 3)}"
        message = say(
            "check.table_total_message",
            printed=printed(figure),
            total=number(value, 3),
            outcome=outcome(verdict),
        )
        yield finding("parts", verdict, (figure, *members), computed, message)


def _shares_of_total(grid: Grid, total: int, rows: Sequence[Row]) -> Iterator[Finding]:
    for column, whole in grid.rows[total].items():
        for other, sort in grid.sorts.items():
            if sort is not Sort.SHARE or grid.sorts[column] is not Sort.AMOUNT:
                continue
            triples = [(row[column], whole, row[other]) for row in rows if column in row and other in row]
            yield from _identity(triples, _shares, "/")


def _adds(reading: Reading, first: Figure, second: Figure, third: Figure) -> bool:
    return (reading(first) + reading(second)).meets(reading(third))


def _shares(reading: Reading, first: Figure, second: Figure, third: Figure) -> bool:
    return (reading(first) * _HUNDRED / reading(second)).meets(reading(third))


def _grows(reading: Reading, first: Figure, second: Figure, third: Figure) -> bool:
    base = reading(second)
    return ((reading(first) - base) * _HUNDRED / base).meets(reading(third))


def _multiplies(reading: Reading, first: Figure, second: Figure, third: Figure) -> bool:
    return (reading(first) * reading(second)).meets(reading(third))


def _multiplies_tenth(reading: Reading, first: Figure, second: Figure, third: Figure) -> bool:
    return (reading(first) * reading(second) / _TEN).meets(reading(third))


def _triples(rows: Sequence[Row], first: int, second: int, third: int) -> list[Triple]:
    return [(r[first], r[second], r[third]) for r in rows if first in r and second in r and third in r]


def _identity(triples: Sequence[Triple], holds: Identity, sign: str) -> Iterator[Finding]:
    """The findings of an identity, if the table keeps it."""
    telling = [triple for triple in triples if triple[0].value and triple[1].value]
    sample = telling[:_LOOK]
    if len(sample) <= _FEWEST_ROWS or sum(holds(STRICT, *triple) for triple in sample) * 2 < len(sample):
        return
    verdicts = [judge_exact(holds, *triple) for triple in telling]
    kept, broken = verdicts.count(Verdict.CONSISTENT), verdicts.count(Verdict.INCONSISTENT)
    if kept < _FEWEST_ROWS or broken * 3 > len(verdicts):
        return
    for verdict, triple in zip(verdicts, telling, strict=True):
        yield _column_finding(verdict, triple, sign)


_IDENTITIES: dict[tuple[Sort, Sort, Sort], tuple[tuple[str, Identity], ...]] = {
    (Sort.AMOUNT, Sort.AMOUNT, Sort.AMOUNT): (("+", _adds),),
    (Sort.AMOUNT, Sort.AMOUNT, Sort.SHARE): (("/", _shares), ("%", _grows)),
    (Sort.AMOUNT, Sort.AVERAGE, Sort.AMOUNT): (("×", _multiplies), ("× / 10", _multiplies_tenth)),
    (Sort.AVERAGE, Sort.AMOUNT, Sort.AMOUNT): (("×", _multiplies), ("× / 10", _multiplies_tenth)),
}


def _column_finding(verdict: Verdict, triple: Triple, sign: str) -> Finding:
    first, second, third = triple
    a, b = number(first.value), number(second.value)
    if sign == "+":
        rule, value, shown = "parts", first.value + second.value, f"{a} + {b}"
    elif sign == "/":
        rule, value, shown = "share", first.value * 100 / second.value, f"{a} × 100 / {b}"
    elif sign == "%":
        rule, value = "change_percent", (first.value - second.value) * 100 / second.value
        shown = f"({a} − {b}) × 100 / {b}"
    else:
        tenth = sign.endswith("/ 10")
        rule, value = "ratio", first.value * second.value / (10 if tenth else 1)
        shown = f"{a} × {b} / 10" if tenth else f"{a} × {b}"
    message = say(
        "check.table_row_message",
        shown=shown,
        value=number(value),
        printed=printed(third),
        outcome=outcome(verdict),
    )
    return finding(rule, verdict, triple, f"{shown} = {number(value)}; ghi {printed(third)}", message)
