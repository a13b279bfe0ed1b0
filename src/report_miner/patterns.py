"""Loads and validates patterns/ once: the domain knowledge as data.

A broken entry raises `PatternError`, which names file, line and remedy. A user's own folder (`--patterns DIR`) is
laid over ours: a file of the same name adds to it, and an entry with the same name or code replaces ours.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from report_miner.errors import PatternError
from report_miner.model import Kind, Status
from report_miner.texts import say
from report_miner.token_patterns import token_mistake, words_of

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_IN_WHEEL = Path(__file__).parent / "_patterns"
_IN_CHECKOUT = Path(__file__).parents[2] / "patterns"
_OURS = _IN_WHEEL if _IN_WHEEL.is_dir() else _IN_CHECKOUT


class Entry(BaseModel):
    """Base of everything that a pattern file holds: frozen, and unknown keys are mistakes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class NamedPattern(Entry):
    """A regular expression over the shadow of a text, with examples that prove it.

    `examples` must match (exactly the part between ⟦ and ⟧ where it is marked); `counter_examples` must not.
    """

    name: str
    pattern: str
    examples: tuple[str, ...] = Field(min_length=1)
    counter_examples: tuple[str, ...] = ()
    note: str = ""

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, value: str) -> str:
        try:
            re.compile(value)
        except re.error as error:
            raise ValueError(f"biểu thức chính quy sai: {error}") from error
        return value

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The compiled expression."""
        return re.compile(self.pattern)


EntryType = TypeVar("EntryType", bound=Entry)
_REPEATED_BEGINNING = re.compile(r"\(\?:(?:[^()]|\([^()]*\))*\)[?*+{]")


def read_yaml(path: Path, model: type[EntryType], *, over: Path | None = None) -> EntryType:
    """Return the file `path`, with the file `over` laid over it, as a `model`.

    Raises:
        PatternError: the file is missing, is no YAML, or an entry is not what `model` asks for.
    """
    data = _load(path)
    if over is not None and over.is_file():
        extra = _load(over)
        try:
            model.model_validate(_laid_over(_empty_like(data), extra))
        except ValidationError as error:
            raise _invalid(over, error) from error
        data = _laid_over(data, extra)
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise _invalid(path, error) from error


def _load(path: Path) -> Any:
    try:
        source = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PatternError(
            say("patterns.unreadable", file=path, reason=error), remedy=say("patterns.unreadable_remedy")
        ) from error
    try:
        return yaml.load(source, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        reason = getattr(error, "problem", None) or str(error)
        raise PatternError(
            say("patterns.syntax", file=path, line=line, reason=reason),
            remedy=say("patterns.syntax_remedy", line=line),
        ) from error


def _empty_like(data: Any) -> Any:
    """A copy of `data` without its lists' entries, so that a user's file can be judged on its own lines."""
    if isinstance(data, dict):
        return {key: [] if isinstance(value, list) else value for key, value in data.items()}
    return data


def _laid_over(data: Any, extra: Any) -> Any:
    if isinstance(data, dict) and isinstance(extra, dict):
        return data | {key: _laid_over(data[key], value) if key in data else value for key, value in extra.items()}
    if isinstance(data, list) and isinstance(extra, list):
        replaced = {_key(entry) for entry in extra} - {None}
        return [entry for entry in data if _key(entry) not in replaced] + extra
    return extra


def _key(entry: Any) -> str | None:
    if isinstance(entry, dict):
        return entry.get("code") or entry.get("name")
    return None


def _invalid(path: Path, error: ValidationError) -> PatternError:
    first = error.errors()[0]
    node: yaml.Node | None = yaml.compose(path.read_text("utf-8"), Loader=_Loader)
    line = 1
    for step in first["loc"]:
        child = _child(node, step)
        if child is None:
            break
        node = child
        line = child.start_mark.line + 1
    where = ".".join(map(str, first["loc"]))
    return PatternError(
        say("patterns.invalid", file=path, line=line, reason=f"{where}: {first['msg']}"),
        remedy=say("patterns.invalid_remedy", entry=where, line=line),
    )


def _child(node: yaml.Node | None, step: int | str) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        child: yaml.Node = node.value[step]
        return child
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(step)), None)
    return None


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
    decimal_marks: frozenset[str]
    minus: frozenset[str]
    percent: tuple[str, ...]
    suffixes: dict[str, int]
    currencies: dict[str, str]
    no_scale_before: tuple[str, ...]
    never_after: frozenset[str]
    durations: frozenset[str]
    not_counted_in_words: frozenset[str]
    pointing_back: frozenset[str]
    one_after: tuple[str, ...]
    five_after: frozenset[str]
    times_after: tuple[str, ...]
    amount_after: frozenset[str]
    tally_after: frozenset[str]


class UnitFamily(Entry):
    """Units of one currency or one physical quantity; `forms` are lower-case.

    `uniform`: the record has the name for every form; else the unit as the text has it, and the name for a sign.
    """

    name: str
    forms: tuple[str, ...]
    uniform: bool = False


class Units(Entry):
    """patterns/units.yaml: what numbers count and measure. `counted` maps a family to its nouns."""

    currencies: tuple[UnitFamily, ...]
    measures: tuple[UnitFamily, ...]
    rates: tuple[str, ...]
    scores: tuple[str, ...]
    percent: tuple[str, ...]
    percent_points: tuple[str, ...]
    classifiers: tuple[str, ...]
    counted: dict[str, tuple[str, ...]]
    per_head: tuple[str, ...]
    scored: tuple[str, ...]
    sharing: tuple[str, ...]
    comparators: tuple[str, ...]
    number_of: tuple[str, ...]
    no_number_of: tuple[str, ...]
    no_number_after: tuple[str, ...]
    never: frozenset[str]


class CueRole(StrEnum):
    """What a cue does for the numbers around it; patterns/cues.yaml describes each role by its entries."""

    INCREASE = "increase"
    DECREASE = "decrease"
    GAIN = "gain"
    LOSS = "loss"
    LOSS_IN_PERCENT = "loss_in_percent"
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
    TARGET = "target"
    PLAN = "plan"
    ASSIGN = "assign"
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
    """Words that a heading begins with, and the status of the figures under it."""

    name: str
    status: Status
    forms: tuple[str, ...] = Field(min_length=1)
    examples: tuple[str, ...] = Field(min_length=1)
    counter_examples: tuple[str, ...] = ()


class Cues(Entry):
    """patterns/cues.yaml: the words that give a number its change, bound and status."""

    cues: tuple[Cue, ...]
    headings: tuple[StatusHeading, ...]


class ForecastWords(Entry):
    """What opens a bulletin of the weather, what it speaks of, and what tells of things observed."""

    opens: tuple[str, ...] = Field(min_length=1)
    about: tuple[str, ...] = Field(min_length=1)
    observed: tuple[str, ...] = Field(min_length=1)


class StatusPattern(NamedPattern):
    """Words next to a cue of the status: `side` tells if they stand before it, after it or within a stretch."""

    side: Literal["before", "after", "within"]


class StatusWords(Entry):
    """patterns/status.yaml: the words that the grammar of the status leans on."""

    forecast: ForecastWords
    patterns: tuple[StatusPattern, ...]

    @cached_property
    def regexes(self) -> dict[str, re.Pattern[str]]:
        """The compiled patterns by name."""
        return {entry.name: entry.regex for entry in self.patterns}


class ItemWords(Entry):
    """patterns/items.yaml: the words that lead to the name of what a number measures.

    `connectors` maps a class of linking words to its forms; the other lists are explained in the file.
    """

    connectors: dict[str, tuple[str, ...]]
    hard: tuple[str, ...]
    breaks: tuple[str, ...]
    openers: tuple[str, ...]
    saying: tuple[str, ...]
    predicates: tuple[str, ...]
    heads: dict[str, tuple[str, ...]]
    function: tuple[str, ...]
    beginnings: dict[str, tuple[str, ...]]
    conjunctions: tuple[str, ...]
    back_references: tuple[str, ...]
    comparisons: tuple[str, ...]
    bare_heads: tuple[str, ...]
    dangling: tuple[str, ...]


class HeadingPattern(NamedPattern):
    """How a heading begins; `level` is its depth (1 is the highest)."""

    level: int


class Pages(Entry):
    """patterns/pages.yaml: what pages and official documents say of themselves, and what surrounds their text."""

    headings: tuple[HeadingPattern, ...]
    list_items: tuple[NamedPattern, ...]
    furniture: tuple[NamedPattern, ...]
    menus: tuple[NamedPattern, ...]
    closers: tuple[NamedPattern, ...]
    dates: tuple[NamedPattern, ...]
    publishers: tuple[NamedPattern, ...]
    letterheads: tuple[NamedPattern, ...]
    document_types: tuple[NamedPattern, ...]
    captions: tuple[NamedPattern, ...]
    table_units: tuple[NamedPattern, ...]
    pictures: tuple[NamedPattern, ...]


class PeriodRule(NamedPattern):
    """A form of time and how it is read; `alone` ones count only when they are the whole text.

    `form` names the reading in `report_miner.extract.periods`.
    """

    form: str
    alone: bool = False


class PeriodCues(Entry):
    """What stands before or after a mention of time and says what it is for, each a regular expression."""

    frame: str
    horizon: str
    opening: str
    since: str
    cumulative: str
    compared: str
    deadline: str
    aside: str
    document: str
    reporting: str
    told: str
    plan: str
    elsewhere: str
    than_a_thing: str
    added: str

    @field_validator("*")
    @classmethod
    def _compiles(cls, value: str) -> str:
        re.compile(value)
        return value


class Periods(Entry):
    """patterns/periods.yaml: forms of time. In patterns «name» stands for a fragment, a blank for white space."""

    fragments: dict[str, str]
    numbers: dict[str, int]
    shifts: dict[str, int]
    tet: dict[int, date]
    tet_after_29: tuple[int, ...]
    triggers: tuple[str, ...]
    heads: frozenset[str]
    counted: str
    rules: tuple[PeriodRule, ...]
    cues: PeriodCues

    @model_validator(mode="before")
    @classmethod
    def _written_out(cls, data: Any) -> Any:
        fragments = data.get("fragments") if isinstance(data, dict) else None
        if not isinstance(fragments, dict):
            return data

        def written_out(pattern: str) -> str:
            for _ in fragments:
                pattern = re.sub("«(\\w+)»", lambda match: fragments.get(match[1], ""), pattern)
            return pattern.replace(" ?", r"\s{0,3}").replace(" ", r"\s{1,3}")

        rules = [
            rule | {"pattern": written_out(str(rule["pattern"]))} if "pattern" in rule else rule
            for rule in data.get("rules") or []
        ]
        cues = {name: written_out(cue) for name, cue in (data.get("cues") or {}).items()}
        return data | {"rules": rules, "counted": written_out(str(data.get("counted", ""))), "cues": cues}


class Indicator(Entry):
    """One entry of patterns/indicators.yaml, whose head explains the fields.

    `higher_is_better` is None where the direction has no meaning. An example reads "unit | item | sentence".
    """

    code: str
    group: str
    name: str
    of: str = ""
    units: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    change: bool | None = None
    closed: bool = False
    kinds: tuple[Kind, ...] = ()
    excludes: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    higher_is_better: bool | None = None
    denominators: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()
    note: str = ""


class Indicators(Entry):
    """patterns/indicators.yaml: the catalogue of indicators, and the words that add nothing to an item."""

    neutral: tuple[str, ...]
    indicators: tuple[Indicator, ...]


class Checks(Entry):
    """patterns/checks.yaml: the words that tie two figures together, and which units belong to one kind."""

    checks: tuple[NamedPattern, ...]
    families: dict[str, tuple[str, ...]]
    complements: tuple[tuple[str, str], ...]
    bodies: tuple[str, ...]
    most: dict[str, int]


class TableRole(StrEnum):
    """What a pattern of patterns/tables.yaml tells of a column, a row or a word of a header."""

    INDEX = "index"
    UNIT = "unit"
    PLACE = "place"
    TIME = "time"
    NONE = "none"
    TOTAL = "total"
    PART = "part"
    SPLIT = "split"
    MEASURE = "measure"
    EMPTY = "empty"
    SHARE = "share"
    VALUE = "value"
    COMPARE = "compare"
    CHANGE = "change"
    FALL = "fall"
    TARGET = "target"
    ESTIMATE = "estimate"
    ACTUAL = "actual"
    LABEL = "label"


class TablePattern(NamedPattern):
    """Words of a header, a row or a caption, and their role."""

    role: TableRole


class Tables(Entry):
    """patterns/tables.yaml: what the words around the cells of a table say of the numbers in them."""

    patterns: tuple[TablePattern, ...]
    units: dict[str, str]
    ditto: frozenset[str]
    none: frozenset[str]


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


class PlaceType(Entry):
    """A type word before a unit's name, the types of places.csv it may stand for, and its abbreviations.

    `any_level`: units of other levels bear the type too (a city may be a province or a district).
    """

    word: str
    level: str
    types: tuple[str, ...]
    short: tuple[str, ...] = ()
    any_level: bool = False


class PlaceWord(Entry):
    """Words that stand for a place by themselves; `bodies`, `names` and `own` only point to it."""

    name: str
    words: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    own: tuple[str, ...] = ()


class PlaceWords(Entry):
    """patterns/places.yaml: how texts name places."""

    types: tuple[PlaceType, ...]
    local_types: tuple[str, ...]
    aliases: dict[str, str]
    aliases_typed_only: tuple[str, ...]
    capital: PlaceWord
    nation: PlaceWord
    regions: tuple[str, ...]
    region_types: tuple[str, ...]
    region_areas: tuple[str, ...]
    region_pointers: tuple[str, ...]
    openers: tuple[str, ...]
    offices: tuple[str, ...]
    countries: tuple[str, ...]
    countries_after_word: tuple[str, ...]
    countries_like_names: tuple[str, ...]
    country_openers: tuple[str, ...]
    countries_like_persons: tuple[str, ...]
    country_titles: tuple[str, ...]
    country_names: dict[str, tuple[str, ...]]
    origins: tuple[str, ...]
    makers: tuple[str, ...]
    origin_links: tuple[str, ...]
    foreign_cities: tuple[str, ...]
    abroad_signs: tuple[str, ...]
    country_signs: dict[str, tuple[str, ...]]
    after_number: tuple[str, ...]
    decoys: tuple[str, ...]
    not_after: tuple[str, ...]
    still_after: tuple[str, ...]
    firms: tuple[str, ...]
    never_in_names: tuple[str, ...]
    surnames: tuple[str, ...]
    between: tuple[str, ...]
    compared: tuple[str, ...]
    ranks: tuple[str, ...]
    delegates: tuple[str, ...]
    persons: tuple[str, ...]
    residence: tuple[str, ...]
    passing: tuple[str, ...]
    at: tuple[str, ...]
    located: tuple[str, ...]
    events: tuple[str, ...]
    whole: tuple[str, ...]
    whole_bodies: tuple[str, ...]
    general: tuple[str, ...]
    incidents: tuple[str, ...]


def _read_csv(path: Path, key: str, value: str) -> dict[str, str]:
    """The column `value` by the column `key`, of rows that have no other readings."""
    try:
        rows = list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))
        return {row[key]: row[value] for row in rows if not row.get("other_readings")}
    except (OSError, UnicodeDecodeError) as error:
        raise PatternError(
            say("patterns.unreadable", file=path, reason=error), remedy=say("patterns.unreadable_remedy")
        ) from error
    except KeyError as error:
        raise PatternError(
            say("indicators.column", file=path, column=error.args[0]), remedy=say("indicators.column_remedy")
        ) from error


@dataclass(frozen=True)
class Patterns:
    """The files of patterns/, each read when first asked for.

    `directory` is ours, `over` the user's folder or None.
    """

    directory: Path
    over: Path | None = None

    def _read(self, name: str, model: type[EntryType]) -> EntryType:
        return read_yaml(self.directory / name, model, over=self.over / name if self.over else None)

    @cached_property
    def masks(self) -> Sequence[NamedPattern]:
        """What looks like a figure and is none."""
        return self._read("masks.yaml", Masks).masks

    @cached_property
    def numbers(self) -> NumberWords:
        """The words of numbers."""
        return self._read("numbers.yaml", NumberWords)

    @cached_property
    def units(self) -> Units:
        """What numbers count and measure."""
        return self._read("units.yaml", Units)

    @cached_property
    def cues(self) -> Cues:
        """The words that give a number its change, bound and status."""
        return self._read("cues.yaml", Cues)

    @cached_property
    def status(self) -> StatusWords:
        """The words that the grammar of the status leans on."""
        return self._read("status.yaml", StatusWords)

    @cached_property
    def checks(self) -> Checks:
        """The words that tie two figures together."""
        return self._read("checks.yaml", Checks)

    @cached_property
    def items(self) -> ItemWords:
        """The words that lead to the name of what a number measures."""
        return self._read("items.yaml", ItemWords)

    @cached_property
    def pages(self) -> Pages:
        """What pages and official documents say of themselves, and what surrounds their text."""
        return self._read("pages.yaml", Pages)

    @cached_property
    def periods(self) -> Periods:
        """Forms of time."""
        return self._read("periods.yaml", Periods)

    @cached_property
    def indicators(self) -> Indicators:
        """The catalogue of indicators."""
        return self._read("indicators.yaml", Indicators)

    @cached_property
    def tables(self) -> Tables:
        """What the words around the cells of a table say of the numbers in them."""
        return self._read("tables.yaml", Tables)

    @cached_property
    def matcher(self) -> Sequence[MatcherPattern]:
        """Matcher patterns of spaCy that mask numbers or tell more of them."""
        return self._read("matcher.yaml", MatcherPatterns).patterns

    @cached_property
    def place_words(self) -> PlaceWords:
        """How texts name places."""
        return self._read("places.yaml", PlaceWords)

    @cached_property
    def abbreviations(self) -> dict[str, str]:
        """Abbreviation → expansion, as they stand in texts, for those that have one reading.

        Raises:
            PatternError: a file cannot be read, or lacks a column.
        """
        return self._read_table("abbreviations.csv", "abbreviation", "expansion")

    @cached_property
    def words(self) -> dict[str, str]:
        """Word (lower case, its syllables parted by a space) → its usual part of speech (scripts/build_words.py).

        Raises:
            PatternError: a file cannot be read, or lacks a column.
        """
        return self._read_table("words.csv", "word", "part")

    def _read_table(self, name: str, key: str, value: str) -> dict[str, str]:
        table: dict[str, str] = {}
        for path in self.files(name):
            table |= _read_csv(path, key, value)
        return table

    def files(self, name: str) -> list[Path]:
        """The existing files called `name`, ours first."""
        folders = [self.directory, *([self.over] if self.over else [])]
        return [folder / name for folder in folders if (folder / name).is_file()]

    def __reduce__(self) -> tuple[Callable[..., Patterns], tuple[Path | None, ...]]:
        """Another process reads the files by itself, on another machine from where the program is there."""
        if self.directory == _OURS:
            return load_patterns, (self.over,)
        return Patterns, (self.directory, self.over)


@cache
def load_patterns(over: Path | None = None) -> Patterns:
    """Return the program's patterns with the folder `over` laid over them.

    Raises:
        PatternError: `over` is no folder.
    """
    if over is not None and not over.is_dir():
        raise PatternError(
            say("patterns.unreadable", file=over, reason="không phải thư mục"),
            remedy=say("patterns.unreadable_remedy"),
        )
    return Patterns(_OURS, over)
