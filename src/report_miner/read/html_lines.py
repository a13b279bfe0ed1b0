"""The lines that a page shows, and those of its main text that trafilatura has left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from lxml import etree

from report_miner.model import BlockKind
from report_miner.read.draft import GridCell

Piece = tuple[str, BlockKind, int]

BLOCK_LEVEL = re.compile(
    "address|article|aside|blockquote|body|br|caption|dd|div|dl|dt|figcaption|figure|footer|form|h[1-6]|header|hr|li"
    "|main|nav|ol|option|p|pre|section|table|tbody|td|tfoot|th|thead|title|tr|ul"
)
_LEAD = 80  # letters of the shortest paragraph that counts as the lead of an article
_ASIDE = frozenset(("aside", "caption", "figcaption", "figure", "footer", "form", "li", "nav", "option", "title"))


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line, the tags and classes of the elements around it, and whether most of it is a link."""

    text: str
    path: tuple[str, ...]
    is_link: bool

    @property
    def is_aside(self) -> bool:
        """Whether the line is no part of any running text."""
        return self.is_link or any(step.partition(".")[0] in _ASIDE for step in self.path)


def shown_lines(tree: Any) -> Iterator[ShownLine]:
    """Everything that the page shows, one line for each element that stands on its own."""
    parts: list[str] = []
    linked = 0
    path: list[str] = []
    in_link = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        is_block = BLOCK_LEVEL.fullmatch(element.tag) is not None
        if is_block:
            if text := " ".join("".join(parts).split()):
                yield ShownLine(text, tuple(path), linked * 2 > len(text))
            parts, linked = [], 0
            if element.tag != "br":
                path.append(f"{element.tag}.{element.get('class', '')}") if event == "start" else path.pop()
        if element.tag == "a":
            in_link += 1 if event == "start" else -1
        part = (element.text if event == "start" else element.tail) or ""
        linked += len(part.strip()) if in_link else 0
        parts.append(part)


def completed(
    pieces: Sequence[Piece | list[GridCell]], lines: Sequence[ShownLine], title: str | None
) -> Iterator[Piece | list[GridCell]]:
    """Yield the main text with the lines that belong to it by their place on the page.

    These are lines in the same kind of element as those of the main text, before, between or after them, and the
    lead: a paragraph between the title and the main text.
    """
    places = _places(pieces, lines)
    said = "".join(_compact(text) for piece in pieces for text in _texts(piece))
    paths = {lines[place].path for place in places.values()}

    def missing(numbers: range, shortest: float = inf) -> Iterator[Piece]:
        for line in (lines[number] for number in numbers):
            belongs = line.path in paths or len(line.text) >= shortest
            if belongs and not line.is_aside and _compact(line.text) not in said:
                yield line.text, BlockKind.PARAGRAPH, 0

    last: int | None = None
    for number, piece in enumerate(pieces):
        place = places.get(number)
        if place is not None and last is None:
            yield from missing(range(_run(lines, place, paths, -1) + 1, _title(lines, place, title) + 1))
            yield from missing(range(_title(lines, place, title) + 1, place), _LEAD)
        elif place is not None and last is not None:
            yield from missing(range(last + 1, place))
        last = last if place is None else place
        yield piece
    if last is not None:
        yield from missing(range(last + 1, _run(lines, last, paths, 1)))


def _places(pieces: Sequence[Piece | list[GridCell]], lines: Sequence[ShownLine]) -> dict[int, int]:
    """The lines of the page that pieces of the main text are, by the numbers of the pieces."""
    numbers: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        numbers.setdefault(line.text, []).append(number)
    places: dict[int, int] = {}
    last = -1
    for number, piece in enumerate(pieces):
        found = numbers.get(piece[0], ()) if isinstance(piece, tuple) else ()
        place = next((each for each in found if each > last), None)
        if place is not None:
            places[number] = last = place
    return places


def _run(lines: Sequence[ShownLine], place: int, paths: set[tuple[str, ...]], step: int) -> int:
    """The first line, counted by `step` from `place`, that is in no element of the kind of `paths`."""
    place += step
    while 0 <= place < len(lines) and lines[place].path in paths:
        place += step
    return place


def _title(lines: Sequence[ShownLine], place: int, title: str | None) -> int:
    """The last line before `place` that is the title; the one before `place` where there is none."""
    words = (title or "").casefold().split()
    return next(
        (each for each in range(place - 1, -1, -1) if lines[each].text.casefold().split() == words), place - 1
    )


def _texts(piece: Piece | list[GridCell]) -> list[str]:
    return [piece[0]] if isinstance(piece, tuple) else [cell.text for cell in piece]


def _compact(text: str) -> str:
    return "".join(text.split())
