"""Text made ready for searching, with and without accents, and places with all that they lie in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from report_miner.clean.syllables import plain
from report_miner.extract.gazetteer import Gazetteer

_WORD = re.compile(r"\w+")
_LONGEST = 500  # letters of a word that PostgreSQL searches for
_FENCE = "zzz"  # stands between the names of a place, so that a whole name can be asked for


def accented(text: str) -> str:
    """Return the text in lower case, as it is searched for where accents count."""
    return unicodedata.normalize("NFC", text.lower())


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand one after the other in a column of `lens_words`; the last one may go on if it is `begun`."""

    column: str
    words: tuple[str, ...]
    begun: bool = False


def terms(text: str) -> list[Term]:
    """Return what a person's words ask for: every word, those with accents exactly; the last may be unfinished.

    >>> [(term.column, term.words, term.begun) for term in terms("đạt chuan")]
    [('exact', ('đạt',), False), ('plain', ('chuan',), True)]
    """
    words = _WORD.findall(accented(text))
    last = len(words) - 1
    return [
        Term("plain" if plain(word) == word else "exact", (word,), index == last) for index, word in enumerate(words)
    ]


def place_terms(place: str) -> list[Term]:
    """Return what asks for the figures of a place and of the places in it, named in whole."""
    words = _WORD.findall(plain(place.split(" < ")[0]))
    return [Term("place", (_FENCE, *words, _FENCE))] if words else []


def fts5(wanted: Iterable[Term]) -> str:
    """Return the full-text query of SQLite.

    >>> fts5(terms("đạt chuan"))
    '(exact : "đạt") AND (plain : "chuan" *)'
    """
    return " AND ".join(f'({each.column} : "{" ".join(each.words)}"{" *" * each.begun})' for each in wanted)


def tsquery(term: Term) -> str:
    """Return the full-text query of PostgreSQL for a term, to be asked of its column.

    >>> tsquery(Term("plain", ("xa", "dong"), True))
    "'xa' <-> 'dong':*"
    """
    return " <-> ".join(f"'{word}'" for word in term.words) + ":*" * term.begun


def tsvector(text: str) -> str:
    """Return the words of a text with their places, as PostgreSQL searches in them.

    >>> tsvector("xã Đông, xã Tây")
    "'xã':1 'Đông':2 'xã':3 'Tây':4"
    """
    words = (word[:_LONGEST] for word in _WORD.findall(text))
    return " ".join(f"'{word}':{place}" for place, word in enumerate(words, start=1))


def fenced(names: list[str]) -> str:
    """Return the names of a place, outwards, as they are searched in."""
    return f"{_FENCE} " + "".join(f"{plain(name)} {_FENCE} " for name in names)


def names_around(place: str | None, code: str | None, gazetteer: Gazetteer) -> list[str]:
    """Return the names of a place and of all that it lies in, those of the gazetteer too."""
    names = place.split(" < ") if place else []
    unit = gazetteer.units.get(code) if code else None
    above = [unit, *gazetteer.ancestors(unit)] if unit else []
    return list(dict.fromkeys([*names, *(each.full_name for each in above)]))
