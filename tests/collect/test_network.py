"""Collecting from a real server on loopback."""

import base64
import gzip
import re
import ssl
import subprocess
import time
import unicodedata
import zlib

import brotli
import pytest
from loopback import Reply, Site, article, http_date, lines, served

from report_miner.errors import ExitCode

PAGE = article()


def failures(folder):
    return {row["doc"]: (row["error"], row["remedy"]) for row in lines(folder / "failures.jsonl")}


def stored(folder):
    return {row["address"]: row for row in lines(folder / "collected.jsonl")}


def test_a_page_is_stored_as_it_was_fetched_with_what_it_says_of_itself(site, take, folder):
    site["/tin/nong-thon-moi.html"] = Reply(PAGE, headers={"ETag": '"1"', "Set-Cookie": "a=b"})
    done = take(f"{site.address}/tin/nong-thon-moi.html")
    assert (done.tally.new, done.exit_code) == (1, ExitCode.OK)
    row = stored(folder)[f"{site.address}/tin/nong-thon-moi.html"]
    assert (folder / row["file"]).read_bytes() == PAGE
    assert row["file"].partition("/")[2].startswith("nong-thon-moi-")
    assert (row["title"], row["publisher"], row["published"]) == (
        "Đô Lương xây dựng nông thôn mới",
        "Báo Nghệ An",
        "2024-04-05",
    )
    assert row["headers"] == {"content-type": "text/html; charset=utf-8", "etag": '"1"'}
    register = (folder / "documents.csv").read_text("utf-8-sig").splitlines()
    assert register == [
        "file,published,publisher,title,place",
        f"{row['file']},2024-04-05,Báo Nghệ An,Đô Lương xây dựng nông thôn mới,",
    ]


@pytest.mark.parametrize(
    ("body", "kind", "publisher"),
    [(b"<p>Xong</p>", "text/html", "127.0.0.1"), (b"Xong", "text/plain", "127.0.0.1"), (b"%PDF-1.7", "a/b", None)],
)
def test_the_site_is_the_publisher_of_pages_that_name_none(site, take, folder, body, kind, publisher):
    site["/a"] = Reply(body, kind)
    take(f"{site.address}/a")
    found = stored(folder)[f"{site.address}/a"]["publisher"]
    assert (found and found.partition(":")[0]) == publisher


@pytest.mark.parametrize(
    ("encoding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress), ("br", brotli.compress)]
)
def test_a_packed_page_is_stored_unpacked(site, take, folder, encoding, pack):
    site["/a"] = Reply(pack(PAGE), headers={"Content-Encoding": encoding})
    take(f"{site.address}/a")
    assert encoding in dict(site.asked)["/a"]["accept-encoding"]
    assert (folder / stored(folder)[f"{site.address}/a"]["file"]).read_bytes() == PAGE


@pytest.mark.parametrize("charset", ["utf-8", "windows-1258", "utf-16"])
@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "khong-co"])
def test_a_wrong_charset_hides_no_title(site, take, folder, charset, declared):
    text = "Toàn xã Đô Lương có 30 hộ"
    page = article(text, text=text).decode()
    if charset == "windows-1258":  # which has tones as marks of their own
        page = unicodedata.normalize("NFD", page).replace("o\u0302", "ô").replace("e\u0302", "ê")
        page = page.replace("u\u031b", "ư").replace("o\u031b", "ơ").replace("a\u0302", "â").replace("a\u0306", "ă")
        page = page.replace("o\u0323\u0302", "ô\u0323").replace("e\u0323\u0302", "ê\u0323")
    site["/a"] = Reply(page.encode(charset), f"text/html; charset={declared}")
    take(f"{site.address}/a")
    assert stored(folder)[f"{site.address}/a"]["title"] == text


def test_redirects_are_followed_and_their_target_is_stored_once(site, take, folder):
    site["/moi"] = PAGE
    site["/cu"] = Reply(status=301, headers={"Location": "/giua"})
    site["/giua"] = Reply(status=302, headers={"Location": f"{site.address}/moi#dau"})
    done = take(f"{site.address}/cu", f"{site.address}/moi", f"{site.address}/giua")
    assert (done.tally.new, done.tally.known, done.tally.same) == (1, 1, 1)
    assert site.count["/moi"] == 1
    assert stored(folder)[f"{site.address}/cu"]["final"] == f"{site.address}/moi"
    assert len({row["file"] for row in stored(folder).values()}) == 1


@pytest.mark.parametrize("target", ["/vong", "ftp://bao.vn/x", "", "file:///etc/passwd"])
def test_redirects_that_lead_nowhere_end(site, take, folder, target):
    site["/vong"] = Reply(status=302, headers={"Location": target})
    assert take(f"{site.address}/vong").exit_code is ExitCode.NOTHING_READABLE
    assert "chuyển hướng" in failures(folder)[f"{site.address}/vong"][0]
    assert site.count["/vong"] <= 6


def test_a_redirect_into_the_own_network_is_refused(site, take, folder):
    done = take(f"{site.address}/a", allow_private=False)
    assert (done.tally.failed, site.asked) == (1, [])
    assert "--allow-private" in failures(folder)[f"{site.address}/a"][1]


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(status=404), "404"),
        (Reply(status=403), "403"),
        (Reply(status=418), "418"),
        (Reply(b"", "text/html"), "Trang trống"),
        (Reply(b"\x89PNG\r\n" + bytes(90), "text/html"), "Không phải bài viết"),
        (Reply(b"GIF89a", "image/gif"), "Không phải bài viết"),
        (Reply(b"var a = 1;", "text/javascript"), "Không phải bài viết"),
        (Reply(b"PK\x03\x04" + bytes(90), "application/zip"), "Không phải bài viết"),
        (Reply(b"x" * 2_000_000, "text/plain"), "1 MB"),
        (Reply(gzip.compress(bytes(2_000_000)), headers={"Content-Encoding": "gzip"}), "1 MB"),
        (Reply(PAGE, headers={"Content-Encoding": "gzip"}), "hỏng"),
        (Reply(PAGE, headers={"Content-Encoding": "la"}), "nén"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_article_is_a_failure_with_a_remedy_and_not_asked_again(site, take, folder, reply, said):
    site["/a"] = reply
    take(f"{site.address}/a", largest=1_000_000)
    error, remedy = failures(folder)[f"{site.address}/a"]
    assert said in error
    assert remedy
    assert site.count["/a"] == 1


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_busy_server_is_asked_again(site, take, status):
    site["/a"] = Reply(PAGE, before=(status, status))
    assert take(f"{site.address}/a").tally.new == 1
    assert site.count["/a"] == 3


def test_a_server_that_stays_busy_is_a_failure_that_the_next_call_mends(site, take, folder):
    site["/a"] = Reply(PAGE, before=(503, 503, 503))
    assert take(f"{site.address}/a").tally.failed == 1
    assert "503" in failures(folder)[f"{site.address}/a"][0]
    assert take(f"{site.address}/a").tally.new == 1
    assert failures(folder) == {}


@pytest.mark.parametrize("wait", [lambda: "1", lambda: http_date(2)])
def test_retry_after_is_kept(site, take, wait):
    site["/a"] = Reply(PAGE, before=(429,), headers={"Retry-After": wait()})
    assert take(f"{site.address}/a").tally.new == 1
    assert site.times[-1] - site.times[-2] >= 0.9


def test_a_server_that_wants_to_be_left_alone_for_long_is_left_alone(site, take, folder):
    site["/a"] = Reply(PAGE, before=(503,), headers={"Retry-After": "86400"})
    pages = [f"{site.address}/{name}" for name in "abcdefgh"]
    assert take(*pages).tally.failed == 8
    assert sum(site.count[f"/{name}"] for name in "abcdefgh") == 1
    assert all("1440 phút" in failures(folder)[page][0] for page in pages)
    site["/a"] = PAGE
    assert take(pages[0]).tally.new == 1


def test_a_body_that_is_cut_off_is_asked_for_again_and_not_stored(site, take, folder):
    site["/a"] = Reply(PAGE, cut=100)
    assert take(f"{site.address}/a").tally.failed == 1
    assert site.count["/a"] == 3
    assert stored(folder) == {}


def test_a_slow_answer_ends_at_the_limit_of_time(site, take, monkeypatch, folder):
    monkeypatch.setattr("report_miner.collect.fetch._SILENCE", 0.2)
    site["/a"] = Reply(PAGE, wait=1.0)
    started = time.monotonic()
    assert take(f"{site.address}/a").tally.failed == 1
    assert time.monotonic() - started < 5
    assert "quá chậm" in failures(folder)[f"{site.address}/a"][0]


def test_a_host_that_does_not_answer_is_given_up(take, closed_port, folder):
    done = take(*(f"http://127.0.0.1:{closed_port}/{n}" for n in range(8)))
    assert done.tally.failed == 8
    said = [error for error, _ in failures(folder).values()]
    assert sum("nhiều lần liền" in error for error in said) == 3


def test_a_host_that_fails_keeps_nobody_from_the_others(site, take, closed_port):
    site["/a"] = PAGE
    assert take(f"http://127.0.0.1:{closed_port}/x", f"{site.address}/a").tally.new == 1


def test_robots_rules_are_kept(site, take, folder):
    site["/robots.txt"] = b"User-agent: report-miner\nDisallow: /kin\nUser-agent: *\nDisallow: /\n"
    site["/kin/a"] = site["/mo/a"] = PAGE
    done = take(f"{site.address}/kin/a", f"{site.address}/mo/a")
    assert (done.tally.new, done.tally.failed) == (1, 1)
    assert site.count == {"/mo/a": 1}
    assert "robots.txt" in failures(folder)[f"{site.address}/kin/a"][0]


def test_robots_rules_are_kept_where_a_redirect_leads(site, take, other):
    other["/robots.txt"] = b"User-agent: *\nDisallow: /\n"
    site["/a"] = Reply(status=302, headers={"Location": f"{other.address}/b"})
    assert take(f"{site.address}/a").tally.failed == 1
    assert [path for path, _ in other.asked] == ["/robots.txt"]


@pytest.mark.parametrize(("status", "new"), [(404, 1), (403, 1), (500, 0), (503, 0)])
def test_rules_that_are_missing_allow_and_rules_that_are_out_of_reach_forbid(site, take, status, new):
    site["/robots.txt"] = Reply(status=status)
    site["/a"] = PAGE
    assert take(f"{site.address}/a").tally.new == new


@pytest.mark.parametrize(
    "rules",
    [Reply(status=301, headers={"Location": "/robots.txt"}), Reply(status=301), Reply(b"GIF89a", "image/gif")],
    ids=["loop", "nowhere", "picture"],
)
def test_rules_that_are_none_allow(site, take, rules):
    site["/robots.txt"] = rules
    site["/a"] = PAGE
    assert take(f"{site.address}/a").tally.new == 1


def test_a_crawl_delay_is_kept(site, take):
    site["/robots.txt"] = b"User-agent: *\nCrawl-delay: 0.5\n"
    site["/a"] = site["/b"] = PAGE
    take(f"{site.address}/a", f"{site.address}/b")
    assert site.times[-1] - site.times[-2] >= 0.45


def test_a_crawl_delay_beyond_all_patience_is_a_refusal(site, take, folder):
    site["/robots.txt"] = b"User-agent: *\nCrawl-delay: 1000000000\n"
    site["/a"] = site["/b"] = PAGE
    assert take(f"{site.address}/a", f"{site.address}/b").tally.failed == 2
    assert "robots.txt" in failures(folder)[f"{site.address}/a"][0]


def test_one_host_is_asked_at_its_pace_while_others_are_asked(site, take, other):
    for each in (site, other):
        for n in range(3):
            each[f"/{n}"] = article(f"Bài {n}")
    started = time.monotonic()
    take(*(f"{each.address}/{n}" for n in range(3) for each in (site, other)), delay=0.3)
    assert all(after - before >= 0.28 for before, after in zip(site.times, site.times[1:], strict=False))
    assert time.monotonic() - started < 2 * 4 * 0.3


def test_a_second_call_asks_for_nothing_that_is_there(site, take, folder):
    site["/a"] = PAGE
    site["/b"] = Reply(status=404)
    take(f"{site.address}/a", f"{site.address}/b")
    before = (folder / "collected.jsonl").read_bytes()
    done = take(f"{site.address}/a", f"{site.address}/b")
    assert (done.tally.known, done.tally.failed) == (1, 1)
    assert site.count == {"/a": 1, "/b": 1}
    assert (folder / "collected.jsonl").read_bytes() == before


def test_a_refresh_keeps_what_has_not_changed(site, take, folder):
    site["/a"] = Reply(PAGE, headers={"ETag": '"1"', "Last-Modified": "Fri, 05 Apr 2024 01:00:00 GMT"})
    take(f"{site.address}/a")
    before = (folder / "collected.jsonl").read_bytes()
    assert take(f"{site.address}/a", refresh=True).tally.known == 1
    assert site.asked[-1][1]["if-modified-since"] == "Fri, 05 Apr 2024 01:00:00 GMT"
    assert (folder / "collected.jsonl").read_bytes() == before


def test_a_refresh_stores_what_has_changed_and_keeps_what_it_was(site, take, folder):
    site["/a"] = Reply(PAGE, headers={"ETag": '"1"'})
    take(f"{site.address}/a")
    changed = article(text="Đến nay, huyện Đô Lương có 31 xã đạt chuẩn nông thôn mới.")
    site["/a"] = Reply(changed, headers={"ETag": '"2"'})
    assert take(f"{site.address}/a", refresh=True).tally.changed == 1
    file = folder / stored(folder)[f"{site.address}/a"]["file"]
    assert file.read_bytes() == changed
    assert [path.read_bytes() for path in (folder / ".earlier").rglob("*.html")] == [PAGE]
    assert len((folder / "documents.csv").read_text("utf-8-sig").splitlines()) == 2
    assert take(f"{site.address}/a", refresh=True).tally.known == 1


@pytest.mark.parametrize("edited", [None, b"<p>da sua</p>"], ids=["deleted", "edited"])
def test_a_refresh_restores_a_page_whose_file_is_not_what_was_stored(site, take, folder, edited):
    site["/a"] = Reply(PAGE, headers={"ETag": '"1"'})
    take(f"{site.address}/a")
    file = folder / stored(folder)[f"{site.address}/a"]["file"]
    file.write_bytes(edited) if edited else file.unlink()
    assert take(f"{site.address}/a").tally.known == 1
    done = take(f"{site.address}/a", refresh=True)
    assert (done.tally.restored, done.tally.done) == (1, 1)
    assert file.read_bytes() == PAGE
    assert [path.read_bytes() for path in (folder / ".earlier").rglob("*.html")] == ([edited] if edited else [])
    assert take(f"{site.address}/a", refresh=True).tally.known == 1


def test_the_same_content_at_two_addresses_of_a_site_is_one_file(site, take, folder):
    site["/a"] = site["/b"] = PAGE
    done = take(f"{site.address}/a", f"{site.address}/b")
    assert (done.tally.new, done.tally.same) == (1, 1)
    assert len(list(folder.glob("*/*.html"))) == 1
    assert set(stored(folder)) == {f"{site.address}/a", f"{site.address}/b"}


def rss(*addresses):
    items = "".join(
        f"<item><title>Tin {n}</title><link>{address}</link><pubDate>Sat, 06 Apr 2024 08:00:00 +0700</pubDate></item>"
        for n, address in enumerate(addresses)
    )
    return Reply(f"<rss><channel><title>Báo Hà Tĩnh</title>{items}</channel></rss>".encode(), "application/rss+xml")


def test_a_feed_leads_to_its_pages_and_says_what_they_leave_open(site, take, folder):
    site["/rss"] = rss(f"{site.address}/1?utm_source=rss", f"{site.address}/2")
    site["/1"] = PAGE
    site["/2"] = Reply("Xã có 30 hộ nghèo.".encode(), "text/plain")
    assert take(f"{site.address}/rss").tally.new == 2
    first, second = stored(folder)[f"{site.address}/1"], stored(folder)[f"{site.address}/2"]
    assert (first["publisher"], first["published"]) == ("Báo Nghệ An", "2024-04-05")
    assert (second["publisher"], second["published"], second["title"]) == ("Báo Hà Tĩnh", "2024-04-06", "Tin 1")
    assert second["source"] == f"{site.address}/rss"
    assert take(f"{site.address}/rss").tally.known == 2
    assert site.count == {"/rss": 2, "/1": 1, "/2": 1}


def test_an_index_of_packed_sitemaps_leads_to_pages_that_match(site, take):
    site["/chi-muc.xml"] = Reply(
        f"<sitemapindex><sitemap><loc>{site.address}/s1.xml.gz</loc></sitemap></sitemapindex>".encode(), "text/xml"
    )
    urls = "".join(f"<url><loc>{site.address}/{name}</loc></url>" for name in ("tin/1", "tin/2", "anh/1"))
    site["/s1.xml.gz"] = Reply(gzip.compress(f"<urlset>{urls}</urlset>".encode()), "application/x-gzip")
    site["/tin/1"], site["/tin/2"] = article("Bài 1"), article("Bài 2")
    assert take(f"{site.address}/chi-muc.xml", match=re.compile("/tin/")).tally.new == 2
    assert set(site.count) == {"/chi-muc.xml", "/s1.xml.gz", "/tin/1", "/tin/2"}


def test_sitemaps_that_name_one_another_without_end_are_left(site, take, folder):
    for n in range(9):
        site[f"/{n}"] = Reply(
            f"<sitemapindex><sitemap><loc>{site.address}/{n + 1}</loc></sitemap></sitemapindex>".encode(), "text/xml"
        )
    assert take(f"{site.address}/0").tally.failed == 1
    assert len(site.count) == 4
    assert "lồng" in failures(folder)[f"{site.address}/3"][0]


def test_no_more_sitemaps_are_opened_than_are_needed(site, take):
    names = "".join(f"<sitemap><loc>{site.address}/s{n}</loc></sitemap>" for n in range(5))
    site["/chi-muc"] = Reply(f"<sitemapindex>{names}</sitemapindex>".encode(), "text/xml")
    for n in range(5):
        site[f"/s{n}"] = Reply(f"<urlset><url><loc>{site.address}/{n}</loc></url></urlset>".encode(), "text/xml")
        site[f"/{n}"] = article(f"Bài {n}")
    done = take(f"{site.address}/chi-muc", most=2)
    assert (done.tally.new, done.tally.is_cut) == (2, True)
    assert set(site.count) == {"/chi-muc", "/s0", "/0", "/s1", "/1"}


@pytest.mark.parametrize("body", [b"<rss></rss>", b"<urlset><url></url></urlset>", b"<rss"])
def test_a_list_that_names_nothing_is_a_failure(site, take, body):
    site["/rss"] = Reply(body, "text/xml")
    assert take(f"{site.address}/rss").tally.failed == 1


def test_a_search_is_followed_from_page_to_page_until_nothing_is_new(site, take, other):
    def results(*numbers):
        found = "".join(f'<a href="/bai/{n}">Bài số {n} nói về nông thôn mới</a>' for n in numbers)
        away = f'<a href="{other.address}/x">Mua hàng giảm giá rất nhiều</a>'
        return f"<html><body><a href='/'>Trang chủ</a>{found}{away}</body></html>".encode()

    asked = "/tim?q=n%C3%B4ng%20th%C3%B4n%20m%E1%BB%9Bi&trang="
    site[f"{asked}1"], site[f"{asked}2"], site[f"{asked}3"] = results(1, 2), results(2, 3), results(1, 3)
    for n in (1, 2, 3):
        site[f"/bai/{n}"] = article(f"Bài {n}")
    template = f"{site.address}/tim?q={{query}}&trang={{page}}"
    assert take(template, queries=("nông thôn mới",)).tally.new == 3
    assert set(site.count) == {f"{asked}{n}" for n in (1, 2, 3)} | {f"/bai/{n}" for n in (1, 2, 3)}
    assert other.asked == []
    assert take(template, queries=("nông thôn mới",), search_pages=1).tally.known == 2


def test_the_bound_of_time_ends_the_collection_and_the_next_call_goes_on(site, take):
    for n in range(4):
        site[f"/{n}"] = article(f"Bài {n}")
    addresses = [f"{site.address}/{n}" for n in range(4)]
    done = take(*addresses, delay=0.4, minutes=1 / 60)
    assert done.tally.is_cut
    assert 1 <= done.tally.new < 4
    assert take(*addresses).tally.new == 4 - done.tally.new
    assert set(site.count.values()) == {1}


def test_user_and_password_are_sent_to_their_site_alone_and_stored_nowhere(site, take, other, folder):
    site["/a"] = PAGE
    site["/b"] = Reply(status=302, headers={"Location": f"{other.address}/c"})
    site["/loi"] = Reply(status=404)
    other["/c"] = article("Bài khác")
    with_user = site.address.replace("//", "//nguoi:mat-khau@")
    take(f"{with_user}/a", f"{with_user}/b", f"{with_user}/loi", f"{site.address}/rss?api_key=bi-mat")
    assert all("authorization" in headers for _, headers in site.asked)
    assert not any("authorization" in headers for _, headers in other.asked)
    secrets = (b"mat-khau", b"bi-mat", base64.b64encode(b"nguoi:mat-khau"))
    for path in filter(lambda each: each.is_file(), folder.rglob("*")):
        assert not any(secret in path.read_bytes() or secret.decode() in str(path) for secret in secrets)


def test_no_cookie_is_kept_and_the_program_says_who_it_is(site, take):
    site["/a"] = Reply(PAGE, headers={"Set-Cookie": "theo-doi=1"})
    site["/b"] = article("Bài hai")
    take(f"{site.address}/a", f"{site.address}/b", contact="vanphong@tinh.gov.vn")
    assert not any("cookie" in headers for _, headers in site.asked)
    assert re.fullmatch(r"report-miner/\S+ \(\+vanphong@tinh\.gov\.vn\)", site.asked[-1][1]["user-agent"])


def test_a_certificate_that_nobody_vouches_for_is_refused(take, tmp_path, folder):
    made = subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=127.0.0.1"),
            *("-addext", "subjectAltName=IP:127.0.0.1", "-keyout", tmp_path / "key", "-out", tmp_path / "cert"),
        ],
        capture_output=True,
        check=False,
    )
    if made.returncode:
        pytest.skip("openssl makes no certificate here")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert", tmp_path / "key")
    with served(Site({"/a": Reply(PAGE)}), context) as secured:
        assert take(secured.address.replace("http:", "https:") + "/a").tally.failed == 1
    assert [error for error, _ in failures(folder).values()] == ["Chứng thư bảo mật của máy chủ không hợp lệ."]
    assert secured.asked == []
