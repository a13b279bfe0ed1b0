"""What is read of marked sentences: change, bound and status of each number between ⟦ and ⟧."""

from __future__ import annotations

import re
from datetime import date

from report_miner.clean.shadow import shadow_of
from report_miner.extract.cues import CueReading, Cues
from report_miner.language.sentences import Sentence
from report_miner.model import Block, BlockKind, Document
from report_miner.patterns import load_patterns

PATTERNS = load_patterns()
CUES = Cues(PATTERNS)


def unmarked(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its marks, and the ranges that were marked."""
    text, spans = "", []
    for piece in re.split(r"(⟦.*?⟧)", marked, flags=re.S):
        if piece.startswith("⟦"):
            spans.append((len(text), len(text) + len(piece) - 2))
            piece = piece[1:-1]
        text += piece
    return text, spans


def read_document(
    *paragraphs: str, published: date | None = None, headings: tuple[int, ...] = ()
) -> list[CueReading]:
    """The readings of all marked numbers; a paragraph is a block, cut into sentences at ". "."""
    text, spans = unmarked("\n".join(paragraphs))
    blocks, sentences, start = [], [], 0
    for index, line in enumerate(text.split("\n")):
        kind = BlockKind.HEADING if index in headings else BlockKind.PARAGRAPH
        blocks.append(Block(start=start, end=start + len(line), kind=kind, level=int(index in headings)))
        cut = re.finditer(r"\S.*?(?:\.(?=\s)|$)", line)
        sentences += [Sentence(start + match.start(), start + match.end(), index) for match in cut]
        start += len(line) + 1
    document = Document(
        name="a.txt", sha256="0", media_type="text/plain", text=text, blocks=tuple(blocks), published=published
    )
    shadow = shadow_of(text)
    readings = []
    inside = [[span for span in spans if each.start <= span[0] < each.end] for each in sentences]
    contexts = CUES.contexts(document, shadow, sentences, [index for index, some in enumerate(inside) if some])
    for index, context in sorted(contexts.items()):
        readings += CUES.read(shadow.lower, sentences[index], inside[index], context)
    return readings


def changes(*paragraphs: str) -> list[str]:
    return [str(reading.change.change) for reading in read_document(*paragraphs)]


def bounds(*paragraphs: str) -> list[str]:
    return [str(reading.bound.bound) for reading in read_document(*paragraphs)]


def statuses(*paragraphs: str, published: date | None = None, headings: tuple[int, ...] = ()) -> list[str]:
    found = read_document(*paragraphs, published=published, headings=headings)
    return [str(reading.status.status) for reading in found]
