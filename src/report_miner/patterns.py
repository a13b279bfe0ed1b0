"""Loads and validates patterns/ once: the domain knowledge as data.

A broken entry raises `PatternError`, which names file, line and remedy. A user's own folder (`--patterns DIR`) is
laid over ours: a file of the same name adds to it, and an entry with the same name or code replaces ours.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from report_miner.errors import PatternError
from report_miner.texts import say

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_IN_WHEEL = Path(__file__).parent / "_patterns"
_IN_CHECKOUT = Path(__file__).parents[2] / "patterns"


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


EntryType = TypeVar("EntryType", bound=Entry)


def read_yaml(path: Path, model: type[EntryType], *, over: Path | None = None) -> EntryType:
    """Return the file `path`, with the file `over` laid over it, as a `model`.

    Raises:
        PatternError: the file is missing, is no YAML, or an entry is not what `model` asks for.
    """
    data, node = _load(path)
    if over is not None and over.is_file():
        extra, extra_node = _load(over)
        try:
            model.model_validate(_laid_over(_empty_like(data), extra))
        except ValidationError as error:
            raise _invalid(over, extra_node, error) from error
        data = _laid_over(data, extra)
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise _invalid(path, node, error) from error


def _load(path: Path) -> tuple[Any, yaml.Node | None]:
    try:
        source = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PatternError(
            say("patterns.unreadable", file=path, reason=error), remedy=say("patterns.unreadable_remedy")
        ) from error
    try:
        return yaml.load(source, Loader=_Loader), yaml.compose(source, Loader=_Loader)
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


def _invalid(path: Path, node: yaml.Node | None, error: ValidationError) -> PatternError:
    first = error.errors()[0]
    line = 1
    for step in first["loc"]:
        child = _child(node, step)
        if child is None:
            break
        node = child
        line = child.start_mark.line + 1
    where = ".".join(map(str, first["loc"]))
    return PatternError(
        say("patterns.invalid", file=path, line=line, reason=f"{where}: {first['msg']}"),
        remedy=say("patterns.invalid_remedy", entry=where, line=line),
    )


def _child(node: yaml.Node | None, step: int | str) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        child: yaml.Node = node.value[step]
        return child
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(step)), None)
    return None


class Masks(Entry):
    """patterns/masks.yaml: what looks like a figure and is none."""

    masks: tuple[NamedPattern, ...]


class Indicator(Entry):
    """One entry of the catalogue: what it is called, the units it comes in, and how texts name it.

    `higher_is_better` is None where the direction has no meaning.
    """

    code: str
    group: str
    name: str
    units: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    higher_is_better: bool | None = None
    denominators: tuple[str, ...] = ()
    note: str = ""


class Indicators(Entry):
    """patterns/indicators.yaml: the catalogue of indicators."""

    indicators: tuple[Indicator, ...]


@dataclass(frozen=True)
class Patterns:
    """The files of patterns/, each read when first asked for.

    `directory` is ours, `over` the user's folder or None.
    """

    directory: Path
    over: Path | None = None

    def _read(self, name: str, model: type[EntryType]) -> EntryType:
        return read_yaml(self.directory / name, model, over=self.over / name if self.over else None)

    @cached_property
    def masks(self) -> Sequence[NamedPattern]:
        """What looks like a figure and is none."""
        return self._read("masks.yaml", Masks).masks

    @cached_property
    def indicators(self) -> Sequence[Indicator]:
        """The catalogue of indicators."""
        return self._read("indicators.yaml", Indicators).indicators

    @cached_property
    def abbreviations(self) -> dict[str, str]:
        """Abbreviation → expansion, as they stand in texts."""
        expansions: dict[str, str] = {}
        for path in self.files("abbreviations.csv"):
            with path.open(encoding="utf-8-sig", newline="") as lines:
                expansions |= {row["abbreviation"]: row["expansion"] for row in csv.DictReader(lines)}
        return expansions

    def files(self, name: str) -> list[Path]:
        """The existing files called `name`, ours first."""
        folders = [self.directory, *([self.over] if self.over else [])]
        return [folder / name for folder in folders if (folder / name).is_file()]

    @cached_property
    def digest(self) -> str:
        """A digest of every file in both folders: results mined with other patterns are stale."""
        digest = hashlib.sha256()
        for folder in (self.directory, self.over):
            for path in sorted(folder.rglob("*")) if folder else ():
                if path.is_file():
                    digest.update(path.relative_to(folder).as_posix().encode() if folder else b"")
                    digest.update(path.read_bytes())
        return digest.hexdigest()


@cache
def load_patterns(over: Path | None = None) -> Patterns:
    """Return the program's patterns with the folder `over` laid over them.

    Raises:
        PatternError: `over` is no folder.
    """
    if over is not None and not over.is_dir():
        raise PatternError(
            say("patterns.unreadable", file=over, reason="không phải thư mục"),
            remedy=say("patterns.unreadable_remedy"),
        )
    return Patterns(_IN_WHEEL if _IN_WHEEL.is_dir() else _IN_CHECKOUT, over)
