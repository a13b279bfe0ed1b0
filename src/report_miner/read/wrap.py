"""Hard-wrapped text: lines that all break near one width are joined to paragraphs, without rewriting anything."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from report_miner.read.lines import SMALL_LETTER, LineRules, begins_small

Span = tuple[int, int]

TERMINAL = (".", "!", "?", ":", ";", "…", "/", "”.", '."')
_NOTE = re.compile(r"(\d{1,2}) ?(?=[A-ZĐÀ-Ỵ“(])")
_MIN_LINES = 8
_LEAST_WIDTH, _MOST_WIDTH = 35, 180
_ODDLY_LONG = 1.6
_FULL, _BRIM = 0.72, 0.95
_FEWEST_FORCED = 3
_BROKEN_LENGTH = 60
# A number that no list counts with: "6,61%; …", "15/46 bộ, …".
_AMOUNT = re.compile(r"\d+(?:[.,/]\d+)*(?:%| [a-zà-ỹ])")


def wrap_width(text: str, spans: Sequence[Span]) -> int | None:
    """Return the width at which the lines `spans` of `text` were broken, None when they are paragraphs.

    A text is hard-wrapped when many of its lines are about as long as the longest, and the lines after those often
    begin with a small letter, in mid-sentence; or when to most lines the next word could not have been added.
    """
    lengths = sorted(end - start for start, end in spans)
    if not _LEAST_WIDTH <= lengths[-1] <= _MOST_WIDTH * _ODDLY_LONG:
        return None
    width = lengths[len(lengths) * 9 // 10]
    if len(spans) >= _MIN_LINES and _LEAST_WIDTH <= width <= _MOST_WIDTH and lengths[-1] <= width * _ODDLY_LONG:
        full = [number for number, (start, end) in enumerate(spans[:-1]) if end - start >= _FULL * width]
        broken = sum(SMALL_LETTER.match(text, spans[number + 1][0]) is not None for number in full)
        if len(full) * 3 > len(spans) and broken * 3 > len(full):
            return width
    return lengths[-1] if lengths[-1] <= _MOST_WIDTH and _are_forced(text, spans, lengths[-1]) else None


def _are_forced(text: str, spans: Sequence[Span], width: int) -> bool:
    """Whether most lines that another follows at once would be longer than `width` with its first word."""
    pairs = [(line, after) for line, after in pairwise(spans) if text.count("\n", line[1], after[0]) == 1]
    lengths = (end - start + 1 + len(text[begin:stop].split(maxsplit=1)[0]) for (start, end), (begin, stop) in pairs)
    forced = sum(length > width for length in lengths)
    return forced >= _FEWEST_FORCED and 2 * forced >= len(pairs)


def join_wrapped(text: str, spans: Sequence[Span], width: int, rules: LineRules) -> list[Span]:
    """Return the paragraphs that the broken lines `spans` make up, as ranges that run over the newlines."""
    paragraphs: list[Span] = []
    start, end = spans[0]
    for next_start, next_end in spans[1:]:
        if _goes_on(text, (start, end), (next_start, next_end), width, rules):
            end = next_end
        else:
            paragraphs.append((start, end))
            start, end = next_start, next_end
    paragraphs.append((start, end))
    return paragraphs


def join_broken(text: str, spans: Sequence[Span], rules: LineRules) -> list[Span]:
    """Return the lines `spans` of a text that is not hard-wrapped, a sentence that was broken once made whole."""
    paragraphs: list[Span] = []
    for start, end in spans:
        if paragraphs and _mends(text, paragraphs[-1], (start, end), rules):
            paragraphs[-1] = (paragraphs[-1][0], end)
        else:
            paragraphs.append((start, end))
    return paragraphs


def _mends(text: str, before: Span, line: Span, rules: LineRules) -> bool:
    """Whether `line` goes on with a sentence of the paragraph before that was broken by mistake."""
    first, last = before
    start = line[0]
    if text.count("\n", last, start) != 1 or rules.is_list_item(text[start : line[1]]):
        return False
    if SMALL_LETTER.match(text, start):
        return last - first >= _BROKEN_LENGTH and not text.startswith(TERMINAL, last - 1)
    last_start = max(first, text.rfind("\n", first, last) + 1)
    return last - last_start >= _BROKEN_LENGTH and text[last - 1].islower() and _AMOUNT.match(text, start) is not None


def _goes_on(text: str, before: Span, line: Span, width: int, rules: LineRules) -> bool:
    start, end = before
    printed = text[line[0] : line[1]]
    if text.count("\n", end, line[0]) != 1 or _is_next_item(text[start : start + 10], printed, rules):
        return False
    last_start = text.rfind("\n", start, end) + 1 or start
    last_length = end - max(last_start, start)
    first_word = len(printed.split(maxsplit=1)[0])
    is_full = last_length + first_word + 1 >= _FULL * width
    if text.startswith(TERMINAL, end - 1):
        return is_full and not _begins_anew(printed, rules) and last_length >= 0.85 * width
    is_small = rules.goes_on(printed)
    if not is_full:
        return is_small
    continues = is_small or _AMOUNT.match(printed) is not None
    is_forced = last_length + first_word + 1 > _BRIM * width
    if last_start <= start and rules.heading_level(text[start:end]) and not (continues or is_forced):
        return False
    return continues or not _begins_heading(printed, rules)


def _is_next_item(first: str, line: str, rules: LineRules) -> bool:
    """Whether `line` is an item of the same list as the paragraph that begins with `first`."""
    if not rules.is_list_item(line) or not rules.is_list_item(first) or _AMOUNT.match(line):
        return False
    marks = (first[0], line[0])
    return (marks[0] == marks[1] or all(map(str.isalnum, marks))) and not begins_small(line[1:].lstrip())


def _begins_anew(line: str, rules: LineRules) -> bool:
    return rules.is_list_item(line) or rules.heading_level(line) > 0


def _begins_heading(line: str, rules: LineRules) -> bool:
    return rules.heading_level(line) > 0 and not line[0].isdigit()


def note_mark(line: str) -> int:
    """The number of the footnote that `line` begins with, 0 when it begins with none."""
    match = _NOTE.match(line)
    return int(match[1]) if match else 0
