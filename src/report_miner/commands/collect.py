"""`report-miner collect`: pages of the web into a folder that can be mined."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from report_miner.errors import ExitCode, UsageError
from report_miner.texts import say

if TYPE_CHECKING:
    from report_miner.collect import Collected

_MB = 1_000_000


def collect(
    sources: Annotated[
        list[str], typer.Argument(metavar="SOURCE...", help=say("collect.sources_help"), show_default=False)
    ],
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="FOLDER", help=say("collect.output_help"), show_default=False),
    ],
    queries: Annotated[
        list[str] | None, typer.Option("--query", metavar="TEXT", help=say("collect.query_help"), show_default=False)
    ] = None,
    match: Annotated[
        str | None, typer.Option(metavar="REGEX", help=say("collect.match_help"), show_default=False)
    ] = None,
    contact: Annotated[str, typer.Option(metavar="TEXT", help=say("collect.contact_help"), show_default=False)] = "",
    refresh: Annotated[bool, typer.Option("--refresh", help=say("collect.refresh_help"))] = False,
    limit: Annotated[int, typer.Option(min=1, help=say("collect.limit_help"))] = 10_000,
    search_pages: Annotated[int, typer.Option("--pages", min=1, help=say("collect.pages_help"))] = 10,
    largest: Annotated[float, typer.Option(min=0.001, metavar="MB", help=say("collect.largest_help"))] = 20.0,
    minutes: Annotated[
        float | None, typer.Option(min=0, help=say("collect.minutes_help"), show_default=False)
    ] = None,
    delay: Annotated[float, typer.Option(min=0, metavar="SECONDS", help=say("collect.delay_help"))] = 1.0,
    allow_private: Annotated[bool, typer.Option("--allow-private", help=say("collect.private_help"))] = False,
) -> None:
    """Collect pages, feeds, sitemaps, searches and archives of the web into a folder."""
    try:
        from report_miner.collect import Settings
        from report_miner.collect import collect as collected
    except ImportError as error:
        raise UsageError(say("collect.no_news"), remedy=say("collect.no_news_remedy")) from error
    from report_miner.console import messages, progress_bar

    settings = Settings(
        contact=_contact(contact),
        delay=delay,
        most=limit,
        largest=round(largest * _MB),
        minutes=minutes,
        queries=tuple(queries or ()),
        search_pages=search_pages,
        match=_pattern(match) if match else None,
        refresh=refresh,
        allow_private=allow_private,
    )
    try:
        with progress_bar(lambda: None) as progress:
            done = collected(sources, output, settings=settings, progress=progress)
    except KeyboardInterrupt:
        messages().print(say("collect.interrupted"), soft_wrap=True)
        raise typer.Exit(ExitCode.INTERRUPTED) from None
    _show(done)
    raise typer.Exit(done.exit_code)


def _contact(text: str) -> str:
    if not (text.isascii() and text.isprintable()):
        raise UsageError(say("collect.bad_contact"), remedy=say("collect.bad_contact_remedy"))
    return text


def _pattern(text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as error:
        raise UsageError(say("collect.bad_match", reason=error), remedy=say("collect.bad_match_remedy")) from error


def _show(done: Collected) -> None:
    """Say what was collected, what was not and why, and what to do next."""
    from report_miner.console import failures_table, output, printable
    from report_miner.store.rows import grouped

    console, tally = output(), done.tally
    counts = {name: getattr(tally, name) for name in ("new", "changed", "restored", "same", "known", "failed")}
    said = ", ".join(say(f"collect.{name}", count=grouped(count)) for name, count in counts.items() if count)
    console.print(f"{say('collect.pages')}  {grouped(tally.done)}  {said}".rstrip(), soft_wrap=True)
    if tally.is_cut:
        console.print(say("collect.cut"), soft_wrap=True)
    if done.failures:
        console.print(failures_table(done.failures))
    if tally.failed > len(done.failures):
        console.print(say("summary.more_failures", count=grouped(tally.failed - len(done.failures))))
    if tally.done > tally.failed:
        sys.stdout.write(printable(say("collect.next", folder=shlex.quote(str(done.folder)))) + "\n")
