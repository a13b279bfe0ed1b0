"""What a document states of itself: title, publisher, date and place, from its first and last lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from report_miner.clean.shadow import shadow_of, tidied
from report_miner.model import Block, BlockKind
from report_miner.read.draft import DraftBuilder, GridCell, Stated
from report_miner.read.lines import LineRules, StatedDate, begins_small, is_capitals
from report_miner.texts import say

_HEAD_LINES = 40
_LETTERHEAD_LINES = 12
_TAIL_LINES = 15
_TITLE_LENGTH = 300
_MOTTO = re.compile(r"(?i)cộng h(?:òa|oà) xã hội chủ nghĩa|độc lập *[-–—] *tự do|^số *:|^v/v ")
_YEAR = re.compile(r"(?:19|20)\d\d")
_PARTS = re.compile(r"[\n\t]")
_RULES = re.compile(r"[_*-]{3,}")
_DOTS = re.compile(r"[.;,:]$")
_SENTENCE = re.compile(r"[^\W\d]{2,}[.!?] +[A-ZĐÀ-Ỵ]\w")
_AMOUNT = re.compile(
    r"(?<![\w.,/-])(?!(?:19|20)\d\d\b)\d[\d.,]*"
    r"(?:%| (?!(?:tháng|năm|quý|ngày|tuần|kỳ|và|của|về|đến|tại|trên|cho|theo|do|là)\b)[^\W\d_A-ZĐ])"
)
_MOST_AMOUNTS = 1  # in a line of a subject


@dataclass(frozen=True, slots=True)
class Front:
    """What the lines of a document state, and the remarks to make on it.

    `title_lines` is the half-open range of the lines that form the title, None when nothing looks like one.
    """

    stated: Stated
    title_lines: tuple[int, int] | None
    notes: tuple[str, ...]


def read_front(lines: Sequence[str], rules: LineRules, *, asides: Sequence[str] = ()) -> Front:
    """Return what the document states in its `lines` (its blocks, in order) and in its `asides`.

    `asides` are lines that are no part of the text but of its page: a date stamp, the name of the site.
    """
    head = [tidied(line).text for line in lines[:_HEAD_LINES]]
    tail = [tidied(line).text for line in lines[max(len(head), len(lines) - _TAIL_LINES) :]]
    asides = [tidied(line).text for line in asides]
    places = _letterhead([*asides[:_LETTERHEAD_LINES], *head[:_LETTERHEAD_LINES]], rules)
    publisher = _publisher([*asides, *head[:3]], rules) or (places[0] if places else None)
    place = " < ".join(dict.fromkeys(places[1:])) if places else rules.place_of(publisher)
    dated = _date([*asides, *head, *tail], rules)
    span = _title_lines(head, rules)
    title = " ".join(_RULES.sub(" ", " ".join(head[slice(*span)])).split()) if span else None
    notes = []
    if dated and not dated.exact:
        notes.append(say("read.month_only", month=dated.day.month, year=dated.day.year))
    stated = Stated(
        title=title.lstrip("# ") if title else None,
        publisher=publisher,
        published=dated.day if dated else None,
        place=place or None,
    )
    return Front(stated, span, tuple(notes))


def front_of(builder: DraftBuilder, rules: LineRules) -> Front:
    """Return what the text in `builder` states of itself; a paragraph in the style of a title is the title."""
    lines = builder.lines()
    front = read_front(lines, rules)
    titles = [number for number, block in enumerate(builder.blocks) if block.kind is BlockKind.TITLE]
    if not titles:
        return front
    title = " ".join(" ".join(lines[number].split()) for number in titles[:3])
    return replace(front, stated=replace(front.stated, title=title), title_lines=None)


def with_title(blocks: Sequence[Block], front: Front) -> tuple[Block, ...]:
    """Return `blocks` with those that form the title marked as such."""
    first, end = front.title_lines or (0, 0)
    titles = (replace(block, kind=BlockKind.TITLE, level=0) for block in blocks[first:end])
    return (*blocks[:first], *titles, *blocks[end:])


def is_layout(cells: Sequence[GridCell]) -> bool:
    """Whether a table only lays out the page: one row or one column, or the letterhead of an official document."""
    rows, columns = {cell.row for cell in cells}, {cell.column for cell in cells}
    return len(rows) < 2 or len(columns) < 2 or any(_MOTTO.search(cell.text) for cell in cells[:8])


def column_by_column(cells: Sequence[GridCell]) -> list[str]:
    """The texts of a table that only lays out the page, in the order of reading."""
    return [cell.text for cell in sorted(cells, key=lambda cell: (cell.column, cell.row))]


def _date(lines: Sequence[str], rules: LineRules) -> StatedDate | None:
    for line in lines:
        if not _YEAR.search(line, 0, 400):
            continue
        for part in _PARTS.split(line[:400]):
            found = rules.stated_date(part)
            if found:
                return found
    return None


def _publisher(lines: Sequence[str], rules: LineRules) -> str | None:
    return next((name for line in lines if (name := rules.publisher(line))), None)


def _letterhead(lines: Sequence[str], rules: LineRules) -> list[str]:
    """The issuing body, then its places from the most specific outwards; empty without a letterhead."""
    text = shadow_of("\n".join(" ".join(line[:400].split()) for line in lines if line[:4].isupper())).text
    if not text:
        return []
    matches = [match for rule in rules.letterheads for match in rule.finditer(text)]
    matches.sort(key=lambda match: rules.rank(match["type"]))
    body = next((match for match in matches if match.groupdict().get("body")), None)
    if body is None:
        return []
    places = [f"{rules.type_word(match['type'])} {_name(match['name'])}" for match in matches]
    return [_sentence_case(" ".join(body.group().split()), body["name"]), *places]


def _name(capitals: str) -> str:
    return " ".join(word.capitalize() for word in capitals.split())


def _sentence_case(body: str, name: str) -> str:
    lowered = body.removesuffix(name).strip()
    words = [word if word in {"UBND", "HĐND", "MTTQ"} else word.lower() for word in lowered.split()]
    first = words[0] if words[0].isupper() else words[0].capitalize()
    return " ".join([first, *words[1:], _name(name)])


def _title_lines(head: Sequence[str], rules: LineRules) -> tuple[int, int] | None:
    """The subject under the name of the document's kind; else the first line when it reads like a title."""
    for number, line in enumerate(head[:30]):
        if rules.is_document_type(line.partition("\n")[0]):
            return number, _subject_end(head, number + 1, rules)
    start = _letterhead_end(head, rules)
    first = next((number for number in range(start, len(head)) if head[number]), None)
    if first is None or not _is_title(head[first], rules):
        return None
    return first, first + 1


def _letterhead_end(head: Sequence[str], rules: LineRules) -> int:
    """The number of the first line after the motto, the number and the dateline that open an official document."""
    opening = [
        number
        for number, line in enumerate(head[:_LETTERHEAD_LINES])
        if _MOTTO.search(line[:60]) or _is_body(line, rules) or (line and rules.stated_date(line))
    ]
    return opening[-1] + 1 if opening else 0


def _is_body(line: str, rules: LineRules) -> bool:
    return line[:4].isupper() and any(rule.fullmatch(shadow_of(line).text) for rule in rules.letterheads)


def _is_title(line: str, rules: LineRules) -> bool:
    ends = _DOTS.search(line.rstrip()) and not line.rstrip().endswith("...")
    if len(line) > _TITLE_LENGTH or len(line.split()) < 3 or ends:
        return False
    return not (begins_small(line) or rules.is_list_item(line))


def _subject_end(head: Sequence[str], start: int, rules: LineRules) -> int:
    """The subject goes on over short lines up to a heading, a full stop or a paragraph, and beyond a semicolon.

    The full stop may be its own: of its first line, or of one that goes on with it in small letters.
    """
    end = start
    while end < min(len(head), start + 4):
        line = head[end]
        continues = is_capitals(line) and end > start and is_capitals(head[end - 1])
        heading = rules.heading_level(line) and end > start and not continues
        following = head[end + 1] if end + 1 < len(head) else ""
        stops = _DOTS.search(line.rstrip()) and not (line.endswith(";") and begins_small(following))
        closes = stops and line.endswith(".") and (end == start or begins_small(line))
        if not line or heading or len(line) > _TITLE_LENGTH or (stops and not closes) or rules.is_list_item(line):
            break
        if _MOTTO.search(line) or rules.stated_date(line) or rules.is_preamble(line):
            break
        if end > start and _reports(line):
            break
        end += 1
        if closes:
            break
    return end


def _reports(line: str) -> bool:
    """Whether a line below the first of a subject is text: a sentence ends inside it, or it gives amounts."""
    return _SENTENCE.search(line) is not None or len(_AMOUNT.findall(line)) > _MOST_AMOUNTS
