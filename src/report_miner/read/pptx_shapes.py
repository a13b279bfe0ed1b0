"""The shapes of a slide: which there are, where they stand, and the text and tables inside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
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


def shapes_of(root: Any) -> Iterator[Any]:
    """Yield the shapes with text and the frames of tables, charts and diagrams in document order, once each."""
    for shape in root.iter(f"{SLIDE}sp", f"{SLIDE}graphicFrame"):
        fallback = next(shape.iterancestors(_FALLBACK), None)
        if fallback is None or fallback.getparent().find(_CHOICE) is None:
            yield shape


def paragraph_text(paragraph: Any) -> str:
    """The text of a paragraph; the number of the slide is no part of it."""
    elements = paragraph.iter(f"{DRAWING}t", *_PRINTED)
    return "".join(
        _PRINTED.get(element.tag) or element.text or ""
        for element in elements
        if element.getparent().get("type") != "slidenum"
    )


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
    except ValueError:
        return 0.0


@dataclass(frozen=True, slots=True)
class Placeholders:
    """Where the layout of a slide, or else its master, puts what: boxes by the number and by the kind."""

    boxes: dict[str, Box]

    @classmethod
    def of(cls, package: OfficePackage, slide: str) -> Placeholders:
        """The places that the parts behind the part `slide` give."""
        boxes: dict[str, Box] = {}
        part = slide
        for folder in ("ppt/slideLayouts/", "ppt/slideMasters/"):
            part = next((name for name in package.related(part).values() if name.startswith(folder)), "")
            root = package.xml(part)
            for shape in root.iter(f"{SLIDE}sp") if root is not None else ():
                box = box_of(shape)
                if box:
                    boxes = {**dict.fromkeys(_keys(shape), box), **boxes}
        return cls(boxes)

    def box_of(self, shape: Any) -> Box | None:
        """The box of a shape that does not say itself where it stands."""
        return next((self.boxes[key] for key in _keys(shape) if key in self.boxes), None)


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
            if element.get("hMerge") in ("1", "true") or element.get("vMerge") in ("1", "true"):
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
    value = element.get(name, "1")
    return min(max(1, int(value)), _WIDEST_SPAN) if value.isdecimal() else 1
