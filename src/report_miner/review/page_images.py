"""A page of a PDF as a picture, with the boxes of its figures, made when it is asked for."""

from __future__ import annotations

import hashlib
import io
import threading
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from fastapi.responses import Response

_SCALE = 1.6  # pixels a point
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
    from PIL import Image, ImageDraw

    with Image.open(io.BytesIO(_rendered(name, sha256, page))) as opened:
        picture = opened.convert("RGB")
    scale = _scale_of(picture.info, opened.info)
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


def _scale_of(*infos: Mapping[Any, Any]) -> float:
    return next((float(info["scale"]) for info in infos if "scale" in info), _SCALE)


@lru_cache(maxsize=16)
def _rendered(name: str, sha256: str, page: int) -> bytes:
    """The page as PNG; its scale stands in the picture."""
    import pypdfium2
    from PIL.PngImagePlugin import PngInfo

    path = Path(name)
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        raise LookupError(name) from None
    if found != sha256:
        raise LookupError(name)
    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError:
            raise LookupError(name) from None
        try:
            if not 1 <= page <= len(document):
                raise LookupError(page)
            sheet = document[page - 1]
            scale = min(_SCALE, _LARGEST / max(*sheet.get_size(), 1))
            picture = sheet.render(scale=scale).to_pil()
        finally:
            document.close()
    info = PngInfo()
    info.add_text("scale", str(scale))
    out = io.BytesIO()
    picture.save(out, "PNG", pnginfo=info)
    return out.getvalue()
