"""Of which whole a number is the share that stands beside it: as the words mean it, or as the numbers fit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from report_miner.check.cues import CheckCues
from report_miner.check.intervals import Interval
from report_miner.check.printed import GENEROUS, STRICT, Reading
from report_miner.check.relations import Statement, is_level, is_plain_percent, same_unit, unit_of, words_of
from report_miner.check.slips import digits_of, slip_explains
from report_miner.model import Bound, Figure, Kind

_HUNDRED = Interval.exactly(100)
_WINDOW = 8


@dataclass(frozen=True, slots=True)
class Whole:
    """A figure that may be the whole of a part; `certain` when the words say so, `parted` by a semicolon from it."""

    figure: Figure
    certain: bool
    parted: bool


def whole_told(statement: Statement, index: int) -> Figure | None:
    """The whole of which percentage `index` is the share of the figure before it.

    One that fits comes first, be it told earlier; then the one that the words mean, then one that a slip explains.
    """
    part, percent = statement.figures[index - 1], statement.figures[index]
    wholes = list(_wholes(statement, index - 1, index))
    for whole in wholes:
        if is_share(STRICT, part, whole.figure, percent):
            return whole.figure
    told = _told_earlier(statement, part)
    for figure in reversed(told):
        if is_share(STRICT, part, figure, percent):
            return figure
    for whole in wholes:
        parted = whole.parted and not share_slipped(part, whole.figure, percent)
        if (whole.certain and not parted) or _serves_others(statement, whole.figure, index):
            return whole.figure
    return _slipped_earlier(statement, told, part, percent)


def fitting_pair(statement: Statement, index: int) -> tuple[Figure, Figure] | None:
    """Two levels of its clause whose share a percentage is, the nearest first.

    "thụ lý 1.300 vụ/2.400 bị cáo, giải quyết 1.040 vụ/2.000 bị cáo, đạt 80%".
    """
    clause = statement.text[: statement.figures[index].start - statement.start].rpartition(";")[0]
    levels = [f for f in statement.figures[:index] if is_level(f) and f.start - statement.start >= len(clause)]
    for position in range(len(levels) - 1, 0, -1):
        part = levels[position]
        for whole in reversed(levels[:position]):
            larger = same_unit(part, whole) and whole.value > part.value
            if larger and whole.kind is part.kind and is_share(STRICT, part, whole, statement.figures[index]):
                return part, whole
    return None


def of_another_whole(statement: Statement, index: int, part: Figure, whole: Figure) -> bool:
    """Whether a share that does not fit is one of another whole.

    Another share of the part is that of `whole` ("chiếm 13% hộ dân tộc và 32% hộ toàn tỉnh"), two levels together are
    the whole ("mới 624 vụ + 89 vụ kỳ trước; xong 260 vụ, đạt 36,5%"), or the part is the plan ("thu 845 tỷ/dự toán
    720 tỷ, đạt 117,4%").
    """
    percent = statement.figures[index]
    if is_share(STRICT, whole, part, percent):
        return True
    joined = re.search(r"\bvà\b[^,;()]*$", statement.after(index)) is not None
    later = statement.figures[index + 1 : index + 2] if joined else ()
    if any(is_plain_percent(f) and is_share(STRICT, part, whole, f) for f in later):
        return True
    levels = [f for f in statement.figures[: index - 1] if is_level(f) and same_unit(f, part)]
    return any(
        (STRICT(part) * _HUNDRED / (STRICT(one) + STRICT(other))).meets(STRICT(percent))
        for one, other in pairwise(levels)
    )


def _told_earlier(statement: Statement, part: Figure) -> list[Figure]:
    """The levels of its unit that may be the whole of a part: those of the passage, then the one right before it."""
    alike = [f for f in statement.context if is_level(f) and f.value_to is None and f.bound is Bound.EQUAL]
    alike = [f for f in alike if f.value >= part.value and (_same_kind(f, part, statement.cues) or not part.unit)]
    return [*(f for f in alike if f.kind in (part.kind, Kind.TALLY)), *_beside(statement, part)]


def _beside(statement: Statement, part: Figure) -> list[Figure]:
    """The level right before a part, if it is one of its kind."""
    index = statement.figures.index(part)
    return [f for f in statement.figures[max(0, index - 1) : index] if f.kind is part.kind and is_level(f)]


def _slipped_earlier(statement: Statement, told: list[Figure], part: Figure, percent: Figure) -> Figure | None:
    """The whole that a slip of the pen in the part, the whole or the share keeps from fitting.

    Its unit is told again, and the words behind the share do not name another one.
    """
    if min(len(digits_of(part.text)), len(digits_of(percent.text))) <= 1:
        return None
    index = statement.figures.index(part)
    beside = _beside(statement, part)
    named = _named_whole(statement, index + 1, part)
    likely = [f for f in told if f not in beside and unit_of(f) and (part.unit or unit_of(f) in statement.text)]
    likely = [f for f in likely if (not named or named & words_of(f.item)) and not _misfits(statement, index, f)]
    if index and statement.cue("parts_marker").search(statement.gap(index - 1, index)):
        likely += beside
    wrong = [f for f in likely if share_slipped(part, f, percent)]
    return wrong[-1] if wrong else None


def _misfits(statement: Statement, index: int, whole: Figure) -> bool:
    """Whether another level of the sentence has a share beside it that is none of `whole`, so that neither may be."""
    for other in range(len(statement.figures) - 1):
        part, percent = statement.figures[other], statement.figures[other + 1]
        if other == index or not is_plain_percent(percent):
            continue
        if is_level(part) and part.kind is not Kind.PERCENT and not is_share(GENEROUS, part, whole, percent):
            return True
    return False


def share_slipped(part: Figure, whole: Figure, percent: Figure) -> bool:
    """Whether one slip of the pen in the part, the whole or the share makes 100 · part / whole the share."""
    if not percent.value:
        return False
    wanted = (
        (part, whole.value * percent.value / 100),
        (whole, part.value * 100 / percent.value),
        (percent, part.value * 100 / whole.value),
    )
    return slip_explains(wanted)


def _serves_others(statement: Statement, whole: Figure, index: int) -> bool:
    """Whether two other shares of the sentence are shares of `whole`: then the share `index` is one too."""
    served = 0
    for other in range(2, len(statement.figures)):
        part, percent = statement.figures[other - 1], statement.figures[other]
        if other == index or percent.kind is not Kind.PERCENT or not is_level(part) or part is whole:
            continue
        served += same_unit(part, whole) and is_share(STRICT, part, whole, percent)
    return served > 1


def _wholes(statement: Statement, part: int, share: int) -> Iterator[Whole]:
    """The figures that may be the whole of figure `part`, whose percentage is figure `share`, the nearest first.

    A whole that the words behind the percentage name is certain ("bằng 19,4 % số xã đạt chuẩn"). If they name none,
    so is the nearest level that has no share of its own: one that has is a part beside this one. Behind a semicolon
    nothing is a share of the parts before it. It may be smaller than the part only if a slip of the pen made it so.
    """
    figure = statement.figures[part]
    named = _named_whole(statement, share, figure)
    nearest = not statement.cue("compared_with").search(statement.before(part))
    for index in range(part - 1, max(-1, part - 1 - _WINDOW), -1):
        whole = statement.figures[index]
        aside = statement.brackets[index] not in (0, statement.brackets[part])
        if aside or not is_level(whole) or not _same_kind(whole, figure, statement.cues):
            continue
        if whole.value < figure.value and not (nearest and _slipped(figure, whole, statement.figures[share])):
            continue
        gap = statement.gap(index, part)
        marked = statement.cue("parts_marker").search(gap) or statement.cue("out_of").search(statement.before(index))
        part_itself = statement.cue("parts_marker").search(statement.before(index)) is not None
        marked = marked if ";" not in gap else None
        nearest = nearest and not statement.cue("later").search(gap) and not (part_itself and ";" in gap)
        certain = (marked is not None and whole.kind is not Kind.TALLY) or (
            bool(named) and named <= words_of(whole.item)
        )
        certain = certain or (nearest and not named and _alone(statement, index))
        yield Whole(whole, certain=certain, parted=";" in gap)
        nearest = False


def _named_whole(statement: Statement, share: int, part: Figure) -> frozenset[str]:
    """The words right behind the percentage `share` that name its whole, other than the unit of the part."""
    return words_of(re.split(r"[.,;:()]", statement.after(share), maxsplit=1)[0]) - words_of(part.unit)


def _slipped(part: Figure, whole: Figure, percent: Figure) -> bool:
    """Whether one digit too many in the part, or one too few in the whole, makes the part the larger."""
    if not percent.value:
        return False
    wanted = ((part, whole.value * percent.value / 100), (whole, part.value * 100 / percent.value))
    return slip_explains(wanted)


def _alone(statement: Statement, index: int) -> bool:
    """Whether level `index` is a plain number without a share of its own."""
    figure = statement.figures[index]
    plain = figure.kind is not Kind.TALLY and figure.bound is Bound.EQUAL and figure.value_to is None
    return plain and not _has_share(statement, index)


def _has_share(statement: Statement, index: int) -> bool:
    """Whether a share follows level `index` in its clause, before any other level: "2.918 hộ, giảm 512, còn 17%"."""
    for position in range(index + 1, len(statement.figures)):
        figure = statement.figures[position]
        if ";" in statement.before(position) or is_level(figure):
            return False
        if is_plain_percent(figure):
            return True
    return False


def _same_kind(first: Figure, second: Figure, cues: CheckCues) -> bool:
    """Whether the units are the same or of one family (lao động, người)."""
    return same_unit(first, second) or cues.family_of(unit_of(first)) == cues.family_of(unit_of(second)) == "people"


def is_share(reading: Reading, part: Figure, whole: Figure, percent: Figure) -> bool:
    """Whether 100 · part / whole may be the percentage, as `reading` takes the numbers."""
    return (reading(part) * _HUNDRED / reading(whole)).meets(reading(percent))
