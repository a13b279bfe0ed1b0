"""E-mails (RFC 5322) and pages that a browser saved as one file (MHTML): the text of the body; attachments apart."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from report_miner.read.draft import Draft, Stated
from report_miner.read.html import read_html
from report_miner.read.lines import LineRules
from report_miner.read.text import read_text

_MOST_PARTS = 500


def read_mail(data: bytes, rules: LineRules) -> Draft:
    """Return the body of an e-mail; its subject and date count where the text states none.

    Raises:
        EmptyDocument: no text in it.
        UnknownFormat: an encoding that cannot be told.
    """
    message = _message(data)
    body = _body(message)
    content = _bytes(body) if body is not None else b""
    is_html = body is not None and body.get_content_type() == "text/html"
    draft = read_html(content, rules) if is_html else read_text(content, rules)
    subject = str(message["subject"] or "").strip() or None
    stated = draft.stated
    said = Stated(
        title=stated.title or subject,
        publisher=stated.publisher,
        published=stated.published,
        place=stated.place,
    )
    return replace(draft, stated=said, guessed=_sent(message))


def has_body(data: bytes) -> bool:
    """Whether an e-mail says anything beside its attachments."""
    body = _body(_message(data))
    return body is not None and bool(_bytes(body).strip())


def attachments(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the names and the bytes of what is attached to an e-mail; pictures inside its text are none."""
    message = _message(data)
    body = _body(message)
    for number, part in enumerate(message.walk()):
        if number > _MOST_PARTS:
            return
        is_message = part.get_content_type() == "message/rfc822"
        if part is body or (part.is_multipart() and not is_message) or part.get("content-id"):
            continue
        name = part.get_filename() or ("thu.eml" if is_message else "")
        if is_message:
            yield name, b"".join(inner.as_bytes() for inner in part.get_payload() if isinstance(inner, EmailMessage))
        elif name or part.get_content_disposition() == "attachment":
            yield name or f"tep-{number}", _bytes(part)


def _message(data: bytes) -> EmailMessage:
    return email.message_from_bytes(data, policy=email.policy.default)


def _body(message: EmailMessage) -> EmailMessage | None:
    try:
        found = message.get_body(preferencelist=("plain", "html"))
    except (AttributeError, KeyError, ValueError):  # what the library raises on a broken structure
        return None
    return found if isinstance(found, EmailMessage) else None


def _bytes(part: EmailMessage) -> bytes:
    """The content of a part; a text is UTF-8 where its declared encoding can be decoded."""
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    if part.get_content_maintype() != "text":
        return content
    try:
        return content.decode(part.get_content_charset("utf-8")).encode()
    except (LookupError, UnicodeDecodeError):
        return content


def _sent(message: EmailMessage) -> Stated:
    try:
        return Stated(published=parsedate_to_datetime(str(message["date"])).date())
    except (TypeError, ValueError):
        return Stated()
