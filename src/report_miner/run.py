"""A run over many files: walk, read, mine, check, assess, store. A bad document stops nothing.

After a run the results are those of a first run over the same files: what is unchanged is not mined again, what
changed is replaced, what is gone is dropped, and so is the old name of what was moved. A run that was cut off goes on
where it stopped.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from heapq import nsmallest
from itertools import chain, islice
from pathlib import Path, PurePath
from typing import Protocol

from report_miner.digests import fingerprint
from report_miner.errors import ExitCode, ReportMinerError, UsageError
from report_miner.helper import helper
from report_miner.inputs import (
    Earlier,
    at_hand,
    batches,
    convert_together,
    earlier,
    is_results,
    needs_office,
    sources,
)
from report_miner.model import Assessment, Failure, Finding, Status, Verdict
from report_miner.patterns import load_patterns
from report_miner.read import Source
from report_miner.report.page import write_report
from report_miner.shards import complete_shards, drop_shards
from report_miner.store.database import Store
from report_miner.store.exports import FIGURES_JSONL, export
from report_miner.texts import say
from report_miner.work import Done, Job, Outcome, Task, failure_of
from report_miner.workers import Workers

_SHOWN = 20  # failures that a summary holds
_SHOWN_CONTRADICTIONS = 10


class Progress(Protocol):
    """What is told of each document that is done: its name, and its size in bytes or 0."""

    def __call__(self, name: str, size: int = 0, /) -> None:
        """Note that a document is done."""


class Engine(Protocol):
    """What does jobs, on this machine or on others."""

    @property
    def count(self) -> int:
        """How many jobs this machine may do at a time."""

    def outcomes(self, jobs: Iterable[Job], task: Task) -> Generator[tuple[Job, Outcome]]:
        """Yield what becomes of each job, in any order; jobs are taken as they are needed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """What a run did (`mined`, `judged`, `unchanged`, `dropped`, `failed` documents) and what the results now hold.

    `judged` documents kept their figures and were checked or assessed anew. `failures` are the first of this run's by
    document; all are in `failures.jsonl`. `by_verdict` counts the findings and is empty where nothing was checked;
    `contradictions` are the first of the inconsistent ones. `by_assessment` counts the verdicts on criteria and is
    empty where nothing was assessed. `unclaimed` are the lines of the reference table that no figure was set against.
    """

    mined: int
    judged: int
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
    unclaimed: tuple[int, ...]
    files: tuple[Path, ...]

    @property
    def exit_code(self) -> ExitCode:
        """How the run went."""
        if not self.mined + self.judged + self.unchanged:
            return ExitCode.NOTHING_READABLE
        return ExitCode.SOME_FAILED if self.failed else ExitCode.OK


def run(
    paths: Sequence[str],
    folder: Path,
    *,
    address: str | None = None,
    task: Task | None = None,
    engine: Engine | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Mine, check and assess the files under `paths` into the folder of results.

    Args:
        paths: files and folders; `-` is standard input. The figures of an earlier run are taken as they are.
        folder: where the database and the files go.
        address: the address of a PostgreSQL database in place of the one in the folder.
        task: what to do; by default everything with the program's own patterns.
        engine: what does it; by default one worker process.
        progress: called when a document is done.

    Raises:
        StoreError: the results cannot be written.
        PatternError: a file in patterns/ is broken.
        UsageError: the figures of an earlier run cannot be read, the address is none, or the folder of results holds
            documents: a later run over it would take the results in their place.
    """
    from report_miner.check import check_documents, find_copies, in_common, unclaimed

    task = task or Task(load_patterns(), checks=True, assesses=True)
    engine = engine or Workers()
    results = [path for path in paths if is_results(path)]
    paths = [path for path in paths if path not in results]
    if any(_holds(folder, path) for path in paths):
        raise UsageError(say("cli.among_documents", folder=folder), remedy=say("cli.among_documents_remedy"))
    with helper(engine.count) as beside, Store(folder, address) as store:
        drop_shards(folder)
        work = _Run(store, task, progress or (lambda *_: None))
        store.drop_failures([each.doc for each in store.failures() if _is_past(each.doc, paths)])
        with closing(engine.outcomes(work.jobs(results, paths), task)) as outcomes:
            for job, outcome in outcomes:
                work.put(job, outcome)
        gone = {name for name in store.unseen() if _is_below(name, paths) and not _is_below(name, work.closed)}
        gone |= {name for name in store.met_elsewhere() if not _is_there(name)}
        store.drop_documents(sorted(gone))
        if task.checks:
            names = sorted(in_common(work.told()))
            figures = chain.from_iterable(map(store.figures, names))
            store.replace_conflicts(check_documents(figures, find_copies(store.texts(names))))
        files = [*export(store, beside), write_report(store, task.patterns), *complete_shards(store)]
        left = unclaimed(store.figures(), task.reference) if task.reference else ()
        return _summary(work, len(gone), [row.line for row in left], files)


def outcomes(paths: Iterable[str], task: Task, engine: Engine) -> Iterator[Outcome]:
    """Yield what becomes of each file under `paths`, in their order; nothing is stored."""
    order: deque[Job] = deque()
    done: dict[int, Outcome] = {}

    def jobs() -> Iterator[Job]:
        for source in map(at_hand, sources(paths)):
            job = Job(name=source.name, fingerprint="", source=source, size=source.size())
            order.append(replace(job, checks=task.checks, assesses=task.assesses))
            yield order[-1]

    with closing(engine.outcomes(jobs(), task)) as found:
        for job, outcome in found:
            done[id(job)] = outcome
            while order and id(order[0]) in done:
                yield done.pop(id(order.popleft()))


def count(paths: Iterable[str]) -> int:
    """Return how many documents a run over `paths` has before it."""
    paths = list(paths)
    results = [path for path in paths if is_results(path)]
    walked = sum(1 for _ in sources(path for path in paths if path not in results))
    return walked + sum(1 for path in results for _ in earlier(path))


class _Run:
    """The documents of one run on their way into the store, and how many went which way.

    `closed` are the files and folders that could not even be opened: what is stored from below them stays.
    """

    def __init__(self, store: Store, task: Task, progress: Progress) -> None:
        self.mined = self.judged = self.unchanged = self.failed = 0
        self.closed: list[str] = []
        self.failures: list[Failure] = []
        self.store = store
        self.task = task
        self._progress = progress
        self._told: dict[str, Sequence[int]] = {}

    def jobs(self, results: Iterable[str], paths: Iterable[str]) -> Iterator[Job]:
        """Yield what is to be done for the documents of earlier results and for files, unless it is stored."""
        found = (self._known(each) for path in results for each in earlier(path, self.store))
        files = (self._met(source) for group in batches(sources(paths)) for source in self._converted(group))
        for name, size, job in chain(found, files):
            if job is None:
                self.unchanged += 1
                self._progress(name, size)
            else:
                yield job

    def _met(self, source: Source) -> tuple[str, int, Job | None]:
        """A file with its size, and what is to be done with it."""
        self.store.saw(source.name)
        if source.error:
            self.closed.append(source.name)
        source = at_hand(source)
        size = source.size()
        job = Job(name=source.name, fingerprint=fingerprint(source, self.task.patterns), source=source, size=size)
        return source.name, size, self._stale(job)

    def _known(self, each: Earlier) -> tuple[str, int, Job | None]:
        """A document of earlier results, and what is to be done with its figures."""
        document = each.document
        self.store.saw(document.name)
        job = Job(name=document.name, fingerprint=each.fingerprint, document=document, known=tuple(each.figures))
        return document.name, 0, self._stale(job)

    def _stale(self, job: Job) -> Job | None:
        """The job with what of it is not stored, None where all is. Figures that are stored are not mined again."""
        checks, assesses = self.task.checks, self.task.assesses
        if self._is_current(job):
            checks = checks and not self._is_current(job, self.task.checked)
            assesses = assesses and not self._is_current(job, None, self.task.assessed)
            if not checks and not assesses:
                return None
            job = replace(job, known=tuple(self.store.figures(job.name)))
        return replace(job, checks=checks, assesses=assesses)

    def _is_current(self, job: Job, checked: str | None = None, assessed: str | None = None) -> bool:
        return bool(job.fingerprint) and self.store.is_current(job.name, job.fingerprint, checked, assessed)

    def _converted(self, group: Sequence[Source]) -> list[Source]:
        """The sources, those that LibreOffice has to open and that are not stored yet converted in one call."""
        stale = [source for source in group if needs_office(source) and self._met(source)[-1]]
        made = convert_together(stale)
        return [replace(source, converted=made.get(source.name)) if source.office else source for source in group]

    def put(self, job: Job, outcome: Outcome) -> None:
        """Store what became of a job."""
        if isinstance(outcome, Failure):
            self._fail(outcome)
        else:
            self._put(job, outcome)
        self._progress(job.name, job.size)

    def _put(self, job: Job, outcome: Done) -> None:
        alone = "" if outcome.text else f" {FIGURES_JSONL}"  # so that it is done again when the text is there
        try:
            self.store.put(
                outcome.entry,
                fingerprint=job.fingerprint,
                checked=self.task.checked + alone if outcome.checked else "",
                assessed=self.task.assessed + alone if outcome.assessed else "",
            )
        except ReportMinerError:
            raise
        except Exception as error:
            self._fail(failure_of(job.name, "store", error))
            return
        if outcome.told is not None:
            self._told[job.name] = outcome.told
        if job.known is None:
            self.mined += 1
        else:
            self.judged += 1
        if outcome.failure:
            self._fail(outcome.failure, keep=True)

    def told(self) -> Iterator[tuple[str, Sequence[int]]]:
        """The stored documents by name, each with what its figures tell; most workers have said it already."""
        from report_miner.check import told

        for each in self.store.documents():
            known = self._told.get(each.name)
            yield each.name, told(self.store.figures(each.name)) if known is None else known

    def _fail(self, failure: Failure, *, keep: bool = False) -> None:
        self.store.put_failure(failure, keep=keep)
        self.failed += 1
        self.failures = nsmallest(_SHOWN, [*self.failures, failure], key=lambda each: each.doc)


def _summary(work: _Run, dropped: int, unclaimed: Iterable[int], files: Sequence[Path]) -> Summary:
    store = work.store
    return Summary(
        mined=work.mined,
        judged=work.judged,
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
        unclaimed=tuple(unclaimed),
        files=(*files, *([store.path] if store.path else [])),
    )


def _holds(folder: Path, path: str) -> bool:
    """Whether a file or folder to read is in the folder of results, or is it."""
    return os.path.exists(path) and Path(path).resolve().is_relative_to(folder.resolve())  # noqa: PTH110 - of any length


def _is_past(name: str, roots: Iterable[str]) -> bool:
    """Whether what failed will be met again in a run over `roots`, or is gone."""
    return _is_below(name, roots) or not _is_there(name)


def _is_there(name: str) -> bool:
    """Whether a document is still where it was: a file, or in a file that is there."""
    return os.path.lexists(name) or any(parent.is_file() for parent in Path(name).parents)


def _is_below(name: str, roots: Iterable[str]) -> bool:
    path = PurePath(os.path.abspath(name))  # noqa: PTH100 - links are not followed
    return any(path.is_relative_to(os.path.abspath(root)) for root in roots)  # noqa: PTH100
