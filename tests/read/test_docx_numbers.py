"""Marks of Word's lists: counted by level, restarted below a new item, bullets as printed."""

from lxml import etree

from report_miner.read.docx_numbers import Numbering
from report_miner.read.docx_text import DOCX

SPACE = f'xmlns:w="{DOCX[1:-1]}"'
LEVELS = ("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)"), ("bullet", "\uf0b7")
LISTS = etree.fromstring(
    f"<w:numbering {SPACE}><w:abstractNum w:abstractNumId='7'>"
    + "".join(
        f"<w:lvl w:ilvl='{depth}'><w:start w:val='1'/><w:numFmt w:val='{form}'/><w:lvlText w:val='{text}'/></w:lvl>"
        for depth, (form, text) in enumerate(LEVELS)
    )
    + "</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num></w:numbering>"
)


def properties(depth: int) -> etree._Element:
    return etree.fromstring(
        f"<w:pPr {SPACE}><w:numPr><w:ilvl w:val='{depth}'/><w:numId w:val='1'/></w:numPr></w:pPr>"
    )


def test_items_are_counted_by_their_depth() -> None:
    numbering = Numbering(LISTS, None)
    marks = [numbering.mark(properties(depth), "") for depth in (0, 1, 2, 2, 1, 3, 0, 1)]
    assert marks == ["I.", "1.", "a)", "b)", "2.", "-", "II.", "1."]


def test_a_paragraph_outside_of_lists_has_no_mark() -> None:
    assert Numbering(LISTS, None).mark(None, "Normal") == ""


def test_a_list_that_begins_beyond_what_word_counts_begins_at_nothing() -> None:
    lists = etree.fromstring(etree.tostring(LISTS).replace(b'start w:val="1"', b'start w:val="' + b"9" * 5000 + b'"'))
    assert Numbering(lists, None).mark(properties(1), "") == "0."
