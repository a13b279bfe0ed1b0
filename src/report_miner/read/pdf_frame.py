"""How a PDF page is looked at: the part of it that is shown, and which way round."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import degrees
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from report_miner.model import Box
from report_miner.read.pdf_characters import Characters

Length = TypeVar("Length", float, NDArray[np.float64])

_SAMPLE = 7


@dataclass(frozen=True, slots=True)
class Frame:
    """A look at a page: the shown part of it (left, bottom, right, top in points of the file), turned clockwise."""

    part: Box
    turn: int

    @property
    def width(self) -> float:
        """The width of the page as it is seen."""
        left, bottom, right, top = self.part
        return top - bottom if self.turn in (90, 270) else right - left

    @property
    def height(self) -> float:
        """The height of the page as it is seen."""
        left, bottom, right, top = self.part
        return right - left if self.turn in (90, 270) else top - bottom

    def seen(self, box: tuple[Length, Length, Length, Length]) -> tuple[Length, Length, Length, Length]:
        """A box of the file (left, bottom, right, top), or many in arrays, as seen, the origin at the top left."""
        left, bottom, right, top = self.part
        x0, y0, x1, y1 = box[0] - left, box[1] - bottom, box[2] - left, box[3] - bottom
        width, height = right - left, top - bottom
        if not self.turn:
            return (x0, height - y1, x1, height - y0)
        if self.turn == 90:
            return (y0, x0, y1, x1)
        if self.turn == 180:
            return (width - x1, y0, width - x0, y1)
        return (height - y1, width - x1, height - y0, width - x0)

    def in_file(self, box: Box) -> Box:
        """The box of the file that is seen at `box`."""
        left, bottom, right, top = self.part
        width, height = right - left, top - bottom
        x0, y0, x1, y1 = box
        if not self.turn:
            found = (x0, height - y1, x1, height - y0)
        elif self.turn == 90:
            found = (y0, x0, y1, x1)
        elif self.turn == 180:
            found = (width - x1, y0, width - x0, y1)
        else:
            found = (width - y1, height - x1, width - y0, height - x0)
        return (found[0] + left, found[1] + bottom, found[2] + left, found[3] + bottom)


@dataclass(frozen=True, slots=True)
class Turned:
    """A page that lies on its side as it is shown: it is read in one frame, and its boxes are those of the other."""

    read: Frame
    shown: Frame

    def back(self, box: Box) -> Box:
        """The box on the page as it is shown, for a box on the page as it is read."""
        return self.shown.seen(self.read.in_file(box))


def frames_of(page: Any, textpage: Any) -> tuple[Frame, Frame]:
    """Return how a page of pypdfium2 is to be read, so that its letters stand upright, and how it is shown."""
    part = page.get_cropbox()
    return Frame(part, -letters_turned(textpage) % 360), Frame(part, page.get_rotation())


def letters_turned(textpage: Any) -> int:
    """By how many degrees clockwise (0, 90, 180 or 270) most letters of a page are turned in the file."""
    import pypdfium2.raw as pdfium

    count = textpage.count_chars()
    indices = range(0, count, max(1, count // _SAMPLE))
    if not any(Characters(textpage).angles(indices)):
        return 0
    letters = (index for index in indices if pdfium.FPDFText_GetUnicode(textpage.raw, index) > ord(" "))
    angles = [pdfium.FPDFText_GetCharAngle(textpage.raw, index) for index in letters]
    quarters = Counter(round(degrees(angle) / 90) % 4 for angle in angles)
    return 90 * quarters.most_common(1)[0][0] if quarters else 0
