"""Whether a text is a table whose fields a sign parts, as spreadsheets and databases export them."""

from __future__ import annotations

import csv
import re

_DELIMITERS = (";", "\t", ",")
_FEWEST_ROWS = 3
_LOOKED_AT = 50  # rows
_NUMBER = re.compile(r"-?\d[\d.,  ]*%?")


def separated_by(text: str) -> str | None:
    """Return what parts the fields of `text`, None where it is no table: prose has commas, but not in columns.

    Every row has as many fields, and below the first row a column holds nothing but numbers.
    """
    lines = [line for line in text.splitlines()[: _LOOKED_AT + 1] if line.strip()][:_LOOKED_AT]
    for delimiter in _DELIMITERS:
        rows = list(csv.reader(lines, delimiter=delimiter))
        widths = {len(row) for row in rows}
        if len(rows) < _FEWEST_ROWS or len(widths) > 1 or widths == {1}:
            continue
        columns = list(zip(*rows, strict=True))
        if any(not is_number(head) and all(map(is_number, below)) for head, *below in columns):
            return delimiter
    return None


def is_number(field: str) -> bool:
    """Whether a field holds a number and nothing else."""
    return _NUMBER.fullmatch(field.strip()) is not None
