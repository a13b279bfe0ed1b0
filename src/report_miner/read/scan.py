"""Scans: the words of a picture by Tesseract, its ruled tables by their lines, each number read a second time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np

from report_miner.clean.syllables import is_syllable
from report_miner.errors import ReadError
from report_miner.model import Box
from report_miner.read.draft import Draft
from report_miner.read.lines import LineRules
from report_miner.read.ocr import Seen, read_again, recognise, require_ocr
from report_miner.read.page_images import frames
from report_miner.read.page_lines import Lines
from report_miner.read.page_store import Page, PageStore
from report_miner.read.pages import draft_of
from report_miner.read.pdf_layout import lines_of
from report_miner.read.pdf_tables import filled_tables
from report_miner.read.pdf_words import Word
from report_miner.read.ruling import cells_between
from report_miner.read.scan_image import POINTS, Sheet, prepared
from report_miner.read.scan_light import dark_of
from report_miner.read.scan_turn import quarters_of
from report_miner.texts import say

if TYPE_CHECKING:
    from PIL.Image import Image

_SNAP = 4.0  # points within which ruling lines are one
_USUAL = 0.35  # how far the height of a line of body text may be from the usual one
_PADDING = 0.25  # of its height, around the crop of a word
_DISAGREE, _UNSEEN, _ONLY_SECOND = 0.4, 0.6, 0.6  # the most that can be said of a number after its second reading
_ODD_NEIGHBOUR = 0.85  # factor for a word beside the number that cannot be Vietnamese
_RULE = 2.0  # points of a cell that its ruling line may take
_INK = 0.01  # share of dark pixels from which on a cell is not empty
_DIRT = re.compile(r"[^\w%.,;:()/+“”\"-]+|_+")
_STROKES = ("|", "l")  # what a 1 that stands alone in its cell is taken for
_EDGES = ".,;:()[]{}'\"“”‘’-–—|_ "
_WORD = re.compile(r"[^\W\d_]{2,}")


def read_image(data: bytes, rules: LineRules) -> Draft:
    """Return the text of an image file (PNG, JPEG, TIFF with many pages …), a page after the other.

    Raises:
        MissingProgram: Tesseract is not installed.
        DamagedDocument, TooLarge: as `page_images.frames`; a single page that takes too long.
    """
    require_ocr()
    pages = PageStore()
    notes: list[str] = []
    failed: ReadError | None = None
    for number, (image, dpi) in enumerate(frames(data), start=1):
        try:
            pages.append(scanned_page(image, dpi, number))
        except ReadError as error:
            failed = error
            pages.append(Page(0, Lines.of([])))
            notes.append(say("read.unread_page", page=number, reason=error.message))
    if failed and not any(page.lines or page.tables for page in pages):
        raise failed
    return draft_of(pages, rules, [say("read.recognised"), *notes])


def scanned_page(image: Image, dpi: int, number: int) -> Page:
    """Return the lines and tables on the picture of page `number`; boxes are those of the page set upright.

    Raises:
        TooLarge: the page takes longer than its time.
        ReadError: Tesseract refuses the picture.
    """
    sheet = prepared(image, dpi)
    seen = recognise(sheet.image, dpi)
    if quarters := quarters_of(sheet.image, dpi, seen):
        sheet = prepared(image, dpi, quarters)
        seen = recognise(sheet.image, dpi)
    grids = cells_between(sheet.rules, _SNAP)
    words = _words(_without_columns(seen, grids, sheet), sheet, number)
    words = [*_judged_again(words, sheet), *_overlooked(grids, words, sheet, number)]
    words = _doubted(_with_strokes_doubted(grids, words))
    tables, rest = filled_tables(number, grids, words)
    lines = Lines.of([line.printed() for line in lines_of(rest)])
    turn = sheet.turn if sheet.turn.angle or sheet.turn.quarters else None
    return Page(sheet.image.height * POINTS / dpi, lines, tables, turn)


def _without_columns(seen: Sequence[Seen], grids: Sequence[Sequence[Box]], sheet: Sheet) -> list[Seen]:
    """The words but for lines that run down through cells: digits above one another, taken for a line on end."""
    cells = [box for grid in grids for box in grid]
    kept: list[Seen] = []
    for _, words in groupby(seen, key=lambda word: word.line):
        line = list(words)
        boxes = [sheet.points(word.bbox) for word in line]
        height = max(box[3] for box in boxes) - min(box[1] for box in boxes)
        width = max(box[2] for box in boxes) - min(box[0] for box in boxes)
        homes = {cell for cell in cells for box in boxes if _holds(cell, box)} if height > width else ()
        kept += [] if len(homes) > 1 else line
    return kept


def _words(seen: Sequence[Seen], sheet: Sheet, number: int) -> list[Word]:
    """The words with boxes as high as their line, so that lines of one type look alike."""
    lines = [list(line) for _, line in groupby(seen, key=lambda word: word.line)]
    spans = [_span(line) for line in lines]
    usual = median(bottom - top for top, bottom in spans) if spans else 0.0
    words = []
    for line, (top, bottom) in zip(lines, spans, strict=True):
        if abs(bottom - top - usual) < _USUAL * usual:
            middle = (top + bottom) / 2
            top, bottom = middle - usual / 2, middle + usual / 2
        for word in line:
            if _DIRT.fullmatch(word.text):
                continue
            box = sheet.points((word.bbox[0], round(top), word.bbox[2], round(bottom)))
            words.append(Word(word.text, number, box, box[3], round(word.confidence, 3)))
    return words


def _span(line: Sequence[Seen]) -> tuple[float, float]:
    """Top and bottom of a line, whatever single letters reach above and below it."""
    tops, bottoms = sorted(word.bbox[1] for word in line), sorted(word.bbox[3] for word in line)
    quarter = len(line) // 4
    return tops[quarter], bottoms[-1 - quarter]


def _judged_again(words: Sequence[Word], sheet: Sheet) -> list[Word]:
    """The words; each with a digit is read again by itself, and a reading that differs lowers its confidence."""
    numeric = [place for place, word in enumerate(words) if any(map(str.isdigit, word.text))]
    crops = [_crop(words[place].bbox, sheet, air=_PADDING * words[place].height) for place in numeric]
    judged = list(words)
    for place, (text, _) in zip(numeric, read_again(sheet.image, crops, sheet.dpi), strict=True):
        word, second = words[place], text.strip(_EDGES)
        if not second:
            judged[place] = replace(word, confidence=min(word.confidence, _UNSEEN))
        elif second != word.text.strip(_EDGES):
            judged[place] = replace(word, confidence=min(word.confidence, _DISAGREE), second=second)
    return judged


def _crop(box: Box, sheet: Sheet, *, air: float) -> tuple[int, int, int, int]:
    """The pixels of a box with `air` points around it."""
    scale = sheet.dpi / POINTS
    left, top = max(0, round((box[0] - air) * scale)), max(0, round((box[1] - air) * scale))
    right, bottom = round((box[2] + air) * scale), round((box[3] + air) * scale)
    return left, top, min(right, sheet.image.width), min(bottom, sheet.image.height)


def _overlooked(grids: Sequence[Sequence[Box]], words: Sequence[Word], sheet: Sheet, number: int) -> list[Word]:
    """What stands in cells that the first reading left empty, lone digits as a rule."""
    dark = dark_of(np.asarray(sheet.image))
    empty: list[tuple[Box, tuple[int, int, int, int]]] = []
    for box in (box for grid in grids for box in grid):
        if not any(_holds(box, word.bbox) for word in words):
            left, top, right, bottom = _inked(dark, _crop(box, sheet, air=-_RULE))
            if right > left and dark[top:bottom, left:right].mean() > _INK:
                empty.append((sheet.points((left, top, right, bottom)), (left, top, right, bottom)))
    again = read_again(sheet.image, [crop for _, crop in empty], sheet.dpi)
    return [
        Word(text, number, box, box[3], min(confidence, _ONLY_SECOND))
        for (box, _), (text, confidence) in zip(empty, again, strict=True)
        if text in _STROKES or (text and not _DIRT.fullmatch(text))
    ]


def _with_strokes_doubted(grids: Sequence[Sequence[Box]], words: Sequence[Word]) -> list[Word]:
    """The words; a stroke alone in its cell, a 1 or dirt, stays a stroke and has 1 as its other reading."""
    cells = [box for grid in grids for box in grid]
    read = []
    for word in words:
        home = next((box for box in cells if word.text in _STROKES and _holds(box, word.bbox)), None)
        if home and sum(_holds(home, other.bbox) for other in words) == 1:
            word = replace(word, text=_STROKES[0], confidence=min(word.confidence, _ONLY_SECOND), second="1")
        read.append(word)
    return read


def _inked(dark: Any, crop: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """The part of a crop around its ink, with a little paper; an empty range where there is none."""
    left, top, right, bottom = crop
    part = dark[top:bottom, left:right]
    rows, columns = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
    if not len(rows) or len(rows) < 6:
        return left, top, left, top
    air = 6
    return (
        max(left, left + int(columns[0]) - air),
        max(top, top + int(rows[0]) - air),
        min(right, left + int(columns[-1]) + air),
        min(bottom, top + int(rows[-1]) + air),
    )


def _holds(box: Box, inner: Box) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _doubted(words: Sequence[Word]) -> list[Word]:
    """The words; a number beside words that cannot be Vietnamese is believed less."""
    odd = [_is_odd(word.text) for word in words]
    doubted = []
    for place, word in enumerate(words):
        if any(map(str.isdigit, word.text)):
            beside = sum(odd[max(0, place - 1) : place] + odd[place + 1 : place + 2])
            word = replace(word, confidence=round(word.confidence * _ODD_NEIGHBOUR**beside, 3))
        doubted.append(word)
    return doubted


def _is_odd(text: str) -> bool:
    """Whether a word is spelled like no syllable; names in capitals and units of a letter or two may be."""
    return any(len(part) > 2 and not part.isupper() and not is_syllable(part) for part in _WORD.findall(text))
