"""Figures as rows of the database and back, and as records of the exported files."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from json.encoder import encode_basestring
from types import NoneType
from typing import Any, overload

from report_miner.model import (
    Bound,
    Change,
    CriterionVerdict,
    Figure,
    Finding,
    Kind,
    Locator,
    Period,
    Place,
    Status,
)

CONTRACT = (
    *("id", "doc", "start", "end", "text", "value", "value_to", "total", "kind", "unit", "item"),
    *("change", "bound", "status", "place", "period", "versus", "sentence", "page", "bbox"),
    *("table", "row", "column", "indicator", "place_code", "pattern", "confidence", "uncertain"),
)
"""The fields of a figure in every exported file, in this order."""

VALUES = ("value", "value_to", "total")
"""The fields that are exact numbers."""

_LISTS = ("bbox", "uncertain")
_BEYOND = ("paragraph", "sentence_start", "indicator_score")
COLUMNS = (*CONTRACT, *_BEYOND)
"""The columns of the table `figures`: the contract, and what else is needed to get the figure back."""

Row = Sequence[Any]

_SEPARATORS = str.maketrans(",.", ".,")
# Line ends for some readers of lines, though JSON may hold them as they are.
_LINE_BREAKS = {"\x85": r"\u0085", "\u2028": r"\u2028", "\u2029": r"\u2029"}


@dataclass(frozen=True, kw_only=True, slots=True)
class FiledFigure(Figure):
    """A figure from a file, whose document is not at hand: it keeps the id that the file gives it."""

    filed_id: str

    @property
    def id(self) -> str:
        """The id in the file."""
        return self.filed_id


def record(figure: Figure) -> dict[str, Any]:
    """Return the fields of the contract, in its order.

    Numbers are Decimals; a box is four floats in points, rounded to a hundredth; the confidence is rounded to four
    places; the rest is str, int, list or None.
    """
    locator = figure.locator
    return {
        "id": figure.id,
        "doc": figure.doc,
        "start": figure.start,
        "end": figure.end,
        "text": figure.text,
        "value": figure.value,
        "value_to": figure.value_to,
        "total": figure.total,
        "kind": figure.kind.value,
        "unit": figure.unit,
        "item": figure.item,
        "change": figure.change.value,
        "bound": figure.bound.value,
        "status": figure.status.value,
        "place": _notation(figure.place),
        "period": _notation(figure.period),
        "versus": _notation(figure.versus),
        "sentence": figure.sentence,
        "page": locator.page,
        "bbox": [round(edge, 2) for edge in locator.bbox] if locator.bbox else None,
        "table": locator.table,
        "row": locator.row,
        "column": locator.column,
        "indicator": figure.indicator,
        "place_code": figure.place.code if figure.place else None,
        "pattern": figure.pattern,
        "confidence": round(figure.confidence, 4),
        "uncertain": list(figure.uncertain),
    }


def _notation(value: Place | Period | None) -> str | None:
    return None if value is None else str(value)


def plain(number: Decimal) -> str:
    """Return the number in digits, exact, without an exponent and without idle zeros.

    >>> plain(Decimal("6.270")), plain(Decimal("3E+12")), plain(Decimal("-0.50"))
    ('6.27', '3000000000000', '-0.5')
    """
    digits = format(number, "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def grouped(number: int | Decimal) -> str:
    """Return the number as it is written in Vietnamese, exact.

    >>> grouped(1234567), grouped(Decimal("6.270"))
    ('1.234.567', '6,27')
    """
    return f"{Decimal(plain(Decimal(number))):,f}".translate(_SEPARATORS)


def json_line(fields: Mapping[str, Any]) -> str:
    """Return the fields as one line of JSON: text as it is, numbers exact, no line break but the last."""
    line = "{" + ", ".join([f'"{name}": {_JSON[type(value)](value)}' for name, value in fields.items()]) + "}\n"
    for character, escape in _LINE_BREAKS.items():
        line = line.replace(character, escape)
    return line


_JSON: dict[type, Callable[[Any], str]] = {
    str: encode_basestring,
    int: str,
    float: repr,
    Decimal: plain,
    list: json.dumps,
    NoneType: lambda _: "null",
}


def to_row(figure: Figure) -> Row:
    """Return the figure as a row of the table `figures`, in the order of `COLUMNS`."""
    fields = record(figure)
    for name in VALUES:
        if fields[name] is not None:
            fields[name] = plain(fields[name])
    for name in _LISTS:
        if fields[name] is not None:
            fields[name] = json.dumps(fields[name])
    return (*fields.values(), figure.locator.paragraph, figure.sentence_start, figure.indicator_score)


def to_record(row: Row, *, lists: bool = True) -> dict[str, Any]:
    """Return what `record` gives for the figure that `to_row` made a row of; lists are JSON if `lists`."""
    fields = dict(zip(CONTRACT, row, strict=False))
    for name in VALUES:
        if fields[name] is not None:
            fields[name] = Decimal(fields[name])
    for name in _LISTS if lists else ():
        if fields[name] is not None:
            fields[name] = json.loads(fields[name])
    return fields


def to_figure(row: Row, sha256: str) -> Figure:
    """Return the figure that `to_row` made a row of; `sha256` is its document's digest."""
    found = to_record(row)
    found.update(zip(_BEYOND, row[len(CONTRACT) :], strict=True))
    return figure_of(found, sha256)


@dataclass(frozen=True, slots=True)
class FigureRows(Sequence[Figure]):
    """Figures of one document as their rows, which go to another process much faster; made again when asked for.

    `sha256` is the digest of the document.
    """

    rows: Sequence[Row]
    sha256: str

    @overload
    def __getitem__(self, index: int) -> Figure: ...

    @overload
    def __getitem__(self, index: slice) -> FigureRows: ...

    def __getitem__(self, index: int | slice) -> Figure | FigureRows:
        if isinstance(index, slice):
            return FigureRows(self.rows[index], self.sha256)
        return to_figure(self.rows[index], self.sha256)

    def __len__(self) -> int:
        return len(self.rows)


def figure_of(record: Mapping[str, Any], sha256: str) -> Figure:
    """Return the figure with the fields of `record`: those of the contract, and those beyond it that are known.

    Args:
        record: fields by name; values are Decimals, lists are lists.
        sha256: the digest of the figure's document.

    Raises:
        KeyError: a field is missing.
        ValueError: a field holds what it cannot hold.
    """
    place, period, versus, bbox = (record[name] for name in ("place", "period", "versus", "bbox"))
    figure = Figure(
        doc=record["doc"],
        sha256=sha256,
        start=record["start"],
        end=record["end"],
        text=record["text"],
        value=record["value"],
        value_to=record["value_to"],
        total=record["total"],
        kind=Kind(record["kind"]),
        unit=record["unit"],
        item=record["item"],
        change=Change(record["change"]),
        bound=Bound(record["bound"]),
        status=Status(record["status"]),
        place=None if place is None else Place(tuple(place.split(" < ")), record["place_code"]),
        period=None if period is None else Period(period),
        versus=None if versus is None else Period(versus),
        sentence=record["sentence"],
        sentence_start=record.get("sentence_start", 0),
        locator=Locator(
            page=record["page"],
            bbox=tuple(bbox) if bbox else None,
            paragraph=record.get("paragraph"),
            table=record["table"],
            row=record["row"],
            column=record["column"],
        ),
        indicator=record["indicator"],
        indicator_score=record.get("indicator_score"),
        pattern=record["pattern"],
        confidence=record["confidence"],
        uncertain=tuple(record["uncertain"]),
    )
    if figure.id == record["id"]:
        return figure
    return FiledFigure(filed_id=record["id"], **{each.name: getattr(figure, each.name) for each in fields(figure)})


def finding_record(finding: Finding) -> dict[str, Any]:
    """Return a finding as its fields in the exported file."""
    return {
        "id": finding.id,
        "doc": finding.doc,
        "rule": finding.rule,
        "verdict": finding.verdict.value,
        "figures": list(finding.figures),
        "starts": list(finding.starts),
        "computed": finding.computed,
        "message": finding.message,
    }


def verdict_record(verdict: CriterionVerdict) -> dict[str, Any]:
    """Return a criterion's verdict as its fields in the exported file.

    `starts` are where its evidence begins in the document, figures and statements alike.
    """
    return {
        "criteria_set": verdict.criteria_set,
        "level": verdict.level,
        "code": verdict.code,
        "test": verdict.test,
        "place": verdict.place,
        "period": verdict.period,
        "required": verdict.required,
        "found": verdict.found,
        "verdict": verdict.verdict.value,
        "figures": list(verdict.figures),
        "message": verdict.message,
        "doc": verdict.details.get("doc"),
        "evidence": verdict.details.get("evidence"),
        "starts": [int(start) for start in verdict.details.get("starts", "").split()],
    }
