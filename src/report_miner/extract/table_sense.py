"""What one number of a table says: unit, item, place, period, status and change from all headers around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from report_miner.extract.numbers import Number
from report_miner.extract.places import PlaceReading
from report_miner.extract.table_cell_units import GUESSED, PRINTED, CellUnits
from report_miner.extract.table_cells import CellNumber
from report_miner.extract.table_columns import Column, read_columns
from report_miner.extract.table_context import Context
from report_miner.extract.table_headers import HeadingReader, base_of, resolved, time_of
from report_miner.extract.table_layout import Layout
from report_miner.extract.table_places import PlaceNames
from report_miner.extract.table_rows import Row
from report_miner.extract.table_units import ScaledUnit
from report_miner.extract.table_values import TWO_COUNTS, scaled, two_counts
from report_miner.extract.timespan import TimeSpan, day_span
from report_miner.extract.units import Family
from report_miner.model import Bound, Cell, Change, Kind, Period, Place, Status
from report_miner.patterns import TableRole

_LONGEST_CAPTION = 16
_BRACKETS = re.compile(r"\([^()]*\)")
_DAY = 3


@dataclass(frozen=True, slots=True)
class Sense:
    """A number of a cell with all that the table says of it; `number` has the scale of its unit applied."""

    cell: Cell
    number: Number
    kind: Kind
    unit: ScaledUnit | None
    item: str
    change: Change
    bound: Bound
    status: Status
    place: Place | None
    period: Period | None
    versus: Period | None
    certainty: float


class TableSense:
    """Reads the numbers of one table.

    Args:
        layout: what its rows and columns are for.
        reader: knows the words of headers.
        names: knows the places.
        context: what the table inherits.
    """

    def __init__(self, layout: Layout, reader: HeadingReader, names: PlaceNames, context: Context) -> None:
        self._layout = layout
        self._reader = reader
        self._context = context
        self._columns = read_columns(layout, reader, names)
        self._now, self._around = self._told()
        self._main = {column: self._main_column(column) for column in layout.values}
        self._words = {column: self._words_of(column) for column in layout.values}
        self._units = CellUnits(layout, reader, context, self._columns, self._main, self._words)

    def numbers_of(self, column: int, row: Row, found: CellNumber) -> Sequence[CellNumber]:
        """Return a number of a cell, or both where it holds two counts."""
        unit = f"({row.unit.unit.name})" if row.unit else ""
        return two_counts(found, [unit, *self._layout.headers[column], row.words], self._reader.units)

    def read(self, cell: Cell, row: Row, found: CellNumber) -> Sense | None:
        """Return what the number `found` of `cell` says; None where nothing names what it measures."""
        column = self._columns[cell.column]
        item = self._item(row, cell.column)
        if not item:
            return None
        item = f"{TWO_COUNTS.sub('', item) if found.slash and found.unit else item} {found.part}".strip()
        period, certainty = self._period(cell.column, row)
        if found.aside and (aside := column.heading.aside or self._context.caption.aside):
            period = resolved(aside, self._now, period)
        unit, unit_certainty = self._units.read(row, cell.column, found)
        if unit is None and len(self._context.units) > 1:
            return None
        change = self._change(column, row, found)
        number = scaled(found, unit)
        place = self._place(column, row)
        kind = self._reader.kinds.read(number, unit.unit if unit else None, item, change)
        kind = Kind.TALLY if kind is Kind.PAIR and found.planned else kind
        versus = self._versus(cell.column, found, period)
        return Sense(
            cell=cell,
            number=number,
            kind=kind,
            unit=unit,
            item=item,
            change=change,
            bound=found.bound,
            status=self._status(cell.column, row, period),
            place=place.place,
            period=Period(str(period)) if period else None,
            versus=Period(str(versus)) if versus and versus != period else None,
            certainty=min(certainty, unit_certainty, place.certainty, GUESSED if number.ambiguous else 1.0),
        )

    # --- columns --------------------------------------------------------------------------------------------------

    def _told(self) -> tuple[date | None, TimeSpan | None]:
        """The day and the time that a header without its year is read by.

        Those of the dated columns, if they are of one year, else of the caption, else of the document.
        """
        headings = [column.heading for column in self._columns.values()]
        times = [heading.time for heading in headings if not heading.recalls and not heading.since]
        spans = [span for time in times if time and time.dated and (span := time.span(None))]
        if len({year for span in spans for year in (span.first[0], span.last[0])}) != 1:
            caption = self._context.caption.time
            own = caption.span(None) if caption and caption.dated else None
            return own.last_day if own else self._context.now, self._context.time
        latest = max(spans, key=lambda span: span.last_day)
        return latest.last_day, latest

    def _main_column(self, column: int) -> int | None:
        """The column whose figures a ratio compares: reported or expected, and the latest before it."""
        own = self._columns[column].heading
        if not own.compares and not own.changes:
            return None
        if (named := self._named_column(column)) is not None:
            return named
        best: tuple[date, int] | None = None
        for other in self._layout.values:
            if other > column or not self._is_result(other) or self._differs_in_kind(column, other):
                continue
            span = self._time_of(other, self._around) or self._context.time
            key = (span.last_day if span else date.min, other)
            best = max(best, key) if best else key
        return self._whole_of(best[1], column) if best else None

    def _whole_of(self, column: int, compared: int) -> int:
        """The column of the whole where `column` is a part: "Tổng số" below the header that both stand under."""
        headers = self._layout.headers
        top = headers[column][0] if len(headers[column]) > 1 else None
        for other in self._layout.values:
            first, *below = headers[other] or ("",)
            whole = bool(below) and self._reader.has(TableRole.EMPTY, _BRACKETS.sub("", below[-1]).strip())
            if first == top and whole and self._is_result(other) and headers[compared][:1] != (top,):
                return other
        return column

    def _differs_in_kind(self, column: int, other: int) -> bool:
        """Whether a column of whole differences cannot be one of the shares in the column `other`."""
        unit, fractional = self._columns[other].heading.unit, self._layout.fractional
        share = self._columns[other].share or (unit is not None and unit.unit.family is Family.PERCENT)
        whole = self._columns[column].heading.unit is None and column not in fractional
        return share and whole and self._columns[column].changes and other in fractional

    def _same_header(self, column: int) -> int | None:
        """The column on its left whose lowest header a difference repeats: "Số hộ" below "Hộ nghèo", then "Tăng"."""
        parts = self._columns[column].parts
        if len(parts) < 2 or not self._columns[column].heading.changes:
            return None
        alike = (
            other
            for other, each in self._columns.items()
            if other < column and len(each.parts) > 1 and each.parts[-1].lower() == parts[-1].lower()
        )
        return max(filter(self._is_result, alike), default=None)

    def _named_column(self, column: int) -> int | None:
        """The column before it of the thing that a difference, or the one on its left, names: "Tăng số xã (%)"."""
        if (repeated := self._same_header(column)) is not None:
            return repeated
        left = self._columns.get(column - 1)
        words = self._columns[column].words or (left.words if left and left.heading.changes else "")
        same = [o for o in self._layout.values if o < column and self._is_result(o) and self._columns[o].words]
        return next((o for o in reversed(same) if self._columns[o].words.lower() == words.lower()), None)

    # --- fields ---------------------------------------------------------------------------------------------------

    def _item(self, row: Row, column: int) -> str:
        thing = row.heading.words
        words = " ".join(filter(None, [self._words[column], thing]))
        if words == thing and self._reader.has(TableRole.BODY, thing):
            return f"{self._context.caption.words} {thing}".strip()
        if words and not (self._columns[column].splits and not thing):
            return words
        own = self._context.caption.words or self._columns[column].heading.words or row.section.words
        opened = _BRACKETS.sub("", row.section.words) if row.heading.time and own != row.section.words else ""
        return " ".join(f"{opened} {own or self._context.title} {words}".split()[:_LONGEST_CAPTION])

    def _words_of(self, column: int) -> str:
        """What a column measures; one of differences that does not say so measures what it compares."""
        own, main = self._columns[column], self._main[column]
        if main is None or not own.changes or (own.words and self._same_header(column) != main):
            return own.words
        return self._columns[main].words

    def _change(self, column: Column, row: Row, found: CellNumber) -> Change:
        """A difference has the direction of its sign; "Giảm" over it or before it turns plain numbers into decreases.

        A ratio compares the numbers of a row of growth rates and is none itself.
        """
        if found.change is not None:
            return found.change
        if column.changes:
            named = "\n".join(column.parts)
        elif row.heading.changes and not column.heading.compares:
            named = row.heading.words
        elif found.number.value < 0 and row.heading.compares:
            return Change.DECREASE
        else:
            return Change.NONE
        falls = found.number.value < 0 or self._reader.has(TableRole.FALL, named)
        return Change.DECREASE if falls else Change.INCREASE if found.number.value else Change.NONE

    def _place(self, column: Column, row: Row) -> PlaceReading:
        """The place of the column, that of the row where the column's is a country abroad, or what is inherited."""
        over = column.place
        if over is None or (row.place and over.place and over.place.code is None):
            over = row.place
        return over or self._context.place

    def _status(self, column: int, row: Row, period: TimeSpan | None) -> Status:
        main = self._main[column]
        own = self._columns[main if main is not None else column].heading
        for heading in (own, row.heading, row.section):
            if heading.status and not heading.compares:
                return heading.status
        caption, now = self._context.caption, self._context.now
        if caption.status and not caption.compares and not self._is_before_caption(period):
            return caption.status
        if period and now and (period.first_day > now or (self._context.plans and period.last_day > now)):
            return Status.TARGET
        return Status.ACTUAL

    def _is_before_caption(self, period: TimeSpan | None) -> bool:
        """Whether figures are of a time before what the caption names last: "Năm 2023 và kế hoạch năm 2024"."""
        named = time_of(self._context.caption, self._context.now, None)
        return bool(period and named and period.last_day < named.first_day)

    def _period(self, column: int, row: Row) -> tuple[TimeSpan | None, float]:
        """The time of the column and the row together, else that of the section, the caption or the document."""
        now, around = self._now, self._around
        main = self._main[column]
        if self._columns[column].heading.time is None and main is not None:
            column = main
        elif self._columns[column].share and self._columns[column].heading.time is None:
            timed = (o for o in self._layout.values if o < column and self._is_result(o))
            column = max((o for o in timed if self._columns[o].heading.time), default=column)
        across = self._time_of(column, around)
        named = "\n".join(self._columns[column].parts)
        if across is None and self._reader.has(TableRole.EARLIER, named):
            return self._before(), GUESSED
        if across is None and self._reader.has(TableRole.OPENING, named):
            return self._opening_day(), GUESSED
        along = time_of(row.heading if row.heading.time else row.section, now, across or around)
        if along and (across := self._time_of(column, along) or across):
            return (along if along.grain > across.grain else across), PRINTED
        if across or along:
            return across or along, PRINTED
        return self._context.time, self._context.time_certainty

    def _before(self) -> TimeSpan | None:
        """The months or the year before the table's; None for a table of a day."""
        time = self._context.time
        return time.previous() if time and time.grain < _DAY else None

    def _opening_day(self) -> TimeSpan | None:
        """The first day of the table's time; None for a table of a day."""
        time = self._context.time
        return day_span(time.first_day) if time and time.first_day < time.last_day else None

    def _versus(self, column: int, found: CellNumber, period: TimeSpan | None) -> TimeSpan | None:
        """What a cell or column compares with: the time that it names, else the earlier of the columns."""
        heading, changes = self._columns[column].heading, self._columns[column].changes
        if found.base:
            return base_of(found.base, self._now, period)
        if not (heading.compares or changes):
            return None
        if heading.base or not changes or heading.status or period is None:
            return base_of(heading.base, self._now, period)
        others = (other for other, each in self._columns.items() if not each.heading.compares)
        spans = (self._time_of(other, self._around) for other in others)
        earlier = [span for span in spans if span and span.last_day < period.last_day]
        latest = max(earlier, key=lambda span: span.last_day, default=None)
        if latest and latest.is_year and not period.is_year and latest.last[0] < period.first[0]:
            return period.years_later(latest.last[0] - period.last[0])
        return latest

    def _time_of(self, column: int, around: TimeSpan | None) -> TimeSpan | None:
        """The time that a column names; "Cùng kỳ" is a year before the results on its left, else on its right."""
        heading = self._columns[column].heading
        if heading.recalls:
            around = self._recalled(column, around)
        if heading.time is None and around and around.first[0] == around.last[0] and self._is_yearly(column):
            return TimeSpan(around.last[:1], around.last[:1])
        return time_of(heading, self._now or (around and around.last_day), around)

    def _is_yearly(self, column: int) -> bool:
        """Whether a column holds the plan or the estimate of a whole year in a table of some months: "KH năm"."""
        own = self._columns[column]
        return not own.heading.compares and self._reader.has(TableRole.YEARLY, "\n".join(own.parts))

    def _recalled(self, column: int, around: TimeSpan | None) -> TimeSpan | None:
        results = [other for other in self._layout.values if self._is_result(other)]
        nearest = max((other for other in results if other < column), default=None)
        if nearest is not None:
            return time_of(self._columns[nearest].heading, self._now, around) or self._context.time or around
        spans = [time_of(self._columns[other].heading, self._now, around) for other in results]
        return max(filter(None, spans), key=lambda span: span.last_day, default=around)

    def _is_result(self, column: int) -> bool:
        """Whether a column holds reported or expected figures of its own time, no plans, ratios or differences."""
        heading = self._columns[column].heading
        others = heading.compares or heading.changes or heading.recalls
        return not others and heading.status is not Status.TARGET
