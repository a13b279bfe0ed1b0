"""Sentences of report prose: underthesea's splitter, repaired where it is wrong.

underthesea splits running prose well, but it parts a closing quotation mark from its sentence, stops at "./." and at
abbreviations of titles and place types, and misses a full stop glued to the next word and the end of a forecast at
its degrees. Rules mend these five.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple, Protocol

from report_miner.clean.alphabet import LOWER, UPPER
from report_miner.clean.shadow import Shadow
from report_miner.model import Document

# A stretch longer than this without a full stop is no sentence; it is cut at a space so that work stays bounded.
LONGEST = 20_000

# A full stop glued to the next word, and degrees, after which a forecast goes on without one. All begin with one of
# few characters, so that a search skips the rest.
_GLUED = re.compile(
    rf"[.?!…C](?:(?<=[{LOWER}0-9%)”\"][.?!…])(?=[{UPPER}][{LOWER}])"
    rf"|(?:(?:(?<=\d[o°º]C)|(?<=\d[ ][o°º]C))\.?|(?<=\bđộ C)\.)(?=[ ]?[{UPPER}][{LOWER}]))"
)
_DEGREES = re.compile(r"(?:[o°º]|độ )C\.?$")
_OPEN_END = re.compile(
    r"(?:\b(?:TP|Tp|TX|TT|Tx|Tt|P|Q|H|X|GS|PGS|TS|ThS|Th\.S|BS|KS|Ths|CN|LS|Ô|St|Mr|Mrs|Dr|tr|vs|No|cf)|"
    rf"(?<![{LOWER}{UPPER}0-9%])[{UPPER}])\.$"
)
_STOP = re.compile(r"[.?!]+(?=([ \t]*)(.?))", re.DOTALL)
# No abbreviation that underthesea knows is longer.
_LONGEST_WORD = 24
_INK = re.compile(r"\S")
_NOT_A_START = frozenset("/\"')].,;:…")


class SentenceTokenizer(Protocol):
    """Splits a text into its sentences, in order and unchanged."""

    def __call__(self, text: str) -> list[str]:
        """Return the sentences of `text`."""
        ...


class Sentence(NamedTuple):
    """A sentence as a half-open range of the shadow, and the index of the block that it stands in."""

    start: int
    end: int
    block: int


@cache
def _underthesea() -> SentenceTokenizer:
    from underthesea import sent_tokenize

    tokenizer: SentenceTokenizer = sent_tokenize
    return tokenizer


def split_sentences(document: Document, shadow: Shadow) -> list[Sentence]:
    """Return the sentences of every block of the document, in order; ranges are offsets into `shadow.text`."""
    return [
        Sentence(start, end, index)
        for index, block in enumerate(document.blocks)
        for start, end in _sentences(shadow.text, shadow.position(block.start), shadow.position(block.end))
    ]


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences of `text[start:end]`, a block."""
    first: int | None = None
    last = start
    for piece_start, piece_end in _pieces(text, start, end):
        if first is None:
            first = piece_start
        elif not (text[piece_start] in _NOT_A_START or _is_open(text, first, last)):
            yield first, last
            first = piece_start
        last = piece_end
    if first is not None:
        yield first, last


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield underthesea's sentences as ranges, parted at glued full stops and at `LONGEST`."""
    for part_start, part_end in _bounded(text, start, end):
        for piece, last in _parts(text, part_start, part_end):
            for stop in _GLUED.finditer(text, piece, last):
                if not _is_open(text, piece, stop.end()):
                    yield piece, stop.end()
                    piece = stop.end() + (text[stop.end()] == " ")
            yield piece, last


def _is_open(text: str, start: int, end: int) -> bool:
    """Whether the full stop at the end of `text[start:end]` is that of an abbreviation, so that more follows."""
    start = max(start, end - 8)
    return bool(_OPEN_END.search(text, start, end)) and not _DEGREES.search(text, start, end)


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences that underthesea finds in `text[start:end]`, without white space around them.

    It judges by the word before a full stop and by what follows; it reads every character one by one, so it is shown
    no more than these.
    """
    floor = start
    for stop in _STOP.finditer(text, start, end):
        word = text[max(floor, stop.start() - _LONGEST_WORD) : stop.start()]
        word = word.split()[-1] if word and not word[-1].isspace() else ""
        gap, after = stop.groups()
        if not gap and after.islower():  # "tấn.km"
            continue
        following = "0" if after.isdigit() and not gap else " X" if after.isupper() else " x"
        if _ends_sentence(word, stop.group(), following):
            yield from _inked(text, start, stop.end())
            start = stop.end()
    yield from _inked(text, start, end)


def _inked(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if ink := _INK.search(text, start, end):
        yield ink.start(), ink.start() + len(text[ink.start() : end].rstrip())


@lru_cache(maxsize=65_536)
def _ends_sentence(word: str, stop: str, following: str) -> bool:
    *before, last = _underthesea()(word + stop + following)
    return bool(before) and last == following.strip()


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        space = text.rfind(" ", start, start + LONGEST)
        cut = space + 1 if space > start else start + LONGEST
        yield start, cut
        start = cut
    yield start, end
