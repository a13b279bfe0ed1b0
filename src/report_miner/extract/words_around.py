"""What stands around the positions of a text, as the patterns of a file of patterns/ see it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from report_miner.patterns import Regexes


class WordsAround:
    """Asks named patterns for the words before and behind positions of one text.

    Args:
        text: the text.
        patterns: what to ask for, by name; the `side` of each says which question it answers.
    """

    def __init__(self, text: str, patterns: Regexes) -> None:
        self._text = text
        self._patterns = patterns

    def before(self, name: str, position: int, reach: int) -> re.Match[str] | None:
        """The match in the words right before `position`, which may begin as far back as `reach`."""
        return self._patterns[name].search(self._text, max(0, position - reach), position)

    def after(self, name: str, position: int, end: int = sys.maxsize) -> re.Match[str] | None:
        """The match that begins at `position` and goes on to `end` at most."""
        return self._patterns[name].match(self._text, position, end)

    def within(self, name: str, start: int, end: int) -> re.Match[str] | None:
        """The first match in the stretch `start:end`."""
        return self._patterns[name].search(self._text, start, end)

    def every(self, name: str) -> Iterator[re.Match[str]]:
        """All matches in the text, in order."""
        return self._patterns[name].finditer(self._text)
