"""What the program finds on this machine, and the exact command for what is missing."""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import TYPE_CHECKING

from report_miner.errors import ExitCode, PatternError
from report_miner.patterns import Patterns, load_patterns
from report_miner.texts import say

if TYPE_CHECKING:
    from rich.table import Table

_SECONDS = 10  # that a program has to say its version
_NAME = re.compile(r"[A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked for.

    `remedy` is empty where all is well; `exit_code` is not OK where the program cannot work without it.
    """

    name: str
    found: str
    remedy: str = ""
    exit_code: ExitCode = ExitCode.OK


@dataclass(frozen=True, slots=True)
class _Program:
    """A program outside Python: the commands it may be called by, what it is for, how it is installed."""

    name: str
    commands: tuple[str, ...]
    purpose: str
    packages: str


_PROGRAMS = (
    _Program("Tesseract", ("tesseract",), "tesseract", "tesseract-ocr tesseract-ocr-vie"),
    _Program("LibreOffice", ("soffice", "libreoffice"), "libreoffice", "libreoffice-writer libreoffice-calc"),
    _Program("antiword", ("antiword",), "antiword", "antiword"),
    _Program("Chromium", ("chromium", "chromium-browser", "google-chrome"), "chromium", "chromium"),
)


def examine(over: Path | None = None) -> list[Check]:
    """Look for Python packages, optional programs and broken patterns; `over` is the user's own patterns folder."""
    return [
        Check("report-miner", _version("report-miner") or "?"),
        Check("Python", platform.python_version()),
        *_packages(),
        *map(_program, _PROGRAMS),
        _tesseract_language(),
        *_patterns(over),
    ]


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _packages() -> Iterator[Check]:
    for requirement in requires("report-miner") or ():
        name = _NAME.match(requirement)
        if name is None or "extra ==" in requirement:
            continue
        found = _version(name.group())
        if found:
            yield Check(name.group(), found)
        else:
            remedy = say("doctor.run", command=f"pip install {name.group()}")
            yield Check(name.group(), say("doctor.missing"), remedy, ExitCode.UNEXPECTED)


def _program(program: _Program) -> Check:
    path = next(filter(None, map(shutil.which, program.commands)), None)
    if path:
        return Check(program.name, path)
    return Check(
        program.name,
        say("doctor.missing"),
        say(f"doctor.for_{program.purpose}", command=f"sudo apt-get install {program.packages}"),
    )


def _tesseract_language() -> Check:
    name = say("doctor.tesseract_vie")
    remedy = say("doctor.for_tesseract", command="sudo apt-get install tesseract-ocr-vie")
    if not shutil.which("tesseract"):
        return Check(name, say("doctor.missing"), remedy)
    try:
        languages = subprocess.run(
            ["tesseract", "--list-langs"], capture_output=True, text=True, timeout=_SECONDS, check=True
        ).stdout.split()
    except (OSError, subprocess.SubprocessError) as error:
        return Check(name, str(error), remedy)
    return Check(name, "vie") if "vie" in languages else Check(name, say("doctor.missing"), remedy)


def _patterns(over: Path | None) -> Iterator[Check]:
    """Read every file of patterns/ once; a broken one is named with its line."""
    try:
        patterns = load_patterns(over)
    except PatternError as error:
        yield Check("patterns", error.message, error.remedy, ExitCode.PATTERNS)
        return
    for name, attribute in vars(Patterns).items():
        if isinstance(attribute, cached_property):
            try:
                getattr(patterns, name)
            except PatternError as error:
                yield Check(f"patterns: {name}", error.message, error.remedy, ExitCode.PATTERNS)
    yield Check("patterns", " + ".join(str(folder) for folder in (patterns.directory, patterns.over) if folder))


def table(checks: list[Check]) -> Table:
    """Return the checks as a table for the terminal."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=SIMPLE_HEAD, pad_edge=False)
    for heading in ("status", "name", "found", "remedy"):
        shown.add_column(say(f"doctor.column_{heading}"), overflow="fold")
    for check in checks:
        if not check.remedy:
            status = Text(say("doctor.ok"), "green")
        elif check.exit_code is ExitCode.OK:
            status = Text(say("doctor.optional"), "yellow")
        else:
            status = Text(say("doctor.broken"), "bold red")
        shown.add_row(status, Text(check.name), Text(check.found), Text(check.remedy))
    return shown
