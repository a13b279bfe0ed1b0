"""The tables of the results and of the decisions about them, in SQLite and in PostgreSQL.

Decimals are TEXT, exact as printed; lists are JSON. Text is ordered by its code points in both databases.

`fingerprint` says from what the figures of a document come, `checked` and `assessed` against what they were checked
and assessed, and are empty where they were not. `across` marks findings between documents. `texts` holds the
documents' texts as `store.bodies` packs them. `results` has one row: the version of these tables, and a number that
grows whenever the results change.

Decisions cannot be mined again from the documents. In SQLite they stand in a file of their own, `review.db`.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    DDL,
    REAL,
    BigInteger,
    Column,
    Computed,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    event,
    text,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

VERSION = 5
"""The version of these tables; `store.migrations` brings older ones up to it."""

RESULTS = MetaData()
DECISIONS = MetaData()

TEXT = Text().with_variant(Text(collation="C"), "postgresql")
WHOLE = BigInteger().with_variant(Integer(), "sqlite")  # SQLite numbers rows only by what is called INTEGER
FLOAT: REAL[float] = REAL().with_variant(Double(), "postgresql")

# More digits are no number to PostgreSQL.
_AS_NUMBER = "CASE WHEN length(value) < 300 THEN CAST(value AS DOUBLE PRECISION) END"


def _needed(name: str, kind: Text | BigInteger | REAL[float]) -> Column[object]:
    return Column(name, kind, nullable=False)


def _texts(*names: str) -> list[Column[object]]:
    return [_needed(name, TEXT) for name in names]


def _document() -> Column[object]:
    """The name of the document that a row belongs to and goes with, part of its key."""
    return Column("doc", TEXT, ForeignKey("documents.name", ondelete="CASCADE"), primary_key=True)


results = Table("results", RESULTS, _needed("version", WHOLE), _needed("changes", WHOLE))

documents = Table(
    "documents",
    RESULTS,
    Column("name", TEXT, primary_key=True),
    *_texts("sha256", "media_type"),
    Column("title", TEXT),
    Column("publisher", TEXT),
    Column("published", TEXT),
    Column("place", TEXT),
    *_texts("notes", "fingerprint", "checked", "assessed"),
    sqlite_with_rowid=False,
)

texts = Table("texts", RESULTS, _document(), Column("body", LargeBinary, nullable=False))

figures = Table(
    "figures",
    RESULTS,
    _needed("id", TEXT),
    _document(),
    Column("start", WHOLE, primary_key=True),
    Column("end", WHOLE, primary_key=True),
    *_texts("text", "value"),
    Column("value_to", TEXT),
    Column("total", TEXT),
    _needed("kind", TEXT),
    Column("unit", TEXT),
    Column("item", TEXT),
    *_texts("change", "bound", "status"),
    Column("place", TEXT),
    Column("period", TEXT),
    Column("versus", TEXT),
    _needed("sentence", TEXT),
    Column("page", WHOLE),
    Column("bbox", TEXT),
    Column("table", WHOLE),
    Column("row", WHOLE),
    Column("column", WHOLE),
    Column("indicator", TEXT),
    Column("place_code", TEXT),
    _needed("pattern", TEXT),
    _needed("confidence", FLOAT),
    _needed("uncertain", TEXT),
    Column("paragraph", WHOLE),
    _needed("sentence_start", WHOLE),
    Column("indicator_score", FLOAT),
    Column("number", FLOAT, Computed(_AS_NUMBER, persisted=True)),
    Index("figures_id", "id"),
    sqlite_with_rowid=False,
)


findings = Table(
    "findings",
    RESULTS,
    Column("doc", TEXT, primary_key=True),
    Column("id", TEXT, primary_key=True),
    *_texts("rule", "verdict", "figures", "starts", "computed", "message"),
    _needed("across", WHOLE),
    Index("findings_across", "across", sqlite_where=text("across = 1"), postgresql_where=text("across = 1")),
    sqlite_with_rowid=False,
)

verdicts = Table(
    "verdicts",
    RESULTS,
    *_texts("doc", "criteria_set", "level", "code", "test"),
    Column("place", TEXT),
    Column("period", TEXT),
    *_texts("required", "found", "verdict", "figures", "message", "details"),
    Column("number", WHOLE, primary_key=True),
    Index("verdicts_doc", "doc", postgresql_using="hash"),
)

failures = Table(
    "failures",
    RESULTS,
    *_texts("doc", "stage", "error", "remedy"),
    Index("failures_doc", "doc", postgresql_using="hash"),
)

decisions = Table(
    "decisions",
    DECISIONS,
    Column("number", WHOLE, primary_key=True),
    *_texts("at", "who", "action", "subject", "doc"),
    Column("undoes", WHOLE),
    *_texts("fields", "seen"),
    Index("decisions_subject", "subject"),
    Index("decisions_doc", "doc"),
    Index("decisions_who", "who"),
    sqlite_autoincrement=True,
)

_STAY = {
    "sqlite": (
        "CREATE TRIGGER decisions_stay BEFORE UPDATE ON decisions"
        " BEGIN SELECT RAISE(ABORT, 'decisions are never changed'); END",
        "CREATE TRIGGER decisions_last BEFORE DELETE ON decisions"
        " BEGIN SELECT RAISE(ABORT, 'decisions are never deleted'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION decisions_stay() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'decisions are never changed or deleted'; END $$",
        "CREATE TRIGGER decisions_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON decisions"
        " FOR EACH STATEMENT EXECUTE FUNCTION decisions_stay()",
    ),
}
for _dialect, _statements in _STAY.items():
    for _statement in _statements:
        event.listen(decisions, "after_create", DDL(_statement).execute_if(dialect=_dialect))  # type: ignore[no-untyped-call]


class first_number(GenericFunction[int]):  # noqa: N801 - a function of the database
    """The first of the numbers in a column of JSON lists."""

    type = WHOLE
    inherit_cache = True


@compiles(first_number, "sqlite")
def _first_in_sqlite(element: first_number, compiler: Any, **more: Any) -> str:
    return f"json_extract({compiler.process(element.clauses, **more)}, '$[0]')"


@compiles(first_number, "postgresql")
def _first_in_postgresql(element: first_number, compiler: Any, **more: Any) -> str:
    return f"CAST(CAST({compiler.process(element.clauses, **more)} AS json) ->> 0 AS BIGINT)"
