"""What the item model sees of a number and of the phrases that can name it: classes of words, lengths, positions.

Of the words of a document it sees those of patterns/items.yaml and patterns/words.csv, which hold no names.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from report_miner.extract.candidates import SIDE_OF, Anchor, Memory
from report_miner.extract.context import Span
from report_miner.extract.word_trie import any_of, any_word
from report_miner.language.word_classes import NO_WORD, Word, WordClasses
from report_miner.patterns import ItemWords

_RELATIONS = ("be", "have", "share", "with", "change", "level")
_SPAN_LENGTHS = (1, 3, 7, 13)
_MARKS = ("named", "opener", "comma", "begins", "ends", "digit", "repeats")
_PHRASE_LENGTHS = (1, 2, 4, 8, 13, 19)
_NAME_LENGTH = 6
_LONGEST_PREDICATE = 16
_OF_THEME = frozenset(("theme", "near_theme", "unit_theme"))
# What is observed together: a name, and values of a few kinds each so that the weights of a group are summed once.
# A word stands by itself, as the feature that it is.
Group = tuple[Hashable, ...] | str
# Whether a phrase points back to an earlier one, compares with something, and names a quantity of nothing.
Points = tuple[bool, str, bool]
_POINTLESS: Points = (False, "no", False)


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


def shape_of(anchor: Anchor) -> str:
    """The form of the number, marked for a change and for a missing unit."""
    return anchor.form + ("+" if anchor.change else "") + ("" if anchor.unit_name else "0")


class Scene(NamedTuple):
    """A number with the phrases that can name it, as the item model sees them.

    text: the shadow, with times and names of places blanked out.
    anchor: the number.
    earlier: the numbers before it in the sentence with their items.
    memory: what the text before the sentence hands on.
    phrases: the candidates, by source.
    views: each different phrase as the model sees it.
    agreeing: for each different phrase, those that share half of the content words with it, itself included.
    words: the vocabulary.
    """

    text: str
    anchor: Anchor
    earlier: Sequence[tuple[Anchor, str]]
    memory: Memory
    phrases: Mapping[str, str]
    views: Mapping[str, Phrase]
    agreeing: Mapping[str, Sequence[str]]
    words: Vocabulary

    def number_groups(self) -> list[Group]:
        """Return what the model knows of the number and its surroundings, whatever the candidate."""
        text, words = self.text, self.words
        around, links, form = self.anchor.around, self.anchor.around.links, self.anchor.form
        inner, outer = (links[0], links[-1]) if links else ("-", "-")
        main = next((link for link in links if link in _RELATIONS), "-")
        shape = shape_of(self.anchor)
        near, wide, tail = (_length(text, span) for span in (around.near, around.wide, around.tail))
        relation, later = self._relation(), bool(self.earlier)
        gap = "joined" if around.joined else "bracket" if around.bracketed else "open"
        first, last, points = self._ends("near")
        after, _, _ = self._ends("tail")
        return [
            ("sides", shape, main, near > 0, gap, tail > 0, "later" if later else "first"),
            ("lengths", shape, form, near, tail, inner, outer),
            ("gap", shape, gap, near, relation, main),
            ("spans", form, near, tail, wide, main, relation),
            ("cuts", form, near, around.head != around.near, _length(text, around.subject), wide),
            ("around", near, _length(text, around.lead), tail, _length(text, around.clause), form),
            ("begins", form, near, main, words.begins(text, around.tail), words.begins(text, around.clause)),
            ("named", _is_name(text[around.near[0] : around.near[1]]), main, relation),
            ("word", around.word, form, near, tail),
            ("marks", around.left, around.right, near, form, main, relation),
            ("index", min(len(self.earlier), 2), main, near),
            ("known", self.anchor.unit_name in self.memory.by_unit, tail, near, form),
            ("heading", bool(self.memory.heading), bool(self.memory.before), near, tail),
            ("near ends", shape, form, first.part, last.part, after.part, relation),
            f"near from word={first.text}",
            f"near to word={last.text}",
            f"tail from word={after.text}",
            ("near says", *points, later, form),
        ]

    def _ends(self, source: str) -> tuple[Word, Word, Points]:
        """The first and the last word of a phrase, and where it points."""
        if source not in self.phrases:
            return NO_WORD, NO_WORD, _POINTLESS
        view = self.views[self.phrases[source]]
        return view.first, view.last, view.points

    def _relation(self) -> str:
        """How the number before it in the sentence compares with this one."""
        if not self.earlier:
            return "-"
        previous = self.earlier[-1][0]
        same = previous.unit_name == self.anchor.unit_name
        return ("same" if same else previous.form) + ("+" if previous.change else "")

    def candidate_groups(self) -> Iterator[tuple[str, list[Group]]]:
        """Yield each source with what the model knows of its phrase there, beyond the groups of the phrase itself."""
        shape, form = shape_of(self.anchor), self.anchor.form
        unit = (self.anchor.unit_name or "").lower()
        views = self.views
        near = self.phrases.get("near")
        begins = views[near].first.part if near else NO_WORD.part
        near_words = views[near].content if near else frozenset()
        fits = {phrase: _fit(unit, view.lower) for phrase, view in views.items()}
        counts = {phrase: min(len(alike), 4) for phrase, alike in self.agreeing.items()}
        theme = views.get(self.phrases.get("theme", ""))
        for source, phrase in self.phrases.items():
            _, content, length, heads, measured, predicates, first, last, *_ = views[phrase]
            groups: list[Group] = [
                ("phrase", source, shape, form, length, heads, measured, predicates),
                ("ends", source, form, first.part, last.part),
                f"from word={first.text}|{form}",
                ("fit", source, form, fits[phrase], length),
                ("agree", source, counts[phrase]),
            ]
            if theme and source in _OF_THEME:
                groups += self._theme_groups(source, theme, alone=not near_words)
            if SIDE_OF[source] == "inherited":
                shared = min(2, len(content & near_words))
                groups.append(("inherited", source, form, self._form_of(source), begins, shared))
            yield source, groups

    def _theme_groups(self, source: str, theme: Phrase, *, alone: bool) -> list[Group]:
        """What the model knows of the theme of the clause; `alone`: nothing else stands before the number."""
        form, index = self.anchor.form, min(len(self.earlier), 3)
        heading = frozenset(self.memory.heading.lower().split())
        titled = min(2, len((theme.content & heading) - self.words.function))
        return [
            ("theme", source, form, theme.first.part, theme.first.text, theme.length, titled, alone),
            ("held", source, form, index, self.anchor.around.links[:1], self._relation(), self._after_theme()),
        ]

    def _after_theme(self) -> str:
        """The predicate that the theme of the clause ends before, or the sign."""
        end = self.anchor.theme[1]
        following = self.text[end : end + _LONGEST_PREDICATE].lower().split(maxsplit=1)
        word = following[0] if following else ""
        if not word[:1].isalpha():
            return word[:1]
        return word if self.words.predicate.fullmatch(word) else "word"

    def _form_of(self, source: str) -> str:
        """The form of the number that an inherited item was first said of."""
        if source not in ("previous", "first"):
            return "-"
        other = self.earlier[-1 if source == "previous" else 0][0]
        return other.form + ("+" if other.change else "")


def _fit(unit: str, phrase: str) -> str:
    """Where a phrase holds the unit of the number; both are in lower case."""
    if not unit:
        return "none"
    return "start" if phrase.startswith(unit) else "in" if len(unit) > 1 and unit in phrase else "no"


class Phrase(NamedTuple):
    """A candidate phrase as the model sees it, whatever its source.

    `marks` are the values of `_MARKS`; `sums` are the model's own, by side.
    """

    lower: str
    content: frozenset[str]
    length: int
    heads: bool
    measured: str
    predicates: int
    first: Word
    last: Word
    marks: tuple[Hashable, ...]
    points: Points
    sums: dict[str, float]

    def groups(self, side: str) -> list[Group]:
        """Return what the model knows of the phrase as a name on one side of a number, whatever the number."""
        return [
            ("phrase says", side, self.marks),
            ("phrase points", side, *self.points),
            f"from word={self.first.text}|{side}",
            f"to word={self.last.text}|{side}",
        ]

    @classmethod
    def of(cls, phrase: str, words: Vocabulary) -> Phrase:
        """Look at a phrase once."""
        lower = phrase.lower()
        tokens = lower.split()
        different = frozenset(tokens)
        found = words.head.search(lower)
        comparison = words.comparison.search(lower)
        points = (
            words.back_reference.search(lower) is not None,
            "no" if comparison is None else "at once" if comparison.start() == 0 else "yes",
            lower in words.bare_heads,
        )
        marks = (
            _is_name(phrase),
            words.opener.match(lower) is not None,
            "," in phrase,
            words.beginnings.get(tokens[0], "-"),
            words.beginnings.get(tokens[-1], "-"),
            not "".join(tokens).isalpha() and any(map(str.isdigit, lower)),
            len(different) < 0.8 * len(tokens),
        )
        return cls(
            lower,
            different - words.function,
            bisect_right(_PHRASE_LENGTHS, len(tokens)),
            found is not None and found.start() == 0,
            words.measured[found.group()] if found else "-",
            min(3, len(words.predicate.findall(lower))),
            *words.classes.ends(phrase, tokens),
            marks,
            points,
            {},
        )


def agreeing(views: Mapping[str, Phrase]) -> dict[str, list[str]]:
    """Return for each phrase the phrases that share half of the content words with it, itself included."""
    found: dict[str, list[str]] = {phrase: [phrase] for phrase in views}
    before: list[tuple[str, frozenset[str]]] = []
    for phrase, view in views.items():
        mine, size = view.content, len(view.content)
        for other, content in before:
            if 4 * len(mine & content) >= size + len(content):
                found[phrase].append(other)
                found[other].append(phrase)
        before.append((phrase, mine))
    return found


def features_of(group: Group) -> list[str]:
    """Return the features that a group of observations stands for; each has a weight of its own."""
    return [group] if isinstance(group, str) else _FEATURES[str(group[0])](*group[1:])


_NUMBER_FEATURES: dict[str, Callable[..., list[str]]] = {
    "sides": lambda shape, main, near, gap, tail, order: [
        "bias",
        f"sides={shape}|{main}|{near}|{gap}|{tail}|{order}",
        f"sides={shape}|{main}|{near}|{gap}|{order}",
        f"sides={shape}|{main}|{near}|{gap}|{tail}",
        f"shape={shape}",
        f"main={main}|{shape}",
    ],
    "lengths": lambda shape, form, near, tail, first, outer: [
        f"first={first}|{form}",
        f"outer={outer}|{near}",
        f"near={near}|{shape}",
        f"tail={tail}|{shape}",
        f"near={near}|tail={tail}|{form}",
    ],
    "gap": lambda shape, gap, near, relation, main: [
        f"gap={gap}|near={near}",
        f"gap={gap}|{shape}|{relation}",
        f"relation={relation}|near={near}|{main}",
    ],
    "spans": lambda form, near, tail, wide, main, relation: [
        f"relation={relation}|tail={tail}|{form}",
        f"main={main}|near={near}|tail={tail}",
        f"wide={wide}|near={near}",
    ],
    "cuts": lambda form, near, headed, subject, wide: [
        f"head={headed}|{near}|{form}",
        f"subject={subject}|wide={wide}",
    ],
    "around": lambda near, lead, tail, clause, form: [
        f"lead={lead}|near={near}",
        f"tail={tail}|clause={clause}|{form}",
    ],
    "begins": lambda form, near, main, tail, clause: [
        f"tail begins={tail}|{form}|near={near}",
        f"clause begins={clause}|{form}|{main}",
    ],
    "named": lambda name, main, relation: [f"named={name}|{main}|{relation}"],
    "word": lambda word, form, near, tail: [
        f"word={word}|{form}|near={near}",
        f"word={word}|tail={tail}",
        f"word={word}|{form}",
    ],
    "marks": lambda left, right, near, form, main, relation: [
        f"left={left}|near={near}|{form}",
        f"right={right}|{main}|{form}",
        f"left={left}|right={right}|{relation}",
    ],
    "index": lambda index, main, near: [f"index={index}|{main}|{near}"],
    "known": lambda known, tail, near, form: [f"known={known}|tail={tail}|{near}|{form}"],
    "heading": lambda heading, before, near, tail: [f"heading={heading}|{before}|{near}|{tail}"],
    "near ends": lambda shape, form, first, last, after, relation: [
        f"near from={first}|{shape}",
        f"near to={last}|{shape}",
        f"tail from={after}|{shape}",
        f"near from={first}|tail from={after}",
        f"near from={first}|{relation}|{form}",
    ],
    "near says": lambda back, compares, bare, later, form: [
        f"near back={back}",
        f"near compares={compares}|{form}",
        f"near bare={bare}|{later}|{form}",
    ],
}
_PHRASE_FEATURES: dict[str, Callable[..., list[str]]] = {
    "phrase": lambda source, shape, form, length, heads, measured, predicates: [
        source,
        f"{source}|{shape}",
        f"{source}|{length}",
        f"{source}|predicates={predicates}",
        f"length={length}",
        f"heads={heads}|{SIDE_OF[source]}",
        f"measured={measured}|{heads}|{form}",
        f"measured={measured}|{heads}|{shape}|{SIDE_OF[source]}",
        f"predicates={predicates}",
        f"{length}|{heads}|{predicates}",
    ],
    "phrase says": lambda side, marks: [f"{mark}={value}|{side}" for mark, value in zip(_MARKS, marks, strict=True)],
    "phrase points": lambda side, back, compares, bare: [
        *([f"points back|{side}"] if back else []),
        *([f"compares {compares}|{side}"] if compares != "no" else []),
        *([f"bare|{side}"] if bare else []),
    ],
    "ends": lambda source, form, first, last: [
        f"from={first}|{SIDE_OF[source]}",
        f"from={first}|{source}",
        f"from={first}|{form}|{source}",
        f"to={last}|{SIDE_OF[source]}",
        f"to={last}|{source}",
    ],
    "fit": lambda source, form, fit, length: [
        f"fit={fit}|{SIDE_OF[source]}",
        f"fit={fit}|{source}",
        f"fit={fit}|{form}|{SIDE_OF[source]}|{length}",
    ],
    "agree": lambda source, count: [f"agree={count}|{SIDE_OF[source]}", f"agree={count}|{source}"],
    "theme": lambda source, form, part, word, length, titled, alone: [
        f"theme from={part}|{source}|{form}",
        f"theme word={word}|{SIDE_OF[source]}",
        f"theme length={length}|{source}",
        f"theme titled={titled}|{source}",
        f"theme alone={alone}|{source}|{form}",
    ],
    "held": lambda source, form, index, links, relation, after: [
        f"held index={index}|{source}|{form}",
        f"held link={links}|{source}|{form}",
        f"held relation={relation}|{source}",
        f"held after={after}|{source}",
        f"held after={after}|{source}|{index}",
    ],
    "inherited": lambda source, form, origin, near, shared: [
        f"origin={origin}|{form}|{source}",
        f"near from={near}|{source}",
        f"near from={near}|inherited",
        f"near shares={shared}|{source}",
    ],
}

_FEATURES = _NUMBER_FEATURES | _PHRASE_FEATURES


def _is_name(phrase: str) -> bool:
    """Whether the phrase is a proper name: its words begin with capitals."""
    if phrase[:1].islower():
        return False
    words = phrase.replace("-", " ").replace(".", " ").split()[:_NAME_LENGTH]
    return bool(words) and all(word[0].isupper() or word[0].isdigit() for word in words)


def _length(text: str, span: Span) -> int:
    """How long a stretch of text is, in steps."""
    return bisect_right(_SPAN_LENGTHS, len(text[span[0] : span[1]].split()))
