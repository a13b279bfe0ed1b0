"""The workbook `report-miner.xlsx`: what a person opens who does not program."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import Any

from report_miner.check.findings import quote
from report_miner.model import Assessment, Bound, Change, Kind, Status, Verdict
from report_miner.store import sheets
from report_miner.store.database import Evidence, Store
from report_miner.store.sheets import Column, Table, lay_out
from report_miner.texts import say

_ALARMS = {
    Verdict.INCONSISTENT: ("#FDE7E9", {"font_color": "#9C0006", "bold": True}),
    Verdict.UNCLEAR: ("#FFF8E1", {"font_color": "#7F6000", "bold": True}),
}
_PLACES = ("page", "table", "row", "column")
_ASSESSED = {
    Assessment.NOT_MET: ("#FDE7E9", {"font_color": "#9C0006", "bold": True}),
    Assessment.CANNOT_ASSESS: ("#FFF8E1", {"font_color": "#7F6000", "bold": True}),
    Assessment.MET: ("#E8F5E9", {"font_color": "#006100", "bold": True}),
}


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


@contextmanager
def workbook(store: Store, path: Path, *, reviewed: bool = False) -> Iterator[Callable[[Mapping[str, Any]], None]]:
    """Write the workbook of the store's results to `path`; yield what takes the record of each figure in turn.

    With `reviewed`, the records bear what people decided: `decision`, `reviewer` and `reviewed_at`.
    Figures beyond the last row of a sheet are left out, and the first sheet says so.
    """
    tables = _tables(store, reviewed)
    with sheets.sheets(path, tables, lambda book: _overview(book, store, tables)) as write:
        yield write


def _tables(store: Store, reviewed: bool) -> list[Table]:
    """The sheets behind the first one. The figures come first; their rows are given from outside."""
    tables = [
        Table("figures", (*_FIGURES, *_REVIEWED) if reviewed else _FIGURES, store.count("figures"), tuple, frozen=2),
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


def _overview(book: Any, store: Store, tables: Sequence[Table]) -> None:
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
