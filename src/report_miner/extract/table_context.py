"""What a table inherits from what stands around it: its caption, the text before it, the document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from report_miner.clean.shadow import Shadow
from report_miner.extract.period_scope import PeriodScope
from report_miner.extract.places import PlaceReading, PlaceResolver
from report_miner.extract.table_headers import Heading, HeadingReader, time_of
from report_miner.extract.table_places import PlaceNames
from report_miner.extract.table_units import ScaledUnit
from report_miner.extract.timespan import TimeSpan, span_of_period
from report_miner.model import Document, Status, Table
from report_miner.patterns import TableRole

SHARED = 0.85
"""How certain is what all figures of a table inherit."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a table inherits: from its caption, from the text before it, from the document."""

    caption: Heading
    units: tuple[ScaledUnit, ...]
    place: PlaceReading
    time: TimeSpan | None
    time_certainty: float
    now: date | None
    plans: bool
    title: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A document around its tables."""

    document: Document
    shadow: Shadow
    times: PeriodScope
    places: PlaceResolver

    def of(self, table: Table, titles: Sequence[str], reader: HeadingReader, names: PlaceNames) -> Context:
        """Return what a table inherits; `titles` are the lines at its top that name it."""
        first = next(cell.start for cell in table.cells if cell.start < cell.end)
        start, end = table.caption or (first, first)
        start, end = self.shadow.position(start), self.shadow.position(end)
        lines = [*self.shadow.text[start:end].split("\n"), *titles]
        caption, units = _caption(lines, reader, names)
        inside = max(start, end - 1)
        inherited = self.times.period_of(inside, inside)
        around = span_of_period(inherited.period)
        own = time_of(caption, self.document.published, around)
        place = next(filter(None, map(names.mentioned, titles)), None) or self.places.place_of(inside, inside)
        title = reader.read(names.without(self.document.title or ""))
        return Context(
            caption=caption,
            units=units,
            place=place,
            time=own or around,
            time_certainty=SHARED if own else min(inherited.certainty, SHARED),
            now=self.document.published,
            plans=title.status is Status.TARGET,
            title=title.words,
        )


def _caption(
    lines: Sequence[str], reader: HeadingReader, names: PlaceNames
) -> tuple[Heading, tuple[ScaledUnit, ...]]:
    """Read a caption: lines that are units give the units, the others the words, but for places and labels.

    The words begin with the last label: "Bảng 2. Trồng rừng". A bare noun that stands alone over the table names it:
    "Dự án".
    """
    units: tuple[ScaledUnit, ...] = ()
    words: list[str] = []
    labelled = 0
    lines = [line.strip() for line in lines if line.strip()]
    named = len(lines) > 1 or not any(map(reader.is_noun, lines))
    for line in lines:
        if named and (found := reader.units_of(line)):
            units = found
        else:
            bare = reader.without(TableRole.LABEL, names.without(line))
            if bare and reader.has(TableRole.LABEL, line):
                labelled = len(words)
            words.append(bare)
    heading = reader.read("\n".join(words))
    own = reader.read("\n".join(words[labelled:])).words
    heading = replace(heading, words=reader.whole(own or heading.words))
    return heading, units or ((heading.unit,) if heading.unit else ())
