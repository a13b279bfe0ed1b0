"""Tables: the sums and shares that a table keeps in most of its rows must hold in all of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import reduce
from itertools import combinations
from operator import add

from report_miner.check.findings import finding, number, outcome
from report_miner.check.intervals import Interval
from report_miner.check.printed import GENEROUS, STRICT, Reading, judge
from report_miner.model import Document, Figure, Finding, Kind, Table, Verdict
from report_miner.texts import say

Row = dict[int, Figure]
Identity = Callable[[Reading, Figure, Figure, Figure], bool]

_TOTAL = re.compile(r"^\W*(?:tổng|cộng|toàn (?:tỉnh|huyện|xã|thành phố|quốc)|cả nước)\b", re.IGNORECASE)
_HUNDRED = Interval.exactly(100)
_TEN = Interval.exactly(10)
_MOST_COLUMNS = 14
_FEWEST_ROWS = 3
_LOOK = 8


def table_totals(document: Document, figures: Sequence[Figure]) -> Iterator[Finding]:
    """A row of totals is the sum of the rows above it, in each column that adds up at all.

    Tolerance: the printed precision. A column that does not add up is inconsistent if another column of the same row
    of totals does, and is left alone otherwise (rows may be nested, columns may hold rates).
    """
    for table in document.tables:
        rows = _grid(table, figures)
        totals = _total_rows(document, table)
        for total in sorted(totals & rows.keys()):
            previous = max((row for row in totals if row < total), default=0)
            below = [row for row in rows if row > total]
            above = [row for row in rows if previous < row < total]
            addends = above if above else [row for row in below if row not in totals]
            yield from _row_of_totals(rows[total], [rows[row] for row in addends])


def table_columns(document: Document, figures: Sequence[Figure]) -> Iterator[Finding]:
    """Column identities c = a + b, c = 100 · a / b and c = a · b that hold in most rows hold in all of them.

    Tolerance: the printed precision. An identity counts once it holds in three rows and fails in at most one of five.
    A product may be a tenth: ha · tạ/ha is given in tấn.
    """
    for table in document.tables:
        rows = list(_grid(table, figures).values())
        columns = sorted({column for row in rows for column in row})[:_MOST_COLUMNS]
        for first, second in combinations(columns, 2):
            for third in columns:
                if third in (first, second):
                    continue
                yield from _identity(rows, (first, second, third), _adds, "+")
                yield from _identity(rows, (first, second, third), _shares, "/")
                yield from _identity(rows, (second, first, third), _shares, "/")
                yield from _identity(rows, (first, second, third), _multiplies, "×")


def _grid(table: Table, figures: Sequence[Figure]) -> dict[int, Row]:
    """Row → column → figure, for cells that hold exactly one figure."""
    cells = sorted(table.cells, key=lambda cell: cell.start)
    starts = [cell.start for cell in cells]
    found: dict[tuple[int, int], list[Figure]] = {}
    for figure in figures:
        position = bisect_right(starts, figure.start) - 1
        if position >= 0 and figure.end <= cells[position].end:
            found.setdefault((cells[position].row, cells[position].column), []).append(figure)
    grid: dict[int, Row] = {}
    for (row, column), inside in sorted(found.items()):
        if len(inside) == 1:
            grid.setdefault(row, {})[column] = inside[0]
    return grid


def _total_rows(document: Document, table: Table) -> set[int]:
    return {
        cell.row for cell in table.cells if cell.column <= 2 and _TOTAL.match(document.text[cell.start : cell.end])
    }


def _row_of_totals(total: Row, rows: Sequence[Row]) -> Iterator[Finding]:
    judged: list[tuple[Verdict, Figure, list[Figure]]] = []
    for column, figure in total.items():
        members = [row[column] for row in rows if column in row]
        if figure.kind is Kind.PERCENT or len(members) < 2:
            continue
        verdict = judge(_sums_to, members, figure)
        judged.append((verdict, figure, members))
    if not any(verdict is Verdict.CONSISTENT for verdict, _, _ in judged):
        return
    for verdict, figure, members in judged:
        value = sum((member.value for member in members), Decimal(0))
        computed = f"{' + '.join(number(m.value, 3) for m in members)} = {number(value, 3)}"
        message = say(
            "check.table_total_message",
            printed=figure.text,
            total=number(value, 3),
            outcome=outcome(verdict),
        )
        yield finding("parts", verdict, (figure, *members), computed, message)


def _sums_to(reading: Reading, members: Sequence[Figure], total: Figure) -> bool:
    return reduce(add, map(reading, members)).meets(reading(total))


def _adds(reading: Reading, first: Figure, second: Figure, third: Figure) -> bool:
    return (reading(first) + reading(second)).meets(reading(third))


def _shares(reading: Reading, first: Figure, second: Figure, third: Figure) -> bool:
    return (reading(first) * _HUNDRED / reading(second)).meets(reading(third))


def _multiplies(reading: Reading, first: Figure, second: Figure, third: Figure) -> bool:
    """Area × yield = output, for yields in tạ/ha and outputs in tấn (a tenth) or in one unit."""
    product = reading(first) * reading(second)
    return product.meets(reading(third)) or (product / _TEN).meets(reading(third))


def _identity(rows: Sequence[Row], columns: tuple[int, int, int], holds: Identity, sign: str) -> Iterator[Finding]:
    first, second, third = columns
    triples = [(row[first], row[second], row[third]) for row in rows if all(column in row for column in columns)]
    triples = [triple for triple in triples if triple[0].value and triple[1].value and _fit_for(sign, triple)]
    if len(triples) < _FEWEST_ROWS or not _promising(triples, holds):
        return
    verdicts = [judge(holds, *triple) for triple in triples]
    broken = verdicts.count(Verdict.INCONSISTENT)
    if len(verdicts) - broken < _FEWEST_ROWS or broken * 5 > len(verdicts):
        return
    for verdict, triple in zip(verdicts, triples, strict=True):
        yield _column_finding(verdict, triple, sign)


def _fit_for(sign: str, triple: tuple[Figure, Figure, Figure]) -> bool:
    """Shares end in a percentage of counts; sums stay among numbers of one kind."""
    first, second, third = triple
    if sign == "/":
        return third.kind is Kind.PERCENT and Kind.PERCENT not in (first.kind, second.kind)
    return Kind.PERCENT not in (first.kind, second.kind, third.kind)


def _promising(triples: Sequence[tuple[Figure, Figure, Figure]], holds: Identity) -> bool:
    sample = triples[:_LOOK]
    return sum(holds(STRICT, *t) or holds(GENEROUS, *t) for t in sample) * 3 >= len(sample) * 2


def _column_finding(verdict: Verdict, triple: tuple[Figure, Figure, Figure], sign: str) -> Finding:
    first, second, third = triple
    a, b = number(first.value), number(second.value)
    if sign == "+":
        rule, value, shown = "parts", first.value + second.value, f"{a} + {b}"
    elif sign == "/":
        rule, value, shown = "share", first.value * 100 / second.value, f"{a} × 100 / {b}"
    else:
        tenth = Kind.RATE in (first.kind, second.kind) and first.value * second.value > third.value * 5
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
