"""Figures read back from a `figures.jsonl`, without their documents."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from report_miner.errors import UsageError
from report_miner.model import Figure
from report_miner.store.rows import CONTRACT, VALUES, FiledFigure, figure_of
from report_miner.texts import say

Record = dict[str, Any]


def read_figures(path: Path) -> dict[str, list[Figure]]:
    """Return the figures of each document that the file names, in the order of print.

    Raises:
        UsageError: the file cannot be read, or a line of it is no figure.
    """
    documents: dict[str, dict[int, Record]] = {}
    number = 1
    try:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                if line.strip():
                    record = _record(line)
                    documents.setdefault(record["doc"], {})[record["start"]] = record
                number += 1
    except (OSError, ValueError, TypeError, ArithmeticError) as error:
        raise UsageError(
            say("cli.bad_rows", file=path, line=number, reason=error), remedy=say("cli.bad_rows_remedy")
        ) from error
    return {name: _figures(name, [found[start] for start in sorted(found)]) for name, found in documents.items()}


def _record(line: str) -> Record:
    record = json.loads(line, parse_float=Decimal)
    if not isinstance(record, dict):
        raise ValueError(say("check.not_a_figure"))
    if missing := [name for name in CONTRACT if name not in record]:
        raise ValueError(say("check.missing_fields", names=", ".join(missing)))
    for name in VALUES:
        record[name] = None if record[name] is None else Decimal(record[name])
    record["confidence"] = float(record["confidence"])
    if record["bbox"]:
        record["bbox"] = [float(edge) for edge in record["bbox"]]
    figure_of(record, "")
    if not 0 <= record["start"] < record["end"]:
        raise ValueError("start, end")
    return record


def _figures(name: str, records: Sequence[Record]) -> list[Figure]:
    """The figures of one document. Where its file is not there as it was, its name stands for its digest."""
    complete = [record | {"sentence_start": start} for record, start in _with_sentence_starts(records)]
    sha256 = _digest(name)
    figures = [figure_of(record, sha256) for record in complete]
    if any(isinstance(figure, FiledFigure) for figure in figures):
        return [figure_of(record, name) for record in complete]
    return figures


def _digest(name: str) -> str:
    try:
        with Path(name).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return name


def _with_sentence_starts(records: Sequence[Record]) -> Iterator[tuple[Record, int]]:
    """Yield each record with the offset of its sentence, which the file leaves to be found."""
    index = 0
    while index < len(records):
        first = records[index]
        last = first["start"] + len(first["sentence"])
        beyond = index + 1
        while (
            beyond < len(records)
            and records[beyond]["sentence"] == first["sentence"]
            and records[beyond]["end"] <= last
        ):
            beyond += 1
        group = records[index:beyond]
        start = _sentence_start(group)
        yield from ((record, start) for record in group)
        index = beyond


def _sentence_start(records: Sequence[Mapping[str, Any]]) -> int:
    """Where the sentence of `records` starts: there, most of their numbers stand where they are printed.

    A number that its sentence does not hold stands behind it.
    """
    sentence = records[0]["sentence"]
    starts: Counter[int] = Counter(
        record["start"] - match.start() for record in records for match in _whole(record["text"]).finditer(sentence)
    )
    return max(starts, key=lambda start: starts[start], default=records[0]["start"] - len(sentence))


def _whole(text: str) -> re.Pattern[str]:
    """A pattern for `text` that is no part of a longer number or word."""
    before, after = (r"\d" if edge.isdigit() else r"[^\W\d]" for edge in (text[:1], text[-1:]))
    return re.compile(rf"(?<!{before}){re.escape(text)}(?!{after})")
