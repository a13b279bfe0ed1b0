"""What each number of a sentence says: its unit, its cues and its item."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from report_miner.clean.shadow import Shadow
from report_miner.extract.candidates import NUMBERING, Anchor, Memory
from report_miner.extract.context import Surveyor
from report_miner.extract.cues import CueReading
from report_miner.extract.frames import Framer
from report_miner.extract.items import Item, ItemModel
from report_miner.extract.kinds import form_of
from report_miner.extract.numbers import Number, NumberForm
from report_miner.extract.shared_units import SharedUnits
from report_miner.extract.units import Family, Unit, UnitGrammar
from report_miner.language.sentences import Sentence
from report_miner.language.word_classes import word_classes
from report_miner.model import Change
from report_miner.patterns import Patterns


@dataclass(frozen=True, slots=True)
class Mention:
    """A number of a sentence with its unit and its cues."""

    number: Number
    unit: Unit | None
    cues: CueReading

    @property
    def unit_name(self) -> str | None:
        """The unit of the record."""
        if self.number.form is NumberForm.PERCENT:
            return "%"
        return self.unit.name if self.unit else None

    @property
    def end(self) -> int:
        """Where the number ends together with its unit."""
        return self.unit.end if self.unit else self.number.end


class Statement(NamedTuple):
    """A number of a sentence with all that the words around it say."""

    sentence: Sentence
    mention: Mention
    item: Item | None


_BRACKET = re.compile(r"[()]")
# A thousand million of a noun that no list knows is money: "lợi nhuận 612 tỷ (biên lãi 6%)".
_MONEY = 1_000_000_000
# What tells the parts of what the sentence before counts.
_OF_WHOLE = re.compile(r"(?:trong (?:số )?đó|gồm|bao gồm)(?!\w)")


class UnitReader:
    """Reads the units of the numbers of a sentence; built once from the patterns."""

    def __init__(self, patterns: Patterns) -> None:
        self._grammar = UnitGrammar(patterns.units, word_classes(patterns))
        self._shared = SharedUnits(patterns.units, self._grammar)

    def read(
        self, text: str, lower: str, sentence: Sentence, numbers: Sequence[Number], before: Sequence[Mention] = ()
    ) -> list[Unit | None]:
        """Return the unit of each number, its own or one that it shares; None for percentages.

        `before` are the numbers of the sentence that stands right before it, if it has any.
        """
        ends = [*(number.start for number in numbers[1:]), sentence.end]
        printed = [self._printed(text, lower, number, end) for number, end in zip(numbers, ends, strict=True)]
        parts = not any(printed) and _OF_WHOLE.match(lower, sentence.start)
        whole = [(each.unit, each.number) for each in before if each.unit] if parts else []
        return self._shared.complete(text, lower, sentence.start, numbers, printed, whole)

    def _printed(self, text: str, lower: str, number: Number, end: int) -> Unit | None:
        if number.form is NumberForm.PERCENT:
            return None
        unit = self._grammar.read(text, lower, number.end, end)
        if number.currency and not (unit and _is_another(unit, number.currency)):
            return Unit(number.end, number.end, number.currency, Family.MONEY)
        money = number.scaled and number.value >= _MONEY and unit is not None and not unit.known
        return None if money else unit


class ItemReader:
    """Finds the items of the numbers of a sentence; built once from the patterns."""

    def __init__(self, patterns: Patterns) -> None:
        classes = word_classes(patterns)
        self._surveyor = Surveyor(patterns.items, classes)
        self._framer = Framer(patterns.items, classes)
        self._model = ItemModel.load(patterns, classes)

    def anchors(self, bare: Shadow, sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[Anchor]:
        """Yield what the item model sees of each number; `bare` is the blanked text."""
        lower = bare.lower
        floor = sentence.start
        theme = floor, floor
        for mention, following in zip(mentions, [*mentions[1:], None], strict=True):
            ceiling = following.number.start if following else sentence.end
            span = (mention.number.start, mention.number.end)
            begin = self._surveyor.turn(lower, floor, span[0])
            if begin > floor or floor == sentence.start:
                found = self._surveyor.theme(bare.text, lower, begin, span[0])
                theme = found if found[0] < found[1] else theme
            around = self._surveyor.survey(lower, floor, span, mention.end, max(ceiling, mention.end))
            yield Anchor(
                form=form_of(mention.number, mention.unit),
                unit=mention.unit,
                unit_name=mention.unit_name,
                change=mention.cues.change.change is not Change.NONE,
                around=around,
                frame=self._framer.frame(lower, (sentence.start, sentence.end), around, mention.end, ceiling),
                theme=theme,
            )
            floor = mention.end

    def topic(self, bare: Shadow, start: int, end: int) -> str:
        """What a stretch of the document (offsets of the source) speaks of first; `bare` is the blanked text.

        Lines in capitals over another line say what sort of document it is, a name before a colon where it is.
        """
        text, start, end = bare.text, bare.position(start), bare.position(end)
        while text[start : (line := text.find("\n", start, end) + 1)].isupper():
            start = line
        if number := NUMBERING.match(text, start, end):
            start = number.end()
        while start < end and not text[start].isalnum():
            start += 1
        start, end = self._surveyor.theme(text, bare.lower, start, end)
        return " ".join(text[start:end].split())

    def read(self, text: str, anchors: Sequence[Anchor], memory: Memory) -> list[Item | None]:
        """Return the item of each number of a sentence and note them in `memory`; `text` is the blanked text."""
        items: list[Item | None] = []
        earlier: list[tuple[Anchor, str]] = []
        for anchor in anchors:
            item = self._model.choose(text, anchor, _not_left(text, earlier, anchor), memory)
            items.append(item)
            earlier.append((anchor, item.text if item else ""))
        memory.note(earlier)
        return items


def _is_another(unit: Unit, currency: str) -> bool:
    """Whether the unit is money of its own, another than `currency` before the number: "giá USD 23.500 đồng"."""
    return unit.family in (Family.MONEY, Family.RATE) and not unit.name.startswith(currency)


def _not_left(text: str, earlier: Sequence[tuple[Anchor, str]], anchor: Anchor) -> Sequence[tuple[Anchor, str]]:
    """The numbers before one that it may go on from: none of a bracket that has closed, where another is left."""
    position = anchor.around.tail[0]
    around: list[tuple[Anchor, str]] = []
    lowest = 0  # how deep brackets lie at their lowest behind a number, as seen from there
    for pair in reversed(earlier):
        start = pair[0].around.tail[0]
        for sign in reversed(_BRACKET.findall(text, start, position)):
            lowest = min(0, lowest + (1 if sign == "(" else -1))
        position = min(start, position)
        if lowest == 0:
            around.append(pair)
    return around[::-1] or earlier
