"""The whole program in one file: a document goes in, figures come out.

shadow      the text made uniform for matching, with a map back          clean.shadow
sentences   where statements begin and end                               language.sentences
times       mentions of time, and which one a number is about            extract.period_scope
places      mentions of places, and which one a number is about          extract.places
tables      numbers that fill a cell, by the headers around them         extract.tables
masks       what looks like a figure and is none                         extract.masks
numbers     what is left and states an amount                            extract.numbers
effects     what patterns of users say of a number                       extract.matcher
passages    the unit of each number; change, bound and status            extract.passages
statements  the item that each number measures                           extract.items
figures     all of it in one frozen record, with its confidence          extract.records
indicators  which entry of the catalogue each figure states              extract.indicators
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from report_miner.clean.shadow import Shadow, document_shadow
from report_miner.extract.blanks import blanked
from report_miner.extract.matcher import NO_EFFECT, Effect
from report_miner.extract.number_atoms import number_style
from report_miner.extract.passages import Passage, read_items, read_passages
from report_miner.extract.period_scope import PeriodScope
from report_miner.extract.places import PlaceResolver
from report_miner.extract.records import Recorder
from report_miner.extract.tables import TableReading
from report_miner.extract.tools import Tools, tools_of
from report_miner.language.sentences import split_sentences
from report_miner.model import Document, Figure
from report_miner.patterns import Patterns, load_patterns


def mine(document: Document, *, patterns: Patterns | None = None) -> list[Figure]:
    """Return the figures of a document in the order of its text.

    Raises:
        PatternError: a file in patterns/ is broken.
    """
    tools = tools_of(patterns or load_patterns())
    reading = Reading.of(document, tools)
    recorder = Recorder(document, reading.shadow, reading.times, reading.places, tools.kinds, tools.pairs)
    statements = read_items(document, reading.bare, reading.passages, tools)
    figures = recorder.record(statements, reading.effects)
    figures = sorted([*figures, *reading.tables.figures], key=lambda figure: figure.start)
    return list(tools.indicators.mark(document, figures))


@dataclass(frozen=True)
class Reading:
    """A document with what the stages have found in it, before it is said what a number measures.

    `bare` is the shadow in which times, names of places and empty brackets are blanked out; `passages` are the
    sentences that hold numbers; `effects` is what patterns of users say of a number, by its start.
    """

    document: Document
    shadow: Shadow
    times: PeriodScope
    places: PlaceResolver
    tables: TableReading
    effects: Mapping[int, Effect]
    passages: Sequence[Passage]
    bare: Shadow

    @classmethod
    def of(cls, document: Document, tools: Tools) -> Reading:
        """Read a document, stage by stage."""
        shadow = document_shadow(document)
        sentences = split_sentences(document, shadow)
        times = PeriodScope(document, shadow, sentences, tools.patterns)
        places = PlaceResolver(document, shadow, sentences, tools.gazetteer)
        tables = tools.tables.read(document, shadow, times, places)
        masks = tools.masks.find(shadow.text, shadow.lower)
        when = [(mention.start, mention.end) for mention in times.mentions]
        where = [(mention.start, mention.end) for mention in places.mentions]
        taken = sorted([*when, *where, *tables.ranges, *((mask.start, mask.end) for mask in masks)])
        style = number_style(shadow.lower)
        numbers = tools.numbers.find(shadow.text, shadow.lower, taken, style)
        effects = tools.matcher.find(shadow, sentences, numbers)
        numbers = [number for number in numbers if not effects.get(number.start, NO_EFFECT).mask]
        passages = read_passages(document, shadow, sentences, numbers, tools)
        amounts = [(number.start, number.end) for number in numbers]
        blank = blanked(shadow.text, [*when, *places.names], amounts, tools.patterns.items.regexes)
        bare = Shadow(blank, shadow.offsets)
        return cls(document, shadow, times, places, tables, effects, passages, bare)
