import json
import subprocess
import sys
from decimal import Decimal
from itertools import cycle
from pathlib import Path

import pytest

from report_miner.errors import UsageError
from report_miner.evaluate import FIELDS, below, evaluate, load_figures, load_gold, parse_floors, report

SHARED = Path(__file__).parents[1].parent / "shared"
GOLD = {
    "doc": "a",
    "start": 10,
    "end": 12,
    "text": "45",
    "value": 45,
    "value_to": None,
    "total": None,
    "kind": "count",
    "unit": "xã",
    "item": "xã đạt chuẩn nông thôn mới",
    "change": "none",
    "bound": "=",
    "status": "actual",
    "place": "huyện Cái Bè < tỉnh Tiền Giang",
    "period": "2020",
    "versus": None,
    "optional": False,
}


def scored(figures, gold=(GOLD,)):
    return evaluate({"a": list(gold)}, [{"doc": "a.txt", **each} for each in figures])


def test_the_annotation_itself_scores_full():
    total = scored([GOLD | {"doc": "thu-muc/a.txt", "confidence": 0.95}]).total
    assert (total.found_f1, total.record_f1) == (1.0, 1.0)
    assert all(total.measure(name) == 1.0 for name in FIELDS)


@pytest.mark.parametrize(
    ("field", "given", "right"),
    [
        ("unit", "đơn vị xã", True),
        ("unit", "huyện", False),
        ("unit", None, False),
        ("item", "đạt chuẩn nông thôn mới của huyện", True),
        ("item", "hộ nghèo", False),
        ("place", "H. Cái Bè", False),
        ("place", "thị xã Cái Bè", True),
        ("place", "tỉnh Tiền Giang", False),
        ("period", "2021", False),
        ("change", "increase", False),
        ("change", None, True),
        ("bound", ">", False),
        ("status", "target", False),
    ],
)
def test_a_field_is_compared_by_its_meaning(field, given, right):
    total = scored([GOLD | {field: given}]).total
    assert total.found == 1
    assert total.fields[field] == right
    assert total.records == right


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"value": Decimal("45.0")}, True),
        ({"value": 46}, False),
        ({"total": 60}, False),
        ({"start": 11, "end": 15}, True),
        ({"start": 12, "end": 14}, False),
    ],
)
def test_found_needs_the_place_and_the_numbers(changed, found):
    total = scored([GOLD | changed]).total
    assert (total.found, total.extra) == ((1, 0) if found else (0, 1))


def test_an_annotation_with_several_values_accepts_each():
    gold = GOLD | {"period": ["2020", "2019/2020"], "item": ["xã đạt chuẩn", None]}
    assert scored([GOLD | {"period": "2019/2020", "item": None}], [gold]).total.records == 1


def test_a_period_left_open_is_not_held_against_who_inferred_one():
    assert scored([GOLD], [GOLD | {"period": None}]).total.fields["period"] == 1


def test_optional_annotations_count_neither_way():
    gold = GOLD | {"optional": True}
    assert scored([GOLD], [gold]).total.extracted == 0
    assert scored([GOLD | {"value": 7}], [gold]).total.extracted == 0
    assert scored([], [gold]).total.gold == 0


def test_mistakes_are_listed_with_their_kind():
    result = scored([GOLD | {"unit": "hộ"}, GOLD | {"start": 90, "end": 92}], [GOLD, GOLD | {"start": 50, "end": 52}])
    assert sorted(each.what for each in result.mistakes) == ["extra", "missed", "unit"]
    assert any("gold 'xã' got 'hộ'" in line for line in report(result, errors=True))


def test_documents_without_annotations_are_left_aside():
    assert evaluate({"a": [GOLD]}, [GOLD | {"doc": "khac.txt"}]).total.extracted == 0


def test_confidence_is_laid_beside_what_is_right():
    gold = [GOLD | {"start": start, "end": start + 2} for start in range(0, 40, 4)]
    figures = [each | {"confidence": 0.95} for each in gold[:6]] + [each | {"confidence": 0.55} for each in gold[6:]]
    figures[0] = figures[0] | {"place": None}
    lines = list(report(scored(figures, gold)))
    assert "  0.9-1.0       6   0.833" in lines
    assert "  0.5-0.6       4   1.000" in lines
    assert lines[-1].endswith("0.600")


def test_a_measure_below_its_floor_is_named():
    result = scored([GOLD | {"unit": "hộ"}])
    assert not below(result, parse_floors(["found=0.95", "item=1"]))
    assert len(below(result, parse_floors(["record=0.5", "unit=0.9"]))) == 2


@pytest.mark.parametrize("given", ["found", "found=cao", "colour=0.5"])
def test_a_floor_that_cannot_be_understood_is_refused(given):
    with pytest.raises(UsageError):
        parse_floors([given])


@pytest.mark.parametrize("line", ["{", "[]", '{"start": 1}', '{"start": 2, "end": 1}'])
def test_a_broken_line_is_named(tmp_path, line):
    path = tmp_path / "figures.jsonl"
    path.write_text(json.dumps(GOLD) + "\n" + line + "\n", "utf-8")
    with pytest.raises(UsageError, match="dòng 2"):
        load_figures(path)


def test_a_folder_without_annotations_is_refused(tmp_path):
    with pytest.raises(UsageError, match="gold"):
        load_gold(tmp_path)


def spoiled(gold):
    """The annotations with a mistake in most of them, so that every comparison has something to see."""
    changes = cycle(
        [
            {},
            {"unit": "xã, phường"},
            {"unit": None},
            {"item": "tổng số {item} trên địa bàn tỉnh"},
            {"item": "xã"},
            {"place": "xã Thanh Hóa"},
            {"period": "2021"},
            {"period": None, "versus": "2019"},
            {"change": "increase", "bound": None},
            {"status": "target", "kind": "rate"},
            {"value": 1},
            {"start": 0, "end": 3},
            None,
        ]
    )
    for name, rows in gold.items():
        for row, change in zip(rows, changes, strict=False):
            if change is None:
                continue
            first = {key: value[0] if isinstance(value, list) else value for key, value in row.items()}
            change = {
                key: value.format(**first) if isinstance(value, str) else value for key, value in change.items()
            }
            yield first | change | {"doc": f"docs/{name}.txt"}


@pytest.mark.parametrize("folder", ["gold/figures", "gold/more/figures"])
def test_the_numbers_are_those_of_the_reference_scorer(tmp_path, folder):
    if not (SHARED / folder).is_dir():
        pytest.skip("the annotations and the reference scorer of ../shared are not here")
    gold = load_gold(SHARED / folder)
    figures = tmp_path / "figures.jsonl"
    figures.write_text("".join(json.dumps(row) + "\n" for row in spoiled(gold)), "utf-8")
    scorer = [sys.executable, SHARED / "tools" / "score.py", SHARED / folder, figures, "--json", "--per-doc"]
    theirs = json.loads(subprocess.run(scorer, capture_output=True, text=True, check=True).stdout)
    ours = evaluate(gold, load_figures(figures))
    for score, expected in [(ours.total, theirs["total"])] + [
        (score, theirs["docs"][name]) for name, score in ours.documents.items()
    ]:
        assert (score.gold, score.extracted) == (expected["gold"], expected["predicted"])
        measures = {name: score.measure(name) for name in FIELDS} | {
            "precision": score.precision,
            "recall": score.recall,
            "found_f1": score.found_f1,
            "record_f1": score.record_f1,
        }
        assert {name: round(value, 4) for name, value in measures.items()} == {
            name: expected[name] for name in measures
        }
