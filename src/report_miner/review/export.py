"""The reviewed table as files for others: what people rejected is left out, what they fixed or added is in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from report_miner.patterns import Patterns
from report_miner.review import queries
from report_miner.review.datapackage import write_package
from report_miner.review.desk import Desk
from report_miner.review.forms import Form
from report_miner.review.reviewed import REVIEWED, reviewed
from report_miner.store.database import Store
from report_miner.store.exports import Writer, csv_file, parquet_file
from report_miner.store.files import make_folder, whole_file, writing_to
from report_miner.store.workbook import workbook


def export_reviewed(
    folder: Path, patterns: Patterns, form: Form, output: Path | None = None, address: str | None = None
) -> Path:
    """Write the reviewed figures of the results in `folder`; return the file, or the folder of the data package.

    Args:
        folder: the folder of the results.
        patterns: the catalogue and the gazetteer.
        form: what to write.
        output: where; by default `reviewed.csv` and so on, or `datapackage`, in `folder`.
        address: the address of the PostgreSQL database that holds the results, if none in `folder` does.

    Raises:
        UsageError: there are no results.
        StoreError: they cannot be read, or the files cannot be written.
    """
    name = "datapackage" if form is Form.DATAPACKAGE else f"reviewed.{form}"
    target = output or folder / name
    desk = Desk(folder, patterns, address)
    try:
        if form is Form.DATAPACKAGE:
            make_folder(target)
            with desk.open_store() as store:
                write_package(store, target, _records(desk), patterns)
            return target
        make_folder(target.parent)
        with (
            writing_to(target),
            whole_file(target) as part,
            desk.open_store() as store,
            _opened(form, part, store) as write,
        ):
            for record in _records(desk):
                write(record)
        return target
    finally:
        desk.close()


def _opened(form: Form, path: Path, store: Store) -> AbstractContextManager[Writer]:
    if form is Form.XLSX:
        return workbook(store, path, reviewed=True)
    return parquet_file(path, REVIEWED) if form is Form.PARQUET else csv_file(path, REVIEWED)


def _records(desk: Desk) -> Iterator[dict[str, Any]]:
    with desk.reading() as connection:
        for row in queries.every(connection, queries.Filter()):
            if row["decision"] != "reject":
                yield reviewed(row)
