"""Runs into a PostgreSQL database: the same results, and none of the password."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import report_miner
from report_miner.errors import ExitCode
from report_miner.store.database import Store

ENVIRONMENT = os.environ | {"PYTHONPATH": str(Path(report_miner.__file__).parents[1])}
DOCUMENTS = 150
REPORT = "Năm 2023, tỉnh Bến Tre có {number} xã đạt chuẩn nông thôn mới, tăng 6,5% so với năm 2022.\n"
DEPENDING_ON_NOTHING = ("figures.jsonl", "figures.csv", "findings.jsonl", "verdicts.jsonl", "report-miner.xlsx")


@pytest.fixture
def reports(tmp_path):
    folder = tmp_path / "bao-cao"
    folder.mkdir()
    for number in range(DOCUMENTS):
        (folder / f"{number:03}.txt").write_text(REPORT.format(number=number), encoding="utf-8")
    (folder / "Ất.txt").write_text("Xã Ất có 5 vụ.", encoding="utf-8")
    (folder / "á.txt").write_text("Xã Á có 7 vụ.", encoding="utf-8")
    return folder


def exported(folder):
    return {name: (folder / name).read_bytes() for name in DEPENDING_ON_NOTHING}


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_run_into_a_server_writes_the_same_files(reports, tmp_path, cli, postgresql, jobs):
    address = postgresql.new_database()
    assert cli("run", reports, "-o", tmp_path / "tep")[0] == 0
    assert cli("run", reports, "-o", tmp_path / "may-chu", "--db", address, "--jobs", jobs)[0] == 0
    assert not (tmp_path / "may-chu" / "report-miner.db").exists()
    assert exported(tmp_path / "tep") == exported(tmp_path / "may-chu")


def test_a_run_checks_what_a_server_holds(reports, tmp_path, cli, postgresql):
    address = postgresql.new_database()
    cli("mine", reports, "-o", tmp_path / "may-chu", "--db", address)
    assert cli("check", tmp_path / "may-chu", "-o", tmp_path / "may-chu", "--db", address)[0] == 0
    with Store(tmp_path / "may-chu", address) as store:
        assert store.has_checked()
        assert store.count("documents") == DOCUMENTS + 2


def test_a_check_into_another_folder_leaves_what_a_server_holds(reports, tmp_path, cli, postgresql):
    address = postgresql.new_database()
    assert cli("run", reports, "-o", tmp_path / "may-chu", "--db", address)[0] == 0
    with Store(tmp_path / "may-chu", address) as store:
        before = [each.fingerprint for each in store.documents()]
    assert cli("check", tmp_path / "may-chu", "-o", tmp_path / "khac", "--db", address)[0] == 0
    with Store(tmp_path / "may-chu", address) as store:
        assert store.has_assessed()
        assert [each.fingerprint for each in store.documents()] == before


def test_a_run_into_a_server_goes_on_after_a_kill(reports, tmp_path, cli, postgresql):
    address = postgresql.new_database()
    command = [
        sys.executable,
        "-m",
        "report_miner",
        "run",
        str(reports),
        "-o",
        str(tmp_path / "moi"),
        "--db",
        address,
    ]
    running = subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.DEVNULL)
    name = address.rpartition("/")[2]
    there = "SELECT to_regclass('documents') IS NOT NULL"
    until = time.monotonic() + 60
    while time.monotonic() < until and running.poll() is None:
        if postgresql.run(name, there)[0][0] and postgresql.run(name, "SELECT count(*) FROM documents")[0][0]:
            break
        time.sleep(0.01)
    running.send_signal(signal.SIGKILL)
    running.wait()
    code, out, _ = cli("run", reports, "-o", tmp_path / "moi", "--db", address)
    cli("run", reports, "-o", tmp_path / "tep")
    assert code == 0
    assert "không đổi" in out
    assert exported(tmp_path / "tep") == exported(tmp_path / "moi")


@pytest.mark.parametrize(
    ("address", "code", "said"),
    [
        ("postgresql+psycopg://an:bi-mat@127.0.0.1:1/x", ExitCode.STORE, "máy chủ PostgreSQL đang chạy"),
        ("postgresql+psycopg://an:bi-mat@127.0.0.1:mot/x", ExitCode.USAGE, "postgresql+psycopg://tên"),
        ("postgresql+psycopg://an:bi@mat@127.0.0.1/x", ExitCode.USAGE, "%40"),
        ("postgresql+psycopg://an@127.0.0.1:1/x?password=bi-mat", ExitCode.STORE, "máy chủ PostgreSQL đang chạy"),
        ("mysql://an:bi-mat@127.0.0.1/x", ExitCode.USAGE, "postgresql+psycopg://tên"),
        ("sqlite:///bi-mat.db", ExitCode.USAGE, "postgresql+psycopg://tên"),
        ("bi-mat", ExitCode.USAGE, "postgresql+psycopg://tên"),
    ],
)
def test_an_address_that_does_not_answer_is_told_without_its_password(reports, cli, address, code, said):
    pytest.importorskip("psycopg", reason="PostgreSQL needs the extra postgres")
    for command in (("run", reports), ("review", "--no-open"), ("export",)):
        got, out, err = cli(*command, "--db", address)
        assert got == code
        assert said in " ".join(err.split())
        assert "bi-mat" not in out + err
        assert "mat@" not in out + err


def test_a_wrong_password_is_not_shown(reports, cli, postgresql):
    code, out, err = cli("run", reports, "--db", postgresql.address("postgres", password="bi-mat"))
    assert (code, "bi-mat" in out + err) == (ExitCode.STORE, False)


def test_the_address_can_come_from_the_environment(reports, tmp_path, cli, postgresql, monkeypatch):
    monkeypatch.setenv("REPORT_MINER_DB", postgresql.new_database())
    assert cli("mine", reports, "-o", tmp_path / "moi")[0] == 0
    assert not (tmp_path / "moi" / "report-miner.db").exists()
