"""Changes as a sentence states them: which level, which amount, which percentage belong together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from report_miner.check.intervals import Interval
from report_miner.check.printed import STRICT, Reading
from report_miner.check.relations import LEVEL_KINDS, Statement, is_level, looks_back, same_unit, unit_of, words_of
from report_miner.check.slips import slip_explains
from report_miner.model import Bound, Change, Figure, Kind

_WINDOW = 6
_TELLING = 2
_FEWEST_PARTS = 2
_HUNDRED = Interval.exactly(100)
_GENERAL = ("đơn vị", "trường hợp")
_JOINED = re.compile(r"\bvà\s*$")
_NEW_LABEL = re.compile(r"[,;)][^()]*\(\s*$")


@dataclass(frozen=True, slots=True)
class Move:
    """A change with what stands beside it: the level reached, the level before, and the percentage of change."""

    amount: Figure | None
    level: Figure | None
    earlier: Figure | None
    percent: Figure | None
    change: Change

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures that take part, in this order: level, amount, earlier, percent."""
        return tuple(f for f in (self.level, self.amount, self.earlier, self.percent) if f is not None)

    def base(self, reading: Reading) -> Interval | None:
        """The values of the level before: as stated, or the level reached less the change."""
        if self.earlier is not None:
            return reading(self.earlier)
        if self.level is None or self.amount is None:
            return None
        amount = reading(self.amount)
        now = reading(self.level)
        return now - amount if self.change is Change.INCREASE else now + amount

    def delta(self, reading: Reading) -> Interval | None:
        """The values of the change without its sign."""
        if self.amount is not None:
            return reading(self.amount)
        if self.level is None or self.earlier is None:
            return None
        now, before = reading(self.level), reading(self.earlier)
        return now - before if self.change is Change.INCREASE else before - now


def moves(statement: Statement) -> Iterator[Move]:
    """Every change of the sentence with the figures that the words tie to it."""
    used: set[int] = set()
    for index, figure in enumerate(statement.figures):
        if (
            figure.change is Change.NONE
            or index in used
            or statement.cue("compared_with").search(statement.before(index))
            or _newly_labelled(statement, index)
        ):
            continue
        if figure.kind in LEVEL_KINDS:
            percent = _percent_after(statement, index)
            if percent is None:
                percent = _percent_before(statement, index)
            if percent is not None:
                used.add(percent)
            stated = None if percent is None else statement.figures[percent]
            level, earlier = _levels(statement, index)
            if stated is not None and (reached := _grown_to(statement, figure, stated, level)) is not None:
                level, earlier = reached, None
            yield Move(amount=figure, level=level, earlier=earlier, percent=stated, change=figure.change)
        elif figure.kind is Kind.PERCENT and index and _tied_to_level(statement, index):
            yield _percent_alone(statement, index)


def _newly_labelled(statement: Statement, index: int) -> bool:
    """Whether figure `index` is the level of a new label, whatever its neighbour was.

    "(tăng 5%), dệt may (870 …"; "3 tỷ đồng vốn tăng thêm và 8 tỷ đồng …".
    """
    before = statement.before(index)
    directed = statement.cue("direction").search(before) is not None
    return (_JOINED if directed else _NEW_LABEL).search(before) is not None


def _percent_alone(statement: Statement, index: int) -> Move:
    """The percentage `index` behind a level, or behind two: "1,56 tỷ USD so với 1,2 tỷ USD cùng kỳ, tăng 30 %"."""
    percent, level = statement.figures[index], statement.figures[index - 1]
    earlier = _earlier_after(statement, index, level)
    if index > 1 and earlier is None:
        reached = statement.figures[index - 2]
        compared = statement.cue("compared_with").search(statement.gap(index - 2, index - 1))
        if compared and is_level(reached) and same_unit(reached, level):
            level, earlier = reached, level
    return Move(amount=None, level=level, earlier=earlier, percent=percent, change=percent.change)


def tied(statement: Statement, left: int, right: int) -> bool:
    """Whether the percentage `right` belongs to figure `left` and to nothing else."""
    after = statement.after(right)
    if statement.cue("points").search(after) or not statement.cue("clean_end").search(after):
        return False
    return statement.cue("change_link").search(statement.gap(left, right)) is not None


def _tied_to_level(statement: Statement, index: int) -> bool:
    return is_level(statement.figures[index - 1]) and tied(statement, index - 1, index)


def _percent_after(statement: Statement, index: int) -> int | None:
    following = index + 1
    if following == len(statement.figures):
        return None
    amount, figure = statement.figures[index], statement.figures[following]
    if figure.kind is not Kind.PERCENT or figure.change not in (amount.change, Change.NONE):
        return None
    if figure.change is Change.NONE and figure.place != amount.place:  # "nhưng thấp hơn cả nước (70%)"
        return None
    return following if tied(statement, index, following) else None


def _percent_before(statement: Statement, index: int) -> int | None:
    """The percentage that amount `index` spells out: "tăng 18,4% (tương ứng tăng 1,94 tỷ USD)"."""
    if not index:
        return None
    percent = statement.figures[index - 1]
    same = percent.kind is Kind.PERCENT and percent.change is statement.figures[index].change
    return index - 1 if same and statement.cue("amount_link").search(statement.gap(index - 1, index)) else None


def _grown_to(statement: Statement, amount: Figure, percent: Figure, level: Figure | None) -> Figure | None:
    """The level that makes the percentage of a change true, in this sentence or the one before, other than `level`.

    If no level is known and none fits, the largest level of that unit in the sentence before, when one slip of the
    pen in a number keeps it from fitting.
    """
    if amount.bound is not Bound.EQUAL:
        return None
    beside = [f for f in statement.figures if _may_grow(f, amount)]
    before = [f for f in statement.previous if _may_grow(f, amount)]
    if level is not None and _fits(level, amount, percent):
        return None
    for candidate in (*beside, *before):
        if _fits(candidate, amount, percent):
            return candidate
    if level is not None or beside or not before:
        return None
    largest = max(before, key=lambda figure: figure.value)
    return largest if _slipped(largest, amount, percent) else None


def _may_grow(figure: Figure, amount: Figure) -> bool:
    """Whether a figure is a level of the unit of a change.

    A price per unit changes by an amount of money, and "128/173 Đoàn xã" may rise by so many "đơn vị".
    """
    if figure.bound is not Bound.EQUAL:
        return False
    per_unit = figure.kind is Kind.RATE and figure.change is Change.NONE
    if per_unit and unit_of(amount) and unit_of(figure).startswith(f"{unit_of(amount)}/"):
        return True
    counted = figure.kind in (Kind.COUNT, Kind.TALLY) and unit_of(amount) in _GENERAL
    return is_level(figure) and (same_unit(figure, amount) or not amount.unit or counted)


def _fits(level: Figure, amount: Figure, percent: Figure) -> bool:
    move = Move(amount=amount, level=level, earlier=None, percent=percent, change=amount.change)
    base, delta = move.base(STRICT), move.delta(STRICT)
    return base is not None and delta is not None and (delta * _HUNDRED / base).meets(STRICT(percent))


def _slipped(level: Figure, amount: Figure, percent: Figure) -> bool:
    """Whether one slip of the pen in the level, the amount or the percentage makes the percentage true."""
    sign = 1 if amount.change is Change.INCREASE else -1
    before = level.value - sign * amount.value
    if not percent.value or before <= 0:
        return False
    rate = percent.value / 100
    wanted = (
        (level, amount.value / rate + sign * amount.value),
        (amount, level.value * rate / (1 + sign * rate) if 1 + sign * rate else level.value),
        (percent, amount.value * 100 / before),
    )
    return slip_explains(wanted)


def _levels(statement: Statement, index: int) -> tuple[Figure | None, Figure | None]:
    """The level that figure `index` led to and the level before it, as far as the words name them."""
    level = _level_before(statement, index)
    if level is None:
        return _told_before(statement, statement.figures[index]), None
    earlier = _earlier_after(statement, index, level)
    if earlier is None and _is_past(statement, level):
        return _same_fact(statement, statement.figures[index]), level
    if earlier is None and (now := _led_to(statement, index, level)) is not None:
        return now, level
    return level, earlier


def _led_to(statement: Statement, index: int, earlier: Figure) -> Figure | None:
    """The level before `earlier` that lies just the change away: "214 ha, cả mùa trước 168 ha, tăng 46 ha"."""
    amount, last = statement.figures[index], statement.figures.index(earlier)
    sign = 1 if amount.change is Change.INCREASE else -1
    for now in reversed(statement.figures[max(0, last - _WINDOW) : last]):
        reached = STRICT(earlier) + STRICT(amount) if sign > 0 else STRICT(earlier) - STRICT(amount)
        if is_level(now) and same_unit(now, earlier) and reached.meets(STRICT(now)):
            return now
    return None


def _is_past(statement: Statement, level: Figure) -> bool:
    """Whether a level stands in the brackets of a comparison: "so với năm 2022 (45 vụ, 25 người chết)"."""
    position = statement.figures.index(level)
    bracket = statement.text[: level.start - statement.start].rpartition("(")[0]
    return bool(statement.brackets[position]) and statement.cue("comparison").search(bracket) is not None


def _told_before(statement: Statement, change: Figure) -> Figure | None:
    """The level that the sentence before gives, if this one opens with a comparison and the items agree."""
    told = statement.text[: change.start - statement.start].partition(",")[0]
    if not any(statement.cue("comparison").search(text) for text in (told, statement.before(0))):
        return None
    level = _same_fact(statement, change)
    if level is None or len(words_of(level.item) & words_of(change.item)) < _TELLING:
        return None
    return level


def _same_fact(statement: Statement, change: Figure) -> Figure | None:
    """The level of the sentence before whose unit is that of `change` and whose item shares most words with it.

    Of several, what the item says beyond the unit must stand in this sentence, too.
    """
    told, wanted = words_of(statement.text), words_of(change.item)
    levels = [f for f in statement.previous if is_level(f) and (same_unit(f, change) or not change.unit)]
    if len(levels) > 1:
        levels = [f for f in levels if words_of(f.item) - words_of(f.unit) <= told]
    return max(levels, key=lambda figure: len(words_of(figure.item) & wanted), default=None)


def _level_before(statement: Statement, index: int) -> Figure | None:
    """The level that figure `index` changed: of the same unit, before it in the sentence, closest in meaning.

    One in another clause must share telling words of the item, and counts only if this clause has none. A value per
    unit that stands nearer is what changed.
    """
    figure = statement.figures[index]
    if (whole := _whole_of_list(statement, index)) is not None:
        return whole
    best: tuple[int, Figure] | None = None
    parted = False
    for position in range(index - 1, max(-1, index - 1 - _WINDOW), -1):
        candidate = statement.figures[position]
        parted = parted or _parted(statement, statement.gap(position, position + 1))
        if parted and best is not None:
            break
        if unit_of(candidate).startswith(f"{unit_of(figure)}/") and candidate.change is Change.NONE:
            return candidate
        if not is_level(candidate) or not same_unit(candidate, figure) or _of_other_change(statement, position):
            continue
        common = len(words_of(candidate.item) & words_of(figure.item))
        if parted and common < _TELLING:
            continue
        if best is None or common > best[0]:
            best = (common, candidate)
    return best[1] if best else None


def _whole_of_list(statement: Statement, index: int) -> Figure | None:
    """The whole whose list of parts a bracket or semicolon closes before change `index`: it is what changed.

    "320 hộ, gồm 150 hộ ở xã A và 170 hộ ở xã B; giảm 80 hộ so với năm trước".
    """
    figure = statement.figures[index]
    for position in range(index - 1, max(-1, index - 1 - _WINDOW), -1):
        candidate = statement.figures[position]
        if not is_level(candidate) or not same_unit(candidate, figure):
            return None
        outside = statement.brackets[position] == statement.brackets[index]
        inside = outside and position + 1 < index and statement.brackets[position + 1] != statement.brackets[index]
        listed = statement.cue("parts_marker").search(statement.gap(position, position + 1)) is not None
        if index - position > _FEWEST_PARTS and (inside or listed):
            closed = inside or ";" in statement.before(index)
            return candidate if closed and looks_back(statement, index) else None
    return None


def _of_other_change(statement: Statement, position: int) -> bool:
    """Whether a level is what another change is measured against: "tăng 214 tỷ so với quý III (2.175 tỷ)"."""
    if not position or statement.figures[position - 1].change is Change.NONE:
        return False
    return statement.cue("compared_with").search(statement.before(position)) is not None


def _parted(statement: Statement, gap: str) -> bool:
    """Whether a new clause begins that does not point back ("…; so với cùng kỳ giảm")."""
    _, mark, clause = gap.rpartition(";")
    return bool(mark) and not statement.cue("comparison").search(clause)


def _earlier_after(statement: Statement, index: int, level: Figure | None) -> Figure | None:
    for position in (index + 1, index + 2):
        if level is None or position >= len(statement.figures):
            return None
        candidate = statement.figures[position]
        if candidate.kind in LEVEL_KINDS and (same_unit(candidate, level) or not candidate.unit):
            gap = statement.gap(index, position)
            part = statement.cue("parts_marker").search(gap) is not None
            return candidate if not part and statement.cue("compared_with").search(gap) else None
    return None
