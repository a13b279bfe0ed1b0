"""The marks that Word puts before the paragraphs of its lists: they are printed, but stand in no paragraph."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

DOCX = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
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
                self._lists[number] = _value(each, "abstractNumId")
                starts = each.iter(f"{DOCX}lvlOverride")
                self._restarts[number] = {
                    _number(start.get(f"{DOCX}ilvl")): _number(_value(start, "startOverride")) for start in starts
                }
        self._styles = _styles(styles)

    def mark(self, properties: Any, style: str) -> str:
        """Return what is printed before the next paragraph, which has these properties; empty outside of lists."""
        own = properties.find(f"{DOCX}numPr") if properties is not None else None
        number, depth = self._styles.get(style, ("", 0))
        if own is not None:
            number, depth = _value(own, "numId") or number, _number(_value(own, "ilvl"), depth)
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
    form = _value(element, "numFmt") or "decimal"
    level = _Level(form, _value(element, "lvlText"), _number(_value(element, "start")))
    return _number(element.get(f"{DOCX}ilvl")), level


def _styles(styles: Any) -> dict[str, tuple[str, int]]:
    """The list and the depth in it that a style puts a paragraph in, also by the style that it is based on."""
    found: dict[str, tuple[str, int]] = {}
    bases: dict[str, str] = {}
    for style in styles.iter(f"{DOCX}style") if styles is not None else ():
        identifier = style.get(f"{DOCX}styleId", "")
        bases[identifier] = _value(style, "basedOn")
        own = style.find(f"{DOCX}pPr/{DOCX}numPr")
        if own is not None:
            found[identifier] = _value(own, "numId"), _number(_value(own, "ilvl"))
    for identifier, base in bases.items():
        if identifier not in found and base in found:
            found[identifier] = found[base]
    return found


def _value(element: Any, tag: str) -> str:
    child = element.find(f"{DOCX}{tag}")
    return child.get(f"{DOCX}val", "") if child is not None else ""


def _number(value: str | None, default: int = 0) -> int:
    return int(value) if value and value.isdecimal() and len(value) <= _MOST_DIGITS else default
