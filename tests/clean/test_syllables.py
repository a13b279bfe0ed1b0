"""Which words are spelled like Vietnamese syllables."""

import pytest

from report_miner.clean.syllables import is_syllable

REAL = "nghiệp đường Quốc GIẾNG gì quyền khuỷu xoáy hoà hòa thuỷ thủy yêu ỉa ĐẠT ương nghĩa kiểm gìn ngoằn"


@pytest.mark.parametrize("word", REAL.split())
def test_real_syllables_are_recognised(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize(
    "word", ["coâng", "tæng", "céng", "kông", "ngế", "cáć", "cảc", "phẩt", "müller", "xaõ", "đt", "été", "lỗp"]
)
def test_what_breaks_the_spelling_is_none(word: str) -> None:
    assert not is_syllable(word)
