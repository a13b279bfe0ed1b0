"""Which figures a sentence gives as the parts of which whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from report_miner.check.cues import CheckCues
from report_miner.check.relations import Statement, is_level, last_match, same_period, same_place, same_unit, unit_of
from report_miner.model import Change, Figure, Kind

_WINDOW = 6
_PAIR = 2
_BREAK = re.compile(r"…|\.\s|[●•▪■]")
_OPENED = re.compile(r"^[^()]*\([^()]*$")
_CLOSED = re.compile(r"^[^()]*\)")
_SEPARATED = re.compile(r"\d[.,]\d")
_BEHIND_COLON = re.compile(r":\s*$")
_JOINED_LAST = re.compile(r"\bvà\s[^,;:]*$")
_PAUSE = re.compile(r"[,;:.()]|\bvà\b")
_COLON = re.compile(r"^[^;:.,()\d●•▪■]{1,60}:[^;:.,()\d]{0,40}$")
_JOINED = re.compile(r"^[^,;:()]*\bvà\b")
_COUNTRY = "Việt Nam"
_NUMERAL = re.compile(r"(?<![\w.,/–-])\d[\d.,]*")


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A whole with its parts; `complete` when the words say that nothing is left out.

    `more` are figures behind the list that may belong to it too; `disjoint` parts cannot overlap: they are money, lie
    in other places, or bare labels name them ("mầm non 1.020, tiểu học 645").
    """

    whole: Figure
    parts: tuple[Figure, ...]
    more: tuple[Figure, ...]
    complete: bool
    disjoint: bool

    @property
    def adds_up(self) -> bool:
        """Whether the parts are as much as the whole."""
        return sum(part.value for part in self.parts) == self.whole.value

    @property
    def comparable(self) -> bool:
        """Whether all parts lie in the period and the place of the whole.

        Money may come from other places, and a list by places names them.
        """
        if all(within_scope(part, self.whole) for part in self.parts):
            return True
        elsewhere = self.whole.kind is Kind.MONEY or _over_places(self.parts)
        return elsewhere and all(same_period(part, self.whole) for part in self.parts)


def _over_places(parts: Sequence[Figure]) -> bool:
    """Whether each part lies in a place of its own: a list by places."""
    return len({str(part.place) for part in parts}) == len(parts) > 1


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


def breakdowns(statement: Statement) -> Iterator[Breakdown]:
    """Every list of parts of the sentence with its whole, which may stand in the sentence before."""
    if carried := _carried(statement):
        named = not statement.cue("parts_marker").search(statement.before(0))
        divided = [_breakdown(statement, 0, whole, 0, named=named) for whole in carried]
        yield next((each for each in divided if each.adds_up), divided[0])
    for index in range(1, len(statement.figures)):
        figure, gap = statement.figures[index], statement.gap(index - 1, index)
        totalled = _totalled(statement, index) or _behind_colon(statement, index)
        out_of = statement.cue("out_of").search(statement.before(index - 1)) is not None
        marked = totalled or out_of or _marked(statement, gap)
        bracketed = statement.brackets[index] != statement.brackets[index - 1] and _OPENED.search(gap) is not None
        bracketed = bracketed and statement.cue("earlier_in_brackets").search(gap) is None
        if not (marked or bracketed) or not is_level(figure) or figure.kind is Kind.TALLY:
            continue
        complete = statement.cue("complete_marker").search(gap) is not None
        position = _whole(statement, index, complete=complete) if marked else index - 1
        if position is None:
            continue
        whole = statement.figures[position]
        if whole.value_to is not None or not _part_of(figure, whole, statement.cues):
            continue
        if not complete and (figure.status is not whole.status or _is_mean(statement, position)):
            continue
        bracket = statement.brackets[position if marked and _labelled(statement, gap) else index]
        found = _breakdown(statement, index, whole, bracket, named=totalled or complete, marked=marked)
        lone = len(found.parts) == 1 and complete and not _counted(statement, index)
        pure = marked or (len(found.parts) > 1 and _pure_bracket(statement, index))
        if pure and not lone:
            yield found


def _carried(statement: Statement) -> list[Figure]:
    """The levels of the sentence before that this one may divide at its beginning: "Phân theo nhóm: 187 xã …"."""
    first = statement.figures[0]
    if (
        not is_level(first)
        or first.kind is Kind.TALLY
        or not statement.cue("carried_list").search(statement.before(0))
    ):
        return []
    fitting = [f for f in statement.previous if f.value_to is None and _part_of(first, f, statement.cues)]
    fitting = [f for f in fitting if f.status is first.status]
    return fitting if fitting and fitting[0].value >= first.value and not _bracketed(fitting[0]) else []


def _bracketed(figure: Figure) -> bool:
    before = figure.sentence[: figure.start - figure.sentence_start]
    return before.count("(") > before.count(")")


def _breakdown(
    statement: Statement, index: int, whole: Figure, bracket: int, *, named: bool, marked: bool = True
) -> Breakdown:
    """The list of parts of `whole` that begins at figure `index`; `named`: its marker says that it is complete."""
    collected = _collect(statement, index, whole, bracket)
    opened = statement.cue("open_list").search(statement.text, statement.figures[index].start - statement.start)
    full = collected.sure and not opened and (named or _full_list(statement, collected, marked=marked))
    closed = collected.closed and collected.sure
    left = not collected.closed and statement.cue("left").search(statement.after(collected.last)) is not None
    complete = (full or closed) and not left and all_extracted(statement, index, collected.last)
    disjoint = _disjoint(statement, index, collected)
    return Breakdown(whole, collected.found, collected.more, complete, disjoint)


def _full_list(statement: Statement, collected: Collected, *, marked: bool) -> bool:
    """Whether a list leaves nothing out although no word says so.

    A mere bracket has "và" before its last part, or two parts are the halves of any whole ("xuất khẩu …; nhập khẩu
    …"). Behind "trong đó" a rest may be left.
    """
    joined = len(collected.found) > 1 and _JOINED_LAST.search(statement.before(collected.last)) is not None
    return (joined and not marked) or _halves(statement, collected)


def _halves(statement: Statement, collected: Collected) -> bool:
    """Whether there are two parts, and the words around them name the two halves of a whole."""
    if len(collected.found) != _PAIR:
        return False
    first, second = (_named(statement, statement.figures.index(part)) for part in collected.found)
    pairs = statement.cues.complements
    return any((a in first and b in second) or (b in first and a in second) for a, b in pairs)


def _named(statement: Statement, index: int) -> str:
    """The words of its own clause around figure `index`."""
    before = _PAUSE.split(statement.before(index))[-1]
    return f"{before} {_PAUSE.split(statement.after(index))[0]}"


def _totalled(statement: Statement, index: int) -> bool:
    """Whether figure `index` begins a list behind "tổng số …:"."""
    if not statement.cue("listed_total").search(statement.before(index - 1)):
        return False
    return re.search(r"^[^;.,()]*:[^;.()]*$", statement.gap(index - 1, index)) is not None


def _behind_colon(statement: Statement, index: int) -> bool:
    """Whether figure `index` begins a list behind a colon; a label and its value in a row of them is none."""
    labelled = _BEHIND_COLON.search(statement.before(index - 1)) is not None
    return not labelled and _COLON.search(statement.gap(index - 1, index)) is not None


def _is_mean(statement: Statement, index: int) -> bool:
    """Whether figure `index` is an average or a rate, which a part may exceed."""
    clause = statement.text[: statement.figures[index].start - statement.start].rpartition(";")[2]
    return statement.cue("average").search(clause) is not None


def _counted(statement: Statement, index: int) -> bool:
    """Whether the unit of figure `index` stands behind it; else a lone number may be a name ("bệnh viện 108")."""
    unit = unit_of(statement.figures[index])
    return bool(unit) and statement.after(index).lstrip().startswith(unit)


def _bare(statement: Statement, index: int, whole: Figure) -> bool:
    """Whether figure `index` has no unit of its own behind it, so that it may be one more part of `whole`."""
    figure = statement.figures[index]
    return figure.kind is whole.kind and not _counted(statement, index)


def _labelled(statement: Statement, gap: str) -> bool:
    """Whether a label of its own stands before the bracket that `gap` opens: ", Ngữ văn (", not " bài ("."""
    return statement.cue("labelled_bracket").search(gap) is not None


def _marked(statement: Statement, gap: str) -> bool:
    """Whether a marker of parts reaches the end of `gap`: no bracket or clause closes in between.

    "Số còn lại gồm" divides what is left, which need not be printed.
    """
    last = last_match(statement.cue("parts_marker"), gap)
    return (
        last is not None
        and not re.search(r"[);]", gap[last.end() :])
        and not statement.cue("of_rest").search(gap[: last.start()])
    )


def _whole(statement: Statement, part: int, *, complete: bool) -> int | None:
    """The nearest level before figure `part` of which it can be a part, not deeper in brackets.

    A nearer one that is too small is passed over if one further away is large enough. A `complete` list divides a
    plan, too; else the parts of a plan are planned.
    """
    candidates = []
    first = statement.figures[part]
    for index in range(part - 1, max(-1, part - 1 - _WINDOW), -1):
        figure = statement.figures[index]
        if _BREAK.search(statement.gap(index, index + 1)):
            break
        inside = statement.brackets[index] and statement.brackets[index] != statement.brackets[part]
        inside = inside or statement.cue("threshold").search(statement.before(index)) is not None
        inside = inside or not (complete or figure.status is first.status)
        if not inside and is_level(figure) and _part_of(first, figure, statement.cues):
            candidates.append(index)
    large = [i for i in candidates if statement.figures[i].value >= first.value]
    return next(iter(large or candidates), None)


def _part_of(part: Figure, whole: Figure, cues: CheckCues) -> bool:
    if not is_level(whole) or part.kind is Kind.PERCENT:
        return False
    inner, outer = unit_of(part), unit_of(whole)
    if inner == outer or not inner or not outer:
        return part.kind is whole.kind and (bool(outer) or (bool(inner) and part.value <= whole.value))
    listed = [unit.strip() for unit in outer.replace(" và ", ",").split(",")]
    return inner in listed or same_unit(part, whole) or cues.family_of(inner) == cues.family_of(outer)


def _collect(statement: Statement, first: int, whole: Figure, bracket: int) -> Collected:
    """The parts from figure `first` on; the list stands in `bracket`.

    A number in brackets is a part when it stands behind a label of its own ("Toán (17 bài), Ngữ văn (11 bài)"), and
    a detail of the part before when it does not ("24 bài (10 bài …)"). Commas behind a semicolon divide something
    else: the list had one part.
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
        if inner != bracket and (inner == statement.brackets[index - 1] or not _labelled(statement, gap)):
            continue
        nested = statement.cue("parts_marker").search(gap) is not None
        alike = figure.status is found[0].status and is_level(figure) and _part_of(figure, whole, statement.cues)
        if not alike:
            if joined and ";" in gap and figure.change is not Change.NONE:  # "… và 50 hộ ở xã C; giảm 80 hộ"
                break
            sure = sure and unit_of(figure) != unit_of(whole) and not _bare(statement, index, whole)
            continue
        separated = ";" in gap
        if semicolons is None:
            semicolons = separated
        if semicolons and not separated:
            return Collected(tuple(found[:1]), (), closed=False, sure=False, last=first)
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
    if collected.found[0].kind is Kind.MONEY or _over_places(collected.found):
        return True
    labelled = not any(_counted(statement, index) for index in range(first, collected.last + 1))
    return labelled and statement.cues.family_of(unit_of(collected.found[0])) != "people"


def within_scope(part: Figure, whole: Figure) -> bool:
    """Whether the part lies in the period of the whole, and in its place or a place inside."""
    if not same_period(part, whole):
        return False
    if part.place is None or whole.place is None or same_place(part, whole):
        return True
    return whole.place.names[0] in (*part.place.names, _COUNTRY)


def all_extracted(statement: Statement, first: int, last: int) -> bool:
    """Whether every number from figure `first` to the end of the list is a figure or plainly none (a year)."""
    begin = statement.figures[first].start - statement.start
    end = statement.figures[last].end - statement.start
    end += _ending(statement, last)
    taken = [(f.start - statement.start, f.end - statement.start) for f in statement.figures[first : last + 2]]
    for match in _NUMERAL.finditer(statement.text, begin, end):
        known = any(start <= match.start() < stop for start, stop in taken)
        named = statement.cue("no_member").search(statement.text, max(0, match.start() - 20), match.start())
        named = named or statement.cue("no_member_behind").search(statement.text[match.end() : match.end() + 20])
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
