"""What a document says for or against a test: its figures, and zeros and ranks that it states in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from report_miner.assess.measures import AssessWords, MeasureReader
from report_miner.assess.places import single_places
from report_miner.check.names import CAPITALISED
from report_miner.clean.shadow import shadow_of
from report_miner.model import Bound, Change, Document, Figure, Place, Status

_BEHIND = 60
_BEFORE = 160
_CLAUSE = 400
_COUNTS = {"hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6}
_EACH = re.compile(r"(?<!\w)(?:mỗi|từng)\s[^,;]{0,40}$")
_SEPARATOR = r"(?:\s*,\s*(?:và\s+)?|\s+và\s+)"
_LIST = rf"(?<!\w)UNIT\s+{CAPITALISED}(?:{_SEPARATOR}(?:UNIT\s+)?{CAPITALISED})*"
_SUBJECT = re.compile(
    rf"(?<!\w)(?P<unit>xã|phường|thị trấn|huyện)\s+{CAPITALISED}"
    rf"(?:{_SEPARATOR}(?:(?P=unit)\s+)?{CAPITALISED})+(?:\s+[^\W\d]+){{0,4}}\s*$"
)
_ONE_YEAR = re.compile(r"(\d{4})(?:-\d\d){0,2}(?:/\1(?:-\d\d){0,2})?")


class Said(StrEnum):
    """What a statement in words says of a measure."""

    ABSENT = "absent"
    PRESENT = "present"
    LABEL = "label"


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """One thing that a document says of a measure, about a place and a time.

    Either `figure` or `said` is given; `start` is where it begins in the document, `text` the sentence that says it
    and `sentence_start` where that begins. `target` marks what is asked for; `together` how many places share one
    number; `doubts` are keys of the texts that say why it may not count.
    """

    measure: str
    place: Place
    period: str | None
    start: int
    text: str
    sentence_start: int
    figure: Figure | None = None
    said: Said | None = None
    label: str = ""
    target: bool = False
    together: int = 1
    doubts: tuple[str, ...] = ()

    @property
    def is_shared(self) -> bool:
        """Whether one number is told for several places, so that nobody knows how much of it is whose."""
        figure = self.figure
        return self.together > 1 and figure is not None and bool(figure.value or figure.total)

    @property
    def year(self) -> str | None:
        """The year that it is about, the whole period when that is longer, None when it has none."""
        match = _ONE_YEAR.fullmatch(self.period or "")
        return match[1] if match else self.period


def evidence_of_figures(
    figures: Sequence[Figure], document: Document | None, reader: MeasureReader, words: AssessWords
) -> Iterator[Evidence]:
    """Yield what the figures say, each once for every measure and place that it is about."""
    earlier = re.compile(words.earlier)
    carried: list[tuple[Figure, frozenset[str]]] = []
    for figure in figures:
        carried = [entry for entry in carried if entry[0].sentence_start == figure.sentence_start]
        target = _is_asked_for(figure, words) or (document is not None and _is_defined(figure, document, words))
        measures = reader.measures_of(figure)
        if not measures and target:
            measures = next((known for other, known in reversed(carried) if _alike(other, figure)), frozenset())
        if not measures or figure.place is None:
            continue
        carried.append((figure, measures))
        doubts = ["estimate"] if figure.status is Status.ESTIMATE else []
        if earlier.search(_before(figure)):
            doubts.append("earlier")
        if "place" in figure.uncertain:
            doubts.append("place")
        places = places_meant(figure.place, figure.sentence, figure.start - figure.sentence_start, words)
        for measure in sorted(measures):
            for place in places:
                yield Evidence(
                    measure=measure,
                    place=place,
                    period=str(figure.period) if figure.period else None,
                    start=figure.start,
                    text=figure.sentence,
                    sentence_start=figure.sentence_start,
                    figure=figure,
                    target=target,
                    together=1 if _EACH.search(_before(figure)) else len(places),
                    doubts=tuple(doubts),
                )


def _is_asked_for(figure: Figure, words: AssessWords) -> bool:
    """Whether the figure is aimed at: reports word results "trên 80 %", requirements "ít nhất", "từ … trở lên"."""
    if figure.status is Status.TARGET or figure.bound in (Bound.AT_LEAST, Bound.AT_MOST):
        return True
    return is_wished(re.split(r"[;:,.]\s", _before(figure))[-1], words)


def is_wished(before: str, words: AssessWords) -> bool:
    """Whether the last cue of `before` (lower case) says that what follows is asked for and not reported.

    In the name of what is measured a word may only describe it: "tỷ lệ cơ sở bảo đảm an toàn thực phẩm đạt".
    """
    named = max((match.start() for match in re.finditer(words.measured, before)), default=len(before))
    wishes = [
        match.start()
        for match in re.finditer(words.wish, before)
        if match.start() < named or not re.fullmatch(words.described, match.group())
    ]
    results = [match.start() for match in re.finditer(words.result, before)]
    return bool(wishes) and wishes[-1] > (results[-1] if results else -1)


def _is_defined(figure: Figure, document: Document, words: AssessWords) -> bool:
    end = figure.sentence_start + len(figure.sentence)
    return is_definition(document.text[figure.end : end + _BEHIND].lower(), words)


def is_definition(after: str, words: AssessWords) -> bool:
    """Whether what stands behind a statement (lower case) calls it a requirement."""
    return re.search(words.definition, after) is not None


def _alike(first: Figure, second: Figure) -> bool:
    """Whether `second`, which names no measure, may be what is asked for of the thing that `first` states.

    One with an indicator of its own, or with other words behind a semicolon, is of another thing.
    """
    same = first.unit == second.unit and first.kind is second.kind and second.change in (first.change, Change.NONE)
    between = first.sentence[first.end - first.sentence_start : second.start - first.sentence_start]
    named = second.indicator is not None or ";" in between
    return same and (not named or second.item == first.item)


def _before(figure: Figure) -> str:
    position = figure.start - figure.sentence_start
    return figure.sentence[max(0, position - _BEFORE) : position].lower()


def places_meant(place: Place, sentence: str, position: int, words: AssessWords) -> list[Place]:
    """The places that a statement at `position` of a sentence is about.

    "cả 02 xã" stands for the two communes that the sentence names before; so does a list of communes right before the
    statement, where `place` is only what holds them.
    """
    listed = single_places(place)
    if len(listed) > 1:
        return listed
    clause = sentence[max(0, position - _CLAUSE) : position].rpartition(";")[2]
    matches = list(re.finditer(words.collective, shadow_of(clause).lower))
    if matches:
        counted = _COUNTS.get(matches[-1]["count"]) or int(matches[-1]["count"])
        names = _names_before(clause[: matches[-1].start()], matches[-1]["unit"])
        return _each(place, names) if len(names) == counted else [place]
    direct = _SUBJECT.search(clause)
    names = _names_before(direct.group(), direct["unit"]) if direct else []
    return _each(place, names) if len(names) > 1 else [place]


def _names_before(text: str, unit: str) -> list[str]:
    """The names of the last list of places of that type: "xã A, xã B và C"."""
    lists = re.findall(_LIST.replace("UNIT", unit), text)
    bare = re.split(_SEPARATOR, lists[-1]) if lists else []
    return [f"{unit} {each.removeprefix(unit).lstrip()}" for each in bare]


def _each(place: Place, names: Sequence[str]) -> list[Place]:
    kind = names[0].split()[0] if names else ""
    above = place.names[1:] if place.names[0].casefold().startswith(f"{kind} ") else place.names
    return [Place((name, *above)) for name in names]


def in_order(evidence: Iterable[Evidence]) -> list[Evidence]:
    """Return the evidence in the order of print, without repetitions."""
    unique = {(each.start, each.measure, each.place.names, each.said, each.label): each for each in evidence}
    return sorted(unique.values(), key=lambda each: (each.start, each.measure, each.place.names))
