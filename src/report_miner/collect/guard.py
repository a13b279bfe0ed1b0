"""Connections to the public network alone.

A name is looked up once, every address that it has is looked at, and the connection is made to the very address that
was looked at: a name that means another machine a moment later gains nothing.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Iterable

import httpcore2 as httpcore

from report_miner.errors import FetchError
from report_miner.texts import say

_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # IPv4 behind NAT64, RFC 6052


class GuardedNetwork(httpcore.AsyncNetworkBackend):
    """Connects to addresses of the public network, and to others only where `allow_private`."""

    def __init__(self, *, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address of `host` that answers.

        Raises:
            FetchError: the name means a machine that is not of the public network.
            httpcore.ConnectError: no such name, or nobody answers.
        """
        addresses = await _addresses(host, port)
        if not self._allow_private and not all(map(is_public, addresses)):
            raise FetchError(say("collect.private", host=host), remedy=say("collect.private_remedy"))
        error: Exception = httpcore.ConnectError(host)
        for address in addresses:
            try:
                return await self._network.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.NetworkError, httpcore.TimeoutException) as failed:
                error = failed
        raise error


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public network, whatever it is wrapped in."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if found in _TRANSLATED:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner:
            return is_public(str(inner))
    return found.is_global and not found.is_multicast


async def _addresses(host: str, port: int) -> list[str]:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(str(error)) from error
    return list(dict.fromkeys(str(place[0]) for *_, place in found))
