"""The figures as people left them: what was extracted with what was decided laid over it, ready for paging.

`lens` is derived: one row a figure, made of the database of the run and the log of decisions, and made again for each
document that was mined again. A decision about a figure that is no longer extracted is attached to the figure of the
same words in the same sentence; where there is none, its row stays as `lost`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, bindparam, delete, func, insert, select, update

from report_miner.clean.syllables import plain
from report_miner.extract.gazetteer import Gazetteer
from report_miner.model import Verdict
from report_miner.review.lens_tables import insert_words, lens, lens_documents, lens_words
from report_miner.review.words import accented, fenced, names_around, tsvector
from report_miner.store.decisions import UNDECIDED, Action, Log, State
from report_miner.store.rows import COLUMNS
from report_miner.store.schema import decisions, documents, figures, findings

FIXABLE = (
    *("value", "value_to", "total", "unit", "item", "kind", "change", "bound", "status"),
    *("place", "period", "versus", "indicator"),
)
"""The fields that a person may set right."""

CONTRADICTED, DOUBTFUL, REST = range(3)

_FIGURES = (
    select(*(figures.c[column] for column in COLUMNS))
    .where(figures.c.doc == bindparam("name"))
    .order_by(figures.c.start)
)
_LISTS = ("bbox", "uncertain")
_SAME = "="  # stands for an extracted record that nothing was laid over


def refresh(connection: Connection, gazetteer: Gazetteer) -> int:
    """Make the rows anew of each document that was mined, checked or dropped since; return how many documents.

    The caller holds the transaction.
    """
    now = _stamps(connection)
    known = {row.name: row.stamp for row in connection.execute(select(lens_documents))}
    decided = connection.scalars(select(decisions.c.doc).where(decisions.c.action != Action.MARK.value).distinct())
    stale = [name for name in now if known.get(name) != now[name]]
    gone = [name for name in {*known, *decided} if name not in now and known.get(name) != ""]
    ranks = _ranks(connection) if stale else {}
    for name in [*stale, *gone]:
        _rewrite(connection, name, ranks, gazetteer)
        count(connection, name, now.get(name, ""))
    return len(stale) + len(gone)


def _stamps(connection: Connection) -> dict[str, str]:
    """For each document what its rows come from."""
    across = connection.scalars(select(findings.c.id).where(findings.c.across == 1).order_by(findings.c.id))
    between = hash_of(",".join(across))
    columns = (documents.c[name] for name in ("name", "sha256", "fingerprint", "checked"))
    rows = connection.execute(select(*columns))
    return {name: f"{sha256} {fingerprint} {checked} {between}" for name, sha256, fingerprint, checked in rows}


def hash_of(text: str) -> str:
    """Return a short digest of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def count(connection: Connection, name: str, stamp: str | None = None) -> None:
    """Note how many figures of a document there are and how many wait for a decision."""
    if stamp is None:
        known = select(lens_documents.c.stamp).where(lens_documents.c.name == name)
        stamp = connection.execute(known).scalar() or ""
    counted = select(func.count(), func.coalesce(func.sum(lens.c.open), 0)).where(lens.c.doc == name)
    all_, open_ = connection.execute(counted).one()
    connection.execute(delete(lens_documents).where(lens_documents.c.name == name))
    connection.execute(insert(lens_documents), {"name": name, "stamp": stamp, "figures": all_, "open": int(open_)})


def _ranks(connection: Connection) -> dict[str, int]:
    """The figures in contradictions, and in findings that are unclear."""
    ranks: dict[str, int] = {}
    doubtful = select(findings.c.verdict, findings.c.figures).where(findings.c.verdict != Verdict.CONSISTENT.value)
    for verdict, about in connection.execute(doubtful):
        rank = CONTRADICTED if verdict == Verdict.INCONSISTENT else DOUBTFUL
        for figure in json.loads(about):
            ranks[figure] = min(rank, ranks.get(figure, REST))
    return ranks


def _rewrite(connection: Connection, doc: str, ranks: Mapping[str, int], gazetteer: Gazetteer) -> None:
    drop(connection, lens.c.doc == doc)
    records = [_extracted(row) for row in connection.execute(_FIGURES, {"name": doc})]
    states = {
        subject: state
        for subject, state in Log(connection).states(doc, (record["id"] for record in records)).items()
        if state.last is None or state.last.action is not Action.MARK
    }
    taken = attach(records, states)
    rows = []
    for record in records:
        subject = taken.get(record["id"], record["id"])
        rows.append(row_of(record, subject, states.get(subject, UNDECIDED), ranks.get(record["id"], REST)))
    here = {*taken.values(), *(record["id"] for record in records)}
    for subject, state in states.items():
        if subject not in here and state.last is not None:
            rows.append(row_of(None, subject, state, CONTRADICTED))
    put(connection, rows, gazetteer)


def drop(connection: Connection, condition: ColumnElement[bool]) -> None:
    """Remove rows of the lens."""
    keys = select(lens.c.key).where(condition)
    connection.execute(delete(lens_words).where(lens_words.c.rowid.in_(keys)))
    connection.execute(delete(lens).where(condition))


def _extracted(row: Iterable[Any]) -> dict[str, Any]:
    record = dict(zip(COLUMNS, row, strict=True))
    for name in _LISTS:
        record[name] = json.loads(record[name]) if record[name] else None
    return record


def attach(records: Iterable[Mapping[str, Any]], states: Mapping[str, State]) -> dict[str, str]:
    """Return the subject for each figure that stands where a decided figure stood under another id.

    It has the same words at the same place of the same sentence; the n-th such sentence of the document is the n-th.
    """
    records = list(records)
    ids = {record["id"] for record in records}
    free: dict[tuple[str, str, int], list[str]] = {}
    for record in records:
        if record["id"] not in states:
            free.setdefault(_anchor(record), []).append(record["id"])
    found: dict[str, str] = {}
    homeless = [(state.last.seen, subject) for subject, state in states.items() if state.last and subject not in ids]
    for seen, subject in sorted(homeless, key=lambda each: (each[0].get("start", 0), each[1])):
        places = free.get(_anchor(seen), []) if seen else []
        if places:
            found[places.pop(0)] = subject
    return found


def _anchor(record: Mapping[str, Any]) -> tuple[str, str, int]:
    return record["sentence"], record["text"], record["start"] - record["sentence_start"]


def row_of(extracted: Mapping[str, Any] | None, subject: str, state: State, rank: int) -> dict[str, Any]:
    """Return the row of a figure, but for its key.

    Args:
        extracted: the figure as mined, or None when it is a person's alone; then the state has entries.
        subject: what its decisions are about.
        state: what these come to.
        rank: how soon it deserves an eye.
    """
    entry = state.last
    base = dict(extracted or (entry.seen if entry else {}))
    record = base | dict(state.fields)
    differs = differences(extracted, state)
    if differs and entry:
        record |= _kept(differs, dict(entry.seen) | dict(state.fields))
    lost = extracted is None and state.action not in (Action.ADD, Action.REJECT)
    if entry is None and rank == REST and base["uncertain"]:
        rank = DOUBTFUL
    if differs or lost:
        rank = CONTRADICTED
    first, last = _span(record["period"])
    return {
        **{name: base[name] for name in ("id", "doc", "start", "end", "confidence")},
        **{name: record[name] for name in ("status", "kind", "indicator", "place")},
        "subject": subject,
        "rank": rank,
        "open": int(entry is None or bool(differs) or lost),
        "decision": str(state.action or ""),
        "lost": int(lost),
        "differs": json.dumps(differs),
        "first": first,
        "last": last,
        "head": state.head,
        "who": entry and entry.who,
        "at": entry and entry.at,
        "record": json.dumps(record, ensure_ascii=False),
        "extracted": json.dumps(_SAME if extracted == record else extracted, ensure_ascii=False),
    }


def put(connection: Connection, rows: Sequence[Mapping[str, Any]], gazetteer: Gazetteer) -> None:
    """Insert rows into the lens, and what can be searched for in them; the caller holds the transaction."""
    if not rows:
        return
    returned = insert(lens).returning(lens.c.key, sort_by_parameter_order=True)
    keys = connection.scalars(returned, [dict(row) for row in rows]).all()
    words = [_searchable(connection, key, row, gazetteer) for key, row in zip(keys, rows, strict=True)]
    connection.execute(insert_words(connection), words)


def replace(connection: Connection, key: int, row: Mapping[str, Any], gazetteer: Gazetteer) -> None:
    """Write a row of the lens over; the caller holds the transaction."""
    connection.execute(update(lens).where(lens.c.key == key).values(dict(row)))
    connection.execute(delete(lens_words).where(lens_words.c.rowid == key))
    connection.execute(insert_words(connection), _searchable(connection, key, row, gazetteer))


_SAID = ("text", "unit", "item", "indicator", "sentence", "doc")


def _searchable(
    connection: Connection, key: int, row: Mapping[str, Any], gazetteer: Gazetteer
) -> dict[str, int | str]:
    record = json.loads(row["record"])
    names = names_around(record["place"], record["place_code"], gazetteer)
    said = " ".join([*(str(record[name]) for name in _SAID if record[name]), *names])
    words = {"plain": plain(said), "exact": accented(said), "place": fenced(names)}
    if connection.dialect.name == "postgresql":
        words = {name: tsvector(text) for name, text in words.items()}
    return {"rowid": key, **words}


def _kept(names: Iterable[str], record: Mapping[str, Any]) -> dict[str, Any]:
    """The values of the fields `names`; a place comes with its code."""
    names = list(names)
    return {name: record[name] for name in (*names, *(["place_code"] if "place" in names else []))}


def kept(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a row in which its decision holds against what is extracted now."""
    return _kept(row["differs"], row["record"])


def differences(extracted: Mapping[str, Any] | None, state: State) -> list[str]:
    """Return the fields in which what is extracted now is neither what was seen at the decision nor what it says."""
    entry = state.last
    if extracted is None or entry is None or not entry.seen or state.action is Action.REJECT:
        return []
    kept = dict(entry.seen) | dict(state.fields)
    return [name for name in FIXABLE if extracted[name] != entry.seen.get(name) and extracted[name] != kept.get(name)]


def _span(period: str | None) -> tuple[str | None, str | None]:
    """The first and the last time of a period, as they are compared."""
    if not period:
        return None, None
    first, _, last = period.partition("/")
    return first, (last or first) + "~"


def rows_of(cursor: Iterable[RowMapping]) -> Iterator[dict[str, Any]]:
    """Yield rows of `lens` with their JSON read."""
    for row in cursor:
        fields: dict[str, Any] = dict(row)
        for name in ("record", "extracted", "differs"):
            fields[name] = json.loads(fields[name])
        if fields["extracted"] == _SAME:
            fields["extracted"] = fields["record"]
        yield fields


def seen_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a decision about a row of `lens` remembers: the extracted record, or the person's own."""
    return dict(row["extracted"] or row["record"])
