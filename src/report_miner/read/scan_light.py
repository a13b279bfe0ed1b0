"""A page that is dark all over, a negative or a photograph in poor light, becomes dark ink on white paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from PIL.Image import Image

_DARK = 0.2  # share of dark pixels from which on they cannot all be ink
_TILES = 25  # an inch: about as many as lines have strokes and gaps
_REACH = 9  # tiles around each one among which there is paper
_CONTRAST = 40  # levels of gray between paper and ink that are seen together
_DIMMEST = 0.15  # of the brightest paper: darker is the table that the page lies on


Dark = NDArray[np.bool_]


def dark_of(gray: NDArray[np.uint8]) -> Dark:
    """Return where ink is, by the threshold that parts dark from light best (Otsu)."""
    counts = np.bincount(gray.ravel(), minlength=256).astype(float)
    levels = np.arange(256)
    below, mass = np.cumsum(counts), np.cumsum(counts * levels)
    above = below[-1] - below
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = below * above * (mass / below - (mass[-1] - mass) / above) ** 2
    return gray <= int(np.nan_to_num(apart).argmax())


def evened(gray: Image, dpi: int) -> Image:
    """Return a page in gray as if all of it lay in the same light, dark on white; most pages are so already."""
    from PIL import Image as Images
    from PIL import ImageOps

    if dark_of(np.asarray(gray)).mean() < _DARK:
        return gray
    if _is_negative(gray, dpi):
        gray = ImageOps.invert(gray)
    paper = _paper(gray, dpi).resize(gray.size, Images.Resampling.BILINEAR)
    light = np.maximum(np.asarray(paper, dtype=np.float32), 1)
    return Images.fromarray(np.minimum(np.asarray(gray) * (255 / light), 255).astype(np.uint8))


def _is_negative(gray: Image, dpi: int) -> bool:
    """Whether most of what stands near letters is dark: where light and dark meet, the mean is nearer to the dark."""
    from PIL import ImageFilter

    small = gray.reduce(max(1, dpi // (4 * _TILES)))
    darkest = np.asarray(small.filter(ImageFilter.MinFilter(_REACH)), dtype=np.int16)
    brightest = np.asarray(small.filter(ImageFilter.MaxFilter(_REACH)), dtype=np.int16)
    mean = np.asarray(small.filter(ImageFilter.BoxBlur(_REACH // 2)), dtype=np.int16)
    written = brightest - darkest > _CONTRAST
    return bool(written.any()) and float(np.median((2 * mean - darkest - brightest)[written])) < 0


def _paper(gray: Image, dpi: int) -> Image:
    """How bright the paper is around each tile of the page."""
    from PIL import ImageFilter

    tiles = gray.reduce(max(1, dpi // _TILES)).filter(ImageFilter.MaxFilter(_REACH))
    dimmest = int(_DIMMEST * np.asarray(tiles).max())
    return tiles.filter(ImageFilter.BoxBlur(_REACH // 2)).point(lambda level: max(level, dimmest))
