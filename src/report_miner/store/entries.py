"""What the database is to hold of a document, as rows: any process makes them, and they go to another one quickly."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from report_miner.model import CriterionVerdict, Document, Figure, Finding
from report_miner.store.bodies import pack
from report_miner.store.rows import FigureRows, Row, to_row
from report_miner.texts import say


@dataclass(frozen=True, slots=True)
class Entry:
    """A document with all that was found in it, as rows of the tables.

    `known` is the row of the document itself, up to what its figures come from; `body` is its packed text, None
    where the document came without.
    """

    known: Row
    body: bytes | None
    figures: FigureRows
    findings: Sequence[Row]
    verdicts: Sequence[Row]

    @property
    def name(self) -> str:
        """The name of the document."""
        name: str = self.known[0]
        return name


def entry_of(
    document: Document,
    figures: Iterable[Figure],
    findings: Iterable[Finding] = (),
    verdicts: Iterable[CriterionVerdict] = (),
) -> Entry:
    """Return the document with its figures, what these say of one another, and which criteria it meets.

    Raises:
        ValueError: two figures have the same place.
        UnicodeEncodeError: a text cannot be written as UTF-8.
    """
    rows = list(map(to_row, figures))
    if len({row[1:4] for row in rows}) < len(rows):
        raise ValueError(say("store.same_place"))
    published = document.published.isoformat() if document.published else None
    known = (
        *(document.name, document.sha256, document.media_type, document.title, document.publisher, published),
        *(document.place, json.dumps(document.notes, ensure_ascii=False)),
    )
    finding_rows = [finding_row(finding, across=False) for finding in findings]
    verdict_rows = [_verdict_row(document.name, verdict) for verdict in verdicts]
    _check([known, *finding_rows, *verdict_rows, *([] if document.text else rows)])
    body = pack(document) if document.text else None
    return Entry(known, body, FigureRows(rows, document.sha256), finding_rows, verdict_rows)


def finding_row(finding: Finding, *, across: bool) -> Row:
    """Return the finding, which is one between documents if `across`, as a row of the table `findings`."""
    lists = json.dumps(finding.figures), json.dumps(finding.starts)
    head = (finding.doc, finding.id, finding.rule, finding.verdict.value)
    return (*head, *lists, finding.computed, finding.message, int(across))


def _verdict_row(doc: str, verdict: CriterionVerdict) -> Row:
    return (
        *(doc, verdict.criteria_set, verdict.level, verdict.code, verdict.test, verdict.place, verdict.period),
        *(verdict.required, verdict.found, verdict.verdict.value, json.dumps(verdict.figures), verdict.message),
        json.dumps(dict(verdict.details), ensure_ascii=False),
    )


def _check(rows: Iterable[Row]) -> None:
    """Say now of a text that cannot be written, while it is known whose it is.

    What figures say comes from the text of their document, which was encoded already, and from its row.
    """
    for row in rows:
        "".join(value for value in row if isinstance(value, str)).encode()
