"""Words and tags are those of underthesea."""

import pytest
from underthesea import pos_tag

from report_miner.language.tagger import tag_words


@pytest.mark.parametrize(
    "text",
    [
        "thương nhân Việt Nam đã mua",
        "Sở Công Thương tỉnh Long An báo cáo, trong 9 tháng",
        "chó",
        "quả bưởi da xanh (loại 1)",
        "đại diện doanh nghiệp và  hộ kinh doanh",
        "",
    ],
)
def test_words_and_tags_are_those_of_underthesea(text: str) -> None:
    assert tag_words(text) == pos_tag(text)
