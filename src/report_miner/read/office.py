"""Office files made DOCX, XLSX or PDF by LibreOffice without a window; the text of a DOC by antiword.

LibreOffice runs in a profile folder of its own that forbids macros, updates of links and data from elsewhere; it is
killed with everything that it started when its time is up. Many files are converted in one call.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from report_miner.errors import DamagedDocument, MissingProgram, ReadError
from report_miner.read.detect import OFFICE, Format, detect
from report_miner.read.office_xml import put_right
from report_miner.read.package import open_package
from report_miner.read.xlsb_results import with_results
from report_miner.texts import say

COMMANDS = ("soffice", "libreoffice")
SECONDS_TO_START = 55
SECONDS_A_FILE = 5
_ANTIWORD_SECONDS = 30
_BINARY = re.compile(rb"\\bin(\d{1,10})")
_XML = (Format.WORD_XML, Format.EXCEL_XML, Format.FODT, Format.FODS, Format.FODP)

_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
{items}
</oor:items>
"""
_ITEM = (
    '<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse">'
    "<value>{value}</value></prop></item>"
)
_CHOSEN = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Writer/Content/Update", "Link", "2"),
    ("Calc/Content/Update", "Link", "2"),
    ("Common/Filter/PDF/Export", "ExportHiddenSlides", "true"),
    ("Common/Misc", "FirstRun", "false"),
    ("Common/Misc", "CrashReport", "false"),
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of LibreOffice: its name, the file that shows that it is there, and its package."""

    name: str
    library: str
    package: str


WRITER = Part("Writer", "libswlo.so", "libreoffice-writer")
CALC = Part("Calc", "libsclo.so", "libreoffice-calc")
IMPRESS = Part("Impress", "libsdlo.so", "libreoffice-impress")
PARTS = (WRITER, CALC, IMPRESS)

_MAKERS = {
    Format.DOCX: (WRITER, "docx:MS Word 2007 XML"),
    Format.XLSX: (CALC, "xlsx:Calc MS Excel 2007 XML"),
    Format.PPTX: (IMPRESS, "pptx:Impress MS PowerPoint 2007 XML"),
    Format.PDF: (IMPRESS, "pdf:impress_pdf_Export"),
}
"""What of LibreOffice makes a format, and how it is told to."""


@dataclass(frozen=True, slots=True)
class Converted:
    """What became of one file: the bytes that LibreOffice made of it, or the error that says why there are none."""

    data: bytes = b""
    error: ReadError | None = None


def libreoffice() -> str | None:
    """The path of LibreOffice on this machine, None without it."""
    return next(filter(None, map(shutil.which, COMMANDS)), None)


def missing_parts(program: str) -> list[Part]:
    """The parts that the LibreOffice at `program` lacks; none where it does not lie as its packages lay it."""
    folder = Path(program).resolve().parent
    if not (folder / "soffice.bin").exists():
        return []
    return [part for part in PARTS if not (folder / part.library).exists()]


def install_command(*parts: Part) -> str:
    """The command that installs these parts of LibreOffice."""
    return " ".join(("sudo apt-get install", *(part.package for part in parts)))


def convert(files: Mapping[str, bytes], *, seconds: float | None = None) -> dict[str, Converted]:
    """Return what LibreOffice makes of `files`, by the keys of the mapping: one call for each format that it makes.

    Args:
        files: the bytes of each file, each of a format of `OFFICE`.
        seconds: how long a call may take; by default enough for the start and for each file.
    """
    made: dict[str, Converted] = {}
    wanted = sorted((OFFICE[detect(data)], key) for key, data in files.items())
    for target, group in groupby(wanted, key=lambda each: each[0]):
        made |= _converted({key: files[key] for _, key in group}, target, seconds)
    return made


@lru_cache(maxsize=2)
def slides_as_pdf(data: bytes) -> bytes:
    """Return a presentation as a PDF with a page for each slide, hidden ones too.

    Raises:
        ReadError: LibreOffice cannot open it, or is not installed.
    """
    made = _converted({"": data}, Format.PDF, None)[""]
    if made.error:
        raise made.error
    return made.data


def _ready(data: bytes) -> bytes:
    """The file as LibreOffice may open it.

    Raises:
        DamagedDocument: it is cut short.
        TooLarge: a zip bomb.
    """
    if data.startswith(b"{\\rtf") and _is_cut_short(data):
        raise _damaged()
    if data.startswith(b"PK"):
        open_package(data)
    found = detect(data)
    if found is Format.XLSB:
        return with_results(data)
    return put_right(data) if found in _XML else data


def _converted(files: Mapping[str, bytes], target: Format, seconds: float | None) -> dict[str, Converted]:
    """What one call makes of files that become the same format; what had better not be opened is left out of it."""
    program = libreoffice()
    part, writes = _MAKERS[target]
    if program is None or part in missing_parts(program):
        key = "no_libreoffice" if program is None else "no_libreoffice_part"
        remedy = say("read.run_command", command=install_command(part))
        missing = MissingProgram(say(f"read.{key}", part=part.name), remedy=remedy)
        return dict.fromkeys(files, Converted(error=missing))
    made: dict[str, Converted] = {}
    ready: dict[str, bytes] = {}
    for key, data in files.items():
        try:
            ready[key] = _ready(data)
        except ReadError as error:
            made[key] = Converted(error=error)
    if ready:
        made |= _made(program, ready, writes, seconds or SECONDS_TO_START + SECONDS_A_FILE * len(ready))
    return made


def _made(program: str, files: Mapping[str, bytes], writes: str, limit: float) -> dict[str, Converted]:
    with tempfile.TemporaryDirectory(prefix="report-miner-") as folder:
        home = Path(folder)
        names = {key: home / "in" / f"{number}.{_suffix(data)}" for number, (key, data) in enumerate(files.items())}
        (home / "in").mkdir()
        for key, path in names.items():
            path.write_bytes(files[key])
        _write_profile(home / "profile" / "user")
        in_time = _run(program, home, [str(path) for path in names.values()], writes, limit)
        ending = writes.partition(":")[0]
        return {
            key: _result(home / "out" / f"{path.stem}.{ending}", limit, in_time=in_time)
            for key, path in names.items()
        }


def _is_cut_short(data: bytes) -> bool:
    """Whether an RTF announces more binary data than follow, for which LibreOffice waits until its time is up."""
    return any(int(found[1]) > len(data) - found.end() for found in _BINARY.finditer(data))


def _suffix(data: bytes) -> str:
    found = detect(data)
    return "xml" if found in (Format.WORD_XML, Format.EXCEL_XML) else found.name.lower()


def _write_profile(user: Path) -> None:
    user.mkdir(parents=True)
    items = "\n".join(_ITEM.format(path=path, name=name, value=value) for path, name, value in _CHOSEN)
    (user / "registrymodifications.xcu").write_text(_SETTINGS.format(items=items), "utf-8")


def _run(program: str, home: Path, files: Sequence[str], writes: str, seconds: float) -> bool:
    """Convert `files` into the folder out as `writes` says; False when the time was up and everything was killed."""
    command = [
        program,
        f"-env:UserInstallation={(home / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nologo", "--nolockcheck", "--nodefault"),
        *("--convert-to", writes, "--outdir", str(home / "out"), *files),
    ]
    environment = {**os.environ, "HOME": str(home), "http_proxy": "127.0.0.1:9", "https_proxy": "127.0.0.1:9"}
    process = subprocess.Popen(
        command,
        cwd=home,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    finally:
        _kill(process)
    return True


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the process and all that it started; they share a process group of their own."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _result(path: Path, seconds: float, *, in_time: bool) -> Converted:
    if path.is_file() and path.stat().st_size:
        return Converted(path.read_bytes())
    if not in_time:
        message = say("read.conversion_too_long", seconds=round(seconds))
        return Converted(error=ReadError(message, remedy=say("read.conversion_failed_remedy")))
    return Converted(error=_damaged())


def _damaged() -> DamagedDocument:
    return DamagedDocument(say("read.conversion_failed"), remedy=say("read.conversion_failed_remedy"))


def antiword_text(data: bytes) -> str | None:
    """Return the text that antiword finds in a DOC, None without antiword or where it finds none."""
    program = shutil.which("antiword")
    if program is None:
        return None
    with tempfile.TemporaryDirectory(prefix="report-miner-") as folder:
        path = Path(folder, "tep.doc")
        path.write_bytes(data)
        try:
            done = subprocess.run(
                [program, "-m", "UTF-8.txt", "-w", "0", str(path)],
                capture_output=True,
                timeout=_ANTIWORD_SECONDS,
                check=True,
                env={**os.environ, "HOME": folder, "LC_ALL": "C.UTF-8"},
            )
        except (OSError, subprocess.SubprocessError):
            return None
    text = done.stdout.decode("utf-8", "replace")
    return text if text.strip() else None
