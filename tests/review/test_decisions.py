import sqlite3
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from report_miner.errors import StoreError
from report_miner.patterns import load_patterns
from report_miner.review import queries
from report_miner.review.desk import Desk
from report_miner.run import run
from report_miner.store.database import Store
from report_miner.store.decisions import Action, Log, Outdated
from report_miner.store.entries import entry_of

EARLIER = (Path(__file__).parent / "review_4.sql").read_text("utf-8")


def reopened(folder, address):
    desk = Desk(folder, load_patterns(), address)
    try:
        with desk.reading() as database:
            return {row["record"]["text"]: row for row in queries.every(database, queries.Filter())}
    finally:
        desk.close()


def test_a_decision_lies_over_the_extracted_figure_and_does_not_rewrite_it(desk, rows):
    row = rows()["1.250"]
    fixed = desk.decide(row["key"], Action.FIX, "An", head=0, fields={"item": "hộ nghèo đa chiều"})
    assert (fixed["record"]["item"], fixed["decision"], fixed["who"]) == ("hộ nghèo đa chiều", "fix", "An")
    with desk.reading() as database:
        (stored,) = database.execute(text("SELECT item FROM figures WHERE id = :id"), {"id": row["id"]}).one()
    assert stored == row["record"]["item"]


def test_undo_gives_back_what_stood_before(desk, rows):
    row = rows()["1.250"]
    desk.decide(row["key"], Action.REJECT, "An", head=0)
    entry, back = desk.undo("An")
    assert entry.action is Action.REJECT
    assert (back["decision"], back["open"], back["record"]) == ("", 1, row["record"])
    assert desk.undo("An") is None


def test_decisions_kept_in_a_file_go_along_to_a_server(folder, tmp_path, mined_on_server, postgresql):
    kept = Desk(folder, load_patterns())
    with kept.reading() as database:
        keys = {row["record"]["text"]: row["key"] for row in queries.every(database, queries.Filter())}
    kept.decide(keys["1.250"], Action.REJECT, "An", head=0)
    kept.undo("An")
    kept.decide(keys["35"], Action.FIX, "Bình", head=0, fields={"item": "đường làm mới"})
    with kept.reading() as database:
        before = [replace(entry, number=0, undoes=entry.undoes and 1) for entry in Log(database).entries()]
    kept.close()
    address = postgresql.new_database(mined_on_server)
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "review.db").touch()
    for elsewhere in ("nowhere", "empty"):
        assert reopened(tmp_path / elsewhere, address)["35"]["decision"] == ""
    for _ in range(2):  # the second time there is nothing to take over
        rows = reopened(folder, address)
        assert (rows["1.250"]["decision"], rows["35"]["record"]["item"]) == ("", "đường làm mới")
    desk = Desk(folder, load_patterns(), address)
    with desk.reading() as database:
        log = list(Log(database).entries())
    desk.close()
    assert [entry.number for entry in log if entry.action is Action.UNDO and entry.undoes == log[0].number] != []
    assert [replace(entry, number=0, undoes=entry.undoes and 1) for entry in log] == before


def test_undo_takes_back_one_s_own_decisions_only(desk, rows):
    desk.decide(rows()["1.250"]["key"], Action.ACCEPT, "An", head=0)
    assert desk.undo("Bình") is None
    assert rows()["1.250"]["decision"] == "accept"


def test_two_people_at_once_lose_nothing(desk, rows):
    row = rows()["1.250"]
    desk.decide(row["key"], Action.FIX, "An", head=row["head"], fields={"unit": "hộ"})
    with pytest.raises(Outdated) as told:
        desk.decide(row["key"], Action.REJECT, "Bình", head=row["head"])
    assert told.value.state.last.who == "An"
    assert rows()["1.250"]["decision"] == "fix"


@pytest.mark.parametrize(
    "statement", ["DELETE FROM decisions", "UPDATE decisions SET who = 'x'", "DELETE FROM decisions WHERE number = 1"]
)
def test_the_log_cannot_be_changed(desk, rows, statement):
    desk.decide(rows()["1.250"]["key"], Action.ACCEPT, "An", head=0)
    with pytest.raises(StoreError, match="decisions are never"), desk.reading() as database:
        database.execute(text(statement))


def test_mining_again_keeps_decisions(desk, rows, docs, folder, address):
    desk.decide(rows()["1.250"]["key"], Action.FIX, "An", head=0, fields={"item": "hộ nghèo đa chiều"})
    for name in folder.glob("report-miner.db*"):
        name.unlink()
    if address:
        with Store(folder, address) as store:
            store.drop_documents([each.name for each in store.documents()])
    run([str(docs)], folder, address=address)
    assert reopened(folder, address)["1.250"]["record"]["item"] == "hộ nghèo đa chiều"


def test_a_renamed_folder_keeps_decisions(desk, rows, docs, folder, address):
    desk.decide(rows()["1.250"]["key"], Action.FIX, "An", head=0, fields={"item": "hộ nghèo đa chiều"})
    renamed = docs.rename(docs.with_name("doi-ten"))
    try:
        run([str(renamed)], folder, address=address)
        row = reopened(folder, address)["1.250"]
    finally:
        renamed.rename(docs)
        run([str(docs)], folder, address=address)
    assert (row["record"]["doc"], row["record"]["item"]) == (str(renamed / "giam-ngheo.txt"), "hộ nghèo đa chiều")


def test_a_running_page_sees_what_is_mined_meanwhile(rows, folder, address, tmp_path):
    new = tmp_path / "them"
    new.mkdir()
    (new / "moi.txt").write_text("Năm 2023, huyện Đô Lương có 77 hợp tác xã.\n", encoding="utf-8")
    assert "77" not in rows()
    run([str(new)], folder, address=address)
    assert "77" in rows()


def changed(docs, folder, address, old, new):
    """Mine the report again after a change in its text: every figure has another id then."""
    report = docs / "giam-ngheo.txt"
    before = report.read_text("utf-8")
    assert old in before
    try:
        report.write_text(before.replace(old, new), encoding="utf-8")
        run([str(docs)], folder, address=address)
    finally:
        report.write_text(before, encoding="utf-8")


def test_a_decision_is_attached_again_where_the_sentence_is_the_same(desk, rows, docs, folder, address):
    row = rows()["1.250"]
    desk.decide(row["key"], Action.ACCEPT, "An", head=0)
    changed(docs, folder, address, "BÁO CÁO", "BÁO CÁO TÓM TẮT")
    again = rows()["1.250"]
    assert again["id"] != row["id"]
    assert (again["decision"], again["who"]) == ("accept", "An")


def test_a_decision_whose_figure_is_gone_stays_and_is_shown(desk, rows, docs, folder, address):
    desk.decide(rows()["1.250"]["key"], Action.ACCEPT, "An", head=0)
    changed(docs, folder, address, "Huyện còn 1.250 hộ nghèo.", "Huyện không còn hộ nghèo nào.")
    lost = rows()["1.250"]
    assert (lost["decision"], lost["lost"], lost["open"]) == ("accept", 1, 1)


def reread(desk, row):
    """Let a new extraction read the item of the figure differently."""
    with desk.open_store() as store:
        for stored in list(store.documents()):
            figures = [
                replace(figure, item="hộ") if figure.id == row["id"] else figure
                for figure in store.figures(stored.name)
            ]
            store.put(entry_of(stored.document, figures), fingerprint="x")


def test_what_a_new_extraction_reads_differently_is_shown_and_the_decision_holds(desk, rows):
    row = rows()["1.250"]
    desk.decide(row["key"], Action.ACCEPT, "An", head=0)
    reread(desk, row)
    now = rows()["1.250"]
    assert (now["differs"], now["open"], now["record"]["item"]) == (["item"], 1, row["record"]["item"])


@pytest.mark.parametrize(
    ("action", "fields", "item"),
    [(Action.FIX, {"item": "hộ"}, "hộ"), (Action.ACCEPT, {}, None), (Action.FIX, {"unit": "nhà"}, None)],
    ids=["the new reading", "the old decision", "another field"],
)
def test_a_person_settles_what_differs(desk, rows, action, fields, item):
    row = rows()["1.250"]
    desk.decide(row["key"], Action.ACCEPT, "An", head=0)
    reread(desk, row)
    now = rows()["1.250"]
    settled = desk.decide(now["key"], action, "Bình", head=now["head"], fields=fields)
    assert (settled["differs"], settled["open"]) == ([], 0)
    assert settled["record"]["item"] == (item or row["record"]["item"])


@pytest.mark.parametrize(("action", "decision"), [(Action.ACCEPT, "add"), (Action.REJECT, "reject")])
def test_a_figure_that_is_gone_is_kept_as_one_s_own_or_let_go(desk, rows, docs, folder, address, action, decision):
    desk.decide(rows()["1.250"]["key"], Action.ACCEPT, "An", head=0)
    changed(docs, folder, address, "Huyện còn 1.250 hộ nghèo.", "Huyện không còn hộ nghèo nào.")
    lost = rows()["1.250"]
    settled = desk.decide(lost["key"], action, "An", head=lost["head"])
    assert (settled["decision"], settled["lost"], settled["open"]) == (decision, 0, 0)


def test_decisions_of_an_earlier_version_hold(folder):
    with Store(folder) as store:
        figure = next(each for each in store.figures() if each.text == "1.250")
    (folder / "review.db").unlink(missing_ok=True)
    database = sqlite3.connect(folder / "review.db")
    database.executescript(EARLIER.format(id=figure.id, doc=figure.doc))
    database.close()
    row = reopened(folder, None)["1.250"]
    assert (row["decision"], row["who"], row["record"]["item"]) == ("fix", "Bình", "hộ nghèo đa chiều")


def test_two_reviewers_at_once_lose_nothing(desk, rows, folder, address):
    keys = [row["key"] for row in rows().values()]

    def work(who):
        own = Desk(folder, load_patterns(), address)
        try:
            return sum(decide_once(own, key, who) for key in keys for _ in range(5))
        finally:
            own.close()

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(work, ("An", "Bình")))
    with desk.reading() as database:
        log = Log(database).history(limit=1_000)
    assert len(log) == sum(done)
    assert Counter(entry.who for entry in log) == Counter(An=done[0], Bình=done[1])


def decide_once(desk, key, who):
    """Decide about a figure as it is seen now; whether that was in time."""
    with desk.reading() as database:
        head = queries.figures_at(database, key)["head"]
    try:
        desk.decide(key, Action.ACCEPT, who, head=head)
    except Outdated:
        return False
    return True
