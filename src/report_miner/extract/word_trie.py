"""Regular expressions for one of many words, in which shared beginnings stand once.

A plain alternation is tried word by word at every position; here the first character decides. Of words that begin at
the same place the longest is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set


class _Trie(dict[str, "_Trie"]):
    """Words by their characters; the key "" marks the end of a word."""


def any_of(words: Iterable[str], *, space: str = " ") -> str:
    """Return a pattern for one of the words, wherever it stands; `space` is what a space in a word stands for."""
    return _onward(_trie(words), space)


def any_word(words: Iterable[str]) -> str:
    """Return a pattern for one of the words, standing by itself."""
    return f"(?:{'|'.join(word_patterns(words)) or '(?!)'})"


class Finder:
    """Finds words that stand by themselves and are no part of a longer word: "vụ", but not in "dịch vụ"."""

    def __init__(self, words: Set[str], longer: Iterable[str]) -> None:
        self._words = words
        self._pattern = re.compile(any_word({*words, *longer}))

    def finditer(self, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """Yield them from left to right."""
        return (match for match in self._pattern.finditer(text, start, end) if match.group() in self._words)

    def search(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """The first of them."""
        return next(self.finditer(text, start, end), None)


def word_patterns(words: Iterable[str]) -> list[str]:
    """Return one pattern for each first character, so that a search skips whatever begins no word.

    Each word begins and ends with a letter or digit.
    """
    trie = _trie(words)
    return [rf"{re.escape(first)}(?<!\w.){_onward(trie[first], ' ')}(?!\w)" for first in sorted(trie)]


def _trie(words: Iterable[str]) -> _Trie:
    trie = _Trie()
    for word in words:
        node = trie
        for character in word:
            node = node.setdefault(character, _Trie())
        node[""] = _Trie()
    return trie


def _onward(node: _Trie, space: str) -> str:
    branches = [
        (space if character == " " else re.escape(character)) + _onward(node[character], space)
        for character in sorted(filter(None, node))
    ]
    if "" in node:
        branches.append("")
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
