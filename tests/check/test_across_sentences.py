"""Relations whose numbers stand in neighbouring sentences, each kept and broken by one slip of the pen."""

import pytest

from report_miner.check import check

HO = {"unit": "hộ", "item": "hộ nghèo"}
CA = {"unit": "ca", "item": "ca mắc"}
SP = {"unit": "sản phẩm", "item": "sản phẩm"}
MONEY = {"unit": "đồng", "kind": "money", "item": "vốn giải ngân"}
CHUYEN = {"unit": "chuyến", "item": "chuyến bay"}
TAN = {"unit": "tấn", "kind": "measure", "item": "tín chỉ"}
PRICE = {"unit": "USD/tấn", "kind": "rate", "item": "giá"}
USD = {"unit": "USD", "kind": "money", "item": "thu về"}
DN = {"unit": "doanh nghiệp", "item": "doanh nghiệp"}
CN = {"unit": "chi nhánh", "item": "chi nhánh"}
DV = {"unit": "đơn vị", "item": "đơn vị"}
UP, DOWN = {"change": "increase"}, {"change": "decrease"}

CASES = {
    "share of the whole a sentence before": (
        "Toàn tỉnh ghi nhận ⟦936⟧ ca mắc.\nSố ca nặng là ⟦{}⟧, chiếm ⟦2,99%⟧.",
        ("28", "82"),
        [CA, {"item": "ca nặng"}, {}],
        "share",
    ),
    "share of the plan a sentence before": (
        "Kế hoạch vốn năm 2025 giao là ⟦9.000 tỷ⟧ đồng.\nLũy kế giải ngân được ⟦{} tỷ⟧ đồng, đạt ⟦42%⟧ kế hoạch.",
        ("3.780", "7.380"),
        [MONEY, MONEY, {}],
        "target_result",
    ),
    "growth over the level a sentence before": (
        "Toàn tỉnh có ⟦328⟧ sản phẩm được công nhận.\nSo với cuối năm 2023, tăng ⟦{}⟧ (tương đương ⟦20,6%⟧).",
        ("56", "65"),
        [SP, SP | UP, UP],
        "change_percent",
    ),
    "the level set against a change in brackets": (
        "Các hãng bay ⟦31.480⟧ chuyến, nhiều hơn tháng 5 là ⟦{}⟧ chuyến (tháng 5: ⟦28.350⟧).",
        ("3.130", "7.130"),
        [CHUYEN, CHUYEN | UP, CHUYEN],
        "change_levels",
    ),
    "two levels and the change that follows from them": (
        "Cuối năm còn ⟦{}⟧ hộ nghèo, đầu năm ⟦341⟧ hộ, như vậy giảm ⟦73⟧ hộ.",
        ("268", "286"),
        [HO, HO, HO | DOWN],
        "change_levels",
    ),
    "a total over two units": (
        "Cấp mới cho ⟦211⟧ doanh nghiệp và ⟦74⟧ chi nhánh (cộng ⟦{}⟧ đơn vị).",
        ("285", "825"),
        [DN, CN, DV],
        "parts",
    ),
    "amount times price": (
        "Tỉnh bán ⟦10,3 triệu⟧ tấn CO2 với giá ⟦5⟧ USD/tấn, thu về ⟦{} triệu⟧ USD.",
        ("51,5", "15,5"),
        [TAN, PRICE, USD],
        "ratio",
    ),
    "shares behind a colon": (
        "Cách xử lý còn lạc hậu: chôn lấp ⟦{}%⟧, đốt ⟦39%⟧ và làm phân ⟦9%⟧.",
        ("52", "25"),
        [{"item": "chôn lấp"}, {"item": "đốt"}, {"item": "làm phân"}],
        "parts",
    ),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("slipped", [False, True], ids=["kept", "slipped"])
def test_relation_across_sentences(mark, name, slipped):
    text, printed, fields, rule = CASES[name]
    document, figures = mark(text.format(printed[slipped]), fields)
    verdicts = {finding.verdict.value for finding in check(figures, document) if finding.rule == rule}
    assert verdicts == {"inconsistent" if slipped else "consistent"}


def test_a_clause_behind_a_semicolon_holds_no_parts(mark):
    text = "Huyện cử ⟦45⟧ người đi học, trong đó có ⟦03⟧ sinh viên; cử ⟦188⟧ cán bộ dự các khóa bồi dưỡng."
    people = [{"unit": unit, "item": unit} for unit in ("người", "sinh viên", "cán bộ")]
    document, figures = mark(text, people)
    assert not [finding for finding in check(figures, document) if finding.verdict == "inconsistent"]


@pytest.mark.parametrize(("printed", "verdict"), [("24,97", "consistent"), ("94,97", "inconsistent")])
def test_more_than_a_number_of_three_digits_is_close_to_it(mark, printed, verdict):
    money = {"unit": "USD", "kind": "money", "item": "kim ngạch"}
    text = f"Kim ngạch đạt ⟦142,41 tỷ⟧ USD, tăng ⟦21,3%⟧ (tương ứng tăng hơn ⟦{printed} tỷ⟧ USD) so với cùng kỳ."
    document, figures = mark(text, [money, UP, money | UP | {"bound": ">"}])
    found = [finding.verdict.value for finding in check(figures, document) if finding.rule == "change_percent"]
    assert found == [verdict]
