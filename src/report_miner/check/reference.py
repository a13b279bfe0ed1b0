"""A reference table of trusted figures, and the rule that sets claims against it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path

from report_miner.check.findings import finding, number, outcome, quote
from report_miner.check.intervals import Interval
from report_miner.check.printed import Reading, judge
from report_miner.check.relations import words_of
from report_miner.check.workbook import read_workbook
from report_miner.errors import UsageError
from report_miner.model import Change, Figure, Finding, Kind, Status, Verdict
from report_miner.period_words import in_words
from report_miner.texts import say, system_reason

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "place": ("place", "địa phương", "địa bàn", "nơi"),
    "period": ("period", "kỳ", "thời gian", "năm", "kỳ báo cáo"),
    "indicator": ("indicator", "chỉ tiêu", "tên chỉ tiêu", "mã chỉ tiêu"),
    "value": ("value", "giá trị", "số liệu"),
    "unit": ("unit", "đơn vị", "đơn vị tính"),
    "tolerance": ("tolerance", "sai số", "dung sai"),
}
_REQUIRED = ("place", "period", "indicator", "value")
_LEVEL = re.compile(r"^(?:tỉnh|thành phố|tp\.?|thị xã|tx\.?|thị trấn|huyện|quận|xã|phường|đặc khu)\s+")
_VIETNAMESE = re.compile(r"^[-+]?\d{1,3}(?:[. ]\d{3})+(?:,\d+)?$")
_PLAIN = re.compile(r"^[-+]?\d+(?:[.,]\d+)?$")
_DAY = re.compile(r"^(?:(?:(\d{1,2})/)?(\d{1,2})/)?(\d{4})$")


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """A trusted figure: `tolerance` is a deviation in the unit of `value`; `line` is its row in the file."""

    place: str
    period: str
    indicator: str
    value: Decimal
    unit: str | None
    tolerance: Decimal
    line: int


@dataclass(frozen=True)
class ReferenceTable:
    """Trusted figures with the name of the file that they come from."""

    name: str
    rows: tuple[ReferenceRow, ...]

    @cached_property
    def by_place_and_period(self) -> dict[tuple[str, str], list[ReferenceRow]]:
        """The rows by place (a name without its level, or a code) and period."""
        found: dict[tuple[str, str], list[ReferenceRow]] = {}
        for row in self.rows:
            found.setdefault((_place_key(row.place), row.period), []).append(row)
        return found


def reference(figure: Figure, table: ReferenceTable) -> Iterator[Finding]:
    """A reported level equals the trusted value for its place, period and indicator.

    Tolerance: the printed precision of the figure and the tolerance of the row. A place with a code is looked up
    with its code and vintage first, then by name. Where only some words of the indicator agree, a difference is
    unclear.
    """
    for row, sure in _rows_of(figure, table):
        yield _against(figure, row, table.name, sure=sure)


def unclaimed(figures: Iterable[Figure], table: ReferenceTable) -> list[ReferenceRow]:
    """Return the rows of the table that none of the figures was set against."""
    claimed = {row.line for figure in figures for row, _ in _rows_of(figure, table)}
    return [row for row in table.rows if row.line not in claimed]


def _rows_of(figure: Figure, table: ReferenceTable) -> Iterator[tuple[ReferenceRow, bool]]:
    """The rows that a figure is set against, and whether all words of the indicator agree."""
    if figure.place is None or figure.period is None or figure.change is not Change.NONE:
        return
    if figure.status is Status.TARGET:
        return
    keys = [figure.place.code] if figure.place.code else []
    keys.append(_place_key(figure.place.names[0]))
    for key in keys:
        for row in table.by_place_and_period.get((key, figure.period.notation), ()):
            sure = _same_indicator(figure, row)
            if sure is not None and _same_unit(figure, row):
                yield row, sure


def read_reference(path: Path) -> ReferenceTable:
    """Read a table of trusted figures from a CSV or XLSX file with a header row.

    Columns (in any order, in English or Vietnamese): place, period, indicator, value; optional: unit, tolerance.

    Raises:
        UsageError: the file cannot be read, or a cell is not what its column asks for; it names row and column.
    """
    rows = _cells(path)
    if not rows:
        raise UsageError(say("check.reference_empty", file=path), remedy=say("check.reference_columns_remedy"))
    columns = _header(path, rows[0][1])
    read = [_row(path, line, cells, columns) for line, cells in rows[1:] if any(cell.strip() for cell in cells)]
    return ReferenceTable(path.name, tuple(read))


def _cells(path: Path) -> list[tuple[int, list[str]]]:
    try:
        content = path.read_bytes()
        if content.startswith(b"PK"):
            return read_workbook(io.BytesIO(content))
        text = content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise UsageError(
            say("check.reference_unreadable", file=path, reason=system_reason(error)),
            remedy=say("check.reference_unreadable_remedy"),
        ) from error
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    lines = csv.reader(io.StringIO(text), delimiter=delimiter)
    return [(lines.line_num, cells) for cells in lines if cells]


def _header(path: Path, cells: Sequence[str]) -> dict[str, int]:
    names = [cell.strip().casefold() for cell in cells]
    found = {column: names.index(name) for column, known in _COLUMNS.items() for name in known[::-1] if name in names}
    missing = [column for column in _REQUIRED if column not in found]
    if missing:
        shown = ", ".join(_COLUMNS[column][1] for column in missing)
        raise UsageError(
            say("check.reference_columns", file=path, missing=shown),
            remedy=say("check.reference_columns_remedy"),
        )
    return found


def _row(path: Path, line: int, cells: Sequence[str], columns: Mapping[str, int]) -> ReferenceRow:
    def cell(column: str) -> str:
        position = columns.get(column)
        return cells[position].strip() if position is not None and position < len(cells) else ""

    for column in _REQUIRED:
        if not cell(column):
            raise _bad_cell(path, line, column, "", "missing")
    period = _period(cell("period"))
    value = _decimal(cell("value"))
    tolerance = _decimal(cell("tolerance") or "0")
    if period is None:
        raise _bad_cell(path, line, "period", cell("period"), "period")
    if value is None:
        raise _bad_cell(path, line, "value", cell("value"), "number")
    if tolerance is None or tolerance < 0:
        raise _bad_cell(path, line, "tolerance", cell("tolerance"), "number")
    return ReferenceRow(cell("place"), period, cell("indicator"), value, cell("unit") or None, tolerance, line)


def _bad_cell(path: Path, line: int, column: str, printed: str, problem: str) -> UsageError:
    name = _COLUMNS[column][1]
    return UsageError(
        say("check.reference_cell", file=path, row=line, column=name, printed=printed),
        remedy=say(f"check.reference_{problem}_remedy", row=line, column=name),
    )


def _decimal(text: str) -> Decimal | None:
    text = text.replace("\u00a0", " ").rstrip("% ").strip()
    if _VIETNAMESE.match(text):
        text = text.replace(".", "").replace(" ", "").replace(",", ".")
    elif not _PLAIN.match(text):
        return None
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None


def _period(text: str) -> str | None:
    """The notation of a period: 2020, 6/2020 → 2020-06, 31/12/2020 → 2020-12-31; our own notation stays."""
    if re.fullmatch(r"\d{4}(?:-\d\d){0,2}(?:/\d{4}(?:-\d\d){0,2})?", text):
        return text
    match = _DAY.match(text)
    if match is None:
        return None
    day, month, year = match.groups()
    return "-".join([year, *(f"{int(part):02}" for part in (month, day) if part)])


def _place_key(place: str) -> str:
    return _LEVEL.sub("", place.partition("<")[0].strip().casefold())


def _same_indicator(figure: Figure, row: ReferenceRow) -> bool | None:
    """True when surely the same, False when only the row's words are among the figure's, None when not."""
    if figure.indicator is not None and figure.indicator.casefold() == row.indicator.casefold():
        return True
    wanted, found = words_of(row.indicator), words_of(figure.item)
    if wanted == found:
        return True
    return False if wanted <= found else None


def _same_unit(figure: Figure, row: ReferenceRow) -> bool:
    if row.unit is None or _in_percent(figure, row):
        return True
    return (figure.unit or "").casefold() == row.unit.casefold()


def _in_percent(figure: Figure, row: ReferenceRow) -> bool:
    """Whether a tally is set against a percentage."""
    return row.unit == "%" and figure.kind is Kind.TALLY and bool(figure.total)


def _against(figure: Figure, row: ReferenceRow, source: str, *, sure: bool) -> Finding:
    trusted = Interval(row.value - row.tolerance, row.value + row.tolerance)

    def holds(reading: Reading) -> bool:
        stated = reading(figure)
        if _in_percent(figure, row):
            stated = stated * Interval.exactly(100) / reading.total(figure)
        return stated.meets(trusted)

    verdict = judge(holds)
    if verdict is Verdict.INCONSISTENT and not sure:
        verdict = Verdict.UNCLEAR
    computed = say(
        "check.reference_computed", printed=figure.text, value=number(row.value), tolerance=number(row.tolerance)
    )
    message = say(
        "check.reference_message",
        figure=quote(figure),
        item=row.indicator,
        place=row.place,
        period=in_words(row.period),
        value=number(row.value),
        source=source,
        row=row.line,
        outcome=outcome(verdict),
    )
    return finding("reference", verdict, (figure,), computed, message)
