"""Reports of one place written as marked sentences: "có ⟦61/119⟧ xã" with the fields that the print does not show."""

import re
from collections.abc import Callable
from decimal import Decimal

import pytest

from report_miner.assess.criteria import CriteriaSet
from report_miner.model import Block, Bound, Change, Document, Figure, Kind, Period, Place, Status

MARK = re.compile(r"⟦([^⟧]*)⟧")
TYPES = {"kind": Kind, "change": Change, "bound": Bound, "status": Status, "period": Period, "versus": Period}
PLACE = "xã Hòa Bình < huyện Vũ Thư < tỉnh Thái Bình"
Report = tuple[Document, list[Figure]]


def numbers_of(text: str) -> dict:
    digits = text.replace(".", "").replace(",", ".")
    if text.endswith("%"):
        return {"kind": Kind.PERCENT, "unit": "%", "value": Decimal(digits.rstrip("%"))}
    part, _, whole = digits.partition("/")
    if whole:
        return {"kind": Kind.TALLY, "value": Decimal(part), "total": Decimal(whole)}
    return {"kind": Kind.COUNT, "value": Decimal(part)}


def fields_of(given: dict) -> dict:
    fields = {name: TYPES[name](value) if name in TYPES and value else value for name, value in given.items()}
    place = fields.get("place", PLACE)
    return fields | {"place": place and Place(tuple(place.split(" < ")))}


def written(text: str, *given: dict, **document: object) -> Report:
    """A document of one sentence a line and its marked figures, all of 2023 in one commune unless said otherwise."""
    blocks, figures, position = [], [], 0
    fields = iter(given)
    for line in text.split("\n"):
        sentence = MARK.sub(r"\1", line)
        blocks.append(Block(start=position, end=position + len(sentence)))
        for number, match in enumerate(MARK.finditer(line)):
            start = position + match.start() - 2 * number
            values = {"period": Period("2023")} | numbers_of(match[1]) | fields_of(next(fields, {}))
            place = {"sentence": sentence, "sentence_start": position, "start": start, "end": start + len(match[1])}
            figures.append(Figure(doc="bao-cao.txt", sha256="ab", text=match[1], **place, **values))
        position += len(sentence) + 1
    plain = MARK.sub(r"\1", text)
    whole = {
        "name": "bao-cao.txt",
        "sha256": "ab",
        "media_type": "text/plain",
        "text": plain,
        "blocks": tuple(blocks),
    }
    return Document(**whole, **document), figures


@pytest.fixture
def write() -> Callable[..., Report]:
    """The function that reads marked sentences."""
    return written


def set_of(*tests: dict, **fields: object) -> CriteriaSet:
    """A verified set for communes, 2021-2025, of one criterion with these tests."""
    criterion = {"code": "19.2", "name": "An ninh, trật tự", "tests": list(tests)}
    criterion |= {name: fields.pop(name) for name in ("aggregation", "attained") if name in fields}
    plain = {
        "id": "bo-thu",
        "title": "Bộ tiêu chí thử",
        "document": "Quyết định 1/QĐ-UBND",
        "period": {"from": 2021, "to": 2025},
        "level": ["xa"],
        "status": "verified",
        "criteria": [criterion],
    }
    return CriteriaSet.model_validate(plain | fields)


@pytest.fixture
def criteria() -> Callable[..., CriteriaSet]:
    """The function that makes a set of tests."""
    return set_of
