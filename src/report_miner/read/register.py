"""The register `documents.csv` of a folder: what an archive knows of its documents and their text does not say."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from report_miner.errors import ReadError
from report_miner.patterns import Patterns
from report_miner.read.agreement import fuller
from report_miner.read.draft import Stated
from report_miner.read.encoding import decode
from report_miner.read.legacy import unicode_text
from report_miner.texts import say, system_reason

REGISTER_NAME = "documents.csv"
_LARGEST = 50_000_000
_SHOWN = 3
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_EXCEL = re.compile(r'(?i)"?sep=.?"?')  # by which a file tells Excel what parts its fields
_QUOTED_FORMULA = re.compile(r"'(?=[=+\-@\t＝＋－＠])")  # as programs write a text that a spreadsheet would compute
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """One row of a register; everything but the file's name may be missing."""

    file: str
    published: date | None = None
    publisher: str | None = None
    title: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Register:
    """The entries of one register by file, and what is wrong with it (the other rows count all the same)."""

    entries: dict[str, RegisterEntry]
    error: ReadError | None = None
    used: set[str] = field(default_factory=set)

    def entry(self, file: str) -> RegisterEntry | None:
        """The entry of `file`, a path relative to the register's folder."""
        key = _key(file)
        self.used.add(key)
        return self.entries.get(key)

    def unused(self, path: Path) -> ReadError | None:
        """What is to be told of the register at `path` when rows of it were asked for by no file."""
        files = [entry.file for key, entry in self.entries.items() if key not in self.used]
        if not files or self.error:
            return None
        shown = ", ".join(files[:_SHOWN]) + (", …" if len(files) > _SHOWN else "")
        return _error("register_unused", path=path, count=len(files), files=shown)


def load_register(path: Path) -> Register:
    """Return the register at `path`; a broken one is returned with its error and the rows that can be used."""

    def content() -> bytes:
        with path.open("rb") as file:
            return file.read(_LARGEST + 1)

    return register_of(path, content)


def register_of(path: Path, content: Callable[[], bytes]) -> Register:
    """Return the register whose bytes `content` gives (see `load_register`)."""
    try:
        data = content()
        if len(data) > _LARGEST:
            raise OSError(f"> {_LARGEST // 1_000_000} MB")
        text, _ = unicode_text(decode(data))
    except (OSError, ReadError) as error:
        reason = error.message if isinstance(error, ReadError) else system_reason(error)
        return Register({}, _error("register_unreadable", path=path, reason=reason.rstrip(".")))
    rows = text.splitlines()
    if rows and _EXCEL.fullmatch(rows[0].strip()):
        del rows[0]
    delimiter = max(",;\t", key=(rows[0] if rows else "").count)
    lines = csv.DictReader(rows, delimiter=delimiter, restkey="")
    lines.fieldnames = [name.strip().lower() for name in lines.fieldnames or ()]
    if "file" not in lines.fieldnames:
        return Register({}, _error("register_columns", path=path))
    try:
        return _entries(path, lines)
    except csv.Error as error:
        return Register({}, _error("register_unreadable", path=path, reason=error))


def _entries(path: Path, rows: Iterable[dict[str, str]]) -> Register:
    entries: dict[str, RegisterEntry] = {}
    wrong: list[dict[str, object]] = []
    nameless: dict[str, object] = {}
    twice: dict[str, object] = {}
    for number, row in enumerate(rows, start=2):
        values = {
            name: _QUOTED_FORMULA.sub("", value.strip(), count=1)
            for name, value in row.items()
            if isinstance(value, str)
        }
        if not any(values.values()):
            continue
        if not values["file"]:
            nameless = nameless or {"row": number}
            continue
        published = _date(values.get("published", ""))
        key = _key(values["file"])
        if published is None and values.get("published"):
            wrong.append({"row": number, "value": values["published"]})
        entry = RegisterEntry(
            file=values["file"],
            published=published,
            publisher=values.get("publisher") or None,
            title=values.get("title") or None,
            place=values.get("place") or None,
        )
        if entries.setdefault(key, entry) != entry:
            twice = twice or {"row": number, "file": entry.file}
        entries[key] = entry
    if nameless:
        return Register(entries, _error("register_file", path=path, **nameless))
    if len(wrong) > 1:
        return Register(entries, _error("register_date", "_more", path=path, more=len(wrong) - 1, **wrong[0]))
    if wrong:
        return Register(entries, _error("register_date", path=path, **wrong[0]))
    return Register(entries, _error("register_twice", path=path, **twice) if twice else None)


def _error(key: str, variant: str = "", /, **values: object) -> ReadError:
    return ReadError(say(f"read.{key}{variant}", **values), remedy=say(f"read.{key}_remedy", **values))


def _date(value: str) -> date | None:
    """An ISO date, or a date with the day first as it is written in Việt Nam, of the last century or this one."""
    try:
        match = _DAY_FIRST.fullmatch(value)
        day = date(int(match[3]), int(match[2]), int(match[1])) if match else date.fromisoformat(value[:10])
    except ValueError:
        return None
    return day if _YEAR.fullmatch(str(day.year)) else None


def _key(file: str) -> str:
    return unicodedata.normalize("NFC", file.replace("\\", "/").removeprefix("./"))


def merged(
    stated: Stated, guessed: Stated, entry: RegisterEntry | None, patterns: Patterns
) -> tuple[Stated, tuple[str, ...]]:
    """Lay what a document states over what the register knows, and that over what the file's properties say.

    Where both agree, what says more holds: the register's "xã A < huyện B" for a letterhead that names only "xã A".

    Args:
        stated: what the document states of itself.
        guessed: what the properties of its file say.
        entry: what the register knows.
        patterns: know abbreviations and types of places, by which two names are compared.

    Returns:
        What holds, and a note for each difference between document and register.
    """
    known = Stated(
        title=entry.title if entry else None,
        publisher=entry.publisher if entry else None,
        published=entry.published if entry else None,
        place=entry.place if entry else None,
    )
    notes: list[str] = []
    agreed: dict[str, str] = {}
    for name in ("title", "publisher", "published", "place"):
        text, register = getattr(stated, name), getattr(known, name)
        if not text or not register or text == register:
            continue
        held = fuller(name, text, register, patterns) if name != "published" else None
        if held is None:
            notes.append(say(f"read.differs_{name}", text=_shown(text), register=_shown(register)))
        else:
            agreed[name] = held
    if guessed.published and _outdated(guessed.published, stated.title):
        guessed = replace(guessed, published=None)
    if guessed.published and not stated.published and not known.published:
        notes.append(say("read.from_properties", date=_shown(guessed.published)))
    held_by_both = Stated(title=agreed.get("title"), publisher=agreed.get("publisher"), place=agreed.get("place"))
    return held_by_both.or_else(stated).or_else(known).or_else(guessed), tuple(notes)


def _outdated(day: date, title: str | None) -> bool:
    """Whether the day is that of the template which a file was made from: its title tells of years to come."""
    years = [int(year) for year in _YEAR.findall(title or "")]
    return bool(years) and day.year + 1 < min(years)


def _shown(value: object) -> str:
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)
