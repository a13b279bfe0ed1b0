"""Numerals that no correctly printed number looks like: a zero in front, groups that are not of three digits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from report_miner.check.cues import CheckCues
from report_miner.check.findings import finding_at
from report_miner.model import Document, Finding, Verdict
from report_miner.texts import say

_REACH = 24
_FREE = r"(?<![\w.,/:+–-])(?<!\d )"
_COUNTS = r"(?=\s?%|\s+\(?[^\W\d_A-ZÀ-Ỹ]|[;)]|[,.](?:\s|$))"
_ZERO = re.compile(
    rf"{_FREE}(?:0\d{{2,4}}|0\d{{0,2}}(?:\.\d{{3}})+(?:,\d+)?|0\d+,\d+){_COUNTS}|{_FREE}00(?=\s?(?:%|nghìn|triệu|tỷ|tỉ)\b)"
)
_GROUPS = re.compile(
    rf"{_FREE}(?:\d{{1,3}}(?:\.\d{{3}})*\.(?:\d{{1,2}}|\d{{4,6}})(?:\.\d{{3}})+|\d{{1,3}}(?:\.\d{{3}})+\.(?:\d{{1,2}}|\d{{4,6}})"
    rf"|\d{{4,}}(?:\.\d{{3}})+){_COUNTS}"
)
_VIETNAMESE = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:(?:\.\d{3})+(?![\d.])|,\d{1,2}(?!\d))")
_FEWEST = 2


def impossible_numerals(document: Document, cues: CheckCues) -> Iterator[Finding]:
    """A number of three digits or more begins with no zero, and its thousands are groups of three. No tolerance.

    "05 xã" is custom, "014 xã", "08,2%" and "0.470 xã" are not; neither is "1.23.456". Points count as grouping only
    in a document that prints two other numbers in the Vietnamese way ("1.234", "5,6"). Codes, telephone numbers and
    plates are left alone: behind such a number stands no "%", no pause and no word in lower case, or a word before it
    says so.
    """
    yield from _found(document, _ZERO, "zero", cues)
    if sum(1 for _ in zip(range(_FEWEST), _VIETNAMESE.finditer(document.text), strict=False)) == _FEWEST:
        yield from _found(document, _GROUPS, "groups", cues)


def _found(document: Document, form: re.Pattern[str], key: str, cues: CheckCues) -> Iterator[Finding]:
    for match in form.finditer(document.text):
        before = document.text[max(0, match.start() - _REACH) : match.start()].lower()
        if cues.patterns["code_before"].search(before) is None:
            printed = match.group()
            message = say(f"check.numeral_{key}", printed=printed)
            yield finding_at(document, "unit", Verdict.INCONSISTENT, (match.start(),), printed, message)
