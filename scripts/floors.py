"""Print the scores of every annotated set, or raise the floors of tests/floors.toml to them.

    python scripts/floors.py             prints each set's scores beside its floors
    python scripts/floors.py --raise     writes floors a hundredth below the scores, where that is higher than before

A set whose documents are not beside the checkout keeps its floors. A change that lowers a score fails the tests.
Documents that are added to a set would move its scores: they form a set of their own (`only`), which the old one
leaves out (`without` these sets).
"""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path
from typing import Any

from news_documents import documents
from report_miner.evaluate import FIELDS, Evaluation, evaluate, load_gold, mine_figures
from report_miner.patterns import load_patterns

FLOORS = Path(__file__).parents[1] / "tests" / "floors.toml"
ROOT = FLOORS.parents[1]
MEASURES = ("found", "record", *FIELDS)
MARGIN = 0.01


def gold_of(name: str, sets: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The annotations of the set `name`, by document."""
    one = sets[name]
    every = load_gold(ROOT / one["gold"])
    others = {document for other in one.get("without", ()) for document in sets[other]["only"]}
    return {document: gold for document, gold in every.items() if document in one.get("only", every.keys() - others)}


def result_of(name: str, sets: dict[str, Any]) -> Evaluation:
    """Mine the documents of the set `name` and hold them against their annotations."""
    with documents(ROOT / sets[name]["docs"], ROOT / sets[name]["gold"]) as docs:
        return evaluate(gold_of(name, sets), mine_figures(docs, load_patterns()))


def raised(floors: dict[str, float], measured: dict[str, float]) -> dict[str, float]:
    """The floors, each lifted to just below what was measured."""
    return {name: max(floors.get(name, 0.0), round(measured[name] - MARGIN, 3)) for name in MEASURES}


def main() -> None:
    """Measure, print, and write when asked to."""
    text = FLOORS.read_text("utf-8")
    lines = [line for line in text.splitlines() if line.startswith("#")]
    sets = tomllib.loads(text)
    for name, each in sets.items():
        floors = each["floors"]
        if (ROOT / each["docs"]).exists():
            total = result_of(name, sets).total
            measured = {measure: total.measure(measure) for measure in MEASURES}
            print(name, *(f"{key} {measured[key]:.3f} ({floors.get(key, 0):.3f})" for key in MEASURES), sep="  ")
            floors = raised(floors, measured)
        keys = [f"{key} = {json.dumps(value)}" for key, value in each.items() if key != "floors"]
        lines += ["", f"[{name}]", *keys, f"[{name}.floors]"]
        lines += [f"{key} = {value:.3f}" for key, value in floors.items()]
    if "--raise" in sys.argv[1:]:
        FLOORS.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
