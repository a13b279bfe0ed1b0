"""Captions: of tables, which name them, and of pictures, which may only repeat the text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from report_miner.model import BlockKind
from report_miner.read.draft import DraftBuilder
from report_miner.read.lines import LineRules

_WORD = re.compile(r"\w+")
_CREDIT = re.compile(r"(?i)\((?:ảnh|hình)[^()]*\)|(?<!\w)ảnh ?:.*")
_IN_BRACKETS = re.compile(r"\(.*\)")
_LONGEST = 300
_REPEATED = 0.75


def repeats(caption: str, texts: Sequence[str]) -> bool:
    """Whether one of `texts`, other than the caption itself, says what the caption says."""
    words = set(_WORD.findall(_CREDIT.sub("", caption).lower()))
    numbers = {word for word in words if word[0].isdigit()}
    if not numbers:
        return False
    for text in texts:
        if text != caption and all(number in text for number in numbers):
            known = words & set(_WORD.findall(text.lower()))
            if len(known) >= _REPEATED * len(words):
                return True
    return False


def caption_before(builder: DraftBuilder, rules: LineRules) -> tuple[int, int] | None:
    """The range of the short lines at the end of `builder` that name the table to come.

    That is the last line, and those above it as long as the lines below only give the unit ("Đơn vị tính: ha") or
    are remarks in brackets ("(Tính đến ngày 31/12/2022)"). A line that reads like a sentence names no table.
    """
    found = None
    for block, line in builder.last():
        if block.kind is BlockKind.CELL or len(line) > _LONGEST:
            break
        if line.endswith((".", ";")) and not rules.is_caption(line):
            break
        found = (block.start, found[1] if found else block.end)
        if not (rules.is_unit(line) or _IN_BRACKETS.fullmatch(line)):
            break
    return found
