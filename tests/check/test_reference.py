"""The reference table: reading it, refusing a bad one, and setting claims against it."""

import pytest
import xlsxwriter

from report_miner.check import check, read_reference
from report_miner.errors import UsageError

HEAD = "địa phương,kỳ,chỉ tiêu,giá trị,đơn vị,sai số\n"
XA = {"unit": "xã", "item": "xã đạt chuẩn nông thôn mới", "place": "tỉnh An Giang", "period": "2020"}


def table(tmp_path, text, name="doi-chieu.csv"):
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return read_reference(path)


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        ("An Giang,2020,xã đạt chuẩn nông thôn mới,61,xã,", "consistent"),
        ("An Giang,2020,xã đạt chuẩn nông thôn mới,63,xã,", "inconsistent"),
        ("An Giang,2020,xã đạt chuẩn nông thôn mới,63,xã,2", "consistent"),
        ("An Giang,2020,xã nông thôn mới,63,xã,", "unclear"),
    ],
)
def test_claim_against_the_table(tmp_path, mark, row, verdict):
    document, figures = mark("Toàn tỉnh có ⟦61⟧ xã đạt chuẩn.", [XA])
    [found] = check(figures, document, reference=table(tmp_path, HEAD + row + "\n"))
    assert (found.rule, found.verdict) == ("reference", verdict)
    assert "dòng 2" in found.message


@pytest.mark.parametrize(
    "row",
    [
        "An Giang,2021,xã đạt chuẩn nông thôn mới,63,xã,",
        "Long An,2020,xã đạt chuẩn nông thôn mới,63,xã,",
        "An Giang,2020,hộ nghèo,63,xã,",
        "An Giang,2020,xã đạt chuẩn nông thôn mới,63,huyện,",
    ],
)
def test_other_place_period_indicator_or_unit_is_no_match(tmp_path, mark, row):
    document, figures = mark("Toàn tỉnh có ⟦61⟧ xã đạt chuẩn.", [XA])
    assert check(figures, document, reference=table(tmp_path, HEAD + row + "\n")) == []


def test_place_with_a_code_and_indicator_by_its_code(tmp_path, mark):
    coded = XA | {"place": (("tỉnh An Giang",), "old:89"), "indicator": "ntm.xa_dat_chuan"}
    document, figures = mark("Toàn tỉnh có ⟦61⟧ xã đạt chuẩn.", [coded])
    rows = table(tmp_path, HEAD + "old:89,2020,ntm.xa_dat_chuan,62,,\n")
    assert [finding.verdict for finding in check(figures, document, reference=rows)] == ["inconsistent"]


def test_tally_against_a_percentage(tmp_path, mark):
    document, figures = mark("Toàn tỉnh có ⟦97/119⟧ xã đạt chuẩn.", [XA])
    rows = table(tmp_path, HEAD + 'An Giang,2020,xã đạt chuẩn nông thôn mới,"81,5",%,"0,05"\n')
    assert [finding.verdict for finding in check(figures, document, reference=rows)] == ["consistent"]


@pytest.mark.parametrize(
    ("printed", "value"), [("1.234", "1234"), ("1.234,5", "1234.5"), ("81,5%", "81.5"), ("12 345", "12345")]
)
def test_numbers_are_read_as_vietnamese(tmp_path, printed, value):
    [row] = table(tmp_path, HEAD.replace(",", ";") + f"An Giang;06/2020;hộ nghèo;{printed};;\n").rows
    assert str(row.value) == value
    assert row.period == "2020-06"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("An Giang,2020,hộ nghèo,nhiều,,", "giá trị"),
        ("An Giang,năm ngoái,hộ nghèo,12,,", "kỳ"),
        (",2020,hộ nghèo,12,,", "địa phương"),
        ("An Giang,2020,hộ nghèo,12,,-1", "sai số"),
    ],
)
def test_bad_cell_is_named_with_row_column_and_remedy(tmp_path, row, column):
    with pytest.raises(UsageError) as caught:
        table(tmp_path, HEAD + "An Giang,2020,hộ nghèo,12,,\n" + row + "\n")
    assert "dòng 3" in caught.value.message
    assert column in caught.value.message
    assert column in caught.value.remedy


@pytest.mark.parametrize("text", ["", "địa phương,kỳ\nAn Giang,2020\n"])
def test_table_without_its_columns_is_refused(tmp_path, text):
    with pytest.raises(UsageError) as caught:
        table(tmp_path, text)
    assert "giá trị" in caught.value.remedy


@pytest.mark.parametrize("content", [b"PK\x03\x04 broken", b"\xff\xfe\x00"])
def test_damaged_file_is_refused_with_a_remedy(tmp_path, content):
    path = tmp_path / "hong.xlsx"
    path.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        read_reference(path)
    assert "CSV" in caught.value.remedy


def test_workbook_is_read_like_csv(tmp_path, mark):
    path = tmp_path / "doi-chieu.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["place", "period", "indicator", "value"])
        sheet.write_row(1, 0, ["tỉnh An Giang", 2020, "xã đạt chuẩn nông thôn mới", 61])
    document, figures = mark("Toàn tỉnh có ⟦61⟧ xã đạt chuẩn.", [XA])
    [found] = check(figures, document, reference=read_reference(path))
    assert found.verdict == "consistent"
