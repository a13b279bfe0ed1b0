"""Every mistake in a YAML file, each with its line, what is wrong there and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import yaml
from pydantic import ValidationError

from report_miner.errors import PatternError
from report_miner.patterns import EntryType, read_yaml
from report_miner.patterns.files import line_of, reason_of
from report_miner.texts import say

Where = tuple[int | str, ...]
"""The keys and positions that lead to an entry of a file."""

Mistake = tuple[Where, str]
"""Where something is wrong, and what, in Vietnamese."""


def read_or_mistakes(path: Path, model: type[EntryType]) -> EntryType | list[PatternError]:
    """Return the file as a `model`, or what keeps it from being one, in the order of its lines."""
    try:
        return read_yaml(path, model)
    except PatternError as error:
        cause = error.__cause__
        if not isinstance(cause, ValidationError):
            return [error]
        errors = [(tuple(each["loc"]), reason_of(each)) for each in cause.errors()]
        return located(path, [(where, reason) for where, reason in errors if not _explained(where, errors)])


def _explained(where: Where, mistakes: Sequence[Mistake]) -> bool:
    """Whether a list is called too short only because an entry of it is broken."""
    return any(len(other) > len(where) and other[: len(where)] == where for other, _ in mistakes)


def located(path: Path, mistakes: Iterable[Mistake]) -> list[PatternError]:
    """Return the mistakes as errors that name the file and the line, in the order of the lines."""
    root = yaml.compose(path.read_text("utf-8"), Loader=yaml.SafeLoader)
    found = [(line_of(root, where), where, reason) for where, reason in mistakes]
    return [_error(path, line, where, reason) for line, where, reason in sorted(found, key=lambda each: each[0])]


def _error(path: Path, line: int, where: Where, reason: str) -> PatternError:
    entry = ".".join(str(step) for step in where) or path.name
    return PatternError(
        say("patterns.invalid", file=path, line=line, reason=f"{entry}: {reason}"),
        remedy=say("patterns.invalid_remedy", entry=entry, line=line),
    )
