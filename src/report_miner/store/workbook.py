"""The workbook `report-miner.xlsx`: what a person opens who does not program."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from report_miner.model import Assessment, Verdict
from report_miner.store import sheets
from report_miner.store.columns import DOCUMENTS, FAILURES, FIGURES, FINDINGS, REVIEWED, VERDICTS
from report_miner.store.links import Links
from report_miner.store.results import Results
from report_miner.store.sheets import Column, Table, lay_out, letters
from report_miner.texts import say

_ALARMS = {
    Verdict.INCONSISTENT: ("#FDE7E9", {"font_color": "#9C0006", "bold": True}),
    Verdict.UNCLEAR: ("#FFF8E1", {"font_color": "#7F6000", "bold": True}),
}
_ASSESSED = {
    Assessment.NOT_MET: ("#FDE7E9", {"font_color": "#9C0006", "bold": True}),
    Assessment.CANNOT_ASSESS: ("#FFF8E1", {"font_color": "#7F6000", "bold": True}),
    Assessment.MET: ("#E8F5E9", {"font_color": "#006100", "bold": True}),
}


@contextmanager
def workbook(store: Results, path: Path, *, reviewed: bool = False) -> Iterator[Callable[[Mapping[str, Any]], None]]:
    """Write the workbook of the store's results to `path`; yield what takes the record of each figure in turn.

    With `reviewed`, the records bear what people decided: `decision`, `reviewer` and `reviewed_at`.
    Figures beyond the last row of a sheet are left out, and the first sheet says so.
    """
    columns = (*FIGURES, *REVIEWED) if reviewed else FIGURES
    figures = Table("figures", columns, store.count("figures"), tuple, frozen=3, links=_links(columns, path.parent))
    tables = [figures, *_tables(store)]
    with sheets.sheets(path, tables, lambda book: _overview(book, store, tables)) as write:
        yield write


def _tables(store: Results) -> list[Table]:
    """The sheets behind that of the figures."""
    tables = [
        Table("documents", DOCUMENTS, store.count("documents"), store.documents),
        Table("failures", FAILURES, store.count("failures"), store.failures),
    ]
    if store.has_checked():
        alarms = {say(f"store.verdict_{verdict}"): alarm for verdict, alarm in _ALARMS.items()}
        tables.insert(0, Table("findings", FINDINGS, store.count("findings"), store.evidence, alarms))
    if store.has_assessed():
        alarms = {say(f"store.assessment_{verdict}"): alarm for verdict, alarm in _ASSESSED.items()}
        tables.insert(-2, Table("verdicts", VERDICTS, store.count("verdicts"), store.verdicts, alarms))
    return tables


def _links(columns: Sequence[Column], folder: Path) -> Links:
    letter = dict(zip((column.name for column in columns), letters(), strict=False))
    sheet = say("store.sheet_figures")
    return Links(sheet, folder, file=letter["file"], printed=letter["text"], sentence=letter["sentence"])


def _overview(book: Any, store: Results, tables: Sequence[Table]) -> None:
    title = book.add_format({"bold": True, "font_size": 16, "font_color": "#1F4E78"})
    strong, number = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0", "align": "right"})
    about = book.add_format({"indent": 1})
    sheet = book.add_worksheet(say("store.sheet_overview"))
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 12)
    sheet.set_column(2, 2, 130)
    sheet.hide_gridlines(2)
    lay_out(sheet)
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
