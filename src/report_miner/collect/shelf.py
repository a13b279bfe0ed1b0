"""The folder of what was collected: pages as fetched, a ledger, a register, and what could not be had.

    FOLDER/
      bao.vn/xay-dung-2f6a01c79b3e.html   pages, by site
      documents.csv                       the register that mining reads
      collected.jsonl                     the ledger: a line for each page that was stored, in the order of time
      failures.jsonl                      what could not be collected
      .earlier/                           what pages were before they changed
      .parts/                             pages on their way in

The program may be ended at any moment. A page is first written whole into .parts, then stands in the ledger, then
takes its name. Whoever opens the folder next ends what was begun: a part that the ledger knows takes its name, any
other is dropped, for its page will be fetched again.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import IO, Any, Self

from report_miner.collect.addresses import file_name, site_of
from report_miner.collect.lines import line_of, records, without_torn_end
from report_miner.collect.pages import Page
from report_miner.collect.register import RegisterWriter, row_of
from report_miner.errors import FetchError, StoreError, UsageError
from report_miner.model import Failure
from report_miner.read.sources import COLLECTED, FAILURES
from report_miner.store.database import FILE_NAME
from report_miner.store.files import make_folder, whole_file, writing_to
from report_miner.texts import say

_PARTS, _EARLIER = ".parts", ".earlier"
_DIGEST = 12  # hexadecimal digits in the name of what a page was before


class Outcome(StrEnum):
    """What became of a page.

    It is new, it has changed, its file was gone or edited and is written again, its content is there already, or all
    of it is known.
    """

    NEW = "new"
    CHANGED = "changed"
    RESTORED = "restored"
    SAME = "same"
    KNOWN = "known"


@dataclass(frozen=True, slots=True)
class Stored:
    """A page on the shelf: its file, when it was fetched, and by what a server tells whether it has changed."""

    file: str
    fetched: datetime
    etag: str = ""
    last_modified: str = ""

    @property
    def conditions(self) -> dict[str, str]:
        """The headers of a request that is answered with 304 where the page has not changed."""
        given = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in given.items() if value and value.isascii()}


class Shelf:
    """The folder of a collection, open for one program at a time. Use it as a context.

    Raises:
        StoreError: it cannot be written, a file of it is broken, or another program collects into it.
        UsageError: it holds the results of a run.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.failures: dict[str, dict[str, Any]] = {}
        self._pages: dict[str, Stored] = {}
        self._finals: dict[str, str] = {}
        self._content: dict[str, str] = {}
        self._twins: dict[tuple[str, str], str] = {}

    def __enter__(self) -> Self:
        make_folder(self.folder)
        if (self.folder / FILE_NAME).exists():
            raise UsageError(say("collect.results", folder=self.folder), remedy=say("collect.results_remedy"))
        with writing_to(self.folder):
            (self.folder / _PARTS).mkdir(exist_ok=True)
            with ExitStack() as opened:
                self._ledger = opened.enter_context(_opened(self.folder / COLLECTED))
                self._failed = opened.enter_context(_opened(self.folder / FAILURES))
                self._load()
                self._open = opened.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()
        with writing_to(self.folder), whole_file(self.folder / FAILURES) as part:
            part.write_bytes(b"".join(map(line_of, self.failures.values())))
        with writing_to(self.folder):
            self._register.settle(self._content)

    def _load(self) -> None:
        register = self._register = RegisterWriter.of(self.folder)
        parts = {part.name: part for part in (self.folder / _PARTS).iterdir()}
        rows = {}
        for record in records(self.folder / COLLECTED):
            stored, final, digest = _stored(record, self.folder / COLLECTED)
            self._know(record["address"], final, stored, digest)
            if stored.file not in register.places:
                rows[stored.file] = row_of(
                    stored.file, record.get("published"), record.get("publisher"), record.get("title")
                )
        for file, digest in self._content.items():
            if digest in parts and _digest_of(self.folder / file) != digest:
                self._settle(parts.pop(digest), file)
        for part in parts.values():
            part.unlink()
        register.mend(self._content)
        register.add([row for file, row in rows.items() if file not in register.places])
        for record in records(self.folder / FAILURES):
            if record.get("doc") not in self._pages:
                self.failures[str(record.get("doc"))] = record

    def _know(self, address: str, final: str, stored: Stored, digest: str) -> None:
        self._twins.pop((site_of(final), self._content.get(stored.file, "")), None)
        self._pages[address] = stored
        self._finals[final] = address
        self._content[stored.file] = digest
        self._twins[site_of(final), digest] = stored.file

    def find(self, address: str) -> Stored | None:
        """Return what is stored of the page that was asked for, or found, at `address`, as it is shown."""
        return self._pages.get(address) or self._pages.get(self._finals.get(address, ""))

    def is_whole(self, stored: Stored) -> bool:
        """Whether the file of a stored page is there, with the bytes that the ledger tells."""
        return _digest_of(self.folder / stored.file) == self._content[stored.file]

    def put(self, page: Page) -> Outcome:
        """Store a page, unless the shelf holds it, or a later state of it; return what became of it."""
        stored = self._pages.get(page.address) or self.find(page.final)
        digest = hashlib.sha256(page.body).hexdigest()
        if page.address in self._pages and stored and self._is_past(page, stored, digest):
            return Outcome.KNOWN
        file = stored.file if stored else self._twins.get((site_of(page.final), digest))
        outcome = Outcome.NEW if file is None else Outcome.CHANGED
        file = file or file_name(page.final, page.suffix)
        with writing_to(self.folder):
            is_there = _digest_of(self.folder / file) == digest
        if self._content.get(file) == digest:
            is_known = stored is not None and page.address in self._pages
            outcome = (Outcome.KNOWN if is_known else Outcome.SAME) if is_there else Outcome.RESTORED
        with writing_to(self.folder):
            part = None if is_there else self._write_part(page.body, digest)
            _append(self._ledger, _record(page, file, digest))
            if part:
                self._settle(part, file)
                self._register.add([row_of(file, page.published, page.publisher, page.title)])
        headers = page.headers
        entry = Stored(file, page.fetched, headers.get("etag", ""), headers.get("last-modified", ""))
        self._know(page.address, page.final, entry, digest)
        self.failures.pop(page.address, None)
        return outcome

    def _is_past(self, page: Page, stored: Stored, digest: str) -> bool:
        if page.fetched == stored.fetched:
            return digest == self._content[stored.file] and self.is_whole(stored)
        return page.fetched < stored.fetched

    def alias(self, address: str, of: str, *, fetched: datetime, source: str) -> Outcome:
        """Note that the page at `address` has the content of the one at `of`, if that is on the shelf."""
        stored = self.find(of)
        if stored is None or address in self._pages:
            return Outcome.KNOWN
        record = {"address": address, "final": of, "file": stored.file, "sha256": self._content[stored.file]}
        with writing_to(self.folder):
            _append(self._ledger, {**record, "fetched": _moment(fetched), "source": source})
        self._know(address, of, Stored(stored.file, fetched), self._content[stored.file])
        return Outcome.SAME

    def fail(self, address: str, error: FetchError) -> Failure:
        """Note that the page at `address`, as it is shown, could not be had."""
        failure = Failure(doc=address, stage="collect", error=error.message, remedy=error.remedy)
        self.failures[address] = {**asdict(failure), "final": error.final}
        with writing_to(self.folder):
            self._failed.write(line_of(self.failures[address]))
        return failure

    def refused(self, address: str) -> Failure | None:
        """Return why the page at `address` cannot be had, if its site has answered so before."""
        noted = self.failures.get(address, {})
        if not noted.get("final"):
            return None
        return Failure(doc=address, stage="collect", error=noted.get("error", ""), remedy=noted.get("remedy", ""))

    def _write_part(self, body: bytes, digest: str) -> Path:
        part = self.folder / _PARTS / digest
        with part.open("wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        return part

    def _settle(self, part: Path, file: str) -> None:
        """Let a whole part take its name; what bore it before is kept with the earlier states."""
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        before = _digest_of(path)[:_DIGEST]
        if before:
            kept = self.folder / _EARLIER / PurePosixPath(file).parent / f"{path.stem}-{before}{path.suffix}"
            kept.parent.mkdir(parents=True, exist_ok=True)
            path.replace(kept)
        part.replace(path)


def _digest_of(path: Path) -> str:
    """The digest of a file, "" where there is none."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


def _opened(path: Path) -> IO[bytes]:
    """A file of lines, whole and open at its end, for this program alone."""
    file = path.open("ab", buffering=0)
    if sys.platform != "win32":
        import fcntl

        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.close()
            raise StoreError(
                say("collect.busy_folder", folder=path.parent), remedy=say("store.remedy_busy")
            ) from error
    without_torn_end(path)
    return file


def _append(ledger: IO[bytes], record: Mapping[str, Any]) -> None:
    ledger.write(line_of(record))
    os.fsync(ledger.fileno())


def _record(page: Page, file: str, digest: str) -> dict[str, Any]:
    return {
        "address": page.address,
        "final": page.final,
        "file": file,
        "sha256": digest,
        "size": len(page.body),
        "media_type": page.media_type,
        "title": page.title,
        "publisher": page.publisher,
        "published": page.published.isoformat() if page.published else None,
        "fetched": _moment(page.fetched),
        "source": page.source,
        "headers": dict(page.headers),
    }


def _stored(record: Mapping[str, Any], ledger: Path) -> tuple[Stored, str, str]:
    """A line of the ledger as what is stored, its last address and its digest.

    Raises:
        StoreError: it is no line that the program wrote.
    """
    headers = record.get("headers") or {}
    try:
        file, fetched = PurePosixPath(record["file"]), datetime.fromisoformat(record["fetched"])
        if file.is_absolute() or ".." in file.parts or len(file.parts) < 2:
            raise ValueError
        stored = Stored(str(file), fetched, headers.get("etag", ""), headers.get("last-modified", ""))
        return stored, record["final"], record["sha256"]
    except (KeyError, TypeError, ValueError) as error:
        raise StoreError(
            say("collect.broken_ledger", path=ledger, address=record.get("address")),
            remedy=say("collect.broken_ledger_remedy"),
        ) from error


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
