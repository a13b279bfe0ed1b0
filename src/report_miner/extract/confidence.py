"""How sure the program is of a whole record, and which of its fields deserve an eye.

Each stage says by which rule it found its field and how sure it is. A logistic model for each field, fitted on
annotated documents (scripts/train_confidence.py), turns this into the probability that the field is right; the
confidence of the record is the calibrated product of these.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
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
    certainty = min(1 - _LEAST, max(_LEAST, evidence.certainty))
    return {
        "bias": 1.0,
        "certainty": log(certainty / (1 - certainty)),
        f"rule={evidence.rule}": 1.0,
        f"form={evidence.form}": 1.0,
        f"size={evidence.size}": 1.0,
    }


class ConfidenceModel:
    """Weights of the marks for each field, and the two numbers that calibrate their product."""

    def __init__(self, fields: Mapping[str, Mapping[str, float]], offset: float, slope: float) -> None:
        self.fields = fields
        self.offset = offset
        self.slope = slope
        self._known = lru_cache(maxsize=_REMEMBERED)(self._probability)

    @classmethod
    def load(cls) -> ConfidenceModel:
        """Read the weights that are shipped with the program."""
        weights = json.loads(_WEIGHTS.read_text("utf-8"))
        return cls(weights["fields"], weights["offset"], weights["slope"])

    def probabilities(self, evidence: Mapping[str, Evidence]) -> dict[str, float]:
        """Return for each field the probability that it is right."""
        return {field: self._known(field, each) for field, each in evidence.items()}

    def judge(self, evidence: Mapping[str, Evidence]) -> tuple[float, tuple[str, ...]]:
        """Return the probability that the whole record is right, and the fields that are doubtful, worst first."""
        fields = self.probabilities(evidence)
        return self.whole(fields.values()), tuple(
            field for field, probability in sorted(fields.items(), key=lambda pair: pair[1]) if probability < DOUBTFUL
        )

    def whole(self, probabilities: Iterable[float]) -> float:
        """Return the confidence of a record from the probabilities of its fields."""
        product = sum(log(probability) for probability in probabilities)
        return round(_logistic(self.offset + self.slope * product), 3)

    def _probability(self, field: str, evidence: Evidence) -> float:
        weights = self.fields[field]
        return _logistic(sum(weights.get(mark, 0.0) * value for mark, value in marks(evidence).items()))


def _logistic(x: float) -> float:
    return min(1 - _LEAST, max(_LEAST, 1 / (1 + exp(-max(-30.0, min(30.0, x))))))
