"""Numerals that no correctly printed number looks like: a zero in front, groups that are not of three digits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from report_miner.check.cues import CheckCues
from report_miner.check.findings import finding_at
from report_miner.model import Document, Finding, Verdict
from report_miner.texts import say

_REACH = 24
_NUMERAL = re.compile(r"\d[\d.,]*\d")
_NOT_FREE = re.compile(r"[\w.,/:+–-]\Z|[\d–-] \Z")
_COUNTS = re.compile(r"\s?%|\s+\(?(?P<word>[^\W\d_])|[;)]|[,.](?:\s|$)")
_SCALED = re.compile(r"\s?(?:%|(?:nghìn|triệu|tỷ|tỉ)\b)")
_ZERO = re.compile(r"0\d{2,4}|0\d{0,2}(?:\.\d{3})+(?:,\d+)?|0\d+,\d+")
_GROUPS = re.compile(
    r"\d{1,3}(?:\.\d{3})*\.(?:\d{1,2}|\d{4,6})(?:\.\d{3})+|\d{1,3}(?:\.\d{3})+\.(?:\d{1,2}|\d{4,6})|\d{4,}(?:\.\d{3})+"
)
_VIETNAMESE = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:(?:\.\d{3})+(?![\d.])|,\d{1,2}(?!\d))")
_FEWEST = 2


def impossible_numerals(document: Document, cues: CheckCues) -> Iterator[Finding]:
    """A number of three digits or more begins with no zero, and its thousands are groups of three. No tolerance.

    "05 xã" and "1 tỷ 045 triệu" are custom, "014 xã", "08,2%" and "0.470 xã" are not; neither is "1.23.456". Points
    count as grouping only in a document that prints two other numbers in the Vietnamese way ("1.234", "5,6"). Codes,
    telephone numbers and plates are left alone, and so are the decimals of a document that prints three of them
    ("0.985") or more: behind such a number stands no "%", no pause and no word in lower
    case, or a word before it says so.
    """
    numerals = [match for match in _NUMERAL.finditer(document.text) if _telling(match)]
    if not numerals:
        return
    pointed = sum(match.group().startswith("0.") for match in numerals) > _FEWEST
    grouped = sum(1 for _ in zip(range(_FEWEST), _VIETNAMESE.finditer(document.text), strict=False)) == _FEWEST
    for match in numerals:
        key = "zero" if match.group().startswith("0") else "groups"
        before = document.text[max(0, match.start() - _REACH) : match.start()].lower()
        code = _NOT_FREE.search(before) or cues.patterns["code_before"].search(before)
        code = code or cues.patterns["amount_so_far"].search(before)
        decimal = pointed and match.group().startswith("0.")
        if code is None and not decimal and (key == "zero" or grouped):
            printed = match.group()
            message = say(f"check.numeral_{key}", printed=printed)
            yield finding_at(document, "unit", Verdict.INCONSISTENT, (match.start(),), printed, message)


def _telling(match: re.Match[str]) -> bool:
    """Whether a numeral has a form that no number has, and what follows says that it counts something."""
    text, end = match.group(), match.end()
    if text[0] != "0" and "." not in text:
        return False
    if text == "00":
        return _SCALED.match(match.string, end) is not None
    impossible = _ZERO.fullmatch(text) or _GROUPS.fullmatch(text)
    behind = _COUNTS.match(match.string, end) if impossible else None
    return behind is not None and (behind.group("word") or "x").islower()
