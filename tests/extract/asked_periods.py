"""The period and the base of one number in a text, as the tests of periods ask for them."""

from __future__ import annotations

from datetime import date

from report_miner.clean.shadow import shadow_of
from report_miner.extract.period_scope import PeriodScope
from report_miner.language.sentences import split_sentences
from report_miner.model import Block, BlockKind, Document, Status

PUBLISHED = date(2019, 7, 9)


def document_of(text: str, published: date | None, kinds: tuple[BlockKind, ...]) -> Document:
    blocks, position = [], 0
    for index, line in enumerate(text.split("\n")):
        kind = kinds[index] if index < len(kinds) else BlockKind.PARAGRAPH
        blocks.append(Block(start=position, end=position + len(line), kind=kind))
        position += len(line) + 1
    return Document(
        name="x.txt", sha256="0", media_type="text/plain", text=text, blocks=tuple(blocks), published=published
    )


def ask(
    marked: str,
    published: date | None = PUBLISHED,
    status: Status = Status.ACTUAL,
    kinds: tuple[BlockKind, ...] = (),
) -> tuple[str | None, str | None]:
    """The period and versus of the number between ⟦ and ⟧."""
    start, end = marked.index("⟦"), marked.index("⟧") - 1
    document = document_of(marked.replace("⟦", "").replace("⟧", ""), published, kinds)
    shadow = shadow_of(document.text)
    scope = PeriodScope(document, shadow, split_sentences(document, shadow))
    period = scope.period_of(start, end, status=status).period
    versus = scope.versus_of(start, end, period)
    return (str(period) if period else None, str(versus) if versus else None)
