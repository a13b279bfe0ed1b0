"""Where the text tells the number of a title again, with what the title leaves out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

_TELLINGS = 3  # how often a number is looked for again
_AGAIN = 20_000  # how far it is looked for
_WITH_ITS_NOUN = re.compile(r"\S+(?:\s(?:tỷ|tỉ|triệu|nghìn|ngàn|vạn))?\s[^\W\d_]+")


def told_again(lower: str, start: int, end: int, behind: int) -> Iterator[int]:
    """Where the text from `behind` on tells the number `start:end` again, with the same noun if it does.

    Args:
        lower: the lower-cased shadow.
        start: where the number begins.
        end: where it ends.
        behind: the end of its sentence.
    """
    noun = _WITH_ITS_NOUN.match(lower, start)
    words = [noun[0]] if noun and noun.end() > end else []
    for printed in (*words, lower[start:end]):
        alone = re.compile(rf"(?<![\w.,/-]){re.escape(printed)}(?![\w/-])")
        places = [again.start() for again in islice(alone.finditer(lower, behind, behind + _AGAIN), _TELLINGS)]
        if places:
            yield from places
            return
