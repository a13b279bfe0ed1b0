"""The part of speech of each word of a text, by underthesea's models.

`underthesea.pos_tag` parses its feature templates anew for every word, which takes more than half of its time. Here
they are parsed once; the models, and so the tags, are the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple, Protocol

_TEMPLATE = re.compile(r"T\[(?P<first>-?\d+)(?:,(?P<last>-?\d+))?\](?:\[(?P<column>\d)\])?(?:\.(?P<function>\w+))?")


class _Model(Protocol):
    def tag(self, features: Sequence[Sequence[str]]) -> list[str]: ...


class _Feature(NamedTuple):
    """What the model is told of the words from `first` to `last`, counted from the word that it tags."""

    prefix: str
    first: int
    last: int
    column: str

    def of_each(self, columns: dict[str, list[str]]) -> list[str]:
        """What the model is told, word for word."""
        words, length = columns[self.column], self.last - self.first + 1
        return [
            f"{self.prefix}BOS"
            if start < 0
            else f"{self.prefix}EOS"
            if start + length > len(words)
            else self.prefix + (words[start] if length == 1 else " ".join(words[start : start + length]))
            for start in range(self.first, self.first + len(words))
        ]


def tag_words(text: str) -> list[tuple[str, str]]:
    """Return what `underthesea.pos_tag` returns: the words of a text, each with its tag ("N", "Nc", "V" …)."""
    from underthesea import word_tokenize

    words: list[str] = word_tokenize(text)
    model, features, is_title = _tagger()
    columns = {
        "word": words,
        "lower": [word.lower() for word in words],
        "istitle": [str(is_title(word)) for word in words],
        "unknown": ["X"] * len(words),
    }
    tags = model.tag(list(zip(*(feature.of_each(columns) for feature in features), strict=True)))
    return list(zip(words, tags, strict=True))


@cache
def _tagger() -> tuple[_Model, tuple[_Feature, ...], Callable[[str], bool]]:
    from underthesea.pipeline.pos_tag.model_crf import CRFPOSTagPredictor
    from underthesea.pipeline.pos_tag.tagged_feature import text_istitle

    predictor = CRFPOSTagPredictor.Instance()
    return predictor.model, tuple(_features(predictor.transformer.template)), text_istitle


def _features(templates: Sequence[str]) -> Iterator[_Feature]:
    for template in templates:
        parts = _TEMPLATE.fullmatch(template)
        assert parts is not None, f"underthesea has a template of a new form: {template}"
        first, last, column, function = parts.groups()
        yield _Feature(f"{template}=", int(first), int(last or first), function or ("unknown" if column else "word"))
