"""What the pattern files hold about pages and tables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property

from report_miner.patterns.files import Entry, NamedPattern


class HeadingPattern(NamedPattern):
    """How a heading begins; `level` is its depth (1 is the highest)."""

    level: int


class Pages(Entry):
    """patterns/pages.yaml: what pages and official documents say of themselves, and what surrounds their text."""

    headings: tuple[HeadingPattern, ...]
    list_items: tuple[NamedPattern, ...]
    furniture: tuple[NamedPattern, ...]
    menus: tuple[NamedPattern, ...]
    closers: tuple[NamedPattern, ...]
    dates: tuple[NamedPattern, ...]
    publishers: tuple[NamedPattern, ...]
    letterheads: tuple[NamedPattern, ...]
    document_types: tuple[NamedPattern, ...]
    preambles: tuple[NamedPattern, ...]
    captions: tuple[NamedPattern, ...]
    table_units: tuple[NamedPattern, ...]
    pictures: tuple[NamedPattern, ...]


class TableRole(StrEnum):
    """What a pattern of patterns/tables.yaml tells of a column, a row or a word of a header."""

    INDEX = "index"
    UNIT = "unit"
    PLACE = "place"
    TIME = "time"
    NONE = "none"
    TOTAL = "total"
    PART = "part"
    SPLIT = "split"
    BREAKDOWN = "breakdown"
    MEASURE = "measure"
    EMPTY = "empty"
    SHARE = "share"
    VALUE = "value"
    COMPARE = "compare"
    CHANGE = "change"
    FALL = "fall"
    GROWTH = "growth"
    SCORE = "score"
    PRICE = "price"
    COUNTER = "counter"
    EARLIER = "earlier"
    OPENING = "opening"
    YEARLY = "yearly"
    AVERAGE = "average"
    BODY = "body"
    TARGET = "target"
    ESTIMATE = "estimate"
    ACTUAL = "actual"
    LABEL = "label"
    MARK = "mark"
    COLUMN_NUMBER = "column_number"
    NUMBER_OF = "number_of"


class TablePattern(NamedPattern):
    """Words of a header, a row or a caption, and their role."""

    role: TableRole


class Tables(Entry):
    """patterns/tables.yaml: what the words around the cells of a table say of the numbers in them."""

    patterns: tuple[TablePattern, ...]
    units: dict[str, str]
    leads: frozenset[str]
    ditto: frozenset[str]
    none: frozenset[str]

    @cached_property
    def roles(self) -> Mapping[TableRole, re.Pattern[str]]:
        """What plays each role, in lower case; a blank in a pattern is white space."""
        return {
            role: re.compile("|".join(p.pattern.replace(" ", r"\s") for p in self.patterns if p.role is role))
            for role in TableRole
        }
