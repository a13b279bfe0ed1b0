"""Files that hold other files: ZIP archives and e-mails with attachments, walked within bounds.

A file inside is named by the path of what holds it and its own name: `ho-so.zip/bao-cao.docx`. Nothing is unpacked to
the disk; names from inside are labels, never paths.
"""

from __future__ import annotations

import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from report_miner.errors import EmptyDocument, ReadError, TooLarge
from report_miner.read.detect import EMPTY_ZIP, Format, detect, looks_like_mail
from report_miner.read.draft import Stated
from report_miner.read.encoding import decode
from report_miner.read.mail import attachments, has_body, sender
from report_miner.read.package import LARGEST_UNPACKED, member_bytes, open_package
from report_miner.texts import say

DEEPEST = 3
MOST_FILES = 2_000
_WITH_PARTS = (Format.ARCHIVE, Format.MAIL)
_SKIPPED = "__MACOSX/"
_OF_SYSTEMS = ("thumbs.db", "ehthumbs.db", "desktop.ini")
_UTF8_NAME = 0x800


@dataclass(frozen=True, slots=True)
class Inner:
    """A file in a container: the names that lead to it, outermost first, and its bytes or why there are none.

    `sent` is what the e-mail around it says of itself.
    """

    names: tuple[str, ...]
    data: bytes = b""
    error: ReadError | None = None
    sent: Stated | None = None


def may_be_document(name: str) -> bool:
    """Whether a file of this name is none that systems and office programs leave beside documents."""
    return not name.startswith((".", "~$")) and name.casefold() not in _OF_SYSTEMS


def may_hold_files(head: bytes) -> bool:
    """Whether a file that begins with `head` may be an archive or an e-mail."""
    return head.startswith((b"PK\x03\x04", EMPTY_ZIP)) or looks_like_mail(head)


def inner_files(data: bytes) -> Iterator[Inner] | None:
    """Yield the documents in a container, those in containers inside it too; None when `data` is a document itself.

    An e-mail with a text is a document too: it comes first, with no names. A container of nothing is an error.
    """
    return _walk(data, (), _Budget(), None) if _format(data) in _WITH_PARTS else None


@dataclass
class _Budget:
    """How many files and bytes may still come out of one file of the user's."""

    files: int = MOST_FILES
    size: int = LARGEST_UNPACKED

    def take(self, size: int) -> None:
        """Count one more file.

        Raises:
            TooLarge: more than the bounds allow.
        """
        self.files -= 1
        self.size -= size
        if self.files < 0 or self.size < 0:
            raise _too_much()


def _too_much() -> TooLarge:
    limit = LARGEST_UNPACKED // 1_000_000
    message = say("read.archive_bounds", files=MOST_FILES, limit=limit, depth=DEEPEST)
    return TooLarge(message, remedy=say("read.archive_bounds_remedy"))


@dataclass(frozen=True, slots=True)
class _Part:
    """A file in a container: how large it says it is, and the way to its bytes."""

    size: int
    read: Callable[[], bytes]


def _walk(data: bytes, above: tuple[str, ...], budget: _Budget, sent: Stated | None) -> Iterator[Inner]:
    is_empty = True
    try:
        if detect(data) is Format.MAIL:
            sent = sender(data)
            if has_body(data):
                is_empty = False
                yield Inner(above, data)
        for label, part in _parts(data):
            is_empty = False
            budget.take(part.size)
            yield from _part(part, (*above, label), budget, sent)
        if is_empty:
            raise EmptyDocument(say("read.nothing_inside"), remedy=say("read.nothing_inside_remedy"))
    except ReadError as error:
        yield Inner(above, error=error)


def _part(part: _Part, names: tuple[str, ...], budget: _Budget, sent: Stated | None) -> Iterator[Inner]:
    """A document in a container, or the documents in the container that it is itself."""
    try:
        data = part.read()
    except ReadError as error:
        yield Inner(names, error=error)
        return
    if not may_hold_files(data) or _format(data) not in _WITH_PARTS:
        yield Inner(names, data, sent=sent)
    elif len(names) >= DEEPEST:
        yield Inner(names, error=_too_much())
    else:
        yield from _walk(data, names, budget, sent)


def _format(data: bytes) -> Format | None:
    try:
        return detect(data) if data else None
    except ReadError:
        return None


def _parts(data: bytes) -> Iterator[tuple[str, _Part]]:
    """The files right inside a container, with labels of which none comes twice."""
    seen: dict[str, int] = {}
    for name, part in _mail_parts(data) if _format(data) is Format.MAIL else _zip_parts(data):
        seen[name] = seen.get(name, 0) + 1
        stem, dot, suffix = name.rpartition(".")
        yield (name if seen[name] == 1 else f"{stem or suffix} ({seen[name]}){dot}{suffix if stem else ''}"), part


def _mail_parts(data: bytes) -> Iterator[tuple[str, _Part]]:
    for name, content in attachments(data):
        yield _label(name), _Part(len(content), partial(bytes, content))


def _zip_parts(data: bytes) -> Iterator[tuple[str, _Part]]:
    archive = open_package(data)
    for member in sorted(archive.infolist(), key=lambda member: member.filename):
        name = _label(_file_name(member))
        if not member.is_dir() and may_be_document(name.rpartition("/")[2]) and not name.startswith(_SKIPPED):
            yield name, _Part(member.file_size, partial(member_bytes, archive, member))


def _file_name(member: zipfile.ZipInfo) -> str:
    """The name of a member; programs write UTF-8 or a Vietnamese encoding without saying so."""
    if member.flag_bits & _UTF8_NAME or member.filename.isascii():
        return member.filename
    try:
        return unicodedata.normalize("NFC", decode(member.filename.encode("cp437")).text)
    except (UnicodeError, ReadError):
        return member.filename


def _label(name: str) -> str:
    """A name as it is shown: parts without `..`, nothing that is not printable."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return "".join(mark if mark.isprintable() else "_" for mark in "/".join(parts)) or "_"
