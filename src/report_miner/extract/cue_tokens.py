"""The cue words, numbers and punctuation marks of a sentence, in order, from one compiled scan."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from report_miner.extract.word_trie import any_of
from report_miner.extract.words_around import WordsAround
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
    """A cue word, number or mark: its range in the text and what it is."""

    start: int
    end: int
    role: CueRole | Mark


BOUNDS = frozenset({CueRole.ABOVE, CueRole.AT_LEAST, CueRole.BELOW, CueRole.AT_MOST, CueRole.ABOUT})

_MARKS = {mark.value: mark for mark in (Mark.COMMA, Mark.SEMICOLON, Mark.COLON, Mark.OPEN, Mark.CLOSE)}
# How far, in characters, the name of a share may reach.
_SHARE = 40
_YEARS = [r"1(?<!\d.)9\d\d(?!\d)", r"2(?<!\d.)0\d\d(?!\d)"]


class CueScanner:
    """Finds the cue words of patterns/cues.yaml; of forms that begin at the same place the longest wins."""

    def __init__(self, patterns: Patterns) -> None:
        roles = {form: cue.role for cue in patterns.cues.cues for form in cue.forms}
        words = any_of((form for form in roles if form[-1].isalnum()), space=r"\s+")
        signs = "".join(re.escape(form) for form in roles if not form[-1].isalnum())
        # The characters within a word are passed over by what stands before the words.
        self._scan = re.compile("|".join([rf"(?<!\w){words}(?!\w)", f"[{signs};:()]", r",(?!\d)", *_YEARS]))
        self._roles: dict[str, CueRole | Mark] = roles | _MARKS

    def scan(self, lower: str, start: int, end: int) -> list[Token]:
        """Return the cue words, marks and years of `lower[start:end]`."""
        roles = self._roles
        return [
            Token(*match.span(), roles.get(match.group()) or self._role(match.group()))
            for match in self._scan.finditer(lower, start, end)
        ]

    def _role(self, text: str) -> CueRole | Mark:
        """The role of a year, or of a cue whose words stand further apart than by one space."""
        return Mark.YEAR if text[0].isdigit() else self._roles[" ".join(text.split())]


def with_numbers(tokens: Sequence[Token], numbers: Sequence[tuple[int, int]]) -> list[Token]:
    """Return `tokens` with the `numbers` (ranges in order) among them, without the tokens inside a number."""
    merged: list[Token] = []
    pending = 0
    for token in tokens:
        while pending < len(numbers) and numbers[pending][0] <= token.start:
            merged.append(Token(*numbers[pending], Mark.NUMBER))
            pending += 1
        if not pending or token.start >= numbers[pending - 1][1]:
            merged.append(token)
    merged.extend(Token(start, end, Mark.NUMBER) for start, end in numbers[pending:])
    return merged


def following(tokens: Sequence[Token], position: int) -> Iterator[Token]:
    """The tokens after a position, nearest first, without a copy: sentences can be very long."""
    return (tokens[i] for i in range(position + 1, len(tokens)))


def preceding(tokens: Sequence[Token], position: int) -> Iterator[Token]:
    """The tokens before a position, nearest first."""
    return (tokens[i] for i in range(position - 1, -1, -1))


def joined(text: str) -> bool:
    """Whether nothing but spaces and quotation marks stands between two tokens."""
    return not text.strip(" \"'\n")


def rises_or_falls_to(tokens: Sequence[Token], position: int) -> bool:
    """Whether "lên", "xuống" or the like follows the number before the next one."""
    for token in following(tokens, position):
        if token.role in (Mark.NUMBER, Mark.SEMICOLON, CueRole.OR_MORE, CueRole.OR_LESS):
            return False
        if token.role is CueRole.LEVEL:
            return True
    return False


def is_percent(lower: str, number: Token) -> bool:
    """Whether a number is a percentage, its sign inside it or right behind."""
    return "%" in lower[number.start : number.end + 2]


def is_passed(around: WordsAround, exceed: Token, number: Token) -> bool:
    """Whether the number is what a share exceeds: "có tỷ lệ vượt 5%", but not "có tỷ lệ vượt 5% kế hoạch"."""
    share = around.before("own_share", exceed.start, _SHARE)
    return share is not None and around.after("of_plan", number.end) is None


def without_bounds(lower: str, between: Sequence[Token], end: int) -> int:
    """Where the words before a number at `end` end, without the bounds right before it ("hơn", "gần")."""
    for token in reversed(between):
        if token.role not in BOUNDS or not joined(lower[token.end : end]):
            break
        end = token.start
    return end
