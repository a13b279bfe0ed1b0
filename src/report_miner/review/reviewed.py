"""The record of a figure with what people decided, as every reviewed table has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from report_miner.store.rows import CONTRACT, to_record

REVIEW = ("decision", "reviewer", "reviewed_at")
"""What a reviewed table has beside the fields of the contract."""

REVIEWED = (*CONTRACT, *REVIEW)
"""The columns of a reviewed table."""


def reviewed(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the record of a row of the lens with what people decided; numbers are Decimals."""
    record = row["record"]
    fields = to_record([record[name] for name in CONTRACT], lists=False)
    fields["confidence"] = round(record["confidence"], 4)
    return fields | {"decision": row["decision"] or None, "reviewer": row["who"], "reviewed_at": row["at"]}
