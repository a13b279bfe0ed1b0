"""A document's text cut into pieces: what is figure, what is not, so that a template can mark it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from report_miner.model import Block


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text from the offset `at`, and the row of the figure that it is, if it is one."""

    at: int
    text: str
    row: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """What stands on one line: a block with its kind and level, or the cells of a table row."""

    kind: str
    level: int
    page: int | None
    table: int | None
    cells: tuple[tuple[Piece, ...], ...]


def lines(text: str, blocks: Sequence[Block], rows: Sequence[Mapping[str, Any]]) -> list[Line]:
    """Return the lines of a document with its figures in them.

    Args:
        text: the document's text.
        blocks: its blocks, in order.
        rows: its figures in the order of print; those that do not stand in the text as printed are left out.
    """
    standing = [row for row in rows if text[row["start"] : row["end"]] == row["record"]["text"]]
    waiting = iter([*standing, None])
    row = next(waiting)
    found: list[Line] = []
    for _, group in groupby(blocks, key=_line):
        cells = []
        members = list(group)
        for block in members:
            pieces: list[Piece] = []
            position = block.start
            while row is not None and row["start"] < block.end:
                if row["start"] >= position:
                    pieces += _plain(text, position, row["start"])
                    pieces.append(Piece(row["start"], text[row["start"] : row["end"]], row))
                    position = row["end"]
                row = next(waiting)
            pieces += _plain(text, position, block.end)
            cells.append(tuple(pieces))
        first = members[0]
        found.append(Line(first.kind.value, first.level, first.locator.page, first.locator.table, tuple(cells)))
    return found


def _line(block: Block) -> tuple[object, ...]:
    locator = block.locator
    if locator.table is not None and locator.row is not None:
        return ("row", locator.table, locator.row)
    return ("block", block.start)


def _plain(text: str, start: int, end: int) -> Iterator[Piece]:
    if start < end:
        yield Piece(start, text[start:end])


def quoted(rows: Sequence[Mapping[str, Any]]) -> list[tuple[str, int, list[tuple[str, bool]]]]:
    """Return the sentences of figures, each once: its document, the row of its first figure, and its text in parts.

    A part says whether it is one of the figures.
    """
    found: dict[tuple[str, int], list[Mapping[str, Any]]] = {}
    for row in rows:
        found.setdefault((row["doc"], row["record"]["sentence_start"]), []).append(row)
    return [(doc, group[0]["key"], _parts(group)) for (doc, _), group in found.items()]


def _parts(group: Sequence[Mapping[str, Any]]) -> list[tuple[str, bool]]:
    sentence, first = group[0]["record"]["sentence"], group[0]["record"]["sentence_start"]
    parts: list[tuple[str, bool]] = []
    position = 0
    for row in sorted(group, key=lambda row: int(row["start"])):
        start, end = row["start"] - first, row["end"] - first
        if position <= start and sentence[start:end] == row["record"]["text"]:
            parts += [(sentence[position:start], False), (sentence[start:end], True)]
            position = end
    return [*parts, (sentence[position:], False)]
