"""What the reviewed table can be written as."""

from __future__ import annotations

from enum import StrEnum


class Form(StrEnum):
    """What the table can be written as."""

    DATAPACKAGE = "datapackage"
    CSV = "csv"
    PARQUET = "parquet"
    XLSX = "xlsx"
