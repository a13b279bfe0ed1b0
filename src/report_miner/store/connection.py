"""Opening a database, a SQLite file or PostgreSQL at an address, and what to say when it refuses.

Connections commit by themselves; what belongs together stands in a `transaction`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from enum import IntEnum
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Executable, create_engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import NullPool

from report_miner.errors import StoreError, UsageError
from report_miner.texts import say, system_reason

_PATIENCE = 30.0  # seconds to wait for another program's transaction
_ANSWER = 10  # seconds to wait for a server
_POSTGRESQL = "postgresql+psycopg"
_FETCHED = 2_000  # rows that come from a server at once
_REMEDIES = {
    sqlite3.SQLITE_FULL: "remedy_full",
    sqlite3.SQLITE_BUSY: "remedy_busy",
    sqlite3.SQLITE_LOCKED: "remedy_busy",
    sqlite3.SQLITE_READONLY: "remedy_permission",
    sqlite3.SQLITE_CANTOPEN: "remedy_permission",
    sqlite3.SQLITE_PERM: "remedy_permission",
    sqlite3.SQLITE_IOERR: "remedy_full",
}
_OTHER_LETTERS = "22P05"  # the database keeps its texts in an encoding that lacks a letter
_STATES = {"53": "remedy_server_full", "55": "remedy_server_busy", "40": "remedy_server_busy"}
_cursors = count()


class Lock(IntEnum):
    """What a writer keeps other writers away from."""

    RESULTS = 7_391_001
    DECISIONS = 7_391_002


class Database:
    """A database that can be connected to.

    Args:
        engine: how.
        name: what it is called in messages: a path, or an address without its secrets.
    """

    def __init__(self, engine: Engine, name: str) -> None:
        self.engine = engine
        self.name = name
        self.is_server = engine.dialect.name == "postgresql"
        self._errors = (DBAPIError, engine.dialect.loaded_dbapi.Error)

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Turn what the database says into a `StoreError` with a remedy."""
        try:
            yield
        except self._errors as error:
            said = (isinstance(error, DBAPIError) and error.orig) or error
            reason = " ".join(system_reason(said).split()).rstrip(".")
            raise StoreError(
                say("store.cannot_write", target=self.name, reason=reason), remedy=say(f"store.{_remedy(said)}")
            ) from None  # the cause holds what was to be written

    @contextmanager
    def transaction(self, connection: Connection, lock: Lock) -> Iterator[None]:
        """All or nothing of what is done inside, and no other program that takes this lock writes meanwhile."""
        run = connection.exec_driver_sql
        run("BEGIN" if self.is_server else "BEGIN IMMEDIATE")
        try:
            if self.is_server:
                run(f"SELECT pg_advisory_xact_lock({lock:d})")
            yield
            run("COMMIT")
        except BaseException:
            with suppress(DBAPIError):  # a database that ended it by itself, or is gone
                run("ROLLBACK")
            raise

    def write(self, connection: Connection, statement: Executable, rows: Iterable[Sequence[Any]]) -> None:
        """Run a constant statement for each of the rows, which hold its values in their order."""
        values = [self._clean(row) for row in rows] if self.is_server else rows
        with closing(_driver(connection).cursor()) as cursor:
            cursor.executemany(_compiled(statement, self.engine), values)

    @staticmethod
    def _clean(row: Sequence[Any]) -> tuple[Any, ...]:
        """The values without the one character that PostgreSQL has no place for."""
        return tuple(value.replace("\0", "\ufffd") if isinstance(value, str) else value for value in row)

    def first(
        self, connection: Connection, statement: Executable, values: Sequence[Any] = ()
    ) -> tuple[Any, ...] | None:
        """Return the first row of a constant query."""
        with closing(_driver(connection).cursor()) as cursor:
            row: tuple[Any, ...] | None = cursor.execute(_compiled(statement, self.engine), values).fetchone()
            return row

    def stream(
        self, connection: Connection, statement: Executable, values: Sequence[Any] = ()
    ) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a constant query, read as they are asked for, whatever is committed meanwhile."""
        if self.is_server:
            cursor = _driver(connection).cursor(f"rows_{next(_cursors)}", withhold=True)
            cursor.itersize = _FETCHED
        else:
            cursor = _driver(connection).cursor()
        with closing(cursor):
            cursor.execute(_compiled(statement, self.engine), tuple(values))
            yield from cursor


def _driver(connection: Connection) -> Any:
    """The driver's own connection: for many small statements the way through SQLAlchemy is long."""
    return connection.connection.driver_connection


@lru_cache(maxsize=256)
def _compiled(statement: Executable, engine: Engine) -> str:
    return str(statement.compile(engine))  # type: ignore[attr-defined]


def sqlite_file(path: Path, pragmas: Sequence[str] = (), *, attached: tuple[str, Path] | None = None) -> Database:
    """Return the SQLite file at `path`, with another one `attached` for reading under a name."""

    def connect() -> sqlite3.Connection:
        database = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False, uri=True)
        try:
            if attached:
                name, other = attached
                database.execute(f"ATTACH ? AS {name}", (other.resolve().as_uri() + "?mode=ro",))
            for pragma in pragmas:
                database.execute(f"PRAGMA {pragma}")
        except BaseException:
            database.close()
            raise
        return database

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    return Database(engine, str(path))


def server(address: str) -> Database:
    """Return the PostgreSQL database at an address like `postgresql+psycopg://name:password@host/database`.

    Raises:
        UsageError: it is no such address, or the driver is not installed.
    """
    remedy = say("store.remedy_address")
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise UsageError(say("store.bad_address"), remedy=remedy) from None
    if url.drivername not in (_POSTGRESQL, "postgresql") or address.count("@") > 1 or not url.database:
        raise UsageError(say("store.bad_address"), remedy=remedy)
    url = url.set(drivername=_POSTGRESQL)
    options = {
        "connect_timeout": _ANSWER,
        "client_encoding": "utf8",
        "options": f"-c lock_timeout={_PATIENCE * 1000:.0f}",
    }
    given = {name: value for name, value in options.items() if name not in url.query}
    try:
        engine = create_engine(
            url,
            isolation_level="AUTOCOMMIT",
            paramstyle="format",
            hide_parameters=True,
            pool_pre_ping=True,
            connect_args=given,
        )
    except ModuleNotFoundError as error:
        raise UsageError(say("store.no_driver"), remedy=say("store.remedy_no_driver")) from error
    return Database(engine, url.set(query={}).render_as_string(hide_password=True))


def _remedy(error: BaseException | None) -> str:
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        return _REMEDIES.get(code, "remedy_database")
    state = getattr(error, "sqlstate", None)
    if state == _OTHER_LETTERS:
        return "remedy_other_letters"
    if not state or state.startswith(("08", "28", "3D", "57")):
        return "remedy_no_answer"
    return _STATES.get(state[:2], "remedy_server")
