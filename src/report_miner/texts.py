"""Every sentence that a person reads, from one catalogue (`texts.yaml`), so that it can be proof-read at once."""

from __future__ import annotations

import errno
from functools import cache
from importlib.resources import files

import yaml


@cache
def _catalogue() -> dict[str, dict[str, str]]:
    source = files("report_miner").joinpath("texts.yaml").read_text("utf-8")
    loaded: dict[str, dict[str, str]] = yaml.load(source, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return loaded


def say(key: str, /, **values: object) -> str:
    """Return the Vietnamese text of `key` ("room.name") with `{placeholders}` filled from `values`.

    What of the values is no Unicode, such as the name of a file in another encoding, is written out.

    Raises:
        KeyError: no such text, or a placeholder without a value; a mistake in the program, not in its input.
    """
    room, name = key.split(".", 1)
    return _catalogue()[room][name].format_map(values).encode("utf-8", "backslashreplace").decode()


def system_reason(error: BaseException) -> str:
    """Return why a file could not be opened, decoded or written; what is rare stays in the words of the system."""
    if isinstance(error, UnicodeDecodeError):
        return say("system.not_utf8", position=error.start)
    number = getattr(error, "errno", None)
    name = errno.errorcode.get(number or 0, "") or _primary(getattr(error, "sqlite_errorname", ""))
    known = _catalogue()["system"].get(name)
    return known or getattr(error, "strerror", None) or str(error)


def _primary(name: str) -> str:
    """The error of SQLite without its extension: `SQLITE_IOERR` for `SQLITE_IOERR_WRITE`."""
    return "_".join(name.split("_")[:2])
