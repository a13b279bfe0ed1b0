"""From the tables of one version to those of the next, so that nothing that was decided or mined is lost.

`STEPS[n]` makes version n + 1 of version n. A step stays as it is for ever: it speaks SQL, not of today's tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, inspect, text

from report_miner.errors import StoreError
from report_miner.store.connection import Database, Lock
from report_miner.store.schema import RESULTS, VERSION
from report_miner.texts import say


def _order_verdicts(connection: Connection) -> None:
    """Version 5 numbers the verdicts, and counts the changes of the results."""
    run = connection.exec_driver_sql
    run("ALTER TABLE verdicts RENAME TO verdicts_4")
    run("DROP INDEX verdicts_doc")
    run(
        "CREATE TABLE verdicts (doc TEXT NOT NULL, criteria_set TEXT NOT NULL, level TEXT NOT NULL,"
        " code TEXT NOT NULL, test TEXT NOT NULL, place TEXT, period TEXT, required TEXT NOT NULL,"
        " found TEXT NOT NULL, verdict TEXT NOT NULL, figures TEXT NOT NULL, message TEXT NOT NULL,"
        " details TEXT NOT NULL, number INTEGER NOT NULL PRIMARY KEY)"
    )
    run("INSERT INTO verdicts SELECT *, rowid FROM verdicts_4 ORDER BY rowid")
    run("DROP TABLE verdicts_4")
    run("CREATE INDEX verdicts_doc ON verdicts (doc)")
    run("CREATE TABLE results (version INTEGER NOT NULL, changes INTEGER NOT NULL)")
    run("INSERT INTO results VALUES (4, 0)")


STEPS: Mapping[int, Callable[[Connection], None]] = {4: _order_verdicts}
"""By the version that a step starts from. Older files than the first have no results worth the while."""


def prepare(database: Database, connection: Connection) -> None:
    """Make the tables of the results where there are none, and bring older ones up to the present version.

    Raises:
        StoreError: another version wrote them, and there is no way from it to this one.
    """
    if _version(database, connection) == VERSION:
        return
    with database.transaction(connection, Lock.RESULTS):
        found = _version(database, connection)
        if found == 0:
            RESULTS.create_all(connection, checkfirst=False)
            connection.exec_driver_sql("INSERT INTO results VALUES (0, 0)")
        else:
            _migrate(database, connection, found)
        connection.execute(text("UPDATE results SET version = :version"), {"version": VERSION})
        if not database.is_server:
            connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")


def _migrate(database: Database, connection: Connection, found: int) -> None:
    if found > VERSION:
        raise StoreError(say("store.newer_version", file=database.name), remedy=say("store.remedy_newer_version"))
    for version in range(found, VERSION):
        if version not in STEPS:
            raise StoreError(say("store.other_version", file=database.name), remedy=say("store.remedy_other_version"))
        STEPS[version](connection)


def _version(database: Database, connection: Connection) -> int:
    """The version of the tables, 0 where there are none, -1 where there are others."""
    if inspect(connection).has_table("results"):
        return int(connection.exec_driver_sql("SELECT version FROM results").scalar_one())
    if database.is_server:
        return 0
    filled = connection.exec_driver_sql("SELECT 1 FROM sqlite_master").first() is not None
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one()) or -filled
