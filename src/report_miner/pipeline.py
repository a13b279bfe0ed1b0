"""The whole program in one file: a document goes in, figures come out.

    shadow      the text made uniform for matching, with a map back          clean.shadow
    sentences   where statements begin and end                               language.sentences
    times       mentions of time, and which one a number is about            extract.period_scope
    places      mentions of places, and which one a number is about          extract.places
    masks       what looks like a figure and is none                         extract.masks
    numbers     what is left and states an amount                            extract.numbers
    cues        change, bound and status from the words around               extract.cues
    statements  unit and item                                                extract.figures
    figures     all of it in one frozen record                               model.Figure
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from report_miner.clean.shadow import Shadow, shadow_of
from report_miner.extract.blanks import blanked
from report_miner.extract.cues import Cues
from report_miner.extract.figures import Statement, StatementReader
from report_miner.extract.gazetteer import Gazetteer, load_gazetteer
from report_miner.extract.kinds import kind_of
from report_miner.extract.masks import MaskScanner, mask_scanner
from report_miner.extract.numbers import Number, NumberGrammar, number_grammar
from report_miner.extract.number_atoms import number_style
from report_miner.extract.period_scope import PeriodScope
from report_miner.extract.places import PlaceResolver
from report_miner.language.sentences import Sentence, split_sentences
from report_miner.model import Change, Document, Figure, Kind
from report_miner.patterns import Patterns, load_patterns


@dataclass(frozen=True)
class Tools:
    """What is built once from the patterns and serves every document."""

    gazetteer: Gazetteer
    masks: MaskScanner
    numbers: NumberGrammar
    cues: Cues
    statements: StatementReader


@cache
def tools_of(patterns: Patterns) -> Tools:
    """Build the tools for `patterns`.

    Raises:
        PatternError: a file in patterns/ is broken.
    """
    return Tools(
        gazetteer=load_gazetteer(patterns),
        masks=mask_scanner(patterns),
        numbers=number_grammar(patterns),
        cues=Cues(patterns),
        statements=StatementReader(patterns),
    )


def mine(document: Document, *, patterns: Patterns | None = None) -> list[Figure]:
    """Return the figures of a document in the order of its text.

    Raises:
        PatternError: a file in patterns/ is broken.
    """
    tools = tools_of(patterns or load_patterns())
    shadow = shadow_of(document.text)
    sentences = split_sentences(document, shadow)
    times = PeriodScope(document, shadow, sentences)
    places = PlaceResolver(document, shadow, sentences, tools.gazetteer)
    taken = [(m.start, m.end) for m in (*times.mentions, *places.mentions, *tools.masks.find(shadow.text, shadow.lower))]
    numbers = tools.numbers.find(shadow.text, shadow.lower, sorted(taken), number_style(shadow.lower))
    bare = blanked(shadow.text, [(m.start, m.end) for m in times.mentions], [(n.start, n.end) for n in numbers])
    statements = _statements(tools, document, shadow, bare, list(_by_sentence(sentences, numbers)))
    return [_figure(document, shadow, statement, times, places) for statement in statements]


def _by_sentence(
    sentences: Sequence[Sentence], numbers: Sequence[Number]
) -> Iterator[tuple[Sentence, Sequence[Number]]]:
    """Yield each sentence with its numbers; what stands outside the blocks of the document is furniture."""
    starts = [number.start for number in numbers]
    for sentence in sentences:
        yield sentence, numbers[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]


def _statements(
    tools: Tools,
    document: Document,
    shadow: Shadow,
    bare: str,
    sentences: Sequence[tuple[Sentence, Sequence[Number]]],
) -> Iterator[Statement]:
    contexts = tools.cues.contexts(document, shadow, [sentence for sentence, _ in sentences])
    lower = Shadow(bare).lower
    before: list[str] = []
    block = -1
    for (sentence, numbers), context in zip(sentences, contexts, strict=True):
        if sentence.block != block:
            before, block = [], sentence.block
        if not numbers:
            continue
        units = tools.statements.units(shadow.text, shadow.lower, sentence, numbers)
        cues = tools.cues.read(shadow.lower, sentence, [(n.start, n.end) for n in numbers], context)
        read = list(tools.statements.read(bare, lower, list(zip(numbers, units, cues, strict=True)), sentence, before))
        before = [statement.item.text for statement in read if statement.item]
        yield from read


def _figure(
    document: Document, shadow: Shadow, statement: Statement, times: PeriodScope, places: PlaceResolver
) -> Figure:
    number, cues, sentence = statement.number, statement.cues, statement.sentence
    item = statement.item.text if statement.item else None
    kind = kind_of(number, statement.unit, item, cues.change.change)
    period = times.period_of(number.start, number.end, status=cues.status.status)
    place = places.place_of(number.start, number.end)
    compares = cues.change.change is not Change.NONE or kind is Kind.PAIR
    start, end = shadow.source(number.start, number.end)
    sentence_start, sentence_end = shadow.source(sentence.start, sentence.end)
    return Figure(
        doc=document.name,
        sha256=document.sha256,
        start=start,
        end=end,
        text=document.text[start:end],
        value=number.value,
        value_to=number.value_to,
        total=number.total,
        kind=kind,
        unit=statement.unit_name,
        item=item,
        change=cues.change.change,
        bound=cues.bound.bound,
        status=cues.status.status,
        place=place.place,
        period=period.period,
        versus=times.versus_of(number.start, number.end, period.period) if compares else None,
        sentence=document.text[sentence_start:sentence_end],
        sentence_start=sentence_start,
        locator=document.blocks[sentence.block].locator,
        pattern=number.pattern,
        confidence=min(period.certainty, place.certainty, cues.status.certainty, cues.change.certainty),
    )
