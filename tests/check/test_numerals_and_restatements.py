"""Numerals that no number looks like, and facts that a document tells again with another number."""

from dataclasses import replace

import pytest

from report_miner.check import check
from report_miner.model import Block, BlockKind

PLACE = {"place": "tỉnh Bến Tre", "period": "2016"}
TREES = {"unit": "cây", "item": "cây dừa hội viên hiến", **PLACE}
VU = {"unit": "vụ", "item": "vụ tai nạn giao thông", **PLACE}
CHET = {"unit": "người", "item": "người chết", **PLACE}
THUONG = {"unit": "người", "item": "người bị thương", **PLACE}


def wrong(mark, rule, text, fields):
    document, figures = mark(text, fields)
    found = check(figures, document)
    return [finding.computed for finding in found if finding.rule == rule and finding.verdict == "inconsistent"]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Chợ Mới có 014 ca mắc, Châu Phú có 187 ca.", ["014"]),
        ("Tỷ lệ hộ nghèo còn 06,5% vào cuối năm.", ["06,5"]),
        ("Toàn huyện trồng 0.470 cây phân tán.", ["0.470"]),
        ("Kế hoạch giao 00 tỷ đồng cho huyện.", ["00"]),
        ("Huyện có 05 xã đạt chuẩn và 00 vụ cháy.", []),
        ("Sản phẩm số lô: 0116, hạn dùng hai năm.", []),
        ("Điện thoại (0297) 3812 345 của văn phòng.", []),
        ("Phim về điệp viên 007 được chiếu lại.", []),
        ("Hệ số 0.985 tấn, 0.859 tấn, 0.980 tấn.", []),
        ("Xử phạt 1 tỷ 045 triệu đồng, thu 470 tỷ 581 triệu 046 nghìn đồng.", []),
        ("Bán ra 400 000 đồng mỗi cân.", []),
        ("Thu 1.250 tỷ đồng, chi 2.300 tỷ đồng, nộp 33.46.125 đồng tiền thuế.", ["33.46.125"]),
        ("Mã 33.46.125 đồng bộ với bản cũ.", []),
    ],
)
def test_impossible_numerals(mark, text, printed):
    assert wrong(mark, "unit", text, []) == printed


@pytest.mark.parametrize(
    ("text", "field", "count"),
    [
        ("Xã có ⟦33,46⟧ hộ nghèo theo rà soát.", {"unit": "hộ", "item": "hộ nghèo"}, 1),
        ("Bình quân mỗi xóm có ⟦33,46⟧ hộ nghèo.", {"unit": "hộ", "item": "hộ nghèo"}, 0),
        ("Rừng trồng được ⟦33,46⟧ ha trong năm.", {"unit": "ha", "kind": "measure", "item": "rừng"}, 0),
    ],
)
def test_counts_of_whole_things_have_no_fraction(mark, text, field, count):
    assert len(wrong(mark, "unit", text, [field])) == count


@pytest.mark.parametrize(
    ("text", "field", "count"),
    [
        ("Số vụ giảm ⟦600%⟧ so với cùng kỳ.", {"change": "decrease"}, 1),
        ("Số vụ giảm ⟦60%⟧ so với cùng kỳ.", {"change": "decrease"}, 0),
        ("Đến nay, ⟦130%⟧ các xã trong tỉnh đạt chuẩn y tế.", {}, 1),
        ("Thu ngân sách đạt ⟦130%⟧ dự toán năm.", {}, 0),
    ],
)
def test_falls_and_shares_lie_within_hundred_percent(mark, text, field, count):
    assert len(wrong(mark, "bound", text, [{"item": "vụ", **field}])) == count


@pytest.mark.parametrize(("dead", "count"), [("2", 0), ("7", 1)])
def test_sentences_that_share_two_numbers_share_the_one_between(mark, dead, count):
    text = (
        "Trong kỳ nghỉ xảy ra ⟦25⟧ vụ, ⟦2⟧ người chết và ⟦126⟧ người bị thương.\n"
        "Ngành đã họp với ⟦30⟧ đoàn thể.\n"
        f"Tính chung cả kỳ có ⟦25⟧ vụ, ⟦{dead}⟧ người chết và ⟦126⟧ người bị thương."
    )
    assert len(wrong(mark, "repeated", text, [VU, CHET, THUONG, {"unit": "đoàn thể"}, VU, CHET, THUONG])) == count


@pytest.mark.parametrize(("second", "count"), [("401", 0), ("801", 1)])
def test_a_sentence_told_again_in_the_same_words(mark, second, count):
    clause = "Nhờ phong trào, các cấp hội của tỉnh đã vận động hội viên hiến ⟦{}⟧ cây dừa để làm đường"
    text = f"{clause.format('401')} giao thông.\n{clause.format(second)} nội đồng."
    open_field = {"unit": "cây", "item": "cây dừa"}
    assert len(wrong(mark, "repeated", text, [open_field | PLACE, open_field])) == count


@pytest.mark.parametrize(("title", "count"), [("35", 0), ("53", 1)])
def test_a_number_of_the_title_stands_in_the_text(mark, title, count):
    headline = f"Bến Tre có thêm ⟦{title}⟧ xã đạt chuẩn nông thôn mới"
    xa = {"unit": "xã", "item": "xã đạt chuẩn nông thôn mới", **PLACE}
    document, figures = mark(
        f"{headline}\nNăm qua tỉnh Bến Tre có thêm ⟦35⟧ xã được công nhận đạt chuẩn nông thôn mới.", [xa] * 2
    )
    end = document.text.index("\n")
    first = Block(kind=BlockKind.TITLE, start=0, end=end)
    rest = Block(kind=BlockKind.PARAGRAPH, start=end + 1, end=len(document.text))
    found = check(figures, replace(document, blocks=(first, rest)))
    assert len([f for f in found if f.rule == "repeated" and f.verdict == "inconsistent"]) == count


def test_two_numbers_of_the_text_may_make_up_that_of_the_title(mark):
    nguoi = {"unit": "người", "item": "người chết, mất tích", **PLACE}
    title = "Mưa lũ làm ⟦36⟧ người chết, mất tích ở tỉnh"
    document, figures = mark(f"{title}\nMưa lũ ở tỉnh làm ⟦31⟧ người chết và ⟦5⟧ người mất tích.", [nguoi] * 3)
    end = document.text.index("\n")
    blocks = (
        Block(kind=BlockKind.TITLE, start=0, end=end),
        Block(kind=BlockKind.PARAGRAPH, start=end + 1, end=len(document.text)),
    )
    found = check(figures, replace(document, blocks=blocks))
    assert [f for f in found if f.rule == "repeated"] == []
