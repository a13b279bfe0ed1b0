"""Shares: n of m against a stated percentage."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from report_miner.check.findings import finding, number, outcome, quote
from report_miner.check.intervals import INFINITY, Interval
from report_miner.check.printed import EITHER_WAY, STRICT, Reading, judge
from report_miner.check.relations import Statement, is_level, is_plain_percent, same_unit, unit_of
from report_miner.check.share_wholes import fitting_pair, is_share, of_another_whole, whole_told
from report_miner.model import Bound, Change, Figure, Finding, Kind, Verdict
from report_miner.texts import say

_HUNDRED = Interval.exactly(100)
_WIDEST = 20


def share(statement: Statement) -> Iterator[Finding]:
    """A number beside its share: 100 · n / m = p, for a tally n/m, or for n of a whole m in the same sentence.

    Tolerance: the printed precision of n, m and p. Without a stated whole, some whole number m must make p
    true; the m that does is reported ("189 xã, 92,6 %" implies 204), unless it is known to no better than a
    twentieth. A percentage of something else ("6,28 % GDP") is left alone.
    """
    for index, percent in enumerate(statement.figures):
        if not is_plain_percent(percent):
            continue
        if statement.cue("points").search(statement.after(index)):
            continue
        tally = _tally_behind(statement, index)
        behind = _level_behind(statement, index)
        if tally is not None:
            yield from _of_tally(tally, percent)
        elif behind is not None and _names_whole(statement, index):
            yield _of_whole(statement.figures[index - 1], behind, percent)
        elif behind is not None and statement.cue("base_behind").search(statement.after(index)):
            yield _of_whole(statement.figures[index - 1], behind, percent, "check.share_base_message")
        elif index > 0 and _linked(statement, index):
            yield from _of_previous(statement, index)


def _tally_behind(statement: Statement, index: int) -> Figure | None:
    if index + 1 == len(statement.figures):
        return None
    following = statement.figures[index + 1]
    if following.kind is Kind.TALLY and statement.cue("inverse_bracket").search(statement.gap(index, index + 1)):
        return following
    return None


def _level_behind(statement: Statement, index: int) -> Figure | None:
    """The level behind the percentage of the one before it: "bằng 83% so với quý II (3,28 tỷ USD)"."""
    if not 0 < index < len(statement.figures) - 1:
        return None
    part, whole = statement.figures[index - 1], statement.figures[index + 1]
    if not is_level(part) or not is_level(whole) or unit_of(part) == "" or not same_unit(part, whole):
        return None
    return whole if statement.cue("share_link").search(statement.gap(index - 1, index)) else None


def _names_whole(statement: Statement, index: int) -> bool:
    """Whether what follows is the whole: "57,6% dung tích thiết kế (344 triệu m3)", "2,2% tổng dư nợ 2.655 tỷ"."""
    after = statement.after(index)
    told = statement.cue("whole_behind").search(after) and not statement.cue("plan_after").search(after)
    return bool(told)


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
    out_of = index > 1 and statement.cue("fraction_link").search(statement.gap(index - 2, index - 1))
    cue = "tally_link" if previous.kind is Kind.TALLY or out_of else "share_link"
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
    unit, named = unit_of(part).split(",")[0], after.split(",")[0]
    if statement.cue("whole_base").search(after):
        units = {unit_of(figure) for figure in statement.figures[:index]} - {"", "%", unit}
        return unit in named or not any(re.search(rf"\b{re.escape(other)}\b", named) for other in units)
    return unit != "" and unit in named


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
        yield from _of_tally(part, percent)
        return
    if index > 1 and statement.cue("fraction_link").search(statement.gap(index - 2, index - 1)):
        yield _of_whole(statement.figures[index - 2], part, percent)
        return
    whole = whole_told(statement, index)
    if whole is not None:
        found = _of_whole(part, whole, percent)
        if found.verdict is not Verdict.INCONSISTENT:
            yield found
        elif fitting := fitting_pair(statement, index):
            yield _of_whole(*fitting, percent)
        elif not of_another_whole(statement, index, part, whole):
            yield found
    elif (tally := _tally_before(statement, index)) is not None:
        yield from _of_tally(tally, percent)
    elif part.kind is Kind.COUNT and part.bound is Bound.EQUAL and part.value_to is None:
        cued = statement.cue("share_link").search(statement.gap(index - 1, index)) is not None
        alone = not any(map(is_level, statement.figures[: index - 1]))
        yield from _implied(part, percent, cued=cued and alone)


def _tally_before(statement: Statement, index: int) -> Figure | None:
    """The tally of the clause whose share the percentage `index` is: "41/46 vụ, 63 đối tượng, đạt tỷ lệ 89,1%"."""
    for position in range(index - 1, -1, -1):
        tally = statement.figures[position]
        if tally.kind is Kind.TALLY and tally.total and _tally_holds(STRICT, tally, statement.figures[index]):
            return tally
        if ";" in statement.before(position):
            return None
    return None


def _of_whole(part: Figure, whole: Figure, percent: Figure, message: str = "check.share_message") -> Finding:
    verdict = judge(is_share, part, whole, percent)
    return _stated(verdict, (part, whole, percent), part.value, whole.value, message)


def _tally_holds(reading: Reading, tally: Figure, percent: Figure) -> bool:
    return (reading(tally) * _HUNDRED / Interval.exactly(tally.total or Decimal(0))).meets(reading(percent))


def _of_tally(tally: Figure, percent: Figure) -> Iterator[Finding]:
    """The finding on a tally; none where the plan stands before what was done: "62.000/58.900 lượt, đạt 95%"."""
    total = tally.total or Decimal(0)
    verdict = judge(_tally_holds, tally, percent)
    if verdict is Verdict.INCONSISTENT:
        turned = Interval.exactly(total) * _HUNDRED / STRICT(tally)
        if turned.meets(STRICT(percent)):
            return
    yield _stated(verdict, (tally, percent), tally.value, total, "check.share_tally_message")


def _stated(verdict: Verdict, figures: tuple[Figure, ...], part: Decimal, whole: Decimal, message: str) -> Finding:
    percent = figures[-1]
    exact = part * 100 / whole if whole else Decimal(0)
    computed = say(
        "check.share_computed",
        part=number(part, 4),
        whole=number(whole, 4),
        exact=number(exact),
        printed=percent.text,
    )
    said = say(
        message,
        part=quote(figures[0]),
        whole=number(whole, 4),
        exact=number(exact),
        printed=percent.text,
        outcome=outcome(verdict),
    )
    return finding("share", verdict, figures, computed, said)


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
