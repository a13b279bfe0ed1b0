"""Words to lines; what repeats on most pages is no text of the document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from report_miner.model import Box, TextBox
from report_miner.read.page_lines import Line, Lines
from report_miner.read.pdf_words import RAISED, Word

_MARGIN = 0.14
GAP = 2.5
_CLOSING = "-–—) "
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

    def printed(self, exact: Collection[str] | None = None) -> tuple[Line, list[TextBox]]:
        """Return the line with its text, and the boxes of its words.

        Args:
            exact: words of numbers; where they are given, other words of letters only have no boxes.
        """
        first = self.words[0]
        text = first.text
        starts = [0]
        for before, word in zip(self.words, self.words[1:], strict=False):
            hole = word.bbox[0] - before.bbox[2] > GAP * max(before.height, word.height)
            text += "\t" if hole else " "
            starts.append(len(text))
            text += word.text
        height = median(word.height for word in self.words)
        pairs = zip(self.words, starts, strict=True)
        boxes = [
            word.box_at(start)
            for word, start in pairs
            if exact is None or word.text in exact or not word.text.isalpha()
        ]
        return Line(first.page, 0, text, self.bbox, height, first.bbox[2] - first.bbox[0]), boxes


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


def running_lines(pages: Iterable[tuple[float, Lines]]) -> dict[int, list[Line]]:
    """Return the headers, footers and page numbers: the outermost lines, as far as most pages share them.

    Args:
        pages: the height and the lines of each page.

    Returns:
        The lines by the number of their page.
    """
    margins = [
        (height, [(line, _identities(line)) for line in lines.outside(_MARGIN * height, (1 - _MARGIN) * height)])
        for height, lines in pages
    ]
    counts: Counter[tuple[str, int | None]] = Counter()
    for _, lines in margins:
        counts.update({identity for _, identities in lines for identity in identities})
    most = max(2, len(margins) // 2)
    running: dict[int, list[Line]] = {}
    for height, lines in margins:
        downwards = sorted(lines, key=lambda line: line[0].bbox[1])
        above = [line for line in downwards if line[0].bbox[1] < height / 2]
        for inwards in (above, downwards[len(above) :][::-1]):
            for line, identities in inwards:
                shared = any(counts[identity] >= most for identity in identities)
                if not shared and not (_PAGE_NUMBER.fullmatch(line.text) and _at_edge(line, height)):
                    break
                running.setdefault(line.page, []).append(line)
    return running


def _identities(line: Line) -> list[tuple[str, int | None]]:
    """What a line may share with those of other pages: its text, or all but a number that counts the pages."""
    text = line.text
    same: list[tuple[str, int | None]] = [(text, None)]
    if text[0].isdecimal() or text.rstrip(_CLOSING)[-1:].isdecimal():
        match = _COUNTER.search(text)
        if match:
            same.append((text[: match.start()] + "#" + text[match.end() :], int(match.group()) - line.page))
    return same


def _at_edge(line: Line, height: float) -> bool:
    return line.bbox[1] < 0.1 * height or line.bbox[3] > 0.9 * height
