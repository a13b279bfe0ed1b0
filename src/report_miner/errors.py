"""What can go wrong, and what to do about it.

    ReportMinerError            every error that the program raises on purpose
    ├── UsageError              the command or the call is off (ExitCode.USAGE)
    ├── PatternError            a file in patterns/ is broken (ExitCode.PATTERNS)
    ├── ReadError               a document cannot be read; it lands in failures and the run goes on
    │   ├── EmptyDocument       no bytes, or no text in them
    │   ├── UnknownFormat       binary noise, or a format that no reader takes
    │   ├── DamagedDocument     truncated or inconsistent
    │   ├── EncryptedDocument   locked with a password
    │   ├── MissingProgram      its format takes a program that is not installed
    │   └── TooLarge            beyond the bounds that protect this machine (archive bombs, endless pages)
    ├── FetchError              a page cannot be collected; it lands in failures and the collection goes on
    └── StoreError              results cannot be written (ExitCode.STORE)

Each error carries a message and a remedy, both in Vietnamese and meant for the person at the screen.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from functools import partial


class ExitCode(IntEnum):
    """The exit codes of every command."""

    OK = 0
    UNEXPECTED = 1
    USAGE = 2
    SOME_FAILED = 3
    NOTHING_READABLE = 4
    PATTERNS = 5
    STORE = 6
    BELOW_FLOOR = 7
    INTERRUPTED = 130  # as shells have it


class ReportMinerError(Exception):
    """An error with a remedy.

    Args:
        message: what happened, in Vietnamese.
        remedy: what the person can do now, in Vietnamese.
    """

    exit_code = ExitCode.UNEXPECTED

    def __init__(self, message: str, *, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __reduce__(self) -> tuple[Callable[..., ReportMinerError], tuple[str]]:
        """What makes the same error in another process."""
        return partial(type(self), remedy=self.remedy), (self.message,)


class UsageError(ReportMinerError):
    """The command or the call is off."""

    exit_code = ExitCode.USAGE


class PatternError(ReportMinerError):
    """A file in patterns/ is broken; the message names file and line."""

    exit_code = ExitCode.PATTERNS


class ReadError(ReportMinerError):
    """A document cannot be read."""

    exit_code = ExitCode.SOME_FAILED


class EmptyDocument(ReadError):  # noqa: N818 - named for the condition, as in the tree above
    """No bytes, or no text in them."""


class UnknownFormat(ReadError):  # noqa: N818
    """Binary noise, or a format that no reader takes."""


class DamagedDocument(ReadError):  # noqa: N818
    """Truncated or inconsistent."""


class EncryptedDocument(ReadError):  # noqa: N818
    """Locked with a password."""


class MissingProgram(ReadError):  # noqa: N818
    """Its format takes a program that is not installed; the remedy holds the command that installs it."""


class TooLarge(ReadError):  # noqa: N818
    """Beyond the bounds that protect this machine."""


class FetchError(ReportMinerError):
    """A page cannot be collected.

    Args:
        message: what happened.
        remedy: what the person can do now.
        final: whether asking once more is in vain: the site has answered, and the answer is no.
        silent: whether the site did not answer as it should, so that it is asked once more, and given up in the end.
    """

    exit_code = ExitCode.SOME_FAILED

    def __init__(self, message: str, *, remedy: str, final: bool = False, silent: bool = False) -> None:
        super().__init__(message, remedy=remedy)
        self.final = final
        self.silent = silent


class StoreError(ReportMinerError):
    """Results cannot be written."""

    exit_code = ExitCode.STORE
