"""Figures as a folder of Parquet files, written by many processes at once, beside the one table of all figures."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from report_miner.errors import StoreError
from report_miner.model import Figure
from report_miner.store.database import Store
from report_miner.store.exports import parquet_file
from report_miner.store.files import make_folder, writing_to
from report_miner.store.rows import record
from report_miner.texts import say

SHARDS = "shards"
"""The folder of the shards in that of the results."""

_DOCUMENTS = 1_000  # in a shard of what was stored before


def drop_shards(folder: Path) -> None:
    """Remove the shards of an earlier run from a folder of results."""
    with writing_to(folder):
        shutil.rmtree(folder / SHARDS, ignore_errors=True)


def new_shards(folder: Path) -> Path:
    """Make the folder of the shards in a folder of results and return its absolute path."""
    make_folder(folder / SHARDS)
    return (folder / SHARDS).absolute()


def write_shard(shards: Path, name: str, figures: Iterable[Figure]) -> None:
    """Write figures to a file that appears whole or not at all, whoever else writes it at the same time.

    Raises:
        StoreError: it cannot be written, or this machine does not see the folder.
    """
    if not shards.is_dir():
        raise StoreError(say("engines.no_shards", folder=shards), remedy=say("engines.no_shards_remedy"))
    part = shards / f".{name}.{uuid.uuid4().hex}.part"
    with writing_to(shards):
        try:
            with parquet_file(part) as write:
                for figure in sorted(figures, key=lambda each: (each.doc, each.start, each.end)):
                    write(record(figure))
            with part.open("rb+") as written:
                os.fsync(written.fileno())
            part.replace(shards / f"{name}.parquet")
        finally:
            part.unlink(missing_ok=True)


def complete_shards(store: Store) -> list[Path]:
    """Write shards of the documents that are in none, so that the shards hold the figures that the store holds.

    What a killed worker left unfinished is removed.

    Returns:
        The folder of the shards, or nothing where no run has written any.
    """
    shards = store.folder / SHARDS
    if not shards.is_dir():
        return []
    for part in shards.glob(".*.part"):
        part.unlink(missing_ok=True)
    written = set(_documents(shards))
    others = (each.name for each in store.documents() if each.figures and each.name not in written)
    for number, names in enumerate(iter(lambda: list(islice(others, _DOCUMENTS)), [])):
        write_shard(shards, f"stored-{number:06}", (figure for name in names for figure in store.figures(name)))
    return [shards]


def _documents(shards: Path) -> Iterator[str]:
    from pyarrow.parquet import read_table

    for path in sorted(shards.glob("*.parquet")):
        yield from read_table(path, columns=["doc"])["doc"].unique().to_pylist()
