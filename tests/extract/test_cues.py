"""Change, bound and status of numbers in real-looking sentences. Numbers stand between ⟦ and ⟧."""

from __future__ import annotations

import re
import time
from datetime import date

import pytest

from report_miner.clean.shadow import shadow_of
from report_miner.extract.cue_tokens import CueScanner
from report_miner.extract.cues import CueReading, Cues
from report_miner.language.sentences import Sentence
from report_miner.model import Block, BlockKind, Document
from report_miner.patterns import load_patterns

PATTERNS = load_patterns()
CUES = Cues(PATTERNS)


def unmarked(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its marks, and the ranges that were marked."""
    text, spans = "", []
    for piece in re.split(r"(⟦.*?⟧)", marked, flags=re.S):
        if piece.startswith("⟦"):
            spans.append((len(text), len(text) + len(piece) - 2))
            piece = piece[1:-1]
        text += piece
    return text, spans


def read_document(
    *paragraphs: str, published: date | None = None, headings: tuple[int, ...] = ()
) -> list[CueReading]:
    """The readings of all marked numbers; a paragraph is a block, cut into sentences at ". "."""
    text, spans = unmarked("\n".join(paragraphs))
    blocks, sentences, start = [], [], 0
    for index, line in enumerate(text.split("\n")):
        kind = BlockKind.HEADING if index in headings else BlockKind.PARAGRAPH
        blocks.append(Block(start=start, end=start + len(line), kind=kind, level=int(index in headings)))
        cut = re.finditer(r"\S.*?(?:\.(?=\s)|$)", line)
        sentences += [Sentence(start + match.start(), start + match.end(), index) for match in cut]
        start += len(line) + 1
    document = Document(
        name="a.txt", sha256="0", media_type="text/plain", text=text, blocks=tuple(blocks), published=published
    )
    shadow = shadow_of(text)
    readings = []
    for sentence, context in zip(sentences, CUES.contexts(document, shadow, sentences), strict=True):
        inside = [span for span in spans if sentence.start <= span[0] < sentence.end]
        readings += CUES.read(shadow.lower, sentence, inside, context)
    return readings


def changes(*paragraphs: str) -> list[str]:
    return [str(reading.change.change) for reading in read_document(*paragraphs)]


def bounds(*paragraphs: str) -> list[str]:
    return [str(reading.bound.bound) for reading in read_document(*paragraphs)]


def statuses(*paragraphs: str, published: date | None = None, headings: tuple[int, ...] = ()) -> list[str]:
    found = read_document(*paragraphs, published=published, headings=headings)
    return [str(reading.status.status) for reading in found]


UP, DOWN, NO = "increase", "decrease", "none"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Phạm pháp hình sự giảm ⟦6,3%⟧ so với cùng kỳ.", [DOWN]),
        ("Toàn tỉnh tăng thêm ⟦14⟧ xã đạt chuẩn.", [UP]),
        ("Huyện có thêm ⟦03⟧ xã về đích.", [UP]),
        ("Số vụ giảm ⟦00/01⟧ vụ.", [DOWN]),
        ("Sản lượng cao hơn ⟦17⟧ tạ so với vụ trước.", [UP]),
        ("Số vụ ít hơn ⟦6⟧ vụ (⟦12/6⟧ vụ).", [DOWN, DOWN]),
        ("Năm nay huyện giảm chi thường xuyên là ⟦50 triệu⟧ đồng.", [DOWN]),
        ("Giá vàng giảm tới ⟦12⟧ USD mỗi ounce.", [DOWN]),
        ("Tiền điện giảm lên tới ⟦40 triệu⟧ đồng.", [DOWN]),
        ("Số hộ nghèo tăng so với năm trước ⟦12⟧ hộ.", [UP]),
        ("Nguồn vốn gồm ⟦30 tỷ⟧ đồng vốn tăng thêm của doanh nghiệp.", [UP]),
    ],
)
def test_a_number_that_a_verb_or_a_comparison_governs_is_a_change(sentence: str, expected: list[str]) -> None:
    assert changes(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Số trường đạt chuẩn tăng lên ⟦35⟧ trường.", [NO]),
        ("Tỷ lệ hộ nghèo giảm còn ⟦5%⟧.", [NO]),
        ("Tỷ lệ hộ nghèo giảm từ ⟦22,1%⟧ năm 2010 xuống còn ⟦2,4%⟧.", [NO, NO]),
        ("Thu nhập tăng từ ⟦15 triệu⟧ đồng lên ⟦22 triệu⟧ đồng.", [NO, NO]),
        ("Thu ngân sách đạt ⟦120 tỷ⟧ đồng, tăng ⟦5%⟧.", [NO, UP]),
        ("Xã nâng tỷ lệ che phủ rừng lên ⟦43%⟧.", [NO]),
        ("Doanh thu giảm ⟦11%⟧ về mức ⟦1,1 tỷ⟧ đồng.", [DOWN, NO]),
        ("Giá lúa tăng mạnh so với mức ⟦6.100⟧ đồng.", [NO]),
        ("Chương trình giảm nghèo hỗ trợ ⟦45⟧ hộ.", [NO]),
        ("Công an xã tăng cường ⟦12⟧ đợt tuần tra.", [NO]),
        ("Nhà máy tăng công suất, đón ⟦300⟧ công nhân.", [NO]),
    ],
)
def test_a_level_that_something_moved_to_or_from_is_no_change(sentence: str, expected: list[str]) -> None:
    assert changes(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Tiêu dùng cá nhân nhích ⟦0,6%⟧, xe bán ra sụt ⟦15,8%⟧.", [UP, DOWN]),
        ("Hai nhóm hàng lần lượt mất ⟦21,4%⟧ và ⟦36%⟧.", [DOWN, DOWN]),
        ("Giá vàng mất ⟦2 triệu⟧ đồng, ông Ba mất ⟦12⟧ con bò.", [NO, NO]),
        ("Ông Vin mất ⟦61%⟧ sức khỏe, đội bóng đánh rơi ⟦3⟧ điểm.", [NO, NO]),
        ("Sân bay nâng thêm công suất lên ⟦25 triệu⟧ khách.", [NO]),
        ("Tỉnh bớt ⟦3.470⟧ hộ nghèo.", [DOWN]),
        ("Giá tôm rớt còn ⟦86.000⟧ đồng, công suất tụt xuống ⟦58%⟧.", [NO, NO]),
        ("Doanh số lùi về ⟦79,5%⟧, giá xăng nhích lên ⟦23.000⟧ đồng.", [NO, NO]),
        ("Xuất khẩu hơn cùng kỳ ⟦8,2%⟧, quặng đắt thêm trung bình ⟦31%⟧.", [UP, UP]),
        ("Kết quả kém hơn cùng kỳ ⟦3%⟧.", [DOWN]),
        ("CPI tăng ⟦0,45%⟧ so với tháng trước, ⟦2,59%⟧ so với tháng 12/2017.", [UP, UP]),
        ("Chỉ số tăng ở ⟦47⟧ tỉnh và giảm ở ⟦16⟧ tỉnh.", [NO, NO]),
    ],
)
def test_verbs_of_several_meanings_make_a_change_of_the_number_next_to_them(sentence, expected) -> None:
    assert changes(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Tỷ lệ cao hơn ⟦5%⟧ và vượt bình quân cả nước (⟦24,1%⟧).", [UP, NO]),
        ("Thu vượt ⟦2,6%⟧ kế hoạch (⟦233 tỷ⟧ USD).", [UP, NO]),
        ("Thu nhập tăng ⟦4 triệu⟧ đồng, cao hơn xã bên (⟦74 triệu⟧ đồng).", [UP, NO]),
        ("Số vụ tăng ⟦7⟧ vụ so với cùng kỳ (⟦6,1%⟧).", [UP, UP]),
    ],
)
def test_the_level_that_something_is_compared_with_in_brackets_is_no_change(sentence, expected) -> None:
    assert changes(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Gói vay giải ngân chưa nổi ⟦1.800 tỷ⟧ đồng.", ["<"]),
        ("Lãi suất quanh mức ⟦10,5%⟧.", ["~"]),
        ("Xung quanh ⟦3⟧ hồ chứa là rừng.", ["="]),
        ("Tỷ lệ này không được quá ⟦12%⟧.", ["<="]),
        ("Tỷ lệ hộ nghèo giảm xuống dưới ⟦1,5%⟧.", ["<"]),
        ("Có ⟦11⟧ trên ⟦31⟧ trường hợp có bệnh nền.", ["=", "="]),
        ("Có giá của ⟦135⟧ loại ô tô 9 chỗ ngồi trở xuống.", ["="]),
        ("Có ⟦450⟧ học sinh đạt từ điểm 9 trở lên.", ["="]),
    ],
)
def test_bounds_in_the_wording_of_news(sentence, expected) -> None:
    assert bounds(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Tăng trưởng kinh tế đạt ⟦7,6%⟧.", [UP]),
        ("Tốc độ tăng trưởng giảm dần từ mức ⟦5,2%⟧ xuống mức ⟦2,5%⟧.", [UP, UP]),
        ("Các ngành có mức tăng từ ⟦5% đến 20%⟧.", [UP]),
        ("Lạm phát được giữ ở mức ⟦3,4%⟧.", [UP]),
        ("Tốc độ tăng dân số tự nhiên là ⟦1,1%⟧, tỷ lệ sinh ⟦15‰⟧.", [UP, NO]),
        ("Thu ngân sách vượt ⟦4%⟧ kế hoạch.", [UP]),
    ],
)
def test_the_level_of_a_growth_rate_is_a_change(sentence: str, expected: list[str]) -> None:
    assert changes(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Tai nạn giảm ⟦636⟧ vụ (⟦6,2%⟧).", [DOWN, DOWN]),
        ("Giảm ⟦3.009⟧ vụ (-⟦24,25%⟧), tăng ⟦17⟧ người (+⟦12,4%⟧).", [DOWN, DOWN, UP, UP]),
        ("Số vụ tăng ⟦7⟧ vụ (chiếm ⟦6%⟧ toàn huyện).", [UP, NO]),
        ("Tai nạn giảm ⟦12⟧ vụ, ⟦5⟧ người chết và ⟦8⟧ người bị thương.", [DOWN, DOWN, DOWN]),
        ("Nông nghiệp tăng ⟦3,3%⟧, công nghiệp và xây dựng ⟦10,2%⟧.", [UP, UP]),
        ("Hai huyện tăng lần lượt ⟦5%⟧ và ⟦7%⟧.", [UP, UP]),
        ("Chi tăng ⟦75%⟧, tương đương ⟦3,1 tỷ⟧ đồng.", [UP, UP]),
        ("Giá trị sản xuất tăng ⟦4,9%⟧ (kế hoạch là ⟦4,6%⟧).", [UP, UP]),
        ("Học sinh tăng nhiều ở An Phú (⟦220⟧ em), Tân Châu (⟦190⟧ em).", [UP, UP]),
        ("Số vụ tăng ⟦8%⟧, bắt giữ ⟦30⟧ đối tượng.", [UP, NO]),
        ("Dịch vụ tăng ⟦8%⟧ so với cùng kỳ, chiếm ⟦40%⟧ tổng số.", [UP, NO]),
        ("Xuất khẩu tăng ⟦2,3%⟧ về lượng và ⟦27%⟧ về giá trị.", [UP, UP]),
        ("Có ⟦11⟧ phiên tăng điểm và ⟦6⟧ phiên giảm điểm.", [NO, NO]),
    ],
)
def test_coordination_gapping_and_brackets_hand_a_change_on(sentence: str, expected: list[str]) -> None:
    assert changes(sentence) == expected


def test_the_reading_knows_where_the_verb_and_the_comparator_stand() -> None:
    sentence = "Số vụ tăng hơn ⟦20⟧ vụ."
    text, _ = unmarked(sentence)
    (reading,) = read_document(sentence)
    assert reading.change.verb is not None
    assert reading.bound.span is not None
    assert text[slice(*reading.change.verb)] == "tăng"
    assert text[slice(*reading.bound.span)] == "hơn"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Có hơn ⟦4.500⟧ hộ tham gia.", [">"]),
        ("Trên ⟦90%⟧ hộ dân dùng nước sạch.", [">"]),
        ("Kim ngạch vượt ⟦5 tỷ⟧ USD.", [">"]),
        ("Thu ngân sách vượt ⟦5%⟧ kế hoạch.", ["="]),
        ("Mỗi xã có ít nhất ⟦01⟧ mô hình.", [">="]),
        ("Không dưới ⟦30⟧ hộ.", [">="]),
        ("Từ ⟦80%⟧ số hộ trở lên đồng thuận.", [">="]),
        ("Thu nhập dưới ⟦2 triệu⟧ đồng.", ["<"]),
        ("Ruộng chưa được ⟦1⟧ tạ lúa.", ["<"]),
        ("Số vụ không quá ⟦5⟧ vụ.", ["<="]),
        ("Lô hàng từ ⟦5 triệu⟧ đồng trở xuống.", ["<="]),
        ("Khoảng ⟦40⟧ hộ, gần ⟦200⟧ nhân khẩu.", ["~", "~"]),
        ("Kinh phí khoảng hơn ⟦900 tỷ⟧ đồng.", [">"]),
        ("Khoảng từ ⟦55 - 65%⟧ số hộ.", ["~"]),
        ('Có hơn "⟦20⟧" mô hình.', [">"]),
        ("Trên ⟦500⟧ hộ và ⟦2.000⟧ khẩu.", [">", "="]),
    ],
)
def test_the_comparator_next_to_a_number_bounds_it(sentence: str, expected: list[str]) -> None:
    assert bounds(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Trên địa bàn ⟦12⟧ xã.", ["="]),
        ("Sản lượng cao hơn ⟦17⟧ tạ.", ["="]),
        ("Năng suất tính trên ⟦1⟧ ha.", ["="]),
        ("Người đi khám nhiều nhất là ⟦23⟧ lần.", ["="]),
        ("Hơn thế, ⟦12⟧ hộ đã thoát nghèo.", ["="]),
        ("Chỉ có ⟦5⟧ xã đạt.", ["="]),
        ("Gần đây có ⟦3⟧ vụ cháy.", ["="]),
    ],
)
def test_words_that_only_look_like_comparators_do_not_bound(sentence: str, expected: list[str]) -> None:
    assert bounds(sentence) == expected


ACTUAL, ESTIMATE, TARGET = "actual", "estimate", "target"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Xã phấn đấu có ⟦4⟧ thôn đạt chuẩn, tỷ lệ hộ nghèo dưới ⟦2%⟧.", [TARGET, TARGET]),
        ("Tập trung chỉ đạo nhằm đạt trên ⟦80%⟧ số xã.", [TARGET]),
        ("Có trên ⟦80%⟧ số xã đạt chỉ tiêu 19.2.", [ACTUAL]),
        ("Xã hoàn thành ⟦95%⟧ kế hoạch năm.", [ACTUAL]),
        ("Tỷ lệ hộ nghèo còn ⟦8%⟧, so với kế hoạch là dưới ⟦10%⟧.", [ACTUAL, TARGET]),
        ("Vốn đầu tư đạt ⟦35%⟧ GRDP (kế hoạch đề ra là ⟦36%⟧).", [ACTUAL, TARGET]),
        ("Kế hoạch là ⟦5%⟧, nhưng chỉ đạt ⟦4%⟧.", [TARGET, ACTUAL]),
        ("Công trình sẽ phục vụ ⟦300⟧ hộ dân.", [TARGET]),
        ("Giá nước sẽ tăng từ ⟦6.000⟧ đồng lên ⟦7.000⟧ đồng.", [ACTUAL, TARGET]),
        ("Xã phấn đấu về đích; đến nay đã đạt ⟦17⟧ tiêu chí.", [ACTUAL]),
        ("Mục tiêu tăng trưởng của cả tỉnh là ⟦8%⟧.", [TARGET]),
        ("Tỷ lệ phải đạt ít nhất ⟦70%⟧.", [TARGET]),
        ("Đáp ứng yêu cầu của ⟦30⟧ hộ dân.", [ACTUAL]),
        ("Ngành đặt kế hoạch tăng ⟦4%⟧, trồng mới ⟦500⟧ ha; đưa từ ⟦5 đến 7⟧ sản phẩm lên sàn.", [TARGET] * 3),
        ("Giải ngân đạt ⟦72%⟧ kế hoạch năm (⟦400 tỷ⟧ đồng).", [ACTUAL, TARGET]),
        ("Tỷ lệ tham gia đạt ⟦95,4%⟧, vượt chỉ tiêu tỉnh giao (⟦95%⟧).", [ACTUAL, TARGET]),
        ("Giải ngân ⟦72%⟧, vượt chỉ tiêu tỉnh giao đến hết quý III là ⟦70%⟧.", [ACTUAL, TARGET]),
        ("Xã hoàn thành ⟦100%⟧ kế hoạch (⟦12/12⟧ thôn).", [ACTUAL, ACTUAL]),
        ("Thu ngân sách vượt dự toán ⟦10%⟧.", [ACTUAL]),
        ("Sản lượng tăng ⟦3%⟧, thấp hơn mức đề ra là ⟦5%⟧. Trong đó, lúa tăng ⟦2%⟧.", [ACTUAL, TARGET, ACTUAL]),
        ("Tội phạm phải giảm ít nhất ⟦5%⟧ so với năm trước; có từ ⟦03⟧ mô hình trở lên.", [TARGET, TARGET]),
        ("Mỗi phòng phải đưa ít nhất ⟦8⟧ thủ tục lên mạng.", [TARGET]),
        ("Chủ nhà đã phải chi tối thiểu ⟦5⟧ triệu đồng.", [ACTUAL]),
        ("Huyện đặt mục tiêu tăng trưởng ⟦9%⟧ nhưng chỉ làm được ⟦6%⟧.", [TARGET, ACTUAL]),
        ("Mới thả ⟦7⟧ ha, kế hoạch cả năm lên tới ⟦53⟧ ha.", [ACTUAL, TARGET]),
        ("Huyện đặt mục tiêu trồng ⟦9⟧ ha nhưng không quên chăm sóc ⟦6⟧ ha.", [TARGET, TARGET]),
        ("Số hộ nghèo giảm ⟦3%⟧, vượt mục tiêu giảm ⟦2%⟧.", [ACTUAL, TARGET]),
        ("Số hộ nghèo so với mục tiêu giảm ⟦2%⟧.", [ACTUAL]),
        ("Bao phủ ⟦83%⟧ dân số, thấp hơn chỉ tiêu huyện giao ⟦2%⟧. Tổng chi ⟦5⟧ tỷ đồng.", [ACTUAL] * 3),
        ("Kiên cố hóa ⟦6/8⟧ km kênh theo kế hoạch giao, đạt ⟦75%⟧.", [ACTUAL, ACTUAL]),
        ("Theo kế hoạch, xã trồng ⟦6⟧ ha.", [TARGET]),
        ("Thanh tra kiến nghị thu hồi ⟦428⟧ triệu đồng; kiểm điểm ⟦9⟧ tập thể.", [ACTUAL, ACTUAL]),
        ("Tính từ đầu năm tới nay có ⟦21⟧ vụ.", [ACTUAL]),
        ("Phương án 1: vùng I tăng từ ⟦2⟧ triệu đồng lên ⟦3⟧ triệu đồng.", [ACTUAL, TARGET]),
    ],
)
def test_a_goal_reaches_its_numbers_and_a_yardstick_does_not(sentence: str, expected: list[str]) -> None:
    assert statuses(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Giá trị ước đạt ⟦320 tỷ⟧ đồng, tăng ⟦5%⟧ so với cùng kỳ.", [ESTIMATE, ESTIMATE]),
        ("Sản lượng ước đạt ⟦9⟧ tấn, trong đó lúa đạt ⟦6⟧ tấn; ngô đạt ⟦3⟧ tấn.", [ESTIMATE] * 3),
        ("Tăng trưởng ước đạt ⟦7%⟧; kim ngạch xuất khẩu đạt ⟦3 tỷ⟧ USD.", [ESTIMATE, ACTUAL]),
        ("Ước số người tham gia là ⟦13⟧ nghìn; số người tự nguyện là ⟦2⟧ nghìn.", [ESTIMATE, ESTIMATE]),
        ("Ước tăng ⟦7,4%⟧ (cùng kỳ năm trước tăng ⟦7,3%⟧).", [ESTIMATE, ACTUAL]),
        ("Dự báo mực nước sẽ lên mức ⟦3,2⟧ m.", [ESTIMATE]),
        ("Hương ước của ⟦12⟧ thôn được sửa đổi.", [ACTUAL]),
    ],
)
def test_an_estimate_reaches_shares_changes_and_parts_of_its_statement(sentence: str, expected: list[str]) -> None:
    assert statuses(sentence) == expected


def test_a_year_after_the_document_is_a_target_wherever_it_stands_in_the_clause() -> None:
    published = date(2021, 3, 12)
    assert statuses("Đến năm 2025, tỷ lệ đạt ⟦90%⟧.", published=published) == [TARGET]
    assert statuses("Tỷ lệ này đạt ⟦90%⟧ vào năm 2025.", published=published) == [TARGET]
    assert statuses("Tính đến năm 2020, tỷ lệ đạt ⟦80%⟧.", published=published) == [ACTUAL]
    assert statuses("Giai đoạn 2021-2025 hỗ trợ ⟦80⟧ hộ.", published=published) == [ACTUAL]


def test_du_kien_is_an_estimate_of_the_running_year_late_in_the_year_only() -> None:
    sentence = "Dự kiến thu ngân sách năm 2021 đạt ⟦500 tỷ⟧ đồng."
    assert statuses(sentence, published=date(2021, 11, 20)) == [ESTIMATE]
    assert statuses(sentence, published=date(2021, 2, 20)) == [TARGET]


def test_du_kien_speaks_of_a_goal_where_the_time_lies_ahead() -> None:
    sentence = "Sang năm 2023, tỉnh dự kiến bán ⟦950⟧ ha đất."
    assert statuses(sentence, published=date(2022, 11, 20)) == [TARGET]


def test_the_forecast_of_a_section_does_not_reach_a_number_of_a_past_year() -> None:
    heading = "I. Khả năng thực hiện kế hoạch năm 2004"
    share = "Tỷ trọng đạt ⟦42%⟧, trước đó đạt ⟦41%⟧ (thời kỳ 1998 - 2002)."
    assert statuses("BÁO CÁO", heading, share, published=date(2004, 10, 1)) == [ESTIMATE, ACTUAL]


def test_a_heading_governs_what_stands_below_until_the_next_of_its_rank() -> None:
    found = statuses(
        "Báo cáo năm 2024 của huyện",
        "I. Kết quả thực hiện các chỉ tiêu",
        "Số xã đạt chuẩn: ⟦9⟧ xã.",
        "II. Mục tiêu, nhiệm vụ năm 2025",
        "Số xã đạt chuẩn: ⟦12⟧ xã.",
        "1. Chỉ tiêu về an ninh, trật tự",
        "Tội phạm giảm ⟦5%⟧.",
        "III. Tình hình tổ chức",
        "Toàn huyện có ⟦30⟧ cán bộ.",
    )
    assert found == [ACTUAL, TARGET, TARGET, ACTUAL]


def test_a_set_of_criteria_states_what_is_required_and_a_report_on_it_what_is() -> None:
    criteria = (
        "Xã nông thôn mới cần đạt những gì?",
        "- Chỉ tiêu 2.3: đường ngõ, xóm sạch đạt từ ⟦85%⟧ trở lên.",
        "- Chỉ tiêu 3.1: diện tích được tưới ≥ ⟦80%⟧.",
        "- Tiêu chí số 4: trên ⟦98%⟧ số hộ dùng điện.",
        "Đến nay, ⟦12⟧ xã đạt chuẩn.",
    )
    assert statuses(*criteria) == [TARGET, TARGET, TARGET, ACTUAL]
    report = ("Báo cáo", "- Tiêu chí số 4: ⟦98%⟧ số hộ dùng điện.", "- Tiêu chí số 5: có ⟦3⟧ trường đạt chuẩn.")
    assert statuses(*report) == [ACTUAL, ACTUAL]


def test_a_plan_states_targets_except_where_it_reports() -> None:
    found = statuses(
        "KẾ HOẠCH Phát triển lâm nghiệp năm 2025",
        "I. KẾT QUẢ NĂM 2024",
        "Toàn huyện trồng ⟦90⟧ ha.",
        "II. TỔ CHỨC THỰC HIỆN",
        "Các xã giao ⟦100%⟧ chỉ tiêu đến hộ.",
        headings=(1, 3),
    )
    assert found == [ACTUAL, TARGET]


def test_a_heading_told_by_the_reader_needs_no_numbering() -> None:
    found = statuses(
        "Báo cáo", "Phương hướng năm tới", "Số hộ khá ⟦90⟧ hộ.", "Tổ chức", "Có ⟦3⟧ tổ.", headings=(1, 3)
    )
    assert found == [TARGET, ACTUAL]


def test_an_introduction_governs_its_list() -> None:
    found = statuses(
        "Báo cáo",
        "Dự báo khả năng thực hiện các chỉ tiêu như sau:",
        "(1) Thu ngân sách đạt ⟦25 tỷ⟧ đồng;",
        "(2) Tỷ lệ hộ nghèo còn ⟦8%⟧.",
        "Toàn xã có ⟦12⟧ thôn.",
    )
    assert found == [ESTIMATE, ESTIMATE, ACTUAL]


def test_a_sentence_that_goes_on_takes_the_status_of_the_one_before() -> None:
    assert statuses("Huyện phấn đấu có ⟦9⟧ xã. Trong đó, ⟦2⟧ xã nâng cao.") == [TARGET, TARGET]
    assert statuses("Tỉnh phấn đấu thu ⟦9 tỷ⟧ đồng. Tổng chi ⟦8 tỷ⟧ đồng.") == [TARGET, TARGET]
    assert statuses("Huyện phấn đấu có ⟦9⟧ xã. Năm qua, ⟦2⟧ xã đạt chuẩn.") == [TARGET, ACTUAL]


@pytest.mark.parametrize("cue", PATTERNS.cues.cues, ids=lambda cue: cue.name)
def test_the_examples_of_each_cue_hold(cue) -> None:  # type: ignore[no-untyped-def]
    scanner = CueScanner(PATTERNS)

    def found(text: str) -> list[str]:
        lower = shadow_of(text).lower
        return [lower[t.start : t.end] for t in scanner.scan(lower, 0, len(lower)) if t.role is cue.role]

    for example in cue.examples:
        text, spans = unmarked(example)
        assert all(text[slice(*span)].lower() in found(text) for span in spans), example
    for counter_example in cue.counter_examples:
        assert not set(found(counter_example)) & set(cue.forms), counter_example


def test_no_form_plays_two_roles() -> None:
    forms = [form for cue in PATTERNS.cues.cues for form in cue.forms]
    assert sorted(forms) == sorted(set(forms))


@pytest.mark.parametrize(
    "text",
    ["tăng " * 20_000, "1 " * 20_000, "(" * 50_000, "giảm 5, 6, 7 và 8 vụ (9%) từ 3 lên 4; " * 1_000],
    ids=["verbs", "numbers", "brackets", "prose"],
)
def test_an_endless_sentence_takes_linear_time(text: str) -> None:
    def seconds(sentence: str) -> float:
        numbers = [match.span() for match in re.finditer(r"\d+%?", sentence)]
        started = time.process_time()
        document = Document(
            name="a", sha256="0", media_type="t", text=sentence, blocks=(Block(start=0, end=len(sentence)),)
        )
        whole = Sentence(0, len(sentence), 0)
        (context,) = CUES.contexts(document, shadow_of(sentence), [whole])
        CUES.read(sentence, whole, numbers, context)
        return time.process_time() - started

    half = min(seconds(text[: len(text) // 2]) for _ in range(2))
    assert seconds(text) < 8 * half + 0.5
