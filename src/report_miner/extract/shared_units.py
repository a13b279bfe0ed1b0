"""Units that numbers share: one prints it, its neighbours leave it out.

"0,3 hay 0,5%", "tăng từ 20 lên 25 xã", "dệt may (4,1 tỷ), thủy sản (2,4 tỷ)", "số học sinh là 315.000".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from report_miner.extract.numbers import Number, NumberForm
from report_miner.extract.units import Family, Unit, UnitGrammar

_JOINED = re.compile(
    r"[ \n]*(?:và|hay|hoặc|lên|đến|tới|xuống|xuống còn|còn|,|;|-|–|so với|/)[ \n]*(?:mức |hơn |gần |trên |khoảng )?"
)
_NUMBER_OF = re.compile(r"(?<!\w)(?:tổng số|số|lượng) (?!tiền|liệu|vốn|lượng|dư|thu|chi|nợ|tiền)")
_LOOK_BACK = 90


class SharedUnits:
    """Finds the unit of numbers that print none."""

    def __init__(self, grammar: UnitGrammar) -> None:
        self._grammar = grammar

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
            unit is None and number.form is not NumberForm.PERCENT
            for number, unit in zip(numbers, units, strict=True)
        ]
        for i in range(len(numbers) - 2, -1, -1):
            later = found[i + 1]
            if bare[i] and later and _JOINED.fullmatch(lower, numbers[i].end, numbers[i + 1].start):
                found[i] = self._lent(later, numbers[i])
        for i, number in enumerate(numbers):
            if bare[i] and found[i] is None:
                earlier = next((unit for unit in reversed(found[:i]) if unit and self._fits(unit, number)), None)
                unit = self._counted_noun(text, lower, max(start, number.start - _LOOK_BACK), number)
                unit = (
                    unit or earlier or (Unit(number.end, number.end, "đồng", Family.MONEY) if number.scaled else None)
                )
                found[i] = self._lent(unit, number) if unit else None
        return found

    def _counted_noun(self, text: str, lower: str, start: int, number: Number) -> Unit | None:
        """The noun of "số học sinh là 315.000"."""
        if number.scaled:
            return None
        match = None
        for match in _NUMBER_OF.finditer(lower, start, number.start):
            pass
        if match is None or any(character in ".;:(" for character in lower[match.end() : number.start]):
            return None
        unit = self._grammar.read(text, lower, match.end(), number.start)
        return unit if unit and unit.family is Family.COUNTED else None

    def _fits(self, unit: Unit, number: Number) -> bool:
        """Money goes with a scale word; a bare number takes up what is counted, not a share."""
        if number.scaled:
            return unit.family is Family.MONEY
        return unit.family in (Family.COUNTED, Family.SCORE)

    def _lent(self, unit: Unit, number: Number) -> Unit:
        return replace(unit, start=number.end, end=number.end)
