"""The whole program in one file: a document goes in, figures come out.

    shadow      the text made uniform for matching, with a map back          clean.shadow
    sentences   where statements begin and end                               language.sentences
    times       mentions of time, and which one a number is about            extract.period_scope
    places      mentions of places, and which one a number is about          extract.places
    masks       what looks like a figure and is none                         extract.masks
    numbers     what is left and states an amount                            extract.numbers
    effects     what the patterns of users say of a number                   extract.matcher
    cues        change, bound and status from the words around               extract.cues
    statements  unit and item                                                extract.statements
    tables      numbers that fill a cell, by the headers around them         extract.tables
    figures     all of it in one frozen record                               model.Figure
    indicators  which entry of the catalogue each figure states              extract.indicators
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from report_miner.clean.shadow import Shadow, shadow_of
from report_miner.extract.blanks import blanked
from report_miner.extract.cues import Cues
from report_miner.extract.gazetteer import Gazetteer, load_gazetteer
from report_miner.extract.indicators import IndicatorCatalogue
from report_miner.extract.items import Memory
from report_miner.extract.kinds import kind_of
from report_miner.extract.masks import MaskScanner, mask_scanner
from report_miner.extract.matcher import NO_EFFECT, Effect, PatternMatcher
from report_miner.extract.number_atoms import number_style
from report_miner.extract.numbers import Number, NumberGrammar, number_grammar
from report_miner.extract.period_scope import PeriodScope
from report_miner.extract.place_mentions import Sort
from report_miner.extract.places import PlaceResolver
from report_miner.extract.statements import ItemReader, Mention, Statement, UnitReader
from report_miner.extract.status import StatusContext
from report_miner.extract.tables import TableReader, TableReading
from report_miner.language.sentences import Sentence, split_sentences
from report_miner.model import Change, Document, Figure, Kind
from report_miner.patterns import Patterns, load_patterns

# Places that a figure's record names in its own field, so that its item does not repeat them.
_NAMED = (Sort.UNIT, Sort.LOCAL, Sort.REGION, Sort.ABROAD)


@dataclass(frozen=True)
class Tools:
    """What is built once from the patterns and serves every document."""

    patterns: Patterns
    gazetteer: Gazetteer
    masks: MaskScanner
    matcher: PatternMatcher
    numbers: NumberGrammar
    cues: Cues
    units: UnitReader
    items: ItemReader
    tables: TableReader
    indicators: IndicatorCatalogue


@cache
def tools_of(patterns: Patterns) -> Tools:
    """Build the tools for `patterns`.

    Raises:
        PatternError: a file in patterns/ is broken.
    """
    return Tools(
        patterns=patterns,
        gazetteer=load_gazetteer(patterns),
        masks=mask_scanner(patterns),
        matcher=PatternMatcher(patterns.matcher),
        numbers=number_grammar(patterns),
        cues=Cues(patterns),
        units=UnitReader(patterns),
        items=ItemReader(patterns),
        tables=TableReader(patterns),
        indicators=IndicatorCatalogue(patterns),
    )


def mine(document: Document, *, patterns: Patterns | None = None) -> list[Figure]:
    """Return the figures of a document in the order of its text.

    Raises:
        PatternError: a file in patterns/ is broken.
    """
    tools = tools_of(patterns or load_patterns())
    reading = Reading.of(document, tools)
    figures = [_figure(reading, statement) for statement in _statements(reading, tools)]
    figures = sorted([*figures, *reading.tables.figures], key=lambda figure: figure.start)
    return list(tools.indicators.mark(document, figures))


@dataclass(frozen=True)
class Reading:
    """A document with what the stages have found in it, before any number is judged.

    `bare` is the shadow in which times and empty brackets are blanked out; `passages` are the sentences that hold
    numbers, each with its numbers, their units and cues; `effects` is what patterns of users say of a number, by
    its start.
    """

    document: Document
    shadow: Shadow
    times: PeriodScope
    places: PlaceResolver
    bare: Shadow
    passages: Sequence[tuple[Sentence, Sequence[Mention]]]
    effects: Mapping[int, Effect]
    tables: TableReading

    @classmethod
    def of(cls, document: Document, tools: Tools) -> Reading:
        """Read a document, stage by stage."""
        shadow = shadow_of(document.text)
        sentences = split_sentences(document, shadow)
        times = PeriodScope(document, shadow, sentences, tools.patterns)
        places = PlaceResolver(document, shadow, sentences, tools.gazetteer)
        spans = [(m.start, m.end) for m in times.mentions]
        masked = [(m.start, m.end) for m in places.mentions]
        masked += [(m.start, m.end) for m in tools.masks.find(shadow.text, shadow.lower)]
        tables = tools.tables.read(document, shadow, times, places)
        taken = sorted([*spans, *masked, *tables.ranges])
        numbers = tools.numbers.find(shadow.text, shadow.lower, taken, number_style(shadow.lower))
        effects = tools.matcher.find(shadow, sentences, numbers)
        numbers = [number for number in numbers if not effects.get(number.start, NO_EFFECT).mask]
        contexts = tools.cues.contexts(document, shadow, sentences)
        passages = [
            (sentence, _mentions(shadow, sentence, inside, tools, context))
            for sentence, inside, context in _by_sentence(sentences, numbers, contexts)
        ]
        named = [(m.start, m.end) for m in places.mentions if m.name and m.sort in _NAMED]
        bare = Shadow(blanked(shadow.text, spans + named, [(n.start, n.end) for n in numbers]))
        return cls(document, shadow, times, places, bare, passages, effects, tables)


def _by_sentence(
    sentences: Sequence[Sentence], numbers: Sequence[Number], contexts: Sequence[StatusContext]
) -> Iterator[tuple[Sentence, Sequence[Number], StatusContext]]:
    """Yield each sentence that holds numbers; what stands outside the blocks of the document is furniture."""
    starts = [number.start for number in numbers]
    for sentence, context in zip(sentences, contexts, strict=True):
        inside = numbers[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        if inside:
            yield sentence, inside, context


def _mentions(
    shadow: Shadow, sentence: Sentence, numbers: Sequence[Number], tools: Tools, context: StatusContext
) -> list[Mention]:
    units = tools.units.read(shadow.text, shadow.lower, sentence, numbers)
    cues = tools.cues.read(shadow.lower, sentence, [(number.start, number.end) for number in numbers], context)
    return [Mention(*parts) for parts in zip(numbers, units, cues, strict=True)]


def _statements(reading: Reading, tools: Tools) -> Iterator[Statement]:
    """Yield what each number says, in the order of the text."""
    memory = Memory()
    block = -1
    for sentence, mentions in reading.passages:
        while block < sentence.block:
            block += 1
            here = reading.document.blocks[block]
            memory.enter(here, reading.document.text[here.start : here.end])
        anchors = list(tools.items.anchors(reading.bare.lower, sentence, mentions))
        items = tools.items.read(reading.bare.text, anchors, memory)
        for mention, item in zip(mentions, items, strict=True):
            yield Statement(sentence, mention, item)


def _figure(reading: Reading, statement: Statement) -> Figure:
    """Join all that is known of a number in the record of a figure."""
    document, sentence, mention = reading.document, statement.sentence, statement.mention
    number, cues = mention.number, mention.cues
    effect = reading.effects.get(number.start, NO_EFFECT)
    item = effect.item or (statement.item.text if statement.item else None)
    kind = effect.kind or kind_of(number, mention.unit, item, cues.change.change)
    status = effect.status or cues.status.status
    period = reading.times.period_of(number.start, number.end, status=status)
    place = reading.places.place_of(number.start, number.end)
    compares = cues.change.change is not Change.NONE or kind is Kind.PAIR
    start, end = reading.shadow.source(number.start, number.end)
    sentence_start, sentence_end = reading.shadow.source(sentence.start, sentence.end)
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
        unit=effect.unit or mention.unit_name,
        item=item,
        change=cues.change.change,
        bound=cues.bound.bound,
        status=status,
        place=place.place,
        period=period.period,
        versus=reading.times.versus_of(number.start, number.end, period.period) if compares else None,
        sentence=document.text[sentence_start:sentence_end],
        sentence_start=sentence_start,
        locator=document.blocks[sentence.block].locator,
        pattern=effect.name or number.pattern,
        confidence=min(period.certainty, place.certainty, cues.status.certainty, cues.change.certainty),
    )
