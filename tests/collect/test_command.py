"""`report-miner collect`, and mining what it collected."""

import builtins
import csv
import subprocess
import sys

import pytest
from loopback import Reply, article, lines

from report_miner.errors import ExitCode


@pytest.fixture
def collected(cli):
    """Call the command without delay and with machines of the own network."""

    def run(*arguments):
        return cli("collect", *arguments, "-o", "tin", "--delay", "0", "--allow-private")

    return run


def test_the_line_of_a_list_that_is_no_address_is_named(collected, tmp_path):
    (tmp_path / "bai.txt").write_text("# bài\nhttps://bao.example/1\nbao.example/2\n", "utf-8")
    code, _, err = collected("bai.txt")
    assert (code, "bai.txt: dòng 3 «bao.example/2»" in err) == (ExitCode.USAGE, True)


def test_what_was_collected_is_mined_with_its_publisher_and_date(site, collected, cli, tmp_path):
    site["/rss"] = Reply(
        f"<rss><channel><title>Báo Hà Tĩnh</title><item><link>{site.address}/1</link>"
        "<pubDate>Tue, 11 Apr 2023 08:00:00 +0700</pubDate></item></channel></rss>".encode(),
        "application/rss+xml",
    )
    site["/1"] = Reply("Huyện Cẩm Xuyên hiện có 1.250 hộ nghèo.".encode(), "text/plain")
    site["/2"] = article(text="Huyện Đô Lương hiện có 30 xã đạt chuẩn nông thôn mới.")
    code, out, _ = collected(f"{site.address}/rss", f"{site.address}/2")
    assert code == ExitCode.OK
    assert "2 mới" in out
    assert "report-miner run tin" in out
    assert cli("run", "tin", "-o", "ket-qua")[0] == ExitCode.OK
    figures = {row["text"]: row for row in lines(tmp_path / "ket-qua" / "figures.jsonl")}
    assert {text: row["period"] for text, row in figures.items()} == {"1.250": "2023", "30": "2024"}
    assert all(row["doc"].startswith("tin/127.0.0.1-") for row in figures.values())
    with (tmp_path / "tin" / "documents.csv").open(encoding="utf-8-sig", newline="") as register:
        assert {row["publisher"] for row in csv.DictReader(register)} == {"Báo Hà Tĩnh", "Báo Nghệ An"}


def test_a_table_as_text_is_collected_as_a_text_is(site, collected, cli, tmp_path):
    site["/1"] = Reply("Xã;Số hộ nghèo năm 2023\nXã Cẩm Bình;12\nXã Cẩm Vịnh;15\n".encode(), "text/plain")
    assert collected(f"{site.address}/1")[0] == ExitCode.OK
    assert cli("run", "tin", "-o", "ket-qua")[0] == ExitCode.OK
    figures = lines(tmp_path / "ket-qua" / "figures.jsonl")
    assert [(row["text"], row["period"]) for row in figures] == [("12", "2023"), ("15", "2023")]


def test_the_lists_of_the_program_are_no_documents(site, collected, cli, tmp_path):
    site["/1"] = article()
    collected(f"{site.address}/1", f"{site.address}/mat")
    cli("run", "tin", "-o", "ket-qua")
    assert {row["doc"] for row in lines(tmp_path / "ket-qua" / "figures.jsonl")} == {
        f"tin/{lines(tmp_path / 'tin' / 'collected.jsonl')[0]['file']}"
    }
    assert lines(tmp_path / "ket-qua" / "failures.jsonl") == []


def test_failures_are_shown_with_their_remedy_and_have_their_exit_code(site, collected):
    site["/1"] = article()
    code, out, _ = collected(f"{site.address}/1", f"{site.address}/mat")
    assert code == ExitCode.SOME_FAILED
    assert "1 mới, 1 gặp lỗi" in out
    assert "404" in out
    code, out, _ = collected(f"{site.address}/mat")
    assert code == ExitCode.NOTHING_READABLE
    assert "404" in out


def test_failures_of_an_earlier_call_are_not_shown_as_those_of_this_one(site, collected):
    site["/1"] = article()
    collected(f"{site.address}/mat")
    code, out, _ = collected(f"{site.address}/1")
    assert code == ExitCode.OK
    assert "404" not in out


def test_of_many_failures_the_first_are_shown_and_the_others_counted(site, collected, tmp_path):
    _, out, _ = collected(*(f"{site.address}/{n}" for n in range(25)))
    assert out.count("404).") == 20
    assert "… và 5 tài liệu nữa" in out
    assert len(lines(tmp_path / "tin" / "failures.jsonl")) == 25


def test_nothing_of_a_stranger_commands_the_terminal(site, collected):
    site["/1"] = Reply(b"x", "image/\x1b[31m")
    _, out, _ = collected(f"{site.address}/1")
    assert "\x1b" not in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["https://", "-o", "tin"], "không phải là một địa chỉ"),
        (["https://nguoi:bi-mat@", "-o", "tin"], "không phải là một địa chỉ"),
        (["khong-co.txt", "-o", "tin"], "khong-co.txt"),
        (["https://bao.vn/tim?q={query}", "-o", "tin"], "--query"),
        (["https://bao.vn/", "-o", "tin", "--match", "("], "--match"),
        (["https://bao.vn/", "-o", "tin", "--contact", "a\nb"], "--contact"),
        (["https://bao.vn/"], "-o"),
        (["https://bao.vn/", "-o", "tin", "--limit", "0"], "--limit"),
    ],
)
def test_a_call_that_is_off_is_explained(cli, tmp_path, arguments, said):
    code, out, err = cli("collect", *arguments)
    assert (code, out) == (ExitCode.USAGE, "")
    assert said in err.replace("\n", " ")
    assert "bi-mat" not in err
    assert not (tmp_path / "tin").exists()


def test_a_machine_without_the_packages_says_how_to_install_them(cli, monkeypatch):
    original = builtins.__import__

    def missing(name, *arguments, **more):
        if name.startswith("httpcore2"):
            raise ModuleNotFoundError(name)
        return original(name, *arguments, **more)

    for module in [name for name in sys.modules if name.startswith("report_miner.collect")]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setattr(builtins, "__import__", missing)
    code, _, err = cli("collect", "https://bao.vn/", "-o", "tin")
    assert code == ExitCode.USAGE
    assert "pip install 'report-miner[news]'" in err


def test_help_loads_nothing_that_is_heavy():
    script = (
        "import sys; import report_miner.cli; "
        "print([name for name in ('httpcore2', 'lxml', 'trafilatura', 'pandas') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
