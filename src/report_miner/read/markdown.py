"""Tables of Markdown: rows between pipes under a row of dashes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from report_miner.model import Block, BlockKind, Cell, Locator, Table

Span = tuple[int, int]

_RULE = re.compile(r"\|? *:?-{3,}:? *(?:\| *:?-{3,}:? *)+\|?")
_CELL = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class PipeTable:
    """A table, the blocks of its cells, and the number of its last line."""

    table: Table
    blocks: tuple[Block, ...]
    last: int


def pipe_tables(text: str, spans: Sequence[Span]) -> dict[int, PipeTable]:
    """Return the pipe tables among the lines `spans` of `text`, by the number of their first line (from 0)."""
    tables: dict[int, PipeTable] = {}
    if "|" not in text:
        return tables
    for number in range(1, len(spans)):
        start, end = spans[number]
        if text[start] not in "|-:" or not _RULE.fullmatch(text, start, end):
            continue
        first = number - 1
        if "|" not in text[slice(*spans[first])]:
            continue
        last = number
        while last + 1 < len(spans) and text.startswith("|", spans[last + 1][0]):
            last += 1
        rows = [spans[first], *spans[number + 1 : last + 1]]
        tables[first] = _table(text, rows, len(tables) + 1, last)
    return tables


def _table(text: str, rows: Sequence[Span], number: int, last: int) -> PipeTable:
    cells: list[Cell] = []
    blocks: list[Block] = []
    for row, span in enumerate(rows, start=1):
        for column, (start, end) in enumerate(_cells(text, span), start=1):
            cells.append(Cell(row=row, column=column, start=start, end=end, header=row == 1))
            if start < end:
                locator = Locator(table=number, row=row, column=column)
                blocks.append(Block(start=start, end=end, kind=BlockKind.CELL, locator=locator))
    return PipeTable(Table(number=number, cells=tuple(cells)), tuple(blocks), last)


def _cells(text: str, span: Span) -> list[Span]:
    start, end = span
    inner_start = start + text.startswith("|", start)
    inner_end = end - text.endswith("|", start, end)
    edges = [inner_start, *(match.end() for match in _CELL.finditer(text, inner_start, inner_end)), inner_end + 1]
    cells = []
    for left, right in pairwise(edges):
        printed = text[left : right - 1]
        lead = len(printed) - len(printed.lstrip())
        cells.append((left + lead, left + max(lead, len(printed.rstrip()))))
    return cells
