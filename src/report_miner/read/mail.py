"""E-mails (RFC 5322) and pages that a browser saved as one file (MHTML): the text of the body; attachments apart."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr, parsedate_to_datetime
from itertools import islice

from report_miner.errors import DamagedDocument
from report_miner.read.detect import UTF8_MARK
from report_miner.read.draft import Draft, Stated
from report_miner.read.html import read_html
from report_miner.read.lines import LineRules, default_rules
from report_miner.read.text import read_text
from report_miner.texts import say

_MOST_PARTS = 500
_QUOTED = re.compile(rb"(?m)^>[> ]*")  # marks of an answer before the lines that it quotes (RFC 3676)
_SOFT_BREAK = re.compile(rb"(?m)(?<!^--) \r?\n(?!-- \r?$|>)")  # of a paragraph that flows on (RFC 3676)
_FRAMES = re.compile(rb"<frameset\b", re.I)
_OUTER_TAGS = re.compile(rb"<head\b(?:(?!<head\b).)*?</head>|</?(?:html|body)\b[^>]*>", re.I | re.S)
_MESSAGE = "message/rfc822"
_SIGNATURES = ("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature")


def read_mail(data: bytes, rules: LineRules) -> Draft:
    """Return the body of an e-mail; its subject and date count where the text states none.

    Raises:
        DamagedDocument: headers or parts that cannot be made out.
        EmptyDocument: no text in it.
        UnknownFormat: an encoding that cannot be told.
    """
    with _whole():
        message = _message(data)
        body = _body(message)
        content = _content(message, body)
        is_html = body is not None and body.get_content_type() == "text/html"
        subject = str(message["subject"] or "").strip() or None
        sent = _sent(message, rules)
    draft = read_html(content, rules) if is_html else read_text(_QUOTED.sub(b"", content), rules)
    return replace(draft, stated=draft.stated.or_else(Stated(title=subject)), guessed=sent)


def sender(data: bytes) -> Stated:
    """Return what the headers say of an e-mail and of what is attached: its date, and the office that sent it.

    Raises:
        DamagedDocument: headers that cannot be made out.
    """
    with _whole():
        return _sent(_message(data), default_rules())


def has_body(data: bytes) -> bool:
    """Whether an e-mail says anything beside its attachments."""
    with _whole():
        message = _message(data)
        return bool(_content(message, _body(message)).strip())


def attachments(data: bytes) -> list[tuple[str, bytes]]:
    """Return the names and the bytes of what is attached to an e-mail.

    Pictures inside its text and signatures are none; what is attached to an attached e-mail comes with that one.

    Raises:
        DamagedDocument: headers or parts that cannot be made out.
    """
    with _whole():
        message = _message(data)
        body = _body(message)
        parts = islice(_parts(message), _MOST_PARTS)
        return [found for number, part in enumerate(parts) if part is not body and (found := _attached(number, part))]


def _parts(part: MIMEPart) -> Iterator[MIMEPart]:
    """A part and those inside it; an e-mail inside is one part."""
    yield part
    if part.is_multipart() and part.get_content_type() != _MESSAGE:
        for inner in part.iter_parts():
            yield from _parts(inner)


def _attached(number: int, part: MIMEPart) -> tuple[str, bytes] | None:
    """The name and the bytes of a part that is an attachment."""
    name = part.get_filename() or ""
    if part.get_content_type() == _MESSAGE:
        inner = [each for each in part.get_payload() if isinstance(each, EmailMessage)]
        return name or "thu.eml", b"".join(each.as_bytes() for each in inner)
    is_attached = part.get_content_disposition() == "attachment"
    is_in_text = part.get_content_maintype() == "image" and part.get("content-id") and not is_attached
    if part.is_multipart() or is_in_text or part.get_content_type() in _SIGNATURES:
        return None
    return (name or f"tep-{number}", _bytes(part)) if name or is_attached else None


@contextmanager
def _whole() -> Iterator[None]:
    """Turn what the library raises on broken headers and structures into an error of ours."""
    try:
        yield
    except (AttributeError, AssertionError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise DamagedDocument(say("read.damaged_mail"), remedy=say("read.damaged_mail_remedy")) from error


def _message(data: bytes) -> EmailMessage:
    return email.message_from_bytes(data.removeprefix(UTF8_MARK), policy=email.policy.default)


def _body(message: EmailMessage) -> EmailMessage | None:
    found = message.get_body(preferencelist=("plain", "html"))
    return found if isinstance(found, EmailMessage) else None


def _content(message: EmailMessage, body: EmailMessage | None) -> bytes:
    """The bytes of the body; where it only parts the window into frames, as that of a workbook, the pages in them."""
    content = _bytes(body) if body is not None else b""
    if not _FRAMES.search(content):
        return content
    parts = islice(_parts(message), _MOST_PARTS)
    pages = [part for part in parts if part is not body and part.get_content_type() == "text/html"]
    sheets = [_bytes(page) for page in pages if "tabstrip" not in page.get("content-location", "")]
    return b"<html><body>" + b"".join(_OUTER_TAGS.sub(b"", sheet) for sheet in sheets) + b"</body></html>"


def _bytes(part: MIMEPart) -> bytes:
    """The content of a part; a text is UTF-8 where its declared encoding can be decoded."""
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    if part.get_content_type() == "text/plain" and str(part.get_param("format")).lower() == "flowed":
        content = _SOFT_BREAK.sub(b"" if str(part.get_param("delsp")).lower() == "yes" else b" ", content)
    if part.get_content_maintype() != "text":
        return content
    try:
        return content.decode(part.get_content_charset("utf-8")).encode()
    except (LookupError, UnicodeDecodeError):
        return content


def _sent(message: EmailMessage, rules: LineRules) -> Stated:
    """The date and the sender, who counts as publisher when the name has a place in it, as that of an office has."""
    name, _ = parseaddr(str(message["from"] or ""))
    place = rules.place_of(name)
    try:
        published = parsedate_to_datetime(str(message["date"])).date()
    except (TypeError, ValueError):
        published = None
    return Stated(published=published, publisher=name if place else None, place=place)
