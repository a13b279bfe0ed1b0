"""How a time stands in its clause."""

from __future__ import annotations

import re

from report_miner.extract.period_roles import Use

LOOK = 90  # how far around a mention or a number its cues may stand
QUANTITY = re.compile(r"\d(?!\d*\s(?:năm|tháng|ngày)(?!\w))")
_LOCAL = re.compile(
    r"(?<!\w)(?:từ|so với|mức|hơn|con số)\s(?:(?:mức|tăng|giảm|trên|gần|hơn|khoảng)\s){0,2}"
    r"\d[\d.,\s]{0,12}(?:(?!(?<!\w)(?:trong khi|nhưng|còn|song)(?!\w))[^\d;:,.!?]){0,30}$"
)


def is_local(lower: str, use: Use) -> bool:
    """Whether a time belongs to the number before it alone: "từ 41% năm 2015 lên 45%"."""
    return bool(_LOCAL.search(lower, max(0, use.start - 60), use.start))


def trails(lower: str, use: Use) -> bool:
    """Whether a time closes a clause that holds a number before it: "chiếm 4,9% số phải thu năm 2015, …"."""
    clause = last_clause(lower[max(0, use.start - LOOK) : use.start])
    return bool(re.search(r"\d", clause) and re.match(r"\s?[,;.)]", lower[use.end : use.end + 2]))


def last_clause(text: str) -> str:
    """The part of `text` behind its last comma, semicolon, full stop or opening bracket."""
    return re.split(r"[;,.(]\s", text)[-1]
