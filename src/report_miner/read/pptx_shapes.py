"""The shapes of a slide: which there are, where they stand, and the text and tables inside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from report_miner.model import Box
from report_miner.read.draft import GridCell
from report_miner.read.office_package import OfficePackage

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
SLIDE = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"
_POINT = 12_700  # English Metric Units
_PRINTED = {f"{DRAWING}br": "\n", f"{DRAWING}tab": "\t"}
_WIDEST_SPAN = 200
_LAYOUTS, _MASTERS = "ppt/slideLayouts/", "ppt/slideMasters/"
_TRUE = {"1", "true"}


def shapes_of(root: Any) -> Iterator[Any]:
    """Yield the shapes with text and the frames of tables, charts and diagrams in document order, once each.

    What is hidden is left out.
    """
    for shape in root.iter(f"{SLIDE}sp", f"{SLIDE}graphicFrame"):
        fallback = next(shape.iterancestors(_FALLBACK), None)
        if (fallback is None or fallback.getparent().find(_CHOICE) is None) and not _is_hidden(shape):
            yield shape


def _is_hidden(shape: Any) -> bool:
    """Whether a shape, or a group that it is in, is hidden."""
    marks = (each.find(f"*/{SLIDE}cNvPr") for each in (shape, *shape.iterancestors(f"{SLIDE}grpSp")))
    return any(mark is not None and mark.get("hidden") in _TRUE for mark in marks)


def paragraph_text(paragraph: Any) -> str:
    """The text of a paragraph; the number of the slide and what is struck through are no part of it."""
    elements = paragraph.iter(f"{DRAWING}t", *_PRINTED)
    return "".join(
        _PRINTED.get(element.tag) or element.text or ""
        for element in elements
        if element.getparent().get("type") != "slidenum" and not is_struck(element.getparent())
    )


def is_struck(run: Any) -> bool:
    """Whether a run is struck through: who wrote it has taken it back."""
    look = run.find(f"{DRAWING}rPr")
    return look is not None and look.get("strike", "noStrike") != "noStrike"


def box_of(shape: Any) -> Box | None:
    """The box of a shape in points, for one in a group that of the outermost group; None where a layout has it."""
    groups = [each for each in shape.iterancestors(f"{SLIDE}grpSp") if each.find(f"{SLIDE}grpSpPr") is not None]
    holder = groups[-1] if groups else shape
    for path in (f"{SLIDE}spPr/{DRAWING}xfrm", f"{SLIDE}grpSpPr/{DRAWING}xfrm", f"{SLIDE}xfrm"):
        place = holder.find(path)
        offset, size = (place.find(f"{DRAWING}{tag}") if place is not None else None for tag in ("off", "ext"))
        if offset is not None and size is not None:
            x, y = _points(offset, "x"), _points(offset, "y")
            return x, y, x + _points(size, "cx"), y + _points(size, "cy")
    return None


def _points(element: Any, name: str) -> float:
    try:
        return int(element.get(name, "0")) / _POINT
    except (ValueError, OverflowError):
        return 0.0


@dataclass(frozen=True, slots=True)
class Placeholders:
    """Where the layouts of slides, or else their masters, put what; each of them is read once."""

    package: OfficePackage
    boxes: dict[str, dict[str, Box]] = field(default_factory=dict)

    def box_of(self, shape: Any, related: Mapping[str, str]) -> Box | None:
        """The box of a shape that does not say itself where it stands, on a slide that refers to `related`."""
        boxes = self._above(related, _LAYOUTS)
        return next((boxes[key] for key in _keys(shape) if key in boxes), None)

    def _above(self, related: Mapping[str, str], folder: str) -> dict[str, Box]:
        """The boxes, by what placeholders are known by, of the layout or master that `related` names."""
        part = next((name for name in related.values() if name.startswith(folder)), "")
        if part not in self.boxes:
            masters = self._above(self.package.related(part), _MASTERS) if folder == _LAYOUTS and part else {}
            self.boxes[part] = {**masters, **_boxes(self.package.xml(part))}
        return self.boxes[part]


def _boxes(root: Any) -> dict[str, Box]:
    found: dict[str, Box] = {}
    for shape in root.iter(f"{SLIDE}sp") if root is not None else ():
        if box := box_of(shape):
            for key in _keys(shape):
                found.setdefault(key, box)
    return found


def _keys(shape: Any) -> list[str]:
    """What a placeholder is known by: its number, then its kind."""
    placeholder = shape.find(f"{SLIDE}nvSpPr/{SLIDE}nvPr/{SLIDE}ph")
    if placeholder is None:
        return []
    kind = placeholder.get("type", "body").replace("ctrTitle", "title").replace("subTitle", "body")
    number = placeholder.get("idx")
    return [kind] if number is None else [f"#{number}", kind]


def table_cells(table: Any, box: Box | None) -> list[GridCell]:
    """Return the cells of a table that stands in `box`, merged ones once."""
    widths = [_points(column, "w") for column in table.iter(f"{DRAWING}gridCol")]
    rows = table.findall(f"{DRAWING}tr")
    left, top = box[:2] if box else (0.0, 0.0)
    xs = list(accumulate(widths, initial=left))
    ys = list(accumulate((_points(row, "h") for row in rows), initial=top))
    cells = []
    for row, line in enumerate(rows, start=1):
        for column, element in enumerate(line.findall(f"{DRAWING}tc"), start=1):
            if _TRUE & {element.get("hMerge"), element.get("vMerge")}:
                continue
            width, height = _span(element, "gridSpan"), _span(element, "rowSpan")
            right, bottom = min(column + width, len(xs)) - 1, min(row + height, len(ys)) - 1
            cells.append(
                GridCell(
                    row=row,
                    column=column,
                    text="\n".join(filter(None, map(paragraph_text, element.iter(f"{DRAWING}p")))),
                    row_span=height,
                    column_span=width,
                    bbox=(xs[column - 1], ys[row - 1], xs[right], ys[bottom]) if box and right >= column else None,
                )
            )
    return cells


def _span(element: Any, name: str) -> int:
    try:
        return min(max(1, int(element.get(name, "1"))), _WIDEST_SPAN)
    except ValueError:
        return 1
