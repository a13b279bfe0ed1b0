"""Who may talk to the page: the host header, the password, the token of every change, and what the browser may do."""

from __future__ import annotations

import base64
import binascii
import hmac
import ipaddress
import secrets
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from report_miner.texts import say

TOKEN_HEADER = "X-Token"
WHO_HEADER = "X-Reviewer"
LONGEST_BODY = 100_000  # bytes of a change
_LONGEST_NAME = 60
_LOCAL = ("127.0.0.1", "localhost", "[::1]")
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}

Handler = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Guard:
    """The rules of one server.

    `host` is the address that it listens on, `user` the reviewer's name where nobody gives one; `password` is empty
    only where the address is this machine's own. `token` must come with every change.
    """

    host: str
    user: str
    password: str = ""
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))

    async def __call__(self, request: Request, handler: Handler) -> Response:
        """Answer the request, or say why not."""
        response = self._refusal(request) or await handler(request)
        response.headers.update(_HEADERS | {"Cache-Control": response.headers.get("Cache-Control", "no-store")})
        return response

    def _refusal(self, request: Request) -> Response | None:
        if not self._is_ours(request.headers.get("host", "")):
            return PlainTextResponse(say("review.wrong_host"), 421)
        if self.password and not self._knows(request):
            asks = {"WWW-Authenticate": 'Basic realm="report-miner", charset="UTF-8"'}
            return PlainTextResponse(say("review.wrong_password"), 401, asks)
        if request.method in ("GET", "HEAD"):
            return None
        origin = request.headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
            return PlainTextResponse(say("review.wrong_token"), 403)
        if not hmac.compare_digest(request.headers.get(TOKEN_HEADER, "").encode(), self.token.encode()):
            return PlainTextResponse(say("review.wrong_token"), 403)
        size = request.headers.get("content-length", "")
        if not size.isdigit() or int(size) > LONGEST_BODY:
            return PlainTextResponse(say("review.too_long"), 413)
        return None

    def _is_ours(self, header: str) -> bool:
        """Whether the host header names this server: another name that leads here is an attack on the browser."""
        host = header if header.endswith("]") else header.rpartition(":")[0] or header
        if host in _LOCAL or host in (self.host, f"[{self.host}]"):
            return True
        return not is_local(self.host) and (_is_address(host) or host in (socket.gethostname(), socket.getfqdn()))

    def _knows(self, request: Request) -> bool:
        return hmac.compare_digest(_credentials(request)[1].encode(), self.password.encode())

    def who(self, request: Request) -> str:
        """The name of the person: the one they logged in with, or the one they gave on the page."""
        given = _credentials(request)[0] if self.password else unquote(request.headers.get(WHO_HEADER, ""))
        return " ".join(given.split())[:_LONGEST_NAME] or self.user


def is_local(host: str) -> bool:
    """Whether only this machine can reach a server that listens on `host`."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def _credentials(request: Request) -> tuple[str, str]:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        user, _, password = base64.b64decode(given, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return user, password
