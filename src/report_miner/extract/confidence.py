"""How sure the program is of a whole record, and which of its fields deserve an eye.

Each stage says by which rule it found its field and how sure it is. A logistic model for each field, fitted on
annotated documents (scripts/train_confidence.py), turns this into the probability that the field is right. Another
one turns these into the confidence of the record, together with the document around it: where most fields are
doubtful the others are, too, and a figure of another place or period than those beside it is more often wrong.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
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
    """Why a field has its value: the rule that gave it, that rule's own certainty (0..1), and the number's form.

    `size` is that of the value, where it tells how sure it is.
    """

    rule: str
    certainty: float
    form: str = "-"
    size: int = 0


def marks(evidence: Evidence) -> dict[str, float]:
    """Return what the model of a field sees of its evidence."""
    return {
        "bias": 1.0,
        "certainty": _log_odds(evidence.certainty),
        f"rule={evidence.rule}": 1.0,
        f"form={evidence.form}": 1.0,
        f"size={evidence.size}": 1.0,
    }


class Claim(NamedTuple):
    """What is judged of a figure: the evidence for each of `FIELDS`, and the place and the period that it gave."""

    evidence: Mapping[str, Evidence]
    place: object
    period: object


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
        for claim, view in zip(claims, self.views(claims, length), strict=True):
            confidence = round(_logistic(sum([weight(name) * value for name, value in view.items()])), 3)
            fields = sorted((self._known(field, each), field) for field, each in claim.evidence.items())
            judged.append(Judgement(confidence, tuple(field for share, field in fields if share < DOUBTFUL)))
        return judged

    def views(self, claims: Sequence[Claim], length: int) -> Iterator[dict[str, float]]:
        """Yield what the model of the record sees of each figure of a document (arguments as for `judge`).

        That is how probable each field is, and how probable on average in the document; the shares of its figures
        that have the same place and the same period; how many figures there are, and how much text.
        """
        if not claims:
            return
        count = len(claims)
        fields = [{field: self._known(field, each) for field, each in claim.evidence.items()} for claim in claims]
        places = Counter(claim.place for claim in claims)
        periods = Counter(claim.period for claim in claims)
        document = {"bias": 1.0, "figures": log(1 + count), "length": log(1 + length)}
        for field in FIELDS:
            document[f"mean {field}"] = _log_odds(sum(each[field] for each in fields) / count)
        for claim, probabilities in zip(claims, fields, strict=True):
            view = {field: log(probability) for field, probability in probabilities.items()}
            same = {"same place": places[claim.place] / count, "same period": periods[claim.period] / count}
            yield document | view | same

    def _probability(self, field: str, evidence: Evidence) -> float:
        weights = self.fields[field]
        return _logistic(sum(weights.get(mark, 0.0) * value for mark, value in marks(evidence).items()))


def _log_odds(probability: float) -> float:
    probability = min(1 - _LEAST, max(_LEAST, probability))
    return log(probability / (1 - probability))


def _logistic(x: float) -> float:
    return min(1 - _LEAST, max(_LEAST, 1 / (1 + exp(-max(-30.0, min(30.0, x))))))
