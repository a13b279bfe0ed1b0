"""Tesseract, by way of pytesseract: the words of a picture with their boxes, and how sure it is of each."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from report_miner.errors import MissingProgram, ReadError, TooLarge
from report_miner.texts import say

if TYPE_CHECKING:
    from PIL.Image import Image

PACKAGES = "tesseract-ocr tesseract-ocr-vie"
LANGUAGE = "vie"

_SECONDS_A_PAGE = 120
_PAGE, _BLOCK = 3, 6  # how Tesseract takes a picture apart: by itself, or as one block of lines
_MARGIN = 24  # pixels around each crop of a second reading


@dataclass(frozen=True, slots=True)
class Seen:
    """A word as Tesseract reads it: its box in pixels, the number of its line, its confidence (0..1)."""

    text: str
    bbox: tuple[int, int, int, int]
    line: tuple[int, int, int]
    confidence: float


def missing_command() -> str:
    """Return the command that installs what reading scans still needs, "" when all of it is there."""
    if find_spec("pytesseract") is None:
        return "pip install pytesseract && sudo apt-get install " + PACKAGES
    program = shutil.which("tesseract")
    if program is None or LANGUAGE not in _languages(program):
        return "sudo apt-get install " + PACKAGES
    return ""


def require_ocr() -> None:
    """Make sure that scans can be read.

    Raises:
        MissingProgram: they cannot; the remedy is the command that installs what is missing.
    """
    command = missing_command()
    if command:
        raise MissingProgram(say("read.no_ocr"), remedy=say("read.run_command", command=command))


@cache
def _languages(program: str) -> frozenset[str]:
    try:
        listed = subprocess.run(
            [program, "--list-langs"], capture_output=True, text=True, timeout=_SECONDS_A_PAGE, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    return frozenset(listed.stdout.split())


def recognise(image: Image, dpi: int, *, layout: int = _PAGE) -> list[Seen]:
    """Return the words of a page in the order of reading.

    Raises:
        TooLarge: the page takes longer than its time.
        ReadError: Tesseract refuses the picture.
    """
    read = _called("image_to_data", image, dpi, layout, output_type="dict")
    words = []
    for number, text in enumerate(read["text"]):
        if text.strip() and float(read["conf"][number]) >= 0:
            left, top = int(read["left"][number]), int(read["top"][number])
            box = (left, top, left + int(read["width"][number]), top + int(read["height"][number]))
            line = (int(read["block_num"][number]), int(read["par_num"][number]), int(read["line_num"][number]))
            words.append(Seen(text.strip(), box, line, float(read["conf"][number]) / 100))
    return words


def searchable_page(image: Image, dpi: int) -> bytes:
    """Return a PDF of one page: the picture, and its words as an invisible layer.

    Raises:
        TooLarge, ReadError: as `recognise`.
    """
    made: bytes = _called("image_to_pdf_or_hocr", image, dpi, _PAGE, extension="pdf")
    return made


def read_again(image: Image, boxes: Sequence[tuple[int, int, int, int]], dpi: int) -> list[tuple[str, float]]:
    """Read each of the boxes by itself, in one call: the crops are put below one another on a white sheet.

    Returns for each box its text without spaces ("" where nothing is seen) and its confidence (0..1).
    """
    from PIL import Image as Images

    if not boxes:
        return []
    width = max(right - left for left, _, right, _ in boxes) + 2 * _MARGIN
    tops = [_MARGIN]
    for _, top, _, bottom in boxes:
        tops.append(tops[-1] + bottom - top + _MARGIN)
    sheet = Images.new("L", (width, tops[-1]), 255)
    for box, top in zip(boxes, tops, strict=False):
        sheet.paste(image.crop(box), (_MARGIN, top))
    found: list[list[Seen]] = [[] for _ in boxes]
    for seen in recognise(sheet, dpi, layout=_BLOCK):
        middle = (seen.bbox[1] + seen.bbox[3]) / 2
        home = max((number for number in range(len(boxes)) if tops[number] <= middle + _MARGIN / 2), default=0)
        found[home].append(seen)
    return [_together(seen) for seen in found]


def _together(seen: Sequence[Seen]) -> tuple[str, float]:
    return "".join(word.text for word in seen), min((word.confidence for word in seen), default=0.0)


def _called(function: str, image: Image, dpi: int, layout: int, **options: Any) -> Any:
    """Call Tesseract on one processor: pages are what runs side by side. The DPI is always given."""
    import pytesseract

    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    call = getattr(pytesseract, function)
    config = f"--dpi {dpi} --psm {layout}"
    try:
        return call(image, lang=LANGUAGE, config=config, timeout=_SECONDS_A_PAGE, **options)
    except pytesseract.TesseractError as error:
        reason = str(error.message).strip()
        raise ReadError(say("read.ocr_failed", reason=reason), remedy=say("read.ocr_failed_remedy")) from error
    except RuntimeError as error:
        message = say("read.ocr_slow", seconds=_SECONDS_A_PAGE)
        raise TooLarge(message, remedy=say("read.ocr_slow_remedy")) from error
