"""What others crawled: the pages in archives of the web (WARC, ISO 28500, and WACZ, which packs them)."""

from __future__ import annotations

import contextlib
import os
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

from report_miner.collect.addresses import clean, shown
from report_miner.collect.fetch import Answer
from report_miner.collect.pages import SUFFIXES
from report_miner.collect.unpack import GZIP, Unpacker, too_large
from report_miner.errors import FetchError
from report_miner.read.detect import Format
from report_miner.texts import say

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

_WARC = b"WARC/"
_END = b"\r\n\r\n"
_ZIP = b"PK\x03\x04"
_MEMBER = re.compile(r"archive/[^/]+\.warc(?:\.gz)?")
_MOST_MEMBERS = 10_000
_MANDATORY = ("WARC-Type", "WARC-Date", "Content-Length")
_LONGEST_HEADER = 65_536
_CHUNK = re.compile(rb"\s*([0-9a-fA-F]{1,8})[^\r\n]{0,100}\r\n")
_MEDIA_TYPES = ("text/html", "application/xhtml+xml", *(kind.value for kind in SUFFIXES if kind is not Format.HTML))


@dataclass(frozen=True, slots=True)
class Captured:
    """A page of an archive: what a server answered to whoever crawled it, and when."""

    answer: Answer
    fetched: datetime


@dataclass(frozen=True, slots=True)
class Revisit:
    """A page that was met again: its content is that of the page at `of`."""

    address: str
    of: str
    fetched: datetime


@dataclass(frozen=True, slots=True)
class Damage:
    """A page that an archive does not hold whole, or (`address` is None) the end of what can be read of it."""

    address: str | None
    error: FetchError


Found = Captured | Revisit | Damage


def is_archive(path: Path) -> bool:
    """Whether a file is a WARC, compressed or not, or a WACZ."""
    with path.open("rb") as file:
        head = file.read(len(_WARC))
    if head.startswith(_ZIP):
        return zipfile.is_zipfile(path) and bool(_members(path))
    return head == _WARC or (head.startswith(GZIP) and _is_packed_warc(path))


def captured(path: Path, largest: int) -> Iterator[Found]:
    """Yield the pages in an archive, in its order: the answers with status 200, and resources, that are documents.

    Args:
        path: the archive.
        largest: how many bytes a page has at most, unpacked.
    """
    if not zipfile.is_zipfile(path):
        with path.open("rb") as file:
            yield from _pages(file, largest)
        return
    with zipfile.ZipFile(path) as package:
        for member in _members(path):
            try:
                with package.open(member) as file:
                    yield from _pages(file, largest)
            except (zipfile.BadZipFile, RuntimeError, NotImplementedError):
                yield Damage(None, _damaged())


def _members(path: Path) -> list[str]:
    with contextlib.suppress(zipfile.BadZipFile, OSError), zipfile.ZipFile(path) as package:
        return [name for name in package.namelist() if _MEMBER.fullmatch(name)][:_MOST_MEMBERS]
    return []


def _is_packed_warc(path: Path) -> bool:
    with path.open("rb") as file:
        unpacker = Unpacker("gzip", len(_WARC), cut=True)
        with contextlib.suppress(FetchError):
            unpacker.feed(file.read(1024))
            return unpacker.is_full and unpacker.body() == _WARC
    return False


def _pages(file: IO[bytes], largest: int) -> Iterator[Found]:
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    try:
        for record in ArchiveIterator(file, max_header_len=_LONGEST_HEADER):
            if any(name not in record.headers for name in _MANDATORY):
                yield Damage(None, _damaged())
            elif record.record_type == WarcRecordType.revisit:
                yield from _revisit(record)
            elif record.record_type == WarcRecordType.response:
                yield from _response(record, largest)
            elif record.record_type == WarcRecordType.resource:
                yield from _resource(record, largest)
        if _is_torn(file):
            yield Damage(None, _damaged())
    except (OSError, ValueError, EOFError):
        yield Damage(None, _damaged())


def _is_torn(file: IO[bytes]) -> bool:
    """Whether an archive that is not compressed ends in the middle of the head of a record."""
    file.seek(0)
    if file.read(len(_WARC)) != _WARC:
        return False
    file.seek(-len(_END), os.SEEK_END)
    return file.read() != _END


def _revisit(record: WarcRecord) -> Iterator[Found]:
    address, of = _address(record, "WARC-Target-URI"), _address(record, "WARC-Refers-To-Target-URI")
    if address and of:
        yield Revisit(address, of, _moment(record))


def _response(record: WarcRecord, largest: int) -> Iterator[Found]:
    address, http = _address(record, "WARC-Target-URI"), record.http_headers
    if not address or not http or http.status_code != 200:
        return
    headers = {name.lower(): value for name, value in http.items()}
    yield from _document(record, address, headers, largest)


def _resource(record: WarcRecord, largest: int) -> Iterator[Found]:
    """A page that was kept without the answer that it came in; its type, where told, is that of the record."""
    address = _address(record, "WARC-Target-URI")
    if address:
        headers = {"content-type": record.headers.get("Content-Type") or _MEDIA_TYPES[0]}
        yield from _document(record, address, headers, largest)


def _document(record: WarcRecord, address: str, headers: dict[str, str], largest: int) -> Iterator[Found]:
    if headers.get("content-type", "").partition(";")[0].strip().lower() not in _MEDIA_TYPES:
        return
    try:
        body = _body(record, headers, largest)
    except FetchError as error:
        yield Damage(address, error)
        return
    yield Captured(Answer(address=address, status=200, headers=headers, body=body), _moment(record))


def _body(record: WarcRecord, headers: dict[str, str], largest: int) -> bytes:
    """The page in a record, unpacked.

    Raises:
        FetchError: it is too large, or the archive does not hold all of it.
    """
    length = record.content_length
    if length > largest:
        raise too_large(largest)
    body = record.reader.read(length)
    if len(body) < length or record.headers.get("WARC-Truncated"):
        raise FetchError(say("collect.cut_page"), remedy=say("collect.cut_page_remedy"))
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _joined(body)
    unpacker = Unpacker(headers.get("content-encoding", ""), largest)
    try:
        unpacker.feed(body)
        return unpacker.body()
    except FetchError:
        if body[:1] != b"<":  # some crawlers unpack a page and leave the header as it was
            raise
        return body


def _joined(body: bytes) -> bytes:
    """A body without the marks of its chunks; as it is where there are none, whatever its header says."""
    pieces: list[bytes] = []
    at = 0
    while match := _CHUNK.match(body, at):
        size = int(match[1], 16)
        if size == 0:
            return b"".join(pieces)
        pieces.append(body[match.end() : match.end() + size])
        at = match.end() + size
    return b"".join(pieces) if pieces else body


def _moment(record: WarcRecord) -> datetime:
    return record.record_date.replace(microsecond=0)


def _address(record: WarcRecord, name: str) -> str | None:
    found = clean((record.headers.get(name) or "").strip("<> "))
    return shown(found) if found else None


def _damaged() -> FetchError:
    return FetchError(say("collect.cut_archive"), remedy=say("collect.cut_archive_remedy"))
