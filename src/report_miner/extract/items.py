"""What a number measures: the item, chosen among the phrases that can name it.

A number is named by what follows it ("97 xã đạt chuẩn"), by the phrase before its verb ("kim ngạch xuất khẩu đạt
25 tỷ USD"), by both ("đã bắt giữ 40 vụ buôn lậu"), or by an earlier number that it only adds to ("(giảm 60%)"). Which
of these holds depends on the words between; a linear model over their classes decides (scripts/train_items.py).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp
from pathlib import Path

from report_miner.extract.candidates import SIDE_OF, SIDES, Anchor, Memory, candidates
from report_miner.extract.item_features import Scene, Vocabulary, agree
from report_miner.language.word_classes import WordClasses
from report_miner.patterns import Patterns

_WEIGHTS = Path(__file__).with_name("item_weights.json")
_UNLIKELY = 5.0


@dataclass(frozen=True, slots=True)
class Item:
    """The chosen name, where it was taken from, and the probability that candidates like it are right."""

    text: str
    source: str
    certainty: float


@dataclass(frozen=True)
class ItemModel:
    """Linear weights: feature of the number → weight for each side; feature of the phrase → weight."""

    words: Vocabulary
    number: Mapping[str, Mapping[str, float]]
    phrase: Mapping[str, float]

    @classmethod
    def load(cls, patterns: Patterns, classes: WordClasses) -> ItemModel:
        """Read the trained weights that are shipped with the program."""
        weights = json.loads(_WEIGHTS.read_text("utf-8"))
        return cls(Vocabulary.of(patterns.items, classes), weights["number"], weights["phrase"])

    def choose(self, text: str, anchor: Anchor, earlier: Sequence[tuple[Anchor, str]], memory: Memory) -> Item | None:
        """Return the best candidate, None where nothing names the number (arguments as for `Scene`)."""
        phrases = candidates(text, anchor, earlier, memory)
        if not phrases:
            return None
        scene = Scene(text, anchor, earlier, memory, phrases, self.words)
        sides = dict.fromkeys(SIDES, 0.0)
        for feature in scene.number_features():
            for side, weight in self.number.get(feature, {}).items():
                sides[side] += weight
        weight_of = self.phrase.get
        scores = {
            source: sides[SIDE_OF[source]] + sum(weight_of(feature, 0.0) for feature in features)
            for source, features in scene.candidate_features()
        }
        return _most_agreed(phrases, scores, self.words)


def _most_agreed(phrases: Mapping[str, str], scores: Mapping[str, float], vocabulary: Vocabulary) -> Item:
    """Choose the phrase that most of the probability agrees with: half of the content words the same.

    Candidates overlap ("kim ngạch xuất khẩu", "tổng kim ngạch xuất khẩu của tỉnh"), and where the model wavers
    between such, any of them is better than one that stands alone.
    """
    top = max(scores.values())
    likely = {source: exp(score - top) for source, score in scores.items() if score > top - _UNLIKELY}
    words = {source: vocabulary.content(phrases[source]) for source in likely}

    def agreement(one: str) -> float:
        return sum(share for other, share in likely.items() if agree(words[one], words[other]))

    chosen = max(likely, key=lambda source: (agreement(source), scores[source]))
    return Item(phrases[chosen], chosen, agreement(chosen) / sum(likely.values()))
