"""The text in which the item of a number is looked for: without times, settings, brackets that hold no figure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

# Where something is counted, even if no place is named: "Trên địa bàn xảy ra 39 vụ".
_SETTING = re.compile(r"(?<!\w)[Tt]rên địa bàn(?: (?:toàn )?(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường))?(?!\w)")
# What leads to a time or a place goes with it: "tính đến hết năm 2020", "trong quý I", "ở Nam Định".
_LEADING = re.compile(
    r"(?<!\w)(?:tính đến|đến|tới|từ|trong|vào|hết|kể từ|sang|bước sang|ở|tại|thuộc|của)"
    r"(?: (?:hết|cuối|đầu|ngày|thời điểm))*\s$",
    re.IGNORECASE,
)
_LEAD = 24
_BRACKET = re.compile(r"\([^()\n]{1,80}\)")


def blanked(text: str, spans: Iterable[tuple[int, int]], figures: Sequence[tuple[int, int]]) -> str:
    """Return `text` with `spans`, settings and brackets without a figure overwritten by spaces: offsets stay valid.

    Args:
        text: the shadow of a document.
        spans: ranges to blank (times, say); a range that overlaps a figure stays.
        figures: the ranges of the figures, in order.
    """
    starts = [start for start, _ in figures]

    def holds_figure(start: int, end: int) -> bool:
        index = bisect_left(starts, start)
        inside = index < len(figures) and figures[index][0] < end
        return inside or (index > 0 and figures[index - 1][1] > start)

    gone = [(_led_from(text, start), end) for start, end in spans if not holds_figure(start, end)]
    gone += [match.span() for match in _SETTING.finditer(text)]
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


def _led_from(text: str, start: int) -> int:
    """Where the word that leads to `start` begins."""
    lead = _LEADING.search(text, max(0, start - _LEAD), start)
    return lead.start() if lead else start
