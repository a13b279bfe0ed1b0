"""Where reviewers work: the run's results, the decisions about them, and the lens over both.

In files these are `report-miner.db`, and `review.db` for what people decided; on a server all is in one database.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, inspect, select, text

from report_miner.errors import UsageError
from report_miner.extract.gazetteer import Gazetteer, load_gazetteer
from report_miner.patterns import Patterns
from report_miner.review import lens, lens_tables
from report_miner.review.lens_tables import lens as rows
from report_miner.store.bodies import unpack
from report_miner.store.connection import Lock, server, sqlite_file
from report_miner.store.database import FILE_NAME as RESULTS
from report_miner.store.database import Store
from report_miner.store.decisions import FILE_NAME, Action, Entry, Log, State
from report_miner.store.schema import decisions, texts
from report_miner.texts import say

_PRAGMAS = (
    "cache_size = -64000",  # kibibytes
    f"mmap_size = {1 << 30}",  # bytes of the file that are read without copying
    "synchronous = FULL",  # a decision is on the disk when its key is answered
)
_CHANGES = text("SELECT changes FROM results")


class Desk:
    """The results in a folder, and what is decided about them.

    Args:
        folder: the folder of the results.
        patterns: the catalogue and the gazetteer.
        address: the address of the PostgreSQL database that holds both, in place of files in the folder.

    Raises:
        UsageError: there are no results, or the address is none.
        StoreError: they cannot be read, or were written by another version.
    """

    def __init__(self, folder: Path, patterns: Patterns, address: str | None = None) -> None:
        if not address and not (folder / RESULTS).is_file():
            raise UsageError(say("review.no_results", folder=folder), remedy=say("review.no_results_remedy"))
        self.folder = folder
        self.patterns = patterns
        self.gazetteer: Gazetteer = load_gazetteer(patterns)
        self._address = address
        self._lock = threading.Lock()
        self._changes: int | None = None
        self.open_store().close()  # says what is wrong with it
        mined = ("mined", folder / RESULTS)
        self._database = server(address) if address else sqlite_file(folder / FILE_NAME, _PRAGMAS, attached=mined)
        with self._connection() as connection:
            if not address:
                connection.exec_driver_sql("PRAGMA journal_mode = WAL")
            if not lens_tables.is_prepared(connection):
                with self._database.transaction(connection, Lock.DECISIONS):
                    lens_tables.prepare(connection)
            if address and (folder / FILE_NAME).is_file():
                self._take_over(connection, folder / FILE_NAME)
            self._look(connection)

    def _take_over(self, connection: Connection, path: Path) -> None:
        """Take the decisions that were kept in a file before into a database on a server that holds none yet."""
        earlier = sqlite_file(path)
        taking = self._database.transaction(connection, Lock.DECISIONS)
        with earlier.guarded(), earlier.engine.connect() as kept, taking:
            if inspect(kept).has_table(decisions.name) and Log(connection).take_over(Log(kept)):
                lens_tables.prepare(connection, anew=True)

    def open_store(self) -> Store:
        """The results in their own store."""
        return Store(self.folder, self._address)

    def close(self) -> None:
        """Close the database."""
        self._database.engine.dispose()

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        with self._database.guarded(), self._database.engine.connect() as connection:
            yield connection

    def _look(self, connection: Connection) -> None:
        """Take in what was mined since."""
        with self._lock:
            changes = connection.execute(_CHANGES).scalar_one()
            if changes != self._changes:
                with self._database.transaction(connection, Lock.DECISIONS):
                    lens.refresh(connection, self.gazetteer)
                self._changes = changes

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield the database for queries."""
        with self._connection() as connection:
            self._look(connection)
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self.reading() as connection, self._database.transaction(connection, Lock.DECISIONS):
            yield connection

    def decide(
        self, key: int, action: Action, who: str, *, head: int, fields: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Write down what a person decided about the figure in the row `key`; return the row as it is then.

        Raises:
            LookupError: there is no such row.
            Outdated: somebody else decided about it since `head`.
        """
        with self._writing() as connection:
            row = self._row(connection, rows.c.key == key)
            if row["lost"] and action is not Action.REJECT:
                action = Action.ADD  # it is the person's own from now on
            entry = Entry(
                who=who,
                action=action,
                subject=row["subject"],
                doc=row["doc"],
                fields=lens.kept(row) | dict(fields or {}),
                seen=lens.seen_of(row),
            )
            return self._settle(connection, row, Log(connection).append(entry, head=head))

    def add(self, record: Mapping[str, Any], who: str) -> dict[str, Any]:
        """Write down a figure that was missed; return its row.

        Raises:
            Outdated: somebody else added it meanwhile.
        """
        with self._writing() as connection:
            entry = Entry(who=who, action=Action.ADD, subject=record["id"], doc=record["doc"], seen=record)
            head = Log(connection).state(record["id"]).head
            state = Log(connection).append(entry, head=head)
            lens.drop(connection, (rows.c.subject == record["id"]) & (rows.c.doc == record["doc"]))
            lens.put(connection, [lens.row_of(None, record["id"], state, lens.REST)], self.gazetteer)
            lens.count(connection, record["doc"])
            return self._row(connection, (rows.c.subject == record["id"]) & (rows.c.doc == record["doc"]))

    def undo(self, who: str) -> tuple[Entry, dict[str, Any] | None] | None:
        """Take back the person's last standing decision; return it with the row, or None where there is nothing."""
        with self._writing() as connection:
            log = Log(connection)
            last = log.last_of(who)
            if last is None:
                return None
            head = log.state(last.subject).head
            undo = Entry(who=who, action=Action.UNDO, subject=last.subject, doc=last.doc, undoes=last.number)
            state = log.append(undo, head=head)
            if last.action is Action.MARK:
                return last, None
            row = self._row(connection, (rows.c.subject == last.subject) & (rows.c.doc == last.doc))
            if row["extracted"] is None and state.last is None:
                lens.drop(connection, rows.c.key == row["key"])
                lens.count(connection, row["doc"])
                return last, None
            return last, self._settle(connection, row, state)

    def mark(self, finding: str, doc: str, who: str, *, head: int, fields: Mapping[str, Any]) -> State:
        """Write down what a person says of a finding.

        Raises:
            Outdated: somebody else said something since `head`.
        """
        with self._writing() as connection:
            entry = Entry(who=who, action=Action.MARK, subject=finding, doc=doc, fields=fields)
            return Log(connection).append(entry, head=head)

    def _settle(self, connection: Connection, row: Mapping[str, Any], state: State) -> dict[str, Any]:
        """Write the state into the rows of its subject, and return that of `row`."""
        query = select(rows).where(rows.c.subject == row["subject"])
        for each in lens.rows_of(connection.execute(query).mappings().all()):
            rank = lens.REST if each["differs"] or each["lost"] else each["rank"]
            if each["extracted"] is not None or state.last is not None:
                written = lens.row_of(each["extracted"], each["subject"], state, rank)
                lens.replace(connection, each["key"], written, self.gazetteer)
            lens.count(connection, each["doc"])
        return self._row(connection, rows.c.key == row["key"])

    def _row(self, connection: Connection, condition: ColumnElement[bool]) -> dict[str, Any]:
        found = connection.execute(select(rows).where(condition)).mappings()
        row = next(lens.rows_of(found), None)
        if row is None:
            raise LookupError(str(condition))
        return row

    def body(self, connection: Connection, doc: str) -> tuple[str, tuple[Any, ...]] | None:
        """The text and blocks of a document, or None where they are not kept."""
        found = connection.execute(select(texts.c.body).where(texts.c.doc == doc)).scalar()
        return unpack(found) if found else None
