"""Asks a text for the place of one of its numbers."""

from __future__ import annotations

from report_miner.clean.shadow import shadow_of
from report_miner.extract.gazetteer import Gazetteer
from report_miner.extract.places import PlaceReading, PlaceResolver
from report_miner.language.sentences import split_sentences
from report_miner.model import Block, BlockKind, Document


def resolver_of(text: str, gazetteer: Gazetteer, **known: object) -> PlaceResolver:
    """The resolver of a document of one paragraph a line, the first its title."""
    blocks, position = [], 0
    for index, line in enumerate(text.split("\n")):
        kind = BlockKind.PARAGRAPH if index else BlockKind.TITLE
        blocks.append(Block(start=position, end=position + len(line), kind=kind))
        position += len(line) + 1
    document = Document(
        name="a.txt",
        sha256="0",
        media_type="text/plain",
        text=text,
        blocks=tuple(blocks),
        **known,  # type: ignore[arg-type]
    )
    shadow = shadow_of(text)
    return PlaceResolver(document, shadow, split_sentences(document, shadow), gazetteer)


def place(text: str, number: str, gazetteer: Gazetteer, **known: object) -> PlaceReading:
    """The reading of the first `number` in that document."""
    start = text.index(number)
    return resolver_of(text, gazetteer, **known).place_of(start, start + len(number))
