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
from report_miner.read.office import COMMANDS, PARTS, install_command, libreoffice, missing_parts
from report_miner.texts import say

if TYPE_CHECKING:
    from rich.text import Text

_SECONDS = 10  # that a program has to say its version
_EXTRAS = ("web", "news", "analysis", "postgres", "distributed")
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
    _Program("LibreOffice", COMMANDS, "libreoffice", " ".join(part.package for part in PARTS)),
    _Program("antiword", ("antiword",), "antiword", "antiword"),
    _Program("Chromium", ("chromium", "chromium-browser", "google-chrome"), "chromium", "chromium"),
)


def examine(over: Path | None = None) -> list[Check]:
    """Look for Python packages, optional programs and broken patterns; `over` is the user's own patterns folder."""
    return [
        Check("Python", platform.python_version()),
        *_packages(),
        *map(_program, _PROGRAMS),
        *_libreoffice_parts(),
        *_tesseract_language(),
        *_extras(),
        *_patterns(over),
    ]


def _packages() -> Iterator[Check]:
    """The program itself, and every package that it needs in all cases."""
    try:
        yield Check("report-miner", version("report-miner"))
        needed = [_NAME.findall(each)[0] for each in requires("report-miner") or () if "extra ==" not in each]
    except PackageNotFoundError:
        yield _missing("report-miner", "pip install -c constraints.txt -e .")
        return
    for name in needed:
        try:
            yield Check(name, version(name))
        except PackageNotFoundError:
            yield _missing(name, f"pip install {name}")


def _missing(package: str, command: str) -> Check:
    return Check(package, "", say("doctor.run", command=command), ExitCode.UNEXPECTED)


def _program(program: _Program) -> Check:
    path = next(filter(None, map(shutil.which, program.commands)), None)
    if path:
        return Check(program.name, path)
    return Check(
        program.name,
        "",
        say(f"doctor.for_{program.purpose}", command=f"sudo apt-get install {program.packages}"),
    )


def _libreoffice_parts() -> Iterator[Check]:
    """The parts of LibreOffice that a machine with LibreOffice lacks."""
    program = libreoffice()
    for part in missing_parts(program) if program else ():
        remedy = say(f"doctor.for_{part.name.lower()}", command=install_command(part))
        yield Check(f"LibreOffice {part.name}", "", remedy)


def _tesseract_language() -> Iterator[Check]:
    """The package through which Tesseract is called, and whether it knows Vietnamese."""
    try:
        yield Check("pytesseract", version("pytesseract"))
    except PackageNotFoundError:
        yield Check("pytesseract", "", say("doctor.for_tesseract", command="pip install pytesseract"))
    if not shutil.which("tesseract"):
        return
    name = say("doctor.tesseract_vie")
    try:
        languages = subprocess.run(
            ["tesseract", "--list-langs"], capture_output=True, text=True, timeout=_SECONDS, check=True
        ).stdout.split()
        found = "vie" if "vie" in languages else ""
    except (OSError, subprocess.SubprocessError) as error:
        found, languages = str(error), []
    command = "sudo apt-get install tesseract-ocr-vie"
    yield Check(name, found, "" if "vie" in languages else say("doctor.for_tesseract", command=command))


def _extras() -> Iterator[Check]:
    """What single commands need beyond the program, by the extra that brings it."""
    try:
        declared = requires("report-miner") or ()
    except PackageNotFoundError:  # as `_packages` says
        return
    for extra in _EXTRAS:
        names = [_NAME.findall(each)[0] for each in declared if f"extra == '{extra}'" in each]
        missing = [name for name in names if not _is_installed(name)]
        command = f"pip install 'report-miner[{extra}]'"
        remedy = say(f"doctor.for_{extra}", command=command) if missing else ""
        yield Check(say(f"doctor.extra_{extra}"), "" if missing else ", ".join(names), remedy)


def _is_installed(package: str) -> bool:
    try:
        return bool(version(package))
    except PackageNotFoundError:
        return False


def _patterns(over: Path | None) -> Iterator[Check]:
    """Read every file of patterns/ once; a broken one is named with its line."""
    try:
        patterns = load_patterns(over)
    except PatternError as error:
        yield Check("patterns", error.message, error.remedy, ExitCode.PATTERNS)
        return
    broken = False
    for name, attribute in vars(Patterns).items():
        if isinstance(attribute, cached_property):
            try:
                getattr(patterns, name)
            except PatternError as error:
                broken = True
                yield Check(f"patterns: {name}", error.message, error.remedy, ExitCode.PATTERNS)
    if not broken:
        yield Check("patterns", " + ".join(str(folder) for folder in (patterns.directory, patterns.over) if folder))


def lines(checks: list[Check]) -> Iterator[Text]:
    """Yield the checks as lines for the terminal; a remedy stands below, whole, so that it can be copied."""
    from rich.text import Text

    for check in checks:
        key, style = ("ok", "green") if not check.remedy else ("missing", "yellow")
        if check.exit_code is not ExitCode.OK:
            key, style = "broken", "bold red"
        yield Text.assemble((f"{say(f'doctor.{key}'):8}", style), check.name, "  ", (check.found, "dim"))
        if check.remedy:
            yield Text(" " * 8 + check.remedy)
