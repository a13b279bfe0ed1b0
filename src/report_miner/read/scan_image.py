"""A picture of a page made ready for reading: straightened, cleaned, its ruling lines found and taken out."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin, tan
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from report_miner.model import Box
from report_miner.read.scan_light import Dark, dark_of, evened

if TYPE_CHECKING:
    from PIL.Image import Image

POINTS = 72
"""PDF points in an inch."""

_COARSE = 100  # pixels an inch: enough to see how lines of text lie
_MOST_SKEW = 5.0
_LEAST_SKEW = 0.05
_STEPS = (0.5, 0.1, 0.02)
_SPECK, _SPECKLED = 2, 0.002  # dark pixels in a speck, and the share of specks from which on a page is noisy
_RULE_ACROSS, _RULE_DOWN = 0.5, 0.33  # inches from which on a dark run is a ruling line
_UNBROKEN = 0.92
_BRIDGED = 4  # pixels


@dataclass(frozen=True, slots=True)
class Turn:
    """How a page was straightened: set upright from `quarters` turns clockwise, then by `angle` degrees.

    `middle` is that of the page set upright, in points.
    """

    angle: float
    middle: tuple[float, float]
    quarters: int = 0

    def back(self, box: Box) -> Box:
        """The box on the page as it was scanned, for a box on the straightened page."""
        x0, top, x1, bottom = self._askew(box) if self.angle else box
        width, height = 2 * self.middle[0], 2 * self.middle[1]
        if self.quarters == 1:
            return (height - bottom, x0, height - top, x1)
        if self.quarters == 2:
            return (width - x1, height - bottom, width - x0, height - top)
        if self.quarters == 3:
            return (top, width - x1, bottom, width - x0)
        return (x0, top, x1, bottom)

    def _askew(self, box: Box) -> Box:
        x, y = (box[0] + box[2]) / 2 - self.middle[0], (box[1] + box[3]) / 2 - self.middle[1]
        across, down = cos(radians(self.angle)), sin(radians(self.angle))
        dx = self.middle[0] + across * x - down * y - (box[0] + box[2]) / 2
        dy = self.middle[1] + down * x + across * y - (box[1] + box[3]) / 2
        return (box[0] + dx, box[1] + dy, box[2] + dx, box[3] + dy)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page ready for reading: the picture without its ruling lines, and these lines as boxes in points."""

    image: Image
    dpi: int
    turn: Turn
    rules: tuple[tuple[str, Box], ...]

    def points(self, box: tuple[int, int, int, int]) -> Box:
        """A box of pixels in points."""
        scale = POINTS / self.dpi
        return (box[0] * scale, box[1] * scale, box[2] * scale, box[3] * scale)


def prepared(image: Image, dpi: int, quarters: int = 0) -> Sheet:
    """Return the page `image`, scanned at `dpi` and `quarters` turns clockwise, ready for reading."""
    gray, turn = straightened(image, dpi, quarters)
    without, rules = _without_rules(gray, dpi)
    return Sheet(without, dpi, turn, rules)


def straightened(image: Image, dpi: int, quarters: int = 0) -> tuple[Image, Turn]:
    """Return the page in gray, in even light, clean and upright, and how it was turned."""
    from PIL import Image as Images

    gray = set_upright(cleaned(evened(image.convert("L"), dpi)), quarters)
    angle = skew_of(gray, dpi)
    if angle:
        gray = gray.rotate(angle, Images.Resampling.BICUBIC, fillcolor=255)
    middle = (gray.width / 2 * POINTS / dpi, gray.height / 2 * POINTS / dpi)
    return gray, Turn(angle, middle, quarters)


def set_upright(image: Image, quarters: int) -> Image:
    """Return a page that was scanned `quarters` turns clockwise the right way round."""
    from PIL import Image as Images

    return image.transpose(Images.Transpose[f"ROTATE_{90 * quarters}"]) if quarters else image


def cleaned(gray: Image) -> Image:
    """Return the page without specks, when it has many: a median filter also wears down thin strokes."""
    from PIL import ImageFilter

    dark = dark_of(np.asarray(gray))
    near = np.zeros(dark.shape, dtype=np.int8)
    for down in (-1, 0, 1):
        for across in (-1, 0, 1):
            near += np.roll(dark, (down, across), axis=(0, 1))
    specks = dark & (near <= _SPECK)
    return gray.filter(ImageFilter.MedianFilter(3)) if specks.mean() > _SPECKLED else gray


def skew_of(gray: Image, dpi: int) -> float:
    """Return by how many degrees the lines of text fall to the right, 0.0 where it does not matter."""
    small = gray.reduce(max(1, round(dpi / _COARSE)))
    down, across = np.nonzero(dark_of(np.asarray(small)))
    if not len(down):
        return 0.0
    best = 0.0
    reach = _MOST_SKEW
    for step in _STEPS:
        angles = best + np.arange(-reach, reach + step / 2, step)
        best = float(max(angles, key=lambda angle: _sharpness(down, across, angle)))
        reach = step
    return round(best, 2) if _LEAST_SKEW < abs(best) < _MOST_SKEW else 0.0


def _sharpness(down: NDArray[Any], across: NDArray[Any], angle: float) -> float:
    """How clearly rows of ink and gaps between them follow one another, seen at an angle."""
    rows = np.round(down - across * tan(radians(angle))).astype(int)
    counts = np.bincount(rows - rows.min()).astype(float)
    return float((np.diff(counts) ** 2).sum())


def _without_rules(gray: Image, dpi: int) -> tuple[Image, tuple[tuple[str, Box], ...]]:
    from PIL import Image as Images

    pixels = np.asarray(gray)
    dark = _halved(dark_of(pixels))
    across = _long_runs(dark, round(_RULE_ACROSS * dpi / 2))
    down = _long_runs(dark.T, round(_RULE_DOWN * dpi / 2)).T
    if not across.any() or not down.any():
        return gray, ()
    scale = 2 * POINTS / dpi
    rules = [("h", (x0 * scale, y * scale, x1 * scale, y * scale)) for y, x0, x1 in _runs(across)]
    rules += [("v", (x * scale, y0 * scale, x * scale, y1 * scale)) for x, y0, y1 in _runs(down.T)]
    mask = _thick(_thick(across | down).T).T
    whole = np.repeat(np.repeat(mask, 2, axis=0), 2, axis=1)[: pixels.shape[0], : pixels.shape[1]]
    padded = np.zeros(pixels.shape, dtype=bool)
    padded[: whole.shape[0], : whole.shape[1]] = whole
    return Images.fromarray(np.where(padded, np.uint8(255), pixels)), tuple(rules)


def _halved(dark: Dark) -> Dark:
    """Half the size: dark where one of four pixels is."""
    height, width = (length // 2 * 2 for length in dark.shape)
    four = dark[:height, :width].reshape(height // 2, 2, width // 2, 2)
    return np.asarray(four.any(axis=(1, 3)))


def _thick(dark: Dark) -> Dark:
    """Each row together with its neighbours, so that a line which wavers by a pixel is one."""
    thick = dark.copy()
    thick[1:] |= dark[:-1]
    thick[:-1] |= dark[1:]
    return thick


def _long_runs(dark: Dark, length: int) -> Dark:
    """The dark pixels of each row that belong to a run of at least `length`."""
    thick = _thick(dark)
    if thick.shape[1] <= length:
        return np.zeros_like(dark)
    sums = np.zeros((thick.shape[0], thick.shape[1] + 1), dtype=np.int32)
    np.cumsum(thick, axis=1, out=sums[:, 1:])
    begins = sums[:, length:] - sums[:, :-length] >= _UNBROKEN * length
    marks = np.zeros((thick.shape[0], thick.shape[1] + 1), dtype=np.int32)
    marks[:, : begins.shape[1]] += begins
    marks[:, length:] -= begins[:, : marks.shape[1] - length]
    runs: Dark = np.logical_and(dark, np.cumsum(marks, axis=1)[:, :-1] > 0)
    return runs


def _runs(mask: Dark) -> list[tuple[float, int, int]]:
    """The stretches of a mask, row by row: row, begin, end; gaps of a few pixels are bridged."""
    found: list[tuple[float, int, int]] = []
    for row in np.flatnonzero(mask.any(axis=1)):
        places = np.flatnonzero(mask[row])
        parts = np.split(places, np.flatnonzero(np.diff(places) > _BRIDGED) + 1)
        found += [(float(row), int(part[0]), int(part[-1]) + 1) for part in parts]
    return [run for run in found if run[2] - run[1] > 2 * _BRIDGED]
