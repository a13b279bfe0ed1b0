"""Criteria against a document: place × period × test → a verdict with its evidence.

A set speaks where the document gives evidence or a target for one of its criteria; then every test of that criterion
gets a verdict, so that what is missing shows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from report_miner.assess.criteria import CriteriaSet, find_criteria, load_criteria
from report_miner.assess.evidence import Evidence, evidence_of_figures, in_order
from report_miner.assess.measures import Assessing, MeasureReader, load_assessing
from report_miner.assess.places import province_of, single_places
from report_miner.assess.stated import StatementReader, evidence_in_words
from report_miner.assess.verdicts import Case, verdicts_of
from report_miner.clean.shadow import document_shadow, shadow_of
from report_miner.extract.gazetteer import Gazetteer, load_gazetteer
from report_miner.model import CriterionVerdict, Document, Figure, Place
from report_miner.patterns import Patterns, load_patterns

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True)
class _Tools:
    """What is built once from the patterns and serves every document."""

    patterns: Patterns
    assessing: Assessing
    reader: MeasureReader
    statements: StatementReader
    gazetteer: Gazetteer
    topic: re.Pattern[str]


@cache
def _tools_of(patterns: Patterns) -> _Tools:
    assessing = load_assessing(patterns)
    reader = MeasureReader(assessing)
    statements = StatementReader(assessing, reader)
    topic = re.compile(assessing.topic)
    return _Tools(patterns, assessing, reader, statements, load_gazetteer(patterns), topic)


def assess(
    figures: Sequence[Figure],
    *,
    criteria: str | CriteriaSet | None = None,
    document: Document | None = None,
    patterns: Patterns | None = None,
) -> list[CriterionVerdict]:
    """Return a verdict for each place, period and test that the figures allow to lay side by side.

    Args:
        figures: the figures of `document`, or without it those of any number of documents, one after another; each
            document is assessed by itself.
        criteria: the id of a set, a YAML file, or a set; by default every set that fits place, period and matter.
        document: the document of the figures; without it, zeros that it states in words are not seen.
        patterns: the patterns to use; the program's own by default.

    Raises:
        UsageError: there is no such set.
        PatternError: a file of criteria is broken; the message names file, line and remedy.
    """
    tools = _tools_of(patterns or load_patterns())
    named = find_criteria(criteria, tools.patterns) if isinstance(criteria, str) else criteria
    if document is not None:
        return list(_of_document(figures, document, named, tools))
    groups = groupby(figures, key=lambda figure: figure.sha256)
    return [verdict for _, group in groups for verdict in _of_document(list(group), None, named, tools)]


def _of_document(
    figures: Sequence[Figure], document: Document | None, named: CriteriaSet | None, tools: _Tools
) -> Iterator[CriterionVerdict]:
    if named is None and not _speaks_of_criteria(figures, document, tools):
        return
    evidence = _evidence(figures, document, tools)
    place = _subject(figures, evidence)
    if place is None:
        return
    years = _years(figures, document)
    name = document.name if document else figures[0].doc
    for criteria in [named] if named else load_criteria(tools.patterns).values():
        if named or _fits(criteria, years, (province_of(place, tools.gazetteer),)):
            inside = [each for each in evidence if _lies_in(each.place, criteria, tools.gazetteer)]
            case = Case(name, place, inside, tools.assessing, tools.gazetteer, asked_for=named is not None)
            yield from verdicts_of(criteria, case)


def _speaks_of_criteria(figures: Sequence[Figure], document: Document | None, tools: _Tools) -> bool:
    if document:
        return tools.topic.search(document_shadow(document).lower) is not None
    return any(tools.topic.search(shadow_of(text).lower) for text in {figure.sentence for figure in figures})


def _evidence(figures: Sequence[Figure], document: Document | None, tools: _Tools) -> list[Evidence]:
    found = list(evidence_of_figures(figures, document, tools.reader, tools.assessing.words))
    if document is not None:
        found.extend(evidence_in_words(document, tools.patterns, tools.statements))
    return in_order(found)


def _subject(figures: Sequence[Figure], evidence: Sequence[Evidence]) -> Place | None:
    """The place that the document is about: the one of most figures, the first of several."""
    places = [place for figure in figures if figure.place for place in single_places(figure.place)]
    places = places or [each.place for each in evidence]
    return Counter(places).most_common(1)[0][0] if places else None


def _years(figures: Sequence[Figure], document: Document | None) -> frozenset[int]:
    """The years that the figures are about; without any, that of the document."""
    printed = " ".join(str(figure.period) for figure in figures if figure.period)
    years = frozenset(map(int, _YEAR.findall(printed)))
    return years or frozenset([document.published.year] if document and document.published else [])


def _fits(criteria: CriteriaSet, years: frozenset[int], provinces: Sequence[str | None]) -> bool:
    if criteria.province is not None and criteria.province not in provinces:
        return False
    first = min(criteria.period.first, criteria.compared_from or criteria.period.first)
    return any(first <= year <= criteria.period.last for year in years)


def _lies_in(place: Place, criteria: CriteriaSet, gazetteer: Gazetteer) -> bool:
    return criteria.province is None or province_of(place, gazetteer) == criteria.province
