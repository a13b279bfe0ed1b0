"""A PostgreSQL server of the tests' own: on loopback, in a folder that goes away, under a user without rights."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

PASSWORD = "mật khẩu/bí mật"
QUOTED = "m%E1%BA%ADt%20kh%E1%BA%A9u%2Fb%C3%AD%20m%E1%BA%ADt"


class Unavailable(Exception):  # noqa: N818 - named for the condition
    """There is no server to be had; the message says why."""


class Server:
    """A running server."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._numbers = count()

    def address(self, database: str, *, password: str = QUOTED) -> str:
        return f"postgresql+psycopg://postgres:{password}@127.0.0.1:{self.port}/{database}"

    def new_database(self, template: str = "template1") -> str:
        """Make a database, empty or like another one, and return its address."""
        name = f"ket_qua_{next(self._numbers)}"
        self.run("postgres", f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.address(name)

    def run(self, database: str, statement: str) -> list[tuple[object, ...]]:
        import psycopg

        where = f"host=127.0.0.1 port={self.port} user=postgres dbname={database}"
        with psycopg.connect(where, password=PASSWORD, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []


@contextmanager
def running_server() -> Iterator[Server]:
    """Start a server and stop it in the end.

    Raises:
        Unavailable: PostgreSQL is not installed, or does not start.
    """
    programs = _programs()
    owner = {"user": _user()} if os.geteuid() == 0 else {}
    folder = Path(tempfile.mkdtemp(prefix="report-miner-postgresql-"))
    data = folder / "data"
    try:
        (folder / "password").write_text(PASSWORD, encoding="utf-8")
        for path in (folder, folder / "password"):
            shutil.chown(path, **owner) if owner else None
        _call(
            [
                *(programs / "initdb", "-D", data, "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync"),
                *("--auth=scram-sha-256", f"--pwfile={folder / 'password'}"),
            ],
            **owner,
        )
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
        control = [programs / "pg_ctl", "-D", data, "-w", "-t", "60"]
        _call([*control, "-l", folder / "log", "-o", options, "start"], **owner)
        try:
            yield Server(port)
        finally:
            _call([*control, "-m", "immediate", "stop"], **owner)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[4]))
    path = found[-1] if found else Path(shutil.which("initdb") or "/")
    if not path.is_file():
        raise Unavailable("PostgreSQL is not installed (apt-get install postgresql)")
    return path.parent


def _user() -> str:
    import pwd

    names = {each.pw_name for each in pwd.getpwall()}
    for name in ("postgres", "nobody"):
        if name in names:
            return name
    raise Unavailable("PostgreSQL does not run as root, and there is no user for it")


def _call(command: list[object], **owner: str) -> None:
    done = subprocess.run(
        [str(part) for part in command], cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        check=False, **owner,
    )  # fmt: skip
    if done.returncode:
        raise Unavailable(f"PostgreSQL does not start: {done.stderr.strip()[-500:]}")
