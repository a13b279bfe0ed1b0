"""What each number of a sentence says, from the numbers to their units, anchors and items."""

from decimal import Decimal

import pytest

from report_miner.clean.shadow import shadow_of
from report_miner.extract.candidates import Memory
from report_miner.extract.cues import Cues
from report_miner.extract.numbers import find_numbers
from report_miner.extract.statements import ItemReader, Mention, UnitReader
from report_miner.language.sentences import Sentence, split_sentences
from report_miner.model import Block, Document
from report_miner.patterns import load_patterns

PATTERNS = load_patterns()
CUES = Cues(PATTERNS)
TEXT = "Toàn huyện thu 420,5 tỷ đồng, bằng 104% dự toán, giảm 06/09 vụ và trồng 1.200 ha rừng."


def mentions_of(text: str) -> tuple[Sentence, list[Mention]]:
    document = Document(
        name="a.txt", sha256="a", media_type="text/plain", text=text, blocks=(Block(start=0, end=len(text)),)
    )
    shadow = shadow_of(text)
    sentences = split_sentences(document, shadow)
    (sentence,) = sentences
    numbers = find_numbers(shadow.text, shadow.lower, [])
    units = UnitReader(PATTERNS).read(shadow.text, shadow.lower, sentence, numbers)
    spans = [(number.start, number.end) for number in numbers]
    cues = CUES.read(shadow.lower, sentence, spans, CUES.contexts(document, shadow, sentences, [0])[0])
    return sentence, [Mention(*parts) for parts in zip(numbers, units, cues, strict=True)]


def test_every_number_has_its_unit_by_name():
    _, mentions = mentions_of(TEXT)
    assert [(mention.number.value, mention.unit_name) for mention in mentions] == [
        (Decimal(420_500_000_000), "đồng"),
        (Decimal(104), "%"),
        (Decimal(6), "vụ"),
        (Decimal(1200), "ha"),
    ]


def test_a_mention_ends_with_its_unit_or_with_the_number_itself():
    _, mentions = mentions_of(TEXT)
    assert [TEXT[mention.number.start : mention.end] for mention in mentions[:2]] == ["420,5 tỷ đồng", "104%"]


def test_a_currency_sign_on_the_number_is_its_unit():
    _, (mention,) = mentions_of("Nhà đầu tư góp thêm $1.500 cho dự án.")
    assert mention.unit_name == "USD"


def test_the_words_of_one_number_end_where_the_next_begins():
    sentence, mentions = mentions_of(TEXT)
    anchors = list(ItemReader(PATTERNS).anchors(shadow_of(TEXT), sentence, mentions))
    assert [anchor.form for anchor in anchors] == ["money", "percent", "ratio", "measure"]
    assert [anchor.change for anchor in anchors] == [False, False, True, False]
    for anchor, following in zip(anchors, mentions[1:], strict=False):
        assert max(anchor.around.tail[1], anchor.around.clause[1]) <= following.number.start
    for anchor, before in zip(anchors[1:], mentions, strict=False):
        assert anchor.around.near[0] >= before.end


def test_each_point_of_a_sentence_has_its_own_theme():
    text = "Tổ vớt bèo có 6 xuồng, với 74 xã viên; đội trồng sen có 9 xuồng."
    sentence, mentions = mentions_of(text)
    anchors = ItemReader(PATTERNS).anchors(shadow_of(text), sentence, mentions)
    themes = [text[slice(*anchor.theme)].strip() for anchor in anchors]
    assert themes == ["Tổ vớt bèo", "Tổ vớt bèo", "đội trồng sen"]


def test_items_come_in_the_order_of_the_numbers_and_are_remembered():
    sentence, mentions = mentions_of(TEXT)
    reader, memory = ItemReader(PATTERNS), Memory()
    items = reader.read(TEXT, list(reader.anchors(shadow_of(TEXT), sentence, mentions)), memory)
    assert len(items) == len(mentions)
    assert memory.before == tuple(item.text for item in items if item)
    assert memory.before


@pytest.mark.parametrize(
    ("heading", "topic"),
    [
        ("Chi theo Nghị quyết của tỉnh", "Chi theo Nghị quyết của tỉnh"),
        ("Trẻ dưới 5 tuổi thấp còi", "Trẻ dưới 5 tuổi thấp còi"),
        ("Phụ nữ từ 18 tuổi vay vốn", "Phụ nữ từ 18 tuổi vay vốn"),
        ("Trẻ em 5 xã thấp còi", "Trẻ em"),
    ],
)
def test_the_topic_of_a_heading_ends_at_a_number_but_not_within_an_age_or_a_name(heading: str, topic: str) -> None:
    assert ItemReader(PATTERNS).topic(shadow_of(heading), 0, len(heading)) == topic
