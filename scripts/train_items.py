"""Train the model that chooses what a number measures, and write its weights.

    train_items.py [--check] [-o WEIGHTS] DOCS GOLD [DOCS GOLD ...]

Each DOCS is a folder of documents, or a collection as for news_documents.py, and each GOLD the folder of its
annotations (NAME.gold.jsonl, figures.md). The first pair holds the kind that matters most, real reports: each of its
numbers counts as much as REAL others. The weights hold words of patterns/, classes of words, lengths and positions,
no sentences. With --check nothing is written: the share of right items is measured by cross-validation over
documents instead.

The model is a softmax over the candidates of a number, fitted by L-BFGS with a quadratic penalty; several candidates
of a number may be right, and those that are more like the annotated item are worth more. Numbers inherit the items of
those before them, so training runs twice: first with the annotated items handed on, then with those that the first
model chose.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from news_documents import documents
from report_miner.evaluate import ALIKE, likeness, load_gold
from report_miner.extract.candidates import SIDE_OF, Anchor
from report_miner.extract.item_features import Vocabulary
from report_miner.extract.item_groups import Group, features_of
from report_miner.extract.items import SCALE, ItemModel
from report_miner.extract.passages import anchored
from report_miner.extract.tools import tools_of
from report_miner.language.word_classes import WordClasses
from report_miner.patterns import load_patterns
from report_miner.pipeline import Reading
from report_miner.read import read, walk

PENALTY = 5.0
REAL = 3.0
HEADLESS = 0.25
FOLDS = 5
WEIGHTS = Path(__file__).parents[1] / "src" / "report_miner" / "extract" / "item_weights.json"


@dataclass(frozen=True)
class Annotated:
    """A document ready to be learnt from, with the annotated figures by the start of their number.

    `weight` is how much each of its numbers counts.
    """

    reading: Reading
    figures: dict[int, dict[str, Any]]
    weight: float = 1.0


@dataclass(frozen=True)
class Example:
    """One number: its items, its candidates, the features of it and of each, and the worth of the right ones.

    `weight` is how much it counts.
    """

    items: Sequence[str]
    phrases: Mapping[str, str]
    number: Sequence[str]
    features: dict[str, list[str]]
    right: Mapping[str, float]
    weight: float


def vocabulary() -> Vocabulary:
    """The vocabulary of the program's own patterns."""
    patterns = load_patterns()
    return Vocabulary.of(patterns.items, WordClasses(patterns.words))


def annotated(docs: Path, gold: Path) -> Iterator[Annotated]:
    """Yield the documents of a folder that have annotations."""
    tools = tools_of(load_patterns())
    figures = load_gold(gold)
    with documents(docs, gold) as folder:
        for source in walk([folder]):
            stem = Path(source.name).stem
            if stem in figures and not source.error:
                reading = Reading.of(read(source.path, name=source.name, register=source.register), tools)
                yield Annotated(reading, dict(_matched(figures[stem], reading)))


def to_learn(folders: Sequence[Path]) -> list[Annotated]:
    """Return the documents of DOCS GOLD [DOCS GOLD ...], those of the first pair with their greater weight."""
    pairs = enumerate(zip(folders[::2], folders[1::2], strict=True))
    return [
        replace(document, weight=1.0 if place else REAL)
        for place, (docs, gold) in pairs
        for document in annotated(docs, gold)
    ]


def _matched(figures: Sequence[dict[str, Any]], reading: Reading) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the annotated figure of each number that has one and is not optional."""
    for passage in reading.passages:
        for mention in passage.mentions:
            start, end = reading.shadow.source(mention.number.start, mention.number.end)
            for figure in figures:
                if figure["start"] < end and start < figure["end"] and not figure.get("optional"):
                    yield mention.number.start, figure


def gold_items(figure: dict[str, Any] | None) -> list[str]:
    """The items that an annotated figure accepts."""
    item = figure["item"] if figure else None
    return [] if item is None else [each for each in item if each] if isinstance(item, list) else [item]


def worth_of(phrase: str, item: str) -> float:
    """How good a name is beside the annotated item, 0 to 1; without its head it names another thing."""
    alike = likeness(item, phrase)
    head = item.split()[0].lower() in phrase.lower().split()
    return alike**2 * (1 if head else HEADLESS) if alike >= ALIKE else 0.0


def expanded(groups: Iterable[Group]) -> list[str]:
    """The features of several groups of observations."""
    return [feature for group in groups for feature in features_of(group)]


def examples(documents: Sequence[Annotated], model: ItemModel | None) -> Iterator[tuple[Example, str]]:
    """Yield the annotated numbers as examples, each with the item that `model` chooses (without: the annotated)."""
    tools = tools_of(load_patterns())
    viewer = model or ItemModel(vocabulary(), {}, {})
    for document in documents:
        reading = document.reading
        text = reading.bare.text
        for passage, memory, anchors in anchored(reading.document, reading.bare, reading.passages, tools):
            earlier: list[tuple[Anchor, str]] = []
            for anchor, mention in zip(anchors, passage.mentions, strict=True):
                gold = gold_items(document.figures.get(mention.number.start))
                chosen = model.choose(text, anchor, earlier, memory) if model else None
                name = (chosen.text if chosen else "") if model else (gold[0] if gold else "")
                if gold:
                    scene = viewer.scene(text, anchor, earlier, memory)
                    worth = {
                        source: max(worth_of(phrase, item) for item in gold)
                        for source, phrase in scene.phrases.items()
                    }
                    right = {source: each for source, each in worth.items() if each}
                    features = {
                        source: expanded([*groups, *scene.phrase_groups(source)])
                        for source, groups in scene.candidate_groups()
                    }
                    number = expanded(scene.number_groups())
                    yield Example(gold, scene.phrases, number, features, right, document.weight), name
                earlier.append((anchor, name))
            memory.note(earlier)


def fit(found: Sequence[Example], words: Vocabulary) -> ItemModel:
    """Return the model that gives the right candidates the most weight."""
    used = [e for e in found if e.right and (len(e.right) < len(e.phrases) or len(set(e.right.values())) > 1)]
    index: dict[str, int] = {}
    rows, columns, owner, right = [], [], [], []
    for number, example in enumerate(used):
        for source, features in example.features.items():
            for mark in [f"{SIDE_OF[source]}@{feature}" for feature in example.number] + features:
                rows.append(len(owner))
                columns.append(index.setdefault(mark, len(index)))
            owner.append(number)
            right.append(example.right.get(source, 0.0))
    matrix = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(owner), len(index)))
    of, labels, counts = np.array(owner), np.array(right), np.array([example.weight for example in used])
    first = np.r_[0, np.flatnonzero(np.diff(of)) + 1]

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = matrix @ weights
        raised = np.exp(scores - np.maximum.reduceat(scores, first)[of])
        share = raised / np.add.reduceat(raised, first)[of]
        good = np.add.reduceat(share * labels, first) + 1e-12
        value = -(counts * np.log(good)).sum() + PENALTY / 2 * (weights**2).sum()
        return value, matrix.T @ (counts[of] * (share - share * labels / good[of])) + PENALTY * weights

    fitted = minimize(loss, np.zeros(len(index)), jac=True, method="L-BFGS-B", options={"maxiter": 150}).x
    number_weights: dict[str, dict[str, int]] = defaultdict(dict)
    phrase: dict[str, int] = {}
    for mark, position in index.items():
        weight = round(SCALE * float(fitted[position]))
        side, at, feature = mark.partition("@")
        if weight and at:
            number_weights[feature][side] = weight
        elif weight:
            phrase[mark] = weight
    return ItemModel(words, dict(number_weights), phrase)


def train(documents: Sequence[Annotated], words: Vocabulary) -> ItemModel:
    """Fit twice, the second time with the items that the first model hands on."""
    first = fit([example for example, _ in examples(documents, None)], words)
    return fit([example for example, _ in examples(documents, first)], words)


def shares(documents: Sequence[Annotated], model: ItemModel) -> np.ndarray:
    """Return (right, named at all by a candidate, numbers)."""
    counts = np.zeros(3)
    for example, name in examples(documents, model):
        right = any(worth_of(name, item) for item in example.items)
        counts += (right, bool(example.right), 1)
    return counts


def main() -> None:
    """Train and write, or check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="DOCS GOLD")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--judge", nargs=2, type=Path, metavar=("DOCS", "GOLD"))
    parser.add_argument("-o", "--output", type=Path, default=WEIGHTS)
    arguments = parser.parse_args()
    documents = to_learn(arguments.folders)
    words = vocabulary()
    if arguments.check:
        total = np.zeros(3)
        for fold in range(FOLDS):
            held_out = documents[fold::FOLDS]
            model = train([d for i, d in enumerate(documents) if i % FOLDS != fold], words)
            total += shares(held_out, model)
        print(
            f"items right {total[0] / total[2]:.3f}, among the candidates {total[1] / total[2]:.3f},"
            f" of {total[2]:.0f}"
        )
    model = train(documents, words)
    if arguments.judge:
        judged = shares(list(annotated(*arguments.judge)), model)
        print(f"judged: items right {judged[0] / judged[2]:.3f}, among the candidates {judged[1] / judged[2]:.3f}")
    if not arguments.check:
        weights = {"number": model.number, "phrase": model.phrase}
        arguments.output.write_text(json.dumps(weights, ensure_ascii=False, indent=0, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
