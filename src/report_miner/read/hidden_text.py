"""The invisible words that office scanners lay over a picture: an earlier recognition, compared with a new one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Any

from report_miner.read.page_images import is_filled
from report_miner.read.pdf_words import Word

_INVISIBLE = 3  # text rendering mode (ISO 32000-1, 9.3.6)
_AGREED, _DIFFERENT, _UNCHECKED = 0.9, 0.4, 0.6  # the most that can be said of a number
_EDGES = ".,;:()[]{}'\"“”‘’-–—|_ "


def has_hidden_text(page: Any) -> bool:
    """Whether a page of pypdfium2 is a picture whose text is not drawn."""
    import pypdfium2.raw as pdfium

    if not is_filled(page):
        return False
    objects = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=3)
    modes = Counter(pdfium.FPDFTextObj_GetTextRenderMode(each.raw) == _INVISIBLE for each in objects)
    return modes[True] > modes[False]


def unchecked(words: Sequence[Word]) -> list[Word]:
    """Hidden words that nothing could be compared with."""
    return [replace(word, confidence=min(word.confidence, _UNCHECKED)) for word in words]


def compared(words: Sequence[Word], seen: Sequence[str]) -> list[Word]:
    """Hidden words; a number that is not `seen` on the picture is believed less, its other reading kept."""
    places = [place for place, word in enumerate(words) if _is_numeric(word.text)]
    own, other = ([text.strip(_EDGES) for text in texts if _is_numeric(text)] for texts in (_texts(words), seen))
    seconds: dict[int, str] = {}
    spare: Counter[str] = Counter()
    for kind, start, end, first, last in SequenceMatcher(None, own, other, autojunk=False).get_opcodes():
        if kind != "equal":
            spare.update(other[first:last])
            same_number = end - start == last - first
            seconds |= {each: other[first + each - start] if same_number else "" for each in range(start, end)}
    checked = [replace(word, confidence=min(word.confidence, _AGREED)) for word in words]
    for number, second in seconds.items():
        if spare[own[number]]:
            spare[own[number]] -= 1
        else:
            place = places[number]
            checked[place] = replace(words[place], confidence=_DIFFERENT, second=second)
    return checked


def _texts(words: Sequence[Word]) -> list[str]:
    return [word.text for word in words]


def _is_numeric(text: str) -> bool:
    return any(map(str.isdigit, text))
