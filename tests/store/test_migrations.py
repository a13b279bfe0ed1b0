"""Files of earlier versions open with everything in them; files of later ones are refused."""

import sqlite3
from decimal import Decimal
from pathlib import Path

import pytest

from report_miner.errors import StoreError
from report_miner.model import Verdict
from report_miner.store.database import FILE_NAME, Store
from report_miner.store.entries import entry_of
from report_miner.store.schema import RESULTS, VERSION

VERSION_4 = (Path(__file__).parent / "version_4.sql").read_text("utf-8")


@pytest.fixture
def version_4(tmp_path):
    database = sqlite3.connect(tmp_path / FILE_NAME)
    database.executescript(VERSION_4)
    database.close()
    return tmp_path


def test_a_file_of_version_4_opens_with_everything_in_it(version_4):
    with Store(version_4) as store:
        assert [each.name for each in store.documents()] == ["a.txt", "b.txt"]
        (figure,) = store.figures()
        assert (figure.text, figure.value, figure.total, figure.uncertain) == (
            *("45/60", Decimal(45), Decimal(60)),
            ("place",),
        )
        assert store.by_verdict() == {Verdict.INCONSISTENT: 1, Verdict.UNCLEAR: 1, Verdict.CONSISTENT: 0}
        assert [each.test for each in store.verdicts()] == ["hai", "một"]
        assert [each.doc for each in store.failures()] == ["c.pdf"]
        assert store.is_current("a.txt", "f1", "c1", "d1")


def test_a_migrated_file_has_the_tables_of_a_new_one(version_4, tmp_path):
    def columns(folder):
        database = sqlite3.connect(folder / FILE_NAME)
        try:
            names = {table: f"PRAGMA table_xinfo({table})" for table in RESULTS.tables}
            return {table: [row[1] for row in database.execute(query)] for table, query in names.items()}
        finally:
            database.close()

    Store(version_4).close()
    Store(tmp_path / "moi").close()
    assert columns(version_4) == columns(tmp_path / "moi")


def test_a_migrated_file_takes_new_results(version_4, document, figure):
    Store(version_4).close()
    with Store(version_4) as store:
        store.put(entry_of(document("b.txt"), [figure(doc="b.txt")]), fingerprint="f3")
        assert [each.doc for each in store.figures()] == ["a.txt", "b.txt"]


def test_a_migration_that_fails_leaves_the_file_as_it_was(version_4, monkeypatch):
    def broken(connection):
        connection.exec_driver_sql("DROP TABLE figures")
        raise RuntimeError

    monkeypatch.setattr("report_miner.store.migrations.STEPS", {4: broken})
    with pytest.raises(RuntimeError):
        Store(version_4)
    monkeypatch.undo()
    with Store(version_4) as store:
        assert store.count("figures") == 1


def test_a_later_version_is_refused_with_a_remedy(opened):
    with opened() as store, store.transaction():
        store._connection.exec_driver_sql(f"UPDATE results SET version = {VERSION + 1}")
    with pytest.raises(StoreError) as told:
        opened()
    assert "mới hơn" in told.value.message
    assert "Cập nhật" in told.value.remedy
