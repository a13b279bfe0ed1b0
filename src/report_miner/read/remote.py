"""Files in object stores and other places that fsspec opens by an address: `s3://…`, `gs://…`, `memory://…`.

They are read where they are needed and no further than a document may be large; archives in them are not opened.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from report_miner.errors import ReadError, UsageError
from report_miner.texts import say, system_reason

LARGEST = 200_000_000
"""Bytes of the largest file that is read."""

_IN_PROCESS = "memory://"
_WEB = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Remote:
    """A file at an address, its size in bytes, and a digest of what its store says of it, which changes with it."""

    url: str
    size: int
    version: str

    @property
    def is_elsewhere(self) -> bool:
        """Whether other processes can read it, too."""
        return not self.url.startswith(_IN_PROCESS)

    def content(self) -> bytes:
        """The bytes of the file; of one that is too large, enough to see that.

        Raises:
            ReadError: it cannot be fetched.
            UsageError: what opens such addresses is not installed.
        """
        system, path = _system(self.url)
        try:
            with system.open(path, "rb") as file:
                data: bytes = file.read(LARGEST + 1)
        except Exception as error:  # each store has errors of its own
            raise _unreadable(self.url, error) from error
        return data


def is_remote(path: str) -> bool:
    """Whether a path as given is an address."""
    return "://" in path


def remote_files(url: str) -> Iterator[Remote]:
    """Yield the files at and below an address, in the order of their names, which begin with the address as given.

    Raises:
        UsageError: what opens such addresses is not installed.
        ReadError: there is nothing, or it cannot be listed.
    """
    system, path = _system(url)
    try:
        found: Mapping[str, Mapping[str, Any]] = system.find(path, detail=True)
    except Exception as error:
        raise _unreadable(url, error) from error
    if not found:
        raise ReadError(say("read.not_found", path=url), remedy=say("read.not_found_remedy"))
    for name, about in sorted(found.items()):
        below = name.removeprefix(path).lstrip("/") if name.startswith(path) else name
        address = f"{url.rstrip('/')}/{below}" if below else url
        version = hashlib.sha256(str(sorted(about.items(), key=str)).encode()).hexdigest()
        yield Remote(address, int(about.get("size") or 0), version)


def _system(url: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs

        system, path = url_to_fs(url)
    except (ImportError, ValueError) as error:
        message = say("read.no_such_store", url=url, reason=error)
        remedy = "web_page_remedy" if url.startswith(_WEB) else "no_such_store_remedy"
        raise UsageError(message, remedy=say(f"read.{remedy}")) from error
    return system, str(path)


def _unreadable(url: str, error: Exception) -> ReadError:
    if isinstance(error, FileNotFoundError):
        return ReadError(say("read.not_found", path=url), remedy=say("read.not_found_remedy"))
    reason = system_reason(error) if isinstance(error, OSError) else error
    return ReadError(say("read.unreadable", path=url, reason=reason), remedy=say("read.unreadable_remedy"))
