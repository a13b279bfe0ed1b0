"""Units that numbers share: one prints it, its neighbours leave it out.

"0,3 hay 0,5%", "tăng từ 20 lên 25 xã", "dệt may (4,1 tỷ), thủy sản (2,4 tỷ)", "số học sinh là 315.000".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from report_miner.extract.numbers import Number, NumberForm
from report_miner.extract.units import Family, Unit, UnitGrammar
from report_miner.extract.word_trie import any_of
from report_miner.patterns import Units

_LOOK_BACK = 90
_PARTS = re.compile(r"[.;:(]")


class SharedUnits:
    """Finds the unit of numbers that print none."""

    def __init__(self, units: Units, grammar: UnitGrammar) -> None:
        self._grammar = grammar
        self._joined = re.compile(
            rf"\s*(?:{any_of(units.sharing)}(?!\w)|[,;/-])\s*(?:{any_of(units.comparators)}\s)?"
        )
        self._number_of = re.compile(
            rf"(?<!\w){any_of(units.number_of)} (?!{any_of(units.no_number_of)}(?!\w))", re.IGNORECASE
        )

    def complete(
        self, text: str, lower: str, start: int, numbers: Sequence[Number], units: Sequence[Unit | None]
    ) -> list[Unit | None]:
        """Return the units of the numbers of one sentence, with those filled in that a neighbour or a noun gives.

        Args:
            text: the shadow.
            lower: the shadow in lower case.
            start: where the sentence begins.
            numbers: its numbers, in order.
            units: the unit printed behind each, or None.
        """
        found = list(units)
        bare = [
            index
            for index, number in enumerate(numbers)
            if units[index] is None and number.form is not NumberForm.PERCENT
        ]
        for index in reversed(bare):
            later = found[index + 1] if index + 1 < len(numbers) else None
            if later and self._joined.fullmatch(lower, numbers[index].end, numbers[index + 1].start):
                found[index] = _lent(later, numbers[index])
        for index in bare:
            number = numbers[index]
            if found[index] is None:
                unit = self._counted_noun(text, lower, max(start, number.start - _LOOK_BACK), number)
                unit = unit or next((each for each in reversed(found[:index]) if each and _fits(each, number)), None)
                if unit is None and number.scaled:
                    unit = Unit(number.end, number.end, "đồng", Family.MONEY)
                found[index] = _lent(unit, number) if unit else None
        return found

    def _counted_noun(self, text: str, lower: str, start: int, number: Number) -> Unit | None:
        """The noun of "số học sinh là 315.000"."""
        heads = [] if number.scaled else list(self._number_of.finditer(lower, start, number.start))
        if not heads or _PARTS.search(lower, heads[-1].end(), number.start):
            return None
        unit = self._grammar.read(text, lower, heads[-1].end(), number.start)
        return unit if unit and unit.family is Family.COUNTED else None


def _fits(unit: Unit, number: Number) -> bool:
    """Money goes with a scale word; a bare number takes up what is counted, not a share."""
    return unit.family is Family.MONEY if number.scaled else unit.family in (Family.COUNTED, Family.SCORE)


def _lent(unit: Unit, number: Number) -> Unit:
    return replace(unit, start=number.end, end=number.end)
