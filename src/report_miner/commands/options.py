"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from report_miner.texts import say

PatternsDir = Annotated[
    Path | None, typer.Option("--patterns", metavar="DIR", help=say("cli.patterns_help"), show_default=False)
]
DatabaseAddress = Annotated[
    str | None,
    typer.Option("--db", metavar="ADDRESS", envvar="REPORT_MINER_DB", help=say("cli.db_help"), show_default=False),
]
