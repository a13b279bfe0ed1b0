"""The part of speech of the words at the ends of a phrase, by a table."""

import pytest

from report_miner.language.word_classes import NO_WORD, Word, WordClasses

CLASSES = WordClasses({"hộ": "N", "hộ nghèo": "N", "nghèo": "A", "đa chiều": "A", "giảm": "V"})


@pytest.mark.parametrize(
    ("phrase", "first", "last"),
    [
        ("hộ nghèo đa chiều", Word("hộ nghèo", "N"), Word("đa chiều", "A")),
        ("Hộ giảm", Word("hộ", "N"), Word("giảm", "V")),
        ("Mường Nhé giảm,", Word("", "name"), Word("giảm", "V")),
        ("5 hộ", Word("", "digit"), Word("hộ", "N")),
        ("xyz", Word("", "other"), Word("", "other")),
        ("", NO_WORD, NO_WORD),
    ],
)
def test_the_longest_known_word_stands_at_either_end(phrase, first, last):
    assert (CLASSES.first(phrase), CLASSES.last(phrase)) == (first, last)


def test_longer_words_that_hold_one_are_told():
    classes = WordClasses({"thu": "V", "doanh thu": "N", "thu hút": "V", "thủy lợi": "N"})
    assert {word.text for word in classes.holding({"thu"})} == {"doanh thu", "thu hút"}
