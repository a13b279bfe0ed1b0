"""The tables of a page as the page has them: trafilatura keeps their text, but not their merged cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lxml import etree

from report_miner.read.draft import GridCell, with_headers

_WIDEST_SPAN = 200
_LINE_TAGS = ("p", "br", "lb", "div", "li", "item", "h1", "h2", "h3", "h4", "head")


class PageTables:
    """The data tables of a page, found again by what they say."""

    def __init__(self, tree: Any) -> None:
        inner = [table for table in tree.iter("table") if table.find(".//table") is None]
        self._originals = [(table, _texts(table, ("td", "th"))) for table in inner]

    def cells_of(self, extracted: Any) -> list[GridCell]:
        """The cells of the page's table that says what trafilatura's table `extracted` says, with their spans."""
        wanted = _texts(extracted, ("cell",))
        best, shared = None, 0
        for number, (_, texts) in enumerate(self._originals):
            overlap = len(wanted & texts)
            if overlap > shared:
                best, shared = number, overlap
        if best is None or shared * 2 < len(wanted):
            return with_headers(_grid(extracted, "row", ("cell",)))
        original, _ = self._originals.pop(best)
        return page_cells(original)


def page_cells(table: Any) -> list[GridCell]:
    """The cells of a table of the page, with their spans."""
    return with_headers(_grid(table, "tr", ("td", "th")))


def _texts(table: Any, tags: tuple[str, ...]) -> set[str]:
    return {"".join("".join(cell.itertext()).split()) for cell in table.iter(*tags)} - {""}


def _grid(table: Any, row_tag: str, cell_tags: tuple[str, ...]) -> list[GridCell]:
    """Lay the cells of `table` on a grid, as browsers do with row and column spans."""
    taken: set[tuple[int, int]] = set()
    cells: list[GridCell] = []
    for row, line in enumerate(table.iter(row_tag), start=1):
        column = 1
        for element in line.iterchildren(*cell_tags):
            while (row, column) in taken:
                column += 1
            cell = _cell(element, row, column)
            taken |= {(row + r, column + c) for r in range(cell.row_span) for c in range(cell.column_span)}
            cells.append(cell)
    return _within_rows(cells)


def _within_rows(cells: list[GridCell]) -> list[GridCell]:
    """Row spans that reach below the table end at its last row."""
    last = max((cell.row for cell in cells), default=0)
    return [replace(cell, row_span=min(cell.row_span, last - cell.row + 1)) for cell in cells]


def _cell(element: Any, row: int, column: int) -> GridCell:
    parent = element.getparent().getparent()
    in_head = parent is not None and parent.tag == "thead"
    return GridCell(
        row=row,
        column=column,
        text="\n".join(_lines(element)),
        row_span=_span(element.get("rowspan")),
        column_span=_span(element.get("colspan") or element.get("cols")),
        header=element.tag == "th" or element.get("role") == "head" or in_head,
    )


def _lines(element: Any) -> Iterator[str]:
    """The lines of a cell: paragraphs, and what line breaks part."""
    parts: list[str] = []
    for event, inner in etree.iterwalk(element, events=("start", "end")):
        if inner.tag in _LINE_TAGS:
            parts.append("\n")
        parts.append((inner.text if event == "start" else inner is not element and inner.tail) or "")
        parts.append(" ")
    for line in "".join(parts).split("\n"):
        if words := line.split():
            yield " ".join(words)


def _span(value: str | None) -> int:
    digits = (value or "").strip()
    return max(1, min(int(digits), _WIDEST_SPAN)) if digits.isdecimal() and len(digits) < 6 else 1
