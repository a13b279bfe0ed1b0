"""What stands around a printed number, and whether it states an amount there."""

from __future__ import annotations

import re
from collections.abc import Collection

from report_miner.clean.syllables import is_syllable
from report_miner.extract.number_atoms import Atom
from report_miner.extract.word_trie import any_of
from report_miner.patterns import NumberWords, Units

CAPITAL_UNITS = "W"
"""Units of one letter that are printed as a capital."""

_WORDS_AHEAD = re.compile(r"[ \n]{0,2}[\"']?([^\W\d_]+[23]?)(?:[ \n]([^\W_]+))?(?:[ \n]([^\W_]+))?")
_LETTERS = re.compile(r"[^\W\d_°]+[23]?|°c?")
_NOTHING_AHEAD = re.compile(r"[ ]*(?:[.;:)]|,(?![ ][0-9])|$|\n(?![a-zà-ỹ]))")
_POINTER = re.compile(r"(?:[ ][^\W\d_]+){1,3}?[ ]([^\W\d_]+)")
_MEASURED = re.compile(r"[ ]?(?:°|độ (?:c|âm)(?!\w))")
_SENTENCE_ENDS = frozenset('.!?:;\n"(-+*•')
_SCORE_BEFORE = re.compile(r"(?<![0-9.,])([0-9]{1,2})-$")
_SCORE_AFTER = re.compile(r"-([0-9]{1,2})(?![0-9.,]?[0-9]|[ ]?%)")
_TIMES_AHEAD = re.compile(r"(?:x[0-9][0-9.,]*)+")
_TIMES_BEFORE = re.compile(r"[0-9]x")
_LONGEST_SCORE = 2
_DAY = re.compile(r"0?[1-9]|[12][0-9]|3[01]")
_MONTH = re.compile(r"0?[1-9]|1[0-2]")
_NAME_BEFORE = r"[,;](?:[ ](?!ngày[ ])[^\W\d_]+){1,5}[ ]"
# What is told behind a tally that is no date is one too: "khiếu nại 39/48, tố cáo 8/10".
_BEHIND_A_TALLY = re.compile(
    r"(?<![\d/])\d+/(?:\d{3,}|1[3-9]|[2-9]\d)(?![\d/])(?:[ ][^\W\d_]+){0,2}"
    rf"(?:{_NAME_BEFORE}\d+/\d+)*+{_NAME_BEFORE}$"
)
_YEARS = range(1900, 2100)
_SMALL = 100
_NAMED = 10
_BEHIND = 24
_LIST = 90
# What a number, or a list of numbers, stands right behind: "Nokia 3, 5, 6".
_LABEL = re.compile(r"(?<!\w)([^\W\d_][^\W_]*)[ -](?:\d{1,4}(?:, ?| và | hay | hoặc ))*$")
_LIST_GOES_ON = (", ", " và ", " hay ", " hoặc ")
# "Quick Charge 3.0": the version of something that has a name.
_VERSION = re.compile(r"[0-9]\.[0-9]")
_NAME_AHEAD = re.compile(r"[ ]([^\W\d_]+)[ ]([^\W\d_]+)")
# "60'": a minute of a match, a length in feet.
_PRIME = re.compile(r"'(?=[,;.)\s]|$)")
_SPACE = r"[ \n]"
_NAME = r"[^\W\d_]+(?:[ \n-][^\W\d_]+){0,5}"
_SIGN = rf"(?:,|;|{_SPACE}và){_SPACE}"
_BEHIND_A_COUNT = re.compile(
    rf"(?<![\d.,/])\d[\d.]*(?:{_SPACE}[^\W\d_]+){{1,3}}(?:{_SPACE}?\([^()]{{1,25}}\))?"
    rf"(?:{_SIGN}{_NAME}{_SPACE}\d[\d.]*)*{_SIGN}{_NAME}{_SPACE}(?<!năm\s)(?<!thứ\s)(?<!hạng\s)(?<!số\s)$"
)
_ANNOUNCED = re.compile(rf"(?:[:(]|gồm){_SPACE}?(?=(?:{_NAME}{_SPACE}\d[\d.]*{_SIGN})*{_NAME}{_SPACE}$)")
_MEMBER = re.compile(rf"({_NAME}){_SPACE}(\d[\d.]*)(?:,|{_SPACE}và|;|(?=[.)\n]|$)){_SPACE}?")
_AND_A_NAME = re.compile(rf"{_SPACE}và{_SPACE}({_NAME}){_SPACE}\d")
_FEWEST_MEMBERS = 3
# What was counted before, in the same row: "cai bắt buộc 22, cai tại nhà 30", "kết hôn 95 (có yếu tố nước ngoài 9)".
_SCALE_BEFORE = 8  # room for a scale word and a space
_ROW = re.compile(
    rf"\d(?:[.,]\d+)*%?[^\d,;:.()]{{0,60}}(?:\([^()]{{1,25}}\))?{_SPACE}?[,;(]{_SPACE}?"
    rf"(?:[^\W\d_]+(?:{_SPACE}[^\W\d_]+){{0,3}},{_SPACE})?(?:[^\W\d_]+{_SPACE}){{1,8}}$"
)


class Surroundings:
    """Judges atoms by the words beside them."""

    def __init__(self, words: NumberWords, units: Units, abbreviations: Collection[str]) -> None:
        self._words = words
        self._never = units.never
        self._abbreviations = frozenset(abbreviations)
        self._minus = tuple(f" {word} " for word in words.minus)
        nouns = {form for forms in units.counted.values() for form in forms}
        amounts = {form for family in (*units.currencies, *units.measures) for form in family.forms}
        amounts |= {*units.rates, *units.scores, *units.percent_points}
        self._nouns = frozenset(nouns)
        self._measures = frozenset(form for family in units.measures for form in family.forms)
        self._units = frozenset(nouns | amounts)
        self._turns = frozenset(units.counted["turns"])
        self._counted_in_words = unit_forms(units, words)
        self._year_of = re.compile(rf"[ \n](?:{any_of(words.no_five_before)})(?!\w)")
        self._after_scale = re.compile(rf"(?<!\w){any_of(words.scales)}\s$")
        self._times_within = re.compile(rf"[ \n]?(?:{any_of(words.times_within)})(?!\w)")
        number = any_of([*words.digits, words.ten])
        self._out_of = re.compile(rf"[ \n](?:trong|trên)(?:[ ]tổng)?(?:[ ]số)?[ ](?:[0-9]{{1,4}}|{number})(?=[ ])")

    def counts_whole(self, lower: str, end: int) -> bool:
        """Whether what is counted after `end` comes in whole numbers (people, communes, cases)."""
        return self._names(self._nouns, lower, end)

    def counts_turns(self, unit: str, lower: str, end: int) -> bool:
        """Whether turns of somebody are counted after `end`, where `unit` alone names other turns."""
        longer = frozenset(form for form in self._turns if form.startswith(f"{unit} "))
        return unit in self._turns and self._names(longer, lower, end)

    def _names(self, forms: frozenset[str], lower: str, end: int) -> bool:
        return names_one_of(forms, lower, end, never=self._never)

    def digits_stand_alone(self, atom: Atom, text: str, lower: str) -> bool:
        """Whether the digits are a number of their own and no part of a code: B1, A-5, 30a, 0912, v3.5."""
        start, end = atom.outer_start, atom.outer_end
        if self._is_side(lower, start, end):
            return True
        before = text[start - 1 : start]
        if before.isalpha() and not (before.islower() and self._glued_by_slip(atom)):
            return False
        after = text[end : end + 2]
        if before == "-" and text[start - 2 : start - 1].isalpha() and atom.bare:
            counted = not after[:1].isupper() and self._names(self._units, lower, end)
            if not counted:
                return False
        if (
            atom.bare
            and not atom.currency
            and ((after[:1] == "-" and after[1:].isupper()) or _PRIME.match(text, end))
        ):
            return False
        inner = text[start - 2 : start - 1]
        if before == "." and inner.isupper() and atom.bare:
            return False
        if (before and before in "_=&#@\\") or (before in {".", ","} and inner.isdigit()):
            return False
        if before == "/" and not (
            text[start - 3 : start - 1].strip().isalpha()
            and (atom.scale_words or self._names(self._units, lower, end))
        ):
            return False
        if atom.digits[0] == "0" and len(atom.digits) > 2 and atom.digits.isdigit():
            return bool(atom.scale_words and self._after_scale.search(lower, max(0, start - _SCALE_BEFORE), start))
        if end == atom.end and (letters := _LETTERS.match(lower, end)):
            word = letters.group()
            if len(word) == 1 and after[:1].isupper() and after[:1] not in CAPITAL_UNITS:
                return False
            return word in self._units or (len(word) > 2 and not word.isascii())
        return text[end : end + 1] != "_"

    def _is_side(self, lower: str, start: int, end: int) -> bool:
        """Whether the number is one of the sides of something measured, with no space between: 30x40cm."""
        times = _TIMES_AHEAD.match(lower, end)
        if times is None and not _TIMES_BEFORE.match(lower, max(0, start - 2), start):
            return False
        return self._names(self._measures, lower, times.end() if times else end)

    def _glued_by_slip(self, atom: Atom) -> bool:
        return bool(atom.percent or atom.scale_words or "," in atom.digits)

    def is_day_and_month(self, atom: Atom, lower: str) -> bool:
        """Whether n/m is rather a date: possible as one, and neither its verb nor its noun makes it a tally."""
        day, month = atom.digits, atom.total or ""
        if not (_DAY.fullmatch(day) and _MONTH.fullmatch(month)):
            return False
        if atom.percent or self._names(self._units, lower, atom.end):
            return False
        if _BEHIND_A_TALLY.search(lower, max(0, atom.start - _LIST), atom.start):
            return False
        return _word_before(lower, atom.start) not in self._words.tally_after

    def bare_states_amount(self, atom: Atom, text: str, lower: str) -> bool:
        """Whether digits with no scale word and no sign state an amount: no year, note mark or part of a name."""
        if not atom.digits.isdigit():
            return not (_VERSION.fullmatch(atom.digits) and self._behind_a_label(atom, text))
        if self._is_score(atom, lower):
            return False
        value = int(atom.digits) if len(atom.digits) < 5 else _SMALL
        ahead = text[atom.end : atom.end + 3]
        known = not (ahead[:1] == "\n" and ahead[1:2].isupper()) and self._names(self._units, lower, atom.end)
        if len(atom.digits) == 4 and value in _YEARS:
            return known and not (ahead[1:].istitle() or self._behind_a_label(atom, text))
        if known:
            return True
        if self._behind_a_label(atom, text) or _names_someone(text, atom.end):
            return _NOTHING_AHEAD.match(text, atom.end) is not None and self._in_list_of_names(atom, lower)
        if value >= _SMALL:
            return True
        line = text[max(0, atom.start - _BEHIND) : atom.start].rpartition("\n")[2].rstrip(" ")
        before = line.rpartition(" ")[2]
        if not before.isalpha() or before.lower() in self._words.amount_after:
            return True
        if _NOTHING_AHEAD.match(text, atom.end):
            # "Phan Bội Châu 2" may be the name of a place; "Tịnh Biên 58" and "Hồng Dân 01" are none.
            named = before[0].isupper() and len(atom.digits) == 1
            return self._in_list_of_names(atom, lower) or (not named and _in_row(atom, lower))
        named = before[0].isupper() and value < _NAMED and not _begins_sentence(line, len(line) - len(before))
        return not named or (self._in_list_of_names(atom, lower) and _goes_on_with_another(atom, lower))

    def _behind_a_label(self, atom: Atom, text: str) -> bool:
        """Whether the number belongs to a foreign name or a code right before it: Nokia 3310, LX 570, SPF 30."""
        if text[atom.start - 1 : atom.start] not in (" ", "-"):
            return False
        far = _LIST if text.endswith(_LIST_GOES_ON, 0, atom.start) else _BEHIND
        label = _LABEL.search(text, max(0, atom.start - far), atom.start)
        if label is None or not label[1][0].isupper():
            return False
        return not (is_syllable(label[1]) or label[1] in self._abbreviations)

    def _in_list_of_names(self, atom: Atom, lower: str) -> bool:
        """Whether names with a number each follow or precede: "Phan Thiết 29 vụ, Tuy Phong 24, Bắc Bình 23"."""
        start = max(0, atom.start - _LIST)
        if _BEHIND_A_COUNT.search(lower, start, atom.start):
            return True
        announced = _ANNOUNCED.search(lower, start, atom.start)
        if announced is None:
            return False
        names, position = [], announced.end()
        while member := _MEMBER.match(lower, position):
            names.append(member[1])
            position = member.end()
        return len(names) == len(set(names)) >= _FEWEST_MEMBERS

    def _is_score(self, atom: Atom, lower: str) -> bool:
        """Whether the number is one side of a-b with a ≥ b or nothing to b, as in the result of a match: no range."""
        if len(atom.digits) > _LONGEST_SCORE:
            return False
        value, end = int(atom.digits), atom.end
        if before := _SCORE_BEFORE.search(lower, max(0, atom.start - _LONGEST_SCORE - 1), atom.start):
            first, second = int(before[1]), value
        elif after := _SCORE_AFTER.match(lower, end):
            first, second, end = value, int(after[1]), after.end()
        else:
            return False
        return first >= second or (first == 0 and not self._names(self._units, lower, end))

    def words_state_amount(self, atom: Atom, text: str, lower: str) -> bool:
        """Whether a number in words counts something here: no name, ordinal, length of time or vague amount."""
        words, vocabulary = atom.scale_words, self._words
        if text[atom.start].isupper() and not _begins_sentence(text, atom.start):
            return False
        before = _word_before(lower, atom.start)
        if before in vocabulary.never_after:
            return False
        if atom.percent or atom.decimals or atom.total:
            return True
        ahead = _WORDS_AHEAD.match(lower, atom.end)
        behind = lower[max(0, atom.start - _BEHIND) : atom.start].rstrip()
        if ahead and ahead[1] == "lần":
            often = self._times_within.match(lower, ahead.end(1)) is not None
            if often or behind.endswith(vocabulary.times_after):
                return True
        if ahead is None or ahead[1] in vocabulary.durations or (words[-1] == "năm" and len(words) > 1):
            return False
        if len(words) > 1:
            return True
        if words[0] == "một" and not behind.endswith(vocabulary.one_after):
            return False
        if words[0] == "năm" and (before not in vocabulary.five_after or self._year_of.match(lower, atom.end)):
            return False
        if out_of := self._out_of.match(lower, atom.end):
            return self._names(self._units, lower, out_of.end())
        if not self._names(self._counted_in_words, lower, atom.end):
            return False
        pointer = _POINTER.match(lower, atom.end)
        return pointer is None or pointer[1] not in vocabulary.pointing_back

    def is_negative(self, atom: Atom, lower: str) -> bool:
        """Whether a minus sign or word belongs to the number; a list dash and the dash of a range do not."""
        start = atom.start
        if lower[start - 1 : start] == "-":
            line = lower[max(0, start - 3) : start - 1]
            if line.endswith(("(", ": ", ":")):
                return True
            measured = bool(atom.percent or _MEASURED.match(lower, atom.end))
            return measured and line[-1:] == " " and line[-2:-1].isalpha()
        return lower.endswith(self._minus, 0, start) and bool(atom.percent or _MEASURED.match(lower, atom.end))


def _in_row(atom: Atom, lower: str) -> bool:
    """Whether the phrase before it counts something too; what a colon follows is a label: "mức độ 2: 3 trường"."""
    if lower.startswith(":", atom.end):
        return False
    return _ROW.search(lower, max(0, atom.start - 2 * _LIST), atom.start) is not None


def _goes_on_with_another(atom: Atom, lower: str) -> bool:
    """Whether another name with a number follows: "Ba Tơ 2 và Mộ Đức 1 người", but not "Phả Lại 1 và Phả Lại 2"."""
    following = _AND_A_NAME.match(lower, atom.end)
    return following is not None and not lower.endswith(following[1], 0, atom.start - 1)


def _word_before(lower: str, start: int) -> str:
    """The word right before `start`, "" where something else stands there."""
    words = lower[max(0, start - _BEHIND) : start].split()
    last = words[-1].lstrip("\"'(") if words else ""
    return last if last.isalpha() else ""


def _names_someone(text: str, end: int) -> bool:
    """Whether a Vietnamese name follows: 25 Vũ Ngọc Phan."""
    ahead = _NAME_AHEAD.match(text, end)
    return ahead is not None and all(word.istitle() and is_syllable(word) for word in ahead.groups())


def names_one_of(forms: frozenset[str], lower: str, position: int, *, never: frozenset[str] = frozenset()) -> bool:
    """Whether one of `forms`, of up to three words, follows `position`, and no phrase of `never`."""
    match = _WORDS_AHEAD.match(lower, position)
    if match is None:
        return False
    first, second, third = match.groups()
    two, three = f"{first} {second}", f"{first} {second} {third}"
    if three in forms:
        return True
    return two not in never and three not in never and (first in forms or two in forms)


def unit_forms(units: Units, words: NumberWords) -> frozenset[str]:
    """What numbers count and measure, without the nouns that are also common words."""
    counted = {form for forms in units.counted.values() for form in forms}
    measured = {form for family in (*units.currencies, *units.measures) for form in family.forms}
    return (
        frozenset(counted - words.not_counted_in_words - units.never)
        | measured
        | {*units.rates, *units.scores, *units.percent_points}
    )


def _begins_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 3) : start].rstrip(" ")
    return start == 0 or before == "" or before[-1] in _SENTENCE_ENDS
