"""The confidence of a figure depends on its own fields and on the document around it."""

import pytest

from report_miner.extract.confidence import FIELDS, Claim, ConfidenceModel, Evidence, standings

SURE, UNSURE = Evidence("rule", 0.95), Evidence("rule", 0.3)
MODEL = ConfidenceModel(
    {field: {"bias": 0.0, "certainty": 1.0, "share": 1.0} for field in FIELDS},
    dict.fromkeys(FIELDS, 1.0)
    | {f"mean {field}": 0.1 for field in FIELDS}
    | {"bias": 0.0, "figures": 0.0, "length": 0.0},
)


def claim(where="tỉnh Bến Tre", when="2023", **evidence):
    return Claim({field: evidence.get(field, SURE) for field in FIELDS}, where, when)


def confidences(*claims):
    return [judgement.confidence for judgement in MODEL.judge(claims, 1_000)]


def test_nothing_is_judged_where_nothing_is_found():
    assert MODEL.judge([], 1_000) == []


def test_doubtful_fields_are_named_worst_first():
    (judgement,) = MODEL.judge([claim(item=Evidence("rule", 0.6), place=UNSURE)], 1_000)
    assert judgement.uncertain == ("place", "item")


def test_a_field_in_doubt_lowers_the_confidence():
    sure, doubtful = confidences(claim(), claim(item=UNSURE))
    assert sure > doubtful


@pytest.mark.parametrize("field", FIELDS)
def test_a_document_that_is_doubtful_elsewhere_lowers_it_too(field):
    assert confidences(claim(), claim())[0] > confidences(claim(), claim(**{field: UNSURE}))[0]


@pytest.mark.parametrize("other", [{"where": "tỉnh Cà Mau"}, {"when": "2019"}], ids=["place", "period"])
def test_who_stands_alone_with_a_place_or_period_is_less_sure(other):
    most, _, alone = confidences(claim(), claim(), claim(**other))
    assert most > alone


def test_the_shipped_model_judges_by_all_that_is_seen():
    model = ConfidenceModel.load()
    (view,) = model.views(model.probabilities([claim()]), 1_000)
    assert set(view) == set(model.record)
    assert {"share", "log share", "most", "different", "log figures"} <= set(model.fields["place"])


def test_how_a_value_stands_among_those_of_its_document():
    _, _, alone = standings([claim(), claim(), claim(when="2019")])
    assert alone["period"] == (1 / 3, False, 2 / 3, 3)
    assert alone["place"] == (1.0, True, 1 / 3, 3)
