"""A page as it was fetched, and what is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from report_miner.collect.addresses import shown, site_of
from report_miner.collect.fetch import Answer, no_article
from report_miner.collect.settings import Hint
from report_miner.errors import FetchError, ReadError
from report_miner.read import read_bytes
from report_miner.read.detect import Format, detect
from report_miner.texts import say

SUFFIXES = {
    Format.HTML: ".html",
    Format.PDF: ".pdf",
    Format.DOCX: ".docx",
    Format.DOC: ".doc",
    Format.RTF: ".rtf",
    Format.ODT: ".odt",
    Format.XLSX: ".xlsx",
    Format.XLS: ".xls",
    Format.ODS: ".ods",
    Format.PPTX: ".pptx",
    Format.PPT: ".ppt",
    Format.ODP: ".odp",
    Format.FLAT_DOCX: ".xml",
    Format.WORD_XML: ".xml",
    Format.EXCEL_XML: ".xml",
}
_KEPT = ("content-type", "content-language", "etag", "last-modified")
_HTML = ("text/html", "application/xhtml+xml")
_PLAIN = "text/plain"
_TEXTS = (Format.TEXT, Format.CSV)
_LONGEST = 300  # characters of a title


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """A page that can be stored.

    Attributes:
        address: where it was asked for, fit to be shown; pages are known by it.
        final: where it was found after all redirects, fit to be shown.
        body: its bytes as the server sent them, unpacked.
        suffix: how the name of its file ends.
        fetched: when the server sent it.
        source: the list, the archive or the address that led to it, fit to be shown.
        headers: those of the server that matter later, by their small names.
        title, publisher, published: what the page says of itself, else what the list that named it says; the site
            where nobody names a publisher.
    """

    address: str
    final: str
    body: bytes
    suffix: str
    media_type: str
    fetched: datetime
    source: str
    headers: Mapping[str, str]
    title: str | None
    publisher: str | None
    published: date | None


def page_of(
    answer: Answer, address: str, *, fetched: datetime, source: str, hint: Hint | None = None, plain: bool = True
) -> Page:
    """Return what was answered to a request for `address` as a page to store.

    Args:
        answer: what the server sent.
        address: what it was asked for.
        fetched: when.
        source: what led to it.
        hint: what a list says of it.
        plain: whether plain text may be an article.

    Raises:
        FetchError: it holds no article: it is empty, a picture, a script.
    """
    found = _format(answer, plain=plain)
    title, publisher, published = _stated(answer.body, address) if found is Format.HTML else (None, None, None)
    hint = hint or Hint()
    # Office documents name their publisher in their letterhead, which mining reads; a site would only contradict it.
    site = site_of(answer.address) if found in (Format.HTML, *_TEXTS) else ""
    return Page(
        address=shown(address),
        final=shown(answer.address),
        body=answer.body,
        suffix=SUFFIXES.get(found, ".txt"),
        media_type=found.value,
        fetched=fetched.replace(microsecond=0),
        source=source,
        headers={name: _line(answer.headers[name]) for name in _KEPT if name in answer.headers},
        title=_line(title or hint.title or "") or None,
        publisher=_line(publisher or hint.publisher or site) or None,
        published=published or hint.published,
    )


def _format(answer: Answer, *, plain: bool) -> Format:
    """What the body is, by itself; a text only where the server calls it one, for scripts are text, too."""
    declared = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not answer.body.strip():
        raise FetchError(say("collect.empty"), remedy=say("collect.look"), final=True)
    try:
        found = detect(answer.body)
    except ReadError as error:
        raise no_article(declared or "?") from error
    is_text = found in _TEXTS and (declared in _HTML or (plain and declared == _PLAIN))
    if found not in SUFFIXES and not is_text:
        raise no_article(declared or found.value)
    return Format.HTML if is_text and declared in _HTML else found


def _stated(body: bytes, address: str) -> tuple[str | None, str | None, date | None]:
    """Title, publisher and date as mining will read them; nothing where the page cannot be read."""
    try:
        document = read_bytes(body, address)
    except Exception:  # whatever the reader trips over, the page is stored as it is, and mining says what is wrong
        return None, None, None
    return document.title, document.publisher, document.published


def _line(text: str) -> str:
    """A text of a stranger as one line that can be written to a file."""
    printable = "".join(mark if mark.isprintable() else " " for mark in text)
    return " ".join(printable.split())[:_LONGEST].strip()
