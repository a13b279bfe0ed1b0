"""What people decided about figures and findings: an append-only log.

The results of a run can be mined again from the documents; decisions cannot, so they stand in `review.db` beside the
database of a run, or in a table of their own on a server. A decision stands for its subject, the id of a figure or
finding. Nothing is ever changed or deleted: to undo is an entry too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, insert, select

from report_miner.store.schema import decisions

FILE_NAME = "review.db"
_TOGETHER = 500  # subjects of one query


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
    """The log in an open database; who appends holds a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

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
        self._write(replace(entry, at=datetime.now(UTC).isoformat(timespec="seconds")))
        return self.state(entry.subject)

    def take_over(self, other: Log) -> bool:
        """Copy the lines of another log, which keep their time and order, unless there are lines already.

        Returns whether there is anything new.
        """
        if self.history(limit=1):
            return False
        numbers: dict[int | None, int | None] = {None: None}
        for entry in other.entries():
            numbers[entry.number] = self._write(replace(entry, undoes=numbers[entry.undoes]))
        return len(numbers) > 1

    def _write(self, entry: Entry) -> int:
        values = {
            "at": entry.at,
            "who": entry.who,
            "action": entry.action.value,
            "subject": entry.subject,
            "doc": entry.doc,
            "undoes": entry.undoes,
            "fields": json.dumps(dict(entry.fields), ensure_ascii=False),
            "seen": json.dumps(dict(entry.seen), ensure_ascii=False),
        }
        written = self._connection.execute(insert(decisions).returning(decisions.c.number), values)
        number: int = written.scalar_one()
        return number

    def entries(self) -> Iterator[Entry]:
        """Yield all lines in their order."""
        return self._entries(select(decisions).order_by(decisions.c.number))

    def state(self, subject: str) -> State:
        """What the log says of `subject`."""
        return fold(self._entries(_where(decisions.c.subject == subject)))

    def states(self, doc: str, subjects: Iterable[str] = ()) -> dict[str, State]:
        """What the log says of each subject in the document `doc`, and of `subjects`, decided in a copy of it."""
        found: dict[str, dict[int, Entry]] = {}
        wanted = sorted(subjects)
        groups = (wanted[start : start + _TOGETHER] for start in range(0, len(wanted), _TOGETHER))
        for condition in (decisions.c.doc == doc, *map(decisions.c.subject.in_, groups)):
            for entry in self._entries(_where(condition)):
                found.setdefault(entry.subject, {})[entry.number] = entry
        return {subject: fold(entries[number] for number in sorted(entries)) for subject, entries in found.items()}

    def history(self, subject: str | None = None, *, before: int | None = None, limit: int = 50) -> list[Entry]:
        """The last lines, the newest first, of one subject or of all, below the number `before`."""
        query = select(decisions).order_by(decisions.c.number.desc()).limit(limit)
        if subject is not None:
            query = query.where(decisions.c.subject == subject)
        if before is not None:
            query = query.where(decisions.c.number < before)
        return list(self._entries(query))

    def last_of(self, who: str) -> Entry | None:
        """The newest standing entry of a person."""
        undo = decisions.alias()
        undone = select(undo.c.number).where(
            undo.c.subject == decisions.c.subject, undo.c.undoes == decisions.c.number
        )
        query = select(decisions).where(
            decisions.c.who == who, decisions.c.action != Action.UNDO.value, ~undone.exists()
        )
        return next(self._entries(query.order_by(decisions.c.number.desc()).limit(1)), None)

    def _entries(self, query: Select[Any]) -> Iterator[Entry]:
        for row in self._connection.execute(query).mappings():
            fields = dict(row)
            fields["action"] = Action(fields["action"])
            for name in ("fields", "seen"):
                fields[name] = json.loads(fields[name])
            yield Entry(**fields)


def _where(condition: ColumnElement[bool]) -> Select[Any]:
    return select(decisions).where(condition).order_by(decisions.c.number)
