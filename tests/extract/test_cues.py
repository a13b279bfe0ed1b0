"""Change and bound of numbers in real-looking sentences, and the vocabulary that all cues share."""

from __future__ import annotations

import re
import time

import pytest
from cue_readings import CUES, PATTERNS, bounds, changes, read_document, unmarked

from report_miner.clean.shadow import shadow_of
from report_miner.extract.cue_tokens import CueScanner
from report_miner.language.sentences import Sentence
from report_miner.model import Block, Document

UP, DOWN, NO = "increase", "decrease", "none"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Phạm pháp hình sự giảm ⟦6,3%⟧ so với cùng kỳ.", [DOWN]),
        ("So với cùng kỳ tăng ⟦8,4%⟧ về số hợp tác xã và ⟦5,1%⟧ về số vốn.", [UP, UP]),
        ("Có ⟦4⟧ lượt tăng vốn thêm ⟦11 triệu⟧ USD, ⟦2⟧ lượt giảm vốn ⟦3 triệu⟧ USD.", [NO, UP, NO, DOWN]),
        ("So với năm trước tăng ⟦6%⟧ số thuyền, ⟦3%⟧ số chợ và ⟦2%⟧ số bến.", [UP, UP, UP]),
        ("Sở giảm ⟦14⟧ chỉ tiêu hành chính và ⟦30⟧ chỉ tiêu sự nghiệp.", [DOWN, DOWN]),
        ("Các thôn có tỷ lệ vượt ⟦5%⟧.", [NO]),
        ("Toàn tỉnh tăng thêm ⟦14⟧ xã đạt chuẩn.", [UP]),
        ("Huyện có thêm ⟦03⟧ xã về đích.", [UP]),
        ("Số vụ giảm ⟦00/01⟧ vụ.", [DOWN]),
        ("Sản lượng cao hơn ⟦17⟧ tạ so với vụ trước.", [UP]),
        ("Số vụ ít hơn ⟦6⟧ vụ (⟦12/6⟧ vụ).", [DOWN, DOWN]),
        ("Năm nay huyện giảm chi thường xuyên là ⟦50 triệu⟧ đồng.", [DOWN]),
        ("Giá vàng giảm tới ⟦12⟧ USD mỗi ounce.", [DOWN]),
        ("Tiền điện giảm lên tới ⟦40 triệu⟧ đồng.", [DOWN]),
        ("Số hộ nghèo tăng so với năm trước ⟦12⟧ hộ.", [UP]),
        ("Chỉ tiêu năm tới: sản lượng tăng từ ⟦7%⟧ trở lên.", [UP]),
        ("Nguồn vốn gồm ⟦30 tỷ⟧ đồng vốn tăng thêm của doanh nghiệp.", [UP]),
        ("Giá thu mua kém ⟦200⟧ đồng so với tuần trước.", [DOWN]),
        ("Học lực giỏi ⟦9%⟧, yếu, kém ⟦4%⟧; hạnh kiểm yếu ⟦2%⟧, kém ⟦1%⟧.", [NO, NO, NO, NO]),
        ("Có điện tăng ⟦7⟧ thôn nhưng vẫn thấp hơn mức chung của huyện (⟦82%⟧).", [UP, NO]),
        ("Có điện tăng ⟦7⟧ thôn so với năm trước (⟦12%⟧).", [UP, UP]),
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
        ("Xe mới mạnh ⟦145⟧ mã lực, tăng từ mức ⟦136⟧ mã lực.", [NO, NO]),
        ("Giảm biên chế giúp tỉnh tiết kiệm được ⟦20⟧ tỷ đồng.", [NO]),
        ("Hãng giày đã đóng bớt ⟦125⟧ cửa hàng.", [NO]),
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
        ("Huyện giảm tỷ lệ hộ nghèo thêm ⟦1%⟧.", [DOWN]),
        ("Giá gạo leo ⟦11,5%⟧, lãi suất hạ khoảng ⟦1%⟧.", [UP, DOWN]),
        ("Đội thợ leo ⟦12⟧ tầng.", [NO]),
        ("Giá vàng mất ⟦2 triệu⟧ đồng, ông Ba mất ⟦12⟧ con bò.", [NO, NO]),
        ("Tiêu mất ⟦500⟧ đồng/kg, còn ⟦61.000⟧ đồng/kg; dầu mất ⟦3⟧ USD, tương đương ⟦4%⟧.", [DOWN, NO, DOWN, DOWN]),
        ("Ông Vin mất ⟦61%⟧ sức khỏe, đội bóng đánh rơi ⟦3⟧ điểm.", [NO, NO]),
        ("Sân bay nâng thêm công suất lên ⟦25 triệu⟧ khách.", [NO]),
        ("Tỉnh bớt ⟦3.470⟧ hộ nghèo.", [DOWN]),
        ("Cổ phiếu này có thể sẽ mất ⟦5%⟧.", [DOWN]),
        ("Diện tích lúa tăng ⟦3%⟧, sản lượng ⟦5%⟧.", [UP, UP]),
        ("Giá tôm rớt còn ⟦86.000⟧ đồng, công suất tụt xuống ⟦58%⟧.", [NO, NO]),
        ("Giá điều tụt từ ⟦9.900⟧ xuống ⟦9.500⟧ USD, giá dừa nhích từ ⟦38.000⟧ lên ⟦55.000⟧ đồng.", [NO, NO, NO, NO]),
        ("Tiêu thụ ⟦18,7⟧ triệu lít, +⟦12%⟧; doanh thu kém Tết trước ⟦22⟧ tỷ đồng.", [NO, UP, DOWN]),
        ("Hồ sơ trễ không vượt ⟦1%⟧, sản lượng vượt mốc ⟦650.000⟧ tấn.", [NO, NO]),
        ("Doanh số lùi về ⟦79,5%⟧, giá xăng nhích lên ⟦23.000⟧ đồng.", [NO, NO]),
        ("Với mức tăng trưởng dư nợ bình quân ⟦16%⟧, ngân hàng có lãi.", [UP]),
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


def test_a_limit_behind_a_fall_is_no_fall() -> None:
    assert changes("Dầu hỏa giảm ⟦1.180⟧ đồng, không cao hơn ⟦22.410⟧ đồng mỗi lít.") == [DOWN, NO]


def test_how_often_and_what_stays_as_it_was_are_no_change() -> None:
    assert changes("Từ đầu năm, giá gas được điều chỉnh giảm ⟦3⟧ lần, tổng cộng giảm ⟦520⟧ đồng.") == [NO, DOWN]
    assert changes("Bệnh viện tiếp nhận thêm ⟦9⟧ ca, công an bắt giữ thêm ⟦2⟧ người.") == [NO, NO]
    assert changes("Có ⟦7⟧ nhóm tăng, giá giảm ⟦2⟧ nhóm và ⟦3⟧ nhóm hàng giữ nguyên.") == [NO, DOWN, NO]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Vàng miếng đắt hơn vàng thế giới ⟦2 triệu⟧ đồng.", [NO]),
        ("Đội nhà kém đội đầu bảng ⟦4⟧ điểm.", [NO]),
        ("Vàng miếng đắt hơn tuần trước ⟦2 triệu⟧ đồng, rẻ hơn ⟦5%⟧ so với đầu năm.", [UP, DOWN]),
        ("Học phí thấp hơn khoảng ⟦200⟧ nghìn đồng.", [DOWN]),
    ],
)
def test_two_things_set_side_by_side_are_no_change(sentence: str, expected: list[str]) -> None:
    assert changes(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Gói vay giải ngân chưa nổi ⟦1.800 tỷ⟧ đồng.", ["<"]),
        ("Lãi suất quanh mức ⟦10,5%⟧.", ["~"]),
        ("Nhiệt độ dao động trong khoảng ⟦30-33⟧ độ C.", ["="]),
        ("Mặt đường rộng không nhỏ hơn ⟦3⟧ m, giá khởi điểm từ ⟦2 tỷ⟧ đồng.", [">=", ">="]),
        ("Nhiệt độ gần chạm ⟦40⟧ độ.", ["~"]),
        ("Tàu có tốc độ tối đa ⟦25⟧ hải lý, chở tối đa ⟦300⟧ khách.", ["=", "<="]),
        ("Máy có màn hình cỡ ⟦6⟧ inch, nặng cỡ ⟦200⟧ g.", ["=", "~"]),
        ("Xung quanh ⟦3⟧ hồ chứa là rừng.", ["="]),
        ("Tỷ lệ này không được quá ⟦12%⟧.", ["<="]),
        ("Tỷ lệ hộ nghèo giảm xuống dưới ⟦1,5%⟧.", ["<"]),
        ("Có ⟦11⟧ trên ⟦31⟧ trường hợp có bệnh nền.", ["=", "="]),
        ("Có giá của ⟦135⟧ loại ô tô 9 chỗ ngồi trở xuống.", ["="]),
        ("Có ⟦450⟧ học sinh đạt từ điểm 9 trở lên.", ["="]),
        (
            "Máy hiện có giá từ ⟦8 triệu⟧ đồng, giá xe từ ⟦2⟧ đến ⟦3 triệu⟧ đồng, giá hàng nhập từ ⟦3⟧ nước.",
            [">=", "=", "=", "="],
        ),
        ("Hai người đi trên ⟦2⟧ xe máy, tỉnh huy động trên ⟦20⟧ xe tải.", ["=", ">"]),
        ("Giải được tổ chức trên ⟦9⟧ quốc gia, công ty có trên ⟦5⟧ ngành nghề.", ["=", ">"]),
        ("Hàng bán trên ⟦12⟧ quốc gia, ít nhất sẽ có ⟦40⟧ tấn vải.", [">", ">="]),
        ("Kế hoạch dựa trên ⟦5⟧ trụ cột; tôm cỡ ⟦30⟧ con/kg, lợn nặng cỡ ⟦1⟧ tạ.", ["=", "=", "~"]),
        ("Ít nhất đã có ⟦900⟧ ca mắc.", [">="]),
        ("Dân số tiệm cận ⟦2 triệu⟧ người, gần như ⟦100%⟧ có thẻ, mua chưa hết ⟦500.000⟧ đồng.", ["~", "~", "<"]),
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
        ("Xã có ⟦8⟧ nhà văn hóa, vượt ⟦2⟧ nhà so với kế hoạch; vượt ⟦3⟧ tỷ đồng.", [NO, UP, NO]),
        ("Thu ⟦26 tỷ⟧, vượt dự toán được giao ⟦6 tỷ⟧ đồng, vượt mục tiêu ⟦20 tỷ⟧ đồng.", [NO, UP, NO]),
        ("Tỷ lệ tăng ⟦4,3⟧ điểm phần trăm so với năm trước (⟦87,3%⟧).", [UP, NO]),
        ("Huyện giữ tăng trưởng cả năm đạt từ ⟦7%⟧ trở lên.", [UP]),
        ("Tăng trưởng kém nên tỷ lệ hộ nghèo còn ⟦7%⟧.", [NO]),
    ],
)
def test_the_level_of_a_growth_rate_is_a_change(sentence: str, expected: list[str]) -> None:
    assert changes(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Có ⟦9⟧ nhóm tăng giá, ⟦3⟧ nhóm giảm và ⟦2⟧ nhóm giữ nguyên.", [NO, NO, NO]),
        ("Có ⟦9⟧ mặt hàng tăng và ⟦3⟧ mặt hàng giảm.", [NO, NO]),
        ("Giá điện được điều chỉnh tăng ⟦4⟧ lần, giảm ⟦1⟧ lần; xe buýt tăng ⟦2⟧ lượt.", [NO, NO, UP]),
        ("Số vụ giảm ⟦12⟧ vụ và số người chết giảm.", [DOWN]),
    ],
)
def test_what_counts_the_things_that_move_or_how_often_they_do_is_no_change(
    sentence: str, expected: list[str]
) -> None:
    assert changes(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Xã giảm tỷ lệ hộ nghèo ⟦2%⟧, huyện giảm tỷ lệ hộ nghèo từ ⟦1 - 1,5%⟧.", [DOWN, DOWN]),
        ("Xã giảm tỷ lệ hộ nghèo từ ⟦6%⟧ trở lên, đưa tỷ lệ hộ nghèo xuống dưới ⟦9%⟧.", [DOWN, NO]),
        ("Xã giảm tỷ lệ hộ nghèo từ ⟦6%⟧ xuống ⟦5%⟧, giảm tỷ lệ hộ cận nghèo dưới ⟦4%⟧.", [NO, NO, NO]),
        ("Số vụ giảm nhờ tỷ lệ hòa giải thành ⟦95%⟧.", [NO]),
        ("Giảm tỷ lệ hộ nghèo bình quân ⟦1,8%⟧/năm, giảm tỷ lệ cận nghèo bình quân mỗi năm ⟦1%⟧.", [DOWN, DOWN]),
        ("Giảm tỷ lệ hộ nghèo bình quân mỗi năm xuống còn ⟦3%⟧; giảm tỷ lệ sinh bình quân ⟦2%⟧.", [NO, NO]),
    ],
)
def test_a_share_is_moved_by_the_verb_right_before_it(sentence: str, expected: list[str]) -> None:
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
        ("Tỉnh điều chỉnh tăng vốn cho ⟦31⟧ dự án, giảm lãi cho gần ⟦590⟧ khách hàng.", [NO, NO]),
        ("GRDP tăng ⟦5,6%⟧, kế hoạch là ⟦6,8%⟧.", [UP, UP]),
        ("Xuất khẩu tăng ⟦12%⟧; vốn đầu tư ⟦36%⟧ GDP, tức ⟦256 nghìn tỷ⟧ đồng.", [UP, NO, NO]),
        ("Tỷ lệ nghe đài và xem truyền hình tăng tương ứng ⟦0,5%⟧ và ⟦1,2%⟧.", [UP, UP]),
        ("Tai nạn giảm cả ba mặt, lần lượt là ⟦3⟧ vụ, ⟦2⟧ người chết.", [DOWN, DOWN]),
        ("Chi tăng ⟦75%⟧, tương đương ⟦3,1 tỷ⟧ đồng.", [UP, UP]),
        ("Giá trị sản xuất tăng ⟦4,9%⟧ (kế hoạch là ⟦4,6%⟧).", [UP, UP]),
        ("Học sinh tăng nhiều ở An Phú (⟦220⟧ em), Tân Châu (⟦190⟧ em).", [UP, UP]),
        ("Số vụ tăng ⟦8%⟧, bắt giữ ⟦30⟧ đối tượng.", [UP, NO]),
        ("Dịch vụ tăng ⟦8%⟧ so với cùng kỳ, chiếm ⟦40%⟧ tổng số.", [UP, NO]),
        ("Xuất khẩu tăng ⟦2,3%⟧ về lượng và ⟦27%⟧ về giá trị.", [UP, UP]),
        ("Có ⟦11⟧ phiên tăng điểm và ⟦6⟧ phiên giảm điểm.", [NO, NO]),
        ("Sản lượng tăng ⟦13%⟧, trong đó tỉnh ⟦9%⟧, huyện ⟦11%⟧.", [UP] * 3),
        ("Thép tăng ⟦33%⟧; than ⟦14%⟧; sắt, gang ⟦10%⟧.", [UP] * 3),
        ("Hồ sơ trực tuyến ⟦93%⟧, vượt kế hoạch ⟦13%⟧; phí, lệ phí ⟦88%⟧.", [NO, UP, NO]),
        ("Tốc độ tăng khoảng ⟦6%⟧, phấn đấu ⟦7%⟧; ước cả năm ⟦6,5%⟧.", [UP] * 3),
        ("Hộ nghèo giảm ⟦3%⟧, phấn đấu dưới ⟦2%⟧.", [DOWN, NO]),
        ("Tăng mạnh nhất là nhóm giáo dục: ⟦5%⟧, tiếp đến là ăn uống tăng ⟦2%⟧.", [UP, UP]),
        ("Giảm sâu nhất là cá tra với ⟦12%⟧; giảm nhiều nhất là tôm, còn ⟦9⟧ tấn.", [DOWN, NO]),
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
        ("Xã nhận từ ngân sách cấp trên ⟦6,9 tỷ⟧ đồng, trên ⟦80%⟧ số thu.", ["=", ">"]),
        ("Trên ⟦500⟧ hộ và ⟦2.000⟧ khẩu.", [">", "="]),
        ("Phấn đấu mỗi xã có từ ⟦02⟧ mô hình, giữ từ ⟦90%⟧ rừng.", [">=", ">="]),
        ("Phấn đấu giảm từ ⟦12%⟧ xuống ⟦9%⟧.", ["=", "="]),
        ("Phấn đấu đón khách đến từ ⟦12⟧ nước.", ["="]),
        ("Năm qua mỗi xã có từ ⟦02⟧ mô hình.", ["="]),
        ("Phấn đấu tối thiểu hộ dùng nước máy ⟦98%⟧.", [">="]),
        ("Không để xảy ra quá ⟦10⟧ vụ.", ["<="]),
        ("Có xã để xảy ra quá ⟦10⟧ vụ.", [">"]),
        ("Không huyện nào dưới ⟦60%⟧.", [">="]),
        ("Không còn xã nào dưới ⟦9⟧ tiêu chí.", ["<"]),
        ("Trồng vượt ⟦40⟧ ha so với chỉ tiêu.", ["="]),
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
        ("Có ⟦88%⟧ công chức có trình độ cao đẳng trở lên.", ["="]),
        ("Xã có ⟦40%⟧ học sinh xếp loại khá trở lên.", ["="]),
    ],
)
def test_words_that_only_look_like_comparators_do_not_bound(sentence: str, expected: list[str]) -> None:
    assert bounds(sentence) == expected


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
    [
        "tăng " * 20_000,
        "1 " * 20_000,
        "(" * 50_000,
        "hy vọng " * 20_000,
        "quy định phải ngày 1/2 " * 5_000,
        "giảm 5, 6, 7 và 8 vụ (9%) từ 3 lên 4; " * 1_000,
    ],
    ids=["verbs", "numbers", "brackets", "hopes", "rules", "prose"],
)
def test_an_endless_sentence_takes_linear_time(text: str) -> None:
    def seconds(sentence: str) -> float:
        numbers = [match.span() for match in re.finditer(r"\d+%?", sentence)]
        started = time.process_time()
        document = Document(
            name="a", sha256="0", media_type="t", text=sentence, blocks=(Block(start=0, end=len(sentence)),)
        )
        whole = Sentence(0, len(sentence), 0)
        context = CUES.contexts(document, shadow_of(sentence), [whole], [0])[0]
        CUES.read(sentence, whole, numbers, context)
        return time.process_time() - started

    half = min(seconds(text[: len(text) // 2]) for _ in range(2))
    assert seconds(text) < 8 * half + 0.5
