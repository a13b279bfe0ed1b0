"""Sentences that hold numbers: each number with its unit and cues, then with the item that it measures."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from report_miner.clean.shadow import Shadow, document_shadow
from report_miner.extract.candidates import Anchor, Memory
from report_miner.extract.numbers import Number
from report_miner.extract.respective import respective
from report_miner.extract.statements import Mention, Statement
from report_miner.extract.tools import Tools
from report_miner.language.sentences import Sentence
from report_miner.model import Document


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence with its numbers, their units and cues."""

    sentence: Sentence
    mentions: Sequence[Mention]


def read_passages(
    document: Document, shadow: Shadow, sentences: Sequence[Sentence], numbers: Sequence[Number], tools: Tools
) -> list[Passage]:
    """Return the sentences that hold numbers; what stands outside the blocks of the document is furniture.

    Args:
        document: gives the headings that a sentence's status may come from.
        shadow: the shadow of its text.
        sentences: all its sentences, in order.
        numbers: the numbers that state an amount, in order.
        tools: the tools that read units and cues.
    """
    starts = [sentence.start for sentence in sentences]
    inside: dict[int, list[Number]] = defaultdict(list)
    for number in numbers:
        index = bisect_right(starts, number.start) - 1
        if index >= 0 and number.start < sentences[index].end:
            inside[index].append(number)
    contexts = tools.cues.contexts(document, shadow, sentences, inside)
    passages: list[Passage] = []
    for index, some in inside.items():
        sentence = sentences[index]
        follows = passages and index and passages[-1].sentence is sentences[index - 1]
        before = passages[-1].mentions if follows else ()
        units = tools.units.read(shadow.text, shadow.lower, sentence, some, before)
        cues = tools.cues.read(
            shadow.lower, sentence, [(number.start, number.end) for number in some], contexts[index]
        )
        passages.append(Passage(sentence, [Mention(*parts) for parts in zip(some, units, cues, strict=True)]))
    return passages


def read_items(document: Document, bare: Shadow, passages: Sequence[Passage], tools: Tools) -> Iterator[Statement]:
    """Yield what each number says, in the order of the text; `bare` is the shadow without times and place names."""
    for passage, memory, anchors in anchored(document, bare, passages, tools):
        items = respective(bare.lower, passage.mentions, tools.items.read(bare.text, anchors, memory))
        for mention, item in zip(passage.mentions, items, strict=True):
            yield Statement(passage.sentence, mention, item)


def anchored(
    document: Document, bare: Shadow, passages: Sequence[Passage], tools: Tools
) -> Iterator[tuple[Passage, Memory, list[Anchor]]]:
    """Yield each passage with what the item model sees of its numbers and what the text before hands on."""
    memory = Memory()
    shadow = document_shadow(document)
    block = -1
    for passage in passages:
        while block < passage.sentence.block:
            block += 1
            here = document.blocks[block]
            topic = partial(tools.items.topic, bare, here.start, here.end)
            memory.enter(here, shadow.text[shadow.position(here.start) : shadow.position(here.end)], topic)
        yield passage, memory, list(tools.items.anchors(bare, passage.sentence, passage.mentions))
