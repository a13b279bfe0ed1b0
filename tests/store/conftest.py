from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from report_miner.model import Document, Figure, Kind, Period, Place, Status
from report_miner.store.database import Store

SENTENCE = "Năm 2020, toàn tỉnh có 45/60 xã đạt chuẩn (75%), tăng 6,27% so với năm trước."


@pytest.fixture
def document() -> Callable[..., Document]:
    def make(name: str = "bao-cao/an-giang.txt", **fields: Any) -> Document:
        return Document(
            **{"name": name, "sha256": "ab" * 32, "media_type": "text/plain", "text": SENTENCE, "blocks": ()} | fields
        )

    return make


@pytest.fixture
def figure() -> Callable[..., Figure]:
    def make(start: int = 23, **fields: Any) -> Figure:
        plain: dict[str, Any] = {
            "doc": "bao-cao/an-giang.txt",
            "sha256": "ab" * 32,
            "start": start,
            "end": start + 5,
            "text": "45/60",
            "value": Decimal(45),
            "total": Decimal(60),
            "kind": Kind.TALLY,
            "unit": "xã",
            "item": "xã đạt chuẩn",
            "status": Status.ACTUAL,
            "place": Place(("xã Thạnh Mỹ", "tỉnh An Giang"), "2021:89"),
            "period": Period("2020"),
            "sentence": SENTENCE,
            "pattern": "tally",
            "confidence": 0.9,
            "uncertain": ("place",),
        }
        return Figure(**plain | fields)

    return make


@pytest.fixture(params=["sqlite", "postgresql"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Store]:
    """Open the results of this test, in a file or on a server; every call opens the same database."""
    address = request.getfixturevalue("postgresql").new_database() if request.param == "postgresql" else None
    return lambda: Store(tmp_path, address)
