"""Boxes and lines held as numbers: what is put in comes out, at its offset."""

import pickle

import numpy as np

from report_miner.model import TextBox
from report_miner.read.boxes import Boxes
from report_miner.read.page_lines import Line, Lines


def box(start: int, end: int, second: str = "", confidence: float = 1.0) -> TextBox:
    return TextBox(start=start, end=end, page=3, bbox=(start, 10.5, end, 20.25), confidence=confidence, second=second)


def test_boxes_come_out_as_they_were_put_in() -> None:
    boxes = [box(0, 2), box(3, 5, "46", 0.5)]
    assert list(Boxes.of(boxes)) == boxes
    assert Boxes.of(boxes)[-1] == boxes[1]
    assert Boxes.of(boxes)[0:1] == boxes[0:1]
    assert pickle.loads(pickle.dumps(Boxes.of(boxes))) == Boxes.of(boxes)
    assert len(Boxes.of([])) == 0


def test_boxes_of_texts_that_are_put_together_move_with_them() -> None:
    other = Boxes.of([box(3, 5, "46", 0.5), box(6, 8)]).shifted(np.array([10, 10], np.int32))
    joined = Boxes.joined([Boxes.of([box(0, 2)]), other])
    assert [(each.start, each.end, each.second) for each in joined] == [(0, 2, ""), (13, 15, "46"), (16, 18, "")]
    assert [each.bbox[0] for each in joined] == [0, 3, 6]
    assert [(each.start, each.second) for each in joined.part(1, 3)] == [(13, "46"), (16, "")]


def test_the_lines_of_a_page_come_out_as_they_were_put_in() -> None:
    first = Line(3, 0, "có 45 thôn", (0.0, 10.0, 60.0, 22.0), 12.0, 8.0)
    second = Line(3, 1, "và\t12 xã", (0.0, 500.0, 50.0, 512.0), 12.0, 9.0)
    lines = Lines.of([(first, Boxes.of([box(3, 5, "46", 0.5)])), (second, Boxes.of([box(0, 2), box(3, 5)]))])
    assert list(lines) == [first, second]
    assert lines.outside(100, 600) == [first]
    placed = Lines.placed([(lines, np.array([7, 20])), (lines, np.array([-1, 40]))])
    assert [(each.start, each.second) for each in placed] == [(10, "46"), (20, ""), (23, ""), (40, ""), (43, "")]
    assert list(Lines.of([])) == []


def test_boxes_are_sorted_with_their_second_readings() -> None:
    found = Boxes.of([box(8, 9), box(3, 5, "46", 0.5)]).in_order()
    assert [(each.start, each.second) for each in found] == [(3, "46"), (8, "")]
