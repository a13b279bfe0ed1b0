"""Tables for tests, drawn as lines with `|` between their cells."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from report_miner.model import BlockKind, Document, Figure
from report_miner.pipeline import mine
from report_miner.read.draft import DraftBuilder, GridCell

PUBLISHED = date(2024, 12, 20)


def grid_of(drawn: str) -> list[GridCell]:
    """Cells drawn as lines with `|` between them: `<` goes on with the cell to the left, `^` with the one above."""
    rows = [[text.strip() for text in line.split("|")] for line in drawn.strip().splitlines()]
    cells = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text in ("<", "^"):
                continue
            width = next((w for w in range(1, len(row) - c) if row[c + w] != "<"), len(row) - c)
            height = next((h for h in range(1, len(rows) - r) if rows[r + h][c] != "^"), len(rows) - r)
            cells.append(GridCell(row=r + 1, column=c + 1, text=text, row_span=height, column_span=width))
    return cells


def document_of(
    drawn: str, *, caption: Sequence[str] = (), title: str = "Báo cáo kinh tế - xã hội tỉnh Phú Thọ"
) -> Document:
    builder = DraftBuilder()
    builder.add(title, BlockKind.TITLE)
    start = len(builder.text)
    for line in caption:
        builder.add(line)
    span = (start, len(builder.text.rstrip("\n"))) if caption else None
    builder.table(grid_of(drawn), caption=span)
    builder.add("Các sở, ngành tiếp tục thực hiện.")
    return Document(
        name="bang.docx",
        sha256="0" * 64,
        media_type="docx",
        text=builder.text,
        blocks=tuple(builder.blocks),
        tables=tuple(builder.tables),
        title=title,
        published=PUBLISHED,
        place="tỉnh Phú Thọ",
    )


def figures_of(drawn: str, *caption: str, title: str = "Báo cáo kinh tế - xã hội tỉnh Phú Thọ") -> dict[str, Figure]:
    """The figures of a table by their printed text."""
    return {figure.text: figure for figure in mine(document_of(drawn, caption=caption, title=title))}


def summary(figure: Figure) -> tuple[str, str | None, str]:
    return figure.item, figure.unit, str(figure.period)
