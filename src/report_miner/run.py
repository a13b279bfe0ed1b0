"""A run over many files: walk, read, mine, check, assess, store. One document at a time; a bad one stops nothing.

After a run the results are those of a first run over the same files: what is unchanged is not mined again, what
changed is replaced, what is gone is dropped. A run that was cut off goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import os
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from itertools import islice
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from report_miner.errors import ExitCode, PatternError, ReportMinerError
from report_miner.inputs import (
    Earlier,
    batches,
    convert_together,
    earlier,
    is_results,
    needs_office,
    printable,
    read_source,
    reread,
    sources,
)
from report_miner.model import (
    Assessment,
    CriterionVerdict,
    Document,
    Failure,
    Figure,
    Finding,
    Status,
    Verdict,
)
from report_miner.patterns import Patterns, load_patterns
from report_miner.read import Source
from report_miner.report.page import write_report
from report_miner.store.database import Store
from report_miner.store.exports import FIGURES_JSONL, export
from report_miner.texts import say

if TYPE_CHECKING:
    from report_miner.assess import CriteriaSet
    from report_miner.check import ReferenceTable

_SHOWN = 20  # failures that a summary holds
_SHOWN_CONTRADICTIONS = 10


@dataclass(frozen=True)
class Task:
    """What to do with each document: mine it, check its figures if `checks`, and assess them if `assesses`.

    Figures are checked against `reference` too, if it is given, and assessed by `criteria`, by default by every set
    that fits.
    """

    patterns: Patterns
    checks: bool = False
    reference: ReferenceTable | None = None
    assesses: bool = False
    criteria: CriteriaSet | None = None

    @cached_property
    def checked(self) -> str:
        """A digest of what findings depend on beside a document and its figures, or "" without checks."""
        return _digest(self.patterns.digest, _program(), repr(self.reference)) if self.checks else ""

    @cached_property
    def assessed(self) -> str:
        """A digest of what verdicts depend on beside a document and its figures, or "" where nothing is assessed."""
        return _digest(self.patterns.digest, _program(), repr(self.criteria)) if self.assesses else ""


@dataclass(frozen=True, slots=True)
class Mined:
    """A document with its figures, what they say of one another, and which criteria they meet.

    `checked` and `assessed` are those of the task, or empty where that was not done; `failure` says why it could not
    be done.
    """

    document: Document
    figures: list[Figure]
    findings: list[Finding] = field(default_factory=list)
    verdicts: list[CriterionVerdict] = field(default_factory=list)
    checked: str = ""
    assessed: str = ""
    failure: Failure | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """What a run did (`mined`, `unchanged`, `dropped`, `failed` documents) and what the results now hold.

    `failures` are the first of this run's; all are in `failures.jsonl`. `by_verdict` counts the findings and is empty
    where nothing was checked; `contradictions` are the first of the inconsistent ones. `by_assessment` counts the
    verdicts on criteria and is empty where nothing was assessed.
    """

    mined: int
    unchanged: int
    dropped: int
    failed: int
    failures: tuple[Failure, ...]
    documents: int
    figures: int
    by_status: dict[Status, int]
    by_verdict: dict[Verdict, int]
    contradictions: tuple[Finding, ...]
    by_assessment: dict[Assessment, int]
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
    address: str | None = None,
    task: Task | None = None,
    progress: Callable[[str], None] | None = None,
) -> Summary:
    """Mine, check and assess the files under `paths` into the folder of results.

    Args:
        paths: files and folders; `-` is standard input. The figures of an earlier run are taken as they are.
        folder: where the database and the files go.
        address: the address of a PostgreSQL database in place of the one in the folder.
        task: what to do; by default everything with the program's own patterns.
        progress: called with the name of each document when it is done.

    Raises:
        StoreError: the results cannot be written.
        PatternError: a file in patterns/ is broken.
        UsageError: the figures of an earlier run cannot be read, or the address is none.
    """
    from report_miner.check import check_documents, find_copies

    task = task or Task(load_patterns(), checks=True, assesses=True)
    results = [path for path in paths if is_results(path)]
    paths = [path for path in paths if path not in results]
    with Store(folder, address) as store:
        work = _Run(store, task, progress or (lambda _: None))
        for path in results:
            for each in earlier(path, store):
                work.take(each)
        store.drop_failures([each.doc for each in store.failures() if _is_past(each.doc, paths)])
        for group in batches(sources(paths)):
            for source in work.converted(group):
                work.do(source)
        gone = [name for name in store.unseen() if _is_below(name, paths) and not _is_below(name, work.closed)]
        store.drop_documents(gone)
        if task.checks:
            store.replace_conflicts(check_documents(store.figures(), find_copies(store.texts())))
        return _summary(work, len(gone), [*export(store), write_report(store, task.patterns)])


def count(paths: Iterable[str]) -> int:
    """Return how many documents a run over `paths` has before it."""
    paths = list(paths)
    results = [path for path in paths if is_results(path)]
    walked = sum(1 for _ in sources(path for path in paths if path not in results))
    return walked + sum(1 for path in results for _ in earlier(path))


def mine_source(source: Source, task: Task) -> Mined | Failure:
    """Read, mine, check and assess one file; whatever goes wrong with it is returned as a failure.

    Figures that cannot be checked or assessed are figures all the same.

    Raises:
        PatternError: a file in patterns/ is broken, which is wrong for every document.
    """
    from report_miner.pipeline import mine

    stage = "read"
    try:
        document = read_source(source, task.patterns)
        stage = "mine"
        figures = mine(document, patterns=task.patterns)
    except PatternError:
        raise
    except Exception as error:
        return _failure(source.name, stage, error)
    return _judged(document, figures, task)


def _judged(document: Document, figures: list[Figure], task: Task, *, text: bool = True) -> Mined:
    """The document with what its figures say of one another and of criteria, as the task asks.

    Without the `text` of the document only its figures speak.
    """
    mined = _checked(document, figures, task) if task.checks else Mined(document, figures)
    return _assessed(mined, task, text=text) if task.assesses and not mined.failure else mined


def _assessed(mined: Mined, task: Task, *, text: bool) -> Mined:
    from report_miner.assess import assess

    try:
        document = mined.document if text else None
        verdicts = assess(mined.figures, criteria=task.criteria, document=document, patterns=task.patterns)
    except PatternError:
        raise
    except Exception as error:
        return replace(mined, failure=_failure(mined.document.name, "assess", error))
    return replace(mined, verdicts=verdicts, assessed=task.assessed)


def _checked(document: Document, figures: list[Figure], task: Task) -> Mined:
    from report_miner.check import check

    try:
        findings = check(figures, document, reference=task.reference, patterns=task.patterns)
    except PatternError:
        raise
    except Exception as error:
        return Mined(document, figures, failure=_failure(document.name, "check", error))
    return Mined(document, figures, findings, checked=task.checked)


def _failure(name: str, stage: str, error: Exception) -> Failure:
    if isinstance(error, ReportMinerError):
        return Failure(doc=name, stage=stage, error=error.message, remedy=error.remedy)
    frame = traceback.extract_tb(error.__traceback__)[-1]
    what = printable(f"{type(error).__name__}: {error}; {Path(frame.filename).name}:{frame.lineno}")
    key = "out_of_memory" if isinstance(error, MemoryError) else "unexpected"
    return Failure(doc=name, stage=stage, error=say(f"cli.{key}", error=what), remedy=say(f"cli.{key}_remedy"))


class _Run:
    """The documents of one run on their way into the store, and how many went which way.

    `closed` are the files and folders that could not even be opened: what is stored from below them stays.
    """

    def __init__(self, store: Store, task: Task, progress: Callable[[str], None]) -> None:
        self.mined = self.unchanged = self.failed = 0
        self.closed: list[str] = []
        self.failures: list[Failure] = []
        self.store = store
        self.task = task
        self._progress = progress

    def do(self, source: Source) -> None:
        """Mine, check and store one document, unless it is stored as it is."""
        self.store.saw(source.name)
        if source.error:
            self.closed.append(source.name)
        fingerprint = _fingerprint(source, self.task.patterns)
        if self._is_current(source.name, fingerprint):
            self.unchanged += 1
        else:
            self._put(mine_source(source, self.task), fingerprint)
        self._progress(source.name)

    def converted(self, group: Sequence[Source]) -> list[Source]:
        """The sources, those that LibreOffice has to open and that are not stored yet converted in one call."""
        stale = [source for source in group if needs_office(source) and not self._is_stored(source)]
        made = convert_together(stale)
        return [replace(source, converted=made.get(source.name)) for source in group]

    def _is_stored(self, source: Source) -> bool:
        return self._is_current(source.name, _fingerprint(source, self.task.patterns))

    def take(self, each: Earlier) -> None:
        """Check and store one document of an earlier run, unless it is stored as it is; its figures stay as they are.

        Without its text, only its figures are checked, and a note says so.
        """
        document = each.document
        self.store.saw(document.name)
        if self._is_current(document.name, each.fingerprint):
            self.unchanged += 1
        else:
            text = reread(document, self.task.patterns)
            missing = say("check.no_text")
            notes = [*(note for note in document.notes if note != missing), *([] if text else [missing])]
            document = replace(document, notes=tuple(notes))
            outcome = _judged(text or document, each.figures, self.task, text=text is not None)
            outcome = replace(outcome, document=document)
            if not text:
                checked, assessed = _without_text(outcome.checked), _without_text(outcome.assessed)
                outcome = replace(outcome, checked=checked, assessed=assessed)
            self._put(outcome, each.fingerprint)
        self._progress(document.name)

    def _is_current(self, name: str, fingerprint: str) -> bool:
        return bool(fingerprint) and self.store.is_current(
            name, fingerprint, self.task.checked or None, self.task.assessed or None
        )

    def _put(self, outcome: Mined | Failure, fingerprint: str) -> None:
        if isinstance(outcome, Mined):
            try:
                self.store.put(
                    outcome.document,
                    outcome.figures,
                    outcome.findings,
                    outcome.verdicts,
                    fingerprint=fingerprint,
                    checked=outcome.checked,
                    assessed=outcome.assessed,
                )
                self.mined += 1
                if outcome.failure:
                    self._fail(outcome.failure, keep=True)
            except ReportMinerError:
                raise
            except Exception as error:
                self._fail(_failure(outcome.document.name, "store", error))
        else:
            self._fail(outcome)

    def _fail(self, failure: Failure, *, keep: bool = False) -> None:
        self.store.put_failure(failure, keep=keep)
        self.failed += 1
        if len(self.failures) < _SHOWN:
            self.failures.append(failure)


def _summary(work: _Run, dropped: int, files: Sequence[Path]) -> Summary:
    store = work.store
    return Summary(
        mined=work.mined,
        unchanged=work.unchanged,
        dropped=dropped,
        failed=work.failed,
        failures=tuple(work.failures),
        documents=store.count("documents"),
        figures=store.count("figures"),
        by_status=store.by_status(),
        by_verdict=store.by_verdict() if store.has_checked() else {},
        contradictions=tuple(islice(store.findings(Verdict.INCONSISTENT), _SHOWN_CONTRADICTIONS)),
        by_assessment=store.by_assessment() if store.has_assessed() else {},
        files=(*files, *([store.path] if store.path else [])),
    )


def _fingerprint(source: Source, patterns: Patterns) -> str:
    """A digest of all that the figures of a file depend on, or "" where that cannot be known beforehand."""
    if source.error or not source.path.is_file():
        return ""
    try:
        if source.data is not None:
            content = hashlib.sha256(source.data).hexdigest()
        else:
            with source.path.open("rb") as file:
                content = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
    return _digest(content, repr(source.register), patterns.digest, _program())


def _without_text(done: str) -> str:
    """What marks that something was done to figures alone, so that it is done again when the text is there."""
    return done and f"{done} {FIGURES_JSONL}"


def _digest(*parts: str) -> str:
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


def _is_past(name: str, roots: Iterable[str]) -> bool:
    """Whether what failed will be met again in a run over `roots`, or is gone."""
    inside = any(parent.is_file() for parent in Path(name).parents)
    return _is_below(name, roots) or not (inside or os.path.lexists(name))


def _is_below(name: str, roots: Iterable[str]) -> bool:
    path = PurePath(os.path.abspath(name))  # noqa: PTH100 - links are not followed
    return any(path.is_relative_to(os.path.abspath(root)) for root in roots)  # noqa: PTH100
