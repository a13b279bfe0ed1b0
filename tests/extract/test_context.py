"""The words around a number, cut into parts: ⟦…⟧ is the number, ⟨…⟩ its unit."""

import re
import time

import pytest

from report_miner.extract.context import Surroundings, Surveyor, any_of
from report_miner.language.word_classes import WordClasses
from report_miner.patterns import load_patterns

SURVEYOR = Surveyor(load_patterns().items, WordClasses(load_patterns().words))


def survey(marked: str) -> tuple[str, Surroundings]:
    """The sentence without marks, and the surroundings of its number; what stands before a ¦ is another figure's."""
    text, number, after, floor = "", (0, 0), 0, 0
    for piece in re.split(r"(⟦.*?⟧|⟨.*?⟩|¦)", marked):
        if piece == "¦":
            floor = len(text)
            continue
        if piece.startswith("⟦"):
            number = (len(text), len(text) + len(piece) - 2)
        if piece.startswith(("⟦", "⟨")):
            after = len(text) + len(piece) - 2
            piece = piece[1:-1]
        text += piece
    return text, SURVEYOR.survey(text.lower(), floor, number, after, len(text))


def part(marked: str, name: str) -> str:
    text, around = survey(marked)
    start, end = getattr(around, name)
    return text[start:end]


@pytest.mark.parametrize(
    ("marked", "near"),
    [
        ("Kim ngạch xuất khẩu của tỉnh đạt ⟦25⟧ ⟨tỷ USD⟩.", "Kim ngạch xuất khẩu của tỉnh"),
        ("Số hộ cận nghèo hiện chỉ còn khoảng ⟦1.200⟧ ⟨hộ⟩.", "Số hộ cận nghèo"),
        ("Tội phạm xâm hại trẻ em (⟦12⟧ ⟨vụ⟩) được làm rõ.", "Tội phạm xâm hại trẻ em"),
        ("Phòng học kiên cố = ⟦118/702⟧ ⟨phòng⟩ = 16,8%.", "Phòng học kiên cố"),
        ("Cây ăn quả 1.340 ha,¦ trong đó cam, quýt ⟦620⟧ ⟨ha⟩.", "cam, quýt"),
        ("Trồng 310 ha¦ lúa, năng suất ⟦61⟧ ⟨tạ/ha⟩.", "năng suất"),
        ("Trong khi đó, tổng đàn bò là ⟦85.000⟧ ⟨con⟩.", "tổng đàn bò"),
        ("Bắt 40 vụ;¦ số ma túy thu giữ là ⟦3⟧ ⟨kg⟩.", "số ma túy thu giữ"),
        ("Mức nhiệt độ thấp nhất từ ⟦21⟧ ⟨oC⟩.", "Mức nhiệt độ"),
        ("Xe đạt tốc độ ⟦120⟧ ⟨km/h⟩.", "Xe đạt tốc độ"),
        ("- Dầu hỏa: không cao hơn ⟦11.792⟧ ⟨đồng/lít⟩;", "Dầu hỏa"),
        ("⟦12⟧ ⟨xã⟩ đạt chuẩn.", ""),
        ("Trạm xá khám, chữa bệnh cho ⟦310⟧ ⟨lượt⟩.", "Trạm xá khám, chữa bệnh"),
        ("Trạm xá khám, cấp thuốc cho ⟦310⟧ ⟨lượt⟩.", "cấp thuốc"),
        ("Có 45 cán bộ, ¦trong đó cao đẳng trở lên ⟦31⟧ ⟨người⟩.", "cao đẳng trở lên"),
        ("Thí sinh đạt từ 15 ¦trở lên có ⟦820⟧ ⟨em⟩.", ""),
        ("Vốn cho sự nghiệp văn hóa - thể thao là ⟦12⟧ ⟨tỷ đồng⟩.", "Vốn cho sự nghiệp văn hóa - thể thao"),
        ("Liên bộ Công Thương - Tài chính chi ⟦12⟧ ⟨tỷ đồng⟩.", "Tài chính chi"),
        ("Diện tích cây xanh công cộng lên ⟦7⟧ ⟨m2⟩.", "Diện tích cây xanh công cộng"),
        ("Cả năm xây mới ⟦6⟧ ⟨căn⟩.", "Cả năm xây mới"),
        ("Thu nhập của xã mới ⟦38⟧ ⟨triệu đồng⟩.", "Thu nhập của xã"),
        ("Thủy sản khác ⟦1.480⟧ ⟨tấn⟩.", "Thủy sản khác"),
        ("Diện tích nhà ở bình quân ⟦27⟧ ⟨m2⟩.", "Diện tích nhà ở"),
        ("c) Rầy nâu gây hại ⟦40⟧ ⟨ha⟩.", "Rầy nâu gây hại"),
    ],
)
def test_the_phrase_before_a_number_ends_at_its_verb_and_begins_after_the_last_break(marked, near):
    assert part(marked, "near") == near


@pytest.mark.parametrize(
    ("marked", "name", "phrase"),
    [
        ("Kim ngạch xuất khẩu có tốc độ tăng khá đạt ⟦25⟧ ⟨tỷ USD⟩.", "named", "Kim ngạch xuất khẩu"),
        ("Quỹ ủng hộ vì trẻ em đạt ⟦25⟧ ⟨tỷ⟩.", "head", "Quỹ ủng hộ vì trẻ em"),
        ("Việc ủng hộ sản xuất sạch đạt ⟦25⟧ ⟨tỷ⟩.", "head", "sản xuất sạch"),
        ("Tuần qua tăng giá xăng ⟦25⟧ ⟨đồng⟩.", "head", "giá xăng"),
        ("Doanh thu bán vé đạt ⟦25⟧ ⟨tỷ⟩.", "subject", "Doanh thu bán vé"),
        ("Chỉ tiêu giao quân được ⟦25⟧ ⟨tỷ⟩.", "subject", "Chỉ tiêu giao quân"),
        ("Mưa lũ làm ngập ⟦300⟧ ⟨ha⟩ lúa, hoa màu của dân.", "listed", "lúa, hoa màu của dân"),
        ("Mưa lũ làm ngập ⟦300⟧ ⟨ha⟩ lúa, gây thiệt hại lớn.", "listed", ""),
        ("Mưa lũ làm ngập ⟦300⟧ ⟨ha⟩ lúa, ông Bình cho biết hoa màu đã thu.", "listed", ""),
        ("Khu công nghiệp thu hút ⟦61⟧ ⟨dự án⟩ mới của      .", "tail", "mới"),
        ("Khu công nghiệp thu hút ⟦61⟧ ⟨dự án⟩ của      .", "tail", ""),
        ("Hội duy trì ⟦61⟧ ⟨mô hình⟩ giảm nghèo hiệu quả.", "tail", "giảm nghèo hiệu quả"),
        ("Trạm quản lý ⟦61⟧ ⟨bệnh nhân⟩ tăng 4 người.", "tail", ""),
        ("Có 9 vụ cháy¦ rừng, thiêu rụi ⟦40⟧ ⟨ha⟩.", "wide", "thiêu rụi"),
        ("Có 9 vụ cháy¦ rừng, mất ⟦40⟧ ⟨ha⟩.", "wide", "rừng, mất"),
    ],
)
def test_parts_that_begin_or_end_at_words_of_a_class(marked, name, phrase):
    assert part(marked, name) == phrase


@pytest.mark.parametrize(
    ("marked", "wide"),
    [
        ("Sản lượng lúa, ngô và khoai đạt ⟦850.000⟧ ⟨tấn⟩.", "Sản lượng lúa, ngô và khoai"),
        ("Năm nay, theo báo cáo của Sở, sản lượng lúa đạt ⟦850.000⟧ ⟨tấn⟩.", "sản lượng lúa"),
        ("Giám đốc Sở cho biết: sản lượng lúa đạt ⟦850.000⟧ ⟨tấn⟩.", "sản lượng lúa"),
    ],
)
def test_the_wider_phrase_crosses_commas_but_no_openers(marked, wide):
    assert part(marked, "wide").endswith(wide)
    assert "cho biết" not in part(marked, "wide")


@pytest.mark.parametrize(
    ("marked", "tail", "clause"),
    [
        ("Có ⟦97⟧ ⟨xã⟩ đạt chuẩn nông thôn mới.", "đạt chuẩn nông thôn mới", "đạt chuẩn nông thôn mới"),
        ("Có ⟦40⟧ ⟨ha⟩ rừng, tăng mạnh.", "rừng", "rừng"),
        ("Có ⟦40⟧ ⟨ha⟩ rừng so với kế hoạch.", "rừng", "rừng"),
        ("Có ⟦40⟧ ⟨ha⟩ và nhiều dự án khác.", "", ""),
        ("Có ⟦5⟧ ⟨dự án⟩ (chủ yếu là điện gió).", "", ""),
        ("Đạt ⟦62⟧⟨%⟩ dự toán.", "dự toán", "dự toán"),
        ("Có ⟦7⟧ ⟨phòng⟩ còn lại phải sửa.", "còn lại phải sửa", "còn lại phải sửa"),
        ("Có ⟦7⟧ ⟨phòng⟩ còn dột, phải sửa.", "còn dột", "còn dột"),
        ("Có ⟦7⟧ ⟨phòng⟩, còn lại đã sửa.", "", ""),
        ("Có ⟦7⟧ ⟨phòng⟩ còn khoảng", "", ""),
        ("⟦186⟧ ⟨trường hợp⟩ lấn chiếm hành lang.", "lấn chiếm hành lang", "lấn chiếm hành lang"),
        ("⟦9⟧ ⟨vụ⟩ cháy, nổ, không ai chết.", "cháy, nổ", "cháy, nổ"),
        ("⟦3⟧ ⟨khu⟩ nghỉ cùng với nhà kho.", "nghỉ", "nghỉ cùng với nhà kho"),
    ],
)
def test_what_follows_a_number_ends_at_the_next_break(marked, tail, clause):
    assert (part(marked, "tail"), part(marked, "clause")) == (tail, clause)


@pytest.mark.parametrize(
    ("marked", "subject"),
    [
        ("Sản lượng lúa tiếp tục tăng khá, ước đạt ⟦850.000⟧ ⟨tấn⟩.", "Sản lượng lúa"),
        ("Số doanh nghiệp thành lập mới ⟦120⟧ ⟨doanh nghiệp⟩.", "Số doanh nghiệp thành lập"),
    ],
)
def test_the_subject_ends_before_what_is_said_of_it(marked, subject):
    assert part(marked, "subject") == subject


def test_the_head_begins_with_a_noun_of_quantity():
    assert part("Tỉnh có tổng diện tích rừng đạt ⟦40⟧ ⟨ha⟩.", "head") == "tổng diện tích rừng"


@pytest.mark.parametrize(
    ("marked", "links"),
    [
        ("Số hộ nghèo giảm ⟦12⟧ ⟨hộ⟩.", {"change"}),
        ("Số hộ nghèo đã giảm khoảng ⟦12⟧ ⟨hộ⟩.", {"aspect", "change", "bound"}),
        ("Số hộ nghèo chiếm ⟦12⟧⟨%⟩.", {"share"}),
        ("Toàn xã ⟦12⟧ ⟨hộ⟩.", set()),
    ],
)
def test_the_words_between_phrase_and_number_are_classed(marked, links):
    assert set(survey(marked)[1].links) == links


@pytest.mark.parametrize(
    ("marked", "bracketed", "joined"),
    [
        ("Thu 500 tỷ đồng¦ (⟦62⟧⟨%⟩ dự toán).", True, False),
        ("Bắt 40 vụ¦ buôn lậu với ⟦55⟧ ⟨đối tượng⟩.", False, True),
        ("Bắt 40 vụ¦, trong đó buôn lậu là ⟦5⟧ ⟨vụ⟩.", False, False),
    ],
)
def test_brackets_and_what_parts_a_number_from_the_figure_before_it_are_seen(marked, bracketed, joined):
    _, around = survey(marked)
    assert (around.bracketed, around.joined) == (bracketed, joined)


def test_only_so_much_is_looked_at_however_long_the_sentence():
    text = "xã " * 100_000 + "đạt ⟦97⟧ ⟨hộ⟩" + " nghèo" * 100_000
    began = time.process_time()
    plain, around = survey(text)
    assert time.process_time() - began < 2
    assert all(end - start <= 500 for start, end in (around.near, around.wide, around.tail, around.clause))
    assert plain[slice(*around.tail)].startswith("nghèo")


def test_of_two_words_the_longer_is_tried_first():
    assert re.match(any_of(["giảm", "giảm còn", "a.b"]), "giảm còn 5").group() == "giảm còn"
    assert re.fullmatch(any_of(["a.b"]), "axb") is None


@pytest.mark.parametrize(
    ("clause", "theme"),
    [
        ("Trạm thủy nông cho biết mực nước hồ Đá Bàn đạt ", "mực nước hồ Đá Bàn"),
        ("Trạm Thống kê nghề cá có ", "Trạm Thống kê nghề cá"),
        ("Trạm thủy nông thống kê: ", ""),
        ("Chỉ số tiêu thụ nước mắm tăng ", "Chỉ số tiêu thụ nước mắm"),
        ("Thu phí đò ngang đạt ", "Thu phí đò ngang"),
        ("Thu được ", ""),
        ("Chỉ có ", ""),
    ],
)
def test_the_theme_of_a_clause_is_neither_who_tells_it_nor_cut_at_a_syllable(clause: str, theme: str) -> None:
    start, end = SURVEYOR.theme(clause, clause.lower(), 0, len(clause))
    assert clause[start:end] == theme
