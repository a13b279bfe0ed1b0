import re
from datetime import date

import pytest

from report_miner.collect.lists import Kind, day_of, found_pages, kind_of, links

RSS = """<?xml version="1.0" encoding="utf-8"?>
<!-- bản tin -->
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Báo Hà Tĩnh</title>
<link>https://bao.vn/</link>
<item><title>Xây dựng <b>nông thôn mới</b></title><link> https://bao.vn/bai-1.html </link>
<pubDate>Fri, 05 Apr 2024 18:30:00 GMT</pubDate></item>
<item><title>Không có liên kết</title><guid isPermaLink="false">tag:1</guid></item>
<item><guid>https://bao.vn/bai-2.html</guid><dc:date>2024-04-06T07:00:00+07:00</dc:date></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Cổng tỉnh</title>
<entry><title>Bài 1</title><link rel="self" href="https://bao.vn/x"/><link href="/bai-1.html"/>
<published>2024-04-05T08:00:00Z</published><updated>2024-04-09T08:00:00Z</updated></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel><title>Bản tin</title></channel>
<item><title>Bài 1</title><link>https://bao.vn/bai-1.html</link></item></rdf:RDF>"""
SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://bao.vn/bai-1.html</loc><news:news><news:publication><news:name>Báo Nam Định</news:name>
</news:publication><news:publication_date>2024-04-05</news:publication_date><news:title>Bài một</news:title>
</news:news></url><url><loc>https://bao.vn/bai-2.html?a=1&amp;b=2</loc></url><url><loc>ftp://bao.vn/x</loc></url></urlset>"""
INDEX = "<sitemapindex><sitemap><loc>https://bao.vn/sitemap-1.xml.gz</loc></sitemap></sitemapindex>"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (RSS, Kind.FEED),
        (ATOM, Kind.FEED),
        (RDF, Kind.FEED),
        (SITEMAP, Kind.SITEMAP),
        (INDEX, Kind.INDEX),
        ("<html><body><rss>không phải</rss></body></html>", None),
        ("<p>Một bài viết</p>", None),
        ("https://bao.vn/", None),
    ],
)
def test_a_list_is_known_by_its_root(body, kind):
    assert kind_of(body.encode()) is kind
    assert kind_of(b"\xef\xbb\xbf  \n" + body.encode()) is kind


def found(body, kind):
    return [
        (link.address, link.hint and (link.hint.title, link.hint.publisher, link.hint.published))
        for link in links(body.encode(), kind, "https://bao.vn/rss")
    ]


def test_a_feed_names_pages_with_title_publisher_and_the_day_in_viet_nam():
    assert found(RSS, Kind.FEED) == [
        ("https://bao.vn/bai-1.html", ("Xây dựng nông thôn mới", "Báo Hà Tĩnh", date(2024, 4, 6))),
        ("https://bao.vn/bai-2.html", (None, "Báo Hà Tĩnh", date(2024, 4, 6))),
    ]
    assert found(ATOM, Kind.FEED) == [("https://bao.vn/bai-1.html", ("Bài 1", "Cổng tỉnh", date(2024, 4, 5)))]
    assert found(RDF, Kind.FEED) == [("https://bao.vn/bai-1.html", ("Bài 1", "Bản tin", None))]


def test_a_sitemap_names_pages_and_what_news_say_of_themselves():
    assert found(SITEMAP, Kind.SITEMAP) == [
        ("https://bao.vn/bai-1.html", ("Bài một", "Báo Nam Định", date(2024, 4, 5))),
        ("https://bao.vn/bai-2.html?a=1&b=2", None),
    ]
    assert found(INDEX, Kind.INDEX) == [("https://bao.vn/sitemap-1.xml.gz", None)]


@pytest.mark.parametrize(
    "body",
    [
        "<rss><channel><item><link>https://bao.vn/1</link></item><item><link>https://bao.vn/2</link>",
        "<rss><channel><item><title>A & B</title><link>https://bao.vn/1</link></item></channel></rss>",
    ],
)
def test_a_feed_that_is_not_well_formed_is_read_as_far_as_it_goes(body):
    assert found(body, Kind.FEED)[0][0] == "https://bao.vn/1"


def test_entities_of_a_feed_are_not_opened(tmp_path):
    (tmp_path / "secret").write_text("mật", "utf-8")
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    body = f"""<!DOCTYPE rss [<!ENTITY e0 "x"><!ENTITY file SYSTEM "file://{tmp_path}/secret">{bomb}]>
<rss><channel><item><title>&file;&e11;</title><link>https://bao.vn/1</link></item></channel></rss>"""
    assert all("mật" not in str(each) and len(str(each)) < 500 for each in found(body, Kind.FEED))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Fri, 05 Apr 2024 08:00:00 +0700", date(2024, 4, 5)),
        ("2024-04-05T20:00:00Z", date(2024, 4, 6)),
        ("2024-04-05", date(2024, 4, 5)),
        ("05/04/2024", None),
        ("9999-12-31T23:59:59Z", None),
        ("", None),
        (None, None),
    ],
)
def test_the_day_of_a_time(text, day):
    assert day_of(text) == day


RESULTS = """<html><head><base href="https://bao.vn/tim/"></head><body><nav><a href="/">Trang chủ</a></nav>
<a href="../bai-1.html">Đô Lương về đích nông thôn mới</a> <a href="/bai-1.html">xem tiếp</a>
<a href="https://www.bao.vn/bai-2.html" title="Con Cuông giảm nghèo bền vững">ảnh</a>
<a href="https://quang-cao.vn/mua">Mua hàng giảm giá rất nhiều</a>
<a href="/bai-3.html">Ngắn</a><a>Một liên kết không có địa chỉ nào</a></body></html>""".encode()


def test_results_of_a_search_are_links_with_a_headline_to_the_same_site():
    expected = ["https://bao.vn/bai-1.html", "https://www.bao.vn/bai-2.html"]
    assert found_pages(RESULTS, "https://bao.vn/tim?q=x", None) == expected


def test_results_of_a_search_can_be_told_by_a_pattern():

    expected = ["https://bao.vn/bai-1.html", "https://bao.vn/bai-3.html"]
    assert found_pages(RESULTS, "https://bao.vn/tim?q=x", re.compile(r"/bai-[13]")) == expected


def test_a_page_of_results_that_is_no_html_leads_nowhere():
    assert found_pages(b"", "https://bao.vn/", None) == []
    assert found_pages(b"\x00\x01", "https://bao.vn/", None) == []
