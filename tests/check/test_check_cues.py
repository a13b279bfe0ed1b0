"""Every pattern of patterns/checks.yaml proves itself on its examples; a user's own folder adds to them."""

import pytest

from report_miner.check import check
from report_miner.check.cues import check_cues
from report_miner.patterns import load_patterns

ENTRIES = load_patterns().checks.checks
OWN = """
checks:
  - name: target_link
    pattern: '\\b(?P<verb>vượt) khoán[^;.,]{0,60}$'
    examples: [" vượt khoán "]
families:
  communes: [buôn làng]
bodies: [tổ khuyến nông]
most:
  buôn: 9
"""


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry.name for entry in ENTRIES])
def test_pattern_matches_its_examples_alone(entry):
    pattern = check_cues(load_patterns()).patterns[entry.name]
    assert [example for example in entry.examples if not pattern.search(example)] == []
    assert [example for example in entry.counter_examples if pattern.search(example)] == []


def test_a_folder_of_the_user_reaches_the_rules(mark, tmp_path):
    (tmp_path / "checks.yaml").write_text(OWN, "utf-8")
    own = load_patterns(tmp_path)
    share = {"item": "vốn giải ngân"}
    text = "Giải ngân được ⟦71,5%⟧, vượt khoán tỉnh giao là ⟦75%⟧."
    document, figures = mark(text, [share, share | {"status": "target"}])
    assert check(figures, document) == []
    assert [finding.verdict for finding in check(figures, document, patterns=own)] == ["inconsistent"]


def test_what_a_user_says_of_units_is_added_to_ours(tmp_path):
    (tmp_path / "checks.yaml").write_text(OWN, "utf-8")
    ours, own = check_cues(load_patterns()), check_cues(load_patterns(tmp_path))
    assert (own.family_of("buôn làng"), own.family_of("xã"), own.family_of("ghe")) == ("communes", "communes", "ghe")
    assert own.bodies - ours.bodies == {"tổ khuyến nông"}
    assert (own.most["buôn"], own.most["xã"]) == (9, ours.most["xã"])
