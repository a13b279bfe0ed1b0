"""The database of a run's results, written some documents a transaction.

It opens after a kill at any moment: what was committed is there, what was under way is not. Everything in it can be
mined again from the documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from types import TracebackType

from sqlalchemy import text

from report_miner.errors import StoreError
from report_miner.model import Failure, Finding
from report_miner.store import schema
from report_miner.store.batch import INSERTS, Batch, drop_across, note_change
from report_miner.store.connection import Database, Lock, server, sqlite_file
from report_miner.store.entries import Entry, finding_row
from report_miner.store.files import make_folder
from report_miner.store.migrations import prepare
from report_miner.store.results import Results
from report_miner.texts import say

FILE_NAME = "report-miner.db"
_LONGEST_NAME = 2_000  # bytes that an index of PostgreSQL takes
_TOGETHER = 1_000  # findings, or names of documents, written at once
_PRAGMAS = ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON")
_SEEN = "CREATE TEMPORARY TABLE seen (name TEXT PRIMARY KEY)"
_SAW = text("INSERT INTO seen VALUES (:name) ON CONFLICT DO NOTHING")
_UNSEEN = text("SELECT name FROM documents WHERE name NOT IN (SELECT name FROM seen) ORDER BY name")
_MET_ELSEWHERE = text(
    "SELECT name FROM documents WHERE name NOT IN (SELECT name FROM seen)"
    " AND sha256 IN (SELECT sha256 FROM documents WHERE name IN (SELECT name FROM seen)) ORDER BY name"
)
_CURRENT = text(
    "SELECT 1 FROM documents WHERE name = :name AND fingerprint = :fingerprint"
    " AND (checked = :checked OR :any_check) AND (assessed = :assessed OR :any_assessment)"
)
_STANDS = text(
    "SELECT checked, assessed FROM documents WHERE name = :name AND fingerprint = :fingerprint AND fingerprint <> ''"
)
_BODY = text("SELECT body FROM texts JOIN documents ON name = doc WHERE doc = :name AND sha256 = :sha256")
_DROP_FAILURES = text("DELETE FROM failures WHERE doc = :doc")


class Store(Results):
    """The database of the results in a folder. Use it as a context manager.

    What is put waits a moment and is written together with what comes behind it: at the latest when something is
    read, or the store is closed. Every method raises `StoreError`, with a remedy, when the database cannot be read
    or written.

    Args:
        folder: the folder of the results; it is created when missing.
        address: the address of a PostgreSQL database, which then takes the place of the file in the folder.

    Raises:
        UsageError: the address is none.
    """

    def __init__(self, folder: Path, address: str | None = None) -> None:
        self.folder = folder
        self.address = address
        self.path = None if address else folder / FILE_NAME
        make_folder(folder)
        database = _database(folder, address)
        with database.guarded():
            super().__init__(database, database.engine.connect())
            try:
                prepare(database, self._connection)
                for pragma in () if address else _PRAGMAS:
                    self._connection.exec_driver_sql(f"PRAGMA {pragma}")
                self._connection.exec_driver_sql(_SEEN)
            except BaseException:
                self._close()
                raise
        self._batch = Batch()
        self._met: list[tuple[str]] = []

    def close(self) -> None:
        """Write what waits, and close the database."""
        try:
            self.commit()
        finally:
            self._close()

    def _close(self) -> None:
        self._connection.close()
        self._database.engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self.close()
        else:
            with suppress(StoreError):  # the first error is the one to tell
                self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing of what is done inside, and no other program writes meanwhile."""
        self.commit()
        with self._database.guarded(), self._database.transaction(self._connection, Lock.RESULTS):
            yield

    def commit(self) -> None:
        """Write what waits to be written."""
        if self._batch:
            batch, self._batch = self._batch, Batch()
            with self.transaction():
                batch.write(self._database, self._connection)

    def _settle(self, doc: str | None = None) -> None:
        if doc is None or doc in self._batch.names:
            self.commit()

    def is_current(
        self, name: str, fingerprint: str, checked: str | None = None, assessed: str | None = None
    ) -> bool:
        """Whether the document `name` is stored as mined under this fingerprint, checked and assessed as asked."""
        asked = (name, fingerprint, checked or "", checked is None, assessed or "", assessed is None)
        return self._first(_CURRENT, asked, doc=name) is not None

    def saw(self, name: str) -> None:
        """Note that the document `name` was met in this run."""
        if self._batch.is_full:
            self.commit()
        self._met.append((name,))
        if len(self._met) >= _TOGETHER:
            self._note_met()

    def _note_met(self) -> None:
        met, self._met = self._met, []
        with self._database.guarded():
            self._database.write(self._connection, _SAW, met)

    def put(self, entry: Entry, *, fingerprint: str, checked: str = "", assessed: str = "") -> None:
        """Store a document with all that was found in it, in place of what was stored under its name.

        Where the figures are the same and are not checked or not assessed now, the findings or verdicts stay. So does
        the stored text where the document, of the same content, came without.

        Args:
            entry: the document.
            fingerprint: from what its figures come.
            checked: against what they were checked; empty when they were not.
            assessed: against what they were assessed; empty when they were not.

        Raises:
            ValueError: the document's name is too long for the database.
        """
        name = entry.name
        if self._database.is_server and len(name.encode()) > _LONGEST_NAME:
            raise ValueError(say("store.long_name", most=_LONGEST_NAME))
        was_checked, was_assessed = self._stands(name, fingerprint) if not (checked and assessed) else ("", "")
        body = entry.body or self._body(name, entry.figures.sha256)
        keep = [
            *([schema.findings] if was_checked and not checked else []),
            *([schema.verdicts] if was_assessed and not assessed else []),
        ]
        self._settle(name)
        batch = self._batch
        batch.drop(name, keep=keep)
        batch.insert(
            schema.documents, name, [(*entry.known, fingerprint, checked or was_checked, assessed or was_assessed)]
        )
        batch.insert(schema.texts, name, [(name, body)] if body else [])
        batch.insert(schema.figures, name, entry.figures.rows)
        batch.insert(schema.findings, name, entry.findings)
        batch.insert(schema.verdicts, name, entry.verdicts)
        if batch.is_full:
            self.commit()

    def _body(self, name: str, sha256: str) -> bytes | None:
        """The stored text of the document, if it is of the same content."""
        found = self._first(_BODY, (name, sha256), doc=name)
        return bytes(found[0]) if found else None

    def _stands(self, name: str, fingerprint: str) -> tuple[str, str]:
        """Against what the document's figures, if they are these, were checked and assessed."""
        checked, assessed = self._first(_STANDS, (name, fingerprint), doc=name) or ("", "")
        return checked, assessed

    def put_failure(self, failure: Failure, *, keep: bool = False) -> None:
        """Store that a document failed, in place of what was stored under its name, or beside it (`keep`)."""
        if not keep:
            self._settle(failure.doc)
            self._batch.drop(failure.doc)
        values = (failure.doc, failure.stage, failure.error, failure.remedy)
        self._batch.insert(schema.failures, failure.doc, [values])
        if self._batch.is_full:
            self.commit()

    def drop_failures(self, names: Iterable[str]) -> None:
        """Forget the failures of the documents `names`."""
        with self.transaction():
            self._database.write(self._connection, _DROP_FAILURES, ((name,) for name in names))
            note_change(self._database, self._connection)

    def drop_documents(self, names: Iterable[str]) -> None:
        """Forget the documents `names` with all that was found in them."""
        for name in names:
            self._batch.drop(name)
        self.commit()

    def unseen(self) -> list[str]:
        """The names of the stored documents that were not met in this run."""
        self._note_met()
        return [name for (name,) in self._rows(_UNSEEN)]

    def met_elsewhere(self) -> list[str]:
        """The unseen documents whose content was met in this run under another name."""
        self._note_met()
        return [name for (name,) in self._rows(_MET_ELSEWHERE)]

    def replace_conflicts(self, conflicts: Iterable[Finding]) -> None:
        """Store the findings between documents in place of the earlier ones."""
        with self.transaction():
            drop_across(self._database, self._connection)
            rows = (finding_row(finding, across=True) for finding in conflicts)
            while some := list(islice(rows, _TOGETHER)):
                self._database.write(self._connection, INSERTS[schema.findings], some)
            note_change(self._database, self._connection)


@contextmanager
def reading(folder: Path, address: str | None) -> Iterator[Results]:
    """Open the results of a `Store` of the same arguments that another process has open."""
    database = _database(folder, address)
    with database.guarded():
        connection = database.engine.connect()
    try:
        yield Results(database, connection)
    finally:
        connection.close()
        database.engine.dispose()


def _database(folder: Path, address: str | None) -> Database:
    return server(address) if address else sqlite_file(folder / FILE_NAME)
