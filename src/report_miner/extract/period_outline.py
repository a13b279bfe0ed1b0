"""Which headings and lead-in lines stand above a block, and the time that they give to what stands below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from report_miner.extract.timespan import TimeSpan
from report_miner.model import Block, BlockKind

_TITLE, _PLAIN, _RUNNING = 0, 80, 90
_HEADINGS = (BlockKind.HEADING, BlockKind.TITLE)
# How a block is numbered, the widest parts first; the groups' order is that of their depth.
_MARK = re.compile(
    r"\s*(?:((?:Phần|PHẦN|Chương|CHƯƠNG)\s(?:(?:thứ|THỨ)\s\w+|[IVX]+|\d+)[.:]?)|([A-H])[.:)]|([IVX]+)[.:)]"
    r"|(\d{1,2})[.)/]|(\d{1,2}\.\d{1,2})[.)]?|(\d{1,2}(?:\.\d{1,2}){2,3})[.)]?|([a-hđ])[.)])(?=\s|$)"
)
_BULLET = re.compile(r"\s*(?:([-–—•*])|(\+))(?:\s|(?=[^\W\d_]))")


class Above(NamedTuple):
    """A heading or lead-in that tells a time, and how deep it stands in the outline."""

    depth: int
    span: TimeSpan


class Outline:
    """The outline of one document.

    Args:
        blocks: its blocks.
        text: its text, as the offsets of the blocks count it.
    """

    def __init__(self, blocks: Sequence[Block], text: str) -> None:
        self._blocks = blocks
        self._text = text

    def depth(self, block: int) -> int:
        """How deep a block stands: the title 0, then numbered parts, plain headings, running text and bullets."""
        start, end, kind = self._blocks[block].start, self._blocks[block].end, self._blocks[block].kind
        if mark := _MARK.match(self._text, start, end):
            return 10 * (mark.lastindex or 0)
        if kind in _HEADINGS:
            return self._depth_of_plain(block)
        bullet = _BULLET.match(self._text, start, end)
        return _RUNNING + (bullet.lastindex or 0 if bullet else 0)

    def is_numbered(self, block: int) -> bool:
        """Whether a block opens with a number or letter."""
        return _MARK.match(self._text, self._blocks[block].start, self._blocks[block].end) is not None

    def is_item(self, block: int) -> bool:
        """Whether a block is an item of a list."""
        item = self._blocks[block]
        return item.kind is BlockKind.LIST_ITEM or _BULLET.match(self._text, item.start, item.end) is not None

    def _depth_of_plain(self, block: int) -> int:
        """The depth of a heading without a number: the one above may be its number alone, as in "Phần I"."""
        above = self._blocks[block - 1] if block else None
        if above and above.kind in _HEADINGS:
            mark = _MARK.match(self._text, above.start, above.end)
            if mark and mark.end() == above.end:
                return 10 * (mark.lastindex or 0)
        return _TITLE if self._blocks[block].kind is BlockKind.TITLE else _PLAIN + self._blocks[block].level

    def below(self, above: tuple[Above, ...], block: int) -> tuple[Above, ...]:
        """What of `above` still stands above a block: what is less deep, and the title."""
        if not above or above[-1].depth == _TITLE:
            return above
        depth = self.depth(block)
        return tuple(other for other in above if other.depth < depth or other.depth == _TITLE)

    def opened(
        self, above: tuple[Above, ...], block: int, span: TimeSpan, *, title: bool = False
    ) -> tuple[Above, ...]:
        """`above` with the time of the heading or lead-in `block`; the first that bears no number is of the title."""
        depth = self.depth(block)
        if title or (_PLAIN <= depth < _RUNNING and not any(other.depth == _TITLE for other in above)):
            depth = _TITLE
        return (*(other for other in above if other.depth < depth), Above(depth, span))
