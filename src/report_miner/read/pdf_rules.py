"""The ruling lines of a PDF page: straight pieces of its paths, the edges of rectangles among them."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

from report_miner.model import Box
from report_miner.read.pdf_frame import Frame

Matrix = tuple[float, float, float, float, float, float]

_STRAIGHT = 0.01  # points that a line may be out of the straight
_SHORTEST = 1.0
_DEEPEST = 3
_UNTURNED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def ruling_lines(page: Any, frame: Frame, *, most: int) -> list[tuple[str, Box]] | None:
    """Return the lines of a page of pypdfium2, "h" or "v" and the box of each as it is seen in `frame`.

    None where the page draws more than `most` paths: a drawing, no table.
    """
    import pypdfium2.raw as pdfium

    paths = []
    for path, matrix in _paths(pdfium, page.raw, False, _UNTURNED, 0):
        paths.append((path, matrix))
        if len(paths) > most:
            return None
    return [line for path, matrix in paths for line in _lines(pdfium, path, matrix, frame)]


def _paths(pdfium: Any, holder: Any, is_form: bool, matrix: Matrix, depth: int) -> Iterator[tuple[Any, Matrix]]:
    """The paths of a page or of a form in it, each with the matrix that it is drawn under."""
    count = pdfium.FPDFFormObj_CountObjects if is_form else pdfium.FPDFPage_CountObjects
    get = pdfium.FPDFFormObj_GetObject if is_form else pdfium.FPDFPage_GetObject
    for index in range(count(holder)):
        item = get(holder, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            yield item, _times(_matrix(pdfium, item), matrix)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            yield from _paths(pdfium, item, True, _times(_matrix(pdfium, item), matrix), depth + 1)


def _matrix(pdfium: Any, item: Any) -> Matrix:
    found = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(found))
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that applies `inner`, then `outer`."""
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _lines(pdfium: Any, path: Any, matrix: Matrix, frame: Frame) -> Iterator[tuple[str, Box]]:
    """The straight pieces of a path that run along the page."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = (0.0, 0.0)
    for index in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield from _line(last, point, frame)
        last = point
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield from _line(last, start, frame)
            last = start


def _line(one: tuple[float, float], other: tuple[float, float], frame: Frame) -> Iterator[tuple[str, Box]]:
    xs, ys = sorted((one[0], other[0])), sorted((one[1], other[1]))
    x0, y0, x1, y1 = frame.seen((xs[0], ys[0], xs[1], ys[1]))
    if y1 - y0 < _STRAIGHT and x1 - x0 >= _SHORTEST:
        yield "h", (x0, y0, x1, y0)
    elif x1 - x0 < _STRAIGHT and y1 - y0 >= _SHORTEST:
        yield "v", (x0, y0, x0, y1)
