"""What people decided about figures and findings: an append-only log in a file of its own.

The database of a run can be mined again from the documents; decisions cannot, so they stand in `review.db` beside it.
A decision stands for its subject, the id of a figure or finding. Nothing is ever changed or deleted: to undo is an
entry too.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

FILE_NAME = "review.db"

LOG = """
CREATE TABLE IF NOT EXISTS decisions (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    doc TEXT NOT NULL,
    undoes INTEGER,
    fields TEXT NOT NULL,
    seen TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS decisions_subject ON decisions (subject);
CREATE INDEX IF NOT EXISTS decisions_doc ON decisions (doc);
CREATE INDEX IF NOT EXISTS decisions_who ON decisions (who);
CREATE TRIGGER IF NOT EXISTS decisions_stay BEFORE UPDATE ON decisions
BEGIN SELECT RAISE(ABORT, 'decisions are never changed'); END;
CREATE TRIGGER IF NOT EXISTS decisions_last BEFORE DELETE ON decisions
BEGIN SELECT RAISE(ABORT, 'decisions are never deleted'); END;
"""
"""The statements that make the log, if it is not there."""

_COLUMNS = "number, at, who, action, subject, doc, undoes, fields, seen"


class Action(StrEnum):
    """What a person did."""

    ACCEPT = "accept"
    FIX = "fix"
    REJECT = "reject"
    ADD = "add"
    MARK = "mark"
    UNDO = "undo"


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One line of the log.

    `fields` are the values that the person gave; `seen` is the record that stood there when they decided, with
    `sentence_start`, so that the place can be found again.
    """

    number: int = 0
    at: str = ""
    who: str
    action: Action
    subject: str
    doc: str
    undoes: int | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    seen: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class State:
    """What the log says of a subject: its standing entries together, and the number of its last line (`head`)."""

    action: Action | None
    fields: Mapping[str, Any]
    last: Entry | None
    head: int


UNDECIDED = State(None, {}, None, 0)


class Outdated(Exception):  # noqa: N818 - named for the condition
    """Somebody else decided meanwhile; `state` is what holds now."""

    def __init__(self, state: State) -> None:
        super().__init__(state.head)
        self.state = state


def fold(entries: Iterable[Entry]) -> State:
    """Return what the entries of one subject, in their order, come to."""
    entries = list(entries)
    undone = {entry.undoes for entry in entries}
    standing = [entry for entry in entries if entry.action is not Action.UNDO and entry.number not in undone]
    fields: dict[str, Any] = {}
    for entry in standing:
        fields |= entry.fields
    last = standing[-1] if standing else None
    action = last.action if last else None
    if action is Action.ACCEPT and fields:
        action = Action.FIX
    if action is Action.FIX and any(entry.action is Action.ADD for entry in standing):
        action = Action.ADD
    return State(action, fields, last, entries[-1].number if entries else 0)


class Log:
    """The log in an open database that holds the table `decisions`."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def append(self, entry: Entry, *, head: int) -> State:
        """Add an entry and return what its subject comes to.

        Args:
            entry: what was done; its number and time are set here.
            head: the number of the subject's last line that the person saw, 0 for none.

        Raises:
            Outdated: the subject has later lines.
        """
        before = self.state(entry.subject)
        if before.head != head:
            raise Outdated(before)
        at = datetime.now(UTC).isoformat(timespec="seconds")
        values = (
            *(at, entry.who, entry.action.value, entry.subject, entry.doc, entry.undoes),
            *(json.dumps(dict(each), ensure_ascii=False) for each in (entry.fields, entry.seen)),
        )
        self._database.execute(
            "INSERT INTO decisions (at, who, action, subject, doc, undoes, fields, seen) VALUES (?,?,?,?,?,?,?,?)",
            values,
        )
        return self.state(entry.subject)

    def state(self, subject: str) -> State:
        """What the log says of `subject`."""
        return fold(self._entries("WHERE subject = ? ORDER BY number", (subject,)))

    def states(self, doc: str, subjects: Iterable[str] = ()) -> dict[str, State]:
        """What the log says of each subject in the document `doc`, and of `subjects`, decided in a copy of it."""
        where = "WHERE doc = ? OR subject IN (SELECT value FROM json_each(?)) ORDER BY number"
        found: dict[str, list[Entry]] = {}
        for entry in self._entries(where, (doc, json.dumps(list(subjects)))):
            found.setdefault(entry.subject, []).append(entry)
        return {subject: fold(entries) for subject, entries in found.items()}

    def history(self, subject: str | None = None, *, before: int | None = None, limit: int = 50) -> list[Entry]:
        """The last lines, the newest first, of one subject or of all, below the number `before`."""
        where = (
            "WHERE subject = coalesce(?, subject) AND number < coalesce(?, number + 1) ORDER BY number DESC LIMIT ?"
        )
        return list(self._entries(where, (subject, before, limit)))

    def last_of(self, who: str) -> Entry | None:
        """The newest standing entry of a person."""
        where = (
            "AS each WHERE who = ? AND action <> 'undo' AND NOT EXISTS"
            " (SELECT 1 FROM decisions WHERE subject = each.subject AND undoes = each.number)"
            " ORDER BY number DESC LIMIT 1"
        )
        return next(self._entries(where, (who,)), None)

    def _entries(self, where: str, values: tuple[object, ...]) -> Iterator[Entry]:
        for number, at, who, action, subject, doc, undoes, fields, seen in self._database.execute(
            f"SELECT {_COLUMNS} FROM decisions {where}", values
        ):
            yield Entry(
                number=number,
                at=at,
                who=who,
                action=Action(action),
                subject=subject,
                doc=doc,
                undoes=undoes,
                fields=json.loads(fields),
                seen=json.loads(seen),
            )
