"""The script that installs programs outside Python: silent when all is there, a command when it must not install."""

import shutil
import stat
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "scripts" / "system_packages.sh"


@pytest.fixture
def run(tmp_path):
    """Run the script where only the given programs are to be found."""

    def with_programs(*names: str) -> subprocess.CompletedProcess[str]:
        for name in ("grep", "id", "readlink"):
            (tmp_path / name).symlink_to(shutil.which(name))
        for name in names:
            program = tmp_path / name
            program.write_text("#!/bin/sh\necho vie\n")
            program.chmod(program.stat().st_mode | stat.S_IXUSR)
        return subprocess.run(
            ["/bin/sh", SCRIPT], capture_output=True, text=True, env={"PATH": str(tmp_path)}, check=False
        )

    return with_programs


def test_what_cannot_be_installed_is_named_with_the_command(run) -> None:
    done = run()
    assert done.returncode == 0
    office = "libreoffice-writer libreoffice-calc libreoffice-impress"
    assert f"sudo apt-get install {office} antiword tesseract-ocr tesseract-ocr-vie\n" in done.stderr


def test_only_what_is_missing_is_named(run) -> None:
    assert run("libreoffice", "tesseract").stderr.endswith("sudo apt-get install antiword\n")


def test_with_everything_there_nothing_is_said(run) -> None:
    done = run("soffice", "antiword", "tesseract")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_part_of_libreoffice_that_is_missing_is_named(run, tmp_path) -> None:
    for name in ("soffice.bin", "libswlo.so", "libsclo.so"):
        (tmp_path / name).touch()
    assert run("soffice", "antiword", "tesseract").stderr.endswith("sudo apt-get install libreoffice-impress\n")
