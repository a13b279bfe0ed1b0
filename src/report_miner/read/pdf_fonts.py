"""Words of a PDF page in the fonts of dead encodings made Unicode, line by line."""

from __future__ import annotations

from collections.abc import Sequence

from report_miner.clean.charsets import Charset
from report_miner.clean.evidence import is_strange
from report_miner.clean.legacy import Conversion, Piece, convert, declared_charset

_SAME_LINE = 2.0


def is_suspect(texts: Sequence[str]) -> bool:
    """Whether the words of a page need a look at their fonts."""
    return is_strange(" ".join(texts))


def convert_words(texts: Sequence[str], fonts: Sequence[str], bases: Sequence[float]) -> Conversion:
    """Return the words of a page as Unicode.

    Args:
        texts: the words, a soft hyphen where pdfium saw a hyphen that divides a word at the end of a line.
        fonts: the name of the font of each word, "" where it has none.
        bases: the base line of each word in points; words on one line are decided together.
    """
    pieces: list[Piece] = []
    line = 0
    for number, (text, font) in enumerate(zip(texts, fonts, strict=True)):
        line += number > 0 and abs(bases[number] - bases[number - 1]) > _SAME_LINE
        keeps = declared_charset(font) is Charset.TCVN3 and text[-2:-1].isalpha()
        text = text if keeps or not text.endswith("\u00ad") else text[:-1] + "-"
        pieces.append(Piece(text + " ", line, font or None))
    conversion = convert(pieces)
    return Conversion([text[:-1] for text in conversion.texts], conversion.converted, conversion.undecided)
