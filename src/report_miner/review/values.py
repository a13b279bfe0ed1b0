"""What a person types into a field: checked, and made what the record holds; and what could be meant."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from report_miner.clean.syllables import plain
from report_miner.extract.gazetteer import Gazetteer, Unit
from report_miner.extract.numbers import parse_number
from report_miner.model import Bound, Change, Kind, Status
from report_miner.patterns import Patterns
from report_miner.review.lens import FIXABLE
from report_miner.store.rows import VALUES
from report_miner.store.rows import plain as digits
from report_miner.texts import say

CHOICES: Mapping[str, tuple[str, ...]] = {
    "kind": tuple(Kind),
    "change": tuple(Change),
    "bound": tuple(Bound),
    "status": tuple(Status),
}
"""The fields with a fixed set of values."""

_MONTH = r"(0[1-9]|1[0-2])"
_TIME = rf"(?:19|20)\d\d(?:-{_MONTH}(?:-(?:0[1-9]|[12]\d|3[01]))?)?"
_PERIOD = re.compile(rf"{_TIME}(?:/{_TIME})?")
_MONTHLY = re.compile(r"(?:tháng )?(\d{1,2})/((?:19|20)\d\d)")
_DECIMAL = re.compile(r"-?\d+(\.\d+)?")
_LONGEST = 400
_SUGGESTED = 12


class BadValue(ValueError):  # noqa: N818 - named for the condition
    """A field cannot hold what was typed; the message says what it can."""


def read_fields(given: Mapping[str, Any], gazetteer: Gazetteer, patterns: Patterns) -> dict[str, Any]:
    """Return the fields of a record that a person typed.

    Raises:
        BadValue: a field does not exist or cannot hold what was typed.
    """
    fields: dict[str, Any] = {}
    for name, typed in given.items():
        if name not in FIXABLE or not isinstance(typed, str | None):
            raise BadValue(say("review.bad_field", name=str(name)[:40]))
        text = " ".join((typed or "").split())[:_LONGEST]
        fields[name] = _value(name, text, patterns)
    if "place" in fields:
        fields["place_code"] = code_of(fields["place"], gazetteer)
    return fields


def _value(name: str, text: str, patterns: Patterns) -> str | None:
    label = say(f"store.column_{name}")
    if not text:
        if name in ("value", *CHOICES):
            raise BadValue(say("review.bad_empty", name=label))
        return None
    if name in VALUES:
        return _number(text, label)
    if name in CHOICES and text not in CHOICES[name]:
        raise BadValue(say("review.bad_choice", name=label))
    if name in ("period", "versus"):
        return _period(text, label)
    if name == "indicator" and text not in {each.code for each in patterns.indicators.indicators}:
        raise BadValue(say("review.bad_indicator", code=text))
    return text


def _number(text: str, label: str) -> str:
    if _DECIMAL.fullmatch(text) and not re.fullmatch(r"-?\d{1,3}\.\d{3}", text):
        return digits(Decimal(text))
    try:
        return digits(parse_number(text))
    except ValueError:
        raise BadValue(say("review.bad_number", name=label)) from None


def _period(text: str, label: str) -> str:
    if month := _MONTHLY.fullmatch(text.lower()):
        text = f"{month[2]}-{int(month[1]):02}"
    if not _PERIOD.fullmatch(text):
        raise BadValue(say("review.bad_period", name=label))
    return text


def code_of(place: str | None, gazetteer: Gazetteer) -> str | None:
    """Return the code of a place given with its parents, if only one unit is meant."""
    if not place:
        return None
    names = place.split(" < ")
    kind, name = _kind_and_name(names[0], gazetteer)
    found = [unit for unit in gazetteer.named(name, (kind,) if kind else ()) if _lies_in(unit, names[1:], gazetteer)]
    return found[0].ref if len(found) == 1 else None


def _kind_and_name(full: str, gazetteer: Gazetteer) -> tuple[str, str]:
    for kind in (each.word for each in gazetteer.words.types):
        if full.lower().startswith(kind + " ") and gazetteer.named(full[len(kind) + 1 :], (kind,)):
            return kind, full[len(kind) + 1 :]
    return "", full


def _lies_in(unit: Unit, names: list[str], gazetteer: Gazetteer) -> bool:
    above = {plain(each.full_name) for each in gazetteer.ancestors(unit)}
    return all(plain(name) in above for name in names)


def suggest(field: str, typed: str, gazetteer: Gazetteer, patterns: Patterns) -> list[tuple[str, str]]:
    """Return what could be meant in a field: the value and what it says, the closest first."""
    words = plain(typed).split()
    if not words:
        return []
    if field == "indicator":
        return _indicators(words, patterns)
    if field != "place":
        return []
    wanted = " ".join(words)
    found = []
    for unit in gazetteer.units.values():
        name, full = plain(unit.name), plain(unit.full_name)
        if name.startswith(wanted) or full.startswith(wanted):
            found.append(
                (name not in (wanted,) and full != wanted, ("tinh", "huyen", "xa").index(unit.level), name, unit)
            )
    found.sort(key=lambda each: (*each[:3], each[3].ref))
    return [_suggestion(unit, gazetteer) for *_, unit in found[:_SUGGESTED]]


def _indicators(words: list[str], patterns: Patterns) -> list[tuple[str, str]]:
    """The indicators that the words name, by their own name before what texts call them."""

    def holds(text: str) -> bool:
        return all(word in plain(text) for word in words)

    entries = patterns.indicators.indicators
    named = [each for each in entries if holds(f"{each.code} {each.name}")]
    called = [each for each in entries if each not in named and holds(" ".join(each.forms))]
    return [(each.code, each.name) for each in (*named, *called)][:_SUGGESTED]


def _suggestion(unit: Unit, gazetteer: Gazetteer) -> tuple[str, str]:
    names = " < ".join(each.full_name for each in (unit, *gazetteer.ancestors(unit)))
    return names, say(f"review.vintage_{unit.vintage}")
