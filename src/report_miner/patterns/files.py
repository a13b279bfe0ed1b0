"""Reads the files of patterns/ and judges what they hold: a mistake is told with file, line and remedy."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic_core import ErrorDetails

from report_miner.errors import PatternError
from report_miner.texts import say, system_reason

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


_REASONS = {
    "missing": "missing",
    "extra_forbidden": "extra",
    "enum": "enum",
    "string_type": "text",
    "decimal_parsing": "number",
    "int_parsing": "number",
    "date_from_datetime_parsing": "date",
    "date_parsing": "date",
    "string_pattern_mismatch": "form",
    "too_short": "empty",
    "tuple_type": "list",
    "model_type": "mapping",
}


class Entry(BaseModel):
    """Base of everything that a pattern file holds: frozen, and unknown keys are mistakes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class NamedPattern(Entry):
    """A regular expression over the shadow of a text, with examples that prove it.

    `examples` must match (exactly the part between ⟦ and ⟧ where it is marked); `counter_examples` must not.
    """

    name: str
    pattern: str
    examples: tuple[str, ...] = Field(min_length=1)
    counter_examples: tuple[str, ...] = ()
    note: str = ""

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, value: str) -> str:
        try:
            re.compile(value)
        except re.error as error:
            raise ValueError(f"biểu thức chính quy sai: {error}") from error
        return value

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The compiled expression."""
        return re.compile(self.pattern)


class SidedPattern(NamedPattern):
    """Words next to something: `side` tells if they stand before it, after it or within a stretch."""

    side: Literal["before", "after", "within"]


Regexes = Mapping[str, re.Pattern[str]]
"""Compiled patterns by name."""


class SidedPatterns(Entry):
    """Base of what holds the words that a grammar leans on, which asks for each pattern by its name."""

    patterns: tuple[SidedPattern, ...]

    @cached_property
    def regexes(self) -> Regexes:
        """The compiled patterns by name."""
        return {entry.name: entry.regex for entry in self.patterns}


EntryType = TypeVar("EntryType", bound=Entry)


def read_yaml(path: Path, model: type[EntryType], *, over: Path | None = None) -> EntryType:
    """Return the file `path`, with the file `over` laid over it, as a `model`.

    Raises:
        PatternError: the file is missing, is no YAML, or an entry is not what `model` asks for.
    """
    data = _load(path)
    if over is not None and over.is_file():
        extra = _load(over)
        try:
            model.model_validate(_laid_over(_empty_like(data), extra))
        except ValidationError as error:
            raise _invalid(over, error) from error
        data = _laid_over(data, extra)
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise _invalid(path, error) from error


def _load(path: Path) -> Any:
    try:
        source = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PatternError(
            say("patterns.unreadable", file=path, reason=system_reason(error)),
            remedy=say("patterns.unreadable_remedy"),
        ) from error
    try:
        return yaml.load(source, Loader=_Loader) or {}  # all of it may be notes
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        reason = getattr(error, "problem", None) or str(error)
        raise PatternError(
            say("patterns.syntax", file=path, line=line, reason=reason),
            remedy=say("patterns.syntax_remedy", line=line),
        ) from error


def _empty_like(data: Any) -> Any:
    """A copy of `data` without its lists' entries, so that a user's file can be judged on its own lines."""
    if isinstance(data, dict):
        return {key: [] if isinstance(value, list) else value for key, value in data.items()}
    return data


def _laid_over(data: Any, extra: Any) -> Any:
    if isinstance(data, dict) and isinstance(extra, dict):
        return data | {key: _laid_over(data[key], value) if key in data else value for key, value in extra.items()}
    if isinstance(data, list) and isinstance(extra, list):
        replaced = {_key(entry) for entry in extra} - {None}
        return [entry for entry in data if _key(entry) not in replaced] + extra
    return extra


def _key(entry: Any) -> str | None:
    if isinstance(entry, dict):
        return entry.get("code") or entry.get("name")
    return None


def _invalid(path: Path, error: ValidationError) -> PatternError:
    first = min(error.errors(), key=lambda each: each["type"] != "extra_forbidden")  # misspelled, and so missing, too
    line = line_of(yaml.compose(path.read_text("utf-8"), Loader=_Loader), first["loc"])
    where = ".".join(map(str, first["loc"])) or path.name
    return PatternError(
        say("patterns.invalid", file=path, line=line, reason=f"{where}: {reason_of(first)}"),
        remedy=say("patterns.invalid_remedy", entry=where, line=line),
    )


def reason_of(error: ErrorDetails) -> str:
    """What pydantic found, in Vietnamese; its own words where they are ours or nobody has put them so yet."""
    message = error["msg"].removeprefix("Value error, ")
    key = _REASONS.get(error["type"])
    context = error.get("ctx", {})
    name = error["loc"][-1] if error["loc"] else ""
    return say(f"patterns.mistake_{key}", name=name, expected=context.get("expected", "")) if key else message


def line_of(node: yaml.Node | None, where: Sequence[int | str]) -> int:
    """Return the line of an entry, or of the nearest one above it that the file has."""
    line = 1
    for step in where:
        node = _child(node, step)
        if node is None:
            break
        line = node.start_mark.line + 1
    return line


def _child(node: yaml.Node | None, step: int | str) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        child: yaml.Node = node.value[step]
        return child
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(step)), None)
    return None


def read_csv(path: Path, key: str, value: str) -> dict[str, str]:
    """Return the column `value` by the column `key`, of rows that have no other readings.

    Raises:
        PatternError: the file cannot be read, or lacks a column.
    """
    try:
        rows = csv.DictReader(path.read_text("utf-8-sig").splitlines())
        if missing := {key, value} - set(rows.fieldnames or ()):
            raise KeyError(min(missing))
        return {row[key]: row[value] for row in rows if not row.get("other_readings")}
    except (OSError, UnicodeDecodeError) as error:
        raise PatternError(
            say("patterns.unreadable", file=path, reason=system_reason(error)),
            remedy=say("patterns.unreadable_remedy"),
        ) from error
    except KeyError as error:
        raise PatternError(
            say("indicators.column", file=path, column=error.args[0]), remedy=say("indicators.column_remedy")
        ) from error
