"""Archives of the web, written by warcio."""

import gzip
import io
import zipfile
import zlib
from dataclasses import dataclass, field

import brotli
import pytest
from loopback import article, lines
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from report_miner.errors import ExitCode, UsageError

PAGE = article()
HTML = {"Content-Type": "text/html; charset=utf-8"}


class Writer(WARCWriter):
    """A writer that leaves no open files behind."""

    _create_temp_file = staticmethod(io.BytesIO)


@dataclass
class Archive:
    """A WARC in the making."""

    packed: bool = True
    out: io.BytesIO = field(default_factory=io.BytesIO)

    def __post_init__(self):
        self.writer = Writer(self.out, gzip=self.packed)
        self.writer.write_record(self.writer.create_warcinfo_record("a.warc.gz", {"software": "thử"}))

    def add(self, address, body=PAGE, headers=None, *, status="200 OK", day=5, kind="response", **more):
        http = StatusAndHeaders(status, list((HTML if headers is None else headers).items()), protocol="HTTP/1.1")
        record = self.writer.create_warc_record(
            address,
            kind,
            payload=io.BytesIO(body),
            http_headers=http,
            warc_headers_dict={"WARC-Date": f"2024-04-{day:02}T01:02:03Z", **more},
        )
        self.writer.write_record(record)

    def resource(self, address, body, media_type):
        record = self.writer.create_warc_record(
            address, "resource", payload=io.BytesIO(body), warc_content_type=media_type
        )
        self.writer.write_record(record)

    def revisit(self, address, of):
        http = StatusAndHeaders("200 OK", list(HTML.items()), protocol="HTTP/1.1")
        record = self.writer.create_revisit_record(address, "sha1:A", of, "2024-04-05T01:02:03Z", http_headers=http)
        self.writer.write_record(record)

    @property
    def data(self):
        return self.out.getvalue()


@pytest.fixture
def taken(tmp_path, take):
    """Collect from files with these bytes."""

    def run(*contents, **settings):
        for number, content in enumerate(contents):
            (tmp_path / f"{number}.warc.gz").write_bytes(content)
        return take(*(tmp_path / f"{number}.warc.gz" for number in range(len(contents))), **settings)

    return run


def stored(folder):
    return {row["address"]: row for row in lines(folder / "collected.jsonl")}


def body(folder, address):
    return (folder / stored(folder)[address]["file"]).read_bytes()


@pytest.mark.parametrize("packed", [True, False])
def test_pages_of_a_warc_are_stored_with_the_day_of_the_crawl(taken, folder, packed):
    archive = Archive(packed)
    archive.add("https://bao.vn/1", article("Bài 1"))
    archive.add("https://bao.vn/2", article("Bài 2"))
    assert taken(archive.data).tally.new == 2
    row = stored(folder)["https://bao.vn/1"]
    assert (row["fetched"], row["title"], row["publisher"]) == ("2024-04-05T01:02:03+00:00", "Bài 1", "Báo Nghệ An")
    assert row["source"].endswith("0.warc.gz")
    assert body(folder, "https://bao.vn/1") == article("Bài 1")


def test_the_archives_in_a_wacz_are_read(tmp_path, take, folder):
    archive = Archive()
    archive.add("https://bao.vn/1")
    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as package:
        package.writestr("archive/data.warc.gz", archive.data)
        package.writestr("archive/khac.warc.gz", b"hong")
        package.writestr("pages/pages.jsonl", "{}")
    done = take(tmp_path / "a.wacz")
    assert (done.tally.new, done.tally.failed) == (1, 1)
    assert body(folder, "https://bao.vn/1") == PAGE


CHUNKED = b"5;x=1\r\n" + PAGE[:5] + b"\r\n" + f"{len(PAGE) - 5:x}".encode() + b"\r\n" + PAGE[5:] + b"\r\n0\r\n\r\n"


@pytest.mark.parametrize(
    ("sent", "headers"),
    [
        (gzip.compress(PAGE), {"Content-Encoding": "gzip"}),
        (zlib.compress(PAGE), {"Content-Encoding": "deflate"}),
        (brotli.compress(PAGE), {"Content-Encoding": "br"}),
        (CHUNKED, {"Transfer-Encoding": "chunked"}),
        (PAGE, {"Transfer-Encoding": "chunked"}),
        (PAGE, {"Content-Encoding": "gzip"}),
    ],
    ids=["gzip", "deflate", "br", "chunked", "chunked already joined", "gzip already unpacked"],
)
def test_a_page_is_unpacked_whatever_the_crawler_left_of_its_packing(taken, folder, sent, headers):
    archive = Archive()
    archive.add("https://bao.vn/1", sent, HTML | headers)
    assert taken(archive.data).tally.new == 1
    assert body(folder, "https://bao.vn/1") == PAGE


def test_only_documents_that_were_found_are_taken(taken, folder):
    archive = Archive()
    archive.add("https://bao.vn/trang")
    archive.add("https://bao.vn/mat", status="404 Not Found")
    archive.add("https://bao.vn/chuyen", b"", status="301 Moved")
    archive.add("https://bao.vn/anh", b"GIF89a", {"Content-Type": "image/gif"})
    archive.add("https://bao.vn/robots.txt", b"User-agent: *", {"Content-Type": "text/plain"})
    archive.add("https://bao.vn/bc.pdf", b"%PDF-1.7 x", {"Content-Type": "application/pdf"})
    archive.add("https://bao.vn/yeu-cau", kind="request")
    archive.add("dns:bao.vn", b"1.2.3.4", {"Content-Type": "text/html"})
    done = taken(archive.data)
    assert (done.tally.new, done.tally.failed) == (2, 0)
    assert set(stored(folder)) == {"https://bao.vn/trang", "https://bao.vn/bc.pdf"}
    assert stored(folder)["https://bao.vn/bc.pdf"]["file"].endswith(".pdf")


@pytest.mark.parametrize("media_type", ["text/html", "text/html; charset=utf-8", None])
def test_a_page_that_was_kept_without_the_answer_of_its_server_is_taken(taken, folder, media_type):
    archive = Archive(packed=False)
    archive.resource("https://bao.vn/1", PAGE, media_type or "x/none")
    archive.resource("https://bao.vn/anh", b"GIF89a", "image/gif")
    archive.resource("urn:text:https://bao.vn/1", PAGE, "text/html")
    archive.resource("https://bao.vn/bc", b"%PDF-1.7 x", "application/pdf")
    done = taken(archive.data.replace(b"Content-Type: x/none\r\n", b""))
    assert (done.tally.new, done.tally.failed) == (2, 0)
    assert body(folder, "https://bao.vn/1") == PAGE
    assert stored(folder)["https://bao.vn/bc"]["file"].endswith(".pdf")


def test_of_several_captures_the_last_one_holds(taken, folder):
    archive = Archive()
    for day, count in ((6, 31), (8, 32), (7, 30)):
        archive.add("https://bao.vn/1", article(text=f"Xã có {count} hộ nghèo."), day=day)
    done = taken(archive.data)
    assert (done.tally.new, done.tally.changed, done.tally.known) == (1, 1, 1)
    assert "32 hộ".encode() in body(folder, "https://bao.vn/1")


def test_a_revisit_has_the_content_of_the_page_that_it_names_in_any_order(taken, folder):
    archive = Archive()
    archive.revisit("https://bao.vn/ban-in", "https://bao.vn/1")
    archive.add("https://bao.vn/1")
    archive.revisit("https://bao.vn/1", "https://bao.vn/1")
    archive.revisit("https://bao.vn/3", "https://bao.vn/khong-co")
    done = taken(archive.data)
    assert (done.tally.new, done.tally.same, done.tally.known, done.tally.failed) == (1, 1, 1, 1)
    assert stored(folder)["https://bao.vn/ban-in"]["file"] == stored(folder)["https://bao.vn/1"]["file"]


def test_a_second_call_stores_nothing_again(taken, folder):
    archive = Archive()
    archive.add("https://bao.vn/1")
    archive.revisit("https://bao.vn/2", "https://bao.vn/1")
    taken(archive.data)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert taken(archive.data).tally.known == 2
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_refresh_restores_a_page_whose_file_is_gone(taken, folder):
    archive = Archive()
    archive.add("https://bao.vn/1")
    taken(archive.data)
    (folder / stored(folder)["https://bao.vn/1"]["file"]).unlink()
    assert taken(archive.data).tally.known == 1
    assert taken(archive.data, refresh=True).tally.restored == 1
    assert body(folder, "https://bao.vn/1") == PAGE


@pytest.mark.parametrize("packed", [True, False])
def test_of_a_truncated_archive_what_is_whole_is_kept_and_the_rest_is_said(taken, folder, packed):
    archive = Archive(packed)
    archive.add("https://bao.vn/1", article("Bài 1"))
    middle = len(archive.data)
    archive.add("https://bao.vn/2", article("Bài 2"))
    for end in range(middle + 100, len(archive.data) - 20, 97):
        done = taken(archive.data[:end])
        assert "https://bao.vn/1" in stored(folder)
        assert "https://bao.vn/2" not in stored(folder)
        assert done.tally.failed >= 1
        assert done.exit_code is ExitCode.SOME_FAILED


def test_an_archive_that_is_damaged_in_its_middle_is_read_up_to_there(taken, folder):
    archive = Archive()
    archive.add("https://bao.vn/1", article("Bài 1"))
    middle = len(archive.data)
    archive.add("https://bao.vn/2", article("Bài 2"))
    done = taken(archive.data[: middle + 60] + b"\xff" * 40 + archive.data[middle + 100 :])
    assert (done.tally.new, done.tally.failed) == (1, 1)
    assert "hỏng" in lines(folder / "failures.jsonl")[0]["error"]


def test_a_page_that_the_crawler_cut_off_is_a_failure(taken, folder):
    archive = Archive()
    archive.add("https://bao.vn/1", **{"WARC-Truncated": "length"})
    assert taken(archive.data).tally.failed == 1
    assert lines(folder / "failures.jsonl")[0]["doc"] == "https://bao.vn/1"


@pytest.mark.parametrize(
    ("sent", "headers"),
    [
        (b"<p>" + bytes(2_000_000), {}),
        (gzip.compress(bytes(2_000_000)), {"Content-Encoding": "gzip"}),
        (brotli.compress(bytes(2_000_000)), {"Content-Encoding": "br"}),
    ],
    ids=["long", "gzip", "br"],
)
def test_a_page_beyond_the_bounds_is_a_failure_and_the_next_one_is_read(taken, folder, sent, headers):
    archive = Archive()
    archive.add("https://bao.vn/1", sent, HTML | headers)
    archive.add("https://bao.vn/2")
    assert taken(archive.data, largest=1_000_000).tally.new == 1
    assert set(stored(folder)) == {"https://bao.vn/2"}


def test_the_bound_of_number_ends_an_archive_and_the_next_call_goes_on(taken):
    archive = Archive()
    for n in range(4):
        archive.add(f"https://bao.vn/{n}", article(f"Bài {n}"))
    done = taken(archive.data, most=3)
    assert (done.tally.new, done.tally.is_cut) == (3, True)
    done = taken(archive.data, most=3)
    assert (done.tally.new, done.tally.known, done.tally.is_cut) == (1, 3, False)


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\x01\x02\xff", b"khong phai dia chi\n", gzip.compress(b"abc"), b"PK\x03\x04"],
    ids=["empty", "noise", "text", "gzip", "zip"],
)
def test_a_file_that_is_no_source_is_an_error_with_a_remedy(tmp_path, take, content):
    (tmp_path / "a.bin").write_bytes(content)
    with pytest.raises(UsageError, match=r"a\.bin") as caught:
        take(tmp_path / "a.bin")
    assert "http" in caught.value.remedy


def test_a_folder_or_a_missing_file_is_no_source(tmp_path, take):
    for path in (tmp_path, tmp_path / "khong-co.txt"):
        with pytest.raises(UsageError):
            take(path)
