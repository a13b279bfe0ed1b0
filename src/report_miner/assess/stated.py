"""Evidence in words: "không xảy ra", "không có khiếu kiện đông người", "tiêu chí 19.2 đạt".

A stated zero counts for a measure only where nothing narrows its name ("không có tội phạm có tổ chức" says nothing of
crime), outside quotation marks, and where the sentence reports: what is asked for is no result.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from report_miner.assess.evidence import Evidence, Said, is_definition, is_wished, places_meant
from report_miner.assess.measures import Assessing, MeasureReader
from report_miner.clean.shadow import Shadow, document_shadow
from report_miner.extract.cues import Cues
from report_miner.extract.gazetteer import load_gazetteer
from report_miner.extract.period_scope import PeriodScope
from report_miner.extract.places import PlaceResolver
from report_miner.language.sentences import Sentence, split_sentences
from report_miner.model import Document, Status
from report_miner.patterns import Patterns

_NEAR = 240
_BEHIND = 60


@dataclass(frozen=True, slots=True)
class Statement:
    """What a stretch of the shadow says of a measure."""

    start: int
    end: int
    measure: str
    said: Said
    label: str = ""


class StatementReader:
    """Finds statements in text in lower case; built once from the patterns."""

    def __init__(self, assessing: Assessing, reader: MeasureReader) -> None:
        words = assessing.words
        self.words = words
        self._reader = reader
        self._absent_before = re.compile(words.absent_before)
        self._absent_after = re.compile(words.absent_after)
        self._occurred = re.compile(words.occurred)
        self._filler = re.compile(words.filler)
        self._separator = re.compile(words.separator)
        self._between = re.compile(words.separator + words.filler)
        self._said = [
            (measure.name, said, re.compile(pattern))
            for measure in assessing.measures
            for said, patterns in (
                (Said.LABEL, measure.labels),
                (Said.PRESENT, measure.present),
                (Said.ABSENT, measure.absent),
            )
            for pattern in patterns
        ]

    def find(self, lower: str) -> Iterator[Statement]:
        """Yield the statements of a text, whether or not they report."""
        for match in self._absent_before.finditer(lower):
            yield from self._listed(lower, match.end(), Said.ABSENT)
        for match in self._occurred.finditer(lower):
            yield from self._listed(lower, match.end(), Said.PRESENT)
        yield from self._listed_before(lower)
        for measure, said, pattern in self._said:
            for match in pattern.finditer(lower):
                yield Statement(match.start(), match.end(), measure, said, match.groupdict().get("label") or "")

    def _listed(self, lower: str, position: int, said: Said) -> Iterator[Statement]:
        """The names of the list that begins at `position`."""
        while True:
            filled = self._filler.match(lower, position)
            position = filled.end() if filled else position
            found = list(self._reader.named_at(lower, position))
            for named in found:
                yield Statement(named.start, named.end, named.measure, said)
            if not found:
                return
            position = max(named.end for named in found)
            parted = self._separator.match(lower, position)
            if not parted or parted.end() == position:
                return
            position = parted.end()

    def _listed_before(self, lower: str) -> Iterator[Statement]:
        """The names of the lists that end in "không xảy ra"."""
        for match in self._absent_after.finditer(lower):
            left = max(0, match.start() - _NEAR)
            named = list(self._reader.named(lower[left : match.end()]))
            end = match.start() - left
            for each in sorted(named, key=lambda each: each.start, reverse=True):
                if each.end == end or (
                    each.end < end and self._between.fullmatch(lower, left + each.end, left + end)
                ):
                    yield Statement(left + each.start, left + each.end, each.measure, Said.ABSENT)
                    end = each.start

    def reports(self, lower: str, start: int, position: int, end: int) -> bool:
        """Whether what stands at `position` of the sentence `start:end` is told as a fact and not asked for."""
        before = lower[start:position]
        quoted = before.count('"') % 2 == 1
        behind = lower[position : end + _BEHIND]
        return not (quoted or is_wished(before, self.words) or is_definition(behind, self.words))


@cache
def _cues_of(patterns: Patterns) -> Cues:
    return Cues(patterns)


def evidence_in_words(document: Document, patterns: Patterns, statements: StatementReader) -> list[Evidence]:
    """Return what the document states in words, each with the place and the time that it is about."""
    shadow = document_shadow(document)
    found = sorted(statements.find(shadow.lower), key=lambda each: (each.start, each.measure, each.said))
    if not found:
        return []
    return list(_Scene(document, shadow, patterns, statements).evidence(found))


class _Scene:
    """A document with its sentences, times and places, ready to be asked about statements."""

    def __init__(self, document: Document, shadow: Shadow, patterns: Patterns, statements: StatementReader) -> None:
        self._document = document
        self._shadow = shadow
        self._statements = statements
        self._sentences = split_sentences(document, shadow)
        self._starts = [sentence.start for sentence in self._sentences]
        self._times = PeriodScope(document, shadow, self._sentences, patterns)
        self._places = PlaceResolver(document, shadow, self._sentences, load_gazetteer(patterns))
        self._cues = _cues_of(patterns)

    def evidence(self, found: Sequence[Statement]) -> Iterator[Evidence]:
        """Yield each statement that reports, once for each place that it is about."""
        reports = [(index, each) for each in found if (index := self._reported_in(each)) is not None]
        contexts = self._cues.contexts(self._document, self._shadow, self._sentences, {index for index, _ in reports})
        for index, each in reports:
            sentence = self._sentences[index]
            (reading,) = self._cues.read(self._shadow.lower, sentence, [(each.start, each.end)], contexts[index])
            if reading.status.status is Status.ACTUAL:
                yield from self._evidence(sentence, each)

    def _reported_in(self, each: Statement) -> int | None:
        """The position of the sentence that reports the statement, if one does."""
        index = max(0, bisect_right(self._starts, each.start) - 1)
        sentence = self._sentences[index]
        if not sentence.start <= each.start < each.end <= sentence.end:
            return None
        reports = self._statements.reports(self._shadow.lower, sentence.start, each.start, sentence.end)
        return index if reports else None

    def _evidence(self, sentence: Sentence, each: Statement) -> Iterator[Evidence]:
        place = self._places.place_of(each.start, each.end).place
        if place is None:
            return
        period = self._times.period_of(each.start, each.end).period
        start, end = self._shadow.source(sentence.start, sentence.end)
        text = self._document.text[start:end]
        said_at = self._shadow.source(each.start, each.end)[0]
        for meant in places_meant(place, text, said_at - start, self._statements.words):
            yield Evidence(
                measure=each.measure,
                place=meant,
                period=str(period) if period else None,
                start=said_at,
                text=text,
                sentence_start=start,
                said=each.said,
                label=each.label,
            )
