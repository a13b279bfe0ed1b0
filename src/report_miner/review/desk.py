"""Where reviewers work: the run's results, and `review.db` with the decisions and the lens over both."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from report_miner.errors import UsageError
from report_miner.extract.gazetteer import Gazetteer, load_gazetteer
from report_miner.patterns import Patterns
from report_miner.review import lens
from report_miner.store.bodies import unpack
from report_miner.store.database import FILE_NAME as RESULTS
from report_miner.store.database import Store
from report_miner.store.decisions import FILE_NAME, Action, Entry, Log, State
from report_miner.store.files import writing_to
from report_miner.texts import say

_CACHE = -64_000  # kibibytes
_MAPPED = 1 << 30  # bytes of the file that are read without copying
_PATIENCE = 30.0  # seconds to wait for another person's key


class Desk:
    """The results in a folder, and what is decided about them.

    Args:
        folder: the folder of the results.
        patterns: the catalogue and the gazetteer.

    Raises:
        UsageError: there are no results.
        StoreError: they cannot be read, or were written by another version.
    """

    def __init__(self, folder: Path, patterns: Patterns) -> None:
        if not (folder / RESULTS).is_file():
            raise UsageError(say("review.no_results", folder=folder), remedy=say("review.no_results_remedy"))
        Store(folder).close()  # says what is wrong with it
        self.folder = folder
        self.patterns = patterns
        self.gazetteer: Gazetteer = load_gazetteer(patterns)
        self._lock = threading.Lock()
        self._version: int | None = None
        with writing_to(folder / FILE_NAME):
            with self._connection() as database:
                database.execute("PRAGMA journal_mode = WAL")
                lens.prepare(database)
            self._watch = self._connect()
        self.look()

    def close(self) -> None:
        """Close the files."""
        self._watch.close()

    def _connect(self) -> sqlite3.Connection:
        database = sqlite3.connect(
            self.folder / FILE_NAME, timeout=_PATIENCE, isolation_level=None, check_same_thread=False, uri=True
        )
        database.execute("ATTACH ? AS mined", ((self.folder / RESULTS).resolve().as_uri() + "?mode=ro",))
        database.execute(f"PRAGMA cache_size = {_CACHE}")
        database.execute(f"PRAGMA mmap_size = {_MAPPED}")
        database.execute("PRAGMA synchronous = FULL")  # a decision is on the disk when its key is answered
        return database

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        database = self._connect()
        try:
            yield database
        finally:
            database.close()

    def look(self) -> None:
        """Take in what was mined since."""
        with self._lock, writing_to(self.folder):
            (version,) = self._watch.execute("PRAGMA mined.data_version").fetchone()
            if version != self._version:
                with self._transaction(self._watch):
                    lens.refresh(self._watch, self.gazetteer)
                self._version = version

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Yield the database for queries; rows are read by name."""
        self.look()
        with writing_to(self.folder), self._connection() as database:
            database.row_factory = sqlite3.Row
            yield database

    @contextmanager
    def _transaction(self, database: sqlite3.Connection) -> Iterator[None]:
        database.execute("BEGIN IMMEDIATE")
        try:
            yield
            database.execute("COMMIT")
        except BaseException:
            if database.in_transaction:
                database.execute("ROLLBACK")
            raise

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self.reading() as database, self._transaction(database):
            yield database

    def decide(
        self, key: int, action: Action, who: str, *, head: int, fields: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Write down what a person decided about the figure in the row `key`; return the row as it is then.

        Raises:
            LookupError: there is no such row.
            Outdated: somebody else decided about it since `head`.
        """
        with self._writing() as database:
            row = self._row(database, "key = ?", key)
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
            return self._settle(database, row, Log(database).append(entry, head=head))

    def add(self, record: Mapping[str, Any], who: str) -> dict[str, Any]:
        """Write down a figure that was missed; return its row.

        Raises:
            Outdated: somebody else added it meanwhile.
        """
        with self._writing() as database:
            entry = Entry(who=who, action=Action.ADD, subject=record["id"], doc=record["doc"], seen=record)
            head = Log(database).state(record["id"]).head
            state = Log(database).append(entry, head=head)
            lens.put(database, None, record["id"], state, lens.REST, self.gazetteer)
            lens.count(database, record["doc"])
            return self._row(database, "subject = ? AND doc = ?", record["id"], record["doc"])

    def undo(self, who: str) -> tuple[Entry, dict[str, Any] | None] | None:
        """Take back the person's last standing decision; return it with the row, or None where there is nothing."""
        with self._writing() as database:
            log = Log(database)
            last = log.last_of(who)
            if last is None:
                return None
            head = log.state(last.subject).head
            undo = Entry(who=who, action=Action.UNDO, subject=last.subject, doc=last.doc, undoes=last.number)
            state = log.append(undo, head=head)
            if last.action is Action.MARK:
                return last, None
            row = self._row(database, "subject = ? AND doc = ?", last.subject, last.doc)
            if row["extracted"] is None and state.last is None:
                database.execute("DELETE FROM lens WHERE key = ?", (row["key"],))
                database.execute("DELETE FROM lens_words WHERE rowid = ?", (row["key"],))
                lens.count(database, row["doc"])
                return last, None
            return last, self._settle(database, row, state)

    def mark(self, finding: str, doc: str, who: str, *, head: int, fields: Mapping[str, Any]) -> State:
        """Write down what a person says of a finding.

        Raises:
            Outdated: somebody else said something since `head`.
        """
        with self._writing() as database:
            entry = Entry(who=who, action=Action.MARK, subject=finding, doc=doc, fields=fields)
            return Log(database).append(entry, head=head)

    def _settle(self, database: sqlite3.Connection, row: Mapping[str, Any], state: State) -> dict[str, Any]:
        """Write the state into the rows of its subject, and return that of `row`."""
        query = "SELECT * FROM lens WHERE subject = ?"
        for each in lens.rows_of(database.execute(query, (row["subject"],)).fetchall()):
            rank = lens.REST if each["differs"] or each["lost"] else each["rank"]
            lens.put(database, each["extracted"], each["subject"], state, rank, self.gazetteer, each["key"])
            lens.count(database, each["doc"])
        return self._row(database, "key = ?", row["key"])

    def _row(self, database: sqlite3.Connection, where: str, *values: object) -> dict[str, Any]:
        row = next(lens.rows_of(database.execute(f"SELECT * FROM lens WHERE {where}", values)), None)
        if row is None:
            raise LookupError(values)
        return row

    def body(self, database: sqlite3.Connection, doc: str) -> tuple[str, tuple[Any, ...]] | None:
        """The text and blocks of a document, or None where they are not kept."""
        found = database.execute("SELECT body FROM mined.texts WHERE doc = ?", (doc,)).fetchone()
        return unpack(found[0]) if found else None
