import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

import report_miner as rm
from report_miner.store.rows import CONTRACT

PUBLIC = [
    "Assessment",
    "Block",
    "Bound",
    "Change",
    "CriterionVerdict",
    "Document",
    "Failure",
    "Figure",
    "Finding",
    "Kind",
    "Locator",
    "Patterns",
    "Period",
    "Place",
    "ReferenceTable",
    "ReportMinerError",
    "Status",
    "Verdict",
    "assess",
    "check",
    "load_patterns",
    "mine",
    "parse_number",
    "parse_period",
    "read",
    "read_reference",
    "to_frame",
]
HEAVY = [
    "pandas",
    "spacy",
    "underthesea",
    "trafilatura",
    "pyarrow",
    "pydantic",
    "lxml",
    "pypdfium2",
    "docx",
    "ahocorasick",
]


def fresh(code: str) -> str:
    """What a new interpreter prints for `code`."""
    path = str(Path(rm.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {path!r})\n{code}"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout.strip()


def test_the_public_names_are_these():
    assert sorted(rm.__all__) == PUBLIC


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_is_there_with_a_docstring(name):
    assert getattr(rm, name).__doc__


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        rm.nothing  # noqa: B018


@pytest.mark.parametrize("module", ["report_miner", "report_miner.cli"])
def test_importing_it_loads_nothing_heavy(module):
    assert fresh(f"import {module}; print([name for name in {HEAVY} if name in sys.modules])") == "[]"


@pytest.mark.parametrize("first", ["import report_miner.{}", "from report_miner.{} import __all__", "pass"])
def test_a_function_is_there_in_whatever_order_the_room_of_its_name_is_imported(first):
    rooms = ("read", "check", "assess")
    imports = "\n".join(first.format(room) for room in rooms)
    shown = ", ".join(f"type(rm.{room}).__name__, rm.{room}.__module__" for room in rooms)
    told = fresh(f"{imports}\nimport report_miner as rm\nprint({shown})").split()
    assert told[::2] == ["function"] * 3
    assert [name.split(".")[1] for name in told[1::2]] == list(rooms)


def test_from_a_file_to_a_table(tmp_path):
    path = tmp_path / "bao-cao.txt"
    path.write_text("Năm 2023, tỉnh Bến Tre có 86 xã đạt chuẩn nông thôn mới, tăng 6,5% so với năm 2022.\n", "utf-8")
    document = rm.read(path)
    figures = rm.mine(document)
    assert all(document.text[each.start : each.end] == each.text for each in figures)
    table = rm.to_frame(figures)
    assert list(table.columns) == list(CONTRACT)
    assert table["value"].tolist() == [Decimal(86), Decimal("6.5")]
    assert table["unit"].tolist() == ["xã", "%"]


def test_no_figures_give_an_empty_table_with_its_columns():
    assert list(rm.to_frame([]).columns) == list(CONTRACT)
