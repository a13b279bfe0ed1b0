"""Files that appear whole or not at all, and what to say when the disk says no."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from report_miner.errors import StoreError
from report_miner.texts import say, system_reason


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Yield a path beside `path` to write to; on leaving, what was written takes the place of `path` at once.

    After an error, or a kill, `path` is what it was before.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        yield part
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def make_folder(folder: Path) -> None:
    """Create the folder of the results, with its parents.

    Raises:
        StoreError: it cannot be created or written to.
    """
    with writing_to(folder):
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))


@contextmanager
def writing_to(target: Path) -> Iterator[None]:
    """Turn what the system says about `target`, a file or folder, into a `StoreError` with a remedy."""
    try:
        yield
    except OSError as error:
        raise StoreError(
            say("store.cannot_write", target=target, reason=system_reason(error)),
            remedy=say(f"store.{_remedy(error)}"),
        ) from error


def _remedy(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return "remedy_full"
    if error.errno in (errno.EEXIST, errno.ENOTDIR):
        return "remedy_no_folder"
    return "remedy_permission"
