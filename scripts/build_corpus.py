"""Build the DOCX and PDF documents of `corpus/` from the YAML files in `scripts/corpus_sources/`.

    python scripts/build_corpus.py

A source names its document's format, properties, header and footer, and lists its blocks: title, heading, paragraph,
caption, table. In a paragraph, `{+...+}` is a tracked insertion, `{-...-}` a tracked deletion and `[^...]` a
footnote. A table has `rows`, the number of `header_rows`, and may have `merges` (first row, first column, last
row, last column, counted from 0) and column `widths` in points. The same source gives the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import docx
import yaml
from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph as DocxParagraph
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Spacer, Table

ROOT = Path(__file__).parents[1]
SOURCES = Path(__file__).parent / "corpus_sources"
FONTS = Path("/usr/share/fonts/truetype/dejavu")
INLINE = re.compile(r"\{\+(?P<ins>.*?)\+\}|\{-(?P<del>.*?)-\}|\[\^(?P<note>.*?)\]")
FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
XML_HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
ZIP_TIME = (2024, 1, 1, 0, 0, 0)

Source = dict[str, Any]


def run_xml(text: str, tag: str = "w:t") -> str:
    """One run of Word's markup with its text in `tag`."""
    return f'<w:r {nsdecls("w")}><{tag} xml:space="preserve">{escape(text)}</{tag}></w:r>'


def add_change(paragraph: DocxParagraph, tag: str, text: str, number: int) -> None:
    """Append a tracked insertion (`w:ins`) or deletion (`w:del`)."""
    change = OxmlElement(tag)
    change.set(qn("w:id"), str(number))
    change.set(qn("w:author"), "Văn phòng")
    change.set(qn("w:date"), "2023-12-18T08:00:00Z")
    change.append(parse_xml(run_xml(text, "w:t" if tag == "w:ins" else "w:delText")))
    paragraph._p.append(change)


def add_note_mark(paragraph: DocxParagraph, number: int) -> None:
    """Append the reference to a footnote."""
    style = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
    mark = f'<w:footnoteReference w:id="{number}"/>'
    paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}>{style}{mark}</w:r>"))


def fill_paragraph(paragraph: DocxParagraph, text: str, notes: list[str]) -> None:
    """Append `text` with its tracked changes; its footnotes go to `notes`."""
    position = 0
    for number, match in enumerate(INLINE.finditer(text), start=1):
        paragraph.add_run(text[position : match.start()])
        position = match.end()
        if match["note"] is not None:
            notes.append(match["note"])
            add_note_mark(paragraph, len(notes))
        elif match["ins"] is not None:
            add_change(paragraph, "w:ins", match["ins"], number)
        else:
            add_change(paragraph, "w:del", match["del"], number)
    paragraph.add_run(text[position:])


def add_footnotes(document: DocxDocument, notes: list[str]) -> None:
    """Add the part that holds the footnotes, with the two separators that Word expects."""
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    body = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:footnoteRef/></w:r>{run_xml(" " + note)}</w:p></w:footnote>'
        for number, note in enumerate(notes, start=1)
    )
    xml = f"{XML_HEADER}<w:footnotes {nsdecls('w')}>{separators}{body}</w:footnotes>"
    part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES_TYPE, xml.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def add_docx_table(document: DocxDocument, source: Source) -> None:
    """Add a ruled table with its merged cells; header rows repeat on each page."""
    rows = source["rows"]
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    for top, left, bottom, right in source.get("merges", []):
        text = table.cell(top, left).text
        table.cell(top, left).merge(table.cell(bottom, right)).text = text
    for row in table.rows[: source["header_rows"]]:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def add_docx_block(document: DocxDocument, kind: str, content: Any, notes: list[str]) -> None:
    """Add one block of a source."""
    if kind == "table":
        add_docx_table(document, content)
        return
    if kind in ("title", "heading"):
        paragraph = document.add_heading(content, level=0 if kind == "title" else 1)
    else:
        paragraph = document.add_paragraph(style="Caption" if kind == "caption" else None)
        fill_paragraph(paragraph, content, notes)
    if kind == "title":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def build_docx(source: Source, target: Path) -> None:
    """Write the source as a Word document."""
    document = docx.Document()
    properties = document.core_properties
    properties.title, properties.author = source["title"], source["author"]
    created = datetime.combine(source["created"], datetime.min.time(), tzinfo=UTC)
    properties.created = properties.modified = created
    section = document.sections[0]
    section.header.paragraphs[0].text = source["header"]
    section.footer.paragraphs[0].text = source["footer"]
    notes: list[str] = []
    for block in source["blocks"]:
        for kind, content in block.items():
            add_docx_block(document, kind, content, notes)
    add_footnotes(document, notes)
    saved = io.BytesIO()
    document.save(saved)
    target.write_bytes(with_fixed_times(saved.getvalue()))


def with_fixed_times(archive: bytes) -> bytes:
    """The same zip archive with one and the same time on every member."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            new.writestr(zipfile.ZipInfo(member.filename, ZIP_TIME), old.read(member), zipfile.ZIP_DEFLATED)
    return written.getvalue()


def pdf_styles() -> dict[str, ParagraphStyle]:
    """The styles of the blocks, in an embedded font that has every Vietnamese letter."""
    pdfmetrics.registerFont(TTFont("Serif", FONTS / "DejaVuSerif.ttf"))
    pdfmetrics.registerFont(TTFont("Serif-Bold", FONTS / "DejaVuSerif-Bold.ttf"))
    body = ParagraphStyle("body", fontName="Serif", fontSize=10.5, leading=15, spaceAfter=6, firstLineIndent=18)
    bold = ParagraphStyle("bold", parent=body, fontName="Serif-Bold", firstLineIndent=0, spaceBefore=4)
    return {
        "paragraph": body,
        "heading": bold,
        "title": ParagraphStyle("title", parent=bold, fontSize=13, leading=19, alignment=TA_CENTER),
        "caption": ParagraphStyle("caption", parent=bold, alignment=TA_CENTER),
        "cell": ParagraphStyle("cell", parent=body, fontSize=9.5, leading=12, firstLineIndent=0, spaceAfter=0),
    }


def pdf_block(kind: str, content: Any, styles: dict[str, ParagraphStyle]) -> Flowable:
    """One block of a source as reportlab prints it."""
    if kind != "table":
        return Paragraph(escape(content), styles[kind])
    cells = [[Paragraph(escape(text), styles["cell"]) for text in row] for row in content["rows"]]
    grid = [("GRID", (0, 0), (-1, -1), 0.6, colors.black)]
    return Table(cells, colWidths=content["widths"], repeatRows=content["header_rows"], style=grid)


def print_furniture(canvas: Canvas, template: BaseDocTemplate, *, header: str) -> None:
    """Print the running header and the page number."""
    canvas.setFont("Serif", 8.5)
    canvas.drawCentredString(A4[0] / 2, A4[1] - 36, header)
    canvas.drawCentredString(A4[0] / 2, 30, f"Trang {template.page}")


def build_pdf(source: Source, target: Path) -> None:
    """Write the source as a PDF with ruled tables, a running header and page numbers."""
    styles = pdf_styles()
    story: list[Flowable] = []
    for block in source["blocks"]:
        for kind, content in block.items():
            story += [pdf_block(kind, content, styles), Spacer(0, 4)]
    template = BaseDocTemplate(
        str(target), pagesize=A4, title=source["title"], author=source["author"], invariant=True
    )
    frame = Frame(56, 56, A4[0] - 112, A4[1] - 118)
    template.addPageTemplates(PageTemplate(frames=[frame], onPage=partial(print_furniture, header=source["header"])))
    template.build(story)


BUILDERS = {"docx": build_docx, "pdf": build_pdf}


def main() -> None:
    """Build every source into `corpus/`, in the format that it names."""
    for path in sorted(SOURCES.glob("*.yaml")):
        source = yaml.safe_load(path.read_text("utf-8"))
        target = ROOT / "corpus" / f"{path.stem}.{source['format']}"
        BUILDERS[source["format"]](source, target)
        print(target.relative_to(ROOT))


if __name__ == "__main__":
    main()
