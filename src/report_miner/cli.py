"""The command line: parse, call, map errors to exit codes.

Everything heavy is imported by the command that needs it, so that `--help` answers at once.
"""

from __future__ import annotations

import sys
import traceback
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup

from report_miner.errors import ExitCode, ReportMinerError, UsageError
from report_miner.texts import say

if TYPE_CHECKING:
    from report_miner.patterns import Patterns

INTERRUPTED = 130
"""The exit code after Ctrl-C, as shells have it."""


class _Vietnamese:
    """What typer says of its own accord, in the user's language."""

    def format_usage(self, ctx, formatter) -> None:  # type: ignore[no-untyped-def]
        pieces = self.collect_usage_pieces(ctx)  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=say("cli.usage") + " ")

    def get_help_option(self, ctx):  # type: ignore[no-untyped-def]
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = say("cli.help_help")
        return option


class _Command(_Vietnamese, TyperCommand):
    pass


class _Group(_Vietnamese, TyperGroup):
    pass


def _exit_codes() -> str:
    codes = [(code.value, say(f"cli.exit_{code.name.lower()}")) for code in ExitCode]
    return "\n\n".join(
        f"{code:>3}  {meaning}" for code, meaning in [*codes, (INTERRUPTED, say("cli.exit_interrupted"))]
    )


app = typer.Typer(
    cls=_Group,
    help=say("cli.help"),
    epilog=say("cli.exit_codes") + "\n" + _exit_codes(),
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Format(StrEnum):
    """Where figures go: into files, or as JSON lines to standard output."""

    FILES = "files"
    JSONL = "jsonl"


Paths = Annotated[list[str], typer.Argument(metavar="PATH...", help=say("cli.paths_help"), show_default=False)]
OneFile = Annotated[str, typer.Argument(metavar="FILE", help=say("cli.file_help"), show_default=False)]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="DIR", help=say("cli.output_help"), show_default=False)
]
PatternsDir = Annotated[
    Path | None, typer.Option("--patterns", metavar="DIR", help=say("cli.patterns_help"), show_default=False)
]


@app.command("run", cls=_Command, help=say("cli.run_help"))
def run_command(paths: Paths, output: Output = None, patterns: PatternsDir = None) -> None:
    """Mine files and folders into the folder of results, everything in one go."""
    _run(paths, output, patterns)


@app.command(cls=_Command, help=say("cli.mine_help"))
def mine(
    paths: Paths,
    output: Output = None,
    patterns: PatternsDir = None,
    form: Annotated[Format, typer.Option("--format", help=say("cli.format_help"), show_default=False)] = Format.FILES,
) -> None:
    """Mine figures, into the folder of results or to standard output."""
    if form is Format.FILES:
        _run(paths, output, patterns)
    if output is not None:
        raise UsageError(say("cli.output_and_format"), remedy=say("cli.output_and_format_remedy"))
    _mine_to_stdout(paths, patterns)


def _run(paths: list[str], output: Path | None, over: Path | None) -> NoReturn:
    from report_miner.console import messages, progress_bar, show_summary
    from report_miner.run import run, sources

    patterns = _patterns(over)
    try:
        with progress_bar(lambda: sum(1 for _ in sources(paths))) as progress:
            summary = run(paths, output or Path("outputs"), patterns=patterns, progress=progress)
    except KeyboardInterrupt:
        messages().print(say("cli.interrupted"), soft_wrap=True)
        raise typer.Exit(INTERRUPTED) from None
    show_summary(summary)
    raise typer.Exit(summary.exit_code)


def _mine_to_stdout(paths: list[str], over: Path | None) -> NoReturn:
    from report_miner.console import tell_error
    from report_miner.run import Mined, mine_source, sources
    from report_miner.store.rows import json_line, record

    patterns = _patterns(over)
    read = failed = 0
    for source in sources(paths):
        outcome = mine_source(source, patterns)
        if isinstance(outcome, Mined):
            read += 1
            sys.stdout.writelines(json_line(record(figure)) for figure in outcome.figures)
        else:
            failed += 1
            tell_error(ReportMinerError(f"{outcome.doc}: {outcome.error}", remedy=outcome.remedy))
    if not read:
        raise typer.Exit(ExitCode.NOTHING_READABLE)
    raise typer.Exit(ExitCode.SOME_FAILED if failed else ExitCode.OK)


@app.command("read", cls=_Command, help=say("cli.read_help"))
def read_command(file: OneFile, patterns: PatternsDir = None) -> None:
    """Show a document's text as the program sees it."""
    from report_miner.console import printable
    from report_miner.read import render
    from report_miner.run import read_one

    text = render(read_one(file, _patterns(patterns)))
    sys.stdout.write(printable(text) if sys.stdout.isatty() else text)


@app.command(cls=_Command, help=say("cli.explain_help"))
def explain(file: OneFile, patterns: PatternsDir = None) -> None:
    """Show a document's text with each figure and its record."""
    from report_miner.console import output
    from report_miner.explain import explanation
    from report_miner.pipeline import mine as figures_of
    from report_miner.run import read_one

    loaded = _patterns(patterns)
    document = read_one(file, loaded)
    console = output()
    for part in explanation(document, figures_of(document, patterns=loaded), width=console.width):
        console.print(part)


@app.command(cls=_Command, help=say("cli.evaluate_help"))
def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD_DIR", help=say("cli.gold_help"), show_default=False)],
    figures: Annotated[
        Path | None, typer.Argument(metavar="[FIGURES.jsonl]", help=say("cli.figures_help"), show_default=False)
    ] = None,
    docs: Annotated[Path | None, typer.Option(metavar="DIR", help=say("cli.docs_help"), show_default=False)] = None,
    per_doc: Annotated[bool, typer.Option("--per-doc", help=say("cli.per_doc_help"))] = False,
    errors: Annotated[bool, typer.Option("--errors", help=say("cli.errors_help"))] = False,
    floor: Annotated[
        list[str] | None, typer.Option(metavar="NAME=VALUE", help=say("cli.floor_help"), show_default=False)
    ] = None,
    patterns: PatternsDir = None,
) -> None:
    """Score figures against annotations."""
    from report_miner import evaluate as evaluation

    floors = evaluation.parse_floors(floor or ())
    extracted = (
        evaluation.load_figures(figures)
        if figures
        else evaluation.mine_figures(docs or gold.parent / "docs", _patterns(patterns))
    )
    result = evaluation.evaluate(evaluation.load_gold(gold), extracted)
    sys.stdout.writelines(f"{line}\n" for line in evaluation.report(result, per_doc=per_doc, errors=errors))
    missed = evaluation.below(result, floors)
    sys.stderr.writelines(f"{line}\n" for line in missed)
    raise typer.Exit(ExitCode.BELOW_FLOOR if missed else ExitCode.OK)


@app.command(cls=_Command, help=say("cli.doctor_help"))
def doctor(patterns: PatternsDir = None) -> None:
    """Show what is installed and what is missing."""
    from report_miner.console import output
    from report_miner.doctor import examine, lines

    checks = examine(patterns)
    console = output()
    for line in lines(checks):
        console.print(line, soft_wrap=True)
    raise typer.Exit(max((check.exit_code for check in checks), default=ExitCode.OK))


def _patterns(over: Path | None) -> Patterns:
    from report_miner.patterns import load_patterns

    return load_patterns(over)


def main() -> None:
    """Run the command line and exit with one of the codes of `ExitCode`."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    _name_panels()
    try:
        app(prog_name="report-miner")
    except ReportMinerError as error:
        from report_miner.console import tell_error

        tell_error(error)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except Exception:
        sys.stderr.write(say("cli.crashed") + "\n\n" + traceback.format_exc())
        sys.exit(ExitCode.UNEXPECTED)


def _name_panels() -> None:
    from typer import rich_utils

    rich_utils.ARGUMENTS_PANEL_TITLE = say("cli.panel_arguments")
    rich_utils.OPTIONS_PANEL_TITLE = say("cli.panel_options")
    rich_utils.COMMANDS_PANEL_TITLE = say("cli.panel_commands")
    rich_utils.ERRORS_PANEL_TITLE = say("cli.panel_error")
    rich_utils.RICH_HELP = say("cli.try_help")
