"""PPTX: the text of every slide that is shown, its tables, charts and diagrams (ECMA-376 part 1, PresentationML).

In the locators `page` is the number of the slide as PowerPoint counts it, and `bbox` the box of the shape or of the
table cell. Dates, footers and numbers of slides are left out, and so are the notes of the speaker.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from report_miner.clean.legacy import Conversion, Piece, convert
from report_miner.errors import DamagedDocument
from report_miner.model import BlockKind, Box, Locator
from report_miner.read.captions import caption_before
from report_miner.read.charts import chart_cells, chart_title
from report_miner.read.docx_text import logical_lines
from report_miner.read.draft import Draft, DraftBuilder, with_headers
from report_miner.read.front import column_by_column, is_layout
from report_miner.read.lines import LineRules
from report_miner.read.office_package import RELATION, OfficePackage
from report_miner.read.pptx_shapes import (
    DRAWING,
    SLIDE,
    Placeholders,
    box_of,
    is_struck,
    paragraph_text,
    shapes_of,
    table_cells,
)
from report_miner.read.text import kind_of
from report_miner.texts import say

_PRESENTATION = "ppt/presentation.xml"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
_DIAGRAM_DATA = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}dm"
_TITLES = ("title", "ctrTitle")
_FURNITURE = ("dt", "ftr", "hdr", "sldNum")
_LISTS = ("body", "obj")


def read_pptx(data: bytes, rules: LineRules) -> Draft:
    """Return the text of a presentation, its tables, and what it states of itself.

    Raises:
        DamagedDocument: no zip, a truncated one, or broken XML.
        TooLarge: more unpacked bytes than a real document has.
    """
    package = OfficePackage.open(data)
    with package.archive:
        reader = _Reader(package, rules, Placeholders(package))
        builder = reader.read()
        return package.draft(builder, rules, reader.conversion, reader.remarks())


@dataclass(frozen=True, slots=True)
class _Slide:
    """A slide: its number and root element, the parts that it refers to, the diagrams among them by their ids."""

    number: int
    root: Any
    related: dict[str, str]
    diagrams: dict[str, Any]


@dataclass
class _Reader:
    """Walks the slides of one package into a builder.

    `opened` are the slides, charts and diagrams that were read: each is read once, however often it is referred to.
    `hidden` counts the slides that are not shown, `struck` the texts that are struck through; `pictured` are the
    numbers of the slides with pictures and no text.
    """

    package: OfficePackage
    rules: LineRules
    placeholders: Placeholders
    opened: set[str] = field(default_factory=set)
    builder: DraftBuilder = field(default_factory=DraftBuilder)
    conversion: Conversion = field(default_factory=lambda: Conversion([]))
    hidden: int = 0
    struck: int = 0
    pictured: list[int] = field(default_factory=list)

    def read(self) -> DraftBuilder:
        presentation = self.package.xml(_PRESENTATION)
        if presentation is None:
            raise DamagedDocument(say("read.damaged_zip"), remedy=say("read.damaged_zip_remedy"))
        slides = list(self._slides(presentation))
        self.conversion = _convert([root for slide in slides for root in (slide.root, *slide.diagrams.values())])
        for slide in slides:
            before = len(self.builder.blocks)
            # A title names what stands below it, wherever it comes in the file.
            self.struck += sum(1 for each in slide.root.iter(f"{DRAWING}r") if is_struck(each))
            for shape in sorted(shapes_of(slide.root), key=lambda shape: _placed_as(shape) not in _TITLES):
                self._shape(slide, shape)
            if len(self.builder.blocks) == before and next(slide.root.iter(f"{SLIDE}pic"), None) is not None:
                self.pictured.append(slide.number)
        return self.builder

    def remarks(self) -> Iterator[str]:
        """What was not read."""
        if self.hidden:
            yield say("read.hidden_slides", count=self.hidden)
        if self.struck:
            yield say("read.struck", count=self.struck)
        if self.pictured:
            yield say("read.pictured_slides", slides=", ".join(map(str, self.pictured)))

    def _slides(self, presentation: Any) -> Iterator[_Slide]:
        related = self.package.related(_PRESENTATION)
        for number, entry in enumerate(presentation.iter(f"{SLIDE}sldId"), start=1):
            name = related.get(entry.get(RELATION), "")
            root = self._unopened(name)
            if root is None:
                continue
            if root.get("show") in ("0", "false"):
                self.hidden += 1
                continue
            parts = self.package.related(name)
            named = (element.get(_DIAGRAM_DATA, "") for element in root.iter(_DIAGRAM))
            diagrams = {each: part for each in named if (part := self._unopened(parts.get(each, ""))) is not None}
            yield _Slide(number, root, parts, diagrams)

    def _unopened(self, part: str) -> Any:
        """The root element of a part that was not read yet, else None."""
        if part in self.opened:
            return None
        self.opened.add(part)
        return self.package.xml(part)

    def _shape(self, slide: _Slide, shape: Any) -> None:
        box = box_of(shape) or self.placeholders.box_of(shape, slide.related)
        if shape.tag == f"{SLIDE}sp":
            self._text(slide, shape, box)
            return
        for table in shape.iter(f"{DRAWING}tbl"):
            self._table(slide, table, box)
        for reference in shape.iter(_CHART):
            chart = self._unopened(slide.related.get(reference.get(RELATION), ""))
            if chart is not None:
                self._add(chart_title(chart), None, slide, box)
                caption = caption_before(self.builder, self.rules)
                self.builder.table(chart_cells(chart, box), caption=caption, page=slide.number)
        for reference in shape.iter(_DIAGRAM):
            diagram = slide.diagrams.pop(reference.get(_DIAGRAM_DATA, ""), None)
            for paragraph in diagram.iter(f"{DRAWING}p") if diagram is not None else ():
                self._add(paragraph_text(paragraph), BlockKind.LIST_ITEM, slide, box)

    def _text(self, slide: _Slide, shape: Any, box: Box | None) -> None:
        placed = _placed_as(shape)
        paragraphs = [paragraph_text(paragraph) for paragraph in shape.iter(f"{DRAWING}p")]
        if placed in _TITLES:
            title = " ".join(" ".join(paragraphs).split())
            is_first = not self.builder.blocks
            self._add(title, BlockKind.TITLE if is_first else BlockKind.HEADING, slide, box)
        elif placed not in _FURNITURE:
            for text in paragraphs:
                for line in logical_lines(text):
                    self._add(line, BlockKind.LIST_ITEM if placed in _LISTS else None, slide, box)

    def _table(self, slide: _Slide, table: Any, box: Box | None) -> None:
        cells = table_cells(table, box)
        if is_layout(cells):
            for text in column_by_column(cells):
                self._add(text, None, slide, box)
        else:
            caption = caption_before(self.builder, self.rules)
            self.builder.table(with_headers(cells), caption=caption, page=slide.number)

    def _add(self, text: str, kind: BlockKind | None, slide: _Slide, box: Box | None) -> None:
        """Add a line; without `kind` its words tell what it is."""
        if any(map(str.isalnum, text)):
            told, level = kind_of(text, self.rules) if kind is None else (kind, int(kind is BlockKind.HEADING))
            self.builder.add(text, told, level=level, locator=Locator(page=slide.number, bbox=box))


def _placed_as(shape: Any) -> str | None:
    """The kind of placeholder that a shape fills, None where it fills none."""
    placeholder = shape.find(f"{SLIDE}nvSpPr/{SLIDE}nvPr/{SLIDE}ph")
    return None if placeholder is None else placeholder.get("type", "obj")


def _convert(roots: Sequence[Any]) -> Conversion:
    """Rewrite the text of the runs that are in a dead encoding, by their fonts and their words."""
    elements: list[Any] = []
    pieces: list[Piece] = []
    for unit, paragraph in enumerate(paragraph for root in roots for paragraph in root.iter(f"{DRAWING}p")):
        for element in paragraph.iter(f"{DRAWING}t"):
            font = element.getparent().find(f"{DRAWING}rPr/{DRAWING}latin")
            elements.append(element)
            pieces.append(Piece(element.text or "", unit, None if font is None else font.get("typeface")))
    conversion = convert(pieces)
    for element, text in zip(elements, conversion.texts, strict=True):
        element.text = text
    return conversion
