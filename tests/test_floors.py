"""The scores on annotated documents never fall below tests/floors.toml."""

import tomllib
from pathlib import Path

import pytest

from news_documents import documents
from report_miner.evaluate import FIELDS, below, evaluate, load_gold, mine_figures
from report_miner.patterns import load_patterns

ROOT = Path(__file__).parents[1]
SETS = tomllib.loads((ROOT / "tests" / "floors.toml").read_text("utf-8"))


@pytest.mark.parametrize("name", SETS)
def test_no_score_falls_below_its_floor(name):
    docs, gold = ROOT / SETS[name]["docs"], ROOT / SETS[name]["gold"]
    if not docs.exists():
        pytest.skip(f"the documents {SETS[name]['docs']} are not beside this checkout")
    with documents(docs, gold) as folder:
        result = evaluate(load_gold(gold), mine_figures(folder, load_patterns()))
    assert below(result, SETS[name]["floors"]) == []


def test_every_measure_has_a_floor_on_the_documents_of_the_project():
    assert SETS["corpus"]["floors"].keys() == {"found", "record", *FIELDS}
    assert all(0.5 <= floor <= 1 for floor in SETS["corpus"]["floors"].values())
