"""What the first page tells: totals, how far the review is, and charts for a chosen indicator, place and year."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select, text

from report_miner.report import story
from report_miner.review.addresses import link
from report_miner.review.lens_tables import lens, lens_documents
from report_miner.store.copies import TOLD_ONCE
from report_miner.store.schema import documents, failures, findings, verdicts

_MOST_RECORDS = 3_000
_MOST_CHOICES = 40
_MOST_ROWS = 16
_CHOICES = (
    select(lens.c.indicator, lens.c.place, lens.c.first)
    .where(lens.c.indicator.is_not(None), lens.c.place > "", lens.c.first > "")
    .distinct()
)
_MET = text(
    "SELECT * FROM (SELECT criteria_set, coalesce(place, '') AS place, coalesce(period, '') AS period,"
    " max(details) AS details, sum(CASE verdict WHEN 'met' THEN 1 ELSE 0 END) AS met,"
    " sum(CASE verdict WHEN 'not_met' THEN 1 ELSE 0 END) AS not_met,"
    " sum(CASE verdict WHEN 'cannot_assess' THEN 1 ELSE 0 END) AS cannot_assess,"
    " sum(CASE verdict WHEN 'no_evidence' THEN 1 ELSE 0 END) AS no_evidence"
    " FROM verdicts GROUP BY 1, 2, 3) AS told ORDER BY met + not_met DESC, place, period, criteria_set LIMIT :most"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """The first page: counts by name, the choices, the charts, and places with how many tests they meet."""

    counts: Mapping[str, int]
    statuses: Mapping[str, int]
    verdicts: Mapping[str, int]
    assessments: Mapping[str, int]
    indicators: list[tuple[str, str]]
    places: list[str]
    years: list[str]
    indicator: str
    place: str
    year: str
    charts: list[story.Chart]
    met: list[dict[str, Any]]


def tell(
    connection: Connection, names: Mapping[str, str], *, indicator: str = "", place: str = "", year: str = ""
) -> Told:
    """Return what the first page tells; what is not chosen is what there is most of."""
    groups = connection.execute(_CHOICES)
    choices = story.choices(groups)[:_MOST_CHOICES]
    indicator = indicator or (choices[0] if choices else "")
    query = select(lens.c.key, lens.c.record).where(lens.c.indicator == indicator, lens.c.decision != "reject")
    found = connection.execute(query.order_by(lens.c.key).limit(_MOST_RECORDS))
    records = [json.loads(record) | {"key": key} for key, record in found]
    levels = [record for record in records if story.is_level(record)]
    place = place or story.widest(levels, "place")
    year = year or story.widest(levels, "year")
    name = names.get(indicator, indicator)
    charts = [
        story.over_time(levels, place, name, _evidence),
        story.across(levels, year, name, _evidence),
    ]
    return Told(
        counts=_counts(connection),
        statuses=_group(connection, lens.c.status),
        verdicts=_group(connection, findings.c.verdict, TOLD_ONCE),
        assessments=_group(connection, verdicts.c.verdict),
        indicators=[(code, names.get(code, code)) for code in choices],
        places=sorted({record["place"] for record in levels}),
        years=sorted({story.year_of(record["period"]) for record in levels}, reverse=True),
        indicator=indicator,
        place=place,
        year=year,
        charts=charts if indicator else [],
        met=_met(connection),
    )


def _evidence(record: Mapping[str, Any]) -> str:
    return f"{link('/document', doc=record['doc'])}#f{record['key']}"


def _group(connection: Connection, column: ColumnElement[str], *which: ColumnElement[bool]) -> dict[str, int]:
    counted = select(column, func.count()).where(*which).group_by(column)
    return {row[0]: row[1] for row in connection.execute(counted)}


def _counts(connection: Connection) -> dict[str, int]:
    queries = {
        "documents": select(func.count()).select_from(documents),
        "failures": select(func.count()).select_from(failures),
        "figures": select(func.coalesce(func.sum(lens_documents.c.figures), 0)),
        "open": select(func.coalesce(func.sum(lens_documents.c.open), 0)),
        "urgent": select(func.count()).where(lens.c.open == 1, lens.c.rank == 0),
    }
    return {name: int(connection.execute(query).scalar_one()) for name, query in queries.items()}


def _met(connection: Connection) -> list[dict[str, Any]]:
    """The places with the most tests decided, and how their tests came out."""
    kinds = ("met", "not_met", "cannot_assess", "no_evidence")
    return [
        {
            "place": row["place"],
            "period": row["period"],
            "title": json.loads(row["details"]).get("set", row["criteria_set"]),
            "counts": {kind: row[kind] for kind in kinds},
            "href": link("/criteria", set=row["criteria_set"]),
        }
        for row in connection.execute(_MET, {"most": _MOST_ROWS}).mappings()
    ]
