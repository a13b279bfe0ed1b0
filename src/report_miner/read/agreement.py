"""Whether a document and the register say the same of it, and which of the two says more."""

from __future__ import annotations

import re
from collections.abc import Mapping

from report_miner.clean.shadow import shadow_of
from report_miner.patterns import Patterns, PlaceWords

_LEVELS = re.compile(r"\s*(?:[<,;]|\s[-–—]\s)\s*")
_SIGLUM = re.compile(r"[A-ZĐ]{2,8}(?:\.[A-ZĐ]{2})?")
_ONLINE = re.compile("(?:O|ĐT)$")
"""What the siglum of a paper adds to its initials: online, điện tử."""


def fuller(name: str, text: str, register: str, patterns: Patterns) -> str | None:
    """Return what says more where document and register agree, the document where both say as much; None elsewhere.

    Args:
        name: which field of a document it is.
        text: what the document states.
        register: what the register knows.
        patterns: know abbreviations and types of places.
    """
    if _plain(text, patterns.abbreviations) == _plain(register, patterns.abbreviations):
        return text
    if name == "publisher" and _is_siglum(text, register):
        return register
    return _finer(text, register, patterns.place_words) if name == "place" else None


def _plain(text: str, abbreviations: Mapping[str, str]) -> str:
    """`text` for comparison: abbreviations written out, in small letters, one space between the words."""
    words = " ".join(abbreviations.get(word, word) for word in text.split())
    return " ".join(shadow_of(words).lower.split())


def _is_siglum(text: str, name: str) -> bool:
    """Whether `text` is how a paper signs: initials of its name, in their order ("BĐ", "BĐO" for Báo Bình Định)."""
    if not _SIGLUM.fullmatch(text):
        return False
    initials = iter(word[0].upper() for word in name.split())
    return all(letter in initials for letter in _ONLINE.sub("", text) or text)


def _finer(text: str, register: str, words: PlaceWords) -> str | None:
    """The place with more levels, where those of the other are among them in order; both, one above the other.

    A register that only knows "tỉnh C" of a text from "xã A" says where that commune is.
    """
    stated, known = (_LEVELS.split(" ".join(shadow_of(place).lower.split())) for place in (text, register))
    if _is_part(stated, known):
        return register
    if _is_part(known, stated):
        return text
    lower, upper = ([_rank(level, words) for level in levels] for levels in (stated, known))
    return f"{text} < {register}" if -1 not in (*lower, *upper) and max(lower) < min(upper) else None


def _is_part(few: list[str], many: list[str]) -> bool:
    levels = iter(many)
    return len(few) < len(many) and all(level in levels for level in few)


def _rank(level: str, words: PlaceWords) -> int:
    """How high a unit stands, by the type before its name; -1 without one."""
    ranks = (kind.rank for form, kind in words.type_of.items() if level.startswith((f"{form} ", f"{form}. ")))
    return next(ranks, -1)
