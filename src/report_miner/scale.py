"""The jobs of a run on the workers of a Dask cluster, in tasks of many documents.

Each Dask worker keeps a process of its own for the documents, loaded once, within the same limits as on one machine
(`workers`). The figures of a task are written as a shard of Parquet, whole or not at all, under the number of the
task: one that is done twice, because a worker was lost, leaves one shard. What becomes of its documents goes back to
the process that stores and exports, so the results are those of a local run.
"""

from __future__ import annotations

import multiprocessing
import uuid
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

import distributed

from report_miner.digests import Stage, stage_digest
from report_miner.errors import UsageError
from report_miner.model import Failure
from report_miner.processes import DEFAULT_LIMITS, Limits
from report_miner.shards import new_shards, write_shard
from report_miner.texts import say
from report_miner.work import Job, Outcome, Task
from report_miner.workers import Pool, Workers, failure

DOCUMENTS = 50
"""Documents in a task, except in the last one."""

_AHEAD = 2  # tasks for each thread of the cluster, so that none waits for the next one
_PATIENCE = 60  # seconds to wait for the scheduler, and for its first worker


@dataclass(frozen=True)
class Cluster:
    """Does jobs on a Dask cluster, and writes the figures as shards into the folder of results.

    Args:
        folder: the folder of results, which every worker must see.
        scheduler: the address of the cluster; None begins one of `count` processes on this machine.
        count: how many.
        limits: what one document may take.
    """

    folder: Path
    scheduler: str | None = None
    count: int = 1
    limits: Limits = DEFAULT_LIMITS

    def outcomes(self, jobs: Iterable[Job], task: Task) -> Generator[tuple[Job, Outcome]]:
        """Yield what becomes of each job, task by task as they are done.

        Raises:
            UsageError: the cluster does not answer, or it has another version of the program or the patterns.
            StoreError: a worker cannot write its shard.
            PatternError: a file in patterns/ is broken.
        """
        jobs = map(_placed, jobs)
        chunks = enumerate(iter(lambda: list(islice(jobs, DOCUMENTS)), []))
        flying: dict[Any, Sequence[Job]] = {}
        with self._client() as client, _miners(client, Miners(task, self.limits, new_shards(self.folder))) as name:
            while True:
                room = max(2, _AHEAD * sum(client.nthreads().values()))
                for number, chunk in islice(chunks, max(0, room - len(flying))):
                    flying[client.submit(_do_all, name, number, chunk, pure=False)] = chunk
                if not flying:
                    return
                for future in distributed.wait(list(flying), return_when="FIRST_COMPLETED").done:
                    yield from self._done(future, flying.pop(future))

    def _done(self, future: Any, chunk: Sequence[Job]) -> Iterator[tuple[Job, Outcome]]:
        try:
            outcomes = future.result()
        except distributed.KilledWorker as error:  # each worker that took the task up has died
            outcomes = [failure(job, "died", reason=type(error).__name__) for job in chunk]
        yield from zip(chunk, outcomes, strict=True)

    @contextmanager
    def _client(self) -> Iterator[Any]:
        with ExitStack() as opened:
            try:
                address = self.scheduler or opened.enter_context(
                    distributed.LocalCluster(
                        n_workers=self.count, threads_per_worker=1, memory_limit=None, dashboard_address="127.0.0.1:0"
                    )
                )
                client = opened.enter_context(distributed.Client(address, timeout=_PATIENCE))
                client.wait_for_workers(1, timeout=_PATIENCE)
            except (OSError, ValueError) as error:
                message = say("engines.no_cluster", address=self.scheduler or "127.0.0.1", reason=error)
                raise UsageError(message, remedy=say("engines.no_cluster_remedy")) from error
            yield client


class Miners(distributed.WorkerPlugin):
    """What each worker of the cluster keeps for a run: one process for each of its threads, loaded once.

    Args:
        task: what to do with each document.
        limits: what one document may take.
        shards: where the figures go.
    """

    def __init__(self, task: Task, limits: Limits, shards: Path) -> None:
        over = task.patterns.over
        self._task = replace(task, patterns=replace(task.patterns, over=over.absolute() if over else None))
        self._settings = Workers(1, limits)
        self._shards = shards
        self._versions = _versions(task)
        self._idle: list[Pool] = []

    def teardown(self, worker: object) -> None:  # noqa: ARG002
        """End the processes."""
        while self._idle:
            self._idle.pop().close()

    def do(self, number: int, jobs: Sequence[Job]) -> list[Outcome]:
        """Return what becomes of the jobs of one task, whose figures are written as the shard of this number.

        Raises:
            UsageError: this worker has another version of the program or the patterns.
            StoreError: the shard cannot be written.
            PatternError: a file in patterns/ is broken.
        """
        if _versions(self._task) != self._versions:
            raise UsageError(say("engines.other_version"), remedy=say("engines.other_version_remedy"))
        multiprocessing.current_process().daemon = False  # it may have children, which end with it
        pool = self._idle.pop() if self._idle else Pool(self._task, self._settings)
        try:
            done = {job.name: outcome for job, outcome in pool.outcomes(iter(jobs))}
        except BaseException:
            pool.close()
            raise
        self._idle.append(pool)
        outcomes = [done[job.name] for job in jobs]
        figures = (each for outcome in outcomes if not isinstance(outcome, Failure) for each in outcome.entry.figures)
        write_shard(self._shards, f"task-{number:06}", figures)
        return outcomes


@contextmanager
def _miners(client: Any, miners: Miners) -> Iterator[str]:
    """Give the miners to every worker, to those that come later, too; yields the name that tasks find them by."""
    name = f"report-miner-{uuid.uuid4().hex}"
    client.register_plugin(miners, name=name)
    try:
        yield name
    finally:
        client.unregister_worker_plugin(name)


def _do_all(name: str, number: int, jobs: Sequence[Job]) -> list[Outcome]:
    miners: Any = distributed.get_worker().plugins[name]
    outcomes: list[Outcome] = miners.do(number, jobs)
    return outcomes


def _versions(task: Task) -> tuple[str, ...]:
    return tuple(stage_digest(task.patterns, stage) for stage in Stage)


def _placed(job: Job) -> Job:
    """The job with the path of its file as other processes find it."""
    if job.source is None or job.source.remote:
        return job
    return replace(job, source=replace(job.source, path=job.source.path.absolute()))
