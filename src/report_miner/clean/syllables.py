"""Which words can be Vietnamese syllables: an initial, a rime, and at most one tone, in the spelling of quốc ngữ."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_STOPPED_TONES = {"\u0301", "\u0323"}
_STOPS = ("c", "ch", "p", "t")

_RIMES = frozenset(
    """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
    i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oem oen oeo oet oi om on ong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uc uê uêch uên uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up ut uy uya uych uyên uyêt
    uynh uyp uyt uyu ư ưa ưc ươc ươi ươm ươn ương ươp ươt ươu ưi ưm ưn ưng ưt ưu
    y yêm yên yêng yêt yêu
    """.split()
)
_AFTER_QU = frozenset("a ac ach ai am an ang anh ao at au ay ăc ăm ăn ăng ăp ăt ân ât ây âng e en eo et ê ên ênh êch êt".split()) | {
    "ôc", "ơ", "ơi", "i", "ich", "it", "inh", "y", "ych", "ynh", "yt", "yên", "yêt"
}  # fmt: skip
_INITIALS = re.compile(r"(ngh?|gh|gi|qu|ch|kh|nh|ph|th|tr|[bcdđghklmnprstvx]?)(.+)")
_FRONT = ("e", "ê", "i", "y")


@lru_cache(maxsize=50_000)
def is_syllable(word: str) -> bool:
    """Whether the NFC `word`, in any case, is spelled like a Vietnamese syllable.

    >>> [is_syllable(word) for word in ("nghiệp", "ĐƯỜNG", "coâng", "¶o")]
    [True, True, False, False]
    """
    decomposed = unicodedata.normalize("NFD", word.lower())
    tones = [mark for mark in decomposed if mark in _TONES]
    if len(tones) > 1:
        return False
    plain = unicodedata.normalize("NFC", "".join(mark for mark in decomposed if mark not in _TONES))
    match = _INITIALS.fullmatch(plain)
    if match is None:
        return False
    return any(_fits(initial, rime, tones) for initial, rime in _readings(match[1], match[2], plain))


def _readings(initial: str, rime: str, plain: str) -> list[tuple[str, str]]:
    """The ways to part a word: "gi" is an initial in "gia", and g with a rime in "gì" and "giêng"."""
    return [(initial, rime), ("g", plain[1:])] if initial == "gi" else [(initial, rime)]


def _fits(initial: str, rime: str, tones: list[str]) -> bool:
    if rime.endswith(_STOPS) and (not tones or tones[0] not in _STOPPED_TONES):
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
