"""What the item model sees of a number and of the phrases that can name it: classes of words, lengths, positions.

Of the words of a document it sees those of patterns/items.yaml and patterns/words.csv, which hold no names.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from report_miner.extract.candidates import SIDE_OF, Anchor, Memory
from report_miner.extract.context import Span
from report_miner.extract.frames import QUANTITIES
from report_miner.extract.item_groups import Group
from report_miner.extract.word_trie import any_of, any_word
from report_miner.language.word_classes import NO_WORD, Word, WordClasses
from report_miner.patterns import ItemWords

_RELATIONS = ("be", "have", "share", "with", "change", "level")
_SPAN_LENGTHS = (1, 3, 7, 13)
_PHRASE_LENGTHS = (1, 2, 4, 8, 13, 19)
_NAME_LENGTH = 6
_LONGEST_PREDICATE = 16
_LONGEST_ENDING = 20
_MOST_CONTENT = 12  # words
_MOST_TITLED = 3
_ALIKE = 0.5  # share of content words
_OF_THEME = frozenset(("theme", "near_theme", "unit_theme"))
# Whether a phrase points back to an earlier one, compares with something, and names a quantity of nothing.
Points = tuple[bool, str, bool]
_POINTLESS: Points = (False, "no", False)


class Words:
    """Finds words of a list that stand by themselves; a phrase with none of their first words is not searched."""

    def __init__(self, words: Iterable[str]) -> None:
        words = list(words)
        self._pattern = re.compile(any_word(words))
        self._beginnings = frozenset(word.split()[0] for word in words)

    def search(self, lower: str, tokens: frozenset[str] | None = None) -> re.Match[str] | None:
        """The first of them; `tokens` are the words of the phrase where it holds nothing but letters and spaces."""
        if tokens is not None and self._beginnings.isdisjoint(tokens):
            return None
        return self._pattern.search(lower)

    def count(self, lower: str, tokens: frozenset[str] | None = None) -> int:
        """How many of them the phrase holds."""
        if tokens is not None and self._beginnings.isdisjoint(tokens):
            return 0
        return len(self._pattern.findall(lower))

    def is_one(self, word: str) -> bool:
        """Whether the word is one of them."""
        return self._pattern.fullmatch(word) is not None


@dataclass(frozen=True)
class Vocabulary:
    """The words of patterns/items.yaml that mark a phrase as a name of a quantity, or as none."""

    head: Words
    measured: Mapping[str, str]
    predicate: Words
    opener: re.Pattern[str]
    back_reference: Words
    pointer: re.Pattern[str]
    comparison: Words
    bare_heads: frozenset[str]
    beginnings: Mapping[str, str]
    function: frozenset[str]
    leading: re.Pattern[str]
    trailing: re.Pattern[str]
    wholes: tuple[str, ...]
    classes: WordClasses

    @classmethod
    def of(cls, words: ItemWords, classes: WordClasses) -> Vocabulary:
        """Compile the vocabulary."""
        measured = {head: name for name, heads in words.heads.items() for head in heads}
        quantities = [head for head, name in measured.items() if name in QUANTITIES]
        return cls(
            head=Words(measured),
            measured=measured,
            predicate=Words(words.predicates),
            opener=re.compile(rf"{any_of(words.openers)}(?!\w)"),
            back_reference=Words((*words.back_references, *words.pointing)),
            pointer=re.compile(
                rf"{any_of(quantities)} {any_of(words.pointing)}(?!\w)|(?:(?:tỷ|tỉ) (?:lệ|trọng)|thời điểm)$"
            ),
            comparison=Words(words.comparisons),
            bare_heads=frozenset(words.bare_heads),
            beginnings={word: name for name, forms in words.beginnings.items() for word in forms},
            function=frozenset(words.function),
            leading=re.compile(rf"((?:{any_of(words.leading)})(?!\w)|\d[\d.,]*%)[\s,:\"'-]*"),
            trailing=re.compile(rf"(?<!\btrở)[\s,\"'-]+({any_of(words.trailing)})$"),
            wholes=words.wholes,
            classes=classes,
        )

    def trimmed(self, phrase: str) -> str:
        """Leave out words that only lead up to a name or on from it; "từ" does, "từ thiện" does not."""
        while (found := self.leading.match(phrase.lower())) and found.end() < len(phrase):
            if len(self.classes.first(phrase).text) > len(found[1]):
                break
            phrase = phrase[found.end() :]
        while found := self.trailing.search(phrase.lower(), max(1, len(phrase) - _LONGEST_ENDING)):
            if len(self.classes.last(phrase).text) > len(found[1]) or phrase.lower().endswith(self.wholes):
                break
            phrase = phrase[: found.start()]
        return phrase

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
    shape: its form, marked for a change and for a missing unit.
    earlier: the numbers before it in the sentence with their items.
    memory: what the text before the sentence hands on.
    phrases: the candidates, by source.
    views: each different phrase as the model sees it.
    alike: for each different phrase, how much of the content words it shares with it and with others, 0 to 1.
    words: the vocabulary.
    """

    text: str
    anchor: Anchor
    shape: str
    earlier: Sequence[tuple[Anchor, str]]
    memory: Memory
    phrases: Mapping[str, str]
    views: Mapping[str, Phrase]
    alike: Mapping[str, Mapping[str, float]]
    words: Vocabulary

    def number_groups(self) -> list[Group]:
        """Return what the model knows of the number and its surroundings, whatever the candidate."""
        text, words, shape = self.text, self.words, self.shape
        around, links, form = self.anchor.around, self.anchor.around.links, self.anchor.form
        inner, outer = (links[0], links[-1]) if links else ("-", "-")
        main = next((link for link in links if link in _RELATIONS), "-")
        near, wide, tail = (_length(text, span) for span in (around.near, around.wide, around.tail))
        relation, index = self._relation(), min(len(self.earlier), 2)
        gap = "joined" if around.joined else "bracket" if around.bracketed else "open"
        named = _is_name(text[around.near[0] : around.near[1]])
        known = self.anchor.unit_name in self.memory.by_unit
        heading, before = bool(self.memory.heading), bool(self.memory.before)
        first, last, points = self._ends("near")
        after, _, _ = self._ends("tail")
        return [
            ("sides", shape, form, main, near, gap, tail > 0, index, relation, named, *points),
            ("spans", shape, form, near, tail, wide, inner, outer, main, relation),
            ("cuts", form, near, around.head != around.near, _length(text, around.subject), wide),
            ("around", tail, _length(text, around.clause), form),
            ("begins", form, near, main, words.begins(text, around.tail), words.begins(text, around.clause)),
            ("word", around.word, form, near, tail),
            ("marks", around.left, around.right, near, form, main, relation),
            ("memory", known, heading, before, near, tail, form),
            ("near ends", shape, form, first.part, last.part, after.part, relation),
            f"near from word={first.text}",
            f"near to word={last.text}",
            f"tail from word={after.text}",
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

    def phrase_groups(self, source: str) -> list[Group]:
        """Return what the model knows of a phrase on that side of such a number, from whichever source."""
        view, side = self.views[self.phrases[source]], SIDE_OF[source]
        return [
            ("phrase", side, self.shape, self.anchor.form, view.length, view.heads, view.measured, view.predicates),
            ("content", side, self.shape, min(len(view.content), _MOST_CONTENT)),
            ("says", side, view.marks, *view.points),
            ("from word", side, self.anchor.form, view.first.text),
            f"to word={view.last.text}|{side}",
            *(("syllable", side, syllable) for syllable in view.syllables),
        ]

    def candidate_groups(self) -> Iterator[tuple[str, list[Group]]]:
        """Yield each source with what the model knows of its phrase there, beyond `phrase_groups`."""
        shape, form, views = self.shape, self.anchor.form, self.views
        unit = (self.anchor.unit_name or "").lower()
        near = views.get(self.phrases.get("near", ""))
        begins, near_words = (near.first.part, near.content) if near else (NO_WORD.part, frozenset())
        fits = {phrase: _fit(unit, view.lower) for phrase, view in views.items()}
        counts = {
            phrase: min(len([x for x in others.values() if x >= _ALIKE]), 4) for phrase, others in self.alike.items()
        }
        theme = views.get(self.phrases.get("theme", ""))
        titles = self._titles()
        said, held = self._said_of(theme, alone=not near_words) if theme else ((), ())
        for source, phrase in self.phrases.items():
            view = views[phrase]
            groups: list[Group] = [
                ("source", source, shape, form, view.length, view.predicates, fits[phrase], counts[phrase]),
                ("titled", source, titles[phrase], view.length),
                ("ends", source, form, view.first.part, view.last.part),
            ]
            if theme and source in _OF_THEME:
                groups += (("theme", source, *said), ("held", source, *held))
            if SIDE_OF[source] == "inherited":
                shared = min(2, len(view.content & near_words))
                groups.append(("inherited", source, form, self._form_of(source), begins, shared))
            yield source, groups

    def _titles(self) -> dict[str, int]:
        """How many words of the heading each phrase holds, -1 where there is no heading."""
        titled = self.memory.titled
        if not titled:
            return dict.fromkeys(self.views, -1)
        return {phrase: min(len(view.content & titled), _MOST_TITLED) for phrase, view in self.views.items()}

    def _said_of(self, theme: Phrase, *, alone: bool) -> tuple[tuple[Hashable, ...], tuple[Hashable, ...]]:
        """What the theme of the clause is, and how it holds the number; `alone`: nothing else stands before that."""
        form, index = self.anchor.form, min(len(self.earlier), 3)
        titled = min(2, len(theme.content & self.memory.titled))
        return (
            (form, theme.first, theme.length, titled, alone),
            (form, index, self.anchor.around.links[:1], self._relation(), self._after_theme()),
        )

    def _after_theme(self) -> str:
        """The predicate that the theme of the clause ends before, or the sign."""
        end = self.anchor.theme[1]
        following = self.text[end : end + _LONGEST_PREDICATE].lower().split(maxsplit=1)
        word = following[0] if following else ""
        if not word[:1].isalpha():
            return word[:1]
        return word if self.words.predicate.is_one(word) else "word"

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

    `syllables` are those that words of patterns/words.csv are made of; `marks` are what `item_groups` has names for;
    `worth` is the model's own, by side and shape of the number.
    """

    lower: str
    content: frozenset[str]
    syllables: frozenset[str]
    length: int
    heads: bool
    measured: str
    predicates: int
    first: Word
    last: Word
    marks: tuple[Hashable, ...]
    points: Points
    worth: dict[tuple[str, str], int]

    @classmethod
    def of(cls, phrase: str, words: Vocabulary) -> Phrase:
        """Look at a phrase once."""
        lower = phrase.lower()
        tokens = lower.split()
        different = frozenset(tokens)
        letters = "".join(tokens).isalpha()
        known = different if letters else None
        found = words.head.search(lower, known)
        comparison = words.comparison.search(lower, known)
        points = (
            words.back_reference.search(lower, known) is not None,
            "no" if comparison is None else "at once" if comparison.start() == 0 else "yes",
            lower in words.bare_heads,
        )
        marks = (
            _is_name(phrase),
            words.opener.match(lower) is not None,
            "," in phrase,
            words.beginnings.get(tokens[0], "-"),
            words.beginnings.get(tokens[-1], "-"),
            not letters and any(map(str.isdigit, lower)),
            len(different) < 0.8 * len(tokens),
        )
        return cls(
            lower,
            different - words.function,
            different & words.classes.syllables,
            bisect_right(_PHRASE_LENGTHS, len(tokens)),
            found is not None and found.start() == 0,
            words.measured[found.group()] if found else "-",
            min(3, words.predicate.count(lower, known)),
            *words.classes.ends(phrase, tokens),
            marks,
            points,
            {},
        )


def likenesses(views: Mapping[str, Phrase]) -> dict[str, dict[str, float]]:
    """Return for each phrase how much of the content words it shares with itself and with others, where not none."""
    found = {phrase: {phrase: 1.0} for phrase in views}
    before: list[tuple[str, frozenset[str]]] = []
    for phrase, view in views.items():
        mine, size = view.content, len(view.content)
        for other, content in before:
            if common := len(mine & content):
                found[phrase][other] = found[other][phrase] = 2 * common / (size + len(content))
        before.append((phrase, mine))
    return found


def _is_name(phrase: str) -> bool:
    """Whether the phrase is a proper name: its words begin with capitals."""
    if phrase[:1].islower():
        return False
    words = phrase.replace("-", " ").replace(".", " ").split()[:_NAME_LENGTH]
    return bool(words) and all(word[0].isupper() or word[0].isdigit() for word in words)


def _length(text: str, span: Span) -> int:
    """How long a stretch of text is, in steps."""
    return bisect_right(_SPAN_LENGTHS, len(text[span[0] : span[1]].split()))
