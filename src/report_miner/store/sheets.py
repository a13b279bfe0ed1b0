"""Workbooks of large tables.

XlsxWriter makes the book with its headings, widths and formats; the rows of its tables, too many for a writer that
works cell by cell, are streamed into their sheets as OOXML. Text is always text, never a formula.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from html import escape
from pathlib import Path
from string import ascii_uppercase
from typing import Any

from report_miner.store.links import Links
from report_miner.store.rows import plain
from report_miner.texts import say

ROWS = 1_048_575  # what a sheet holds below its heading
_CHARACTERS = 32_767  # what a cell holds
_CREATED = datetime(2020, 1, 1)  # fixed, so that the same results give the same bytes
_FIRST_DAY = date(1899, 12, 30)  # day 0 of a spreadsheet
_HEADING = {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F4E78", "valign": "vcenter", "text_wrap": True}
_CELL = {"valign": "top", "bottom": 1, "bottom_color": "#D9D9D9"}
_FORMATS = {
    "text": _CELL,
    "long": {**_CELL, "align": "left", "indent": 1, "text_wrap": True},
    "link": {**_CELL, "font_color": "#0563C1", "underline": 1},
    "whole": {**_CELL, "num_format": "#,##0"},
    "decimal": {**_CELL, "num_format": "#,##0.0#########"},
    "share": {**_CELL, "num_format": "0.00"},
    "date": {**_CELL, "num_format": "dd/mm/yyyy"},
}
_LETTERS = 1.05  # how many letters stand in the width of a digit, words and line ends taken together
LINE = 15  # points that a line of text takes
_HIGHEST = 409  # points that a row can have
_PAPER = 9  # A4
_LEVEL = 3  # of compression: an eighth larger than by default, a fifth less work
_TOGETHER = 200  # rows compressed at once
_BEHIND_LINKS = re.compile("<printOptions|<pageMargins")
# Characters that XML 1.0 has no place for, and the underscore that would make text look like such an escape.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: the name of its heading, its width in characters, its value and its format.

    What is `aside` is folded away, on the screen and on paper, until somebody unfolds it.
    """

    name: str
    width: float
    value: Callable[[Any], object]
    style: str = "text"
    aside: bool = False

    @property
    def wrapped_at(self) -> int:
        """After about how many characters a line of its text ends; 0 where lines do not end."""
        return int(self.width * _LETTERS) if self.style == "long" else 0


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet that is one table: the key of its name, its columns, how many rows it has and what these are.

    `alarms` maps words of the first cell to the colour of such a row and the format of its first cell; `frozen` is
    how many of its first columns stay in sight; `links` gathers the links of its rows.
    """

    key: str
    columns: Sequence[Column]
    rows: int
    entries: Callable[[], Iterable[Any]]
    alarms: Mapping[str, tuple[str, Mapping[str, Any]]] = field(default_factory=dict)
    frozen: int = 1
    links: Links | None = None

    @property
    def shown(self) -> int:
        """How many of its rows the sheet can hold."""
        return min(self.rows, ROWS)


@contextmanager
def sheets(path: Path, tables: Sequence[Table], overview: Callable[[Any], None]) -> Iterator[Callable[[Any], None]]:
    """Write a workbook to `path`; yield what takes the rows of its first table one after another.

    Args:
        path: the file.
        tables: a sheet each.
        overview: draws the sheet before them into the book of XlsxWriter.
    """
    frame = zipfile.ZipFile(io.BytesIO(_frame(tables, overview)))
    names = [f"xl/worksheets/sheet{number}.xml" for number in range(2, 2 + len(tables))]
    with frame, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as book:
        for entry in frame.infolist():
            if entry.filename not in names:
                book.writestr(entry, frame.read(entry), zipfile.ZIP_DEFLATED)
        sheets = [_Sheet(table, frame.read(name).decode()) for table, name in zip(tables, names, strict=True)]
        for table, sheet, name in zip(tables[1:], sheets[1:], names[1:], strict=True):
            with sheet.streamed(book, name) as write:
                for each in table.entries():
                    write(each)
        with sheets[0].streamed(book, names[0]) as write:
            yield write


def _frame(tables: Sequence[Table], overview: Callable[[Any], None]) -> bytes:
    """The workbook as XlsxWriter makes it: in each table one sample row that shows the format of each column."""
    from xlsxwriter import Workbook

    target = io.BytesIO()
    with Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": "report-miner", "created": _CREATED})
        formats = {name: book.add_format(properties) for name, properties in _FORMATS.items()}
        heading = book.add_format(_HEADING)
        overview(book)
        for table in tables:
            sheet = book.add_worksheet(say(f"store.sheet_{table.key}"))
            for index, column in enumerate(table.columns):
                sheet.set_column(index, index, column.width, None, _folded(table.columns, index))
                sheet.write_string(0, index, say(f"store.column_{column.name}"), heading)
                for row, style in enumerate(_styles(column), start=1):
                    sheet.write_blank(row, index, None, formats[style])
            _colour(book, sheet, table)
            sheet.set_row(0, 32)
            sheet.freeze_panes(1, table.frozen)
            sheet.autofilter(0, 0, table.shown, len(table.columns) - 1)
            lay_out(sheet)
            sheet.repeat_rows(0)
    return target.getvalue()


def _folded(columns: Sequence[Column], index: int) -> dict[str, Any]:
    """Whether a column is folded away, or shows that the ones before it are."""
    if columns[index].aside:
        return {"level": 1, "hidden": True}
    return {"collapsed": index > 0 and columns[index - 1].aside}


def _styles(column: Column) -> tuple[str, str]:
    """The formats of a column's whole numbers and of everything else."""
    return ("whole", "decimal") if column.style == "number" else (column.style, column.style)


def _colour(book: Any, sheet: Any, table: Table) -> None:
    """Let the first cell of a row colour the row."""
    for words, (colour, first) in table.alarms.items():
        row = {"bg_color": colour}
        for last_column, properties in ((0, {**row, **first}), (len(table.columns) - 1, row)):
            rule = {"type": "formula", "criteria": f'=$A2="{words}"', "format": book.add_format(properties)}
            sheet.conditional_format(1, 0, max(1, table.shown), last_column, rule)


def lay_out(sheet: Any) -> None:
    """Let a sheet print well: lying A4, as wide as the page."""
    sheet.set_paper(_PAPER)
    sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.fit_to_pages(1, 0)


class _Sheet:
    """A table's sheet: the OOXML around its rows, the style of each column, and its links."""

    def __init__(self, table: Table, frame: str) -> None:
        self._head, sample = frame.split('<row r="2"', 1)
        sample, self._tail = sample.split("</sheetData>", 1)
        self._head = re.sub(r'<dimension ref="[^"]*"/>', "", self._head)
        self._links = table.links
        found = dict(re.findall(r'<c r="([A-Z]+[23])" s="(\d+)"', sample))
        self._cells = [
            (column.value, letter, found[letter + "2"], found[letter + "3"], column.wrapped_at)
            for column, letter in zip(table.columns, letters(), strict=False)
        ]

    @contextmanager
    def streamed(self, book: zipfile.ZipFile, name: str) -> Iterator[Callable[[Any], None]]:
        """Open the sheet as the entry `name` of `book`; yield what writes one row after another."""
        with book.open(name, "w", force_zip64=True) as entry:
            rows = [self._head]
            numbers = iter(range(2, ROWS + 2))

            def flush() -> None:
                entry.write("".join(rows).encode("utf-8", "replace"))
                rows.clear()

            def write(fields: Any) -> None:
                number = next(numbers, None)
                if number is not None:
                    rows.append(self._row(number, fields))
                    if self._links:
                        self._links.note(number, fields)
                if len(rows) >= _TOGETHER:
                    flush()

            yield write
            rows.append("</sheetData>" + self._linked_tail())
            flush()
        if self._links:
            folder, _, file = name.rpartition("/")
            book.writestr(zipfile.ZipInfo(f"{folder}/_rels/{file}.rels"), self._links.relations())

    def _linked_tail(self) -> str:
        if self._links is None:
            return self._tail
        behind = _BEHIND_LINKS.search(self._tail)
        at = behind.start() if behind else self._tail.index("</worksheet>")
        return self._tail[:at] + self._links.elements() + self._tail[at:]

    def _row(self, row: int, fields: Any) -> str:
        cells = []
        lines = 1
        number = str(row)
        for value_of, letter, whole, other, wrapped_at in self._cells:
            value = value_of(fields)
            if value is None:
                if wrapped_at:
                    cells.append(f'<c r="{letter}{number}" s="{other}"/>')
                continue
            if isinstance(value, str):
                if wrapped_at and (len(value) >= wrapped_at or "\n" in value):
                    lines = max(lines, sum(1 + len(line) // wrapped_at for line in value.split("\n")))
                cells.append(
                    f'<c r="{letter}{number}" s="{other}" t="inlineStr">'
                    f'<is><t xml:space="preserve">{_escaped(value)}</t></is></c>'
                )
            else:
                digits = _digits(value)
                style = other if "." in digits else whole
                cells.append(f'<c r="{letter}{number}" s="{style}"><v>{digits}</v></c>')
        height = f' ht="{min(LINE * lines, _HIGHEST)}" customHeight="1"' if lines > 1 else ""
        return f'<row r="{number}"{height}>{"".join(cells)}</row>'


def letters() -> Iterator[str]:
    """The letters of the columns of a sheet."""
    return (first + last for first in ("", *ascii_uppercase) for last in ascii_uppercase)


def _digits(value: object) -> str:
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return str((value - _FIRST_DAY).days)
    return str(value)


@lru_cache(maxsize=1024)  # a sentence stands beside each of its figures
def _escaped(text: str) -> str:
    if len(text) > _CHARACTERS:
        text = text[: _CHARACTERS - 1] + "…"
    if "_x" in text or not text.isprintable():
        text = _UNPRINTABLE.sub(lambda match: f"_x{ord(match.group()):04X}_", text)
    return escape(text, quote=False)
