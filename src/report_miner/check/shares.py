"""Shares: n of m against a stated percentage."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from report_miner.check.cues import CheckCues
from report_miner.check.findings import finding, number, outcome, quote
from report_miner.check.intervals import INFINITY, Interval
from report_miner.check.printed import EITHER_WAY, GENEROUS, STRICT, Reading, judge
from report_miner.check.relations import Statement, is_level, same_unit, unit_of, words_of
from report_miner.check.slips import digits_of, slip_explains
from report_miner.model import Bound, Change, Figure, Finding, Kind, Verdict
from report_miner.texts import say

_HUNDRED = Interval.exactly(100)
_WINDOW = 8
_WIDEST = 20
_TALLY_AND_PERCENT = 2


@dataclass(frozen=True, slots=True)
class Whole:
    """A figure that may be the whole of a part; `certain` when the words say so."""

    figure: Figure
    certain: bool


def share(statement: Statement) -> Iterator[Finding]:
    """A number beside its share: 100 · n / m = p, for a tally n/m, or for n of a whole m in the same sentence.

    Tolerance: the printed precision of n, m and p. Without a stated whole, some whole number m must make p
    true; the m that does is reported ("189 xã, 92,6 %" implies 204), unless it is known to no better than a
    twentieth. A percentage of something else ("6,28 % GDP") is left alone.
    """
    for index, percent in enumerate(statement.figures):
        if percent.kind is not Kind.PERCENT or percent.change is not Change.NONE:
            continue
        if statement.cue("points").search(statement.after(index)):
            continue
        tally = _tally_behind(statement, index)
        whole = _whole_behind(statement, index)
        if tally is not None:
            yield _of_tally(tally, percent)
        elif whole is not None:
            yield _of_whole(statement.figures[index - 1], whole, percent)
        elif index > 0 and _linked(statement, index):
            yield from _of_previous(statement, index)


def _tally_behind(statement: Statement, index: int) -> Figure | None:
    if index + 1 == len(statement.figures):
        return None
    following = statement.figures[index + 1]
    if following.kind is Kind.TALLY and statement.cue("inverse_bracket").search(statement.gap(index, index + 1)):
        return following
    return None


def _whole_behind(statement: Statement, index: int) -> Figure | None:
    """The whole behind the percentage: "bằng 57,6% dung tích thiết kế (344 triệu m3)", "2,2% tổng dư nợ 2.655 tỷ"."""
    if not 0 < index < len(statement.figures) - 1:
        return None
    part, whole = statement.figures[index - 1], statement.figures[index + 1]
    if not is_level(part) or not is_level(whole) or not unit_of(part) == unit_of(whole) != "":
        return None
    gap, after = statement.gap(index - 1, index), statement.after(index)
    told = statement.cue("share_link").search(gap) and statement.cue("whole_behind").search(after)
    return whole if told and not statement.cue("plan_after").search(after) else None


def _linked(statement: Statement, index: int) -> bool:
    """Whether the words make percentage `index` the share of the figure before it, which no bracket sets aside."""
    previous = statement.figures[index - 1]
    if statement.brackets[index - 1] and not statement.brackets[index] and previous.kind is not Kind.TALLY:
        return False
    gap = statement.gap(index - 1, index).lstrip().removeprefix(unit_of(previous))
    if (
        not _own_base(statement, index, previous)
        or statement.cue("parts_marker").search(gap)
        or statement.cue("joined_share").search(gap)
    ):
        return False
    cue = "tally_link" if previous.kind is Kind.TALLY else "share_link"
    if statement.cue("share_link").search(gap) or statement.cue(cue).search(gap):
        return is_level(previous)
    bare = statement.cue("bare_bracket").search(gap) is not None and not statement.cue("direction").search(gap)
    return bare and is_level(previous) and not statement.cue("direction").search(statement.before(index - 1))


def _own_base(statement: Statement, index: int, part: Figure) -> bool:
    """Whether the percentage `index` is one of the part's own kind: no other base is named behind it."""
    after = statement.after(index)
    if statement.cue("other_base").search(after):
        return False
    if statement.cue("clean_end").search(after):
        return not _base_told_before(statement, index)
    if statement.cue("whole_base").search(after):
        return True
    unit = unit_of(part).split(",")[0]
    return unit != "" and unit in after.split(",")[0]


def _base_told_before(statement: Statement, index: int) -> bool:
    """Whether the base of a percentage is left out, as told before with the same word or with a change.

    "thu bằng 56% dự toán; chi … bằng 51%"; "tăng 5% so cùng kỳ, trong đó lợn (tăng 2%), gia cầm (bằng 101%)".
    """
    word = _last_word(statement.before(index))
    for other in range(index - 1, -1, -1):
        percent = statement.figures[other]
        if percent.kind is Kind.PERCENT:
            compares = percent.change is not Change.NONE and statement.cue("compares").search(word) is not None
            if not compares and _last_word(statement.before(other)) != word:
                return False
            if statement.cue("other_base").search(statement.after(other)):
                return True
    return False


def _last_word(text: str) -> str:
    words = text.replace("(", " ").split()
    return words[-1].lower() if words else ""


def _of_previous(statement: Statement, index: int) -> Iterator[Finding]:
    part, percent = statement.figures[index - 1], statement.figures[index]
    if part.kind is Kind.TALLY:
        yield _of_tally(part, percent)
        return
    if index > 1 and statement.cue("fraction_link").search(statement.gap(index - 2, index - 1)):
        yield _of_whole(statement.figures[index - 2], part, percent)
        return
    whole = _whole_told(statement, index)
    if whole is not None:
        part, whole = _fitting(statement, index) or (part, whole)
        yield _of_whole(part, whole, percent)
    elif (tally := _tally_before(statement, index)) is not None:
        yield _of_tally(tally, percent)
    elif part.kind is Kind.COUNT and part.bound is Bound.EQUAL and part.value_to is None:
        cued = statement.cue("share_link").search(statement.gap(index - 1, index)) is not None
        yield from _implied(part, percent, cued=cued)


def _whole_told(statement: Statement, index: int) -> Figure | None:
    """The whole of which percentage `index` is the share of the figure before it.

    One that fits comes first, be it told earlier; then the one that the words mean, then one that a slip explains.
    """
    part, percent = statement.figures[index - 1], statement.figures[index]
    wholes = list(_wholes(statement, index - 1, index))
    for whole in wholes:
        if _holds(STRICT, part, whole.figure, percent):
            return whole.figure
    told = _told_earlier(statement, part)
    for figure in reversed(told):
        if _holds(STRICT, part, figure, percent):
            return figure
    for whole in wholes:
        if whole.certain or _serves_others(statement, whole.figure, index):
            return whole.figure
    return _slipped_earlier(statement, told, part, percent)


def _fitting(statement: Statement, index: int) -> tuple[Figure, Figure] | None:
    """Two levels of its clause whose share a percentage is, the nearest first.

    "thụ lý 1.300 vụ/2.400 bị cáo, giải quyết 1.040 vụ/2.000 bị cáo, đạt 80%".
    """
    clause = statement.text[: statement.figures[index].start - statement.start].rpartition(";")[0]
    levels = [f for f in statement.figures[:index] if is_level(f) and f.start - statement.start >= len(clause)]
    for position in range(len(levels) - 1, 0, -1):
        part = levels[position]
        for whole in reversed(levels[:position]):
            larger = same_unit(part, whole) and whole.value > part.value
            if larger and whole.kind is part.kind and _holds(STRICT, part, whole, statement.figures[index]):
                return part, whole
    return None


def _tally_before(statement: Statement, index: int) -> Figure | None:
    """The tally of the clause whose share the percentage `index` is: "41/46 vụ, 63 đối tượng, đạt tỷ lệ 89,1%"."""
    for position in range(index - 1, -1, -1):
        tally = statement.figures[position]
        if tally.kind is Kind.TALLY and tally.total and _tally_holds(STRICT, tally, statement.figures[index]):
            return tally
        if ";" in statement.before(position):
            return None
    return None


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
        if other == index or percent.kind is not Kind.PERCENT or percent.change is not Change.NONE:
            continue
        if is_level(part) and part.kind is not Kind.PERCENT and not _holds(GENEROUS, part, whole, percent):
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
        served += same_unit(part, whole) and _holds(STRICT, part, whole, percent)
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
        yield Whole(whole, certain=certain or (nearest and not named and _alone(statement, index)))
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
        if figure.kind is Kind.PERCENT and figure.change is Change.NONE:
            return True
    return False


def _same_kind(first: Figure, second: Figure, cues: CheckCues) -> bool:
    """Whether the units are the same or of one family (lao động, người)."""
    return same_unit(first, second) or cues.family_of(unit_of(first)) == cues.family_of(unit_of(second)) == "people"


def _holds(reading: Reading, part: Figure, whole: Figure, percent: Figure) -> bool:
    return (reading(part) * _HUNDRED / reading(whole)).meets(reading(percent))


def _of_whole(part: Figure, whole: Figure, percent: Figure) -> Finding:
    verdict = judge(_holds, part, whole, percent)
    return _stated(verdict, (part, whole, percent), part.value, whole.value)


def _tally_holds(reading: Reading, tally: Figure, percent: Figure) -> bool:
    return (reading(tally) * _HUNDRED / Interval.exactly(tally.total or Decimal(0))).meets(reading(percent))


def _of_tally(tally: Figure, percent: Figure) -> Finding:
    return _stated(judge(_tally_holds, tally, percent), (tally, percent), tally.value, tally.total or Decimal(0))


def _stated(verdict: Verdict, figures: tuple[Figure, ...], part: Decimal, whole: Decimal) -> Finding:
    percent = figures[-1]
    exact = part * 100 / whole if whole else Decimal(0)
    computed = say(
        "check.share_computed",
        part=number(part, 4),
        whole=number(whole, 4),
        exact=number(exact),
        printed=percent.text,
    )
    message = say(
        "check.share_tally_message" if len(figures) == _TALLY_AND_PERCENT else "check.share_message",
        part=quote(figures[0]),
        whole=number(whole, 4),
        exact=number(exact),
        printed=percent.text,
        outcome=outcome(verdict),
    )
    return finding("share", verdict, figures, computed, message)


def _implied(part: Figure, percent: Figure, *, cued: bool) -> Iterator[Finding]:
    if percent.value <= 0 or not part.value:
        return

    def wholes(reading: Reading) -> tuple[Decimal, Decimal] | None:
        possible = reading(part) * _HUNDRED / reading(percent)
        if possible.high == INFINITY:
            return max(possible.low, part.value), part.value
        return possible.whole_numbers()

    verdict = judge(lambda reading: wholes(reading) is not None)
    if verdict is Verdict.INCONSISTENT and (not cued or wholes(EITHER_WAY) is not None):
        verdict = Verdict.UNCLEAR
    found = wholes(STRICT)
    key = "none" if found is None else "one" if found[0] == found[1] else "many"
    low, high = found or (Decimal(0), Decimal(0))
    if (high - low) * _WIDEST > high:
        return
    values = {"part": quote(part), "printed": percent.text, "low": number(low), "high": number(high)}
    yield finding(
        "share",
        verdict,
        (part, percent),
        say(f"check.implied_{key}_computed", value=number(part.value), **values),
        say(f"check.implied_{key}_message", **values),
    )
