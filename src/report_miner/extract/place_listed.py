"""Communes that a list names without their type word, each with a number: "Cát An có 47 ca, Cát Bình 33 ca"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from report_miner.clean.alphabet import UPPER
from report_miner.extract.gazetteer import Gazetteer, Level, Unit
from report_miner.extract.place_words import PlaceMention, Sort

_BEFORE_NUMBER = re.compile(
    rf"(?<!\w)[{UPPER}]\w*(?: [{UPPER}]\w*){{1,2}}(?=,? \(?\d)"
    rf"|(?<!\w)(?<!và )[{UPPER}]\w*(?: [{UPPER}]\w*){{1,2}}(?= (?:giảm|tăng|đạt|có|còn|chiếm) \d)"
)
_CAPITAL_BEFORE = re.compile(rf"(?:^|[\s(\"])[{UPPER}][^\W\d_]*[ ]$")
_LONGEST_WORD = 40


def with_listed_communes(text: str, mentions: Sequence[PlaceMention], gazetteer: Gazetteer) -> list[PlaceMention]:
    """Return the mentions, in order, with the communes of the districts named that stand bare before a number.

    One alone may be a person or a firm: there are two at least.
    """
    districts = {
        (unit.vintage, unit.code)
        for mention in mentions
        if mention.type and mention.sort == Sort.UNIT
        for unit in mention.candidates
        if unit.level == Level.DISTRICT
    }
    if not districts:
        return list(mentions)
    starts = [mention.start for mention in mentions]
    listed: list[PlaceMention] = []
    for match in _BEFORE_NUMBER.finditer(text):
        position = bisect_right(starts, match.start()) - 1
        inside = position >= 0 and match.start() < mentions[position].end
        if inside or _CAPITAL_BEFORE.search(text, max(0, match.start() - _LONGEST_WORD), match.start()):
            continue
        if units := _communes(match[0], districts, gazetteer):
            listed.append(PlaceMention(*match.span(), Sort.UNIT, None, match[0], units, Level.COMMUNE))
    return sorted([*mentions, *listed], key=lambda mention: mention.start) if len(listed) > 1 else list(mentions)


def _communes(name: str, districts: set[tuple[str, str]], gazetteer: Gazetteer) -> tuple[Unit, ...]:
    """The communes of that name in the districts."""
    named = (unit for unit in gazetteer.named(name) if unit.level == Level.COMMUNE)
    return tuple(unit for unit in named if (unit.vintage, unit.parent) in districts)
