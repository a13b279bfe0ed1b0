"""Fit what turns the certainties of the stages into probabilities, and write the weights.

    train_confidence.py [-o WEIGHTS] DOCS GOLD [DOCS GOLD ...]

For each field of the record a logistic regression over the rule that gave it and that rule's certainty; for the whole
record another one over these and over the document around it. The item model is refitted without the document that it
is judged on, so that its certainty is that of unseen documents. The weights hold names of rules, no sentences.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize

from report_miner.evaluate import is_right
from report_miner.extract.candidates import Anchor
from report_miner.extract.confidence import FIELDS, Claim, ConfidenceModel, Evidence, Standing, marks, standings
from report_miner.extract.items import ItemModel
from report_miner.extract.numbers import Number
from report_miner.extract.passages import anchored
from report_miner.extract.records import evidence_of, status_of
from report_miner.extract.statements import Statement
from report_miner.extract.tools import tools_of
from report_miner.language.word_classes import WordClasses
from report_miner.patterns import load_patterns
from train_items import FOLDS, Annotated, annotated, to_learn, train, vocabulary

PENALTY = 1.0
JUDGED = ("unit", "item", "change", "bound", "status", "place", "period")
WEIGHTS = Path(__file__).parents[1] / "src" / "report_miner" / "extract" / "confidence_weights.json"


class Judged(NamedTuple):
    """A document: how long its text is, its figures, and for each of them which fields are right (None: unknown)."""

    length: int
    claims: list[Claim]
    right: list[Mapping[str, bool] | None]

    def evidence(self, field: str) -> Iterator[tuple[Evidence, Standing | None]]:
        """Yield the evidence for a field of each figure, with how its value stands in the document."""
        for claim, standing in zip(self.claims, standings(self.claims), strict=True):
            yield claim.evidence[field], standing.get(field)

    def known(self, each: Sequence[Any]) -> Iterator[tuple[Any, Mapping[str, bool]]]:
        """Pair what belongs to each figure with which of its fields are right, where that is known."""
        return ((one, right) for one, right in zip(each, self.right, strict=True) if right is not None)


def judged(documents: Sequence[Annotated], model: ItemModel) -> Iterator[Judged]:
    """Yield each document with the evidence for its figures and which of their fields are right."""
    tools = tools_of(load_patterns())
    for document in documents:
        reading = document.reading
        found = Judged(len(reading.document.text), [], [])
        for passage, memory, anchors in anchored(reading.document, reading.bare, reading.passages, tools):
            earlier: list[tuple[Anchor, str]] = []
            for anchor, mention in zip(anchors, passage.mentions, strict=True):
                item = model.choose(reading.bare.text, anchor, earlier, memory)
                earlier.append((anchor, item.text if item else ""))
                number, status = mention.number, mention.cues.status.status
                period = reading.times.period_of(number.start, number.end, status=status)
                place = reading.places.place_of(number.start, number.end)
                evidence = evidence_of(Statement(passage.sentence, mention, item), period, place)
                found.claims.append(Claim(evidence, place.place, period.period))
                got: dict[str, Any] = {
                    "unit": mention.unit_name,
                    "item": item.text if item else None,
                    "change": mention.cues.change.change.value,
                    "bound": mention.cues.bound.bound.value,
                    "status": status_of(mention, period).status.value,
                    "place": str(place.place) if place.place else None,
                    "period": str(period.period) if period.period else None,
                }
                gold = document.figures.get(number.start)
                found.right.append(None if gold is None else _right(number, got, gold))
            memory.note(earlier)
        yield found


def _right(number: Number, got: Mapping[str, Any], gold: Mapping[str, Any]) -> dict[str, bool]:
    """Which fields of a figure are as annotated."""
    same = all(
        gold.get(name) is None or abs(float(gold[name]) - float(getattr(number, name) or 0)) < 1e-6
        for name in ("value", "value_to", "total")
    )
    return {field: is_right(field, gold.get(field), got[field]) for field in JUDGED} | {"number": same}


def logistic(rows: Sequence[Mapping[str, float]], right: Sequence[bool]) -> dict[str, float]:
    """Return the weights of a logistic regression with a quadratic penalty on all but the bias."""
    names = sorted({name for row in rows for name in row})
    matrix = np.array([[row.get(name, 0.0) for name in names] for row in rows])
    labels = np.array(right, float)
    free = np.array([0.01 if name in ("bias", "certainty") else 1.0 for name in names]) * PENALTY

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = matrix @ weights
        value = np.logaddexp(0, scores).sum() - labels @ scores + (free * weights**2).sum() / 2
        return value, matrix.T @ (1 / (1 + np.exp(-scores)) - labels) + free * weights

    fitted = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B").x
    return {name: round(float(weight), 3) for name, weight in zip(names, fitted, strict=True)}


def fit(found: Sequence[Judged]) -> ConfidenceModel:
    """Fit the fields, then the record on what the model of the record sees of them."""
    fields = {}
    for field in FIELDS:
        known = [pair for document in found for pair in document.known(list(document.evidence(field)))]
        fields[field] = logistic([marks(*each) for each, _ in known], [right[field] for _, right in known])
    model = ConfidenceModel(fields, {})
    views = []
    for document in found:
        views += document.known(list(model.views(model.probabilities(document.claims), document.length)))
    record = logistic([view for view, _ in views], [all(right.values()) for _, right in views])
    return ConfidenceModel(fields, record)


def reliability(model: ConfidenceModel, found: Sequence[Judged]) -> str:
    """Say how many records of high confidence are right."""
    pairs = [
        (judgement.confidence, all(right.values()))
        for document in found
        for judgement, right in document.known(model.judge(document.claims, document.length))
    ]
    lines = []
    for low in (0.9, 0.8, 0.6, 0.0):
        inside = [right for confidence, right in pairs if confidence >= low]
        lines.append(
            f"confidence >= {low}: {len(inside) / len(pairs):.2f} of all, {np.mean(inside or [0]):.3f} right"
        )
    return "\n".join(lines)


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="DOCS GOLD")
    parser.add_argument("--judge", nargs=2, type=Path, metavar=("DOCS", "GOLD"))
    parser.add_argument("-o", "--output", type=Path, default=WEIGHTS)
    arguments = parser.parse_args()
    documents = to_learn(arguments.folders)
    words = vocabulary()
    found: list[Judged] = []
    for fold in range(FOLDS):
        items = train([document for i, document in enumerate(documents) if i % FOLDS != fold], words)
        found += judged(documents[fold::FOLDS], items)
    model = fit(found)
    print(reliability(model, found))
    if arguments.judge:
        patterns = load_patterns()
        items = ItemModel.load(patterns, WordClasses(patterns.words))
        print("judged:\n" + reliability(model, list(judged(list(annotated(*arguments.judge)), items))))
    weights = {"fields": model.fields, "record": model.record}
    arguments.output.write_text(json.dumps(weights, ensure_ascii=False, indent=0, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
