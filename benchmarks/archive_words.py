"""The Vietnamese words of the real files of the archive, and those of the transcripts beside them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path

from report_miner.clean.syllables import is_syllable

ARCHIVE = Path(__file__).parents[2] / "shared" / "archive"
FILES = sorted(ARCHIVE.glob("files/*"))
TRANSCRIPTS = sorted(ARCHIVE.glob("transcripts/*"))

# The transcript of a regulation in VNI takes the mark of "ặ" (ë) for that of "ẵ".
_MENDED = {"hoẵc": "hoặc", "đẵc": "đặc", "chẵt": "chặt", "chẵn": "chặn"}
_INITIAL = re.compile("[bcdđghklmnpqrstvx]{1,3}|qu|gi")


def words(text: str) -> Counter[str]:
    """The Vietnamese words of a text: those with a mark, in small letters.

    One transcript divides syllables ("v ùng"); an initial that stands alone is put to what follows it, in every text.
    """
    found: list[str] = []
    for word in re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", text).lower()):
        before = found[-1] if found else ""
        if _INITIAL.fullmatch(before) and not word.isascii() and is_syllable(before + word):
            found[-1] += word
        else:
            found.append(word)
    return Counter(_MENDED.get(word, word) for word in found if not word.isascii())


def share(transcript: Path, text: str) -> float:
    """Which share of the Vietnamese words of a transcript comes out in a text, order aside."""
    wanted = words(transcript.read_text("utf-8"))
    return 1 - (wanted - words(text)).total() / wanted.total()
