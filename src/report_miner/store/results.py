"""What the database holds of a run, read in the order of print. Memory does not grow with what is read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Executable, bindparam, func, select, text

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
from report_miner.store.bodies import unpack
from report_miner.store.connection import Database
from report_miner.store.copies import TOLD_ONCE
from report_miner.store.rows import COLUMNS, to_figure, to_record
from report_miner.store.schema import RESULTS, documents, failures, figures, findings, first_number, texts, verdicts

_URGENCY = (Verdict.INCONSISTENT, Verdict.UNCLEAR, Verdict.CONSISTENT)
_FIGURE = [figures.c[column] for column in COLUMNS]
_PRINTED = (figures.c.doc, figures.c.start, figures.c.end)
_RECORDS = select(*_FIGURE).order_by(*_PRINTED)
_RECORDS_OF_INDICATORS = _RECORDS.where(figures.c.indicator.is_not(None))
_FIGURES = select(*_FIGURE, documents.c.sha256).join(documents).order_by(*_PRINTED)
_FIGURES_OF = _FIGURES.where(figures.c.doc == bindparam("doc"))
_FIGURE_OF_FINDING = (
    select(*_FIGURE, documents.c.sha256)
    .join(documents)
    .where(figures.c.id == bindparam("id"))
    .order_by(figures.c.doc != bindparam("doc"), figures.c.doc)
)
_DOCUMENTS = select(
    *(documents.c[name] for name in ("name", "sha256", "media_type", "title", "publisher", "published", "place")),
    documents.c.notes,
    select(func.count()).where(figures.c.doc == documents.c.name).scalar_subquery(),
    documents.c.fingerprint,
).order_by(documents.c.name)
_TEXTS = select(texts.c.doc, texts.c.body).order_by(texts.c.doc)
_TEXT_OF = _TEXTS.where(texts.c.doc == bindparam("doc"))
_FAILURES = select(failures).order_by(*failures.c)
_FINDINGS = (
    select(*(column for column in findings.c if column is not findings.c.across))
    .where(TOLD_ONCE)
    .order_by(findings.c.doc, first_number(findings.c.starts).nulls_first(), findings.c.rule, findings.c.id)
)
_FINDINGS_OF = _FINDINGS.where(findings.c.verdict == bindparam("verdict"))
_VERDICTS = select(verdicts).order_by(
    *(verdicts.c.doc, verdicts.c.criteria_set),
    *(verdicts.c.place.nulls_first(), verdicts.c.period.nulls_first(), verdicts.c.number),
)
_COUNTS = {name: select(func.count()).select_from(table) for name, table in RESULTS.tables.items()}
_COUNTS["findings"] = _COUNTS["findings"].where(TOLD_ONCE)
_GROUPS = {
    column: select(column, func.count()).group_by(column)
    for column in (figures.c.status, findings.c.verdict, verdicts.c.verdict)
}
_GROUPS[findings.c.verdict] = _GROUPS[findings.c.verdict].where(TOLD_ONCE)
_CHECKED = text("SELECT 1 FROM documents WHERE checked <> '' UNION ALL SELECT 1 FROM findings LIMIT 1")
_ASSESSED = text("SELECT 1 FROM documents WHERE assessed <> '' LIMIT 1")


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


class Results:
    """What a run found. Every method raises `StoreError`, with a remedy, when the database cannot be read."""

    def __init__(self, database: Database, connection: Connection) -> None:
        self._database = database
        self._connection = connection

    def _settle(self, doc: str | None = None) -> None:
        """Let what is read next, of one document or of all, be what was written last."""

    def documents(self) -> Iterator[StoredDocument]:
        """The documents by name."""
        for name, sha256, media_type, title, publisher, published, place, notes, count, fingerprint in self._rows(
            _DOCUMENTS
        ):
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
        rows = self._rows(_FIGURES) if doc is None else self._rows(_FIGURES_OF, (doc,), doc=doc)
        for *row, sha256 in rows:
            yield to_figure(row, sha256)

    def texts(self, names: Iterable[str] | None = None) -> Iterator[tuple[str, str]]:
        """The names and texts of the documents whose text is kept, by name, or of those called `names`."""
        rows = self._rows(_TEXTS) if names is None else (row for name in names for row in self._text_of(name))
        for name, body in rows:
            yield name, unpack(body)[0]

    def _text_of(self, name: str) -> Iterator[tuple[Any, ...]]:
        return self._rows(_TEXT_OF, (name,), doc=name)

    def records(self, *, of_indicators: bool = False) -> Iterator[dict[str, Any]]:
        """The figures as records of the exported files, in the same order; all, or those with an indicator."""
        return map(to_record, self._rows(_RECORDS_OF_INDICATORS if of_indicators else _RECORDS))

    def failures(self) -> Iterator[Failure]:
        """The failures by document."""
        for doc, stage, error, remedy in self._rows(_FAILURES):
            yield Failure(doc=doc, stage=stage, error=error, remedy=remedy)

    def findings(self, verdict: Verdict | None = None) -> Iterator[Finding]:
        """The findings, those of one verdict or all, by document, place and rule; those of copies of a file once."""
        rows = self._rows(_FINDINGS) if verdict is None else self._rows(_FINDINGS_OF, (verdict.value,))
        for doc, id_, rule, found, about, starts, computed, message in rows:
            yield Finding(
                id=id_,
                doc=doc,
                rule=rule,
                verdict=Verdict(found),
                figures=tuple(json.loads(about)),
                starts=tuple(json.loads(starts)),
                computed=computed,
                message=message,
            )

    def evidence(self) -> Iterator[Evidence]:
        """The findings with their figures: contradictions first, then what is unclear, then what holds."""
        for verdict in _URGENCY:
            for finding in self.findings(verdict):
                rows = (self._first(_FIGURE_OF_FINDING, (id_, finding.doc)) for id_ in finding.figures)
                yield Evidence(finding, tuple(to_figure(row[:-1], row[-1]) for row in rows if row))

    def verdicts(self) -> Iterator[CriterionVerdict]:
        """The verdicts by document, set, place, period and criterion, in the order of the set's tests."""
        for _, criteria_set, level, code, test, place, period, required, found, *rest in self._rows(_VERDICTS):
            verdict, about, message, details, _ = rest
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
                figures=tuple(json.loads(about)),
                message=message,
                details=json.loads(details),
            )

    def count(self, table: str) -> int:
        """How many rows `documents`, `figures`, `findings`, `verdicts` or `failures` has."""
        (count,) = self._first(_COUNTS[table]) or (0,)
        return int(count)

    def by_verdict(self) -> dict[Verdict, int]:
        """How many findings there are of each verdict, contradictions first."""
        rows = dict(self._rows(_GROUPS[findings.c.verdict]))
        return {verdict: rows.get(verdict.value, 0) for verdict in _URGENCY}

    def by_assessment(self) -> dict[Assessment, int]:
        """How many verdicts on criteria there are of each kind."""
        rows = dict(self._rows(_GROUPS[verdicts.c.verdict]))
        return {assessment: rows.get(assessment.value, 0) for assessment in Assessment}

    def by_status(self) -> dict[Status, int]:
        """How many figures are reported, estimated and aimed at."""
        rows = dict(self._rows(_GROUPS[figures.c.status]))
        return {status: rows.get(status.value, 0) for status in Status}

    def has_assessed(self) -> bool:
        """Whether any document was laid beside criteria."""
        return self._first(_ASSESSED) is not None

    def has_checked(self) -> bool:
        """Whether the figures of any document were checked, by themselves or against others."""
        return self._first(_CHECKED) is not None

    def _rows(
        self, query: Executable, values: Sequence[object] = (), *, doc: str | None = None
    ) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, which is about the document `doc` alone if that is given."""
        self._settle(doc)
        with self._database.guarded():
            yield from self._database.stream(self._connection, query, values)

    def _first(
        self, query: Executable, values: Sequence[object] = (), *, doc: str | None = None
    ) -> tuple[Any, ...] | None:
        """The first row of such a query."""
        self._settle(doc)
        with self._database.guarded():
            return self._database.first(self._connection, query, values)
