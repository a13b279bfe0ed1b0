"""The files of a run, written from the database in one pass, in the order (document, place in it).

Memory does not grow with the number of figures, and the same database gives the same bytes.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import asdict
from decimal import Context, Decimal
from pathlib import Path
from typing import Any, Protocol

from report_miner.store.database import Store, reading
from report_miner.store.files import whole_file, writing_to
from report_miner.store.results import Results
from report_miner.store.rows import CONTRACT, VALUES, finding_record, json_line, plain, verdict_record
from report_miner.store.workbook import workbook

FIGURES_JSONL = "figures.jsonl"
FIGURES_CSV = "figures.csv"
FIGURES_PARQUET = "figures.parquet"
DOCUMENTS_PARQUET = "documents.parquet"
FAILURES_JSONL = "failures.jsonl"
FINDINGS_JSONL = "findings.jsonl"
VERDICTS_JSONL = "verdicts.jsonl"
WORKBOOK = "report-miner.xlsx"

DOCUMENT = ("name", "title", "publisher", "published", "place", "media_type", "sha256", "figures", "notes")
"""The columns of the table of documents."""

_WHOLE = ("start", "end", "page", "table", "row", "column", "figures")
_BATCH = 5_000  # figures in a row group of the Parquet file
_LARGEST = Decimal(10) ** 28
_LAST_PLACE, _WIDE = Decimal(1).scaleb(-10), Context(prec=38)
# A spreadsheet takes a cell that starts so for a formula; a signed number and a lone sign are none.
_SIGNS = "=+-@\t\r\n＝＋－＠"
_FORMULA = re.compile(rf"(?![-+][\d.,\s]+%?\Z)[{re.escape(_SIGNS)}](?!\Z)")

Writer = Callable[[Mapping[str, Any]], None]
"""What takes the records of the figures one after another."""


class Helper(Protocol):
    """Another process, for what can be done beside this one."""

    def does(self, work: Callable[..., None], /, *arguments: object) -> AbstractContextManager[None]:
        """Let it do `work`, which is done on leaving."""


def export(store: Store, helper: Helper | None = None) -> list[Path]:
    """Write the figures, the workbook, findings, verdicts and failures into the store's folder; return the files.

    Findings are written where figures were checked, verdicts where they were assessed. Each file appears whole or
    not at all; no other program changes the database meanwhile. With a `helper`, it writes the tables while the
    workbook is written here.

    Raises:
        StoreError: a file cannot be written; the files of an earlier run are then as they were.
    """
    files = [store.folder / name for name in (WORKBOOK, FIGURES_CSV, FIGURES_JSONL, FIGURES_PARQUET)]
    documents = store.folder / DOCUMENTS_PARQUET
    with store.transaction(), writing_to(store.folder), ExitStack() as whole:
        about, book, *tables = [whole.enter_context(whole_file(path)) for path in (documents, *files)]
        if helper is None:
            _write_figures(store, workbook(store, book), _tables(store, about, *tables))
        else:
            with helper.does(_write_tables, store.folder, store.address, about, *tables):
                _write_figures(store, workbook(store, book))
        files.append(documents)
        findings = store.folder / FINDINGS_JSONL
        if store.has_checked():
            files.append(_write_lines(findings, map(finding_record, store.findings())))
        else:
            findings.unlink(missing_ok=True)
        verdicts = store.folder / VERDICTS_JSONL
        if store.has_assessed():
            files.append(_write_lines(verdicts, map(verdict_record, store.verdicts())))
        else:
            verdicts.unlink(missing_ok=True)
        files.append(_write_lines(store.folder / FAILURES_JSONL, map(asdict, store.failures())))
    return files


def _write_figures(results: Results, *opened: AbstractContextManager[Writer]) -> None:
    with ExitStack() as stack:
        writers = [stack.enter_context(each) for each in opened]
        for fields in results.records():
            for write in writers:
                write(fields)


def _write_tables(folder: Path, address: str | None, *parts: Path) -> None:
    """Write the tables by themselves, in a process that has not opened the database."""
    with reading(folder, address) as results:
        _write_figures(results, _tables(results, *parts))


@contextmanager
def _tables(results: Results, documents: Path, cells: Path, jsonl: Path, parquet: Path) -> Iterator[Writer]:
    """All files of figures but the workbook, and the table of documents."""
    _write_documents(results, documents)
    with csv_file(cells) as row, _lines(jsonl, parquet) as line:

        def write(fields: Mapping[str, Any]) -> None:
            row(fields)
            line(fields)

        yield write


def _write_documents(results: Results, path: Path) -> None:
    with parquet_file(path, DOCUMENT, values=()) as write:
        for document in results.documents():
            fields = {name: getattr(document, name) for name in DOCUMENT}
            published = document.published and document.published.isoformat()
            write({**fields, "published": published, "notes": list(document.notes)})


def _write_lines(path: Path, records: Iterable[Mapping[str, Any]]) -> Path:
    with whole_file(path) as part, part.open("w", encoding="utf-8", newline="\n") as lines:
        lines.writelines(map(json_line, records))
    return path


@contextmanager
def _lines(jsonl: Path, parquet: Path) -> Iterator[Writer]:
    """The lines of JSON, and the Parquet file that is made of them."""
    with jsonl.open("w", encoding="utf-8", newline="\n") as lines, _parquet_lines(parquet, CONTRACT) as add:

        def write(fields: Mapping[str, Any]) -> None:
            line = json_line(fields)
            lines.write(line)
            add(line if (fitting := _fitting(fields, VALUES)) is fields else json_line(fitting))

        yield write


@contextmanager
def csv_file(path: Path, columns: Sequence[str] = CONTRACT) -> Iterator[Writer]:
    """UTF-8 with a byte order mark, so that Excel sees the accents; records hold the `columns` in this order."""
    with path.open("w", encoding="utf-8-sig", newline="") as lines:
        table = csv.writer(lines)
        table.writerow(columns)
        yield lambda fields: _ignore(table.writerow(map(csv_cell, fields.values())))


def _ignore(_: object) -> None:
    """Make of what returns something a `Writer`."""


def csv_cell(value: object) -> object:
    """Return what a spreadsheet shows as `value` and does not compute: a text like a formula gets a quote before it.

    >>> csv_cell("=1+1"), csv_cell("- 5 xã"), csv_cell("-6,27%"), csv_cell(Decimal("-6.270"))
    ("'=1+1", "'- 5 xã", '-6,27%', '-6.27')
    """
    if isinstance(value, str):
        return f"'{value}" if value[:1] in _SIGNS and _FORMULA.match(value) else value
    if isinstance(value, Decimal):
        return plain(value)
    return " ".join(map(str, value)) if isinstance(value, list) else value


@contextmanager
def parquet_file(
    path: Path,
    columns: Sequence[str] = CONTRACT,
    *,
    values: Collection[str] = VALUES,
    whole: Collection[str] = _WHOLE,
) -> Iterator[Writer]:
    """Values are decimal128(38, 10): exact to ten places and 28 digits before them; what is beyond is null.

    Records hold the `columns` in this order; `values` and `whole` are those of exact and of whole numbers.
    """
    with _parquet_lines(path, columns, values, whole) as add:
        yield lambda fields: add(json_line(_fitting(fields, values)))


@contextmanager
def _parquet_lines(
    path: Path, columns: Sequence[str], values: Collection[str] = VALUES, whole: Collection[str] = _WHOLE
) -> Iterator[Callable[[str], None]]:
    """A Parquet file of records that are lines of JSON; PyArrow would load pandas for a list of Python's objects."""
    import pyarrow as pa
    from pyarrow.json import ParseOptions, ReadOptions, read_json
    from pyarrow.parquet import ParquetWriter

    schema = pa.schema([(name, _arrow_type(pa, name, values, whole)) for name in columns])
    as_text = [field.with_type(pa.string()) if field.type == pa.date32() else field for field in schema]
    parsing = ParseOptions(explicit_schema=pa.schema(as_text), unexpected_field_behavior="error")
    batch: list[str] = []
    with ParquetWriter(path, schema, compression="zstd") as table:

        def flush() -> None:
            lines = "".join(batch).encode()
            reading = ReadOptions(use_threads=False, block_size=len(lines))
            rows = read_json(io.BytesIO(lines), reading, parsing).cast(schema)
            table.write_table(rows, row_group_size=_BATCH)
            batch.clear()

        def add(line: str) -> None:
            batch.append(line)
            if len(batch) == _BATCH:
                flush()

        yield add
        if batch:
            flush()


def _fitting(fields: Mapping[str, Any], values: Collection[str]) -> Mapping[str, Any]:
    """The fields themselves if the exact `values` fit into the Parquet file, else null in place of what does not."""
    beyond = [name for name in values if not _fits(fields[name])]
    return {**fields, **dict.fromkeys(beyond)} if beyond else fields


def _fits(value: Decimal | None) -> bool:
    return value is None or (abs(value) < _LARGEST and value == value.quantize(_LAST_PLACE, context=_WIDE))


def _arrow_type(pa: Any, name: str, values: Collection[str], whole: Collection[str]) -> Any:
    if name in values:
        return pa.decimal128(38, 10)
    if name in whole:
        return pa.int64()
    if name == "published":
        return pa.date32()
    if name == "confidence":
        return pa.float64()
    lists = {name: pa.list_(pa.string()) for name in ("uncertain", "notes")} | {"bbox": pa.list_(pa.float64())}
    return lists.get(name, pa.string())
