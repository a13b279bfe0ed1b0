"""The tables of the lens, in `review.db` or on a server. They are derived, and made anew by another version."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Connection,
    Index,
    Insert,
    MetaData,
    Table,
    Text,
    bindparam,
    cast,
    insert,
    inspect,
    select,
)
from sqlalchemy.dialects.postgresql import TSVECTOR

from report_miner.store.schema import DECISIONS, FLOAT, TEXT, WHOLE

_VERSION = "3"
_META = MetaData()

lens = Table(
    "lens",
    _META,
    Column("key", WHOLE, primary_key=True),
    *(Column(name, TEXT, nullable=False) for name in ("id", "subject", "doc")),
    *(Column(name, WHOLE, nullable=False) for name in ("start", "end", "rank", "open")),
    Column("decision", TEXT, nullable=False),
    Column("lost", WHOLE, nullable=False),
    Column("differs", TEXT, nullable=False),
    Column("confidence", FLOAT, nullable=False),
    *(Column(name, TEXT, nullable=False) for name in ("status", "kind")),
    *(Column(name, TEXT) for name in ("indicator", "place", "first", "last")),
    Column("head", WHOLE, nullable=False),
    *(Column(name, TEXT) for name in ("who", "at")),
    *(Column(name, TEXT, nullable=False) for name in ("record", "extracted")),
    Index("lens_printed", "doc", "start", "end", "key"),
    Index("lens_queue", "open", "rank", "doc", "start", "key"),
    Index("lens_surest", "confidence", "key"),
    Index("lens_indicator", "indicator", "place", "first"),
    Index("lens_time", "first", "last", "key"),
    Index("lens_subject", "subject"),
    Index("lens_id", "id"),
    Index("lens_decision", "decision", "doc", "start", "key"),
    Index("lens_rank", "rank", "doc", "start", "key"),
    Index("lens_status", "status", "doc", "start", "key"),
    sqlite_autoincrement=True,  # a key that an open page holds never comes to mean another figure
)

_WORDS = Text().with_variant(TSVECTOR(), "postgresql")
lens_words = Table(
    "lens_words",
    _META,
    Column("rowid", WHOLE, primary_key=True, autoincrement=False),
    *(Column(name, _WORDS, nullable=False) for name in ("plain", "exact", "place")),
    *(Index(f"lens_words_{name}", name, postgresql_using="gin") for name in ("plain", "exact", "place")),
)
"""The searchable words of each row of the lens: in SQLite a full-text table, on a server words with their places."""

lens_documents = Table(
    "lens_documents",
    _META,
    Column("name", TEXT, primary_key=True),
    Column("stamp", TEXT, nullable=False),
    Column("figures", WHOLE, nullable=False),
    Column("open", WHOLE, nullable=False),
    sqlite_with_rowid=False,
)

_version = Table("lens_version", _META, Column("version", TEXT, nullable=False))

_FULL_TEXT = (
    "CREATE VIRTUAL TABLE lens_words USING fts5(plain, exact, place, tokenize = 'unicode61 remove_diacritics 0')"
)


def is_prepared(connection: Connection) -> bool:
    """Whether the tables of the decisions and of this version of the lens are there."""
    there = inspect(connection)
    if not (there.has_table("decisions") and there.has_table("lens_version")):
        return False
    return connection.execute(select(_version.c.version)).scalar() == _VERSION


def prepare(connection: Connection, *, anew: bool = False) -> None:
    """Make the tables that are not there, and the lens `anew` or where another version made it.

    The caller holds the transaction.
    """
    if is_prepared(connection) and not anew:
        return
    DECISIONS.create_all(connection)
    is_file = connection.dialect.name == "sqlite"
    for table in reversed(_META.sorted_tables):
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {table.name}")
    if is_file:
        connection.exec_driver_sql(_FULL_TEXT)
    _META.create_all(
        connection, tables=[each for each in _META.sorted_tables if not (is_file and each is lens_words)]
    )
    connection.execute(insert(_version), {"version": _VERSION})


def insert_words(connection: Connection) -> Insert:
    """The statement that inserts a row of `lens_words`."""
    if connection.dialect.name == "sqlite":
        return insert(lens_words)
    words = {name: cast(bindparam(name, type_=Text()), TSVECTOR) for name in ("plain", "exact", "place")}
    return insert(lens_words).values(words)
