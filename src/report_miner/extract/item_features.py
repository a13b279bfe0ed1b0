"""What the item model sees of a number and of the phrases that can name it: classes of words, lengths, positions.

Of the words of a document it sees those of patterns/items.yaml and patterns/words.csv, which hold no names.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from report_miner.extract.candidates import SIDE_OF, Anchor, Memory
from report_miner.extract.context import Span
from report_miner.extract.word_trie import any_of, any_word
from report_miner.language.word_classes import Word, WordClasses
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
    back_reference: re.Pattern[str]
    comparison: re.Pattern[str]
    bare_heads: frozenset[str]
    beginnings: Mapping[str, str]
    function: frozenset[str]
    classes: WordClasses

    @classmethod
    def of(cls, words: ItemWords, classes: WordClasses) -> Vocabulary:
        """Compile the vocabulary."""
        measured = {head: name for name, heads in words.heads.items() for head in heads}
        return cls(
            head=re.compile(any_word(measured)),
            measured=measured,
            predicate=re.compile(any_word(words.predicates)),
            opener=re.compile(rf"{any_of(words.openers)}(?!\w)"),
            back_reference=re.compile(any_word(words.back_references)),
            comparison=re.compile(any_word(words.comparisons)),
            bare_heads=frozenset(words.bare_heads),
            beginnings={word: name for name, forms in words.beginnings.items() for word in forms},
            function=frozenset(words.function),
            classes=classes,
        )

    def begins(self, text: str, span: Span) -> str:
        """The class of the first word of a stretch of text."""
        words = text[span[0] : span[1]].split(maxsplit=1)
        return self.beginnings.get(words[0].lower(), "word") if words else "-"

    def content(self, phrase: str) -> frozenset[str]:
        """The words of a phrase that name something."""
        return frozenset(phrase.lower().split()) - self.function


def shape_of(anchor: Anchor) -> str:
    """The form of the number, marked for a change and for a missing unit."""
    return anchor.form + ("+" if anchor.change else "") + ("" if anchor.unit_name else "0")


@dataclass(frozen=True)
class Scene:
    """A number with the phrases that can name it, as the item model sees them.

    text: the shadow, with times and names of places blanked out.
    anchor: the number.
    earlier: the numbers before it in the sentence with their items.
    memory: what the text before the sentence hands on.
    phrases: the candidates, by source.
    words: the vocabulary.
    """

    text: str
    anchor: Anchor
    earlier: Sequence[tuple[Anchor, str]]
    memory: Memory
    phrases: Mapping[str, str]
    words: Vocabulary

    def number_features(self) -> list[str]:
        """Return what the model knows of the number and its surroundings, whatever the candidate."""
        text, words = self.text, self.words
        around, links, form = self.anchor.around, self.anchor.around.links, self.anchor.form
        first, outer = (links[0], links[-1]) if links else ("-", "-")
        main = next((link for link in links if link in _RELATIONS), "-")
        shape = shape_of(self.anchor)
        near, wide, tail = (_length(text, span) for span in (around.near, around.wide, around.tail))
        relation = self._relation()
        gap = "joined" if around.joined else "bracket" if around.bracketed else "open"
        order = "later" if self.earlier else "first"
        sides = f"{shape}|{main}|{near > 0}|{gap}"
        known = self.anchor.unit_name in self.memory.by_unit
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
            f"word={around.word}|{form}",
            f"left={around.left}|near={near}|{form}",
            f"right={around.right}|{main}|{form}",
            f"left={around.left}|right={around.right}|{relation}",
            f"index={min(len(self.earlier), 2)}|{main}|{near}",
            f"known={known}|tail={tail}|{near}|{form}",
            f"heading={bool(self.memory.heading)}|{bool(self.memory.before)}|{near}|{tail}",
            f"unit={self.anchor.unit_name}",
            *self._word_features(shape),
        ]

    def _relation(self) -> str:
        """How the number before it in the sentence compares with this one."""
        if not self.earlier:
            return "-"
        previous = self.earlier[-1][0]
        same = previous.unit_name == self.anchor.unit_name
        return ("same" if same else previous.form) + ("+" if previous.change else "")

    def _word_features(self, shape: str) -> list[str]:
        """The words at the ends of the phrases on both sides."""
        words, form = self.words, self.anchor.form
        near, tail = self.phrases.get("near", ""), self.phrases.get("tail", "")
        lower = near.lower()
        first, last, after = words.classes.first(near), words.classes.last(near), words.classes.first(tail)
        comparison = words.comparison.search(lower)
        return [
            f"near from={first.part}|{shape}",
            f"near to={last.part}|{shape}",
            f"tail from={after.part}|{shape}",
            f"near from={first.part}|tail from={after.part}",
            f"near from={first.part}|{self._relation()}|{form}",
            f"near from word={first.text}",
            f"near to word={last.text}",
            f"tail from word={after.text}",
            f"near back={words.back_reference.search(lower) is not None}",
            f"near compares={comparison is not None}|{comparison is not None and comparison.start() == 0}|{form}",
            f"near bare={lower in words.bare_heads}|{bool(self.earlier)}|{form}",
        ]

    def candidate_features(self) -> Iterator[tuple[str, list[str]]]:
        """Yield each source with what the model knows of its phrase."""
        seen = {phrase: Phrase.of(phrase, self.words) for phrase in set(self.phrases.values())}
        shape = shape_of(self.anchor)
        near = self.phrases.get("near", "")
        begins = self.words.classes.first(near).part
        near_words = seen[near].content if near else frozenset()
        agreeing = {one: sum(agree(one.content, other.content) for other in seen.values()) for one in seen.values()}
        for source, phrase in self.phrases.items():
            view = seen[phrase]
            side = SIDE_OF[source]
            features = [
                *phrase_features(source, view, shape),
                *_fit_features(source, view, self._fit(view), self.anchor.form),
                f"agree={min(agreeing[view], 4)}|{side}",
                f"agree={min(agreeing[view], 4)}|{source}",
            ]
            if side == "inherited":
                features += [
                    f"from={self._form_of(source)}|{self.anchor.form}|{source}",
                    f"near from={begins}|{source}",
                    f"near from={begins}|inherited",
                    f"near shares={min(2, len(view.content & near_words))}|{source}",
                ]
            yield source, features

    def _form_of(self, source: str) -> str:
        """The form of the number that an inherited item was first said of."""
        if source not in ("previous", "first"):
            return "-"
        other = self.earlier[-1 if source == "previous" else 0][0]
        return other.form + ("+" if other.change else "")

    def _fit(self, view: Phrase) -> str:
        """Where a phrase holds the unit of the number."""
        unit = (self.anchor.unit_name or "").lower()
        if not unit:
            return "none"
        return "start" if view.lower.startswith(unit) else "in" if len(unit) > 1 and unit in view.lower else "no"


def agree(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two phrases share half of their content words."""
    return 4 * len(one & other) >= len(one) + len(other)


class Phrase(NamedTuple):
    """A candidate phrase as the model sees it, whatever its source."""

    lower: str
    content: frozenset[str]
    length: int
    heads: bool
    measured: str
    predicates: int
    first: Word
    last: Word
    marks: tuple[str, ...]

    @classmethod
    def of(cls, phrase: str, words: Vocabulary) -> Phrase:
        """Look at a phrase once."""
        lower = phrase.lower()
        tokens = lower.split()
        found = words.head.search(lower)
        comparison = words.comparison.search(lower)
        marks = [
            f"named={_is_name(phrase)}",
            f"opener={words.opener.match(lower) is not None}",
            f"comma={',' in phrase}",
            f"begins={words.beginnings.get(tokens[0], '-')}",
            f"ends={words.beginnings.get(tokens[-1], '-')}",
            f"digit={any(map(str.isdigit, phrase))}",
            f"repeats={len(set(tokens)) < 0.8 * len(tokens)}",
        ]
        if words.back_reference.search(lower):
            marks.append("points back")
        if comparison:
            marks.append("compares at once" if comparison.start() == 0 else "compares")
        if lower in words.bare_heads:
            marks.append("bare")
        return cls(
            lower=lower,
            content=words.content(phrase),
            length=bisect_right(_PHRASE_LENGTHS, len(tokens)),
            heads=found is not None and found.start() == 0,
            measured=words.measured[found.group()] if found else "-",
            predicates=min(3, len(words.predicate.findall(lower))),
            first=words.classes.first(phrase),
            last=words.classes.last(phrase),
            marks=tuple(marks),
        )


def phrase_features(source: str, phrase: Phrase, shape: str) -> list[str]:
    """Return what the model knows of a candidate: the phrase and where it was taken from."""
    side = SIDE_OF[source]
    form = shape.rstrip("+0")
    first, last = phrase.first, phrase.last
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
        f"from={first.part}|{side}",
        f"from={first.part}|{source}",
        f"from={first.part}|{form}|{source}",
        f"to={last.part}|{side}",
        f"to={last.part}|{source}",
        f"from word={first.text}|{side}",
        f"from word={first.text}|{form}",
        f"to word={last.text}|{side}",
    ]


def _fit_features(source: str, phrase: Phrase, fit: str, form: str) -> list[str]:
    side = SIDE_OF[source]
    return [f"fit={fit}|{side}", f"fit={fit}|{source}", f"fit={fit}|{form}|{side}|{phrase.length}"]


def _is_name(phrase: str) -> bool:
    """Whether the phrase is a proper name: its words begin with capitals."""
    words = phrase.replace("-", " ").replace(".", " ").split()[:_NAME_LENGTH]
    return bool(words) and all(word[0].isupper() or word[0].isdigit() for word in words)


def _length(text: str, span: Span) -> int:
    """How long a stretch of text is, in steps."""
    return bisect_right(_SPAN_LENGTHS, len(text[span[0] : span[1]].split()))
