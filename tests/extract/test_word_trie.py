"""Patterns for one of many words find what a plain alternation finds."""

import re

import pytest

from report_miner.extract.word_trie import Finder, any_word

WORDS = ["tăng", "tăng thêm", "tăng trưởng", "giảm", "đạt", "ước đạt", "GRDP", "m2"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("kim ngạch tăng thêm 3%", ["tăng thêm"]),
        ("tăng thê thảm, giảm nhẹ", ["tăng", "giảm"]),
        ("tăng trưởng GRDP ước đạt 8%", ["tăng trưởng", "GRDP", "ước đạt"]),
        ("diện tích 30 m2; cm2 và m25", ["m2"]),
        ("không gì cả", []),
    ],
)
def test_the_longest_word_that_stands_by_itself_is_found(text: str, found: list[str]) -> None:
    assert re.findall(any_word(WORDS), text) == found


def test_no_words_are_never_found() -> None:
    assert re.search(any_word([]), "bất kỳ") is None


def test_a_word_within_a_longer_one_is_not_found() -> None:
    finder = Finder(frozenset({"vụ", "thu"}), ["dịch vụ", "thu nhập"])
    text = "dịch vụ thu nhập từ hai vụ"
    assert [match.start() for match in finder.finditer(text, 0, len(text))] == [text.rindex("vụ")]
    assert finder.search("dịch vụ", 0, 7) is None
