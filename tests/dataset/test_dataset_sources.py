"""Which documents are one source, and where they come from."""

import json

import pytest

from report_miner.dataset.sources import independent, load_sources
from report_miner.model import Document
from report_miner.store.database import Store
from report_miner.store.entries import entry_of


@pytest.mark.parametrize(
    ("known", "count"),
    [
        pytest.param([{}, {}, {}], 3, id="nothing ties them"),
        pytest.param([{"group": "a"}, {"group": "a"}, {}], 2, id="copies of one text"),
        pytest.param(
            [{"publisher": "Báo Ấp Bắc"}, {"publisher": "BÁO ẤP BẮC"}, {"publisher": "VTV"}], 2, id="a paper"
        ),
        pytest.param(
            [{"publisher": "VTV", "group": "a"}, {"publisher": "VOV", "group": "a"}, {"publisher": "VOV"}],
            1,
            id="a copy, and more of the paper that printed it",
        ),
        pytest.param([], 0, id="none"),
    ],
)
def test_independent_sources(source, known, count):
    made = [source(f"{number}.txt", **fields) for number, fields in enumerate(known)]
    assert independent(made) == count
    assert independent(reversed(made)) == count


TEXT = " ".join(f"Câu số {number} kể chuyện làng {number % 7} bên sông." for number in range(30))


def test_documents_with_their_copies_and_addresses(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "tin" / "bao.vn"
    folder.mkdir(parents=True)
    ledger = [
        {"file": "bao.vn/a.html", "address": "https://bao.vn/a?utm=1", "final": "https://bao.vn/a"},
        ["no record"],
        {"file": "bao.vn/b.html", "address": "https://bao.vn/b"},
    ]
    lines = "".join(json.dumps(line) + "\n" for line in ledger) + '{"file": "bao.vn/c.ht'
    (tmp_path / "tin" / "collected.jsonl").write_text(lines, encoding="utf-8")
    with Store(tmp_path / "outputs") as store:
        for name, text in (("a", TEXT), ("b", f"Tin: {TEXT}"), ("c", "Ngắn.")):
            document = Document(
                name=f"tin/bao.vn/{name}.html", sha256=name * 64, media_type="text/html", text=text, blocks=()
            )
            store.put(entry_of(document, []), fingerprint=name)
        found = load_sources(store)
    assert [each.address for each in found.values()] == ["https://bao.vn/a", "https://bao.vn/b", None]
    assert found["tin/bao.vn/b.html"].group == "tin/bao.vn/a.html"
    assert found["tin/bao.vn/c.html"].group == "c" * 64
