"""Patterns in the notation of spaCy's Matcher, which a user adds in matcher.yaml.

spaCy is loaded only when a sentence holds a number and the fixed words of a pattern, and only such sentences are
cut into tokens: syllables, numbers and punctuation marks.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from report_miner.clean.shadow import Shadow, shadow_of
from report_miner.extract.numbers import Number
from report_miner.language.sentences import Sentence
from report_miner.model import Kind, Status
from report_miner.patterns import MatcherPattern

Span = tuple[int, int]

_NUMBER = re.compile(r"\d+(?:[.,/]\d+)*")
_SYLLABLE = re.compile(r"\d+(?:[.,/]\d+)*|\w+|[^\w\s]")
_WORD_KEYS = ("LOWER", "TEXT", "ORTH")


@dataclass(frozen=True, slots=True)
class Effect:
    """What a pattern says of a number; None where it says nothing. `name` is the pattern's."""

    name: str = ""
    mask: bool = False
    item: str | None = None
    unit: str | None = None
    kind: Kind | None = None
    status: Status | None = None


NO_EFFECT = Effect()


class PatternMatcher:
    """Finds what the Matcher patterns say of the numbers of a document; built once from the patterns."""

    def __init__(self, patterns: Sequence[MatcherPattern]) -> None:
        self._patterns = patterns
        self._literals = [
            tuple(tuple(shadow_of(word).lower for word in group) for group in pattern.literals)
            for pattern in patterns
        ]
        self._effects = {
            pattern.name: Effect(pattern.name, pattern.mask, pattern.item, pattern.unit, pattern.kind, pattern.status)
            for pattern in patterns
        }

    def find(self, shadow: Shadow, sentences: Sequence[Sentence], numbers: Sequence[Number]) -> Mapping[int, Effect]:
        """Return the effect on each number that a pattern spans, by the start of the number.

        Where two patterns span a number, the one that stands later in the file (a user's after ours) holds.
        """
        alive = [index for index, groups in enumerate(self._literals) if _all_in(groups, shadow.lower)]
        if not alive:
            return {}
        found: dict[int, tuple[int, Effect]] = {}
        starts = [number.start for number in numbers]
        for sentence in sentences:
            inside = starts[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
            lower = shadow.lower[sentence.start : sentence.end] if inside else ""
            if not any(_all_in(self._literals[index], lower) for index in alive if inside):
                continue
            for rank, (start, end) in self.spans(shadow.text[sentence.start : sentence.end]):
                effect = self._effects[self._patterns[rank].name]
                for number in inside:
                    if start <= number - sentence.start < end and found.get(number, (-1,))[0] <= rank:
                        found[number] = rank, effect
        return {start: effect for start, (_, effect) in found.items()}

    def spans(self, text: str) -> Iterator[tuple[int, Span]]:
        """Yield the rank of each pattern that matches in a shadow, and the longest stretches that it spans."""
        by_rank: dict[int, list[Span]] = {}
        for rank, start, end in self._match(text):
            by_rank.setdefault(rank, []).append((start, end))
        for rank, spans in sorted(by_rank.items()):
            reached = -1
            for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
                if start >= reached:
                    reached = end
                    yield rank, (start, end)

    @cached_property
    def _match(self) -> Callable[[str], Iterator[tuple[int, int, int]]]:
        """The Matcher over the tokens of a text, giving the rank of the pattern and offsets of characters."""
        from spacy.attrs import LIKE_NUM
        from spacy.lang.xx import MultiLanguage
        from spacy.matcher import Matcher
        from spacy.vocab import create_vocab

        from report_miner.language.tokenizer import Tokenizer

        vocab: Any = create_vocab("xx", MultiLanguage.Defaults)
        vocab.lex_attr_getters[LIKE_NUM] = lambda token: bool(_NUMBER.fullmatch(token))
        tokenizer = Tokenizer(vocab, words=False)
        matcher = Matcher(vocab, validate=True)
        ranks = {}
        for rank, pattern in enumerate(self._patterns):
            ranks[vocab.strings.add(pattern.name)] = rank
            matcher.add(pattern.name, [[token for part in pattern.pattern for token in _tokens(part)]])

        def match(text: str) -> Iterator[tuple[int, int, int]]:
            doc = tokenizer(text)
            for name, start, end in matcher(doc):
                last = doc[end - 1]
                yield ranks[name], doc[start].idx, last.idx + len(last)

        return match


def _tokens(part: str | Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The token patterns of a part of a pattern, with its words spelled as in a shadow."""
    if isinstance(part, str):
        yield from ({"LOWER": syllable} for syllable in _SYLLABLE.findall(shadow_of(part).lower))
    else:
        yield {key: _spelled(value) if key in _WORD_KEYS else value for key, value in part.items()}


def _spelled(value: Any) -> Any:
    if isinstance(value, str):
        return shadow_of(value).text
    return {
        key: [shadow_of(word).text for word in words] if isinstance(words, list) else words
        for key, words in value.items()
    }


def _all_in(groups: Sequence[Sequence[str]], text: str) -> bool:
    return all(any(word in text for word in group) for group in groups)
