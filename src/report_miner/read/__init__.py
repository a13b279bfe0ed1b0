"""A file becomes a Document: its text, its structure, and what is known of it."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from report_miner.errors import EmptyDocument, ReadError, TooLarge, UnknownFormat
from report_miner.model import Document
from report_miner.patterns import Patterns, load_patterns
from report_miner.read.detect import OFFICE, Format, detect
from report_miner.read.dialects import usual_package
from report_miner.read.draft import Draft, Stated
from report_miner.read.lines import LineRules, default_rules, rules_of
from report_miner.read.register import RegisterEntry, merged
from report_miner.read.remote import LARGEST
from report_miner.read.render import render
from report_miner.read.sources import Source, walk
from report_miner.read.text import read_text
from report_miner.texts import say, system_reason

if TYPE_CHECKING:
    from report_miner.read.office import Converted

__all__ = ["LARGEST", "RegisterEntry", "Source", "read", "read_bytes", "render", "walk"]

_PACKAGES = (Format.DOCX, Format.PPTX, Format.XLSX)
_REMEDIES = {
    Format.XML: "save_as_office",
    Format.ARCHIVE: "unpack",
}


def read(
    path: str | Path,
    *,
    name: str | None = None,
    register: RegisterEntry | None = None,
    patterns: Patterns | None = None,
    converted: Converted | None = None,
) -> Document:
    """Return the document at `path`.

    Args:
        path: the file.
        name: the document's name in the results; the path as given by default.
        register: what the register of its folder knows of it.
        patterns: whose page patterns to use; the program's own by default.
        converted: what LibreOffice has made of the file, where many were converted in one call.

    Raises:
        ReadError: the file cannot be read; the error says why and what to do.
    """
    path = Path(path)
    shown = name or str(path)
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise ReadError(say("read.not_a_file", path=shown), remedy=say("read.not_a_file_remedy"))
        if found.st_size > LARGEST:
            raise _too_large(found.st_size)
        data = path.read_bytes()
    except OSError as error:
        raise _unreadable(shown, error) from error
    return read_bytes(data, shown, register=register, patterns=patterns, converted=converted)


def read_bytes(
    data: bytes,
    name: str,
    *,
    register: RegisterEntry | None = None,
    patterns: Patterns | None = None,
    converted: Converted | None = None,
    sent: Stated | None = None,
) -> Document:
    """Return the document that the bytes `data` hold; `name` is what the results call it.

    `sent` is what the e-mail says of itself that the document was attached to.

    Raises:
        ReadError: the bytes cannot be read; the error says why and what to do.
    """
    if not data:
        raise EmptyDocument(say("read.empty"), remedy=say("read.empty_remedy"))
    if len(data) > LARGEST:
        raise _too_large(len(data))
    found = detect(data)
    rules = rules_of(patterns) if patterns else default_rules()
    if found in OFFICE:
        draft = _office_draft(data, found, converted, rules)
    else:
        draft = _reader(found)(usual_package(data) if found in _PACKAGES else data, rules)
    if not draft.blocks:
        raise EmptyDocument(say("read.no_text"), remedy=say("read.no_text_remedy"))
    known, differences = merged(draft.stated, draft.guessed.or_else(sent), register, patterns or load_patterns())
    return Document(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=found.value,
        text=draft.text,
        blocks=draft.blocks,
        tables=draft.tables,
        layout=draft.layout,
        title=known.title,
        publisher=known.publisher,
        published=known.published,
        place=known.place,
        notes=(*draft.notes, *differences),
        charsets=draft.charsets,
    )


def _office_draft(data: bytes, found: Format, converted: Converted | None, rules: LineRules) -> Draft:
    """What LibreOffice makes of a file, else what antiword finds in a DOC."""
    from report_miner.read.office import WRITER, antiword_text, convert, install_command

    try:
        converted = converted or convert({"": data})[""]
        if converted.error is None:
            return _reader(OFFICE[found])(converted.data, rules)
        raise converted.error
    except ReadError:
        text = antiword_text(data) if found is Format.DOC else None
        if text is None:
            raise
        draft = read_text(text.encode(), rules)
        note = say("read.by_antiword", command=install_command(WRITER))
        return replace(draft, notes=(note, *draft.notes))


def _reader(found: Format) -> Callable[[bytes, LineRules], Draft]:
    """The reader of a format; the heavier ones are imported when they are first needed."""
    if found is Format.TEXT:
        return read_text
    if found is Format.HTML:
        from report_miner.read.html import read_html

        return read_html
    if found is Format.DOCX:
        from report_miner.read.docx import read_docx

        return read_docx
    if found is Format.FLAT_DOCX:
        from report_miner.read.docx import read_flat_docx

        return read_flat_docx
    if found is Format.PPTX:
        from report_miner.read.pptx import read_pptx

        return read_pptx
    if found is Format.PDF:
        from report_miner.read.pdf import read_pdf

        return read_pdf
    if found is Format.IMAGE:
        from report_miner.read.scan import read_image

        return read_image
    if found in (Format.XLS, Format.XLSX, Format.ODS):
        from report_miner.read.sheet import read_sheet

        return read_sheet
    if found is Format.CSV:
        from report_miner.read.separated import read_separated

        return read_separated
    if found is Format.MAIL:
        from report_miner.read.mail import read_mail

        return read_mail
    raise UnknownFormat(say("read.unsupported", format=found.name), remedy=say(f"read.{_REMEDIES[found]}"))


def _too_large(size: int) -> TooLarge:
    return TooLarge(
        say("read.too_large", size=size // 1_000_000, limit=LARGEST // 1_000_000),
        remedy=say("read.too_large_remedy"),
    )


def _unreadable(name: str, error: OSError) -> ReadError:
    if isinstance(error, FileNotFoundError):
        return ReadError(say("read.not_found", path=name), remedy=say("read.not_found_remedy"))
    if isinstance(error, PermissionError):
        return ReadError(say("read.no_permission", path=name), remedy=say("read.no_permission_remedy"))
    return ReadError(
        say("read.unreadable", path=name, reason=system_reason(error)), remedy=say("read.unreadable_remedy")
    )
