import csv
import json
import re
import zipfile
from decimal import Decimal
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest

from report_miner.errors import StoreError
from report_miner.model import Failure
from report_miner.store import sheets as sheets_module
from report_miner.store.database import Store
from report_miner.store.entries import entry_of
from report_miner.store.exports import csv_cell, export

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
FORMULA = '=HYPERLINK("http://a.example";"xem")'


@pytest.fixture
def store(tmp_path, document, figure):
    with Store(tmp_path / "outputs") as store:
        for number, name in enumerate(("b.txt", "a.txt")):
            figures = [
                figure(5, doc=name, value=Decimal("6.270"), total=None, text="6,27%", unit="%"),
                figure(40, doc=name, item=FORMULA, value=Decimal("-3E+12"), total=None),
            ]
            store.put(entry_of(document(name, title=f"Báo cáo <{number}> & phụ lục"), figures), fingerprint="1")
        store.put_failure(Failure(doc="c.pdf", stage="read", error="Tệp hỏng.", remedy="Tải lại tệp."))
        yield store


def sheets(path):
    """The cells of each sheet as (reference, style, text), text cells as str and number cells as Decimal."""
    with zipfile.ZipFile(path) as book:
        assert book.testzip() is None
        names = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
        shared = re.findall(r"<si><t[^>]*>(.*?)</t></si>", book.read("xl/sharedStrings.xml").decode())
        found = {}
        for number, name in enumerate(names, start=1):
            xml = book.read(f"xl/worksheets/sheet{number}.xml").decode()
            ElementTree.fromstring(xml)
            assert "<f>" not in xml
            cells = {}
            for reference, attributes, body in re.findall(r'<c r="([A-Z]+\d+)"([^>/]*)>(.*?)</c>', xml):
                text = re.sub(r"<[^>]+>", "", body)
                if 't="s"' in attributes:
                    cells[reference] = shared[int(text)]
                else:
                    cells[reference] = unescape(text) if "inlineStr" in attributes else Decimal(text)
            found[unescape(name)] = cells
        return found


def test_every_file_of_the_contract_is_written(store):
    names = {path.name for path in export(store)}
    assert names == {
        *("figures.jsonl", "figures.csv", "figures.parquet", "report-miner.xlsx"),
        *("documents.parquet", "failures.jsonl"),
    }
    assert {path.name for path in store.folder.iterdir()} >= names
    assert not list(store.folder.glob(".*"))


def test_figures_stand_by_document_and_place(store):
    export(store)
    rows = [json.loads(line) for line in (store.folder / "figures.jsonl").read_text("utf-8").splitlines()]
    assert [(row["doc"], row["start"]) for row in rows] == [("a.txt", 5), ("a.txt", 40), ("b.txt", 5), ("b.txt", 40)]
    assert rows[0]["value"] == 6.27
    assert rows[1]["value"] == -3_000_000_000_000


def test_failures_are_listed_with_their_remedy(store):
    export(store)
    line = (store.folder / "failures.jsonl").read_text("utf-8")
    assert json.loads(line) == {"doc": "c.pdf", "stage": "read", "error": "Tệp hỏng.", "remedy": "Tải lại tệp."}


def test_the_same_results_give_the_same_bytes(store):
    first = {path.name: path.read_bytes() for path in export(store)}
    assert {path.name: path.read_bytes() for path in export(store)} == first


def test_csv_opens_in_a_spreadsheet_with_accents_and_without_formulas(store):
    export(store)
    data = (store.folder / "figures.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(data.decode("utf-8-sig").splitlines()))
    assert rows[0]["sentence"].startswith("Năm 2020, toàn tỉnh")
    assert rows[1]["item"] == "'" + FORMULA
    assert rows[1]["value"] == "-3000000000000"
    assert rows[0]["bound"] == "="


@pytest.mark.parametrize("text", ["=1+1", "+84 hộ", "-1+cmd", "@SUM(A1)", "\t=1", "\r=1", "－1＋2", "- 5 xã"])
def test_text_like_a_formula_is_quoted(text):
    assert csv_cell(text) == "'" + text


@pytest.mark.parametrize("text", ["-6,27%", "+5", "- 1.234", "45/60", "xã đạt", "=", ""])
def test_signed_numbers_and_plain_text_stay_as_they_are(text):
    assert csv_cell(text) == text


def test_parquet_keeps_exact_numbers_and_types(store):
    export(store)
    table = pd.read_parquet(store.folder / "figures.parquet")
    assert table["value"].tolist() == [Decimal("6.27"), Decimal("-3E+12")] * 2
    assert table["start"].dtype == "int64"
    assert table["uncertain"].iloc[0].tolist() == ["place"]


def test_parquet_keeps_numbers_of_up_to_28_digits(tmp_path, document, figure):
    values = [Decimal(10) ** power for power in (17, 18, 27)]
    with Store(tmp_path) as store:
        figures = [figure(start, value=value) for start, value in enumerate(values)]
        store.put(entry_of(document(), figures), fingerprint="1")
        export(store)
    assert pd.read_parquet(tmp_path / "figures.parquet")["value"].tolist() == values


def test_parquet_leaves_out_a_number_that_its_type_cannot_hold(tmp_path, document, figure):
    values = [Decimal(10) ** 40, Decimal("0.12345678901"), Decimal("0.5")]
    with Store(tmp_path) as store:
        figures = [figure(start, value=value) for start, value in enumerate(values)]
        store.put(entry_of(document(), figures), fingerprint="1")
        export(store)
    table = pd.read_parquet(tmp_path / "figures.parquet")
    assert table["value"].tolist() == [None, None, Decimal("0.5")]


def test_an_empty_store_gives_empty_files(tmp_path):
    with Store(tmp_path) as store:
        export(store)
    assert not (tmp_path / "verdicts.jsonl").exists()
    assert (tmp_path / "figures.jsonl").read_bytes() == b""
    assert len(pd.read_parquet(tmp_path / "figures.parquet")) == 0
    assert sheets(tmp_path / "report-miner.xlsx")["Số liệu"]["A1"] == "Tài liệu"


def test_the_workbook_reads_in_vietnamese_and_holds_text_as_text(store):
    export(store)
    book = sheets(store.folder / "report-miner.xlsx")
    assert list(book) == ["Tổng quan", "Số liệu", "Tài liệu", "Lỗi"]
    figures = book["Số liệu"]
    headings = {
        text: re.sub(r"\d", "", cell) for cell, text in figures.items() if cell.endswith("1") and len(cell) == 2
    }
    assert figures[headings["Giá trị"] + "2"] == Decimal("6.27")
    assert figures[headings["Giá trị"] + "3"] == Decimal(-3_000_000_000_000)
    assert figures[headings["Nội dung"] + "3"] == FORMULA
    assert figures[headings["Loại"] + "2"] == "n trên tổng"
    assert figures[headings["Cần xem lại"] + "2"] == "Nơi"
    assert book["Tài liệu"]["B2"] == "Báo cáo <1> & phụ lục"
    assert book["Lỗi"]["A2"] == "c.pdf"
    assert Decimal(4) in book["Tổng quan"].values()


def test_odd_characters_do_not_break_the_workbook(tmp_path, document, figure):
    text = "a\x00b\x1b[31m_x0041_ <b>&amp; " + "dài " * 10_000
    with Store(tmp_path) as store:
        store.put(entry_of(document(), [figure(sentence=text)]), fingerprint="1")
        export(store)
    cells = sheets(tmp_path / "report-miner.xlsx")["Số liệu"]
    long = max((cell for cell in cells.values() if isinstance(cell, str)), key=len)
    assert long.startswith("a_x0000_b_x001B_[31m_x005F_x0041_ <b>&amp; dài")
    assert long.endswith("…")


def links(path):
    """The links of the sheet of figures: cells, and where they lead."""
    with zipfile.ZipFile(path) as book:
        xml = book.read("xl/worksheets/sheet2.xml").decode()
        relations = book.read("xl/worksheets/_rels/sheet2.xml.rels").decode()
    targets = {each.get("Id"): each.get("Target") for each in ElementTree.fromstring(relations)}
    found = {}
    for each in ElementTree.fromstring(xml).iter(f"{SHEET}hyperlink"):
        found[each.get("ref")] = targets.get(each.get(f"{RELATION}id")) or each.get("location")
    return found


def test_each_number_leads_to_its_sentence_and_each_document_to_its_file(tmp_path, document, figure):
    names = [str(tmp_path / "báo cáo" / name) for name in ("a b#1?.txt", "javascript:alert(1).txt", "gói.zip")]
    (tmp_path / "báo cáo").mkdir()
    for name in names:
        Path(name).write_bytes(b"x")
    names[2] += "/trong gói.docx"
    with Store(tmp_path / "outputs") as store:
        for name in (*names, "đã mất.txt"):
            store.put(entry_of(document(name), [figure(5, doc=name), figure(40, doc=name)]), fingerprint="1")
        export(store)
    cells = sheets(tmp_path / "outputs" / "report-miner.xlsx")["Số liệu"]
    assert {cell for cell, text in cells.items() if text == "mở"} == {f"B{row}" for row in range(2, 8)}
    assert links(tmp_path / "outputs" / "report-miner.xlsx") == {
        "B2:B3": "../báo%20cáo/a%20b%231%3F.txt",
        "B4:B5": "../báo%20cáo/gói.zip",
        "B6:B7": "../báo%20cáo/javascript:alert(1).txt",
        **{f"C{row}": f"'Số liệu'!Q{row}" for row in range(2, 10)},
    }


def test_a_file_beside_the_workbook_is_no_other_kind_of_address(tmp_path, document, figure, monkeypatch):
    monkeypatch.chdir(tmp_path)
    name = "javascript:alert(1)"
    Path(name).write_bytes(b"x")
    with Store(tmp_path) as store:
        store.put(entry_of(document(name), [figure(doc=name)]), fingerprint="1")
        export(store)
    assert links(tmp_path / "report-miner.xlsx")["B2:B2"] == f"./{name}"


def test_links_stop_at_what_excel_takes(tmp_path, document, figure, monkeypatch):
    monkeypatch.setattr("report_miner.store.links.MOST", 4)
    with Store(tmp_path) as store:
        store.put(entry_of(document(), [figure(start) for start in range(0, 60, 6)]), fingerprint="1")
        export(store)
    assert set(links(tmp_path / "report-miner.xlsx")) == {"C2", "C3", "C4", "C5"}


def test_the_sheet_of_figures_prints_large_enough_to_read(store):
    export(store)
    with zipfile.ZipFile(store.folder / "report-miner.xlsx") as book:
        xml = book.read("xl/worksheets/sheet2.xml").decode()
        names = book.read("xl/workbook.xml").decode()
    printed = sum(
        float(column.get("width")) * (int(column.get("max")) - int(column.get("min")) + 1)
        for column in ElementTree.fromstring(xml).iter(f"{SHEET}col")
        if column.get("hidden") != "1"
    )
    page_width, digit = 297 - 2 * 0.4 * 25.4, 1.86  # millimetres: a page without its margins, a digit of 11 points
    assert 11 * page_width / (printed * digit) > 7  # points
    assert "Print_Titles" in names


def test_figures_beyond_the_last_row_of_a_sheet_are_announced(store, monkeypatch):
    monkeypatch.setattr(sheets_module, "ROWS", 3)
    export(store)
    book = sheets(store.folder / "report-miner.xlsx")
    assert "A4" in book["Số liệu"]
    assert "A5" not in book["Số liệu"]
    assert any("figures.csv" in str(text) for text in book["Tổng quan"].values())


def test_a_file_that_cannot_be_written_leaves_the_others_as_they_were(store, document, figure):
    before = {path.name: path.read_bytes() for path in export(store)}
    (store.folder / "figures.parquet").unlink()
    (store.folder / "figures.parquet").mkdir()
    store.put(entry_of(document("d.txt"), [figure(doc="d.txt")]), fingerprint="1")
    with pytest.raises(StoreError) as caught:
        export(store)
    assert caught.value.remedy
    assert not list(store.folder.glob(".*"))
    for name in before.keys() - {"figures.parquet"}:
        assert (store.folder / name).read_bytes() == before[name]
