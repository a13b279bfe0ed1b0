"""Tables as text: told from prose by their columns, and read cell by cell."""

import pytest

from report_miner.errors import DamagedDocument
from report_miner.pipeline import mine
from report_miner.read import read_bytes
from report_miner.read.detect import Format, detect

TABLE = "Xã;Số hộ nghèo năm 2023\nXã Vĩnh Thạnh;1.204\nXã Hưng Thạnh;15\n"
LONG = "Tên;Số hộ\n" + "".join(f"Xã {number};{number}\n" for number in range(1, 900))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (TABLE, Format.CSV),
        (TABLE.replace(";", "\t"), Format.CSV),
        ('Xã,Số hộ\n"Vĩnh Thạnh, ấp 1",12\nHưng Thạnh,15\n', Format.CSV),
        ("BIỂU HỘ NGHÈO;;\nXã;Số hộ;Tỷ lệ\nVĩnh Thạnh;12;\nHưng Thạnh;;2,5\nAn Thạnh;9;-\n", Format.CSV),
        ('Xã;Số hộ\n"Vĩnh\nThạnh";12\nHưng Thạnh;15\n', Format.CSV),
        ("sep=;\nXã;Số hộ\nVĩnh Thạnh;12\n", Format.CSV),
        ("Năm 2023, huyện có 12 xã\nNăm 2022, huyện có 9 xã\nNăm 2021, huyện có 7 xã\n", Format.TEXT),
        ("Kính gửi: UBND huyện\nSố hộ: 12\nSố xã: 7\n", Format.TEXT),
        ("12;15\n13;16\n14;17\n", Format.TEXT),
        ("Xã;Số hộ\nVĩnh Thạnh;12\n", Format.TEXT),
    ],
)
def test_columns_of_numbers_under_words_are_a_table(text: str, found: Format) -> None:
    assert detect(text.encode()) is found


def test_each_number_has_its_row_and_column() -> None:
    document = read_bytes(TABLE.encode("utf-8-sig"), "ho-ngheo.csv")
    figures = mine(document)
    assert [(f.value, str(f.place), str(f.period)) for f in figures] == [
        (1204, "xã Vĩnh Thạnh", "2023"),
        (15, "xã Hưng Thạnh", "2023"),
    ]
    assert [(f.locator.row, f.locator.column) for f in figures] == [(2, 2), (3, 2)]


def test_the_line_that_tells_excel_the_separator_is_no_row() -> None:
    document = read_bytes(f"sep=;\r\n{TABLE}".encode(), "ho-ngheo.csv")
    assert document.text.startswith("Xã\tSố hộ")
    assert [f.locator.row for f in mine(document)] == [3, 4]


def test_a_long_table_is_told_by_its_beginning_and_read_to_its_end() -> None:
    document = read_bytes(LONG.encode(), "dai.csv")
    assert document.media_type == "text/csv"
    assert document.text.endswith("899\n")


def test_an_open_quotation_mark_is_damage_with_a_remedy() -> None:
    with pytest.raises(DamagedDocument):
        read_bytes((LONG + '"Xã;12\n').encode(), "hong.csv")
