"""Plain text and Markdown. The text stays as it is; what is furniture of a pasted page is left out of the blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from report_miner.clean.shadow import tidied
from report_miner.errors import EmptyDocument
from report_miner.model import Block, BlockKind, Locator
from report_miner.read.captions import repeats
from report_miner.read.draft import Draft
from report_miner.read.encoding import decode
from report_miner.read.front import read_front
from report_miner.read.legacy import conversion_notes, unicode_text
from report_miner.read.lines import LineRules, Role
from report_miner.read.markdown import pipe_tables
from report_miner.read.wrap import Span, join_broken, join_wrapped, note_mark, wrap_width
from report_miner.texts import say

_LINE = re.compile(r"[^\S\n]*(\S[^\n]*)")
_ODD_SPACE = re.compile(r"[^\S \t\r\n]")  # as wide as none or two, but one character
_HEADING_MARKS = re.compile("#{1,6} +")
_PROSE = 200
_LONG_PROSE = 300
_SHORT = 60
_EDGE_LINES = 60
_LINES_A_PAGE = 45


@dataclass(frozen=True, slots=True)
class _Sorted:
    """The lines of a text: those of the body, and those of the page around it."""

    body: list[Span]
    asides: list[str]


def read_text(data: bytes, rules: LineRules) -> Draft:
    """Return the plain text or Markdown `data`; `Draft.text` is its NFC text with newline line ends.

    Raises:
        EmptyDocument: nothing but white space.
        UnknownFormat: an encoding that cannot be told.
    """
    printed, conversion = unicode_text(decode(data))
    text = _ODD_SPACE.sub(" ", printed)
    spans = _lines_of(text)
    if not spans:
        raise EmptyDocument(say("read.no_text"), remedy=say("read.no_text_remedy"))
    width = wrap_width(text, spans)
    lines = _sort(text, spans, rules)
    notes = _notes(text, lines.body) if width else {}
    paragraphs = _paragraphs(text, lines.body, notes, width, rules)
    draft = _draft(text, paragraphs, lines.asides, set(notes.values()), rules)
    said = (*conversion_notes(conversion), *draft.notes)
    return replace(draft, text=printed, notes=said, charsets=tuple(conversion.converted))


def _lines_of(text: str) -> list[Span]:
    spans = [match.span(1) for match in _LINE.finditer(text)]
    return [(start, _trimmed_end(text, start, end)) for start, end in spans]


def _trimmed_end(text: str, start: int, end: int) -> int:
    if not text[end - 1].isspace():
        return end
    return start + len(text[start:end].rstrip())


def _sort(text: str, spans: Sequence[Span], rules: LineRules) -> _Sorted:
    """Tell the lines of the body from the furniture: the menu before it, stamps inside it, links after it."""
    first_prose = next((number for number, (start, end) in enumerate(spans) if end - start >= _PROSE), 0)
    menu_end = 0
    for number in range(min(first_prose, _EDGE_LINES)):
        if rules.role(tidied(text[slice(*spans[number])][:_LONG_PROSE]).text) in (Role.MENU, Role.CLOSER):
            menu_end = number + 1
    body: list[Span] = []
    asides = [text[slice(*span)] for span in spans[:menu_end]]
    closed = False
    for number in range(menu_end, len(spans)):
        start, end = spans[number]
        length = end - start
        near_edge = number < _EDGE_LINES or number >= len(spans) - _EDGE_LINES
        if closed and length < _LONG_PROSE:
            asides.append(text[start:end])
            continue
        closed = False
        if length >= (_PROSE if near_edge else _SHORT):
            body.append(_without_stamp(text, (start, end), asides, rules) if number == 0 else (start, end))
            continue
        line = text[start:end]
        role = Role.TEXT if line.startswith("|") else rules.role(tidied(line).text)
        closed = role is Role.CLOSER and number > first_prose
        if closed or role in (Role.FURNITURE, Role.MENU):
            asides.append(line)
        else:
            body.append((start, end))
    return _Sorted(body, asides)


def _without_stamp(text: str, span: Span, asides: list[str], rules: LineRules) -> Span:
    """Leave a collector's date stamp at the head of a first line out of the body."""
    start, end = span
    stamp = rules.stated_date(text[start : min(end, start + _PROSE)])
    if not stamp:
        return span
    asides.append(text[start : start + stamp.end])
    rest = text[start + stamp.end : end]
    return end - len(rest.lstrip()), end


def _notes(text: str, spans: Sequence[Span]) -> dict[Span, Span]:
    """Footnotes at the foot of the pages of a hard-wrapped text: line → line without the number of the note."""
    notes: dict[Span, Span] = {}
    for number, (start, end) in enumerate(spans):
        line = text[start : min(end, start + 40)]
        mark = note_mark(line) if line[0].isdigit() else 0
        if mark and _is_referred_to(text, spans, number, mark):
            skip = len(line) - len(line[len(str(mark)) :].lstrip())
            notes[start, end] = (start + skip, end)
    return notes


def _is_referred_to(text: str, spans: Sequence[Span], number: int, mark: int) -> bool:
    """Whether the lines before line `number` refer to the note `mark`: it hangs on a word, or precedes a stop."""
    start, end = spans[max(0, number - _LINES_A_PAGE)][0], spans[number][0]
    digits = str(mark)
    place = text.find(digits, start, end)
    while place > start:
        before, after = text[place - 1], text[place + len(digits)]
        hangs = before.isalpha() or before in "%)”"
        stands = before == " " and text[place - 2].isalpha() and after in ".,;:"
        if (hangs or stands) and not after.isdigit() and not text[place + len(digits) + 1].isdigit():
            return True
        place = text.find(digits, place + 1, end)
    return False


def _paragraphs(
    text: str, spans: Sequence[Span], notes: dict[Span, Span], width: int | None, rules: LineRules
) -> list[Span]:
    if width is None:
        return join_broken(text, spans, rules)
    paragraphs: list[Span] = []
    run: list[Span] = []
    for span in spans:
        if span in notes and run:
            paragraphs += join_wrapped(text, run, width, rules)
            run = []
        run.append(notes.get(span, span))
    return paragraphs + (join_wrapped(text, run, width, rules) if run else [])


def _draft(text: str, spans: Sequence[Span], asides: list[str], notes: set[Span], rules: LineRules) -> Draft:
    lines = [text[start : min(end, start + 400)] for start, end in spans[:40]]
    tail = [text[start : min(end, start + 400)] for start, end in spans[40:][-15:]]
    front = read_front([*lines, *tail], rules, asides=asides)
    note_starts = {start for start, _ in notes}
    tables = pipe_tables(text, spans)
    blocks: list[Block] = []
    number = 0
    while number < len(spans):
        start, end = spans[number]
        if number in tables:
            blocks += tables[number].blocks
            number = tables[number].last + 1
            continue
        kind, level = BlockKind.PARAGRAPH, 0
        step = 1
        if front.title_lines and number == front.title_lines[0]:
            kind, step = BlockKind.TITLE, front.title_lines[1] - number
            end = spans[number + step - 1][1]
        elif start in note_starts:
            kind = BlockKind.NOTE
        elif end - start <= _PROSE:
            kind, level = kind_of(text[start:end], rules)
            if kind is BlockKind.CAPTION and repeats(text[start:end], _around(text, spans, number)):
                number += 1
                continue
        if kind in (BlockKind.TITLE, BlockKind.HEADING):
            start += _marks(text, start)
        blocks.append(Block(start=start, end=end, kind=kind, level=level, locator=Locator(paragraph=number + 1)))
        number += step
    return Draft(
        text=text,
        blocks=tuple(blocks),
        tables=tuple(found.table for found in tables.values()),
        stated=front.stated,
        notes=front.notes,
    )


def _marks(text: str, start: int) -> int:
    """The length of the number signs with which a heading of Markdown begins at `start`."""
    match = _HEADING_MARKS.match(text, start)
    return len(match.group()) if match else 0


def _around(text: str, spans: Sequence[Span], number: int) -> list[str]:
    """The title and the paragraphs around the line `number`."""
    near = [spans[0], *spans[max(1, number - 20) : number], *spans[number + 1 : number + 20]]
    return [text[slice(*span)] for span in near]


def kind_of(line: str, rules: LineRules) -> tuple[BlockKind, int]:
    """The kind of a short paragraph by itself, and its depth when it is a heading."""
    printed, line = line, tidied(line).text.replace("\n", " ")
    level = rules.heading_level(printed if printed.startswith("#") else line)
    if level:
        return BlockKind.HEADING, level
    if rules.is_list_item(line):
        return BlockKind.LIST_ITEM, 0
    if rules.is_picture(line):
        return BlockKind.CAPTION, 0
    return BlockKind.PARAGRAPH, 0
