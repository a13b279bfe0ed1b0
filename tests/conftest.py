import io
import signal
import sys

import pytest

from postgresql import Unavailable, running_server
from report_miner.cli import main

# A shell that starts the tests in the background lets them ignore Ctrl-C, and so would each program that they start.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def postgresql():
    """A PostgreSQL server for the tests; they are skipped, and say why, where there is none."""
    pytest.importorskip("psycopg", reason="PostgreSQL needs the extra postgres")
    try:
        with running_server() as server:
            yield server
    except Unavailable as why:
        pytest.skip(str(why))


@pytest.fixture
def cli(monkeypatch, capsys, tmp_path):
    """Run the command line in an empty folder; returns exit code, standard output and standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")

    def run(*arguments: object, stdin: str | bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["report-miner", *map(str, arguments)])
        given = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capsys.readouterr()
        return ended.value.code or 0, captured.out, captured.err

    return run
