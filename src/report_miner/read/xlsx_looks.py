"""The fonts and number formats of an XLSX workbook (ECMA-376 part 1, SpreadsheetML)."""

from __future__ import annotations

import posixpath
import re
import zipfile
from itertools import chain
from typing import Any

from report_miner.read.package import member_bytes
from report_miner.read.pptx_shapes import DRAWING, paragraph_text
from report_miner.read.safe_xml import xml_root
from report_miner.read.sheet_bounds import column_number
from report_miner.read.sheet_looks import BUILT_IN, Look, look_of

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*)>")
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_STYLE = re.compile(rb'\bs="(\d{1,6})"')
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>([^<]*)<)?"
)
_EMPTY_TEXT = b't="str"'


class XlsxLooks:
    """The looks of the cells, sheet by sheet."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = set(archive.namelist())
        self._looks = self._styles()
        self._parts = self._sheets()
        self._asks_for_results = self._asks()

    def of_sheet(self, name: str) -> dict[tuple[int, int], Look]:
        """Row and column (from 1) → look, for the cells of a sheet that have one."""
        part = self._parts.get(name)
        if part is None:
            return {}
        found: dict[tuple[int, int], Look] = {}
        for match in _CELL.finditer(member_bytes(self._archive, part)):
            place, style = _PLACE.search(match[1]), _STYLE.search(match[1])
            number = int(style[1]) if style else 0
            if place and number < len(self._looks):
                found[int(place[2]), column_number(place[1])] = self._looks[number]
        return found

    def pending(self, name: str) -> frozenset[tuple[int, int]]:
        """Row and column of the formulas of a sheet whose result the file does not hold.

        Programs that export workbooks leave it to Excel; where they write a zero instead, the workbook asks for that.
        """
        part = self._parts.get(name)
        if part is None:
            return frozenset()
        none = (b"", b"0") if self._asks_for_results else (b"",)
        found = set()
        for match in _FORMULA.finditer(member_bytes(self._archive, part)):
            place = _PLACE.search(match[1])
            if place and (match[2] or b"") in none and _EMPTY_TEXT not in match[1]:
                found.add((int(place[2]), column_number(place[1])))
        return frozenset(found)

    def boxes(self, name: str) -> tuple[str, ...]:
        """The lines of the text boxes that lie on a sheet."""
        part = self._parts.get(name, "")
        drawings = (self._xml(target) for target in self._related(part) if "/drawings/drawing" in target)
        paragraphs = (each.iter(f"{DRAWING}p") for each in drawings if each is not None)
        lines = (" ".join(paragraph_text(each).split()) for each in chain.from_iterable(paragraphs))
        return tuple(filter(None, lines))

    def _related(self, part: str) -> list[str]:
        """The parts that a part refers to."""
        folder, name = posixpath.split(part)
        relations = self._xml(f"{folder}/_rels/{name}.rels")
        targets = (each.get("Target", "") for each in (() if relations is None else relations))
        return [posixpath.normpath(posixpath.join("/", folder, target))[1:] for target in targets]

    def _styles(self) -> list[Look]:
        root = self._xml("xl/styles.xml")
        if root is None:
            return []
        formats = dict(BUILT_IN)
        for each in root.iterfind(f"{_MAIN}numFmts/{_MAIN}numFmt"):
            formats[int(each.get("numFmtId", "0"))] = each.get("formatCode", "")
        fonts = [_value(font.find(_MAIN + "name")) for font in root.iterfind(f"{_MAIN}fonts/{_MAIN}font")]
        looks = []
        for style in root.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf"):
            font = int(style.get("fontId", "0"))
            code = formats.get(int(style.get("numFmtId", "0")), "")
            looks.append(look_of(fonts[font] if font < len(fonts) else None, code))
        return looks

    def _sheets(self) -> dict[str, str]:
        """Name of a sheet → name of its part."""
        workbook, relations = self._xml("xl/workbook.xml"), self._xml("xl/_rels/workbook.xml.rels")
        if workbook is None or relations is None:
            return {}
        targets = {each.get("Id"): each.get("Target", "") for each in relations}
        parts: dict[str, str] = {}
        for sheet in workbook.iter(_MAIN + "sheet"):
            target = posixpath.normpath(posixpath.join("xl", targets.get(sheet.get(_RELATION), ""))).lstrip("/")
            if target in self._names:
                parts[sheet.get("name", "")] = target
        return parts

    def _asks(self) -> bool:
        workbook = self._xml("xl/workbook.xml")
        settings = workbook.find(f"{_MAIN}calcPr") if workbook is not None else None
        return settings is not None and settings.get("fullCalcOnLoad") in ("1", "true")

    def _xml(self, name: str) -> Any:
        if name not in self._names:
            return None
        return xml_root(member_bytes(self._archive, name))


def _value(element: Any) -> str | None:
    return element.get("val") if element is not None else None
