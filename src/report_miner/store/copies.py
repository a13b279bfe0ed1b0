"""The same file in two places, say in a folder and in an e-mail: what it says of itself counts once.

Findings of the same file bear the same id wherever the file lies, and those of the document whose name comes first
stand for the others.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists, func, literal_column, select

from report_miner.store.schema import documents, findings

_ONE: ColumnElement[int] = literal_column("1")  # spelled out: the store binds values by their places
_firsts = (
    select(documents.c.sha256, func.min(documents.c.name).label("name"))
    .group_by(documents.c.sha256)
    .having(func.count() > _ONE)
    .subquery("firsts")
)
_copies = (
    select(documents.c.name, _firsts.c.name.label("first"))
    .join(_firsts, documents.c.sha256 == _firsts.c.sha256)
    .where(documents.c.name != _firsts.c.name)
    .subquery("copies")
)
_same = findings.alias("same")

TOLD_ONCE: ColumnElement[bool] = ~exists(
    select(_ONE)
    .select_from(_copies.join(_same, _same.c.doc == _copies.c.first))
    .where(_copies.c.name == findings.c.doc, _same.c.id == findings.c.id)
    .correlate(findings)
)
"""Whether no other document with the same content says a finding first."""
