"""A page of a PDF or a scan as a picture, with the boxes of its figures, made when it is asked for."""

from __future__ import annotations

import hashlib
import io
import threading
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi.responses import Response

from report_miner.errors import ReadError, UsageError
from report_miner.read.page_images import page_image as read_page
from report_miner.read.scan_image import POINTS

if TYPE_CHECKING:
    from PIL.Image import Image

_DPI = 115  # a page of A4 is about a thousand pixels wide
_LARGEST = 4_000  # pixels a side
_COLOURS = {"": (180, 110, 0), "accept": (20, 120, 60), "fix": (20, 90, 160), "add": (20, 90, 160)}
_REJECTED = (130, 130, 130)
_LOCK = threading.Lock()  # pdfium works for one at a time


def page_image(name: str, sha256: str, page: int, rows: Sequence[Mapping[str, Any]], key: int | None) -> Response:
    """Return the page as PNG, the figure `key` filled.

    Args:
        name: the path of the original file.
        sha256: its digest when it was mined.
        page: the number of the page, from 1.
        rows: the figures on it.
        key: the row of the figure that is looked at.

    Raises:
        LookupError: the file is not there as it was, or has no such page.
    """
    from PIL import ImageDraw

    rendered, dpi = _rendered(name, sha256, page)
    picture = rendered.convert("RGB")
    scale = dpi / POINTS
    draw = ImageDraw.Draw(picture, "RGBA")
    for row in rows:
        if box := row["record"]["bbox"]:
            edges = [edge * scale for edge in box]
            frame = [edges[0] - 2, edges[1] - 2, edges[2] + 2, edges[3] + 2]
            colour = _COLOURS.get(row["decision"], _REJECTED)
            draw.rectangle(frame, outline=colour, width=2, fill=(*colour, 70) if row["key"] == key else None)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return Response(out.getvalue(), media_type="image/png")


@lru_cache(maxsize=16)
def _rendered(name: str, sha256: str, page: int) -> tuple[Image, int]:
    """The page in gray, no larger than a screen needs, and its resolution (dots an inch)."""
    try:
        data = Path(name).read_bytes()
    except OSError:
        raise LookupError(name) from None
    if hashlib.sha256(data).hexdigest() != sha256:
        raise LookupError(name)
    with _LOCK:
        try:
            picture, dpi = read_page(data, page, dpi=_DPI)
        except (ReadError, UsageError, RuntimeError):  # pdfium's errors are RuntimeErrors
            raise LookupError(name) from None
    shrink = max(1, dpi // _DPI, -(-max(picture.size) // _LARGEST))
    return (picture.reduce(shrink), dpi // shrink) if shrink > 1 else (picture, dpi)
