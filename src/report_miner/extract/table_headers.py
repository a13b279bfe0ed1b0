"""What the words over a column, before a row or above a table say of the numbers there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from report_miner.clean.shadow import Shadow, shadow_of
from report_miner.extract.kinds import KindReader
from report_miner.extract.periods import PeriodMention, find_periods
from report_miner.extract.table_units import ScaledUnit, UnitWords
from report_miner.extract.timespan import TimeSpan, month_span
from report_miner.extract.units import Family
from report_miner.model import Status
from report_miner.patterns import Patterns, TableRole

_KEPT = 8192
_LONGEST = 1000
_BRACKETS = re.compile(r"\(([^()]*)\)")
_COLUMN_MARK = re.compile(r"\s*(?:[a-eđ]|\d{1,2})?\s*(?:[=:][\s\d()+*/x:=.,%-]+)?\s*", re.IGNORECASE)
_UNIT_LINE = re.compile(r"\(?(?<!\w)(?:đơn vị(?: tính)?|đvt|đv)\s*:\s*([^()\n]{1,40})\)?", re.IGNORECASE)
_AFTER_COMMA = re.compile(r"[,;–-]\s*([^,;()]{1,20})$")
_MONTHS_SHORT = re.compile(r"(?<!\w)(\d{1,2})\s?T(?=\s?(?:/|năm|đầu|\d{4}|$))\s?/?")
_SINCE = re.compile(r"(?<!\w)(?:từ|kể từ)(?: ngày)?\s*$")
_MONTH_SHORT = re.compile(r"(?<!\w)T(\d{1,2})(?=\s?(?:/|năm|$))")
_BARE_YEAR = re.compile(r"(?<![\d.,-])((?:19[5-9]|20[0-9])\d)(?![\d.,-]*\d)")
_NUMBERING = re.compile(
    r"^(?:[IVX]{1,5}|\d{1,2}(?:\.\d{1,2})*|[a-zđA-H])[.)/](?:\s+|(?=[^\W\d]))|^\d{1,2}(?:\.\d{1,2})+\s+"
)
_PERCENT = re.compile(r"(?<!\d)(?<!\d )%")  # not that of "Các khoản thu 100%"
_EMPTY_BRACKETS = re.compile(
    r"\((?:[\s*:]|(?:số liệu|tính|cập nhật|thời điểm|từ|đến|hết|ngày|trong|năm)(?!\w))*\)|\*+$", re.IGNORECASE
)
_MARKS = r"(?:[\s\-–+*•.,;:/=]|(?<!\d)%)++"
_LOOSE_START = re.compile(
    rf"(?:{_MARKS}|(?:của|và|về|với|so|so với|trong|tính|đến|từ|hết|năm|kỳ|thời điểm|trên địa bàn)(?![^ ]))++",
    re.IGNORECASE,
)
_TAIL = (
    "(?<!tất )cả|tại|ở|trên địa bàn|của|và|với|so|trong|(?<!giới )tính|đến|từ|hết|qua|các|lúc"
    "|(?<!hàng )(?<!hằng )(?<!mỗi )năm|kỳ|kỳ này"
    "|thời điểm"
)
_LOOSE_END = re.compile(rf"^cả$|(?:{_MARKS}|(?<= )(?:{_TAIL})(?![^ ]))++$", re.IGNORECASE)
_YEARS = ("year", "relative_year")
_OF_A_YEAR = ("month", "months", "quarter", "quarters", "part_of_year")
_MONTHS = 12
_STATUSES = {
    TableRole.ESTIMATE: Status.ESTIMATE,
    TableRole.TARGET: Status.TARGET,
    TableRole.ACTUAL: Status.ACTUAL,
}


@dataclass(frozen=True, slots=True)
class Heading:
    """What one header says.

    `words` are what is left of it and name what is measured; `time` and `base` are the times that it names for its
    figures and for what they are compared with, `aside` for those in brackets behind others ("Năm 2024 (2023)"),
    `year` the year beside a part of one ("6 tháng", "2023"); `since` marks a time that only begins ("Lũy kế từ
    27/4/2021"), `compares` a ratio to another figure, of which `status` then speaks, `changes` a difference.
    """

    words: str = ""
    unit: ScaledUnit | None = None
    status: Status | None = None
    time: PeriodMention | None = None
    year: PeriodMention | None = None
    base: PeriodMention | None = None
    aside: PeriodMention | None = None
    since: bool = False
    compares: bool = False
    changes: bool = False

    @property
    def recalls(self) -> bool:
        """Whether the time is that of other figures a year before: "Cùng kỳ 2021"."""
        return self.time is not None and self.time.form == "same"


@dataclass(frozen=True, slots=True)
class _Text:
    """A header in work: what was understood is blanked out."""

    text: str
    lower: str

    @classmethod
    def of(cls, text: str) -> _Text:
        shadow = Shadow(_written_out(shadow_of(text[:_LONGEST]).text))
        return cls(shadow.text, shadow.lower)

    def without(self, spans: Iterable[tuple[int, int]]) -> _Text:
        text, lower = list(self.text), list(self.lower)
        for start, end in spans:
            text[start:end] = lower[start:end] = [mark if mark == "\n" else " " for mark in text[start:end]]
        return _Text("".join(text), "".join(lower))


class HeadingReader:
    """Reads headers; built once from the patterns."""

    def __init__(self, patterns: Patterns, units: UnitWords) -> None:
        self.units = units
        self.kinds = KindReader(patterns.units)
        self._roles = patterns.tables.roles
        self.read = lru_cache(maxsize=_KEPT)(self._read)
        self.read_row = lru_cache(maxsize=_KEPT)(self._read_row)

    def has(self, role: TableRole, text: str) -> bool:
        """Whether `text`, a header or the words of a row, plays `role`."""
        return self._roles[role].search(without_numbering(text).lower()) is not None

    def without(self, role: TableRole, text: str) -> str:
        """Return `text` without the words at its beginning that play `role`."""
        while found := self._roles[role].match(text.lower()):
            text = text[found.end() :]
        return text

    def whole(self, words: str) -> str:
        """Return what is broken down by something, without by what: "Dân số phân theo giới tính"."""
        broken = self._roles[TableRole.BREAKDOWN].search(words.lower())
        return words[: broken.start()] if broken and broken.start() else words

    def units_of(self, text: str) -> tuple[ScaledUnit, ...]:
        """Return the units that a cell or a line gives and nothing else: "Đơn vị tính: %", "Nghìn tấn; triệu USD"."""
        line = _UNIT_LINE.fullmatch(text.strip())
        parts = re.split(r"[;,]", line[1] if line else text)
        units = [self.units.read(part, free=line is not None) for part in parts]
        return tuple(unit for unit in units if unit) if all(units) else ()

    def is_noun(self, text: str) -> bool:
        """Whether a line is what many tables count and others are about ("Dự án"), and says no more."""
        unit = self.units.read(text)
        counts = unit is not None and unit.unit.family is Family.COUNTED and unit.scale == 1
        return counts and not text.startswith("(") and not self.has(TableRole.COUNTER, text)

    def is_unit(self, text: str) -> bool:
        """Whether a line gives the unit of a whole table: "ĐVT: triệu đồng"."""
        return _UNIT_LINE.fullmatch(text.strip()) is not None

    def is_whole(self, role: TableRole, text: str) -> bool:
        """Whether `text` plays `role` from its first to its last word."""
        return self._roles[role].fullmatch(without_numbering(text).lower()) is not None

    def unit_spans(self, text: str) -> list[tuple[int, int]]:
        """Return where a caption gives units: "(1.000 đồng/m2)", "Đơn vị tính: 1.000 người"."""
        spans = [match.span(1) for match in _UNIT_LINE.finditer(text)]
        return spans + [match.span() for match in _BRACKETS.finditer(text) if self.units.read(match[1])]

    def _read_row(self, text: str) -> Heading:
        """Return what the words of a row say.

        A row names a thing: only one that says nothing but status and time ("Kế hoạch năm 2024") gives a status, and
        what stands in brackets belongs to the name.
        """
        heading = self.read(text)
        if not heading.words:
            return heading
        work = _Text.of(text)
        unit, work = self._unit(work)
        brackets = [match.span() for match in _BRACKETS.finditer(work.text)]
        times = [
            mention
            for mention in find_periods(work.lower)
            if mention.resolvable and not any(start < mention.start < end for start, end in brackets)
        ]
        work = work.without((mention.start, mention.end) for mention in times)
        words = tidy(work.text)
        return Heading(words, unit, time=times[-1] if times else None, changes=self.has(TableRole.GROWTH, words))

    def _read(self, text: str) -> Heading:
        """Return what `text` says: the header cells over a column, joined by newlines from top to bottom."""
        work = _Text.of(text)
        changes = [match.span() for match in self._roles[TableRole.CHANGE].finditer(work.lower)]
        compared = [match.span() for match in self._roles[TableRole.COMPARE].finditer(work.lower)]
        unit, work = self._unit(work)
        lower = work.lower
        times, base, work = self._times(work, compared[-1] if compared else None)
        status, work = self._status(work.without([*changes, *compared]))
        aside = _aside(times, lower)
        times = [time for time in times if time is not aside]
        years = [time for time in times if time.form in _YEARS]
        fine = [time for time in times if time.form not in _YEARS]
        time = (fine or years)[-1] if times else None
        return Heading(
            words=tidy(work.text),
            unit=unit,
            status=status,
            time=time,
            since=time is not None and _SINCE.search(lower, 0, time.start) is not None,
            year=years[-1] if years else None,
            base=base,
            aside=aside,
            compares=bool(compared),
            changes=bool(changes),
        )

    def _unit(self, work: _Text) -> tuple[ScaledUnit | None, _Text]:
        unit: ScaledUnit | None = None
        spans: list[tuple[int, int]] = []
        if line := _UNIT_LINE.search(work.text):
            unit = self.units.read(line[1].split("\n")[0], free=True)
            spans.append(line.span())
        for bracket in _BRACKETS.finditer(work.text):
            inside = self.units.read(bracket[1])
            unit = inside or unit
            if inside or _COLUMN_MARK.fullmatch(bracket[1]):
                spans.append(bracket.span())
        if unit is None and (tail := _AFTER_COMMA.search(work.text.rstrip())):
            unit = self.units.read(tail[1])
            if unit is not None and unit.unit.family is Family.COUNTED:
                unit = None
            if unit:
                spans.append(tail.span())
        work = work.without(spans)
        percent = [match.span() for match in _PERCENT.finditer(work.text)]
        lowest = work.text.rfind("\n")
        if percent and (unit is None or percent[-1][0] > lowest >= max((end for _, end in spans), default=0)):
            unit = self.units.read("%")
        return unit, work.without(percent)

    def _times(
        self, work: _Text, compared: tuple[int, int] | None
    ) -> tuple[list[PeriodMention], PeriodMention | None, _Text]:
        """The times of the figures, and the one behind "so với", unless a plan stands there."""
        mentions = list(find_periods(work.lower))
        taken = [(m.start, m.end) for m in mentions]
        for year in _BARE_YEAR.finditer(work.lower):
            if not any(start < year.end() and year.start() < end for start, end in taken):
                mentions += (replace(m, start=year.start(), end=year.end()) for m in find_periods(f"năm {year[1]}"))
        mentions.sort(key=lambda mention: mention.start)
        times = [mention for mention in mentions if mention.resolvable]
        base = None
        if compared:
            behind = [mention for mention in times if mention.end > compared[1]]  # "So cùng kỳ", too
            base = behind[0] if behind else times[-1] if len(times) > 1 else None
            times = [mention for mention in times if mention is not base]
            if base and self._roles[TableRole.TARGET].search(work.lower, compared[1], base.start):
                base = None
        return times, base, work.without((mention.start, mention.end) for mention in mentions)

    def _status(self, work: _Text) -> tuple[Status | None, _Text]:
        """The status that the first of its words in the lowest header that has one gives."""
        found = [
            (match.start(), match.end(), means)
            for role, means in _STATUSES.items()
            for match in self._roles[role].finditer(work.lower)
        ]
        lowest = max((work.lower.count("\n", 0, start) for start, _, _ in found), default=0)
        last = [word for word in found if work.lower.count("\n", 0, word[0]) == lowest]
        status = min(last, key=lambda word: (word[0], -word[1]))[2] if last else None
        return status, work.without((start, end) for start, end, _ in found)


def _aside(times: Sequence[PeriodMention], lower: str) -> PeriodMention | None:
    """The time of the numbers in brackets: "Năm 2024 (2023)", "6 tháng (trong ngoặc là cùng kỳ năm 2023)"."""
    for bracket in _BRACKETS.finditer(lower):
        inside = [time for time in times if bracket.start() < time.start < bracket.end()]
        before = [time for time in times if time.end <= bracket.start()]
        if len(inside) != 1 or not before:
            continue
        alone = bracket[1].strip().removeprefix("năm ") == lower[inside[0].start : inside[0].end].removeprefix("năm ")
        if "trong ngoặc" in bracket[1] or (alone and inside[0].form in (before[-1].form, "same")):
            return inside[0]
    return None


def resolved(mention: PeriodMention | None, now: date | None, around: TimeSpan | None) -> TimeSpan | None:
    """Return the time that a header names.

    Args:
        mention: the time as the header has it.
        now: the date of the document.
        around: the time of the other headers, the caption or the document, which gives the year to "Tháng 6" and is
            what "cùng kỳ" is the year before of.
    """
    if mention is None:
        return None
    span = mention.span(around.last_day if around and _leans_on_year(mention) else now)
    if mention.form == "same":
        if around is None:
            return span
        return around.years_later(span.first[0] - around.last[0] if span else -1)
    if span is None or mention.dated or around is None or not _takes_year(mention, around):
        return span
    return span.years_later(around.last[0] - span.last[0])


def time_of(heading: Heading, now: date | None, around: TimeSpan | None) -> TimeSpan | None:
    """Return the time that a header names (see `resolved`).

    A part of a year is in the year beside it; what only begins goes on to the end of the time around.
    """
    year = resolved(heading.year, now, around)
    time = _since_january(heading, year, around) or resolved(heading.time, now, year or around)
    if time and heading.since and around and time.first_day < around.last_day:
        return TimeSpan(time.first, around.last)
    if time and year and heading.year and heading.year.form == "relative_year":
        return time.years_later(year.last[0] - time.last[0])
    return time


def _since_january(heading: Heading, year: TimeSpan | None, around: TimeSpan | None) -> TimeSpan | None:
    """The months of "9 tháng" below a year or beside a status, of "Lũy kế từ đầu năm" in a table of some months."""
    time, calendar = heading.time, year or around
    if time is None or calendar is None or calendar.first[0] != calendar.last[0]:
        return None
    if time.form == "months_so_far" and (year or heading.status) and 1 < time.count < _MONTHS:
        return month_span(calendar.first[0], 1, time.count)
    if time.form == "since_new_year" and not time.fields and around and len(around.last) == len(around.first) == 2:
        return month_span(around.first[0], 1, around.last[1])
    return None


def _leans_on_year(mention: PeriodMention) -> bool:
    """Whether a time is of the year before or after the one around: "Năm trước", "Quý II năm trước"."""
    return mention.form in ("relative_year", *_OF_A_YEAR) and "ys" in mention.fields


def _takes_year(mention: PeriodMention, around: TimeSpan) -> bool:
    """Whether a month, a quarter or a part of the year without its year takes the one year of `around`."""
    calendar = mention.form in (*_OF_A_YEAR, "months_so_far", "day") and not _leans_on_year(mention)
    return calendar and around.first[0] == around.last[0]


def without_numbering(text: str) -> str:
    """Return the words of a row or a header without "I.", "1.2", "a)" before them."""
    return _NUMBERING.sub("", text.strip(), count=1).strip()


def numbering(text: str) -> int:
    """Return how long the "1.2. " at the beginning of a cell is."""
    mark = _NUMBERING.match(text)
    return mark.end() if mark else 0


def tidy(words: str) -> str:
    """Return words without numbering, loose connectives and punctuation at the ends of lines, and double spaces."""
    words = " ".join(_LOOSE_END.sub("", " ".join(line.split())) for line in without_numbering(words).split("\n"))
    words = _EMPTY_BRACKETS.sub(" ", words)
    start = _LOOSE_START.match(words)
    return " ".join(_LOOSE_END.sub("", words[start.end() :] if start else words).split())


def _written_out(text: str) -> str:
    """Write out "6T 2024" and "T9/2024"; everything else stays."""
    return _MONTH_SHORT.sub(r"tháng \1", _MONTHS_SHORT.sub(r"\1 tháng ", text))


def base_of(mention: PeriodMention | None, now: date | None, own: TimeSpan | None) -> TimeSpan | None:
    """Return the time that figures of the time `own` are compared with, as a header names it."""
    if mention is None:
        return None
    if mention.dated or own is None or mention.form == "same":
        return resolved(mention, now, own)
    if mention.form == "relative_school_year":
        return own.years_later(-1)
    if mention.form == "relative_month" and own.grain == 2 and own.first == own.last:
        return own.previous()
    if mention.form == "relative_year":
        return TimeSpan(own.first[:1], own.last[:1]).previous()
    return resolved(mention, now, own)
