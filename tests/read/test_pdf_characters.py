"""Questions about many characters at once: the answers are those that pypdfium2 gives one by one."""

import io

import numpy as np
import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from report_miner.read.pdf_characters import Characters, asked_boxes, asked_origins, counted_objects

LINES = ("xã có 45 thôn", "thu 171,2; chi 186,5")


def drawn() -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target)
    for line in LINES:
        canvas.drawString(100, 700, line)
        canvas.rect(50, 50, 20, 20)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def test_boxes_and_base_lines_of_more_characters_than_there_is_room_for() -> None:
    with pypdfium2.PdfDocument(drawn()) as document:
        texts = [page.get_textpage() for page in document]
        pages = [Characters(text) for text in texts]
        page = np.arange(9_000) % 2
        places = np.arange(9_000) % 13
        boxes, origins = asked_boxes(pages, page, places), asked_origins(pages, page, places)
        for number in (0, 1, 4_095, 4_096, 8_999):
            left, bottom, right, top = texts[page[number]].get_charbox(places[number], loose=True)
            assert boxes[number] == pytest.approx((left, top, right, bottom), abs=1e-4)
            assert origins[number] == pytest.approx((left, 700), abs=1e-4)


def test_the_codes_of_a_page_and_what_it_draws() -> None:
    with pypdfium2.PdfDocument(drawn()) as document:
        page = document[1]
        codes = Characters(page.get_textpage()).codes()
        assert codes is not None
        assert codes.tobytes().decode("utf-16-le") == LINES[1]
        assert counted_objects(page) == (1, 0, 1)
