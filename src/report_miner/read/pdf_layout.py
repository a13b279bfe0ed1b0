"""Words to lines, lines to paragraphs; what repeats on most pages is no text of the document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from statistics import median

from report_miner.model import Box
from report_miner.read.boxes import Boxes
from report_miner.read.lines import LineRules, begins_small
from report_miner.read.page_lines import Line, Lines
from report_miner.read.pdf_words import RAISED, Word
from report_miner.read.wrap import TERMINAL, note_mark

_MARGIN = 0.14
GAP = 2.5
_COUNTER = re.compile(r"^\d{1,4}(?= )|(?<![\d.,/-])\d{1,4}(?=(?: */ *\d{1,4})?[-–—) ]*$)")
_PAGE_NUMBER = re.compile(r"[-–—( ]*(?:(?i:trang|page) *)?\d{1,4}(?: */ *\d{1,4})?[-–—) ]*")


@dataclass(frozen=True)
class WordLine:
    """Words that are printed on one line."""

    words: tuple[Word, ...]

    @cached_property
    def bbox(self) -> Box:
        """The box around the words."""
        return box_around([word.bbox for word in self.words])

    def printed(self) -> Line:
        """Return the line with its text."""
        first = self.words[0]
        text = first.text
        boxes = [first.box_at(0)]
        for before, word in zip(self.words, self.words[1:], strict=False):
            hole = word.bbox[0] - before.bbox[2] > GAP * max(before.height, word.height)
            text += "\t" if hole else " "
            boxes.append(word.box_at(len(text)))
            text += word.text
        height = median(word.height for word in self.words)
        return Line(first.page, text, self.bbox, height, first.bbox[2] - first.bbox[0], Boxes.of(boxes))


def box_around(boxes: Sequence[Box]) -> Box:
    """The smallest box around `boxes`."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return (min(lefts), min(tops), max(rights), max(bottoms))


def lines_of(words: Sequence[Word]) -> list[WordLine]:
    """Return the lines that the words of one page make up, in the order of its content."""
    lines: list[WordLine] = []
    current: list[Word] = []
    for word in words:
        if current and not _on_line(current, word):
            lines.append(_line(current))
            current = []
        current.append(word)
    return [line for line in [*lines, *([_line(current)] if current else [])] if line.words]


def _on_line(current: Sequence[Word], word: Word) -> bool:
    last = current[-1]
    overlap = min(last.bbox[3], word.bbox[3]) - max(last.bbox[1], word.bbox[1])
    return overlap > 0.5 * min(last.height, word.height) and word.bbox[0] > last.bbox[0]


def _line(words: Sequence[Word]) -> WordLine:
    """A line without the raised numbers of footnotes that stand by themselves inside it."""
    base = max(word.base for word in words)
    kept = [
        word
        for number, word in enumerate(words)
        if number == 0 or len(word.text) > 2 or not word.text.isdecimal() or base - word.base < RAISED * word.height
    ]
    return WordLine(tuple(kept))


def running_lines(pages: Sequence[tuple[float, Lines]]) -> list[Line]:
    """Return the headers, footers and page numbers: the outermost lines, as far as most pages share them.

    Args:
        pages: the height and the lines of each page.
    """
    margins = [(height, lines.outside(_MARGIN * height, (1 - _MARGIN) * height)) for height, lines in pages]
    counts: Counter[tuple[str, int | None]] = Counter()
    for _, lines in margins:
        counts.update({identity for line in lines for identity in _identities(line)})
    most = max(2, len(pages) // 2)
    running: dict[tuple[int, Box], Line] = {}
    for height, lines in margins:
        downwards = sorted(lines, key=lambda line: line.bbox[1])
        above = [line for line in downwards if line.bbox[1] < height / 2]
        for inwards in (above, downwards[len(above) :][::-1]):
            for line in inwards:
                shared = any(counts[identity] >= most for identity in _identities(line))
                if not shared and not (_PAGE_NUMBER.fullmatch(line.text) and _at_edge(line, height)):
                    break
                running[line.place] = line
    return list(running.values())


def _identities(line: Line) -> list[tuple[str, int | None]]:
    """What a line may share with those of other pages: its text, or all but a number that counts the pages."""
    match = _COUNTER.search(line.text)
    same: list[tuple[str, int | None]] = [(line.text, None)]
    if match:
        same.append((line.text[: match.start()] + "#" + line.text[match.end() :], int(match.group()) - line.page))
    return same


def _at_edge(line: Line, height: float) -> bool:
    return line.bbox[1] < 0.1 * height or line.bbox[3] > 0.9 * height


def foot_notes(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of the footnotes of a page: the last ones, in a smaller type, from a number on."""
    if not lines:
        return []
    usual = median(line.height for line in lines)
    first = len(lines)
    while first > 0 and lines[first - 1].height < 0.93 * max(usual, lines[0].height):
        first -= 1
    while first < len(lines) and not note_mark(lines[first].text):
        first += 1
    return list(lines[first:])


def paragraphs(lines: Iterable[Line], rules: LineRules) -> Iterator[list[Line]]:
    """Yield the lines of a document, grouped to paragraphs; one may go on over a page's end."""
    group: list[Line] = []
    margin = (0.0, 0.0)
    for _, page in groupby(lines, key=lambda line: line.page):
        on_page = list(page)
        margins = margin, (min(line.bbox[0] for line in on_page), max(line.bbox[2] for line in on_page))
        for line in on_page:
            margin = margins[group[-1].page == line.page] if group else margins[1]
            if group and not _goes_on(group, line, margin, rules):
                yield group
                group = []
            group.append(line)
        margin = margins[1]
    if group:
        yield group


def _goes_on(group: Sequence[Line], line: Line, margin: tuple[float, float], rules: LineRules) -> bool:
    """Whether `line` belongs to the paragraph `group`; `margin` has the left and right edge of the page before."""
    last = group[-1]
    em = last.height
    if abs(last.height - line.height) > 0.25 * em or "\t" in line.text or "\t" in last.text:
        return False
    left, right = margin
    room = right - last.bbox[2] > line.lead + 1.5 * em
    ended = last.text.endswith(TERMINAL)
    if line.page != last.page:
        follows = begins_small(line.text) or line.text[0].isdigit() or last.text.endswith(",")
        return line.page == last.page + 1 and follows and not (ended or room or _begins_anew(line, rules))
    gap = line.bbox[1] - last.bbox[3]
    if gap > 0.9 * em or line.bbox[1] < last.bbox[1]:
        return False
    if begins_small(line.text) and not ended:
        return True
    if _is_centred(last, line, left) and not ended:
        return not _is_head(last, line, rules)
    indented = line.bbox[0] > last.bbox[0] + 0.7 * em
    both_indented = len(group) == 1 and ended and line.bbox[0] > left + 0.7 * em
    return not (
        room or indented or both_indented or (ended and _begins_anew(line, rules)) or _is_head(last, line, rules)
    )


def _is_centred(last: Line, line: Line, left: float) -> bool:
    """Whether `line` stands centred under `last`, in the same type, as the lines of a title do."""
    shift = (last.bbox[0] + last.bbox[2] - line.bbox[0] - line.bbox[2]) / 2
    same_type = abs(last.height - line.height) < 0.05 * last.height
    return same_type and abs(shift) < last.height and line.bbox[0] > left + 2 * last.height


def _begins_anew(line: Line, rules: LineRules) -> bool:
    return rules.is_list_item(line.text) or rules.heading_level(line.text) > 0


def _is_head(last: Line, line: Line, rules: LineRules) -> bool:
    """Whether `last` or `line` is a heading, so that they are no paragraph together."""
    return any(rules.heading_level(part.text) and not part.text[0].isdigit() for part in (last, line))
