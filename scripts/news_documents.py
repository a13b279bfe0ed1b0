"""Unpack the annotated articles of a collection of news, with the register that tells their dates.

    news_documents.py COLLECTION.zip ANNOTATIONS FOLDER

ANNOTATIONS is a folder with documents.csv (file, published, publisher) and NAME.gold.jsonl files. An article is
stored in the collection under its number, and named in the register as news-NUMBER.txt.
"""

from __future__ import annotations

import csv
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def unpack(collection: Path, annotations: Path, folder: Path) -> None:
    """Write the articles that the register names, and the register, into a folder."""
    register = annotations / "documents.csv"
    shutil.copy(register, folder / register.name)
    with register.open(encoding="utf-8-sig", newline="") as lines, zipfile.ZipFile(collection) as archive:
        stored = {Path(name).name: name for name in archive.namelist()}
        for row in csv.DictReader(lines):
            name = Path(row["file"]).name
            (folder / name).write_bytes(archive.read(stored[name.removeprefix("news-")]))


@contextmanager
def documents(docs: Path, annotations: Path) -> Iterator[Path]:
    """Yield a folder of annotated documents: `docs` itself, or what is unpacked from it where it is a collection."""
    if docs.suffix != ".zip":
        yield docs
        return
    with tempfile.TemporaryDirectory() as folder:
        unpack(docs, annotations, Path(folder))
        yield Path(folder)


if __name__ == "__main__":
    unpack(*map(Path, sys.argv[1:4]))
