"""The database of a run's results: one SQLite file, written one document a transaction.

It opens after a kill at any moment: what was committed is there, what was under way is not. Everything in it can be
mined again from the documents.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any

from report_miner.errors import StoreError
from report_miner.model import (
    Assessment,
    CriterionVerdict,
    Document,
    Failure,
    Figure,
    Finding,
    Status,
    Verdict,
)
from report_miner.store.bodies import pack, unpack
from report_miner.store.files import make_folder, writing_to
from report_miner.store.rows import COLUMNS, to_figure, to_record, to_row
from report_miner.store.schema import SCHEMA, VERSION
from report_miner.texts import say

FILE_NAME = "report-miner.db"
_PATIENCE = 30.0  # seconds to wait for another program's transaction
_URGENCY = (Verdict.INCONSISTENT, Verdict.UNCLEAR, Verdict.CONSISTENT)
_PRINTED = "doc, json_extract(starts, '$[0]'), rule, id"
_FIGURE = ", ".join(f'figures."{column}"' for column in COLUMNS)


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredDocument:
    """A document as the database keeps it: without its text, with the number of its figures.

    `fingerprint` says from what its figures come.
    """

    name: str
    sha256: str
    media_type: str
    title: str | None
    publisher: str | None
    published: date | None
    place: str | None
    notes: tuple[str, ...]
    figures: int
    fingerprint: str

    @property
    def document(self) -> Document:
        """The document with what is known of it, but without its text."""
        return Document(
            name=self.name,
            sha256=self.sha256,
            media_type=self.media_type,
            text="",
            blocks=(),
            title=self.title,
            publisher=self.publisher,
            published=self.published,
            place=self.place,
            notes=self.notes,
        )


@dataclass(frozen=True, slots=True)
class Evidence:
    """A finding with the figures that it is about."""

    finding: Finding
    figures: tuple[Figure, ...]


class Store:
    """The database in the folder of the results. Use it as a context manager.

    Every method raises `StoreError`, with a remedy, when the file cannot be read or written.

    Args:
        folder: the folder of the results; it is created when missing.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / FILE_NAME
        make_folder(folder)
        with writing_to(self.path):
            self._database = sqlite3.connect(self.path, timeout=_PATIENCE, isolation_level=None)
            try:
                self._prepare()
            except BaseException:
                self._database.close()
                raise

    def _prepare(self) -> None:
        run = self._database.execute
        with self.transaction():
            (version,) = run("PRAGMA user_version").fetchone()
            if version == 0 and not run("SELECT 1 FROM sqlite_master").fetchone():
                for statement in filter(str.strip, SCHEMA.split(";")):
                    run(statement)
                run(f"PRAGMA user_version = {VERSION}")
            elif version != VERSION:
                raise StoreError(say("store.other_version", file=self.path), remedy=say("store.remedy_other_version"))
        run("PRAGMA journal_mode = WAL")
        run("PRAGMA synchronous = NORMAL")
        run("PRAGMA foreign_keys = ON")
        run("CREATE TEMP TABLE seen (name TEXT PRIMARY KEY) WITHOUT ROWID")

    def close(self) -> None:
        """Close the file; what is committed stays."""
        self._database.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing of what is done inside, and no other program writes meanwhile."""
        with writing_to(self.path):
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._database.execute("COMMIT")
            except BaseException:
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")
                raise

    def is_current(
        self, name: str, fingerprint: str, checked: str | None = None, assessed: str | None = None
    ) -> bool:
        """Whether the document `name` is stored as mined under this fingerprint, checked and assessed as asked."""
        with writing_to(self.path):
            query = (
                "SELECT 1 FROM documents WHERE name = ? AND fingerprint = ?"
                " AND checked = coalesce(?, checked) AND assessed = coalesce(?, assessed)"
            )
            return self._database.execute(query, (name, fingerprint, checked, assessed)).fetchone() is not None

    def saw(self, name: str) -> None:
        """Note that the document `name` was met in this run."""
        with writing_to(self.path):
            self._database.execute("INSERT OR IGNORE INTO temp.seen VALUES (?)", (name,))

    def put(
        self,
        document: Document,
        figures: Iterable[Figure],
        findings: Iterable[Finding] = (),
        verdicts: Iterable[CriterionVerdict] = (),
        *,
        fingerprint: str,
        checked: str = "",
        assessed: str = "",
    ) -> None:
        """Store the document with its figures, findings and verdicts in place of what was stored under its name.

        Where the figures are the same and are not checked or not assessed now, the findings or verdicts stay.

        Args:
            document: the document; without its text, the text that is stored of the same content stays.
            figures: its figures.
            findings: what its figures say of one another.
            verdicts: which criteria it meets.
            fingerprint: from what the figures come.
            checked: against what they were checked; empty when they were not.
            assessed: against what they were assessed; empty when they were not.

        Raises:
            sqlite3.IntegrityError: two figures have the same place.
            UnicodeEncodeError: a text cannot be written as UTF-8.
        """
        published = document.published.isoformat() if document.published else None
        with self.transaction():
            was_checked, was_assessed = self._stands(document.name, fingerprint)
            keep_findings, keep_verdicts = was_checked and not checked, was_assessed and not assessed
            body = pack(document) if document.text else self._body(document)
            self._drop(document.name, findings=not keep_findings, verdicts=not keep_verdicts)
            notes = json.dumps(document.notes, ensure_ascii=False)
            self._insert(
                "documents",
                (
                    *(document.name, document.sha256, document.media_type, document.title, document.publisher),
                    *(published, document.place, notes, fingerprint, checked or was_checked),
                    assessed or was_assessed,
                ),
            )
            if body:
                self._insert("texts", (document.name, body))
            columns = ", ".join(f'"{column}"' for column in COLUMNS)
            marks = ", ".join("?" * len(COLUMNS))
            self._database.executemany(f"INSERT INTO figures ({columns}) VALUES ({marks})", map(to_row, figures))
            for finding in findings:
                self._put_finding(finding, across=False)
            for verdict in verdicts:
                self._put_verdict(document.name, verdict)

    def _body(self, document: Document) -> bytes | None:
        """The stored text of the document, if it is of the same content."""
        query = "SELECT body FROM texts JOIN documents ON name = doc WHERE doc = ? AND sha256 = ?"
        found = self._database.execute(query, (document.name, document.sha256)).fetchone()
        return found[0] if found else None

    def _stands(self, name: str, fingerprint: str) -> tuple[str, str]:
        """Against what the document's figures, if they are these, were checked and assessed."""
        query = "SELECT checked, assessed FROM documents WHERE name = ? AND fingerprint = ? AND fingerprint <> ''"
        found: tuple[str, str] = self._database.execute(query, (name, fingerprint)).fetchone() or ("", "")
        return found

    def put_failure(self, failure: Failure, *, keep: bool = False) -> None:
        """Store that a document failed, in place of what was stored under its name, or beside it (`keep`)."""
        values = (failure.doc, failure.stage, failure.error, failure.remedy)
        with self.transaction():
            if not keep:
                self._drop(failure.doc)
            self._insert("failures", values)

    def drop_failures(self, names: Iterable[str]) -> None:
        """Forget the failures of the documents `names`."""
        with self.transaction():
            self._database.executemany("DELETE FROM failures WHERE doc = ?", ((name,) for name in names))

    def drop_documents(self, names: Iterable[str]) -> None:
        """Forget the documents `names` with all that was found in them."""
        with self.transaction():
            for name in names:
                self._drop(name)

    def unseen(self) -> list[str]:
        """The names of the stored documents that were not met in this run."""
        with writing_to(self.path):
            query = "SELECT name FROM documents WHERE name NOT IN (SELECT name FROM temp.seen) ORDER BY name"
            return [name for (name,) in self._database.execute(query)]

    def _drop(self, name: str, *, findings: bool = True, verdicts: bool = True) -> None:
        self._database.execute("DELETE FROM documents WHERE name = ?", (name,))
        if findings:
            self._database.execute("DELETE FROM findings WHERE doc = ?", (name,))
            self._database.execute("DELETE FROM findings WHERE across = 1")
        if verdicts:
            self._database.execute("DELETE FROM verdicts WHERE doc = ?", (name,))

    def _insert(self, table: str, values: Sequence[object]) -> None:
        marks = ", ".join("?" * len(values))
        self._database.execute(f"INSERT INTO {table} VALUES ({marks})", values)

    def documents(self) -> Iterator[StoredDocument]:
        """The documents by name."""
        query = (
            "SELECT name, sha256, media_type, title, publisher, published, place, notes,"
            " (SELECT count(*) FROM figures WHERE doc = name), fingerprint FROM documents ORDER BY name"
        )
        for name, sha256, media_type, title, publisher, published, place, notes, *rest in self._select(query):
            count, fingerprint = rest
            yield StoredDocument(
                name=name,
                sha256=sha256,
                media_type=media_type,
                title=title,
                publisher=publisher,
                published=date.fromisoformat(published) if published else None,
                place=place,
                notes=tuple(json.loads(notes)),
                figures=count,
                fingerprint=fingerprint,
            )

    def figures(self, doc: str | None = None) -> Iterator[Figure]:
        """The figures, of one document or of all, by document and place in it; read as they are asked for."""
        where, values = ("", ()) if doc is None else ("WHERE doc = ?", (doc,))
        query = (
            f"SELECT {_FIGURE}, sha256 FROM figures CROSS JOIN documents ON name = doc {where}"
            ' ORDER BY doc, start, "end"'
        )
        for *row, sha256 in self._select(query, values):
            yield to_figure(row, sha256)

    def texts(self) -> Iterator[tuple[str, str]]:
        """The names and texts of the documents whose text is kept, by name."""
        for name, body in self._select("SELECT doc, body FROM texts ORDER BY doc"):
            yield name, unpack(body)[0]

    def records(self) -> Iterator[dict[str, Any]]:
        """The figures as records of the exported files, in the same order."""
        return map(to_record, self._select(f'SELECT {_FIGURE} FROM figures ORDER BY doc, start, "end"'))

    def failures(self) -> Iterator[Failure]:
        """The failures by document."""
        for row in self._select("SELECT doc, stage, error, remedy FROM failures ORDER BY 1, 2, 3, 4"):
            yield Failure(**dict(zip(("doc", "stage", "error", "remedy"), row, strict=True)))

    def replace_conflicts(self, findings: Iterable[Finding]) -> None:
        """Store the findings between documents in place of the earlier ones."""
        with self.transaction():
            self._database.execute("DELETE FROM findings WHERE across = 1")
            for finding in findings:
                self._put_finding(finding, across=True)

    def _put_finding(self, finding: Finding, *, across: bool) -> None:
        lists = json.dumps(finding.figures), json.dumps(finding.starts)
        head = (finding.doc, finding.id, finding.rule, finding.verdict.value)
        self._insert("findings", (*head, *lists, finding.computed, finding.message, across))

    def findings(self, verdict: Verdict | None = None) -> Iterator[Finding]:
        """The findings, those of one verdict or all, by document, place and rule."""
        query = f"SELECT * FROM findings WHERE verdict = coalesce(?, verdict) ORDER BY {_PRINTED}"
        for doc, id_, rule, found, figures, starts, computed, message, _ in self._select(query, (verdict,)):
            yield Finding(
                id=id_,
                doc=doc,
                rule=rule,
                verdict=Verdict(found),
                figures=tuple(json.loads(figures)),
                starts=tuple(json.loads(starts)),
                computed=computed,
                message=message,
            )

    def evidence(self) -> Iterator[Evidence]:
        """The findings with their figures: contradictions first, then what is unclear, then what holds."""
        query = (
            f"SELECT {_FIGURE}, sha256 FROM figures JOIN documents ON name = doc WHERE figures.id = ?"
            " ORDER BY doc <> ? LIMIT 1"
        )
        for verdict in _URGENCY:
            for finding in self.findings(verdict):
                rows = (row for id_ in finding.figures for row in self._select(query, (id_, finding.doc)))
                yield Evidence(finding, tuple(to_figure(row, sha256) for *row, sha256 in rows))

    def _put_verdict(self, doc: str, verdict: CriterionVerdict) -> None:
        values = (
            *(doc, verdict.criteria_set, verdict.level, verdict.code, verdict.test, verdict.place, verdict.period),
            *(verdict.required, verdict.found, verdict.verdict.value, json.dumps(verdict.figures), verdict.message),
            json.dumps(dict(verdict.details), ensure_ascii=False),
        )
        self._insert("verdicts", values)

    def verdicts(self) -> Iterator[CriterionVerdict]:
        """The verdicts by document, set, place, period and criterion, in the order of the set's tests."""
        for _, criteria_set, level, code, test, place, period, *rest in self._select(
            "SELECT * FROM verdicts ORDER BY doc, criteria_set, place, period, rowid"
        ):
            required, found, verdict, figures, message, details = rest
            yield CriterionVerdict(
                criteria_set=criteria_set,
                level=level,
                code=code,
                test=test,
                place=place,
                period=period,
                required=required,
                found=found,
                verdict=Assessment(verdict),
                figures=tuple(json.loads(figures)),
                message=message,
                details=json.loads(details),
            )

    def count(self, table: str) -> int:
        """How many rows `documents`, `figures`, `findings`, `verdicts` or `failures` has."""
        return int(next(self._select(f"SELECT count(*) FROM {table}"))[0])

    def by_verdict(self) -> dict[Verdict, int]:
        """How many findings there are of each verdict, contradictions first."""
        rows = dict(self._select("SELECT verdict, count(*) FROM findings GROUP BY verdict"))
        return {verdict: rows.get(verdict.value, 0) for verdict in _URGENCY}

    def by_assessment(self) -> dict[Assessment, int]:
        """How many verdicts on criteria there are of each kind."""
        rows = dict(self._select("SELECT verdict, count(*) FROM verdicts GROUP BY verdict"))
        return {assessment: rows.get(assessment.value, 0) for assessment in Assessment}

    def has_assessed(self) -> bool:
        """Whether any document was laid beside criteria."""
        return next(self._select("SELECT 1 FROM documents WHERE assessed <> ''"), None) is not None

    def has_checked(self) -> bool:
        """Whether the figures of any document were checked, by themselves or against others."""
        query = "SELECT 1 FROM documents WHERE checked <> '' UNION ALL SELECT 1 FROM findings LIMIT 1"
        return next(self._select(query), None) is not None

    def by_status(self) -> dict[Status, int]:
        """How many figures are reported, estimated and aimed at."""
        rows = dict(self._select("SELECT status, count(*) FROM figures GROUP BY status"))
        return {status: rows.get(status.value, 0) for status in Status}

    def _select(self, query: str, values: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
        with writing_to(self.path):
            yield from self._database.execute(query, values)
