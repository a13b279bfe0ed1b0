"""Lists of parts that are read from the text, whether their numbers are figures or not."""

from decimal import Decimal

import pytest

from report_miner.check import check

CASES = {
    "labels behind a colon": ("Xử lý ⟦312⟧ đơn: đất đai 221, môi trường 66, xây dựng 25.", "đơn", ["consistent"]),
    "neighbours swapped": ("Xử lý ⟦321⟧ đơn: đất đai 221, môi trường 66, xây dựng 25.", "đơn", ["inconsistent"]),
    "a part lost a digit": ("Xử lý ⟦312⟧ đơn: đất đai 221, môi trường 6, xây dựng 25.", "đơn", ["inconsistent"]),
    "brackets behind another figure": (
        "Bắt ⟦91⟧ vụ, 134 đối tượng (hình sự 72 vụ, hành chính 16 vụ).",
        "vụ",
        ["inconsistent"],
    ),
    "numbers in brackets": ("Có ⟦71⟧ trạm, gồm: Na Rì (31 trạm), Chợ Mới (28), Ba Bể (12).", "trạm", ["consistent"]),
    "a list in the next sentence": (
        "Ghi nhận ⟦116⟧ ca mắc. Phân bố: Na Rì 51, Ba Bể 42, các nơi còn lại 32 ca.",
        "ca",
        ["inconsistent"],
    ),
    "what each part is follows its number": (
        "Mở ⟦08⟧ cuộc thanh tra: 05 theo kế hoạch, 01 đột xuất, 02 từ năm trước chuyển sang.",
        "cuộc",
        ["consistent"],
    ),
    "other things than the whole counts": ("Cháy ⟦12⟧ vụ: chết 5 người, bị thương 6 người.", "vụ", []),
    "a list that is open": ("Xử lý ⟦321⟧ đơn, chủ yếu: đất đai 221, môi trường 66, xây dựng 25.", "đơn", []),
    "a rest without its number": ("Được ⟦71⟧ huy chương (01 vàng, 16 bạc, còn lại là đồng).", "huy chương", []),
    "no slip explains it": ("Xử lý ⟦312⟧ đơn (trong đó đất đai 102 đơn, môi trường 57 đơn).", "đơn", []),
    "a number in a name": ("Xây ⟦19⟧ cầu (quốc lộ 1, quốc lộ 8).", "cầu", []),
    "years": ("Có ⟦4⟧ người (anh Hải sinh năm 1984, chị Huế sinh năm 1985).", "người", []),
    "items below": (
        "Có ⟦97⟧ xã. Trong đó:\n- Xã đạt chuẩn: 45 xã;\n- Xã nâng cao: 32 xã (tăng 3 xã);\n- Còn lại 20 xã.",
        "xã",
        ["consistent"],
    ),
    "items below, one of them wrong": (
        "Chi ⟦312 tỷ⟧ đồng, gồm:\na) Ngân sách 221 tỷ đồng, đạt 90%;\nb) Vay 66 tỷ đồng;\nc) Dân góp 35 tỷ đồng.",
        "đồng",
        ["inconsistent"],
    ),
    "items below with items of their own": (
        "- Có ⟦71⟧ trạm, gồm:\n+ Na Rì 31 trạm, trong đó:\n* Cường Lợi 2;\n+ Ba Bể 40 trạm.\n- Có 12 xe.",
        "trạm",
        ["consistent"],
    ),
    "paragraphs below": ("Có ⟦71⟧ trạm, gồm:\nNa Rì 31 trạm;\nBa Bể 40 trạm;", "trạm", ["consistent"]),
    "items below that tell of other things": ("Cháy ⟦12⟧ vụ, cụ thể:\n- Chết 5 người;\n- Hỏng 6 nhà.", "vụ", []),
    "the next sentence, up to what is left": (
        "Huy động ⟦312 tỷ⟧ đồng. Ngân sách 96 tỷ đồng, tín dụng 130 tỷ đồng, còn lại 76 tỷ đồng do dân góp.",
        "đồng",
        ["inconsistent"],
    ),
    "the next sentence, which need not tell all": (
        "Huy động ⟦312 tỷ⟧ đồng. Ngân sách 96 tỷ đồng, tín dụng 130 tỷ đồng, dân góp 76 tỷ đồng.",
        "đồng",
        [],
    ),
    "changes": ("Có ⟦3⟧ nhóm hàng: giao thông tăng 2, giáo dục tăng 3.", "nhóm hàng", []),
}


@pytest.mark.parametrize(("text", "unit", "verdicts"), CASES.values(), ids=CASES)
def test_printed_list(mark, text, unit, verdicts):
    document, figures = mark(text, [{"unit": unit, "item": unit}])
    assert [finding.verdict for finding in check(figures, document) if finding.rule == "parts"] == verdicts


def test_a_list_that_adds_up_as_a_whole_is_not_reported_in_part(mark):
    text = "Mở ⟦08⟧ cuộc thanh tra: ⟦05⟧ theo kế hoạch, ⟦01⟧ đột xuất, 02 từ năm trước chuyển sang."
    inspection = {"unit": "cuộc", "item": "cuộc thanh tra"}
    document, figures = mark(text, [inspection] * 3)
    assert [finding.verdict for finding in check(figures, document)] == ["consistent"]


def test_a_part_in_words_is_one_more_part(mark):
    text = "Hỏi ⟦63⟧ xưởng: ⟦41⟧ xưởng bớt thợ, ⟦17⟧ xưởng như cũ, chỉ ⟦năm⟧ xưởng thêm thợ."
    document, figures = mark(
        text, [{"unit": "xưởng", "item": "xưởng"}] * 3 + [{"unit": "xưởng", "value": Decimal(5)}]
    )
    assert [finding.verdict for finding in check(figures, document)] == ["consistent"]


def test_a_list_names_the_places_of_numbers_that_are_no_figures(mark):
    document, figures = mark("Xử lý ⟦321⟧ đơn: đất đai 221, môi trường 66, xây dựng 25.", [{"unit": "đơn"}])
    [found] = [finding for finding in check(figures, document) if finding.rule == "parts"]
    assert [document.text[start : start + 2] for start in found.starts] == ["32", "22", "66", "25"]
