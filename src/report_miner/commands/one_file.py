"""`report-miner read` and `report-miner explain`: one document as the program sees it."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from report_miner.commands.options import PatternsDir
from report_miner.errors import UsageError
from report_miner.texts import say

if TYPE_CHECKING:
    from report_miner.read import Source

OneFile = Annotated[str, typer.Argument(metavar="FILE", help=say("cli.file_help"), show_default=False)]


def read(
    file: OneFile,
    patterns: PatternsDir = None,
    searchable: Annotated[
        Path | None,
        typer.Option("--searchable-pdf", metavar="PDF", help=say("cli.searchable_help"), show_default=False),
    ] = None,
) -> None:
    """Show a document's text as the program sees it."""
    from report_miner.console import printable
    from report_miner.inputs import one_source, read_source
    from report_miner.patterns import load_patterns
    from report_miner.read import render

    source = one_source(file)
    _spare(source, searchable)
    document = read_source(source, load_patterns(patterns))
    if searchable:
        from report_miner.read.searchable import searchable_pdf

        content, pages = searchable_pdf(source.content())
        _write(searchable, content)
        sys.stderr.write(say("cli.searchable_written", path=searchable, pages=pages) + "\n")
    text = render(document)
    sys.stdout.write(printable(text) if sys.stdout.isatty() else text)


def explain(
    file: OneFile,
    patterns: PatternsDir = None,
    page: Annotated[
        int | None, typer.Option("--page", metavar="N", help=say("cli.page_help"), show_default=False)
    ] = None,
    picture: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="PNG", help=say("cli.picture_help"), show_default=False)
    ] = None,
) -> None:
    """Show a document's text with each figure and its record, or draw one of its pages."""
    from report_miner.console import output
    from report_miner.explain import explanation
    from report_miner.inputs import one_source, read_source
    from report_miner.patterns import load_patterns
    from report_miner.pipeline import mine as figures_of

    if (page is None) != (picture is None):
        raise UsageError(say("cli.page_needs_output"), remedy=say("cli.page_needs_output_remedy"))
    source = one_source(file)
    _spare(source, picture)
    loaded = load_patterns(patterns)
    document = read_source(source, loaded)
    figures = figures_of(document, patterns=loaded)
    if page is not None and picture is not None:
        from report_miner.page_picture import draw_page

        content, count = draw_page(source.content(), document, figures, page)
        _write(picture, content)
        sys.stdout.write(say("cli.picture_written", path=picture, count=count, page=page) + "\n")
        return
    console = output()
    for part in explanation(document, figures, width=console.width):
        console.print(part)


def _spare(source: Source, target: Path | None) -> None:
    """Make sure that what is written to `target` does not take the place of the document itself."""
    with suppress(OSError):
        if target and target.samefile(source.path):
            raise UsageError(say("cli.over_source", path=target), remedy=say("cli.over_source_remedy"))


def _write(path: Path, content: bytes) -> None:
    from report_miner.store.files import whole_file, writing_to

    with writing_to(path), whole_file(path) as part:
        part.write_bytes(content)
