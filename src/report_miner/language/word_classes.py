"""The part of speech of the first and of the last word of a phrase, by a table of words.

A dictionary instead of a tagger: phrases are judged by the thousand, and only their ends matter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

_LONGEST_WORD = 4  # syllables
_SIGNS = ",.;:\"'"


class Word(NamedTuple):
    """A word in lower case, empty where the table does not know it, and its part of speech.

    Parts are those of patterns/words.csv, "name" for an unknown word with a capital, "digit", "other" and "none".
    """

    text: str
    part: str


NO_WORD = Word("", "none")


class WordClasses:
    """Looks up the ends of phrases in a table: word (syllables parted by a space) → part of speech."""

    def __init__(self, parts: Mapping[str, str]) -> None:
        self._parts = parts

    def first(self, phrase: str) -> Word:
        """The longest known word that a phrase begins with."""
        syllables = phrase.split(maxsplit=_LONGEST_WORD)[:_LONGEST_WORD]
        return self._known([syllables[:length] for length in range(len(syllables), 0, -1)])

    def last(self, phrase: str) -> Word:
        """The longest known word that a phrase ends with."""
        syllables = phrase.rsplit(maxsplit=_LONGEST_WORD)[-_LONGEST_WORD:]
        return self._known([syllables[-length:] for length in range(len(syllables), 0, -1)])

    def _known(self, choices: Sequence[Sequence[str]]) -> Word:
        for syllables in choices:
            word = " ".join(syllables).strip(_SIGNS).lower()
            if part := self._parts.get(word):
                return Word(word, part)
        if not choices:
            return NO_WORD
        sign = choices[-1][0][0]
        return Word("", "name" if sign.isupper() else "digit" if sign.isdigit() else "other")
