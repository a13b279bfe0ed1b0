"""Matcher patterns: each proves itself, takes effect in `mine`, and costs nothing where it does not apply."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from report_miner.clean.shadow import shadow_of
from report_miner.errors import PatternError
from report_miner.extract.matcher import PatternMatcher
from report_miner.model import Block, Document, Figure, Kind, Status
from report_miner.patterns import MatcherPattern, load_patterns
from report_miner.pipeline import mine

SOURCE = Path(__file__).parents[2] / "src"
MARKED = re.compile("⟦(.*?)⟧")
PATTERNS = load_patterns().matcher


def figures_of(text: str, patterns: Path | None = None) -> list[Figure]:
    blocks = (Block(start=0, end=len(text)),)
    document = Document(name="a.txt", sha256="0" * 64, media_type="text/plain", text=text, blocks=blocks)
    return mine(document, patterns=load_patterns(patterns))


def folder(tmp_path: Path, *lines: str) -> Path:
    (tmp_path / "matcher.yaml").write_text("patterns:\n" + "\n".join(lines) + "\n", "utf-8")
    return tmp_path


@pytest.mark.parametrize("pattern", [pytest.param(pattern, id=pattern.name) for pattern in PATTERNS])
def test_a_pattern_spans_what_is_marked_and_nothing_in_its_counter_examples(pattern: MatcherPattern) -> None:
    matcher = PatternMatcher([pattern])

    def spanned(text: str) -> list[str]:
        text = shadow_of(text).text
        return [text[start:end] for _, (start, end) in matcher.spans(text)]

    for example in pattern.examples:
        assert spanned(MARKED.sub(r"\1", example)) == [shadow_of(each).text for each in MARKED.findall(example)]
    assert [spanned(example) for example in pattern.counter_examples] == [[]] * len(pattern.counter_examples)


def test_a_number_to_dial_is_no_figure() -> None:
    assert [figure.text for figure in figures_of("Hãy bấm số 113; đội có 12 xe.")] == ["12"]


def test_a_pattern_names_the_item_and_the_kind() -> None:
    (figure,) = figures_of("Chỉ số PCI năm 2023 đạt 67,5 điểm.")
    assert (figure.item, figure.unit, figure.kind, figure.pattern) == (
        "chỉ số năng lực cạnh tranh cấp tỉnh (PCI)",
        "điểm",
        Kind.SCORE,
        "competitiveness_index",
    )


def test_a_pattern_sets_the_status() -> None:
    (figure,) = figures_of("Theo kịch bản tăng trưởng 8%.")
    assert figure.status is Status.TARGET


def test_words_match_in_either_tone_placement(tmp_path: Path) -> None:
    over = folder(tmp_path, "  - {name: a, pattern: [trạm thuỷ lợi, {LIKE_NUM: true}], mask: true, examples: [b]}")
    assert figures_of("Trạm thủy lợi 15 vận hành.", over) == []
    assert figures_of("Trạm thuỷ lợi 15 vận hành.", over) == []


def test_a_user_s_pattern_holds_over_ours(tmp_path: Path) -> None:
    over = folder(
        tmp_path,
        "  - {name: pci, pattern: [pci, {OP: '*'}, {LIKE_NUM: true}, điểm], item: PCI của tỉnh, examples: [b]}",
    )
    (figure,) = figures_of("Chỉ số PCI đạt 67,5 điểm.", over)
    assert (figure.item, figure.pattern) == ("PCI của tỉnh", "pci")


def test_a_pattern_is_kept_within_its_sentence(tmp_path: Path) -> None:
    over = folder(tmp_path, "  - {name: a, pattern: [kho, {OP: '*'}, {LIKE_NUM: true}], mask: true, examples: [b]}")
    assert [figure.text for figure in figures_of("Hàng về kho. Có 15 xe chở hàng.", over)] == ["15"]


@pytest.mark.parametrize(
    ("entry", "line", "reason"),
    [
        ("    pattern: [kho, {POS: NOUN}]\n    mask: true", 3, "POS"),
        ("    pattern: [kho, {LIKE_NUM: yes please}]\n    mask: true", 3, "LIKE_NUM"),
        ('    pattern: [kho, {LIKE_NUM: true, OP: "??"}]\n    mask: true', 3, "OP"),
        ("    pattern: [kho, {LOWER: {AMONG: [a]}}]\n    mask: true", 3, "LOWER"),
        ("    pattern: [kho, {LOWER: {IN: a}}]\n    mask: true", 3, "LOWER IN"),
        ('    pattern: [kho, {TEXT: {REGEX: "("}}]\n    mask: true', 3, "biểu thức chính quy"),
        ("    pattern: [kho, 15]\n    mask: true", 3, "15"),
        ('    pattern: [""]\n    mask: true', 3, "rỗng"),
        ("    pattern: [kho]\n    mask: true\n    colour: red", 5, "colour"),
        ("    pattern: [kho]\n    status: wish", 4, "status"),
        ("    pattern: [{LIKE_NUM: true}]\n    mask: true", 2, "từ cố định"),
        ('    pattern: [{LOWER: kho, OP: "?"}]\n    mask: true', 2, "từ cố định"),
        ("    pattern: [kho]", 2, "mask"),
        ("    pattern: [kho]\n    mask: true\n    item: hàng", 2, "mask"),
    ],
)
def test_a_broken_entry_is_reported_with_file_line_and_remedy(
    tmp_path: Path, entry: str, line: int, reason: str
) -> None:
    over = folder(tmp_path, f"  - name: kho\n{entry}\n    examples: [kho 15]")
    with pytest.raises(PatternError) as raised:
        figures_of("Có 15 xe.", over)
    assert f"matcher.yaml, dòng {line}:" in raised.value.message
    assert reason in raised.value.message
    assert raised.value.remedy


def loaded_after(text: str) -> str:
    code = (
        f"import sys; sys.path.insert(0, {str(SOURCE)!r})\n"
        "from report_miner.model import Block, Document\n"
        "from report_miner.pipeline import mine\n"
        f"text = {text!r}\n"
        "blocks = (Block(start=0, end=len(text)),)\n"
        "mine(Document(name='a', sha256='0' * 64, media_type='t', text=text, blocks=blocks))\n"
        "print('spacy' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    return done.stdout.strip()


def test_spacy_is_loaded_only_for_a_sentence_that_holds_number_and_words() -> None:
    assert loaded_after("Toàn tỉnh có 86 xã đạt chuẩn. Các kịch bản tăng trưởng đều tốt.") == "False"
    assert loaded_after("Theo kịch bản tăng trưởng 8%.") == "True"


def test_a_long_sentence_with_many_matches_takes_time_in_proportion() -> None:
    def seconds(count: int) -> float:
        shadow = shadow_of("kịch bản tăng trưởng đề ra 8% và " * count)
        began = time.process_time()
        assert len(list(matcher.spans(shadow.text))) == count
        return time.process_time() - began

    matcher = PatternMatcher(PATTERNS)
    seconds(10)
    assert seconds(4_000) < 30 * max(seconds(400), 0.02)
