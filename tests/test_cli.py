import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

import report_miner
from report_miner import console, inputs
from report_miner.errors import ExitCode
from report_miner.read.office import libreoffice

CORPUS = Path(__file__).parents[1] / "corpus"
SOURCE = Path(report_miner.__file__).parents[1]
ENVIRONMENT = os.environ | {"PYTHONPATH": str(SOURCE)}
DOCUMENTS = 100
REPORT = "Năm 2023, tỉnh Bến Tre có 86 xã đạt chuẩn nông thôn mới, tăng 6,5% so với năm 2022.\n"
EXPORTS = (
    *("figures.jsonl", "figures.csv", "figures.parquet", "report-miner.xlsx"),
    *("findings.jsonl", "verdicts.jsonl", "failures.jsonl"),
)


@pytest.fixture
def folder(tmp_path):
    """Two reports, one of them in a folder of its own, and files that cannot be read."""
    docs = tmp_path / "docs"
    (docs / "huyen").mkdir(parents=True)
    (docs / "tinh.txt").write_text(REPORT, "utf-8")
    (docs / "huyen" / "ba-tri.txt").write_text("Huyện Ba Tri có 12 xã đạt chuẩn, 1.250 hộ nghèo.\n", "utf-8")
    (docs / "trong.txt").write_bytes(b"")
    (docs / "hong.pdf").write_bytes(b"%PDF-1.7 cut off")
    (docs / "nhieu.bin").write_bytes(bytes(range(256)) * 20)
    return docs


def rows(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def exported(outputs):
    return {name: (outputs / name).read_bytes() for name in EXPORTS}


def test_help_lists_commands_and_exit_codes(cli):
    code, out, _ = cli("--help")
    assert code == ExitCode.OK
    for command in ("run", "mine", "check", "read", "explain", "evaluate", "doctor"):
        assert re.search(rf"\b{command}\b", out)
    for each in ExitCode:
        assert re.search(rf"^\s+{each:d}  \S", out, re.MULTILINE)


@pytest.mark.parametrize("command", ["run", "mine", "check", "read", "explain", "evaluate", "doctor"])
def test_every_command_explains_itself(cli, command):
    code, out, _ = cli(command, "--help")
    assert code == ExitCode.OK
    assert "Hiện hướng dẫn này" in out


@pytest.mark.usefixtures("folder")
def test_a_run_writes_every_file_and_says_where(cli, tmp_path):
    code, out, _ = cli("run", "docs", "-o", "ket-qua")
    assert code == ExitCode.SOME_FAILED
    assert "ket-qua/report-miner.xlsx" in out
    assert {row["doc"] for row in rows(tmp_path / "ket-qua" / "figures.jsonl")} == {
        "docs/tinh.txt",
        "docs/huyen/ba-tri.txt",
    }


@pytest.mark.usefixtures("folder")
def test_files_that_cannot_be_read_are_listed_with_remedies(cli, tmp_path):
    _, out, _ = cli("run", "docs", "-o", "ket-qua")
    failures = rows(tmp_path / "ket-qua" / "failures.jsonl")
    assert [row["doc"] for row in failures] == ["docs/hong.pdf", "docs/nhieu.bin", "docs/trong.txt"]
    assert all(row["error"] and row["remedy"] and row["stage"] == "read" for row in failures)
    assert "docs/hong.pdf" in out


@pytest.mark.usefixtures("folder")
def test_figures_point_into_their_document(cli, tmp_path):
    cli("mine", "docs", "-o", "ket-qua")
    found = [row for row in rows(tmp_path / "ket-qua" / "figures.jsonl") if row["doc"] == "docs/tinh.txt"]
    assert [REPORT[row["start"] : row["end"]] for row in found] == ["86", "6,5%"] == [row["text"] for row in found]


@pytest.mark.usefixtures("folder")
def test_a_second_run_changes_nothing(cli, tmp_path):
    cli("run", "docs", "-o", "ket-qua")
    first = exported(tmp_path / "ket-qua")
    _, out, _ = cli("run", "docs", "-o", "ket-qua")
    assert "2 không đổi" in out
    assert exported(tmp_path / "ket-qua") == first


def test_a_run_over_a_changed_folder_gives_what_a_first_run_would(cli, folder, tmp_path):
    cli("run", "docs", "-o", "ket-qua")
    (folder / "tinh.txt").write_text(REPORT.replace("86", "87"), "utf-8")
    (folder / "huyen" / "ba-tri.txt").unlink()
    (folder / "trong.txt").write_text("Xã có 3 ấp.\n", "utf-8")
    _, out, _ = cli("run", "docs", "-o", "ket-qua")
    assert "1 đã bỏ" in out
    cli("run", "docs", "-o", "moi")
    assert exported(tmp_path / "ket-qua") == exported(tmp_path / "moi")


def test_a_renamed_folder_is_not_counted_twice(cli, folder, tmp_path):
    cli("run", "docs", "-o", "ket-qua")
    folder.rename(tmp_path / "tai-lieu")
    _, out, _ = cli("run", "tai-lieu", "-o", "ket-qua")
    assert "2 đã bỏ" in out
    cli("run", "tai-lieu", "-o", "moi")
    assert exported(tmp_path / "ket-qua") == exported(tmp_path / "moi")


def test_a_changed_register_entry_is_seen(cli, folder, tmp_path):
    register = folder / "documents.csv"
    periods = []
    (folder / "tinh.txt").write_text("Tỉnh Bến Tre hiện có 86 xã đạt chuẩn nông thôn mới.\n", "utf-8")
    for year in (2021, 2022):
        register.write_text(f"file,published,publisher,title,place\ntinh.txt,{year}-03-12,,,\n", "utf-8")
        cli("run", "docs", "-o", "ket-qua")
        figure = next(row for row in rows(tmp_path / "ket-qua" / "figures.jsonl") if row["doc"] == "docs/tinh.txt")
        periods.append(figure["period"])
    assert periods[0] != periods[1]
    assert [period[:4] for period in periods] == ["2021", "2022"]


@pytest.mark.usefixtures("folder")
def test_results_of_other_folders_stay(cli, tmp_path):
    other = tmp_path / "khac"
    other.mkdir()
    (other / "a.txt").write_text(REPORT, "utf-8")
    cli("run", "khac", "-o", "ket-qua")
    cli("run", "docs", "-o", "ket-qua")
    assert {row["doc"] for row in rows(tmp_path / "ket-qua" / "figures.jsonl")} >= {"khac/a.txt", "docs/tinh.txt"}


def test_a_folder_that_is_away_loses_nothing(cli, folder, tmp_path):
    cli("run", "docs", "-o", "ket-qua")
    folder.rename(tmp_path / "away")
    code, _, _ = cli("run", "docs", "-o", "ket-qua")
    assert code == ExitCode.NOTHING_READABLE
    assert len(rows(tmp_path / "ket-qua" / "figures.jsonl")) == 4


@pytest.mark.usefixtures("folder")
def test_a_file_name_in_another_encoding_is_written_out(cli, tmp_path):
    try:
        (tmp_path / os.fsdecode(b"docs/b\xe1o.txt")).write_text(REPORT, "utf-8")
    except (OSError, UnicodeError):
        pytest.skip("this file system takes no such name")
    cli("run", "docs", "-o", "ket-qua")
    assert "docs/b\\udce1o.txt" in {row["doc"] for row in rows(tmp_path / "ket-qua" / "figures.jsonl")}


@pytest.mark.parametrize("command", ["run", "mine", "check", "assess"])
@pytest.mark.parametrize(("given", "to"), [("docs", "docs/../docs"), ("docs/sub", "docs"), ("docs/a.txt", "docs")])
def test_results_do_not_go_among_the_documents(cli, tmp_path, command, given, to):
    (tmp_path / "docs/sub").mkdir(parents=True)
    (tmp_path / "docs/a.txt").write_text(REPORT, "utf-8")
    before = sorted((tmp_path / "docs").iterdir())
    code, _, err = cli(command, given, "-o", to)
    assert (code, "đang chứa tài liệu" in err) == (ExitCode.USAGE, True)
    assert sorted((tmp_path / "docs").iterdir()) == before


def test_what_is_not_there_is_not_among_the_results(cli):
    assert "khong-co.txt" in cli("run", "khong-co.txt", "-o", ".")[1]


@pytest.mark.usefixtures("folder")
def test_what_cannot_be_found_under_a_name_in_another_encoding_stops_nothing(cli, tmp_path):
    code, _, _ = cli("run", "docs", os.fsdecode(b"kh\xf4ng c\xf3"), "-o", "ket-qua")
    assert code == ExitCode.SOME_FAILED
    (failure,) = [row for row in rows(tmp_path / "ket-qua" / "failures.jsonl") if row["doc"].startswith("kh")]
    assert "kh\\udcf4ng" in failure["error"]


def test_a_folder_without_documents_is_said_to_be_one(cli, tmp_path):
    (tmp_path / "rong").mkdir()
    code, out, _ = cli("run", "rong", "-o", "ket-qua")
    assert (code, "Không tìm thấy tài liệu nào" in out) == (ExitCode.NOTHING_READABLE, True)
    code, out, err = cli("mine", "rong", "--format", "jsonl")
    assert (code, out, "Không tìm thấy tài liệu nào" in err) == (ExitCode.NOTHING_READABLE, "", True)


@pytest.mark.parametrize(
    ("width", "lines"),
    [
        (62, "8 đạt, 1 không đạt, 61 không có số liệu, 81 chưa kết luận được"),
        (61, "8 đạt, 1 không đạt, 61 không có số liệu,\n81 chưa kết luận được"),
        (5, "8 đạt,\n1 không đạt,\n61 không có số liệu,\n81 chưa kết luận được"),
    ],
)
def test_counts_of_the_summary_break_between_one_another(width, lines):
    items = ["8 đạt", "1 không đạt", "61 không có số liệu", "81 chưa kết luận được"]
    assert console._lines_of(items, width) == lines


def test_nothing_readable_has_its_own_exit_code(cli, tmp_path):
    (tmp_path / "trong.txt").write_bytes(b"")
    assert cli("run", "trong.txt")[0] == ExitCode.NOTHING_READABLE


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["mine"], ["Thiếu PATH.", "report-miner mine --help"]),
        (["run", "a.txt", "--mau", "x"], ["Không có tùy chọn «--mau»"]),
        (["run", "a.txt", "--pattern", "x"], ["Không có tùy chọn «--pattern»", "--patterns"]),
        (["run", "a.txt", "-o"], ["-o phải có giá trị"]),
        (["mine", "a.txt", "--format", "xml"], ["--format", "files, jsonl"]),
        (["read", "a.txt", "b.txt"], ["Thừa tham số: b.txt"]),
        (["chay", "a.txt"], ["Không có lệnh «chay»", "report-miner --help"]),
    ],
    ids=lambda value: " ".join(value),
)
def test_a_call_that_is_off_is_explained_in_vietnamese(cli, arguments, said):
    code, out, err = cli(*arguments)
    assert (code, out) == (ExitCode.USAGE, "")
    assert all(words in err for words in said)
    assert not re.search(r"\b(?:Error|Usage|Missing|Try|option)\b", err)


def test_the_program_alone_shows_its_help(cli):
    code, out, _ = cli()
    assert code == ExitCode.USAGE
    assert "Cách dùng:" in out


@pytest.mark.usefixtures("folder")
def test_results_that_cannot_be_written_are_reported_with_a_remedy(cli):
    code, _, err = cli("run", "docs", "-o", "docs/tinh.txt")
    assert code == ExitCode.STORE
    assert "đã có tệp trùng tên" in err
    assert "-o" in err


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(("pattern", "line"), [("(", "dòng 3"), (r"(?:lần )?thứ \d", "dòng")])
def test_a_broken_pattern_file_is_named_with_its_line(cli, tmp_path, pattern, line):
    own = tmp_path / "mau"
    own.mkdir()
    (own / "masks.yaml").write_text(f"masks:\n  - name: thử\n    pattern: '{pattern}'\n    examples: [a]\n", "utf-8")
    for command in (("run", "docs"), ("doctor",)):
        code, out, err = cli(*command, "--patterns", "mau")
        assert code == ExitCode.PATTERNS
        assert f"masks.yaml, {line}" in (out + err).replace("\n", " ")


def test_json_lines_through_a_pipe(cli):
    code, out, err = cli("mine", "-", "--format", "jsonl", stdin=REPORT)
    assert (code, err) == (ExitCode.OK, "")
    assert [(row["doc"], row["value"]) for row in map(json.loads, out.splitlines())] == [("-", 86), ("-", 6.5)]


@pytest.mark.usefixtures("folder")
def test_json_lines_keep_to_the_figures_when_files_fail(cli):
    code, out, err = cli("mine", "docs", "--format", "jsonl")
    assert code == ExitCode.SOME_FAILED
    assert all(json.loads(line)["id"] for line in out.splitlines())
    assert "docs/hong.pdf" in err
    assert cli("mine", "docs", "--format", "jsonl", "-o", "x")[0] == ExitCode.USAGE


@pytest.mark.usefixtures("folder")
def test_read_shows_the_text_as_the_program_sees_it(cli):
    code, out, _ = cli("read", "docs/tinh.txt")
    assert code == ExitCode.OK
    assert REPORT.strip() in out


@pytest.mark.usefixtures("folder")
def test_a_document_that_cannot_be_read_is_an_error_with_a_remedy(cli):
    code, _, err = cli("read", "docs/hong.pdf")
    assert code == ExitCode.SOME_FAILED
    assert "Cách khắc phục" in err
    assert cli("explain", "docs")[0] == ExitCode.USAGE


@pytest.mark.parametrize("width", ["80", "160"])
@pytest.mark.usefixtures("folder")
def test_explain_numbers_each_figure_and_gives_its_record(cli, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", width)
    code, out, _ = cli("explain", "docs/tinh.txt")
    assert code == ExitCode.OK
    assert "[1: 86]" in out
    assert "[2: 6,5%]" in out
    assert re.search(r"\[1\] 86 xã — .*xã đạt chuẩn", out)
    assert all(len(line) <= int(width) for line in out.splitlines())


def test_explain_takes_no_commands_to_the_terminal_from_a_document(cli, tmp_path):
    (tmp_path / "a.txt").write_text("Xã có 5 \x1b[31mhộ\x1b]0;x\x07 nghèo.\n", "utf-8")
    _, out, _ = cli("explain", "a.txt")
    assert "\x1b" not in out
    assert "\x07" not in out


@pytest.mark.usefixtures("folder")
def test_evaluate_scores_and_holds_a_floor(cli, tmp_path):
    gold = tmp_path / "gold" / "figures"
    gold.mkdir(parents=True)
    _, out, _ = cli("mine", "docs/tinh.txt", "--format", "jsonl")
    (gold / "tinh.gold.jsonl").write_text(out, "utf-8")
    code, out, _ = cli("evaluate", gold, "--docs", "docs", "--floor", "found=1", "--floor", "record=1", "--per-doc")
    assert code == ExitCode.OK
    assert "record F1 1.000" in out
    (tmp_path / "none.jsonl").write_text("", "utf-8")
    code, _, err = cli("evaluate", gold, "none.jsonl", "--floor", "found=0.5")
    assert code == ExitCode.BELOW_FLOOR
    assert "0.500" in err


def test_doctor_names_what_is_there_and_how_to_get_what_is_missing(cli, monkeypatch):
    monkeypatch.setenv("PATH", "")
    _, out, _ = cli("doctor")
    assert "Python" in out
    assert "sudo apt-get install tesseract-ocr tesseract-ocr-vie" in out


def test_doctor_names_what_a_single_command_lacks(cli, monkeypatch):
    def version(package):
        if package == "duckdb":
            raise PackageNotFoundError
        return "1.0"

    monkeypatch.setattr("report_miner.doctor.version", version)
    code, out, _ = cli("doctor")
    assert code == ExitCode.OK
    assert "Để dùng lệnh query, chạy: pip install 'report-miner[analysis]'" in out
    assert "report-miner[web]" not in out


@pytest.fixture
def many(tmp_path):
    docs = tmp_path / "docs"
    docs.mkdir()
    for number in range(DOCUMENTS):
        text = f"Năm 2022, xã số {number} có {number + 100} hộ nghèo, giảm 2,5% so với năm 2021.\n" * 4
        (docs / f"{number:03}.txt").write_text(text, "utf-8")
    return docs


def process(docs, outputs):
    """A run as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "report_miner", "run", docs.name, "-o", str(outputs)],
        cwd=docs.parent,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def wait_for_first_document(running, outputs):
    deadline = time.monotonic() + 60
    while running.poll() is None and time.monotonic() < deadline:
        if (outputs / "report-miner.db").exists() and stored(outputs):
            return
        time.sleep(0.02)


def stored(outputs):
    database = sqlite3.connect(outputs / "report-miner.db", timeout=10)
    try:
        return database.execute("SELECT count(*) FROM documents").fetchone()[0]
    except sqlite3.OperationalError:
        return 0
    finally:
        database.close()


@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_run_cut_off_keeps_what_is_done_and_goes_on(many, tmp_path, how):
    outputs = tmp_path / "ket-qua"
    running = process(many, outputs)
    wait_for_first_document(running, outputs)
    running.send_signal(how)
    _, err = running.communicate(timeout=60)
    assert running.returncode == (-how if how is signal.SIGKILL else ExitCode.INTERRUPTED)
    assert how is signal.SIGKILL or "chạy lại cùng lệnh" in err
    kept = stored(outputs)
    assert 0 < kept < DOCUMENTS
    out, _ = process(many, outputs).communicate(timeout=300)
    assert f"{kept} không đổi" in out
    process(many, tmp_path / "moi").communicate(timeout=300)
    assert exported(outputs) == exported(tmp_path / "moi")


def test_a_page_is_drawn_with_its_figures(cli, tmp_path):
    from PIL import Image

    source = CORPUS / "bac-kan-trong-rung.pdf"
    code, out, _ = cli("explain", source, "--page", 1, "-o", "trang.png")
    assert (code, "54 số liệu ở trang 1" in out) == (0, True)
    with Image.open(tmp_path / "trang.png") as picture:
        colours = {colour for _, colour in picture.convert("RGB").getcolors(1 << 24)}
    assert {(0x0A, 0x7D, 0x32), (0x11, 0x55, 0xCC)} <= colours


def test_a_page_that_is_not_there_or_cannot_be_drawn_says_so(cli):
    for arguments, said in (
        ((CORPUS / "bac-kan-trong-rung.pdf", "--page", 99, "-o", "trang.png"), "không có trang 99"),
        ((CORPUS / "an-giang-y-te.txt", "--page", 1, "-o", "trang.png"), "Chỉ PDF, ảnh và trang trình chiếu"),
        ((CORPUS / "an-giang-y-te.txt", "--page", 1), "đi cùng nhau"),
    ):
        code, _, err = cli("explain", *arguments)
        assert (code, said in err) == (2, True)


@pytest.mark.skipif(libreoffice() is None, reason="LibreOffice is not installed")
def test_old_formats_of_a_run_are_converted_in_one_call_and_only_once(cli, tmp_path, monkeypatch):
    calls = []
    convert = inputs.convert
    monkeypatch.setattr(inputs, "convert", lambda files: calls.append(len(files)) or convert(files))
    (tmp_path / "docs").mkdir()
    for number in range(3):
        (tmp_path / "docs" / f"{number}.rtf").write_text(f"{{\\rtf1\\ansi Xa {number + 1} co 12 ha lua.\\par}}")
    for _ in range(2):
        assert cli("mine", "docs", "-o", "out")[0] == ExitCode.OK
    assert calls == [3]
    assert {row["doc"] for row in rows(tmp_path / "out" / "figures.jsonl")} == {f"docs/{n}.rtf" for n in range(3)}


def test_what_is_in_an_archive_is_mined_under_the_path_through_it(cli, tmp_path):
    (tmp_path / "docs").mkdir()
    with zipfile.ZipFile(tmp_path / "docs" / "ho-so.zip", "w") as archive:
        archive.writestr("2023/xa.txt", REPORT)
        archive.writestr("trong.txt", "")
    for _ in range(2):
        assert cli("mine", "docs", "-o", "out")[0] == ExitCode.SOME_FAILED
    assert {row["doc"] for row in rows(tmp_path / "out" / "figures.jsonl")} == {"docs/ho-so.zip/2023/xa.txt"}
    assert [row["doc"] for row in rows(tmp_path / "out" / "failures.jsonl")] == ["docs/ho-so.zip/trong.txt"]
    code, out, _ = cli("read", "docs/ho-so.zip/2023/xa.txt")
    assert (code, "86 xã" in out) == (ExitCode.OK, True)
