"""`report-miner dataset`: tidy tables over the results of a run."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from report_miner.commands.options import DatabaseAddress, PatternsDir
from report_miner.texts import say


def dataset(
    folder: Annotated[
        Path, typer.Argument(metavar="[DIR]", help=say("review.folder_help"), show_default=False)
    ] = Path("outputs"),
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="DIR", help=say("dataset.output_help"), show_default=False),
    ] = None,
    db: DatabaseAddress = None,
    patterns: PatternsDir = None,
) -> None:
    """Write indicator x place x period with sources and their agreement."""
    from report_miner.dataset.write import write_dataset
    from report_miner.patterns import load_patterns
    from report_miner.store.rows import grouped

    counts, files = write_dataset(folder, output or folder / "dataset", load_patterns(patterns), db)
    agreed = [
        f"{grouped(count)} {say(f'dataset.agreement_{each}')}" for each, count in counts.by_agreement.items() if count
    ]
    sys.stdout.write(
        say("dataset.summary", rows=grouped(counts.rows), figures=grouped(counts.left.get("figures", 0))) + "\n"
    )
    sys.stdout.write(f"{', '.join(agreed)}\n" if agreed else "")
    sys.stdout.writelines(f"{path}\n" for path in files)
