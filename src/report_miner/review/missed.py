"""The record of a figure that the program missed and a person pointed at."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import RowMapping

from report_miner.clean.shadow import shadow_of
from report_miner.extract.numbers import parse_number
from report_miner.language.sentences import split_sentences
from report_miner.model import Block, Document
from report_miner.review.values import BadValue
from report_miner.store.rows import plain
from report_miner.texts import say

_LONGEST = 60
_NEARBY = ("place", "place_code", "period", "status")


def missed_record(
    document: RowMapping,
    body: tuple[str, Sequence[Block]],
    start: int,
    end: int,
    rows: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """Return the record of the number at `start:end`; place, period and status are those of the figure before it.

    Args:
        document: the row of the table `documents`.
        body: the document's text and blocks.
        start: where the person's selection begins; white space around it does not count.
        end: where it ends.
        rows: the document's figures.

    Raises:
        BadValue: there is no number, or it is a figure already.
    """
    text, blocks = body
    chosen = text[max(start, 0) : max(end, 0)]
    start += len(chosen) - len(chosen.lstrip())
    chosen = chosen.strip()
    end = start + len(chosen)
    block = next((block for block in blocks if block.start <= start and end <= block.end), None)
    if not chosen or len(chosen) > _LONGEST or block is None:
        raise BadValue(say("review.bad_selection"))
    if any(row["start"] < end and start < row["end"] for row in rows):
        raise BadValue(say("review.already"))
    try:
        value = parse_number(chosen)
    except ValueError:
        raise BadValue(say("review.no_number", text=chosen)) from None
    first, last = _sentence(text, block, start)
    before = next((row["record"] for row in reversed(rows) if row["end"] <= start), None)
    places = {name: getattr(block.locator, name) for name in ("page", "table", "row", "column", "paragraph")}
    record = {
        "id": hashlib.sha256(f"{document['sha256']}:{start}:{end}".encode()).hexdigest()[:16],
        "doc": document["name"],
        "start": start,
        "end": end,
        "text": chosen,
        "value": plain(value),
        **dict.fromkeys(
            ("value_to", "total", "item", "place", "period", "versus", "bbox", "indicator", "place_code")
        ),
        "kind": "percent" if "%" in chosen else "count",
        "unit": "%" if "%" in chosen else None,
        "change": "none",
        "bound": "=",
        "status": "actual",
        "sentence": text[first:last],
        **places,
        "pattern": "person",
        "confidence": 1.0,
        "uncertain": [],
        "sentence_start": first,
        "indicator_score": None,
    }
    return record | ({name: before[name] for name in _NEARBY} if before else {})


def _sentence(text: str, block: Block, position: int) -> tuple[int, int]:
    """The sentence of a block that holds `position`."""
    own = Document(
        name="",
        sha256="",
        media_type="",
        text=text[block.start : block.end],
        blocks=(Block(start=0, end=block.end - block.start),),
    )
    shadow = shadow_of(own.text)
    for sentence in split_sentences(own, shadow):
        first, last = (block.start + offset for offset in shadow.source(sentence.start, sentence.end))
        if first <= position < last:
            return first, last
    return block.start, block.end
