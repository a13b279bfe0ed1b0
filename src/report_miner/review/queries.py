"""Questions to the lens: filters, pages by key, totals."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import urlencode

from report_miner.review.lens import rows_of
from report_miner.review.words import place_query, query

PAGE = 50
COUNTED = 10_000
"""Up to how many figures a search is counted."""

_DECISIONS = ("accept", "fix", "reject", "add")
_PRINTED = ("doc", "start", '"end"', "key")
_ORDERS = {
    "": _PRINTED,
    "confidence": ("confidence", "key"),
    "queue": ("rank", "doc", "start", "key"),
}
_BATCH = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class Filter:
    """What figures are asked for; empty fields ask for nothing.

    `q` is free text, `place` a place with its parts, `year` any time that touches the year, `decision` one of the
    actions, `open` or `differs`; `sure` is a share: `low` below a half, `middle`, `high` from 0.8.
    """

    q: str = ""
    place: str = ""
    year: str = ""
    indicator: str = ""
    status: str = ""
    doc: str = ""
    decision: str = ""
    sure: str = ""
    rank: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Filter:
        """The filter in the parameters of an address; what is unknown is left out."""
        return cls(**{each.name: given.get(each.name, "").strip()[:300] for each in fields(cls)})

    def __bool__(self) -> bool:
        return any(getattr(self, each.name) for each in fields(self))

    def address(self, **more: object) -> str:
        """The filter as the parameters of an address."""
        own = {each.name: getattr(self, each.name) for each in fields(self)}
        return urlencode({name: value for name, value in (own | more).items() if value not in ("", None)})

    def where(self) -> tuple[str, list[object]]:
        """The filter as a condition on `lens`, with its values."""
        parts: list[tuple[str, list[object]]] = []
        words = [part for part in (query(self.q), place_query(self.place) if self.place else None) if part]
        if words:
            match = " AND ".join(f"({part})" for part in words)
            parts.append(("key IN (SELECT rowid FROM lens_words WHERE lens_words MATCH ?)", [match]))
        elif self.q or self.place:
            parts.append(("0", []))
        if re.fullmatch(r"\d{4}", self.year):
            parts.append(
                ("key IN (SELECT key FROM lens WHERE first <= ? AND last >= ?)", [self.year + "~", self.year])
            )
        exact = {name: getattr(self, name) for name in ("indicator", "status", "doc")}
        parts.extend((f"{name} = ?", [value]) for name, value in exact.items() if value)
        if self.rank in ("0", "1", "2"):
            parts.append(("rank = ?", [int(self.rank)]))
        if self.decision in _DECISIONS:
            parts.append(("decision = ?", [self.decision]))
        elif self.decision == "open":
            parts.append(("open = 1", []))
        elif self.decision == "differs":
            parts.append(("(differs <> '[]' OR lost)", []))
        low, high = {"low": (0, 0.5), "middle": (0.5, 0.8), "high": (0.8, 2)}.get(self.sure, (0, 2))
        if self.sure:
            parts.append(("confidence >= ? AND confidence < ?", [low, high]))
        condition = " AND ".join(part for part, _ in parts) or "1"
        return condition, [value for _, values in parts for value in values]


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of the lens, and the cursor of the page behind, if there is one."""

    rows: list[dict[str, Any]]
    after: str | None


def page(database: sqlite3.Connection, wanted: Filter, *, order: str = "", after: str = "", size: int = PAGE) -> Page:
    """Return the next `size` figures behind the cursor `after`."""
    columns = _ORDERS.get(order, _PRINTED)
    condition, values = wanted.where()
    if behind := _cursor(after, len(columns)):
        condition += f" AND ({', '.join(columns)}) > ({', '.join('?' * len(columns))})"
        values += behind
    order = ", ".join(columns)
    keys = f"SELECT key FROM lens WHERE {condition} ORDER BY {order} LIMIT ?"  # sorting whole rows takes longer
    sql = f"SELECT * FROM lens WHERE key IN ({keys}) ORDER BY {order}"
    rows = list(rows_of(database.execute(sql, [*values, size + 1])))
    if len(rows) <= size:
        return Page(rows, None)
    rows = rows[:size]
    return Page(rows, json.dumps([rows[-1][column.strip('"')] for column in columns], ensure_ascii=False))


def _cursor(text: str, parts: int) -> list[Any]:
    try:
        found = json.loads(text) if text else []
    except ValueError:
        return []
    scalar = isinstance(found, list) and all(isinstance(each, str | int | float) for each in found)
    return found if scalar and len(found) == parts else []


def total(database: sqlite3.Connection, wanted: Filter) -> int:
    """Return how many figures there are, at most `COUNTED` + 1."""
    condition, values = wanted.where()
    sql = f"SELECT count(*) FROM (SELECT 1 FROM lens WHERE {condition} LIMIT ?)"
    return int(database.execute(sql, [*values, COUNTED + 1]).fetchone()[0])


def every(database: sqlite3.Connection, wanted: Filter) -> Iterator[dict[str, Any]]:
    """Yield all figures asked for, in the order of print."""
    after = ""
    while True:
        found = page(database, wanted, after=after, size=_BATCH)
        yield from found.rows
        if found.after is None:
            return
        after = found.after


def in_document(database: sqlite3.Connection, doc: str) -> list[dict[str, Any]]:
    """Return the figures of a document in the order of print."""
    return list(rows_of(database.execute("SELECT * FROM lens WHERE doc = ? ORDER BY start", (doc,))))


def by_id(database: sqlite3.Connection, ids: Sequence[str], doc: str) -> list[dict[str, Any]]:
    """Return the figures with these ids, in their order; of copies, the one in `doc`."""
    marks = ", ".join("?" * len(ids))
    found: dict[str, dict[str, Any]] = {}
    for row in rows_of(database.execute(f"SELECT * FROM lens WHERE id IN ({marks}) ORDER BY doc = ?", [*ids, doc])):
        found[row["id"]] = row
    return [found[each] for each in ids if each in found]


def figures_at(database: sqlite3.Connection, key: int) -> dict[str, Any] | None:
    """Return the row `key`."""
    return next(rows_of(database.execute("SELECT * FROM lens WHERE key = ?", (key,))), None)
