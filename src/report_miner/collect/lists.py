"""Pages that name other pages: feeds (RSS, Atom), sitemaps and their indexes, and the results of a search."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import Any

from lxml import etree, html

from report_miner.collect.addresses import clean, site_of
from report_miner.collect.settings import Hint
from report_miner.collect.unpack import GZIP, gunzipped

_ROOTS = {"rss": "feed", "rdf": "feed", "feed": "feed", "urlset": "sitemap", "sitemapindex": "index"}
_XML = re.compile(rb"\s*<")
_HEAD = 4096
_ROOT = re.compile(rb"<(?:\w+:)?(rss|RDF|feed|urlset|sitemapindex)[\s>]")
_HERE = timezone(timedelta(hours=7))  # the day of an article is that of Việt Nam
_HEADLINE = 5  # words of a link that may be the headline of an article


class Kind(StrEnum):
    """What a page that names others is."""

    FEED = "feed"
    SITEMAP = "sitemap"
    INDEX = "index"


@dataclass(frozen=True, slots=True)
class Link:
    """A page that another page names, and what is said of it there."""

    address: str
    hint: Hint | None = None


def opened(body: bytes, limit: int) -> bytes:
    """Return the body of a list, unpacked where it is a file in gzip, as sitemaps are.

    Raises:
        FetchError: it holds more than `limit` bytes, or it is broken.
    """
    return gunzipped(body, limit) if body.startswith(GZIP) else body


def kind_of(body: bytes) -> Kind | None:
    """Return which kind of list a body is, by its root; None for every other page."""
    found = _ROOT.search(body[:_HEAD]) if _XML.match(body.removeprefix(b"\xef\xbb\xbf")[:_HEAD]) else None
    if not found or re.search(rb"(?i)<html[\s>]", body[: found.start()]):
        return None
    return Kind(_ROOTS[found[1].decode().lower()])


def links(body: bytes, kind: Kind, address: str) -> Iterator[Link]:
    """Yield the pages that a feed or a sitemap names, in its order.

    Args:
        body: the list.
        kind: what `kind_of` says of it.
        address: where it came from.
    """
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError:
        return
    if root is None:
        return
    if kind is Kind.FEED:
        yield from _feed_links(root, address)
        return
    for entry in _children(root, "sitemap" if kind is Kind.INDEX else "url"):
        found = clean(_text(entry, "loc") or "", address)
        news = next(iter(_children(entry, "news")), None)
        if found and news is not None:
            yield Link(found, _news_hint(news))
        elif found:
            yield Link(found)


def _news_hint(news: Any) -> Hint:
    publication = next(iter(_children(news, "publication")), None)
    return Hint(
        title=_text(news, "title"),
        publisher=_text(publication, "name") if publication is not None else None,
        published=day_of(_text(news, "publication_date")),
    )


def _feed_links(root: Any, address: str) -> Iterator[Link]:
    channel = next(iter(_children(root, "channel")), root)
    publisher = _text(channel, "title")
    for entry in root.iter():
        if _name(entry) not in ("item", "entry"):
            continue
        found = clean(_link(entry), address)
        if found:
            published = _text(entry, "pubdate", "date", "published", "issued", "updated")
            yield Link(found, Hint(title=_text(entry, "title"), publisher=publisher, published=day_of(published)))


def _link(entry: Any) -> str:
    """The address of an entry: the text of its link, or the attribute of the alternate one."""
    for child in _children(entry, "link"):
        target = child.get("href") if child.get("rel", "alternate") == "alternate" else None
        if found := target or " ".join((child.text or "").split()):
            return str(found)
    guid = next(iter(_children(entry, "guid")), None)
    return _text(entry, "guid") or "" if guid is not None and guid.get("isPermaLink", "true") == "true" else ""


def day_of(text: str | None) -> date | None:
    """Return the day in Việt Nam of a time as feeds and sitemaps write it (RFC 2822, ISO 8601), None for others."""
    if not text:
        return None
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            return None
    try:
        return (moment.astimezone(_HERE) if moment.tzinfo else moment).date()
    except OverflowError:
        return None


def found_pages(body: bytes, address: str, match: re.Pattern[str] | None) -> list[str]:
    """Return the pages that a page of search results leads to, in its order, each once.

    Args:
        body: the page of results.
        address: where it came from; links to other sites are left out.
        match: what an address must match; without it, a link counts whose words may be a headline.
    """
    try:
        tree = html.document_fromstring(body, parser=html.HTMLParser(no_network=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return []
    base = next((each.get("href") or "" for each in tree.iter("base")), "")
    here = clean(base, address) or address
    found = []
    for anchor in tree.iter("a"):
        page = clean(anchor.get("href") or "", here)
        if page and site_of(page) == site_of(address) and page != address and _is_wanted(anchor, page, match):
            found.append(page)
    return list(dict.fromkeys(found))


def _is_wanted(anchor: Any, page: str, match: re.Pattern[str] | None) -> bool:
    if match:
        return match.search(page) is not None
    words = anchor.get("title") or " ".join(anchor.itertext())
    return len(words.split()) >= _HEADLINE


def _name(element: Any) -> str:
    """The small name of an element without its namespace; "" for a comment."""
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""


def _children(element: Any, name: str) -> list[Any]:
    return [child for child in element if _name(child) == name]


def _text(element: Any, *names: str) -> str | None:
    """The text of the first child of one of these names, in the order of the names, without markup."""
    for name in names:
        for child in _children(element, name):
            text = " ".join("".join(child.itertext()).split())
            if text:
                return text
    return None
