"""What the pattern files hold about the words of a sentence: numbers, units, cues, status and items."""

from __future__ import annotations

import re
from enum import StrEnum

from pydantic import Field, field_validator

from report_miner.model import Status
from report_miner.patterns.files import Entry, NamedPattern, SidedPatterns

_REPEATED_BEGINNING = re.compile(r"\(\?:(?:[^()]|\([^()]*\))*\)[?*+{]")


class Masks(Entry):
    """patterns/masks.yaml: what looks like a figure and is none."""

    masks: tuple[NamedPattern, ...]

    @field_validator("masks")
    @classmethod
    def _begin_for_sure(cls, masks: tuple[NamedPattern, ...]) -> tuple[NamedPattern, ...]:
        """A mask is looked for by its first characters, so these may neither be missing nor repeat as a group."""
        for mask in masks:
            if _REPEATED_BEGINNING.match(mask.pattern):
                raise ValueError(f"{mask.name}: mẫu không được bắt đầu bằng một nhóm có ?, *, + hay {{n}}")
        return masks


class NumberWords(Entry):
    """patterns/numbers.yaml: the words of numbers, and the words beside one that say whether it states an amount."""

    digits: dict[str, int]
    after_tens: dict[str, int]
    ten: str
    tens: str
    hundred: str
    zero_tens: frozenset[str]
    scales: dict[str, int]
    half: frozenset[str]
    half_of: str
    part_of: str
    decimal_marks: frozenset[str]
    minus: frozenset[str]
    percent: tuple[str, ...]
    suffixes: dict[str, int]
    currencies: dict[str, str]
    no_scales: dict[str, tuple[str, ...]]
    scale_for_both: tuple[str, ...]
    never_after: frozenset[str]
    durations: frozenset[str]
    not_counted_in_words: frozenset[str]
    pointing_back: frozenset[str]
    one_after: tuple[str, ...]
    five_after: frozenset[str]
    no_five_before: tuple[str, ...]
    times_after: tuple[str, ...]
    times_within: tuple[str, ...]
    amount_after: frozenset[str]
    tally_after: frozenset[str]


class UnitFamily(Entry):
    """Units of one currency or one physical quantity; `forms` are lower-case.

    `uniform`: the record has the name for every form; else the unit as the text has it, and the name for a sign.
    """

    name: str
    forms: tuple[str, ...]
    uniform: bool = False


class PairWords(Entry):
    """What makes n/m a pair: `held`, `happens`, `harms` before it, `harmed` behind it; `cases` are counted.

    A share of one of `plans` makes it none.
    """

    held: tuple[str, ...]
    happens: tuple[str, ...]
    harms: tuple[str, ...]
    harmed: tuple[str, ...]
    plans: tuple[str, ...]
    cases: tuple[str, ...]


class LandWords(Entry):
    """`forms` that measure land only behind one of the words `before`, in the same clause, or with one `ahead`."""

    forms: frozenset[str]
    ahead: tuple[str, ...]
    before: tuple[str, ...]


class Units(Entry):
    """patterns/units.yaml: what numbers count and measure. `counted` maps a family to its nouns."""

    currencies: tuple[UnitFamily, ...]
    measures: tuple[UnitFamily, ...]
    rates: tuple[str, ...]
    scores: tuple[str, ...]
    percent: tuple[str, ...]
    percent_points: tuple[str, ...]
    only_beginning: dict[str, str]
    of_land: LandWords
    classifiers: tuple[str, ...]
    counted: dict[str, tuple[str, ...]]
    deeds: frozenset[str]
    per_head: tuple[str, ...]
    scored: tuple[str, ...]
    averaged: tuple[str, ...]
    spans_of_life: tuple[str, ...]
    pairs: PairWords
    sharing: tuple[str, ...]
    comparators: tuple[str, ...]
    number_of: tuple[str, ...]
    no_number_of: tuple[str, ...]
    no_number_after: tuple[str, ...]
    planned: tuple[str, ...]
    never_joined: frozenset[str]
    never: frozenset[str]
    never_alone: frozenset[str]


class CueRole(StrEnum):
    """What a cue does for the numbers around it; patterns/cues.yaml describes each role by its entries."""

    INCREASE = "increase"
    DECREASE = "decrease"
    ADJACENT_INCREASE = "adjacent_increase"
    ADJACENT_DECREASE = "adjacent_decrease"
    PERCENT_INCREASE = "percent_increase"
    PERCENT_DECREASE = "percent_decrease"
    BARE_PERCENT_DECREASE = "bare_percent_decrease"
    MORE = "more"
    LESS = "less"
    EXCEED = "exceed"
    GROWTH = "growth"
    DECLINE = "decline"
    LEVEL = "level"
    VERB = "verb"
    CONTRAST = "contrast"
    LINK = "link"
    REACH = "reach"
    FROM = "from"
    EQUATE = "equate"
    ABOVE = "above"
    AT_LEAST = "at_least"
    BELOW = "below"
    AT_MOST = "at_most"
    ABOUT = "about"
    OR_MORE = "or_more"
    OR_LESS = "or_less"
    ESTIMATE = "estimate"
    EXPECT = "expect"
    FUTURE = "future"
    COMING = "coming"
    OUTLOOK = "outlook"
    OUTCOME = "outcome"
    POSSIBLE = "possible"
    HOPE = "hope"
    NORM = "norm"
    PENALTY = "penalty"
    TARGET = "target"
    PLAN = "plan"
    ASSIGN = "assign"
    ALLOT = "allot"
    ACTUAL = "actual"
    NOW = "now"
    REFERENCE = "reference"
    CARRY = "carry"
    NONE = "none"


class Cue(Entry):
    """One entry of patterns/cues.yaml: words (lower case) that play one role.

    In an example the part between ⟦ and ⟧ is what the scan must find in this role.
    """

    name: str
    role: CueRole
    forms: tuple[str, ...] = Field(min_length=1)
    examples: tuple[str, ...] = Field(min_length=1)
    counter_examples: tuple[str, ...] = ()
    note: str = ""


class StatusHeading(Entry):
    """Words that a heading begins with, and the status of the figures under it.

    Within a part that reports, one that is `neutral` only names what is measured there.
    """

    name: str
    status: Status
    neutral: bool = False
    forms: tuple[str, ...] = Field(min_length=1)
    examples: tuple[str, ...] = Field(min_length=1)
    counter_examples: tuple[str, ...] = ()


class Cues(SidedPatterns):
    """patterns/cues.yaml: the words that give a number its change, bound and status."""

    cues: tuple[Cue, ...]
    headings: tuple[StatusHeading, ...]


class BulletinWords(Entry):
    """What opens a bulletin, what it speaks of, and what tells of things observed."""

    opens: tuple[str, ...] = Field(min_length=1)
    about: tuple[str, ...] = Field(min_length=1)
    observed: tuple[str, ...] = Field(min_length=1)


class StatusWords(SidedPatterns):
    """patterns/status.yaml: the words that the grammar of the status leans on."""

    forecast: BulletinWords
    works: BulletinWords


class ItemWords(SidedPatterns):
    """patterns/items.yaml: the words that lead to the name of what a number measures.

    `connectors` maps a class of linking words to its forms; the other lists are explained in the file.
    """

    connectors: dict[str, tuple[str, ...]]
    hard: tuple[str, ...]
    breaks: tuple[str, ...]
    paired: tuple[str, ...]
    coupled: tuple[str, ...]
    wholes: tuple[str, ...]
    unbroken: tuple[str, ...]
    remaining: tuple[str, ...]
    turns: tuple[str, ...]
    openers: tuple[str, ...]
    saying: tuple[str, ...]
    predicates: tuple[str, ...]
    heads: dict[str, tuple[str, ...]]
    function: tuple[str, ...]
    beginnings: dict[str, tuple[str, ...]]
    conjunctions: tuple[str, ...]
    back_references: tuple[str, ...]
    pointing: tuple[str, ...]
    comparisons: tuple[str, ...]
    bare_heads: tuple[str, ...]
    dangling: tuple[str, ...]
    leading: tuple[str, ...]
    trailing: tuple[str, ...]
