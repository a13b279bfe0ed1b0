"""Figures of a catalogue as documents print them: `said("a.txt", "hơn 1.250 hộ")`."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pytest

from report_miner.dataset.rows import Observation
from report_miner.dataset.sources import Source
from report_miner.model import Bound, Figure, Kind, Period, Place, Status

BOUNDS = {"hơn": Bound.ABOVE, "ít nhất": Bound.AT_LEAST, "khoảng": Bound.ABOUT, "dưới": Bound.BELOW}
GIONG_TROM = Place(("huyện Giồng Trôm", "tỉnh Bến Tre"), "old:834")


def number(text: str) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", "."))


def observation(doc: str, printed: str, *, decision: str = "", **fields: Any) -> Observation:
    bound = next((bound for word, bound in BOUNDS.items() if printed.startswith(word)), Bound.EQUAL)
    words = printed.split()
    text = next(word for word in words if word[0].isdigit())
    unit = "%" if text.endswith("%") else words[-1]
    value, _, total = text.rstrip("%").partition("/")
    plain: dict[str, Any] = {
        "doc": doc,
        "sha256": doc,
        "start": fields.pop("start", 20),
        "end": 40,
        "text": text,
        "value": number(value),
        "total": number(total) if total else None,
        "kind": Kind.TALLY if total else Kind.PERCENT if unit == "%" else Kind.COUNT,
        "unit": unit,
        "item": "hộ nghèo",
        "bound": bound,
        "status": Status.ACTUAL,
        "place": GIONG_TROM,
        "period": Period("2023"),
        "sentence": f"Toàn huyện còn {printed} nghèo.",
        "indicator": "ECO.HONGHEO",
        "confidence": 0.8,
    }
    if isinstance(fields.get("period"), str):
        fields["period"] = Period(fields["period"])
    if isinstance(fields.get("place"), str):
        fields["place"] = Place(("một nơi",), fields["place"])
    return Observation(Figure(**plain | fields), decision)


@pytest.fixture
def said() -> Callable[..., Observation]:
    """The function that makes a figure of what is printed."""
    return observation


@pytest.fixture
def source() -> Callable[..., Source]:
    """The function that makes a source of a name and what else is known."""

    def make(doc: str, **known: Any) -> Source:
        plain = {"title": None, "publisher": None, "published": None, "address": None, "group": doc}
        return Source(doc=doc, **plain | known)

    return make


@pytest.fixture
def sources(source) -> Mapping[str, Source]:
    """The documents a.txt, b.txt and so on, of which none is tied to another; and a2.txt, a copy of a.txt."""
    found = {doc: source(doc) for doc in ("a.txt", "b.txt", "c.txt", "d.txt")}
    return {**found, "a2.txt": source("a2.txt", group="a.txt")}
