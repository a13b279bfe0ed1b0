"""Persons of a text that bear the name of a country: "bầu Đức", where it is Đoàn Nguyên Đức that is spoken of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from report_miner.clean.alphabet import UPPER
from report_miner.extract.place_cues import PlaceCues
from report_miner.extract.place_words import PlaceMention, Sort
from report_miner.extract.word_trie import any_of
from report_miner.patterns import PlaceWords


class Namesakes:
    """Tells the countries of a text from the persons of the same name.

    Args:
        words: the names that both bear, and the surnames with which a person's begins.
        cues: what stands before a country.
    """

    def __init__(self, words: PlaceWords, cues: PlaceCues) -> None:
        self._cues = cues
        self._names = frozenset(words.countries_like_names)
        surnames, names = any_of(words.surnames), any_of(words.countries_like_names)
        self._full_name = re.compile(rf"(?<!\w){surnames}(?: [{UPPER}]\w+){{1,3}}? ({names})(?!\w)")

    def without_persons(self, text: str, mentions: Sequence[PlaceMention]) -> list[PlaceMention]:
        """Return the mentions that name no person whom the text names in full: "Tổng thống Nga" is none."""
        shared = {mention.name for mention in mentions if mention.sort == Sort.ABROAD} & self._names
        persons = {name[1] for name in self._full_name.finditer(text)} if shared else set()
        return [
            mention
            for mention in mentions
            if mention.sort != Sort.ABROAD
            or mention.name not in persons
            or self._cues.is_country(text, mention.start)
            or self._cues.is_located(text, mention.start)
        ]
