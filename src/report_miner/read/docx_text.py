"""The text inside the elements of WordprocessingML: paragraphs, runs, tables with merged cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from report_miner.read.draft import GridCell
from report_miner.read.lines import begins_small
from report_miner.read.raised import exponent, raised

_T = TypeVar("_T")

DOCX = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"

_DROPPED = frozenset(DOCX + name for name in ("del", "moveFrom", "delText", "instrText", "pPr", "sectPr", "tblPr"))
_PRINTED = {DOCX + "tab": "\t", DOCX + "br": "\n", DOCX + "cr": "\n", DOCX + "noBreakHyphen": "-"}
_SYMBOL_FONT, _PRIVATE = "symbol", 0xF000
_SYMBOLS = {0xA3: "≤", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB8: "÷"}
_PAGE_FIELDS = ("PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF", "TOC")
_WIDEST_SPAN = 200
_MARK = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ])[.)] ")


@dataclass
class Paragraph:
    """The text of a paragraph, the id of its style, its properties, and the notes that it refers to.

    `drawn` are the ids of the charts and diagrams in it.
    """

    text: str = ""
    style: str = ""
    outline: int = 0
    properties: Any = None
    numbered: bool = False
    references: list[tuple[str, str]] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)


def paragraphs_of(container: Any) -> Iterator[Paragraph | Any]:
    """Yield the paragraphs of `container` as `Paragraph` and its tables as elements, in document order."""
    fields = _Fields()
    for element in _flat(container):
        if element.tag == DOCX + "tbl":
            yield element
        else:
            paragraph, boxes = _paragraph(element, fields)
            if paragraph.text.strip() or paragraph.references or paragraph.drawn:
                yield paragraph
            for box in boxes:
                yield from paragraphs_of(box)


def _flat(container: Any) -> Iterator[Any]:
    """Paragraphs and tables, also those inside content controls and tracked insertions."""
    stack = [iter(container)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif element.tag in (DOCX + "p", DOCX + "tbl"):
            yield element
        elif element.tag == _ALTERNATIVES:
            stack.append(iter(_alternative(element)))
        elif isinstance(element.tag, str) and element.tag not in _DROPPED:
            stack.append(iter(element))


def _alternative(element: Any) -> list[Any]:
    """One of the alternatives of the same content, the first that has text."""
    found = [child for child in element if child.tag in (_CHOICE, _FALLBACK)]
    with_text = (child for child in found if next(child.iter(DOCX + "t"), None) is not None)
    return list(next(with_text, found[0])) if found else []


class _Fields:
    """Follows complex fields over runs: whether what comes is the outcome of a field that only counts pages."""

    def __init__(self) -> None:
        self._open: list[tuple[str, bool]] = []

    def mark(self, element: Any) -> None:
        if element.tag == DOCX + "instrText" and self._open:
            code, _ = self._open[-1]
            self._open[-1] = (code + (element.text or ""), False)
            return
        kind = element.get(DOCX + "fldCharType")
        if kind == "begin":
            self._open.append(("", False))
        elif kind == "separate" and self._open:
            self._open[-1] = (self._open[-1][0], True)
        elif kind == "end" and self._open:
            self._open.pop()

    @property
    def hides(self) -> bool:
        return any(shown and code.strip().upper().startswith(_PAGE_FIELDS) for code, shown in self._open)


def _paragraph(element: Any, fields: _Fields) -> tuple[Paragraph, list[Any]]:
    """The paragraph `element` and the text boxes that are anchored in it."""
    paragraph = Paragraph()
    properties = element.find(DOCX + "pPr")
    if properties is not None:
        style, outline = properties.find(DOCX + "pStyle"), properties.find(DOCX + "outlineLvl")
        paragraph.style = style.get(DOCX + "val", "") if style is not None else ""
        depth = outline.get(DOCX + "val", "9") if outline is not None else "9"
        paragraph.outline = (int(depth) + 1) % 10 if depth.isdecimal() else 0
        paragraph.properties = properties
        paragraph.numbered = properties.find(DOCX + "numPr") is not None
    parts: list[str] = []
    boxes: list[Any] = []
    stack = [iter(element)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
            continue
        tag = child.tag
        if tag in (DOCX + "fldChar", DOCX + "instrText"):
            fields.mark(child)
        elif tag == DOCX + "txbxContent":
            boxes.append(child)
        elif tag == _ALTERNATIVES:
            stack.append(iter(_alternative(child)))
        elif tag in (DOCX + "footnoteReference", DOCX + "endnoteReference"):
            paragraph.references.append((tag[len(DOCX) :].removesuffix("Reference"), child.get(DOCX + "id", "")))
        elif tag == DOCX + "t":
            text = "" if fields.hides else child.text or ""
            parts.append(raised("".join(parts), text) if _is_raised(child.getparent()) else text)
        elif tag == _MATH + "t":
            text = child.text or ""
            parts.append(exponent(text) if next(child.iterancestors(_MATH + "sup"), None) is not None else text)
        elif tag in (_CHART, _DIAGRAM):
            paragraph.drawn.append(child.get(_RELATIONS + ("id" if tag == _CHART else "dm"), ""))
        elif tag == DOCX + "sym":
            parts.append(_symbol(child))
        elif tag in _PRINTED:
            parts.append(_PRINTED[tag])
        elif isinstance(tag, str) and tag not in _DROPPED and not _is_hidden(child) and not is_struck(child):
            parts.append("/" if tag == _MATH + "den" else "")
            stack.append(iter(child))
    paragraph.text = "".join(parts)
    return paragraph, boxes


def _is_raised(run: Any) -> bool:
    place = run.find(f"{DOCX}rPr/{DOCX}vertAlign")
    return place is not None and place.get(DOCX + "val") == "superscript"


def _symbol(element: Any) -> str:
    """A sign of the font Symbol; the pictures of other fonts only part what stands around them."""
    try:
        code = int(element.get(DOCX + "char", ""), 16) % _PRIVATE
    except ValueError:
        return " "
    if element.get(DOCX + "font", "").casefold() != _SYMBOL_FONT:
        return " "
    return chr(code) if 0x20 <= code < 0x40 else _SYMBOLS.get(code, " ")


def _is_hidden(element: Any) -> bool:
    if element.tag == DOCX + "fldSimple":
        return str(element.get(DOCX + "instr", "")).strip().upper().startswith(_PAGE_FIELDS)
    return element.tag == DOCX + "r" and _is_set(element, "vanish")


def is_struck(element: Any) -> bool:
    """Whether an element is a run that is struck through: who wrote it has taken it back."""
    return element.tag == DOCX + "r" and (_is_set(element, "strike") or _is_set(element, "dstrike"))


def _is_set(run: Any, name: str) -> bool:
    mark = run.find(f"{DOCX}rPr/{DOCX}{name}")
    return mark is not None and mark.get(DOCX + "val", "1") not in ("0", "false", "off")


def logical_lines(text: str) -> Iterator[str]:
    """Yield the lines of a paragraph: a break inside it separates lines unless the sentence runs on."""
    line = ""
    for part in text.split("\n"):
        stripped = part.strip()
        if line and stripped and not _goes_on(stripped):
            yield line
            line = stripped
        else:
            line = f"{line} {stripped}".strip()
    if line:
        yield line


def _goes_on(line: str) -> bool:
    """Whether `line` may be in one sentence with the one before, and is no item of a list."""
    return (begins_small(line) or line[0].isdigit()) and not _MARK.match(line)


@dataclass
class TableParts:
    """The cells of a table, merged ones once, the notes that they refer to, and the tables inside it.

    The text of a row or column of cells inside a cell belongs to that cell; more than that is a table of its own.
    """

    cells: list[GridCell] = field(default_factory=list)
    references: list[tuple[str, str]] = field(default_factory=list)
    inner: list[Any] = field(default_factory=list)


def table_parts(table: Any) -> TableParts:
    """Return what the table is made of."""
    parts = TableParts()
    cells = parts.cells
    above: dict[int, int] = {}
    for row, line in enumerate(_rows(table), start=1):
        column = 1 + _number(line.find(f"{DOCX}trPr/{DOCX}gridBefore"), 0)
        is_header = line.find(f"{DOCX}trPr/{DOCX}tblHeader") is not None
        below: dict[int, int] = {}
        for element in _children(line, "tc"):
            span = max(1, _number(element.find(f"{DOCX}tcPr/{DOCX}gridSpan"), 1))
            merge = element.find(f"{DOCX}tcPr/{DOCX}vMerge")
            if merge is not None and merge.get(DOCX + "val") != "restart" and column in above:
                number = above[column]
                cells[number] = replace(cells[number], row_span=row - cells[number].row + 1)
                below[column] = number
            else:
                text = _cell_text(element, parts)
                if merge is not None:
                    below[column] = len(cells)
                cells.append(GridCell(row=row, column=column, text=text, column_span=span, header=is_header))
            column += span
        above = below
    return parts


def _rows(table: Any) -> list[Any]:
    return [row for row in _children(table, "tr") if row.find(f"{DOCX}trPr/{DOCX}del") is None]


def _children(parent: Any, name: str) -> list[Any]:
    """The children called `name`, also those inside content controls."""
    found: list[Any] = []
    for child in parent:
        if child.tag == DOCX + name:
            found.append(child)
        elif child.tag in (DOCX + "sdt", DOCX + "sdtContent", DOCX + "ins", DOCX + "customXml"):
            found += _children(child, name)
    return found


def _cell_text(element: Any, outer: TableParts) -> str:
    lines: list[str] = []
    for part in paragraphs_of(element):
        if isinstance(part, Paragraph):
            outer.references += part.references
            lines.append(part.text.strip())
        elif _is_grid(part):
            outer.inner.append(part)
        else:
            found = table_parts(part)
            outer.references += found.references
            outer.inner += found.inner
            lines.append("\n".join(cell.text for cell in found.cells if cell.text))
    return "\n".join(line for line in lines if line)


def _is_grid(table: Any) -> bool:
    rows = _rows(table)
    return len(rows) > 1 and max(len(_children(row, "tc")) for row in rows) > 1


def _number(element: Any, default: int) -> int:
    value = element.get(DOCX + "val", "") if element is not None else ""
    return min(int(value), _WIDEST_SPAN) if value.isdecimal() else default


def value_of(element: Any, tag: str) -> str:
    """The value of the child `tag` of an element, empty where there is none."""
    child = element.find(f"{DOCX}{tag}")
    return child.get(f"{DOCX}val", "") if child is not None else ""


def inherit(told: dict[str, _T], styles: Any) -> None:
    """Tell of the styles that say nothing themselves what is `told`, by their ids, of those they are based on."""
    bases = {style.get(f"{DOCX}styleId", ""): value_of(style, "basedOn") for style in styles.iter(f"{DOCX}style")}
    for identifier, base in bases.items():
        if identifier not in told and base in told:
            told[identifier] = told[base]
