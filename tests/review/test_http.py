import base64
import csv
import hashlib
import io

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from report_miner.review.app import create_app
from report_miner.review.page_images import page_image
from report_miner.review.safety import Guard, is_local
from report_miner.run import run

PAGES = ("/", "/review", "/findings", "/figures", "/documents", "/criteria", "/log", "/figures.csv", "/figures.xlsx")


@pytest.mark.parametrize("path", PAGES)
def test_every_page_answers_with_a_content_security_policy(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[::1].evil.example:80"])
def test_another_host_is_refused(client, host):
    assert client.get("/", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize("headers", [{"X-Token": "guess"}, {"X-Token": ""}, {"Origin": "http://evil.example"}])
@pytest.mark.parametrize("path", ["/decide", "/add", "/undo", "/mark"])
def test_a_change_from_elsewhere_is_refused(client, path, headers):
    assert client.post(path, json={}, headers=headers).status_code == 403


def test_a_change_that_is_too_long_is_refused(client):
    assert client.post("/undo", content=b"x" * 200_000).status_code == 413


def test_with_a_password_nothing_is_shown_without_it(desk):
    guard = Guard("0.0.0.0", "Lan", "rất bí mật")
    client = TestClient(create_app(desk, guard), base_url="http://192.0.2.1:8765")

    def answer(password):
        given = base64.b64encode(f"An:{password}".encode()).decode()
        return client.get("/", headers={"Authorization": f"Basic {given}"}).status_code

    assert client.get("/").status_code == client.get("/static/style.css").status_code == answer("sai") == 401
    assert answer("rất bí mật") == 200


@pytest.mark.parametrize(
    ("host", "local"), [("127.0.0.1", True), ("localhost", True), ("::1", True), ("0.0.0.0", False), ("pc", False)]
)
def test_only_this_machine_is_local(host, local):
    assert is_local(host) is local


def decide(client, row, action, **fields):
    given = {"key": row["key"], "action": action, "head": row["head"], "fields": fields}
    return client.post("/decide", json=given, headers={"X-Reviewer": "Ng%C3%A2n"})


def test_a_decision_names_its_reviewer(client, rows):
    assert decide(client, rows()["1.250"], "accept").json()["row"]["decision"] == "accept"
    assert rows()["1.250"]["who"] == "Ngân"


def test_a_decision_that_comes_too_late_says_who_was_first(client, rows):
    row = rows()["1.250"]
    decide(client, row, "accept")
    late = decide(client, row, "reject")
    assert late.status_code == 409
    assert "Ngân" in late.json()["error"]


@pytest.mark.parametrize(
    ("field", "typed", "stored"),
    [
        ("value", "1,2 triệu", "1200000"),
        ("value", "1.250,5", "1250.5"),
        ("value", "1.250", "1250"),
        ("period", "6/2023", "2023-06"),
        ("period", "2021/2025", "2021/2025"),
        ("unit", "  hộ   nghèo ", "hộ nghèo"),
        ("versus", "", None),
        ("indicator", "NTM.XA_DAT", "NTM.XA_DAT"),
    ],
)
def test_a_field_takes_what_people_write(client, rows, field, typed, stored):
    assert decide(client, rows()["1.250"], "fix", **{field: typed}).status_code == 200
    assert rows()["1.250"]["record"][field] == stored


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("value", "nhiều"),
        ("value", ""),
        ("status", "maybe"),
        ("period", "hôm qua"),
        ("indicator", "KHONG.CO"),
        ("sentence", "câu khác"),
        ("id", "1"),
    ],
)
def test_a_field_refuses_what_it_cannot_hold(client, rows, field, typed):
    assert decide(client, rows()["1.250"], "fix", **{field: typed}).status_code == 422
    assert rows()["1.250"]["decision"] == ""


def test_a_place_gets_its_code(client, rows):
    decide(client, rows()["1.250"], "fix", place="huyện Đô Lương < tỉnh Nghệ An")
    assert rows()["1.250"]["record"]["place_code"].startswith("old:")


def test_places_and_indicators_are_suggested(client):
    places = client.get("/suggest", params={"field": "place", "q": "do luong"}).json()
    assert "huyện Đô Lương < tỉnh Nghệ An" in [name for name, _ in places]
    codes = client.get("/suggest", params={"field": "indicator", "q": "ho ngheo"}).json()
    assert "hộ nghèo" in codes[0][1].lower()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "ho ngheo"}, {"1.250"}),
        ({"q": "hộ nghèo"}, {"1.250"}),
        ({"q": "hổ nghẹo"}, set()),
        ({"place": "tỉnh Nghệ An"}, {"12", "35"}),
        ({"place": "tinh nghe an"}, {"12", "35"}),
        ({"place": "Nghệ"}, set()),
        ({"year": "2022"}, {"12", "35"}),
        ({"q": '" OR * NEAR('}, set()),
        ({"q": "km", "status": "target"}, set()),
        ({"status": "'; DROP TABLE lens; --"}, set()),
    ],
)
def test_figures_are_found_with_and_without_accents_and_by_place_with_its_parts(client, asked, found):
    table = csv.DictReader(io.StringIO(client.get("/figures.csv", params=asked).text.lstrip("\ufeff")))
    assert {line["text"] for line in table} == found


def test_pages_follow_one_another_without_gap_or_repetition(desk):
    from report_miner.review import queries

    for order in ("", "confidence", "queue"):
        with desk.reading() as database:
            whole = [row["key"] for row in queries.page(database, queries.Filter(), order=order).rows]
            pieces, after = [], ""
            while after is not None:
                part = queries.page(database, queries.Filter(), order=order, after=after, size=2)
                pieces += [row["key"] for row in part.rows]
                after = part.after
        assert pieces == whole
        assert len(whole) > 4


@pytest.mark.parametrize("after", ["[", "{}", '["a"]', "[1, 2, 3, [4]]", "null"])
def test_a_broken_cursor_shows_the_first_page(client, after):
    assert "1.250" in client.get("/figures", params={"after": after}).text


def test_the_queue_begins_with_contradictions(client):
    text = client.get("/review").text
    assert text.index("18/20") < text.index("1.250")
    assert "không khớp, đề nghị kiểm tra lại" in text


def test_a_finding_is_marked_once_by_one_person_at_a_time(client, desk):
    with desk.reading() as database:
        finding = database.execute(text("SELECT * FROM findings WHERE verdict = 'inconsistent'")).mappings().first()
    given = {"finding": finding["id"], "doc": finding["doc"], "head": 0, "mark": "error", "note": "đã gọi huyện"}
    assert "Văn bản sai thật" in client.post("/mark", json=given).json()["said"]
    assert client.post("/mark", json=given | {"mark": "explained"}).status_code == 409
    assert "đã gọi huyện" in client.get("/findings").text


@pytest.mark.parametrize("path", ["/document?doc=khong-co", "/page.png?doc=khong-co&page=1", "/form?key=999999"])
def test_what_is_not_there_is_not_found(client, path):
    assert client.get(path).status_code == 404


@pytest.fixture
def printed(folder, address, tmp_path):
    """A PDF that was mined, and the address of the picture of its page."""
    canvas = pytest.importorskip("reportlab.pdfgen.canvas", reason="reportlab is not installed")
    path = tmp_path / "pdf" / "trang.pdf"
    path.parent.mkdir()
    sheet = canvas.Canvas(str(path), pagesize=(400, 300))
    sheet.drawString(40, 250, "Nam 2023, xa An Binh co 77 km kenh va 12 cau.")
    sheet.save()
    run([str(path)], folder, address=address)
    return path, f"/page.png?page=1&doc={path}"


def test_a_page_of_a_pdf_is_shown_with_boxes(client, printed):
    from PIL import Image

    answer = client.get(printed[1])
    picture = Image.open(io.BytesIO(answer.content))
    scale = picture.width / 400
    assert abs(picture.height - 300 * scale) <= 1
    x0, y0, x1, y1 = 40, 300 - 262, 400, 300 - 245  # around the line, in points from the top left
    line = picture.convert("RGB").crop(tuple(int(edge * scale) for edge in (x0, y0, x1, y1)))
    assert (180, 110, 0) in {colour for _, colour in line.getcolors(100_000)}


def test_a_page_of_a_scan_is_shown_with_boxes(tmp_path):
    images = pytest.importorskip("PIL.Image", reason="Pillow is not installed")
    path = tmp_path / "trang.png"
    images.new("L", (1200, 900), "white").save(path, dpi=(300, 300))
    box = (72.0, 72.0, 144.0, 108.0)  # points: one inch from the top and from the left
    row = {"record": {"bbox": box}, "decision": "", "key": 1}
    answer = page_image(str(path), hashlib.sha256(path.read_bytes()).hexdigest(), 1, [row], None)
    picture = images.open(io.BytesIO(answer.body)).convert("RGB")
    scale = picture.width / (1200 / 300 * 72)
    assert picture.getpixel((round(72 * scale) - 2, round(90 * scale))) == (180, 110, 0)
    assert picture.getpixel((round(40 * scale), round(40 * scale))) == (255, 255, 255)


def test_a_page_of_a_file_that_changed_is_not_shown(client, printed):
    path, address = printed
    path.write_bytes(path.read_bytes() + b"\n")
    assert client.get(address).status_code == 404


def test_copies_of_a_document_share_its_decisions(desk, rows, client, docs, folder, address, tmp_path):
    copy = tmp_path / "ban-sao" / "khac.txt"
    copy.parent.mkdir()
    copy.write_bytes((docs / "giam-ngheo.txt").read_bytes())
    decide(client, rows()["1.250"], "reject")
    run([str(docs), str(copy)], folder, address=address)
    with desk.reading() as database:
        decisions = database.scalars(
            text("SELECT decision FROM lens WHERE id = :id"), {"id": rows()["1.250"]["id"]}
        ).all()
    assert decisions == ["reject", "reject"]
