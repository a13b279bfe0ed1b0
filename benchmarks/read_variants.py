"""The same document in many formats and encodings: what a reader makes of each is compared with its text.

A variant is a name and a function from paragraphs to the bytes of a file. Scans are drawn by `scan_variants.py`.
"""

from __future__ import annotations

import html
import io
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
from docx.document import Document as DocxDocument
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate

from dead_encodings import encoded
from report_miner.clean.charsets import Charset

Paragraphs = Sequence[str]
Writer = Callable[[Paragraphs], bytes]

_FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
_LEGACY_FONTS = {Charset.TCVN3: ".VnTime", Charset.VNI: "VNI-Times"}


def as_text(paragraphs: Paragraphs) -> bytes:
    """UTF-8, one paragraph a line."""
    return ("\n".join(paragraphs) + "\n").encode()


def as_decomposed_text(paragraphs: Paragraphs) -> bytes:
    """UTF-8 with letters and marks apart."""
    return unicodedata.normalize("NFD", as_text(paragraphs).decode()).encode()


def as_html(paragraphs: Paragraphs) -> bytes:
    """A page with one article."""
    body = "".join(f"<p>{html.escape(each)}</p>" for each in paragraphs[1:])
    title = html.escape(paragraphs[0])
    head = f"<head><meta charset='utf-8'><title>{title}</title></head>"
    return f"<!DOCTYPE html><html>{head}<body><article><h1>{title}</h1>{body}</article></body></html>".encode()


def undated_document() -> DocxDocument:
    """An empty Word document whose properties say nothing of a date, as those of a text do not."""
    document = docx.Document()
    properties = document.core_properties._element
    for each in list(properties):
        properties.remove(each)
    return document


def as_docx(paragraphs: Paragraphs, charset: Charset | None = None) -> bytes:
    """A Word document, in the fonts of a dead encoding if one is given."""
    document = undated_document()
    for each in paragraphs:
        run = document.add_paragraph().add_run(
            encoded(each, charset).decode("cp1252", "replace") if charset else each
        )
        run.font.name = _LEGACY_FONTS[charset] if charset else "Times New Roman"
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def as_rtf(paragraphs: Paragraphs) -> bytes:
    """Rich text with every letter beyond ASCII by its number."""
    lines = ("".join(mark if mark.isascii() else f"\\u{ord(mark)}?" for mark in each) for each in paragraphs)
    return (
        "{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Times New Roman;}}" + "".join(f"{line}\\par\n" for line in lines) + "}"
    ).encode()


def as_tcvn3_rtf(paragraphs: Paragraphs) -> bytes:
    """Rich text as an office of the nineties left it: bytes of TCVN3 in the font .VnTime."""
    lines = (
        "".join(chr(byte) if byte < 128 else f"\\'{byte:02x}" for byte in encoded(each, Charset.TCVN3))
        for each in paragraphs
    )
    return (
        "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 .VnTime;}}"
        + "".join(f"{line}\\par\n" for line in lines)
        + "}"
    ).encode()


def as_pdf(paragraphs: Paragraphs) -> bytes:
    """A PDF with a text layer."""
    if "DejaVu" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("DejaVu", _FONT))
    style = ParagraphStyle("plain", fontName="DejaVu", fontSize=11, leading=15, spaceAfter=6)
    target = io.BytesIO()
    SimpleDocTemplate(target, pagesize=A4, invariant=1).build(
        [Paragraph(html.escape(each), style) for each in paragraphs]
    )
    return target.getvalue()


def _in(charset: Charset) -> Writer:
    return lambda paragraphs: encoded("\n".join(paragraphs) + "\n", charset)


BORN_DIGITAL: dict[str, Writer] = {
    "txt": as_text,
    "html": as_html,
    "docx": as_docx,
    "rtf": as_rtf,
    "pdf": as_pdf,
    "txt NFD": as_decomposed_text,
    **{f"txt {charset.name}": _in(charset) for charset in Charset if charset is not Charset.UTF8},
    "docx TCVN3": lambda paragraphs: as_docx(paragraphs, Charset.TCVN3),
    "docx VNI": lambda paragraphs: as_docx(paragraphs, Charset.VNI),
    "rtf TCVN3": as_tcvn3_rtf,
}
"""The variants whose figures must be those of the text; scans, which may lose some, have bounds of their own."""

BY_LIBREOFFICE = ("doc", "odt")
"""The formats that LibreOffice writes from the DOCX of the same document."""
