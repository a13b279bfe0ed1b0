"""From a judged relation to a `Finding`: its id, its numbers in Vietnamese notation, its sentence."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from report_miner.model import Document, Figure, Finding, Verdict
from report_miner.texts import say

_NUMERAL = re.compile(r"-?\d[\d.]*(?:,\d+)?")
_SCALES = ((Decimal(10) ** 9, " tỷ"), (Decimal(10) ** 6, " triệu"))


def finding_id(rule: str, named: Sequence[str]) -> str:
    """Return the id of what `rule` finds on the figures `named`, or on the places of a document with its digest."""
    return hashlib.sha256(":".join([rule, *named]).encode()).hexdigest()[:16]


def finding(rule: str, verdict: Verdict, figures: Sequence[Figure], computed: str, message: str) -> Finding:
    """Return the finding of `rule` on `figures` (at least one; the first names the document)."""
    names = tuple(figure.id for figure in figures)
    return Finding(
        id=finding_id(rule, names),
        doc=figures[0].doc,
        rule=rule,
        verdict=verdict,
        figures=names,
        starts=tuple(figure.start for figure in figures),
        computed=computed,
        message=message,
    )


def finding_of_difference(rule: str, verdict: Verdict, first: Figure, second: Figure, amount: Figure) -> Finding:
    """Return the finding of `rule` that `amount` is, or is not, by how much two figures differ."""
    low, high = sorted((first, second), key=lambda figure: figure.value)
    found = number(high.value - low.value, 3)
    computed = f"{number(high.value, 3)} − {number(low.value, 3)} = {found}; {amount.text}"
    message = say(
        "check.difference_message",
        high=quote(high),
        low=quote(low),
        found=found,
        printed=quote(amount),
        outcome=outcome(verdict),
    )
    return finding(rule, verdict, (amount, high, low), computed, message)


def finding_at(
    document: Document, rule: str, verdict: Verdict, starts: Sequence[int], computed: str, message: str
) -> Finding:
    """Return the finding of `rule` on what is printed at `starts` (at least one), which need not be figures."""
    return Finding(
        id=finding_id(rule, (document.sha256, *map(str, starts))),
        doc=document.name,
        rule=rule,
        verdict=verdict,
        figures=(),
        starts=tuple(starts),
        computed=computed,
        message=message,
    )


def number(value: Decimal, decimals: int = 2) -> str:
    """Return `value` in Vietnamese notation, with at most `decimals` digits after the comma.

    >>> number(Decimal("33446")), number(Decimal("6.275"))
    ('33.446', '6,28')
    >>> number(Decimal("13200000000"))
    '13,2 tỷ'
    """
    for scale, word in _SCALES:
        if abs(value) >= scale and not (value / scale * 1000) % 1:
            return _plain(value / scale, 3) + word
    return _plain(value, decimals)


def _plain(value: Decimal, decimals: int) -> str:
    rounded = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{rounded:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


def printed(figure: Figure) -> str:
    """Return the number as printed, with the scale that the header of its table gives: "312.500" → "312,5 tỷ"."""
    if figure.locator.table is None or not _NUMERAL.fullmatch(figure.text):
        return figure.text
    plain = Decimal(figure.text.replace(".", "").replace(",", "."))
    return figure.text if plain == figure.value else number(figure.value)


def quote(figure: Figure) -> str:
    """Return the figure as printed, with its unit: "97/119 xã"."""
    text, unit = printed(figure), figure.unit or ""
    if not unit or unit in text:
        return text
    return f"{text}%" if unit == "%" else f"{text} {unit}"


def outcome(verdict: Verdict) -> str:
    """Return the words for a verdict that end a message."""
    return say(f"check.{verdict.value}")
