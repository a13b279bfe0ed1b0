"""Mentions of time: what the patterns find, how each form is read, and what stays out of the figures."""

from __future__ import annotations

import json
import re
import time
from datetime import date
from pathlib import Path

import pytest

from report_miner.clean.shadow import shadow_of
from report_miner.extract.periods import find_periods, parse_period
from report_miner.patterns import PeriodRule, load_patterns

RULES = load_patterns().periods.rules
IN_TEXT = [rule for rule in RULES if not rule.alone]
PEER_CASES = Path(__file__).parents[2].parent / "shared/peers/duckling_vi.json"
PUBLISHED = date(2019, 6, 28)


def _marked(example: str) -> tuple[str, int, int]:
    start, end = example.index("⟦"), example.index("⟧") - 1
    return shadow_of(example.replace("⟦", "").replace("⟧", "")).lower, start, end


@pytest.mark.parametrize(
    ("rule", "example"),
    [(rule, text) for rule in IN_TEXT for text in rule.examples],
    ids=lambda value: str(value)[:60],
)
def test_each_rule_finds_the_marked_part_of_its_examples(rule: PeriodRule, example: str) -> None:
    lower, start, end = _marked(example)
    assert (start, end, rule.name) in [(found.start, found.end, found.rule) for found in find_periods(lower)]


@pytest.mark.parametrize(
    ("rule", "text"),
    [(rule, text) for rule in IN_TEXT for text in rule.counter_examples],
    ids=lambda value: str(value)[:60],
)
def test_no_rule_finds_its_counter_examples(rule: PeriodRule, text: str) -> None:
    assert rule.name not in [found.rule for found in find_periods(shadow_of(text).lower)]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2021", "2021"),
        ("năm 2021", "2021"),
        ("tháng 6/2021", "2021-06"),
        ("tháng 6/2.025", "2025-06"),
        ("15/6/2021", "2021-06-15"),
        ("15-06-2021", "2021-06-15"),
        ("15.6.2021", "2021-06-15"),
        ("2021-06-15", "2021-06-15"),
        ("ngày 18 tháng 7 năm 2019", "2019-07-18"),
        ("Chủ nhật - 08/12/2024", "2024-12-08"),
        ("giai đoạn 2021 – 2025", "2021/2025"),
        ("nhiệm kỳ 2020-2025", "2020/2025"),
        ("từ năm 2016 đến năm 2020", "2016/2020"),
        ("năm học 2023-2024", "2023/2024"),
        ("vụ đông xuân 2018-2019", "2018/2019"),
        ("6 tháng đầu năm 2017", "2017-01/2017-06"),
        ("sáu tháng cuối năm 2018", "2018-07/2018-12"),
        ("nửa đầu năm 2016", "2016-01/2016-06"),
        ("9 tháng năm 2017", "2017-01/2017-09"),
        ("quý III năm 2019", "2019-07/2019-09"),
        ("quý IV/2020", "2020-10/2020-12"),
        ("từ ngày 15/12/2018 đến ngày 14/6/2019", "2018-12-15/2019-06-14"),
        ("từ 15/12 đến 14/6/2019", "2018-12-15/2019-06-14"),
        ("từ tháng 11/2018 đến tháng 4/2019", "2018-11/2019-04"),
        ("nửa đầu tháng 5/2019", "2019-05-01/2019-05-15"),
        ("kỳ 2 tháng 2/2020", "2020-02-16/2020-02-29"),
        ("tháng đầu tiên của năm 2019", "2019-01"),
        ("cuối năm 2019", "2019-12"),
        ("năm 200 3", "2003"),
    ],
)
def test_a_phrase_with_its_year_needs_no_document_date(text: str, period: str) -> None:
    assert parse_period(text) == period


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("năm ngoái", "2018"),
        ("tháng trước", "2019-05"),
        ("quý này", "2019-04/2019-06"),
        ("6 tháng đầu năm", "2019-01/2019-06"),
        ("8 tháng đầu năm nay", "2019-01/2019-08"),
        ("tháng 12 năm trước", "2018-12"),
        ("6 tháng qua", "2019-01/2019-06"),
        ("từ đầu năm đến nay", "2019-01-01/2019-06-28"),
        ("từ đầu năm đến hết ngày 15/5", "2019-01-01/2019-05-15"),
        ("từ năm 2011 đến nay", "2011/2019"),
        ("từ ngày 7/5 đến nay", "2019-05-07/2019-06-28"),
        ("4 năm qua", "2016/2019"),
        ("năm học này", "2018/2019"),
        ("năm học tới", "2019/2020"),
        ("năm học vừa qua", "2018/2019"),
        ("3 đến 5 năm tới", "2022/2024"),
        ("hôm qua", "2019-06-27"),
        ("đến nay", "2019-06-28"),
        ("mùng 4 Tết", "2019-02-08"),
        ("từ 29 Tết đến mùng 4 Tết", "2019-02-03/2019-02-08"),
    ],
)
def test_a_relative_phrase_counts_from_the_document_date(text: str, period: str) -> None:
    assert parse_period(text, PUBLISHED) == period
    assert parse_period(text, PUBLISHED.isoformat()) == period


def test_a_relative_phrase_without_a_document_date_says_what_it_needs() -> None:
    with pytest.raises(ValueError, match="document_date"):
        parse_period("năm ngoái")


@pytest.mark.parametrize(
    "text", ["", "mười hai xã", "31/2/2019", "năm 2021 và hơn thế", "giai đoạn 2025-2021", "13/13"]
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="không phải"):
        parse_period(text, PUBLISHED)


@pytest.mark.skipif(not PEER_CASES.exists(), reason="the peer's cases are not beside this checkout")
def test_the_peers_own_cases_hold() -> None:
    cases = [case for case in json.loads(PEER_CASES.read_text("utf-8")) if case["kind"] == "period"]
    read = [parse_period(case["text"], case.get("document_date")) for case in cases]
    assert read == [case["period"] for case in cases]
    assert len(cases) == 46


@pytest.mark.parametrize(
    "text",
    [
        "Sau 3 năm triển khai, trong 2 ngày, kéo dài 6 tháng",
        "Lúc 7h30 sáng 13/3, trực 24/7",
        "anh Nguyễn Văn B (sinh năm 1984), chị C (SN 1990)",
        "tính theo giá so sánh năm 2010",
        "từ ngày 15/12/2018 đến ngày 14/6/2019 (dịp 30/4, 1/5)",
        "năm 2015, 2016; giai đoạn 2021-2025; quý I/2019; tháng 6/2.025",
        "Từ 29 Tết đến mùng 4 Tết (26/1 - 31/1)",
        "phạt 12 năm tù",
    ],
)
def test_every_digit_of_a_time_lies_inside_a_mention(text: str) -> None:
    lower = shadow_of(text).lower
    masked = {place for found in find_periods(lower) for place in range(found.start, found.end)}
    assert [match.start() for match in re.finditer(r"\d", lower) if match.start() not in masked] == []


@pytest.mark.parametrize(
    "text", ["sau 3 năm chờ đợi", "2 ngày", "sinh năm 1984", "12 năm tù", "giá so sánh năm 2010"]
)
def test_a_length_or_a_birth_year_is_no_time_of_a_figure(text: str) -> None:
    assert [found.resolvable for found in find_periods(text)] == [False]


@pytest.mark.parametrize(
    "text",
    ["có 97/119 xã", "từ 5/11 xã lên 7/11 xã", "2015 hộ nghèo", "1.200 người", "giảm 00/01 vụ", "thực hiện 12 đề án"],
)
def test_a_quantity_is_no_mention(text: str) -> None:
    assert find_periods(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "1" * 200_000,
        "ngày " * 40_000,
        "từ ngày 1/1 " * 20_000,
        "1/1-" * 50_000,
        "một hai ba " * 20_000,
        "năm" + " " * 200_000,
    ],
    ids=["digits", "words", "dates", "slashes", "number words", "blanks"],
)
def test_hostile_text_takes_linear_time(text: str) -> None:
    started = time.process_time()
    find_periods(text)
    assert time.process_time() - started < 5
