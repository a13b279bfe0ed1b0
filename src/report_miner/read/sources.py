"""Which files a run reads: files as given, folders walked in order, each file with its register's entry."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from report_miner.errors import ReadError
from report_miner.read.containers import Inner, inner_files, may_be_document, may_hold_files
from report_miner.read.detect import is_office
from report_miner.read.draft import Stated
from report_miner.read.office import Converted
from report_miner.read.register import REGISTER_NAME, Register, RegisterEntry, load_register, register_of
from report_miner.read.remote import Remote, is_remote, remote_files
from report_miner.texts import say, system_reason

ANNOTATIONS = ".gold.jsonl"
"""How the names of annotation files end; a folder that holds any holds no documents."""

COLLECTED, FAILURES = "collected.jsonl", "failures.jsonl"
"""Files that the program writes beside documents: what was collected, and what could not be had."""

# What a run writes: a folder that holds one of the first holds results, and the others in it are no documents.
_RESULTS = {"report-miner.db", "figures.jsonl"}
_OF_RESULTS = re.compile(
    r"(?:report-miner|figures|findings|verdicts|failures|reviewed)\..+|documents\.parquet|review\.db.*|report\.html"
    r"|dataset|datapackage"
)
_HEAD = 4096  # bytes that tell whether a file may hold others


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """A file to read: `name` as given by the user, `path` to open, and its register's entry.

    `data` are the bytes of a file inside the archive or e-mail at `path`, `sent` is what that e-mail says of itself,
    `remote` is set for a file in an object store. `converted` is what LibreOffice made of it, where it was converted
    together with others; `office` says that it begins like a file which needs that. `error` is set instead when
    there is nothing to read: a missing file, a closed folder, a broken register.
    """

    name: str
    path: Path
    register: RegisterEntry | None = None
    error: ReadError | None = None
    converted: Converted | None = None
    data: bytes | None = field(default=None, repr=False)
    sent: Stated | None = None
    remote: Remote | None = None
    office: bool = False

    def content(self) -> bytes:
        """The bytes of the file.

        Raises:
            OSError: it cannot be opened.
            ReadError: it cannot be fetched.
        """
        if self.data is not None:
            return self.data
        return self.remote.content() if self.remote else self.path.read_bytes()

    def digest(self) -> str:
        """The digest of the content, or "" where it cannot be known before it is read."""
        if self.remote:
            return self.remote.version
        if self.error or not self.path.is_file():
            return ""
        try:
            if self.data is not None:
                return hashlib.sha256(self.data).hexdigest()
            with self.path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return ""

    def size(self) -> int:
        """How many bytes the file has, 0 where that is not known."""
        if self.remote:
            return self.remote.size
        try:
            return len(self.data) if self.data is not None else self.path.stat().st_size
        except OSError:
            return 0


_Known = tuple[str, Register]
"""A folder that was walked, with its register."""


@dataclass
class _Walker:
    """Remembers what was seen, so that loops end and nothing is read twice."""

    files: set[str] = field(default_factory=set)
    folders: set[str] = field(default_factory=set)
    registers: dict[str, Register | None] = field(default_factory=dict)

    def visit(self, given: str) -> Iterator[Source]:
        if is_remote(given):
            yield from _remote(given)
            return
        path = Path(given)
        try:
            is_folder = path.is_dir()
            exists = path.exists()
        except OSError:
            is_folder, exists = False, True
        if is_folder:
            yield from self._folder(given)
        elif not exists:
            yield from self._inside(given)
        elif path.name != REGISTER_NAME:
            folder = os.path.dirname(given)  # noqa: PTH120 - the path is shown as it was given
            yield from self._register_errors(folder)
            yield from self._file(given, os.path.realpath(given), self._with_register(folder, []))

    def _folder(self, given: str) -> Iterator[Source]:
        pending: list[tuple[str, list[_Known]]] = [(given, [])]
        walked: list[_Known] = []
        while pending:
            folder, above = pending.pop()
            real = os.path.realpath(folder)
            if real in self.folders:
                continue
            self.folders.add(real)
            try:
                with os.scandir(folder) as entries:
                    found = {entry.name: entry for entry in entries}
            except OSError as error:
                yield _failed(folder, "no_permission" if isinstance(error, PermissionError) else "unreadable", error)
                continue
            wanted = _wanted(found)
            if not wanted:
                continue
            yield from self._register_errors(folder)
            chain = self._with_register(folder, above)
            walked += chain[: len(chain) - len(above)]
            subfolders = []
            for entry in map(found.__getitem__, wanted):
                if _is_folder(entry):
                    subfolders.append((entry.path, chain))
                elif entry.name != REGISTER_NAME:
                    own = os.path.realpath(entry.path) if entry.is_symlink() else str(Path(real, entry.name))
                    yield from self._file(entry.path, own, chain)
            pending += reversed(subfolders)
        for folder, register in walked:
            path = Path(folder, REGISTER_NAME)
            if unused := register.unused(path):
                yield Source(name=str(path), path=path, error=unused)

    def _file(self, given: str, real: str, chain: list[_Known]) -> Iterator[Source]:
        if real in self.files:
            return
        self.files.add(real)
        path = Path(given)
        head = _head(path)
        for inner in _inner(path, head):
            name = "/".join((given, *inner.names))
            if name.rpartition("/")[2] != REGISTER_NAME:
                register = _entry(name, chain)
                data = inner.data if inner.names else None
                yield Source(
                    name=name,
                    path=path,
                    register=register,
                    error=inner.error,
                    data=data,
                    sent=inner.sent,
                    office=is_office(head if data is None else data),
                )

    def _inside(self, given: str) -> Iterator[Source]:
        """The file inside an archive that `given` names."""
        holder = next((parent for parent in Path(given).parents if parent.is_file()), None)
        chain = self._with_register(str(holder.parent), []) if holder else []
        found = self._file(str(holder), os.path.realpath(holder), chain) if holder else ()
        source = next((source for source in found if source.name == os.path.normpath(given)), None)
        yield source or _failed(given, "not_found")

    def _register_errors(self, folder: str) -> Iterator[Source]:
        known = os.path.realpath(folder) in self.registers
        register = self._register(folder)
        if register and register.error and not known:
            path = Path(folder, REGISTER_NAME)
            yield Source(name=str(path), path=path, error=register.error)

    def _with_register(self, folder: str, above: list[_Known]) -> list[_Known]:
        """The registers of a folder and of those above it, its own first."""
        register = self._register(folder)
        return [(folder, register), *above] if register else above

    def _register(self, folder: str) -> Register | None:
        real = os.path.realpath(folder)
        if real not in self.registers:
            path = Path(folder, REGISTER_NAME)
            self.registers[real] = load_register(path) if path.is_file() else None
        return self.registers[real]


def _entry(given: str, chain: list[_Known]) -> RegisterEntry | None:
    """The entry in the register of the file's own folder, else of a folder above it that was walked."""
    paths = ((register, os.path.relpath(given, folder or ".")) for folder, register in chain)
    entries = (register.entry(Path(path).as_posix()) for register, path in paths)
    return next(filter(None, entries), None)


def _remote(given: str) -> Iterator[Source]:
    """The files at an address, with the registers of their folders."""
    try:
        files = _documents(remote_files(given), given)
    except ReadError as error:
        yield Source(name=given, path=Path(given), error=error)
        return
    registers: dict[str, Register] = {}
    for file in files:
        folder, _, name = file.url.rpartition("/")
        if name == REGISTER_NAME:
            register = registers[folder] = register_of(Path(file.url), file.content)
            if register.error:
                yield Source(name=file.url, path=Path(file.url), error=register.error)
    for file in files:
        if not file.url.endswith(f"/{REGISTER_NAME}"):
            chain = [folder for folder in registers if file.url.startswith(f"{folder}/")]
            found = (
                registers[each].entry(file.url.removeprefix(f"{each}/"))
                for each in sorted(chain, key=len, reverse=True)
            )
            yield Source(name=file.url, path=Path(file.url), register=next(filter(None, found), None), remote=file)
    for folder, register in registers.items():
        name = f"{folder}/{REGISTER_NAME}"
        if unused := register.unused(Path(name)):
            yield Source(name=name, path=Path(name), error=unused)


def _documents(files: Iterable[Remote], given: str) -> list[Remote]:
    """Those of the files at and below an address that a walk through its folders would meet."""
    steps = {file: file.url.removeprefix(given).strip("/").split("/") for file in files}
    found: dict[tuple[str, ...], set[str]] = {}
    for way in steps.values():
        for depth, name in enumerate(way):
            found.setdefault(tuple(way[:depth]), set()).add(name)
    wanted = {folder: set(_wanted(names)) for folder, names in found.items()}
    return [
        file
        for file, way in steps.items()
        if file.url == given or all(name in wanted[tuple(way[:depth])] for depth, name in enumerate(way))
    ]


def walk(paths: Iterable[str | Path]) -> Iterator[Source]:
    """Yield every file under `paths`, folders in sorted order, each file once.

    Hidden files, the lock files of office programs, registers, the program's own lists and results, and folders of
    annotations are skipped. What cannot be walked is yielded as a source with an error, and the walk goes on.
    """
    walker = _Walker()
    for path in paths:
        yield from walker.visit(os.fspath(path))


def _head(path: Path) -> bytes:
    """How the file at `path` begins; nothing where the reader will say what is wrong, as of a pipe with no end."""
    try:
        if not path.is_file():
            return b""
        with path.open("rb", buffering=0) as file:
            return file.read(_HEAD)
    except OSError:
        return b""


def _inner(path: Path, head: bytes) -> Iterable[Inner]:
    """The files in an archive or e-mail; of every other file, the file itself."""
    try:
        found = inner_files(path.read_bytes()) if may_hold_files(head) else None
    except OSError:
        found = None  # the reader says what is wrong
    return (Inner(()),) if found is None else found


def _wanted(names: Iterable[str]) -> list[str]:
    """Of the names in a folder those that may be documents, folders of documents or a register, in their order."""
    found = sorted(name for name in names if may_be_document(name) and name not in (COLLECTED, FAILURES))
    if any(name.endswith(ANNOTATIONS) for name in found):
        return []
    if _RESULTS.isdisjoint(found):
        return found
    return [name for name in found if not _OF_RESULTS.fullmatch(name)]


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _failed(name: str, key: str, error: OSError | None = None) -> Source:
    reason = system_reason(error) if error else ""
    problem = ReadError(say(f"read.{key}", path=name, reason=reason), remedy=say(f"read.{key}_remedy"))
    return Source(name=name, path=Path(name), error=problem)
