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
from report_miner.read.sheet_bounds import MOST_CELLS, bounded
from report_miner.read.sheet_looks import Look, printed
from report_miner.read.xls_looks import XlsLooks, is_locked
from report_miner.read.xlsx_looks import XlsxLooks
from report_miner.read.xlsx_runs import as_written
from report_miner.texts import say


def read_sheet(data: bytes, rules: LineRules) -> Draft:
    """Return the texts and tables of a workbook, sheet after sheet.

    Raises:
        DamagedDocument: no workbook inside.
        EncryptedDocument: locked with a password.
        TooLarge: a sheet that spans more than `MOST_CELLS` cells.
    """
    workbook = bounded(data)
    found = list(_sheets(workbook.data))
    sheets, conversion = _unicode([sheet for sheet in found if not sheet.hidden])
    draft = draft_of(((sheet.cells, sheet.merges, sheet.boxes) for sheet in sheets), conversion, rules)
    return replace(draft, notes=(*draft.notes, *_remarks(found, workbook.strays)))


_NOT_UNDERSTOOD = (OSError, ValueError, LookupError, struct.error, etree.XMLSyntaxError)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The filled cells of a sheet by row and column (from 1), and its merged ranges.

    `pending` counts the formulas whose result the file does not hold, `boxes` are the lines of the text boxes on it;
    of a hidden sheet only its name is known.
    """

    name: str
    cells: dict[Place, SheetCell]
    merges: tuple[Merge, ...]
    pending: int = 0
    boxes: tuple[str, ...] = ()
    hidden: bool = False


def _sheets(data: bytes) -> Iterator[_Sheet]:
    import python_calamine as calamine

    if _is_locked(data):
        raise EncryptedDocument(say("read.encrypted"), remedy=say("read.encrypted_remedy"))
    try:
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(_as_written(data)))
        looks = _looks(data)
        for meta in workbook.sheets_metadata:
            if meta.typ is not calamine.SheetTypeEnum.WorkSheet:
                continue
            if meta.visible is calamine.SheetVisibleEnum.Visible:
                yield _sheet(workbook.get_sheet_by_name(meta.name), *looks(meta.name))
            else:
                yield _Sheet(meta.name, {}, (), hidden=True)
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


def _as_written(data: bytes) -> bytes:
    """The workbook without the marks of notes and the struck words in its texts, where they can be made out."""
    try:
        return as_written(data) if data.startswith(b"PK") else data
    except _NOT_UNDERSTOOD:
        return data


_SheetLooks = tuple[dict[Place, Look], frozenset[Place], tuple[str, ...]]
"""How the cells of a sheet look, which are formulas without a result, and the lines of its text boxes."""


def _looks(data: bytes) -> Callable[[str], _SheetLooks]:
    """How the cells of each sheet look, by the sheet's name; an aid, so what cannot be understood is left out."""
    nothing: _SheetLooks = ({}, frozenset(), ())
    try:
        looks = _package_looks(open_package(data)) if data.startswith(b"PK") else XlsLooks(data)
    except _NOT_UNDERSTOOD:
        return lambda _: nothing

    def of_sheet(name: str) -> _SheetLooks:
        try:
            if isinstance(looks, XlsxLooks):
                return looks.of_sheet(name), looks.pending(name), looks.boxes(name)
            return looks.of_sheet(name), frozenset(), ()
        except _NOT_UNDERSTOOD:
            return nothing

    return of_sheet


def _package_looks(archive: zipfile.ZipFile) -> XlsxLooks | OdsLooks:
    return OdsLooks(archive) if "content.xml" in archive.namelist() else XlsxLooks(archive)


def _sheet(sheet: Any, looks: dict[Place, Look], pending: frozenset[Place], boxes: tuple[str, ...]) -> _Sheet:
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        raise TooLarge(say("read.too_many_cells", limit=MOST_CELLS), remedy=say("read.too_many_cells_remedy"))
    cells: dict[Place, SheetCell] = {}
    rows = sheet.to_python(skip_empty_area=False) if sheet.start is not None else []
    for row, values in enumerate(rows, start=1):
        for column, value in enumerate(values, start=1):
            look = looks.get((row, column), Look())
            text = _text(value, look)
            if text and (row, column) not in pending:
                is_number = isinstance(value, int | float) and text.removeprefix("-")[:1].isdigit()
                cells[row, column] = SheetCell(text, look.font, is_number)
    merges = tuple((a[0] + 1, a[1] + 1, b[0] + 1, b[1] + 1) for a, b in sheet.merged_cell_ranges or ())
    return _Sheet(sheet.name, cells, merges, len(pending), boxes)


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


def _remarks(sheets: Sequence[_Sheet], strays: int) -> Iterator[str]:
    """What of a workbook was not read."""
    if strays:
        yield say("read.stray_cells", count=strays)
    if hidden := [sheet.name for sheet in sheets if sheet.hidden]:
        yield say("read.hidden_sheets", count=len(hidden), names=", ".join(hidden))
    if pending := sum(sheet.pending for sheet in sheets):
        yield say("read.pending_formulas", count=pending)


def _unicode(sheets: Sequence[_Sheet]) -> tuple[list[_Sheet], Conversion]:
    """The sheets with their texts in Unicode; each cell is decided for itself, in doubt as the nearest ones."""
    texts = [(number, place) for number, sheet in enumerate(sheets) for place in sheet.cells]
    texts = [(number, place) for number, place in texts if not sheets[number].cells[place].is_number]
    found = [sheets[number].cells[place] for number, place in texts]
    conversion = convert([Piece(cell.text, unit, cell.font) for unit, cell in enumerate(found)])
    for (number, place), cell, text in zip(texts, found, conversion.texts, strict=True):
        sheets[number].cells[place] = replace(cell, text=text)
    boxes = (convert([Piece(line, unit) for unit, line in enumerate(sheet.boxes)]).texts for sheet in sheets)
    return [replace(sheet, boxes=tuple(lines)) for sheet, lines in zip(sheets, boxes, strict=True)], conversion
