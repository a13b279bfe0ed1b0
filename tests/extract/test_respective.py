"""What is told one by one: changes of what was counted before, and numbers of the years named before."""

from __future__ import annotations

import pytest
from test_statements import mentions_of

from report_miner.extract.items import Item
from report_miner.extract.respective import respective, years_in_turn


def items_of(text: str) -> list[str]:
    """The items of the numbers of a sentence, where the reader took the last name before each for what it is of."""
    _, mentions = mentions_of(text)
    names = [Item(f"số {index}", "near", 0.9, 2) for index in range(len(mentions))]
    return [item.text if item else "" for item in respective(text.lower(), mentions, names)]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("Lúa đạt 40 tạ, ngô đạt 30 tạ, tăng lần lượt 5% và 7%.", [0, 1, 0, 1]),
        ("Cả hai vụ 70 tạ: lúa 40 tạ, ngô 30 tạ, giảm lần lượt là 5% và 7%.", [0, 1, 2, 1, 2]),
        ("Có 12 xã, 30 thôn, tăng lần lượt 2 xã và 5 thôn.", [0, 1, 0, 1]),
        ("Có 12 xã, 30 thôn, tăng lần lượt 2 hộ và 5 người.", [0, 1, 2, 3]),
        ("Lúa đạt 40 tạ, ngô đạt 30 tạ, tăng lần lượt 5%, 7% và 9%.", [0, 1, 2, 3, 4]),
        ("Lúa đạt 40 tạ, ngô đạt 30 tạ, tăng 5% và 7%.", [0, 1, 2, 3]),
        ("Lúa và ngô tăng lần lượt 5% và 7%.", [0, 1]),
    ],
)
def test_each_change_is_of_what_was_counted_in_its_turn(text: str, items: list[int]) -> None:
    assert items_of(text) == [f"số {index}" for index in items]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Trong các năm 2018, 2020 sẽ có 45 và 49 trường.", ["2018", "2020"]),
        ("Năm 2017, 2018 và 2019 trồng lần lượt 5 ha, 7 ha và 9 ha.", ["2017", "2018", "2019"]),
        ("Năm 2018 và 2019, xã có 12 hộ, 15 hộ và 3 hộ.", []),
        ("Năm 2018 xây 12 và 15 cầu.", []),
        ("Năm 2018 và 2019 xây 12 cầu và 15 trường.", []),
    ],
)
def test_each_number_is_of_the_year_in_its_turn(text: str, years: list[str]) -> None:
    _, mentions = mentions_of(text)
    assert [str(year) for year in years_in_turn(text.lower(), mentions).values()] == years
