"""How a collection goes: whom it says it is, how patient it is, and where it stops."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, version

PRODUCT = "report-miner"
"""The name by which robots.txt may address the program."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """How to collect.

    Attributes:
        contact: where the owner of a site may complain: an e-mail or web address.
        delay: seconds between two requests to one host; robots.txt may ask for more. 0 is for servers of one's own.
        most: how many pages are stored at most, counting those of this call alone.
        largest: how many bytes a page has at most, unpacked.
        minutes: how long the collection lasts at most; None without end.
        queries: what is searched for, where a source is the address of a search.
        search_pages: how many pages of results are followed for each query.
        match: what the address of a found page must match; None takes what looks like an article.
        refresh: whether pages that are stored are asked for again, on the condition that they have changed.
        allow_private: whether machines of the own network may be asked.
    """

    contact: str = ""
    delay: float = 1.0
    most: int = 10_000
    largest: int = 20_000_000
    minutes: float | None = None
    queries: tuple[str, ...] = ()
    search_pages: int = 10
    match: re.Pattern[str] | None = None
    refresh: bool = False
    allow_private: bool = False


def user_agent(contact: str) -> str:
    """Return how the program introduces itself to a server."""
    try:
        number = version(PRODUCT)
    except PackageNotFoundError:
        number = "0"
    return f"{PRODUCT}/{number}" + (f" (+{contact})" if contact else "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Hint:
    """What a feed or a sitemap says of a page that it names."""

    title: str | None = None
    publisher: str | None = None
    published: date | None = None
