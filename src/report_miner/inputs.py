"""What a run works on: files and folders, standard input, and the results of an earlier run."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from report_miner.errors import ReadError, ReportMinerError, UsageError
from report_miner.model import Document, Figure
from report_miner.patterns import Patterns
from report_miner.read import LARGEST, Source, read, read_bytes, walk
from report_miner.read.detect import OFFICE, detect
from report_miner.read.office import Converted, convert, libreoffice
from report_miner.store.database import FILE_NAME, Store
from report_miner.store.exports import FIGURES_JSONL
from report_miner.store.filed import read_figures
from report_miner.texts import say

_TOGETHER, _HEAVY = 50, 50_000_000
STDIN = "-"
"""The path that stands for standard input."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A document of an earlier run: what is known of it, without its text; its figures; from what these come."""

    document: Document
    figures: list[Figure]
    fingerprint: str


def sources(paths: Iterable[str]) -> Iterator[Source]:
    """Yield every file under `paths`, standard input first; names are printable whatever bytes they hold."""
    paths = list(paths)
    if STDIN in paths:
        yield Source(name=STDIN, path=Path(STDIN))
    for source in walk(path for path in paths if path != STDIN):
        name = printable(source.name)
        yield source if name == source.name else replace(source, name=name)


def read_source(source: Source, patterns: Patterns) -> Document:
    """Return the document of a source.

    Raises:
        ReadError: it cannot be read.
    """
    if source.error:
        raise source.error
    source = at_hand(source)
    if source.data is not None or source.remote:
        return read_bytes(
            source.content(),
            source.name,
            register=source.register,
            patterns=patterns,
            converted=source.converted,
            sent=source.sent,
        )
    return read(
        source.path, name=source.name, register=source.register, patterns=patterns, converted=source.converted
    )


def at_hand(source: Source) -> Source:
    """Return the source with its bytes where only this process can read them, as those of standard input."""
    if source.data is None and source.name == STDIN:
        return replace(source, data=sys.stdin.buffer.read(LARGEST + 1))
    if source.data is None and source.remote and not source.remote.is_elsewhere:
        return replace(source, data=source.remote.content())
    return source


def needs_office(source: Source) -> bool:
    """Whether a source is a file that LibreOffice has to open."""
    try:
        return source.office and detect(source.content()) in OFFICE
    except (OSError, ReadError):
        return False


def convert_together(group: Sequence[Source]) -> dict[str, Converted]:
    """Return what LibreOffice makes of the sources, by name, in few calls; nothing without LibreOffice.

    Where a call did not come to its end, one of the files hangs it: they are left to be opened one by one.
    """
    if len(group) < 2 or libreoffice() is None:
        return {}
    made = convert({source.name: source.content() for source in group})
    return {name: converted for name, converted in made.items() if converted.error is None}


def batches(found: Iterable[Source]) -> Iterator[list[Source]]:
    """Yield the sources in lists that are short, and light where they come out of archives."""
    batch: list[Source] = []
    weight = 0
    for source in found:
        batch.append(source)
        weight += len(source.data or b"")
        if len(batch) == _TOGETHER or weight > _HEAVY:
            yield batch
            batch, weight = [], 0
    if batch:
        yield batch


def one_source(path: str) -> Source:
    """Return the one document that `path` names, with its bytes where only this process can read them.

    Raises:
        UsageError: `path` is a folder, or nothing to read.
        ReadError: it cannot be fetched.
    """
    name = printable(path)
    found = () if os.path.isdir(path) else sources([path])  # noqa: PTH112 - a path as given
    source = next((source for source in found if source.name == name), None)
    if source is None:
        raise UsageError(say("cli.not_one_file", path=name), remedy=say("cli.not_one_file_remedy"))
    return at_hand(source)


def read_one(path: str, patterns: Patterns) -> Document:
    """Return the one document at `path`, with what the register of its folder knows of it.

    Raises:
        UsageError, ReadError: as `one_source`; the file cannot be read.
    """
    return read_source(one_source(path), patterns)


def is_results(path: str) -> bool:
    """Whether `path` is what an earlier run wrote: its folder, or the `figures.jsonl` in it."""
    given = Path(path)
    if given.is_dir():
        return (given / FILE_NAME).is_file() or (given / FIGURES_JSONL).is_file()
    return given.name == FIGURES_JSONL and given.is_file()


def earlier(path: str, store: Store | None = None) -> Iterator[Earlier]:
    """Yield the documents of the results at `path`, from the database where it is there.

    The results in the folder of an open `store` are read from it, and so are those of which a server holds the same
    documents: a folder then has the files for people alone, which do not say from what the figures come.

    Raises:
        StoreError: the database cannot be read.
        UsageError: a line of the file is no figure.
    """
    given = Path(path)
    folder = given if given.is_dir() else given.parent
    if store is not None and folder.resolve() == store.folder.resolve() and store.count("documents"):
        yield from _stored(store)
        return
    if (folder / FILE_NAME).is_file():
        with Store(folder) as other:
            yield from _stored(other)
        return
    held = {each.name: each for each in store.documents()} if store is not None and store.address else {}
    for name, figures in read_figures(folder / FIGURES_JSONL).items():
        same = held.get(name)
        if store is not None and same is not None and same.sha256 == figures[0].sha256:
            yield Earlier(same.document, list(store.figures(name)), same.fingerprint)
            continue
        yield Earlier(Document(name=name, sha256=figures[0].sha256, media_type="", text="", blocks=()), figures, "")


def _stored(store: Store) -> Iterator[Earlier]:
    for stored in list(store.documents()):
        yield Earlier(stored.document, list(store.figures(stored.name)), stored.fingerprint)


def reread(document: Document, patterns: Patterns) -> Document | None:
    """Return the document with its text, or None when its file is not what it was when it was mined."""
    if document.name == STDIN:
        return None
    try:
        found = read_one(document.name, patterns)
    except ReportMinerError:
        return None
    return found if found.sha256 == document.sha256 else None


def printable(text: str) -> str:
    """Return the text with what is no Unicode (a file name in another encoding, say) written out."""
    return text.encode("utf-8", "backslashreplace").decode()
