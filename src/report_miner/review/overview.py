"""What the first page tells: totals, how far the review is, and charts for a chosen indicator, place and year."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from report_miner.report import story
from report_miner.review.addresses import link

_MOST_RECORDS = 3_000
_MOST_CHOICES = 40
_MOST_ROWS = 16


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
    database: sqlite3.Connection, names: Mapping[str, str], *, indicator: str = "", place: str = "", year: str = ""
) -> Told:
    """Return what the first page tells; what is not chosen is what there is most of."""
    groups = database.execute(
        "SELECT DISTINCT indicator, place, first FROM lens WHERE indicator IS NOT NULL AND place > '' AND first > ''"
    )
    choices = story.choices(groups)[:_MOST_CHOICES]
    indicator = indicator or (choices[0] if choices else "")
    sql = "SELECT key, record FROM lens WHERE indicator = ? AND decision <> 'reject' LIMIT ?"
    records = [
        json.loads(row["record"]) | {"key": row["key"]} for row in database.execute(sql, (indicator, _MOST_RECORDS))
    ]
    levels = [record for record in records if story.is_level(record)]
    place = place or story.widest(levels, "place")
    year = year or story.widest(levels, "year")
    name = names.get(indicator, indicator)
    charts = [
        story.over_time(levels, place, name, _evidence),
        story.across(levels, year, name, _evidence),
    ]
    return Told(
        counts=_counts(database),
        statuses=_group(database, "SELECT status, count(*) FROM lens GROUP BY 1"),
        verdicts=_group(database, "SELECT verdict, count(*) FROM mined.findings GROUP BY 1"),
        assessments=_group(database, "SELECT verdict, count(*) FROM mined.verdicts GROUP BY 1"),
        indicators=[(code, names.get(code, code)) for code in choices],
        places=sorted({record["place"] for record in levels}),
        years=sorted({story.year_of(record["period"]) for record in levels}, reverse=True),
        indicator=indicator,
        place=place,
        year=year,
        charts=charts if indicator else [],
        met=_met(database),
    )


def _evidence(record: Mapping[str, Any]) -> str:
    return f"{link('/document', doc=record['doc'])}#f{record['key']}"


def _group(database: sqlite3.Connection, sql: str) -> dict[str, int]:
    return {row[0]: row[1] for row in database.execute(sql)}


def _counts(database: sqlite3.Connection) -> dict[str, int]:
    queries = {
        "documents": "SELECT count(*) FROM mined.documents",
        "failures": "SELECT count(*) FROM mined.failures",
        "figures": "SELECT coalesce(sum(figures), 0) FROM lens_documents",
        "open": "SELECT coalesce(sum(open), 0) FROM lens_documents",
        "urgent": "SELECT count(*) FROM lens WHERE open = 1 AND rank = 0",
    }
    return {name: database.execute(sql).fetchone()[0] for name, sql in queries.items()}


def _met(database: sqlite3.Connection) -> list[dict[str, Any]]:
    """The places with the most tests decided, and how their tests came out."""
    sql = (
        "SELECT criteria_set, coalesce(place, '') AS place, coalesce(period, '') AS period,"
        " sum(verdict = 'met') AS met, sum(verdict = 'not_met') AS not_met,"
        " sum(verdict = 'cannot_assess') AS cannot_assess, sum(verdict = 'no_evidence') AS no_evidence"
        " FROM mined.verdicts GROUP BY 1, 2, 3 ORDER BY met + not_met DESC, place LIMIT ?"
    )
    kinds = ("met", "not_met", "cannot_assess", "no_evidence")
    return [
        {
            "place": row["place"],
            "period": row["period"],
            "counts": {kind: row[kind] for kind in kinds},
            "href": link("/criteria", set=row["criteria_set"]),
        }
        for row in database.execute(sql, (_MOST_ROWS,))
    ]
