import pytest

from report_miner.collect.addresses import authorization, clean, file_name, shown


@pytest.mark.parametrize(
    ("text", "base", "expected"),
    [
        ("HTTPS://Bao.VN:443/Tin?a=1#dau", "", "https://bao.vn/Tin?a=1"),
        ("http://bao.vn", "", "http://bao.vn/"),
        ("bai-1.html", "https://bao.vn/tin/", "https://bao.vn/tin/bai-1.html"),
        ("//anh.bao.vn/x", "https://bao.vn/", "https://anh.bao.vn/x"),
        ("https://bao.vn/tin?utm_source=rss&id=7&fbclid=x", "", "https://bao.vn/tin?id=7"),
        ("https://báo.vn/nông thôn", "", "https://xn--bo-mia.vn/n%C3%B4ng%20th%C3%B4n"),
        ("https://nguoi:mat-khau@bao.vn/tin", "", "https://bao.vn/tin"),
        ("http://[::1]:8000/x", "", "http://[::1]:8000/x"),
        ("", "https://bao.vn/", None),
        ("mailto:toasoan@bao.vn", "https://bao.vn/", None),
        ("javascript:void(0)", "https://bao.vn/", None),
        ("file:///etc/passwd", "", None),
        ("http://bao.vn:cổng/", "", None),
        ("http://a\x00b/", "", None),
        ("http:///khong-co-may", "", None),
        ("https://bao.vn/" + "x" * 3000, "", None),
    ],
)
def test_every_address_has_one_spelling(text, base, expected):
    assert clean(text, base) == expected


def test_an_address_is_clean_once_it_was_cleaned():
    once = clean("https://báo.vn/nông thôn?từ=1&b=%20")
    assert clean(once) == once


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://nguoi:mat-khau@bao.vn/tin", "https://bao.vn/tin"),
        ("https://nguoi:mat@khau@bao.vn/tin?a=b@c", "https://bao.vn/tin?a=b@c"),
        ("https://bao.vn/rss?api_key=abc&muc=1", "https://bao.vn/rss?api_key=***&muc=1"),
        ("https://bao.vn/rss?muc=1&access_token=abc", "https://bao.vn/rss?muc=1&access_token=***"),
        ("https://bao.vn/tin?newskey=12", "https://bao.vn/tin?newskey=12"),
    ],
)
def test_nothing_secret_is_shown(text, expected):
    assert shown(text) == expected


def test_user_and_password_become_a_header():
    assert authorization("https://nguoi:m%E1%BA%ADt@bao.vn/") == "Basic bmd1b2k6beG6rXQ="
    assert authorization("https://bao.vn/") is None


@pytest.mark.parametrize(
    ("address", "start"),
    [
        ("https://www.bao.vn/tin/Xay-dung-nong-thon-moi.html", "bao.vn/xay-dung-nong-thon-moi-"),
        ("https://bao.vn/n%C3%B4ng-th%C3%B4n-%C4%91%E1%BB%95i-m%E1%BB%9Bi/", "bao.vn/nong-thon-doi-moi-"),
        ("https://bao.vn/", "bao.vn/trang-"),
        ("http://127.0.0.1:8000/../../a", "127.0.0.1-8000/a-"),
        ("http://[::1]:8000/a", "1-8000/a-"),
        ("http://-/a", "trang/a-"),
        ("http://documents.csv/a", "documents.csv-/a-"),
        (f"http://{'a' * 300}/a", f"{'a' * 80}/a-"),
    ],
)
def test_a_file_is_named_by_its_address(address, start):
    name = file_name(address, ".html")
    assert name.startswith(start)
    assert name.endswith(".html")
    assert name.count("/") == 1
    assert file_name(address, ".html") == name


def test_pages_that_differ_in_their_query_have_files_of_their_own():
    assert file_name("https://bao.vn/tin.aspx?id=1", ".html") != file_name("https://bao.vn/tin.aspx?id=2", ".html")
