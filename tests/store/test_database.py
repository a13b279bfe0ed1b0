import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import report_miner
from report_miner.errors import StoreError
from report_miner.model import Assessment, CriterionVerdict, Failure, Finding, Status, Verdict
from report_miner.store.database import FILE_NAME, Store
from report_miner.store.entries import entry_of

HERE = Path(report_miner.__file__).parents[1]


def test_documents_and_figures_come_back_in_order(opened, document, figure):
    with opened() as store:
        for name in ("b.txt", "a.txt"):
            published = date(2021, 3, 12)
            store.put(
                entry_of(
                    document(name, published=published, notes=("Ngày khác sổ đăng ký.",)),
                    [figure(30, doc=name), figure(5, doc=name)],
                ),
                fingerprint="1",
            )
        assert [(each.doc, each.start) for each in store.figures()] == [
            ("a.txt", 5),
            ("a.txt", 30),
            ("b.txt", 5),
            ("b.txt", 30),
        ]
        assert list(store.figures("a.txt")) == [figure(5, doc="a.txt"), figure(30, doc="a.txt")]
        first = next(store.documents())
        assert (first.name, first.published, first.notes, first.figures) == (
            "a.txt",
            date(2021, 3, 12),
            ("Ngày khác sổ đăng ký.",),
            2,
        )
        assert store.by_status() == {Status.ACTUAL: 4, Status.ESTIMATE: 0, Status.TARGET: 0}


def test_a_document_put_again_replaces_what_was_stored(opened, document, figure):
    with opened() as store:
        store.put(entry_of(document(), [figure(5), figure(30)]), fingerprint="1")
        store.put(entry_of(document(), [figure(7)]), fingerprint="2")
        assert [each.start for each in store.figures()] == [7]
        assert store.is_current(document().name, "2")
        assert not store.is_current(document().name, "1")


def test_a_document_that_fails_now_loses_its_figures(opened, document, figure):
    failure = Failure(doc=document().name, stage="read", error="Tệp hỏng.", remedy="Lấy lại tệp.")
    with opened() as store:
        store.put(entry_of(document(), [figure()]), fingerprint="1")
        store.put_failure(failure)
        assert not list(store.figures())
        assert list(store.failures()) == [failure]
        store.drop_failures([failure.doc])
        assert not list(store.failures())


def test_unseen_documents_can_be_dropped(opened, document, figure):
    with opened() as store:
        for name in ("a.txt", "b.txt"):
            store.put(entry_of(document(name), [figure(doc=name)]), fingerprint="1")
        store.saw("a.txt")
        assert store.unseen() == ["b.txt"]
        store.drop_documents(store.unseen())
        assert [each.name for each in store.documents()] == ["a.txt"]
        assert [each.doc for each in store.figures()] == ["a.txt"]


def test_two_figures_at_one_place_leave_nothing_of_the_document(opened, document, figure):
    with opened() as store:
        with pytest.raises(ValueError, match="cùng một chỗ"):
            store.put(entry_of(document(), [figure(5), figure(5)]), fingerprint="1")
        assert not list(store.documents())


def test_what_one_database_cannot_hold_is_stored_all_the_same(opened, document, figure):
    with opened() as store:
        store.put(entry_of(document(title="Báo\0cáo"), [figure(sentence="Có\0 45/60 xã.")]), fingerprint="1")
        (found,) = store.figures()
        assert found.sentence.replace("\ufffd", "\0") == "Có\0 45/60 xã."


def test_a_number_beyond_all_numbers_is_stored_exactly(opened, document, figure):
    value = Decimal("1" + "0" * 500)
    with opened() as store:
        store.put(entry_of(document(), [figure(value=value)]), fingerprint="1")
        assert [each.value for each in store.figures()] == [value]


def test_a_text_that_is_no_unicode_is_told_of_its_document(opened, document, figure):
    with opened() as store:
        with pytest.raises(UnicodeEncodeError):
            store.put(entry_of(document("a.txt", title="\ud800"), [figure(doc="a.txt")]), fingerprint="1")
        store.put(entry_of(document("b.txt"), [figure(doc="b.txt")]), fingerprint="1")
        assert [each.name for each in store.documents()] == ["b.txt"]


def test_documents_are_written_together_and_seen_at_once(opened, document, figure):
    with opened() as store, opened() as other:
        store.put(entry_of(document("a.txt"), [figure(doc="a.txt")]), fingerprint="1")
        assert other.count("documents") == 0
        assert store.count("documents") == 1
        for number in range(70):
            store.put(entry_of(document(f"{number}.txt"), [figure(doc=f"{number}.txt")]), fingerprint="1")
        assert other.count("documents") == 65
    with opened() as store:
        assert store.count("documents") == 71


def test_what_waits_for_long_is_written(opened, document, monkeypatch):
    monkeypatch.setattr("report_miner.store.batch._SECONDS", 0.0)
    with opened() as store, opened() as other:
        store.put(entry_of(document("a.txt"), []), fingerprint="1")
        assert other.count("documents") == 1


VERDICT = CriterionVerdict(
    criteria_set="ntm",
    level="xã",
    code="19.2",
    test="share",
    place="tỉnh An Giang",
    period=None,
    required="ít nhất 80%",
    found="45/60",
    verdict=Assessment.NOT_MET,
    figures=("1",),
    message="Chưa đạt.",
    details={"doc": "a.txt"},
)


def test_verdicts_go_with_their_document_and_outlast_a_run_that_does_not_assess(opened, document, figure):
    with opened() as store:
        figures = [figure(doc="a.txt")]
        store.put(entry_of(document("a.txt"), figures, (), [VERDICT]), fingerprint="1", assessed="1")
        store.put(entry_of(document("a.txt"), figures), fingerprint="1", checked="1")
        assert list(store.verdicts()) == [VERDICT]
        assert store.by_assessment()[Assessment.NOT_MET] == 1
        assert store.is_current("a.txt", "1", "1", "1")
        assert not store.is_current("a.txt", "1", None, "2")
        store.put(entry_of(document("a.txt"), figures), fingerprint="2", checked="1")
        assert not list(store.verdicts())
        assert not store.has_assessed()


def test_findings_between_documents_come_back(opened):
    found = Finding(
        id="f1",
        doc="a.txt",
        rule="share",
        verdict=Verdict.INCONSISTENT,
        figures=("1", "2"),
        starts=(3, 9),
        computed="45/60 = 75%",
        message="Tỷ lệ không khớp.",
    )
    with opened() as store:
        for _ in range(2):
            store.replace_conflicts([found])
        assert list(store.findings()) == [found]


def finding(doc, id_="f1", verdict=Verdict.CONSISTENT, figures=(), starts=(3,)):
    values = {"figures": figures, "starts": starts, "computed": "45/60 = 75%", "message": "Tỷ lệ khớp."}
    return Finding(id=id_, doc=doc, rule="share", verdict=verdict, **values)


def test_findings_of_a_document_go_with_it(opened, document, figure):
    with opened() as store:
        for name in ("a.txt", "b.txt"):
            found = [finding(name, "f2", starts=(9,)), finding(name)]
            entry = entry_of(document(name, sha256=name[0] * 64), [figure(doc=name)], found)
            store.put(entry, fingerprint="1", checked="1")
        assert list(store.findings()) == [
            finding(name, *rest)
            for name in ("a.txt", "b.txt")
            for rest in (("f1",), ("f2", Verdict.CONSISTENT, (), (9,)))
        ]
        store.put(
            entry_of(document("a.txt"), [figure(doc="a.txt")], [finding("a.txt", "f3")]), fingerprint="2", checked="1"
        )
        store.drop_documents(["b.txt"])
        assert list(store.findings()) == [finding("a.txt", "f3")]


def test_findings_of_a_file_that_lies_in_two_places_come_once(opened, document, figure):
    with opened() as store:
        for name, ids in (("a.txt", ("f1",)), ("thu.eml/a.txt", ("f1", "f2")), ("b.txt", ("f1",))):
            sha256 = "cd" * 32 if name == "b.txt" else "ab" * 32
            found = [finding(name, id_) for id_ in ids]
            entry = entry_of(document(name, sha256=sha256), [figure(doc=name)], found)
            store.put(entry, fingerprint="1", checked="1")
        wanted = [("a.txt", "f1"), ("b.txt", "f1"), ("thu.eml/a.txt", "f2")]
        assert [(each.doc, each.id) for each in store.findings()] == wanted
        assert store.count("findings") == store.by_verdict()[Verdict.CONSISTENT] == 3
        store.drop_documents(["a.txt"])
        assert [(each.doc, each.id) for each in store.findings()][1:] == [
            ("thu.eml/a.txt", "f1"),
            ("thu.eml/a.txt", "f2"),
        ]


def test_findings_between_documents_are_stale_when_any_document_changes(opened, document, figure):
    with opened() as store:
        store.put(
            entry_of(document("a.txt"), [figure(doc="a.txt")], [finding("a.txt")]), fingerprint="1", checked="1"
        )
        store.replace_conflicts([finding("a.txt", "f2")])
        assert [each.id for each in store.findings()] == ["f1", "f2"]
        store.put(entry_of(document("b.txt"), [figure(doc="b.txt")]), fingerprint="1")
        assert [each.id for each in store.findings()] == ["f1"]


def test_a_document_is_current_as_mined_or_as_checked(opened, document, figure):
    with opened() as store:
        store.put(entry_of(document(), [figure()]), fingerprint="1")
        assert not store.has_checked()
        assert store.is_current(document().name, "1")
        assert not store.is_current(document().name, "1", "2")
        store.put(entry_of(document(), [figure()]), fingerprint="1", checked="2")
        assert store.has_checked()
        assert store.is_current(document().name, "1", "2")
        assert not store.is_current(document().name, "1", "3")


def test_evidence_has_contradictions_first_each_with_its_figures(opened, document, figure):
    first, second = figure(5), figure(30)
    with opened() as store:
        found = [
            finding(document().name, verdict.value, verdict, (second.id, first.id), (30, 5))
            for verdict in (Verdict.CONSISTENT, Verdict.UNCLEAR, Verdict.INCONSISTENT)
        ]
        store.put(entry_of(document(), [first, second], found), fingerprint="1", checked="1")
        evidence = list(store.evidence())
        assert [each.finding.verdict for each in evidence] == ["inconsistent", "unclear", "consistent"]
        assert evidence[0].figures == (second, first)
        assert store.by_verdict() == dict.fromkeys(Verdict, 1)


def test_a_failed_check_stands_beside_the_figures(opened, document, figure):
    failure = Failure(doc=document().name, stage="check", error="Lỗi.", remedy="Gửi tài liệu.")
    with opened() as store:
        store.put(entry_of(document(), [figure()]), fingerprint="1")
        store.put_failure(failure, keep=True)
        assert list(store.figures()) == [figure()]
        assert list(store.failures()) == [failure]


def test_numbers_can_be_queried_as_numbers(tmp_path, document, figure):
    with Store(tmp_path) as store:
        store.put(entry_of(document(), [figure()]), fingerprint="1")
    database = sqlite3.connect(tmp_path / FILE_NAME)
    assert database.execute("SELECT number, value FROM figures WHERE number > 44.5").fetchall() == [(45.0, "45")]
    database.close()


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"no database at all, but text" * 40, "không phải là cơ sở dữ liệu của chương trình"),
        (b"no database at all, but text" * 40, "Đổi tên hoặc xóa"),
        (None, "phiên bản khác"),
    ],
    ids=["other file", "what to do with it", "other version"],
)
def test_a_strange_database_is_refused_with_a_remedy(tmp_path, content, part):
    path = tmp_path / FILE_NAME
    if content is None:
        database = sqlite3.connect(path)
        database.execute("PRAGMA user_version = 99")
        database.close()
    else:
        path.write_bytes(content)
    before = path.read_bytes()
    with pytest.raises(StoreError) as caught:
        Store(tmp_path)
    assert part in caught.value.message + caught.value.remedy
    assert path.read_bytes() == before


@pytest.mark.parametrize(("encoding", "is_fit"), [("SQL_ASCII", True), ("LATIN1", False)])
def test_a_server_keeps_vietnamese_or_says_how_it_could(postgresql, tmp_path, document, figure, encoding, is_fit):
    address = postgresql.new_database(f"template0 ENCODING '{encoding}' LOCALE 'C'")
    entry = entry_of(document(), [figure()])
    if is_fit:
        with Store(tmp_path, address) as store:
            store.put(entry, fingerprint="1")
            assert list(store.figures()) == [figure()]
        return
    with pytest.raises(StoreError) as caught, Store(tmp_path, address) as store:
        store.put(entry, fingerprint="1")
    assert "createdb -E UTF8" in caught.value.remedy


def test_a_file_in_place_of_the_folder_is_refused_with_a_remedy(tmp_path):
    (tmp_path / "ket-qua").write_text("đây là một tệp")
    with pytest.raises(StoreError) as caught:
        Store(tmp_path / "ket-qua")
    assert "-o" in caught.value.remedy


def test_another_program_at_work_is_named_after_some_patience(tmp_path, monkeypatch):
    monkeypatch.setattr("report_miner.store.connection._PATIENCE", 0.05)
    with Store(tmp_path) as one, Store(tmp_path) as other, one.transaction():
        with pytest.raises(StoreError) as caught:
            other.drop_documents(["a.txt"])
        assert "chương trình khác" in caught.value.remedy


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this system")
def test_after_a_kill_the_database_opens_with_all_that_was_committed(tmp_path):
    script = textwrap.dedent(
        """
        import os, signal, sys
        from decimal import Decimal
        from pathlib import Path
        from report_miner.model import Document, Figure, Kind
        from report_miner.store.database import Store
        from report_miner.store.entries import entry_of

        def figures(name, count):
            for start in range(count):
                if name == "9.txt" and start == 5:
                    os.kill(os.getpid(), signal.SIGKILL)
                place = {"doc": name, "sha256": name, "start": start, "end": start + 1}
                yield Figure(**place, text="5", value=Decimal(5), kind=Kind.COUNT)

        store = Store(Path(sys.argv[1]))
        for number in range(20):
            name = f"{number}.txt"
            document = Document(name=name, sha256=name, media_type="text/plain", text="5", blocks=())
            store.put(entry_of(document, figures(name, 10)), fingerprint="1")
            if number == 7:
                store.commit()
        """
    )
    killed = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], env=os.environ | {"PYTHONPATH": str(HERE)}, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    with Store(tmp_path) as store:
        assert store.count("documents") == 8
        assert store.count("figures") == 80
