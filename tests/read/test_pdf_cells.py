"""What narrow cells of PDF tables broke over two lines."""

from __future__ import annotations

import pytest

from report_miner.read.pdf_tables import is_broken


@pytest.mark.parametrize(
    ("text", "word", "broken"),
    [
        ("205.3", "10", True),
        ("1.205.33", "0", True),
        ("24.", "310", True),
        ("205.310", "198.450", False),
        ("57,6", "10", False),
        ("2.3", "Đường", False),
        ("12", "10", False),
    ],
)
def test_thousands_are_joined_where_their_three_digits_are_torn(text: str, word: str, broken: bool) -> None:
    assert is_broken(text, word) is broken
