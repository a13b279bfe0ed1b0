"""Pages as pictures: the frames of an image file, the rendered pages of a PDF, slides; bounded in size."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from report_miner.errors import DamagedDocument, TooLarge, UsageError
from report_miner.read.detect import OFFICE, Format, detect
from report_miner.read.office import slides_as_pdf
from report_miner.read.scan_image import POINTS
from report_miner.read.scan_stamps import COARSE, without_stamps
from report_miner.texts import say

if TYPE_CHECKING:
    from PIL.Image import Image

Size = tuple[int, int]

DPI = 300
MOST_FRAMES = 5_000

_MOST_PIXELS = 200_000_000
_LONGEST_SIDE = 9_000  # pixels of what is read: A2 at 300 dots an inch
_COLOUR = ("RGB", "P", "CMYK", "YCbCr", "LAB")  # modes of Pillow
_FILLED = 0.5  # share of a page that its scan covers at least
_LEAST_DPI, _MOST_DPI = 200, 400  # between which pages are read
_DPI_RANGE = (70, 1_200)
_PAPER_WIDTH, _PAPER_HEIGHT = 8.27, 11.69  # inches: A4, taken where a picture does not say its resolution


def frames(data: bytes, *, stamps: bool = False) -> Iterator[tuple[Image, int]]:
    """Yield the pictures of an image file in gray, one after the other, each with its resolution (dots an inch).

    Args:
        data: the file.
        stamps: whether round stamps in colour are shown; for reading they are taken out.

    Raises:
        DamagedDocument: truncated, or no picture inside.
        TooLarge: more pixels or frames than this machine should bear.
    """
    from PIL import Image as Images
    from PIL import UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the bounds here are our own, and odd tags of TIFF do no harm
            with Images.open(io.BytesIO(data)) as opened:
                count = getattr(opened, "n_frames", 1)
                if count > MOST_FRAMES:
                    message = say("read.too_many_pages", pages=count, limit=MOST_FRAMES)
                    raise TooLarge(message, remedy=say("read.too_many_pages_remedy"))
                for number in range(count):
                    opened.seek(number)
                    has_colour = opened.mode in _COLOUR
                    gray, dpi = _bounded(opened)
                    if has_colour and not stamps:
                        gray = _without_stamps(gray, dpi, partial(_in_colour, data, number))
                    yield gray, dpi
    except Images.DecompressionBombError as error:
        raise _too_large() from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, LookupError, TypeError) as error:
        raise DamagedDocument(say("read.damaged_image"), remedy=say("read.damaged_image_remedy")) from error


def _bounded(opened: Any) -> tuple[Image, int]:
    """The picture in gray, upright and no larger than what can be read, and its resolution."""
    from PIL import ImageOps

    if opened.width * opened.height > _MOST_PIXELS:
        raise _too_large()
    dpi = _resolution(opened)
    shrink = -(-max(opened.size) // _LONGEST_SIDE)
    opened.draft("L", (opened.width // shrink, opened.height // shrink))
    before = opened.width
    image = ImageOps.exif_transpose(_on_white(opened))
    return (image.reduce(shrink), dpi // shrink) if shrink > 1 and opened.width == before else (image, dpi)


def _without_stamps(gray: Image, dpi: int, colour: Callable[[Size], Image]) -> Image:
    coarse = (max(1, round(gray.width * COARSE / dpi)), max(1, round(gray.height * COARSE / dpi)))
    return without_stamps(gray, colour(coarse), lambda: colour(gray.size))


def _in_colour(data: bytes, number: int, size: Size) -> Image:
    """The picture of a file in colour, as large as is asked for."""
    from PIL import Image as Images
    from PIL import ImageOps

    with Images.open(io.BytesIO(data)) as opened:
        opened.seek(number)
        opened.draft("RGB", size)
        return ImageOps.exif_transpose(opened).convert("RGB").resize(size, Images.Resampling.BOX)


def _on_white(opened: Any) -> Image:
    from PIL import Image as Images

    if opened.mode in ("RGBA", "LA") or "transparency" in opened.info:
        paper = Images.new("RGBA", opened.size, "white")
        return Images.alpha_composite(paper, opened.convert("RGBA")).convert("L")
    if opened.mode.startswith("I;16"):  # which Pillow cuts off at white, where 16 bits only begin
        return Images.fromarray((np.asarray(opened) >> 8).astype(np.uint8))
    gray: Image = opened.convert("L")
    return gray


def _resolution(opened: Any) -> int:
    """What the file says of its resolution, else that of a sheet of A4."""
    said = opened.info.get("dpi") or (0, 0)
    try:
        dpi = round(float(said[0]))
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        dpi = 0
    width, height = sorted(opened.size)
    if not _DPI_RANGE[0] <= dpi <= _DPI_RANGE[1] or (dpi <= 96 and width > 9 * dpi):
        dpi = round(max(width / _PAPER_WIDTH, height / _PAPER_HEIGHT))
    return min(max(dpi, _DPI_RANGE[0]), _DPI_RANGE[1])


def rendered(page: Any, *, dpi: int | None = None, stamps: bool = False) -> tuple[Image, int]:
    """Return the pdfium page `page` in gray as it is shown, and its resolution: less than `dpi` for large sheets.

    Without `dpi` a scan has the resolution of its picture, so that specks stay specks; other pages have 300. Round
    `stamps` in colour are taken out unless they are wanted.
    """
    longest = max(page.get_width(), page.get_height()) / POINTS
    dpi = max(1, min(dpi or _scanned_at(page), int(_LONGEST_SIDE / max(longest, 1e-6))))
    gray = _drawn(page, dpi, grayscale=True).convert("L")
    if stamps:
        return gray, dpi
    return without_stamps(gray, _drawn(page, COARSE), lambda: _drawn(page, dpi).resize(gray.size)), dpi


def _drawn(page: Any, dpi: int, *, grayscale: bool = False) -> Image:
    with closing(page.render(scale=dpi / POINTS, grayscale=grayscale)) as bitmap:
        drawn: Image = bitmap.to_pil().copy()
        return drawn


def _scanned_at(page: Any) -> int:
    """The resolution of the picture that fills a page, within bounds; 300 where none does."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    for picture in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=1):
        try:
            left, bottom, right, top = picture.get_bounds()
            pixels: int = picture.get_px_size()[0]
        except pypdfium2.PdfiumError:
            continue
        if (right - left) * (top - bottom) > _FILLED * page.get_width() * page.get_height():
            dpi: int = round(pixels * POINTS / (right - left))
            return min(max(dpi, _LEAST_DPI), _MOST_DPI)
    return DPI


def is_filled(page: Any) -> bool:
    """Whether pictures cover most of a page of pypdfium2."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    covered, page_area = 0.0, float(page.get_width() * page.get_height())
    for picture in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        try:
            left, bottom, right, top = picture.get_bounds()
        except pypdfium2.PdfiumError:
            continue
        covered += float((right - left) * (top - bottom))
    return covered > _FILLED * page_area


def page_image(data: bytes, number: int, *, dpi: int) -> tuple[Image, int]:
    """Return the page `number` (from 1) of a PDF, a presentation or an image file as a picture, and its resolution.

    Raises:
        UsageError: there is no such page.
        MissingProgram: LibreOffice, which draws slides, is not installed.
        DamagedDocument, TooLarge: as `frames`.
    """
    found = detect(data)
    if found is Format.PDF or Format.PPTX in (found, OFFICE.get(found)):
        import pypdfium2

        data = data if found is Format.PDF else slides_as_pdf(data)
        with closing(pypdfium2.PdfDocument(data)) as document:
            if 1 <= number <= len(document):
                with closing(document[number - 1]) as page:
                    return rendered(page, dpi=dpi, stamps=True)
    else:
        for count, frame in enumerate(frames(data, stamps=True), start=1):
            if count == number:
                return frame
    raise UsageError(say("cli.no_such_page", page=number), remedy=say("cli.no_such_page_remedy"))


def _too_large() -> TooLarge:
    message = say("read.too_many_pixels", limit=_MOST_PIXELS // 1_000_000)
    return TooLarge(message, remedy=say("read.too_many_pixels_remedy"))
