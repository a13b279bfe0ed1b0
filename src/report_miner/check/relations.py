"""Which figures speak of the same thing: the figures of one sentence with the words between them.

The rules of this package relate figures through a `Statement`, one sentence with its figures in order. What stands
between two figures (`gap`), in brackets (`bracket`), and after "trong đó", "gồm" or a colon decides, not
distance.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from itertools import groupby

from report_miner.check.cues import CheckCues
from report_miner.model import Change, Figure, Kind

_WORD = re.compile(r"\w+")
_CUT = re.compile(r"[.,]?\d")
_GLUED = re.compile(r"\w[.\-–]?\Z")
_NUMERAL = re.compile(r"\d+(?:\.\d{3})*(?:,\d+)?")
_NEAR = 200
_PASSAGE = 12
_PASSAGE_LENGTH = 600
_NOISE = frozenset(
    _WORD.findall("của và các những về trong trên ở tại cho đã được là có số tỷ tỉ lệ với do bị toàn tổng cả đạt")
)
LEVEL_KINDS = frozenset((Kind.COUNT, Kind.TALLY, Kind.MONEY, Kind.MEASURE))


@dataclass(frozen=True)
class Statement:
    """One sentence: its text in lower case (as long as the source), where it starts, its figures in order.

    `previous` are the figures of the sentence before it, if that one had any and is close by; `context` those of the
    sentences before this one in the same passage, in order, and the largest level of each of its units so far; `cues`
    what ties figures together.
    """

    cues: CheckCues = field(repr=False)
    text: str
    start: int
    figures: tuple[Figure, ...]
    source: str = field(repr=False, default="")
    previous: tuple[Figure, ...] = ()
    context: tuple[Figure, ...] = ()

    def cue(self, name: str) -> re.Pattern[str]:
        """The pattern `name` of patterns/checks.yaml.

        Raises:
            KeyError: no such pattern; a mistake in the program.
        """
        return self.cues.patterns[name]

    def gap(self, left: int, right: int) -> str:
        """The words between figure `left` and figure `right` (its own position in `figures`)."""
        return self.text[self.figures[left].end - self.start : self.figures[right].start - self.start]

    def before(self, index: int) -> str:
        """The words before a figure, back to the figure before it or to the sentence's beginning."""
        begin = self.figures[index - 1].end - self.start if index else 0
        return self.text[begin : self.figures[index].start - self.start]

    def after(self, index: int) -> str:
        """The words after a figure, up to the next figure or the sentence's end."""
        last = index + 1 == len(self.figures)
        end = len(self.text) if last else self.figures[index + 1].start - self.start
        return self.text[self.figures[index].end - self.start : end]

    @cached_property
    def brackets(self) -> tuple[int, ...]:
        """For each figure the number of the bracket that it stands in, 0 outside brackets."""
        found: list[int] = []
        stack: list[int] = []
        opened = position = 0
        for figure in self.figures:
            end = figure.start - self.start
            for mark in re.finditer(r"[()\[\]]", self.text[position:end]):
                if mark.group() in "([":
                    opened += 1
                    stack.append(opened)
                elif stack:
                    stack.pop()
            position = end
            found.append(stack[-1] if stack else 0)
        return tuple(found)


def statements(figures: Iterable[Figure], cues: CheckCues) -> Iterator[Statement]:
    """Group the figures of one document by sentence, each in the order of print.

    A figure that ends amid a printed number ("42,8/48" of "42,8/48,6") or begins amid a code or a number ("E.1111",
    "1950-54") takes no part.
    """
    ordered = sorted(figures, key=lambda figure: (figure.sentence_start, figure.start))
    previous: tuple[Figure, ...] = ()
    passage: deque[Figure] = deque(maxlen=_PASSAGE)
    largest: dict[str, Figure] = {}
    for start, group in groupby(ordered, key=lambda figure: figure.sentence_start):
        members = tuple(group)
        source = max((figure.sentence for figure in members), key=len)
        inside = tuple(f for f in members if start <= f.start and f.end <= start + len(source))
        inside = tuple(f for f in inside if not _CUT.match(source, f.end - start))
        inside = tuple(f for f in inside if not _GLUED.search(source, max(0, f.start - start - 2), f.start - start))
        near = previous if previous and start - previous[-1].end <= _NEAR else ()
        inside = tuple(f if f.total is None else _pair_or_tally(f, source, start, cues) for f in inside)
        if inside:
            told = [f for f in passage if start - f.end <= _PASSAGE_LENGTH]
            totals = [largest[head] for head in dict.fromkeys(map(_head, inside)) if head in largest]
            context = (*(f for f in totals if f not in told), *told)
            yield Statement(cues, _uniform(source), start, inside, source, near, context)
            previous = inside
            passage.extend(inside)
            for figure in inside:
                most = largest.get(_head(figure))
                if is_level(figure) and figure.unit and (most is None or figure.value > most.value):
                    largest[_head(figure)] = figure


def _head(figure: Figure) -> str:
    """The first word of the unit: "vụ" of "vụ tai nạn"."""
    return unit_of(figure).partition(" ")[0]


def _pair_or_tally(figure: Figure, source: str, start: int, cues: CheckCues) -> Figure:
    """The figure n/m with m in the scale of n ("1.020/2.550 tỷ"); a pair behind no verb of change is a tally."""
    numerals = [Decimal(text.replace(".", "").replace(",", ".")) for text in _NUMERAL.findall(figure.text)]
    if len(numerals) > 1 and numerals[0] and figure.total == numerals[1]:
        figure = replace(figure, total=figure.total * figure.value / numerals[0])
    if figure.kind is Kind.PAIR and figure.change is Change.NONE:
        before = source[: figure.start - start].lower()
        if not cues.patterns["direction"].search(before):
            return replace(figure, kind=Kind.TALLY)
    return figure


def _uniform(text: str) -> str:
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lowered.replace("\n", " ").replace("\u00a0", " ")


def last_match(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The last match of `pattern` in `text`."""
    return max(pattern.finditer(text), key=lambda match: match.start(), default=None)


def looks_back(statement: Statement, index: int) -> bool:
    """Whether the words around change `index` name the earlier time that it is measured against."""
    around = (statement.before(index), statement.after(index))
    return any(statement.cue("looks_back").search(text) for text in around)


def is_level(figure: Figure) -> bool:
    """Whether the figure says how many or how much there is, not by how much that changed."""
    return figure.kind in LEVEL_KINDS and figure.change is Change.NONE


def is_plain_percent(figure: Figure) -> bool:
    """Whether the figure is a percentage by which nothing rose or fell."""
    return figure.kind is Kind.PERCENT and figure.change is Change.NONE


def same_unit(first: Figure, second: Figure) -> bool:
    """Whether both count the same thing by their units: "vụ" and "vụ tai nạn" do, "hộ" and "hộ/tổ" do not."""
    a, b = unit_of(first), unit_of(second)
    if a == b or not (a and b) or "/" in a + b:
        return a == b
    return a.startswith(f"{b} ") or b.startswith(f"{a} ")


def unit_of(figure: Figure) -> str:
    """The unit in lower case, an empty string where the text gives none."""
    return (figure.unit or "").casefold().strip()


def words_of(text: str | None) -> frozenset[str]:
    """The words of an item that carry meaning."""
    words = frozenset(_WORD.findall((text or "").casefold()))
    return words - _NOISE or words


def same_place(first: Figure, second: Figure) -> bool:
    """Whether the two places do not differ: the same, or one of them open."""
    if first.place is None or second.place is None:
        return True
    if first.place.code and second.place.code:
        return first.place.code == second.place.code
    return first.place.names[:1] == second.place.names[:1]


def same_period(first: Figure, second: Figure) -> bool:
    """Whether the two periods do not differ: the same, or one of them open."""
    return first.period is None or second.period is None or first.period == second.period
