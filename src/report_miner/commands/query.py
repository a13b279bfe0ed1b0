"""`report-miner query`: questions in SQL about the results of a run."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from report_miner.texts import say


class Shape(StrEnum):
    """How an answer is written; by default as a table on a terminal and as CSV elsewhere."""

    TABLE = "table"
    CSV = "csv"
    JSONL = "jsonl"


def query(
    question: Annotated[str, typer.Argument(metavar="SQL", help=say("query.question_help"), show_default=False)],
    folder: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help=say("query.folder_help"), show_default=False)
    ] = Path("outputs"),
    shape: Annotated[
        Shape | None, typer.Option("--format", help=say("query.format_help"), show_default=False)
    ] = None,
) -> None:
    """Answer a question in SQL about the results."""
    from report_miner.console import show_answer
    from report_miner.store.query import answer_csv, answer_line, ask

    answer = ask(folder, question)
    if shape is Shape.JSONL:
        sys.stdout.writelines(answer_line(answer.columns, row) for row in answer.rows)
    elif shape is Shape.TABLE or (shape is None and sys.stdout.isatty()):
        show_answer(answer)
    else:
        sys.stdout.writelines(answer_csv(answer))
