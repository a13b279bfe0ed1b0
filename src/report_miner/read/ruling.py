"""Tables by their ruling lines: the lines cross, and between the crossings there are cells."""

from __future__ import annotations

from collections.abc import Iterable

from report_miner.model import Box


def cells_between(rules: Iterable[tuple[str, Box]], tolerance: float) -> list[list[Box]]:
    """Return the cells of each table.

    Args:
        rules: the lines, "h" or "v" and the box of each in points.
        tolerance: how far lines may miss one another, in points.
    """
    from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

    edges = [
        {
            "orientation": way,
            "x0": x0,
            "top": top,
            "x1": x1,
            "bottom": bottom,
            "width": x1 - x0,
            "height": bottom - top,
        }
        for way, (x0, top, x1, bottom) in rules
    ]
    merged = [
        edge
        for edge in merge_edges(edges, tolerance, tolerance, tolerance, tolerance)
        if edge["width" if edge["orientation"] == "h" else "height"] >= tolerance
    ]
    crossings = edges_to_intersections(merged, tolerance, tolerance)
    return [list(cells) for cells in cells_to_tables(intersections_to_cells(crossings))]
