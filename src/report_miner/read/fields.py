"""Whether a text is a table whose fields a sign parts, as spreadsheets and databases export them."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from itertools import takewhile

_DELIMITERS = (";", "\t", ",")
_FEWEST_ROWS = 3
_LOOKED_AT = 50  # rows
_NUMBER = re.compile(r"-?\d[\d.,  ]*%?")
_NOTHING = ("", "-", "–")
_DECLARED = re.compile(r"sep=(.)\r?\n", re.I)  # how Excel is told what parts the fields


def separated_by(text: str) -> str | None:
    """Return what parts the fields of `text`, None where it is no table: prose has commas, but not in columns.

    Every row has as many fields, and a column holds nothing but numbers below its words. Excel's first line says it.
    """
    if declared := declared_delimiter(text):
        return declared
    lines = [line for line in text.splitlines()[: _LOOKED_AT + 1] if line.strip()][:_LOOKED_AT]
    for delimiter in _DELIMITERS:
        rows = list(csv.reader(lines, delimiter=delimiter))
        if len(lines) == _LOOKED_AT and "".join(lines).count('"') % 2:
            rows.pop()  # a field goes on in the next line
        widths = {len(row) for row in rows}
        if len(rows) < _FEWEST_ROWS or len(widths) > 1 or widths == {1}:
            continue
        if any(map(_is_of_numbers, zip(*rows, strict=True))):
            return delimiter
    return None


def declared_delimiter(text: str) -> str | None:
    """Return what the first line says that the fields are parted by: "sep=;"."""
    declared = _DECLARED.match(text)
    return declared[1] if declared else None


def _is_of_numbers(column: Sequence[str]) -> bool:
    """Whether a column has words, then as many numbers at least, two or more; fields may be empty."""
    filled = [field for field in column if field.strip() not in _NOTHING]
    words = len(list(takewhile(lambda field: not is_number(field), filled)))
    return 1 <= words <= len(filled) - words >= _FEWEST_ROWS - 1 and all(map(is_number, filled[words:]))


def is_number(field: str) -> bool:
    """Whether a field holds a number and nothing else."""
    return _NUMBER.fullmatch(field.strip()) is not None
