"""Parts and their whole: "trong đó", "gồm", breakdowns in brackets, shares that make up 100 %."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import add

from report_miner.check.cues import CheckCues
from report_miner.check.findings import finding, number, outcome, quote
from report_miner.check.intervals import Interval
from report_miner.check.printed import Reading, judge, printed_unit
from report_miner.check.relations import Statement, is_level, last_match, same_period, same_place, unit_of
from report_miner.check.slips import digits_of, one_slip
from report_miner.model import Bound, Change, Figure, Finding, Kind, Verdict
from report_miner.texts import say

_WINDOW = 6
_LONG = 3
_FEW = 2
_HUNDRED = Interval.exactly(100)
_BREAK = re.compile(r"…|\.\s")
_LABELLED = re.compile(r"(?:[,;:]|\bgồm|\b(?:trong đó|là|và)\b)[^()]*\([^()]*$")
_OPENED = re.compile(r"^[^()]*\([^()]*$")
_CLOSED = re.compile(r"^[^()]*\)")
_SEPARATED = re.compile(r"\d[.,]\d")
_IN_TURN = re.compile(r"\blần lượt\b|%\s*[-–]")
_JOINED_LAST = re.compile(r"\bvà\s[^,;:]*$")
_COLON = re.compile(r"^[^;:.,()\d]{1,60}:[^;:.,()\d]{0,40}$")
_JOINED = re.compile(r"^[^,;:()]*\bvà\b")
_COUNTRY = "Việt Nam"
_NUMERAL = re.compile(r"(?<![\w.,/–-])\d[\d.,]*")


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A whole with its parts; `complete` when the words say that nothing is left out.

    `more` are figures behind the list that may belong to it too; `disjoint` parts cannot overlap: they lie in other
    places, or bare labels name them ("mầm non 1.020, tiểu học 645").
    """

    whole: Figure
    parts: tuple[Figure, ...]
    more: tuple[Figure, ...]
    complete: bool
    disjoint: bool

    @property
    def comparable(self) -> bool:
        """Whether all parts lie in the place and the period of the whole."""
        return all(_within_scope(part, self.whole) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Collected:
    """The parts of a list and what may follow it; `last` is the position of the last part.

    `closed`: "còn lại" ends the list. `sure`: no number between the parts may be one more part.
    """

    found: tuple[Figure, ...]
    more: tuple[Figure, ...]
    closed: bool
    sure: bool
    last: int


def parts(statement: Statement) -> Iterator[Finding]:
    """No part exceeds its whole; the parts of a complete list add up to it.

    Tolerance: the printed precision of every figure. A list is complete behind "gồm", "chia ra", "tổng số …:" or a
    colon, if "còn lại" or "khác" closes it or "và" joins its last part, and if "trong đó" names three parts or more: then
    its sum must meet the whole, if every number in it is a figure. Else parts may overlap or be left out, so only a part
    above its whole is inconsistent, and a sum above it unclear (inconsistent for parts that cannot overlap, and for
    three or more of which one slip of the pen explains the difference). Parts of another place or period than the whole are never inconsistent.
    """
    yield from _rests(statement)
    for breakdown in _breakdowns(statement):
        above = [part for part in breakdown.parts if _above(part, breakdown.whole)]
        if above:
            yield from (_part_above(breakdown.whole, part) for part in above if _within_scope(part, breakdown.whole))
        elif len(breakdown.parts) > 1:
            yield from _sum(breakdown)
        else:
            yield _within(breakdown.whole, breakdown.parts[0])


def _rests(statement: Statement) -> Iterator[Finding]:
    """A tally n/m with "còn" k: n + k = m."""
    for index, tally in enumerate(statement.figures):
        for position in (index + 1, index + 2):
            if tally.kind is not Kind.TALLY or tally.total is None or position >= len(statement.figures):
                break
            rest = statement.figures[position]
            same = rest.kind is Kind.COUNT and is_level(rest) and unit_of(rest) == unit_of(tally)
            if same and statement.cue("remaining").search(statement.before(position)):
                yield _rest(tally, rest, tally.total)


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

    Shares in brackets behind them are those of another time: "nông nghiệp 31,4% (năm 2015: 47,8%), …".
    """
    if not statement.cue("structure").search(statement.text):
        return
    if statement.text.count("%") != len(statement.figures) or any(not _plain_share(f) for f in statement.figures):
        return
    outside = [f for f, bracket in zip(statement.figures, statement.brackets, strict=True) if not bracket]
    inside = [f for f, bracket in zip(statement.figures, statement.brackets, strict=True) if bracket]
    for shares in (outside, inside if len(inside) == len(outside) else []):
        listed = len({figure.item for figure in shares}) > _FEW or _IN_TURN.search(statement.text)
        if len(shares) > _FEW and listed:
            yield _structure(statement, shares)


def _plain_share(figure: Figure) -> bool:
    return figure.kind is Kind.PERCENT and figure.change is Change.NONE


def _structure(statement: Statement, shares: Sequence[Figure]) -> Finding:
    opened = statement.cue("open_list").search(statement.text) is not None

    def holds(reading: Reading) -> bool:
        total = _total(reading, shares)
        return total.low <= 100 if opened else total.meets(_HUNDRED)

    verdict = judge(holds)
    total = sum((figure.value for figure in shares), Decimal(0))
    computed = f"{' + '.join(number(f.value) for f in shares)} = {number(total)} (%)"
    message = say("check.shares_message", total=number(total), outcome=outcome(verdict))
    return finding("parts", verdict, shares, computed, message)


def _breakdowns(statement: Statement) -> Iterator[Breakdown]:
    for index in range(1, len(statement.figures)):
        figure, gap = statement.figures[index], statement.gap(index - 1, index)
        totalled = _totalled(statement, index) or _COLON.search(gap) is not None
        marked = (
            totalled or _marked(statement, gap) or bool(statement.cue("out_of").search(statement.before(index - 1)))
        )
        bracketed = statement.brackets[index] != statement.brackets[index - 1] and _OPENED.search(gap) is not None
        if not (marked or bracketed) or not is_level(figure) or figure.kind is Kind.TALLY:
            continue
        position = _whole(statement, index) if marked else index - 1
        if position is None:
            continue
        whole = statement.figures[position]
        if whole.value_to is not None or not _part_of(figure, whole, statement.cues):
            continue
        outside = marked and _labelled(gap)
        collected = _collect(statement, index, whole, statement.brackets[position if outside else index])
        if not marked and (len(collected.found) < 2 or not _pure_bracket(statement, index)):
            continue
        if (
            len(collected.found) == 1
            and not _counted(statement, index)
            and statement.cue("complete_marker").search(gap)
        ):
            continue
        named = totalled or statement.cue("complete_marker").search(gap) is not None
        opened = statement.cue("open_list").search(statement.text, figure.start - statement.start)
        told = named and collected.sure and not opened
        listed = collected.sure and not opened and _full_list(statement, collected, marked=marked)
        complete = (told or listed or collected.closed) and _all_extracted(statement, index, collected.last)
        disjoint = _disjoint(statement, index, collected)
        yield Breakdown(whole, collected.found, collected.more, complete, disjoint)


def _full_list(statement: Statement, collected: Collected, *, marked: bool) -> bool:
    """Whether a list ends as one that leaves nothing out: "và" before its last part, or three parts behind "trong đó"."""
    joined = len(collected.found) > 1 and _JOINED_LAST.search(statement.before(collected.last)) is not None
    return joined or (marked and not statement.brackets[collected.last] and len(collected.found) > _FEW)


def _totalled(statement: Statement, index: int) -> bool:
    """Whether figure `index` begins a list behind "tổng số …:"."""
    if not statement.cue("listed_total").search(statement.before(index - 1)):
        return False
    return re.search(r"^[^;.,()]*:[^;.()]*$", statement.gap(index - 1, index)) is not None


def _counted(statement: Statement, index: int) -> bool:
    """Whether the unit of figure `index` stands behind it; a lone number in a list of names may be a name: "bệnh viện 108"."""
    unit = unit_of(statement.figures[index])
    return bool(unit) and statement.after(index).lstrip().startswith(unit)


def _labelled(gap: str) -> bool:
    """Whether a label of its own stands before the bracket that `gap` opens: ", Ngữ văn (", not " bài ("."""
    return _LABELLED.search(gap) is not None


def _marked(statement: Statement, gap: str) -> bool:
    """Whether a marker of parts reaches the end of `gap`: no bracket or clause closes in between."""
    last = last_match(statement.cue("parts_marker"), gap)
    return last is not None and not re.search(r"[);]", gap[last.end() :])


def _whole(statement: Statement, part: int) -> int | None:
    """The nearest level before figure `part` of which it can be a part, not deeper in brackets.

    A nearer one that is too small is passed over if one further away is large enough.
    """
    candidates = []
    for index in range(part - 1, max(-1, part - 1 - _WINDOW), -1):
        figure = statement.figures[index]
        if _BREAK.search(statement.gap(index, index + 1)):
            break
        inside = statement.brackets[index] and statement.brackets[index] != statement.brackets[part]
        if not inside and is_level(figure) and _part_of(statement.figures[part], figure, statement.cues):
            candidates.append(index)
    large = [i for i in candidates if statement.figures[i].value >= statement.figures[part].value]
    return next(iter(large or candidates), None)


def _part_of(part: Figure, whole: Figure, cues: CheckCues) -> bool:
    if not is_level(whole) or part.status is not whole.status or part.kind is Kind.PERCENT:
        return False
    inner, outer = unit_of(part), unit_of(whole)
    if inner == outer or not inner:
        return bool(outer) and part.kind is whole.kind
    listed = [unit.strip() for unit in outer.replace(" và ", ",").split(",")]
    return inner in listed or (bool(inner) and cues.family_of(inner) == cues.family_of(outer) == "people")


def _collect(statement: Statement, first: int, whole: Figure, bracket: int) -> Collected:
    """The parts from figure `first` on; the list stands in `bracket`.

    A number in brackets is a part when it stands behind a label of its own ("Toán (17 bài), Ngữ văn (11 bài)"), and
    a detail of the part before when it does not ("24 bài (10 bài …)").
    """
    found, more = [statement.figures[first]], []
    closed, sure, last, ended = False, True, first, False
    semicolons: bool | None = None
    joined = False
    for index in range(first + 1, len(statement.figures)):
        figure, gap = statement.figures[index], statement.before(index)
        inner = statement.brackets[index]
        if bracket and (not inner or (statement.brackets[index - 1] == bracket and _CLOSED.search(gap))):
            break
        if inner != bracket and (inner == statement.brackets[index - 1] or not _labelled(gap)):
            continue
        nested = statement.cue("parts_marker").search(gap) is not None
        if not is_level(figure) or not _part_of(figure, whole, statement.cues):
            sure = sure and unit_of(figure) != unit_of(whole)
            continue
        separated = ";" in gap
        if semicolons is None:
            semicolons = separated
        if nested and not ended:
            sure = False
        ended = ended or joined or nested or (separated and not semicolons)
        joined = _JOINED.search(gap) is not None
        if ended:
            more.append(figure)
            continue
        found.append(figure)
        last = index
        if statement.cue("rest").search(gap):
            closed = True
            break
    return Collected(tuple(found), tuple(more), closed, sure, last)


def _disjoint(statement: Statement, first: int, collected: Collected) -> bool:
    places = {str(part.place) for part in collected.found}
    if len(places) == len(collected.found) > 1:
        return True
    labelled = not any(_counted(statement, index) for index in range(first, collected.last + 1))
    return labelled and statement.cues.family_of(unit_of(collected.found[0])) != "people"


def _within_scope(part: Figure, whole: Figure) -> bool:
    """Whether the part lies in the period of the whole, and in its place or a place inside."""
    if not same_period(part, whole):
        return False
    if part.place is None or whole.place is None or same_place(part, whole):
        return True
    return whole.place.names[0] in (*part.place.names, _COUNTRY)


def _all_extracted(statement: Statement, first: int, last: int) -> bool:
    """Whether every number from figure `first` to the end of the list is a figure or plainly none (a year)."""
    begin = statement.figures[first].start - statement.start
    end = statement.figures[last].end - statement.start
    end += _ending(statement, last)
    taken = [(f.start - statement.start, f.end - statement.start) for f in statement.figures[first : last + 2]]
    for match in _NUMERAL.finditer(statement.text, begin, end):
        known = any(start <= match.start() < stop for start, stop in taken)
        named = statement.cue("no_member").search(statement.text, max(0, match.start() - 20), match.start())
        if not known and (named is None or _SEPARATED.search(match.group())):
            return False
    return True


def _ending(statement: Statement, last: int) -> int:
    """How far behind figure `last` its list may reach: to the next figure, clause or closing bracket."""
    after = statement.after(last)
    mark = re.search(r"[;)]" if statement.brackets[last] else r";", after)
    return mark.start() if mark else len(after)


def _pure_bracket(statement: Statement, first: int) -> bool:
    """Whether every figure of the bracket that begins at `first` is a part, and no part has two numbers."""
    bracket = statement.brackets[first]
    members = [f for f, b in zip(statement.figures, statement.brackets, strict=True) if b == bracket]
    return all(is_level(f) and unit_of(f) == unit_of(members[0]) for f in members)


def _above(part: Figure, whole: Figure) -> bool:
    if whole.bound not in (Bound.EQUAL, Bound.ABOUT, Bound.BELOW, Bound.AT_MOST):
        return False

    def holds(reading: Reading) -> bool:
        return reading(part).low <= reading(whole).high

    return judge(holds) is Verdict.INCONSISTENT


def _total(reading: Reading, figures: Sequence[Figure]) -> Interval:
    return reduce(add, (reading(figure) for figure in figures))


def _adds_up(reading: Reading, members: Sequence[Figure], whole: Figure) -> bool:
    return _total(reading, members).meets(reading(whole))


def _sum(breakdown: Breakdown) -> Iterator[Finding]:
    whole = breakdown.whole
    members, exact = _added(breakdown)
    if exact is Verdict.INCONSISTENT:
        exceeds = judge(lambda r: _total(r, members).low <= r(whole).high) is Verdict.INCONSISTENT
        if not breakdown.complete:
            long = min(len(digits_of(figure.text)) for figure in (whole, *members)) >= _LONG
            if not exceeds and not (long and _slipped(breakdown)):
                return
            certain = breakdown.disjoint or (len(members) > _FEW and _slipped(breakdown))
            exact = Verdict.INCONSISTENT if exceeds and certain else Verdict.UNCLEAR
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


def _added(breakdown: Breakdown) -> tuple[tuple[Figure, ...], Verdict]:
    """The parts that were added up, and whether they meet the whole.

    Figures behind the list count as parts if the sum is right with them and not without.
    """
    whole, members = breakdown.whole, breakdown.parts
    for count in range(len(breakdown.more) + 1):
        tried = (*members, *breakdown.more[:count])
        verdict = judge(_adds_up, tried, whole)
        if verdict is not Verdict.INCONSISTENT:
            return tried, verdict
    return members, Verdict.INCONSISTENT


def _slipped(breakdown: Breakdown) -> bool:
    """Whether one slip of the pen in one number is all that keeps the parts from adding up."""
    numbers = (breakdown.whole, *breakdown.parts)
    gap = breakdown.whole.value - sum((part.value for part in breakdown.parts), Decimal(0))
    wanted = [breakdown.whole.value - gap, *(part.value + gap for part in breakdown.parts)]
    return any(
        one_slip(digits_of(figure.text), str((value / printed_unit(figure.text, figure.value)).normalize()))
        for figure, value in zip(numbers, wanted, strict=True)
        if value > 0
    )


def _part_above(whole: Figure, part: Figure) -> Finding:
    computed = f"{number(part.value)} > {number(whole.value)}"
    message = say("check.part_above_message", part=quote(part), whole=quote(whole))
    return finding("parts", Verdict.INCONSISTENT, (whole, part), computed, message)


def _within(whole: Figure, part: Figure) -> Finding:
    computed = f"{number(part.value)} ≤ {number(whole.value)}"
    message = say("check.part_within_message", part=quote(part), whole=quote(whole))
    return finding("parts", Verdict.CONSISTENT, (whole, part), computed, message)
