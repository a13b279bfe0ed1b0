"""Worker processes on this machine, each of which can be killed without harm to the others.

A document that takes too long, wants too much memory or brings its worker down costs nothing but itself: it becomes a
failure, another worker takes the place of the killed one, and the run goes on. The process that started the run reads
no document by itself; it only hands out jobs and takes what becomes of them.

On Linux workers are forked from a process in which everything is loaded already, so that they begin at once and share
its memory; elsewhere, and beside other threads, each one starts anew and loads for itself.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import shutil
import signal
import tempfile
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkContext, SpawnContext
from multiprocessing.reduction import ForkingPickler
from pathlib import Path

from report_miner.errors import PatternError
from report_miner.model import Failure
from report_miner.processes import (
    DEFAULT_LIMITS,
    Limits,
    address_space,
    bound_memory,
    can_fork,
    die_with_parent,
    kill_tree,
)
from report_miner.read import Source
from report_miner.texts import say
from report_miner.work import Job, Outcome, Task, do, failure_of, mine_source

_AHEAD = 4  # light jobs that a worker may have before it, so that it never waits for the next one
_LIGHT = 100_000  # bytes of a file; nothing waits behind a heavier one
_SENT_AHEAD = 8_192  # bytes of a job: what surely fits into the pipe of a worker that does not read
_TRIES = 2  # a worker may also die by chance, so its document is tried once more
_STARTED = 300  # seconds that a worker may take to load what it needs
_READY = "ready"  # what a worker says when it has
_GROWN = 8  # a worker that has kept this part of its limit begins anew
_SAMPLE = "Năm 2023, xã có 5 hộ nghèo, giảm 2% so với năm 2022.".encode()


@dataclass(frozen=True, slots=True)
class Workers:
    """Does jobs in `count` worker processes within `limits`."""

    count: int = 1
    limits: Limits = DEFAULT_LIMITS

    def outcomes(self, jobs: Iterable[Job], task: Task) -> Generator[tuple[Job, Outcome]]:
        """Yield what becomes of each job, in the order in which they are done.

        Jobs are taken as they are needed, so memory does not grow with their number.

        Raises:
            PatternError: a file in patterns/ is broken.
        """
        pool = Pool(task, self)
        try:
            yield from pool.outcomes(iter(jobs))
        finally:
            pool.close()


@dataclass(slots=True)
class _Sent:
    """A job on its way: its bytes for the pipe, and how often it was tried."""

    job: Job
    content: bytes
    tries: int = 0

    @property
    def is_light(self) -> bool:
        return self.job.size <= _LIGHT and len(self.content) <= _SENT_AHEAD


@dataclass(slots=True, eq=False)
class _Worker:
    """One process, the jobs that it has (the first one under way), and when its time for what it does is up.

    `folder` is for the temporary files of the process and of the programs that it starts, which go with it.
    """

    process: multiprocessing.process.BaseProcess
    connection: Connection
    deadline: float
    folder: str
    queue: deque[_Sent] = field(default_factory=deque)
    ready: bool = False

    def takes(self, sent: _Sent) -> bool:
        """Whether it can have this job now, without any other having to wait long for it."""
        if not self.queue:
            return True
        return len(self.queue) < _AHEAD and sent.is_light and all(each.is_light for each in self.queue)


class Pool:
    """Workers that stay for more jobs until they are closed; what happens to one of them loses no job."""

    def __init__(self, task: Task, settings: Workers) -> None:
        self._task = task
        self._settings = settings
        self._context = _context()
        self._workers: list[_Worker] = []
        self._waiting: deque[_Sent] = deque()

    def outcomes(self, jobs: Iterator[Job]) -> Iterator[tuple[Job, Outcome]]:
        """Yield what becomes of each job (see `Workers.outcomes`)."""
        while True:
            self._hand_out(jobs)
            if not any(worker.queue for worker in self._workers):
                return
            yield from self._collect()

    def close(self) -> None:
        """End the workers."""
        for worker in self._workers:
            _end(worker)
        self._workers.clear()

    def _hand_out(self, jobs: Iterator[Job]) -> None:
        """Give out jobs while there are some and a worker takes the next one."""
        while (sent := self._next(jobs)) is not None:
            worker = self._free_for(sent)
            if worker is None:
                self._waiting.appendleft(sent)
                return
            if worker.ready and not worker.queue:
                worker.deadline = time.monotonic() + self._settings.limits.seconds
            worker.queue.append(sent)
            with suppress(OSError):  # it is dead, which shows when its answer is read
                worker.connection.send_bytes(sent.content)

    def _next(self, jobs: Iterator[Job]) -> _Sent | None:
        if self._waiting:
            return self._waiting.popleft()
        job = next(jobs, None)
        return None if job is None else _Sent(job, bytes(ForkingPickler.dumps(job)))

    def _free_for(self, sent: _Sent) -> _Worker | None:
        """The worker with the fewest jobs that takes this one, a new one while there may be more."""
        if len(self._workers) < self._settings.count and all(worker.queue for worker in self._workers):
            self._workers.append(self._start())
        takers = [worker for worker in self._workers if worker.takes(sent)]
        return min(takers, key=lambda worker: len(worker.queue), default=None)

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        inherited: list[Connection] = []
        if self._context.get_start_method() == "fork":
            _load(self._task)
            inherited = [ours, *(worker.connection for worker in self._workers)]
        folder = tempfile.mkdtemp(prefix="report-miner-")
        arguments = (theirs, inherited, self._task, self._settings.limits.memory, folder, os.getpid())
        process = self._context.Process(target=_serve, args=arguments, daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours, time.monotonic() + _STARTED, folder)

    def _collect(self) -> Iterator[tuple[Job, Outcome]]:
        busy = [worker for worker in self._workers if worker.queue]
        left = min(worker.deadline for worker in busy) - time.monotonic()
        ready = wait([worker.connection for worker in busy], max(0, left))
        for worker in busy:
            if worker.connection in ready:
                yield from self._receive(worker)
            elif time.monotonic() > worker.deadline:
                yield self._stop(worker)

    def _receive(self, worker: _Worker) -> Iterator[tuple[Job, Outcome]]:
        try:
            message = worker.connection.recv()
        except (EOFError, OSError):
            yield from self._lost(worker)
            return
        if isinstance(message, PatternError):
            raise message
        worker.deadline = time.monotonic() + self._settings.limits.seconds
        if message == _READY:
            worker.ready = True
            return
        outcome, leaves = message
        job = worker.queue.popleft().job
        if leaves:
            self._dismiss(worker)
        yield job, outcome

    def _stop(self, worker: _Worker) -> tuple[Job, Outcome]:
        """Kill a worker whose document takes too long."""
        job = worker.queue.popleft().job
        self._dismiss(worker)
        seconds = self._settings.limits.seconds
        return job, failure(job, "too_long", seconds=f"{seconds:g}", more=f"{10 * seconds:g}")

    def _lost(self, worker: _Worker) -> Iterator[tuple[Job, Outcome]]:
        """A worker is dead: its document is tried once more, and given up when that, too, brings its worker down."""
        worker.process.join()
        reason = _reason(worker.process.exitcode)
        sent = worker.queue.popleft()
        self._dismiss(worker)
        sent.tries += 1
        if sent.tries < _TRIES:
            self._waiting.append(sent)
            return
        yield sent.job, failure(sent.job, "died", reason=reason)

    def _dismiss(self, worker: _Worker) -> None:
        """End a worker; others get what it had not begun."""
        self._workers.remove(worker)
        self._waiting.extend(worker.queue)
        _end(worker)


def _end(worker: _Worker) -> None:
    if worker.process.is_alive() and worker.process.pid:
        kill_tree(worker.process.pid)
    worker.process.join()
    worker.process.close()
    worker.connection.close()
    shutil.rmtree(worker.folder, ignore_errors=True)


def failure(job: Job, key: str, **values: str) -> Failure:
    """Return what a document that was stopped from outside becomes: `too_long` or `died`."""
    error, remedy = say(f"limits.{key}", **values), say(f"limits.{key}_remedy", **values)
    return Failure(doc=job.name, stage="mine", error=error, remedy=remedy)


def _reason(code: int | None) -> str:
    """How a process ended, as people look it up: by the name of its signal, or its exit code."""
    try:
        return signal.Signals(-(code or 0)).name
    except ValueError:
        return f"exit {code}"


def _context() -> ForkContext | SpawnContext:
    """How workers are started: forked where that is sound, else anew."""
    return multiprocessing.get_context("fork") if can_fork() else multiprocessing.get_context("spawn")


def _load(task: Task) -> None:
    """Load what the first document takes, so that no document waits for it and its memory is shared.

    Hardly anything of it is garbage, and looking for that would take a third of the time.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        mine_source(Source(name="", path=Path(), data=_SAMPLE), task)
    finally:
        if collects:
            gc.enable()


def _serve(
    jobs: Connection, inherited: Sequence[Connection], task: Task, memory: int, folder: str, parent: int
) -> None:
    """Do the jobs that come, one after the other, until there are no more of them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends its workers
    die_with_parent(parent)
    os.environ["TMPDIR"] = tempfile.tempdir = folder
    for connection in inherited:
        connection.close()
    with suppress(EOFError, OSError):  # the parent is gone
        try:
            _load(task)
            gc.freeze()  # what is loaded stays, so no garbage is looked for in it
            idle = address_space()
            bound_memory(idle + memory)
            jobs.send(_READY)
            while True:
                job: Job = jobs.recv()
                try:
                    jobs.send((do(job, task), address_space() > idle + memory // _GROWN))
                except MemoryError as error:  # what was found is too much to be sent
                    jobs.send((failure_of(job.name, "mine", error), True))
        except PatternError as error:
            jobs.send(error)
