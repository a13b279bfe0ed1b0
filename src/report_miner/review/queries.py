"""Questions to the lens: filters, pages by key, totals."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Text,
    and_,
    cast,
    false,
    func,
    literal,
    literal_column,
    or_,
    select,
    text,
    true,
    tuple_,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from report_miner.review.lens import rows_of
from report_miner.review.lens_tables import lens, lens_words
from report_miner.review.words import Term, fts5, place_terms, terms, tsquery

PAGE = 50
COUNTED = 10_000
"""Up to how many figures a search is counted."""

_DECISIONS = ("accept", "fix", "reject", "add")
_PRINTED = (lens.c.doc, lens.c.start, lens.c.end, lens.c.key)
_ORDERS: Mapping[str, Sequence[ColumnElement[Any]]] = {
    "": _PRINTED,
    "confidence": (lens.c.confidence, lens.c.key),
    "queue": (lens.c.rank, lens.c.doc, lens.c.start, lens.c.key),
}
_SURE = {"low": (0.0, 0.5), "middle": (0.5, 0.8), "high": (0.8, 2.0)}
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

    def where(self, connection: Connection) -> ColumnElement[bool]:
        """The filter as a condition on `lens`."""
        parts: list[ColumnElement[bool]] = [true()]
        wanted = [*terms(self.q), *place_terms(self.place)]
        if wanted:
            parts.append(lens.c.key.in_(_with_words(connection, wanted)))
        elif self.q or self.place:
            parts.append(false())
        if re.fullmatch(r"\d{4}", self.year):
            touching = select(lens.c.key).where(lens.c.first <= self.year + "~", lens.c.last >= self.year)
            parts.append(lens.c.key.in_(touching))
        exact = {name: getattr(self, name) for name in ("indicator", "status", "doc")}
        parts.extend(lens.c[name] == value for name, value in exact.items() if value)
        if self.rank in ("0", "1", "2"):
            parts.append(lens.c.rank == int(self.rank))
        if self.decision in _DECISIONS:
            parts.append(lens.c.decision == self.decision)
        elif self.decision == "open":
            parts.append(lens.c.open == 1)
        elif self.decision == "differs":
            parts.append(or_(lens.c.differs != "[]", lens.c.lost == 1))
        if self.sure:
            low, high = _SURE.get(self.sure, (0.0, 2.0))
            parts.append(and_(lens.c.confidence >= low, lens.c.confidence < high))
        return and_(*parts)


def _with_words(connection: Connection, wanted: Sequence[Term]) -> Any:
    """The keys of the rows in which all terms are found."""
    keys = select(lens_words.c.rowid)
    if connection.dialect.name == "sqlite":
        return keys.where(text("lens_words MATCH :match").bindparams(match=fts5(wanted)))
    return keys.where(
        *(lens_words.c[each.column].bool_op("@@")(cast(literal(tsquery(each), Text()), TSQUERY)) for each in wanted)
    )


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of the lens, and the cursor of the page behind, if there is one."""

    rows: list[dict[str, Any]]
    after: str | None


def page(connection: Connection, wanted: Filter, *, order: str = "", after: str = "", size: int = PAGE) -> Page:
    """Return the next `size` figures behind the cursor `after`."""
    columns = _ORDERS.get(order, _PRINTED)
    condition = wanted.where(connection)
    if behind := _cursor(after, columns):
        condition = and_(condition, tuple_(*columns) > tuple_(*behind))
    keys = select(lens.c.key).where(condition).order_by(*columns).limit(size + 1)  # sorting whole rows takes longer
    query = select(lens).where(lens.c.key.in_(keys)).order_by(*columns)
    rows = list(rows_of(connection.execute(query).mappings()))
    if len(rows) <= size:
        return Page(rows, None)
    rows = rows[:size]
    return Page(rows, json.dumps([rows[-1][str(column.key)] for column in columns], ensure_ascii=False))


def _cursor(given: str, columns: Sequence[ColumnElement[Any]]) -> list[ColumnElement[Any]]:
    """The values of a cursor; none where it does not fit the columns."""
    try:
        found = json.loads(given) if given else []
    except ValueError:
        return []
    kinds = [column.type.python_type for column in columns]
    fits = isinstance(found, list) and len(found) == len(kinds)
    if not fits or not all(
        isinstance(each, str if kind is str else int | float) for each, kind in zip(found, kinds, strict=True)
    ):
        return []
    return [literal(kind(each), column.type) for each, kind, column in zip(found, kinds, columns, strict=True)]


def total(connection: Connection, wanted: Filter) -> int:
    """Return how many figures there are, at most `COUNTED` + 1."""
    some: Select[Any] = (
        select(literal_column("1")).select_from(lens).where(wanted.where(connection)).limit(COUNTED + 1)
    )
    return int(connection.execute(select(func.count()).select_from(some.subquery())).scalar_one())


def every(connection: Connection, wanted: Filter) -> Iterator[dict[str, Any]]:
    """Yield all figures asked for, in the order of print."""
    after = ""
    while True:
        found = page(connection, wanted, after=after, size=_BATCH)
        yield from found.rows
        if found.after is None:
            return
        after = found.after


def in_document(connection: Connection, doc: str) -> list[dict[str, Any]]:
    """Return the figures of a document in the order of print."""
    query = select(lens).where(lens.c.doc == doc).order_by(lens.c.start)
    return list(rows_of(connection.execute(query).mappings()))


def by_id(connection: Connection, ids: Sequence[str], doc: str) -> list[dict[str, Any]]:
    """Return the figures with these ids, in their order; of copies, the one in `doc`."""
    query = select(lens).where(lens.c.id.in_(ids)).order_by(lens.c.doc == doc)
    found = {row["id"]: row for row in rows_of(connection.execute(query).mappings())}
    return [found[each] for each in ids if each in found]


def figures_at(connection: Connection, key: int) -> dict[str, Any] | None:
    """Return the row `key`."""
    query = select(lens).where(lens.c.key == key)
    return next(rows_of(connection.execute(query).mappings()), None)
