"""Charts that answer questions: an indicator over time in one place, and places side by side at one time."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from report_miner.assess.verdicts import ALL
from report_miner.period_words import in_words
from report_miner.store.rows import grouped
from report_miner.texts import say

Record = Mapping[str, Any]
"""A figure as `store.rows.record` gives it; its value may be a text."""

MOST_BARS = 24
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what stands beside it, its figure written out, its length (0..1), its status, where it leads."""

    label: str
    text: str
    share: float
    status: str
    href: str
    about: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with its title; `more` tells how many bars are left out."""

    title: str
    bars: tuple[Bar, ...]
    more: int = 0


def is_level(record: Record) -> bool:
    """Whether a figure can stand in a chart: it says how much there is, in a place, at a time."""
    return bool(record["indicator"] and record["place"] and record["period"]) and record["change"] == "none"


def over_time(records: Iterable[Record], place: str, name: str, link: Callable[[Record], str]) -> Chart:
    """Return the chart of an indicator's figures in one place by time."""
    found = _best((record for record in records if record["place"] == place), "period")
    bars = sorted(found, key=lambda record: (record["period"].split("/")[-1], record["period"]))[-MOST_BARS:]
    title = say("report.over_time", indicator=name, place=place.split(" < ")[0])
    return Chart(title, _bars(bars, lambda record: in_words(record["period"]), link), len(found) - len(bars))


def across(records: Iterable[Record], year: str, name: str, link: Callable[[Record], str]) -> Chart:
    """Return the chart of an indicator's figures of one year by place, the largest first."""
    found = _best((record for record in records if year_of(record["period"]) == year), "place")
    bars = sorted(found, key=lambda record: (-Decimal(record["value"]), record["place"]))[:MOST_BARS]
    title = say("report.across", indicator=name, year=year)
    return Chart(title, _bars(bars, lambda record: record["place"].split(" < ")[0], link), len(found) - len(bars))


def year_of(period: str | None) -> str:
    """Return the year in which a period ends."""
    years: list[str] = _YEAR.findall(period or "")
    return years[-1] if years else ""


def _best(records: Iterable[Record], key: str) -> list[Record]:
    """One figure for each place or time, in the unit of most: what happened before plans, then the surest."""
    levels = [record for record in records if is_level(record)]
    units = Counter(record["unit"] for record in levels)
    best: dict[str, Record] = {}
    for record in levels:
        if record["unit"] == units.most_common(1)[0][0]:
            other = best.setdefault(record[key], record)
            if _worth(record) > _worth(other):
                best[record[key]] = record
    return list(best.values())


def _worth(record: Record) -> tuple[int, float]:
    return ("target", "estimate", "actual").index(record["status"]), record["confidence"]


def _bars(
    records: Sequence[Record], label: Callable[[Record], str], link: Callable[[Record], str]
) -> tuple[Bar, ...]:
    most = max((abs(Decimal(record["value"])) for record in records), default=Decimal(0))
    return tuple(
        Bar(
            label(record),
            written(record),
            float(abs(Decimal(record["value"])) / most) if most else 0.0,
            record["status"],
            link(record),
            record["sentence"],
        )
        for record in records
    )


def written(record: Record) -> str:
    """Return a figure's number with its unit, in Vietnamese notation: "18/20 xã", "62 triệu đồng/năm"."""
    value, unit = Decimal(record["value"]), record["unit"] or ""
    text = grouped(value)
    for scale, word in ((10**9, "tỷ"), (10**6, "triệu")):
        if record["kind"] in ("money", "rate") and abs(value) >= scale and not value * 1000 % scale:
            text = f"{grouped(value / scale)} {word}"
            break
    if record["value_to"] is not None:
        text += f"–{grouped(Decimal(record['value_to']))}"
    if record["total"] is not None:
        text += f"/{grouped(Decimal(record['total']))}"
    return f"{text}%" if unit == "%" else f"{text} {unit}".strip()


def choices(rows: Iterable[tuple[str, str, str]]) -> list[str]:
    """Return the indicators that can be charted, those with the most to compare first.

    Args:
        rows: indicator, place and period of each figure, or of each kind of figure once.
    """
    periods: dict[str, Counter[str]] = defaultdict(Counter)
    places: dict[str, Counter[str]] = defaultdict(Counter)
    for code, place, period in set(map(tuple, rows)):
        periods[code][place] += 1
        places[code][year_of(period)] += 1
    most = {code: max(periods[code].values()) + max(places[code].values()) for code in periods}
    return sorted(most, key=lambda code: (-most[code], code))


def widest(records: Sequence[Record], key: str) -> str:
    """Return the place with figures of the most times, or the year with figures of the most places."""
    of: dict[str, set[str]] = defaultdict(set)
    for record in filter(is_level, records):
        year = year_of(record["period"])
        if key == "place":
            of[record["place"]].add(record["period"])
        elif year:
            of[year].add(record["place"])
    return max(sorted(of, reverse=True), key=lambda each: len(of[each]), default="")


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """What is known of one test in one place: the verdict, the sentence for it, and its evidence."""

    verdict: str
    message: str
    found: str
    doc: str
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A place at a time, with a cell for each test of the set."""

    place: str
    period: str
    cells: tuple[MatrixCell | None, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many tests came out which way."""
        return dict(Counter(cell.verdict for cell in self.cells if cell))


@dataclass(frozen=True, slots=True)
class Matrix:
    """The verdicts of one set of criteria; `tests` are code and name of each column."""

    title: str
    tests: tuple[tuple[str, str], ...]
    rows: tuple[MatrixRow, ...]

    def told(self, most: int) -> Matrix:
        """The same without the tests that no figure speaks of, and with at most so many places."""
        columns = [
            index
            for index in range(len(self.tests))
            if any((cell := row.cells[index]) and cell.verdict != "no_evidence" for row in self.rows)
        ]
        rows = [MatrixRow(row.place, row.period, tuple(row.cells[index] for index in columns)) for row in self.rows]
        return Matrix(self.title, tuple(self.tests[index] for index in columns), tuple(rows[:most]))


_URGENT = ("not_met", "met", "cannot_assess", "no_evidence")


def matrix(rows: Iterable[Mapping[str, Any]]) -> Matrix:
    """Return the verdicts of one set as a matrix; of several for one cell, the most telling stands there.

    `rows` are rows of the table `verdicts`, in order, their JSON read.
    """
    title = ""
    tests: dict[tuple[str, str], str] = {}
    cells: dict[tuple[str, str], dict[tuple[str, str], MatrixCell]] = defaultdict(dict)
    for row in rows:
        details = row["details"]
        title = details.get("set", row["criteria_set"])
        test = (row["code"], row["test"])
        tests.setdefault(test, say("report.whole") if row["test"] == ALL else details.get("name", row["test"]))
        cell = MatrixCell(
            row["verdict"], row["message"], row["found"], details.get("doc") or row["doc"], tuple(row["figures"])
        )
        line = cells[row["place"] or "", row["period"] or ""]
        if test not in line or _URGENT.index(cell.verdict) < _URGENT.index(line[test].verdict):
            line[test] = cell
    columns = sorted(tests, key=lambda test: [int(part) if part.isdigit() else 0 for part in test[0].split(".")])
    lines = tuple(
        MatrixRow(place, period, tuple(found.get(test) for test in columns))
        for (place, period), found in sorted(cells.items())
    )
    return Matrix(title, tuple((code, tests[code, test]) for code, test in columns), lines)
