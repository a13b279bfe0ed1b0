"""The `arithmetic` lines of an annotation: which printed numbers they relate, and whether they hold.

A line reads "(1.025 - 820) / 1.025 * 100 = 20": sums, products and brackets over numbers as they are printed, and on
the right the number that they give, to its printed precision.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from operator import add, mul, sub, truediv
from typing import Any

from report_miner.model import BlockKind, Document

NUMERAL = re.compile(r"\d[\d.]*(?:,\d+)?")
FACTOR = re.compile(r"\* 100\b|/ 10\b")
WHOLE = re.compile(r"= 100$")
NEAR = 300
_OPERATIONS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: add,
    ast.Sub: sub,
    ast.Mult: mul,
    ast.Div: truediv,
}


def numerals_of(line: str) -> set[str]:
    """The printed numbers that a line relates; factors and the whole of shares, 100 %, need not be printed."""
    return set(NUMERAL.findall(WHOLE.sub("", FACTOR.sub("", line))))


def holds(line: str) -> bool:
    """Whether the left side gives the right side to the printed precision."""
    left, right = line.split(" = ")
    decimals = len(right.partition(",")[2])
    try:
        return abs(value(left) - value(right)) <= Fraction(1, 2 * 10**decimals)
    except ZeroDivisionError:
        return False


def value(expression: str) -> Fraction:
    """The value of sums, products and brackets over numbers as they are printed.

    Raises:
        KeyError: another operation.
        SyntaxError: no expression.
    """
    numbers: list[Fraction] = []

    def name(match: re.Match[str]) -> str:
        numbers.append(Fraction(match.group().replace(".", "").replace(",", ".")))
        return f"n{len(numbers) - 1}"

    def of(node: ast.expr) -> Fraction:
        if isinstance(node, ast.Name):
            return numbers[int(node.id[1:])]
        assert isinstance(node, ast.BinOp), expression
        return _OPERATIONS[type(node.op)](of(node.left), of(node.right))

    return of(ast.parse(NUMERAL.sub(name, expression), mode="eval").body)


def printed_lines(
    document: Document, rows: Sequence[Mapping[str, Any]], lines: Sequence[str]
) -> Iterator[tuple[int, str, str]]:
    """Yield which number takes part in which line: where it is printed, as what, and the line.

    Of the places where a document prints a number, those count that lie in the shortest passage with all numbers of the
    line, if that is one paragraph, one list (with the paragraph that introduces it) or one table, or no longer than 300
    characters.
    """
    printed = [(row["start"] + m.start(), m.group()) for row in rows for m in NUMERAL.finditer(row["text"])]
    printed.sort()
    passage = passages(document)
    for line in lines:
        wanted = numerals_of(line)
        found = [(start, numeral) for start, numeral in printed if numeral in wanted]
        shortest = min(windows(found, wanted), key=lambda run: run[-1][0] - run[0][0], default=())
        if shortest:
            first, last = shortest[0][0], shortest[-1][0]
            if last - first <= NEAR or passage(first) == passage(last):
                yield from ((start, numeral, line) for start, numeral in shortest)


def windows(found: Sequence[tuple[int, str]], wanted: set[str]) -> Iterator[Sequence[tuple[int, str]]]:
    """For each number the shortest run from it on that holds all that are wanted."""
    for first in range(len(found)):
        missing = set(wanted)
        for last in range(first, len(found)):
            missing.discard(found[last][1])
            if not missing:
                yield found[first : last + 1]
                break


def passages(document: Document) -> Callable[[int], int]:
    """Return what tells the passage of a place in the text: a number for each paragraph, list and table."""
    begins: list[tuple[int, int]] = []
    passage, previous = 0, None
    for block in document.blocks:
        listed = block.kind is BlockKind.LIST_ITEM and previous in (BlockKind.LIST_ITEM, BlockKind.PARAGRAPH)
        cell = block.kind is BlockKind.CELL and previous is BlockKind.CELL
        passage += not (listed or cell)
        previous = block.kind
        begins.append((block.start, passage))

    def of(start: int) -> int:
        return max((begin, passage) for begin, passage in begins if begin <= start)[1]

    return of
