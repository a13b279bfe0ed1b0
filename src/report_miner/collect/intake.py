"""The pages of an archive on their way to the shelf."""

from __future__ import annotations

from pathlib import Path

from report_miner.collect.archives import Captured, Damage, Revisit, captured
from report_miner.collect.pages import page_of
from report_miner.collect.work import Work
from report_miner.errors import FetchError
from report_miner.texts import say


def take_archive(path: Path, work: Work) -> None:
    """Store the pages of an archive, and note what it does not hold whole."""
    revisits = []
    for found in captured(path, work.settings.largest):
        if work.tally.stored >= work.settings.most or work.rest == 0:
            work.tally.is_cut = True
            return
        if isinstance(found, Damage):
            work.fail(found.address or str(path), found.error)
        elif not _is_wanted(found, work):
            continue
        elif isinstance(found, Revisit):
            revisits.append(found)
        else:
            _take(found, str(path), work)
    for revisit in revisits:
        if work.shelf.find(revisit.of):
            outcome = work.shelf.alias(revisit.address, revisit.of, fetched=revisit.fetched, source=str(path))
            work.tally.count(outcome)
        else:
            work.fail(revisit.address, FetchError(say("collect.revisit"), remedy=say("collect.revisit_remedy")))


def _is_wanted(found: Captured | Revisit, work: Work) -> bool:
    address = found.answer.address if isinstance(found, Captured) else found.address
    return not work.settings.match or work.settings.match.search(address) is not None


def _take(found: Captured, source: str, work: Work) -> None:
    address = found.answer.address
    stored = work.shelf.find(address)
    is_asked_again = stored and found.fetched == stored.fetched and work.settings.refresh
    if stored and found.fetched <= stored.fetched and not (is_asked_again and not work.shelf.is_whole(stored)):
        work.tally.known += 1
        return
    with work.page(address):
        page = page_of(found.answer, address, fetched=found.fetched, source=source, plain=False)
        work.tally.count(work.shelf.put(page))
