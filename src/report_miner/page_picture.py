"""A page of a PDF, a slide or a scan as a picture, each figure boxed and numbered as `explain` numbers it."""

from __future__ import annotations

import io
from collections.abc import Sequence

from report_miner.errors import UsageError
from report_miner.explain import numbered
from report_miner.model import Box, Document, Figure, Status
from report_miner.read.page_images import page_image
from report_miner.read.scan_image import POINTS
from report_miner.texts import say

_DPI = 150
_COLOURS = {Status.ACTUAL: "#0a7d32", Status.ESTIMATE: "#b45f06", Status.TARGET: "#1155cc"}
_AIR = 1.5  # points between a number and its box
_TYPE = 7.5  # points


def draw_page(data: bytes, document: Document, figures: Sequence[Figure], number: int) -> tuple[bytes, int]:
    """Return the page `number` of the file `data` as a PNG with its figures marked, and how many these are.

    Raises:
        UsageError: there is no such page, or the document has no pages to draw.
        ReadError: the picture cannot be read again.
    """
    from PIL import ImageDraw, ImageFont

    if not any(block.locator.page for block in document.blocks):
        raise UsageError(say("cli.no_pages"), remedy=say("cli.no_pages_remedy"))
    gray, dpi = page_image(data, number, dpi=_DPI)
    picture = gray.convert("RGB")
    draw = ImageDraw.Draw(picture)
    scale = dpi / POINTS
    font = ImageFont.load_default(max(10, round(_TYPE * scale)))
    here = [
        (label, figure, figure.locator.bbox)
        for label, figure in numbered(figures)
        if figure.locator.page == number and figure.locator.bbox
    ]
    ends: dict[Box, float] = {}  # of the numbers above a box: the figures of one text on a slide share theirs
    for label, figure, box in here:
        left, top, right, bottom = _around(box, scale)
        colour = _COLOURS[figure.status]
        draw.rectangle((left, top, right, bottom), outline=colour, width=max(1, round(scale / 2)))
        begin = ends.get(box, left)
        tag = draw.textbbox((begin, top), str(label), font=font, anchor="lb")
        draw.rectangle((tag[0] - 1, tag[1] - 1, tag[2] + 1, tag[3] + 1), fill=colour)
        draw.text((begin, top), str(label), font=font, fill="white", anchor="lb")
        ends[box] = tag[2] + _AIR * scale
    target = io.BytesIO()
    picture.save(target, "PNG")
    return target.getvalue(), len(here)


def _around(box: Box, scale: float) -> Box:
    left, top, right, bottom = (edge * scale for edge in box)
    air = _AIR * scale
    return left - air, top - air, right + air, bottom + air
