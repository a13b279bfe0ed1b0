"""The documents as sources: who published them, where and when, and which of them are one source."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from report_miner.check import find_copies
from report_miner.read.sources import COLLECTED
from report_miner.store.database import Store


@dataclass(frozen=True, slots=True)
class Source:
    """A document with what is known of its origin; `group` is the first of the documents that print the same text."""

    doc: str
    title: str | None
    publisher: str | None
    published: date | None
    address: str | None
    group: str


def load_sources(store: Store) -> dict[str, Source]:
    """Return the documents of a run by name: copies by their texts, addresses from the ledgers beside them.

    Raises:
        StoreError: the results cannot be read.
    """
    groups = find_copies(store.texts())
    addresses = _Addresses()
    return {
        each.name: Source(
            doc=each.name,
            title=each.title,
            publisher=each.publisher,
            published=each.published,
            address=addresses.of(each.name),
            group=groups.get(each.name, each.sha256),
        )
        for each in store.documents()
    }


def independent(sources: Iterable[Source]) -> int:
    """Return how many of the sources speak for themselves.

    Copies of one text are one source, whoever prints them. What one publisher says twice is one source, too: an
    office that repeats its own number, or a paper that prints it again, confirms nothing. Documents that neither ties
    to another count each.
    """
    owner: dict[str, str] = {}
    ends = set()
    for each in sources:
        text = f"text {each.group}"
        end = _end(owner, text)
        if each.publisher:
            owner[end] = end = _end(owner, f"publisher {each.publisher.casefold()}")
        ends.add(text)
    return len({_end(owner, end) for end in ends})


def _end(owner: Mapping[str, str], key: str) -> str:
    while owner.get(key, key) != key:
        key = owner[key]
    return key


class _Addresses:
    """The addresses of collected pages; each ledger is read once."""

    def __init__(self) -> None:
        self._ledgers: dict[Path, dict[str, str]] = {}

    def of(self, doc: str) -> str | None:
        path = Path(doc)
        for folder in path.parents:
            ledger = self._ledger(folder)
            if address := ledger.get(path.relative_to(folder).as_posix()):
                return address
        return None

    def _ledger(self, folder: Path) -> dict[str, str]:
        if folder not in self._ledgers:
            self._ledgers[folder] = dict(_addresses(folder / COLLECTED))
        return self._ledgers[folder]


def _addresses(path: Path) -> Iterator[tuple[str, str]]:
    """The files and addresses in a ledger; a line that is none, torn by the end of a program, tells nothing."""
    try:
        with path.open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                try:
                    record = json.loads(line)
                    yield str(record["file"]), str(record.get("final") or record["address"])
                except (ValueError, TypeError, AttributeError, KeyError):
                    continue
    except OSError:
        return
