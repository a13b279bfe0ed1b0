"""What a table of words knows of a phrase: the parts of speech of its first and last word, and usual syllables.

A dictionary instead of a tagger: phrases are judged by the thousand, and only their ends matter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cache
from itertools import combinations
from typing import NamedTuple

from report_miner.patterns import Patterns

_LONGEST_WORD = 4  # syllables
_SIGNS = ",.;:\"'"


class Word(NamedTuple):
    """A word in lower case, empty where the table does not know it, and its part of speech.

    Parts are those of patterns/words.csv, "name" for an unknown word with a capital, "digit", "other" and "none".
    """

    text: str
    part: str


NO_WORD = Word("", "none")
_NAME, _DIGIT, _OTHER = (Word("", part) for part in ("name", "digit", "other"))


class WordClasses:
    """Looks up the ends of phrases in a table: word (syllables parted by a space) → part of speech.

    Only words of as many syllables are tried as the table has with that syllable at that end. `syllables` are all
    that its words are made of.
    """

    def __init__(self, parts: Mapping[str, str]) -> None:
        self._words = {word: Word(word, part) for word, part in parts.items() if part}
        self.syllables = frozenset(syllable for word in parts for syllable in word.split())
        self._beginning: dict[str, list[int]] = {}
        self._ending: dict[str, list[int]] = {}
        for length, word in sorted(((word.count(" ") + 1, word) for word in parts), reverse=True):
            for lengths, syllable in ((self._beginning, word.split(" ", 1)[0]), (self._ending, word.split(" ")[-1])):
                known = lengths.setdefault(syllable, [])
                if length not in known:
                    known.append(length)

    def first(self, phrase: str) -> Word:
        """The longest known word that a phrase begins with."""
        syllables = phrase.split(maxsplit=_LONGEST_WORD)[:_LONGEST_WORD]
        return self._first([*map(str.lower, syllables)]) or _unknown(syllables[0]) if syllables else NO_WORD

    def last(self, phrase: str) -> Word:
        """The longest known word that a phrase ends with."""
        syllables = phrase.rsplit(maxsplit=_LONGEST_WORD)[-_LONGEST_WORD:]
        return self._last([*map(str.lower, syllables)]) or _unknown(syllables[-1]) if syllables else NO_WORD

    def holding(self, words: Set[str]) -> Iterator[Word]:
        """Yield the words of the table that are longer than one of `words` and hold it."""
        for text, word in self._words.items():
            syllables = text.split()
            parts = (" ".join(syllables[start:end]) for start, end in combinations(range(len(syllables) + 1), 2))
            if text not in words and not words.isdisjoint(parts):
                yield word

    def ends(self, phrase: str, syllables: Sequence[str]) -> tuple[Word, Word]:
        """The first and the last word of a phrase of these syllables in lower case, at least one."""
        first, last = self._first(syllables), self._last(syllables)
        return first or _unknown(phrase.lstrip()), last or _unknown(phrase.rsplit(maxsplit=1)[-1])

    def _first(self, syllables: Sequence[str]) -> Word | None:
        for length in self._beginning.get(syllables[0].strip(_SIGNS), ()):
            if length <= len(syllables) and (word := self._words.get(" ".join(syllables[:length]).strip(_SIGNS))):
                return word
        return None

    def _last(self, syllables: Sequence[str]) -> Word | None:
        for length in self._ending.get(syllables[-1].strip(_SIGNS), ()):
            if length <= len(syllables) and (word := self._words.get(" ".join(syllables[-length:]).strip(_SIGNS))):
                return word
        return None


@cache
def word_classes(patterns: Patterns) -> WordClasses:
    """Return the table of patterns/words.csv, made ready once."""
    return WordClasses(patterns.words)


def _unknown(syllable: str) -> Word:
    sign = syllable[0]
    return _NAME if sign.isupper() else _DIGIT if sign.isdigit() else _OTHER
