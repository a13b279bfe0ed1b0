"""report-miner assess and report-miner criteria, as a person calls them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

REPORT = """\
CÔNG AN XÃ VŨ HỘI

Vũ Hội, ngày 05 tháng 12 năm 2023

Kết quả thực hiện tiêu chí an ninh trong xây dựng nông thôn mới năm 2023 tại xã Vũ Hội, huyện Vũ Thư, Thái Bình.

Trong năm 2023, xã Vũ Hội không có khiếu kiện đông người, kéo dài; xã duy trì 04 mô hình phòng, chống tội phạm.
"""


def report_miner(*arguments, folder):
    command = [sys.executable, "-m", "report_miner", *map(str, arguments)]
    path = str(Path(__file__).parents[1] / "src")
    return subprocess.run(
        command, cwd=folder, env={"PYTHONPATH": path, "PATH": "/usr/bin:/bin"}, capture_output=True, encoding="utf-8"
    )


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "vu-hoi.txt").write_text(REPORT, "utf-8")
    return tmp_path


def verdicts_in(folder):
    lines = (folder / "outputs" / "verdicts.jsonl").read_text("utf-8").splitlines()
    return {(each["criteria_set"], each["test"]): each for each in map(json.loads, lines)}


def test_run_assesses_and_what_it_finds_is_the_same_again(folder):
    done = report_miner("run", "vu-hoi.txt", folder=folder)
    assert done.returncode == 0, done.stderr
    assert "Tiêu chí" in done.stdout
    found = verdicts_in(folder)
    complaint = found["ntm-xa-2021-2025", "mass_complaint"]
    assert complaint["verdict"] == "met"
    assert REPORT[complaint["starts"][0] :].startswith("khiếu kiện đông người")
    assert found["ntm-xa-2021-2025", "model_active"]["figures"]
    before = (folder / "outputs" / "verdicts.jsonl").read_bytes()
    assert "1 không đổi" in report_miner("run", "vu-hoi.txt", folder=folder).stdout
    assert (folder / "outputs" / "verdicts.jsonl").read_bytes() == before


def test_assess_takes_one_set_and_keeps_what_was_checked(folder):
    report_miner("run", "vu-hoi.txt", folder=folder)
    done = report_miner("assess", "vu-hoi.txt", "--criteria", "an-toan-antt-2022", folder=folder)
    assert done.returncode == 0, done.stderr
    assert {name for name, _ in verdicts_in(folder)} == {"an-toan-antt-2022"}
    assert (folder / "outputs" / "findings.jsonl").exists()


def test_an_unknown_set_is_told_with_the_known_ones(folder):
    done = report_miner("assess", "vu-hoi.txt", "--criteria", "ntm-2099", folder=folder)
    assert done.returncode == 2
    assert "ntm-2099" in done.stderr
    assert "ntm-xa-2021-2025" in done.stderr


def test_a_file_of_criteria_is_checked(folder):
    done = report_miner("criteria", "check", "bo.yaml", folder=folder)
    assert done.returncode == 5
    assert "bo.yaml" in done.stderr
    source = Path(__file__).parents[1] / "patterns" / "criteria" / "ntm-an-giang-2021.yaml"
    (folder / "bo.yaml").write_text(source.read_text("utf-8").replace("level: [tinh]", "level: [vung]"), "utf-8")
    done = report_miner("criteria", "check", "bo.yaml", folder=folder)
    assert done.returncode == 5
    assert "bo.yaml, dòng 9" in " ".join(done.stderr.split())
    done = report_miner("criteria", "check", source, folder=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "4 tiêu chí" in done.stdout


def test_the_sets_are_listed(folder):
    done = report_miner("criteria", "list", folder=folder)
    assert "ntm-xa-2026-2030\t" in done.stdout
