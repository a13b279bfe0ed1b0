"""A run over many files: walk, read, mine, store. One document at a time; a bad one is recorded and stops nothing.

After a run the results are those of a first run over the same files: what is unchanged is not mined again, what
changed is replaced, what is gone is dropped. A run that was cut off goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import os
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path, PurePath

from report_miner.errors import ExitCode, PatternError, ReportMinerError, UsageError
from report_miner.model import Document, Failure, Figure, Status
from report_miner.patterns import Patterns, load_patterns
from report_miner.read import LARGEST, Source, read, read_bytes, walk
from report_miner.store.database import Store
from report_miner.store.exports import export
from report_miner.texts import say

STDIN = "-"
"""The path that stands for standard input."""

_SHOWN = 20  # failures that a summary holds


@dataclass(frozen=True, slots=True)
class Mined:
    """A document with its figures."""

    document: Document
    figures: list[Figure]


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """What a run did (`mined`, `unchanged`, `dropped`, `failed` documents) and what the results now hold.

    `failures` are the first of this run's; all are in `failures.jsonl`.
    """

    mined: int
    unchanged: int
    dropped: int
    failed: int
    failures: tuple[Failure, ...]
    documents: int
    figures: int
    by_status: dict[Status, int]
    files: tuple[Path, ...]

    @property
    def exit_code(self) -> ExitCode:
        """How the run went."""
        if not self.mined + self.unchanged:
            return ExitCode.NOTHING_READABLE
        return ExitCode.SOME_FAILED if self.failed else ExitCode.OK


def run(
    paths: Sequence[str],
    folder: Path,
    *,
    patterns: Patterns | None = None,
    progress: Callable[[str], None] | None = None,
) -> Summary:
    """Mine the files under `paths` into the folder of results.

    Args:
        paths: files and folders; `-` is standard input.
        folder: where the database and the files go.
        patterns: the patterns to use; the program's own by default.
        progress: called with the name of each document when it is done.

    Raises:
        StoreError: the results cannot be written.
        PatternError: a file in patterns/ is broken.
    """
    patterns = patterns or load_patterns()
    with Store(folder) as store:
        work = _Run(store, patterns)
        store.drop_failures([each.doc for each in store.failures() if _is_past(each.doc, paths)])
        for source in sources(paths):
            work.do(source)
            if progress:
                progress(source.name)
        gone = [name for name in store.unseen() if _is_below(name, paths) and not _is_below(name, work.closed)]
        store.drop_documents(gone)
        files = export(store)
        return Summary(
            mined=work.mined,
            unchanged=work.unchanged,
            dropped=len(gone),
            failed=work.failed,
            failures=tuple(work.failures),
            documents=store.count("documents"),
            figures=store.count("figures"),
            by_status=store.by_status(),
            files=(*files, store.path),
        )


def sources(paths: Iterable[str]) -> Iterator[Source]:
    """Yield every file under `paths`, standard input first; names are printable whatever bytes they hold."""
    paths = list(paths)
    if STDIN in paths:
        yield Source(name=STDIN, path=Path(STDIN))
    for source in walk(path for path in paths if path != STDIN):
        yield replace(source, name=_printable(source.name))


def read_one(path: str, patterns: Patterns) -> Document:
    """Return the one document at `path`, with what the register of its folder knows of it.

    Raises:
        UsageError: `path` is a folder, or nothing to read.
        ReadError: the file cannot be read.
    """
    name = _printable(path)
    found = () if os.path.isdir(path) else sources([path])  # noqa: PTH112 - a path as given
    source = next((source for source in found if source.name == name), None)
    if source is None:
        raise UsageError(say("cli.not_one_file", path=name), remedy=say("cli.not_one_file_remedy"))
    return _read(source, patterns)


def mine_source(source: Source, patterns: Patterns) -> Mined | Failure:
    """Read and mine one file; whatever goes wrong with it is returned as a failure.

    Raises:
        PatternError: a file in patterns/ is broken, which is wrong for every document.
    """
    from report_miner.pipeline import mine

    stage = "read"
    try:
        document = _read(source, patterns)
        stage = "mine"
        return Mined(document, mine(document, patterns=patterns))
    except PatternError:
        raise
    except Exception as error:
        return _failure(source.name, stage, error)


def _read(source: Source, patterns: Patterns) -> Document:
    if source.error:
        raise source.error
    if source.name == STDIN:
        return read_bytes(sys.stdin.buffer.read(LARGEST + 1), STDIN, patterns=patterns)
    return read(source.path, name=source.name, register=source.register, patterns=patterns)


def _failure(name: str, stage: str, error: Exception) -> Failure:
    if isinstance(error, ReportMinerError):
        return Failure(doc=name, stage=stage, error=error.message, remedy=error.remedy)
    frame = traceback.extract_tb(error.__traceback__)[-1]
    what = _printable(f"{type(error).__name__}: {error}; {Path(frame.filename).name}:{frame.lineno}")
    key = "out_of_memory" if isinstance(error, MemoryError) else "unexpected"
    return Failure(doc=name, stage=stage, error=say(f"cli.{key}", error=what), remedy=say(f"cli.{key}_remedy"))


class _Run:
    """The documents of one run on their way into the store, and how many went which way.

    `closed` are the files and folders that could not even be opened: what is stored from below them stays.
    """

    def __init__(self, store: Store, patterns: Patterns) -> None:
        self.mined = self.unchanged = self.failed = 0
        self.closed: list[str] = []
        self.failures: list[Failure] = []
        self._store = store
        self._patterns = patterns

    def do(self, source: Source) -> None:
        """Mine and store one document, unless it is stored as it is."""
        self._store.saw(source.name)
        if source.error:
            self.closed.append(source.name)
        fingerprint = _fingerprint(source, self._patterns)
        if fingerprint and self._store.is_current(source.name, fingerprint):
            self.unchanged += 1
            return
        outcome = mine_source(source, self._patterns)
        if isinstance(outcome, Mined):
            try:
                self._store.put(outcome.document, outcome.figures, fingerprint=fingerprint)
            except ReportMinerError:
                raise
            except Exception as error:
                outcome = _failure(source.name, "store", error)
        if isinstance(outcome, Failure):
            self._store.put_failure(outcome)
            self.failed += 1
            if len(self.failures) < _SHOWN:
                self.failures.append(outcome)
        else:
            self.mined += 1


def _fingerprint(source: Source, patterns: Patterns) -> str:
    """A digest of all that the figures of a file depend on, or "" where that cannot be known beforehand."""
    if source.error or not source.path.is_file():
        return ""
    try:
        with source.path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
    parts = (content, repr(source.register), patterns.digest, _program())
    return hashlib.sha256("\n".join(parts).encode("utf-8", "backslashreplace")).hexdigest()


@cache
def _program() -> str:
    """A digest of the program itself: another version may see other figures."""
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(here.rglob("*")):
        if path.suffix in (".py", ".yaml"):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _printable(text: str) -> str:
    """The text with what is no Unicode (a file name in another encoding, say) written out."""
    return text.encode("utf-8", "backslashreplace").decode()


def _is_past(name: str, roots: Iterable[str]) -> bool:
    """Whether what failed will be met again in a run over `roots`, or is gone."""
    return _is_below(name, roots) or not os.path.lexists(name)


def _is_below(name: str, roots: Iterable[str]) -> bool:
    path = PurePath(os.path.abspath(name))  # noqa: PTH100 - links are not followed
    return any(path.is_relative_to(os.path.abspath(root)) for root in roots)  # noqa: PTH100
