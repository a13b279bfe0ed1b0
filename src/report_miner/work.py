"""What a run does with one document: read, mine, check, assess. It needs no database, so any process can do it."""

from __future__ import annotations

import errno
import re
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from report_miner.digests import Stage, digest, stage_digest
from report_miner.errors import PatternError, ReportMinerError
from report_miner.inputs import printable, read_source, reread
from report_miner.model import CriterionVerdict, Document, Failure, Figure, Finding
from report_miner.patterns import Patterns
from report_miner.read import Source
from report_miner.store.entries import Entry, entry_of
from report_miner.texts import say

if TYPE_CHECKING:
    from report_miner.assess import CriteriaSet
    from report_miner.check import ReferenceTable


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
        return digest(stage_digest(self.patterns, Stage.CHECK), repr(self.reference)) if self.checks else ""

    @cached_property
    def assessed(self) -> str:
        """A digest of what verdicts depend on beside a document and its figures, or "" where nothing is assessed."""
        return digest(stage_digest(self.patterns, Stage.ASSESS), repr(self.criteria)) if self.assesses else ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """One document to do.

    `known` are its figures where they are there already and only have to be checked or assessed. `document` is set
    for one of an earlier run, which has no `source`: what is known of it, without its text. `size` is in bytes, 0
    where it is not known; `fingerprint` says from what its figures come.
    """

    name: str
    fingerprint: str
    source: Source | None = None
    document: Document | None = None
    known: tuple[Figure, ...] | None = None
    checks: bool = False
    assesses: bool = False
    size: int = 0


@dataclass(frozen=True, slots=True)
class Mined:
    """A document with its figures, what they say of one another, and which criteria they meet.

    `checked` and `assessed` say whether that was done, `failure` why it could not be done, and `text` whether the
    text of the document was at hand.
    """

    document: Document
    figures: list[Figure]
    findings: list[Finding] = field(default_factory=list)
    verdicts: list[CriterionVerdict] = field(default_factory=list)
    checked: bool = False
    assessed: bool = False
    failure: Failure | None = None
    text: bool = True


@dataclass(frozen=True, slots=True)
class Done:
    """What was mined of a document as the database takes it, and what else `Mined` says of it.

    `told` is what its figures tell that other documents may tell, too; None where they were not checked.
    """

    entry: Entry
    told: Sequence[int] | None
    checked: bool
    assessed: bool
    failure: Failure | None
    text: bool


_NOT_LOADED = re.compile(
    r"failed to map segment|cannot (?:allocate|map zero-fill|change memory|create shared object)"
    r"|cannot load module more than once",  # the second try after the first one ran out of memory
    re.IGNORECASE,
)
"""What the loader of Linux (glibc, elf/dl-load.c) says of a library for which there is no memory."""

Outcome = Done | Failure
"""What becomes of a job."""


def do(job: Job, task: Task) -> Outcome:
    """Return what becomes of a job; whatever goes wrong with it is returned as a failure.

    Raises:
        PatternError: a file in patterns/ is broken, which is wrong for every document.
    """
    task = replace(task, checks=job.checks, assesses=job.assesses)
    if job.document is not None:
        return _done(_judge_again(job.document, list(job.known or ()), task))
    assert job.source is not None
    mined = mine_source(job.source, task, known=job.known)
    return mined if isinstance(mined, Failure) else _done(mined)


def _done(mined: Mined) -> Outcome:
    try:
        entry = entry_of(mined.document, mined.figures, mined.findings, mined.verdicts)
    except Exception as error:
        return failure_of(mined.document.name, "store", error)
    from report_miner.check import told

    facts = told(mined.figures) if mined.checked else None
    return Done(entry, facts, mined.checked, mined.assessed, mined.failure, mined.text)


def mine_source(source: Source, task: Task, *, known: tuple[Figure, ...] | None = None) -> Mined | Failure:
    """Read, mine, check and assess one file; whatever goes wrong with it is returned as a failure.

    Figures that cannot be checked or assessed are figures all the same.

    Args:
        source: the file.
        task: what to do with it.
        known: its figures, where they need not be mined again.

    Raises:
        PatternError: a file in patterns/ is broken, which is wrong for every document.
    """
    from report_miner.pipeline import mine

    stage = "read"
    try:
        document = read_source(source, task.patterns)
        stage = "mine"
        figures = mine(document, patterns=task.patterns) if known is None else list(known)
    except PatternError:
        raise
    except Exception as error:
        return failure_of(source.name, stage, error)
    return _judged(document, figures, task)


def _judge_again(document: Document, figures: list[Figure], task: Task) -> Mined:
    """Check and assess the figures of an earlier run as they are.

    Without the document's text only its figures speak, and a note says so.
    """
    text = reread(document, task.patterns)
    missing = say("check.no_text")
    notes = [*(note for note in document.notes if note != missing), *([] if text else [missing])]
    outcome = _judged(text or document, figures, task, text=text is not None)
    return replace(outcome, document=replace(document, notes=tuple(notes)), text=text is not None)


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
        return replace(mined, failure=failure_of(mined.document.name, "assess", error))
    return replace(mined, verdicts=verdicts, assessed=True)


def _checked(document: Document, figures: list[Figure], task: Task) -> Mined:
    from report_miner.check import check

    try:
        findings = check(figures, document, reference=task.reference, patterns=task.patterns)
    except PatternError:
        raise
    except Exception as error:
        return Mined(document, figures, failure=failure_of(document.name, "check", error))
    return Mined(document, figures, findings, checked=True)


def failure_of(name: str, stage: str, error: Exception) -> Failure:
    """Return what the error that a document met at a stage means for a person."""
    if isinstance(error, ReportMinerError):
        return Failure(doc=name, stage=stage, error=error.message, remedy=error.remedy)
    if _out_of_memory(error):
        return Failure(doc=name, stage=stage, error=say("cli.out_of_memory"), remedy=say("cli.out_of_memory_remedy"))
    frame = traceback.extract_tb(error.__traceback__)[-1]
    what = printable(f"{type(error).__name__}: {error}; {Path(frame.filename).name}:{frame.lineno}")
    return Failure(
        doc=name, stage=stage, error=say("cli.unexpected", error=what), remedy=say("cli.unexpected_remedy")
    )


def _out_of_memory(error: BaseException | None) -> bool:
    """Whether memory that was refused is behind an error; if so, what the error holds is let go.

    Compiled libraries may answer with an error of their own, the system with that of a file or a program, and its
    loader with that of an import.
    """
    while error is not None:
        is_system = isinstance(error, OSError) and error.errno == errno.ENOMEM
        is_loader = isinstance(error, ImportError | OSError) and _NOT_LOADED.search(str(error)) is not None
        if isinstance(error, MemoryError) or is_system or is_loader:
            error.with_traceback(None)
            return True
        error = error.__cause__ or error.__context__
    return False
