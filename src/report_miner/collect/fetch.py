"""One page after the other from each host, politely: what a server answers, or why it cannot be had."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self

import httpcore2 as httpcore

from report_miner.collect.addresses import clean, host_of, origin
from report_miner.collect.guard import GuardedNetwork
from report_miner.collect.robots import Rules, read_rules
from report_miner.collect.settings import Settings, user_agent
from report_miner.collect.unpack import ENCODINGS, Unpacker, too_large
from report_miner.errors import FetchError
from report_miner.texts import say

MOVED = (301, 302, 303, 307, 308)
"""The answers that lead to another page."""

_AT_ONCE = 8  # exchanges with different hosts
_SILENCE = 20.0  # seconds without a byte
_WHOLE = 90.0  # seconds for one exchange
_REDIRECTS = 5
_ATTEMPTS = 3
_LONGEST_WAIT = 120.0  # seconds that a server may ask for before it is asked once more
_LONGEST_SAID = 1e7
_GIVEN_UP = 5  # pages of a host in a row that it did not answer
_BUSY = (429, 500, 502, 503, 504)
_LARGEST_ROBOTS = 512_000  # RFC 9309, 2.5 asks for 500 KiB
_NO_TEXT = ("image/", "video/", "audio/", "font/")
_ACCEPT = "text/html,application/xhtml+xml,application/pdf,application/xml;q=0.9,*/*;q=0.5"


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What a server answered: `address` after all redirects, `headers` by their small names, the `body` unpacked."""

    address: str
    status: int
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(slots=True)
class _Host:
    """When a host may be asked next, how often in a row it has not answered, and for how long it asked for rest."""

    next: float = 0.0
    silent: int = 0
    rest: float = 0.0


@dataclass(slots=True)
class Fetcher:
    """Asks servers. Use it as an asynchronous context.

    `credentials` are the headers of authorization by origin; they go nowhere else.
    """

    settings: Settings
    credentials: dict[str, str] = field(default_factory=dict)
    _headers: dict[str, str] = field(init=False)
    _pool: httpcore.AsyncConnectionPool = field(init=False)
    _slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE))
    _hosts: dict[str, _Host] = field(default_factory=dict)
    _rules: dict[str, asyncio.Task[Rules]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._headers = {
            "User-Agent": user_agent(self.settings.contact),
            "Accept": _ACCEPT,
            "Accept-Language": "vi,en;q=0.3",
            "Accept-Encoding": ENCODINGS,
        }
        self._pool = httpcore.AsyncConnectionPool(
            max_connections=_AT_ONCE,
            keepalive_expiry=30.0,
            network_backend=GuardedNetwork(allow_private=self.settings.allow_private),
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._pool.aclose()

    async def get(
        self,
        address: str,
        conditions: Mapping[str, str] | None = None,
        *,
        is_known: Callable[[str], bool] = lambda _: False,
    ) -> Answer:
        """Return the page at `address`, or an answer without a body where that is all that is needed.

        Args:
            address: what to ask for.
            conditions: headers by which the server tells that the page has not changed: it answers 304.
            is_known: whether a page that another one leads to need not be asked for: the answer is one of `MOVED`.

        Raises:
            FetchError: robots.txt forbids it, it is not there, or it is beyond the bounds.
        """
        host = self._host(address)
        if host.silent >= _GIVEN_UP:
            raise _silent("given_up", host=host_of(address))
        try:
            answer = await self._follow(address, conditions or {}, is_known)
        except FetchError as error:
            host.silent = host.silent + 1 if error.silent else 0
            raise
        host.silent = 0
        return answer

    async def _follow(self, address: str, conditions: Mapping[str, str], is_known: Callable[[str], bool]) -> Answer:
        start = origin(address)
        for _ in range(_REDIRECTS + 1):
            rules = await self._rules_of(address)
            if not rules.allow(address):
                raise FetchError(say("collect.robots"), remedy=say("collect.robots_remedy"))
            same = origin(address) == start
            answer = await self._ask(address, conditions if same else {}, self._delay(rules), self.settings.largest)
            if answer.status not in MOVED:
                return _accepted(answer)
            address = _target(answer)
            if is_known(address):
                return replace(answer, address=address)
        raise FetchError(say("collect.redirects", limit=_REDIRECTS), remedy=say("collect.look"), final=True)

    def _delay(self, rules: Rules) -> float:
        return max(self.settings.delay, rules.delay)

    async def _rules_of(self, address: str) -> Rules:
        """The rules of the site, asked for once."""
        site = origin(address)
        if site not in self._rules:
            self._rules[site] = asyncio.create_task(self._read_rules(f"{site}/robots.txt"))
        return await asyncio.shield(self._rules[site])

    async def _read_rules(self, address: str) -> Rules:
        for _ in range(_REDIRECTS + 1):
            try:
                answer = await self._ask(address, {}, self.settings.delay, _LARGEST_ROBOTS, cut=True)
                if answer.status not in MOVED:
                    break
                address = _target(answer)
            except FetchError as error:
                if error.final:  # what is there are no rules
                    return Rules(None)
                raise
        return read_rules(answer.status, answer.body)

    async def _ask(
        self, address: str, conditions: Mapping[str, str], delay: float, largest: int, *, cut: bool = False
    ) -> Answer:
        """What the server answers, asked again where it is busy or does not answer."""
        host = self._host(address)
        if host.rest:
            raise _come_back(host.rest)
        for attempt in range(1, _ATTEMPTS + 1):
            await self._turn(address, delay)
            asked = 0.0
            try:
                answer = await self._exchange(address, conditions, largest, cut=cut)
                error = _silent("busy", status=answer.status)
                if answer.status not in _BUSY:
                    return answer
                asked = _asked_wait(answer.headers.get("retry-after", ""))
            except FetchError as failed:
                if not failed.silent:
                    raise
                error = failed
            finally:
                self._rest(address, delay)
            if asked > _LONGEST_WAIT:
                host.rest = asked
                raise _come_back(asked)
            if attempt < _ATTEMPTS:
                self._rest(address, max(asked, min(delay * 4**attempt, _LONGEST_WAIT)))
        raise error

    async def _turn(self, address: str, delay: float) -> None:
        """Wait until the host may be asked."""
        host, now = self._host(address), asyncio.get_running_loop().time()
        at = max(now, host.next)
        host.next = at + delay
        await asyncio.sleep(at - now)

    def _rest(self, address: str, seconds: float) -> None:
        """Leave the host alone for a while from now."""
        host = self._host(address)
        host.next = max(host.next, asyncio.get_running_loop().time() + seconds)

    def _host(self, address: str) -> _Host:
        return self._hosts.setdefault(host_of(address), _Host())

    async def _exchange(self, address: str, conditions: Mapping[str, str], largest: int, *, cut: bool) -> Answer:
        """Ask once.

        Raises:
            FetchError: no answer, or one that is beyond the bounds.
        """
        headers = {**self._headers, **conditions}
        if origin(address) in self.credentials:
            headers["Authorization"] = self.credentials[origin(address)]
        waits = dict.fromkeys(("connect", "read", "write"), _SILENCE)
        try:
            async with (
                self._slots,
                asyncio.timeout(_WHOLE),
                self._pool.stream(
                    "GET", address, headers=list(headers.items()), extensions={"timeout": waits}
                ) as response,
            ):
                return await _read(address, response, largest, cut=cut)
        except (TimeoutError, httpcore.TimeoutException) as error:
            raise _silent("timeout") from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            if _is_untrusted(error):
                raise FetchError(say("collect.tls"), remedy=say("collect.tls_remedy")) from error
            raise _silent("no_answer") from error


async def _read(address: str, response: httpcore.Response, largest: int, *, cut: bool) -> Answer:
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
    answer = Answer(address=address, status=response.status, headers=headers)
    if response.status != 200:
        return answer
    if headers.get("content-type", "").lower().startswith(_NO_TEXT):
        raise no_article(headers["content-type"].partition(";")[0])
    length = headers.get("content-length", "")
    if length.isdecimal() and int(length) > largest and not cut:
        raise too_large(largest)
    unpacker = Unpacker(headers.get("content-encoding", ""), largest, cut=cut)
    async for piece in response.aiter_stream():
        unpacker.feed(piece)
        if unpacker.is_full:
            break
    return Answer(address=address, status=200, headers=headers, body=unpacker.body())


def no_article(kind: str) -> FetchError:
    """Return the error for what holds no text to read: a picture, a script."""
    return FetchError(say("collect.no_article", kind=kind), remedy=say("collect.no_article_remedy"), final=True)


def _accepted(answer: Answer) -> Answer:
    if answer.status in (200, 304):
        return answer
    known = {401: "closed", 403: "closed", 404: "gone", 410: "gone", 451: "closed"}
    key = known.get(answer.status, "refused")
    raise FetchError(
        say(f"collect.{key}", status=answer.status), remedy=say(f"collect.{key}_remedy"), final=answer.status < 500
    )


def _target(answer: Answer) -> str:
    address = clean(answer.headers.get("location", ""), answer.address) if "location" in answer.headers else None
    if address is None:
        raise FetchError(say("collect.redirect"), remedy=say("collect.look"), final=True)
    return address


def _silent(key: str, **values: object) -> FetchError:
    return FetchError(say(f"collect.{key}", **values), remedy=say(f"collect.{key}_remedy"), silent=True)


def _come_back(seconds: float) -> FetchError:
    return FetchError(say("collect.come_back", minutes=round(seconds / 60)), remedy=say("collect.come_back_remedy"))


def _asked_wait(value: str) -> float:
    """The seconds that Retry-After asks for, given as such or as a date."""
    if value.isdecimal():
        return min(float(value), _LONGEST_SAID)
    try:
        return (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError):
        return 0.0


def _is_untrusted(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError) or "CERTIFICATE_VERIFY_FAILED" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False
