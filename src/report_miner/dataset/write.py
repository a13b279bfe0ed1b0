"""The files of the dataset: CSV, Parquet, a workbook, and the description of their columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from report_miner.dataset.columns import (
    DATASET,
    SOURCES,
    VALUES,
    WHOLE,
    codes,
    dataset_record,
    sheet_tables,
    source_records,
)
from report_miner.dataset.rows import Agreement, Observation
from report_miner.dataset.sources import load_sources
from report_miner.dataset.table import build_table
from report_miner.patterns import Patterns
from report_miner.review import queries
from report_miner.review.datapackage import Resource, describe
from report_miner.review.desk import Desk
from report_miner.review.reviewed import reviewed
from report_miner.store import sheets
from report_miner.store.decisions import Action
from report_miner.store.exports import csv_file, parquet_file
from report_miner.store.files import make_folder, whole_file, writing_to
from report_miner.store.rows import figure_of
from report_miner.texts import say

_NEEDED = ("indicator", "place", "period")
_WIDTH = 110  # characters


@dataclass(frozen=True, slots=True)
class Counts:
    """What the table holds; `left` are the `figures` behind it and those left out, by what they lack."""

    rows: int
    by_agreement: Mapping[Agreement, int]
    left: Mapping[str, int]
    copies: int


def write_dataset(
    folder: Path, target: Path, patterns: Patterns, address: str | None = None
) -> tuple[Counts, list[Path]]:
    """Write the dataset of the results in `folder` into the folder `target`; return what it holds, and the files.

    With the `address` of a PostgreSQL database, the results are those in it.
    `datapackage.json` comes last, when all tables are there.

    Raises:
        UsageError: there are no results.
        StoreError: they cannot be read, or the files cannot be written.
        PatternError: a file of patterns is broken.
    """
    desk = Desk(folder, patterns, address)
    try:
        with desk.open_store() as store:
            sources = load_sources(store)
            digests = {each.name: each.sha256 for each in store.documents()}
        left: Counter[str] = Counter()
        table = build_table(_usable(_observations(desk, digests), left), sources, patterns)
    finally:
        desk.close()
    records = [dataset_record(entry, sources) for entry in table]
    lines = [line for entry in table for line in source_records(entry, sources)]
    counts = Counts(
        rows=len(table),
        by_agreement={each: sum(entry.row.agreement is each for entry in table) for each in Agreement},
        left=left,
        copies=sum(each.group in sources for each in sources.values()),
    )
    return counts, _write(target, records, lines, counts)


def _observations(desk: Desk, digests: Mapping[str, str]) -> Iterator[Observation]:
    """The figures as people left them; what they rejected is none, nor is what its document no longer says."""
    with desk.reading() as database:
        for row in queries.every(database, queries.Filter()):
            if row["decision"] != Action.REJECT and row["doc"] in digests:
                figure = figure_of(reviewed(row), digests[row["doc"]])
                yield Observation(figure, row["decision"])


def _usable(observations: Iterable[Observation], left: Counter[str]) -> Iterator[Observation]:
    """Those that the table can hold; `left` counts them, and those that it cannot by what they lack."""
    for each in observations:
        figure = each.figure
        lacks = next((name for name in _NEEDED if not getattr(figure, name)), None)
        left[f"without_{lacks}" if lacks else "figures"] += 1
        if lacks is None:
            yield each


def _write(target: Path, records: list[dict[str, Any]], lines: list[dict[str, Any]], counts: Counts) -> list[Path]:
    make_folder(target)
    files = [target / name for name in ("dataset.xlsx", "dataset.csv", "dataset.parquet", "sources.csv")]
    with writing_to(target), ExitStack() as whole:
        workbook, table, columns, sources = (whole.enter_context(whole_file(path)) for path in files)
        with (
            sheets.sheets(workbook, sheet_tables(len(records), lines), lambda book: _overview(book, counts)) as row,
            csv_file(table, DATASET) as line,
            parquet_file(columns, DATASET, values=VALUES, whole=WHOLE) as batch,
        ):
            for record in records:
                for write in (row, line, batch):
                    write(record)
        with csv_file(sources, SOURCES) as line:
            for record in lines:
                line(record)
    required = ("id", "indicator", "place", "period", "agreement", "dataset_id", "doc", "figure_id")
    described = partial(Resource, codes=codes(), required=required, encoding="utf-8-sig")
    tables = [
        described(name="dataset", columns=DATASET, key="id"),
        described(name="sources", columns=SOURCES, foreign={"dataset_id": ("dataset", "id")}),
    ]
    describe(target, "report-miner-dataset", say("dataset.title"), tables)
    return [*files, target / "datapackage.json"]


def _overview(book: Any, counts: Counts) -> None:
    """The first sheet: what stands where, and what was left out."""
    title = book.add_format({"bold": True, "font_size": 16, "font_color": "#1F4E78"})
    strong = book.add_format({"bold": True, "valign": "top"})
    number = book.add_format({"num_format": "#,##0", "align": "right", "valign": "top"})
    about = book.add_format({"text_wrap": True, "indent": 1, "valign": "top"})
    sheet = book.add_worksheet(say("store.sheet_overview"))
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 10)
    sheet.set_column(2, 2, _WIDTH)
    sheet.hide_gridlines(2)
    sheets.lay_out(sheet)
    sheet.write_string(0, 0, say("dataset.title"), title)
    told = {"rows": counts.rows, **{f"agreement_{each}": count for each, count in counts.by_agreement.items()}}
    left = {name: counts.left.get(name, 0) for name in ("figures", *(f"without_{name}" for name in _NEEDED))}
    for row, (name, count) in enumerate({**told, **left, "copies": counts.copies}.items(), start=2):
        sheet.write_string(row, 0, say(f"dataset.{name}"), strong)
        sheet.write_number(row, 1, count, number)
        text = say(f"dataset.about_{name}")
        sheet.write_string(row, 2, text, about)
        sheet.set_row(row, sheets.LINE * (1 + len(text) // _WIDTH))
