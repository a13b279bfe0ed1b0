"""Units as tables print them: in a column of their own, in a header, in a caption; often with a scale."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from report_miner.extract.units import Family, Unit, UnitGrammar
from report_miner.extract.word_trie import any_of
from report_miner.language.word_classes import word_classes
from report_miner.patterns import Patterns, TableRole, Units

_THOUSANDS = re.compile(r"(?:1[.,]?000[.,]?000|1[.,]?000|100|10)(?![\d.,])\s*")
_WORD = re.compile(r"\w+|\S")
_LONGEST_NAME = 4
_KEPT = 4096


@dataclass(frozen=True, slots=True)
class ScaledUnit:
    """A unit and what its scale words multiply the printed number with."""

    unit: Unit
    scale: Decimal = Decimal(1)


class UnitWords:
    """Reads the units of tables; built once from the patterns."""

    def __init__(self, patterns: Patterns) -> None:
        self._classes = word_classes(patterns)
        self._grammar = UnitGrammar(patterns.units, self._classes)
        self._short = patterns.tables.units
        self._number_of = patterns.tables.roles[TableRole.NUMBER_OF]
        self._scales = patterns.numbers.scales
        self._first_words = _first_words(patterns.units)
        self._classifiers = frozenset(patterns.units.classifiers)
        self._scale_word = re.compile(rf"(?:{any_of(self._scales)})(?!\w)\s*")
        self.read = lru_cache(maxsize=_KEPT)(self._read)

    def _read(self, text: str, /, *, free: bool = False) -> ScaledUnit | None:
        """Return the unit that `text` is, from its first to its last word; None when it is something else.

        Args:
            text: such as "triệu đồng", "1.000 cây", "Tr.đ", "%".
            free: in a unit column a noun that the vocabulary does not know is a unit too.
        """
        text = text.strip(" .:;()")
        if number_of := self._number_of.match(text.lower()):
            text = text[number_of.end() :]
        first, slash, rest = text.partition("/")
        plain = first.lower().replace(" ", "").replace(".", "")
        rest = "/".join(self._short.get(part.lower(), part) for part in rest.split("/"))
        text = self._short.get(plain, first) + slash + rest
        lower = text.lower()
        scale, position = Decimal(1), 0
        if thousands := _THOUSANDS.match(lower):
            scale = Decimal(re.sub(r"\D", "", thousands.group()))
            position = thousands.end()
        while word := self._scale_word.match(lower, position):
            scale *= self._scales[word.group().strip()]
            position = word.end()
        if position == len(lower):
            return None
        unit = self._listed(text, lower, position)
        whole = unit is not None and unit.end == len(lower)
        if unit is None or not whole:
            unit = self._longer(text, unit, position, free=free)
        return ScaledUnit(_with_name(unit), scale) if unit else None

    def _listed(self, text: str, lower: str, position: int) -> Unit | None:
        """The unit of the vocabulary that begins at `position`."""
        word = _WORD.match(lower, position)
        if word is None or word.group() not in self._first_words:
            return None
        unit = self._grammar.read(text, lower, position, len(lower))
        return unit if unit and unit.known else None

    def _longer(self, text: str, unit: Unit | None, start: int, *, free: bool) -> Unit | None:
        """A unit that goes on ("đồng/kg hơi"; in a unit column "lượt văn bản", too), and there any short noun."""
        name = text[start:]
        if any(map(str.isdigit, name[1:])) or len(name.split()) > _LONGEST_NAME or not name[:1].isalpha():
            return None
        if unit is not None and unit.end - unit.start > 1 and text[unit.end : unit.end + 1] == " ":
            return Unit(start, len(text), name, unit.family) if free or unit.family is Family.RATE else None
        return Unit(start, len(text), name, Family.COUNTED, known=False) if free else None

    def counted(self, words: str, *, bare: bool) -> ScaledUnit | None:
        """Return the noun that a header counts: xã in "Số xã đạt chuẩn".

        Args:
            words: the words of the header.
            bare: whether a header that only begins with the noun counts it too ("Hộ nghèo").
        """
        lower = words.lower()
        number_of = self._number_of.match(lower)
        if number_of is None and not bare:
            return None
        start = number_of.end() if number_of else 0
        first = _WORD.match(lower, start)
        if number_of and first and (long := self._short.get(first.group())):  # "Số TC đạt"
            return self.read(long)
        unit = self._listed(words, lower, start)
        if unit and len(self._classes.first(lower[unit.start :]).text) > unit.end - unit.start:  # "Dân số"
            return None
        if unit is None or unit.family is not Family.COUNTED:
            return None
        if number_of is None and lower[unit.start : unit.end] in self._classifiers:  # "Đầu tư thực hiện"
            return None
        return ScaledUnit(_with_name(unit))


def _first_words(units: Units) -> frozenset[str]:
    forms = [*units.rates, *units.scores, *units.percent_points, *units.percent, *units.classifiers]
    forms += [form for family in (*units.currencies, *units.measures) for form in family.forms]
    forms += [form for nouns in units.counted.values() for form in nouns]
    return frozenset(word.group() for form in forms if (word := _WORD.match(form)))


def _with_name(unit: Unit) -> Unit:
    """Name the unit in lower case, as running text does, but for abbreviations in capitals."""
    name = unit.name
    if name[:1].isupper() and not (name.isupper() and len(name) > 1) and not name[1:2].isupper():
        name = name[0].lower() + name[1:]
    return Unit(unit.start, unit.end, name, unit.family, unit.known)
