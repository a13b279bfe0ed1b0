"""What the item model sees of a number and of the phrases that can name it: classes of words, lengths, positions.

It sees no words of a document but the linking words of patterns/items.yaml, so it does not learn a document's
vocabulary.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from report_miner.extract.candidates import SIDE_OF, Anchor, Memory
from report_miner.extract.context import Span
from report_miner.extract.word_trie import any_of, any_word
from report_miner.patterns import ItemWords

_RELATIONS = ("be", "have", "share", "with", "change", "level")
_SPAN_LENGTHS = (1, 3, 7, 13)
_PHRASE_LENGTHS = (1, 2, 4, 8, 13, 19)
_NAME_LENGTH = 6


@dataclass(frozen=True)
class Vocabulary:
    """The words of patterns/items.yaml that mark a phrase as a name of a quantity, or as none."""

    head: re.Pattern[str]
    measured: Mapping[str, str]
    predicate: re.Pattern[str]
    opener: re.Pattern[str]
    beginnings: Mapping[str, str]
    function: frozenset[str]

    @classmethod
    def of(cls, words: ItemWords) -> Vocabulary:
        """Compile the vocabulary."""
        measured = {head: name for name, heads in words.heads.items() for head in heads}
        return cls(
            head=re.compile(any_word(measured)),
            measured=measured,
            predicate=re.compile(any_word(words.predicates)),
            opener=re.compile(rf"{any_of(words.openers)}(?!\w)"),
            beginnings={word: name for name, forms in words.beginnings.items() for word in forms},
            function=frozenset(words.function),
        )

    def begins(self, text: str, span: Span) -> str:
        """The class of the first word of a stretch of text."""
        words = text[span[0] : span[1]].split(maxsplit=1)
        return self.beginnings.get(words[0].lower(), "word") if words else "-"


def shape_of(anchor: Anchor) -> str:
    """The form of the number, marked for a change and for a missing unit."""
    return anchor.form + ("+" if anchor.change else "") + ("" if anchor.unit_name else "0")


def number_features(
    text: str, anchor: Anchor, earlier: Sequence[tuple[Anchor, str]], memory: Memory, words: Vocabulary
) -> list[str]:
    """Return what the model knows of a number and its surroundings.

    Args:
        text: the shadow, with times and names of places blanked out.
        anchor: the number.
        earlier: the numbers before it in the sentence with their items.
        memory: what the text before the sentence hands on.
        words: the vocabulary.
    """
    around, links, form = anchor.around, anchor.around.links, anchor.form
    first, outer = (links[0], links[-1]) if links else ("-", "-")
    main = next((link for link in links if link in _RELATIONS), "-")
    shape = shape_of(anchor)
    near, wide, tail = (_length(text, span) for span in (around.near, around.wide, around.tail))
    relation = "-"
    if earlier:
        previous = earlier[-1][0]
        relation = "same" if previous.unit_name == anchor.unit_name else previous.form
        relation += "+" if previous.change else ""
    gap = "joined" if around.joined else "bracket" if around.bracketed else "open"
    order = "later" if earlier else "first"
    sides = f"{shape}|{main}|{near > 0}|{gap}"
    return [
        "bias",
        f"sides={sides}|{tail > 0}|{order}",
        f"sides={sides}|{order}",
        f"sides={sides}|{tail > 0}",
        f"shape={shape}",
        f"main={main}|{shape}",
        f"first={first}|{form}",
        f"outer={outer}|{near}",
        f"near={near}|{shape}",
        f"tail={tail}|{shape}",
        f"near={near}|tail={tail}|{form}",
        f"gap={gap}|near={near}",
        f"gap={gap}|{shape}|{relation}",
        f"relation={relation}|near={near}|{main}",
        f"relation={relation}|tail={tail}|{form}",
        f"main={main}|near={near}|tail={tail}",
        f"wide={wide}|near={near}",
        f"head={around.head != around.near}|{near}|{form}",
        f"subject={_length(text, around.subject)}|wide={wide}",
        f"lead={_length(text, around.lead)}|near={near}",
        f"tail={tail}|clause={_length(text, around.clause)}|{form}",
        f"tail begins={words.begins(text, around.tail)}|{form}|near={near}",
        f"clause begins={words.begins(text, around.clause)}|{form}|{main}",
        f"named={_is_name(text[around.near[0] : around.near[1]])}|{main}|{relation}",
        f"word={around.word}|{form}|near={near}",
        f"word={around.word}|tail={tail}",
        f"left={around.left}|near={near}|{form}",
        f"right={around.right}|{main}|{form}",
        f"left={around.left}|right={around.right}|{relation}",
        f"index={min(len(earlier), 2)}|{main}|{near}",
        f"known={anchor.unit_name in memory.by_unit}|tail={tail}|{near}|{form}",
        f"heading={bool(memory.heading)}|{bool(memory.before)}|{near}|{tail}",
    ]


class Phrase(NamedTuple):
    """A candidate phrase as the model sees it, whatever its source."""

    length: int
    heads: bool
    measured: str
    predicates: int
    marks: tuple[str, ...]

    @classmethod
    def of(cls, phrase: str, words: Vocabulary) -> Phrase:
        """Look at a phrase once."""
        lower = phrase.lower()
        tokens = lower.split()
        found = words.head.search(lower)
        return cls(
            length=bisect_right(_PHRASE_LENGTHS, len(tokens)),
            heads=found is not None and found.start() == 0,
            measured=words.measured[found.group()] if found else "-",
            predicates=min(3, len(words.predicate.findall(lower))),
            marks=(
                f"named={_is_name(phrase)}",
                f"opener={words.opener.match(lower) is not None}",
                f"comma={',' in phrase}",
                f"begins={words.beginnings.get(tokens[0], '-')}",
                f"ends={words.beginnings.get(tokens[-1], '-')}",
                f"digit={any(map(str.isdigit, phrase))}",
                f"repeats={len(set(tokens)) < 0.8 * len(tokens)}",
            ),
        )


def phrase_features(source: str, phrase: Phrase, shape: str) -> list[str]:
    """Return what the model knows of a candidate: the phrase and where it was taken from."""
    side = SIDE_OF[source]
    form = shape.rstrip("+0")
    return [
        source,
        f"{source}|{shape}",
        f"{source}|{phrase.length}",
        f"{source}|predicates={phrase.predicates}",
        f"length={phrase.length}",
        f"heads={phrase.heads}|{side}",
        f"measured={phrase.measured}|{phrase.heads}|{form}",
        f"measured={phrase.measured}|{phrase.heads}|{shape}|{side}",
        f"predicates={phrase.predicates}",
        f"{phrase.length}|{phrase.heads}|{phrase.predicates}",
        *[f"{mark}|{side}" for mark in phrase.marks],
    ]


def _is_name(phrase: str) -> bool:
    """Whether the phrase is a proper name: its words begin with capitals."""
    words = phrase.replace("-", " ").replace(".", " ").split()[:_NAME_LENGTH]
    return bool(words) and all(word[0].isupper() or word[0].isdigit() for word in words)


def _length(text: str, span: Span) -> int:
    """How long a stretch of text is, in steps."""
    return bisect_right(_SPAN_LENGTHS, len(text[span[0] : span[1]].split()))
