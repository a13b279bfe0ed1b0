"""What a collection starts from: addresses, searches, files of addresses, lists on disk, and archives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import shorten

from report_miner.collect.addresses import authorization, clean, origin, shown
from report_miner.collect.archives import is_archive
from report_miner.collect.crawl import NESTED, Search, Wanted
from report_miner.collect.lists import Kind, kind_of, links, opened
from report_miner.collect.settings import Settings
from report_miner.errors import FetchError, UsageError
from report_miner.texts import say, system_reason

_QUERY = "{query}"
_LARGEST = 200_000_000  # bytes of a file that names pages
_LONGEST = 60  # characters of a line in a message
_WEB = ("http://", "https://")


@dataclass(slots=True)
class Sources:
    """What to ask for, which archives to open, and the headers of authorization by origin."""

    wanted: list[Wanted] = field(default_factory=list)
    archives: list[Path] = field(default_factory=list)
    credentials: dict[str, str] = field(default_factory=dict)


def sources(given: Sequence[str], settings: Settings) -> Sources:
    """Return what the arguments of the command name.

    Raises:
        UsageError: one of them is neither an address nor a file that names any.
    """
    found = Sources()
    for each in given:
        if each.lower().startswith(_WEB):
            found.wanted += _from_web(each, settings, found)
        else:
            _add_file(Path(each), settings, found)
    return found


def _from_web(text: str, settings: Settings, found: Sources) -> Iterator[Wanted]:
    address = clean(text.replace(_QUERY, "").replace("{page}", "1"))
    if address is None:
        raise UsageError(say("collect.no_address", text=shown(text)), remedy=say("collect.no_address_remedy"))
    header = authorization(text)
    if header:
        found.credentials[origin(address)] = header
    if _QUERY not in text:
        yield Wanted(address, shown(address))
        return
    if not settings.queries:
        raise UsageError(say("collect.no_query"), remedy=say("collect.no_query_remedy"))
    for query in settings.queries:
        search = Search(text, query)
        if search.address:
            yield Wanted(search.address, shown(search.address), search=search)


def _add_file(path: Path, settings: Settings, found: Sources) -> None:
    try:
        if is_archive(path):
            found.archives.append(path)
            return
        if path.stat().st_size > _LARGEST:
            raise _no_source(path)
        body = opened(path.read_bytes(), _LARGEST)
        text = body.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError, FetchError) as error:
        raise _no_source(path, system_reason(error) if isinstance(error, OSError) else None) from error
    kind = kind_of(body)
    if kind:
        nested, is_list = (NESTED - 1, True) if kind is Kind.INDEX else (0, False)
        found.wanted += [
            Wanted(link.address, str(path), link.hint, nested, is_list=is_list) for link in links(body, kind, "")
        ]
        return
    lines = enumerate(map(str.strip, text.splitlines()), start=1)
    addresses = {number: line for number, line in lines if line and not line.startswith("#")}
    wrong = [number for number, line in addresses.items() if not line.lower().startswith(_WEB)]
    if wrong and len(wrong) < len(addresses):
        text = shorten(shown(addresses[wrong[0]]), _LONGEST, placeholder=" …")
        raise _no_source(path, say("collect.bad_line", line=wrong[0], text=text))
    if wrong or not addresses:
        raise _no_source(path)
    for address in addresses.values():
        found.wanted += _from_web(address, settings, found)


def _no_source(path: Path, reason: str | None = None) -> UsageError:
    reason = reason or say("collect.no_list")
    return UsageError(say("collect.source", path=path, reason=reason), remedy=say("collect.source_remedy"))
