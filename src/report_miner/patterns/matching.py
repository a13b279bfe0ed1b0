"""What the pattern files hold for spaCy's Matcher: patterns that users can add to."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from pydantic import Field, field_validator, model_validator

from report_miner.model import Kind, Status
from report_miner.patterns.files import Entry
from report_miner.texts import say
from report_miner.token_patterns import token_mistake, words_of


class MatcherPattern(Entry):
    """One entry of patterns/matcher.yaml: a spaCy Matcher pattern and what it says of the numbers that it spans.

    A token is a spaCy token pattern or, in short, words in lower case. In an example the part between ⟦ and ⟧ is what
    the pattern must span.
    """

    name: str
    pattern: tuple[str | dict[str, Any], ...] = Field(min_length=1)
    mask: bool = False
    item: str | None = None
    unit: str | None = None
    kind: Kind | None = None
    status: Status | None = None
    examples: tuple[str, ...] = Field(min_length=1)
    counter_examples: tuple[str, ...] = ()
    note: str = ""

    @field_validator("pattern", mode="before")
    @classmethod
    def _tokens_are_known(cls, tokens: Any) -> Any:
        for number, token in enumerate(tokens if isinstance(tokens, list) else (), 1):
            if reason := token_mistake(token):
                raise ValueError(say("matcher.token", number=number, reason=reason))
        return tokens

    @model_validator(mode="after")
    def _has_words_and_an_effect(self) -> MatcherPattern:
        if not self.literals:
            raise ValueError(say("matcher.no_words"))
        if self.mask == any((self.item, self.unit, self.kind, self.status)):
            raise ValueError(say("matcher.no_effect"))
        return self

    @cached_property
    def literals(self) -> tuple[tuple[str, ...], ...]:
        """The words that a text must hold before the pattern is tried: one of each group."""
        return tuple(group for token in self.pattern if (group := words_of(token)))


class MatcherPatterns(Entry):
    """patterns/matcher.yaml: spaCy Matcher patterns that mask numbers or tell more of them."""

    patterns: tuple[MatcherPattern, ...]
