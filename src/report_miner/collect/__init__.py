"""Pages of the web, or of archives of it, become a folder of documents that can be mined again and again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from report_miner.collect.crawl import Crawl
from report_miner.collect.fetch import Fetcher
from report_miner.collect.intake import take_archive
from report_miner.collect.settings import Settings
from report_miner.collect.shelf import Shelf
from report_miner.collect.sources import Sources, sources
from report_miner.collect.work import Collected, Tally, Work

__all__ = ["Collected", "Settings", "collect"]


def collect(
    given: Sequence[str],
    folder: Path,
    *,
    settings: Settings | None = None,
    progress: Callable[[str], None] | None = None,
) -> Collected:
    """Collect the pages that the sources name into a folder; what is there stays, and is not asked for again.

    Args:
        given: addresses of pages, feeds, sitemaps and searches; files of addresses; archives (WARC, WACZ).
        folder: where the pages go, with a register that mining reads.
        settings: how to collect; by default politely.
        progress: called with the address of each page when it is done.

    Raises:
        UsageError: a source is neither an address nor a file that names any.
        StoreError: the folder cannot be written.
    """
    settings = settings or Settings()
    found = sources(given, settings)
    ends = None if settings.minutes is None else time.monotonic() + settings.minutes * 60
    with Shelf(folder) as shelf:
        work = Work(settings, shelf, Tally(), ends, progress or (lambda _: None))
        for path in found.archives:
            take_archive(path, work)
        if found.wanted:
            asyncio.run(_crawl(found, work))
    return Collected(work.tally, folder, tuple(work.failures))


async def _crawl(found: Sources, work: Work) -> None:
    async with Fetcher(work.settings, found.credentials) as fetcher:
        try:
            async with asyncio.timeout(work.rest):
                await Crawl(work, fetcher).run(found.wanted)
        except TimeoutError:
            work.tally.is_cut = True
