"""Files that only grow, line by line, and survive the end of the program at any moment."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from report_miner.errors import StoreError
from report_miner.texts import say


def without_torn_end(path: Path) -> None:
    """Cut off the last line of a file where the program was ended in the middle of writing it."""
    with path.open("rb+") as file:
        end = file.seek(0, os.SEEK_END)
        keep = end
        while keep:
            start = max(0, keep - 65_536)
            file.seek(start)
            found = file.read(keep - start).rfind(b"\n")
            if found >= 0:
                keep = start + found + 1
                break
            keep = start
        if keep < end:
            file.truncate(keep)


def records(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a file of JSON lines.

    Raises:
        StoreError: a line is none.
    """
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                record = json.loads(line)
                if not isinstance(record, dict):
                    raise ValueError
            except ValueError as error:
                raise StoreError(
                    say("collect.broken_line", path=path, line=number),
                    remedy=say("collect.broken_line_remedy", line=number),
                ) from error
            yield record


def line_of(record: Mapping[str, Any]) -> bytes:
    """Return a record as one line of a file of JSON lines."""
    return json.dumps(record, ensure_ascii=False).encode() + b"\n"
