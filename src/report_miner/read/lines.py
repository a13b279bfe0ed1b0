"""What a single line is: a heading, an item of a list, furniture of the page, a date or a publisher."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from report_miner.clean.alphabet import LOWER, UPPER
from report_miner.patterns import NamedPattern, Pages, Patterns, PlaceType, load_patterns

_HEADING_LENGTH = 200
_BULLETS = " \t\u00a0•●▪◦►»*|"
_LETTERS = map(chr, (*range(0x61, 0x1B1), *range(0x1EA0, 0x1EFA)))
SMALL_LETTER = re.compile(f"[{''.join(filter(str.islower, _LETTERS))}]")
_NEXT_SENTENCE = re.compile(rf"[{LOWER}\d%][{LOWER}\d%)]\. [{UPPER}][{LOWER}]+ \w+ \w")
_STATED_LENGTH = 160
_STAMP_REST = 40
_ODD = re.compile("[\u00a0\u2009\u202f\u2013\u2014]")
_MARKS = ("", *".,;:)")
_NUMBER_SIGNS = re.compile(r"(#{1,6}) +\S")  # of a heading in Markdown
_YEAR = re.compile(r"(?:19|20)\d\d")
_NAME = r"(?:[A-ZĐÀ-Ỵ]\w*)(?: [A-ZĐÀ-Ỵ]\w*){0,4}"


class Role(StrEnum):
    """What a line is to the page that it stands on.

    `FURNITURE` is a counter, a button or a date stamp; `MENU` belongs to the site around the text; after a
    `CLOSER` the page shows other things than its text.
    """

    TEXT = "text"
    FURNITURE = "furniture"
    MENU = "menu"
    CLOSER = "closer"


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A date that a line states; `exact` is False when the line leaves the day open."""

    day: date
    exact: bool
    end: int


class LineRules:
    """The patterns of patterns/pages.yaml, ready to be asked about one line at a time.

    `number_words` are the words of numbers, as they may be printed; `types` are those of units, by their words and
    abbreviations.
    """

    def __init__(self, pages: Pages, number_words: Iterable[str], types: Mapping[str, PlaceType]) -> None:
        words = [form for word in number_words for form in (word, word.capitalize())]
        self.number_words = frozenset(word + mark for word in words for mark in _MARKS)
        self._headings = _any_of(pages.headings, named=True)
        self._levels = [heading.level for heading in pages.headings]
        self._list_item = _any_of(pages.list_items)
        self._page = re.compile(
            "|".join(
                f"(?P<{role}>{_any_of(entries).pattern})"
                for role, entries in (
                    (Role.CLOSER, pages.closers),
                    (Role.MENU, pages.menus),
                    (Role.FURNITURE, pages.furniture),
                )
            )
        )
        self._dates = [entry.regex for entry in pages.dates]
        self._publishers = [entry.regex for entry in pages.publishers]
        self._document_type = _any_of(pages.document_types)
        self._preamble = _any_of(pages.preambles)
        self._caption = _any_of(pages.captions)
        self._unit = _any_of(pages.table_units)
        self._pictures = [entry.regex for entry in pages.pictures]
        self.letterheads = tuple(entry.regex for entry in pages.letterheads)
        self._types = types
        any_type = "|".join(dict.fromkeys(kind.word for kind in types.values()))
        self._unit_in_name = re.compile(rf"(?i:({any_type})) ({_NAME})")

    def heading_level(self, line: str) -> int:
        """The depth of the heading that `line` is, 0 when it is none."""
        if len(line) > _HEADING_LENGTH or _NEXT_SENTENCE.search(line):
            return 0
        if signs := _NUMBER_SIGNS.match(line):
            return len(signs[1])
        match = self._headings.match(line)
        if match and match.lastgroup:
            level = self._levels[int(match.lastgroup[1:])]
            return level + line[: match.end()].rstrip(".) ").count(".") if line[0].isdigit() else level
        return 1 if is_capitals(line) else 0

    def is_list_item(self, line: str) -> bool:
        """Whether `line` begins with a dash, a bullet or a mark such as a) or (1)."""
        return self._list_item.match(line) is not None

    def goes_on(self, line: str) -> bool:
        """Whether `line` begins in mid-sentence: with a small letter that marks no item of a list."""
        return begins_small(line) and not self.is_list_item(line)

    def role(self, line: str) -> Role:
        """What `line` is to the page that it stands on."""
        plain = _plain(line)
        match = self._page.match(plain)
        if match and match.lastgroup:
            return Role(match.lastgroup)
        stamp = self.stated_date(plain)
        return Role.FURNITURE if stamp and len(plain) - stamp.end < _STAMP_REST else Role.TEXT

    def stated_date(self, line: str) -> StatedDate | None:
        """The date that `line` states of its page or document."""
        if not _YEAR.search(line, 0, _STATED_LENGTH):
            return None
        plain = _plain(line[:_STATED_LENGTH])
        for rule in self._dates:
            match = rule.match(plain)
            if match:
                found = _date_of(match)
                if found:
                    lead = len(line) - len(line.lstrip(_BULLETS))
                    return StatedDate(found, match.groupdict().get("day") is not None, lead + match.end())
        return None

    def publisher(self, line: str) -> str | None:
        """The publisher that `line` names."""
        plain = _plain(line[:_STATED_LENGTH])
        found = (rule.match(plain) for rule in self._publishers)
        return next((match["name"].strip() for match in found if match), None)

    def is_document_type(self, line: str) -> bool:
        """Whether `line` is the name of a kind of document, as it stands above the subject."""
        return self._document_type.match(line.strip()) is not None

    def is_preamble(self, line: str) -> bool:
        """Whether `line` leads from the subject of an official document to its body."""
        return self._preamble.match(line) is not None

    def is_caption(self, line: str) -> bool:
        """Whether `line` names a table by its number."""
        return self._caption.match(line.strip()) is not None

    def is_unit(self, line: str) -> bool:
        """Whether `line` only gives the unit of a table's figures."""
        return self._unit.match(line.strip()) is not None

    def is_picture(self, line: str) -> bool:
        """Whether `line` is the caption of a picture."""
        return len(line) < 2 * _HEADING_LENGTH and any(rule.search(line) for rule in self._pictures)

    def place_of(self, publisher: str | None) -> str | None:
        """The place that the name of a publisher bears."""
        match = self._unit_in_name.search(publisher or "")
        return f"{match[1].lower()} {match[2]}" if match else None

    def type_word(self, printed: str) -> str:
        """The type of a unit, written out in small letters, of the word or the abbreviation `printed` for it."""
        kind = self._type(printed)
        return kind.word if kind else printed.lower()

    def rank(self, printed: str) -> int:
        """How high the units of a type stand; of a type that no unit has, as low as a commune."""
        kind = self._type(printed)
        return kind.rank if kind else 0

    def _type(self, printed: str) -> PlaceType | None:
        return self._types.get(printed.lower().rstrip("."))


def default_rules() -> LineRules:
    """The rules of the program's own patterns."""
    return rules_of(load_patterns())


@cache
def rules_of(patterns: Patterns) -> LineRules:
    """The rules of `patterns`, made once."""
    numbers = patterns.numbers
    words = [*numbers.digits, *numbers.after_tens, *numbers.scales, *numbers.half, *numbers.zero_tens]
    parts = [part for phrase in numbers.percent for part in phrase.split()]
    number_words = [*words, *parts, numbers.ten, numbers.tens, numbers.hundred]
    return LineRules(patterns.pages, number_words, patterns.place_words.type_of)


def is_capitals(line: str) -> bool:
    """Whether `line` is written in capitals: two words or more, and no small letter."""
    return line.isupper() and " " in line.strip() and sum(map(str.isalpha, line)) >= 6


def begins_small(line: str) -> bool:
    """Whether `line` begins with a small letter."""
    return SMALL_LETTER.match(line) is not None


def _plain(line: str) -> str:
    """`line` without bullets around it, its odd spaces and dashes made plain, one for one."""
    return _ODD.sub(lambda match: " " if match.group().isspace() else "-", line.strip(_BULLETS))


def _any_of(entries: Sequence[NamedPattern], *, named: bool = False) -> re.Pattern[str]:
    opener = "(?P<n{}>" if named else "(?:"
    return re.compile("|".join(opener.format(number) + entry.pattern + ")" for number, entry in enumerate(entries)))


def _date_of(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["year"]), int(match["month"]), int(match.groupdict().get("day") or 1))
    except ValueError:
        return None
