"""The sample documents and what is expected of them: offsets, fields, arithmetic, planted contradictions."""

import csv
import json
import re
from collections import Counter
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from report_miner.model import Bound, Change, Document, Kind, Status
from report_miner.read import read, walk

CORPUS = Path(__file__).parents[1] / "corpus"
ANNOTATIONS = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in (CORPUS / "expected").glob("*.yaml")}
NAMES = sorted(ANNOTATIONS)
FIELDS = ["start", "end", "text", "value", "value_to", "total", "kind", "unit", "item"]
FIELDS += ["change", "bound", "status", "place", "period", "versus", "optional"]
CLOSED = {
    "kind": set(Kind),
    "change": set(Change),
    "bound": set(Bound),
    "status": set(Status),
    "optional": {True, False},
}
PERIOD = re.compile(r"\d{4}(-\d{2}){0,2}(/\d{4}(-\d{2}){0,2})?")
NUMBER = re.compile(r"\d[\d.]*(?:,\d+)?")
CONSTANTS = {"10", "50", "100"}


def document(name: str) -> Document:
    return read(CORPUS / ANNOTATIONS[name]["document"])


def expected(name: str) -> list[dict]:
    lines = (CORPUS / "expected" / f"{name}.gold.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def readings(value: object) -> list:
    """A field's accepted values: a list is several readings, anything else is one."""
    return value if isinstance(value, list) else [value]


def contradictions() -> list[dict[str, str]]:
    with (CORPUS / "expected" / "contradictions.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def printed_value(number: str) -> Fraction:
    return Fraction(number.replace(".", "").replace(",", "."))


def computed(expression: str) -> Fraction:
    """The value of sums, products and brackets over numbers as they are printed in Vietnamese."""
    python = NUMBER.sub(lambda match: f"Fraction('{printed_value(match[0])}')", expression)
    return eval(python, {"Fraction": Fraction})


def test_there_are_enough_documents_and_figures():
    assert len(NAMES) >= 12
    assert sum(not figure["optional"] for name in NAMES for figure in expected(name)) >= 250


def test_every_format_is_there():
    assert {Path(ANNOTATIONS[name]["document"]).suffix for name in NAMES} == {".txt", ".md", ".html", ".docx", ".pdf"}


def test_every_document_is_annotated_and_registered():
    files = {path.name for path in CORPUS.iterdir() if path.is_file() and path.suffix != ".csv"}
    with (CORPUS / "documents.csv").open(encoding="utf-8", newline="") as file:
        registered = [row["file"] for row in csv.DictReader(file)]
    assert files == {ANNOTATIONS[name]["document"] for name in NAMES}
    assert files == set(registered)
    assert len(registered) == len(files)


def test_the_register_contradicts_no_document():
    sources = [source for source in walk([CORPUS]) if source.register]
    assert len(sources) == len(NAMES)
    assert [note for source in sources for note in read(source.path, register=source.register).notes] == []


@pytest.mark.parametrize("name", NAMES)
def test_figures_stand_at_their_offsets(name):
    text = document(name).text
    figures = expected(name)
    assert [figure["text"] for figure in figures] == [text[figure["start"] : figure["end"]] for figure in figures]


@pytest.mark.parametrize("name", NAMES)
def test_figures_follow_one_another_without_overlap(name):
    figures = expected(name)
    assert all(one["end"] <= other["start"] for one, other in pairwise(figures))
    assert all(figure["start"] < figure["end"] for figure in figures)


@pytest.mark.parametrize("name", NAMES)
def test_figures_stand_in_blocks_of_the_document(name):
    read_document = document(name)
    outside = [
        figure["text"]
        for figure in expected(name)
        if not any(block.start <= figure["start"] and figure["end"] <= block.end for block in read_document.blocks)
    ]
    assert outside == []


@pytest.mark.parametrize("name", NAMES)
def test_fields_hold_what_the_guidelines_allow(name):
    for figure in expected(name):
        assert list(figure) == FIELDS
        for field, allowed in CLOSED.items():
            assert set(readings(figure[field])) <= allowed, (field, figure)
        for field in ("period", "versus"):
            for period in filter(None, readings(figure[field])):
                assert PERIOD.fullmatch(period), figure
        assert all(readings(figure["item"])), figure


@pytest.mark.parametrize("name", NAMES)
def test_numbers_fit_their_kind(name):
    for figure in expected(name):
        kinds = set(readings(figure["kind"]))
        assert isinstance(figure["value"], int | float), figure
        assert (figure["total"] is not None) == bool(kinds & {"tally", "pair"}), figure
        units = readings(figure["unit"])
        assert ("%" in units or "điểm phần trăm" in units) == ("percent" in kinds), figure
        if figure["value_to"] is not None:
            assert figure["value"] < figure["value_to"], figure


@pytest.mark.parametrize("name", NAMES)
def test_only_changes_and_pairs_compare_with_another_period(name):
    for figure in expected(name):
        if readings(figure["change"]) == ["none"] and "pair" not in readings(figure["kind"]):
            assert None in readings(figure["versus"]), figure


@pytest.mark.parametrize("name", NAMES)
def test_arithmetic_holds_to_the_printed_precision(name):
    text = document(name).text
    for relation in ANNOTATIONS[name]["arithmetic"]:
        left, right = relation.split(" = ")
        decimals = len(right.partition(",")[2])
        assert abs(computed(left) - printed_value(right)) <= Fraction(1, 2 * 10**decimals), relation
        assert [n for n in NUMBER.findall(relation) if n not in CONSTANTS and n not in text] == [], relation


def test_contradictions_are_figures_of_three_documents_or_more():
    rows = contradictions()
    assert len({row["document"] for row in rows}) >= 3
    for row in rows:
        starts = {str(figure["start"]): figure["text"] for figure in expected(Path(row["document"]).stem)}
        assert starts[row["start"]] == row["text"]
        assert row["why"]


def test_contradictions_are_of_many_rules():
    rules = Counter(row["rule"] for row in contradictions())
    assert set(rules) == {
        "bound",
        "change_levels",
        "change_percent",
        "enumeration",
        "parts",
        "period",
        "share",
        "target_result",
    }


def test_annotated_contradictions_and_the_list_are_the_same():
    marked = Counter(
        (annotation["document"], figure["contradiction"]["rule"])
        for annotation in ANNOTATIONS.values()
        for entry in annotation["figures"]
        for figure in entry["of"]
        if "contradiction" in figure
    )
    assert marked == Counter((row["document"], row["rule"]) for row in contradictions())
