"""What the operating system does for worker processes: bounds, ends, and how full they are. Linux does all of it."""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_LINUX = sys.platform == "linux"
_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of <linux/prctl.h>


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may take: `seconds` on the clock, and `memory` in bytes beyond that of an idle worker.

    Memory is bounded on Linux only.
    """

    seconds: float = 600
    memory: int = 2_000_000_000


DEFAULT_LIMITS = Limits()
"""What an office machine can spare, and a long scan needs."""


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def can_fork() -> bool:
    """Whether this process can go on as two: on Linux, where no other thread of it is in the way."""
    return _LINUX and threading.current_thread() is threading.main_thread()


def address_space() -> int:
    """Return the bytes of memory that this process has asked for, 0 where the system does not say."""
    if not _LINUX:
        return 0
    return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")


def bound_memory(size: int) -> None:
    """Let this process, and each program that it starts, ask for no more than `size` bytes; on Linux only.

    Python raises MemoryError beyond it.
    """
    if _LINUX:
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (size if most == resource.RLIM_INFINITY else min(size, most), most))


def die_with_parent(parent: int) -> None:
    """End this process when the process `parent`, which started it, ends, however that comes; on Linux only."""
    if _LINUX:
        import ctypes

        ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL)
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)


def kill_tree(process: int) -> None:
    """Kill a process and, where the system names them, the programs that it has started."""
    for each in (*_below(process), process):
        with suppress(ProcessLookupError, PermissionError):
            os.kill(each, getattr(signal, "SIGKILL", signal.SIGTERM))


def _below(process: int) -> list[int]:
    found: list[int] = []
    with suppress(OSError):
        for children in Path(f"/proc/{process}/task").glob("*/children"):
            for child in map(int, children.read_text().split()):
                found += [*_below(child), child]
    return found
