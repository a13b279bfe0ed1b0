"""Parts and their whole: "trong đó", "gồm", breakdowns in brackets, shares that make up 100 %."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import takewhile

from report_miner.check.breakdowns import Breakdown, all_extracted, breakdowns, within_scope
from report_miner.check.findings import finding, number, outcome, quote
from report_miner.check.intervals import Interval
from report_miner.check.printed import STRICT, Reading, adds_up, judge, total_of
from report_miner.check.relations import Statement, is_level, is_plain_percent, same_unit, unit_of, words_of
from report_miner.check.slips import digits_of, slip_explains
from report_miner.model import Bound, Figure, Finding, Kind, Verdict
from report_miner.texts import say

_WINDOW = 4
_LONG = 3
_FEW = 2
_HUNDRED = Interval.exactly(100)


def parts(statement: Statement) -> Iterator[Finding]:
    """No part exceeds its whole; the parts of a complete list add up to it.

    Tolerance: the printed precision of every figure. A list is complete behind "gồm", "chia ra", "tổng số …:" or a
    colon, if "còn lại" or "khác" closes it or it names two halves (nam, nữ), and in brackets if "và" joins its last
    part: then its sum must meet the whole, if every number in it is a figure. Else parts may overlap or be left out,
    so only a part above its whole is inconsistent, and a sum above it unclear (inconsistent for parts that cannot
    overlap, and for three or more of which one slip of the pen explains the difference); a sum below it is unclear if
    the numbers are long and one slip explains it. Parts of another place or period are never inconsistent.
    """
    yield from _rests(statement)
    for breakdown in breakdowns(statement):
        above = [part for part in breakdown.parts if _above(part, breakdown.whole)]
        if above:
            yield from (
                _part_above(breakdown.whole, part) for part in above if _surely_part(statement, breakdown, part)
            )
        elif len(breakdown.parts) > 1:
            yield from _sum(breakdown)
        else:
            yield _within(breakdown.whole, breakdown.parts[0])


def _surely_part(statement: Statement, breakdown: Breakdown, part: Figure) -> bool:
    """Whether a part lies in the scope of its whole and not behind a semicolon, where another clause may begin."""
    first = statement.figures.index(breakdown.parts[0]) + 1
    between = statement.figures[first : statement.figures.index(part) + 1]
    parted = any(";" in statement.before(statement.figures.index(figure)) for figure in between)
    return within_scope(part, breakdown.whole) and not parted


def _rests(statement: Statement) -> Iterator[Finding]:
    """What is left: n + k = m for a tally n/m with "còn" k, and p + k = w for w, of it p, "còn lại" k."""
    for index, rest in enumerate(statement.figures):
        if index and is_level(rest) and rest.kind is not Kind.TALLY and _is_rest(statement, index):
            yield from _rests_of_tallies(statement, index)
            levels = [f for f in statement.figures[max(0, index - _WINDOW) : index] if _divided(f, rest, statement)]
            alone = len(levels) == _FEW and _nothing_between(statement, levels[0], index, levels)
            alone = alone and not all(";" in statement.before(each) for each in (index - 1, index))
            alone = alone and not statement.cue("open_list_head").search(statement.before(index - 1))
            if alone and (levels[0].value > levels[1].value or _out_of(statement, levels)):
                whole, part = sorted(levels, key=lambda figure: figure.value, reverse=True)
                yield _left(whole, part, rest)


def _rests_of_tallies(statement: Statement, index: int) -> Iterator[Finding]:
    """What figure `index` leaves of a tally before it: "5/8 khối tốt, còn 3 khối yếu".

    A level between the two may be one more part ("5/8 khối tốt, 2 khối trung bình, còn 1 khối yếu"). Where nothing is
    left, what is short behind a semicolon is short of something else ("15/15 phòng kiên cố; thiếu 02 phòng họp").
    """
    rest = statement.figures[index]
    for position in range(max(0, index - 2), index):
        tally = statement.figures[position]
        if tally.kind is not Kind.TALLY or tally.total is None or not same_unit(rest, tally):
            continue
        full = tally.value == tally.total and ";" in statement.before(index)
        between = [f for f in statement.figures[position + 1 : index] if is_level(f) and same_unit(f, tally)]
        divided = tally.value + rest.value + sum(figure.value for figure in between) == tally.total
        if not full and not (between and divided):
            yield _rest(tally, rest, tally.total)


def _is_rest(statement: Statement, index: int) -> bool:
    """Whether figure `index` is what is left: "còn lại 306 người", "306 người còn lại", "thiếu 61 người"."""
    before = statement.before(index)
    told = index > 1 and statement.cue("part_of").search(statement.gap(index - 2, index - 1)) is not None
    if statement.cue("remaining").search(before) or (told and statement.cue("still_open").search(before)):
        return True
    return is_left_over(statement, index)


def is_left_over(statement: Statement, index: int) -> bool:
    """Whether the words behind figure `index` say that it is what is left: "306 người còn lại", "262 em bỏ thi"."""
    after = statement.after(index).strip().removeprefix(unit_of(statement.figures[index])).lstrip()
    return statement.cue("left_over").search(after) is not None


def _nothing_between(statement: Statement, whole: Figure, rest: int, levels: Sequence[Figure]) -> bool:
    """Whether no other number between the whole and the rest, of whatever unit, may be one more part."""
    first = statement.figures.index(whole)
    between = [f for f in statement.figures[first:rest] if is_level(f) and f.kind is whole.kind]
    return between == list(levels) and all_extracted(statement, first, rest)


def _out_of(statement: Statement, levels: Sequence[Figure]) -> bool:
    """Whether the first level is told to be part of the second: "1.612 trong 1.840 ổ dịch, còn nợ 228 ổ"."""
    first, second = (statement.figures.index(figure) for figure in levels)
    return second == first + 1 and statement.cue("part_of").search(statement.gap(first, second)) is not None


def _divided(figure: Figure, rest: Figure, statement: Statement) -> bool:
    """Whether a level may be the whole or the other part of what is left."""
    families = {statement.cues.family_of(unit_of(f)) for f in (figure, rest)}
    return is_level(figure) and figure.kind is rest.kind and len(families) == 1 and figure.value_to is None


def _left(whole: Figure, part: Figure, rest: Figure) -> Finding:
    verdict = judge(adds_up, (part, rest), whole)
    found = number(part.value + rest.value, 3)
    computed = f"{number(part.value, 3)} + {number(rest.value, 3)} = {found}; {whole.text}"
    message = say("check.sum_message", whole=quote(whole), count=2, total=found, outcome=outcome(verdict))
    return finding("parts", verdict, (whole, part, rest), computed, message)


def _rest(tally: Figure, rest: Figure, total: Decimal) -> Finding:
    def holds(reading: Reading) -> bool:
        return (Interval.exactly(tally.value) + reading(rest)).meets(Interval.exactly(total))

    verdict = judge(holds)
    found = number(tally.value + rest.value)
    computed = f"{number(tally.value)} + {number(rest.value)} = {found}; {tally.text}"
    message = say("check.rest_message", tally=quote(tally), rest=quote(rest), total=found, outcome=outcome(verdict))
    return finding("parts", verdict, (tally, rest), computed, message)


def shares_of_whole(statement: Statement) -> Iterator[Finding]:
    """The shares of one structure ("cơ cấu") add up to 100 %, within the printed precision of each.

    Shares in brackets behind them are those of another time: "nông nghiệp 31,4% (năm 2015: 47,8%), …", and so is the
    first of two ("từ 23% xuống 21,7%"). Three shares
    or more behind a colon, or one after the other, are a structure, too, if they add up; if the words close the list
    ("và", "không", "khác" behind a colon, else "còn lại", "khác") and one slip of the pen keeps them from it, that is
    inconsistent.
    """
    if not statement.cue("structure").search(statement.text):
        yield from list(_listed_shares(statement)) or _shares_in_a_row(statement)
        return
    if statement.text.count("%") != len(statement.figures) or any(not is_plain_percent(f) for f in statement.figures):
        return
    outside = [f for f, bracket in zip(statement.figures, statement.brackets, strict=True) if not bracket]
    outside = [figure for figure in outside if not _left_behind(statement, statement.figures.index(figure))]
    inside = [f for f, bracket in zip(statement.figures, statement.brackets, strict=True) if bracket]
    for shares in (outside, inside if len(inside) == len(outside) else []):
        labels = {_named_before(statement, figure) for figure in shares}
        named = len(labels) == len(shares) and not any(_changed(statement, figure) for figure in shares)
        listed = (
            named or len({figure.item for figure in shares}) > _FEW or statement.cue("in_turn").search(statement.text)
        )
        if len(shares) > _FEW and listed:
            yield _structure(statement, shares)


def _listed_shares(statement: Statement) -> Iterator[Finding]:
    """The shares behind a colon that the words do not call a structure."""
    first = next((i for i, _ in enumerate(statement.figures) if ":" in statement.before(i)), None)
    if first is None:
        return
    positions = list(takewhile(lambda i: _next_share(statement, i, first), range(first, len(statement.figures))))
    shares = [statement.figures[i] for i in positions]
    if len(shares) <= _FEW or any(_changed(statement, share) for share in shares):
        return
    closed = statement.cue("last_share").search(statement.before(positions[-1])) is not None
    if total_of(STRICT, shares).meets(_HUNDRED) or (closed and _share_slipped(shares)):
        yield _structure(statement, shares)


def _shares_in_a_row(statement: Statement) -> Iterator[Finding]:
    """The shares that follow one another, each behind its label: "luồng xanh 61,4%, vàng 33,2%, còn lại 5,4%"."""
    for first, last in _rows(statement):
        shares = statement.figures[first : last + 1]
        rest = statement.cue("closing_part").search(statement.before(last)) is not None
        if len(shares) + rest <= _FEW:
            continue
        alone = rest and not any(figure.kind is Kind.PERCENT for figure in statement.figures[:first])
        alone = alone and all_extracted(statement, first, last)
        if total_of(STRICT, shares).meets(_HUNDRED) or (alone and _share_slipped(shares)):
            yield _structure(statement, shares)


def _rows(statement: Statement) -> Iterator[tuple[int, int]]:
    """The first and the last of shares in a row, two of them or more."""
    first = 0
    for index in range(1, len(statement.figures) + 1):
        goes_on = index < len(statement.figures) and _is_share(statement.figures[index])
        goes_on = goes_on and statement.brackets[index] == statement.brackets[first]
        if not (goes_on and statement.cue("next_share").search(statement.before(index))):
            if index - first >= _FEW and _is_share(statement.figures[first]):
                yield first, index - 1
            first = index


def _next_share(statement: Statement, index: int, first: int) -> bool:
    if not _is_share(statement.figures[index]) or statement.brackets[index]:
        return False
    return index == first or ";" not in statement.before(index)


def _is_share(figure: Figure) -> bool:
    return is_plain_percent(figure) and figure.bound is Bound.EQUAL and figure.value_to is None


def _share_slipped(shares: Sequence[Figure]) -> bool:
    gap = 100 - sum((figure.value for figure in shares), Decimal(0))
    wanted = ((figure, figure.value + gap) for figure in shares)
    return slip_explains(wanted)


def _named_before(statement: Statement, share: Figure) -> frozenset[str]:
    """The words that stand before a share, behind the one before it."""
    return words_of(statement.before(statement.figures.index(share)))


def _changed(statement: Statement, share: Figure) -> bool:
    """Whether a verb of change stands before a share: it is a level in time, no member of a structure."""
    return statement.cue("direction").search(statement.before(statement.figures.index(share))) is not None


def _left_behind(statement: Statement, index: int) -> bool:
    """Whether share `index` is the earlier one of two: "từ 23% xuống 21,7%"."""
    if statement.cue("from_before").search(statement.before(index)) is None:
        return False
    return statement.cue("from_to").search(statement.after(index)) is not None


def _structure(statement: Statement, shares: Sequence[Figure]) -> Finding:
    opened = statement.cue("open_list").search(statement.text) is not None

    def holds(reading: Reading) -> bool:
        total = total_of(reading, shares)
        return total.low <= 100 if opened else total.meets(_HUNDRED)

    verdict = judge(holds)
    total = sum((figure.value for figure in shares), Decimal(0))
    computed = f"{' + '.join(number(f.value) for f in shares)} = {number(total)} (%)"
    message = say("check.shares_message", total=number(total), outcome=outcome(verdict))
    return finding("parts", verdict, shares, computed, message)


def _above(part: Figure, whole: Figure) -> bool:
    if whole.bound not in (Bound.EQUAL, Bound.ABOUT, Bound.BELOW, Bound.AT_MOST):
        return False

    def holds(reading: Reading) -> bool:
        return reading(part).low <= reading(whole).high

    return judge(holds) is Verdict.INCONSISTENT


def _sum(breakdown: Breakdown) -> Iterator[Finding]:
    whole = breakdown.whole
    members, exact = _added(breakdown)
    if exact is Verdict.INCONSISTENT:
        exceeds = judge(lambda r: total_of(r, members).low <= r(whole).high) is Verdict.INCONSISTENT
        if not breakdown.complete:
            long = min(len(digits_of(figure.text)) for figure in (whole, *members)) >= _LONG
            long = long or len(digits_of(whole.text)) > _LONG
            if not exceeds and not (long and _slipped(breakdown)):
                return
            certain = breakdown.disjoint or (len(members) > _FEW and _slipped(breakdown))
            exact = Verdict.INCONSISTENT if exceeds and certain else Verdict.UNCLEAR
        elif not exceeds and _far_below(members, whole) and not _slipped(breakdown):
            exact = Verdict.UNCLEAR
        if not breakdown.comparable:
            exact = Verdict.UNCLEAR
    total = sum((part.value for part in members), Decimal(0))
    computed = f"{' + '.join(number(part.value, 3) for part in members)} = {number(total, 3)}"
    message = say(
        "check.sum_message",
        whole=quote(whole),
        count=len(members),
        total=number(total, 3),
        outcome=outcome(exact),
    )
    yield finding("parts", exact, (whole, *members), computed, message)


def _far_below(members: Sequence[Figure], whole: Figure) -> bool:
    """Whether more than a fifth of the whole is missing: who writes "gồm" may still leave parts out."""
    return sum((part.value for part in members), Decimal(0)) * 5 < whole.value * 4


def _added(breakdown: Breakdown) -> tuple[tuple[Figure, ...], Verdict]:
    """The parts that were added up, and whether they meet the whole.

    Figures behind the list count as parts if the sum is right with them and not without; the last ones of the list
    do not if the sum is right without them: they divide a part once more, or tell how far two lie apart.
    """
    whole, members = breakdown.whole, breakdown.parts
    longer = [(*members, *breakdown.more[:count]) for count in range(len(breakdown.more) + 1)]
    shorter = [members[:count] for count in range(len(members) - 1, 1, -1)]
    for tried in (*longer, *shorter):
        verdict = judge(adds_up, tried, whole)
        if verdict is not Verdict.INCONSISTENT:
            return tried, verdict
    return members, Verdict.INCONSISTENT


def _slipped(breakdown: Breakdown) -> bool:
    """Whether one slip of the pen in one number is all that keeps the parts from adding up."""
    whole, members = breakdown.whole, breakdown.parts
    gap = whole.value - sum((part.value for part in members), Decimal(0))
    return slip_explains([(whole, whole.value - gap), *((part, part.value + gap) for part in members)])


def _part_above(whole: Figure, part: Figure) -> Finding:
    computed = f"{number(part.value)} > {number(whole.value)}"
    message = say("check.part_above_message", part=quote(part), whole=quote(whole))
    return finding("parts", Verdict.INCONSISTENT, (whole, part), computed, message)


def _within(whole: Figure, part: Figure) -> Finding:
    computed = f"{number(part.value)} ≤ {number(whole.value)}"
    message = say("check.part_within_message", part=quote(part), whole=quote(whole))
    return finding("parts", Verdict.CONSISTENT, (whole, part), computed, message)
