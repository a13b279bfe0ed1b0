"""report-miner check, and run where it checks: what a person sees, and the files."""

import json
import re
import sqlite3
import zipfile
from html import unescape
from importlib import import_module

import pytest

from report_miner.errors import ExitCode
from report_miner.store.database import FILE_NAME

SHARES = "Năm 2023, huyện Ba Tri có 12/16 xã đạt chuẩn nông thôn mới, đạt {share}.\n"
COMMUNES = "Năm 2023, tỉnh Bến Tre có {count} xã đạt chuẩn nông thôn mới nâng cao.\n"
WRONG = SHARES.format(share="57%")
RIGHT = SHARES.format(share="75%").replace("Ba Tri", "Giồng Trôm")
OUTPUTS = ("findings.jsonl", "figures.jsonl", "figures.csv", "figures.parquet", "report-miner.xlsx")


@pytest.fixture
def docs(tmp_path):
    """One document that contradicts itself, one that does not, and two that contradict one another."""
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "sai.txt").write_text(WRONG, "utf-8")
    (folder / "dung.txt").write_text(RIGHT, "utf-8")
    (folder / "mot.txt").write_text(COMMUNES.format(count=61), "utf-8")
    (folder / "hai.txt").write_text(COMMUNES.format(count=63), "utf-8")
    return folder


def rows(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def findings(folder):
    """(document, rule, verdict) of each finding."""
    return [(row["doc"], row["rule"], row["verdict"]) for row in rows(folder / "findings.jsonl")]


def cells(workbook, sheet):
    """The texts of a sheet by cell."""
    with zipfile.ZipFile(workbook) as book:
        names = [
            unescape(name) for name in re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
        ]
        xml = book.read(f"xl/worksheets/sheet{names.index(sheet) + 1}.xml").decode()
        shared = re.findall(r"<si><t[^>]*>(.*?)</t></si>", book.read("xl/sharedStrings.xml").decode())
    headings = {cell: shared[int(number)] for cell, number in re.findall(r'r="(\w+)"[^>]*t="s"><v>(\d+)', xml)}
    texts = re.findall(r'r="(\w+)"[^>]*t="inlineStr"><is><t[^>]*>(.*?)</t>', xml, re.DOTALL)
    return headings | {cell: unescape(text) for cell, text in texts}, xml


@pytest.mark.parametrize("command", ["run", "check"])
@pytest.mark.usefixtures("docs")
def test_contradictions_come_first_in_the_terminal(cli, command):
    code, out, err = cli(command, "docs", "-o", "ket-qua")
    assert (code, err) == (ExitCode.OK, "")
    text = " ".join(out.split())
    assert text.startswith("Số liệu không khớp (2): 1. docs/hai.txt — cùng một số liệu ghi ở nhiều chỗ")
    assert "2. docs/sai.txt — tỷ lệ và số lượng 12/16 xã bằng 75%, văn bản ghi 57%: không khớp" in text
    assert text.index("không khớp") < text.index("Kết quả:")
    assert "2 không khớp, 1 khớp" in text


@pytest.mark.usefixtures("docs")
def test_findings_are_written_with_their_figures(cli, tmp_path):
    cli("run", "docs", "-o", "ket-qua")
    found = rows(tmp_path / "ket-qua" / "findings.jsonl")
    assert [(row["doc"], row["verdict"]) for row in found] == [
        ("docs/dung.txt", "consistent"),
        ("docs/hai.txt", "inconsistent"),
        ("docs/sai.txt", "inconsistent"),
    ]
    figures = {row["id"]: row for row in rows(tmp_path / "ket-qua" / "figures.jsonl")}
    assert [figures[id_]["text"] for id_ in found[2]["figures"]] == ["12/16", "57%"]
    assert [WRONG[start:][:3] for start in found[2]["starts"]] == ["12/", "57%"]
    assert {figures[id_]["doc"] for id_ in found[1]["figures"]} == {"docs/mot.txt", "docs/hai.txt"}
    database = sqlite3.connect(tmp_path / "ket-qua" / FILE_NAME)
    assert database.execute("SELECT count(*) FROM findings").fetchone() == (3,)
    database.close()


@pytest.mark.usefixtures("docs")
def test_the_workbook_shows_contradictions_first_and_coloured(cli, tmp_path):
    cli("run", "docs", "-o", "ket-qua")
    book, xml = cells(tmp_path / "ket-qua" / "report-miner.xlsx", "Đối chiếu")
    headings = [book[f"{letter}1"] for letter in "ABCDEFG"]
    assert headings == ["Kết luận", "Tài liệu", "Quy tắc", "Nhận xét", "Phép tính", "Số liệu", "Câu gốc"]
    assert [book[f"A{row}"] for row in (2, 3, 4)] == ["không khớp", "không khớp", "khớp"]
    assert (book["B3"], book["F3"], book["G3"]) == ("docs/sai.txt", "12/16 xã; 57%", WRONG.strip())
    assert '$A2="không khớp"' in unescape(xml)
    assert re.search(r'<row r="3" ht="\d+" customHeight="1">', xml)


@pytest.mark.usefixtures("docs")
def test_a_second_run_changes_nothing(cli, tmp_path):
    cli("run", "docs", "-o", "ket-qua")
    before = {name: (tmp_path / "ket-qua" / name).read_bytes() for name in OUTPUTS}
    _, out, _ = cli("run", "docs", "-o", "ket-qua")
    assert "4 không đổi" in out
    assert {name: (tmp_path / "ket-qua" / name).read_bytes() for name in OUTPUTS} == before


def test_findings_follow_the_documents(cli, docs, tmp_path):
    cli("run", "docs", "-o", "ket-qua")
    (docs / "sai.txt").write_text(RIGHT, "utf-8")
    (docs / "dung.txt").write_text(WRONG, "utf-8")
    (docs / "hai.txt").unlink()
    cli("run", "docs", "-o", "ket-qua")
    assert findings(tmp_path / "ket-qua") == [
        ("docs/dung.txt", "share", "inconsistent"),
        ("docs/sai.txt", "share", "consistent"),
    ]
    cli("run", "docs", "-o", "moi")
    for name in OUTPUTS:
        assert (tmp_path / "ket-qua" / name).read_bytes() == (tmp_path / "moi" / name).read_bytes()


@pytest.mark.usefixtures("docs")
def test_mining_alone_checks_nothing_and_a_later_run_makes_up_for_it(cli, tmp_path):
    _, out, _ = cli("mine", "docs", "-o", "ket-qua")
    assert "Đối chiếu" not in out
    assert not (tmp_path / "ket-qua" / "findings.jsonl").exists()
    cli("check", "docs", "-o", "ket-qua")
    assert len(findings(tmp_path / "ket-qua")) == 3
    _, out, _ = cli("mine", "docs", "-o", "ket-qua")
    assert "4 không đổi" in out
    assert len(findings(tmp_path / "ket-qua")) == 3


@pytest.mark.usefixtures("docs")
def test_the_findings_of_a_document_under_two_names_are_told_once(cli, docs, tmp_path):
    (docs / "sao.txt").write_text(WRONG, "utf-8")
    code, _, _ = cli("run", "docs", "-o", "ket-qua")
    assert code == ExitCode.OK
    assert {doc for doc, rule, _ in findings(tmp_path / "ket-qua") if rule == "share"} == {
        "docs/dung.txt",
        "docs/sai.txt",
    }
    (docs / "sai.txt").unlink()
    cli("run", "docs", "-o", "ket-qua")
    assert {doc for doc, rule, _ in findings(tmp_path / "ket-qua") if rule == "share"} == {
        "docs/dung.txt",
        "docs/sao.txt",
    }


@pytest.mark.parametrize("given", ["ket-qua", "ket-qua/figures.jsonl", "gui/figures.jsonl"])
@pytest.mark.parametrize("away", [False, True], ids=["documents there", "documents away"])
def test_figures_of_an_earlier_run_are_checked_as_they_are(cli, docs, tmp_path, given, away):
    cli("run", "docs", "-o", "dung")
    cli("mine", "docs", "-o", "ket-qua")
    (tmp_path / "gui").mkdir()
    (tmp_path / "gui" / "figures.jsonl").write_bytes((tmp_path / "ket-qua" / "figures.jsonl").read_bytes())
    if away:
        docs.rename(tmp_path / "away")
    code, out, _ = cli("check", given, "-o", "kiem-tra")
    assert code == ExitCode.OK
    assert "docs/sai.txt — tỷ lệ và số lượng" in out
    for name in ("findings.jsonl", "figures.jsonl"):
        assert (tmp_path / "kiem-tra" / name).read_bytes() == (tmp_path / "dung" / name).read_bytes()
    notes, _ = cells(tmp_path / "kiem-tra" / "report-miner.xlsx", "Tài liệu")
    assert any("không còn văn bản" in text for text in notes.values()) is away


@pytest.mark.usefixtures("docs")
def test_results_can_be_checked_where_they_are(cli, tmp_path):
    cli("mine", "docs", "-o", "ket-qua")
    cli("check", "ket-qua", "-o", "ket-qua")
    assert len(findings(tmp_path / "ket-qua")) == 3
    _, out, _ = cli("run", "docs", "-o", "ket-qua")
    assert "4 đối chiếu, đánh giá lại" in out
    assert len(findings(tmp_path / "ket-qua")) == 3


def test_a_document_that_has_changed_is_not_taken_for_the_one_that_was_mined(cli, docs, tmp_path):
    cli("mine", "docs", "-o", "ket-qua")
    (docs / "sai.txt").write_text("Giai đoạn 2025-2021. " + WRONG, "utf-8")
    cli("check", "ket-qua", "-o", "kiem-tra")
    assert [rule for doc, rule, _ in findings(tmp_path / "kiem-tra") if doc == "docs/sai.txt"] == ["share"]


def test_a_line_that_is_no_figure_is_named(cli, tmp_path):
    (tmp_path / "figures.jsonl").write_text('\n{"doc": "a.txt"}\n', "utf-8")
    code, _, err = cli("check", "figures.jsonl", "-o", "ket-qua")
    assert code == ExitCode.USAGE
    assert "figures.jsonl, dòng 2" in err


@pytest.mark.usefixtures("docs")
def test_a_table_of_trusted_figures_is_set_against_the_claims(cli, tmp_path):
    table = tmp_path / "tin-cay.csv"
    head = "địa phương,kỳ,chỉ tiêu,giá trị\n"
    table.write_text(head + "tỉnh Bến Tre,2023,xã đạt chuẩn nông thôn mới nâng cao,61\n", "utf-8")
    cli("check", "docs", "--reference", table, "-o", "ket-qua")
    found = {row["doc"]: row for row in rows(tmp_path / "ket-qua" / "findings.jsonl") if row["rule"] == "reference"}
    assert {doc: row["verdict"] for doc, row in found.items()} == {
        "docs/mot.txt": "consistent",
        "docs/hai.txt": "inconsistent",
    }
    assert "«tin-cay.csv» (dòng 2)" in found["docs/hai.txt"]["message"]
    table.write_text(head + "tỉnh Bến Tre,2023,xã đạt chuẩn nông thôn mới nâng cao,nhiều\n", "utf-8")
    code, _, err = cli("check", "docs", "--reference", table, "-o", "ket-qua")
    assert code == ExitCode.USAGE
    assert "dòng 2, cột «giá trị»" in err


@pytest.mark.usefixtures("docs")
def test_the_lines_of_the_table_that_no_claim_speaks_of_are_told(cli, tmp_path):
    table = tmp_path / "tin-cay.csv"
    head = "địa phương,kỳ,chỉ tiêu,giá trị\n"
    claimed = "tỉnh Bến Tre,2023,xã đạt chuẩn nông thôn mới nâng cao,61\n"
    table.write_text(head + claimed + "tỉnh Bến Tre,2021,hộ nghèo,1200\n", "utf-8")
    _, out, _ = cli("check", "docs", "--reference", table, "-o", "ket-qua")
    assert "Bảng đối chiếu: 1 dòng" in out
    assert "(dòng 3)" in out
    table.write_text(head + claimed, "utf-8")
    _, out, _ = cli("check", "docs", "--reference", table, "-o", "ket-qua")
    assert "Bảng đối chiếu" not in out


@pytest.mark.usefixtures("docs")
def test_another_table_of_trusted_figures_is_set_against_what_is_mined_already(cli, tmp_path):
    table = tmp_path / "tin-cay.csv"
    verdicts = []
    for value in (63, 61):
        row = f"tỉnh Bến Tre,2023,xã đạt chuẩn nông thôn mới nâng cao,{value}\n"
        table.write_text("địa phương,kỳ,chỉ tiêu,giá trị\n" + row, "utf-8")
        cli("check", "docs/hai.txt", "--reference", table, "-o", "ket-qua")
        verdicts += [verdict for _, rule, verdict in findings(tmp_path / "ket-qua") if rule == "reference"]
    assert verdicts == ["consistent", "inconsistent"]


def test_a_folder_of_the_user_reaches_the_checks(cli, tmp_path):
    (tmp_path / "a.txt").write_text("Năm 2023, huyện có 12/16 xã đạt chuẩn, ngót nghét 57%.\n", "utf-8")
    (tmp_path / "mau").mkdir()
    own = "checks:\n  - name: share_link\n    pattern: 'ngót nghét\\s*$'\n    examples: [' ngót nghét ']\n"
    (tmp_path / "mau" / "checks.yaml").write_text(own, "utf-8")
    cli("check", "a.txt", "-o", "khong")
    cli("check", "a.txt", "--patterns", tmp_path / "mau", "-o", "co")
    assert findings(tmp_path / "khong") == []
    assert findings(tmp_path / "co") == [("a.txt", "share", "inconsistent")]


def test_many_contradictions_are_counted_and_the_first_ones_shown(cli, tmp_path):
    lines = [f"Năm 2023, huyện số {n} có {n}/40 xã đạt chuẩn, đạt 99%.\n" for n in range(10, 23)]
    (tmp_path / "a.txt").write_text("".join(lines), "utf-8")
    _, out, _ = cli("run", "a.txt", "-o", "ket-qua")
    assert "Số liệu không khớp (13)" in out
    assert re.search(r"^10\. a\.txt", out, re.MULTILINE)
    assert not re.search(r"^11\. a\.txt", out, re.MULTILINE)
    assert "… và 3 chỗ nữa: xem trang «Đối chiếu»" in out


@pytest.mark.usefixtures("docs")
def test_the_summary_fits_the_terminal(cli, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    _, out, _ = cli("run", "docs", "-o", "ket-qua")
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.usefixtures("docs")
def test_figures_stay_when_their_check_breaks_down(cli, monkeypatch, tmp_path):
    def broken(*_, **__):
        raise RecursionError("quá sâu")

    monkeypatch.setattr(import_module("report_miner.check"), "check", broken)
    code, out, err = cli("run", "docs", "-o", "ket-qua")
    assert code == ExitCode.SOME_FAILED
    assert "Traceback" not in out + err
    failures = rows(tmp_path / "ket-qua" / "failures.jsonl")
    assert {row["stage"] for row in failures} == {"check"}
    assert len(rows(tmp_path / "ket-qua" / "figures.jsonl")) == 6
