"""The folder after the program was ended at any moment."""

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from loopback import lines

from report_miner.collect.pages import Page
from report_miner.collect.shelf import Outcome, Shelf
from report_miner.errors import FetchError, StoreError, UsageError
from report_miner.read.register import load_register

NOW = datetime(2024, 4, 5, 8, tzinfo=UTC)


def page(name="a", body=b"mot", later=0):
    address = f"https://bao.vn/{name}"
    return Page(
        address=address,
        final=address,
        body=body,
        suffix=".html",
        media_type="text/html",
        fetched=NOW + timedelta(days=later),
        source=address,
        headers={"etag": '"1"'},
        title=f"Bài {name}",
        publisher="Báo Nghệ An",
        published=date(2024, 4, 5),
    )


def put(folder, *pages):
    with Shelf(folder) as shelf:
        return [shelf.put(each) for each in pages]


def bodies(folder):
    return sorted(path.read_bytes() for path in folder.glob("bao.vn/*"))


def register(folder):
    return (folder / "documents.csv").read_text("utf-8-sig").splitlines()


def is_whole(folder, *, pages):
    """Whether ledger, files and register agree, and nothing is on its way."""
    ledger = {row["file"]: row["sha256"] for row in lines(folder / "collected.jsonl")}
    files = {str(path.relative_to(folder)): path.read_bytes() for path in folder.glob("bao.vn/*")}
    rows = {row.partition(",")[0] for row in register(folder)[1:]}
    return (
        ledger == {name: hashlib.sha256(body).hexdigest() for name, body in files.items()}
        and rows == set(files)
        and len(files) == pages
        and not list((folder / ".parts").iterdir())
    )


def test_a_page_is_new_once_then_known_or_changed(folder):
    same, earlier, changed = page(later=1), page(body=b"khong", later=-1), page(body=b"hai", later=2)
    assert put(folder, page(), page(), same, earlier, changed) == [
        Outcome.NEW,
        Outcome.KNOWN,
        Outcome.KNOWN,
        Outcome.KNOWN,
        Outcome.CHANGED,
    ]
    assert bodies(folder) == [b"hai"]
    assert [path.read_bytes() for path in (folder / ".earlier").rglob("*.html")] == [b"mot"]


def test_what_is_stored_is_found_again_by_address_and_condition(folder):
    put(folder, page())
    with Shelf(folder) as shelf:
        assert shelf.find("https://bao.vn/a").conditions == {"If-None-Match": '"1"'}
        assert shelf.find("https://bao.vn/b") is None


def test_a_part_that_the_ledger_knows_takes_its_name(folder):
    put(folder, page("a"), page("b", b"hai"))
    file = next(folder.glob("bao.vn/b-*"))
    file.rename(folder / ".parts" / hashlib.sha256(b"hai").hexdigest())
    put(folder)
    assert is_whole(folder, pages=2)


def test_a_part_of_a_changed_page_takes_its_name_and_the_earlier_one_is_kept(folder):
    put(folder, page(body=b"mot"), page(body=b"hai", later=1))
    file = next(folder.glob("bao.vn/a-*"))
    file.rename(folder / ".parts" / hashlib.sha256(b"hai").hexdigest())
    next((folder / ".earlier").rglob("*.html")).rename(file)
    put(folder)
    assert bodies(folder) == [b"hai"]
    assert [path.read_bytes() for path in (folder / ".earlier").rglob("*.html")] == [b"mot"]


def test_a_part_takes_the_name_that_misses_it_where_two_sites_have_one_content(folder):
    address = "https://khac.vn/a"
    put(folder, page("a"), replace(page("a"), address=address, final=address))
    file = next(folder.glob("khac.vn/*"))
    file.rename(folder / ".parts" / hashlib.sha256(b"mot").hexdigest())
    put(folder)
    assert file.read_bytes() == b"mot"
    assert not (folder / ".earlier").exists()


def test_a_part_that_the_ledger_does_not_know_is_dropped(folder):
    put(folder, page())
    (folder / ".parts" / hashlib.sha256(b"nua").hexdigest()).write_bytes(b"nu")
    put(folder)
    assert is_whole(folder, pages=1)


def test_a_ledger_that_was_torn_anywhere_loses_and_repeats_nothing(folder):
    put(folder, page("a"), page("b", b"hai"))
    states = {path: path.read_bytes() for path in (folder / "collected.jsonl", folder / "documents.csv")}
    ledger, register_file, file = (
        folder / "collected.jsonl",
        folder / "documents.csv",
        next(folder.glob("bao.vn/b-*")),
    )
    last = states[ledger].rstrip(b"\n").rfind(b"\n") + 1
    row = states[register_file].rstrip(b"\n").rfind(b"\n") + 1
    for end in range(last, len(states[ledger]), 7):
        ledger.write_bytes(states[ledger][:end])
        register_file.write_bytes(states[register_file][:row])
        file.rename(folder / ".parts" / hashlib.sha256(b"hai").hexdigest())
        assert put(folder, page("b", b"hai")) == [Outcome.NEW]
        assert is_whole(folder, pages=2), end - last


@pytest.mark.parametrize("name", ["failures.jsonl", "documents.csv"])
def test_a_line_that_was_torn_at_any_byte_is_mended(folder, name):
    with Shelf(folder) as shelf:
        shelf.put(page("a"))
        shelf.put(page("b", b"hai"))
        shelf.fail("https://bao.vn/c", FetchError("mất", remedy="tìm", final=True))
    path = folder / name
    whole = path.read_bytes()
    last = whole.rstrip(b"\n").rfind(b"\n") + 1
    for end in range(last, len(whole)):
        path.write_bytes(whole[:end])
        put(folder, page("b", b"hai"))
        assert is_whole(folder, pages=2), whole[last:end]
        assert len(register(folder)) == 3


def test_rows_that_people_wrote_into_the_register_stay(folder):
    put(folder, page("a"))
    path = folder / "documents.csv"
    own = 'tep-rieng.docx,01/02/2023,UBND huyện,"Báo cáo, bản 2",huyện Đô Lương'
    path.write_text(path.read_text("utf-8-sig").replace("Bài a,", "Bài a,tỉnh Nghệ An") + own, "utf-8")
    put(folder, page("b", b"hai"), page("a", b"ba", later=1))
    rows = register(folder)
    assert own in rows
    assert rows[1].endswith("Bài a,tỉnh Nghệ An")
    assert len(rows) == 4


def test_a_page_that_changed_has_one_row_with_what_it_says_now(folder):
    put(folder, page("a"), page("b", b"hai"))
    path = folder / "documents.csv"
    noted = path.read_text("utf-8-sig").replace("place", "place;ghi chú").replace(",", ";")
    path.write_text(noted.replace("Bài a;", "Bài a;tỉnh Nghệ An;đã đọc") + "x.txt\nx.txt\n", "utf-8")
    put(folder, replace(page("a", b"ba", later=1), title="Bài mới", published=None))
    assert [row.partition(";")[2] for row in register(folder)[1:]] == [
        ";Báo Nghệ An;Bài mới;tỉnh Nghệ An;đã đọc",
        "2024-04-05;Báo Nghệ An;Bài b;;",
        ";;;;",
        ";;;;",
    ]
    assert load_register(path).entry("x.txt")


def test_a_row_that_a_kill_left_twice_is_there_once_after_the_next_call(folder):
    put(folder, page("a"))
    path = folder / "documents.csv"
    path.write_text(path.read_text("utf-8-sig") + register(folder)[1].replace("Bài a", "Bài mới") + "\n", "utf-8")
    put(folder)
    assert [row.split(",")[3] for row in register(folder)[1:]] == ["Bài mới"]


def test_a_register_that_a_spreadsheet_wrote_is_added_to_in_its_own_form(folder):
    folder.mkdir()
    (folder / "documents.csv").write_bytes("place;file;title\r\nxã A;x.txt;Một; hai\r\n".encode())
    put(folder, page("a"))
    assert register(folder)[-1].startswith(";bao.vn/a-")
    assert register(folder)[-1].endswith(".html;Bài a")


@pytest.mark.parametrize("content", ["tên,ngày\n".encode(), "file;title\n".encode("utf-16")])
def test_a_register_that_cannot_be_added_to_is_an_error_with_a_remedy(folder, content):
    folder.mkdir()
    (folder / "documents.csv").write_bytes(content)
    with pytest.raises(StoreError, match=r"documents\.csv") as caught:
        put(folder, page())
    assert "CSV UTF-8" in caught.value.remedy
    assert (folder / "documents.csv").read_bytes() == content


def test_a_title_is_no_formula_in_the_register(folder):
    put(folder, replace(page(), title="=HYPERLINK(1)"))
    assert register(folder)[1].split(",")[3] == "'=HYPERLINK(1)"


@pytest.mark.parametrize(
    "line",
    [
        "không phải JSON",
        "[]",
        '{"address": "https://bao.vn/a"}',
        '{"address": "a", "final": "a", "file": "../../etc/passwd", "sha256": "0", "fetched": "2024-04-05T00:00:00"}',
        '{"address": "a", "final": "a", "file": "/etc/passwd", "sha256": "0", "fetched": "2024-04-05T00:00:00"}',
    ],
)
def test_a_broken_ledger_is_an_error_with_a_remedy(folder, line):
    put(folder, page())
    with (folder / "collected.jsonl").open("a", encoding="utf-8") as ledger:
        ledger.write(line + "\n")
    with pytest.raises(StoreError, match=r"collected\.jsonl") as caught:
        put(folder)
    assert "Xóa dòng" in caught.value.remedy


def test_two_programs_do_not_collect_into_one_folder(folder):
    with Shelf(folder), pytest.raises(StoreError, match="đang thu thập"):
        put(folder, page())


def test_the_results_of_a_run_are_no_place_for_pages(folder):
    folder.mkdir()
    (folder / "report-miner.db").touch()
    with pytest.raises(UsageError, match="kết quả"):
        put(folder, page())


def test_a_failure_is_forgotten_when_its_page_comes(folder):
    with Shelf(folder) as shelf:
        shelf.fail("https://bao.vn/a", FetchError("chậm", remedy="chờ"))
        shelf.fail("https://bao.vn/b", FetchError("mất", remedy="tìm", final=True))
    with Shelf(folder) as shelf:
        assert shelf.refused("https://bao.vn/a") is None
        assert shelf.refused("https://bao.vn/b").remedy == "tìm"
        shelf.put(page("a"))
    assert [row["doc"] for row in lines(folder / "failures.jsonl")] == ["https://bao.vn/b"]
