"""Where the subject of a report ends: at a line that already reports."""

import pytest

from report_miner.read.front import read_front
from report_miner.read.lines import default_rules

SUBJECT = "Kết quả sản xuất vụ xuân và nhiệm vụ 6 tháng cuối năm 2023"


@pytest.mark.parametrize(
    "line",
    [
        "Toàn xã gieo cấy 512 ha lúa, sản lượng 1.873 tấn",
        "Lúa chín sớm. Bà con đã gặt xong",
        "Hộ nghèo còn 2,57%, hộ cận nghèo 3,1%",
    ],
)
def test_a_line_with_sentences_or_amounts_is_no_part_of_the_title(line: str) -> None:
    assert read_front(["BÁO CÁO", SUBJECT, line], default_rules()).stated.title == f"BÁO CÁO {SUBJECT}"


@pytest.mark.parametrize("line", ["và 5 năm 2021 - 2025 của xã An Bình", "tháng 9 và 9 tháng năm 2023"])
def test_a_line_with_times_goes_on_with_the_title(line: str) -> None:
    assert read_front(["BÁO CÁO", SUBJECT, line], default_rules()).stated.title == f"BÁO CÁO {SUBJECT} {line}"
