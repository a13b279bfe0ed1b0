"""How a person reads the times of the table."""

import pytest

from report_miner.period_words import in_words


@pytest.mark.parametrize(
    ("notation", "words"),
    [
        ("2023", "năm 2023"),
        ("2023-06", "tháng 6/2023"),
        ("2023-09-30", "30/9/2023"),
        ("2021/2025", "giai đoạn 2021-2025"),
        ("2024-01/2024-03", "quý I/2024"),
        ("2024-10/2024-12", "quý IV/2024"),
        ("2023-01/2023-06", "6 tháng đầu năm 2023"),
        ("2023-01/2023-02", "2 tháng đầu năm 2023"),
        ("2023-07/2023-12", "6 tháng cuối năm 2023"),
        ("2023-01/2023-12", "năm 2023"),
        ("2023-04/2023-05", "tháng 4-5/2023"),
        ("2022-10/2023-03", "tháng 10/2022 - 3/2023"),
        ("2023-03-01/2023-03-07", "1/3 - 7/3/2023"),
        ("2022-12-28/2023-01-03", "28/12/2022 - 3/1/2023"),
        ("2021/2023-06", "năm 2021 - tháng 6/2023"),
        ("", ""),
        ("không rõ", "không rõ"),
    ],
)
def test_a_time_reads_as_people_write_it(notation: str, words: str) -> None:
    assert in_words(notation) == words
