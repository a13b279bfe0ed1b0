"""Text of dead encodings becomes Unicode: decided by font and by plausibility, run by run and paragraph by paragraph.

A font names an encoding (`.VnTime` is TCVN3, `VNI-Times` VNI), but fonts lie: Unicode was pasted into documents that
still declare them. So what a font declares is believed where the text does not say otherwise, and without a font the
words decide, by whether they are spelled like Vietnamese. A text that could be read in two ways goes with its
neighbours; one that nothing explains stays as it is and is counted as undecided.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby, pairwise

from report_miner.clean.charsets import Charset, is_divided
from report_miner.clean.evidence import (
    CHUNK,
    Evidence,
    Reading,
    evidence_of,
    is_modern,
    is_plain,
    is_strange,
    is_vietnamese,
    mends,
)

_SUBSET = re.compile(r"^[A-Z]{6}\+")
_FONTS = (
    (re.compile(r"(?i)\.?vn(?!i)[a-z0-9]"), Charset.TCVN3),
    (re.compile(r"(?i)vni[-_ ]"), Charset.VNI),
    (re.compile(r"(?i)vps"), Charset.VPS),
    (re.compile(r"(?i:visc)|VI "), Charset.VISCII),
)
# "VPS Times Hoa", but "VPS Bien Hoa" is a face named after a town.
_CAPITALS = re.compile(
    r"(?i:\.?vn)(?!i)[A-Za-z0-9 ]*H|(?i:vps|vi)(?! (?:Bien|Hiep|Khanh|Thanh|Tuy) Hoa$) [A-Za-z0-9 ]+ (?:Hoa|H)"
)
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text: the number of the paragraph or cell that it belongs to, and its font where that is known."""

    text: str
    unit: int
    font: str | None = None


@dataclass(frozen=True, slots=True)
class Conversion:
    """The `texts` of the pieces, in the same order; how many paragraphs were converted; how many are doubtful."""

    texts: list[str]
    converted: dict[Charset, int] = field(default_factory=dict)
    undecided: int = 0


@lru_cache(maxsize=1_000)
def declared_charset(font: str | None) -> Charset | None:
    """Return the dead encoding that the name of a font declares.

    >>> declared_charset(".VnTimeH"), declared_charset("ABCDEF+VNI-Times,Bold"), declared_charset("Arial")
    (<Charset.TCVN3: 'TCVN3 (ABC)'>, <Charset.VNI: 'VNI-Windows'>, None)
    """
    name = _SUBSET.sub("", font or "")
    return next((charset for pattern, charset in _FONTS if pattern.match(name)), None)


def draws_capitals(font: str | None) -> bool:
    """Whether a font of TCVN3, VPS or VISCII draws its small letters as capitals: .VnTimeH, VPS Times Hoa."""
    name = re.split("[,-]", _SUBSET.sub("", font or ""))[0]
    return _CAPITALS.fullmatch(name) is not None


def convert(pieces: Sequence[Piece]) -> Conversion:
    """Return the pieces of one document as Unicode, each decided together with the rest of its paragraph."""
    if not any(is_strange(piece.text) or declared_charset(piece.font) for piece in pieces):
        return Conversion([piece.text for piece in pieces])
    groups = _groups(pieces)
    _Decision(groups).decide()
    texts = [piece.text for piece in pieces]
    for group in groups:
        _rewrite(group, pieces, texts)
    converted = {
        (group.unit, group.reading.charset) for group in groups if group.reading and not group.evidence.plain
    }
    counts = Counter(charset for _, charset in converted)
    return Conversion(texts, dict(sorted(counts.items())), sum(group.undecided for group in groups))


def in_charsets(text: str, charsets: Iterable[Charset]) -> str:
    """Return a text that stands beside a document, Unicode when it needs one of the document's dead encodings."""
    known = set(charsets)
    reading = next((reading for reading in evidence_of(text).needed if reading.charset in known), None)
    return reading.apply(text) if reading else text


def summed(conversions: Iterable[Conversion]) -> Conversion:
    """Return what was converted in several parts of a document, without the texts."""
    counts = Counter[Charset]()
    undecided = 0
    for conversion in conversions:
        counts.update(conversion.converted)
        undecided += conversion.undecided
    return Conversion([], dict(sorted(counts.items())), undecided)


@dataclass
class _Group:
    """The pieces of one paragraph whose fonts declare the same encoding, and how they are to be read."""

    unit: int
    declared: Charset | None
    has_font: bool
    members: list[int]
    text: str
    evidence: Evidence
    reading: Reading | None = None
    undecided: bool = False


def _groups(pieces: Sequence[Piece]) -> list[_Group]:
    groups: list[_Group] = []
    for unit, numbered in groupby(enumerate(pieces), key=lambda pair: pair[1].unit):
        members: dict[tuple[Charset | None, bool], list[int]] = {}
        for number, piece in numbered:
            members.setdefault((declared_charset(piece.font), piece.font is not None), []).append(number)
        for (declared, has_font), numbers in members.items():
            text = _joined(pieces, numbers)
            groups.append(_Group(unit, declared, has_font, numbers, text, evidence_of(text)))
    return groups


def _joined(pieces: Sequence[Piece], numbers: Sequence[int]) -> str:
    """The text of the pieces, with a space where others stand between them."""
    parts = [pieces[numbers[0]].text]
    for before, number in pairwise(numbers):
        parts += ["" if number == before + 1 else " ", pieces[number].text]
    return "".join(parts)


class _Decision:
    """Decides how each group of a document is read: what is clear first, then what depends on the others."""

    def __init__(self, groups: Sequence[_Group]) -> None:
        self._groups = groups
        clear = Counter[Charset]()
        kept = Counter[Charset | None]()
        told = Counter[Charset | None]()
        for group in groups:
            reading = group.evidence.clear
            if reading:
                clear[reading.charset] += group.evidence.under[reading]
                told[group.declared] += group.evidence.marked * (reading.charset is group.declared)
            elif group.evidence.is_unicode and not group.evidence.allows(group.declared):
                kept[group.declared] += group.evidence.marked
        self._frequent = {charset for charset, count in clear.items() if count >= _FEWEST}
        self._lying = {charset for charset, count in kept.items() if count > told[charset]}

    def decide(self) -> None:
        """Set the reading of each group that is to be read otherwise than it stands."""
        waiting: list[int] = []
        settled: dict[int, Reading | None] = {}
        for number, group in enumerate(self._groups):
            if not self._by_itself(group):
                waiting.append(number)
            elif not group.evidence.plain:
                settled[number] = group.reading
        numbers = sorted(settled)
        for number in waiting:
            self._by_neighbours(number, [settled[near] for near in _nearest(numbers, number)])

    def _by_itself(self, group: _Group) -> bool:
        """Decide by the group's own words and font; False when it takes its neighbours to tell."""
        evidence, declared = group.evidence, group.declared
        believed = declared if declared not in self._lying else None
        if evidence.plain:
            group.reading = Reading(believed) if believed else None
            return True
        clear = evidence.clear
        if clear and (clear.charset is declared or clear.charset in self._frequent):
            group.reading = clear
            return True
        if evidence.is_unicode and (evidence.modern or not evidence.rivals):
            return True
        if believed:
            readings = [reading for reading in evidence.under if reading.charset is believed]
            best = max(readings, key=lambda reading: evidence.under[reading], default=Reading(believed))
            if evidence.under.get(best, 0) >= evidence.as_is:
                group.reading = best
                return True
        return evidence.is_unicode and group.has_font

    def _by_neighbours(self, number: int, readings: Sequence[Reading | None]) -> None:
        group = self._groups[number]
        reading = next(iter(readings), None)
        evidence = group.evidence
        fits = reading is not None and evidence.under.get(reading, 0) >= evidence.as_is
        leans = evidence.looks_dead and reading is not None and evidence.under.get(reading, 0) * 2 >= evidence.marked
        if reading is not None and fits and (leans or reading in evidence.rivals or mends(group.text, reading)):
            group.reading = reading
        else:
            group.reading = next((r for r in evidence.needed if r.charset in self._frequent), None)
            group.undecided = group.reading is None and evidence.looks_dead


def _nearest(numbers: Sequence[int], number: int) -> list[int]:
    """The one of the sorted `numbers` that is nearest to `number`; none when there are none."""
    place = bisect_left(numbers, number)
    around = numbers[max(0, place - 1) : place + 1]
    return sorted(around, key=lambda other: abs(other - number))[:1]


def _rewrite(group: _Group, pieces: Sequence[Piece], texts: list[str]) -> None:
    """Put the Unicode text of a group into `texts`; a letter that two pieces divide goes to the first of them."""
    if group.reading is None:
        return
    numbers = group.members
    for number, following in pairwise(numbers):
        if following == number + 1 and is_divided(texts[number], texts[following], group.reading.charset):
            texts[number] += texts[following][0]
            texts[following] = texts[following][1:]
    for number in numbers:
        text = _read(texts[number], group)
        font = pieces[number].font
        capitals = group.reading.charset is declared_charset(font) and draws_capitals(font)
        texts[number] = text.upper() if capitals else text


def _read(text: str, group: _Group) -> str:
    """The text under the group's reading; where modern letters are mixed in, only words that need it are read so."""
    reading = group.reading
    if reading is None or group.evidence.plain:
        return text
    if not group.evidence.modern:
        return reading.apply(text)
    return _read_in_part(text, reading)


def _read_in_part(text: str, reading: Reading) -> str:
    """A text that is Unicode in part: words that are Vietnamese as they stand stay so.

    A word that is Vietnamese either way ("sè", "số") goes with the nearest one that is not.
    """
    chunks = [match.group() for match in CHUNK.finditer(text) if not is_plain(match.group())]
    fates = [_needs_reading(chunk, reading) for chunk in chunks]
    told = [place for place, fate in enumerate(fates) if fate is not None]
    nearest = (_nearest(told, place) for place in range(len(chunks)))
    reads = iter([fates[near[0]] if near else False for near in nearest])
    return CHUNK.sub(
        lambda match: reading.apply(match.group()) if not is_plain(match.group()) and next(reads) else match.group(),
        text,
    )


def _needs_reading(chunk: str, reading: Reading) -> bool | None:
    """Whether a word has to be read so; None when it may be, or be left."""
    if not is_vietnamese(chunk):
        return True
    return None if is_vietnamese(reading.apply(chunk)) and not is_modern(chunk) else False
