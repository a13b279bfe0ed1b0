"""The picture of a page with its figures boxed and numbered."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image

from report_miner.errors import ExitCode
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


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The PDF in the folder of the call."""
    return Path(shutil.copy(PDF, tmp_path / "bao-cao.pdf"))


@pytest.mark.usefixtures("copy")
def test_a_page_inside_an_archive_or_from_standard_input_is_drawn(cli, tmp_path) -> None:
    with zipfile.ZipFile(tmp_path / "ho-so.zip", "w") as archive:
        archive.write(PDF, "quy-1/bao-cao.pdf")
    drawn = []
    for given in ("bao-cao.pdf", "ho-so.zip/quy-1/bao-cao.pdf", "-"):
        code, _, _ = cli("explain", given, "--page", "1", "-o", "trang.png", stdin=PDF.read_bytes())
        assert code == ExitCode.OK
        drawn.append((tmp_path / "trang.png").read_bytes())
    assert drawn[0] == drawn[1] == drawn[2]


@pytest.mark.parametrize("call", [("explain", "--page", "1", "-o"), ("read", "--searchable-pdf")])
def test_what_is_written_never_takes_the_place_of_the_document(cli, copy, tmp_path, call) -> None:
    (tmp_path / "duong-dan.pdf").symlink_to(copy)
    for target in ("bao-cao.pdf", "duong-dan.pdf"):
        command, *options = call
        code, _, err = cli(command, "bao-cao.pdf", *options, target)
        assert code == ExitCode.USAGE
        assert "mất bản gốc" in err
    assert copy.read_bytes() == PDF.read_bytes()
