"""What speaks for a text being Unicode as it is, or in a dead encoding: words that are spelled like Vietnamese."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress

from report_miner.clean.charsets import CONTROL_LETTERS, TCVN_CAPITALS, Charset, decode, decode_tcvn_1, without_cp1258
from report_miner.clean.syllables import is_syllable


@dataclass(frozen=True, slots=True)
class Reading:
    """How a text may have to be read; `through_cp1258` when a program took its bytes for Windows-1258.

    `twice` when its bytes were mistaken, stored so, and mistaken again.
    """

    charset: Charset
    through_cp1258: bool = False
    twice: bool = False

    def apply(self, text: str) -> str:
        """Return `text` as this reading has it; TCVN3 with the capitals of TCVN 5712-1, where `text` has them."""
        if self.charset is Charset.TCVN3 and not self.through_cp1258 and _has_capitals(text):
            return decode_tcvn_1(text)
        read = decode(without_cp1258(text) if self.through_cp1258 else text, self.charset)
        return decode(read, self.charset) if self.twice else read


READINGS = (
    *map(Reading, (Charset.TCVN3, Charset.VNI, Charset.VISCII, Charset.VPS, Charset.CP1258, Charset.UTF8)),
    Reading(Charset.TCVN3, through_cp1258=True),
    Reading(Charset.VNI, through_cp1258=True),
    Reading(Charset.UTF8, through_cp1258=True),
    Reading(Charset.UTF8, twice=True),
)
_VIQR = Reading(Charset.VIQR)

_CONTROL_LETTERS = "".join(map(chr, CONTROL_LETTERS))
_SYMBOLS = "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹º»¼½¾×÷\u0080-\u009f"
_LETTER_SIGNS = frozenset("¡¢£¤¥¦§¨©«¬\u00ad®µ¶·¸¹»¼½¾×÷").union(_CONTROL_LETTERS, map(chr, range(0x80, 0xA0)))
_STRANGE_LETTERS = "ÄÅÆÇËÎÏÐÑÖØÛÜÞßäåæçëîïðñöøûüþÿ" + _CONTROL_LETTERS
_STRANGE = re.compile(rf"[{_STRANGE_LETTERS}]|[^\W\d_][{_SYMBOLS}]|[{_SYMBOLS}][^\W\d_]|(?i:[ou][+*]|[aeo]\^|dd)")
_CONTROLS = re.compile(f"[{_CONTROL_LETTERS}]")
_HINT = re.compile(f"[{_STRANGE_LETTERS}{_SYMBOLS}+*^]")
_TCVN_CAPITAL = re.compile(f"[{re.escape(TCVN_CAPITALS)}]")
# What shows for Á, Ở, Ý and others, no text of TCVN3 has by itself.
_LONE_CAPITALS = frozenset("ƒ™\x81\x83\x8d\x8f\x90\x99\x9d").union(_CONTROL_LETTERS)
_TWO_LETTERS = re.compile(r"[^\W\d_]{2}")
_MODERN = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
CHUNK = re.compile(r"[^ \t\n\r]+")
_RUN = re.compile(r"[^\W\d_\u00aa\u00b5\u00ba]+")
_STUCK = re.compile(rf"[^\W\d_][{_SYMBOLS}](?<!»)|[{_SYMBOLS}](?<!«)[^\W\d_]|[^\W\d_]»[^\W\d_]|[^\W\d_]«")
_VIQR_SIGNS = re.compile(r"[aeo]\^|[ou][+*]|a\(|\bdd", re.I)
_SURE = 0.85
_AHEAD = 0.15


@dataclass(frozen=True, slots=True)
class Evidence:
    """How many of the `marked` words (those that are not ASCII) are Vietnamese as they are, and under each reading.

    `modern` says that letters stand in the text that no dead encoding shows.
    """

    marked: int
    as_is: int
    under: dict[Reading, int]
    modern: bool

    @property
    def plain(self) -> bool:
        """Whether nothing speaks for anything: the text is the same under every reading."""
        return not self.marked

    @property
    def rivals(self) -> tuple[Reading, ...]:
        """The readings that make the text Vietnamese and that no other one beats, the best first."""
        best = max(self.under.values(), default=0)
        if not best or best < _SURE * self.marked:
            return ()
        found = [reading for reading, legal in self.under.items() if legal > best - _AHEAD * self.marked]
        return tuple(sorted(found, key=lambda reading: -self.under[reading]))

    @property
    def is_unicode(self) -> bool:
        """Whether the text is Vietnamese as it stands and no reading makes it more so."""
        best = max(self.under.values(), default=0)
        return self.as_is >= _SURE * self.marked and best < self.as_is + _AHEAD * self.marked

    @property
    def needed(self) -> tuple[Reading, ...]:
        """The rivals, when the text is certainly not Vietnamese as it stands."""
        rivals = self.rivals
        return rivals if rivals and self.under[rivals[0]] >= self.as_is + _AHEAD * self.marked else ()

    @property
    def clear(self) -> Reading | None:
        """The one reading that the text needs; None when none or several would do."""
        needed = self.needed
        return needed[0] if len({reading.charset for reading in needed}) == 1 else None

    def allows(self, charset: Charset | None) -> bool:
        """Whether the text is Vietnamese in that encoding too."""
        return any(reading.charset is charset for reading in self.rivals)

    @property
    def looks_dead(self) -> bool:
        """Whether the text is not Vietnamese as it stands, and one of the readings makes half of it so."""
        best = max(self.under.values(), default=0)
        return self.marked >= 3 and self.as_is * 2 < self.marked <= best * 2


def is_hint(letter: str) -> bool:
    """Whether something strange may stand at `letter`; without such a letter or a doubled d no text is strange."""
    return _HINT.match(letter) is not None


def is_strange(text: str) -> bool:
    """Whether anything in `text` is unusual in Vietnamese Unicode; without it, no part is in a dead encoding."""
    hints = (match.start() for match in _HINT.finditer(text))
    return "dd" in text.lower() or any(
        _STRANGE.match(text, place) or _STRANGE.match(text, max(0, place - 1)) for place in hints
    )


def is_modern(text: str) -> bool:
    """Whether letters stand in `text` that no dead encoding shows."""
    return _MODERN.search(text) is not None


def evidence_of(text: str) -> Evidence:
    """Weigh a paragraph or a cell."""
    if is_plain(text):
        return _viqr_evidence(text)
    chunks = Counter(chunk for chunk in CHUNK.findall(text) if not is_plain(chunk) and _has_letters(chunk))
    if not chunks:
        return Evidence(0, 0, {}, is_modern(text))
    legal = [_legal(chunk) for chunk in chunks]
    as_is, *under = (sum(compress(chunks.values(), each)) for each in zip(*legal, strict=True))
    return Evidence(chunks.total(), as_is, dict(zip(READINGS, under, strict=True)), is_modern(text))


@lru_cache(maxsize=20_000)
def _legal(chunk: str) -> tuple[bool, ...]:
    """Whether a word is Vietnamese as it is, and under each reading."""
    return is_vietnamese(chunk), *(is_vietnamese(reading.apply(chunk)) for reading in READINGS)


def is_plain(text: str) -> bool:
    """Whether `text` is ASCII without the control characters that are letters in a dead encoding."""
    return text.isascii() and (text.isprintable() or _CONTROLS.search(text) is None)


def _has_letters(chunk: str) -> bool:
    return any(mark in _LETTER_SIGNS or (mark > "\u007f" and mark.isalpha()) for mark in chunk)


def is_vietnamese(chunk: str) -> bool:
    """Whether every word in `chunk` that is not ASCII is a syllable in plain case, and no sign sticks to a letter."""
    chunk = unicodedata.normalize("NFC", chunk)
    runs = [run for run in _RUN.findall(chunk) if not run.isascii()]
    return bool(runs) and not _STUCK.search(chunk) and all(map(_is_word, runs))


def _is_word(run: str) -> bool:
    """A syllable in plain case, or an abbreviation: HĐND."""
    if run.isupper() and run.replace("Đ", "D").isascii():
        return True
    return is_syllable(run) and (run.isupper() or run[1:].islower() or len(run) == 1)


def _has_capitals(text: str) -> bool:
    """Whether in a text of TCVN3 the signs are rather capitals of TCVN 5712-1: they make more words than they spoil.

    A sign by itself, and beside digits, is no word.
    """
    if not _TCVN_CAPITAL.search(text):
        return False
    signed = [chunk for chunk in CHUNK.findall(text) if _TCVN_CAPITAL.search(chunk)]
    told = [chunk for chunk in signed if len(chunk) > 1 or chunk in _LONE_CAPITALS]
    return sum(map(_is_with_capitals, told)) * 2 > len(told)


def _is_with_capitals(chunk: str) -> bool:
    read = decode_tcvn_1(chunk)
    return is_vietnamese(read) and (not _LONE_CAPITALS.isdisjoint(chunk) or _TWO_LETTERS.search(read) is not None)


def mends(text: str, reading: Reading) -> bool:
    """Whether signs stick to letters in `text`, and none do once it is read so."""
    return _STUCK.search(text) is not None and _STUCK.search(reading.apply(text)) is None


def _viqr_evidence(text: str) -> Evidence:
    """VIQR is ASCII: its words differ once they are read, its signs are frequent, and nearly all are syllables."""
    read = decode(text, Charset.VIQR)
    nothing = Evidence(0, 0, {}, modern=False)
    if read == text:
        return nothing
    words = _RUN.findall(read)
    changed = [word for word in words if not word.isascii()]
    legal = sum(map(is_syllable, words))
    if len(changed) * 4 < len(words) or legal < 0.8 * len(words):
        return nothing
    # "so?" alone is no sign of VIQR; a line without the signs of ă, â, ơ or đ goes with its neighbours.
    as_is = 0 if _VIQR_SIGNS.search(text) else len(changed)
    return Evidence(len(changed), as_is, {_VIQR: sum(map(is_syllable, changed))}, modern=False)
