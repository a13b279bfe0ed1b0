"""What a person sees in the terminal: messages and progress on standard error, the summary on standard output."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from itertools import islice
from textwrap import fill, shorten
from typing import TYPE_CHECKING, Any

from report_miner.errors import ReportMinerError
from report_miner.model import Failure, Verdict
from report_miner.store.rows import grouped
from report_miner.texts import say

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from report_miner.run import Progress, Summary
    from report_miner.store.query import Answer

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_LONGEST = 400  # characters of a message in the summary
_REDRAWN = 0.1  # seconds between two drawings of the progress
_SHOWN_ROWS = 1_000  # of an answer
_SHOWN_LINES = 10  # of a reference table
_GAP = 2  # between columns


def printable(text: str) -> str:
    """Return the text without the control characters that would command the terminal."""
    return _CONTROLS.sub("�", text)


def output() -> Console:
    """Standard output."""
    from rich.console import Console

    return Console(highlight=False)


def messages() -> Console:
    """Standard error."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def tell_error(error: ReportMinerError) -> None:
    """Show what happened and what to do about it."""
    from rich.text import Text

    messages().print(Text.assemble((say("cli.error"), "bold red"), " ", printable(error.message)), soft_wrap=True)
    messages().print(Text.assemble((say("cli.remedy"), "bold"), " ", printable(error.remedy)), soft_wrap=True)


@contextmanager
def progress_bar(count: Callable[[], int | None]) -> Iterator[Progress | None]:
    """Yield what notes that a document is done and shows how fast it goes; None when nobody watches.

    `count` gives the number of documents, or None where it is not known; it is asked only when somebody watches.
    No thread draws, so that worker processes can be forked.
    """
    if not messages().is_terminal:
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[name]}", markup=False),
    )
    with Progress(*columns, console=messages(), transient=True, auto_refresh=False) as bar:
        task = bar.add_task("", total=count(), name="", rate="")
        began = drawn = time.monotonic()
        size = 0

        def done(name: str, bytes_: int = 0, /) -> None:
            nonlocal size, drawn
            size += bytes_
            now = time.monotonic()
            rate = _rate(bar.tasks[0].completed + 1, size, now - began)
            bar.update(task, advance=1, name=printable(name), rate=rate, refresh=now - drawn > _REDRAWN)
            drawn = now if now - drawn > _REDRAWN else drawn

        yield done


def _rate(documents: float, size: int, seconds: float) -> str:
    """How many documents, and kilobytes of them where these are known, a second were done."""
    a_second = 1 / max(seconds, 0.001)
    shown = f"{documents * a_second:.1f}".replace(".", ",")
    if not size:
        return say("summary.rate", documents=shown)
    return say("summary.rate_with_size", documents=shown, size=grouped(round(size * a_second / 1000)))


def show_answer(answer: Answer) -> None:
    """Show the answer to a question as a table; numbers stand to the right."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from report_miner.store.query import cell

    rows = list(islice(answer.rows, _SHOWN_ROWS + 1))
    table = Table(box=box.SIMPLE_HEAD)
    for index, name in enumerate(answer.columns):
        values = [row[index] for row in rows if row[index] is not None]
        numbers = bool(values) and all(isinstance(value, int | float | Decimal) for value in values)
        table.add_column(Text(printable(name)), justify="right" if numbers else "left", overflow="fold")
    for row in rows[:_SHOWN_ROWS]:
        table.add_row(*(Text(printable(cell(value) or "")) for value in row))
    output().print(table)
    if len(rows) > _SHOWN_ROWS:
        messages().print(say("query.more_rows", shown=_SHOWN_ROWS), soft_wrap=True)


def show_summary(summary: Summary) -> None:
    """Show what contradicts what, what the run did, what failed and how to mend it, and where the results are."""
    from rich.text import Text

    console = output()
    if summary.contradictions:
        wrong = summary.by_verdict[Verdict.INCONSISTENT]
        console.print(Text(say("summary.contradictions", count=grouped(wrong)), style="bold red"))
        console.print(_contradictions(summary))
        if wrong > len(summary.contradictions):
            console.print(say("summary.more_contradictions", count=grouped(wrong - len(summary.contradictions))))
        console.print()
    console.print(_totals(summary, console.width))
    if not summary.documents and not summary.failures:
        console.print("\n" + say("summary.nothing"))
    if summary.failures:
        console.print(Text("\n" + say("summary.failures", count=grouped(summary.failed)), style="bold"))
        console.print(failures_table(summary.failures))
        if summary.failed > len(summary.failures):
            console.print(say("summary.more_failures", count=grouped(summary.failed - len(summary.failures))))
    if summary.unclaimed:
        lines = ", ".join(map(str, summary.unclaimed[:_SHOWN_LINES]))
        more = ", …" if len(summary.unclaimed) > _SHOWN_LINES else ""
        console.print("\n" + say("summary.unclaimed", count=grouped(len(summary.unclaimed)), lines=lines + more))
    console.print(Text("\n" + say("summary.files"), style="bold"))
    console.print(_files(summary))


def _contradictions(summary: Summary) -> RenderableType:
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 1))
    table.add_column(justify="right")
    table.add_column(overflow="fold")
    for number, finding in enumerate(summary.contradictions, start=1):
        table.add_row(
            f"{number}.",
            Text.assemble(
                (printable(finding.doc), "cyan"),
                (f" — {say(f'check.rule_{finding.rule}')}\n", "bold"),
                printable(shorten(finding.message, _LONGEST, placeholder=" …")),
            ),
        )
    return table


def _totals(summary: Summary, width: int) -> RenderableType:
    from rich.table import Table

    went = {
        "mined": summary.mined,
        "judged": summary.judged,
        "unchanged": summary.unchanged,
        "dropped": summary.dropped,
        "failed": summary.failed,
    }
    rows = [
        (
            say("summary.documents"),
            grouped(summary.documents),
            [say(f"summary.{name}", count=grouped(count)) for name, count in went.items() if count],
        ),
        (say("summary.figures"), grouped(summary.figures), _counts("status", summary.by_status)),
    ]
    counted: list[tuple[str, str, Mapping[Any, int]]] = [
        ("findings", "verdict", summary.by_verdict),
        ("verdicts", "assessment", summary.by_assessment),
    ]
    for room, kind, counts in counted:
        if counts:
            rows.append((say(f"summary.{room}"), grouped(sum(counts.values())), _counts(kind, counts)))
    table = Table.grid(padding=(0, _GAP))
    table.add_column(justify="left", style="bold")
    table.add_column(justify="right")
    table.add_column()
    left = width - 2 * _GAP - max(len(name) for name, *_ in rows) - max(len(count) for _, count, _ in rows)
    for name, count, items in rows:
        table.add_row(name, count, _lines_of(items, left))
    return table


def _counts(kind: str, counts: Mapping[Any, int]) -> list[str]:
    return [f"{grouped(count)} {say(f'store.{kind}_{name}')}" for name, count in counts.items() if count]


def _lines_of(items: Iterable[str], width: int) -> str:
    """The items in lines of at most `width` characters, broken between items where they are not longer."""
    together = ", ".join(item.replace(" ", "\u00a0") for item in items)
    return fill(together, max(width, 1), break_long_words=False, break_on_hyphens=False).replace("\u00a0", " ")


def failures_table(failures: Iterable[Failure]) -> RenderableType:
    """Return what failed, why, and how to mend it."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name in ("doc", "error", "remedy"):
        table.add_column(say(f"store.column_{name}"), overflow="fold")
    for failure in failures:
        table.add_row(*(Text(printable(text)) for text in (failure.doc, failure.error, failure.remedy)))
    return table


def _files(summary: Summary) -> RenderableType:
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2))
    for path in summary.files:
        about = say(f"summary.{path.name.replace('.', '_').replace('-', '_')}")
        table.add_row("", Text(printable(str(path)), "cyan", overflow="fold"), about)
    return table
