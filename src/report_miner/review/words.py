"""Text made ready for searching, with and without accents, and places with all that they lie in."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from report_miner.extract.gazetteer import Gazetteer

_MARKS = re.compile("[\u0300-\u036f]+")
_WORD = re.compile(r"\w+")
_FENCE = "zzz"  # stands between the names of a place, so that a whole name can be asked for


@lru_cache(maxsize=65_536)
def plain(text: str) -> str:
    """Return the text in lower case without accents.

    >>> plain("Xã Đông Hòa")
    'xa dong hoa'
    """
    return _MARKS.sub("", unicodedata.normalize("NFD", text.lower())).replace("đ", "d")


def accented(text: str) -> str:
    """Return the text in lower case, as it is searched for where accents count."""
    return unicodedata.normalize("NFC", text.lower())


def query(text: str) -> str | None:
    """Return the full-text query for what a person typed: every word, those with accents exactly.

    >>> query("đạt chuan")
    'exact : "đạt" plain : "chuan" *'
    """
    words = _WORD.findall(accented(text))
    parts = [f'{"plain" if plain(word) == word else "exact"} : "{word}"' for word in words]
    return " ".join(parts) + " *" if parts else None


def place_query(place: str) -> str | None:
    """Return the full-text query for the figures of a place and of the places in it, named in whole."""
    words = _WORD.findall(plain(place.split(" < ")[0]))
    return f'place : "{_FENCE} {" ".join(words)} {_FENCE}"' if words else None


def fenced(names: list[str]) -> str:
    """Return the names of a place, outwards, as they are searched in."""
    return f"{_FENCE} " + "".join(f"{plain(name)} {_FENCE} " for name in names)


def names_around(place: str | None, code: str | None, gazetteer: Gazetteer) -> list[str]:
    """Return the names of a place and of all that it lies in, those of the gazetteer too."""
    names = place.split(" < ") if place else []
    unit = gazetteer.units.get(code) if code else None
    above = [unit, *gazetteer.ancestors(unit)] if unit else []
    return list(dict.fromkeys([*names, *(each.full_name for each in above)]))
