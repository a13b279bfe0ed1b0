import pytest
from sqlalchemy import text

from report_miner.review import queries


def place_of(desk, words, name="giam-ngheo.txt"):
    with desk.reading() as database:
        doc = next(each for each in database.scalars(text("SELECT name FROM lens_documents")) if name in each)
        body, _ = desk.body(database, doc)
    start = body.index(words)
    return {"doc": doc, "start": start, "end": start + len(words)}


@pytest.fixture
def missing(desk, rows):
    """The figure of the houses, as if the program had missed it."""
    with desk.reading() as database:
        key = rows()["bảy mươi"]["key"]
        database.execute(text("DELETE FROM lens WHERE key = :key"), {"key": key})
    return place_of(desk, " bảy mươi ")


def test_a_missed_figure_is_added_from_a_selection(client, missing, rows):
    row = client.post("/add", json=missing).json()["row"]
    added = rows()["bảy mươi"]
    assert (added["key"], added["decision"], added["record"]["value"]) == (row["key"], "add", "70")
    assert added["record"]["sentence"].startswith("Đã xây mới 🏠 bảy mươi căn")
    assert added["record"]["place"] == rows()["1.250"]["record"]["place"]


def test_adding_is_undone(client, missing, rows):
    client.post("/add", json=missing)
    assert client.post("/undo").json()["row"] is None
    assert "bảy mươi" not in rows()


def test_an_added_figure_can_be_fixed_and_is_still_an_addition(client, missing, rows):
    row = client.post("/add", json=missing).json()["row"]
    client.post("/decide", json={"key": row["key"], "action": "fix", "head": row["head"], "fields": {"unit": "căn"}})
    added = rows()["bảy mươi"]
    assert (added["decision"], added["record"]["unit"]) == ("add", "căn")


@pytest.mark.parametrize("text", ["1.250", "hộ nghèo", "18", "BÁO CÁO\nKết quả"])
def test_what_is_no_new_number_is_refused(client, desk, text):
    assert client.post("/add", json=place_of(desk, text)).status_code == 422


@pytest.mark.parametrize(("start", "end"), [(-5, -1), (10**9, 10**9 + 2), (5, 2), (0, 10**9)])
def test_a_selection_outside_the_text_is_refused(client, desk, start, end):
    given = place_of(desk, "1.250") | {"start": start, "end": end}
    assert client.post("/add", json=given).status_code == 422


def test_the_sentence_stands_in_the_text_where_the_record_says(client, desk, missing, rows):
    client.post("/add", json=missing)
    record = rows()["bảy mươi"]["record"]
    with desk.reading() as database:
        text, _ = desk.body(database, record["doc"])
        assert queries.total(database, queries.Filter(decision="add")) == 1
    assert text[record["start"] : record["end"]] == "bảy mươi"
    assert text[record["sentence_start"] :].startswith(record["sentence"])
