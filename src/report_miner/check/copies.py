"""Which documents print the same text: an agency's report in ten papers, cut here and edited there.

Texts are compared by the runs of three words that they share (Jaccard: those that both have of those that either
has), estimated by MinHash and searched by locality-sensitive hashing, so that time and memory grow with the number of
documents alone. Numbers count as words: a copy with a few changed numbers is a copy still, while two bulletins that
share the form and differ in every number are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

ALIKE = 0.45
"""How much of their runs of words two copies share.

Among 2,000 news articles two papers that print one announcement stand at 0.57; bulletins on the weather of different
days reach 0.38, two reports of one event 0.33. A copy that lost every third sentence keeps 0.67.
"""

_SHORTEST = 30  # runs: less text than that says nothing of where it comes from
_LONGEST = 300_000  # characters: what stands behind them changes nothing
_TWIN = 0.9  # so alike that whoever is like the one is like the other
_PERMUTATIONS, _BANDS = 160, 40  # bands of four: a pair at 0.5 is found 92 times of 100, one at 0.6 nearly always
_SEED = 20_250_701
_WORD = re.compile(r"\w+(?:[.,]\w+)*")


def find_copies(texts: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the documents that have copies, each with the name of the first of its group.

    What is like a copy of a document belongs to its group, too.

    Args:
        texts: the names and texts of any number of documents; one text is held at a time, and about four kilobytes
            of each that was seen.
    """
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(ALIKE, _PERMUTATIONS, _BANDS)
    seen: list[tuple[str, RMinHash]] = []
    first: dict[str, str] = {}
    for name, text in texts:
        runs = _runs(text)
        if len(runs) < _SHORTEST:
            continue
        sketch = RMinHash(_PERMUTATIONS, _SEED)
        sketch.update(runs)
        alike = {number: sketch.jaccard(seen[number][1]) for number in index.query(sketch)}
        for number, share in alike.items():
            if share >= ALIKE:
                _join(first, name, seen[number][0])
        if max(alike.values(), default=0.0) < _TWIN:  # a thousand prints of one text are searched as one
            index.insert(len(seen), sketch)
            seen.append((name, sketch))
    return {name: _first(first, name) for name in sorted(first)}


def _runs(text: str) -> list[str]:
    words = _WORD.findall(text[:_LONGEST].lower())
    return list({f"{one} {two} {three}" for one, two, three in zip(words, words[1:], words[2:], strict=False)})


def _first(first: Mapping[str, str], name: str) -> str:
    while first.get(name, name) != name:
        name = first[name]
    return name


def _join(first: dict[str, str], name: str, other: str) -> None:
    ends = sorted(_first(first, each) for each in (name, other))
    first |= dict.fromkeys(ends, ends[0])
