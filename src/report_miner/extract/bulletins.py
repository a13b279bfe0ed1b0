"""Bulletins of weather and water, announcements of works: which sentences tell what is to come, and from where on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from report_miner.extract.word_trie import any_word
from report_miner.language.sentences import Sentence
from report_miner.patterns import BulletinWords


class Bulletins:
    """Finds the sentences of bulletins of one sort, with its vocabulary of patterns/status.yaml."""

    def __init__(self, words: BulletinWords) -> None:
        self._openers = words.opens
        self._opens = re.compile(any_word(words.opens))
        self._about = re.compile(any_word(words.about))
        # "có lúc", "không có thiệt hại" tell nothing of what happened.
        self._observed = re.compile(rf"(?<!có ){any_word(words.observed)}")

    def find(self, lower: str, sentences: Sequence[Sentence]) -> frozenset[int]:
        """Return the positions of the sentences that tell what is to come.

        A sentence on the subject with an opening word begins a bulletin; one that tells what was observed ends it.
        """
        if not any(word in lower for word in self._openers):
            return frozenset()
        found = set()
        goes_on = False
        for index, sentence in enumerate(sentences):
            span = sentence.start, sentence.end
            if self._observed.search(lower, *span):
                goes_on = False
            elif self._about.search(lower, *span):
                goes_on = goes_on or self._opens.search(lower, *span) is not None
                if goes_on:
                    found.add(index)
        return frozenset(found)
