"""What stands around a printed number, and whether it states an amount there."""

from __future__ import annotations

import re

from report_miner.extract.number_atoms import Atom
from report_miner.patterns import NumberWords, Units

_WORDS_AHEAD = re.compile(r"[ \n]{0,2}[\"'(]?([^\W\d_]+[23]?)(?:[ \n]([^\W_]+))?(?:[ \n]([^\W_]+))?")
_LETTERS = re.compile(r"[^\W\d_°]+[23]?|°c?")
_WORD_BEFORE = re.compile(r"([^\W\d_]+)[ \n]{0,2}$")
_NOTHING_AHEAD = re.compile(r"[ ]*(?:[.,;:)]|$|\n(?![a-zà-ỹ]))")
_POINTER = re.compile(r"(?:[ ][^\W\d_]+){1,3}?[ ]([^\W\d_]+)")
_MEASURED = re.compile(r"[ ]?(?:°|độ (?:c|âm)(?!\w))")
_SENTENCE_ENDS = frozenset('.!?:;\n"(-+*•')
_DAY = re.compile(r"0?[1-9]|[12][0-9]|3[01]")
_MONTH = re.compile(r"0?[1-9]|1[0-2]")
_YEARS = range(1900, 2100)
_SMALL = 100
_BEHIND = 24


class Surroundings:
    """Judges atoms by the words beside them."""

    def __init__(self, words: NumberWords, units: Units) -> None:
        self._words = words
        nouns = {form for forms in units.counted.values() for form in forms}
        amounts = {form for family in (*units.currencies, *units.measures) for form in family.forms}
        amounts |= {*units.rates, *units.scores}
        self._nouns = frozenset(nouns)
        self._units = frozenset(nouns | amounts)
        self._counted_in_words = frozenset((nouns | amounts) - words.not_counted_in_words - units.never)

    def _reads(self, forms: frozenset[str], lower: str, position: int) -> bool:
        """Whether one of `forms` follows `position`."""
        match = _WORDS_AHEAD.match(lower, position)
        if match is None:
            return False
        first, second, third = match.groups()
        return first in forms or (
            second is not None
            and (f"{first} {second}" in forms or (third is not None and f"{first} {second} {third}" in forms))
        )

    def counts_whole(self, lower: str, end: int) -> bool:
        """Whether what is counted after `end` comes in whole numbers (people, communes, cases)."""
        return self._reads(self._nouns, lower, end)

    def digits_stand_alone(self, atom: Atom, text: str, lower: str) -> bool:
        """Whether the digits are a number of their own and no part of a code: B1, A-5, 30a, 0912, v3.5."""
        start, end = atom.outer_start, atom.outer_end
        before = text[start - 1 : start]
        if before.isalpha() and not (before.islower() and self._glued_by_slip(atom)):
            return False
        if before == "-" and text[start - 2 : start - 1].isupper():
            return False
        if (before and before in "_=&#@\\") or (before in {".", ","} and text[start - 2 : start - 1].isdigit()):
            return False
        if before == "/" and not (text[start - 2 : start - 1].isalpha() and self._reads(self._units, lower, end)):
            return False
        if atom.digits[0] == "0" and len(atom.digits) > 2 and atom.digits.isdigit():
            return False
        if end == atom.end and (letters := _LETTERS.match(lower, end)):
            return letters.group() in self._units or (len(letters.group()) > 2 and not letters.group().isascii())
        return text[end : end + 1] != "_"

    def _glued_by_slip(self, atom: Atom) -> bool:
        return bool(atom.percent or atom.scale_words or "," in atom.digits)

    def is_day_and_month(self, atom: Atom, lower: str) -> bool:
        """Whether n/m is rather a date: possible as one, and neither its verb nor its noun makes it a tally."""
        day, month = atom.digits, atom.total or ""
        if not (_DAY.fullmatch(day) and _MONTH.fullmatch(month)):
            return False
        if atom.percent or self._reads(self._units, lower, atom.end):
            return False
        return self._word_before(lower, atom.start) not in self._words.tally_after

    def bare_states_amount(self, atom: Atom, text: str, lower: str) -> bool:
        """Whether digits with no scale word and no sign state an amount: no year, note mark or part of a name."""
        if not atom.digits.isdigit():
            return True
        value = int(atom.digits) if len(atom.digits) < 5 else _SMALL
        known = self._reads(self._units, lower, atom.end)
        if len(atom.digits) == 4 and value in _YEARS and not known:
            return False
        if value >= _SMALL or known:
            return True
        before = _WORD_BEFORE.search(lower, max(0, atom.start - _BEHIND), atom.start)
        if before is None:
            return True
        if before[1] in self._words.amount_after:
            return True
        if _NOTHING_AHEAD.match(text, atom.end):
            return False
        named = text[before.start()].isupper() and value < 10 and not _begins_sentence(text, before.start())
        return not named

    def words_state_amount(self, atom: Atom, text: str, lower: str) -> bool:
        """Whether a number in words counts something here, and is no name, ordinal, length of time or vague amount."""
        words, vocabulary = atom.scale_words, self._words
        if text[atom.start].isupper() and not _begins_sentence(text, atom.start):
            return False
        before = self._word_before(lower, atom.start)
        if before in vocabulary.never_after:
            return False
        if atom.percent or atom.decimals:
            return True
        ahead = _WORDS_AHEAD.match(lower, atom.end)
        if ahead is None or ahead[1] in vocabulary.durations or (words[-1] == "năm" and len(words) > 1):
            return False
        if len(words) > 1:
            return True
        if words[0] == "một" and not lower[max(0, atom.start - _BEHIND) : atom.start].rstrip().endswith(
            vocabulary.one_after
        ):
            return False
        if words[0] == "năm" and before not in vocabulary.five_after:
            return False
        if not self._reads(self._counted_in_words, lower, atom.end):
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
            return (
                line[-1:] == " " and line[-2:-1].isalpha() and bool(atom.percent or _MEASURED.match(lower, atom.end))
            )
        return (
            self._word_before(lower, start) in self._words.minus
            and lower[start - 1 : start] == " "
            and (atom.percent or _MEASURED.match(lower, atom.end) is not None)
        )

    def _word_before(self, lower: str, start: int) -> str:
        match = _WORD_BEFORE.search(lower, max(0, start - _BEHIND), start)
        return match[1] if match else ""


def _begins_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 3) : start].rstrip(" ")
    return start == 0 or before == "" or before[-1] in _SENTENCE_ENDS
