"""The pages of a PDF or a scan, put together to one document: paragraphs, tables, footnotes; running lines go."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

import numpy as np

from report_miner.model import Block, BlockKind, Locator, TextBox
from report_miner.read.boxes import Boxes
from report_miner.read.captions import caption_before
from report_miner.read.draft import Draft, DraftBuilder, with_headers
from report_miner.read.front import read_front, with_title
from report_miner.read.lines import LineRules
from report_miner.read.page_lines import Line
from report_miner.read.page_paragraphs import Paragraphs, Run, paragraphs
from report_miner.read.page_store import PageStore
from report_miner.read.pdf_frame import Turned
from report_miner.read.pdf_layout import running_lines
from report_miner.read.pdf_tables import PageTable, joined
from report_miner.read.scan_image import Turn
from report_miner.read.text import kind_of
from report_miner.texts import say

_SHORT = 200
_SYLLABLE = re.compile(
    r"(?i)(?:ngh|[cgknpt]h|ng|tr|gi|qu|[bcdđghklmnprstvx])?"
    r"[aăâeêioôơuưyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]{1,3}(?:ng|nh|ch|[cmnpt])?"
)


def draft_of(pages: PageStore, rules: LineRules, notes: Sequence[str], *, charsets: tuple[str, ...] = ()) -> Draft:
    """Return what the pages, numbered from 1, make up; `charsets` are the dead encodings of their text layer.

    The pages are taken out of `pages` one by one, so that a long document is not held twice.
    """
    turns = pages.turns
    running = running_lines((page.height, page.lines) for page in pages)
    builder = _build(pages, running, rules)
    layout, text = builder.layout, builder.text
    asides = sorted({line.text for lines in running.values() for line in lines})
    front = read_front(builder.lines(), rules, asides=asides)
    return Draft(
        text=text,
        blocks=tuple(_turned_block(block, turns) for block in with_title(builder.blocks, front)),
        tables=tuple(builder.tables),
        layout=Boxes.of(_turned(box, turns) for box in layout) if turns else layout,
        stated=front.stated,
        notes=(*notes, *_strokes(text, layout), *front.notes),
        charsets=charsets,
    )


def _strokes(text: str, layout: Boxes) -> Iterator[str]:
    """A note of the pages where a stroke, no number by itself, has a number as its other reading."""
    boxes = (layout[number] for number in layout.seconds)
    doubted = (box for box in boxes if not any(map(str.isdigit, text[box.start : box.end])))
    pages = sorted({box.page for box in doubted})
    if pages:
        yield say("read.strokes", pages=", ".join(map(str, pages)))


def _turned(box: TextBox, turns: Mapping[int, Turn | Turned]) -> TextBox:
    """The box where it stands on the page as it is shown."""
    return replace(box, bbox=turns[box.page].back(box.bbox)) if box.page in turns else box


def _turned_block(block: Block, turns: Mapping[int, Turn | Turned]) -> Block:
    page, bbox = block.locator.page, block.locator.bbox
    if page is None or page not in turns or bbox is None:
        return block
    return replace(block, locator=replace(block.locator, bbox=turns[page].back(bbox)))


def _build(pages: PageStore, running: Mapping[int, Sequence[Line]], rules: LineRules) -> DraftBuilder:
    """Put paragraphs and tables in order; footnotes follow at the end."""
    builder = DraftBuilder()
    notes: list[Run] = []
    for kind, items in groupby(_items(pages, running, notes), key=type):
        if kind is PageTable:
            for table in _joined_tables(items):
                first_page = table.cells[0].page or table.page
                builder.table(with_headers(table.cells), caption=caption_before(builder, rules), page=first_page)
        else:
            _put_paragraphs(builder, items, rules)
    _put_paragraphs(builder, notes, rules, BlockKind.NOTE)
    return builder


def _items(pages: PageStore, running: Mapping[int, Sequence[Line]], notes: list[Run]) -> Iterator[Run | PageTable]:
    """The lines and tables of the pages in order of reading; footnotes are put aside into `notes`."""
    for page in pages.taken():
        aside = {line.number for line in running.get(page.lines.page, ())}
        numbers = [number for number in range(len(page.lines)) if number not in aside]
        body, foot = Run.of(page.lines, numbers).without_notes()
        if foot.numbers:
            notes.append(foot)
        yield from _between(body, page.tables) if page.tables else (body,)


def _between(body: Run, tables: Sequence[PageTable]) -> Iterator[Run | PageTable]:
    """The lines of a page, and its tables between them."""
    first = 0
    tops = body.shapes[:, 1].tolist()
    for table in sorted(tables, key=lambda table: table.bbox[1]):
        below = (place for place in range(first, len(tops)) if tops[place] >= table.bbox[3] - 2)
        end = next(below, len(tops))
        if first < end:
            yield body.part(first, end)
        yield table
        first = end
    if first < len(tops):
        yield body.part(first, len(tops))


def _joined_tables(tables: Iterable[Any]) -> Iterator[PageTable]:
    """The tables, one that goes on over the end of a page made whole."""
    before: PageTable | None = None
    for table in tables:
        if before is not None and table.continues(before):
            before = joined(before, table)
            continue
        if before is not None:
            yield before
        before = table
    if before is not None:
        yield before


def _put_paragraphs(
    builder: DraftBuilder, runs: Iterable[Any], rules: LineRules, kind: BlockKind | None = None
) -> None:
    """Add the paragraphs that `runs` make up, and the boxes of their words."""
    for group in paragraphs(runs, rules):
        pieces = _pieces(group)
        text, base = "".join(pieces), builder.length
        starts = np.cumsum([base, *map(len, pieces)], dtype=np.int32)
        edges = starts[np.append(np.flatnonzero(group.begins), len(pieces))].tolist()
        blocks = []
        for start, edge, (page, bbox) in zip(edges[:-1], edges[1:], group.places(), strict=True):
            found, level = kind or BlockKind.PARAGRAPH, 0
            if edge - start <= _SHORT and kind is None:
                found, level = kind_of(text[start - base : edge - base - 1], rules)
            locator = Locator(page=page, bbox=bbox)
            blocks.append(Block(start=start, end=edge - 1, kind=found, level=level, locator=locator))
        builder.extend(text, blocks, group.boxes(starts[:-1]))


def _pieces(group: Paragraphs) -> list[str]:
    """The lines with what parts each from the next: a newline, or nothing where a word goes on after a hyphen.

    A hyphen that divides a syllable goes.
    """
    texts = group.texts()
    pieces = [text + "\n" for text in texts]
    for place, text in enumerate(texts[:-1]):
        if text.endswith("-") and text[-2:-1].isalnum() and not group.begins[place + 1]:
            pieces[place] = text[:-1] if _is_divided(text, texts[place + 1]) else text
    return pieces


def _is_divided(line: str, following: str) -> bool:
    """Whether the hyphen at the end of `line` divides a syllable that goes on in the next line."""
    head = re.split(r"[\s-]", line[:-1])[-1]
    tail = re.split(r"[\W\d_]", following, maxsplit=1)[0]
    return tail.islower() and head.isalpha() and _SYLLABLE.fullmatch(head + tail) is not None
