"""Whatever a text has become, it is mined and checked: its figures stand where they say, and nothing breaks."""

import random
from decimal import Decimal
from pathlib import Path

import pytest

from report_miner.assess import assess
from report_miner.check import check
from report_miner.patterns import load_patterns
from report_miner.pipeline import mine
from report_miner.read import read_bytes

TEXTS = sorted((Path(__file__).parents[1] / "corpus").glob("*.txt"))
DEBRIS = [
    *"%/-–.,()[]|\t\n\u200b\u00a0\u202e₫°½²⁵①٣１😀",
    *(
        "\n\n",
        "năm ",
        "tháng ",
        "từ ",
        "đến ",
        "so với ",
        "gấp ",
        "nghìn tỷ ",
        "tỉnh ",
        "xã ",
        "năm năm năm ",
        "mười mươi ",
    ),
    *(
        "ngày 31/2/2020 ",
        "ngày 0/0/0000 ",
        "quý V/2020 ",
        "9 tháng 13 ",
        "giai đoạn 2025-2021 ",
        "trăm nghìn triệu tỷ ",
    ),
    *(
        "99999999999999999999999999",
        "0,0000000000000000001",
        "1/0",
        "0/0",
        "-5 - -3",
        "1.2.3.4.5",
        "=1+1",
        "<script>",
    ),
]


def damaged(text: str, chance: random.Random) -> str:
    letters = list(text)
    for _ in range(chance.randint(20, 150)):
        place = chance.randrange(len(letters))
        if chance.random() < 0.4:
            del letters[place : place + chance.randint(1, 4)]
        else:
            letters.insert(place, chance.choice(DEBRIS))
    return "".join(letters)


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_text_is_mined_and_checked(seed: int) -> None:
    chance = random.Random(seed)
    text = damaged(chance.choice(TEXTS).read_text("utf-8"), chance)
    document = read_bytes(text.encode(), "hong.txt", patterns=load_patterns())
    figures = list(mine(document, patterns=load_patterns()))
    assert all(document.text[each.start : each.end] == each.text for each in figures)
    assert all(Decimal(0) <= abs(each.value) < Decimal(10) ** 21 for each in figures)
    places = {each.start for each in figures}
    found = check(figures, document)
    assert all(set(each.starts) <= places for each in found if each.figures and each.rule != "parts")
    assess(figures, document=document)


@pytest.mark.parametrize(
    "text",
    [
        "Xử lý theo mục ٣ người dân nộp 12 hồ sơ.",
        "Tổng thu 99999999999999999999999999 tỷ đồng, gồm: thuế 3 tỷ đồng, phí 2 tỷ đồng.",
        "SỞ\u200b NÔNG NGHIỆP\u200b BÁO\u200b CÁO\u200b\n\n\u200b\u200bCÓ 12 XÃ\u200b\u200b ĐẠT",
    ],
)
def test_a_text_that_once_broke_a_rule_does_so_no_more(text: str) -> None:
    document = read_bytes(text.encode(), "hong.txt", patterns=load_patterns())
    figures = list(mine(document, patterns=load_patterns()))
    check(figures, document)
    assert all(document.text[each.start : each.end] == each.text for each in figures)
