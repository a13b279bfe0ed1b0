"""The sample documents: what does not agree in them is what was planted, and nothing else."""

import csv
import json
from pathlib import Path

CORPUS = Path(__file__).parents[2] / "corpus"


def test_nothing_but_planted_contradictions_is_inconsistent(cli, tmp_path):
    cli("mine", CORPUS, "-o", tmp_path)
    cli("check", tmp_path, "-o", tmp_path)
    findings = map(json.loads, (tmp_path / "findings.jsonl").read_text("utf-8").splitlines())
    found = [(Path(row["doc"]).name, row["rule"]) for row in findings if row["verdict"] == "inconsistent"]
    with (CORPUS / "expected" / "contradictions.csv").open(encoding="utf-8", newline="") as file:
        planted = [(row["document"], row["rule"]) for row in csv.DictReader(file)]
    assert sorted(found) == sorted(planted)
