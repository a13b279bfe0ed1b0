"""Every named pattern proves itself: examples match where they are marked, counter-examples do not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from report_miner.errors import PatternError
from report_miner.extract.examples import masked, mistakes, prove_own
from report_miner.extract.gazetteer import load_gazetteer
from report_miner.extract.masks import sees_case
from report_miner.patterns import NamedPattern, SidedPattern, load_patterns

MARKED = re.compile("⟦(.*?)⟧", re.DOTALL)


PATTERNS = load_patterns()


@pytest.mark.parametrize("mask", [pytest.param(mask, id=mask.name) for mask in PATTERNS.masks])
def test_a_mask_covers_what_its_examples_mark_and_nothing_in_its_counter_examples(mask: NamedPattern) -> None:
    assert list(mistakes(mask, masked(mask, PATTERNS))) == []


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


MASK = "masks:\n  - {{name: m, pattern: 'mã \\d+', examples: [{}], counter_examples: [{}]}}\n"
MATCHER = (
    "patterns:\n  - {{name: p, pattern: [điểm hài lòng, {{LIKE_NUM: true}}], mask: true,\n"
    "     examples: [{}], counter_examples: [{}]}}\n"
)
INDICATOR = (
    "indicators:\n  - {{code: A.B, group: a, name: Sầu riêng, units: [ha], forms: [sầu riêng],\n"
    "     examples: [{}], counter_examples: [{}]}}\n"
)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("masks.yaml", MASK.format("cấp ⟦mã 12⟧", "có 12 xã"), None),
        ("masks.yaml", MASK.format("cấp ⟦mã⟧ 12", "có 12 xã"), "dòng 2: mẫu «m» không nhận đúng"),
        ("masks.yaml", MASK.format("cấp mã A", "có 12 xã"), "không nhận đúng phần phải nhận trong ví dụ «cấp mã A»"),
        ("masks.yaml", MASK.format("mã 1", "mã 2"), "lại nhận ra ví dụ «mã 2»"),
        ("matcher.yaml", MATCHER.format("⟦điểm hài lòng 84⟧", "hài lòng"), None),
        ("matcher.yaml", MATCHER.format("hài lòng 84", "hài lòng"), "mẫu «p» không nhận đúng"),
        ("indicators.yaml", INDICATOR.format("ha | vườn sầu riêng", "tấn | sầu riêng"), None),
        ("indicators.yaml", INDICATOR.format("ha | diện tích xoài", "tấn | sầu riêng"), "mẫu «A.B» không nhận đúng"),
        (
            "indicators.yaml",
            INDICATOR.format("ha | sầu riêng", "ha | vườn sầu riêng"),
            "lại nhận ra ví dụ «ha | vườn",
        ),
    ],
)
def test_the_examples_in_a_folder_of_ones_own_are_run(
    tmp_path: Path, name: str, content: str, message: str | None
) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    own = load_patterns(tmp_path)
    if message is None:
        prove_own(own)
        return
    with pytest.raises(PatternError) as told:
        prove_own(own)
    assert message in told.value.message
