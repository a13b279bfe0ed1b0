"""Where sentences of report prose begin and end."""

import time

import pytest

from report_miner.clean.shadow import shadow_of
from report_miner.language.sentences import LONGEST, Sentence, split_sentences
from report_miner.model import Block, Document


def split(*paragraphs: str) -> tuple[str, list[Sentence]]:
    """The shadow of a document of paragraphs, and its sentences."""
    blocks, position = [], 0
    for paragraph in paragraphs:
        blocks.append(Block(start=position, end=position + len(paragraph)))
        position += len(paragraph) + 1
    text = "\n".join(paragraphs)
    document = Document(name="a.txt", sha256="a", media_type="text/plain", text=text, blocks=tuple(blocks))
    shadow = shadow_of(text)
    return shadow.text, split_sentences(document, shadow)


def sentences(*paragraphs: str) -> list[str]:
    text, found = split(*paragraphs)
    return [text[each.start : each.end] for each in found]


@pytest.mark.parametrize(
    "marked",
    [
        "Huyện có 18 xã.|Trong đó 12 xã đạt chuẩn.",
        "Xã đạt bao nhiêu tiêu chí?|Đạt 19 tiêu chí!|Rất đáng mừng.",
        "Kết quả đạt 95%./.|Nơi nhận: Như trên.",
        "Năm trước thu 5 tỷ đồng..|Năm nay thu 6 tỷ đồng.",
        "a) Có 12 xã đạt chuẩn.|b) Có 5 xã nâng cao.",
        "Cao nhất 32 độ C.|Khu vực Tây Nguyên có mưa.",
        "Cao nhất 29 - 32oC|Nam Bộ có mưa.|Thấp nhất 24 oC.|Gió nhẹ.",
        "Có 3 vụ cháy (2 vụ ở P. Tân An, Q. Hải Châu).|Thiệt hại 2 tỷ đồng.",
    ],
)
def test_sentences_end_where_the_prose_does(marked):
    assert sentences(marked.replace("|", " ")) == marked.split("|")


def test_a_full_stop_glued_to_the_next_sentence_ends_its_own():
    assert sentences("Xã có 12 thôn.Huyện có 8 xã.") == ["Xã có 12 thôn.", "Huyện có 8 xã."]


@pytest.mark.parametrize(
    "text",
    [
        "TP. Hồ Chí Minh có 102 phường.",
        "H. Cái Bè và TX. Cai Lậy có 40 xã.",
        "ThS. Trần Văn Nam cùng PGS.TS. Lê Thị Hoa nêu 3 giải pháp.",
        "Ông Nguyễn Văn A. trú tại huyện Ba Vì nuôi 30 con bò.",
        "Thu đạt 1.250,5 tỷ đồng, tăng 6.27% so với năm trước.",
        "Sản lượng lúa, ngô, khoai… đạt 45.000 tấn.",
        "Chỉ tiêu 19.2 có 97 xã đạt.",
        "Luân chuyển 3,2 triệu tấn.km, đăng ở phutho.gov.vn hôm qua.",
    ],
)
def test_a_full_stop_inside_a_sentence_does_not_end_it(text):
    assert sentences(text) == [text]


def test_a_closing_quotation_mark_stays_with_its_sentence():
    found = sentences("Chủ tịch xã nói: “Năm nay xã có 12 thôn.”", "Hội nghị có 80 đại biểu.")
    assert found == ['Chủ tịch xã nói: "Năm nay xã có 12 thôn."', "Hội nghị có 80 đại biểu."]


def test_a_block_always_ends_a_sentence():
    text, found = split("Kết quả đạt được", "có 12 xã. Còn lại 3 xã", "18")
    assert [text[each.start : each.end] for each in found] == ["Kết quả đạt được", "có 12 xã.", "Còn lại 3 xã", "18"]
    assert [each.block for each in found] == [0, 1, 1, 2]


@pytest.mark.parametrize("text", ["", "   ", "\u00a0"])
def test_what_holds_no_words_holds_no_sentence(text):
    assert sentences(text) == []


@pytest.mark.parametrize("piece", ["từ ", "1", "12 xã, ", "Có 5 vụ. "])
def test_every_character_but_white_space_is_in_one_sentence_however_long_the_line(piece):
    line = piece * (200_000 // len(piece))
    began = time.process_time()
    text, found = split(line)
    assert time.process_time() - began < 10
    assert max(each.end - each.start for each in found) <= LONGEST
    covered = "".join(text[each.start : each.end] for each in found)
    assert covered.replace(" ", "") == line.replace(" ", "")
