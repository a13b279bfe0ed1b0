"""The pages that are wanted, host by host, each asked for once; what they name is wanted next."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from urllib.parse import quote

from report_miner.collect.addresses import clean, host_of, shown
from report_miner.collect.fetch import MOVED, Answer, Fetcher
from report_miner.collect.lists import Kind, found_pages, kind_of, links, opened
from report_miner.collect.pages import page_of
from report_miner.collect.settings import Hint
from report_miner.collect.work import Work
from report_miner.errors import FetchError
from report_miner.texts import say

NESTED = 3
"""How many lists may stand in one another: an index of sitemaps, a sitemap, and one more."""


@dataclass(frozen=True, slots=True)
class Search:
    """A page of the results of a search: the template of its address, what is searched for, and its number."""

    template: str
    query: str
    number: int = 1
    seen: frozenset[str] = frozenset()

    @property
    def address(self) -> str | None:
        """The address of this page of results."""
        filled = self.template.replace("{query}", quote(self.query, safe="")).replace("{page}", str(self.number))
        return clean(filled)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A page to ask for.

    `source` is what named it, and `hint` what that says of it; `nested` is how many lists may still be opened on the
    way from it; `search` is set where it is a page of results; `is_list` where another list says that it is a list.
    """

    address: str
    source: str
    hint: Hint | None = None
    nested: int = NESTED
    search: Search | None = None
    is_list: bool = False


@dataclass(slots=True)
class _Queue:
    """What is wanted of one host: pages first, so that no more lists are opened than are needed."""

    pages: deque[Wanted] = field(default_factory=deque)
    lists: deque[Wanted] = field(default_factory=deque)

    def add(self, wanted: Wanted) -> None:
        (self.lists if wanted.is_list or wanted.search else self.pages).append(wanted)

    def next(self) -> Wanted | None:
        waiting = self.pages or self.lists
        return waiting.popleft() if waiting else None


class Crawl:
    """What `work` collects from the network through `fetcher`."""

    def __init__(self, work: Work, fetcher: Fetcher) -> None:
        self._work = work
        self._settings, self._shelf, self._tally = work.settings, work.shelf, work.tally
        self._fetcher = fetcher
        self._seen: set[str] = set()
        self._queues: dict[str, _Queue] = {}
        self._asked = 0

    async def run(self, wanted: Sequence[Wanted]) -> None:
        """Collect what is wanted, and what that leads to."""
        try:
            async with asyncio.TaskGroup() as self._hosts:
                for each in wanted:
                    self._want(each)
        except BaseExceptionGroup as group:
            raise _first(group) from None

    def _want(self, wanted: Wanted) -> None:
        """Put a page into the queue of its host, unless it was there before or is on the shelf."""
        if wanted.address in self._seen:
            return
        self._seen.add(wanted.address)
        key = shown(wanted.address)
        if not wanted.search and not self._settings.refresh:
            if self._shelf.find(key):
                self._tally.known += 1
                return
            if self._work.fail_again(key):
                return
        host = host_of(wanted.address)
        if host not in self._queues:
            self._queues[host] = _Queue()
            self._hosts.create_task(self._serve(host))
        self._queues[host].add(wanted)

    async def _serve(self, host: str) -> None:
        """Ask one host for what is wanted of it, one page after the other."""
        while wanted := self._queues[host].next():
            if self._tally.stored + self._asked >= self._settings.most:
                self._tally.is_cut = True
                break
            self._asked += 1
            with self._work.page(shown(wanted.address)):
                await self._do(wanted)
            self._asked -= 1
        del self._queues[host]

    async def _do(self, wanted: Wanted) -> None:
        key = shown(wanted.address)
        stored = None if wanted.search else self._shelf.find(key)
        if stored and not self._settings.refresh:  # another page has led to it in the meantime
            self._tally.known += 1
            return
        conditions = stored.conditions if stored and self._shelf.is_whole(stored) else {}
        answer = await self._fetcher.get(wanted.address, conditions, is_known=self._is_known)
        if answer.status in MOVED:
            self._tally.count(
                self._shelf.alias(key, shown(answer.address), fetched=datetime.now(UTC), source=wanted.source)
            )
        elif answer.status == 304 and stored:
            self._tally.known += 1
        elif wanted.search:
            self._follow(wanted.search, answer, key)
        else:
            await self._take(wanted, answer)

    def _is_known(self, address: str) -> bool:
        return not self._settings.refresh and self._shelf.find(shown(address)) is not None

    async def _take(self, wanted: Wanted, answer: Answer) -> None:
        """Store a page, or want what it names where it is a list.

        Raises:
            FetchError: it is neither an article nor the list that it should be.
        """
        body = opened(answer.body, self._settings.largest)
        kind = kind_of(body)
        if kind:
            self._expand(wanted, replace(answer, body=body), kind)
            return
        if wanted.is_list:
            raise FetchError(say("collect.empty_list"), remedy=say("collect.look"))
        page = await asyncio.to_thread(
            page_of, answer, wanted.address, fetched=datetime.now(UTC), source=wanted.source, hint=wanted.hint
        )
        self._tally.count(self._shelf.put(page))

    def _follow(self, search: Search, answer: Answer, source: str) -> None:
        """Want what a page of results leads to, and the next page as long as there is something new."""
        found = found_pages(answer.body, answer.address, self._settings.match)
        for address in found:
            self._want(Wanted(address, source, nested=0))
        has_more = "{page}" in search.template and search.number < self._settings.search_pages
        if has_more and not search.seen.issuperset(found):
            following = replace(search, number=search.number + 1, seen=search.seen.union(found))
            if following.address:
                self._want(Wanted(following.address, source, search=following))

    def _expand(self, wanted: Wanted, answer: Answer, kind: Kind) -> None:
        """Want what a feed or a sitemap names.

        Raises:
            FetchError: it names nothing, or was named by lists that never end.
        """
        if wanted.nested <= 0:
            raise FetchError(say("collect.nested"), remedy=say("collect.look"), final=True)
        is_index = kind is Kind.INDEX
        found = list(links(answer.body, kind, answer.address))
        if not found:
            raise FetchError(say("collect.empty_list"), remedy=say("collect.look"))
        for link in found:
            if is_index or not self._settings.match or self._settings.match.search(link.address):
                nested = wanted.nested - 1 if is_index else 0
                self._want(Wanted(link.address, shown(wanted.address), link.hint, nested, is_list=is_index))


def _first(group: BaseExceptionGroup) -> BaseException:
    error = group.exceptions[0]
    return _first(error) if isinstance(error, BaseExceptionGroup) else error
