"""Which words can be Vietnamese syllables: an initial, a rime, and at most one tone, in the spelling of quốc ngữ."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_STOPPED_TONES = {"\u0301", "\u0323"}
_VOWELS = "aăâeêioôơuưy"
_LETTER = re.compile(r".[\u0300-\u036f]*", re.S)
_MARKS = re.compile("[\u0300-\u036f]+")
_STOPS = ("c", "ch", "p", "t")

_RIMES_WRITTEN = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
    i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oem oen oeo oet oi om on ong op ot
    ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uc uê uêch uên uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up ut uy uya uych uyên uyêt
    uynh uyp uyt uyu ư ưa ưc ươc ươi ươm ươn ương ươp ươt ươu ưi ưm ưn ưng ưt ưu
    y yêm yên yêng yêt yêu
"""
_AFTER_QU_WRITTEN = """
    a ac ach ai am an ang anh ao at au ay ăc ăm ăn ăng ăp ăt ân ât ây âng e en eo et ê ên ênh êch êt ôc ơ ơi
    i ich it inh y ych ynh yt yên yêt
"""
_RIMES, _AFTER_QU = frozenset(_RIMES_WRITTEN.split()), frozenset(_AFTER_QU_WRITTEN.split())
_INITIALS = re.compile(r"(ngh?|gh|gi|qu|ch|kh|nh|ph|th|tr|[bcdđghklmnprstvx]?)(.+)")
_FRONT = ("e", "ê", "i", "y")


@lru_cache(maxsize=50_000)
def is_syllable(word: str) -> bool:
    """Whether the NFC `word`, in any case, is spelled like a Vietnamese syllable.

    >>> [is_syllable(word) for word in ("nghiệp", "ĐƯỜNG", "coâng", "¶o")]
    [True, True, False, False]
    """
    letters = [(letter[0], letter[1:]) for letter in _LETTER.findall(unicodedata.normalize("NFD", word.lower()))]
    tones = [(place, mark) for place, (_, marks) in enumerate(letters) for mark in marks if mark in _TONES]
    if len(tones) > 1:
        return False
    plain = unicodedata.normalize("NFC", "".join(base + "".join(set(marks) - _TONES) for base, marks in letters))
    match = _INITIALS.fullmatch(plain)
    if match is None or len(plain) != len(letters):
        return False
    tone = tones[0] if tones else None
    return any(_fits(initial, rime, tone) for initial, rime in _readings(match[1], match[2], plain))


def _readings(initial: str, rime: str, plain: str) -> list[tuple[str, str]]:
    """The ways to part a word: "gi" is an initial in "gia", and g with a rime in "gì" and "giêng"."""
    return [(initial, rime), ("g", plain[1:])] if initial == "gi" else [(initial, rime)]


def _fits(initial: str, rime: str, tone: tuple[int, str] | None) -> bool:
    """Whether initial, rime and tone (its place in the word and its mark) go together."""
    if rime.endswith(_STOPS) and (tone is None or tone[1] not in _STOPPED_TONES):
        return False
    if tone and tone[0] - len(initial) not in _tone_places(rime):
        return False
    if initial == "qu":
        return rime in _AFTER_QU
    if rime not in _RIMES:
        return False
    front = rime.startswith(_FRONT)
    if initial in ("k", "gh", "ngh"):
        return front
    if initial in ("c", "ng") or (initial == "g" and not rime.startswith("i")):
        return not front
    return initial == "" or not rime.startswith("yê")


@cache
def _tone_places(rime: str) -> frozenset[int]:
    """On which letters of a rime the tone can stand; oa, oe and uy have an old and a new way."""
    vowels = len(rime) - len(rime.lstrip(_VOWELS))
    shaped = [place for place in range(vowels) if rime[place] in "ăâêôơư"]
    if shaped:
        return frozenset(shaped[-1:])
    if rime in ("oa", "oe", "uy"):
        return frozenset((0, 1))
    if vowels < len(rime):
        return frozenset((vowels - 1,))
    return frozenset((1,) if vowels == 3 else (0,))


@lru_cache(maxsize=65_536)
def plain(text: str) -> str:
    """Return the text in lower case without accents.

    >>> plain("Xã Đông Hòa")
    'xa dong hoa'
    """
    return _MARKS.sub("", unicodedata.normalize("NFD", text.lower())).replace("đ", "d")
