"""Zeros, ranks and lists that a report states in words."""

from datetime import date

import pytest

from report_miner.assess import assess
from report_miner.assess.measures import MeasureReader, load_assessing
from report_miner.assess.stated import Said, StatementReader
from report_miner.clean.shadow import shadow_of

ZERO = {"id": "zero", "comparator": "zero", "rules": ["stated_zero"]}
ASSESSING = load_assessing()
READER = StatementReader(ASSESSING, MeasureReader(ASSESSING))


def stated(text):
    lower = shadow_of(text).lower
    return {
        (each.measure, each.said.value)
        for each in READER.find(lower)
        if READER.reports(lower, 0, each.start, len(lower))
    }


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("Trong năm, không có khiếu kiện đông người trên địa bàn.", {"mass_complaint"}),
        ("Địa bàn không để xảy ra khiếu kiện đông người, kéo dài.", {"mass_complaint"}),
        ("Tệ nạn xã hội, tai nạn giao thông không xảy ra.", {"social_evils", "traffic_accidents"}),
        ("Tình hình tội phạm, tệ nạn xã hội và cháy, nổ đều không xảy ra.", {"crime", "social_evils", "fires"}),
        ("Cả năm chưa xảy ra vụ cháy nào, không xảy ra tai nạn giao thông.", {"fires", "traffic_accidents"}),
        ("Số vụ phạm tội giảm 01/03 vụ, tệ nạn xã hội không xảy ra.", {"social_evils"}),
        ("Không để xảy ra cháy, nổ lớn.", {"large_fires"}),
        ("Không phát sinh tội phạm có tổ chức.", set()),
        ("Không có tai nạn giao thông nghiêm trọng.", set()),
        ("Không có tội phạm ma túy.", set()),
        ("Không chỉ phòng, chống tội phạm, xã còn làm đường.", set()),
        ("Phấn đấu không để xảy ra khiếu kiện đông người.", set()),
        ("Yêu cầu các xã không để xảy ra cháy, nổ.", set()),
        ("Mô hình “Ấp không có tội phạm” được nhân rộng.", set()),
        ("Không có khiếu kiện đông người. Đây là tiêu chí số 19.", set()),
        ("Nếu không xảy ra cháy, nổ thì xã được cộng điểm.", set()),
    ],
)
def test_a_stated_zero_counts_where_nothing_narrows_it_and_it_is_a_result(text, measures):
    assert {measure for measure, said in stated(text) if said == Said.ABSENT} == measures


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("Địa bàn vẫn xảy ra khiếu kiện đông người.", "mass_complaint"),
        ("Trong năm còn để xảy ra cháy, nổ.", "fires"),
    ],
)
def test_what_is_told_to_happen_happened(text, measure):
    assert (measure, Said.PRESENT) in stated(text)


@pytest.mark.parametrize(
    ("measure", "text", "verdict"),
    [
        ("mass_complaint", "không có khiếu kiện đông người", "met"),
        ("mass_complaint", "còn để xảy ra khiếu kiện đông người", "not_met"),
    ],
)
def test_words_decide_a_zero_and_open_their_evidence(write, criteria, measure, text, verdict):
    document, figures = write(
        f"Năm 2023, xã Vũ Hội, huyện Vũ Thư, tỉnh Thái Bình {text}.", published=date(2023, 12, 5)
    )
    (found,) = assess(figures, criteria=criteria(ZERO | {"measures": [measure]}), document=document)
    assert (found.verdict, found.period, found.figures) == (verdict, "2023", ())
    assert found.place.startswith("xã Vũ Hội")
    assert found.details["kind"] == "stated"
    assert found.details["sentence_starts"] == "0"
    assert document.text[int(found.details["starts"]) :].startswith("khiếu kiện đông người")


def test_words_count_for_a_zero_only_where_the_test_says_so(write, criteria):
    document, figures = write("Năm 2023, xã Vũ Hội, tỉnh Thái Bình không có khiếu kiện đông người.")
    test = {"id": "zero", "comparator": "zero", "measures": ["mass_complaint"]}
    (found,) = assess(figures, criteria=criteria(test), document=document)
    assert found.verdict == "no_evidence"


@pytest.mark.parametrize(
    ("test", "sentence", "verdict"),
    [
        (
            {"comparator": "equals_label", "threshold": "Xuất sắc", "measures": ["movement_rank"]},
            "được phân loại “Xuất sắc” trong phong trào toàn dân bảo vệ an ninh Tổ quốc",
            "met",
        ),
        (
            {"comparator": "equals_label", "threshold": "Xuất sắc", "measures": ["movement_rank"]},
            "xếp loại Khá phong trào toàn dân bảo vệ an ninh Tổ quốc",
            "not_met",
        ),
        (
            {"comparator": "not_member", "measures": ["key_commune_ministry"]},
            "không thuộc danh sách xã trọng điểm, phức tạp về an ninh, trật tự",
            "met",
        ),
        (
            {"comparator": "not_member", "measures": ["key_commune_ministry"]},
            "đã nằm trong danh sách xã trọng điểm về an ninh, trật tự",
            "not_met",
        ),
        (
            {"comparator": "exists", "measures": ["resolution_and_plan"]},
            "có Đảng ủy ban hành nghị quyết về an ninh, trật tự, UBND xã có kế hoạch",
            "met",
        ),
        (
            {"comparator": "exists", "measures": ["resolution_and_plan"]},
            "có Đảng ủy chưa ban hành nghị quyết về an ninh, trật tự",
            "not_met",
        ),
    ],
)
def test_ranks_lists_and_papers_are_read_from_words(write, criteria, test, sentence, verdict):
    document, figures = write(f"Năm 2023, xã Vũ Hội, huyện Vũ Thư, tỉnh Thái Bình {sentence}.")
    (found,) = assess(figures, criteria=criteria({"id": "words"} | test), document=document)
    assert found.verdict == verdict


def test_both_communes_of_a_list_get_their_verdict(write, criteria):
    document, figures = write(
        "Năm 2024, xã Vũ Hội, xã Bách Thuận của huyện Vũ Thư đạt chuẩn (cả 02 xã tội phạm giảm ⟦00/01⟧ vụ, "
        "tai nạn giao thông không xảy ra).",
        {"kind": "pair", "unit": "vụ", "place": "huyện Vũ Thư < tỉnh Thái Bình", "period": "2024", "versus": "2023"},
    )
    tests = (
        {"id": "crime", "comparator": "change<=", "threshold": -5, "unit": "%", "measures": ["crime"]},
        ZERO | {"id": "tngt", "measures": ["traffic_accidents"]},
    )
    found = {
        (each.place.split(" <")[0], each.test): each.verdict
        for each in assess(figures, criteria=criteria(*tests), document=document)
        if each.place.startswith("xã")
    }
    assert found == {
        ("xã Bách Thuận", "crime"): "cannot_assess",
        ("xã Bách Thuận", "tngt"): "met",
        ("xã Vũ Hội", "crime"): "cannot_assess",
        ("xã Vũ Hội", "tngt"): "met",
    }


@pytest.mark.parametrize(("word", "verdict"), [("có", "cannot_assess"), ("mỗi xã có", "met")])
def test_a_number_for_two_communes_is_that_of_each_only_where_it_says_so(write, criteria, word, verdict):
    _, figures = write(
        f"Xã Vũ Hội và xã Bách Thuận {word} ⟦4⟧ mô hình phòng, chống tội phạm.",
        {"unit": "mô hình", "place": "xã Vũ Hội, xã Bách Thuận < tỉnh Thái Bình"},
    )
    test = {"id": "models", "comparator": ">=", "threshold": 3, "unit": "mô hình", "measures": ["security_models"]}
    found = assess(figures, criteria=criteria(test))
    assert [each.verdict for each in found if each.place.startswith("xã")] == [verdict] * 2


def test_what_a_report_says_of_a_criterion_stands_beside_its_tests(write, criteria):
    document, figures = write(
        "Năm 2022, xã Vũ Hội, huyện Vũ Thư, tỉnh Thái Bình: tiêu chí 19.2 đạt, tệ nạn xã hội không xảy ra."
    )
    tests = (ZERO | {"id": "evils", "measures": ["social_evils"]}, ZERO | {"id": "fire", "measures": ["fires"]})
    named = criteria(*tests, aggregation="all", attained="commune_security")
    *_, whole = assess(figures, criteria=named, document=document)
    assert (whole.test, whole.verdict) == ("all", "cannot_assess")
    assert whole.found == "1/2 nội dung xác định được là đạt; văn bản tự đánh giá «đạt»"
