"""What the assessments of real reports must show, mined by the program and as a careful reader annotated them."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from report_miner.assess import assess
from report_miner.clean.shadow import shadow_of
from report_miner.language.sentences import split_sentences
from report_miner.model import Bound, Change, Figure, Kind, Period, Place, Status
from report_miner.pipeline import mine
from report_miner.read import read

GOLD = Path(__file__).parents[3] / "shared" / "gold"
pytestmark = pytest.mark.skipif(not GOLD.is_dir(), reason="the annotated reports are not beside this checkout")


def first(value):
    return value[0] if isinstance(value, list) else value


def decimal(value):
    return None if value is None else Decimal(str(value))


def annotated(document):
    sentences = split_sentences(document, shadow_of(document.text))
    records = (GOLD / "figures" / f"{Path(document.name).stem}.gold.jsonl").read_text("utf-8").splitlines()
    for fields in map(json.loads, records):
        sentence = next(each for each in sentences if each.start <= fields["start"] < each.end)
        place, period, versus = (first(fields[name]) for name in ("place", "period", "versus"))
        yield Figure(
            doc=document.name,
            sha256=document.sha256,
            **{name: fields[name] for name in ("start", "end", "text")},
            **{name: decimal(fields[name]) for name in ("value", "value_to", "total")},
            **{name: first(fields[name]) for name in ("unit", "item")},
            kind=Kind(first(fields["kind"])),
            change=Change(fields["change"]),
            bound=Bound(fields["bound"]),
            status=Status(fields["status"]),
            place=Place(tuple(place.split(" < "))) if place else None,
            period=Period(period) if period else None,
            versus=Period(versus) if versus else None,
            sentence=document.text[sentence.start : sentence.end],
            sentence_start=sentence.start,
        )


@pytest.fixture(params=["mined", "annotated"])
def verdicts(request):
    """What is assessed in a report: set, code and test → its verdicts."""

    def assessed(name):
        document = read(GOLD / "docs" / f"seed-{name}.txt")
        figures = mine(document) if request.param == "mined" else list(annotated(document))
        found = assess(figures, document=document)
        assert assess(figures, document=document) == found
        known = {figure.id for figure in figures}
        for each in found:
            assert set(each.figures) <= known
            if each.verdict != "no_evidence" and each.test != "all":
                assert each.details["starts"]
        return found

    return assessed


def test_an_giang_reaches_its_own_share_of_communes(verdicts):
    (found,) = (each for each in verdicts("angiang-2021") if each.code == "AG1")
    assert (found.verdict, found.period) == ("met", "2020")
    assert "97/119" in found.found
    assert "cần 96" in found.required
    assert found.details["document_target"].startswith("ít nhất 80%")


def test_binh_phuoc_is_measured_against_another_baseline(verdicts):
    found = [
        each
        for each in verdicts("bp-2024")
        if each.criteria_set == "ntm-xa-binh-phuoc-2021-2025" and each.test == "crime" and each.figures
    ]
    assert [(each.verdict, each.found) for each in found] == [("cannot_assess", "giảm 6,27%")]
    assert found[0].required == "giảm ít nhất 5% so với năm trước"
    assert "«giai đoạn trước»" in found[0].details["doubts"]


def test_nam_dinh_tells_no_number_of_models(verdicts):
    found = {each.test: each for each in verdicts("namdinh-2023") if each.code == "KM-ANTT"}
    assert len(found) == 6
    assert {each.verdict.value for each in found.values()} == {"no_evidence"}
    assert "03 mô hình" in found["models"].details["document_target"]


def test_tan_hung_is_assessed_commune_by_commune_with_its_pairs(verdicts):
    found = verdicts("tanhung-2024")
    crime = {
        (each.place.split(" <")[0], each.period): each.found
        for each in found
        if each.test == "crime_evils_tngt_fire.crime" and each.criteria_set == "ntm-xa-2021-2025"
    }
    assert crime == {
        ("xã Vĩnh Đại", "2021"): "không xảy ra",
        ("xã Vĩnh Lợi", "2022"): "00/01 vụ (−100%)",
        ("xã Vĩnh Bửu", "2023"): "01/02 vụ (−50%)",
        ("xã Thạnh Hưng", "2024"): "00/01 vụ (−100%)",
        ("xã Vĩnh Châu A", "2024"): "00/01 vụ (−100%)",
    }
    accidents = next(each for each in found if "1/1" in each.found)
    assert accidents.place.startswith("xã Vĩnh Bửu")
    told = [each for each in found if each.test == "all" and "tự đánh giá «đạt»" in each.found]
    assert len(told) == 5


def test_nothing_that_is_not_verified_decides(verdicts):
    for name in ("angiang-2021", "bp-2024", "namdinh-2023", "tanhung-2024", "tuyenhoa-2021"):
        for each in verdicts(name):
            if each.verdict in ("met", "not_met"):
                assert each.details["status"] == "verified"
