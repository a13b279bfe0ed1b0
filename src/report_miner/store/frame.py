"""Figures as a table for pandas."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from report_miner.model import Figure
from report_miner.store.rows import CONTRACT, record

if TYPE_CHECKING:
    import pandas as pd


def to_frame(figures: Iterable[Figure]) -> pd.DataFrame:
    """Return the figures as a table, one a row, with the columns of `figures.jsonl`.

    `value`, `value_to` and `total` are columns of Decimals, exact; `.astype(float)` makes them fit for statistics.
    """
    import pandas as pd

    return pd.DataFrame([record(figure) for figure in figures], columns=list(CONTRACT))
