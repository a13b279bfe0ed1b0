"""What a number measures: the phrases that can name it, and clear cases of the choice among them."""

import re

import pytest

from report_miner.evaluate import is_right
from report_miner.extract.candidates import SIDE_OF, Anchor, Memory, candidates
from report_miner.extract.context import Surroundings, Surveyor
from report_miner.extract.frames import Framer
from report_miner.extract.item_features import Phrase, Vocabulary, Words, likenesses
from report_miner.extract.item_groups import features_of
from report_miner.extract.items import ItemModel
from report_miner.extract.tools import tools_of
from report_miner.extract.units import Family, Unit
from report_miner.language.word_classes import WordClasses
from report_miner.model import Block, BlockKind, Document
from report_miner.patterns import load_patterns
from report_miner.pipeline import Reading, mine
from report_miner.read import read_bytes

PATTERNS = load_patterns()
CLASSES = WordClasses(PATTERNS.words)
SENTENCE = "Công an tỉnh đã khởi tố 40 vụ buôn lậu, gian lận thương mại."


def anchor(
    sentence: str = SENTENCE,
    number: str = "40",
    unit: str = "vụ",
    family: Family = Family.COUNTED,
    group: str = "",
) -> Anchor:
    """A number of a sentence and the unit right behind it."""
    start = sentence.index(number)
    end = start + len(number)
    after = end + 1 + len(unit) if unit else end
    lower, whole = sentence.lower(), len(sentence)
    surveyor = Surveyor(PATTERNS.items, CLASSES)
    around: Surroundings = surveyor.survey(lower, 0, (start, end), after, whole)
    following = re.search(r"\d", sentence[after:])
    ceiling = after + following.start() if following else whole
    frame = Framer(PATTERNS.items, CLASSES).frame(lower, (0, whole), around, after, ceiling)
    named = Unit(end + 1, after, unit, family, group=group) if unit else None
    theme = surveyor.theme(sentence, lower, 0, start)
    return Anchor("count", named, unit or None, False, around, frame, theme)


def test_a_counted_number_can_be_named_from_either_side_with_its_unit():
    found = candidates(SENTENCE, anchor(), [], Memory())
    assert found["unit"] == "vụ"
    assert found["unit_tail"] == "vụ buôn lậu, gian lận thương mại"
    assert found["near"] == "Công an tỉnh đã khởi tố"
    assert {"vụ", "buôn", "lậu,", "khởi", "tố"} <= set(found["unit_tail_near"].split())


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("Toàn tỉnh có 45 tổ và 1.250 hội viên.", False),
        ("Toàn tỉnh có 45 tổ và 1.250 hội viên với 300 nữ.", False),
        ("Toàn tỉnh có 45 tổ và 12 nhóm tín dụng tiết kiệm.", True),
    ],
)
def test_what_another_number_counts_is_no_name_across_it(sentence: str, named: bool) -> None:
    assert ("through" in candidates(sentence, anchor(sentence, "45", "tổ"), [], Memory())) is named


def test_the_share_of_another_is_no_name() -> None:
    sentence = "Xã A đạt 90% và      đạt ít nhất với 12%."
    assert not any(
        "12%" in phrase for phrase in candidates(sentence, anchor(sentence, "90%", ""), [], Memory()).values()
    )


def test_a_name_that_holds_what_is_counted_is_not_given_it_once_more():
    sentence = "Số ổ dịch nhỏ phát hiện là 231 ổ."
    found = candidates(sentence, anchor(sentence, "231", "ổ"), [], Memory())
    assert found["unit_near"].startswith("Số ổ dịch nhỏ")
    assert not any(phrase.lower().startswith("ổ số") for phrase in found.values())


def test_money_is_named_without_its_unit():
    sentence = "Tổng thu ngân sách đạt 500 đồng."
    found = candidates(sentence, anchor(sentence, "500", "đồng", Family.MONEY), [], Memory())
    assert found["near"] == "Tổng thu ngân sách"
    assert not any("đồng" in phrase for phrase in found.values())


@pytest.mark.parametrize(
    ("sentence", "number", "unit", "source", "phrase"),
    [
        ("Toàn tỉnh có 97 xã (81,5%) đạt chuẩn.", "97", "xã", "across", "xã đạt chuẩn"),
        ("Có 85 em đạt từ 27 điểm trở lên.", "85", "em", "through", "em đạt từ 27 điểm trở lên"),
        ("Riêng phí chợ đạt thấp, lệ phí trước bạ, 44 tỷ.", "44", "tỷ", "apposed", "lệ phí trước bạ"),
        ("Thành phố phấn đấu đưa sản lượng lên 9 mẻ.", "9", "mẻ", "core", "sản lượng"),
    ],
)
def test_a_name_is_found_across_what_parts_it_from_its_number(sentence, number, unit, source, phrase):
    assert candidates(sentence, anchor(sentence, number, unit), [], Memory())[source] == phrase


def test_what_a_paragraph_opens_with_can_name_its_numbers():
    memory = Memory()
    memory.enter(Block(start=0, end=40, kind=BlockKind.LIST_ITEM), "c) Cây ăn quả: trồng mới 310 cây.", str)
    found = candidates(SENTENCE, anchor(), [], memory)
    assert (memory.label, found["unit_label"]) == ("Cây ăn quả", "vụ Cây ăn quả")


def test_an_attribute_is_joined_to_what_it_is_said_of():
    sentence = "Cầu vượt ngã sáu dài 367 mét, rộng 8 mét."
    found = candidates(sentence, anchor(sentence, "8", "mét"), [(anchor(), "Cầu vượt ngã sáu dài")], Memory())
    assert found["near_previous"] == "rộng Cầu vượt ngã sáu dài"


def test_what_a_clause_speaks_of_first_is_joined_to_what_is_counted_or_measured():
    counted = "Nghiệp đoàn bốc xếp bến cá có tổ trưởng giỏi và 74 hội viên nữ."
    found = candidates(counted, anchor(counted, "74", "hội viên"), [], Memory())
    assert found["unit_theme"] == "hội viên nữ Nghiệp đoàn bốc xếp bến cá"
    measured = "Tàu kéo Bến Lội đã sửa, sức kéo 96 tấn."
    found = candidates(measured, anchor(measured, "96", "tấn", Family.MEASURE), [], Memory())
    assert (found["theme"], found["near_theme"]) == ("Tàu kéo Bến Lội", "sức kéo Tàu kéo Bến Lội")


def test_the_part_of_a_breakdown_is_joined_to_its_parent():
    sentence = "Hội thi có 640 thí sinh, trong đó bảng nhí 90 thí sinh, bảng trẻ 310 thí sinh."
    earlier = [(anchor(), "thí sinh đan lát"), (anchor(), "thí sinh bảng nhí")]
    assert candidates(sentence, anchor(sentence, "310", "thí sinh"), earlier, Memory())["first_near"] == (
        "thí sinh đan lát bảng trẻ"
    )


def test_a_bare_level_of_government_takes_up_the_budget_before_it():
    sentence = "Vốn gồm ngân sách trung ương 94 đồng, tỉnh 41 đồng."
    number = anchor(sentence, "41", "đồng", Family.MONEY)
    earlier = [(anchor(sentence, "94", "đồng", Family.MONEY), "ngân sách trung ương")]
    assert candidates(sentence, number, earlier, Memory())["near"] == "ngân sách tỉnh"
    assert candidates(sentence, number, [(number, "vốn vay")], Memory())["near"] == "tỉnh"


def test_the_number_of_the_next_point_of_a_list_is_no_name():
    sentence = "Lan: 95 triệu đồng 3. Huệ: 94 triệu đồng."
    assert "tail" not in candidates(sentence, anchor(sentence, "95", "triệu đồng"), [], Memory())


def test_no_blank_is_left_between_the_commas_of_a_name():
    sentence = "Lễ hội,       , nay           , đón 40 khách"
    assert candidates(sentence, anchor(sentence, "40", "khách"), [], Memory())["wide"] == "Lễ hội, nay, đón"


def test_what_is_counted_for_each_of_something_is_named_without_that():
    sentence = "Toàn tỉnh có 8 bác sĩ/vạn dân trực cấp cứu."
    found = candidates(sentence, anchor(sentence, "8", "bác sĩ/vạn dân", Family.RATE, group="người"), [], Memory())
    assert (found["unit"], found["unit_tail"]) == ("bác sĩ/vạn dân", "bác sĩ trực cấp cứu")


@pytest.mark.parametrize(("behind", "tail"), [("dừng chân", "điểm dừng chân"), ("sau hai vòng", "sau hai vòng")])
def test_points_that_are_places_are_named_with_their_noun(behind, tail):
    sentence = f"Tuyến này có 12 điểm {behind}."
    found = candidates(sentence, anchor(sentence, "12", "điểm", Family.SCORE), [], Memory())
    assert found["tail"] == tail


def test_exports_and_imports_are_one_name_across_their_comma():
    sentence = "Tổng kim ngạch xuất, nhập khẩu hàng hóa đạt 55 tỷ đồng."
    found = candidates(sentence, anchor(sentence, "55", "tỷ đồng", Family.MONEY), [], Memory())
    assert found["near"] == "Tổng kim ngạch xuất, nhập khẩu hàng hóa"


@pytest.mark.parametrize(
    ("sentence", "number", "near"),
    [
        ("Nợ trong xây dựng nông thôn mới còn 6 tỷ đồng.", "6", "Nợ trong xây dựng nông thôn mới"),
        ("Vốn xây dựng nông thôn mới đạt 6 tỷ đồng.", "6", "Vốn xây dựng nông thôn mới"),
        ("Ở vùng nông thôn mới có 6 trạm.", "6", "Ở vùng nông thôn"),
        ("Tổ phòng, chống cháy rừng có 6 người.", "6", "Tổ phòng, chống cháy rừng"),
    ],
)
def test_the_last_word_of_a_name_leads_to_no_number(sentence: str, number: str, near: str):
    assert candidates(sentence, anchor(sentence, number, ""), [], Memory())["near"] == near


@pytest.mark.parametrize(
    ("item", "near", "named"),
    [
        ("tỷ lệ trẻ béo phì thể nhẹ", "thể nặng", "tỷ lệ trẻ béo phì thể nặng"),
        ("giá điện cấp huyện", "cấp xã", "giá điện cấp xã"),
        ("tỷ lệ trẻ béo phì", "thể nặng", "tỷ lệ trẻ béo phì thể nặng"),
        ("độ ẩm đất", "đất sét", "độ ẩm đất đất sét"),
    ],
)
def test_another_sort_takes_the_place_of_the_one_before(item: str, near: str, named: str):
    sentence = f"{item} là 9%, {near} 18%."
    number = anchor(sentence, "18", "%", Family.PERCENT)
    number = number._replace(around=number.around._replace(near=(sentence.index(near), sentence.index(" 18"))))
    assert candidates(sentence, number, [(number, item)], Memory())["first_near"] == named


@pytest.mark.parametrize(
    ("sentence", "number", "near"),
    [
        ("Trạm mời 40 hộ và nhắc nhở 6 hộ.", "6", "nhắc nhở"),
        ("Lật 9 thuyền, làm chết 3 người.", "3", "chết"),
        ("Chợ phiên làm 70 nghề.", "70", "Chợ phiên"),
    ],
)
def test_what_only_leads_to_a_name_is_no_part_of_it(sentence: str, number: str, near: str):
    text = sentence.lower()
    start = text.index(number)
    floor = max((text.index(other) + len(other) for other in ("40 hộ", "9 thuyền") if other in text), default=0)
    end = start + len(number)
    around = Surveyor(PATTERNS.items, CLASSES).survey(text, floor, (start, end), end, len(text))
    assert sentence[slice(*around.near)] == near


def test_who_is_harmed_is_named_with_what_happened():
    sentence = "Xảy ra 9 vụ lật thuyền, chết 3 người."
    earlier = [(anchor(sentence, "9", "vụ", group="events"), "vụ lật thuyền")]
    found = candidates(sentence, anchor(sentence, "3", "người"), earlier, Memory())
    assert found["near_previous"] == found["first_near"] == "người chết lật thuyền"


def test_what_is_counted_next_is_named_by_what_was_done_before():
    sentence = "Đồn biên phòng đã tìm thấy 6 thuyền, 9 ngư dân."
    number = anchor(sentence, "9", "ngư dân")
    number = number._replace(theme=(0, 14), around=number.around._replace(near=(0, 0), tail=(0, 0), links=()))
    earlier = [(anchor(sentence, "6", "thuyền"), "thuyền Đồn biên phòng đã tìm thấy")]
    assert candidates(sentence, number, earlier, Memory())["unit_theme"] == "ngư dân Đồn biên phòng đã tìm thấy"
    assert candidates(sentence, number, earlier, Memory(label="Cứu nạn"))["unit_theme"] == "ngư dân Đồn biên phòng"


def test_a_change_of_a_number_of_things_does_not_take_up_another():
    sentence = "Tăng 6% số thuyền, 3% số chợ."
    number = anchor(sentence, "3", "%", Family.PERCENT)._replace(change=True)
    around = number.around._replace(tail=(sentence.index("số chợ"), len(sentence) - 1))
    assert "previous" not in candidates(sentence, number._replace(around=around), [(number, "số thuyền")], Memory())


def test_a_number_can_take_up_the_item_of_an_earlier_one():
    earlier = [(anchor(), "vụ buôn lậu"), (anchor()._replace(unit_name="đối tượng"), "đối tượng buôn lậu")]
    found = candidates(SENTENCE, anchor(), earlier, Memory())
    assert (found["first"], found["same_unit"], found["previous"]) == (
        "vụ buôn lậu",
        "vụ buôn lậu",
        "đối tượng buôn lậu",
    )


def test_every_candidate_stands_on_a_known_side_and_says_something():
    memory = Memory(before=("vụ cháy",), heading="An ninh trật tự", by_unit={"vụ": "vụ phạm pháp hình sự"})
    found = candidates(SENTENCE, anchor(), [(anchor(), "vụ buôn lậu")], memory)
    assert found.keys() <= SIDE_OF.keys()
    assert all(phrase.strip() == phrase != "" for phrase in found.values())


def test_a_candidate_has_a_greatest_length():
    sentence = "Số hộ " + "nghèo " * 80 + "là 40 hộ"
    found = candidates(sentence, anchor(sentence, "40", "hộ"), [], Memory())
    assert max(map(len, found.values())) <= 160


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("II. Kết quả xây dựng nông thôn mới:", "Kết quả xây dựng nông thôn mới"),
        ("3.1 Thu ngân sách.", "Thu ngân sách"),
        ("- Công tác giảm nghèo", "Công tác giảm nghèo"),
    ],
)
def test_a_heading_is_remembered_without_its_number(text, heading):
    memory = Memory(before=("hộ nghèo",))
    memory.enter(Block(start=0, end=len(text), kind=BlockKind.HEADING, level=1), text, str)
    assert (memory.heading, memory.before) == (heading, ())


def test_a_heading_names_what_it_tells_the_state_of():
    memory = Memory()
    memory.enter(Block(start=0, end=40, kind=BlockKind.HEADING), "1. Tình hình tai nạn giao thông", str)
    assert memory.heading == "tai nạn giao thông"


def test_a_paragraph_keeps_the_heading_above_and_forgets_the_sentence_before():
    memory = Memory(before=("hộ nghèo",), heading="Giảm nghèo")
    memory.enter(Block(start=0, end=9), "Cuối năm.", str)
    assert (memory.heading, memory.before) == ("Giảm nghèo", ())


def test_the_title_keeps_its_topic_under_other_headings():
    memory = Memory()
    memory.enter(Block(start=0, end=20, kind=BlockKind.TITLE), "Đàn ong vượt kế hoạch", lambda: "Đàn ong")
    memory.enter(Block(start=20, end=30, kind=BlockKind.HEADING, level=1), "1. Thị trường", lambda: "Thị trường")
    found = candidates(SENTENCE, anchor(), [], memory)
    assert (found["unit_title"], found["unit_topic"]) == ("vụ Đàn ong", "vụ Thị trường")


def test_the_first_item_of_a_paragraph_is_kept_until_its_end():
    memory = Memory()
    memory.note([(anchor(), "vụ buôn lậu"), (anchor(), "vụ trộm")])
    memory.note([(anchor(), "vụ cháy")])
    assert candidates(SENTENCE, anchor(), [], memory)["opening"] == "vụ buôn lậu"
    memory.enter(Block(start=0, end=9), "Cuối năm.", str)
    assert "opening" not in candidates(SENTENCE, anchor(), [], memory)


@pytest.mark.parametrize(
    ("heading", "topic"),
    [
        ("BÁO CÁO\nKết quả nuôi ong năm 2019", "Kết quả nuôi ong"),
        ("II. Sản lượng mật ong tăng 4%", "Sản lượng mật ong"),
        ("Đắk Lắk: Giá sầu riêng giảm mạnh", "Giá sầu riêng"),
    ],
)
def test_what_a_heading_speaks_of_first_is_its_topic(heading, topic):
    tools = tools_of(PATTERNS)
    reading = Reading.of(read_bytes(f"{heading}\n\nCó 5 hộ.".encode(), "a.txt"), tools)
    block = reading.document.blocks[0]
    assert tools.items.topic(reading.bare, block.start, block.end) == topic


def test_the_memory_knows_a_unit_by_its_last_full_item():
    memory = Memory()
    memory.note([(anchor(), "vụ buôn lậu"), (anchor(), "vụ"), (anchor(), "")])
    assert memory.by_unit == {"vụ": "vụ buôn lậu"}
    assert memory.before == ("vụ buôn lậu", "vụ")
    memory.note([])
    assert memory.before == ("vụ buôn lậu", "vụ")


def features(text: str, number: str, unit: str = "vụ") -> set[str]:
    """All that the model sees of a number and of the phrases that can name it."""
    scene = ItemModel.load(PATTERNS, CLASSES).scene(text, anchor(text, number, unit), [], Memory())
    groups = [*scene.number_groups(), *(group for _, each in scene.candidate_groups() for group in each)]
    groups += [group for source in scene.phrases for group in scene.phrase_groups(source)]
    return {feature for group in groups for feature in features_of(group)}


def test_the_model_sees_no_names_of_persons_and_places():
    one = "Tổ của ông Kpă Hlơi đã tạm giữ 65 vụ ở Plei Kly."
    other = "Tổ của ông Siu Hơlan đã tạm giữ 65 vụ ở Plei Rbai."
    assert features(one, "65") == features(other, "65")


def test_the_model_sees_the_words_of_its_table_at_the_ends_of_phrases():
    assert "near to word=buôn lậu" not in features(SENTENCE, "40")
    assert {"near to word=khởi tố", "tail from word=buôn lậu"} <= features(SENTENCE, "40")


def test_the_choice_is_one_of_the_candidates_and_its_certainty_a_share():
    model = ItemModel.load(PATTERNS, CLASSES)
    item = model.choose(SENTENCE, anchor(), [], Memory())
    assert item is not None
    assert item.text == candidates(SENTENCE, anchor(), [], Memory())[item.source]
    assert 0 <= item.certainty <= 1


@pytest.mark.parametrize(
    ("phrase", "found"),
    [
        ("giá vé cao hơn", "cao hơn"),
        ("giá vé, cao hơn", "cao hơn"),
        ("vé trẻ em hơn", "hơn"),
        ("giá vé trẻ em", None),
    ],
)
def test_words_of_a_list_are_found_whether_or_not_the_words_of_a_phrase_are_known(phrase, found):
    words = Words(["cao hơn", "hơn"])
    known = frozenset(phrase.split()) if "," not in phrase else None
    matches = [words.search(phrase), words.search(phrase, known)]
    assert [match and match.group() for match in matches] == [found, found]
    assert words.count(phrase) == words.count(phrase, known) == (found is not None)


def test_phrases_are_alike_by_their_content_words():
    vocabulary = Vocabulary.of(PATTERNS.items, CLASSES)
    phrases = ("diện tích rừng", "diện tích của rừng trồng", "thu ngân sách")
    alike = likenesses({phrase: Phrase.of(phrase, vocabulary) for phrase in phrases})
    assert alike["diện tích rừng"] == {"diện tích rừng": 1, "diện tích của rừng trồng": 6 / 7}


def test_a_model_that_knows_nothing_takes_the_phrase_that_is_most_like_the_others():
    item = ItemModel(Vocabulary.of(PATTERNS.items, CLASSES), {}, {}).choose(SENTENCE, anchor(), [], Memory())
    assert item is not None
    assert item.text == "vụ buôn lậu, gian lận thương mại Công an tỉnh đã khởi tố"


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("và sản lượng chè búp", "sản lượng chè búp"),
        ("Bù lại, riêng đàn dê", "đàn dê"),
        ("Giá mủ cao su vẫn tiếp tục", "Giá mủ cao su"),
        ("lượng điện tăng hơn so", "lượng điện"),
        ("từ thiện của hội", "từ thiện của hội"),
        ("lúa này", "lúa"),
        ("12,5% hộ chưa có nước", "hộ chưa có nước"),
        ("chương trình cho các hộ đối", "chương trình cho các hộ"),
        ("số đối tượng", "số đối tượng"),
        ("suất quà đợt này", "suất quà"),
        ("suất quà hai đợt", "suất quà hai đợt"),
        ("riêng", "riêng"),
    ],
)
def test_a_name_neither_begins_nor_ends_with_words_that_only_lead_on(phrase, name):
    assert Vocabulary.of(PATTERNS.items, CLASSES).trimmed(phrase) == name


def test_a_mere_pointer_is_named_by_what_it_points_back_to():
    text = "Tỷ lệ hộ có nước máy đạt 74%. Theo quy định, tỷ lệ này phải trên 80%."
    document = Document(
        name="a.txt", sha256="a", media_type="text/plain", text=text, blocks=(Block(start=0, end=len(text)),)
    )
    assert [figure.item for figure in mine(document)] == ["Tỷ lệ hộ có nước máy"] * 2


def test_where_nothing_names_a_number_there_is_no_item():
    assert ItemModel.load(PATTERNS, CLASSES).choose("40.", anchor("40.", "40", ""), [], Memory()) is None


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("Toàn huyện có 97 xã đạt chuẩn nông thôn mới.", ["xã đạt chuẩn nông thôn mới"]),
        ("Kim ngạch xuất khẩu đạt 25 tỷ USD.", ["kim ngạch xuất khẩu"]),
        ("Tỷ lệ hộ nghèo còn 3,5%.", ["tỷ lệ hộ nghèo"]),
        ("Sản lượng lúa đạt 850.000 tấn, tăng 4,2%.", ["sản lượng lúa", "sản lượng lúa"]),
        ("Toàn tỉnh có 97/119 xã đạt chuẩn nông thôn mới (81,5%).", ["xã đạt chuẩn nông thôn mới"] * 2),
        ("Thu nhập bình quân đầu người đạt 62 triệu đồng/năm.", ["thu nhập bình quân đầu người"]),
        ("Đàn bò có 4.215 con (bò sữa 1.870 con), giảm 312 con.", ["đàn bò", "con bò sữa", "đàn bò"]),
        (
            "Thu nội địa ước đạt 398 tỷ đồng (dự toán 820 tỷ đồng), giảm 6,2%.",
            ["thu nội địa", "dự toán thu nội địa", "thu nội địa"],
        ),
    ],
)
def test_in_clear_cases_the_item_is_what_a_reader_would_say(text, items):
    document = Document(
        name="a.txt", sha256="a", media_type="text/plain", text=text, blocks=(Block(start=0, end=len(text)),)
    )
    figures = mine(document)
    assert len(figures) == len(items)
    wrong = [
        figure.item for item, figure in zip(items, figures, strict=True) if not is_right("item", item, figure.item)
    ]
    assert wrong == []
