"""Copies of one text, and the numbers that they print differently."""

import pytest

from report_miner.check import check_documents, find_copies
from report_miner.pipeline import mine
from report_miner.read import read_bytes

HEADLINE = "Tỉnh Bến Tre gặt hái sau ba năm làm đường, trồng cây và giảm nghèo"
SENTENCES = (
    "Sáng 12/7/2024, Ủy ban nhân dân tỉnh Bến Tre họp báo về kết quả sáu tháng đầu năm.",
    "Từ đầu năm đến nay, toàn tỉnh làm mới 214 km đường nông thôn, vượt kế hoạch của quý hai.",
    "Năm 2023, tỉnh Bến Tre có 96 xã đạt chuẩn nông thôn mới, nhiều nhất từ trước tới nay.",
    "Ông Lê Văn Khê, người phát ngôn của tỉnh, nói các xã bãi ngang được ưu tiên vốn trước tiên.",
    "Theo ông, bà con hiến đất làm đường mà không nhận tiền, có nhà chặt cả vườn dừa đang cho trái.",
    "Sở Nông nghiệp cho biết vùng dừa hữu cơ mở thêm ở Mỏ Cày Nam và Giồng Trôm, có doanh nghiệp bao tiêu.",
    "Tỷ lệ hộ nghèo của tỉnh Bến Tre cuối năm 2023 còn 2,35%, thấp hơn mức bình quân của vùng.",
    "Nhiều hộ thoát nghèo nhờ tổ vay vốn của hội phụ nữ và nghề đan giỏ cọng dừa truyền lại trong xóm.",
    "Phó chủ tịch tỉnh đề nghị các huyện đừng chạy theo con số mà quên nước sạch mùa hạn mặn.",
    "Các nhà báo hỏi về cầu Rạch Miễu 2 và được trả lời rằng nhịp chính đang hợp long đúng hẹn.",
    "Buổi họp kết thúc vào gần trưa; văn bản trả lời từng câu hỏi sẽ được gửi tới các báo trong tuần.",
)
ARTICLE = "\n".join((HEADLINE, *SENTENCES))
FOOT = "Mời bạn đọc theo dõi tin tức thời sự mới nhất trên trang của chúng tôi và góp ý qua hộp thư tòa soạn."
BULLETIN = (
    "Giá vàng miếng sáng ngày {0}/8 mua vào {1},{0} triệu, bán ra {2},{0} triệu mỗi lượng, chênh {0} nghìn. "
    "Vàng nhẫn mua {3},{0} bán {4},{0} triệu mỗi lượng, so với hôm trước đổi {0}{1} nghìn. "
    "Vàng thế giới {2}.{0}{1} USD, quy đổi {3},{0}{2} triệu; tỷ giá {4}.{0}{3} đồng mỗi USD, nhích {0} đồng."
)


def lost_every(number):
    return "\n".join(line for place, line in enumerate(ARTICLE.split("\n"), start=1) if place % number)


@pytest.mark.parametrize(
    "edited",
    [
        pytest.param(ARTICLE, id="the same text"),
        pytest.param(ARTICLE.replace(HEADLINE, "Bến Tre: đường mới, xã mới"), id="another headline"),
        pytest.param(lost_every(4), id="paragraphs left out"),
        pytest.param(ARTICLE.replace("96", "69").replace("2,35", "3,25").replace("214", "241"), id="other numbers"),
        pytest.param(f"{FOOT}\n{ARTICLE}\n{FOOT}", id="words of the paper around it"),
        pytest.param(ARTICLE.upper().replace("\n", "  "), id="another layout"),
    ],
)
def test_edited_copy_is_recognised(edited):
    assert find_copies([("a.txt", ARTICLE), ("b.txt", edited)]) == {"a.txt": "a.txt", "b.txt": "a.txt"}


@pytest.mark.parametrize(
    ("first", "other"),
    [
        pytest.param(ARTICLE, "\n".join(SENTENCES[:2]) + f"\n{FOOT}" * 3, id="a quotation"),
        pytest.param(
            BULLETIN.format(1, 72, 74, 71, 73), BULLETIN.format(9, 81, 83, 80, 82), id="two days' bulletins"
        ),
        pytest.param("Tin vắn trong ngày", "Tin vắn trong ngày", id="too short to tell"),
        pytest.param("", "", id="empty"),
    ],
)
def test_other_text_is_no_copy(first, other):
    assert find_copies([("a.txt", first), ("b.txt", other)]) == {}


def test_copy_of_a_copy_belongs_to_the_group_whatever_the_order():
    texts = {"a.txt": "\n".join(SENTENCES[:7]), "b.txt": "\n".join(SENTENCES[4:]), "c.txt": ARTICLE}
    assert find_copies([("a.txt", texts["a.txt"]), ("b.txt", texts["b.txt"])]) == {}
    one_group = dict.fromkeys(texts, "a.txt")
    assert find_copies(texts.items()) == one_group
    assert find_copies(reversed(texts.items())) == one_group


def figures_of(**texts):
    documents = [read_bytes(text.encode(), f"{name}.txt") for name, text in texts.items()]
    return [figure for document in documents for figure in mine(document)]


def compared(**texts):
    group = dict.fromkeys((f"{name}.txt" for name in texts), "a.txt")
    return list(check_documents(figures_of(**texts), group))


def test_copies_that_agree_confirm_nothing():
    assert compared(a=ARTICLE, b=f"{FOOT}\n{ARTICLE}") == []
    assert [found.verdict for found in check_documents(figures_of(a=ARTICLE, b=f"{FOOT}\n{ARTICLE}"))] != []


@pytest.mark.parametrize(
    ("printed", "reprinted", "verdict"),
    [
        ("96 xã", "69 xã", "inconsistent"),
        ("2,35%", "3,25%", "inconsistent"),
        ("2,35%", "2,4%", None),
        ("96 xã", "hơn 90 xã", None),
        ("214 km", "hơn 200 km", None),
    ],
)
def test_sentence_reprinted_with_another_number(printed, reprinted, verdict):
    found = compared(a=ARTICLE, b=f"{FOOT}\n{ARTICLE.replace(printed, reprinted)}")
    assert [each.verdict for each in found] == ([verdict] if verdict else [])
    for each in found:
        assert each.rule == "repeated_in_copy"
        assert {"a.txt", "b.txt"} <= set(each.message.replace("»", "«").split("«"))


def test_what_most_copies_print_stands_first():
    wrong = ARTICLE.replace("96 xã", "69 xã")
    [found] = compared(a=wrong, b=ARTICLE, c=f"{FOOT}\n{ARTICLE}")
    assert (found.doc, found.computed) == ("b.txt", "96 ≠ 69")
    assert "2 bản" in found.message


def test_difference_is_unclear_where_place_or_period_is_open():
    text = "Theo ban tổ chức, đoàn đã trao 250 suất quà cho bà con ở vùng lũ."
    [found] = compared(a=text, b=text.replace("250", "520"))
    assert (found.rule, found.verdict) == ("repeated_in_copy", "unclear")


@pytest.mark.parametrize(
    ("first", "other"),
    [
        pytest.param(
            "Năm 2023, tỉnh Bến Tre có 96 xã đạt chuẩn nông thôn mới.",
            "Năm 2022, tỉnh Bến Tre có 89 xã đạt chuẩn nông thôn mới.",
            id="other time",
        ),
        pytest.param(
            "Năm 2023, tỉnh Bến Tre có 96 xã đạt chuẩn nông thôn mới.",
            "Năm 2023, tỉnh Trà Vinh có 85 xã đạt chuẩn nông thôn mới.",
            id="other place",
        ),
        pytest.param("Có 96 xã đạt.", "Có 69 xã đạt.", id="few words"),
    ],
)
def test_sentences_that_state_something_else_are_left_alone(first, other):
    assert compared(a=first, b=other) == []


def test_many_prints_of_one_text_are_one_group_in_linear_time():
    prints = [(f"{number:05}.txt", f"{ARTICLE} Bản in số {number}.") for number in range(3_000)]
    assert set(find_copies(prints).values()) == {"00000.txt"}
