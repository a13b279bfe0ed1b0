"""The cue words, numbers and punctuation marks of a sentence, in order, from one compiled scan."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from report_miner.patterns import CueRole, Patterns


class Mark(StrEnum):
    """What a token is when it is no cue word."""

    NUMBER = "number"
    YEAR = "year"
    COMMA = ","
    SEMICOLON = ";"
    COLON = ":"
    OPEN = "("
    CLOSE = ")"


class Token(NamedTuple):
    """A cue word, number or mark: its range in the text and what it is; `index` counts the numbers from 0."""

    start: int
    end: int
    role: CueRole | Mark
    index: int = -1


BOUNDS = frozenset({CueRole.ABOVE, CueRole.AT_LEAST, CueRole.BELOW, CueRole.AT_MOST, CueRole.ABOUT})

_MARKS = {mark.value: mark for mark in (Mark.COMMA, Mark.SEMICOLON, Mark.COLON, Mark.OPEN, Mark.CLOSE)}
_Trie = dict[str, "_Trie"]


class CueScanner:
    """Finds the cue words of patterns/cues.yaml; of forms that begin at the same word the longest wins."""

    def __init__(self, patterns: Patterns) -> None:
        self._roles = {form: cue.role for cue in patterns.cues.cues for form in cue.forms}
        words = [form for form in self._roles if form[-1].isalnum()]
        signs = "".join(re.escape(form) for form in self._roles if not form[-1].isalnum())
        self._scan = re.compile(
            rf"\b(?:{_alternatives(words)})\b|[{signs};:()]|,(?!\d)|(?<!\d)(?:19|20)\d\d(?!\d)"
        )

    def tokens(
        self, lower: str, start: int, end: int, numbers: Sequence[tuple[int, int]] = ()
    ) -> list[Token]:
        """Return the tokens of `lower[start:end]` with its `numbers` (ranges in order) among them."""
        found: list[Token] = []
        pending = 0
        for match in self._scan.finditer(lower, start, end):
            at = match.start()
            while pending < len(numbers) and numbers[pending][0] <= at:
                found.append(Token(*numbers[pending], Mark.NUMBER, pending))
                pending += 1
            if pending and at < numbers[pending - 1][1]:
                continue
            found.append(Token(at, match.end(), self._role(match.group())))
        found.extend(Token(*numbers[i], Mark.NUMBER, i) for i in range(pending, len(numbers)))
        return found

    def _role(self, text: str) -> CueRole | Mark:
        if text in _MARKS:
            return _MARKS[text]
        if text[0].isdigit():
            return Mark.YEAR
        return self._roles.get(text) or self._roles[" ".join(text.split())]


def joined(text: str) -> bool:
    """Whether nothing but spaces and quotation marks stands between two tokens."""
    return not text.strip(" \"'\n")


def _alternatives(forms: Sequence[str]) -> str:
    """A regular expression for any of `forms`, factored by words, the longest first."""
    trie: _Trie = {}
    for form in forms:
        node = trie
        for word in form.split():
            node = node.setdefault(word, {})
        node[""] = {}
    return _branches(trie)


def _branches(node: _Trie) -> str:
    return "|".join(_branch(word, node[word]) for word in sorted(node, reverse=True) if word)


def _branch(word: str, node: _Trie) -> str:
    onward = _branches(node)
    if not onward:
        return re.escape(word)
    optional = "?" if "" in node else ""
    return rf"{re.escape(word)}(?:\s+(?:{onward})\b){optional}"
