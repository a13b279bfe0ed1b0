"""Pages wait for the end of their document: in order, and in little room."""

import numpy as np
import pytest

from report_miner.read.boxes import Boxes
from report_miner.read.page_lines import Line, Lines
from report_miner.read.page_store import Page, PageStore
from report_miner.read.scan_image import Turn


def page(number: int) -> Page:
    line = Line(number, 0, f"xã có {number} thôn", (0.0, 10.0, 60.0, 22.0), 12.0, 8.0)
    return Page(842, Lines.of([(line, Boxes.of([]))]), turn=Turn(0, (297.5, 421), 1) if number == 7 else None)


@pytest.mark.parametrize("count", [0, 1, 250, 600])
def test_pages_come_out_in_the_order_in_which_they_were_added(count: int) -> None:
    pages = PageStore()
    for number in range(1, count + 1):
        pages.append(page(number))
    wanted = [f"xã có {number} thôn" for number in range(1, count + 1)]
    assert len(pages) == count
    assert [each.lines.texts()[0] for each in pages] == wanted
    assert [each.lines.texts()[0] for each in pages.taken()] == wanted
    assert list(pages) == []
    assert list(pages.turns) == ([7] if count >= 7 else [])


def test_a_packed_page_is_as_it_was() -> None:
    pages = PageStore()
    for number in range(1, 300):
        pages.append(page(number))
    first = next(iter(pages))
    assert (first.height, list(first.lines)) == (842, list(page(1).lines))
    assert np.array_equal(first.lines.shapes, page(1).lines.shapes)
