"""A document as the program sees it: pages, headings and tables marked."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from report_miner.model import Block, BlockKind, Document
from report_miner.texts import say

_MARKS = {BlockKind.TITLE: "# ", BlockKind.NOTE: "[*] ", BlockKind.CAPTION: "[ ] "}


def render(document: Document) -> str:
    """Return the blocks of `document` as lines for a person to read, under what is known of it."""
    return "\n".join([*_known(document), "", *_body(document)]) + "\n"


def _known(document: Document) -> Iterator[str]:
    yield say("read.media_line", media=document.media_type)
    for name in ("title", "publisher", "published", "place"):
        value = getattr(document, name)
        if value is not None:
            yield say(f"read.{name}_line", **{name: f"{value:%d/%m/%Y}" if name == "published" else value})
    for note in document.notes:
        yield say("read.note_line", note=note)


def _body(document: Document) -> Iterator[str]:
    page = None
    for table, blocks in groupby(document.blocks, key=lambda block: block.locator.table):
        if table is not None:
            yield say("read.table_mark", table=table)
            yield from _rows(document, list(blocks))
            yield say("read.table_end", table=table)
            continue
        for block in blocks:
            if block.locator.page is not None and block.locator.page != page:
                page = block.locator.page
                yield say("read.page_mark", page=page)
            yield _mark(block) + _one_line(document, block)


def _rows(document: Document, blocks: list[Block]) -> Iterator[str]:
    for _, cells in groupby(blocks, key=lambda block: block.locator.row):
        yield " | ".join(_one_line(document, cell) for cell in cells)


def _mark(block: Block) -> str:
    return "#" * (block.level + 1) + " " if block.kind is BlockKind.HEADING else _MARKS.get(block.kind, "")


def _one_line(document: Document, block: Block) -> str:
    return " ".join(document.text[block.start : block.end].split())
