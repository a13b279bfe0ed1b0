"""A document in the terminal: its text with each figure marked and numbered, and the record of each beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from report_miner.console import printable
from report_miner.model import Block, Bound, Change, Document, Figure, Status
from report_miner.period_words import in_words
from report_miner.store.rows import grouped
from report_miner.texts import say

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

_SIDE_BY_SIDE = 110  # columns from which on the records stand beside the text
_STYLES = {Status.ACTUAL: "bold green", Status.ESTIMATE: "bold yellow", Status.TARGET: "bold blue"}


def explanation(document: Document, figures: Sequence[Figure], *, width: int) -> Iterator[RenderableType]:
    """Yield what to print, a paragraph or table row at a time.

    A figure is printed as `[7: 97/119]`, and its record as number 7 beside the text, or below it where the terminal
    has less than 110 columns. Without colours it reads the same.
    """
    from rich.padding import Padding
    from rich.table import Table

    labelled = numbered(figures)
    position = 0
    for _, group in groupby(document.blocks, key=_line):
        blocks = list(group)
        here = []
        while position < len(labelled) and labelled[position][1].start < blocks[-1].end:
            here.append(labelled[position])
            position += 1
        text = _marked(document.text, blocks, here)
        if not here:
            yield text
            continue
        if width >= _SIDE_BY_SIDE:
            grid = Table.grid(expand=True, padding=(0, 2))
            grid.add_column(ratio=3)
            grid.add_column(ratio=2)
            grid.add_row(text, _records(here))
            yield grid
        else:
            yield text
            yield Padding(_records(here), (0, 0, 0, 4))
    yield say("cli.explained", count=len(labelled))


def numbered(figures: Sequence[Figure]) -> list[tuple[int, Figure]]:
    """Return the figures in the order of the text, each with the number that it bears wherever it is shown."""
    return list(enumerate(sorted(figures, key=lambda figure: figure.start), start=1))


def _line(block: Block) -> tuple[int, ...]:
    """What is printed together: the cells of a table row, or a block by itself."""
    locator = block.locator
    if locator.table is not None and locator.row is not None:
        return (0, locator.table, locator.row)
    return (1, block.start)


def _marked(source: str, blocks: Sequence[Block], figures: Sequence[tuple[int, Figure]]) -> Text:
    from rich.text import Text

    text = Text()
    for index, block in enumerate(blocks):
        text.append(" | " if index else "", style="dim")
        position = block.start
        for number, figure in figures:
            if not position <= figure.start < block.end:
                continue
            text.append(_flat(source[position : figure.start]))
            text.append(f"[{number}: {_flat(figure.text)}]", style=_STYLES[figure.status])
            position = figure.end
        text.append(_flat(source[position : block.end]))
    if blocks[0].level:
        text.stylize("underline")
    return text


def _flat(text: str) -> str:
    return printable(text.replace("\n", " ").replace("\t", " "))


def _records(figures: Sequence[tuple[int, Figure]]) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for number, figure in figures:
        table.add_row(Text(f"[{number}]", _STYLES[figure.status]), _record(figure))
    return table


def _record(figure: Figure) -> Text:
    """Two lines: what the number says, and of where, when and how surely."""
    from rich.text import Text

    numbers = [grouped(figure.value)]
    if figure.value_to is not None:
        numbers.append(f"– {grouped(figure.value_to)}")
    if figure.total is not None:
        numbers.append(f"/ {grouped(figure.total)}")
    said = [say(f"store.bound_{figure.bound}")] if figure.bound is not Bound.EQUAL else []
    if figure.change is not Change.NONE:
        said.insert(0, say(f"store.change_{figure.change}"))
    head = " ".join((*said, *numbers, figure.unit or ""))
    facts = [
        say(f"store.status_{figure.status}"),
        str(figure.place or ""),
        in_words(str(figure.period or "")),
        f"{say('cli.versus')} {in_words(str(figure.versus))}" if figure.versus else "",
        figure.indicator or "",
        say("cli.confidence", share=f"{figure.confidence:.2f}".replace(".", ",")),
    ]
    if figure.uncertain:
        names = ", ".join(say(f"store.column_{name}").lower() for name in figure.uncertain)
        facts.append(say("cli.uncertain", names=names))
    return Text.assemble(
        printable(f"{head.strip()} — {figure.item or say('cli.no_item')}"),
        "\n",
        (printable(" · ".join(filter(None, facts))), "dim"),
    )
