"""Values per unit and multiples."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from report_miner.check.findings import finding, number, outcome, quote
from report_miner.check.intervals import Interval
from report_miner.check.printed import STRICT, Reading, judge
from report_miner.check.relations import Statement, is_level, unit_of
from report_miner.check.slips import digits_of, slip_explains
from report_miner.model import Bound, Change, Figure, Finding, Kind, Verdict
from report_miner.texts import say

_ONE = Interval.exactly(1)
_WINDOW = 8
_LONG = 2
_SCALE = {("tạ", "tấn"): Decimal("0.1"), ("tấn", "tấn"): Decimal(1), ("kg", "tấn"): Decimal("0.001")}


def ratio(statement: Statement) -> Iterator[Finding]:
    """A value per unit = total / units, area × yield = output, and "gấp n lần" = level / earlier level.

    Tolerance: the printed precision. The units are a figure or a duration of the sentence ("trong 7 ngày"). "tăng n
    lần" may mean n times as much or n times more: both readings are allowed.
    """
    for index, figure in enumerate(statement.figures):
        if index and figure.kind is not Kind.PERCENT and "/" in unit_of(figure):
            yield from _per_unit(statement, index)
            yield from _product(statement, index)
        if unit_of(figure) == "lần":
            yield from _times(statement, index)


def _per_unit(statement: Statement, index: int) -> Iterator[Finding]:
    rate, total = statement.figures[index], statement.figures[index - 1]
    unit, _, per = unit_of(rate).partition("/")
    family = statement.cues.family_of
    if not is_level(total) or family(unit_of(total)) != family(unit) or total.kind is Kind.TALLY:
        return
    if not statement.cue("per_bracket").search(statement.gap(index - 1, index)):
        return
    beside = index + 1 if ";" in statement.after(index) else index + 2
    near = statement.figures[max(0, index - _WINDOW) : beside]
    counted = [f for f in near if _counts(f, per) and is_level(f)]
    before = statement.text[: total.start - statement.start]
    duration = re.findall(rf"(?<![\w.,])(\d{{1,4}})\s+{re.escape(per)}\b", before)
    divisors = {f.value for f in counted} or {Decimal(days) for days in duration}
    if len(divisors) != 1 or not all(divisors):
        return
    divisor = divisors.pop()
    figures = (total, *counted[:1], rate)

    def holds(reading: Reading) -> bool:
        return (reading(total) / Interval.exactly(divisor)).meets(reading(rate))

    verdict = judge(holds)
    if verdict is Verdict.INCONSISTENT and _shared_by_others(statement, total, rate):
        return
    exact = number(total.value / divisor)
    computed = say(
        "check.ratio_computed", total=number(total.value), units=number(divisor), exact=exact, printed=rate.text
    )
    message = say(
        "check.ratio_message",
        total=quote(total),
        units=f"{number(divisor)} {per}",
        exact=exact,
        printed=quote(rate),
        outcome=outcome(verdict),
    )
    yield finding("ratio", verdict, figures, computed, message)


def _shared_by_others(statement: Statement, total: Figure, rate: Figure) -> bool:
    """Whether the rate is that of another count of the sentence: "118 mái ấm, 5,9 tỷ đồng (50 triệu đồng/căn)"."""
    counts = (f for f in statement.figures if f.kind is Kind.COUNT and is_level(f) and f.value)
    return any((STRICT(total) / STRICT(count)).meets(STRICT(rate)) for count in counts)


def _counts(figure: Figure, per: str) -> bool:
    """Whether a figure counts what a rate is by: "4.815 lượt hộ" for "31,6 triệu đồng/lượt"."""
    unit = unit_of(figure)
    return unit == per or ("/" not in unit and unit.startswith(f"{per} "))


def _product(statement: Statement, index: int) -> Iterator[Finding]:
    """Amount × value per unit = total, in any order: ha, tạ/ha, tấn; tấn, USD/tấn, USD.

    Each once in the sentence. Without "sản lượng" before the total, or where a semicolon parts the three, they may
    belong to different things, so it takes a slip of the pen in a number for it to be inconsistent. A limit ("không
    quá 50 triệu đồng mỗi hộ") is no factor.
    """
    rate = statement.figures[index]
    unit, _, per = unit_of(rate).partition("/")
    out = "tấn" if (unit, "tấn") in _SCALE else unit
    scale = _SCALE.get((unit, out), Decimal(1))
    levels = [f for f in statement.figures if is_level(f) and f.value_to is None]
    amounts, totals = ([f for f in levels if unit_of(f) == wanted] for wanted in (per, out))
    rates = [f for f in statement.figures if unit_of(f) == unit_of(rate) and f.change is Change.NONE]
    if "/" in per or any(len(found) != 1 for found in (amounts, totals, rates)) or rates[0] is not rate:
        return
    amount, total = amounts[0], totals[0]
    if rate.bound not in (Bound.EQUAL, Bound.ABOUT):
        return
    verdict = judge(_multiplies, amount, rate, total, scale)
    if verdict is not Verdict.CONSISTENT and _pays_for_more(levels, amount, total):
        return
    places = sorted(map(statement.figures.index, (amount, rate, total)))
    together = not any(";" in statement.before(place) for place in range(places[0] + 1, places[-1] + 1))
    named = together and statement.cue("output").search(statement.before(statement.figures.index(total))) is not None
    if named or verdict is Verdict.CONSISTENT or _slipped(amount, rate, total, scale):
        yield _of_product(verdict, amount, rate, total, scale)


def _pays_for_more(levels: Sequence[Figure], amount: Figure, total: Figure) -> bool:
    """Whether money is spent on things of several kinds: "15,6 tỷ đồng mua 131 tủ, xây 20 bếp"."""
    units = {unit_of(figure) for figure in levels if figure.kind is amount.kind}
    return total.kind is Kind.MONEY and len(units) > 1


def _multiplies(reading: Reading, amount: Figure, rate: Figure, total: Figure, scale: Decimal) -> bool:
    return (reading(amount) * reading(rate) * Interval.exactly(scale)).meets(reading(total))


def _slipped(amount: Figure, rate: Figure, total: Figure, scale: Decimal) -> bool:
    if not (amount.value and rate.value) or min(len(digits_of(f.text)) for f in (amount, total)) < _LONG:
        return False
    wanted = (
        (amount, total.value / rate.value / scale),
        (rate, total.value / amount.value / scale),
        (total, amount.value * rate.value * scale),
    )
    return slip_explains(wanted)


def _of_product(verdict: Verdict, area: Figure, rate: Figure, output: Figure, scale: Decimal) -> Finding:
    exact = number(area.value * rate.value * scale)
    computed = f"{number(area.value)} × {number(rate.value)} = {exact}; {output.text}"
    message = say(
        "check.product_message",
        area=quote(area),
        rate=quote(rate),
        exact=exact,
        unit=output.unit,
        printed=quote(output),
        outcome=outcome(verdict),
    )
    return finding("ratio", verdict, (area, rate, output), computed, message)


def _times(statement: Statement, index: int) -> Iterator[Finding]:
    times = statement.figures[index]
    link = statement.cue("times_link").search(statement.before(index))
    pair = _compared(statement, index)
    if link is None or pair is None:
        return
    earlier, level = pair

    def holds(reading: Reading) -> bool:
        quotient, stated = reading(level) / reading(earlier), reading(times)
        more = link.group("verb") == "tăng" and (stated + _ONE).meets(quotient)
        return more or quotient.meets(stated)

    verdict = judge(holds)
    exact = number(level.value / earlier.value) if earlier.value else "…"
    computed = say(
        "check.ratio_computed",
        total=number(level.value),
        units=number(earlier.value),
        exact=exact,
        printed=times.text,
    )
    message = say(
        "check.times_message",
        level=quote(level),
        earlier=quote(earlier),
        exact=exact,
        printed=quote(times),
        outcome=outcome(verdict),
    )
    yield finding("ratio", verdict, (level, earlier, times), computed, message)


def _compared(statement: Statement, index: int) -> tuple[Figure, Figure] | None:
    """The two levels beside "gấp n lần", the earlier one first.

    "từ a lên b, gấp n lần"; "b, gấp n lần so với năm 2019 (a)"; "b, gấp n lần huyện X (a)".
    """
    figures = statement.figures
    if index >= 2 and statement.cue("from_to").search(statement.gap(index - 2, index - 1)):
        earlier, level = figures[index - 2], figures[index - 1]
        named = statement.cue("from_before").search(statement.before(index - 2))
        return (earlier, level) if named and unit_of(earlier) in (unit_of(level), "") else None
    if 1 <= index < len(figures) - 1:
        level, earlier = figures[index - 1], figures[index + 1]
        gap = statement.gap(index, index + 1)
        compared = statement.cue("compared_with").search(gap) or statement.cue("other_place").search(gap)
        return (earlier, level) if compared and is_level(level) and unit_of(earlier) == unit_of(level) else None
    return None
