import csv
import io
import json
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest

from report_miner.patterns import load_patterns
from report_miner.review.export import Form, export_reviewed
from report_miner.store.database import Store
from report_miner.store.decisions import Action
from report_miner.store.entries import entry_of


@pytest.fixture
def decided(desk, rows, folder):
    """Results in which one figure was rejected and one was fixed."""
    desk.decide(rows()["35"]["key"], Action.REJECT, "An", head=0)
    desk.decide(rows()["1.250"]["key"], Action.FIX, "An", head=0, fields={"value": "1251"})
    return folder


def test_rejected_figures_are_left_out_and_fixed_ones_are_as_fixed(decided, address):
    path = export_reviewed(decided, load_patterns(), Form.CSV, address=address)
    lines = {line["text"]: line for line in csv.DictReader(io.StringIO(path.read_text("utf-8-sig")))}
    assert "35" not in lines
    assert [lines["1.250"][name] for name in ("value", "decision", "reviewer")] == ["1251", "fix", "An"]


def test_parquet_has_the_same_rows(decided, address):
    from pyarrow.parquet import read_table

    table = read_table(export_reviewed(decided, load_patterns(), Form.PARQUET, address=address)).to_pylist()
    assert {row["text"]: row["value"] for row in table}["1.250"] == Decimal("1251")
    assert "35" not in {row["text"] for row in table}


def test_the_workbook_has_the_same_rows(decided, address):
    with zipfile.ZipFile(export_reviewed(decided, load_patterns(), Form.XLSX, address=address)) as book:
        sheet = book.read("xl/worksheets/sheet2.xml").decode()
    assert "<v>1251</v>" in sheet
    assert "đã sửa" in sheet
    assert ">35</t>" not in sheet


def test_the_data_package_is_valid(decided, address):
    frictionless = pytest.importorskip("frictionless", reason="the validator frictionless is not installed")
    path = export_reviewed(decided, load_patterns(), Form.DATAPACKAGE, address=address) / "datapackage.json"
    report = frictionless.Package(str(path)).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])


def test_every_column_of_the_data_package_is_explained(decided, address):
    folder = export_reviewed(decided, load_patterns(), Form.DATAPACKAGE, address=address)
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        with (folder / resource["path"]).open(encoding="utf-8", newline="") as lines:
            assert next(csv.reader(lines)) == [field["name"] for field in resource["schema"]["fields"]]
        assert all(field["title"] and field["description"] for field in resource["schema"]["fields"])


FORMULAS = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1+1", "＝1+1"]


@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_download_cannot_start_a_formula(folder, kind, formula):
    from starlette.testclient import TestClient

    from report_miner.review.app import create_app
    from report_miner.review.desk import Desk
    from report_miner.review.safety import Guard

    with Store(folder) as store:
        (document,) = [each for each in store.documents() if "duong" in each.name]
        figures = [replace(figure, item=formula, unit=formula) for figure in store.figures(document.name)]
        store.put(entry_of(document.document, figures), fingerprint="x")
    desk = Desk(folder, load_patterns())
    client = TestClient(create_app(desk, Guard("127.0.0.1", "An")), base_url="http://127.0.0.1")
    data = client.get(f"/figures.{kind}").content
    desk.close()
    if kind == "csv":
        cells = [cell for line in csv.reader(io.StringIO(data.decode("utf-8-sig"))) for cell in line]
        assert f"'{formula}" in cells
        assert formula not in cells
    else:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()
