"""The workbook `report-miner.xlsx`: what a person opens who does not program.

XlsxWriter makes the book with its headings, widths and formats; the rows of its tables, too many for a writer that
works cell by cell, are streamed into their sheets as OOXML. Text is always text, never a formula or a link.
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
from enum import StrEnum
from functools import lru_cache
from html import escape
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import Any

from report_miner.check.findings import quote
from report_miner.model import Assessment, Bound, Change, Kind, Status, Verdict
from report_miner.store.database import Store
from report_miner.store.results import Evidence
from report_miner.store.rows import plain
from report_miner.texts import say

ROWS = 1_048_575  # what a sheet holds below its heading
_CHARACTERS = 32_767  # what a cell holds
_CREATED = datetime(2020, 1, 1)  # fixed, so that the same results give the same bytes
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # the first that the format knows, for the same reason
_FIRST_DAY = date(1899, 12, 30)  # day 0 of a spreadsheet
_HEADING = {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F4E78", "valign": "vcenter", "text_wrap": True}
_FORMATS = {
    "text": {"valign": "top"},
    "long": {
        "align": "left",
        "indent": 1,
        "valign": "top",
        "text_wrap": True,
        "bottom": 1,
        "bottom_color": "#D9D9D9",
    },
    "whole": {"valign": "top", "num_format": "#,##0"},
    "decimal": {"valign": "top", "num_format": "#,##0.0#########"},
    "share": {"valign": "top", "num_format": "0.00"},
    "date": {"valign": "top", "num_format": "dd/mm/yyyy"},
}
_ALARMS = {
    Verdict.INCONSISTENT: ("#FDE7E9", {"font_color": "#9C0006", "bold": True}),
    Verdict.UNCLEAR: ("#FFF8E1", {"font_color": "#7F6000", "bold": True}),
}
_PLACES = ("page", "table", "row", "column")
_LETTERS = 1.05  # how many letters stand in the width of a digit, words and line ends taken together
_LINE = 15  # points that a line of text takes
_HIGHEST = 409  # points that a row can have
_PAPER = 9  # A4
_ASSESSED = {
    Assessment.NOT_MET: ("#FDE7E9", {"font_color": "#9C0006", "bold": True}),
    Assessment.CANNOT_ASSESS: ("#FFF8E1", {"font_color": "#7F6000", "bold": True}),
    Assessment.MET: ("#E8F5E9", {"font_color": "#006100", "bold": True}),
}
# Characters that XML 1.0 has no place for, and the underscore that would make text look like such an escape.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: the name of its heading, its width in characters, its value and its format."""

    name: str
    width: float
    value: Callable[[Any], object]
    style: str = "text"

    @property
    def wrapped_at(self) -> int:
        """After about how many characters a line of its text ends; 0 where lines do not end."""
        return int(self.width * _LETTERS) if self.style == "long" else 0


def _column(name: str, width: float, style: str = "text") -> Column:
    return Column(name, width, itemgetter(name), style)


def _in_words(name: str, width: float, codes: type[StrEnum]) -> Column:
    """A column of coded values: `increase` → "tăng"."""
    words = {code.value: say(f"store.{name}_{code.value}") for code in codes}
    return Column(name, width, lambda fields: words[fields[name]])


def _printed_at(fields: Mapping[str, Any]) -> str | None:
    parts = [say(f"store.at_{name}", number=fields[name]) for name in _PLACES if fields[name]]
    return ", ".join(parts) or None


def _one_line(text: str | None) -> str | None:
    """The text on one line, the cells of a table told apart."""
    return text and " ".join(text.replace("\t", " | ").split())


def _uncertain(fields: Mapping[str, Any]) -> str | None:
    return ", ".join(say(f"store.column_{name}") for name in fields["uncertain"]) or None


def _of_document(name: str, width: float, style: str = "text") -> Column:
    return Column(name, width, attrgetter(name), style)


_FIGURES = (
    _column("doc", 36),
    _column("text", 14),
    _column("value", 20, "number"),
    _column("value_to", 12, "number"),
    _column("total", 14, "number"),
    _column("unit", 16),
    Column("item", 40, lambda fields: _one_line(fields["item"])),
    _in_words("kind", 12, Kind),
    _in_words("change", 10, Change),
    _in_words("bound", 12, Bound),
    _in_words("status", 12, Status),
    _column("place", 36),
    _column("period", 22),
    _column("versus", 22),
    _column("indicator", 24),
    Column("sentence", 80, lambda fields: _one_line(fields["sentence"])),
    Column("locator", 24, _printed_at),
    _column("confidence", 10, "share"),
    Column("uncertain", 22, _uncertain),
    _column("id", 18),
)


_REVIEWED = (
    Column("decision", 12, lambda fields: fields["decision"] and say(f"review.decision_{fields['decision']}")),
    _column("reviewer", 20),
    _column("reviewed_at", 26),
)


def _of_finding(name: str, width: float) -> Column:
    return Column(name, width, attrgetter(f"finding.{name}"), "long")


def _figures(evidence: Evidence) -> str | None:
    return "; ".join(quote(figure) for figure in evidence.figures) or None


def _sentences(evidence: Evidence) -> str | None:
    return "\n".join(dict.fromkeys(_one_line(figure.sentence) or "" for figure in evidence.figures)) or None


_FINDINGS = (
    Column("verdict", 14, lambda evidence: say(f"store.verdict_{evidence.finding.verdict}"), "long"),
    _of_finding("doc", 24),
    Column("rule", 20, lambda evidence: say(f"check.rule_{evidence.finding.rule}"), "long"),
    _of_finding("message", 50),
    _of_finding("computed", 28),
    Column("figures", 24, _figures, "long"),
    Column("sentence", 64, _sentences, "long"),
    Column("id", 18, lambda evidence: evidence.finding.id, "long"),
)


def _of_verdict(name: str, width: float) -> Column:
    return Column(name, width, attrgetter(name), "long")


def _detail(name: str, width: float) -> Column:
    return Column(name, width, lambda verdict: verdict.details.get(name), "long")


_VERDICTS = (
    Column("verdict", 20, lambda verdict: say(f"store.assessment_{verdict.verdict}"), "long"),
    _of_verdict("place", 28),
    _of_verdict("period", 12),
    Column("criteria_set", 30, lambda verdict: verdict.details.get("set") or verdict.criteria_set, "long"),
    _of_verdict("code", 12),
    Column("test", 36, lambda verdict: verdict.details.get("name") or verdict.test, "long"),
    _of_verdict("required", 26),
    _of_verdict("found", 26),
    _of_verdict("message", 70),
    _detail("evidence", 60),
    _detail("doc", 28),
    Column("figures", 20, lambda verdict: " ".join(verdict.figures) or None, "long"),
)
_DOCUMENTS = (
    _of_document("name", 36),
    _of_document("title", 60),
    _of_document("publisher", 28),
    _of_document("published", 14, "date"),
    _of_document("place", 28),
    _of_document("figures", 10, "number"),
    Column("notes", 60, lambda document: " ".join(document.notes) or None),
    _of_document("media_type", 24),
    _of_document("sha256", 24),
)
_FAILURES = (
    _of_document("doc", 36),
    Column("stage", 14, lambda failure: say(f"store.stage_{failure.stage}")),
    Column("error", 60, lambda failure: failure.error, "long"),
    Column("remedy", 60, lambda failure: failure.remedy, "long"),
)


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
        return min(self.rows, ROWS)


@contextmanager
def workbook(store: Store, path: Path, *, reviewed: bool = False) -> Iterator[Callable[[Mapping[str, Any]], None]]:
    """Write the workbook of the store's results to `path`; yield what takes the record of each figure in turn.

    With `reviewed`, the records bear what people decided: `decision`, `reviewer` and `reviewed_at`.
    Figures beyond the last row of a sheet are left out, and the first sheet says so.
    """
    tables = _tables(store, reviewed)
    frame = zipfile.ZipFile(io.BytesIO(_frame(store, tables)))
    names = [f"xl/worksheets/sheet{number}.xml" for number in range(2, 2 + len(tables))]
    with frame, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for entry in frame.infolist():
            if entry.filename not in names:
                book.writestr(entry, frame.read(entry), zipfile.ZIP_DEFLATED)
        sheets = [_Sheet(table.columns, frame.read(name).decode()) for table, name in zip(tables, names, strict=True)]
        for table, sheet, name in zip(tables[1:], sheets[1:], names[1:], strict=True):
            with sheet.streamed(book, name) as write:
                for entry in table.entries():
                    write(entry)
        with sheets[0].streamed(book, names[0]) as write:
            yield write


def _tables(store: Store, reviewed: bool) -> list[Table]:
    """The sheets behind the first one. The figures come first; their rows are given from outside."""
    tables = [
        Table("figures", (*_FIGURES, *_REVIEWED) if reviewed else _FIGURES, store.count("figures"), tuple),
        Table("documents", _DOCUMENTS, store.count("documents"), store.documents),
        Table("failures", _FAILURES, store.count("failures"), store.failures),
    ]
    if store.has_checked():
        alarms = {say(f"store.verdict_{verdict}"): alarm for verdict, alarm in _ALARMS.items()}
        tables.insert(1, Table("findings", _FINDINGS, store.count("findings"), store.evidence, alarms))
    if store.has_assessed():
        alarms = {say(f"store.assessment_{verdict}"): alarm for verdict, alarm in _ASSESSED.items()}
        tables.insert(-2, Table("verdicts", _VERDICTS, store.count("verdicts"), store.verdicts, alarms))
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
                sheet.set_column(index, index, column.width)
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
        if table.rows > ROWS:
            sheet.write_string(row, 2, say("store.too_many_rows", shown=f"{ROWS:,}".replace(",", ".")), strong)
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


class _Sheet:
    """A table's sheet: the OOXML around its rows, and the style of each column."""

    def __init__(self, columns: Sequence[Column], frame: str) -> None:
        self._head, sample = frame.split('<row r="2"', 1)
        sample, self._tail = sample.split("</sheetData>", 1)
        self._head = re.sub(r'<dimension ref="[^"]*"/>', "", self._head)
        found = dict(re.findall(r'<c r="([A-Z]+[23])" s="(\d+)"', sample))
        self._cells = [
            (column.value, letter, found[letter + "2"], found[letter + "3"], column.wrapped_at)
            for column, letter in zip(columns, _letters(), strict=False)
        ]

    @contextmanager
    def streamed(self, book: zipfile.ZipFile, name: str) -> Iterator[Callable[[Any], None]]:
        """Open the sheet as the entry `name` of `book`; yield what writes one row after another."""
        place = zipfile.ZipInfo(name, _ZIP_DATE)
        place.compress_type = zipfile.ZIP_DEFLATED
        with book.open(place, "w", force_zip64=True) as entry:
            entry.write(self._head.encode())
            numbers = iter(range(2, ROWS + 2))

            def write(fields: Any) -> None:
                number = next(numbers, None)
                if number is not None:
                    entry.write(self._row(number, fields).encode("utf-8", "replace"))

            yield write
            entry.write(b"</sheetData>" + self._tail.encode())

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
                if wrapped_at:
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


def _letters() -> Iterator[str]:
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
