"""One sentence after another: its numbers with their units, cues and items, ready to become figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from report_miner.extract.context import Surveyor
from report_miner.extract.cues import CueReading
from report_miner.extract.items import Anchor, Item, ItemModel
from report_miner.extract.kinds import form_of
from report_miner.extract.numbers import Number, NumberForm
from report_miner.extract.shared_units import SharedUnits
from report_miner.extract.units import Family, Unit, UnitGrammar
from report_miner.language.sentences import Sentence
from report_miner.model import Change
from report_miner.patterns import Patterns


@dataclass(frozen=True, slots=True)
class Statement:
    """A number of a sentence with what the words around it say."""

    sentence: Sentence
    number: Number
    unit: Unit | None
    unit_name: str | None
    item: Item | None
    cues: CueReading


class StatementReader:
    """Reads the statements of sentences; built once from the patterns."""

    def __init__(self, patterns: Patterns) -> None:
        self._units = UnitGrammar(patterns.units)
        self._shared = SharedUnits(self._units)
        self._surveyor = Surveyor(patterns.items)
        self._items = ItemModel.load(patterns.items)

    def units(self, text: str, lower: str, sentence: Sentence, numbers: Sequence[Number]) -> list[Unit | None]:
        """Return the unit of each number of a sentence, its own or one that it shares."""
        ends = [*(number.start for number in numbers[1:]), sentence.end]
        printed = [
            None if number.form is NumberForm.PERCENT else self._unit(text, lower, number, end)
            for number, end in zip(numbers, ends, strict=True)
        ]
        return self._shared.complete(text, lower, sentence.start, numbers, printed)

    def _unit(self, text: str, lower: str, number: Number, end: int) -> Unit | None:
        if number.currency:
            return Unit(number.end, number.end, number.currency, Family.MONEY)
        return self._units.read(text, lower, number.end, end)

    def read(
        self,
        bare: str,
        lower: str,
        numbers: Sequence[tuple[Number, Unit | None, CueReading]],
        sentence: Sentence,
        before: Sequence[str],
    ) -> Iterator[Statement]:
        """Yield the statement of each number of a sentence.

        Args:
            bare: the shadow with times and empty brackets blanked out, and
            lower: the same in lower case.
            numbers: the numbers of the sentence with units and cues, in order.
            sentence: the sentence.
            before: the items of the sentence before in the same paragraph.
        """
        earlier: list[tuple[Anchor, str]] = []
        floor = sentence.start
        for index, (number, unit, cues) in enumerate(numbers):
            end = unit.end if unit else number.end
            ceiling = numbers[index + 1][0].start if index + 1 < len(numbers) else sentence.end
            around = self._surveyor.survey(lower, floor, (number.start, number.end), end, max(ceiling, end))
            name = "%" if number.form is NumberForm.PERCENT else unit.name if unit else None
            changed = cues.change.change is not Change.NONE
            anchor = Anchor(number.start, number.end, form_of(number, unit), unit, name, changed, around)
            item = self._items.choose(bare, anchor, earlier, before)
            yield Statement(sentence, number, unit, name, item, cues)
            earlier.append((anchor, item.text if item else ""))
            floor = end
