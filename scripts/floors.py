"""Print the scores of every annotated set, or raise the floors of tests/floors.toml to them.

    python scripts/floors.py             prints each set's scores beside its floors
    python scripts/floors.py --raise     writes floors a hundredth below the scores, where that is higher than before

A set whose documents are not beside the checkout keeps its floors. A change that lowers a score fails the tests; a
floor is only ever lowered by hand, in a change that says why (a set that has grown, say).
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

from news_documents import documents
from report_miner.evaluate import FIELDS, evaluate, load_gold, mine_figures
from report_miner.patterns import load_patterns

FLOORS = Path(__file__).parents[1] / "tests" / "floors.toml"
ROOT = FLOORS.parents[1]
MEASURES = ("found", "record", *FIELDS)
MARGIN = 0.01


def scores(docs: Path, gold: Path) -> dict[str, float]:
    """The measures of the documents in `docs` against the annotations in `gold`."""
    total = evaluate(load_gold(gold), mine_figures(docs, load_patterns())).total
    return {name: total.measure(name) for name in MEASURES}


def raised(floors: dict[str, float], measured: dict[str, float]) -> dict[str, float]:
    """The floors, each lifted to just below what was measured."""
    return {name: max(floors.get(name, 0.0), round(measured[name] - MARGIN, 3)) for name in MEASURES}


def main() -> None:
    """Measure, print, and write when asked to."""
    text = FLOORS.read_text("utf-8")
    lines = [line for line in text.splitlines() if line.startswith("#")]
    for name, each in tomllib.loads(text).items():
        floors = each["floors"]
        if (ROOT / each["docs"]).exists():
            with documents(ROOT / each["docs"], ROOT / each["gold"]) as docs:
                measured = scores(docs, ROOT / each["gold"])
            print(name, *(f"{key} {measured[key]:.3f} ({floors.get(key, 0):.3f})" for key in MEASURES), sep="  ")
            floors = raised(floors, measured)
        lines += ["", f"[{name}]", f'docs = "{each["docs"]}"', f'gold = "{each["gold"]}"', f"[{name}.floors]"]
        lines += [f"{key} = {value:.3f}" for key, value in floors.items()]
    if "--raise" in sys.argv[1:]:
        FLOORS.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
