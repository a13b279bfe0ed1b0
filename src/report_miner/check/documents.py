"""All rules over one document, and the rules between documents."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from hashlib import blake2b
from itertools import chain, groupby
from operator import attrgetter

from report_miner.check.changes import change_levels, change_percent
from report_miner.check.cues import CheckCues, check_cues
from report_miner.check.lists import listed_elsewhere
from report_miner.check.misread import with_doubts
from report_miner.check.names import enumeration
from report_miner.check.nearby import amounts_apart
from report_miner.check.numerals import impossible_numerals
from report_miner.check.pairs import pair_direction, pair_percent
from report_miner.check.parts import parts, shares_of_whole
from report_miner.check.periods import later_than_document, period
from report_miner.check.printed_lists import printed_lists
from report_miner.check.ratios import ratio
from report_miner.check.reference import ReferenceTable, reference
from report_miner.check.relations import Statement, statements
from report_miner.check.repeated import Sources, repeated, stated_fact
from report_miner.check.reprinted import Reprints, worded
from report_miner.check.restated import restated, title_restated, told_twice
from report_miner.check.shares import share
from report_miner.check.soundness import bound, unit
from report_miner.check.sums import difference, total_behind
from report_miner.check.tables import tables
from report_miner.check.targets import target_result
from report_miner.check.tidy import TidyCopy, is_tidy
from report_miner.check.units_of_place import bodies, denominator, tally_totals
from report_miner.extract.gazetteer import load_gazetteer
from report_miner.model import Document, Figure, Finding, Verdict
from report_miner.patterns import Patterns, load_patterns

SENTENCE_RULES: tuple[Callable[[Statement], Iterator[Finding]], ...] = (
    share,
    change_percent,
    change_levels,
    pair_direction,
    pair_percent,
    parts,
    shares_of_whole,
    total_behind,
    difference,
    enumeration,
    target_result,
    ratio,
    bound,
    unit,
)


def check(
    figures: Sequence[Figure],
    document: Document | None = None,
    *,
    reference: ReferenceTable | None = None,
    patterns: Patterns | None = None,
) -> list[Finding]:
    """Return what the figures of one document say of one another, in the order of print.

    Args:
        figures: the figures of one document.
        document: the document itself; without it, periods in its text and sums in its tables go unchecked.
        reference: trusted figures to set the claims against.
        patterns: whose checks.yaml and places to use; the program's own by default.

    Raises:
        PatternError: a file in patterns/ is broken.
    """
    patterns = patterns or load_patterns()
    if document is None or is_tidy(document):
        found = _found(figures, document, reference, patterns)
    else:
        copy = TidyCopy.of(document, figures)
        found = copy.printed(_found(copy.figures, copy.document, reference, patterns))
    unique = {finding.id: finding for finding in (with_doubts(found, figures, document) if document else found)}
    return sorted(unique.values(), key=lambda finding: (min(finding.starts), finding.rule, finding.id))


def _found(
    figures: Sequence[Figure], document: Document | None, reference: ReferenceTable | None, patterns: Patterns
) -> Iterator[Finding]:
    """What the rules find in one document, in no order; some of it twice."""
    cues = check_cues(patterns)
    sentences = list(statements(figures, cues))
    within = [finding for sentence in sentences for rule in SENTENCE_RULES for finding in rule(sentence)]
    related = _related(within, "change_levels", "parts")
    found = chain(
        within,
        amounts_apart(sentences, related),
        listed_elsewhere(sentences),
        repeated(figures),
        restated(sentences),
        told_twice(sentences),
        bodies(figures, cues),
        tally_totals(figures, cues),
        _denominators(figures, patterns),
        _later(figures, document.published, cues) if document and document.published else (),
        _against(figures, reference) if reference else (),
        _of_document(document, figures, cues) if document else (),
    )
    printed = list(printed_lists(document, figures, cues)) if document else []
    return chain(_unexplained(found, printed), printed)


def told(figures: Iterable[Figure]) -> Sequence[int]:
    """Return what the figures of one document state and print, their values apart: a number for each.

    A fact, or the words of a sentence, has the same number in every process.
    """
    printed = sorted(figures, key=attrgetter("start", "end"))
    facts = filter(None, map(stated_fact, printed))
    return array("q", map(_numbered, chain(facts, (words for words, _ in worded(printed)))))


def _numbered(fact: Hashable) -> int:
    return int.from_bytes(blake2b(repr(fact).encode(), digest_size=8).digest(), signed=True)


def in_common(documents: Iterable[tuple[str, Iterable[int]]]) -> set[str]:
    """Return the documents that state a fact or print a sentence that another one does, too, their numbers apart.

    No others can agree with or contradict one another.

    Args:
        documents: the names of any number of documents with what each has `told`; memory grows with the number of
            different facts and sentences, by little more than a number for each.
    """
    first: dict[int, str] = {}
    found: set[str] = set()
    for name, numbers in documents:
        for number in numbers:
            other = first.setdefault(number, name)
            if other != name:
                found |= {other, name}
    return found


def check_documents(figures: Iterable[Figure], copies: Mapping[str, str] | None = None) -> Iterator[Finding]:
    """Yield what several documents say of the same facts, both sources side by side, as the figures come.

    Copies of one text are one source: they confirm nothing, and what they print differently comes last.

    Args:
        figures: the figures of any number of documents, those of each together; memory grows with the number of
            different facts and with the figures of the copies.
        copies: the group of each document that prints the same text as another.
    """
    reprints = Reprints(copies or {})
    sources = Sources(reprints.cover)
    seen: set[str] = set()
    for _, group in groupby(figures, key=lambda figure: figure.doc):
        each = list(group)
        reprints.add(each)
        for finding in sources.compare(each):
            if finding.id not in seen:
                seen.add(finding.id)
                yield finding
    yield from reprints.findings()


def _unexplained(found: Iterable[Finding], printed: Sequence[Finding]) -> Iterator[Finding]:
    """The findings without those that miss a part of a list which adds up when it is read as a whole."""
    whole = {finding.figures[0] for finding in printed if finding.verdict is Verdict.CONSISTENT}
    for finding in found:
        if finding.rule != "parts" or finding.verdict is Verdict.CONSISTENT or finding.figures[0] not in whole:
            yield finding


def _related(findings: Iterable[Finding], *rules: str) -> set[str]:
    """The figures that findings of some rules relate to others."""
    return {figure for finding in findings if finding.rule in rules for figure in finding.figures}


def _denominators(figures: Sequence[Figure], patterns: Patterns) -> Iterator[Finding]:
    gazetteer = load_gazetteer(patterns)

    @cache
    def count_units(code: str, level: str) -> int:
        return gazetteer.count_units(code, level) if code in gazetteer.units else 0

    cues = check_cues(patterns)
    for figure in figures:
        yield from denominator(figure, cues, count_units)


def _later(figures: Sequence[Figure], published: date, cues: CheckCues) -> Iterator[Finding]:
    for figure in figures:
        yield from later_than_document(figure, cues, published)


def _against(figures: Sequence[Figure], table: ReferenceTable) -> Iterator[Finding]:
    for figure in figures:
        yield from reference(figure, table)


def _of_document(document: Document, figures: Sequence[Figure], cues: CheckCues) -> Iterator[Finding]:
    yield from period(document, cues)
    yield from impossible_numerals(document, cues)
    yield from title_restated(document, figures)
    yield from tables(document, figures, cues)
