"""The fonts and number formats of an ODS workbook (OpenDocument 1.3 part 3)."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import Any

from report_miner.read.package import member_bytes
from report_miner.read.safe_xml import xml_root
from report_miner.read.sheet_looks import ALWAYS, Look, NumberLook, condition_of, signs_of

_NUMBER = "{urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_PERCENT = f"{_NUMBER}percentage-style"
_OTHER_DIGITS = ("fraction", "scientific-number", "boolean")
_DATE = f"{_NUMBER}date-style"
_FORMATS = (f"{_NUMBER}number-style", f"{_NUMBER}currency-style", _PERCENT, _DATE)
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")


class OdsLooks:
    """The looks of the cells, sheet by sheet."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        names = [name for name in ("styles.xml", "content.xml") if name in archive.namelist()]
        roots = [xml_root(member_bytes(archive, name)) for name in names]
        self._formats = {each.get(f"{_STYLE}name"): each for root in roots for each in root.iter(*_FORMATS)}
        self._styles = {
            each.get(f"{_STYLE}name"): each
            for root in roots
            for each in root.iter(f"{_STYLE}style")
            if each.get(f"{_STYLE}family") == "table-cell"
        }
        self._sheets = {each.get(f"{_TABLE}name"): each for root in roots for each in root.iter(f"{_TABLE}table")}
        self._known: dict[str | None, Look] = {}

    def of_sheet(self, name: str) -> dict[tuple[int, int], Look]:
        """Row and column (from 1) → look, for the filled cells of a sheet that have one."""
        sheet = self._sheets.get(name)
        if sheet is None:
            return {}
        of_columns: list[tuple[int, str | None]] = []  # the last column that has the style
        last = 0
        for column in sheet.iter(f"{_TABLE}table-column"):
            last += _times(column, "columns")
            of_columns.append((last, column.get(f"{_TABLE}default-cell-style-name")))
        found: dict[tuple[int, int], Look] = {}
        for rows, row in _placed(sheet.iter(f"{_TABLE}table-row"), "rows"):
            default = row.get(f"{_TABLE}default-cell-style-name")
            for columns, cell in _placed(row.iterchildren(*_CELLS), "columns"):
                if cell.get(f"{_OFFICE}value-type"):
                    own = cell.get(f"{_TABLE}style-name") or default
                    for column_ in columns:
                        look = self._look(own or next((style for end, style in of_columns if column_ <= end), None))
                        found.update({(row_, column_): look for row_ in rows})
        return found

    def _look(self, name: str | None) -> Look:
        if name not in self._known:
            self._known[name] = self._made(list(self._lineage(name)))
        return self._known[name]

    def _lineage(self, name: str | None) -> Iterator[Any]:
        """A style and those that it inherits from."""
        seen: set[str | None] = set()
        while name in self._styles and name not in seen:
            seen.add(name)
            yield self._styles[name]
            name = self._styles[name].get(f"{_STYLE}parent-style-name")

    def _made(self, styles: list[Any]) -> Look:
        texts = (style.find(f"{_STYLE}text-properties") for style in styles)
        fonts = (text.get(f"{_STYLE}font-name") for text in texts if text is not None)
        names = (style.get(f"{_STYLE}data-style-name") for style in styles)
        font, shown = next(filter(None, fonts), None), self._formats.get(next(filter(None, names), None))
        if shown is None:
            return Look(font)
        if shown.tag == _DATE:
            return Look(font, day=shown.find(f"{_NUMBER}day") is not None)
        maps = [(condition_of(each.get(f"{_STYLE}condition", "")), each) for each in shown.iter(f"{_STYLE}map")]
        named = ((condition, self._formats.get(each.get(f"{_STYLE}apply-style-name"))) for condition, each in maps)
        numbers = [(condition, _number_look(each)) for condition, each in named if condition and each is not None]
        return Look(font, numbers=(*numbers, (ALWAYS, _number_look(shown))))


def _number_look(shown: Any) -> NumberLook:
    number = shown.find(f"{_NUMBER}number")
    if number is None:
        has_digits = any(shown.find(_NUMBER + name) is not None for name in _OTHER_DIGITS)
        return NumberLook(digits=has_digits, instead="".join(each.text or "" for each in shown).strip())
    decimals, percent = number.get(f"{_NUMBER}decimal-places"), shown.tag == _PERCENT
    before = "".join(each.text or "" for each in reversed(list(number.itersiblings(preceding=True))))
    prefix, suffix = signs_of(before, "" if percent else "".join(each.text or "" for each in number.itersiblings()))
    return NumberLook(
        decimals=int(decimals) if decimals else None,
        power=2 * percent - (len(number.get(f"{_NUMBER}display-factor", "1")) - 1),
        percent=percent,
        prefix=prefix,
        suffix=suffix,
        zero=number.get(f"{_NUMBER}min-integer-digits") != "0" or decimals not in (None, "0"),
    )


def _placed(elements: Iterator[Any], what: str) -> Iterator[tuple[range, Any]]:
    """Yield rows or cells with the numbers of the rows or columns that each stands for."""
    first = 1
    for each in elements:
        after = first + _times(each, what)
        yield range(first, after), each
        first = after


def _times(element: Any, what: str) -> int:
    return int(element.get(f"{_TABLE}number-{what}-repeated", "1"))
