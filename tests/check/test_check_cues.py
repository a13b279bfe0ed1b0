"""Every pattern of patterns/checks.yaml proves itself on its examples."""

import pytest

from report_miner.check.cues import cue
from report_miner.patterns import load_patterns

ENTRIES = load_patterns().checks.checks


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry.name for entry in ENTRIES])
def test_pattern_matches_its_examples_alone(entry):
    assert [example for example in entry.examples if not cue(entry.name).search(example)] == []
    assert [example for example in entry.counter_examples if cue(entry.name).search(example)] == []
