"""The words of a PDF page and their boxes, by pdfium; the numbers of footnotes are left out of the text."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import compress
from typing import Any

import numpy as np

from report_miner.clean.legacy import Conversion
from report_miner.clean.syllables import is_syllable
from report_miner.model import Box, TextBox
from report_miner.read.pdf_characters import Characters, Indices, Numbers, asked_boxes, asked_origins
from report_miner.read.pdf_fonts import convert_words, is_suspect
from report_miner.read.pdf_frame import Frame
from report_miner.read.raised import raised

# pdfium's mark for a hyphen at the end of a line.
_LINE_END_HYPHENS = (0x02, 0xFFFE)
_RUN = re.compile(r"[^\s\x00-\x1f]+")
_ODD = re.compile("[\x02\ufffe\ufffd\ud800-\udfff\U00010000-\U0010ffff]")
RAISED = 0.15
_LONGEST_NAME = 200
_FEW_WORDS = 20
_WORD = re.compile(r"[^\W\d_]{2,}")
_MEASURES = ("m", "dm", "cm", "mm", "km", "hm")


@dataclass(frozen=True, slots=True)
class Word:
    """A printed word, its page, its box and its base line (PDF points, origin at the top left).

    `confidence` is how sure the reading of its characters is (0..1), `second` another reading that differs.
    """

    text: str
    page: int
    bbox: Box
    base: float
    confidence: float = 1.0
    second: str = ""

    @property
    def height(self) -> float:
        """The height of the line that the word's font asks for."""
        return self.bbox[3] - self.bbox[1]

    def box_at(self, start: int) -> TextBox:
        """The box of the word where it begins at `start` of a text."""
        return TextBox(
            start=start,
            end=start + len(self.text),
            page=self.page,
            bbox=self.bbox,
            confidence=self.confidence,
            second=self.second,
        )


def page_words(textpage: Any, number: int, frame: Frame) -> tuple[list[Word], Conversion]:
    """Return the words of page `number`, by its text page of pypdfium2, in the order of its content.

    Boxes are those of the page as it is seen in `frame`; what lies outside of it is left out.
    Words in the fonts of dead encodings are Unicode; what was converted is returned beside them.
    """
    reader = _Reader(textpage, number, frame)
    runs = list(reader.runs())
    words = reader.words(runs) if runs else []
    shown = [is_shown(word.bbox, frame.width, frame.height) for word in words]
    if any(shown) and not all(shown):
        runs, words = list(compress(runs, shown)), list(compress(words, shown))
    if not is_suspect([word.text for word in words]):
        return words, Conversion([])
    fonts = [reader.font(indices[0]) for indices, _ in runs]
    texts = [_with_soft_hyphen(word, reader.divides(indices)) for word, (indices, _) in zip(words, runs, strict=True)]
    conversion = convert_words(texts, fonts, [word.base for word in words])
    pairs = zip(words, conversion.texts, strict=True)
    return [replace(word, text=unicodedata.normalize("NFC", text)) for word, text in pairs], conversion


def _with_soft_hyphen(word: Word, divided: bool) -> str:
    return word.text[:-1] + "\u00ad" if divided else word.text


class _Reader:
    def __init__(self, textpage: Any, number: int, frame: Frame) -> None:
        import pypdfium2.raw as pdfium

        self._pdfium = pdfium
        self._page = textpage
        self._text = textpage.raw
        self._count = textpage.count_chars()
        self._characters = Characters(textpage)
        self._number = number
        self._frame = frame

    def runs(self) -> Iterator[tuple[range, str]]:
        """Unbroken runs of characters: their indices and their text."""
        whole = self._page.get_text_range(0, self._count) if self._count else ""
        if len(whole) != self._count or _ODD.search(whole):
            yield from self._runs_one_by_one()
            return
        for match in _RUN.finditer(whole):
            yield range(*match.span()), match.group()

    def _runs_one_by_one(self) -> Iterator[tuple[range, str]]:
        """The runs where the text of the page as a whole may have other indices than its characters."""
        unicode_of, text = self._pdfium.FPDFText_GetUnicode, self._text
        start = 0
        letters: list[str] = []
        for index in range(self._count):
            point = unicode_of(text, index)
            divides = point in _LINE_END_HYPHENS
            letter = "-" if divides else "" if 0xD800 <= point < 0xE000 or point < 0x20 else chr(point)
            if letter and not letter.isspace():
                if not letters:
                    start = index
                letters.append(letter)
            if letters and (divides or not letter or letter.isspace()):
                yield range(start, start + len(letters)), "".join(letters)
                letters = []
        if letters:
            yield range(start, start + len(letters)), "".join(letters)

    def words(self, runs: Sequence[tuple[range, str]]) -> list[Word]:
        """The words of runs, without the raised numbers of footnotes at their ends; powers of ten stay."""
        firsts = np.array([indices[0] for indices, _ in runs])
        lasts = np.array([indices[-1] for indices, _ in runs])
        left, top, right, bottom = self._boxes(firsts)
        bases = self._bases(firsts)
        limits = bases - RAISED * (bottom - top)
        texts = [text for _, text in runs]
        digits = [len(text) > 1 and text[-1].isdecimal() and not _is_measure(text) for text in texts]
        ending = np.flatnonzero(digits)
        for place in ending[self._bases(lasts[ending]) < limits[ending]].tolist():
            indices, text = runs[place]
            end = self._without_raised(indices, text, limits[place])
            power = raised(text[:end], text[end:])
            texts[place] = text[:end] + power
            lasts[place] = indices[end - 1 + len(power)]
        others = self._boxes(lasts)
        edges = zip(
            left.tolist(),
            np.minimum(top, others[1]).tolist(),
            np.maximum(right, others[2]).tolist(),
            np.maximum(bottom, others[3]).tolist(),
            strict=True,
        )
        found = zip(texts, edges, bases.tolist(), strict=True)
        return [Word(unicodedata.normalize("NFC", text), self._number, box, base) for text, box, base in found]

    def divides(self, indices: range) -> bool:
        """Whether pdfium took the last character of a run for the hyphen of a word divided at the end of a line."""
        return self._pdfium.FPDFText_GetUnicode(self._text, indices[-1]) in _LINE_END_HYPHENS

    def font(self, index: int) -> str:
        """The name of the font of a character, "" where it has none."""
        flags = ctypes.c_int()
        name = ctypes.create_string_buffer(_LONGEST_NAME)
        length = self._pdfium.FPDFText_GetFontInfo(self._text, index, name, _LONGEST_NAME, ctypes.byref(flags))
        return name.value.decode("latin-1") if 0 < length <= _LONGEST_NAME else ""

    def _without_raised(self, indices: range, text: str, limit: float) -> int:
        """The end of `text` before the digits whose base line is above `limit`."""
        bases = self._bases(np.array(indices)).tolist()
        end = len(text)
        while end > 1 and text[end - 1].isdecimal() and bases[end - 1] < limit:
            end -= 1
        return end

    def _bases(self, places: Indices) -> Numbers:
        """The base lines of characters."""
        x, y = asked_origins([self._characters], np.zeros_like(places), places).T
        bases: Numbers = self._frame.seen((x, y, x, y))[1]
        return bases

    def _boxes(self, places: Indices) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        """The boxes of characters as they are seen: left, top, right and bottom of them all."""
        left, top, right, bottom = asked_boxes([self._characters], np.zeros_like(places), places).T
        return self._frame.seen((left, bottom, right, top))


def is_shown(box: Any, width: Any, height: Any) -> Any:
    """Whether the middle of a box, or of each of many in arrays, lies on a page of this size."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return (x >= 0) & (x <= width) & (y >= 0) & (y <= height)


def plausible(words: Sequence[str]) -> float:
    """The share of words that can be Vietnamese syllables; those of a page with few words are not doubted."""
    found = _WORD.findall(" ".join(words))
    return sum(map(is_syllable, found)) / len(found) if len(found) >= _FEW_WORDS else 1.0


def _is_measure(text: str) -> bool:
    """Whether the raised digit of `text` is a power: m2, km2."""
    return text[-1] in "23" and text[:-1].rpartition("/")[2].lstrip("0123456789.,") in _MEASURES
