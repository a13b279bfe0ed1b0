"""The workbook `report-miner.xlsx`: what a person opens who does not program.

XlsxWriter makes the book with its headings, widths and formats; `store.sheet` streams the rows of its tables into it.
Text is always text, never a formula.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from report_miner.model import Assessment, Verdict
from report_miner.store import sheet as sheets
from report_miner.store.columns import (
    DOCUMENTS,
    FAILURES,
    FIGURES,
    FINDINGS,
    REVIEWED,
    VERDICTS,
    Column,
)
from report_miner.store.database import Store
from report_miner.store.links import Links
from report_miner.store.sheet import Sheet, letters
from report_miner.texts import say

_CREATED = datetime(2020, 1, 1)  # fixed, so that the same results give the same bytes
_HEADING = {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F4E78", "valign": "vcenter", "text_wrap": True}
_CELL = {"valign": "top", "bottom": 1, "bottom_color": "#D9D9D9"}
_FORMATS = {
    "text": _CELL,
    "long": {**_CELL, "align": "left", "indent": 1, "text_wrap": True},
    "link": {**_CELL, "font_color": "#0563C1", "underline": 1},
    "source": {**_CELL, "font_color": "#0563C1", "text_wrap": True},
    "whole": {**_CELL, "num_format": "#,##0"},
    "decimal": {**_CELL, "num_format": "#,##0.0#########"},
    "share": {**_CELL, "num_format": "0.00"},
    "date": {**_CELL, "num_format": "dd/mm/yyyy"},
}
_ALARMS = {
    Verdict.INCONSISTENT: ("#FDE7E9", {"font_color": "#9C0006", "bold": True}),
    Verdict.UNCLEAR: ("#FFF8E1", {"font_color": "#7F6000", "bold": True}),
}
_PAPER = 9  # A4
_LEVEL = 3  # of compression: an eighth larger than by default, a fifth less work
_ASSESSED = {
    Assessment.NOT_MET: ("#FDE7E9", {"font_color": "#9C0006", "bold": True}),
    Assessment.CANNOT_ASSESS: ("#FFF8E1", {"font_color": "#7F6000", "bold": True}),
    Assessment.MET: ("#E8F5E9", {"font_color": "#006100", "bold": True}),
}


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet that is one table: the key of its name, its columns, how many rows it has and what these are.

    `alarms` maps words of the first cell to the colour of such a row and the format of its first cell.
    """

    key: str
    columns: Sequence[Column]
    rows: int
    entries: Callable[[], Iterable[Any]]
    alarms: Mapping[str, tuple[str, Mapping[str, Any]]] = field(default_factory=dict)

    @property
    def shown(self) -> int:
        """How many of its rows the sheet can hold."""
        return min(self.rows, sheets.ROWS)


@contextmanager
def workbook(store: Store, path: Path, *, reviewed: bool = False) -> Iterator[Callable[[Mapping[str, Any]], None]]:
    """Write the workbook of the store's results to `path`; yield what takes the record of each figure in turn.

    With `reviewed`, the records bear what people decided: `decision`, `reviewer` and `reviewed_at`.
    Figures beyond the last row of a sheet are left out, and the first sheet says so.
    """
    tables = _tables(store, reviewed)
    frame = zipfile.ZipFile(io.BytesIO(_frame(store, tables)))
    names = [f"xl/worksheets/sheet{number}.xml" for number in range(2, 2 + len(tables))]
    with frame, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as book:
        for entry in frame.infolist():
            if entry.filename not in names:
                book.writestr(entry, frame.read(entry), zipfile.ZIP_DEFLATED)
        links = _links(tables[0].columns, path.parent)
        written = [
            Sheet(table.columns, frame.read(name).decode(), links if table is tables[0] else None)
            for table, name in zip(tables, names, strict=True)
        ]
        for table, sheet, name in zip(tables[1:], written[1:], names[1:], strict=True):
            with sheet.streamed(book, name) as write:
                for entry in table.entries():
                    write(entry)
        with written[0].streamed(book, names[0]) as write:
            yield write


def _tables(store: Store, reviewed: bool) -> list[Table]:
    """The sheets behind the first one. The figures come first; their rows are given from outside."""
    tables = [
        Table("figures", (*FIGURES, *REVIEWED) if reviewed else FIGURES, store.count("figures"), tuple),
        Table("documents", DOCUMENTS, store.count("documents"), store.documents),
        Table("failures", FAILURES, store.count("failures"), store.failures),
    ]
    if store.has_checked():
        alarms = {say(f"store.verdict_{verdict}"): alarm for verdict, alarm in _ALARMS.items()}
        tables.insert(1, Table("findings", FINDINGS, store.count("findings"), store.evidence, alarms))
    if store.has_assessed():
        alarms = {say(f"store.assessment_{verdict}"): alarm for verdict, alarm in _ASSESSED.items()}
        tables.insert(-2, Table("verdicts", VERDICTS, store.count("verdicts"), store.verdicts, alarms))
    return tables


def _frame(store: Store, tables: Sequence[Table]) -> bytes:
    """The workbook as XlsxWriter makes it: in each table one sample row that shows the format of each column."""
    from xlsxwriter import Workbook

    target = io.BytesIO()
    with Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": "report-miner", "created": _CREATED})
        formats = {name: book.add_format(properties) for name, properties in _FORMATS.items()}
        heading = book.add_format(_HEADING)
        _overview(book, store, tables)
        for table in tables:
            sheet = book.add_worksheet(say(f"store.sheet_{table.key}"))
            for index, column in enumerate(table.columns):
                sheet.set_column(index, index, column.width, None, _folded(table.columns, index))
                sheet.write_string(0, index, say(f"store.column_{column.name}"), heading)
                for row, style in enumerate(_styles(column), start=1):
                    sheet.write_blank(row, index, None, formats[style])
            _colour(book, sheet, table)
            sheet.set_row(0, 32)
            sheet.freeze_panes(1, 2 if table.key == "figures" else 1)
            sheet.autofilter(0, 0, table.shown, len(table.columns) - 1)
            _lay_out(sheet)
            sheet.repeat_rows(0)
    return target.getvalue()


def _links(columns: Sequence[Column], folder: Path) -> Links:
    letter = dict(zip((column.name for column in columns), letters(), strict=False))
    sheet = say("store.sheet_figures")
    return Links(sheet, folder, doc=letter["doc"], printed=letter["text"], sentence=letter["sentence"])


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


def _lay_out(sheet: Any) -> None:
    """Let a sheet print well: lying A4, as wide as the page."""
    sheet.set_paper(_PAPER)
    sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.fit_to_pages(1, 0)


def _overview(book: Any, store: Store, tables: Sequence[Table]) -> None:
    title = book.add_format({"bold": True, "font_size": 16, "font_color": "#1F4E78"})
    strong, number = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0", "align": "right"})
    about = book.add_format({"indent": 1})
    sheet = book.add_worksheet(say("store.sheet_overview"))
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 12)
    sheet.set_column(2, 2, 130)
    sheet.hide_gridlines(2)
    _lay_out(sheet)
    sheet.write_string(0, 0, say("store.overview_title"), title)
    row = 2
    for table in tables:
        sheet.write_string(row, 0, say(f"store.sheet_{table.key}"), strong)
        sheet.write_number(row, 1, table.rows, number)
        sheet.write_string(row, 2, say(f"store.about_{table.key}"), about)
        row += 1
        if table.rows > sheets.ROWS:
            sheet.write_string(row, 2, say("store.too_many_rows", shown=f"{sheets.ROWS:,}".replace(",", ".")), strong)
            row += 1
    groups: dict[str, Mapping[Any, int]] = {"status": store.by_status()}
    if store.has_checked():
        groups["verdict"] = store.by_verdict()
    if store.has_assessed():
        groups["assessment"] = store.by_assessment()
    for name, counts in groups.items():
        row += 1
        sheet.write_string(row, 0, say(f"store.by_{name}"), strong)
        for code, count in counts.items():
            row += 1
            sheet.write_string(row, 0, say(f"store.{name}_{code}"))
            sheet.write_number(row, 1, count, number)
        row += 1
