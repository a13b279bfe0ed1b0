"""What a collection is doing, and what it did."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from report_miner.collect.settings import Settings
from report_miner.collect.shelf import Outcome, Shelf
from report_miner.errors import ExitCode, FetchError, ReportMinerError
from report_miner.model import Failure
from report_miner.texts import say

_SHOWN = 20  # failures that a summary holds


@dataclass(slots=True)
class Tally:
    """Counts pages by what became of them.

    Attributes:
        new, changed, restored: pages that were stored.
        same: pages whose content is on the shelf under another address.
        known: pages that were on the shelf and are as they were.
        failed: pages that could not be had.
        is_cut: whether the bounds ended the collection.
    """

    new: int = 0
    changed: int = 0
    restored: int = 0
    same: int = 0
    known: int = 0
    failed: int = 0
    is_cut: bool = False

    @property
    def stored(self) -> int:
        """How many files were written."""
        return self.new + self.changed + self.restored

    @property
    def done(self) -> int:
        """How many pages were met."""
        return self.stored + self.same + self.known + self.failed

    def count(self, outcome: Outcome) -> None:
        """Count one page."""
        setattr(self, outcome.value, getattr(self, outcome.value) + 1)


@dataclass(frozen=True, slots=True)
class Work:
    """A collection that is going on: where pages go, what is counted, and when it ends.

    `ends` is a moment of `time.monotonic`, None without end; `progress` is called with the address of each page
    when it is done; `failures` are the first of those pages that could not be had.
    """

    settings: Settings
    shelf: Shelf
    tally: Tally
    ends: float | None
    progress: Callable[[str], None]
    failures: list[Failure] = field(default_factory=list)

    @property
    def rest(self) -> float | None:
        """Seconds until the end."""
        return None if self.ends is None else max(0.0, self.ends - time.monotonic())

    @contextmanager
    def page(self, address: str) -> Iterator[None]:
        """Work on the page at `address`, as it is shown; whatever is wrong with it is noted as a failure."""
        try:
            yield
        except FetchError as error:
            self.fail(address, error)
        except ReportMinerError:
            raise
        except Exception as error:
            self.fail(address, _unforeseen(error))
        self.progress(address)

    def fail(self, address: str, error: FetchError) -> None:
        """Note that the page at `address`, as it is shown, could not be had."""
        self._count(self.shelf.fail(address, error))

    def fail_again(self, address: str) -> bool:
        """Count the page at `address` as a failure if its site has answered before that it cannot be had."""
        refused = self.shelf.refused(address)
        if refused:
            self._count(refused)
        return refused is not None

    def _count(self, failure: Failure) -> None:
        self.tally.failed += 1
        if len(self.failures) < _SHOWN:
            self.failures.append(failure)


def _unforeseen(error: Exception) -> FetchError:
    """Return what is said of a page on which the program itself tripped, without anything that the page holds."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    what = f"{type(error).__name__}; {Path(frame.filename).name}:{frame.lineno}"
    return FetchError(say("cli.unexpected", error=what), remedy=say("cli.unexpected_remedy"))


@dataclass(frozen=True, slots=True)
class Collected:
    """What a collection did, where it stands, and the first of the pages that could not be had."""

    tally: Tally
    folder: Path
    failures: tuple[Failure, ...] = field(default=())

    @property
    def exit_code(self) -> ExitCode:
        """How the collection went."""
        tally = self.tally
        if tally.failed == tally.done and tally.failed:
            return ExitCode.NOTHING_READABLE
        return ExitCode.SOME_FAILED if tally.failed else ExitCode.OK
