"""Figures written as marked sentences: "có ⟦61/119⟧ xã" with the fields that the print does not show."""

import re
from collections.abc import Callable
from decimal import Decimal

import pytest

from report_miner.model import Block, BlockKind, Bound, Change, Document, Figure, Kind, Period, Place, Status

MARK = re.compile(r"⟦([^⟧]*)⟧")
LISTED = re.compile(r"[-+*] |[a-z]\) ")
SCALES = {"nghìn": 10**3, "triệu": 10**6, "tỷ": 10**9}
Marked = tuple[Document, list[Figure]]


def decimal_of(text: str) -> Decimal:
    """The value of one printed numeral with its scale word, 0 for one in words."""
    digits = re.search(r"\d[\d.]*(?:,\d+)?", text)
    if digits is None:
        return Decimal(0)
    value = Decimal(digits.group().replace(".", "").replace(",", "."))
    for word in text.split():
        value *= SCALES.get(word, 1)
    return value


def numbers_of(text: str) -> dict:
    """Kind, value and total as the print shows them."""
    if text.endswith("%"):
        low, _, high = text.partition("-")
        ends = {"value_to": decimal_of(high)} if high else {}
        return {"kind": Kind.PERCENT, "unit": "%", "value": decimal_of(low), **ends}
    if "/" in text:
        part, _, whole = text.partition("/")
        return {"kind": Kind.TALLY, "value": decimal_of(part), "total": decimal_of(whole)}
    return {"kind": Kind.COUNT, "value": decimal_of(text)}


def fields_of(given: dict) -> dict:
    """Plain values of a test as the types of the model."""
    types = {"kind": Kind, "change": Change, "bound": Bound, "status": Status, "period": Period, "versus": Period}
    fields = {name: types[name](value) if name in types else value for name, value in given.items()}
    if "place" in fields:
        fields["place"] = Place(*fields["place"]) if isinstance(fields["place"], tuple) else Place((fields["place"],))
    return fields


def marked(text: str, fields: list[dict], *, name: str = "bao-cao.txt", **document: object) -> Marked:
    """A document of paragraphs and list items (one a line, one sentence each) and its marked figures."""
    plain = MARK.sub(r"\1", text)
    blocks, figures, position = [], [], 0
    given = iter(fields)
    for line in text.split("\n"):
        sentence = MARK.sub(r"\1", line)
        kind = BlockKind.LIST_ITEM if LISTED.match(sentence) else BlockKind.PARAGRAPH
        blocks.append(Block(start=position, end=position + len(sentence), kind=kind))
        removed = 0
        for match in MARK.finditer(line):
            start = position + match.start() - removed
            removed += 2
            record = numbers_of(match.group(1)) | fields_of(next(given))
            figures.append(
                Figure(
                    doc=name,
                    sha256=name,
                    start=start,
                    end=start + len(match.group(1)),
                    text=match.group(1),
                    sentence=sentence,
                    sentence_start=position,
                    **record,
                )
            )
        position += len(sentence) + 1
    whole = Document(name=name, sha256=name, media_type="text/plain", text=plain, blocks=tuple(blocks), **document)
    return whole, figures


@pytest.fixture
def mark() -> Callable[..., Marked]:
    """The function that reads marked sentences."""
    return marked
