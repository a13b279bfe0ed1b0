"""The text in which the item of a number is looked for: without times, settings, numbering, empty brackets."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from report_miner.patterns import Regexes

_LEAD = 24
_BRACKET = re.compile(r"\([^()\n]{1,80}\)")


def blanked(
    text: str, spans: Iterable[tuple[int, int]], figures: Sequence[tuple[int, int]], patterns: Regexes
) -> str:
    """Return `text` with `spans`, settings, numbering and brackets without a figure overwritten by spaces.

    Offsets stay valid.

    Args:
        text: the shadow of a document.
        spans: ranges to blank (times, say); a range that overlaps a figure stays.
        figures: the ranges of the figures, in order.
        patterns: those of patterns/items.yaml.
    """
    starts = [start for start, _ in figures]

    def holds_figure(start: int, end: int) -> bool:
        index = bisect_left(starts, start)
        inside = index < len(figures) and figures[index][0] < end
        return inside or (index > 0 and figures[index - 1][1] > start)

    def led_from(start: int) -> int:
        lead = patterns["leading"].search(text, max(0, start - _LEAD), start)
        return lead.start() if lead else start

    gone = [(led_from(start), end) for start, end in spans if not holds_figure(start, end)]
    gone += [match.span() for name in ("setting", "numbering") for match in patterns[name].finditer(text)]
    gone += [match.span() for match in _BRACKET.finditer(text) if not holds_figure(*match.span())]
    parts: list[str] = []
    position = 0
    for start, end in sorted(gone):
        if end <= position:
            continue
        start = max(start, position)
        parts += [text[position:start], " " * (end - start)]
        position = end
    return "".join([*parts, text[position:]])
