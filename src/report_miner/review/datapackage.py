"""A Frictionless data package: the tables as CSV, and `datapackage.json` with what each column means.

The format is that of https://specs.frictionlessdata.io/data-package/.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
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

_TYPES = {
    **dict.fromkeys(("value", "value_to", "total", "confidence", "lowest", "highest", "spread"), "number"),
    **dict.fromkeys(("start", "end", "page", "table", "row", "column", "figures_count"), "integer"),
    **dict.fromkeys(("independent", "documents", "variants", "reviewed"), "integer"),
    "published": "date",
    "reviewed_at": "datetime",
}
_REQUIRED = ("id", "name", "sha256", "code", "value", "text", "verdict", "rule", "criteria_set")
CODES: Mapping[str, Iterable[str]] = {"kind": Kind, "change": Change, "bound": Bound, "status": Status}
"""What the coded columns of figures may hold."""

_DOCUMENTS = ("name", "title", "publisher", "published", "place", "media_type", "sha256")
_FINDINGS = ("id", "doc", "rule", "verdict", "figures", "starts", "computed", "message")
_VERDICTS = (
    *("criteria_set", "level", "code", "test", "place", "period", "required", "found", "verdict", "figures"),
    *("message", "doc", "evidence", "starts"),
)
_INDICATORS = ("code", "name", "group")


@dataclass(frozen=True, kw_only=True, slots=True)
class Resource:
    """A table of a package: the file NAME.csv, and what its columns hold.

    `codes` are the values of coded columns, `required` are never empty, `key` is the column that names a row,
    `foreign` maps a column to the table and the column that it names. `encoding` is that of the file.
    """

    name: str
    columns: Sequence[str]
    codes: Mapping[str, Iterable[str]] = field(default_factory=dict)
    required: Collection[str] = _REQUIRED
    key: str = ""
    foreign: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    encoding: str = "utf-8"

    def described(self) -> dict[str, Any]:
        """The entry of the table in `datapackage.json`."""
        schema: dict[str, Any] = {"fields": [self._field(column) for column in self.columns], "missingValues": [""]}
        if self.key:
            schema["primaryKey"] = self.key
        if self.foreign:
            schema["foreignKeys"] = [
                {"fields": column, "reference": {"resource": table, "fields": named}}
                for column, (table, named) in self.foreign.items()
            ]
        return {
            "profile": "tabular-data-resource",
            "name": self.name,
            "title": say(f"export.table_{self.name}"),
            "path": f"{self.name}.csv",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": self.encoding,
            "schema": schema,
        }

    def _field(self, name: str) -> dict[str, Any]:
        described: dict[str, Any] = {
            "name": name,
            "type": _TYPES.get(name, "string"),
            "title": say(f"store.column_{name}"),
            "description": say(f"export.about_{name}"),
        }
        if described["type"] == "datetime":
            described["format"] = "any"
        constraints: dict[str, Any] = {"required": True} if name in self.required else {}
        if codes := [str(csv_cell(str(each))) for each in self.codes.get(name, ())]:
            constraints["enum"] = codes
        return described | ({"constraints": constraints} if constraints else {})


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
    decided = {**CODES, "decision": ("accept", "fix", "add")}
    of_document = ("doc", *_REQUIRED)
    keys = {"doc": ("documents", "name"), "indicator": ("indicators", "code")}
    with writing_to(target):
        documents = ({name: getattr(each, name) for name in _DOCUMENTS} for each in store.documents())
        findings, verdicts = map(finding_record, store.findings()), map(verdict_record, store.verdicts())
        tables: list[tuple[Resource, Iterable[Mapping[str, Any]]]] = [
            (Resource(name="documents", columns=_DOCUMENTS, key="name"), documents),
            (Resource(name="indicators", columns=_INDICATORS, key="code"), catalogue),
            (
                Resource(name="figures", columns=REVIEWED, codes=decided, required=of_document, foreign=keys),
                figures,
            ),
            (
                Resource(name="findings", columns=_FINDINGS, codes={"verdict": Verdict}, required=of_document),
                findings,
            ),
            (Resource(name="verdicts", columns=_VERDICTS, codes={"verdict": Assessment}), verdicts),
        ]
        for resource, rows in tables:
            _write_table(target / f"{resource.name}.csv", resource.columns, rows)
        describe(target, "report-miner", say("store.overview_title"), [resource for resource, _ in tables])


def describe(target: Path, name: str, title: str, resources: Iterable[Resource]) -> None:
    """Write the `datapackage.json` of tables that are in the folder `target`.

    Raises:
        StoreError: it cannot be written.
    """
    package = {
        "profile": "tabular-data-package",
        "name": name,
        "title": title,
        "resources": [resource.described() for resource in resources],
    }
    with writing_to(target), whole_file(target / "datapackage.json") as part:
        part.write_text(json.dumps(package, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _write_table(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    with whole_file(path) as part, part.open("w", encoding="utf-8", newline="") as lines:
        table = csv.writer(lines, lineterminator="\r\n")
        table.writerow(columns)
        table.writerows([csv_cell(row[name]) for name in columns] for row in rows)
