"""The real files of the archive: each reads, says what its transcript says, and its tables match what the eye reads.

The transcripts were made by another program and are wrong in places; what is known of that stands in `_MENDED`.
"""

import re
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from report_miner.clean.evidence import is_strange
from report_miner.clean.syllables import is_syllable
from report_miner.model import Document
from report_miner.read import read
from report_miner.read.office import libreoffice

ARCHIVE = Path(__file__).parents[2] / "shared" / "archive"
FILES = sorted(ARCHIVE.glob("files/*"))
TRANSCRIPTS = sorted(ARCHIVE.glob("transcripts/*"))
OLD = (".doc", ".rtf")

pytestmark = pytest.mark.skipif(not FILES, reason="the archive is not on this machine")

# The transcript of a regulation in VNI takes the mark of "ặ" (ë) for that of "ẵ".
_MENDED = {"hoẵc": "hoặc", "đẵc": "đặc", "chẵt": "chặt", "chẵn": "chặn"}


@cache
def document(name: str) -> Document:
    if name.endswith(OLD) and libreoffice() is None:
        pytest.skip("LibreOffice is not installed")
    return read(ARCHIVE / "files" / name)


def words(text: str) -> Counter[str]:
    """The Vietnamese words of a text: those with a mark, in small letters.

    One transcript divides syllables ("v ùng"); an initial that stands alone is put to what follows it, in both texts.
    """
    found: list[str] = []
    for word in re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", text).lower()):
        before = found[-1] if found else ""
        if re.fullmatch("[bcdđghklmnpqrstvx]{1,3}|qu|gi", before) and not word.isascii() and is_syllable(before + word):
            found[-1] += word
        else:
            found.append(word)
    return Counter(_MENDED.get(word, word) for word in found if not word.isascii())


@pytest.mark.parametrize("name", [path.name for path in FILES])
def test_each_file_reads(name: str) -> None:
    text = document(name).text
    assert sum(words(text).values()) > 100
    assert not document(name).charsets or not is_strange(re.sub("(?i)[^a-zà-ỹ]", " ", text))


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_what_the_transcript_says_comes_out(path: Path) -> None:
    name = next(each.name for each in FILES if each.stem == path.stem)
    wanted = words(path.read_text("utf-8"))
    missing = wanted - words(document(name).text)
    assert missing.total() <= 0.003 * wanted.total(), missing.most_common(20)


def test_a_document_whose_fonts_lie_is_unicode() -> None:
    trap = document("Phuluc3.doc")
    assert trap.charsets == ()
    for phrase in ("BẢNG CHỮ VIẾT TẮT TÊN LOẠI", "MẪU TRÌNH BÀY VĂN BẢN HÀNH CHÍNH", "Nghị quyết (cá biệt)", "Biên bản"):
        assert phrase in trap.text


def test_a_workbook_with_both_is_decided_cell_by_cell() -> None:
    mixed = document("2010-12-30-Bieu-12-2010-3.xls")
    assert mixed.charsets == ("TCVN3 (ABC)",)
    for phrase in ("16. Chỉ số giá tiêu dùng, chỉ số giá vàng", "Khu vực nông, lâm nghiệp và thuỷ sản", "so với năm 2009"):
        assert phrase in mixed.text
    assert not [word for word in words(mixed.text) if re.search("[^a-zà-ỹđ]", word)]


def row_of(name: str, label: str, sheet: int) -> list[str]:
    """The cells of the first row on a sheet that holds the label."""
    found = document(name)
    rows: dict[tuple[int | None, int | None], list[str]] = {}
    for block in found.blocks:
        if block.locator.page == sheet and block.locator.table:
            rows.setdefault((block.locator.table, block.locator.row), []).append(found.text[block.start : block.end])
    return next(cells for cells in rows.values() if label in cells)
