"""The sets of criteria: patterns/criteria/*.yaml, one set a file, and a user's own files of the same form.

A test is keyed by set, level and code: one code means different things in different sets. A test rests on what was
read in its sources; one that is not `verified` never decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path

from pydantic import Field, model_validator

from report_miner.assess.measures import Assessing, load_assessing
from report_miner.assess.mistakes import Mistake, Where, located, read_or_mistakes
from report_miner.errors import PatternError, UsageError
from report_miner.patterns import Entry, Patterns, load_patterns
from report_miner.texts import say

_SUFFIXES = (".yaml", ".yml")


class Comparator(StrEnum):
    """How what is found is set against the threshold.

    The `change` ones look at the change in per cent, a fall being negative; plain `change` asks only that there be no
    rise. `composite` stands for conditions that nobody has read.
    """

    AT_LEAST = ">="
    AT_MOST = "<="
    EQUAL = "=="
    ABOVE = ">"
    BELOW = "<"
    ABOUT = "~"
    BETWEEN = "between"
    ZERO = "zero"
    EXISTS = "exists"
    NOT_MEMBER = "not_member"
    EQUALS_LABEL = "equals_label"
    CHANGE = "change"
    CHANGE_AT_MOST = "change<="
    CHANGE_BELOW = "change<"
    COMPOSITE = "composite"


CHANGES = (Comparator.CHANGE, Comparator.CHANGE_AT_MOST, Comparator.CHANGE_BELOW)
AMOUNTS = (
    *(Comparator.AT_LEAST, Comparator.AT_MOST, Comparator.EQUAL, Comparator.ABOVE, Comparator.BELOW),
    *(Comparator.ABOUT, Comparator.BETWEEN),
)
NUMERIC = (*AMOUNTS, Comparator.CHANGE_AT_MOST, Comparator.CHANGE_BELOW)


class Verification(StrEnum):
    """Whether the condition was read in its source (`verified`), in part, or not at all."""

    VERIFIED = "verified"
    PARTIAL = "partial"
    UNVERIFIED = "unverified"


class Rule(StrEnum):
    """Readings that a test asks for; patterns/assess.yaml explains them."""

    ZERO_BASELINE = "zero_baseline"
    SMALL_COUNT = "small_count"
    CEILING = "ceiling"
    STATED_ZERO = "stated_zero"


class Baseline(StrEnum):
    """What a change is measured against: the year before, or each of several years before."""

    PREVIOUS_YEAR = "previous_year"
    PREVIOUS_YEARS = "previous_years"


class Level(StrEnum):
    """Whom a set or a test is for."""

    HAMLET = "thon"
    COMMUNE = "xa"
    ADVANCED_COMMUNE = "xa_nang_cao"
    MODEL_COMMUNE = "xa_kieu_mau"
    DISTRICT = "huyen"
    ADVANCED_DISTRICT = "huyen_nang_cao"
    PROVINCE = "tinh"
    NATION = "quoc_gia"


class Years(Entry):
    """From one year to another, both included."""

    first: int = Field(alias="from", ge=1900, le=2100)
    last: int = Field(alias="to", ge=1900, le=2100)

    @model_validator(mode="after")
    def _in_order(self) -> Years:
        if self.first > self.last:
            raise ValueError(say("assess.years_reversed", first=self.first, last=self.last))
        return self


class SourceText(Entry):
    """Where a condition was read."""

    title: str
    url: str | None = None


class CriterionTest(Entry):
    """One test of a criterion.

    `threshold` in words is shown and never decides; `baseline` may be a year;
    `measures` name entries of patterns/assess.yaml, and each is tested by itself; `valid` are the years in which
    the threshold holds, those of the set by default.
    """

    id: str = Field(pattern=r"^[\w.]+$")
    name: str = ""
    comparator: Comparator
    threshold: Decimal | tuple[Decimal, Decimal] | str | None = None
    threshold_by_region: dict[str, Decimal] = Field(default_factory=dict)
    threshold_by_province: dict[str, Decimal] = Field(default_factory=dict)
    unit: str = ""
    period: str = ""
    baseline: int | Baseline | None = None
    measures: tuple[str, ...] = ()
    rules: frozenset[Rule] = frozenset()
    level: tuple[Level, ...] = ()
    valid: Years | None = None
    status: Verification | None = None
    source: tuple[str, ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def _is_complete(self) -> CriterionTest:
        some = self.threshold is not None or self.threshold_by_region or self.threshold_by_province
        if self.comparator in NUMERIC and not some:
            raise ValueError(say("assess.no_threshold", comparator=self.comparator.value))
        if self.comparator is Comparator.BETWEEN and not isinstance(self.threshold, tuple):
            raise ValueError(say("assess.no_range"))
        if self.comparator is Comparator.EQUALS_LABEL and not isinstance(self.threshold, str):
            raise ValueError(say("assess.no_label"))
        return self


class Criterion(Entry):
    """One criterion: what it is called, and its tests. `attained` is the measure that says whether it was reached."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    aggregation: str | None = Field(default=None, pattern="^all$")
    attained: str | None = None
    status: Verification | None = None
    source: tuple[str, ...] = ()
    note: str = ""
    tests: tuple[CriterionTest, ...] = Field(min_length=1)


class CriteriaSet(Entry):
    """One set of criteria, for a level, a period and, where `province` is given, for that province alone.

    `compared_from` is the first year whose results are laid beside it, if that is before its period.
    """

    id: str = Field(pattern=r"^[\w.-]+$")
    title: str
    document: str
    issued: date | None = None
    effective: date | None = None
    period: Years
    compared_from: int | None = None
    level: tuple[Level, ...] = Field(min_length=1)
    province: str | None = None
    criteria_count: int | None = None
    status: Verification
    source: tuple[str, ...] = ()
    sources: dict[str, SourceText] = Field(default_factory=dict)
    note: str = ""
    criteria: tuple[Criterion, ...] = Field(min_length=1)

    def verification(self, criterion: Criterion, test: CriterionTest) -> Verification:
        """How far a test is verified: what it says itself, else its criterion, else the set."""
        return test.status or criterion.status or self.status

    def levels(self, test: CriterionTest) -> tuple[Level, ...]:
        """Whom a test is for."""
        return test.level or self.level

    def years(self, test: CriterionTest) -> Years:
        """The years whose results a test is for."""
        if test.valid:
            return test.valid
        return Years(**{"from": min(self.period.first, self.compared_from or 9999), "to": self.period.last})


def load_criteria(patterns: Patterns | None = None) -> dict[str, CriteriaSet]:
    """Return every set of `patterns` (the program's own by default) by its id, a user's in place of ours.

    Raises:
        PatternError: a file is broken; the message names file, line and remedy.
    """
    return _load_all(patterns or load_patterns())


@cache
def _load_all(patterns: Patterns) -> dict[str, CriteriaSet]:
    found: dict[str, CriteriaSet] = {}
    for folder in (patterns.directory, patterns.over):
        for path in sorted((folder / "criteria").glob("*.yaml")) if folder else ():
            criteria = read_criteria_file(path, patterns=patterns)
            found[criteria.id] = criteria
    return dict(sorted(found.items()))


def find_criteria(name: str, patterns: Patterns | None = None) -> CriteriaSet:
    """Return the set of that id, or the one in that YAML file.

    Raises:
        UsageError: there is no such set.
        PatternError: the file is broken.
    """
    if name.endswith(_SUFFIXES):
        return read_criteria_file(Path(name), patterns=patterns)
    sets = load_criteria(patterns)
    if name not in sets:
        raise UsageError(
            say("assess.unknown_set", name=name), remedy=say("assess.unknown_set_remedy", names=", ".join(sets))
        )
    return sets[name]


def read_criteria_file(path: Path, *, patterns: Patterns | None = None) -> CriteriaSet:
    """Return the set of one file.

    Raises:
        PatternError: the first mistake in it, with file, line and remedy.
    """
    found = _read(path, patterns)
    if isinstance(found, CriteriaSet):
        return found
    raise found[0]


def check_criteria_file(path: Path, *, patterns: Patterns | None = None) -> list[PatternError]:
    """Return every mistake in a file of criteria, in the order of its lines; none for a good one."""
    found = _read(path, patterns)
    return [] if isinstance(found, CriteriaSet) else found


def _read(path: Path, patterns: Patterns | None) -> CriteriaSet | list[PatternError]:
    """The set of one file, or every mistake in it."""
    found = read_or_mistakes(path, CriteriaSet)
    if isinstance(found, CriteriaSet):
        contradictions = list(_contradictions(found, load_assessing(patterns)))
        return located(path, contradictions) if contradictions else found
    return found


def _contradictions(criteria: CriteriaSet, assessing: Assessing) -> Iterator[Mistake]:
    """Yield what no entry shows by itself: names used twice, and names of nothing."""
    codes = Counter(criterion.code for criterion in criteria.criteria)
    yield from _unknown_sources(criteria, (), criteria.source)
    for position, criterion in enumerate(criteria.criteria):
        here: Where = ("criteria", position)
        if codes[criterion.code] > 1:
            yield (*here, "code"), say("assess.twice", name=criterion.code)
        yield from _unknown_sources(criteria, here, criterion.source)
        if criterion.attained and criterion.attained not in assessing.by_name:
            yield (*here, "attained"), say("assess.unknown_measure", name=criterion.attained)
        ids = Counter(test.id for test in criterion.tests)
        for number, test in enumerate(criterion.tests):
            there: Where = (*here, "tests", number)
            if ids[test.id] > 1:
                yield (*there, "id"), say("assess.twice", name=test.id)
            yield from _unknown_sources(criteria, there, test.source)
            yield from _unknown_names(test, there, assessing)


def _unknown_names(test: CriterionTest, there: Where, assessing: Assessing) -> Iterator[Mistake]:
    for index, name in enumerate(test.measures):
        if name not in assessing.by_name:
            yield (*there, "measures", index), say("assess.unknown_measure", name=name)
    for region in test.threshold_by_region:
        if region not in assessing.regions:
            names = ", ".join(assessing.regions)
            yield (*there, "threshold_by_region", region), say("assess.unknown_region", name=region, names=names)


def _unknown_sources(criteria: CriteriaSet, here: Where, names: Sequence[str]) -> Iterator[Mistake]:
    for index, name in enumerate(names):
        if name not in criteria.sources:
            yield (*here, "source", index), say("assess.unknown_source", name=name)
