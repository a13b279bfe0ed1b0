"""The marks that Word puts before the paragraphs of its lists: they are printed, but stand in no paragraph."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from report_miner.read.docx_text import DOCX, inherit, value_of

_PLACE = re.compile(r"%(\d)")
_KNOWN_BULLETS = "-–—+*•●▪◦○✓➢"
_BULLET = "-"  # for the pictures of fonts
_ROMAN = {"M": 1000, "CM": 900, "D": 500, "CD": 400, "C": 100, "XC": 90, "L": 50, "XL": 40, "X": 10, "IX": 9}
_ROMAN |= {"V": 5, "IV": 4, "I": 1}
_DEEPEST = 9
_MOST_DIGITS = 5  # Word counts to 32,767


@dataclass(frozen=True, slots=True)
class _Level:
    """How the items of one depth of a list are counted, and what is printed before them."""

    form: str
    text: str
    start: int


class Numbering:
    """The lists of a document; asked for the marks in the order of its paragraphs, it counts."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        self._lists: dict[str, str] = {}
        self._levels: dict[str, Mapping[int, _Level]] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        if numbering is not None:
            for each in numbering.iter(f"{DOCX}abstractNum"):
                self._levels[each.get(f"{DOCX}abstractNumId", "")] = dict(map(_level, each.iter(f"{DOCX}lvl")))
            for each in numbering.iter(f"{DOCX}num"):
                number = each.get(f"{DOCX}numId", "")
                self._lists[number] = value_of(each, "abstractNumId")
                starts = each.iter(f"{DOCX}lvlOverride")
                self._restarts[number] = {
                    _number(start.get(f"{DOCX}ilvl")): _number(value_of(start, "startOverride")) for start in starts
                }
        self._styles = _styles(styles)

    def mark(self, properties: Any, style: str) -> str:
        """Return what is printed before the next paragraph, which has these properties; empty outside of lists."""
        own = properties.find(f"{DOCX}numPr") if properties is not None else None
        number, depth = self._styles.get(style, ("", 0))
        if own is not None:
            number, depth = value_of(own, "numId") or number, _number(value_of(own, "ilvl"), depth)
        levels = self._levels.get(self._lists.get(number, ""), {})
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(self._lists[number], {})
        restart = self._restarts[number].pop(depth, None)
        counts[depth] = counts.get(depth, level.start - 1) + 1 if restart is None else restart
        for deeper in range(depth + 1, _DEEPEST):
            counts.pop(deeper, None)
        if level.form == "bullet":
            return level.text if level.text in _KNOWN_BULLETS else _BULLET
        return _PLACE.sub(lambda match: _counted(levels, counts, int(match[1]) - 1), level.text).strip()


def _counted(levels: Mapping[int, _Level], counts: Mapping[int, int], depth: int) -> str:
    level = levels.get(depth, _Level("decimal", "", 1))
    return _printed(counts.get(depth, level.start), level.form)


def _printed(count: int, form: str) -> str:
    if form in ("upperRoman", "lowerRoman"):
        roman = ""
        for letters, value in _ROMAN.items():
            roman += letters * (count // value)
            count %= value
        return roman if form == "upperRoman" else roman.lower()
    if form in ("upperLetter", "lowerLetter") and count > 0:
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form == "none":
        return ""
    return f"{count:02}" if form == "decimalZero" else str(count)


def _level(element: Any) -> tuple[int, _Level]:
    form = value_of(element, "numFmt") or "decimal"
    level = _Level(form, value_of(element, "lvlText"), _number(value_of(element, "start")))
    return _number(element.get(f"{DOCX}ilvl")), level


def _styles(styles: Any) -> dict[str, tuple[str, int]]:
    """The list and the depth in it that a style puts a paragraph in, also by the style that it is based on."""
    if styles is None:
        return {}
    found: dict[str, tuple[str, int]] = {}
    for style in styles.iter(f"{DOCX}style"):
        identifier = style.get(f"{DOCX}styleId", "")
        own = style.find(f"{DOCX}pPr/{DOCX}numPr")
        if own is not None:
            found[identifier] = value_of(own, "numId"), _number(value_of(own, "ilvl"))
    inherit(found, styles)
    return found


def _number(value: str | None, default: int = 0) -> int:
    return int(value) if value and value.isdecimal() and len(value) <= _MOST_DIGITS else default
