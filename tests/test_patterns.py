"""Every named pattern proves itself: examples match where they are marked, counter-examples do not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from report_miner.clean.shadow import shadow_of
from report_miner.errors import PatternError
from report_miner.extract.gazetteer import load_gazetteer
from report_miner.extract.masks import MaskScanner, sees_case
from report_miner.patterns import NamedPattern, SidedPattern, load_patterns

Finder = Callable[[NamedPattern, str], Iterator[str]]
MARKED = re.compile("⟦(.*?)⟧", re.DOTALL)


def as_mask(pattern: NamedPattern, text: str) -> Iterator[str]:
    patterns = load_patterns()
    scanner = MaskScanner([pattern], patterns.numbers, patterns.units)
    shadow = shadow_of(text)
    return (shadow.text[mask.start : mask.end] for mask in scanner.find(shadow.text, shadow.lower))


FILES: dict[str, tuple[tuple[NamedPattern, ...], Finder]] = {
    "masks.yaml": (tuple(load_patterns().masks), as_mask),
}
CASES = [
    pytest.param(pattern, finder, id=f"{file}:{pattern.name}")
    for file, (patterns, finder) in FILES.items()
    for pattern in patterns
]


@pytest.mark.parametrize(("pattern", "finder"), CASES)
def test_examples_match_where_they_are_marked(pattern: NamedPattern, finder: Finder) -> None:
    for example in pattern.examples:
        found = list(finder(pattern, MARKED.sub(r"\1", example)))
        assert found, example
        marked = [shadow_of(text).text for text in MARKED.findall(example)]
        assert not marked or found == marked, example


@pytest.mark.parametrize(("pattern", "finder"), CASES)
def test_counter_examples_do_not_match(pattern: NamedPattern, finder: Finder) -> None:
    for example in pattern.counter_examples:
        assert list(finder(pattern, example)) == [], example


PATTERNS = load_patterns()
SIDED = [
    pytest.param(entry, id=f"{file}:{entry.name}")
    for file, words in {
        "cues.yaml": PATTERNS.cues,
        "items.yaml": PATTERNS.items,
        "places.yaml": PATTERNS.place_words,
        "places.yaml, world": PATTERNS.place_words.world,
        "periods.yaml": PATTERNS.periods,
        "status.yaml": PATTERNS.status,
    }.items()
    for entry in words.patterns
]


@pytest.mark.parametrize("entry", SIDED)
def test_a_pattern_of_what_stands_around_something_matches_its_examples_alone(entry: SidedPattern) -> None:
    find = entry.regex.match if entry.side == "after" else entry.regex.search
    for example in entry.examples:
        match = find(MARKED.sub(r"\1", example))
        assert match, example
        assert match[0] in (MARKED.findall(example) or [match[0]]), example
    assert [example for example in entry.counter_examples if find(example)] == []


def test_masks_that_hold_a_capital_letter_see_case() -> None:
    assert sees_case(r"\d{2}[A-Z]-\d{3}")
    assert not sees_case(r"quốc lộ\W\d+")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("indicator.yaml", "indicators: []\n", "indicator.yaml không có tác dụng"),
        (
            "indicators.yaml",
            "indicators:\n  - code: A.B\n    grup: x\n    name: y\n",
            "dòng 3: indicators.0.grup",
        ),
        ("indicators.yaml", "indicators:\n  - code: A.B\n    name: y\n", "thiếu mục bắt buộc «group»"),
        ("masks.yaml", "masks:\n  - name: m\n    pattern: '[0'\n    examples: ['0']\n", "biểu thức chính quy sai"),
        ("masks.yaml", "- name: m\n", "masks.yaml: phải là các cặp"),
        ("abbreviations.csv", "ABC;an bình\n", "thiếu cột «abbreviation»"),
        ("places.csv", "vintage,level\nold,tinh\n", "dòng 2: không phải là một đơn vị hành chính"),
        ("places.csv", "vintage\nold,tỉnh,tỉnh,A,1,,\n", "dòng 2: không phải là một đơn vị hành chính"),
    ],
)
def test_a_mistake_in_a_folder_of_ones_own_is_told_in_vietnamese(
    tmp_path: Path, name: str, content: str, message: str
) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    with pytest.raises(PatternError) as told:
        _ = [(own.indicators, own.masks, own.abbreviations, load_gazetteer(own)) for own in [load_patterns(tmp_path)]]
    assert message in told.value.message
    assert "error" not in told.value.message


def test_a_file_of_notes_alone_adds_nothing(tmp_path: Path) -> None:
    (tmp_path / "masks.yaml").write_text("# để sau\n", "utf-8")
    assert load_patterns(tmp_path).masks == load_patterns().masks
