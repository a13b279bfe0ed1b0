"""report-miner: figures from Vietnamese reports, checked and cited.

    import report_miner as rm

    document = rm.read("bao-cao.docx")
    figures = rm.mine(document)
    table = rm.to_frame(figures)
    findings = rm.check(figures, document)
    verdicts = rm.assess(figures, document=document)

Nothing is imported before it is asked for.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from report_miner.assess import assess
    from report_miner.check import ReferenceTable, check, read_reference
    from report_miner.errors import ReportMinerError
    from report_miner.extract.numbers import parse_number
    from report_miner.extract.periods import parse_period
    from report_miner.model import (
        Assessment,
        Block,
        Bound,
        Change,
        CriterionVerdict,
        Document,
        Failure,
        Figure,
        Finding,
        Kind,
        Locator,
        Period,
        Place,
        Status,
        Verdict,
    )
    from report_miner.patterns import Patterns, load_patterns
    from report_miner.pipeline import mine
    from report_miner.read import read
    from report_miner.store.frame import to_frame

_HOMES = {
    "read": "read",
    "mine": "pipeline",
    "check": "check",
    "assess": "assess",
    "read_reference": "check",
    "ReferenceTable": "check",
    "to_frame": "store.frame",
    "parse_number": "extract.numbers",
    "parse_period": "extract.periods",
    "load_patterns": "patterns",
    "Patterns": "patterns",
    "ReportMinerError": "errors",
} | dict.fromkeys(
    (
        *("Block", "Bound", "Change", "Document", "Failure", "Figure", "Finding", "Kind", "Locator", "Period"),
        *("Assessment", "CriterionVerdict", "Place", "Status", "Verdict"),
    ),
    "model",
)

__all__ = [
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


class _Package(ModuleType):
    """Keeps a public function where Python would put the room of the same name (`read`) once it is imported."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
