"""The text of a page in dead encodings made Unicode, by the fonts that its markup names and by its words."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from report_miner.clean.evidence import is_strange
from report_miner.clean.legacy import Conversion, Piece, convert

_FAMILY = re.compile(r"(?i)font(?:-family)?\s*:[^;]*?([.\w][\w .-]*)\s*(?:,|;|$)")
_LONGEST_STYLE = 500
_UNSEEN = ("script", "style")


def convert_page(tree: Any, block_level: re.Pattern[str]) -> Conversion:
    """Rewrite the texts of `tree` that are in a dead encoding; elements that match `block_level` are paragraphs."""
    if not is_strange("".join(tree.itertext())):
        return Conversion([])
    slots: list[tuple[Any, str]] = []
    pieces: list[Piece] = []
    unit = 0
    fonts: list[str | None] = [None]
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        unit += block_level.fullmatch(element.tag) is not None
        if event == "start":
            fonts.append(_font(element) or fonts[-1])
        else:
            fonts.pop()
        name = "text" if event == "start" else "tail"
        text = getattr(element, name)
        if text and not (name == "text" and element.tag in _UNSEEN):
            slots.append((element, name))
            pieces.append(Piece(text, unit, fonts[-1]))
    conversion = convert(pieces)
    for (element, name), text in zip(slots, conversion.texts, strict=True):
        setattr(element, name, text)
    return conversion


def _font(element: Any) -> str | None:
    """The font that an element asks for: `<font face>` or its style."""
    face = element.get("face")
    if face:
        return str(face).split(",")[0].strip()
    match = _FAMILY.search((element.get("style") or "")[:_LONGEST_STYLE])
    return match[1].strip() if match else None
