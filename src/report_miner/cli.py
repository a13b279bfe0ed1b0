"""The command line: parse, call, map errors to exit codes.

Everything heavy is imported by the command that needs it, so that `--help` answers at once.
"""

from __future__ import annotations

import atexit
import gc
import sys
import traceback
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from report_miner.commands.collect import collect
from report_miner.commands.dataset import dataset
from report_miner.commands.engines import (
    MEGABYTES,
    SECONDS,
    EngineName,
    EngineOption,
    Jobs,
    MemoryLimit,
    Scheduler,
    TimeLimit,
    engine_of,
    local_engine,
)
from report_miner.commands.one_file import explain, read
from report_miner.commands.options import DatabaseAddress, PatternsDir
from report_miner.commands.query import query
from report_miner.errors import ExitCode, ReportMinerError, UsageError
from report_miner.review.forms import Form
from report_miner.texts import say
from report_miner.usage import CallError, Command, Group, call_error, name_panels

if TYPE_CHECKING:
    from report_miner.patterns import Patterns
    from report_miner.run import Engine
    from report_miner.work import Task


def _exit_codes() -> str:
    return "\n\n".join(f"{code:>3}  {say(f'cli.exit_{code.name.lower()}')}" for code in ExitCode)


# New objects between two searches for cycles. A document leaves some fifty in cycles, so each search is in vain; what
# is loaded at the start and what is remembered of words and places are half as many.
_OBJECTS = 1_000_000

app = typer.Typer(
    cls=Group,
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
_OUTPUTS = Path("outputs")
Output = Annotated[
    Path, typer.Option("--output", "-o", metavar="DIR", help=say("cli.output_help"), show_default=False)
]
OptionalOutput = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="DIR", help=say("cli.output_help"), show_default=False)
]
Reference = Annotated[
    Path | None, typer.Option("--reference", metavar="FILE", help=say("cli.reference_help"), show_default=False)
]
CriteriaName = Annotated[
    str | None, typer.Option("--criteria", metavar="SET", help=say("cli.criteria_help"), show_default=False)
]


@app.command("run", cls=Command, help=say("cli.run_help"))
def run_command(
    paths: Paths,
    output: Output = _OUTPUTS,
    reference: Reference = None,
    db: DatabaseAddress = None,
    patterns: PatternsDir = None,
    jobs: Jobs = "1",
    time_limit: TimeLimit = SECONDS,
    memory_limit: MemoryLimit = MEGABYTES,
    engine: EngineOption = EngineName.LOCAL,
    scheduler: Scheduler = None,
) -> None:
    """Mine, check and assess files and folders into the folder of results, everything in one go."""
    task = replace(_checking(patterns, reference), assesses=True)
    _run(paths, output, db, task, engine_of(engine, scheduler, output, jobs, time_limit, memory_limit))


@app.command(cls=Command, help=say("cli.mine_help"))
def mine(
    paths: Paths,
    output: OptionalOutput = None,
    db: DatabaseAddress = None,
    patterns: PatternsDir = None,
    form: Annotated[Format, typer.Option("--format", help=say("cli.format_help"), show_default=False)] = Format.FILES,
    jobs: Jobs = "1",
    time_limit: TimeLimit = SECONDS,
    memory_limit: MemoryLimit = MEGABYTES,
    engine: EngineOption = EngineName.LOCAL,
    scheduler: Scheduler = None,
) -> None:
    """Mine figures, into the folder of results or to standard output."""
    if form is Format.JSONL and output is not None:
        raise UsageError(say("cli.output_and_format"), remedy=say("cli.output_and_format_remedy"))
    if form is Format.JSONL and engine is not EngineName.LOCAL:
        raise UsageError(say("engines.no_stream"), remedy=say("engines.no_stream_remedy"))
    folder = output or _OUTPUTS
    chosen = engine_of(engine, scheduler, folder, jobs, time_limit, memory_limit)
    if form is Format.FILES:
        _run(paths, folder, db, _task(patterns), chosen)
    _mine_to_stdout(paths, _task(patterns), chosen)


@app.command(cls=Command, help=say("cli.check_help"))
def check(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH...", help=say("cli.check_paths_help"), show_default=False)
    ],
    output: Output = _OUTPUTS,
    reference: Reference = None,
    db: DatabaseAddress = None,
    patterns: PatternsDir = None,
    jobs: Jobs = "1",
    time_limit: TimeLimit = SECONDS,
    memory_limit: MemoryLimit = MEGABYTES,
) -> None:
    """Check the figures of documents, or of an earlier run, against one another and a table of trusted figures."""
    engine = local_engine(jobs, time_limit, memory_limit)
    _run(paths, output, db, _checking(patterns, reference), engine)


@app.command(cls=Command, help=say("cli.assess_help"))
def assess(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH...", help=say("cli.check_paths_help"), show_default=False)
    ],
    criteria: CriteriaName = None,
    output: Output = _OUTPUTS,
    db: DatabaseAddress = None,
    patterns: PatternsDir = None,
    jobs: Jobs = "1",
    time_limit: TimeLimit = SECONDS,
    memory_limit: MemoryLimit = MEGABYTES,
) -> None:
    """Lay the figures of documents, or of an earlier run, beside criteria."""
    from report_miner.assess import find_criteria

    task = _task(patterns)
    named = find_criteria(criteria, task.patterns) if criteria else None
    engine = local_engine(jobs, time_limit, memory_limit)
    _run(paths, output, db, replace(task, assesses=True, criteria=named), engine)


app.command(cls=Command, help=say("collect.help"))(collect)

criteria_app = typer.Typer(cls=Group, help=say("cli.criteria_group_help"), no_args_is_help=True)
app.add_typer(criteria_app, name="criteria")


@criteria_app.command("list", cls=Command, help=say("cli.criteria_list_help"))
def criteria_list(patterns: PatternsDir = None) -> None:
    """Show the sets of criteria, with what each is for."""
    from report_miner.assess import load_criteria

    for criteria in load_criteria(_patterns(patterns)).values():
        sys.stdout.write(f"{criteria.id}\t{criteria.title}\n")


@criteria_app.command("check", cls=Command, help=say("cli.criteria_check_help"))
def criteria_check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=say("cli.criteria_file_help"), show_default=False)],
    patterns: PatternsDir = None,
) -> None:
    """Say what is wrong in a file of criteria, and where."""
    from report_miner.assess import check_criteria_file, find_criteria
    from report_miner.console import tell_error

    loaded = _patterns(patterns)
    mistakes = check_criteria_file(file, patterns=loaded)
    for mistake in mistakes:
        tell_error(mistake)
    if mistakes:
        raise typer.Exit(ExitCode.PATTERNS)
    criteria = find_criteria(str(file), loaded)
    tests = sum(len(criterion.tests) for criterion in criteria.criteria)
    sys.stdout.write(say("assess.file_good", file=file, criteria=len(criteria.criteria), tests=tests) + "\n")


def _task(over: Path | None) -> Task:
    from report_miner.work import Task

    return Task(_patterns(over))


def _checking(over: Path | None, reference: Path | None) -> Task:
    from report_miner.check import read_reference
    from report_miner.work import Task

    return Task(_patterns(over), checks=True, reference=read_reference(reference) if reference else None)


def _run(paths: list[str], output: Path, address: str | None, task: Task, engine: Engine) -> NoReturn:
    from report_miner.console import messages, progress_bar, show_summary
    from report_miner.run import count, run

    try:
        with progress_bar(lambda: count(paths)) as progress:
            summary = run(paths, output, address=address, task=task, engine=engine, progress=progress)
    except KeyboardInterrupt:
        messages().print(say("cli.interrupted"), soft_wrap=True)
        raise typer.Exit(ExitCode.INTERRUPTED) from None
    show_summary(summary)
    raise typer.Exit(summary.exit_code)


def _mine_to_stdout(paths: list[str], task: Task, engine: Engine) -> NoReturn:
    from report_miner.console import messages, tell_error
    from report_miner.run import outcomes
    from report_miner.store.rows import json_line, to_record
    from report_miner.work import Done

    read = failed = 0
    for outcome in outcomes(paths, task, engine):
        if isinstance(outcome, Done):
            read += 1
            sys.stdout.writelines(map(json_line, map(to_record, outcome.entry.figures.rows)))
        else:
            failed += 1
            tell_error(ReportMinerError(f"{outcome.doc}: {outcome.error}", remedy=outcome.remedy))
    if not read + failed:
        messages().print(say("summary.nothing"), soft_wrap=True)
    if not read:
        raise typer.Exit(ExitCode.NOTHING_READABLE)
    raise typer.Exit(ExitCode.SOME_FAILED if failed else ExitCode.OK)


ResultsDir = Annotated[Path, typer.Argument(metavar="[DIR]", help=say("review.folder_help"), show_default=False)]


@app.command(cls=Command, help=say("review.help"))
def review(
    folder: ResultsDir = Path("outputs"),
    host: Annotated[str, typer.Option(help=say("review.host_help"))] = "127.0.0.1",
    port: Annotated[int, typer.Option(help=say("review.port_help"), min=0, max=65535)] = 8765,
    no_open: Annotated[bool, typer.Option("--no-open", help=say("review.no_open_help"))] = False,
    db: DatabaseAddress = None,
    patterns: PatternsDir = None,
) -> None:
    """Serve the page on which people look at figures and decide."""
    from report_miner.review.serve import serve

    serve(folder, _patterns(patterns), address=db, host=host, port=port, opens=not no_open, tell=typer.echo)


@app.command(cls=Command, help=say("export.help"))
def export(
    folder: ResultsDir = Path("outputs"),
    to: Annotated[Form, typer.Option("--to", help=say("export.to_help"), show_default=False)] = Form.CSV,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="PATH", help=say("export.output_help"), show_default=False),
    ] = None,
    db: DatabaseAddress = None,
    patterns: PatternsDir = None,
) -> None:
    """Write the reviewed table for others."""
    from report_miner.review.export import export_reviewed

    sys.stdout.write(f"{export_reviewed(folder, _patterns(patterns), to, output, db)}\n")


app.command(cls=Command, help=say("query.help"))(query)
app.command(cls=Command, help=say("dataset.help"))(dataset)
app.command("read", cls=Command, help=say("cli.read_help"))(read)
app.command(cls=Command, help=say("cli.explain_help"))(explain)


@app.command(cls=Command, help=say("cli.evaluate_help"))
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


@app.command(cls=Command, help=say("cli.doctor_help"))
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

    patterns = load_patterns(over)
    if over is not None:
        from report_miner.extract.examples import prove_own

        prove_own(patterns)
    return patterns


def main() -> None:
    """Run the command line and exit with one of the codes of `ExitCode`."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    gc.set_threshold(_OBJECTS)
    atexit.register(gc.freeze)  # what is left at the end goes with the process, unsearched
    name_panels()
    try:
        sys.exit(_called())
    except ReportMinerError as error:
        from report_miner.console import tell_error

        tell_error(error)
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        sys.exit(ExitCode.INTERRUPTED)
    except Exception:
        sys.stderr.write(say("cli.crashed") + "\n\n" + traceback.format_exc())
        sys.exit(ExitCode.UNEXPECTED)


def _called() -> int:
    try:
        return app(prog_name="report-miner", standalone_mode=False) or ExitCode.OK
    except CallError as error:
        said = call_error(error)
        if said is None:
            return ExitCode.USAGE
        raise said from None
