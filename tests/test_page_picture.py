"""The picture of a page with its figures boxed and numbered."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from report_miner.model import Figure
from report_miner.page_picture import draw_page
from report_miner.pipeline import mine
from report_miner.read import read_bytes

PDF = Path(__file__).parents[1] / "corpus" / "bac-kan-trong-rung.pdf"
GREEN = (0x0A, 0x7D, 0x32)


def test_the_numbers_of_figures_that_share_a_box_stand_side_by_side() -> None:
    data = PDF.read_bytes()
    document = read_bytes(data, PDF.name)
    figure = next(each for each in mine(document) if each.locator.page == 1 and each.status == "actual")

    def green(figures: Sequence[Figure]) -> int:
        picture, count = draw_page(data, document, figures, 1)
        assert count == len(figures)
        with Image.open(io.BytesIO(picture)) as image:
            return sum(count for count, colour in image.getcolors(1 << 24) or [] if colour == GREEN)

    assert green([figure, figure, figure]) > green([figure, figure]) > green([figure])
