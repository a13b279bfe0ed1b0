"""The options that say how many documents are done at a time, on which machines, and what one of them may take."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from report_miner.errors import UsageError
from report_miner.processes import DEFAULT_LIMITS, Limits, cores
from report_miner.texts import say

if TYPE_CHECKING:
    from report_miner.run import Engine

_AUTO = "auto"
_MB = 1_000_000
SECONDS, MEGABYTES = DEFAULT_LIMITS.seconds, DEFAULT_LIMITS.memory // _MB
"""What one document may take by default."""


class EngineName(StrEnum):
    """Where documents are done: on this machine, or by Dask on many."""

    LOCAL = "local"
    DASK = "dask"


Jobs = Annotated[str, typer.Option("--jobs", "-j", metavar="N", help=say("engines.jobs_help"))]
TimeLimit = Annotated[
    float, typer.Option("--time-limit", metavar="SECONDS", min=0.001, help=say("engines.time_limit_help"))
]
MemoryLimit = Annotated[
    int, typer.Option("--memory-limit", metavar="MB", min=1, help=say("engines.memory_limit_help"))
]
EngineOption = Annotated[EngineName, typer.Option("--engine", help=say("engines.engine_help"))]
Scheduler = Annotated[
    str | None, typer.Option(metavar="ADDRESS", help=say("engines.scheduler_help"), show_default=False)
]


def local_engine(jobs: str, seconds: float, megabytes: int) -> Engine:
    """Return what does documents in worker processes of this machine.

    Raises:
        UsageError: `jobs` is no number of jobs.
    """
    from report_miner.workers import Workers

    return Workers(_count(jobs), Limits(seconds, megabytes * _MB))


def engine_of(
    name: EngineName, scheduler: str | None, folder: Path, jobs: str, seconds: float, megabytes: int
) -> Engine:
    """Return the engine of this name, whose results go into the folder.

    Raises:
        UsageError: `jobs` is no number of jobs, a scheduler is named for work on this machine, or Dask is missing.
    """
    if name is EngineName.LOCAL:
        if scheduler:
            raise UsageError(say("engines.scheduler_alone"), remedy=say("engines.scheduler_alone_remedy"))
        return local_engine(jobs, seconds, megabytes)
    try:
        from report_miner.scale import Cluster
    except ImportError as error:
        raise UsageError(say("engines.no_dask"), remedy=say("engines.no_dask_remedy")) from error
    return Cluster(folder, scheduler, _count(jobs), Limits(seconds, megabytes * _MB))


def _count(jobs: str) -> int:
    if jobs == _AUTO or (jobs.isdecimal() and int(jobs) == 0):
        return cores()
    if not jobs.isdecimal():
        raise UsageError(say("engines.bad_jobs", given=jobs), remedy=say("engines.bad_jobs_remedy"))
    return int(jobs)
