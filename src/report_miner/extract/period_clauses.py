"""How far a clause goes around a time or a number, and what counts something in it."""

from __future__ import annotations

import re

LOOK = 90  # how far around a mention or a number its cues may stand
QUANTITY = re.compile(r"\d(?!\d*\s(?:năm|tháng|ngày)(?!\w))")


def last_clause(text: str) -> str:
    """The part of `text` behind its last comma, semicolon, full stop or opening bracket."""
    return re.split(r"[;,.(]\s", text)[-1]
