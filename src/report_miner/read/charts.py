"""The numbers of a chart as a table: a row for each category, a column for each series."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from report_miner.model import Box
from report_miner.read.draft import GridCell
from report_miner.read.pptx_shapes import DRAWING
from report_miner.read.sheet_looks import look_of, printed

_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def chart_title(chart: Any) -> str:
    """The title that is written into a chart, empty where there is none or where it only names a series."""
    title = chart.find(f"{_CHART}chart/{_CHART}title")
    texts = [element.text or "" for element in title.iter(f"{DRAWING}t")] if title is not None else []
    text = " ".join("".join(texts).split())
    return "" if text in map(_name, chart.iter(f"{_CHART}ser")) else text


def chart_cells(chart: Any, box: Box | None) -> list[GridCell]:
    """Return the table behind a chart that stands in `box`, as the file remembers it; nothing where it does not.

    Numbers stand as their formats show them. A chart without categories, such as one of points, has no table.
    """
    series = [each for each in chart.iter(f"{_CHART}ser") if each.find(f"{_CHART}cat") is not None]
    categories: dict[int, str] = {}
    for each in series:
        for index, text in _points(each.find(f"{_CHART}cat")).items():
            categories.setdefault(index, text)
    rows = {index: row for row, index in enumerate(sorted(categories), start=2)}
    texts = {(row, 1): categories[index] for index, row in rows.items()}
    for column, each in enumerate(series, start=2):
        texts[1, column] = _name(each)
        texts |= {
            (rows[index], column): text for index, text in _points(each.find(f"{_CHART}val")).items() if index in rows
        }
    return [
        GridCell(row=row, column=column, text=text, header=row == 1, bbox=box)
        for (row, column), text in sorted(texts.items())
    ]


def _name(series: Any) -> str:
    return " ".join(text for value in _values(series.find(f"{_CHART}tx")) if (text := (value.text or "").strip()))


def _values(element: Any) -> Sequence[Any]:
    return [] if element is None else list(element.iter(f"{_CHART}v"))


def _points(element: Any) -> dict[int, str]:
    """What the points of a series say, by their numbers; of categories in levels, all that apply to a point."""
    found: dict[int, str] = {}
    for index, text in _point_texts(element):
        found[index] = f"{text} {found[index]}" if index in found else text
    return found


def _point_texts(element: Any) -> Iterator[tuple[int, str]]:
    if element is None:
        return
    shown = element.find(f".//{_CHART}formatCode")
    look = look_of(None, (shown.text or "") if shown is not None else "")
    is_number = element.find(f".//{_CHART}numRef") is not None or element.find(f".//{_CHART}numLit") is not None
    for point in element.iter(f"{_CHART}pt"):
        index, value = point.get("idx", ""), point.find(f"{_CHART}v")
        text = " ".join((value.text or "").split()) if value is not None else ""
        if not index.isdecimal() or not text:
            continue
        try:
            yield int(index), printed(float(text), look) if is_number else text
        except (ArithmeticError, ValueError):
            continue
