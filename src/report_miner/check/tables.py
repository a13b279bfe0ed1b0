"""Tables: the sums and shares that a table keeps in most of its rows must hold in all of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from itertools import combinations
from operator import add

from report_miner.check.findings import finding, number, outcome
from report_miner.check.intervals import Interval
from report_miner.check.printed import GENEROUS, Reading, judge
from report_miner.model import Document, Figure, Finding, Kind, Table, Verdict
from report_miner.texts import say

Row = dict[int, Figure]
Triple = tuple[Figure, Figure, Figure]
Identity = Callable[[Reading, Figure, Figure, Figure], bool]

_TOTAL = re.compile(r"^\W*(?:tổng|cộng|toàn (?:tỉnh|huyện|xã|thành phố|quốc)|cả nước)\b", re.IGNORECASE)
_ROMAN = re.compile(r"^\s*(?:[IVX]+|[A-H])\.?\s*$")
_ORDINAL = re.compile(r"^\s*(\d+)\.?\s*$")
_HUNDRED = Interval.exactly(100)
_TEN = Interval.exactly(10)
_MOST_COLUMNS = 14
_FEWEST_ROWS = 2
_LOOK = 8
_AVERAGES = (Kind.RATE, Kind.SCORE)


@dataclass(frozen=True, slots=True)
class Grid:
    """The figures of a table by row and column, and the printed label of each row (its first two cells)."""

    rows: dict[int, Row]
    labels: dict[int, tuple[str, ...]]

    def is_total(self, row: int) -> bool:
        """Whether the row is called a total."""
        return any(_TOTAL.match(label) for label in self.labels.get(row, ()))

    def is_head(self, row: int) -> bool:
        """Whether the row is numbered I, II or A, B: the sum of the rows 1, 2, 3 behind it."""
        labels = self.labels.get(row, ("",))
        return _ROMAN.match(labels[0]) is not None

    def ordinal(self, row: int) -> int | None:
        """The row's number 1, 2, 3, if it has one."""
        match = _ORDINAL.match(self.labels.get(row, ("",))[0])
        return int(match.group(1)) if match else None


def table_totals(document: Document, figures: Sequence[Figure]) -> Iterator[Finding]:
    """A row of totals is the sum of its rows, and a percentage beside an addend is its share of the total.

    Tolerance: the printed precision. A column that does not add up is inconsistent if another column of the same row
    of totals does, or if the rows are a plain list 1, 2, 3; otherwise it is left alone (rows may be nested, columns
    may hold rates).
    """
    for table in document.tables:
        grid = _grid(document, table, figures)
        for total, addends in _totals(grid):
            rows = [grid.rows[row] for row in addends]
            plain = [grid.ordinal(row) for row in addends] == list(range(1, len(addends) + 1))
            yield from _row_of_totals(grid.rows[total], rows, certain=plain and grid.is_total(total))
            yield from _shares_of_total(grid.rows[total], rows)


def table_columns(document: Document, figures: Sequence[Figure]) -> Iterator[Finding]:
    """Column identities c = a + b, c = 100 · a / b and c = a · b that hold in most rows hold in all of them.

    Tolerance: the printed precision. An identity counts once it holds in two rows and fails in at most one of three.
    A product may be a tenth: ha · tạ/ha is given in tấn.
    """
    for table in document.tables:
        rows = list(_grid(document, table, figures).rows.values())
        columns = sorted({column for row in rows for column in row})[:_MOST_COLUMNS]
        for first, second in combinations(columns, 2):
            for third in columns:
                if third in (first, second):
                    continue
                yield from _identity(_triples(rows, first, second, third), _adds, "+")
                yield from _identity(_triples(rows, first, second, third), _shares, "/")
                yield from _identity(_triples(rows, second, first, third), _shares, "/")
                yield from _identity(_triples(rows, first, second, third), _multiplies, "×")


def _grid(document: Document, table: Table, figures: Sequence[Figure]) -> Grid:
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
    return Grid(rows, labels)


def _totals(grid: Grid) -> Iterator[tuple[int, list[int]]]:
    """Each row of totals with the rows that it sums up."""
    rows = sorted(grid.rows)
    totals = [row for row in rows if grid.is_total(row)]
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


def _row_of_totals(total: Row, rows: Sequence[Row], *, certain: bool) -> Iterator[Finding]:
    judged: list[tuple[Verdict, Figure, list[Figure]]] = []
    for column, figure in total.items():
        members = [row[column] for row in rows if column in row]
        whole_percent = figure.kind is Kind.PERCENT and figure.value != 100
        if whole_percent or figure.kind in _AVERAGES or len(members) < 2:
            continue
        judged.append((judge(_sums_to, members, figure), figure, members))
    adds_up = any(verdict is Verdict.CONSISTENT for verdict, _, _ in judged)
    for verdict, figure, members in judged if adds_up or certain else ():
        value = sum((member.value for member in members), Decimal(0))
        computed = f"{' + '.join(number(m.value, 3) for m in members)} = {number(value, 3)}"
        message = say(
            "check.table_total_message",
            printed=figure.text,
            total=number(value, 3),
            outcome=outcome(verdict),
        )
        yield finding("parts", verdict, (figure, *members), computed, message)


def _shares_of_total(total: Row, rows: Sequence[Row]) -> Iterator[Finding]:
    for column, whole in total.items():
        for other in sorted({c for row in rows for c in row} - {column}):
            triples = [(row[column], whole, row[other]) for row in rows if column in row and other in row]
            yield from _identity(triples, _shares, "/")


def _sums_to(reading: Reading, members: Sequence[Figure], total: Figure) -> bool:
    return reduce(add, map(reading, members)).meets(reading(total))


def _adds(reading: Reading, first: Figure, second: Figure, third: Figure) -> bool:
    return (reading(first) + reading(second)).meets(reading(third))


def _shares(reading: Reading, first: Figure, second: Figure, third: Figure) -> bool:
    return (reading(first) * _HUNDRED / reading(second)).meets(reading(third))


def _multiplies(reading: Reading, first: Figure, second: Figure, third: Figure) -> bool:
    product = reading(first) * reading(second)
    return product.meets(reading(third)) or (product / _TEN).meets(reading(third))


def _triples(rows: Sequence[Row], first: int, second: int, third: int) -> list[Triple]:
    return [(r[first], r[second], r[third]) for r in rows if first in r and second in r and third in r]


def _identity(triples: Sequence[Triple], holds: Identity, sign: str) -> Iterator[Finding]:
    """The findings of an identity, if the table keeps it."""
    telling = [triple for triple in triples if triple[0].value and triple[1].value and _fit_for(sign, triple)]
    sample = telling[:_LOOK]
    if len(sample) <= _FEWEST_ROWS or sum(holds(GENEROUS, *triple) for triple in sample) * 3 < len(sample) * 2:
        return
    verdicts = [judge(holds, *triple) for triple in telling]
    broken = verdicts.count(Verdict.INCONSISTENT)
    if len(verdicts) - broken < _FEWEST_ROWS or broken * 3 > len(verdicts):
        return
    for verdict, triple in zip(verdicts, telling, strict=True):
        yield _column_finding(verdict, triple, sign)


def _fit_for(sign: str, triple: Triple) -> bool:
    """Shares end in a percentage of counts; sums stay among numbers of one unit; a product has a rate."""
    first, second, third = triple
    if sign == "/":
        return third.kind is Kind.PERCENT and Kind.PERCENT not in (first.kind, second.kind)
    if sign == "+":
        return first.kind is second.kind is third.kind and first.kind not in (*_AVERAGES, Kind.PERCENT)
    return Kind.RATE in (first.kind, second.kind) and third.kind not in (*_AVERAGES, Kind.PERCENT)


def _column_finding(verdict: Verdict, triple: Triple, sign: str) -> Finding:
    first, second, third = triple
    a, b = number(first.value), number(second.value)
    if sign == "+":
        rule, value, shown = "parts", first.value + second.value, f"{a} + {b}"
    elif sign == "/":
        rule, value, shown = "share", first.value * 100 / second.value, f"{a} × 100 / {b}"
    else:
        tenth = first.value * second.value > third.value * 5
        rule, value = "ratio", first.value * second.value / (10 if tenth else 1)
        shown = f"{a} × {b} / 10" if tenth else f"{a} × {b}"
    message = say(
        "check.table_row_message",
        shown=shown,
        value=number(value),
        printed=third.text,
        outcome=outcome(verdict),
    )
    return finding(rule, verdict, triple, f"{shown} = {number(value)}; ghi {third.text}", message)
