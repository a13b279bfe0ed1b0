"""Which numbers the benchmark of planted errors may corrupt, and what breaks an arithmetic line."""

import re

import pytest

from arithmetic import holds, numerals_of, printed_lines
from report_miner.model import Block, Document


@pytest.mark.parametrize(
    ("line", "true"),
    [
        ("372 / (1.116 - 372) * 100 = 50", True),
        ("372 / (1.161 - 372) * 100 = 50", False),
        ("12 - 03 = 09", True),
        ("12,46 - 10,71 = 1,75", True),
        ("1 / 0 = 5", False),
    ],
)
def test_line_holds_to_the_printed_precision(line, true):
    assert holds(line) is true


def test_factors_and_the_whole_of_shares_need_not_be_printed():
    assert numerals_of("16,5 + 62 + 21,5 = 100") == {"16,5", "62", "21,5"}
    assert numerals_of("8.450 * 70,2 / 10 = 59.319") == {"8.450", "70,2", "59.319"}


def document_of(*paragraphs):
    blocks, position = [], 0
    for text in paragraphs:
        blocks.append(Block(start=position, end=position + len(text)))
        position += len(text) + 1
    text = "\n".join(paragraphs)
    return Document(name="a.txt", sha256="0" * 64, media_type="text/plain", text=text, blocks=tuple(blocks))


@pytest.mark.parametrize(
    ("paragraphs", "related"),
    [
        (["24 vụ." + "." * 400 + "31 vụ, cộng 55 vụ."], ["24", "31", "55"]),
        (["24 vụ và 31 vụ.", "Cộng 55 vụ."], ["24", "31", "55"]),
        (["24 vụ và 31 vụ." + "." * 400, "Cộng 55 vụ."], []),
        (["24 hộ." + "." * 400 + "24 vụ và 31 vụ, cộng 55 vụ."], ["24", "31", "55"]),
    ],
    ids=["one paragraph", "close by", "far apart", "the nearest of two places"],
)
def test_numbers_of_a_line_are_printed_close_by(paragraphs, related):
    document = document_of(*paragraphs)
    rows = [{"start": m.start(), "text": m.group()} for m in re.finditer(r"\d+", document.text)]
    found = list(printed_lines(document, rows, ["24 + 31 = 55"]))
    assert [numeral for _, numeral, _ in found] == related
