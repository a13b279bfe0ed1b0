"""Which indicator of the catalogue a figure states, told by its item and its unit.

The catalogue is data (patterns/indicators.yaml). A form of an entry is found in an item when its words stand there in
their order, with a few others between them; the score is the share of the item's words that the entry knows.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from report_miner.clean.shadow import shadow_of, tidied
from report_miner.errors import PatternError
from report_miner.model import BlockKind, Change, Document, Figure, Kind
from report_miner.patterns import Indicator, Patterns
from report_miner.texts import say

Words = tuple[str, ...]
Fold = Callable[[str], Words]

# An item is this entry's when at least this share of its words belongs to it.
_ENOUGH = 0.6
_WITHOUT_UNIT = 0.8
_GAP = 3
_LONGEST_ITEM = 60
_CACHED = 50_000

_WORD = re.compile(r"\d+(?:[.,]\d+)+|\w+|%")
_CAPITALS = re.compile(r"(?<!\w)[A-ZĐ]{2}[A-ZĐ&-]*(?!\w)")
_PART = re.compile("[A-ZĐ]+")
_Y = re.compile(r"(?<!\w)([hklmstv])([yýỳỷỹỵ])(?!\w)")
_I = dict(zip("yýỳỷỹỵ", "iíìỉĩị", strict=True))
_POINTS = {"điểm phần trăm": "%", "điểm %": "%"}
_COUNTED = (Kind.COUNT, Kind.TALLY, Kind.PAIR)
_PAID = (Kind.MONEY, Kind.RATE)


@dataclass(frozen=True, slots=True)
class IndicatorMatch:
    """The code of an entry of the catalogue, and how well the item fits it (0..1)."""

    code: str
    score: float


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry made ready for matching: phrases as folded words between blanks."""

    code: str
    rank: int
    units: Words
    nouns: Words
    kinds: frozenset[Kind]
    change: bool | None
    closed: bool
    forms: tuple[Words, ...]
    known: frozenset[str]
    excludes: Words
    context: Words
    unless: Words


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An entry whose form stands in the item; `given` when the item itself holds words of its context."""

    entry: _Entry
    match: IndicatorMatch
    given: bool


class IndicatorCatalogue:
    """Finds the indicator of a figure; built once from the patterns.

    Raises:
        PatternError: an entry borrows the forms of an unknown one.
    """

    def __init__(self, patterns: Patterns) -> None:
        self._fold = _folder(patterns.abbreviations)
        self._neutral = frozenset(word for text in patterns.indicators.neutral for word in self._fold(text))
        self._currencies = frozenset(_spelled(family.name) for family in patterns.units.currencies)
        self._names = {form: family.name for family in patterns.units.currencies for form in family.forms}
        entries = list(_entries(patterns.indicators.indicators, self._fold))
        self._by_word = _index(entries)
        self._units = lru_cache(maxsize=_CACHED)(_nouns)
        self._candidates = lru_cache(maxsize=_CACHED)(self._ranked)
        self._sentence = lru_cache(maxsize=8)(lambda text: _padded(self._fold(text)))

    def match(
        self, item: str | None, unit: str | None, kind: Kind, change: Change, sentence: str
    ) -> IndicatorMatch | None:
        """Return the indicator that a figure of this item, unit, kind and change states, or None.

        Args:
            item: what was measured, in the words of the document.
            unit: the counted noun or unit, without scale words.
            kind: a pair (now/before) counts as a level whatever its change.
            change: whether the number is a change.
            sentence: where the words of an entry's context are looked for when the item lacks them.
        """
        if not item:
            return None
        changed = change is not Change.NONE and kind is not Kind.PAIR
        for candidate in self._candidates(item, unit, kind, changed):
            entry = candidate.entry
            if not (entry.unless or (entry.context and not candidate.given)):
                return candidate.match
            said = self._sentence(sentence)
            if (candidate.given or _any_in(entry.context, said)) and not _any_in(entry.unless, said):
                return candidate.match
        return None

    def mark(self, document: Document, figures: Sequence[Figure]) -> Iterator[Figure]:
        """Yield the figures with their indicators; the heading above a sentence counts as a part of it."""
        headings = [block for block in document.blocks if block.kind in (BlockKind.TITLE, BlockKind.HEADING)]
        starts = [heading.start for heading in headings]
        for figure in figures:
            above = bisect_right(starts, figure.start) - 1
            heading = document.text[headings[above].start : headings[above].end] if above >= 0 else ""
            said = tidied(f"{heading}\n{figure.sentence}").text
            match = self.match(figure.item, figure.unit, figure.kind, figure.change, said)
            yield replace(figure, indicator=match.code, indicator_score=match.score) if match else figure

    def _fits(self, entry: _Entry, unit: str | None, kind: Kind, changed: bool) -> bool:
        if entry.change not in (None, changed) or (entry.kinds and kind not in entry.kinds):
            return False
        units = self._units(self._names.get(unit.lower(), unit)) if unit else ()
        return any(self._unit_fits(wanted, units, kind) for wanted in entry.units)

    def _unit_fits(self, wanted: str, units: Words, kind: Kind) -> bool:
        """Whether a unit is the wanted one, a rate of it (đồng/người), or a compound of it (vụ tai nạn)."""
        if wanted in self._currencies and kind not in _PAID:
            return False
        if not units:
            return kind in _COUNTED and wanted != "%"
        rate = "/" in wanted or wanted in self._currencies
        return any(
            unit == wanted
            or (rate and unit.startswith(f"{wanted}/"))
            or (kind in _COUNTED and unit.startswith(f"{wanted} "))
            for unit in units
        )

    def _ranked(self, item: str, unit: str | None, kind: Kind, changed: bool) -> tuple[_Candidate, ...]:
        """The entries that the item names, the best first: the longest form, then the best score."""
        words = self._fold(item)[:_LONGEST_ITEM]
        text = _padded(words)
        longest: dict[int, tuple[int, _Entry]] = {}
        vocabulary = frozenset(words)
        for word in vocabulary:
            for form, entry in self._by_word.get(word, ()):
                if (
                    vocabulary.issuperset(form)
                    and len(form) > longest.get(entry.rank, (0,))[0]
                    and _stands_in(form, words)
                ):
                    longest[entry.rank] = (len(form), entry)
        found = [
            ((length, entry.change is not None, score, -entry.rank), entry, score)
            for length, entry in longest.values()
            if self._fits(entry, unit, kind, changed)
            and not _any_in(entry.excludes, text)
            and (score := self._score(entry, words, text, unit))
        ]
        return tuple(
            _Candidate(
                entry, IndicatorMatch(entry.code, round(score, 2)), not entry.context or _any_in(entry.context, text)
            )
            for _, entry, score in sorted(found, key=lambda each: each[0], reverse=True)
        )

    def _score(self, entry: _Entry, words: Words, text: str, unit: str | None) -> float:
        """The share of the item's words that the entry knows; 0 where that is not enough."""
        if unit is None and not text.removeprefix(" tổng").removeprefix(" số").startswith(entry.nouns):
            return 0.0
        known = sum(word in entry.known for word in words)
        foreign = sum(not (word in entry.known or word in self._neutral or word[0].isdigit()) for word in words)
        share = known / (known + foreign)
        if share < (1 if entry.closed else _ENOUGH):
            return 0.0
        return share * (_WITHOUT_UNIT if unit is None else 1)


def _entries(indicators: Sequence[Indicator], fold: Fold) -> Iterator[_Entry]:
    by_code = {indicator.code: indicator for indicator in indicators}
    for rank, own in enumerate(indicators):
        if own.of and own.of not in by_code:
            raise PatternError(
                say("indicators.unknown", code=own.code, of=own.of),
                remedy=say("indicators.unknown_remedy", of=own.of),
            )
        base = by_code.get(own.of, own)
        context = own.context or base.context
        forms = tuple(dict.fromkeys(fold(form) for form in (*base.forms, *own.forms)))
        yield _Entry(
            code=own.code,
            rank=rank,
            units=tuple(map(_spelled, own.units)),
            nouns=tuple(_padded(fold(unit)) for unit in own.units),
            kinds=frozenset(own.kinds),
            change=own.change,
            closed=own.closed,
            forms=forms,
            known=frozenset(word for form in forms for word in form)
            | frozenset(word for text in (*context, *base.units, *own.units) for word in fold(text)),
            excludes=tuple(_padded(fold(text)) for text in {*base.excludes, *own.excludes}),
            context=tuple(_padded(fold(text)) for text in context),
            unless=tuple(_padded(fold(text)) for text in {*base.unless, *own.unless}),
        )


def _index(entries: Iterable[_Entry]) -> Mapping[str, Sequence[tuple[Words, _Entry]]]:
    """Each form under its rarest word, the longer forms first."""
    forms = sorted(((form, entry) for entry in entries for form in entry.forms), key=lambda pair: -len(pair[0]))
    often = Counter(word for form, _ in forms for word in set(form))
    index: dict[str, list[tuple[Words, _Entry]]] = defaultdict(list)
    for form, entry in forms:
        index[min(form, key=lambda word: (often[word], word))].append((form, entry))
    return index


def _folder(abbreviations: Mapping[str, str]) -> Fold:
    """Return what cuts a text into words for comparison: abbreviations written out, tones and i/y in one spelling."""

    def written_out(match: re.Match[str]) -> str:
        whole = match.group()
        return abbreviations.get(whole) or _PART.sub(lambda part: abbreviations.get(part[0], part[0]), whole)

    def fold(text: str) -> Words:
        text = _CAPITALS.sub(written_out, text)
        return tuple(_WORD.findall(_spelled(text)))

    return fold


def _spelled(text: str) -> str:
    """The text in lower case, with one placement of tones and one spelling of i and y."""
    return _Y.sub(lambda match: match[1] + _I[match[2]], shadow_of(text).lower).strip()


def _stands_in(form: Words, words: Words) -> bool:
    """Whether the words of a form follow one another in `words` with at most a few others between two of them."""
    starts = (index for index, word in enumerate(words) if word == form[0])
    return any(_follows(form, words, start) for start in starts)


def _follows(form: Words, words: Words, position: int) -> bool:
    for wanted in form[1:]:
        ahead = words[position + 1 : position + 2 + _GAP]
        if wanted not in ahead:
            return False
        position += 1 + ahead.index(wanted)
    return True


def _nouns(unit: str) -> Words:
    """The unit as a whole and the nouns that it lists, spelled like the units of the entries."""
    unit = _POINTS.get(unit, unit)
    return tuple({_spelled(part) for part in (unit, *unit.split(","))})


def _padded(words: Iterable[str]) -> str:
    return f" {' '.join(words)} "


def _any_in(phrases: Iterable[str], text: str) -> bool:
    return any(phrase in text for phrase in phrases)
