"""Which way round a page was scanned: told by how surely its words are read, as it lies and turned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from report_miner.read.ocr import Seen, recognise
from report_miner.read.scan_image import set_upright
from report_miner.read.scan_light import dark_of

if TYPE_CHECKING:
    from PIL.Image import Image

_LONG, _FEWEST = 4, 5  # letters of a word that tells how its line runs, and how many such words it takes
_LEGIBLE, _GIBBERISH = 0.7, 0.5  # from and up to which words are surely and hardly read the right way round
_CLEARLY = 0.15
_BANDS = 4


def quarters_of(image: Image, dpi: int, seen: Sequence[Seen]) -> int:
    """Return by how many quarters a page was turned clockwise when it was scanned.

    Where the words `seen` on it as it is are not sure, the part of the page with most ink is read in the other
    directions, and the page is turned where that part is read clearly better.

    Raises:
        TooLarge, ReadError: as `recognise`.
    """
    as_it_is = _legibility(seen)
    if as_it_is >= _LEGIBLE:
        return 0
    part = _inked_most(image)
    turned = {quarters: _legibility(recognise(set_upright(part, quarters), dpi)) for quarters in (1, 2, 3)}
    best = max(turned, key=lambda quarters: turned[quarters])
    return best if turned[best] > max(_GIBBERISH, as_it_is + _CLEARLY) else 0


def _inked_most(image: Image) -> Image:
    """The part of a page, as wide as it is, that has most ink."""
    height = -(-image.height // _BANDS)
    rows = dark_of(np.asarray(image)).sum(axis=1)
    top = max(range(0, image.height, height), key=lambda top: int(rows[top : top + height].sum()))
    return image.crop((0, top, image.width, min(image.height, top + height)))


def _legibility(seen: Sequence[Seen]) -> float:
    """The mean confidence (0..1) of long words; 0 where they are few, or stand on end (Tesseract reads some)."""
    words = [word for word in seen if len(word.text) >= _LONG]
    if len(words) < _FEWEST or 2 * sum(map(_stands_on_end, words)) > len(words):
        return 0.0
    return sum(word.confidence for word in words) / len(words)


def _stands_on_end(word: Seen) -> bool:
    left, top, right, bottom = word.bbox
    return bottom - top > right - left
