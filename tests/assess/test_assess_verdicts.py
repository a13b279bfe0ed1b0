"""Every comparator, every rule and every verdict, on sentences of our own."""

import pytest

from report_miner.assess import assess

MODELS = {"id": "models", "comparator": ">=", "threshold": 3, "unit": "mô hình", "measures": ["security_models"]}
CRIME = {
    "id": "crime",
    "comparator": "change<=",
    "threshold": -5,
    "unit": "%",
    "baseline": "previous_year",
    "measures": ["crime"],
    "rules": ["zero_baseline", "small_count"],
}
COMPLAINTS = {"id": "complaints", "comparator": "zero", "measures": ["mass_complaint"], "rules": ["stated_zero"]}
SHARE = {
    "id": "communes",
    "comparator": ">=",
    "threshold": 80,
    "unit": "% số xã",
    "level": ["tinh"],
    "measures": ["communes_19_2"],
    "rules": ["ceiling"],
}
PROVINCE = "tỉnh Thái Bình"
INSURED = "Tỷ lệ người dân tham gia bảo hiểm y tế đạt ⟦{}⟧."


def insured(comparator, threshold):
    return {
        "id": "bhyt",
        "comparator": comparator,
        "threshold": threshold,
        "unit": "%",
        "measures": ["health_insurance"],
    }


@pytest.mark.parametrize(
    ("comparator", "threshold", "printed", "bound", "verdict"),
    [
        (">=", 90, "90%", "=", "met"),
        (">=", 90, "89,9%", "=", "not_met"),
        (">=", 90, "88%", ">", "cannot_assess"),
        (">=", 90, "90%", ">", "met"),
        (">=", 90, "90%", "<", "not_met"),
        (">=", 90, "90%", "~", "cannot_assess"),
        (">", 90, "90%", "=", "not_met"),
        (">", 90, "90%", ">", "met"),
        (">", 90, "90,5%", "=", "met"),
        ("<=", 90, "90%", "=", "met"),
        ("<=", 90, "90%", ">", "not_met"),
        ("<=", 90, "91%", "=", "not_met"),
        ("<", 90, "90%", "=", "not_met"),
        ("<", 90, "89%", "=", "met"),
        ("==", 100, "100%", "=", "met"),
        ("==", 100, "99,9%", "=", "not_met"),
        ("==", 100, "99%", ">", "cannot_assess"),
        ("~", 40, "41%", "=", "met"),
        ("~", 40, "38%", "=", "cannot_assess"),
        ("~", 40, "30%", "=", "not_met"),
        ("between", [40, 50], "45%", "=", "met"),
        ("between", [40, 50], "39%", "=", "not_met"),
        ("between", [40, 50], "55%", "=", "cannot_assess"),
    ],
)
def test_an_amount_is_set_against_its_threshold(write, criteria, comparator, threshold, printed, bound, verdict):
    _, figures = write(INSURED.format(printed), {"bound": bound})
    (found,) = assess(figures, criteria=criteria(insured(comparator, threshold)))
    assert found.verdict == verdict
    assert found.figures == (figures[0].id,)


@pytest.mark.parametrize(
    ("sentence", "fields", "verdict", "says"),
    [
        ("Tội phạm giảm ⟦6,2%⟧ so với năm trước.", {"change": "decrease", "versus": "2022"}, "met", "giảm 6,2%"),
        ("Tội phạm giảm ⟦5%⟧ so với năm trước.", {"change": "decrease", "versus": "2022"}, "met", "5%"),
        ("Tội phạm giảm ⟦-6,2%⟧ so với năm trước.", {"change": "decrease", "versus": "2022"}, "met", "giảm 6,2%"),
        ("Tội phạm giảm ⟦4,9%⟧ so với năm trước.", {"change": "decrease", "versus": "2022"}, "not_met", "4,9%"),
        ("Tội phạm tăng ⟦4%⟧ so với năm trước.", {"change": "increase", "versus": "2022"}, "not_met", "tăng 4%"),
        ("Tội phạm giảm ⟦6,2%⟧ so với cùng kỳ.", {"change": "decrease"}, "met", "6,2%"),
        ("Tội phạm giảm ⟦6,2%⟧ so với giai đoạn trước.", {"change": "decrease"}, "cannot_assess", "giai đoạn trước"),
        ("Tội phạm giảm ⟦6,2%⟧.", {"change": "decrease"}, "cannot_assess", "không ghi so với thời gian nào"),
        ("Tội phạm giảm ⟦6,2%⟧.", {"change": "decrease", "versus": "2019"}, "cannot_assess", "«2019»"),
        ("Tội phạm giảm ⟦00/01⟧ vụ.", {"kind": "pair", "unit": "vụ", "versus": "2022"}, "met", "−100%"),
        ("Tội phạm giảm ⟦19/20⟧ vụ.", {"kind": "pair", "unit": "vụ", "versus": "2022"}, "met", "−5%"),
        (
            "Tội phạm kiềm chế ⟦1/1⟧ vụ.",
            {"kind": "pair", "unit": "vụ", "versus": "2022"},
            "cannot_assess",
            "chỉ là 1",
        ),
        ("Tội phạm kiềm chế ⟦40/40⟧ vụ.", {"kind": "pair", "unit": "vụ", "versus": "2022"}, "not_met", "(0%)"),
        ("Tội phạm kiềm chế ⟦0/0⟧ vụ.", {"kind": "pair", "unit": "vụ", "versus": "2022"}, "met", "0/0"),
        ("Tội phạm tăng ⟦2/0⟧ vụ.", {"kind": "pair", "unit": "vụ", "versus": "2022"}, "not_met", "kỳ trước không có"),
    ],
)
def test_a_change_is_set_against_its_threshold_and_its_baseline(write, criteria, sentence, fields, verdict, says):
    _, figures = write(sentence, fields)
    (found,) = assess(figures, criteria=criteria(CRIME))
    assert (found.verdict, found.required) == (verdict, "giảm ít nhất 5% so với năm trước")
    assert says in found.message


def test_a_level_with_its_change_makes_a_pair(write, criteria):
    fields = {"unit": "vụ", "item": "phạm pháp hình sự"}
    _, figures = write(
        "Phạm pháp hình sự xảy ra ⟦27⟧ vụ, giảm ⟦9⟧ vụ so với năm 2022.",
        fields,
        fields | {"change": "decrease", "versus": "2022"},
    )
    (found,) = assess(figures, criteria=criteria(CRIME))
    assert (found.verdict, found.found) == ("met", "giảm 9 vụ (−25%)")


def test_without_its_rule_a_zero_before_decides_nothing(write, criteria):
    _, figures = write("Tội phạm kiềm chế ⟦0/0⟧ vụ.", {"kind": "pair", "unit": "vụ", "versus": "2022"})
    (found,) = assess(figures, criteria=criteria(CRIME | {"rules": []}))
    assert found.verdict == "cannot_assess"
    assert "bằng 0" in found.message


@pytest.mark.parametrize(
    ("pair", "verdict", "comparator"),
    [("3/4", "cannot_assess", "change"), ("5/4", "not_met", "change"), ("3/4", "cannot_assess", "change<")],
)
def test_a_steady_fall_fails_with_one_rise_and_is_not_proved_by_one_fall(write, criteria, pair, verdict, comparator):
    test = CRIME | {"comparator": comparator, "threshold": 0, "baseline": "previous_years"}
    _, figures = write(f"Tội phạm là ⟦{pair}⟧ vụ.", {"kind": "pair", "unit": "vụ", "versus": "2022"})
    (found,) = assess(figures, criteria=criteria(test))
    assert found.verdict == verdict


@pytest.mark.parametrize(
    ("tally", "verdict"),
    [("96/119", "met"), ("95/119", "not_met"), ("9/11", "met"), ("8/10", "met"), ("7/9", "not_met")],
)
def test_a_share_of_communes_is_counted_in_whole_communes(write, criteria, tally, verdict):
    _, figures = write(f"Toàn tỉnh có ⟦{tally}⟧ xã đạt chuẩn chỉ tiêu 19.2.", {"unit": "xã", "place": PROVINCE})
    (found,) = assess(figures, criteria=criteria(SHARE))
    assert found.verdict == verdict


def test_the_requirement_tells_how_many_communes_the_share_is(write, criteria):
    _, figures = write("Có ⟦97/119⟧ xã đạt chuẩn chỉ tiêu 19.2 (⟦81,5%⟧).", {"unit": "xã", "place": PROVINCE})
    (found,) = assess(figures, criteria=criteria(SHARE))
    assert (found.required, found.found) == ("ít nhất 80% số xã (119 thì cần 96)", "97/119 xã (81,5%)")


@pytest.mark.parametrize(("printed", "verdict"), [("0", "met"), ("00", "met"), ("1", "not_met")])
def test_a_counted_zero_is_a_zero(write, criteria, printed, verdict):
    _, figures = write(f"Trong năm có ⟦{printed}⟧ vụ khiếu kiện đông người.", {"unit": "vụ"})
    (found,) = assess(figures, criteria=criteria(COMPLAINTS))
    assert found.verdict == verdict


def test_what_is_asked_for_is_no_result_but_stands_beside_the_requirement(write, criteria):
    _, figures = write(
        "Phấn đấu mỗi xã có từ ⟦3⟧ mô hình phòng, chống tội phạm trở lên.",
        {"unit": "mô hình", "bound": ">=", "status": "target", "period": "2025"},
    )
    (found,) = assess(figures, criteria=criteria(MODELS))
    assert (found.verdict, found.figures) == ("no_evidence", ())
    assert found.details["document_target"] == "ít nhất 3 mô hình (năm 2025)"
    assert "Chỉ tiêu nêu trong văn bản: ít nhất 3 mô hình (năm 2025)." in found.message


@pytest.mark.parametrize("other", [{"indicator": "ECO.RUNG"}, {"item": "tỷ lệ hộ dùng mạng"}])
def test_the_target_of_another_thing_stands_beside_no_requirement(write, criteria, other):
    _, figures = write(
        "Mục tiêu: tỷ lệ tham gia bảo hiểm y tế trên ⟦95%⟧; tỷ lệ kia trên ⟦65%⟧.",
        {"bound": ">", "status": "target", "item": "tỷ lệ tham gia bảo hiểm y tế"},
        {"bound": ">", "status": "target"} | other,
    )
    (found,) = assess(figures, criteria=criteria(insured(">=", 90)))
    assert found.details["document_target"] == "trên 95% (năm 2023)"


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Tỷ lệ hộ dùng nước sạch từ công trình cấp nước tập trung đạt ⟦62%⟧.", "met"),
        ("Tỷ lệ hộ sử dụng nước sạch theo quy định là ⟦62%⟧.", "met"),
        ("Tập trung nâng tỷ lệ hộ sử dụng nước sạch lên ⟦62%⟧.", "no_evidence"),
        ("Tỷ lệ hộ sử dụng nước sạch phấn đấu đạt ⟦62%⟧.", "no_evidence"),
    ],
)
def test_words_that_only_describe_what_is_measured_ask_for_nothing(write, criteria, sentence, verdict):
    test = {"id": "w", "comparator": ">=", "threshold": 55, "unit": "%", "measures": ["clean_water"]}
    _, figures = write(sentence, {"item": "hộ sử dụng nước sạch"})
    (found,) = assess(figures, criteria=criteria(test))
    assert found.verdict == verdict


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"uncertain": ("place",)}, "chưa chắc con số là của nơi này"),
        ({"place": "tỉnh Thái Bình"}, "áp dụng cho xã, số liệu là của tỉnh"),
        ({"period": None}, "không cho biết thời gian"),
        ({"period": "2019/2023"}, "không thuộc thời gian áp dụng (2021-2025)"),
        ({"status": "estimate"}, "số ước tính"),
    ],
)
def test_a_doubt_about_place_or_time_is_written_out(write, criteria, fields, says):
    _, figures = write("Xã duy trì ⟦4⟧ mô hình phòng, chống tội phạm.", {"unit": "mô hình"} | fields)
    (found,) = assess(figures, criteria=criteria(MODELS))
    assert found.verdict == "cannot_assess"
    assert says in found.details["doubts"]


@pytest.mark.parametrize("status", ["partial", "unverified"])
def test_what_nobody_verified_never_decides(write, criteria, status):
    for printed in ("4", "1"):
        _, figures = write(f"Xã duy trì ⟦{printed}⟧ mô hình phòng, chống tội phạm.", {"unit": "mô hình"})
        (found,) = assess(figures, criteria=criteria(MODELS | {"status": status}))
        assert found.verdict == "cannot_assess"
        assert "kiểm chứng" in found.message


def test_figures_that_contradict_one_another_decide_nothing(write, criteria):
    _, figures = write(
        "Xã duy trì ⟦4⟧ mô hình phòng, chống tội phạm.\nXã có ⟦2⟧ mô hình phòng, chống tội phạm.",
        {"unit": "mô hình"},
        {"unit": "mô hình"},
    )
    (found,) = assess(figures, criteria=criteria(MODELS))
    assert (found.verdict, found.found) == ("cannot_assess", "4 mô hình; 2 mô hình")
    assert "trái nhau" in found.message


def test_a_threshold_depends_on_the_region_and_on_the_province(write, criteria):
    test = insured(">=", 99) | {"threshold_by_region": {"DBSH": 90}, "threshold_by_province": {"Nam Định": 95}}
    for province, verdict in (("Thái Bình", "met"), ("Nam Định", "not_met"), ("Sơn La", "cannot_assess")):
        _, figures = write(INSURED.format("92%"), {"place": f"xã Tân Lập < tỉnh {province}"})
        (found,) = assess(figures, criteria=criteria(test))
        assert found.verdict == verdict


def test_millions_are_compared_with_amounts_in_full(write, criteria):
    test = {"id": "tn", "comparator": ">=", "threshold": 45, "unit": "triệu đồng/người/năm", "measures": ["income"]}
    _, figures = write(
        "Thu nhập bình quân đầu người đạt ⟦46.000.000⟧ đồng.",
        {"unit": "đồng", "item": "thu nhập bình quân đầu người"},
    )
    (found,) = assess(figures, criteria=criteria(test))
    assert found.verdict == "met"


def test_a_whole_criterion_is_met_with_all_its_tests_and_failed_with_one(write, criteria):
    sentences = "Có ⟦0⟧ vụ khiếu kiện đông người.\nXã duy trì ⟦{}⟧ mô hình phòng, chống tội phạm."
    for printed, verdict in (("4", "met"), ("2", "not_met")):
        _, figures = write(sentences.format(printed), {"unit": "vụ"}, {"unit": "mô hình"})
        found = assess(figures, criteria=criteria(COMPLAINTS, MODELS, aggregation="all"))
        assert [each.test for each in found] == ["complaints", "models", "all"]
        assert found[-1].verdict == verdict
        assert found[-1].figures == tuple(figure.id for figure in figures)


def test_conditions_that_nobody_has_read_are_named_and_decide_nothing(write, criteria):
    _, figures = write(INSURED.format("92%"))
    (found,) = assess(figures, criteria=criteria({"id": "rest", "comparator": "composite"}))
    assert found.verdict == "cannot_assess"
    assert "chưa đọc được" in found.message


def test_places_and_years_are_told_apart_and_the_order_is_that_of_place_and_time(write, criteria):
    lines = ["Xã duy trì ⟦4⟧ mô hình phòng, chống tội phạm."] * 3
    fields = [
        {"unit": "mô hình", "place": f"xã {name} < tỉnh Thái Bình", "period": year}
        for name, year in (("Vũ Hội", "2023"), ("Bách Thuận", "2024-06"), ("Bách Thuận", "2022"))
    ]
    _, figures = write("\n".join(lines), *fields)
    found = assess(figures, criteria=criteria(MODELS))
    assert [(each.place.split(" <")[0], each.period) for each in found] == [
        ("xã Bách Thuận", "2022"),
        ("xã Bách Thuận", "2024"),
        ("xã Vũ Hội", "2023"),
    ]
    assert assess(figures, criteria=criteria(MODELS)) == found


def test_without_a_name_only_sets_of_the_place_and_the_time_speak(write):
    text = "Xây dựng nông thôn mới: có ⟦97/119⟧ xã đạt chuẩn chỉ tiêu 19.2."
    for place, year, expected in (
        ("tỉnh An Giang", "2020", {"ntm-an-giang-2021"}),
        ("tỉnh An Giang", "2016", set()),
        ("tỉnh Long An", "2020", set()),
    ):
        _, figures = write(text, {"unit": "xã", "place": place, "period": year})
        assert {each.criteria_set for each in assess(figures)} == expected


def test_a_document_that_speaks_of_no_criteria_is_left_alone(write):
    _, figures = write("Công an xã báo cáo: tội phạm giảm ⟦6%⟧.", {"change": "decrease", "versus": "2022"})
    assert assess(figures) == []
