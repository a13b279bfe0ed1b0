"""Documents and figures as they would be retyped: one blank between words, each paragraph in one line.

The rules look at what is printed around figures. What they find is of the document as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from report_miner.check.findings import finding_id
from report_miner.clean.shadow import Shadow, tidied_document
from report_miner.model import Document, Figure, Finding, Table


@dataclass(frozen=True)
class TidyCopy:
    """A document and its figures retyped, `text` with the way back."""

    document: Document
    figures: Sequence[Figure]
    _text: Shadow
    _names: dict[str, str]

    @classmethod
    def of(cls, document: Document, figures: Sequence[Figure]) -> TidyCopy:
        """Retype a document and its figures; its layout stays behind."""
        text = tidied_document(document)
        blocks = tuple(
            replace(each, start=text.position(each.start), end=text.position(each.end)) for each in document.blocks
        )
        tables = tuple(_table(text, each) for each in document.tables)
        retyped = [_figure(text, each) for each in figures]
        return cls(
            replace(document, text=text.text, blocks=blocks, tables=tables, layout=()),
            retyped,
            text,
            {copy.id: figure.id for copy, figure in zip(retyped, figures, strict=True)},
        )

    def printed(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Yield what was found on the copy as findings on the document."""
        for each in findings:
            figures = tuple(self._names[figure] for figure in each.figures)
            starts = tuple(self._text.source(start, start)[0] for start in each.starts)
            name = finding_id(each.rule, figures or (self.document.sha256, *map(str, starts)))
            yield replace(each, id=name, figures=figures, starts=starts)


def is_tidy(document: Document) -> bool:
    """Whether a document is as it would be retyped."""
    return tidied_document(document).text == document.text


def _table(text: Shadow, table: Table) -> Table:
    cells = tuple(replace(cell, start=text.position(cell.start), end=text.position(cell.end)) for cell in table.cells)
    caption = (text.position(table.caption[0]), text.position(table.caption[1])) if table.caption else None
    return replace(table, cells=cells, caption=caption)


def _figure(text: Shadow, figure: Figure) -> Figure:
    start, end = text.position(figure.start), text.position(figure.end)
    opening = text.position(figure.sentence_start)
    closing = text.position(figure.sentence_start + len(figure.sentence))
    return replace(
        figure,
        start=start,
        end=end,
        text=text.text[start:end],
        sentence=text.text[opening:closing],
        sentence_start=opening,
    )
