"""Questions in SQL: what they answer, and that they reach nothing but the results."""

import json
import re
import shutil
from pathlib import Path

import pytest

from report_miner.errors import StoreError, UsageError
from report_miner.run import run
from report_miner.store.query import Answer, answer_csv, answer_line, ask

pytest.importorskip("duckdb", reason="queries need the extra analysis")

ROOT = Path(__file__).parents[2]
EXAMPLES = re.findall(r"```sql\n(.*?)```", (ROOT / "docs" / "truy-van.md").read_text("utf-8"), re.DOTALL)
REPORT = """ỦY BAN NHÂN DÂN HUYỆN GIỒNG TRÔM
Đến cuối năm 2023, toàn huyện có 18/20 xã đạt chuẩn nông thôn mới (95%). Huyện còn 1.250 hộ nghèo.
"""


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """A run over one report that contradicts itself; the folder's name is a pattern of file names."""
    folder = tmp_path_factory.mktemp("hoi")
    (folder / "bao-cao.txt").write_text(REPORT, encoding="utf-8")
    run([str(folder / "bao-cao.txt")], folder / "kết quả [1]*'")
    return folder / "kết quả [1]*'"


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("SELECT text, value FROM figures WHERE kind = 'count'", [("1.250", 1250)]),
        ("SELECT figures, media_type FROM documents", [(3, "text/plain")]),
        ("SELECT verdict, len(figures) FROM findings WHERE verdict = 'inconsistent'", [("inconsistent", 2)]),
        ("SELECT DISTINCT column_type FROM (DESCRIBE verdicts) WHERE column_name = 'starts'", [("BIGINT[]",)]),
        ("FROM figures SELECT sum(total)", [(20,)]),
    ],
)
def test_the_tables_can_be_asked(results, question, rows):
    assert list(ask(results, question).rows) == rows


@pytest.mark.parametrize("question", EXAMPLES)
def test_the_examples_of_the_documentation_work(results, question):
    answer = ask(results, question)
    list(answer.rows)
    assert answer.columns


@pytest.mark.parametrize(
    "question",
    [
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM read_csv('/etc/passwd', delim = ':')",
        "SELECT * FROM glob('/*')",
        "SELECT * FROM read_parquet('https://example.org/x.parquet')",
        "COPY figures TO 'ra-ngoai.csv'",
        "COPY (SELECT 1) TO '{results}/figures.parquet'",
        "EXPORT DATABASE 'ra-ngoai'",
        "ATTACH '{results}/report-miner.db' AS x",
        "INSTALL httpfs",
        "LOAD httpfs",
        "LOAD '{results}/x.duckdb_extension'",
        "SET enable_external_access = true",
        "SET memory_limit = '100GB'",
        "CREATE TABLE x AS SELECT 1",
        "DROP VIEW figures",
        "PRAGMA database_list",
        "SELECT 1; SELECT 2",
        "SELECT 1; COPY figures TO 'ra-ngoai.csv'",
        "SELECT * FROM results",
        "SELECT * FROM query('COPY figures TO ''ra-ngoai.csv''')",
        "SELECT",
        "",
    ],
)
def test_a_question_reaches_nothing_but_the_tables(results, tmp_path, monkeypatch, question):
    monkeypatch.chdir(tmp_path)
    before = (results / "figures.parquet").read_bytes()
    with pytest.raises(UsageError) as refused:
        list(ask(results, question.format(results=str(results).replace("'", "''"))).rows)
    assert "docs/truy-van.md" in refused.value.remedy
    assert not list(tmp_path.iterdir())
    assert (results / "figures.parquet").read_bytes() == before


def test_an_answer_that_takes_too_much_memory_is_given_up(results):
    with pytest.raises(UsageError, match="Out of Memory"):
        list(ask(results, "SELECT list(a.range || b.range || 'xxxxxxxx') FROM range(40000) a, range(40000) b").rows)


def test_without_checks_there_are_no_findings(results, tmp_path):
    folder = tmp_path / "ket-qua"
    shutil.copytree(results, folder)
    (folder / "findings.jsonl").unlink()
    assert list(ask(folder, "SELECT count(*) FROM figures").rows) == [(3,)]
    with pytest.raises(UsageError, match="findings"):
        ask(folder, "SELECT * FROM findings")


def test_a_broken_file_of_the_results_is_named(results, tmp_path):
    shutil.copytree(results, tmp_path / "hong")
    (tmp_path / "hong/figures.parquet").write_bytes(b"PAR1")
    with pytest.raises(StoreError, match=r"figures\.parquet") as caught:
        ask(tmp_path / "hong", "SELECT 1")
    assert "report-miner run" in caught.value.remedy


@pytest.mark.parametrize(
    "line", [b'{"id": "a", "doc"\n', b"xin ch\xe0o\n", b"[1]\n"], ids=["cut off", "text", "list"]
)
def test_a_broken_line_of_the_results_is_named(results, tmp_path, line):
    shutil.copytree(results, tmp_path / "hong")
    file = tmp_path / "hong/findings.jsonl"
    whole = file.read_bytes()
    file.write_bytes(whole + line)
    number = len(whole.splitlines()) + 1
    with pytest.raises(StoreError, match=rf"findings\.jsonl .* dòng {number}\.") as caught:
        list(ask(tmp_path / "hong", "SELECT * FROM findings").rows)
    assert "report-miner run" in caught.value.remedy


def test_a_question_that_names_a_file_of_the_results_is_wrong_all_the_same(results):
    with pytest.raises(UsageError, match="SELECT"):
        ask(results, "SELECT 'findings.jsonl' FRM figures")


def test_without_results_the_remedy_is_a_run(tmp_path):
    with pytest.raises(UsageError) as told:
        ask(tmp_path, "SELECT 1")
    assert "report-miner run" in told.value.remedy


def test_numbers_stay_exact_and_cells_start_no_formula():
    question = "SELECT CAST('6.270' AS DECIMAL(38, 10)) AS a, '=1+1' AS b, [1, 2] AS c, {x: 'ă'} AS d, NULL AS e"
    import duckdb

    rows = duckdb.connect().execute(question).fetchall()
    answer = Answer(["a", "b", "c", "d", "e"], iter(rows))
    assert json.loads(answer_line("abcde", rows[0])) == {
        "a": 6.27,
        "b": "=1+1",
        "c": [1, 2],
        "d": {"x": "ă"},
        "e": None,
    }
    assert list(answer_csv(answer)) == ["a,b,c,d,e\n", '6.27,\'=1+1,"[1, 2]","{""x"": ""ă""}",\n']


def test_the_command_writes_csv_json_lines_and_a_table(results, cli):
    question = "SELECT text AS \"số\", unit FROM figures WHERE kind = 'count'"
    assert cli("query", question, "-o", results)[:2] == (0, "số,unit\n1.250,hộ nghèo\n")
    assert cli("query", question, "-o", results, "--format", "jsonl")[1] == '{"số": "1.250", "unit": "hộ nghèo"}\n'
    assert "1.250" in cli("query", question, "-o", results, "--format", "table")[1]
    code, _, err = cli("query", "SELECT nothing", "-o", results)
    assert (code, "DESCRIBE figures" in " ".join(err.split())) == (2, True)
