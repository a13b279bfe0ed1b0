"""From figures to rows: one quantity, all that is said of it, and whether the sources agree."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from report_miner.check.intervals import Interval
from report_miner.check.printed import GENEROUS, STRICT, Reading
from report_miner.check.relations import words_of
from report_miner.dataset.sources import Source, independent
from report_miner.dataset.words import DatasetWords
from report_miner.model import Bound, Change, Figure, Kind, Status

Words = frozenset[str]


class Agreement(StrEnum):
    """What the sources of a row say of its value.

    SINGLE: one value, from one independent source. EQUAL: the values are the same within the precision that they are
    printed with. ROUNDED: they are the same if some are roughly rounded or cut off. DIFFER: they are not. SEVERAL:
    one source by itself gives different values. DERIVED: the row is no statement but a sum.
    """

    SINGLE = "single"
    EQUAL = "equal"
    ROUNDED = "rounded"
    DIFFER = "differ"
    SEVERAL = "several"
    DERIVED = "derived"


class Observation(NamedTuple):
    """A figure as people left it; `decision` is theirs, if they looked at it."""

    figure: Figure
    decision: str = ""


class Amount(NamedTuple):
    """A value as it was said: exact, a range, or n of m."""

    value: Decimal
    value_to: Decimal | None
    total: Decimal | None
    bound: Bound


@dataclass(frozen=True, slots=True)
class Stated:
    """One of the values of a row: who says so, and how many of them are independent."""

    observations: tuple[Observation, ...]
    independent: int

    @property
    def amount(self) -> Amount:
        """The value."""
        return _amount(self.observations[0].figure)


class Cell(NamedTuple):
    """What makes figures comparable: indicator, place (code, or name), time, and the kind of statement."""

    indicator: str
    where: str
    period: str
    versus: str
    status: Status
    change: Change
    unit: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One row of the table.

    `value` is empty where the sources differ and none of the values has more of them behind it than the others, those
    that print it rounded ("51" for 51,2) among them. `stated` are
    the different values, the one with most sources first; `variants` is how many rows the table has for the same
    cell: more than one where a document itself tells several quantities of one indicator apart, by `item`. `parts`
    are the rows that a derived one adds up.
    """

    cell: Cell
    item: str | None
    unit: str | None
    kind: Kind
    place: str
    code: str | None
    value: Decimal | None
    value_to: Decimal | None = None
    total: Decimal | None = None
    bound: Bound = Bound.EQUAL
    agreement: Agreement
    stated: tuple[Stated, ...] = ()
    independent: int
    variants: int = 1
    confidence: float
    parts: tuple[Row, ...] = ()

    @property
    def id(self) -> str:
        """Sixteen hex digits of what the row is about: the same for the same quantity."""
        about = [*self.cell, *(sorted(words_of(self.item)) if self.variants > 1 else ()), self.agreement == "derived"]
        return hashlib.sha256("\n".join(map(str, about)).encode()).hexdigest()[:16]

    @property
    def period(self) -> str:
        """The time that it is about."""
        return self.cell.period

    @property
    def observations(self) -> tuple[Observation, ...]:
        """All figures behind the row; of a sum, those of its parts."""
        own = (each for stated in self.stated for each in stated.observations)
        return (*own, *(each for part in self.parts for each in part.observations))


def build_rows(observations: Iterable[Observation], sources: Mapping[str, Source], words: DatasetWords) -> list[Row]:
    """Return a row for each quantity that figures with an indicator, a place and a period state.

    What a document gives several values within one cell is several quantities (a whole and its parts, say), which are
    told apart by the words of their items; all other documents speak of the cell as such.

    Args:
        observations: any figures; those without indicator, place or period are passed over.
        sources: the documents by name.
        words: which units say the same.
    """
    cells: dict[Cell, dict[str, list[Observation]]] = {}
    for each in observations:
        if (cell := _cell(each.figure, words)) is not None:
            cells.setdefault(cell, {}).setdefault(each.figure.doc, []).append(each)
    return [row for cell, documents in cells.items() for row in _rows(cell, documents.values(), sources)]


def _cell(figure: Figure, words: DatasetWords) -> Cell | None:
    if figure.indicator is None or figure.place is None or figure.period is None:
        return None
    return Cell(
        figure.indicator,
        figure.place.code or str(figure.place),
        str(figure.period),
        str(figure.versus or ""),
        figure.status,
        Change.NONE if figure.kind is Kind.PAIR else figure.change,
        words.unit(figure.unit),
    )


def _rows(cell: Cell, documents: Iterable[list[Observation]], sources: Mapping[str, Source]) -> Iterator[Row]:
    quantities: dict[Words | None, list[Observation]] = {}
    for found in documents:
        one = _agree(STRICT, [each.figure for each in found])
        for each in found:
            quantities.setdefault(None if one else words_of(each.figure.item), []).append(each)
    for found in quantities.values():
        yield _row(cell, found, sources, len(quantities))


def _row(cell: Cell, found: Sequence[Observation], sources: Mapping[str, Source], variants: int) -> Row:
    amounts: dict[Amount, list[Observation]] = {}
    for each in found:
        amounts.setdefault(_amount(each.figure), []).append(each)
    stated = sorted(
        (Stated(tuple(each), _independent(each, sources)) for each in amounts.values()),
        key=lambda each: -each.independent,
    )
    count = _independent(found, sources)
    agreement = _agreement([each.figure for each in found], len(stated), count)
    best = _best(found, agreement, sources)
    shown = best or stated[0].observations[0]
    figure = shown.figure
    amount = _amount(figure) if best else Amount(figure.value, None, None, Bound.EQUAL)
    return Row(
        cell=cell,
        item=figure.item,
        unit=figure.unit,
        kind=figure.kind,
        place=str(figure.place),
        code=figure.place.code if figure.place else None,
        value=amount.value if best else None,
        value_to=amount.value_to,
        total=amount.total,
        bound=amount.bound,
        agreement=agreement,
        stated=tuple(stated),
        independent=count,
        variants=variants,
        confidence=figure.confidence,
    )


def _amount(figure: Figure) -> Amount:
    return Amount(figure.value, figure.value_to, figure.total if figure.kind is Kind.TALLY else None, figure.bound)


def _independent(found: Iterable[Observation], sources: Mapping[str, Source]) -> int:
    return independent(sources[doc] for doc in dict.fromkeys(each.figure.doc for each in found))


def _agreement(figures: Sequence[Figure], values: int, sources: int) -> Agreement:
    if values == 1 or _agree(STRICT, figures):
        return Agreement.EQUAL if sources > 1 else Agreement.SINGLE
    if _agree(GENEROUS, figures):
        return Agreement.ROUNDED
    return Agreement.DIFFER if sources > 1 else Agreement.SEVERAL


def _agree(reading: Reading, figures: Sequence[Figure]) -> bool:
    """Whether one value is allowed by all figures, and no two name different totals."""
    allowed = [reading(figure) for figure in figures]
    totals = {figure.total for figure in figures if figure.kind is Kind.TALLY}
    return max(each.low for each in allowed) <= min(each.high for each in allowed) and len(totals) < 2


def _best(found: Sequence[Observation], agreement: Agreement, sources: Mapping[str, Source]) -> Observation | None:
    """The figure whose value stands for the row: the most exact one; where they differ, the one most backed."""
    if agreement is Agreement.SEVERAL:
        return None
    backed = _most_backed(found, sources) if agreement is Agreement.DIFFER else found
    return min(backed, key=_looseness, default=None)


def _most_backed(found: Sequence[Observation], sources: Mapping[str, Source]) -> list[Observation]:
    """Of the figures that most sources back, those that agree with all others of them.

    A figure is backed by what agrees with it as both are printed: 51,2 by 51, and 51 by 51,2 and by 51,4. One that
    leaves its value open ("hơn 50") is not backed by what is more exact.
    """
    alike: dict[tuple[Amount, Interval], list[Observation]] = {}
    for each in found:
        alike.setdefault((_amount(each.figure), STRICT(each.figure)), []).append(each)
    said = [each[0] for each in alike.values()]
    behind = [[each for other in alike.values() if _backs(other[0], one) for each in other] for one in said]
    counts = [_independent(each, sources) for each in behind]
    most = [one for one, count in zip(said, counts, strict=True) if count == max(counts)]
    return [one for one in most if all(_agree(STRICT, [one.figure, other.figure]) for other in most)]


def _backs(observation: Observation, of: Observation) -> bool:
    figure = of.figure
    is_open = figure.bound is not Bound.EQUAL or figure.value_to is not None
    if is_open and _width(STRICT(observation.figure)) < _width(STRICT(figure)):
        return False
    return _agree(STRICT, [observation.figure, figure])


def _width(interval: Interval) -> Decimal:
    return interval.high - interval.low


def _looseness(observation: Observation) -> tuple[bool, Decimal, bool]:
    return not observation.decision, _width(GENEROUS(observation.figure)), observation.figure.total is None
