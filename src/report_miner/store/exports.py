"""The files of a run, written from the database in one pass, in the order (document, place in it).

Memory does not grow with the number of figures, and the same database gives the same bytes.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import Any

from report_miner.store.database import Store
from report_miner.store.files import whole_file, writing_to
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
# A spreadsheet takes a cell that starts so for a formula; a signed number and a lone sign are none.
_SIGNS = "=+-@\t\r\n＝＋－＠"
_FORMULA = re.compile(rf"(?![-+][\d.,\s]+%?\Z)[{re.escape(_SIGNS)}](?!\Z)")

Writer = Callable[[Mapping[str, Any]], None]
"""What takes the records of the figures one after another."""


def export(store: Store) -> list[Path]:
    """Write the figures, the workbook, findings, verdicts and failures into the store's folder; return the files.

    Findings are written where figures were checked, verdicts where they were assessed. Each file appears whole or
    not at all; no other program changes the database meanwhile.

    Raises:
        StoreError: a file cannot be written; the files of an earlier run are then as they were.
    """
    makers: dict[str, Callable[[Path], AbstractContextManager[Writer]]] = {
        WORKBOOK: lambda path: workbook(store, path),
        FIGURES_CSV: csv_file,
        FIGURES_JSONL: _jsonl,
        FIGURES_PARQUET: parquet_file,
    }
    files = [store.folder / name for name in makers]
    documents = store.folder / DOCUMENTS_PARQUET
    with store.transaction(), writing_to(store.folder), ExitStack() as whole:
        _write_documents(store, whole.enter_context(whole_file(documents)))
        parts = [whole.enter_context(whole_file(path)) for path in files]
        with ExitStack() as opened:
            writers = [opened.enter_context(make(part)) for make, part in zip(makers.values(), parts, strict=True)]
            for fields in store.records():
                for write in writers:
                    write(fields)
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


def _write_documents(store: Store, path: Path) -> None:
    with parquet_file(path, DOCUMENT) as write:
        for document in store.documents():
            write({name: getattr(document, name) for name in DOCUMENT})


def _write_lines(path: Path, records: Iterable[Mapping[str, Any]]) -> Path:
    with whole_file(path) as part, part.open("w", encoding="utf-8", newline="\n") as lines:
        lines.writelines(map(json_line, records))
    return path


@contextmanager
def _jsonl(path: Path) -> Iterator[Writer]:
    with path.open("w", encoding="utf-8", newline="\n") as lines:
        yield lambda fields: _ignore(lines.write(json_line(fields)))


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
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    types = [_arrow_type(pa, name, values, whole) for name in columns]
    schema = pa.schema(list(zip(columns, types, strict=True)))
    batch: list[Iterable[Any]] = []
    with ParquetWriter(path, schema, compression="zstd") as table:

        def flush() -> None:
            columns = zip(*batch, strict=True) if batch else ([] for _ in types)
            arrays = [_array(pa, column, kind) for column, kind in zip(columns, types, strict=True)]
            table.write_batch(pa.record_batch(arrays, schema=schema))
            batch.clear()

        def write(fields: Mapping[str, Any]) -> None:
            batch.append(fields.values())
            if len(batch) == _BATCH:
                flush()

        yield write
        flush()


def _array(pa: Any, column: Sequence[Any], kind: Any) -> Any:
    try:
        return pa.array(column, kind)
    except pa.ArrowInvalid:
        return pa.array([value if _fits(value) else None for value in column], kind)


def _fits(value: Decimal | None) -> bool:
    return value is None or (abs(value) < _LARGEST and value == round(value, 10))


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
