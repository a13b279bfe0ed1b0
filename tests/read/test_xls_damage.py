"""Damaged XLS workbooks: text or a clear refusal, and never endless memory."""

import random
import struct
from collections import Counter

import pytest
from xls_file import container, xls

from report_miner.errors import DamagedDocument, EncryptedDocument, ReadError, TooLarge
from report_miner.read import read_bytes

CELLS = {
    (0, 0): "Tên xã",
    (0, 1): "Số hộ",
    (0, 2): "Hộ nghèo",
    (1, 0): "Thượng Cốc",
    (1, 1): 1204.0,
    (1, 2): 57.0,
    (2, 0): "Yên Nghiệp",
    (2, 1): 986.0,
    (2, 2): 8.0,
}
WHOLE = (0, 3, 0, 3)
SECTORS = range(8)


def test_the_whole_workbook_is_read() -> None:
    document = read_bytes(xls(CELLS, WHOLE), "bang.xls")
    assert "Thượng Cốc\t1204\t57" in document.text


@pytest.mark.parametrize(
    ("cells", "dimensions", "error"),
    [
        (CELLS, (0, 0xFFFFFFFF, 0, 3), DamagedDocument),
        (CELLS, (0, 0xFFFF, 0, 0xFFFF), DamagedDocument),
        (CELLS, (3, 0, 0, 3), DamagedDocument),
        ({**CELLS, (3, 0xFFFF): 5.0}, WHOLE, DamagedDocument),
        ({**CELLS, (0xFFFF, 255): 5.0}, WHOLE, TooLarge),
    ],
    ids=["rows that it says", "corner that it says", "an end before the start", "a far column", "a far corner"],
)
def test_cells_where_a_sheet_can_have_none_are_refused(cells, dimensions, error: type[ReadError]) -> None:
    with pytest.raises(error) as raised:
        read_bytes(xls(cells, dimensions), "bang.xls")
    assert raised.value.remedy


def test_what_a_locked_workbook_hides_is_no_damage() -> None:
    with pytest.raises(EncryptedDocument):
        read_bytes(xls(CELLS, (0, 0xFFFFFFFF, 0, 3), locked=True), "bang.xls")


def test_a_sheet_may_say_that_it_has_more_columns_than_it_can() -> None:
    assert "Thượng Cốc" in read_bytes(xls(CELLS, (0, 3, 0, 16_384)), "bang.xls").text


@pytest.mark.parametrize(
    "table",
    [[*range(1, 8), 2, 0xFFFFFFFE, 0xFFFFFFFD], [*range(1, 8), 0xFFFFFFFE, 8, 0xFFFFFFFD], [0] * 10],
    ids=["stream", "directory", "all"],
)
def test_chains_of_sectors_that_run_in_a_circle_are_damage(table: list[int]) -> None:
    stream = xls(CELLS, WHOLE)[512 : 512 + 512 * len(SECTORS)]
    with pytest.raises(DamagedDocument):
        read_bytes(container(stream, table), "bang.xls")


def test_a_number_beyond_all_measure_is_printed_under_any_format() -> None:
    assert "Thượng Cốc\t1000000" in read_bytes(xls({**CELLS, (1, 1): 1e300}, WHOLE), "bang.xls").text


def test_whatever_breaks_in_a_workbook_it_is_text_or_a_failure_with_a_remedy() -> None:
    whole = xls(CELLS, WHOLE)
    chance = random.Random(11)
    outcomes = Counter[str]()
    for _ in range(400):
        try:
            read_bytes(broken(whole, chance), "bang.xls")
            outcomes["text"] += 1
        except ReadError as error:
            outcomes["failure" if error.message and error.remedy else "failure without a remedy"] += 1
    assert set(outcomes) == {"text", "failure"}
    assert min(outcomes["text"], outcomes["failure"]) > 40


def broken(data: bytes, chance: random.Random) -> bytes:
    """The file with a few bytes flipped, a length blown up, or its end cut off."""
    changed = bytearray(data)
    kind = chance.choice(("flip", "length", "cut"))
    if kind == "cut":
        return bytes(changed[: chance.randrange(1, len(changed))])
    for _ in range(chance.choice((1, 4, 16))):
        used = chance.choice((range(512), range(512, 900), range(4608, len(data))))
        place = chance.choice(used[:-4])
        if kind == "flip":
            changed[place] = chance.randrange(256)
        else:
            struct.pack_into("<I", changed, place & ~1, chance.choice((0, 0x7FFFFFFF, 0xFFFFFFFF)))
    return bytes(changed)
