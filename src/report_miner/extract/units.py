"""The unit that stands after a number: a currency, a measure, or the noun that is counted.

Nine numbers in ten are followed by a unit of the vocabulary (patterns/units.yaml). Where the noun is not known,
underthesea's word segmentation and tags tell whether it is a noun and where it ends.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from report_miner.extract.number_context import CAPITAL_UNITS
from report_miner.extract.word_trie import any_word
from report_miner.language.tagger import tag_words
from report_miner.language.word_classes import NO_WORD, Word, WordClasses
from report_miner.patterns import Units

_LONGEST_FORM = 5
_AHEAD = 40
_BEHIND = 40
_YEAR = re.compile(r"năm (?:19|20)\d\d(?!\d)")
_GAP = re.compile(r"-(?=[^\W\d_])|(?<=tr)\.(?=đ)|\s{0,2}[\"'(]?(?! )")
_WORD = re.compile(r"[^\W_][^\W_]*(?:-[^\W\d_]+)*(?:\.km(?!\w))?|[%$€£₫‰]|[°º]c")
_PER = re.compile(
    r"\s?/\s?(?:1 |01 |một )?(?=[^\W\d_]|100 ?km(?!\w)|10{2,5} |10{0,2}\.0{3} )"
    r"| (?:một (?!phần|cửa|chiều|lần|cách)|mỗi |trên một |trên mỗi |trên 1 |1 )(?=[^\W\d_])"
)
_PER_NOUN = re.compile(
    r"k?m [23](?!\w)|100 ?km|(?:10{2,5}|10{0,2}\.0{3}) (?P<heads>[^\W\d_]+)"
    r"|[^\W_]+(?: gia đình| dân| công| khẩu(?! phần)|(?<=cổ) (?:phần|phiếu)|(?<=ngày)[ .-]đêm)?"
)
_AND = re.compile(r", (?:và )?| và | hoặc | - |/|, ?")
# The rest of a label, up to what its number counts.
_LABELLED = re.compile(r"(?:\s[^\W\d_]+){1,7}:?\s\d[\d.,]*\s")
_WHITE = re.compile(r"\s+")
_ANYBODY = "người"
# The group of nouns of which one has so and so many of another.
_BODIES = "bodies"
# A counted noun with the number of a note: "36 tỉnh1".
_NOTED = re.compile(r"(?:[^\W\d_]+ )*[^\W\d_]{3,}\d")
# A superscript that stands on the line: "m 2".
_FALLEN = re.compile(r" (?=\d$)")


class Family(StrEnum):
    """The sort of a unit, as far as the unit alone tells."""

    PERCENT = "percent"
    MONEY = "money"
    MEASURE = "measure"
    RATE = "rate"
    SCORE = "score"
    COUNTED = "counted"


class Unit(NamedTuple):
    """A unit as printed at `start:end` of the shadow.

    `name` is the unit of the record; `known` is False where it was found by segmentation or in the table of words,
    not in the vocabulary; `group` is the heading of units.yaml that a counted noun stands under.
    """

    start: int
    end: int
    name: str
    family: Family
    known: bool = True
    group: str = ""


class UnitGrammar:
    """Reads the unit at a position of a text."""

    def __init__(self, units: Units, classes: WordClasses) -> None:
        self._word_classes = classes
        self._forms = _forms(units)
        self._classifiers = frozenset(units.classifiers)
        self._only_beginning = units.only_beginning
        self._of_land = units.of_land.forms
        self._land_ahead = re.compile(rf" {any_word(units.of_land.ahead)}")
        self._land_before = re.compile(rf"{any_word(units.of_land.before)}[^.;]*$")
        self._never = units.never
        self._never_joined = units.never_joined
        self._never_alone = units.never | units.never_alone
        self._number_of = re.compile(rf"(?:{'|'.join(units.number_of)}) ")
        self._planned = re.compile(any_word(units.planned))

    def read(self, text: str, lower: str, position: int, end: int) -> Unit | None:
        """Return the unit that begins at `position`, after spaces or an opening bracket or quotation mark.

        Args:
            text: the shadow.
            lower: the shadow in lower case.
            position: the end of the number.
            end: the end of its sentence.
        """
        gap = _GAP.match(lower, position, end)
        start = gap.end() if gap else position
        unit = self._listed(lower, start, end)
        whole = self._number_of.match(lower, start, end)
        if whole and (unit is None or unit.end < whole.end()):
            unit = self._listed(lower, whole.end(), end)
        elif unit is None and not lower.startswith("-", position):
            unit = self._segmented(text, lower, start, end)
        if unit is None or _is_initial(text, unit) or _YEAR.match(lower, unit.start):
            return None
        if unit.family is Family.COUNTED and self._begins_verb(lower, unit):
            return None
        if unit.family is Family.COUNTED:
            numbered = lower[position - 1 : position].isdigit()
            unit = self._coordinated(text, lower, unit, end, numbered=numbered)
        return self.per(text, lower, unit, end)

    def _begins_verb(self, lower: str, unit: Unit) -> bool:
        """Whether the noun is but the first syllable of a verb: "giải | thể", "tập | huấn"."""
        return unit.known and self._longer_word(lower, unit, len(lower)).part.startswith("V")

    def _listed(self, lower: str, start: int, end: int) -> Unit | None:
        for stop in reversed(_word_ends(lower, start, end)):
            form = _WHITE.sub(" ", lower[start:stop])
            if form in self._never:
                return None
            if (beginning := self._only_beginning.get(form)) is not None:
                return self._listed(lower, start, start + len(beginning))
            found = self._forms.get(form)
            if found is None and _NOTED.fullmatch(form):
                stop, found = stop - 1, self._forms.get(form[:-1])
            if found:
                family, name, group = found
                if form in self._of_land and not self._is_land(lower, start, stop):
                    family = Family.COUNTED
                unit = self._whole_noun(lower, Unit(start, stop, name or "", family, group=group), end)
                return self._classified(lower, unit, end) if lower[start : unit.end] in self._classifiers else unit
        return None

    def _is_land(self, lower: str, start: int, stop: int) -> bool:
        """Whether a word of land follows the form at `start:stop`, or stands before its number."""
        if self._land_ahead.match(lower, stop):
            return True
        return self._land_before.search(lower, max(0, start - _BEHIND), start) is not None

    def _whole_noun(self, lower: str, unit: Unit, end: int) -> Unit:
        """The longer noun of which the unit is but the first syllable: "khách | sạn", "mẫu | giáo"."""
        if unit.family not in (Family.COUNTED, Family.MEASURE):
            return unit
        word = self._longer_word(lower, unit, end)
        if not word.part.startswith("N"):
            return unit
        return unit._replace(end=unit.start + len(word.text), family=Family.COUNTED, known=False)

    def _longer_word(self, lower: str, unit: Unit, end: int) -> Word:
        """The word of which a unit of one syllable is but the first one; no word where it is one by itself."""
        if " " in lower[unit.start : unit.end]:
            return NO_WORD
        word = self._word_classes.first(lower[unit.start : min(end, unit.start + _AHEAD)])
        return word if len(word.text) > unit.end - unit.start else NO_WORD

    def _classified(self, lower: str, unit: Unit, end: int) -> Unit:
        ahead = lower[unit.end : min(end, unit.end + _AHEAD)]
        if not ahead[1:2].isalpha() or ahead[0] != " ":
            return unit
        word, tag = self._first_word(ahead[1:])
        if word in self._never or not tag.startswith("N"):
            return unit
        return unit._replace(end=unit.end + 1 + len(word))

    def _segmented(self, text: str, lower: str, start: int, end: int) -> Unit | None:
        begins = [_WHITE.sub(" ", lower[start:stop]) for stop in _word_ends(lower, start, end)]
        if not lower[start : start + 1].isalpha() or begins[0] in self._never:
            return None
        if begins[0] not in self._forms and not self._never.isdisjoint(begins):  # "cấp | tỉnh"
            return None
        word, tag = self._first_word(text[start : min(end, start + _AHEAD)])
        if not word or word.lower() in self._never_alone or not tag.startswith("N"):
            return None
        if word.istitle() and (tag == "Np" or " " not in word):
            return None
        return Unit(start, start + len(word), "", Family.COUNTED, known=False)

    def _first_word(self, ahead: str) -> tuple[str, str]:
        """The first word of `ahead` as printed there and its part of speech, by the table or else by a tagger."""
        known = self._word_classes.first(ahead)
        if known.text and ahead[: len(known.text)].lower() == known.text:
            return ahead[: len(known.text)], known.part
        return _tagged_first_word(ahead)

    def _coordinated(self, text: str, lower: str, unit: Unit, end: int, *, numbered: bool) -> Unit:
        """Extend "huyện" to "huyện, thị xã, thành phố" while nouns of the same sort follow; "người" means them all.

        One that bears a name begins something new; so does one with a number of its own, where the first is
        `numbered`: "3.200 con, gia cầm 42.500 con", "9.120 người, người khuyết tật 835 người".
        """
        while lower[unit.start : unit.end] != _ANYBODY and (joint := _AND.match(lower, unit.end, end)):
            if joint.group() == "/" and unit.group == _BODIES:  # "44 lớp/trường"
                break
            following = self._listed(lower, joint.end(), end)
            if following is None or not unit.group or following.group != unit.group:
                break
            if lower[following.start : following.end] in self._never_joined:
                break
            if self._begins_verb(lower, following):
                break
            behind = text[following.end + 1 : following.end + 2]
            if behind.isupper() or (numbered and (behind.isdigit() or self._is_label(lower, unit, following))):
                break
            unit = unit._replace(end=following.end)
        return unit

    def _is_label(self, lower: str, unit: Unit, following: Unit) -> bool:
        """Whether a noun begins what another number of the same sort is for: "(người,) hộ sinh 298 người"."""
        label = _LABELLED.match(lower, following.end)
        if label is None:
            return False
        return any(lower.startswith(lower[noun.start : noun.end], label.end()) for noun in (unit, following))

    def per(self, text: str, lower: str, unit: Unit, end: int) -> Unit:
        """Extend "đồng" to "đồng/người/năm", and name the unit as printed."""
        family, name = unit.family, unit.name or _WHITE.sub(" ", text[unit.start : unit.end])
        stop = unit.end
        while per := _PER.match(lower, stop, end):
            noun = _PER_NOUN.match(lower, per.end(), end)
            priced = unit.family is Family.MONEY and "/" in per.group()  # "đồng/chỉ" (of gold)
            if noun is None or (noun.group() in self._never and not priced) or self._planned.match(lower, per.end()):
                break
            stop = noun.end()
            begin = noun.start("heads") if noun["heads"] else noun.start()
            known = self._forms.get(noun.group())
            listed = self._listed(lower, begin, end)
            if listed and (known is None or known[2] != listed.group):  # "đồng/hội viên" is not per "hội"
                stop = listed.end
            word = self._word_classes.first(lower[begin : min(end, begin + _AHEAD)].partition("/")[0])
            if word.part.startswith("N"):
                stop = max(stop, begin + len(word.text))
            name = f"{name}/{_FALLEN.sub('', text[per.end() : stop])}"
            family = Family.RATE if family is not Family.PERCENT else family
        return unit._replace(end=stop, name=name, family=family)


def _forms(units: Units) -> dict[str, tuple[Family, str | None, str]]:
    """Form → family, the name that the record uses (None: as printed), and the group of a counted noun."""
    forms: dict[str, tuple[Family, str | None, str]] = {}
    for group, nouns in units.counted.items():
        forms |= {noun: (Family.COUNTED, None, group) for noun in nouns if noun not in forms}
    alone = (*units.classifiers, *units.deeds)
    forms |= {form: (Family.COUNTED, None, "") for form in alone if form not in forms}
    forms |= dict.fromkeys(units.rates, (Family.RATE, None, ""))
    forms |= dict.fromkeys(units.scores, (Family.SCORE, None, ""))
    forms |= dict.fromkeys(units.percent_points, (Family.PERCENT, None, ""))
    forms |= dict.fromkeys(units.percent, (Family.PERCENT, "%", ""))
    for measure in units.measures:
        forms |= dict.fromkeys(measure.forms, (Family.MEASURE, None, ""))
        forms |= {form: (Family.MEASURE, _FALLEN.sub("", form), "") for form in measure.forms if _FALLEN.search(form)}
    for currency in units.currencies:
        forms |= {
            form: (Family.MONEY, currency.name if currency.uniform or not form[0].isalpha() else None, "")
            for form in currency.forms
        }
    return forms


def _is_initial(text: str, unit: Unit) -> bool:
    """Whether a unit of one letter is a capital, as in the name "M. Pugh"."""
    return unit.end - unit.start == 1 and text[unit.start].isupper() and text[unit.start] not in CAPITAL_UNITS


def _word_ends(lower: str, start: int, end: int) -> list[int]:
    ends: list[int] = []
    position = start
    while len(ends) < _LONGEST_FORM and (word := _WORD.match(lower, position, end)):
        ends.append(word.end())
        position = word.end() + (lower[word.end() : word.end() + 1] in (" ", "\n"))
    return ends


@lru_cache(maxsize=65_536)
def _tagged_first_word(ahead: str) -> tuple[str, str]:
    """Return the first word of `ahead` as printed there and its part-of-speech tag."""
    whole = ahead.rsplit(" ", 1)[0] if " " in ahead else ahead
    tagged = tag_words(whole.replace("\n", " "))
    if not tagged or not whole.replace("\n", " ").startswith(tagged[0][0]):
        return "", ""
    word, tag = tagged[0]
    return str(word), str(tag)
