"""Workbooks (XLS, XLSX, ODS) through calamine: each block of rows under a header becomes a table.

Formulas are not computed: what the workbook holds as their last result is read. Macros are never run, links never
followed. In the locators of cells `page` is the number of the sheet; `row` and `column` are those of the sheet.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from lxml import etree

from report_miner.clean.legacy import Conversion, Piece, convert
from report_miner.errors import DamagedDocument, EncryptedDocument, TooLarge
from report_miner.read.draft import Draft
from report_miner.read.lines import LineRules
from report_miner.read.ods_looks import OdsLooks
from report_miner.read.package import open_package
from report_miner.read.sheet_blocks import Merge, Place, SheetCell, draft_of
from report_miner.read.sheet_bounds import MOST_CELLS, check_bounds
from report_miner.read.sheet_looks import Look, printed
from report_miner.read.xls_looks import XlsLooks, is_locked
from report_miner.read.xlsx_looks import XlsxLooks
from report_miner.texts import say


def read_sheet(data: bytes, rules: LineRules) -> Draft:
    """Return the texts and tables of a workbook, sheet after sheet.

    Raises:
        DamagedDocument: no workbook inside.
        EncryptedDocument: locked with a password.
        TooLarge: a sheet that spans more than `MOST_CELLS` cells.
    """
    check_bounds(data)
    sheets, conversion = _unicode(list(_sheets(data)))
    return draft_of(((sheet.cells, sheet.merges) for sheet in sheets), conversion, rules)


_NOT_UNDERSTOOD = (OSError, ValueError, LookupError, struct.error, etree.XMLSyntaxError)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The filled cells of a sheet by row and column (from 1), and its merged ranges."""

    cells: dict[Place, SheetCell]
    merges: tuple[Merge, ...]


def _sheets(data: bytes) -> Iterator[_Sheet]:
    import python_calamine as calamine

    if _is_locked(data):
        raise EncryptedDocument(say("read.encrypted"), remedy=say("read.encrypted_remedy"))
    try:
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        looks = _looks(data)
        for meta in workbook.sheets_metadata:
            if meta.typ is calamine.SheetTypeEnum.WorkSheet:
                yield _sheet(workbook.get_sheet_by_name(meta.name), looks(meta.name))
    except calamine.PasswordError as error:
        raise EncryptedDocument(say("read.encrypted"), remedy=say("read.encrypted_remedy")) from error
    except (calamine.CalamineError, calamine.XmlError, calamine.ZipError, OSError) as error:
        raise DamagedDocument(say("read.damaged_sheet"), remedy=say("read.damaged_sheet_remedy")) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # which calamine does not export
            raise
        raise DamagedDocument(say("read.damaged_sheet"), remedy=say("read.damaged_sheet_remedy")) from error


def _is_locked(data: bytes) -> bool:
    """Whether an XLS is encrypted; one that cannot be made out is left to calamine."""
    try:
        return not data.startswith(b"PK") and is_locked(data)
    except _NOT_UNDERSTOOD:
        return False


def _looks(data: bytes) -> Callable[[str], dict[Place, Look]]:
    """How the cells of each sheet look, by the sheet's name; an aid, so what cannot be understood is left out."""
    try:
        looks = _package_looks(open_package(data)) if data.startswith(b"PK") else XlsLooks(data)
    except _NOT_UNDERSTOOD:
        return lambda _: {}

    def of_sheet(name: str) -> dict[Place, Look]:
        try:
            return looks.of_sheet(name)
        except _NOT_UNDERSTOOD:
            return {}

    return of_sheet


def _package_looks(archive: zipfile.ZipFile) -> XlsxLooks | OdsLooks:
    return OdsLooks(archive) if "content.xml" in archive.namelist() else XlsxLooks(archive)


def _sheet(sheet: Any, looks: dict[Place, Look]) -> _Sheet:
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        raise TooLarge(say("read.too_many_cells", limit=MOST_CELLS), remedy=say("read.too_many_cells_remedy"))
    cells: dict[Place, SheetCell] = {}
    rows = sheet.to_python(skip_empty_area=False) if sheet.start is not None else []
    for row, values in enumerate(rows, start=1):
        for column, value in enumerate(values, start=1):
            look = looks.get((row, column), Look())
            text = _text(value, look)
            if text:
                is_number = isinstance(value, int | float) and not isinstance(value, bool)
                cells[row, column] = SheetCell(text, look.font, is_number)
    merges = tuple((a[0] + 1, a[1] + 1, b[0] + 1, b[1] + 1) for a, b in sheet.merged_cell_ranges or ())
    return _Sheet(cells, merges)


def _text(value: object, look: Look) -> str:
    """A value as a Vietnamese office prints it."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return printed(value, look)
    if isinstance(value, datetime) and value.time() != time():
        return f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}" if look.day else f"{value:%m/%Y}"
    if isinstance(value, time | timedelta):
        return str(value)
    return " ".join(str(value).split())


def _unicode(sheets: Sequence[_Sheet]) -> tuple[list[_Sheet], Conversion]:
    """The sheets with their texts in Unicode; each cell is decided for itself, in doubt as the nearest ones."""
    texts = [(number, place) for number, sheet in enumerate(sheets) for place in sheet.cells]
    texts = [(number, place) for number, place in texts if not sheets[number].cells[place].is_number]
    found = [sheets[number].cells[place] for number, place in texts]
    conversion = convert([Piece(cell.text, unit, cell.font) for unit, cell in enumerate(found)])
    for (number, place), cell, text in zip(texts, found, conversion.texts, strict=True):
        sheets[number].cells[place] = replace(cell, text=text)
    return list(sheets), conversion
