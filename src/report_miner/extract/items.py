"""What a number measures: the item, chosen among the phrases that can name it.

A number is named by what follows it ("97 xã đạt chuẩn"), by the phrase before its verb ("kim ngạch xuất khẩu đạt
25 tỷ USD"), by both ("đã bắt giữ 40 vụ buôn lậu"), or by an earlier number that it only adds to ("(giảm 60%)"). Which
of these holds depends on the words between; a linear model over their classes decides (scripts/train_items.py).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import exp
from pathlib import Path
from typing import TypeVar

from report_miner.extract.candidates import SIDE_OF, SIDES, Anchor, Memory, candidates
from report_miner.extract.item_features import Phrase, Scene, Vocabulary, likenesses, shape_of
from report_miner.extract.item_groups import Group, features_of
from report_miner.language.word_classes import WordClasses
from report_miner.patterns import Patterns

_WEIGHTS = Path(__file__).with_name("item_weights.json")
# Weights are whole hundredths: their sums are exact, in whatever order they are added.
SCALE = 100
_NOTHING = (0,) * len(SIDES)
# Scores are surer than they are right on unseen documents; probabilities are made of them in steps of this.
_FLAT = 1.7 * SCALE
# A name of fewer words than this says too little of what is counted; each word that is missing costs it this much.
_FULL = 4
_SCANT = SCALE // 2
_COUNTS = ("count", "ratio")
_DIGITS = 6  # of the agreement of phrases: enough to part them, too few for errors of rounding
_VIEWS = 200  # phrases; the same ones return as candidates of one number after the other
_Sum = TypeVar("_Sum")


@dataclass(frozen=True, slots=True)
class Item:
    """The chosen name, where it was taken from, and how like the right one it is expected to be, 0 to 1.

    `words` counts the words that name something; what is inherited is never surer than where it was said first.
    """

    text: str
    source: str
    certainty: float
    words: int


class ItemModel:
    """Linear weights: feature of the number → weight for each side; feature of the phrase → weight.

    The weights of a group of observations are summed when it is first seen; there are few kinds of each, so the sums
    of all documents fit into memory.
    """

    def __init__(self, words: Vocabulary, number: Mapping[str, Mapping[str, int]], phrase: Mapping[str, int]) -> None:
        self.words = words
        self.number = number
        self.phrase = phrase
        by_side = {name: tuple(each.get(side, 0) for side in SIDES) for name, each in number.items()}
        self._sides = _Sums(by_side, _NOTHING, _vector_sum)
        self._weights = _Sums(phrase, 0, sum)
        self._view = lru_cache(maxsize=_VIEWS)(lambda phrase: Phrase.of(phrase, words))

    @classmethod
    def load(cls, patterns: Patterns, classes: WordClasses) -> ItemModel:
        """Read the trained weights that are shipped with the program."""
        weights = json.loads(_WEIGHTS.read_text("utf-8"))
        return cls(Vocabulary.of(patterns.items, classes), weights["number"], weights["phrase"])

    def scene(self, text: str, anchor: Anchor, earlier: Sequence[tuple[Anchor, str]], memory: Memory) -> Scene:
        """Return a number with its candidates (arguments as for `Scene`)."""
        phrases = candidates(text, anchor, earlier, memory)
        views = {phrase: self._view(phrase) for phrase in dict.fromkeys(phrases.values())}
        return Scene(text, anchor, shape_of(anchor), earlier, memory, phrases, views, likenesses(views), self.words)

    def choose(self, text: str, anchor: Anchor, earlier: Sequence[tuple[Anchor, str]], memory: Memory) -> Item | None:
        """Return the best candidate, None where nothing names the number (arguments as for `Scene`)."""
        scene = self.scene(text, anchor, earlier, memory)
        if not scene.phrases:
            return None
        sides = dict(zip(SIDES, _vector_sum(map(self._sides.__getitem__, scene.number_groups())), strict=True))
        weight, shape = self._weights.__getitem__, scene.shape
        scores: dict[str, int] = {}
        for source, groups in scene.candidate_groups():
            side, view = SIDE_OF[source], scene.views[scene.phrases[source]]
            worth = view.worth.get((side, shape))
            if worth is None:
                worth = view.worth[side, shape] = self._worth(scene, source)
            scores[source] = sides[side] + worth + sum(map(weight, groups))
        item = _named(_most_agreed(scene, scores), scene)
        memory.sure[item.text] = item.certainty
        return item

    def _worth(self, scene: Scene, source: str) -> int:
        """What a phrase is worth on that side of such a number, from whichever source."""
        content = scene.views[scene.phrases[source]].content
        missing = max(0, _FULL - len(content)) if scene.anchor.form in _COUNTS else 0
        return sum(map(self._weights.__getitem__, scene.phrase_groups(source))) - _SCANT * missing


def _named(item: Item, scene: Scene) -> Item:
    """The item that a pointer ("tỷ lệ này", "tỷ lệ") points back to, if any was named before; others are trimmed."""
    before = (scene.earlier[-1][1] if scene.earlier else "") or (scene.memory.before or ("",))[-1]
    points = before and scene.words.pointer.match(item.text.lower())
    return replace(item, text=before if points else scene.words.trimmed(item.text))


class _Sums(dict[Group, _Sum]):
    """Weights of features and, each made when it is first asked for, their sums by group of observations."""

    def __init__(self, weights: Mapping[str, _Sum], nothing: _Sum, add: Callable[[Iterable[_Sum]], _Sum]) -> None:
        super().__init__(weights.items())
        self._nothing = nothing
        self._add = add

    def __missing__(self, group: Group) -> _Sum:
        weights = [weight for weight in map(self.get, features_of(group)) if weight is not None]
        self[group] = made = self._add(weights) if weights else self._nothing
        return made


def _vector_sum(vectors: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*vectors, strict=True)))


def _most_agreed(scene: Scene, scores: Mapping[str, int]) -> Item:
    """Choose the phrase that is most like all the others, each counted by its probability.

    Candidates overlap ("kim ngạch xuất khẩu", "tổng kim ngạch xuất khẩu của tỉnh"), and where the model wavers
    between such, any of them is better than one that stands alone. Between phrases of the same words the likeliest
    is taken.
    """
    top = max(scores.values())
    shares = dict.fromkeys(scene.alike, 0.0)
    for source, score in scores.items():
        shares[scene.phrases[source]] += exp((score - top) / _FLAT)
    total = sum(shares.values())
    agreed = {
        phrase: round(sum([shares[other] * likeness for other, likeness in others.items()]) / total, _DIGITS)
        for phrase, others in scene.alike.items()
    }
    chosen = max(scores, key=lambda source: (agreed[scene.phrases[source]], scores[source]))
    phrase = scene.phrases[chosen]
    certainty = agreed[phrase]
    if SIDE_OF[chosen] == "inherited":
        certainty *= scene.memory.sure.get(phrase, 1.0)
    return Item(phrase, chosen, certainty, len(scene.views[phrase].content))
