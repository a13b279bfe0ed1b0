"""A second process, for what can be done beside the first one at the end of a run.

It is forked before the database is opened, for a connection does not survive a fork, and waits until it is asked.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection

from report_miner.processes import can_fork, die_with_parent


class Helper:
    """A process that does one thing at a time; what it cannot do because it was killed is done by this one."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("fork")
        self._connection, theirs = context.Pipe()
        arguments = (theirs, self._connection, os.getpid())
        self._process = context.Process(target=_serve, args=arguments, daemon=True)
        self._process.start()
        theirs.close()

    def close(self) -> None:
        """End it, whatever it is at."""
        self._kill()
        self._connection.close()

    def _kill(self) -> None:
        self._process.kill()
        self._process.join()

    @contextmanager
    def does(self, work: Callable[..., None], /, *arguments: object) -> Iterator[None]:
        """Let it do `work`, which is done on leaving; where something else goes wrong meanwhile, the helper ends.

        Raises:
            Exception: what the work raises.
        """
        with suppress(OSError):  # it is dead, which shows when its answer is read
            self._connection.send((work, arguments))
        try:
            yield
        except BaseException:
            self._kill()  # so that it writes nothing any more
            raise
        error: Exception | None = None
        try:
            error = self._connection.recv()
        except (EOFError, OSError):
            work(*arguments)
        if error:
            raise error


@contextmanager
def helper(jobs: int) -> Iterator[Helper | None]:
    """Begin a helper where several jobs may be done at a time and a process can be forked; end it on leaving."""
    if jobs < 2 or not can_fork():
        yield None
        return
    begun = Helper()
    try:
        yield begun
    finally:
        begun.close()


def _serve(orders: Connection, inherited: Connection, parent: int) -> None:
    """Do what is asked, one thing after the other."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends it
    die_with_parent(parent)
    inherited.close()
    with suppress(EOFError, OSError):  # the parent is gone
        while True:
            work, arguments = orders.recv()
            try:
                work(*arguments)
            except Exception as error:
                orders.send(error)
            else:
                orders.send(None)
