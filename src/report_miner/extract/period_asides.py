"""Which times hold for their own clause or sentence alone, so that the text does not go on to tell of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from report_miner.extract.period_clauses import LOOK, QUANTITY
from report_miner.extract.period_leaning import BACK, State
from report_miner.extract.period_roles import SCHOOL_YEAR, Role, Use
from report_miner.extract.timespan import DAYS, MONTH, TimeSpan, is_inside, is_point, is_short, is_year_of
from report_miner.language.sentences import Sentence

_JUST_TOLD = 2  # how many sentences ago a time is still what the text tells of
_UP_TO = re.compile(r"(?<!\w)(?:đến|tới|hết)\s(?:(?:hết|cuối|ngày)\s)*$")


class Told(NamedTuple):
    """One sentence of the lower-cased shadow with the times that it names, and what it inherits."""

    lower: str
    sentence: Sentence
    uses: Sequence[Use]
    last: State

    def is_aside(self, use: Use) -> bool:
        """Whether a time holds for its clause alone: "riêng tháng 9", "kết quả công bố hồi tháng 5"."""
        if use.aside or self._is_of_one_event(use) or self._is_in_passing(use):
            return True
        if not use.frame and self.lower.startswith("hồi ", use.start - 4):
            return True
        if self._is_cut_off(use):
            return True
        told = QUANTITY.search(self.lower, self.sentence.start, use.start) is not None
        if self._is_before(use) and (told or self._is_within(use)):
            return True
        return told and self._is_behind_a_number(use)

    def tells_no_number(self) -> bool:
        """Whether the sentence holds no number beside its times."""
        starts = (self.sentence.start, *(other.end for other in self.uses))
        ends = (*(other.start for other in self.uses), self.sentence.end)
        return not any(QUANTITY.search(self.lower, *gap) for gap in zip(starts, ends, strict=True))

    def _is_of_one_event(self, use: Use) -> bool:
        """Whether a time ends with its sentence, as the title tells another: "mưa từ ngày 3 đến 7/10"."""
        title, span = self.last.heading, use.span
        if title is None or span is None:
            return False
        if use.mention.rule == SCHOOL_YEAR:
            return title.first[0] == title.last[0]
        return use.mention.form == "days" and not use.opens and is_short(span) and is_point(span, title)

    def _is_in_passing(self, use: Use) -> bool:
        """Whether a sentence without numbers only mentions the year of which the text tells a part."""
        topic = self.last.topic
        if use.frame or not (use.span and topic and is_year_of(use.span, topic)):
            return False
        return self.tells_no_number()

    def _is_before(self, use: Use) -> bool:
        """Whether a year was over before the time that the text tells of: "đạt 7 triệu đồng; năm 2000 mới là 4"."""
        told = self.last.past or self.last.heading
        return bool(told and use.span and use.mention.form == "year" and use.span.last_day < told.first_day)

    def _is_within(self, use: Use) -> bool:
        """Whether a time stands in the name of what a number behind it counts: "chỉ số năm 2021 của tỉnh đạt 84%"."""
        opens = use.frame or self.lower.startswith(",", use.end)
        return not opens and QUANTITY.search(self.lower, use.end, self.sentence.end) is not None

    def _is_behind_a_number(self, use: Use) -> bool:
        """Whether a time behind a number gives way to that of the text: "có 96 vụ, năm trước là 80"."""
        wide = self.last.wide or self.last.heading
        looks_back = use.mention.form == "relative_year" and use.mention.fields.get("ys") in BACK
        since = self.lower.startswith("từ ", use.start - 3)
        short = wide is not None and use.span is not None and is_short(use.span) and wide.days > MONTH
        return looks_back or since or short or self._is_up_to(use, wide)

    def _is_cut_off(self, use: Use) -> bool:
        """Whether a sentence opens with how far it counts within the time of the text: "Tính đến 31/8, …"."""
        wide = self.last.topic if self.last.distance <= _JUST_TOLD else None
        day = use.frame and use.span is not None and use.span.grain == DAYS
        return day and wide is not None and wide.days > MONTH and self._is_up_to(use, wide)

    def _is_up_to(self, use: Use, wide: TimeSpan | None) -> bool:
        """Whether a time is only how far one number counts: "được cấp 5 tỷ; đến hết tháng 10 giải ngân 4 tỷ"."""
        topics = [other for other in self.uses if other.role is Role.TOPIC and other.end <= use.start]
        wide = topics[-1].span if topics else wide
        if not (wide and use.span and use.span.first == use.span.last and wide.days > use.span.days):
            return False
        up_to = _UP_TO.search(self.lower, max(0, use.start - LOOK), use.start)
        return up_to is not None and is_inside(use.span, wide)
