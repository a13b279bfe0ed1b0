"""DOC, RTF and ODT made DOCX by LibreOffice without a window, or text by antiword.

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
from pathlib import Path

from report_miner.errors import DamagedDocument, MissingProgram, ReadError
from report_miner.texts import say

COMMANDS = ("soffice", "libreoffice")
PACKAGES = "libreoffice-writer"
SECONDS_TO_START = 55
SECONDS_A_FILE = 5
_ANTIWORD_SECONDS = 30
_BINARY = re.compile(rb"\\bin(\d{1,10})")

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
_FORBIDDEN = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Writer/Content/Update", "Link", "2"),
    ("Common/Misc", "FirstRun", "false"),
    ("Common/Misc", "CrashReport", "false"),
)


@dataclass(frozen=True, slots=True)
class Converted:
    """What became of one file: the bytes of a DOCX, or the error that says why there are none."""

    data: bytes = b""
    error: ReadError | None = None


def libreoffice() -> str | None:
    """The path of LibreOffice on this machine, None without it."""
    return next(filter(None, map(shutil.which, COMMANDS)), None)


def to_docx(files: Mapping[str, bytes], *, seconds: float | None = None) -> dict[str, Converted]:
    """Return what LibreOffice makes of `files`, by the keys of the mapping.

    Args:
        files: the bytes of each file.
        seconds: how long the call may take; by default enough for the start and for each file.

    Raises:
        MissingProgram: LibreOffice is not installed.
    """
    program = libreoffice()
    if program is None:
        command = f"sudo apt-get install {PACKAGES}"
        raise MissingProgram(say("read.no_libreoffice"), remedy=say("read.run_command", command=command))
    whole = {key: data for key, data in files.items() if not _is_cut_short(data)}
    made = _converted(program, whole, seconds or SECONDS_TO_START + SECONDS_A_FILE * len(whole)) if whole else {}
    return {key: made.get(key) or Converted(error=_damaged()) for key in files}


def _converted(program: str, files: Mapping[str, bytes], limit: float) -> dict[str, Converted]:
    with tempfile.TemporaryDirectory(prefix="report-miner-") as folder:
        home = Path(folder)
        names = {key: home / "in" / f"{number}.{_suffix(data)}" for number, (key, data) in enumerate(files.items())}
        (home / "in").mkdir()
        for key, path in names.items():
            path.write_bytes(files[key])
        _write_profile(home / "profile" / "user")
        in_time = _run(program, home, [str(path) for path in names.values()], limit)
        return {
            key: _result(home / "out" / f"{path.stem}.docx", limit, in_time=in_time) for key, path in names.items()
        }


def _is_cut_short(data: bytes) -> bool:
    """Whether an RTF announces more binary data than follow, for which LibreOffice waits until its time is up."""
    if not data.startswith(b"{\\rtf"):
        return False
    return any(int(found[1]) > len(data) - found.end() for found in _BINARY.finditer(data))


def _suffix(data: bytes) -> str:
    return "rtf" if data.startswith(b"{\\rtf") else "odt" if data.startswith(b"PK") else "doc"


def _write_profile(user: Path) -> None:
    user.mkdir(parents=True)
    items = "\n".join(_ITEM.format(path=path, name=name, value=value) for path, name, value in _FORBIDDEN)
    (user / "registrymodifications.xcu").write_text(_SETTINGS.format(items=items), "utf-8")


def _run(program: str, home: Path, files: Sequence[str], seconds: float) -> bool:
    """Convert `files` into the folder out; False when the time was up and everything was killed."""
    command = [
        program,
        f"-env:UserInstallation={(home / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nologo", "--nolockcheck", "--nodefault"),
        *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(home / "out"), *files),
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
