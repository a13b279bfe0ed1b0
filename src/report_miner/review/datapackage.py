"""A Frictionless data package: the tables as CSV, and `datapackage.json` with what each column means.

The format is that of https://specs.frictionlessdata.io/data-package/.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from report_miner.model import Assessment, Bound, Change, Kind, Status, Verdict
from report_miner.patterns import Patterns
from report_miner.review.reviewed import REVIEWED
from report_miner.store.database import Store
from report_miner.store.exports import csv_cell
from report_miner.store.files import whole_file, writing_to
from report_miner.store.rows import finding_record, verdict_record
from report_miner.texts import say

_NUMBERS = ("value", "value_to", "total", "confidence")
_WHOLE = ("start", "end", "page", "table", "row", "column", "figures_count")
_REQUIRED = ("id", "doc", "name", "sha256", "code", "value", "text", "verdict", "rule", "criteria_set")
_CODES: Mapping[str, Iterable[str]] = {
    "kind": Kind,
    "change": Change,
    "bound": Bound,
    "status": Status,
    "decision": ("accept", "fix", "add"),
}
_DOCUMENTS = ("name", "title", "publisher", "published", "place", "media_type", "sha256")
_FINDINGS = ("id", "doc", "rule", "verdict", "figures", "starts", "computed", "message")
_VERDICTS = (
    *("criteria_set", "level", "code", "test", "place", "period", "required", "found", "verdict", "figures"),
    *("message", "doc", "evidence", "starts"),
)
_INDICATORS = ("code", "name", "group")


def write_package(store: Store, target: Path, figures: Iterable[Mapping[str, Any]], patterns: Patterns) -> None:
    """Write the package into the folder `target`; `datapackage.json` comes last, when all tables are there.

    Args:
        store: the results.
        target: a folder that is there.
        figures: records of the reviewed table.
        patterns: the catalogue of indicators.

    Raises:
        StoreError: it cannot be written.
    """
    catalogue = (
        {"code": each.code, "name": each.name, "group": each.group} for each in patterns.indicators.indicators
    )
    with writing_to(target):
        documents = ({name: getattr(each, name) for name in _DOCUMENTS} for each in store.documents())
        tables: list[tuple[str, Sequence[str], Iterator[Mapping[str, Any]]]] = [
            ("documents", _DOCUMENTS, documents),
            ("indicators", _INDICATORS, catalogue),
            ("figures", REVIEWED, iter(figures)),
            ("findings", _FINDINGS, map(finding_record, store.findings())),
            ("verdicts", _VERDICTS, map(verdict_record, store.verdicts())),
        ]
        for name, columns, rows in tables:
            _write_table(target / f"{name}.csv", columns, rows)
        package = {
            "profile": "tabular-data-package",
            "name": "report-miner",
            "title": say("store.overview_title"),
            "resources": [_resource(name, columns) for name, columns, _ in tables],
        }
        with whole_file(target / "datapackage.json") as part:
            part.write_text(json.dumps(package, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _write_table(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    with whole_file(path) as part, part.open("w", encoding="utf-8", newline="") as lines:
        table = csv.writer(lines, lineterminator="\r\n")
        table.writerow(columns)
        table.writerows([csv_cell(row[name]) for name in columns] for row in rows)


def _resource(name: str, columns: Sequence[str]) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(name, column) for column in columns], "missingValues": [""]}
    if name in ("documents", "indicators"):
        schema["primaryKey"] = columns[0]
    if name == "figures":
        schema["foreignKeys"] = [
            {"fields": "doc", "reference": {"resource": "documents", "fields": "name"}},
            {"fields": "indicator", "reference": {"resource": "indicators", "fields": "code"}},
        ]
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "title": say(f"export.table_{name}"),
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _field(table: str, name: str) -> dict[str, Any]:
    kind = "number" if name in _NUMBERS else "integer" if name in _WHOLE else "string"
    kind = {"published": "date", "reviewed_at": "datetime"}.get(name, kind)
    field: dict[str, Any] = {
        "name": name,
        "type": kind,
        "title": say(f"store.column_{name}"),
        "description": say(f"export.about_{name}"),
    }
    if kind == "datetime":
        field["format"] = "any"
    constraints: dict[str, Any] = {}
    if name in _REQUIRED and not (table == "verdicts" and name == "doc"):
        constraints["required"] = True
    codes = _codes(table, name)
    if codes:
        constraints["enum"] = codes
    return field | ({"constraints": constraints} if constraints else {})


def _codes(table: str, name: str) -> list[str]:
    if name == "verdict":
        return [str(each) for each in (Assessment if table == "verdicts" else Verdict)]
    return [str(csv_cell(str(each))) for each in _CODES.get(name, ())]
