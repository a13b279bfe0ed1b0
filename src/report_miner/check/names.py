"""Enumerations: a stated count against the names that follow or precede it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from report_miner.check.findings import finding, number, outcome, quote
from report_miner.check.relations import Statement, unit_of
from report_miner.model import Change, Figure, Finding, Kind, Verdict
from report_miner.texts import say

_MOST = 60
_REACH = 4000
_NEAR = 60
_TYPE = re.compile(
    r"^(?:và\s+)?"
    r"(?P<type>xã|phường|thị trấn|huyện|quận|thị xã|thành phố|t[pxt]\.?|tỉnh|thôn|bản|ấp|khóm|xóm|đặc khu)\s+",
    re.IGNORECASE,
)
_CAPITAL = r"[A-ZÀ-ÝĂÂĐÊÔƠƯẠ-Ỹ]"
CAPITALISED = rf"{_CAPITAL}[\w’'-]*(?:\s+(?:{_CAPITAL}[\w’'-]*|\d+))*"
_NAME = re.compile(CAPITALISED)
_STOP = re.compile(r"(?<=[a-zà-ỹ]{2})[”\"»]?[.!?][”\"»]?\s")
_REGION = re.compile(r"\b(?:Bộ|Tây Nguyên|Tây Bắc|Đông Bắc|miền|vùng|khu vực|đồng bằng|Đông Dương|ven biển|phía)\b")
_ADMIN = frozenset(
    ("xã", "phường", "thị trấn", "huyện", "quận", "thị xã", "thành phố", "tỉnh", "thôn", "bản", "ấp", "khóm", "xóm")
)


@dataclass(frozen=True, slots=True)
class Names:
    """The names beside a count; `certain` when the list is closed and each entry is surely one name.

    `end` is where a list in brackets ends in its sentence.
    """

    entries: tuple[str, ...]
    certain: bool
    end: int = 0


def enumeration(statement: Statement) -> Iterator[Finding]:
    """A stated count equals the number of names that follow it, or that "cả" takes up. No tolerance.

    A list that is open ("như", "…", "trong đó") says nothing; one whose entries are not surely single names is
    unclear when the numbers differ by one, and says nothing when they differ by more.
    """
    for index, figure in enumerate(statement.figures):
        if not _countable(figure):
            continue
        names = _following(statement, index) or _preceding(statement, index)
        if names is None:
            continue
        stated, listed = int(figure.value), len(names.entries)
        verdict = Verdict.CONSISTENT if stated == listed else Verdict.UNCLEAR
        if stated != listed and names.certain:
            verdict = Verdict.INCONSISTENT
        elif abs(stated - listed) > 1:
            continue
        computed = say("check.names_computed", listed=listed, stated=number(figure.value))
        message = say(
            "check.names_message",
            stated=quote(figure),
            listed=listed,
            names="; ".join(names.entries),
            outcome=outcome(verdict),
        )
        yield finding("enumeration", verdict, (figure,), computed, message)


def _countable(figure: Figure) -> bool:
    whole = figure.kind in (Kind.COUNT, Kind.TALLY) and figure.value == figure.value.to_integral_value()
    return whole and figure.change is Change.NONE and 1 < figure.value <= _MOST and figure.value_to is None


def _following(statement: Statement, index: int) -> Names | None:
    figure = statement.figures[index]
    begin = figure.end - statement.start
    after = statement.source[begin : begin + _REACH]
    lowered = statement.text[begin : begin + _REACH]
    opening = statement.cue("named_list").search(lowered)
    if opening is None or statement.cue("open_list").search(opening.group("noun")):
        return _direct(figure, after)
    if opening.group("open").startswith("("):
        return bracketed_names(statement, index)
    content = after[opening.end() : _list_end(statement, index, begin)]
    if statement.cue("open_list").search(content.lower()):
        return None
    if ";" in content:
        names = _long_entries(content, unit_of(figure))
    else:
        names = _short_names(content, unit_of(figure), trailing=True)
    near = "," not in opening.group("noun") and len(opening.group("noun")) <= _NEAR
    return replace(names, certain=names.certain and near) if names else None


def bracketed_names(statement: Statement, index: int) -> Names | None:
    """The names in the bracket behind the noun that figure `index` counts: "05/11 xã (xã A, B, C, D, E)".

    Behind a proper name the bracket may explain that name, so the list is not certain.
    """
    figure = statement.figures[index]
    begin = figure.end - statement.start
    opening = statement.cue("named_list").search(statement.text[begin : begin + _REACH])
    if opening is None or not opening.group("open").startswith("("):
        return None
    begin += opening.end()
    content, closed = _bracket(statement.source[begin : begin + _REACH])
    if not closed or _digits(content) or statement.cue("open_list").search(content.lower()):
        return None
    names = _short_names(content, unit_of(figure))
    if names is None:
        return None
    named = re.search(_CAPITAL, statement.source[figure.end - statement.start : begin]) is not None
    return replace(names, certain=names.certain and not named, end=begin + len(content) + 1)


def _list_end(statement: Statement, index: int, begin: int) -> int:
    """Where the list of figure `index` ends at the latest: before the next figure of the same unit.

    A full stop before that figure ends the list, or else the last pause does.
    """
    unit = unit_of(statement.figures[index])
    for other in statement.figures[index + 1 :]:
        if unit_of(other) == unit:
            stop = _STOP.search(statement.source, begin, other.start - statement.start)
            if stop is not None:
                return stop.start() - begin
            cut = statement.source.rfind(";", begin, other.start - statement.start)
            comma = statement.source.rfind(",", begin, other.start - statement.start)
            return max(0, (cut if cut > 0 else comma) - begin)
    return _REACH


def _bracket(text: str) -> tuple[str, bool]:
    depth = 1
    for mark in re.finditer(r"[()]", text):
        depth += 1 if mark.group() == "(" else -1
        if not depth:
            return text[: mark.start()], True
    return text, False


def _digits(text: str) -> bool:
    return re.search(r"\d", re.sub(r"(?i)\b(?:phường|khu phố|ấp|thôn|tổ|khóm|quận)\s+\d+", "", text)) is not None


def _split(text: str) -> list[str]:
    flat = re.sub(r"\([^()]*\)", "", text)
    return [entry.strip(" .:“”\"'\n") for entry in re.split(r"[,;]|\s+và\s+", flat) if entry.strip(" .:“”\"'\n")]


def _short_names(content: str, unit: str, *, trailing: bool = False) -> Names | None:
    """Names parted by commas, each in capitals: "xã Vĩnh Thạnh, Hưng Thạnh và Vĩnh Lợi"."""
    entries = _split(content)
    names: list[str] = []
    for position, entry in enumerate(entries):
        bare = _TYPE.sub("", entry)
        match = _NAME.match(bare)
        last = position + 1 == len(entries)
        if match is None or not (match.end() == len(bare) or (trailing and last)):
            return None
        names.append(match.group())
    if len(names) < 2 or _REGION.search(" ".join(names)) or _counted(names):
        return None
    types = {match.group("type").casefold() for entry in entries if (match := _TYPE.match(entry))}
    return Names(tuple(names), certain=not types or (len(types) == 1 and unit.startswith(tuple(types))))


def _counted(names: Sequence[str]) -> bool:
    """Whether each name has a count of its own ("Nhật Bản 7, Đài Loan 5"), which "Quận 1, Quận 3" are not."""
    heads = {name.rpartition(" ")[0] for name in names if name.rpartition(" ")[2].isdigit()}
    return len(heads) == len(names)


def _long_entries(content: str, unit: str) -> Names | None:
    """Entries parted by semicolons, each a name of its own: "mô hình “…” tại …; mô hình “…” tại …"."""
    entries = tuple(e for entry in content.split(";") if (e := entry.strip(" .\n")))
    head = unit.split(",")[0]
    alike = all(e[0] in "“\"'«" or e[0].isupper() or (head and e.casefold().startswith(head)) for e in entries)
    alike = alike and not any(re.search(rf"\bvà\s+{_CAPITAL}", e) for e in entries)
    if len(entries) < 2:
        return None
    return Names(entries, certain=alike)


def _direct(figure: Figure, after: str) -> Names | None:
    """Names right behind the counted unit: "3 xã Bình Minh, Mỹ Đức và Tân An"."""
    unit = unit_of(figure)
    if unit not in _ADMIN:
        return None
    lead = re.match(rf"\s*{re.escape(unit)}\s+(?={_CAPITAL})", after, re.IGNORECASE)
    if lead is None:
        return None
    run = re.match(rf"{CAPITALISED}(?:(?:,\s*|\s+và\s+){CAPITALISED})*", after[lead.end() :])
    if run is None or _REGION.search(run.group()):
        return None
    tail = after[lead.end() + run.end() : lead.end() + run.end() + 8]
    entries = tuple(_split(run.group()))
    if len(entries) < 2 or re.match(r"\s*(?:,|và|\()", tail):
        return None
    return Names(entries, certain=True)


def _preceding(statement: Statement, index: int) -> Names | None:
    """Names that "cả" takes up: "xã Thạnh Hưng, xã Vĩnh Châu A đạt … (cả 02 xã …)"."""
    figure = statement.figures[index]
    begin = figure.start - statement.start
    unit = unit_of(figure)
    if unit not in _ADMIN or not re.search(r"\bcả\s+$", statement.text[:begin]):
        return None
    before = statement.source[max(0, begin - 400) : begin].rpartition(";")[2]
    named = re.findall(rf"(?i:\b{re.escape(unit)})\s+({CAPITALISED})", before)
    if len(named) < 2:
        return None
    return Names(tuple(dict.fromkeys(named)), certain=False)
