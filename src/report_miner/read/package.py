"""Zip packages (Office and OpenDocument files, archives) opened within bounds, so that no bomb unpacks."""

from __future__ import annotations

import io
import zipfile
import zlib

from report_miner.errors import DamagedDocument, EncryptedDocument, TooLarge
from report_miner.texts import say

LARGEST_UNPACKED = 300_000_000
LARGEST_PART = 150_000_000
_MOST_MEMBERS = 20_000
_HIGHEST_RATIO = 300
_SMALL = 20_000_000
_BROKEN = (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError, zlib.error)
_LOCKED = 0x1


def open_package(data: bytes) -> zipfile.ZipFile:
    """Return the zip file that `data` is.

    Raises:
        DamagedDocument: no zip, or a truncated one.
        TooLarge: more unpacked bytes or members than a real document has.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN as error:
        raise DamagedDocument(say("read.damaged_zip"), remedy=say("read.damaged_zip_remedy")) from error
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    ratio = unpacked / max(1, len(data))
    if unpacked > LARGEST_UNPACKED or len(members) > _MOST_MEMBERS or (unpacked > _SMALL and ratio > _HIGHEST_RATIO):
        raise bomb()
    return archive


def member_bytes(archive: zipfile.ZipFile, member: str | zipfile.ZipInfo, largest: int = LARGEST_PART) -> bytes:
    """Return the bytes of one member.

    Raises:
        DamagedDocument: it cannot be unpacked.
        EncryptedDocument: it is locked with a password.
        TooLarge: it holds more than `largest` bytes, whatever the directory of the zip says.
    """
    source = member_head(archive, member, largest + 1)
    if len(source) > largest:
        raise bomb()
    return source


def member_head(archive: zipfile.ZipFile, member: str | zipfile.ZipInfo, size: int) -> bytes:
    """Return the first `size` bytes of one member, all of a shorter one.

    Raises:
        DamagedDocument: it cannot be unpacked.
        EncryptedDocument: it is locked with a password.
    """
    known = archive.getinfo(member) if isinstance(member, str) else member
    if known.flag_bits & _LOCKED:
        raise EncryptedDocument(say("read.encrypted"), remedy=say("read.encrypted_remedy"))
    try:
        with archive.open(known) as stream:
            return stream.read(size)
    except _BROKEN as error:
        raise DamagedDocument(say("read.damaged_zip"), remedy=say("read.damaged_zip_remedy")) from error


def bomb() -> TooLarge:
    """The error for what unpacks to more than it should."""
    return TooLarge(say("read.zip_bomb", limit=LARGEST_UNPACKED // 1_000_000), remedy=say("read.zip_bomb_remedy"))
