"""The rules that look beyond one sentence: repetitions, periods, bodies, lists, tables, and other documents."""

import os
import pickle
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest

from report_miner.check import check, check_documents, in_common, told
from report_miner.check.cues import check_cues
from report_miner.check.units_of_place import denominator
from report_miner.model import Cell, Table
from report_miner.patterns import load_patterns

PLACE = {"place": "huyện Na Rì", "period": "2023"}
TREES = {"unit": "cây", "item": "cây dừa hội viên hiến tặng", **PLACE}


def verdicts(findings, rule):
    return [finding.verdict for finding in findings if finding.rule == rule]


@pytest.mark.parametrize(
    ("verdict", "second"),
    [
        ("consistent", "Trong năm, hội viên nông dân đã hiến ⟦401⟧ cây dừa để làm đường."),
        ("inconsistent", "Trong năm, hội viên nông dân đã hiến ⟦410⟧ cây dừa để làm đường."),
        ("unclear", "Tính chung có ⟦410⟧ cây."),
    ],
)
def test_same_fact_stated_twice(mark, verdict, second):
    text = "Hội viên nông dân đã hiến ⟦401⟧ cây dừa để làm đường.\n" + second
    document, figures = mark(text, [TREES, TREES])
    assert verdicts(check(figures, document), "repeated") == [verdict]


def test_rounded_repetition_is_consistent(mark):
    text = "Đầu tư gần ⟦665 tỷ⟧ đồng cho dự án.\nTổng mức đầu tư dự án là ⟦664,3 tỷ⟧ đồng."
    money = {"unit": "đồng", "kind": "money", "item": "tổng mức đầu tư dự án", **PLACE}
    document, figures = mark(text, [money | {"bound": "~"}, money])
    assert verdicts(check(figures, document), "repeated") == ["consistent"]


def test_series_of_values_is_no_repetition(mark):
    text = "Tháng 1 có ⟦41⟧ vụ cháy.\nTháng 2 có ⟦14⟧ vụ cháy.\nTháng 3 có ⟦44⟧ vụ cháy."
    fire = {"unit": "vụ", "item": "vụ cháy trên địa bàn", **PLACE}
    document, figures = mark(text, [fire] * 3)
    assert verdicts(check(figures, document), "repeated") == []


@pytest.mark.parametrize(
    ("printed", "verdict"),
    [
        ("61/119", "consistent"),
        ("63/119", "inconsistent"),
        ("61/121", "inconsistent"),
        ("16/119", "inconsistent"),
    ],
)
def test_two_documents_side_by_side(mark, printed, verdict):
    xa = {"unit": "xã", "item": "xã đạt chuẩn nông thôn mới", "place": "tỉnh An Giang", "period": "2020"}
    _, first = mark("Toàn tỉnh có ⟦61/119⟧ xã đạt chuẩn.", [xa], name="a.txt")
    _, second = mark(f"Đến nay ⟦{printed}⟧ xã đạt chuẩn.", [xa], name="b.txt")
    [found] = check_documents([*first, *second])
    assert (found.rule, found.verdict, found.doc) == ("repeated", verdict, "a.txt")
    assert "a.txt" in found.message
    assert "b.txt" in found.message


def test_values_far_apart_in_two_documents_are_left_alone(mark):
    xa = {"unit": "xã", "item": "xã đạt chuẩn nông thôn mới", "place": "tỉnh An Giang", "period": "2020"}
    _, first = mark("Toàn tỉnh có ⟦61/119⟧ xã đạt chuẩn.", [xa], name="a.txt")
    _, second = mark("Đến nay ⟦8/119⟧ xã đạt chuẩn.", [xa], name="b.txt")
    assert list(check_documents([*first, *second])) == []


def test_documents_that_state_one_fact_or_print_one_sentence_have_something_in_common(mark):
    xa = {"unit": "xã", "item": "xã đạt chuẩn nông thôn mới", "place": "tỉnh An Giang", "period": "2020"}
    _, first = mark("Toàn tỉnh có ⟦61/119⟧ xã đạt chuẩn.", [xa], name="a.txt")
    _, fact = mark("Đến nay ⟦8/119⟧ xã đạt chuẩn.", [xa], name="b.txt")
    _, sentence = mark("Trong tuần xảy ra ⟦5⟧ vụ tai nạn giao thông.", [{"unit": "vụ"}], name="c.txt")
    _, print_of_it = mark("Trong tuần xảy ra ⟦6⟧ vụ tai nạn giao thông.", [{"unit": "vụ"}], name="d.txt")
    _, alone = mark("Huyện trồng ⟦20⟧ ha lúa.", [{"unit": "ha"}], name="e.txt")
    documents = {figures[0].doc: told(figures) for figures in (first, fact, sentence, print_of_it, alone)}
    assert in_common(documents.items()) == {"a.txt", "b.txt", "c.txt", "d.txt"}
    assert in_common((name, documents[name]) for name in ("a.txt", "c.txt", "e.txt")) == set()


@pytest.mark.parametrize("seed", ["1", "2"])
def test_what_figures_tell_is_the_same_in_every_process(mark, seed):
    xa = {"unit": "xã", "item": "xã đạt chuẩn nông thôn mới", "place": "tỉnh An Giang", "period": "2020"}
    _, figures = mark("Đến nay toàn tỉnh có ⟦61/119⟧ xã đạt chuẩn.", [xa])
    script = "import pickle, sys; from report_miner.check import told; print(*told(pickle.load(sys.stdin.buffer)))"
    other = subprocess.run(
        [sys.executable, "-c", script],
        input=pickle.dumps(figures),
        env={"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": seed},
        capture_output=True,
        check=True,
    )
    assert len(told(figures)) == 2
    assert list(map(int, other.stdout.split())) == list(told(figures))


def test_documents_about_other_periods_are_not_compared(mark):
    xa = {"unit": "xã", "item": "xã đạt chuẩn nông thôn mới", "place": "tỉnh An Giang"}
    _, first = mark("Có ⟦61/119⟧ xã.", [xa | {"period": "2020"}], name="a.txt")
    _, second = mark("Có ⟦70/119⟧ xã.", [xa | {"period": "2021"}], name="b.txt")
    assert list(check_documents([*first, *second])) == []


@pytest.mark.parametrize("printed", ["2021-2015", "2025 – 2021", "2026 đến năm 2021"])
def test_period_that_ends_before_it_begins(mark, printed):
    document, figures = mark(f"Kế hoạch giai đoạn {printed} đã được duyệt.", [])
    [found] = check(figures, document)
    assert (found.rule, found.verdict, found.figures) == ("period", "inconsistent", ())
    assert document.text[found.starts[0] :].startswith(printed)


def test_period_in_order_is_left_alone(mark):
    document, figures = mark("Kế hoạch giai đoạn 2021-2025 và nhiệm kỳ 2021 - 2026.", [])
    assert check(figures, document) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tiêu chí giai đoạn 2022-2025 theo bộ tiêu chí giai đoạn 2021 – 2025.", ["unclear"]),
        ("Chiến lược giai đoạn 2021-2030, kế hoạch giai đoạn 2021-2025, nhiệm kỳ 2020-2025.", []),
        ("Qua 3 năm thực hiện:\nnăm 2021 có kết quả; năm 2022 đạt; năm 2023 vượt.", ["consistent"]),
        ("Qua 3 năm thực hiện:\nnăm 2021 chọn; năm 2022 đạt; năm 2023 đạt; năm 2024 vượt.", ["unclear"]),
        ("Qua 3 năm thực hiện:\nnăm 2021 có kết quả; năm 2023 vượt.", []),
    ],
)
def test_periods_that_disagree(mark, text, expected):
    document, figures = mark(text, [])
    assert verdicts(check(figures, document), "period") == expected


def test_tallies_of_one_place_share_their_total(mark):
    xa = {"unit": "xã", "item": "xã đạt chuẩn", "place": "tỉnh An Giang"}
    document, figures = mark("Có ⟦61/119⟧ xã đạt chuẩn, ⟦97/119⟧ xã đạt chỉ tiêu.", [xa, xa])
    assert verdicts(check(figures, document), "denominator") == ["consistent"]
    document, figures = mark("Có ⟦61/191⟧ xã đạt chuẩn, ⟦97/119⟧ xã đạt chỉ tiêu.", [xa, xa])
    assert verdicts(check(figures, document), "denominator") == ["inconsistent"]
    document, figures = mark("Có ⟦61/119⟧ xã đạt chuẩn, ⟦6/16⟧ xã nâng cao.", [xa, xa])
    assert verdicts(check(figures, document), "denominator") == []


def test_bodies_of_one_level_are_compared_with_one_another(mark):
    document, figures = mark(
        "Hội đồng bảo vệ an ninh cấp xã có ⟦19⟧ Hội đồng; Ban chỉ đạo cấp xã có ⟦18⟧ Ban.",
        [{"unit": "Hội đồng", "item": "Hội đồng xã"}, {"unit": "Ban", "item": "Ban xã"}],
    )
    assert verdicts(check(figures, document), "denominator") == ["unclear"]


@pytest.mark.parametrize(("second", "expected"), [("231", "consistent"), ("213", "inconsistent")])
def test_list_divides_the_whole_of_the_sentence_before(mark, second, expected):
    xa = {"unit": "xã", "item": "xã tham gia", "place": "tỉnh Gia Lai", "period": "2018"}
    document, figures = mark(
        f"Tỉnh có ⟦599⟧ xã tham gia.\nPhân theo nhóm: ⟦187⟧ xã đạt chuẩn; ⟦{second}⟧ xã khá; ⟦181⟧ xã còn ít.",
        [xa] * 4,
    )
    assert expected in verdicts(check(figures, document), "parts")


def test_result_later_than_its_document_is_unclear(mark):
    later = {"unit": "xã", "period": "2022"}
    document, figures = mark("Có ⟦12⟧ xã đạt.", [later], published=date(2021, 3, 12))
    assert verdicts(check(figures, document), "period") == ["unclear"]
    document, figures = mark("Có ⟦12⟧ xã đạt.", [later | {"status": "target"}], published=date(2021, 3, 12))
    assert verdicts(check(figures, document), "period") == []


@pytest.mark.parametrize(("bodies", "verdict"), [("18", "consistent"), ("19", "unclear")])
def test_one_body_for_each_commune(mark, bodies, verdict):
    document, figures = mark(
        f"Kiểm tra tại ⟦18⟧ xã, thị trấn.\nHội đồng cấp xã có ⟦{bodies}⟧ Hội đồng.",
        [{"unit": "xã, thị trấn"}, {"unit": "Hội đồng", "item": "Hội đồng bảo vệ an ninh cấp xã"}],
    )
    assert verdicts(check(figures, document), "denominator") == [verdict]


@pytest.mark.parametrize(
    ("unit", "known", "expected"),
    [
        ("xã, phường, thị trấn", 156, ["unclear"]),
        ("xã, phường, thị trấn", 119, ["consistent"]),
        ("xã", 156, []),
        ("xã", 100, ["unclear"]),
        ("xã", 0, []),
    ],
)
def test_denominator_against_the_gazetteer_is_a_hint(mark, unit, known, expected):
    place = (("tỉnh An Giang",), "old:89")
    _, [figure] = mark("Có ⟦97/119⟧ xã đạt.", [{"unit": unit, "place": place}])
    assert [
        finding.verdict for finding in denominator(figure, check_cues(load_patterns()), lambda *_: known)
    ] == expected


ACCOUNT = (
    "Đến nay có ⟦02/11⟧ xã (xã Tân Lập, Mỹ Đức) được tỉnh công nhận xã nông thôn mới.\n"
    "Hàng năm các xã được tỉnh công nhận xã nông thôn mới, cụ thể: năm 2021 chọn xã Tân Lập xây dựng xã nông "
    "thôn mới (giảm ⟦1⟧ vụ); năm 2022 chọn xã {name} xây dựng xã nông thôn mới."
)


@pytest.mark.parametrize(("name", "expected"), [("Mỹ Đức", []), ("Hòa Bình", ["inconsistent"])])
def test_account_names_only_what_the_closed_list_has(mark, name, expected):
    document, figures = mark(ACCOUNT.format(name=name), [{"unit": "xã"}, {"unit": "vụ", "change": "decrease"}])
    found = [f for f in check(figures, document) if len(f.starts) == 2]
    assert [f.verdict for f in found] == expected


def table_of(mark, lines, fields):
    """A document whose lines are table rows with cells between tabs."""
    document, figures = mark("\n".join(lines), fields)
    cells, position = [], 0
    for row, line in enumerate(document.text.split("\n"), 1):
        for column, cell in enumerate(line.split("\t"), 1):
            cells.append(Cell(row=row, column=column, start=position, end=position + len(cell)))
            position += len(cell) + 1
    return replace(document, tables=(Table(number=1, cells=tuple(cells)),)), figures


def test_row_of_totals_in_a_numbered_table(mark):
    lines = ["1\tBa Bể\t⟦420⟧", "2\tNa Rì\t⟦510⟧", "3\tChợ Đồn\t⟦70⟧", "\tTổng số\t⟦{total}⟧"]
    for total, verdict in (("1.000", "consistent"), ("1.900", "inconsistent")):
        document, figures = table_of(mark, [line.format(total=total) for line in lines], [{"unit": "ha"}] * 4)
        assert verdicts(check(figures, document), "parts") == [verdict]


@pytest.mark.parametrize("cell", ["⟦5⟧ (⟦3⟧ mới)", "⟦5⟧/⟦3⟧"])
def test_a_cell_of_two_numbers_leaves_the_sum_open(mark, cell):
    lines = ["1\tBa Bể\t⟦420⟧", f"2\tNa Rì\t{cell}", "3\tChợ Đồn\t⟦70⟧", "\tTổng số\t⟦950⟧"]
    document, figures = table_of(mark, lines, [{"unit": "ha"}] * 5)
    assert verdicts(check(figures, document), "parts") == []


def test_what_is_measured_in_other_units_has_no_sum(mark):
    lines = ["1\tThu nhập\t⟦43⟧", "2\tNước sạch\t⟦91%⟧", "3\tĐường\t⟦70⟧", "\tTổng số tiêu chí\t⟦16⟧"]
    fields = [{"unit": "triệu đồng"}, {}, {"unit": "km"}, {"unit": "tiêu chí"}]
    document, figures = table_of(mark, lines, fields)
    assert verdicts(check(figures, document), "parts") == []


def test_column_of_averages_has_no_sum(mark):
    lines = ["1\tBa Bể\t⟦42⟧", "2\tNa Rì\t⟦51⟧", "\tTổng số\t⟦46⟧"]
    document, figures = table_of(mark, lines, [{"unit": "tạ/ha", "kind": "rate"}] * 3)
    assert check(figures, document) == []


def test_rows_below_a_roman_number_add_up(mark):
    lines = ["I\tThu nội địa\t⟦312⟧\t⟦298⟧", "1\tĐất\t⟦250⟧\t⟦{part}⟧", "2\tThuế\t⟦62⟧\t⟦48⟧"]
    for part, expected in (("250", {"consistent"}), ("205", {"consistent", "inconsistent"})):
        document, figures = table_of(mark, [line.format(part=part) for line in lines], [{"unit": "tỷ"}] * 6)
        assert set(verdicts(check(figures, document), "parts")) == expected


def test_share_that_other_rows_keep(mark):
    lines = ["Ba Bể\t⟦12⟧\t⟦16⟧\t⟦75%⟧", "Na Rì\t⟦9⟧\t⟦20⟧\t⟦45%⟧", "Chợ Đồn\t⟦7⟧\t⟦14⟧\t⟦{share}⟧"]
    fields = [{"unit": "xã"}, {"unit": "xã"}, {}] * 3
    for share, verdict in (("50%", "consistent"), ("5%", "inconsistent")):
        document, figures = table_of(mark, [line.format(share=share) for line in lines], fields)
        assert verdicts(check(figures, document), "share")[-1] == verdict


@pytest.mark.parametrize(("cell", "expected"), [("4,2", "consistent"), ("2,4", "inconsistent")])
def test_growth_that_other_rows_keep(mark, cell, expected):
    lines = ["Trâu\t⟦500⟧\t⟦520⟧\t⟦4,0⟧", "Bò\t⟦800⟧\t⟦840⟧\t⟦5,0⟧", f"Dê\t⟦240⟧\t⟦250⟧\t⟦{cell}⟧"]
    con = {"unit": "con"}
    document, figures = table_of(mark, lines, [con, con, {"kind": "percent"}] * 3)
    assert verdicts(check(figures, document), "change_percent") == ["consistent", "consistent", expected]


def test_findings_are_stable_and_in_order(mark):
    text = "Có ⟦12/16⟧ xã đạt chuẩn, đạt ⟦78%⟧.\nTrộm cắp giảm ⟦08/05⟧ vụ."
    document, figures = mark(text, [{"unit": "xã"}, {}, {"kind": "pair", "unit": "vụ"}])
    first, again = check(figures, document), check(figures[::-1], document)
    assert first == again
    assert [finding.rule for finding in first] == ["share", "pair_direction"]
    assert len({finding.id for finding in first}) == 2


def test_no_figures_no_findings():
    assert check([]) == []
    assert list(check_documents([])) == []
