"""Periods: what a document's labels of time cannot be, and where they disagree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from report_miner.check.cues import CheckCues
from report_miner.check.findings import finding, finding_at, quote
from report_miner.clean.shadow import Shadow, document_shadow
from report_miner.model import Document, Figure, Finding, Status, Verdict
from report_miner.period_words import in_words
from report_miner.texts import say

_YEAR = re.compile(r"(?:19|20)\d\d")
_HINT = re.compile(r"\d\s*(?:[-–]|đến)\s*(?:năm\s+)?\d\d\d\d|\d\s+năm\s+t", re.IGNORECASE)
_ACCOUNT = 3


def period(document: Document, cues: CheckCues) -> Iterator[Finding]:
    """A period ends after it begins, has one beginning, and counts the years of its account. No tolerance.

    "giai đoạn 2021-2015" is inconsistent. Two labels with one end that begin a year apart, and "qua 3 năm thực hiện"
    above results of four years, are unclear: both may be meant.
    """
    if _HINT.search(document.text) is None:
        return
    shadow = document_shadow(document)
    yield from _reversed(document, shadow, cues)
    yield from _two_beginnings(document, shadow, cues)
    yield from _years_told(document, shadow, cues)


def _reversed(document: Document, shadow: Shadow, cues: CheckCues) -> Iterator[Finding]:
    for match in cues.patterns["period_range"].finditer(shadow.lower):
        begin, end = match.group("from"), match.group("to")
        if end < begin:
            start, stop = shadow.source(match.start("from"), match.end("to"))
            message = say("check.period_reversed", printed=document.text[start:stop], begin=begin, end=end)
            yield finding_at(document, "period", Verdict.INCONSISTENT, (start,), f"{end} < {begin}", message)


def _two_beginnings(document: Document, shadow: Shadow, cues: CheckCues) -> Iterator[Finding]:
    labels: dict[str, tuple[str, int]] = {}
    told: set[str] = set()
    for match in cues.patterns["stage"].finditer(shadow.lower):
        begin, end = match.group("from"), match.group("to")
        start, _ = shadow.source(match.start("from"), match.end("to"))
        other, place = labels.setdefault(end, (begin, start))
        if abs(int(begin) - int(other)) == 1 and end not in told:
            told.add(end)
            first, second = f"{other}-{end}", f"{begin}-{end}"
            message = say("check.period_two_beginnings", first=first, second=second)
            yield finding_at(document, "period", Verdict.UNCLEAR, (place, start), f"{first} ≠ {second}", message)


def _years_told(document: Document, shadow: Shadow, cues: CheckCues) -> Iterator[Finding]:
    duration = cues.patterns["years_of_work"].search(shadow.lower)
    if duration is None:
        return
    stated = int(duration.group("years"))
    for line in re.finditer(r".+", shadow.lower):
        matches = list(cues.patterns["year_of_account"].finditer(line.group()))
        years = sorted({int(match.group("year")) for match in matches})
        if len(years) < _ACCOUNT or years != list(range(years[0], years[-1] + 1)):
            continue
        start, _ = shadow.source(duration.start("years"), duration.end("years"))
        place, _ = shadow.source(line.start() + matches[0].start("year"), line.start() + matches[0].end("year"))
        same = stated == len(years)
        values = {"stated": stated, "count": len(years), "first": years[0], "last": years[-1]}
        message = say(f"check.period_years_{'same' if same else 'differ'}", **values)
        verdict = Verdict.CONSISTENT if same else Verdict.UNCLEAR
        computed = f"{years[0]}–{years[-1]}: {len(years)} {'=' if same else '≠'} {stated}"
        yield finding_at(document, "period", verdict, (start, place), computed, message)
        return


def later_than_document(figure: Figure, cues: CheckCues, published: date) -> Iterator[Finding]:
    """A result lies before the document that reports it; one that does not may be a plan, so it is unclear.

    Sentences that speak of the future are left alone.
    """
    if (
        figure.status is not Status.ACTUAL
        or figure.period is None
        or cues.patterns["future"].search(figure.sentence.lower())
    ):
        return
    notation = figure.period.notation.partition("/")[0]
    if notation > published.isoformat()[: len(notation)] and _YEAR.match(notation):
        computed = f"{notation} > {published.isoformat()}"
        day = f"{published:%d/%m/%Y}"
        message = say(
            "check.period_later", figure=quote(figure), period=in_words(figure.period.notation), published=day
        )
        yield finding("period", Verdict.UNCLEAR, (figure,), computed, message)
