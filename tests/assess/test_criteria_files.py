"""The sets that come with the program, and what is said of a broken file."""

import re
from pathlib import Path

import pytest

from report_miner.assess import check_criteria_file, find_criteria, load_criteria
from report_miner.assess.criteria import Comparator, Verification
from report_miner.assess.measures import MeasureReader, load_assessing
from report_miner.clean.shadow import shadow_of
from report_miner.errors import PatternError, UsageError
from report_miner.patterns import load_patterns

MARKED = re.compile("⟦(.*?)⟧")
ASSESSING = load_assessing()
READER = MeasureReader(ASSESSING)
SETS = load_criteria()
TESTS = [(each, criterion, test) for each in SETS.values() for criterion in each.criteria for test in criterion.tests]
GOOD = """\
id: ntm-xa-thai-binh
title: Bộ tiêu chí xã nông thôn mới tỉnh Thái Bình
document: Quyết định 1/QĐ-UBND
period: {from: 2021, to: 2025}
province: Thái Bình
level: [xa]
status: verified
sources:
  QD: {title: Quyết định 1/QĐ-UBND}
criteria:
  - code: "15.1"
    name: Bảo hiểm y tế
    source: [QD]
    tests:
      - id: bhyt
        comparator: ">="
        threshold: 92
        unit: "%"
        measures: [health_insurance]
"""


def found_in(measure, text):
    lower = shadow_of(text).lower
    return [lower[hit.start : hit.end] for hit in READER.named(lower) if hit.measure == measure]


@pytest.mark.parametrize("measure", ASSESSING.measures, ids=lambda measure: measure.name)
def test_each_measure_is_found_in_its_examples_and_nowhere_else(measure):
    for example in measure.examples:
        marked = [shadow_of(text).lower for text in MARKED.findall(example)]
        assert found_in(measure.name, MARKED.sub(r"\1", example)) == marked, example
    for example in measure.counter_examples:
        assert found_in(measure.name, example) == [], example


def test_every_set_of_the_program_is_whole():
    folder = load_patterns().directory / "criteria"
    assert sorted(SETS) == sorted(path.stem for path in folder.glob("*.yaml"))
    for path in folder.glob("*.yaml"):
        assert check_criteria_file(path) == []


@pytest.mark.parametrize(
    ("name", "code", "test", "comparator", "threshold", "verification"),
    [
        ("ntm-xa-2016-2020", "19.2", "mass_complaint", "zero", None, "unverified"),
        ("ntm-xa-2016-2020", "15.1", "health_insurance", ">=", 85, "verified"),
        ("ntm-xa-2021-2025", "19.2", "anqg", "zero", None, "verified"),
        ("ntm-xa-2021-2025", "15.1", "health_insurance", ">=", 90, "unverified"),
        ("ntm-xa-kieu-mau-2021-2025", "KM3", "smart_hamlet", ">=", 1, "verified"),
        ("ntm-huyen-2021-2025", "9.4", "security", "composite", None, "partial"),
        ("ntm-xa-2026-2030", "10", "whole", "composite", None, "partial"),
        ("ntm-xa-binh-phuoc-2021-2025", "19 (an ninh)", "crime", "change<=", -5, "verified"),
        ("ntm-xa-kieu-mau-nam-dinh-2021-2025", "KM-ANTT", "models", ">=", 3, "verified"),
        ("ntm-xa-long-an-2021-2025", "target_19.2_share", "communes", ">", 80, "verified"),
        ("ntm-an-giang-2021", "AG1", "communes", ">=", 80, "verified"),
    ],
)
def test_tests_are_keyed_by_set_and_code(name, code, test, comparator, threshold, verification):
    criteria = SETS[name]
    criterion = next(each for each in criteria.criteria if each.code == code)
    one = next(each for each in criterion.tests if each.id == test)
    assert (one.comparator, one.threshold) == (Comparator(comparator), threshold)
    assert criteria.verification(criterion, one) is Verification(verification)


def test_every_test_says_where_it_was_read():
    for criteria, criterion, test in TESTS:
        assert test.source or criterion.source or criteria.source, (criteria.id, criterion.code, test.id)


def test_a_good_file_of_a_user_is_found_by_its_path_and_laid_over_ours(tmp_path):
    path = tmp_path / "criteria" / "thai-binh.yaml"
    path.parent.mkdir()
    path.write_text(GOOD, "utf-8")
    assert check_criteria_file(path) == []
    assert find_criteria(str(path)).province == "Thái Bình"
    assert "ntm-xa-thai-binh" in load_criteria(load_patterns(tmp_path))


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ('comparator: ">="', 'comparator: "≥"', 16, "chỉ dùng một trong"),
        ("threshold: 92", "threshhold: 92", 17, "không có mục nào tên «threshhold»"),
        ("        threshold: 92\n", "", 15, "cần «threshold»"),
        ("title: Bộ tiêu chí xã nông thôn mới tỉnh Thái Bình\n", "", 1, "thiếu mục bắt buộc «title»"),
        ("from: 2021, to: 2025", "from: 2025, to: 2021", 4, "năm cuối 2021 đứng trước năm đầu 2025"),
        ("[health_insurance]", "[bao_hiem]", 19, "không có nội dung đo nào tên «bao_hiem»"),
        ("source: [QD]", "source: [TT]", 13, "nguồn «TT» chưa được ghi"),
        ("level: [xa]", "level: [phuong]", 6, "chỉ dùng một trong"),
        ("level: [xa]", "level: xa", 6, "phải là một danh sách"),
        ("    tests:", "   tests:", 14, "sai cú pháp YAML"),
    ],
)
def test_a_mistake_is_told_with_file_line_and_remedy(tmp_path, old, new, line, says):
    path = tmp_path / "bo-tieu-chi.yaml"
    path.write_text(GOOD.replace(old, new), "utf-8")
    (mistake, *_) = check_criteria_file(path)
    assert f"{path}, dòng {line}:" in mistake.message
    assert says in mistake.message
    assert str(line) in mistake.remedy
    with pytest.raises(PatternError, match=re.escape(mistake.message)):
        find_criteria(str(path))


def test_all_mistakes_are_told_in_the_order_of_their_lines(tmp_path):
    path = tmp_path / "bo-tieu-chi.yaml"
    path.write_text(GOOD.replace("status: verified", "status: sure").replace('">="', '"≥"'), "utf-8")
    assert [re.search(r"dòng (\d+)", each.message)[1] for each in check_criteria_file(path)] == ["7", "16"]


def test_a_file_that_is_not_there_and_an_unknown_set_are_told():
    (mistake,) = check_criteria_file(Path("khong-co.yaml"))
    assert "Không đọc được khong-co.yaml" in mistake.message
    with pytest.raises(UsageError, match="Không có bộ tiêu chí «ntm»") as error:
        find_criteria("ntm")
    assert "ntm-xa-2021-2025" in error.value.remedy
