"""The pages of a document from their reading until its text is made of them; a long document takes little room."""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from report_miner.read.page_lines import Lines
from report_miner.read.pdf_frame import Turned
from report_miner.read.pdf_tables import PageTable
from report_miner.read.scan_image import Turn

_OPEN = 250  # pages that are held as they are


@dataclass
class Page:
    """The lines of a page outside its tables, and the tables; `turn` is how it was turned to be read."""

    height: float
    lines: Lines
    tables: list[PageTable] = field(default_factory=list)
    turn: Turn | Turned | None = None


class PageStore:
    """Pages in order, the last ones as they are, those before them packed into few large pieces.

    A large piece goes back to the system as a whole; the room of many small ones would be lost between what is made
    of them. `turns` says how pages were turned, by their number, from 1 on.
    """

    def __init__(self) -> None:
        self.turns: dict[int, Turn | Turned] = {}
        self._packed: deque[bytes] = deque()
        self._open: list[Page] = []
        self._count = 0

    def append(self, page: Page) -> None:
        """Add the next page."""
        if len(self._open) == _OPEN:
            self._packed.append(pickle.dumps(self._open, pickle.HIGHEST_PROTOCOL))
            self._open = []
        self._open.append(page)
        self._count += 1
        if page.turn:
            self.turns[self._count] = page.turn

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Page]:
        for packed in self._packed:
            yield from pickle.loads(packed)
        yield from self._open

    def taken(self) -> Iterator[Page]:
        """The pages in order; they are let go."""
        while self._packed:
            yield from pickle.loads(self._packed.popleft())
        yield from self._open
        self._open = []
