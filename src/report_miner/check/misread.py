"""Numbers recognised on a scan that do not add up: which of them to look at first, and what else may be printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from report_miner.extract.printed_places import PrintedPlaces
from report_miner.model import Document, Figure, Finding, TextBox, Verdict
from report_miner.texts import say


def with_doubts(findings: Iterable[Finding], figures: Sequence[Figure], document: Document) -> Iterator[Finding]:
    """Yield the findings; one that is inconsistent names the number whose characters are the least sure.

    What a second reading saw stands beside the printed reading as a suggestion; nothing is corrected.
    """
    if not document.layout:
        yield from findings
        return
    places = PrintedPlaces(document)
    known = {figure.id: figure for figure in figures}
    for finding in findings:
        words = [
            (word.confidence, figure.start, figure, word)
            for figure in (known[name] for name in finding.figures if name in known)
            for word in places.words(figure.start, figure.end)
            if word.confidence < 1
        ]
        if finding.verdict is Verdict.INCONSISTENT and words:
            _, _, figure, word = min(words, key=lambda each: each[:2])
            finding = replace(finding, message=f"{finding.message} {_doubt(figure, word)}")
        yield finding


def _doubt(figure: Figure, word: TextBox) -> str:
    share = f"{word.confidence:.2f}".replace(".", ",")
    said = say("check.misread", text=figure.text, share=share, page=word.page)
    return f"{said} {say('check.misread_second', text=word.second)}" if word.second else said
