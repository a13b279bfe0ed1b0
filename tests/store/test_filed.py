"""Figures read back from a file: the same figures, whose sentences stand where they stood."""

import json
import re
from decimal import Decimal

import pytest

from report_miner.errors import UsageError
from report_miner.store.filed import read_figures
from report_miner.store.rows import json_line, record


@pytest.fixture
def file(tmp_path):
    def write(*figures):
        path = tmp_path / "figures.jsonl"
        path.write_text("".join(json_line(record(figure)) for figure in figures), "utf-8")
        return path

    return write


def marked(figure, text, sentence_start=100):
    """The figures that a sentence marks: "có ⟦3⟧ xã"."""
    pieces = re.split("[⟦⟧]", text)
    sentence, position = "".join(pieces), sentence_start
    found = []
    for number, piece in enumerate(pieces):
        end = position + len(piece)
        if number % 2:
            values = {"text": piece, "sentence": sentence, "sentence_start": sentence_start}
            found.append(figure(position, end=end, **values))
        position = end
    return found


@pytest.mark.parametrize(
    "sentence",
    [
        "Giai đoạn 2021-2023 có ⟦3⟧ xã, thêm ⟦23⟧ ấp.",
        "Có ⟦5⟧ xã và ⟦5⟧ ấp, trong đó ⟦5⟧ xã loại 1.",
        "Phải có ⟦hai⟧ xã đạt.",
        "Ước đạt⟦3 65 nghìn tỷ⟧ đồng, tăng ⟦17,7%⟧so với năm trước.",
    ],
)
def test_sentences_are_found_by_their_figures(figure, file, sentence):
    [read] = read_figures(file(*marked(figure, sentence))).values()
    assert {each.sentence_start for each in read} == {100}


def test_a_sentence_printed_twice_stands_at_two_places(figure, file):
    sentence = "Toàn huyện có ⟦12⟧ xã."
    figures = [*marked(figure, sentence), *marked(figure, sentence, sentence_start=121)]
    [read] = read_figures(file(*figures)).values()
    assert [each.sentence_start for each in read] == [100, 121]


def test_ids_are_kept_where_the_document_is_not_at_hand(figure, file):
    figures = [figure(5), figure(40, doc="b.txt", value=Decimal("6.270"))]
    read = read_figures(file(*figures))
    assert list(read) == ["bao-cao/an-giang.txt", "b.txt"]
    assert [each.id for group in read.values() for each in group] == [each.id for each in figures]


@pytest.mark.parametrize(
    "change", [{"value": "nhiều"}, {"kind": "số"}, {"start": 40}, {"end": None}], ids=lambda change: " ".join(change)
)
def test_a_record_that_is_no_figure_is_named_by_its_line(figure, file, change):
    path = file(figure(5))
    broken = json.loads(path.read_text("utf-8")) | change
    with path.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(broken))
    with pytest.raises(UsageError) as caught:
        read_figures(path)
    assert "dòng 2" in caught.value.message
    assert caught.value.remedy


def test_missing_fields_are_named(tmp_path):
    path = tmp_path / "figures.jsonl"
    path.write_text('{"id": "1", "doc": "a.txt", "start": 0, "end": 1}\n', "utf-8")
    with pytest.raises(UsageError, match="thiếu text, value"):
        read_figures(path)
