"""The files of the dataset, from reports to a workbook."""

import csv
import json
import re
import zipfile
from decimal import Decimal
from html import unescape

import pytest

from report_miner.dataset.write import write_dataset
from report_miner.patterns import load_patterns
from report_miner.review.desk import Desk
from report_miner.run import run
from report_miner.store.database import Store
from report_miner.store.decisions import Action

FORMULA = "=HYPERLINK(A1)"
STORY = "\n".join(
    (
        "Chuyện giảm nghèo ở xứ dừa",
        "Năm 2023, toàn tỉnh Bến Tre còn {0} hộ nghèo, giảm nhiều so với năm trước đó.",
        "Ông Sáu Thạnh ở cù lao kể rằng nhà ông thoát nghèo nhờ đàn dê và khoản vay của hội nông dân.",
        "Con gái ông học nghề may rồi nhận hàng về làm cùng mấy chị trong xóm, tháng nào cũng có đồng ra đồng vào.",
        "Chủ tịch xã bảo khó nhất là những nhà neo người, già yếu, không ai đi làm được nữa.",
        "Tỉnh tính chuyện dựng nhà mới cho các hộ ấy trước mùa mưa bão, vốn lấy từ quỹ vì người nghèo.",
    )
)
REPORTS = {
    "bao-cao/ben-tre.txt": "ỦY BAN NHÂN DÂN TỈNH BẾN TRE\nBÁO CÁO\nKết quả giảm nghèo năm 2023\n\n"
    "Năm 2023, toàn tỉnh Bến Tre còn 9.642 hộ nghèo.\nNăm 2023, tỷ lệ hộ nghèo của tỉnh Bến Tre là 2,35%.\n",
    "bao-cao/tra-vinh.txt": "ỦY BAN NHÂN DÂN TỈNH TRÀ VINH\nBÁO CÁO\nKết quả giảm nghèo năm 2023\n\n"
    "Năm 2023, toàn tỉnh Trà Vinh còn 3.480 hộ nghèo.\n",
    "bao-cao/vinh-long.txt": "ỦY BAN NHÂN DÂN TỈNH VĨNH LONG\nBÁO CÁO\nKết quả giảm nghèo năm 2023\n\n"
    "Năm 2023, toàn tỉnh Vĩnh Long còn 3.122 hộ nghèo.\n",
    "tin/mot.txt": STORY.format("9.642"),
    "tin/hai.txt": f"Theo báo Một\n{STORY.format('9.642')}",
    "tin/ba.txt": f"{STORY.format('9.462')}\nHết.",
}
LEDGER = '{"file": "mot.txt", "address": "https://mot.vn/dua"}\n'
REGISTER = f"file,published,publisher\nmot.txt,2024-01-05,Báo Một\nba.txt,2024-01-06,{FORMULA}\n"


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """Results of a run over reports and news: one text in three papers, one of which prints another number."""
    folder = tmp_path_factory.mktemp("bo-so-lieu")
    for name, text in REPORTS.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "tin" / "collected.jsonl").write_text(LEDGER, encoding="utf-8")
    (folder / "tin" / "documents.csv").write_text(REGISTER, encoding="utf-8")
    run([str(folder / name) for name in REPORTS], folder / "out")
    return folder / "out"


def lines(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def written(results, tmp_path):
    write_dataset(results, tmp_path, load_patterns())
    return tmp_path


@pytest.fixture
def poor(written):
    """The rows of poor households in 2023, by place and by the time of its unit."""
    rows = [line for line in lines(written / "dataset.csv") if line["indicator"] == "ECO.HONGHEO"]
    return {(line["place"], line["vintage"]): line for line in rows}


def test_copies_count_once_and_a_changed_number_is_seen(poor):
    row = poor["tỉnh Bến Tre", "old"]
    assert [row[name] for name in ("value", "agreement", "independent", "documents")] == ["9642", "differ", "2", "4"]
    assert row["values"] == "9.642 hộ nghèo (2 nguồn); 9.462 hộ nghèo (1 nguồn)"
    assert [row[name] for name in ("lowest", "highest", "spread")] == ["9462", "9642", "180"]
    assert "Báo Một, 05/01/2024" in row["sources"]
    assert "https://mot.vn/dua" in row["sources"]


def test_the_run_reports_the_changed_number_with_both_sources(results):
    with Store(results) as store:
        [found] = [each for each in store.findings() if each.rule == "repeated_in_copy"]
    assert found.verdict == "inconsistent"
    assert "tin/ba.txt" in found.message


def test_old_units_stand_beside_the_sum_for_the_new_one(poor):
    old = [poor[f"tỉnh {name}", "old"] for name in ("Bến Tre", "Trà Vinh", "Vĩnh Long")]
    assert {row["successor"] for row in old} == {"tỉnh Vĩnh Long"}
    assert {row["carried"] for row in old} == {"added"}
    total = poor["tỉnh Vĩnh Long", "new"]
    assert (total["value"], total["agreement"]) == (str(9642 + 3480 + 3122), "derived")
    parts = "tỉnh Bến Tre: 9.642 hộ nghèo (khác nhau); tỉnh Trà Vinh: 3.480 hộ nghèo; tỉnh Vĩnh Long: 3.122 hộ nghèo"
    assert total["parts"] == parts


def test_each_row_leads_to_its_sentences(written, poor):
    behind = [
        line for line in lines(written / "sources.csv") if line["dataset_id"] == poor["tỉnh Bến Tre", "old"]["id"]
    ]
    assert len(behind) == 4
    assert all(line["text"] in line["sentence"] for line in behind)
    assert {line["copy_of"].rpartition("/")[2] for line in behind} == {"", "ba.txt"}


def test_parquet_holds_exact_numbers(written):
    from pyarrow.parquet import read_table

    rows = {row["id"]: row for row in read_table(written / "dataset.parquet").to_pylist()}
    of_csv = lines(written / "dataset.csv")
    assert rows.keys() == {line["id"] for line in of_csv}
    for line in of_csv:
        assert rows[line["id"]]["value"] == (Decimal(line["value"]) if line["value"] else None)
        assert rows[line["id"]]["independent"] == int(line["independent"])


def test_the_workbook_shows_words_and_never_formulas(written):
    with zipfile.ZipFile(written / "dataset.xlsx") as book:
        sheets = [book.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (1, 2, 3)]
    assert all("<f>" not in sheet and "<hyperlink" not in sheet for sheet in sheets)
    texts = [unescape(text) for text in re.findall(r"<t[^>]*>([^<]*)</t>", sheets[1])]
    assert {"khác nhau", "cộng từ đơn vị cũ", "đã cộng vào đơn vị mới"} <= set(texts)
    assert FORMULA in unescape(sheets[2])


def test_text_like_a_formula_is_disarmed_in_the_csv(written):
    assert f"'{FORMULA}" in {line["publisher"] for line in lines(written / "sources.csv")}


def test_the_data_package_is_valid_and_explains_every_column(written):
    frictionless = pytest.importorskip("frictionless", reason="the validator frictionless is not installed")
    report = frictionless.Package(str(written / "datapackage.json")).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])
    package = json.loads((written / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        fields = resource["schema"]["fields"]
        assert list(lines(written / resource["path"])[0]) == [field["name"] for field in fields]
        assert all(field["title"] and field["description"] for field in fields)


def test_the_same_results_give_the_same_bytes(results, written, tmp_path):
    again = tmp_path / "again"
    _, files = write_dataset(results, again, load_patterns())
    assert [path.read_bytes() for path in files] == [(written / path.name).read_bytes() for path in files]


def test_what_people_decided_holds(results, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "report-miner.db").write_bytes((results / "report-miner.db").read_bytes())
    desk = Desk(folder, load_patterns())
    with desk.reading() as database:
        found = {
            (row["doc"].rpartition("/")[2], row["record"]["text"]): row["key"] for row in database_rows(database)
        }
    desk.decide(found["ba.txt", "9.462"], Action.REJECT, "An", head=0)
    desk.decide(found["tra-vinh.txt", "3.480"], Action.FIX, "An", head=0, fields={"value": "3408"})
    desk.close()
    write_dataset(folder, tmp_path / "moi", load_patterns())
    rows = {row["place"]: row for row in lines(tmp_path / "moi" / "dataset.csv") if row["indicator"] == "ECO.HONGHEO"}
    assert (rows["tỉnh Bến Tre"]["agreement"], rows["tỉnh Bến Tre"]["documents"]) == ("equal", "3")
    assert (rows["tỉnh Trà Vinh"]["value"], rows["tỉnh Trà Vinh"]["reviewed"]) == ("3408", "1")


def database_rows(database):
    from report_miner.review import queries

    return queries.every(database, queries.Filter())


def test_command_writes_beside_the_results_and_says_what(cli, results):
    code, out, _ = cli("dataset", results)
    assert code == 0
    assert "khác nhau" in out
    assert (results / "dataset" / "datapackage.json").is_file()


def test_no_results_is_a_clear_error(cli, tmp_path):
    code, _, err = cli("dataset", tmp_path / "khong-co")
    assert code == 2
    assert "khong-co" in err


def test_results_without_an_indicator_give_an_empty_table(tmp_path, cli):
    (tmp_path / "a.txt").write_text("Hôm nay trời nắng.\n", encoding="utf-8")
    assert cli("mine", "a.txt", "-o", "out")[0] == 0
    code, out, _ = cli("dataset", "out", "-o", "bang")
    assert code == 0
    assert lines(tmp_path / "bang" / "dataset.csv") == []
    assert "0 dòng" in out
