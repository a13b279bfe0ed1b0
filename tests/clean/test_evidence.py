"""Whether a text holds anything that a dead encoding could have left."""

import pytest

from report_miner.clean.evidence import is_strange


@pytest.mark.parametrize(
    "text",
    [
        "UÛy ban nhaân daân",  # a letter that Vietnamese does not have
        "TØnh §ång Nai",
        "x· Thanh Hãa",  # a sign on a letter
        "thu ng\u0090n sách",  # a control character on a letter
        "U+? ban nhân dân",  # letters with the signs of VIQR
        "u*? ban",
        "nha^n da^n",
        "ddo^`ng",
        "DDồng Nai",
    ],
)
def test_what_a_dead_encoding_leaves_is_strange(text: str) -> None:
    assert is_strange(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ủy ban nhân dân tỉnh Đồng Nai: 97/119 xã đạt chuẩn (81,5%).",
        "Nhiệt độ 38 °C, diện tích 5 m²; 3 × 4 = 12 – đạt",
        "- 12 hộ; + 15 hộ; * 20 hộ",
        "",
    ],
)
def test_plain_vietnamese_is_not(text: str) -> None:
    assert not is_strange(text)
