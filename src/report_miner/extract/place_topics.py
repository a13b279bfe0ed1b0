"""Whether what a sentence says of a place is a passing word, or what the sentences after it go on about."""

from __future__ import annotations

import re

from report_miner.extract.place_phrases import Phrase
from report_miner.extract.place_words import Sort

# What a sentence so far from its start says of a place is not what the sentences after it go on about …
_FRONT = 60
# … nor what it says of one that is only named as an instance, or as the one in front: "Ít nhất là A, mới có 4 xã".
_INSTANCE = re.compile(r"(?:^|\s)(?:là|như|gồm|có)\s$")
_IN_FRONT = re.compile(
    r"\s(?:[^\W\d_]+\s){0,8}?(?<!thống )(?<!hợp )(?<!đồng )(?<!duy )(?<!thứ )(?<!bậc )nhất"
    r"(?!\w|\s(?:trí|quán|định|thiết|thể|\d))"
)
# In a document about this country another is told of where it opens a clause, and not in "báo cáo của Mỹ cho biết".
_OPENS = re.compile(r"(?:[,:;(\"“]\s*|^\W*)(?:(?:\w+\s)?(?:tại|ở|với|riêng|nước|thị trường)\s){0,2}$", re.IGNORECASE)


def goes_on(text: str, phrase: Phrase, begin: int, *, abroad: bool) -> bool:
    """Whether sentences after the one that begins at `begin` may be about a place that it names.

    `abroad` tells that the document is about a country abroad.
    """
    if phrase.start - begin >= _FRONT:
        return False
    lead_in = text[begin : phrase.start]
    if _INSTANCE.search(lead_in) or _IN_FRONT.match(text, phrase.end):
        return False
    return abroad or phrase.sort != Sort.ABROAD or _OPENS.search(lead_in) is not None
