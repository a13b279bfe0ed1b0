"""HTML: the main text of a saved page by trafilatura, all of an exported one; tables, and what the page states."""

from __future__ import annotations

import copy
import logging
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from lxml import etree, html

from report_miner.errors import DamagedDocument, TooLarge
from report_miner.model import BlockKind
from report_miner.read.captions import caption_before, repeats
from report_miner.read.draft import Draft, DraftBuilder, GridCell, Stated
from report_miner.read.encoding import decode
from report_miner.read.front import column_by_column, is_layout, read_front, with_title
from report_miner.read.html_fonts import convert_page
from report_miner.read.html_lines import BLOCK_LEVEL, Piece, completed, shown_lines
from report_miner.read.html_tables import PageTables, page_cells
from report_miner.read.legacy import conversion_notes
from report_miner.read.lines import LineRules, Role
from report_miner.read.raised import raised
from report_miner.read.text import kind_of
from report_miner.texts import say

LARGEST = 10_000_000

for _library in ("trafilatura", "htmldate"):
    logging.getLogger(_library).addHandler(logging.NullHandler())

_CHARSET = re.compile(rb"""charset\s*=\s*["']?([\w-]+)""", re.I)
_STRUCK = "//body//*[self::del or self::s or self::strike or contains(@style, 'line-through')]"
_UNSEEN = ("script", "style", "noscript", "template", "svg", "iframe", "select", "button")
_DOMAIN = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+/?")
_TITLE_SEPARATOR = re.compile(r"\s+[-–—|»:]\s+")
_LONG_PROSE = 300
_DEEPEST = 200
# A page with neither links nor scripts is part of no site: an office program exported it, and all of it counts.
_OF_SITES = "//script | //a[@href][not(starts-with(@href, '#') or starts-with(@href, 'mailto:'))]"
_SHORTEST = 40  # characters; below that trafilatura gives up and takes everything but tables and short lines
_LONGEST_HEADING = 150
_LINES_AFTER_TITLE = 12


def read_html(data: bytes, rules: LineRules) -> Draft:
    """Return the main text of a saved page, its tables, and the title, publisher and date that the page states.

    Raises:
        TooLarge: beyond 10 MB of markup.
        DamagedDocument: no element in it, or nested so deep that the parser gives up.
        UnknownFormat: an encoding that cannot be told.
    """
    if len(data) > LARGEST:
        size, limit = len(data) // 1_000_000, LARGEST // 1_000_000
        raise TooLarge(say("read.too_large", size=size, limit=limit), remedy=say("read.too_large_remedy"))
    declared = _CHARSET.search(data[:4096])
    markup = decode(data, declared=declared[1].decode("ascii") if declared else None)
    tree = _parse(unicodedata.normalize("NFC", markup.text))
    struck = _without_struck(tree)
    _lower(tree)
    conversion = convert_page(tree, BLOCK_LEVEL)
    if markup.charset:
        conversion = replace(conversion, converted={markup.charset: 1, **conversion.converted})
    page = _Page(tree, rules)
    builder, notes = page.build()
    front = read_front(builder.lines(), rules)
    return Draft(
        text=builder.text,
        blocks=tuple(builder.blocks) if builder.has_title else with_title(builder.blocks, front),
        tables=tuple(builder.tables),
        stated=page.stated(front.stated),
        notes=(*conversion_notes(conversion), *([say("read.struck", count=struck)] if struck else ()), *notes),
        charsets=tuple(conversion.converted),
    )


def _parse(markup: str) -> Any:
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    try:
        tree = html.document_fromstring(markup.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise DamagedDocument(say("read.no_text"), remedy=say("read.no_text_remedy")) from error
    if any(each.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for each in parser.error_log):
        raise DamagedDocument(say("read.nested_too_deep"), remedy=say("read.nested_too_deep_remedy"))
    etree.strip_elements(tree, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    return tree


def _without_struck(tree: Any) -> int:
    """Take out what is struck through, which its author has taken back, and count it."""
    struck = [element for element in tree.xpath(_STRUCK) if element.text_content().strip()]
    for element in struck:
        element.drop_tree()
    return len(struck)


def _lower(tree: Any) -> None:
    """Put what stands for the text that is set above the line in its place."""
    for element in list(tree.iter("sup")):
        before, parent = element.getprevious(), element.getparent()
        text = "".join(element.itertext())
        put = raised((parent.text if before is None else before.tail) or "", text)
        if put != text:
            tail = element.tail
            element.clear()
            element.text, element.tail = put, tail


class _Page:
    """A parsed page and what is found on it."""

    def __init__(self, tree: Any, rules: LineRules) -> None:
        self._tree = tree
        self._rules = rules
        self._is_exported = tree.body is not None and not tree.xpath(_OF_SITES)
        self._body, self._metadata = _main_text(tree)
        etree.strip_elements(tree, *_UNSEEN, with_tail=False)
        self._shown = list(shown_lines(tree))
        self._lines = [each.text for each in self._shown]

    def build(self) -> tuple[DraftBuilder, tuple[str, ...]]:
        """The title and the main text as blocks, without furniture, and remarks on how they were found."""
        builder = DraftBuilder()
        pieces = list(_exported_pieces(self._tree) if self._is_exported else self._main_pieces())
        notes: tuple[str, ...] = ()
        if not any(isinstance(piece, list) or piece[0].strip() for piece in pieces):
            pieces = [(line, BlockKind.PARAGRAPH, 0) for line in self._lines]
            notes = (say("read.no_main_text"),) if pieces else ()
        title = self._title()
        lines = [piece[0] for piece in pieces if isinstance(piece, tuple)]
        if title and not any(_same(title, line) for line in lines[:3]):
            builder.add(title, BlockKind.TITLE)
        links = self._links(lines) - {title}
        closed = prose_seen = False
        for piece in pieces:
            if isinstance(piece, list):
                builder.table(piece, caption=caption_before(builder, self._rules))
                continue
            line, kind, level = piece
            prose_seen = prose_seen or len(line) >= _LONG_PROSE
            role = self._rules.role(line) if len(line) < _LONG_PROSE else Role.TEXT
            closed = (prose_seen and role is Role.CLOSER) or (closed and len(line) < _LONG_PROSE)
            if closed or role in (Role.FURNITURE, Role.MENU) or line in links:
                continue
            if kind is BlockKind.PARAGRAPH and len(line) < _LONG_PROSE:
                kind, level = kind_of(line, self._rules)
            if kind is BlockKind.CAPTION and repeats(line, [*lines, title or ""]):
                continue
            is_title = title is not None and _same(title, line) and not builder.has_title
            builder.add(line, BlockKind.TITLE if is_title else kind, level=0 if is_title else level)
        return builder, notes

    def stated(self, front: Stated) -> Stated:
        """Title, publisher, date and place that the page states; `front` is what its main text does."""
        publisher = self._publisher() or front.publisher
        return replace(
            front,
            title=self._title() or front.title,
            publisher=publisher,
            published=self._published() or front.published,
            place=front.place or self._rules.place_of(publisher),
        )

    def _main_pieces(self) -> Iterator[Piece | list[GridCell]]:
        if self._body is not None:
            yield from completed(list(_pieces(self._body, PageTables(self._tree))), self._shown, self._title())

    def _links(self, lines: Sequence[str]) -> set[str]:
        """The lines of the main text that only lead elsewhere; none of a page that is made of them."""
        links = {each.text for each in self._shown if each.is_link}
        linked = sum(len(line) for line in lines if line in links)
        return links if 2 * linked < sum(map(len, lines)) else set()

    def _title(self) -> str | None:
        title = " ".join((self._metadata.title or "").split()) if self._metadata is not None else ""
        head = _TITLE_SEPARATOR.split(title)
        if len(head) > 1 and len(head[-1].split()) <= 12 and self._is_site_name(head[-1]):
            title = title[: title.rindex(head[-1])].rstrip(" -–—|»:")
        return self._whole(title) if title else None

    def _whole(self, title: str) -> str:
        """The title as the page shows it, where a dash inside it was taken for the one before the name of a site."""
        lines = [line.text for line in self._shown if not line.is_aside]
        front = read_front(lines, self._rules).stated.title
        shown = (each for each in (front or "", *lines) if each.casefold().startswith(title.casefold()))
        return next((each for each in shown if _TITLE_SEPARATOR.match(each, len(title))), title)

    def _is_site_name(self, part: str) -> bool:
        return self._rules.publisher(part) is not None or part == self._site_name()

    def _site_name(self) -> str | None:
        names = self._tree.xpath("//meta[@property='og:site_name']/@content")
        name = " ".join(str(names[0]).split()) if names else ""
        return name if name and not _DOMAIN.fullmatch(name) else None

    def _publisher(self) -> str | None:
        if name := self._site_name():
            return name
        titles = [part for title in self._tree.xpath("//title/text()") for part in _TITLE_SEPARATOR.split(str(title))]
        candidates = [part.strip() for part in titles] + self._lines[:80] + self._lines[-40:]
        return next((name for line in candidates if (name := self._rules.publisher(line))), None)

    def _published(self) -> date | None:
        """The date stamp under the title, else what the markup says."""
        title = self._title()
        places = [number for number, line in enumerate(self._lines) if title and _same(title, line)]
        for place in reversed(places):
            for line in self._lines[place + 1 : place + 1 + _LINES_AFTER_TITLE]:
                stamp = self._rules.stated_date(line)
                if stamp:
                    return stamp.day
        return _markup_date(self._tree)


def _main_text(tree: Any) -> tuple[Any, Any]:
    """The main text as trafilatura's tree, and its metadata; both None where it finds nothing or would never end."""
    from trafilatura import bare_extraction
    from trafilatura.settings import Extractor

    if _depth(tree) > _DEEPEST:
        return None, None
    options = Extractor(comments=False, tables=True, images=False, with_metadata=True)
    options.min_extracted_size = _SHORTEST
    found = bare_extraction(copy.deepcopy(tree), options=options)
    return (found.body, found) if found is not None else (None, None)


def _depth(tree: Any) -> int:
    depth = deepest = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _markup_date(tree: Any) -> date | None:
    from htmldate import find_date

    found = find_date(copy.deepcopy(tree), original_date=True, extensive_search=False)
    return date.fromisoformat(found) if found else None


def _pieces(body: Any, tables: PageTables) -> Iterator[Piece | list[GridCell]]:
    """The paragraphs, headings, list items and tables of trafilatura's tree, in order."""
    for element in [body] if body.tag == "table" else body:
        if element.tag == "table":
            yield from _table_pieces(element, tables)
        elif element.tag in ("list", "div", "quote") and len(element):
            yield from _pieces(element, tables)
        else:
            kind, level = _kind(element)
            nested = list(element.iter("table"))
            for line in _inline_text(element).split("\n"):
                if line.strip():
                    yield " ".join(line.split()), kind, level
            for table in nested:
                yield from _table_pieces(table, tables)
        if element.tail and element.tail.strip():
            yield " ".join(element.tail.split()), BlockKind.PARAGRAPH, 0


def _table_pieces(element: Any, tables: PageTables) -> Iterator[Piece | list[GridCell]]:
    """The table of the page that trafilatura's is."""
    yield from _cell_pieces(tables.cells_of(element))


def _exported_pieces(tree: Any) -> Iterator[Piece | list[GridCell]]:
    """Everything that a page shows, in order: a line for each element that stands on its own, and the tables."""
    parts: list[str] = []
    walk = etree.iterwalk(tree.body, events=("start", "end"))
    for event, element in walk:
        if BLOCK_LEVEL.fullmatch(element.tag):
            if line := " ".join("".join(parts).split()):
                yield line, BlockKind.PARAGRAPH, 0
            parts = []
        if event == "start" and element.tag == "table" and element.find(".//table") is None:
            walk.skip_subtree()
            yield from _cell_pieces(page_cells(element))
        else:
            parts.append((element.text if event == "start" else element.tail) or "")


def _cell_pieces(cells: list[GridCell]) -> Iterator[Piece | list[GridCell]]:
    """A table as such, or the paragraphs of one that only lays out the page."""
    if is_layout(cells):
        lines = (line for text in column_by_column(cells) for line in text.split("\n"))
        yield from ((line, BlockKind.PARAGRAPH, 0) for line in lines)
    else:
        yield [replace(cell, text=cell.text.replace("\n", " ")) for cell in cells]


def _kind(element: Any) -> tuple[BlockKind, int]:
    if element.tag == "head" and len("".join(element.itertext())) < _LONGEST_HEADING:
        digits = "".join(filter(str.isdigit, element.get("rend", "")))
        return BlockKind.HEADING, int(digits or 2)
    return (BlockKind.LIST_ITEM if element.tag == "item" else BlockKind.PARAGRAPH), 0


def _inline_text(element: Any) -> str:
    parts = [element.text or ""]
    for child in element:
        if child.tag in ("lb", "p", "item", "list"):
            parts.append("\n")
        if child.tag not in ("table", "graphic"):
            parts.append(_inline_text(child))
        if child.tag in ("p", "item", "list"):
            parts.append("\n")
        parts.append(child.tail or "")
    return "".join(parts)


def _same(title: str, line: str) -> bool:
    return title.casefold().split() == line.casefold().split()
