"""What stands on a sheet: lines of text, and blocks of rows under a header."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from report_miner.clean.legacy import Conversion
from report_miner.model import Locator
from report_miner.read.captions import caption_before
from report_miner.read.draft import Draft, DraftBuilder, GridCell, with_headers
from report_miner.read.front import column_by_column, is_layout, read_front, with_title
from report_miner.read.legacy import conversion_notes
from report_miner.read.lines import LineRules

Place = tuple[int, int]
"""Row and column, both from 1."""

Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column of a merged range."""

_YEAR = re.compile(r"(?:19|20)\d\d")
_LONG = 40
_DEEPEST_HEADER = 8


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A filled cell: its text, the font that it is set in where that is known, and whether it holds a number."""

    text: str
    font: str | None = None
    is_number: bool = False

    @property
    def is_figure(self) -> bool:
        """Whether the cell holds a number that names no year."""
        return self.is_number and not _YEAR.fullmatch(self.text)


@dataclass(frozen=True, slots=True)
class SheetBlock:
    """Lines of text, then the cells of a table whose top left corner is at row `top` and column `left`."""

    lines: tuple[tuple[Place, str], ...]
    cells: tuple[GridCell, ...]
    top: int = 1
    left: int = 1


Row = tuple[int, dict[int, SheetCell]]


def blocks_of(cells: Mapping[Place, SheetCell], merges: Sequence[Merge]) -> Iterator[SheetBlock]:
    """Yield the blocks of a sheet from its filled cells, in order.

    A new block begins where a header stands under an empty row: words in several columns after rows of figures. The
    lines above a header, and those of a sheet without figures, are no part of a table.
    """
    rows: dict[int, dict[int, SheetCell]] = {}
    for (row, column), cell in sorted(cells.items()):
        rows.setdefault(row, {})[column] = cell
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in merges}
    for part in _parts(list(rows.items())):
        first = _first_of_table(part)
        lines = tuple(((row, column), cell.text) for row, found in part[:first] for column, cell in found.items())
        yield _block(lines, part[first:], spans)


def _parts(rows: Sequence[Row]) -> Iterator[list[Row]]:
    part: list[Row] = []
    figures = False
    for number, (row, found) in enumerate(rows):
        after_gap = number > 0 and row > rows[number - 1][0] + 1
        if after_gap and figures and _opens(rows[number : number + _DEEPEST_HEADER]):
            yield part
            part, figures = [], False
        part.append((row, found))
        figures = figures or _has_figures(found)
    if part:
        yield part


def _opens(rows: Sequence[Row]) -> bool:
    """Whether `rows` begin with a header: within a few rows, words in several columns before the first figure."""
    for _, found in rows:
        if _has_figures(found):
            return False
        if len(found) > 2:
            return True
    return False


def _has_figures(found: Mapping[int, SheetCell]) -> bool:
    return any(cell.is_figure for cell in found.values())


def _first_of_table(part: Sequence[Row]) -> int:
    """The index of the first row of the header: what stands above the first figures, at most one empty row apart."""
    first = next((index for index, (_, found) in enumerate(part) if _has_figures(found)), None)
    if first is None:
        return len(part) if all(len(found) < 2 for _, found in part) else 0
    start = first
    while start > 0 and first - start < _DEEPEST_HEADER:
        above, found = part[start - 1]
        touches = part[start][0] <= above + 1 + _parts_headers(found) or start == first
        lone = len(found) == 1 and next(iter(found.values()))
        if not touches:
            break
        if lone and (len(lone.text) > _LONG or min(found) == 1) and not _opens_rows(part, start - 1):
            break
        start -= 1
    return start


def _opens_rows(part: Sequence[Row], index: int) -> bool:
    """Whether a line alone stands right below a header, so that it names the rows below it, and no table."""
    row, _ = part[index]
    above, found = part[index - 1] if index else (0, {})
    return above == row - 1 and len(found) > 2


def _parts_headers(found: Mapping[int, SheetCell]) -> bool:
    """Whether an empty row below a row parts it from the rest of its header: it has words in several columns."""
    return len(found) > 2


def _block(lines: tuple[tuple[Place, str], ...], rows: Sequence[Row], spans: Mapping[Place, Place]) -> SheetBlock:
    if not rows:
        return SheetBlock(lines, ())
    top, bottom = rows[0][0], rows[-1][0]
    left = min(column for _, found in rows for column in found)
    cells = []
    for row, found in rows:
        for column, cell in found.items():
            height, width = spans.get((row, column), (1, 1))
            height = min(height, bottom - row + 1)
            cells.append(
                GridCell(
                    row=row - top + 1, column=column - left + 1, text=cell.text, row_span=height, column_span=width
                )
            )
    return SheetBlock(lines, tuple(with_headers(cells)), top, left)


def draft_of(
    sheets: Iterable[tuple[Mapping[Place, SheetCell], Sequence[Merge], Sequence[str]]],
    conversion: Conversion,
    rules: LineRules,
) -> Draft:
    """Return the texts and tables of sheets, each given by its cells, merged ranges and lines of text boxes."""
    builder = DraftBuilder()
    for number, (cells, merges, boxes) in enumerate(sheets, start=1):
        for block in blocks_of(cells, merges):
            _put(builder, block, number, rules)
        for line in boxes:
            builder.add(line, locator=Locator(page=number))
    front = read_front(builder.lines(), rules)
    return Draft(
        text=builder.text,
        blocks=with_title(builder.blocks, front),
        tables=tuple(builder.tables),
        stated=front.stated,
        notes=(*conversion_notes(conversion), *front.notes),
        charsets=tuple(conversion.converted),
    )


def _put(builder: DraftBuilder, block: SheetBlock, sheet: int, rules: LineRules) -> None:
    """Add the lines above a table, then the table."""
    for (row, column), text in block.lines:
        builder.add(text, locator=Locator(page=sheet, row=row, column=column))
    if not block.cells:
        return
    if is_layout(block.cells) and not _is_record(block.cells):
        for text in column_by_column(block.cells):
            builder.add(text, locator=Locator(page=sheet, row=block.top))
    else:
        builder.table(block.cells, caption=caption_before(builder, rules), page=sheet, origin=(block.top, block.left))


def _is_record(cells: Sequence[GridCell]) -> bool:
    """Whether cells are one row that names a thing and gives its figures."""
    name, *figures = sorted(cells, key=lambda cell: (cell.row, cell.column))
    is_row = bool(figures) and all(cell.row == name.row for cell in figures)
    return is_row and any(map(str.isalpha, name.text)) and not any(map(str.isalpha, "".join(c.text for c in figures)))
