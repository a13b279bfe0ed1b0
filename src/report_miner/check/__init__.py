"""Cross-checks: which printed figures contradict one another, the arithmetic, or a reference table."""

from __future__ import annotations

from report_miner.check.copies import find_copies
from report_miner.check.documents import check, check_documents, in_common, told
from report_miner.check.reference import ReferenceTable, read_reference, unclaimed

__all__ = [
    "ReferenceTable",
    "check",
    "check_documents",
    "find_copies",
    "in_common",
    "read_reference",
    "told",
    "unclaimed",
]
