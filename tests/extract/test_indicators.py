"""The catalogue of indicators: every entry proves itself, and the matcher keeps to what item and unit say."""

from __future__ import annotations

import time
from datetime import date

import pytest

from report_miner.errors import PatternError
from report_miner.extract.examples import indicator_of
from report_miner.extract.indicators import IndicatorCatalogue, IndicatorMatch
from report_miner.model import Block, BlockKind, Change, Document, Figure, Kind
from report_miner.patterns import Indicator, load_patterns
from report_miner.pipeline import mine

PATTERNS = load_patterns()
CATALOGUE = IndicatorCatalogue(PATTERNS)
ENTRIES = PATTERNS.indicators.indicators


def matched(example: str) -> IndicatorMatch | None:
    return indicator_of(example, CATALOGUE, PATTERNS)


@pytest.mark.parametrize("entry", [pytest.param(entry, id=entry.code) for entry in ENTRIES])
def test_an_entry_matches_its_examples_and_none_of_its_counter_examples(entry: Indicator) -> None:
    assert {example: (match := matched(example)) and match.code for example in entry.examples} == dict.fromkeys(
        entry.examples, entry.code
    )
    assert [each for each in entry.counter_examples if (match := matched(each)) and match.code == entry.code] == []


def test_every_entry_with_forms_has_an_example() -> None:
    assert [entry.code for entry in ENTRIES if (entry.forms or entry.of) and not entry.examples] == []


def test_codes_are_unique_and_named_by_their_group() -> None:
    codes = [entry.code for entry in ENTRIES]
    assert len(set(codes)) == len(codes)
    assert {(code.split(".")[0], entry.group) for code, entry in zip(codes, ENTRIES, strict=True)} == {
        ("NTM", "ntm"),
        ("SEC", "security"),
        ("MOV", "movement"),
        ("ECO", "socio"),
        ("DEF", "socio"),
    }


@pytest.mark.parametrize(
    ("item", "same"),
    [
        ("vụ TNGT", "vụ tai nạn giao thông"),
        ("vụ PPHS", "vụ phạm pháp hình sự"),
        ("Tỉ lệ bao phủ BHYT", "tỷ lệ bao phủ bảo hiểm y tế"),
        ("xã đạt tiêu chuẩn an toàn về ANTT", "xã đạt tiêu chuẩn an toàn về an ninh, trật tự"),
    ],
)
def test_abbreviations_and_spellings_make_no_difference(item: str, same: str) -> None:
    for unit, kind in (("vụ", Kind.COUNT), ("%", Kind.PERCENT), ("xã", Kind.COUNT)):
        assert CATALOGUE.match(item, unit, kind, Change.NONE, "") == CATALOGUE.match(
            same, unit, kind, Change.NONE, ""
        )


def test_old_tone_placement_makes_no_difference() -> None:
    assert matched("tấn | sản lượng thuỷ sản") == matched("tấn | sản lượng thủy sản") != None  # noqa: E711


@pytest.mark.parametrize(
    "example",
    [
        "người | người dự lễ",
        "% | cử tri đi bầu",
        "đồng | giá vàng",
        "xã | xã đạt chuẩn | Tỉnh có 12 xã đạt chuẩn về y tế",
        "vụ/ngày | TNGT",
        "m2 | thu ngân sách",
        "USD | thu nhập bình quân của công nhân",
    ],
)
def test_no_indicator_is_better_than_a_wrong_one(example: str) -> None:
    assert matched(example) is None


def test_a_figure_without_an_item_has_no_indicator() -> None:
    assert CATALOGUE.match(None, "xã", Kind.COUNT, Change.NONE, "Toàn tỉnh có 104 xã.") is None


def test_a_figure_without_a_unit_needs_the_unit_in_its_item_and_scores_less() -> None:
    with_unit = CATALOGUE.match("số xã đạt chuẩn nông thôn mới", "xã", Kind.COUNT, Change.NONE, "")
    without = CATALOGUE.match("số xã đạt chuẩn nông thôn mới", None, Kind.COUNT, Change.NONE, "")
    assert with_unit is not None
    assert without is not None
    assert with_unit.code == without.code
    assert without.score < with_unit.score
    assert CATALOGUE.match("nông thôn mới kiểu mẫu", None, Kind.COUNT, Change.NONE, "") is None


def test_the_share_and_the_change_of_an_indicator_have_codes_of_their_own() -> None:
    assert [
        (match := matched(example)) and match.code
        for example in (
            "xã | xã đạt chuẩn NTM",
            "% | xã đạt chuẩn NTM",
            "vụ | vụ PPHS",
            "± % | vụ PPHS",
            "± n/m vụ | PPHS",
        )
    ] == ["NTM.XA_DAT", "NTM.XA_DAT_PCT", "SEC.PPHS", "SEC.PPHS_CHG", "SEC.PPHS"]


def test_the_more_words_of_the_item_an_entry_knows_the_higher_the_score() -> None:
    exact, loose = matched("xã | xã đạt chuẩn NTM"), matched("xã | xã đạt chuẩn NTM giai đoạn hai")
    assert exact is not None
    assert loose is not None
    assert loose.score < exact.score <= 1


def document(*blocks: tuple[BlockKind, str]) -> Document:
    text = "\n".join(part for _, part in blocks)
    placed, start = [], 0
    for kind, part in blocks:
        placed.append(Block(start=start, end=start + len(part), kind=kind))
        start += len(part) + 1
    return Document(
        name="bao-cao.txt",
        sha256="0" * 64,
        media_type="text/plain",
        text=text,
        blocks=tuple(placed),
        published=date(2024, 1, 5),
    )


def test_figures_of_a_document_bear_their_indicators() -> None:
    figures = mine(
        document(
            (BlockKind.PARAGRAPH, "Năm 2023, toàn tỉnh có 86/110 xã đạt chuẩn nông thôn mới (78,2%), có 12 cây cầu.")
        )
    )
    assert [(figure.text, figure.indicator) for figure in figures] == [
        ("86/110", "NTM.XA_DAT"),
        ("78,2%", "NTM.XA_DAT_PCT"),
        ("12", None),
    ]
    assert all((figure.indicator_score is None) == (figure.indicator is None) for figure in figures)


def test_the_heading_above_tells_what_people_died_of() -> None:
    def deaths(heading: str) -> Figure:
        return mine(document((BlockKind.HEADING, heading), (BlockKind.PARAGRAPH, "Trong tháng có 5 người chết.")))[-1]

    assert deaths("Tai nạn giao thông").indicator == "SEC.TNGT_CHET"
    assert deaths("Tình hình mưa lũ").indicator is None


def test_an_official_adds_an_indicator_without_python(tmp_path) -> None:
    (tmp_path / "indicators.yaml").write_text(
        "indicators:\n"
        "  - {code: TINH.GIEO_SA, group: socio, name: Diện tích sạ hàng, units: [ha], forms: [lúa sạ hàng],\n"
        "     examples: [ha | lúa sạ hàng]}\n",
        "utf-8",
    )
    found = IndicatorCatalogue(load_patterns(tmp_path)).match("lúa sạ hàng", "ha", Kind.MEASURE, Change.NONE, "")
    assert found == IndicatorMatch("TINH.GIEO_SA", 1.0)


def test_an_entry_that_borrows_from_an_unknown_code_is_named(tmp_path) -> None:
    (tmp_path / "indicators.yaml").write_text(
        "indicators:\n  - {code: TINH.A_PCT, of: TINH.A, group: socio, name: Tỷ lệ A, units: ['%']}\n", "utf-8"
    )
    with pytest.raises(PatternError, match=r"TINH\.A_PCT.*TINH\.A\b"):
        IndicatorCatalogue(load_patterns(tmp_path))


def test_an_unknown_key_is_reported_with_its_line(tmp_path) -> None:
    (tmp_path / "indicators.yaml").write_text(
        "indicators:\n  - code: TINH.A\n    group: socio\n    name: A\n    unit: [ha]\n", "utf-8"
    )
    with pytest.raises(PatternError, match=r"indicators\.yaml, dòng 5"):
        IndicatorCatalogue(load_patterns(tmp_path))


def test_a_table_of_abbreviations_without_its_columns_is_reported(tmp_path) -> None:
    (tmp_path / "abbreviations.csv").write_text("viết tắt,đầy đủ\nNTM,nông thôn mới\n", "utf-8")
    with pytest.raises(PatternError, match=r"abbreviations\.csv.*abbreviation"):
        IndicatorCatalogue(load_patterns(tmp_path))


def test_ambiguous_abbreviations_are_left_alone() -> None:
    assert "NTM" in PATTERNS.abbreviations
    assert "TT" not in PATTERNS.abbreviations


def test_a_very_long_item_costs_no_more_than_a_short_one() -> None:
    began = time.process_time()
    CATALOGUE.match("xã đạt chuẩn " * 20_000, "xã", Kind.COUNT, Change.NONE, "")
    assert time.process_time() - began < 2
