"""Starting the review page."""

from __future__ import annotations

import getpass
import os
import socket
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path

from report_miner.errors import UsageError
from report_miner.patterns import Patterns
from report_miner.texts import say, system_reason

PASSWORD = "REPORT_MINER_PASSWORD"
"""The environment variable that holds the password."""

_LEAST = 8  # characters of a password


def serve(
    folder: Path,
    patterns: Patterns,
    *,
    address: str | None = None,
    host: str = "127.0.0.1",
    port: int = 8765,
    opens: bool = True,
    tell: Callable[[str], None],
) -> None:
    """Serve the results in `folder` until interrupted.

    Args:
        folder: the folder of the results.
        patterns: the catalogue and the gazetteer.
        address: the address of the PostgreSQL database that holds the results, if none in `folder` does.
        host: the address to listen on; one that others can reach needs a password in `REPORT_MINER_PASSWORD`.
        port: the port; 0 for any that is free.
        opens: whether to open a browser.
        tell: called with the sentence that gives the address.

    Raises:
        UsageError: there are no results, no password, no free port, or the packages are not installed.
        StoreError: the results cannot be read.
    """
    try:
        import uvicorn

        from report_miner.review.app import create_app
    except ModuleNotFoundError as error:
        raise UsageError(say("review.no_web"), remedy=say("review.no_web_remedy")) from error
    from report_miner.review.desk import Desk
    from report_miner.review.safety import Guard, is_local

    password = os.environ.get(PASSWORD, "")
    if len(password) < _LEAST and not (is_local(host) and not password):
        raise UsageError(
            say("review.needs_password", host=host), remedy=say("review.needs_password_remedy", least=_LEAST)
        )
    tell(say("review.preparing"))
    desk = Desk(folder, patterns, address)
    app = create_app(desk, Guard(host, _user(), password))
    listener = _listen(host, port)
    page = f"http://{host if host != '0.0.0.0' else socket.gethostname()}:{listener.getsockname()[1]}/"
    tell(say("review.at", address=page))
    if opens:
        threading.Timer(0.5, webbrowser.open, [page]).start()
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False))
    try:
        server.run(sockets=[listener])
    finally:
        desk.close()


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "?"


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except (OSError, OverflowError) as error:
        raise UsageError(
            say("review.port_taken", host=host, port=port, reason=system_reason(error)),
            remedy=say("review.port_taken_remedy"),
        ) from error
