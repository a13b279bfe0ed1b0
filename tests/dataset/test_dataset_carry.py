"""What goes on from the units before 1 July 2025 to those after, and what does not."""

import re

import pytest

from report_miner.dataset.rows import build_rows
from report_miner.dataset.table import build_table
from report_miner.dataset.words import load_words
from report_miner.errors import PatternError
from report_miner.model import Change, Kind
from report_miner.patterns import load_patterns

AN_GIANG, KIEN_GIANG, NEW_AN_GIANG = "old:89", "old:91", "new:91"
BLOCKS = [pytest.param(block, id=block.name) for block in load_words(load_patterns()).not_carried]


def table(observations, sources):
    return build_table(observations, sources, load_patterns())


@pytest.mark.parametrize("block", BLOCKS)
def test_examples_match_where_they_are_marked(block):
    for example in block.examples:
        found = block.regex.search(example.replace("⟦", "").replace("⟧", "").lower())
        marked = re.search("⟦(.*?)⟧", example)
        assert found, example
        assert found.group() == marked.group(1).lower(), example


@pytest.mark.parametrize("block", BLOCKS)
def test_counter_examples_do_not_match(block):
    assert [each for each in block.counter_examples if block.regex.search(each.lower())] == []


@pytest.mark.parametrize(
    ("place", "printed", "fields", "carried"),
    [
        pytest.param(AN_GIANG, "1.250 hộ", {}, "incomplete", id="an amount without the other parts"),
        pytest.param(AN_GIANG, "1.250/9.000 hộ", {}, "incomplete", id="n of m households"),
        pytest.param(AN_GIANG, "62 tỷ", {"kind": Kind.MONEY, "unit": "đồng"}, "incomplete", id="money"),
        pytest.param(AN_GIANG, "35 ha", {"change": Change.INCREASE}, "incomplete", id="a rise of so and so much"),
        pytest.param(AN_GIANG, "2,35%", {}, "share", id="a share"),
        pytest.param(AN_GIANG, "62 đồng/người/năm", {"kind": Kind.RATE}, "share", id="a rate"),
        pytest.param(AN_GIANG, "7 tạ/ha", {"kind": Kind.MEASURE, "item": "năng suất lúa"}, "average", id="a yield"),
        pytest.param(AN_GIANG, "61/119 xã", {"item": "xã đạt chuẩn"}, "administrative", id="communes"),
        pytest.param(
            AN_GIANG, "11 ban", {"item": "ban chỉ đạo cấp huyện"}, "administrative", id="bodies of districts"
        ),
        pytest.param(AN_GIANG, "hơn 1.250 hộ", {}, "bounded", id="more than"),
        pytest.param(AN_GIANG, "1.250 hộ", {"period": "2007"}, "extent", id="before provinces were what they are"),
        pytest.param(AN_GIANG, "1.250 hộ", {"period": "2008"}, "extent", id="the year in which borders changed"),
        pytest.param(AN_GIANG, "1.250 hộ", {"period": "2008-08"}, "incomplete", id="from then on"),
        pytest.param(AN_GIANG, "9 hộ", {"period": "2009-01/2009-06"}, "incomplete", id="some months later"),
        pytest.param("old:26890", "50 hộ", {"period": "2019"}, "extent", id="a commune years before"),
        pytest.param("old:26890", "50 hộ", {"period": "2025-03"}, "incomplete", id="a commune that was merged whole"),
        pytest.param("old:19909", "2,35%", {"period": "2025-03"}, "unchanged", id="a commune left alone"),
        pytest.param("old:27169", "50 hộ", {"period": "2025-03"}, "split", id="a commune in pieces"),
        pytest.param("old:834", "50 hộ", {}, "district", id="a district"),
        pytest.param("old:01", "2,35%", {}, "unchanged", id="a share of a province left alone"),
        pytest.param("old:01", "18 xã", {"item": "xã đạt chuẩn"}, "administrative", id="communes of such a province"),
        pytest.param("old:01", "50 hộ", {"period": "2005"}, "extent", id="Hà Nội before Hà Tây joined it"),
        pytest.param("old:28", "50 hộ", {"period": "2005"}, "extent", id="Hà Tây"),
        pytest.param(NEW_AN_GIANG, "50 hộ", {}, None, id="a new unit"),
        pytest.param(None, "50 hộ", {}, None, id="a place without code"),
    ],
)
def test_what_becomes_of_a_row(said, sources, place, printed, fields, carried):
    [entry] = table([said("a.txt", printed, **{"place": place or "old:?", **fields})], sources)
    assert entry.carried == carried


@pytest.mark.parametrize(
    ("code", "successors"),
    [
        (AN_GIANG, ["tỉnh An Giang"]),
        ("old:80", ["tỉnh Tây Ninh"]),
        (NEW_AN_GIANG, ["tỉnh An Giang"]),
        ("old:693", ["xã Hưng Phước", "xã Thiện Hưng", "xã Tân Tiến"]),
    ],
)
def test_each_row_names_the_new_units_on_its_ground(said, sources, code, successors):
    [entry] = table([said("a.txt", "50 hộ", place=code)], sources)
    assert sorted(unit.full_name for unit in entry.successors) == sorted(successors)


def sums(entries):
    return [entry.row for entry in entries if entry.row.parts]


def test_amounts_of_all_parts_add_up_and_say_of_what(said, sources):
    entries = table(
        [
            said("a.txt", "1.250/9.000 hộ", place=AN_GIANG),
            said("b.txt", "750/6.000 hộ", place=KIEN_GIANG),
            said("c.txt", "750/6.000 hộ", place=KIEN_GIANG),
        ],
        sources,
    )
    [total] = sums(entries)
    assert (total.code, total.value, total.total, total.agreement) == (NEW_AN_GIANG, 2000, 15000, "derived")
    assert [part.code for part in total.parts] == [AN_GIANG, KIEN_GIANG]
    assert total.independent == 1
    assert [entry.carried for entry in entries if not entry.row.parts] == ["added", "added"]


@pytest.mark.parametrize(
    "second",
    [
        pytest.param([], id="a part is missing"),
        pytest.param([("b.txt", "750 hộ", {"period": "2022"})], id="another time"),
        pytest.param([("b.txt", "750 người", {})], id="another unit"),
        pytest.param([("b.txt", "750 hộ", {"indicator": "ECO.CANNGHEO"})], id="another indicator"),
        pytest.param([("b.txt", "hơn 750 hộ", {})], id="a part without an exact number"),
        pytest.param([("b.txt", "750 hộ", {}), ("c.txt", "570 hộ", {})], id="sources of a part differ"),
        pytest.param(
            [("b.txt", "750 hộ", {"start": 1}), ("b.txt", "9 hộ", {"start": 2, "item": "cận"})], id="a series"
        ),
    ],
)
def test_nothing_is_added_up_where_a_part_is_not_known(said, sources, second):
    parts = [said(doc, printed, place=KIEN_GIANG, **fields) for doc, printed, fields in second]
    assert sums(table([said("a.txt", "1.250 hộ", place=AN_GIANG), *parts], sources)) == []


def test_a_sum_stands_beside_what_is_stated_and_does_not_replace_it(said, sources):
    entries = table(
        [
            said("a.txt", "1.250 hộ", place=AN_GIANG),
            said("b.txt", "750 hộ", place=KIEN_GIANG),
            said("c.txt", "2.013 hộ", place=NEW_AN_GIANG),
        ],
        sources,
    )
    of_new = [entry.row for entry in entries if entry.row.code == NEW_AN_GIANG]
    assert sorted((row.agreement, row.value) for row in of_new) == [("derived", 2000), ("single", 2013)]
    assert len({row.id for row in of_new}) == 2


def test_shares_are_never_added_up(said, sources):
    shares = [said("a.txt", "2,35%", place=AN_GIANG), said("b.txt", "3,1%", place=KIEN_GIANG)]
    assert sums(table(shares, sources)) == []


def test_rows_come_by_indicator_place_and_time(said, sources):
    rows = build_rows(
        [
            said("a.txt", "3%", place=KIEN_GIANG),
            said("b.txt", "2%", place=AN_GIANG, period="2024"),
            said("c.txt", "1%", place=AN_GIANG),
            said("d.txt", "0%", indicator="NTM.XA_DAT_PCT", place=KIEN_GIANG),
        ],
        sources,
        load_words(load_patterns()),
    )
    figures = [observation for row in rows for observation in row.observations]
    order = [entry.row.value for entry in table(figures, sources)]
    assert order == [entry.row.value for entry in table(reversed(figures), sources)] == [0, 1, 2, 3]


@pytest.mark.parametrize(
    "broken",
    ["amounts: [nothing]", "since: {tinh: bao giờ}", "not_carried: [{name: x, pattern: '(', examples: [a]}]"],
)
def test_a_broken_rule_names_its_file(tmp_path, broken):
    (tmp_path / "dataset.yaml").write_text(broken, encoding="utf-8")
    with pytest.raises(PatternError, match=r"dataset\.yaml"):
        load_words(load_patterns(tmp_path))
