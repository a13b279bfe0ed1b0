"""The rows of a sheet, streamed as OOXML: too many for a writer that works cell by cell."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from functools import lru_cache
from html import escape
from typing import Any

from report_miner.store.columns import Column
from report_miner.store.links import Links
from report_miner.store.rows import plain

ROWS = 1_048_575  # what a sheet holds below its heading
_CHARACTERS = 32_767  # what a cell holds
_FIRST_DAY = date(1899, 12, 30)  # day 0 of a spreadsheet
_LINE = 15  # points that a line of text takes
_HIGHEST = 409  # points that a row can have
_TOGETHER = 200  # rows compressed at once
_BEHIND_LINKS = re.compile("<printOptions|<pageMargins")
# Characters that XML 1.0 has no place for, and the underscore that would make text look like such an escape.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


class Sheet:
    """A table's sheet: the OOXML around its rows, the style of each column, and the links, if it has any."""

    def __init__(self, columns: Sequence[Column], frame: str, links: Links | None = None) -> None:
        self._head, sample = frame.split('<row r="2"', 1)
        sample, self._tail = sample.split("</sheetData>", 1)
        self._head = re.sub(r'<dimension ref="[^"]*"/>', "", self._head)
        self._links = links
        found = dict(re.findall(r'<c r="([A-Z]+[23])" s="(\d+)"', sample))
        self._cells = [
            (column.value, letter, found[letter + "2"], found[letter + "3"], column.wrapped_at)
            for column, letter in zip(columns, letters(), strict=False)
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

    def _row(self, number: int, fields: Any) -> str:
        cells = []
        lines = 1
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
        height = f' ht="{min(_LINE * lines, _HIGHEST)}" customHeight="1"' if lines > 1 else ""
        return f'<row r="{number}"{height}>{"".join(cells)}</row>'


def letters() -> Iterator[str]:
    """The letters of the columns of a sheet; no table has more columns than these."""
    return map(chr, range(ord("A"), ord("Z") + 1))


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
    text = _UNPRINTABLE.sub(lambda match: f"_x{ord(match.group()):04X}_", text)
    return escape(text, quote=False)
