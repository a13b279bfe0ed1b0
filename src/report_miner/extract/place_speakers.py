"""Remembers where the persons live or work whom a text tells of: "anh Hà Văn Cương ở xã A … Anh Cương có 3 ha"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from report_miner.extract.place_phrases import Phrase
from report_miner.extract.place_words import UPPER
from report_miner.model import Place

_PERSON = re.compile(rf"(?<!\w)([ôÔ]ng|[bB]à|[aA]nh|[cC]hị)((?: [{UPPER}][^\W\d_]*)+)")
# A name of several words may be a person's with their place behind it: no sentence, and no quotation, between.
_LONGEST_GAP = 70
_APART = re.compile(r"[.;:!?\"”“]\s|[\"”“]")
_LOCAL = 3


class Speakers:
    """The places of the persons that a text has introduced so far, by what they are called after."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._places: dict[str, Place] = {}

    def note(self, start: int, end: int, phrases: Iterable[Phrase]) -> None:
        """Note the persons of a sentence behind whose names a place stands."""
        persons = [match for match in _PERSON.finditer(self._text, start, end) if match[2].count(" ") > 1]
        if not persons:
            return
        for phrase in phrases:
            last = next((match for match in reversed(persons) if match.end() <= phrase.start), None)
            known = phrase.rank >= _LOCAL and len(phrase.place.names) > 1
            if last is None or not known or phrase.start - last.end() > _LONGEST_GAP:
                continue
            if not _APART.search(self._text, last.end(), phrase.start):
                self._places.setdefault(_key(last), phrase.place)

    def told(self, start: int, end: int) -> Place | None:
        """Return the place of the first person of a sentence of whom the text has told it."""
        if not self._places:
            return None
        persons = _PERSON.finditer(self._text, start, end)
        return next((place for match in persons if (place := self._places.get(_key(match)))), None)


def _key(person: re.Match[str]) -> str:
    return f"{person[1].lower()} {person[2].split()[-1]}"
