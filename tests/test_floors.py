"""The scores on annotated documents never fall below tests/floors.toml."""

import tomllib
from pathlib import Path

import pytest

from floors import gold_of, result_of
from report_miner.evaluate import FIELDS, below, load_gold

ROOT = Path(__file__).parents[1]
SETS = tomllib.loads((ROOT / "tests" / "floors.toml").read_text("utf-8"))
OWN = [name for name in SETS if SETS[name]["gold"] == "corpus/expected"]


@pytest.mark.parametrize("name", SETS)
def test_no_score_falls_below_its_floor(name):
    if not (ROOT / SETS[name]["docs"]).exists():
        pytest.skip(f"the documents {SETS[name]['docs']} are not beside this checkout")
    assert below(result_of(name, SETS), SETS[name]["floors"]) == []


@pytest.mark.parametrize("name", OWN)
def test_every_measure_has_a_floor_on_the_documents_of_the_project(name):
    assert SETS[name]["floors"].keys() == {"found", "record", *FIELDS}
    assert all(0.5 <= floor <= 1 for floor in SETS[name]["floors"].values())


def test_every_document_of_the_project_is_in_one_of_its_sets():
    sets = [gold_of(name, SETS).keys() for name in OWN]
    assert sum(map(len, sets)) == len(set().union(*sets))
    assert set().union(*sets) == load_gold(ROOT / "corpus" / "expected").keys()
