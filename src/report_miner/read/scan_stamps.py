"""Round stamps on a scan: their ink, red or blue, becomes paper, so that what they were set upon can be read.

A stamp is told by its ring. What else is in colour, text, signatures, the lines of tables, stays as it is.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from math import pi
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from PIL.Image import Image

COARSE = 75
"""Pixels an inch at which rings are looked for."""

_COLOURED = 25  # levels by which ink in colour differs from what has none, yellowed paper among it
_MOST = 0.06  # share of a page; what has more is a picture
_SMALLEST, _LARGEST = 0.8, 2.2  # inches across; stamps of offices have 1.2 to 1.5
_ROUND = 0.8  # the least that the shorter side is of the longer one
_SECTORS, _CLOSED = 48, 0.7  # parts of the circle, and the share of them in which the ring is there
_RING = (0.8, 1.08)  # of half the width: from where to where the ring may lie
_CORNER = 0.1  # of the width: squares at the corners, in which a round thing has nothing
_FAINTEST = 25  # of a hundred of its pixels: the ink that is made paper, and all that is fainter

Circle = tuple[int, int, int, int]
"""The box of a stamp: left, top, right, bottom."""


def rings(coarse: Image) -> list[Circle]:
    """Return the boxes of the stamps on a page in colour of `COARSE` pixels an inch."""
    pixels = np.asarray(coarse.convert("RGB")).astype(np.int16)
    red, blue = pixels[..., 0] - pixels[..., 1:].max(axis=2), pixels[..., 2] - pixels[..., 0]
    inks = [ink - np.median(ink) > _COLOURED for ink in (red, blue)]
    return [box for ink in inks if ink.mean() < _MOST for box in _blots(ink)]


def without_stamps(gray: Image, coarse: Image, colour: Callable[[], Image]) -> Image:
    """Return a page in gray without its stamps.

    Args:
        gray: the page.
        coarse: the page in colour of `COARSE` pixels an inch.
        colour: gives the page in colour, as large as `gray`; it is asked only where there is a stamp.
    """
    found = rings(coarse)
    if not found:
        return gray
    whole, scale = colour(), gray.width / coarse.width
    made = gray.copy()
    for ring in found:
        left, top, right, bottom = (round(side * scale) for side in ring)
        box = (max(0, left), max(0, top), min(gray.width, right), min(gray.height, bottom))
        made.paste(_faded(whole.crop(box)), box)
    return made


def _faded(part: Image) -> Image:
    """A part of a page by the lightest channel of each pixel, in which black stays black; ink in colour is paper."""
    from PIL import Image as Images

    pixels = np.asarray(part.convert("RGB"))
    lightest = pixels.max(axis=2)
    inked = lightest.astype(np.int16) - pixels.min(axis=2) > _COLOURED
    level = max(1.0, float(np.percentile(lightest[inked], _FAINTEST))) if inked.any() else 255.0
    return Images.fromarray(np.minimum(lightest * (255 / level), 255).astype(np.uint8))


def _blots(ink: NDArray[Any]) -> Iterator[Circle]:
    """The boxes of what hangs together in an ink and has the form of a ring."""
    for rows, columns in _connected(ink):
        top, bottom, left, right = rows.min(), rows.max() + 1, columns.min(), columns.max() + 1
        sides = sorted((bottom - top, right - left))
        if sides[0] >= _SMALLEST * COARSE and sides[1] <= _LARGEST * COARSE and sides[0] >= _ROUND * sides[1]:
            across = (columns - left + 0.5) / (right - left) * 2 - 1
            down = (rows - top + 0.5) / (bottom - top) * 2 - 1
            if _is_ring(across, down):
                yield int(left) - 2, int(top) - 2, int(right) + 2, int(bottom) + 2


def _is_ring(across: NDArray[Any], down: NDArray[Any]) -> bool:
    """Whether points in a square from -1 to 1 leave its corners free and stand all around near its edge."""
    if (np.minimum(abs(across), abs(down)) > 1 - 2 * _CORNER).any():
        return False
    radius = np.hypot(across, down)
    near = (radius > _RING[0]) & (radius < _RING[1])
    sectors = np.floor((np.arctan2(down, across)[near] + pi) / (2 * pi) * _SECTORS)
    return len(np.unique(sectors)) >= _CLOSED * _SECTORS


def _connected(ink: NDArray[Any]) -> Iterator[tuple[NDArray[Any], NDArray[Any]]]:
    """The rows and columns of the points of each blot; points with one between them hang together."""
    waiting = set(zip(*(places.tolist() for places in np.nonzero(ink)), strict=True))
    near = [(down, across) for down in range(-2, 3) for across in range(-2, 3)]
    while waiting:
        queue = deque([waiting.pop()])
        blot = []
        while queue:
            row, column = queue.popleft()
            blot.append((row, column))
            for down, across in near:
                point = (row + down, column + across)
                if point in waiting:
                    waiting.remove(point)
                    queue.append(point)
        if len(blot) > COARSE:
            points = np.array(blot)
            yield points[:, 0], points[:, 1]
