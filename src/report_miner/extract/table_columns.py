"""What the headers over each column of a table say of the numbers below."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from report_miner.extract.places import PlaceReading
from report_miner.extract.table_headers import Heading, HeadingReader
from report_miner.extract.table_layout import Layout
from report_miner.extract.table_places import PlaceNames
from report_miner.patterns import TableRole

_BRACKETS = re.compile(r"\([^()]*\)")
_NUMBER_OF = re.compile(r"(?:tổng số|số lượng|số) ([^()\[\]]*[^()\[\] ])")
_WHOLE = re.compile(r"^(?:tổng số|tổng|số)\s", re.IGNORECASE)
_TWICE = re.compile(r"^(\w.*?) \1(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Column:
    """What the headers over a column say.

    `words` name what is measured, and are empty where the rows or the caption do; `parts` are the headers from top to
    bottom, but for places; `below` tells that "Trong đó" stands over the column, `share` that it holds
    shares, `changes` that its numbers are differences: by its words, or by their signs where they compare; `splits`
    that it is a part of the whole which the caption names: below "Phân theo giới tính".
    """

    heading: Heading
    place: PlaceReading | None
    words: str
    parts: tuple[str, ...]
    below: bool
    share: bool
    changes: bool
    splits: bool


def read_columns(layout: Layout, reader: HeadingReader, names: PlaceNames) -> dict[int, Column]:
    """Return what the columns of values say, from left to right; some go on with the ones before them."""
    columns: dict[int, Column] = {}
    for number in layout.values:
        signed = number in layout.signed
        columns[number] = _column(layout.headers[number], columns.values(), reader, names, signed=signed)
    return columns


def _column(
    headers: Sequence[str], before: Iterable[Column], reader: HeadingReader, names: PlaceNames, *, signed: bool
) -> Column:
    places: list[PlaceReading] = []
    parts: tuple[str, ...] = ()
    for above, part in pairwise(["", *headers]):
        listed = reader.has(TableRole.PLACE, above) and not reader.has(TableRole.TOTAL, part)
        if place := names.named(part, above) if listed else names.typed(part):
            places.append(place)
        elif not (reader.has(TableRole.PLACE, part) and len(headers) > 1):
            parts += (reader.without(TableRole.PART, part),)
    heading = reader.read("\n".join(parts))
    if len(parts) > 1 and heading.unit is None and reader.has(TableRole.COUNTER, parts[-1]):
        heading, parts = replace(reader.read("\n".join(parts[:-1])), unit=reader.units.read(parts[-1])), parts[:-1]
    below = len(headers) > 1 and not reader.without(TableRole.PART, headers[0]).strip(" :")
    share = bool(headers) and reader.has(TableRole.SHARE, headers[-1])
    words = _words(parts, reader)
    if words and share and parts[-1] == headers[-1] and _is_empty(parts[-1], reader):
        words = f"tỷ lệ {words[0].lower()}{words[1:]}"
    elif (words and below) or (share and not words):
        named = [each for each in before if each.heading.unit is None and not (below and each.below)]
        words = _joined(named[-1].words if named else "", words)
        parts = (*named[-1].parts, *parts) if named and below else parts
    changes = heading.changes or (heading.compares and signed)
    splits = any(reader.has(TableRole.SPLIT, part) for part in headers[:-1])
    return Column(heading, places[-1] if places else None, words, parts, below, share, changes, splits)


def _words(parts: Sequence[str], reader: HeadingReader) -> str:
    """The words of all headers over a column that name something new."""
    telling = [part for part in parts if not (_is_empty(part, reader) or reader.has(TableRole.SPLIT, part))]
    new = [part for above, part in pairwise(["", *telling]) if not _counts_again(part, above)]
    words = _TWICE.sub(r"\1", reader.read("\n".join(new)).words)
    return "" if reader.has(TableRole.EMPTY, words) else words


def _is_empty(part: str, reader: HeadingReader) -> bool:
    return reader.has(TableRole.EMPTY, _BRACKETS.sub("", part).strip(" %"))


def _counts_again(part: str, above: str) -> bool:
    """Whether a header only counts what the one above it names: "Số hộ" below "Hộ nghèo"."""
    counted = _NUMBER_OF.match(part.lower())
    return counted is not None and f" {counted[1]} " in f" {above.lower()} "


def _joined(whole: str, part: str) -> str:
    """The words of a column that goes on with the one before it: a bare "Tỷ lệ", or "Nữ" under "Trong đó"."""
    return _TWICE.sub(r"\1", f"{_WHOLE.sub('', whole)} {part}") if whole and part else whole or part
