"""How sure the program is of a whole record, and which of its fields deserve an eye.

Each stage says by which rule it found its field and how sure it is. A logistic model for each field, fitted on
annotated documents (scripts/train_confidence.py), turns this into the probability that the field is right; a place
or a period that few figures of the document have is more often wrong. Another one turns these into the confidence of
the record, together with the document around it: where most fields are doubtful the others are, too.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from functools import lru_cache
from math import exp, log
from pathlib import Path
from typing import NamedTuple

FIELDS = ("number", "unit", "item", "change", "bound", "status", "place", "period")
DOUBTFUL = 0.85
"""A field less probable than this is listed as uncertain."""

_WEIGHTS = Path(__file__).with_name("confidence_weights.json")
_LEAST = 1e-3
_REMEMBERED = 32_768  # evidence; most of it is of a few kinds


class Evidence(NamedTuple):
    """Why a field has its value: the rule that gave it, and that rule's own certainty (0..1).

    `form` is what sort of number it belongs to or what sort of value it is, `size` the size of the value, each where
    it tells how sure the field is.
    """

    rule: str
    certainty: float
    form: str = "-"
    size: int = 0


class Standing(NamedTuple):
    """How a place or a period stands among those of its document.

    `share` is that of the figures that have it (0..1), `most` whether no other is more frequent, `different` how many
    there are for each figure (0..1), `figures` how many figures the document has.
    """

    share: float
    most: bool
    different: float
    figures: int


def marks(evidence: Evidence, standing: Standing | None = None) -> dict[str, float]:
    """Return what the model of a field sees of its evidence, and of how its value stands in the document."""
    seen = {
        "bias": 1.0,
        "certainty": _log_odds(evidence.certainty),
        f"rule={evidence.rule}": 1.0,
        f"form={evidence.form}": 1.0,
        f"size={evidence.size}": 1.0,
    }
    if standing is not None:
        seen |= {
            "share": standing.share,
            "log share": log(standing.share),
            "most": float(standing.most),
            "different": standing.different,
            "log figures": log(standing.figures),
        }
    return seen


class Claim(NamedTuple):
    """What is judged of a figure: the evidence for each of `FIELDS`, and the place and the period that it gave."""

    evidence: Mapping[str, Evidence]
    place: Hashable
    period: Hashable


def standings(claims: Sequence[Claim]) -> list[dict[str, Standing]]:
    """Return for each figure of a document how its place and its period stand there."""
    count = len(claims)
    found: list[dict[str, Standing]] = [{} for _ in claims]
    for field in ("place", "period"):
        values = [getattr(claim, field) for claim in claims]
        times = Counter(values)
        most = max(times.values(), default=0)
        for each, value in zip(found, values, strict=True):
            each[field] = Standing(times[value] / count, times[value] == most, len(times) / count, count)
    return found


class Judgement(NamedTuple):
    """The probability that the whole record is right, and its doubtful fields, worst first."""

    confidence: float
    uncertain: tuple[str, ...]


class ConfidenceModel:
    """Weights of the marks for each field, and those of what the model of the record sees (see `views`)."""

    def __init__(self, fields: Mapping[str, Mapping[str, float]], record: Mapping[str, float]) -> None:
        self.fields = fields
        self.record = record
        self._known = lru_cache(maxsize=_REMEMBERED)(self._probability)

    @classmethod
    def load(cls) -> ConfidenceModel:
        """Read the weights that are shipped with the program."""
        return cls(**json.loads(_WEIGHTS.read_text("utf-8")))

    def judge(self, claims: Sequence[Claim], length: int) -> list[Judgement]:
        """Judge the figures of one document, all of them together.

        Args:
            claims: its figures.
            length: that of its text, in characters.
        """
        weight = self.record.__getitem__
        judged = []
        fields = self.probabilities(claims)
        for each, view in zip(fields, self.views(fields, length), strict=True):
            confidence = round(_logistic(sum([weight(name) * value for name, value in view.items()])), 3)
            doubtful = sorted((probability, field) for field, probability in each.items() if probability < DOUBTFUL)
            judged.append(Judgement(confidence, tuple(field for _, field in doubtful)))
        return judged

    def probabilities(self, claims: Sequence[Claim]) -> list[dict[str, float]]:
        """Return for each figure of a document how probable each of its fields is."""
        return [
            {field: self._known(field, evidence, standing.get(field)) for field, evidence in claim.evidence.items()}
            for claim, standing in zip(claims, standings(claims), strict=True)
        ]

    def views(self, fields: Sequence[Mapping[str, float]], length: int) -> Iterator[dict[str, float]]:
        """Yield what the model of the record sees of each figure of a document.

        That is how probable each field is, and how probable on average in the document; how many figures there are,
        and how much text.

        Args:
            fields: the probabilities of the fields of its figures.
            length: that of its text, in characters.
        """
        if not fields:
            return
        document = {"bias": 1.0, "figures": log(1 + len(fields)), "length": log(1 + length)}
        for field in FIELDS:
            document[f"mean {field}"] = _log_odds(sum(each[field] for each in fields) / len(fields))
        for each in fields:
            yield document | {field: log(probability) for field, probability in each.items()}

    def _probability(self, field: str, evidence: Evidence, standing: Standing | None) -> float:
        weights = self.fields[field]
        return _logistic(sum(weights.get(mark, 0.0) * value for mark, value in marks(evidence, standing).items()))


def _log_odds(probability: float) -> float:
    probability = min(1 - _LEAST, max(_LEAST, probability))
    return log(probability / (1 - probability))


def _logistic(x: float) -> float:
    return min(1 - _LEAST, max(_LEAST, 1 / (1 + exp(-max(-30.0, min(30.0, x))))))
