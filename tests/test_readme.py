"""The examples of both READMEs print what stands there, and nothing that a user can call is missing from them.

A block marked `console` holds commands after "$ " and what they print; "..." stands for any lines. A block marked
`python` is a doctest; one marked `yaml` that begins with "# FOLDER/FILE" is a file that later commands use.
Confidences, and the doubts that follow from them, are not compared: they change with every improvement. `make run` is
tried on a few documents of the corpus, so its counts are not compared either.
"""

import doctest
import io
import re
import shlex
import shutil
import sys
from functools import cache
from pathlib import Path

import pytest

import report_miner.spacy_components  # noqa: F401 - the component is known without an installed entry point
from report_miner.cli import app, main
from report_miner.errors import ExitCode
from report_miner.store.rows import CONTRACT

ROOT = Path(__file__).parents[1]
READMES = ["README.md", "README.vi.md"]
MAKE_RUN = "report-miner run corpus -o outputs"
A_FEW = ("hue-du-lich.txt", "krong-pac-cong-an.txt")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CONFIDENCE = re.compile(r"tin\s+cậy \d,\d\d(?: ·\s+cần xem lại:\s+[^\n]+)?")
COUNTS = re.compile(r"  +\d.*")


def blocks(readme: str, language: str) -> list[str]:
    return [match[2] for match in BLOCK.finditer((ROOT / readme).read_text("utf-8")) if match[1] == language]


COMMANDS = [
    pytest.param(*block[2:].split("\n", 1), id=f"{readme}: {block.splitlines()[0]}")
    for readme in READMES
    for block in blocks(readme, "console")
]


@pytest.fixture(scope="module")
def workshop(tmp_path_factory):
    """A folder that looks like the checkout, with the files that the READMEs show."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "docs").symlink_to(ROOT / "docs")
    (folder / "corpus").mkdir()
    for name in A_FEW:
        shutil.copy(ROOT / "corpus" / name, folder / "corpus" / name)
    rows = (ROOT / "corpus" / "documents.csv").read_text("utf-8-sig").splitlines(keepends=True)
    register = [row for row in rows if row.startswith(("file,", *A_FEW))]
    (folder / "corpus" / "documents.csv").write_text("".join(register), "utf-8")
    for readme in READMES:
        for block in blocks(readme, "yaml"):
            path = folder / block.splitlines()[0].removeprefix("# ")
            path.parent.mkdir(exist_ok=True)
            path.write_text(block, "utf-8")
    return folder


@pytest.fixture
def here(workshop, monkeypatch):
    monkeypatch.chdir(workshop)
    monkeypatch.setenv("COLUMNS", "100")


@cache
def printed(command: str) -> str:
    """What a command prints; only `echo … |` may stand before it."""
    before, _, after = command.rpartition("|")
    given = shlex.split(before)[1] + "\n" if before else ""
    streams = sys.argv, sys.stdin, sys.stdout
    sys.argv = shlex.split(after)
    sys.stdin, sys.stdout = io.TextIOWrapper(io.BytesIO(given.encode())), io.TextIOWrapper(io.BytesIO())
    try:
        with pytest.raises(SystemExit) as ended:
            main()
    finally:
        sys.stdout.flush()
        text = sys.stdout.buffer.getvalue().decode()
        sys.argv, sys.stdin, sys.stdout = streams
    assert not ended.value.code, command
    return text


def comparable(text: str, mask: re.Pattern[str]) -> str:
    """The text without what changes: masked parts, and blanks that fill up columns."""
    lines = mask.sub("0", text.strip("\n")).splitlines()
    return "\n".join(re.sub(r" {2,}", "  ", line).rstrip() for line in lines)


@pytest.mark.parametrize(("command", "expected"), COMMANDS)
@pytest.mark.usefixtures("here")
def test_a_command_prints_what_stands_there(command, expected):
    mask = COUNTS if command == "make run" else CONFIDENCE
    got = comparable(printed(MAKE_RUN if command == "make run" else command), mask)
    wanted = comparable(expected, mask)
    pattern = re.escape(wanted).replace(re.escape("...\n"), "(?:.*\n)*")
    assert got == wanted or re.fullmatch(pattern, got), f"{command} prints:\n{got}"


def test_make_run_is_the_command_that_is_tested():
    assert MAKE_RUN in (ROOT / "Makefile").read_text("utf-8")


@pytest.mark.parametrize("readme", READMES)
@pytest.mark.usefixtures("here")
def test_python_examples_hold(readme):
    examples = doctest.DocTestParser().get_doctest("".join(blocks(readme, "python")), {}, readme, readme, 0)
    report = io.StringIO()
    failed, attempted = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(examples, out=report.write)
    assert attempted >= 10
    assert not failed, report.getvalue()


@pytest.mark.parametrize("readme", READMES)
def test_every_command_exit_code_and_field_is_explained(readme):
    text = (ROOT / readme).read_text("utf-8")
    commands = [each.name or each.callback.__name__ for each in app.registered_commands]
    assert [name for name in commands if f"`report-miner {name}" not in text] == []
    assert [code.value for code in ExitCode if f"\n| {code.value} |" not in text] == []
    assert [field for field in CONTRACT if f"`{field}`" not in text] == []


@pytest.mark.parametrize("readme", READMES)
def test_links_lead_somewhere(readme):
    links = re.findall(r"\]\(([^)#:]+)\)", (ROOT / readme).read_text("utf-8"))
    assert len(links) >= 5
    assert [link for link in links if not (ROOT / link).exists()] == []
