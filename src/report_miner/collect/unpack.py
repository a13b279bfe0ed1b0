"""Compressed bytes unpacked within bounds: what a server sends, a sitemap in gzip, a record of an archive."""

from __future__ import annotations

import zlib
from typing import Protocol

from report_miner.errors import FetchError
from report_miner.texts import say

GZIP = b"\x1f\x8b"
ENCODINGS = "gzip, deflate, br"
"""The encodings that servers are told of."""

_EITHER = zlib.MAX_WBITS | 32  # gzip or zlib, by its head
_BARE = -zlib.MAX_WBITS
_MOST_STEPS = 3


class Unpacker:
    """Takes a body piece by piece and holds at most `limit` bytes of what is in it.

    Args:
        encodings: the value of Content-Encoding; "" for a body that is as it is.
        limit: how many bytes may come out.
        cut: whether what comes after the limit is left out, instead of being an error.

    Raises:
        FetchError: an encoding that is not known.
    """

    def __init__(self, encodings: str, limit: int, *, cut: bool = False) -> None:
        names = [name.strip().lower() for name in encodings.split(",")]
        self._steps = [_step(name) for name in reversed(names) if name not in ("", "identity")]
        if len(self._steps) > _MOST_STEPS:
            raise _unknown(encodings)
        self._limit = limit
        self._cut = cut
        self.is_full = False
        self._body = bytearray()

    def feed(self, piece: bytes) -> None:
        """Take the next piece of the body.

        Raises:
            FetchError: it holds more than the limit, or it is broken.
        """
        try:
            for step in self._steps:
                piece = step.some(piece, self._limit + 1)
        except (zlib.error, ValueError) as error:
            raise _broken() from error
        self._body += piece
        if len(self._body) > self._limit:
            if not self._cut:
                raise too_large(self._limit)
            del self._body[self._limit :]
            self.is_full = True

    def body(self) -> bytes:
        """What is in the body, all of which was fed.

        Raises:
            FetchError: its end is missing.
        """
        if not self.is_full and not all(step.is_whole() for step in self._steps):
            raise _broken()
        return bytes(self._body)


def gunzipped(data: bytes, limit: int) -> bytes:
    """Return what is in `data`, a file in gzip of any number of members.

    Raises:
        FetchError: it holds more than `limit` bytes, or it is broken.
    """
    unpacker = Unpacker("gzip", limit)
    unpacker.feed(data)
    return unpacker.body()


def too_large(limit: int) -> FetchError:
    """Return the error for a page beyond `limit` bytes."""
    return FetchError(say("collect.too_large", limit=limit / 1_000_000), remedy=say("collect.too_large_remedy"))


def _broken() -> FetchError:
    return FetchError(say("collect.broken_body"), remedy=say("collect.broken_body_remedy"))


class _Step(Protocol):
    def some(self, piece: bytes, most: int) -> bytes:
        """What comes of the next piece, hardly more than `most` bytes."""

    def is_whole(self) -> bool:
        """Whether the end was reached."""


def _step(name: str) -> _Step:
    if name in ("gzip", "x-gzip", "deflate"):
        return _Zlib()
    if name == "br":
        return _Brotli()
    raise _unknown(name)


def _unknown(name: str) -> FetchError:
    return FetchError(say("collect.encoding", name=name[:40]), remedy=say("collect.broken_body_remedy"))


class _Zlib:
    """gzip and deflate, also deflate without its head, as some servers send it, and gzip of many members."""

    def __init__(self) -> None:
        self._unpack = zlib.decompressobj(_EITHER)
        self._begun = self._ended = False

    def some(self, piece: bytes, most: int) -> bytes:
        found = bytearray()
        while piece and len(found) < most:
            if self._ended:
                piece = piece.lstrip(b"\0")
                if not piece.startswith(GZIP):
                    break
                self._unpack = zlib.decompressobj(_EITHER)
            found += self._next(piece, most - len(found))
            self._begun, self._ended = True, self._unpack.eof
            piece = self._unpack.unused_data if self._ended else self._unpack.unconsumed_tail
        return bytes(found)

    def _next(self, piece: bytes, most: int) -> bytes:
        try:
            return self._unpack.decompress(piece, most)
        except zlib.error:
            if self._begun:
                raise
        self._unpack = zlib.decompressobj(_BARE)
        return self._unpack.decompress(piece, most)

    def is_whole(self) -> bool:
        return self._ended or not self._begun


class _Brotli:
    def __init__(self) -> None:
        import brotli

        self._unpack = brotli.Decompressor()
        self._error = brotli.error
        self._begun = False

    def some(self, piece: bytes, most: int) -> bytes:
        self._begun = self._begun or bool(piece)
        try:
            found = bytearray(self._unpack.process(piece, output_buffer_limit=most))
            while len(found) < most and not self._unpack.can_accept_more_data():
                found += self._unpack.process(b"", output_buffer_limit=most - len(found))
        except self._error as error:
            raise ValueError from error
        return bytes(found)

    def is_whole(self) -> bool:
        return self._unpack.is_finished() or not self._begun
