"""DOCX: every piece of text in document order, with tables, notes, headers and footers.

Tracked insertions count, deletions do not; hidden text, field codes and tables of contents are left out
(ECMA-376 part 1, WordprocessingML).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from report_miner.clean.legacy import Conversion
from report_miner.errors import DamagedDocument
from report_miner.model import BlockKind
from report_miner.read.captions import caption_before
from report_miner.read.charts import chart_cells, chart_title
from report_miner.read.docx_fonts import convert_runs
from report_miner.read.docx_numbers import Numbering
from report_miner.read.docx_text import (
    DOCX,
    Paragraph,
    inherit,
    is_struck,
    logical_lines,
    paragraphs_of,
    table_parts,
    value_of,
)
from report_miner.read.draft import Draft, DraftBuilder, with_headers
from report_miner.read.front import column_by_column, is_layout
from report_miner.read.lines import LineRules
from report_miner.read.office_package import RELATION, OfficePackage
from report_miner.read.office_xml import unfolded
from report_miner.read.pptx_shapes import DRAWING, paragraph_text
from report_miner.read.text import kind_of
from report_miner.texts import say

_SHORT = 200

_HEADING_STYLE = re.compile(r"(?i)(?:heading|tiêu đề|đề mục) ?(\d)")


def read_docx(data: bytes, rules: LineRules) -> Draft:
    """Return the text of a Word document, its tables, and what it states of itself.

    Raises:
        DamagedDocument: no zip, a truncated one, or broken XML.
        TooLarge: more unpacked bytes than a real document has.
    """
    package = OfficePackage.open(data)
    with package.archive:
        reader = _Reader(package, rules)
        builder = reader.read()
        remarks = [say("read.foreign_parts", count=reader.foreign)] if reader.foreign else []
        remarks += [say("read.struck", count=reader.struck)] if reader.struck else []
        return package.draft(builder, rules, reader.conversion, remarks)


def read_flat_docx(data: bytes, rules: LineRules) -> Draft:
    """Return what `read_docx` returns for a document that Word saved as one file of XML; raises what it raises."""
    return read_docx(unfolded(data), rules)


@dataclass
class _Reader:
    """Walks the parts of one package into a builder.

    `related` are the parts that the text refers to, `foreign` counts those of another format that it takes in, and
    `struck` the stretches of text that are struck through.
    """

    package: OfficePackage
    rules: LineRules
    builder: DraftBuilder = field(default_factory=DraftBuilder)
    references: list[tuple[str, str]] = field(default_factory=list)
    conversion: Conversion = field(default_factory=lambda: Conversion([]))
    related: dict[str, str] = field(default_factory=dict)
    numbering: Numbering = field(default_factory=lambda: Numbering(None, None))
    foreign: int = 0
    struck: int = 0

    def read(self) -> DraftBuilder:
        document = self.package.xml("word/document.xml")
        body = document.find(f"{DOCX}body") if document is not None else None
        if body is None:
            raise DamagedDocument(say("read.damaged_zip"), remedy=say("read.damaged_zip_remedy"))
        self.related = self.package.related("word/document.xml")
        styles = self.package.xml("word/styles.xml")
        self.numbering = Numbering(self.package.xml("word/numbering.xml"), styles)
        notes = {kind: self.package.xml(f"word/{kind}s.xml") for kind in ("footnote", "endnote")}
        margins = list(self._margins(document))
        parts = [document, *(part for part in (*notes.values(), *margins) if part is not None)]
        self.conversion = convert_runs(parts, styles)
        self.struck = sum(1 for part in parts for run in part.iter(f"{DOCX}r") if is_struck(run))
        self.foreign = sum(1 for _ in body.iter(f"{DOCX}altChunk"))
        self._content(body, _heading_styles(styles), notes=False)
        for kind, part in notes.items():
            self._notes(kind, part)
        self._put_margins(margins)
        return self.builder

    def _content(self, container: Any, styles: dict[str, int], *, notes: bool) -> None:
        for element in paragraphs_of(container):
            if isinstance(element, Paragraph):
                self.references += element.references
                self._paragraph(element, styles, notes=notes)
                for number in element.drawn:
                    self._drawn(self.package.xml(self.related.get(number, "")))
            else:
                self._table(element, styles, notes=notes)

    def _table(self, element: Any, styles: dict[str, int], *, notes: bool) -> None:
        """Add a table, then those inside it."""
        parts = table_parts(element)
        self.references += parts.references
        if is_layout(parts.cells):
            for text in column_by_column(parts.cells):
                self._paragraph(Paragraph(text), styles, notes=notes)
        else:
            self.builder.table(with_headers(parts.cells), caption=caption_before(self.builder, self.rules))
        for inner in parts.inner:
            self._table(inner, styles, notes=notes)

    def _drawn(self, part: Any) -> None:
        """Add the numbers behind a chart, or the text of a diagram."""
        if part is None:
            return
        cells = chart_cells(part, None)
        if title := chart_title(part) if cells else "":
            self.builder.add(title)
        self.builder.table(cells, caption=caption_before(self.builder, self.rules))
        for paragraph in () if cells else part.iter(f"{DRAWING}p"):
            self._line(paragraph_text(paragraph), 0, numbered=True)

    def _paragraph(self, paragraph: Paragraph, styles: dict[str, int], *, notes: bool) -> None:
        outline = paragraph.outline or styles.get(paragraph.style, 0)
        mark = "" if notes else self.numbering.mark(paragraph.properties, paragraph.style)
        for line in logical_lines(f"{mark} {paragraph.text}"):
            if not any(map(str.isalnum, line)):
                continue
            if notes:
                self.builder.add(line, BlockKind.NOTE)
            elif outline == _TITLE:
                self.builder.add(line, BlockKind.TITLE)
            else:
                self._line(line, outline, numbered=paragraph.numbered or bool(mark))

    def _line(self, line: str, outline: int, *, numbered: bool) -> None:
        kind, level = kind_of(line, self.rules) if len(line) < _SHORT else (BlockKind.PARAGRAPH, 0)
        if outline and len(line) < _SHORT:
            kind, level = BlockKind.HEADING, level or outline
        elif numbered and kind is BlockKind.PARAGRAPH:
            kind = BlockKind.LIST_ITEM
        self.builder.add(line, kind, level=level)

    def _notes(self, kind: str, part: Any) -> None:
        """The notes that the text refers to, in the order of their references."""
        if part is None:
            return
        found = {note.get(f"{DOCX}id"): note for note in part.iter(f"{DOCX}{kind}")}
        for number in dict.fromkeys(number for name, number in self.references if name == kind):
            if number in found:
                self._content(found[number], {}, notes=True)

    def _margins(self, document: Any) -> Iterator[Any]:
        """The headers and footers that the sections name."""
        named = document.iter(f"{DOCX}headerReference", f"{DOCX}footerReference")
        for name in dict.fromkeys(self.related.get(reference.get(RELATION), "") for reference in named):
            part = self.package.xml(name)
            if part is not None:
                yield part

    def _put_margins(self, margins: Sequence[Any]) -> None:
        """Add the headers and footers, each text once."""
        seen: set[str] = set()
        for part in margins:
            text = "".join(part.itertext())
            if text not in seen and any(map(str.isalpha, text)):
                seen.add(text)
                self._content(part, {}, notes=True)


_TITLE = -1


def _heading_styles(styles: Any) -> dict[str, int]:
    """Style id → depth of the heading that it makes, -1 for the title."""
    if styles is None:
        return {}
    depths: dict[str, int] = {}
    for style in styles.iter(f"{DOCX}style"):
        name = value_of(style, "name")
        outline = style.find(f"{DOCX}pPr/{DOCX}outlineLvl")
        match = _HEADING_STYLE.fullmatch(name)
        identifier = style.get(f"{DOCX}styleId", "")
        if name.lower() in ("title", "tiêu đề"):
            depths[identifier] = _TITLE
        elif match:
            depths[identifier] = int(match[1])
        elif outline is not None and outline.get(f"{DOCX}val", "9").isdecimal():
            depths[identifier] = (int(outline.get(f"{DOCX}val", "9")) + 1) % 10
    inherit(depths, styles)
    return depths
