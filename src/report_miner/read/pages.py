"""The pages of a PDF or a scan, put together to one document: paragraphs, tables, footnotes; running lines go."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from report_miner.model import Block, BlockKind, Box, Locator, TextBox
from report_miner.read.boxes import Boxes
from report_miner.read.captions import caption_before
from report_miner.read.draft import Draft, DraftBuilder, with_headers
from report_miner.read.front import read_front, with_title
from report_miner.read.lines import LineRules
from report_miner.read.page_lines import Line, Lines
from report_miner.read.pdf_frame import Turned
from report_miner.read.pdf_layout import box_around, foot_notes, paragraphs, running_lines
from report_miner.read.pdf_tables import RuledTable, joined
from report_miner.read.scan_image import Turn
from report_miner.read.text import kind_of
from report_miner.texts import say

_SHORT = 200
_SYLLABLE = re.compile(
    r"(?i)(?:ngh|[cgknpt]h|ng|tr|gi|qu|[bcdđghklmnprstvx])?"
    r"[aăâeêioôơuưyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]{1,3}(?:ng|nh|ch|[cmnpt])?"
)


@dataclass
class Page:
    """The lines of a page outside its tables, and the tables; `turn` is how it was turned to be read."""

    height: float
    lines: Lines
    tables: list[RuledTable] = field(default_factory=list)
    turn: Turn | Turned | None = None


def draft_of(pages: deque[Page], rules: LineRules, notes: Sequence[str], *, charsets: tuple[str, ...] = ()) -> Draft:
    """Return what the pages, numbered from 1, make up; `charsets` are the dead encodings of their text layer.

    The pages are taken out of `pages` one by one, so that a long document is not held twice.
    """
    turns = {number: page.turn for number, page in enumerate(pages, start=1) if page.turn}
    running = running_lines([(page.height, page.lines) for page in pages])
    builder = _build(pages, {line.place for line in running}, rules)
    layout, text = builder.layout, builder.text
    front = read_front(builder.lines(), rules, asides=sorted({line.text for line in running}))
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


def _build(pages: deque[Page], running: Collection[tuple[int, Box]], rules: LineRules) -> DraftBuilder:
    """Put paragraphs and tables in order; footnotes follow at the end."""
    builder = DraftBuilder()
    notes: list[Line] = []
    for kind, items in groupby(_items(pages, running, notes), key=type):
        if kind is RuledTable:
            for table in _joined_tables(items):
                first_page = table.cells[0].page or table.page
                builder.table(with_headers(table.cells), caption=caption_before(builder, rules), page=first_page)
        else:
            _put_paragraphs(builder, items, rules)
    _put_paragraphs(builder, notes, rules, BlockKind.NOTE)
    return builder


def _items(
    pages: deque[Page], running: Collection[tuple[int, Box]], notes: list[Line]
) -> Iterator[Line | RuledTable]:
    """The lines and tables of the pages in order of reading; footnotes are put aside into `notes`."""
    while pages:
        page = pages.popleft()
        body = [line for line in page.lines if line.place not in running]
        foot = foot_notes(body)
        notes += foot
        tables = sorted(page.tables, key=lambda table: table.bbox[1])
        for line in body[: len(body) - len(foot)]:
            while tables and line.bbox[1] >= tables[0].bbox[3] - 2:
                yield tables.pop(0)
            yield line
        yield from tables


def _joined_tables(tables: Iterable[Any]) -> Iterator[RuledTable]:
    """The tables, one that goes on over the end of a page made whole."""
    before: RuledTable | None = None
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
    builder: DraftBuilder, lines: Iterable[Any], rules: LineRules, kind: BlockKind | None = None
) -> None:
    """Add the paragraphs that `lines` make up."""
    for group in paragraphs(lines, rules):
        text, boxes = _joined_text(group)
        first = [line for line in group if line.page == group[0].page]
        locator = Locator(page=group[0].page, bbox=box_around([line.bbox for line in first]))
        found, level = kind_of(text, rules) if len(text) < _SHORT and kind is None else (BlockKind.PARAGRAPH, 0)
        builder.add(text, kind or found, level=level, locator=locator, boxes=boxes)


def _joined_text(lines: Sequence[Line]) -> tuple[str, list[tuple[int, Boxes]]]:
    """The lines of a paragraph with newlines between them, and where the boxes of each belong.

    A word that was divided at a line's end is whole again.
    """
    text = ""
    boxes: list[tuple[int, Boxes]] = []
    for line in lines:
        if text:
            text = _before_next_line(text, line.text)
        boxes.append((len(text), line.boxes))
        text += line.text
    return text, boxes


def _before_next_line(text: str, line: str) -> str:
    """`text` made ready for the next line: a hyphen that divides a syllable goes."""
    if not text.endswith("-") or not text[-2:-1].isalnum():
        return text + "\n"
    head = re.split(r"[\s-]", text[:-1])[-1]
    tail = re.split(r"[\W\d_]", line, maxsplit=1)[0]
    divides = tail.islower() and head.isalpha() and _SYLLABLE.fullmatch(head + tail) is not None
    return text[:-1] if divides else text
