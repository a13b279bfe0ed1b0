"""Which font each run of a Word document is set in, and the runs of dead encodings made Unicode by it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from report_miner.clean.charsets import Charset
from report_miner.clean.legacy import Conversion, Piece, convert, declared_charset
from report_miner.read.docx_text import DOCX

_SOFT_HYPHEN = DOCX + "softHyphen"
_BREAKS = (DOCX + "tab", DOCX + "br", DOCX + "cr")
_DEEPEST = 20


def convert_runs(parts: Sequence[Any], styles: Any) -> Conversion:
    """Rewrite the text of the runs in the `parts` of a document that are in a dead encoding.

    Args:
        parts: the root elements of the body, the notes and the margins.
        styles: the root element of the styles, None where there is none.
    """
    fonts = _Fonts(styles)
    elements: list[Any] = []
    pieces: list[Piece] = []
    unit = 0
    last = usual = None
    for part in parts:
        for run in part.iter(DOCX + "r"):
            paragraph = next(run.iterancestors(DOCX + "p"), None)
            if paragraph is not last:
                unit += 1
                last, usual = paragraph, fonts.of_paragraph(paragraph)
            font = fonts.of(run) or usual
            for child in run:
                if child.tag == _SOFT_HYPHEN and declared_charset(font) is Charset.TCVN3:
                    child.tag, child.text = DOCX + "t", "\u00ad"  # the byte of ư
                if child.tag == DOCX + "t" and child.text:
                    elements.append(child)
                    pieces.append(Piece(child.text, unit, font))
                elif child.tag in _BREAKS:
                    elements.append(None)
                    pieces.append(Piece(" ", unit, font))
    conversion = convert(pieces)
    for element, text in zip(elements, conversion.texts, strict=True):
        if element is not None:
            element.text = text
    return conversion


class _Fonts:
    """The fonts of runs: their own, that of their style, of the paragraph's style, the default (ECMA-376, 17.7.2)."""

    def __init__(self, styles: Any) -> None:
        self._styles: dict[str, Any] = {}
        self._default: str | None = None
        self._plain_style = ""
        if styles is None:
            return
        self._default = _font(styles.find(f"{DOCX}docDefaults/{DOCX}rPrDefault/{DOCX}rPr"))
        for style in styles.iter(DOCX + "style"):
            identifier = style.get(DOCX + "styleId", "")
            self._styles[identifier] = style
            if style.get(DOCX + "type") == "paragraph" and style.get(DOCX + "default") in ("1", "true"):
                self._plain_style = identifier

    def of(self, run: Any) -> str | None:
        """The font that a run names, itself or by its style."""
        properties = run.find(DOCX + "rPr")
        return None if properties is None else _font(properties) or self._of_style(_named(properties, "rStyle"))

    def of_paragraph(self, paragraph: Any) -> str | None:
        """The font of the runs of a paragraph that name none, None where nothing does."""
        style = _named(paragraph.find(DOCX + "pPr"), "pStyle") if paragraph is not None else ""
        return self._of_style(style or self._plain_style) or self._default

    def _of_style(self, identifier: str) -> str | None:
        return next(filter(None, (_font(style.find(DOCX + "rPr")) for style in self._chain(identifier))), None)

    def _chain(self, identifier: str) -> Iterator[Any]:
        """A style and those that it is based on."""
        for _ in range(_DEEPEST):
            style = self._styles.get(identifier)
            if style is None:
                return
            yield style
            identifier = _named(style, "basedOn")


def _named(properties: Any, tag: str) -> str:
    element = properties.find(DOCX + tag) if properties is not None else None
    return element.get(DOCX + "val", "") if element is not None else ""


def _font(properties: Any) -> str | None:
    """The font for letters beyond ASCII, else that for ASCII; letters of dead encodings are drawn with the former."""
    fonts = properties.find(DOCX + "rFonts") if properties is not None else None
    if fonts is None:
        return None
    names = (fonts.get(DOCX + kind) for kind in ("hAnsi", "ascii", "hAnsiTheme"))
    return next((str(name) for name in names if name), None)
