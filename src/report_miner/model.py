r"""The frozen types that the stages hand on to one another.

All offsets are half-open ranges of code points into `Document.text`, the NFC text with `\n` line ends.
Boxes are `(x0, y0, x1, y1)` in PDF points, origin at the top left of the page. Pages, paragraphs, tables, rows
and columns count from 1.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

Box = tuple[float, float, float, float]


class BlockKind(StrEnum):
    """What a stretch of text is in its document."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    CELL = "cell"
    CAPTION = "caption"
    NOTE = "note"


@dataclass(frozen=True, kw_only=True, slots=True)
class Locator:
    """The printed place of a block: page and box, paragraph, or table, row and column."""

    page: int | None = None
    bbox: Box | None = None
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A paragraph, heading or cell. Blocks follow one another in the text and do not overlap.

    `level` is the depth of a heading (1 is the highest), 0 for everything else.
    """

    start: int
    end: int
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    locator: Locator = Locator()


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """A table cell with the range of its text; a merged cell appears once, with its spans."""

    row: int
    column: int
    start: int
    end: int
    row_span: int = 1
    column_span: int = 1
    header: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """A table in document order. `caption` is the range of the paragraph that names it, when there is one."""

    number: int
    cells: tuple[Cell, ...]
    caption: tuple[int, int] | None = None
    page: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class TextBox:
    """Where a run of text (a word or a line) is printed on a page.

    `confidence` is how sure its reading is (0..1): below 1 only where the characters were recognised on a picture.
    `second` is what another reading of the same place saw, where that differs.
    """

    start: int
    end: int
    page: int
    bbox: Box
    confidence: float = 1.0
    second: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A document as read: its text, its structure, and what is known of it.

    `name` is the path as given; `sha256` the digest of the original bytes; `published` the date that the document
    or the register states; `notes` what a reader of the results should know (a register that differs from the
    text, say), in Vietnamese; `charsets` the dead encodings (TCVN3, VNI …) from which parts of it were converted.
    """

    name: str
    sha256: str
    media_type: str
    text: str
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...] = ()
    layout: Sequence[TextBox] = ()
    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    place: str | None = None
    notes: tuple[str, ...] = ()
    charsets: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        position = 0
        for block in self.blocks:
            if not position <= block.start <= block.end <= len(self.text):
                raise ValueError(f"{self.name}: block {block.start}-{block.end} is out of order or out of the text")
            position = block.end


class Kind(StrEnum):
    """What sort of number a figure is."""

    COUNT = "count"
    PERCENT = "percent"
    TALLY = "tally"
    PAIR = "pair"
    MONEY = "money"
    MEASURE = "measure"
    RATE = "rate"
    SCORE = "score"


class Change(StrEnum):
    """Whether the number itself is a change."""

    NONE = "none"
    INCREASE = "increase"
    DECREASE = "decrease"


class Bound(StrEnum):
    """How the number limits the quantity."""

    EQUAL = "="
    ABOVE = ">"
    AT_LEAST = ">="
    BELOW = "<"
    AT_MOST = "<="
    ABOUT = "~"


class Status(StrEnum):
    """Reported, estimated, or aimed at."""

    ACTUAL = "actual"
    ESTIMATE = "estimate"
    TARGET = "target"


@dataclass(frozen=True, slots=True)
class Place:
    """An administrative place: `names` from the most specific outwards, `code` as `vintage:code` when resolved."""

    names: tuple[str, ...]
    code: str | None = None

    def __str__(self) -> str:
        return " < ".join(self.names)


@dataclass(frozen=True, slots=True)
class Period:
    """A time in the notation of the table: `2021`, `2021-06`, `2021-06-15`, or `start/end` of these."""

    notation: str

    def __str__(self) -> str:
        return self.notation


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """One number that a document states, with what it counts and where it is printed.

    `text` is what is printed at `start:end`. `value` has scale words applied; `value_to` is the upper end of a
    range; `total` the m of a tally n/m or the earlier value of a pair. `versus` is the period that a change or pair
    compares with. `pattern` names the rule that produced it; `confidence` lies in 0..1; `uncertain` lists
    the fields that deserve an eye.
    """

    doc: str
    sha256: str
    start: int
    end: int
    text: str
    value: Decimal
    value_to: Decimal | None = None
    total: Decimal | None = None
    kind: Kind
    unit: str | None = None
    item: str | None = None
    change: Change = Change.NONE
    bound: Bound = Bound.EQUAL
    status: Status = Status.ACTUAL
    place: Place | None = None
    period: Period | None = None
    versus: Period | None = None
    sentence: str = ""
    sentence_start: int = 0
    locator: Locator = Locator()
    indicator: str | None = None
    indicator_score: float | None = None
    pattern: str = ""
    confidence: float = 0.0
    uncertain: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Sixteen hex digits of the document's digest and the figure's range: the same for the same input."""
        return hashlib.sha256(f"{self.sha256}:{self.start}:{self.end}".encode()).hexdigest()[:16]


class Verdict(StrEnum):
    """Whether a relation between figures holds."""

    CONSISTENT = "consistent"
    INCONSISTENT = "inconsistent"
    UNCLEAR = "unclear"


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """A checked relation between figures: the rule, the arithmetic written out, the sentence for a letter."""

    id: str
    doc: str
    rule: str
    verdict: Verdict
    figures: tuple[str, ...]
    starts: tuple[int, ...]
    computed: str
    message: str


class Assessment(StrEnum):
    """Whether a test of a criterion is met."""

    MET = "met"
    NOT_MET = "not_met"
    NO_EVIDENCE = "no_evidence"
    CANNOT_ASSESS = "cannot_assess"


@dataclass(frozen=True, kw_only=True, slots=True)
class CriterionVerdict:
    """One test of one criterion for one place and period, with the figures that decide it."""

    criteria_set: str
    level: str
    code: str
    test: str
    place: str | None
    period: str | None
    required: str
    found: str
    verdict: Assessment
    figures: tuple[str, ...]
    message: str
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Failure:
    """A document, or a part of one, that could not be used, and what to do about it (both in Vietnamese)."""

    doc: str
    stage: str
    error: str
    remedy: str
