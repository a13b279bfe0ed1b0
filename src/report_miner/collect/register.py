"""The register of what was collected: rows are added, and what people wrote into it stays."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from report_miner.errors import StoreError
from report_miner.read.register import REGISTER_NAME
from report_miner.store.exports import csv_cell
from report_miner.store.files import whole_file
from report_miner.texts import say

_COLUMNS = ("file", "published", "publisher", "title", "place")
_HEADER = ",".join(_COLUMNS)

Row = tuple[str, str, str, str]
"""File, published, publisher, title."""


@dataclass(slots=True)
class RegisterWriter:
    """The register of a folder: `places` are those that stand in it, by file."""

    path: Path
    places: dict[str, str] = field(default_factory=dict)
    _columns: list[str] = field(default_factory=lambda: list(_COLUMNS))
    _delimiter: str = ","
    _tail: bytes = b""
    _again: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, folder: Path) -> RegisterWriter:
        """Open the register of a folder, as the program or a spreadsheet wrote it.

        Raises:
            StoreError: it is no table with a column `file`.
        """
        writer = cls(folder / REGISTER_NAME)
        if writer.path.is_file():
            writer._read()
        return writer

    def _read(self) -> None:
        data = self.path.read_bytes()
        end = data.rfind(b"\n") + 1
        self._tail = data[end:]
        try:
            lines = data[:end].decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise self._error() from error
        if not lines and _HEADER.startswith(_text(self._tail)):
            return
        header = (lines or _text(self._tail)).partition("\n")[0]
        self._delimiter = max(",;\t", key=header.count)
        rows = csv.reader(io.StringIO(lines or header), delimiter=self._delimiter)
        self._columns = [name.strip().lower() for name in next(rows)]
        if "file" not in self._columns:
            raise self._error()
        for row in rows:
            self._know(row)

    def _know(self, row: list[str]) -> None:
        values = dict(zip(self._columns, row, strict=False))
        file = values.get("file", "")
        if file in self.places:
            self._again.add(file)
        self.places[file] = values.get("place", "")

    def mend(self, files: Collection[str]) -> None:
        """End the last line, or cut it off where the program was ended in the middle of writing the row of a file.

        Args:
            files: those that rows are added for.
        """
        if not self._tail:
            return
        tail = _text(self._tail)
        row = next(csv.reader([tail], delimiter=self._delimiter))
        named = dict(zip(self._columns, row, strict=False)).get("file", "")
        if any(file.startswith(named) for file in files) or _HEADER.startswith(tail):
            with self.path.open("ab") as file:
                file.truncate(self.path.stat().st_size - len(self._tail))
        else:
            with self.path.open("ab") as file:
                file.write(b"\n")
            self._know(row)
        self._tail = b""

    def _error(self) -> StoreError:
        return StoreError(
            say("collect.register", path=self.path), remedy=say("read.register_unreadable_remedy", path=self.path)
        )

    def add(self, rows: Sequence[Row]) -> None:
        """Add rows; of two rows for one file, the later one counts, and `settle` drops the other."""
        if not rows:
            return
        lines = io.StringIO(newline="")
        table = csv.DictWriter(lines, self._columns, delimiter=self._delimiter, extrasaction="ignore", restval="")
        is_new = not self.path.exists() or not self.path.stat().st_size
        if is_new:
            table.writerow(dict(zip(self._columns, self._columns, strict=True)))
        for row in rows:
            if row[0] in self.places:
                self._again.add(row[0])
            place = self.places.setdefault(row[0], "")
            table.writerow(dict(zip(_COLUMNS, map(csv_cell, (*row, place)), strict=True)))
        with self.path.open("a", encoding="utf-8-sig" if is_new else "utf-8", newline="") as file:
            file.write(lines.getvalue())

    def settle(self, files: Collection[str]) -> None:
        """Leave one row for each of the `files`: where the first one stands, with what the last one says.

        Columns that the program does not know stay as they were.
        """
        twice = self._again.intersection(files)
        if not twice:
            return
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            header, *rows = csv.reader(file, delimiter=self._delimiter)
        at = self._columns.index("file")
        known = [self._columns.index(name) for name in _COLUMNS if name in self._columns]
        first: dict[str, list[str]] = {}
        kept = []
        for row in rows:
            row += [""] * (len(self._columns) - len(row))
            if row[at] in first:
                for index in known:
                    first[row[at]][index] = row[index]
                continue
            kept.append(row)
            if row[at] in twice:
                first[row[at]] = row
        with whole_file(self.path) as part, part.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, delimiter=self._delimiter).writerows([header, *kept])
        self._again.clear()


def row_of(file: str, published: date | str | None, publisher: str | None, title: str | None) -> Row:
    """Return a row of the register."""
    return file, str(published or ""), publisher or "", title or ""


def _text(line: bytes) -> str:
    """A line that may be torn in the middle of a letter."""
    return line.decode("utf-8-sig", "ignore")
