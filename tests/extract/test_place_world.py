"""Numbers that are told of the whole world have no place."""

import re

import pytest

from report_miner.clean.shadow import shadow_of
from report_miner.extract.place_world import WorldTalk
from report_miner.patterns import NamedPattern, load_patterns

WORDS = load_patterns().place_words.world
PATTERNS = [*WORDS.subjects, *WORDS.everywhere, *WORDS.countries]


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.name)
def test_a_pattern_finds_what_is_marked_and_nothing_in_its_counter_examples(pattern: NamedPattern) -> None:
    for example in pattern.examples:
        before, marked, _ = re.split("[⟦⟧]", example)
        match = re.search(pattern.pattern, re.sub("[⟦⟧]", "", example))
        assert match is not None
        assert match.span() == (len(before), len(before) + len(marked))
    assert [each for each in pattern.counter_examples if re.search(pattern.pattern, each)] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Phiên cuối tuần, giá vàng thế giới giảm 38 USD.", True),
        ("Lỗi được tìm thấy ở 38 máy tính trên toàn thế giới.", True),
        ("Máy bị nhiễm mã độc tại 38 quốc gia.", True),
        ("Đã có 38 vụ tại 21 nước.", True),
        ("Giá vàng thế giới tăng, giá trong nước bán ra 38 triệu đồng.", False),
        ("Giá dầu thế giới tăng nên xăng bán lẻ tăng 38 đồng.", False),
        ("Vàng miếng đắt hơn giá thế giới 38 triệu đồng.", False),
        ("Mức cao nhất trên thế giới là 38 m.", False),
        ("Tỉnh bán sang 38 nước.", False),
        ("Máy có 38 nút, được ưa chuộng trên toàn thế giới.", False),
    ],
)
def test_what_is_told_of_the_world(text: str, expected: bool) -> None:
    start = text.index("38")
    assert WorldTalk(shadow_of(text).text, WORDS).tells(start, start + 2, 0) is expected
