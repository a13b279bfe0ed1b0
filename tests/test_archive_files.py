"""The real files of the archive: each reads, says what its transcript says, and its tables match what the eye reads.

The transcripts were made by another program and are wrong in places; `archive_words` knows where.
"""

import re
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from archive_words import ARCHIVE, FILES, TRANSCRIPTS, share, words
from report_miner.clean.evidence import is_strange
from report_miner.model import Document, Figure
from report_miner.pipeline import mine
from report_miner.read import read
from report_miner.read.office import libreoffice

FDI, YEAR_2010 = "2005-34448_Data_08-2005_Website.xls", "2010-12-30-Bieu-12-2010-3.xls"
MONTHS_2024, BUDGET = "2024-09-29-2.Bieu-T9.2024.xlsx", "2006-Mau23_CKTC_NSH.xls"
OLD = (".doc", ".rtf")

pytestmark = pytest.mark.skipif(not FILES, reason="the archive is not on this machine")


@cache
def document(name: str) -> Document:
    if name.endswith(OLD) and libreoffice() is None:
        pytest.skip("LibreOffice is not installed")
    return read(ARCHIVE / "files" / name)


@pytest.mark.parametrize("name", [path.name for path in FILES])
def test_each_file_reads(name: str) -> None:
    text = document(name).text
    assert sum(words(text).values()) > 100
    assert not document(name).charsets or not is_strange(re.sub("(?i)[^a-zà-ỹ]", " ", text))


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_what_the_transcript_says_comes_out(path: Path) -> None:
    name = next(each.name for each in FILES if each.stem == path.stem)
    assert share(path, document(name).text) >= 0.997


def test_a_document_whose_fonts_lie_is_unicode() -> None:
    trap = document("Phuluc3.doc")
    assert trap.charsets == ()
    for phrase in (
        "BẢNG CHỮ VIẾT TẮT TÊN LOẠI",
        "MẪU TRÌNH BÀY VĂN BẢN HÀNH CHÍNH",
        "Nghị quyết (cá biệt)",
        "Biên bản",
    ):
        assert phrase in trap.text


def test_a_workbook_with_both_is_decided_cell_by_cell() -> None:
    mixed = document("2010-12-30-Bieu-12-2010-3.xls")
    assert mixed.charsets == ("TCVN3 (ABC)",)
    for phrase in (
        "16. Chỉ số giá tiêu dùng, chỉ số giá vàng",
        "Khu vực nông, lâm nghiệp và thuỷ sản",
        "so với năm 2009",
    ):
        assert phrase in mixed.text
    assert not [word for word in words(mixed.text) if re.search("[^a-zà-ỹđ]", word)]


@cache
def figures(name: str) -> dict[tuple[int | None, int | None, int | None], Figure]:
    return {(each.locator.page, each.locator.row, each.locator.column): each for each in mine(document(name))}


def cells(name: str, sheet: int, row: int) -> list[str]:
    found = document(name)
    places = [(block, block.locator) for block in found.blocks]
    return [found.text[block.start : block.end] for block, place in places if (place.page, place.row) == (sheet, row)]


# As the cells of the files store them; rows are those of the sheet.
@pytest.mark.parametrize(
    ("name", "sheet", "row", "printed"),
    [
        (FDI, 1, 4, "STT | Chuyên ngành | Số dự án | TVĐT | Vốn pháp định | Đầu tư thực hiện"),
        (FDI, 1, 5, "I | Công nghiệp và xây dựng | 3798 | 28996154868 | 12601111219 | 17717309149"),
        (FDI, 1, 13, "Thủy sản | 109 | 301421180 | 133005381 | 152017375"),
        (FDI, 1, 23, "Tổng số | 5617 | 48154971106 | 21555956808 | 25769527089"),
        (YEAR_2010, 2, 6, "TỔNG SỐ | 1658389 | 1980914 | 100,00 | 100,00"),
        (YEAR_2010, 2, 8, "Nông nghiệp | 272378 | 319047 | 16,43 | 16,11"),
        (YEAR_2010, 2, 16, "Xây dựng | 110255 | 139162 | 6,65 | 7,03"),
        (MONTHS_2024, 1, 8, "TỔNG SỐ | 2732153 | 2849908 | 8099698 | 100,00 | 100,00 | 100,00"),
        (MONTHS_2024, 1, 10, "Nông nghiệp | 222265 | 238417 | 692478 | 8,14 | 8,37 | 8,55"),
        (MONTHS_2024, 3, 8, "Thu hoạch lúa hè thu | 1792,9 | 1800,4 | 100,4"),
        (BUDGET, 1, 12, "A | Tổng các khoản thu cân đối NSNN | 12974745"),
        (BUDGET, 1, 16, "_ Thuế thu nhập doanh nghiệp | 2214265"),
    ],
)
def test_tables_match_what_the_eye_reads(name: str, sheet: int, row: int, printed: str) -> None:
    assert cells(name, sheet, row) == printed.split(" | ")


@pytest.mark.parametrize(
    ("name", "place", "value", "unit", "period"),
    [
        (FDI, (1, 5, 3), "3798", "dự án", "2005-08-22"),
        (YEAR_2010, (2, 8, 3), "272378000000000", "đồng", "2009"),
        (YEAR_2010, (2, 8, 10), "16.11", "%", "2010"),
        (MONTHS_2024, (1, 10, 4), "238417000000000", "đồng", "2024-07/2024-09"),
        (MONTHS_2024, (1, 10, 8), "8.55", "%", "2024-01/2024-09"),
        (MONTHS_2024, (3, 8, 3), "1792900", "ha", "2023-09-20"),
        (BUDGET, (1, 13, 3), "12726570000", "đồng", "2004"),
    ],
)
def test_figures_of_tables_have_their_unit_and_period(
    name: str, place: tuple[int, int, int], value: str, unit: str, period: str
) -> None:
    figure = figures(name)[place]
    assert (figure.value, figure.unit, str(figure.period)) == (Decimal(value), unit, period)
