"""The figures as people left them: what was extracted with what was decided laid over it, ready for paging.

`lens` is derived: one row a figure, made of the database of the run and the log of decisions, and made again for each
document that was mined again. A decision about a figure that is no longer extracted is attached to the figure of the
same words in the same sentence; where there is none, its row stays as `lost`.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from report_miner.extract.gazetteer import Gazetteer
from report_miner.review.words import accented, fenced, names_around, plain
from report_miner.store.decisions import LOG, UNDECIDED, Action, Log, State
from report_miner.store.rows import COLUMNS

FIXABLE = (
    *("value", "value_to", "total", "unit", "item", "kind", "change", "bound", "status"),
    *("place", "period", "versus", "indicator"),
)
"""The fields that a person may set right."""

CONTRADICTED, DOUBTFUL, REST = range(3)
_VERSION = "2"

_LENS = """
CREATE TABLE lens (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    subject TEXT NOT NULL,
    doc TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    open INTEGER NOT NULL,
    decision TEXT NOT NULL,
    lost INTEGER NOT NULL,
    differs TEXT NOT NULL,
    confidence REAL NOT NULL,
    status TEXT NOT NULL,
    kind TEXT NOT NULL,
    indicator TEXT,
    place TEXT,
    first TEXT,
    last TEXT,
    head INTEGER NOT NULL,
    who TEXT,
    at TEXT,
    record TEXT NOT NULL,
    extracted TEXT NOT NULL
);
CREATE INDEX lens_printed ON lens (doc, start, "end", key);
CREATE INDEX lens_queue ON lens (open, rank, doc, start, key);
CREATE INDEX lens_surest ON lens (confidence, key);
CREATE INDEX lens_indicator ON lens (indicator, place, first);
CREATE INDEX lens_time ON lens (first, last, key);
CREATE INDEX lens_subject ON lens (subject);
CREATE INDEX lens_id ON lens (id);
CREATE INDEX lens_decision ON lens (decision, doc, start, key);
CREATE INDEX lens_rank ON lens (rank, doc, start, key);
CREATE INDEX lens_status ON lens (status, doc, start, key);
CREATE VIRTUAL TABLE lens_words USING fts5(plain, exact, place, tokenize = 'unicode61 remove_diacritics 0');
CREATE TABLE lens_documents (
    name TEXT PRIMARY KEY,
    stamp TEXT NOT NULL,
    figures INTEGER NOT NULL,
    open INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE lens_version (version TEXT NOT NULL);
"""
_TABLES = ("lens", "lens_words", "lens_documents", "lens_version")
_FIGURE = ", ".join(f'"{column}"' for column in COLUMNS)
_LISTS = ("bbox", "uncertain")
_SAME = "="  # stands for an extracted record that nothing was laid over


def prepare(database: sqlite3.Connection) -> None:
    """Make the tables in `review.db` that are not there."""
    database.executescript(LOG)
    known = database.execute("SELECT 1 FROM sqlite_master WHERE name = 'lens_version'").fetchone()
    if known and database.execute("SELECT version FROM lens_version").fetchone() == (_VERSION,):
        return
    drop = "".join(f"DROP TABLE IF EXISTS {table};" for table in _TABLES)
    database.executescript(f"BEGIN IMMEDIATE; {drop} {_LENS} INSERT INTO lens_version VALUES ('{_VERSION}'); COMMIT;")


def refresh(database: sqlite3.Connection, gazetteer: Gazetteer) -> int:
    """Make the rows anew of each document that was mined, checked or dropped since; return how many documents.

    The database is `review.db` with that of the run attached as `mined`; the caller holds the transaction.
    """
    across = database.execute("SELECT group_concat(id) FROM (SELECT id FROM mined.findings WHERE across ORDER BY id)")
    between = str(hash_of(across.fetchone()[0] or ""))
    now = {
        name: f"{sha256} {fingerprint} {checked} {between}"
        for name, sha256, fingerprint, checked in database.execute(
            "SELECT name, sha256, fingerprint, checked FROM mined.documents"
        )
    }
    known = dict(database.execute("SELECT name, stamp FROM lens_documents"))
    decided = {doc for (doc,) in database.execute("SELECT DISTINCT doc FROM decisions WHERE action <> 'mark'")}
    stale = [name for name in now if known.get(name) != now[name]]
    gone = [name for name in {*known, *decided} if name not in now and known.get(name) != ""]
    ranks = _ranks(database) if stale else {}
    for name in [*stale, *gone]:
        _rewrite(database, name, ranks, gazetteer)
        count(database, name, now.get(name, ""))
    return len(stale) + len(gone)


def hash_of(text: str) -> str:
    """Return a short digest of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def count(database: sqlite3.Connection, name: str, stamp: str | None = None) -> None:
    """Note how many figures of a document there are and how many wait for a decision."""
    if stamp is None:
        (stamp,) = database.execute("SELECT stamp FROM lens_documents WHERE name = ?", (name,)).fetchone() or ("",)
    query = "SELECT ?, ?, count(*), coalesce(sum(open), 0) FROM lens WHERE doc = ?"
    database.execute(f"INSERT OR REPLACE INTO lens_documents {query}", (name, stamp, name))


def _ranks(database: sqlite3.Connection) -> dict[str, int]:
    """The figures in contradictions, and in findings that are unclear."""
    ranks: dict[str, int] = {}
    query = "SELECT verdict, figures FROM mined.findings WHERE verdict <> 'consistent'"
    for verdict, figures in database.execute(query):
        rank = CONTRADICTED if verdict == "inconsistent" else DOUBTFUL
        for figure in json.loads(figures):
            ranks[figure] = min(rank, ranks.get(figure, REST))
    return ranks


def _rewrite(database: sqlite3.Connection, doc: str, ranks: Mapping[str, int], gazetteer: Gazetteer) -> None:
    keys = "SELECT key FROM lens WHERE doc = ?"
    database.execute(f"DELETE FROM lens_words WHERE rowid IN ({keys})", (doc,))
    database.execute("DELETE FROM lens WHERE doc = ?", (doc,))
    query = f"SELECT {_FIGURE} FROM mined.figures WHERE doc = ? ORDER BY start"
    records = [_extracted(row) for row in database.execute(query, (doc,))]
    states = {
        subject: state
        for subject, state in Log(database).states(doc, (record["id"] for record in records)).items()
        if state.last is None or state.last.action is not Action.MARK
    }
    taken = attach(records, states)
    for record in records:
        subject = taken.get(record["id"], record["id"])
        put(database, record, subject, states.get(subject, UNDECIDED), ranks.get(record["id"], REST), gazetteer)
    here = {*taken.values(), *(record["id"] for record in records)}
    for subject, state in states.items():
        if subject not in here and state.last is not None:
            put(database, None, subject, state, CONTRADICTED, gazetteer)


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


def put(
    database: sqlite3.Connection,
    extracted: Mapping[str, Any] | None,
    subject: str,
    state: State,
    rank: int,
    gazetteer: Gazetteer,
    key: int | None = None,
) -> None:
    """Write the row of one figure.

    Args:
        database: the caller holds its transaction.
        extracted: the figure as mined, or None when it is a person's alone.
        subject: what its decisions are about.
        state: what these come to.
        rank: how soon it deserves an eye.
        gazetteer: knows what a place lies in.
        key: the row to write over, if there is one.
    """
    entry = state.last
    if extracted is None and entry is None:
        return
    base = dict(extracted or (entry.seen if entry else {}))
    record = base | dict(state.fields)
    differs = differences(extracted, state)
    if differs and entry:
        record |= _kept(differs, dict(entry.seen) | dict(state.fields))
    lost = extracted is None and state.action not in (Action.ADD, Action.REJECT)
    if entry is None and rank == REST and base["uncertain"]:
        rank = DOUBTFUL
    open_ = entry is None or bool(differs) or lost
    if differs or lost:
        rank = CONTRADICTED
    first, last = _span(record["period"])
    values = (
        *(key, base["id"], subject, base["doc"], base["start"], base["end"], rank, open_),
        *(state.action or "", lost, json.dumps(differs), base["confidence"], record["status"], record["kind"]),
        *(record["indicator"], record["place"], first, last, state.head, entry and entry.who, entry and entry.at),
        *(json.dumps(each, ensure_ascii=False) for each in (record, _SAME if extracted == record else extracted)),
    )
    marks = ", ".join("?" * len(values))
    row = database.execute(f"INSERT OR REPLACE INTO lens VALUES ({marks})", values).lastrowid
    names = names_around(record["place"], record["place_code"], gazetteer)
    said = " ".join(
        str(record[name]) for name in ("text", "unit", "item", "indicator", "sentence", "doc") if record[name]
    )
    said = f"{said} {' '.join(names)}"
    database.execute(
        "INSERT OR REPLACE INTO lens_words (rowid, plain, exact, place) VALUES (?, ?, ?, ?)",
        (row, plain(said), accented(said), fenced(names)),
    )


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


def rows_of(cursor: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield rows of `lens` with their JSON read."""
    for row in cursor:
        fields = dict(row)
        for name in ("record", "extracted", "differs"):
            fields[name] = json.loads(fields[name])
        if fields["extracted"] == _SAME:
            fields["extracted"] = fields["record"]
        yield fields


def seen_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a decision about a row of `lens` remembers: the extracted record, or the person's own."""
    return dict(row["extracted"] or row["record"])
