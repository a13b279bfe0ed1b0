"""What goes into the database in one transaction: some documents with all that was found in them."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Insert, Table, bindparam, delete, insert, text

from report_miner.store.connection import Database
from report_miner.store.schema import documents, failures, figures, findings, texts, verdicts

_DOCUMENTS = 64
_ROWS = 20_000
_SECONDS = 2.0
_NAME_OF = {documents: documents.c.name, findings: findings.c.doc, verdicts: verdicts.c.doc}
_DROPS = {table: delete(table).where(column == bindparam("doc")) for table, column in _NAME_OF.items()}
_DROP_ACROSS = text("DELETE FROM findings WHERE across = 1")
_CHANGE = text("UPDATE results SET changes = changes + 1")

Row = Sequence[Any]


def _insert(table: Table) -> Insert:
    """Insert a row of all columns that the database does not fill by itself."""
    given = [column for column in table.columns if column.computed is None and column is not verdicts.c.number]
    return insert(table).values({column: bindparam(f"v_{column.name}") for column in given}).inline()


INSERTS = {table: _insert(table) for table in (documents, texts, figures, findings, verdicts, failures)}
"""How rows get into a table; what other tables refer to comes first."""


class Batch:
    """Rows on their way into the database. What is dropped goes before what is inserted comes.

    `names` are the documents that it changes.
    """

    def __init__(self) -> None:
        self.names: set[str] = set()
        self._drops: dict[Table, list[Row]] = {table: [] for table in _DROPS}
        self._rows: dict[Table, list[Row]] = {table: [] for table in INSERTS}
        self._count = 0
        self._until = 0.0

    def __bool__(self) -> bool:
        return bool(self._count)

    @property
    def is_full(self) -> bool:
        """Whether it is large, or old, enough to be written."""
        many = len(self.names) >= _DOCUMENTS or self._count >= _ROWS
        return many or (self._count > 0 and time.monotonic() >= self._until)

    def drop(self, name: str, *, keep: Iterable[Table] = ()) -> None:
        """Forget the document `name` with its figures, and with its findings and verdicts but those to `keep`."""
        for table, names in self._drops.items():
            if table not in keep:
                names.append((name,))
        self._note(name, 1)

    def insert(self, table: Table, name: str, rows: Iterable[Row]) -> None:
        """Add rows of the document `name` to a table."""
        waiting = self._rows[table]
        before = len(waiting)
        waiting.extend(rows)
        self._note(name, len(waiting) - before)

    def _note(self, name: str, rows: int) -> None:
        if not self._count:
            self._until = time.monotonic() + _SECONDS
        self.names.add(name)
        self._count += rows

    def write(self, database: Database, connection: Connection) -> None:
        """Write everything; the caller holds the transaction."""
        for table, names in self._drops.items():
            database.write(connection, _DROPS[table], names)
        if self._drops[findings]:
            drop_across(database, connection)
        for table, rows in self._rows.items():
            database.write(connection, INSERTS[table], rows)
        note_change(database, connection)


def drop_across(database: Database, connection: Connection) -> None:
    """Forget the findings between documents."""
    database.write(connection, _DROP_ACROSS, [()])


def note_change(database: Database, connection: Connection) -> None:
    """Let others see that the results changed."""
    database.write(connection, _CHANGE, [()])
