"""A searchable PDF of a scan: the pages as pictures, their words as an invisible layer."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from report_miner.errors import UsageError
from report_miner.read.detect import Format, detect
from report_miner.read.ocr import recognise, require_ocr, searchable_page
from report_miner.read.page_images import frames, rendered
from report_miner.read.pdf import is_readable
from report_miner.read.pdf_frame import frames_of
from report_miner.read.pdf_words import page_words
from report_miner.read.scan_image import straightened
from report_miner.read.scan_turn import quarters_of
from report_miner.texts import say


def searchable_pdf(data: bytes) -> tuple[bytes, int]:
    """Return a searchable PDF of the scan `data` (a PDF or an image file), and how many pages it has.

    Pages of a PDF whose text can be read are taken over as they are.

    Raises:
        MissingProgram: Tesseract is not installed.
        UsageError: neither a PDF nor an image.
        ReadError: a page cannot be read.
    """
    import pypdfium2

    require_ocr()
    found = detect(data)
    if found not in (Format.PDF, Format.IMAGE):
        raise UsageError(say("cli.no_pages"), remedy=say("cli.no_scan_remedy"))
    target = io.BytesIO()
    with closing(pypdfium2.PdfDocument.new()) as made:
        for page in _pdf_pages(data) if found is Format.PDF else _image_pages(data):
            made.import_pages(page)
        made.save(target)
        return target.getvalue(), len(made)


def _image_pages(data: bytes) -> Iterator[Any]:
    for image, dpi in frames(data, stamps=True):
        yield from _recognised(image, dpi)


def _pdf_pages(data: bytes) -> Iterator[Any]:
    import pypdfium2

    with closing(pypdfium2.PdfDocument(data)) as document:
        for number in range(len(document)):
            with closing(document[number]) as page:
                with closing(page.get_textpage()) as text:
                    words, _ = page_words(text, number + 1, frames_of(page, text)[0])
                picture = (
                    None if words and is_readable([word.text for word in words]) else rendered(page, stamps=True)
                )
            if picture:
                yield from _recognised(*picture)
                continue
            with closing(pypdfium2.PdfDocument.new()) as single:
                single.import_pages(document, [number])
                yield single


def _recognised(image: Any, dpi: int) -> Iterator[Any]:
    import pypdfium2

    straight, _ = straightened(image, dpi)
    if quarters := quarters_of(straight, dpi, recognise(straight, dpi)):
        straight, _ = straightened(image, dpi, quarters)
    with closing(pypdfium2.PdfDocument(searchable_page(straight, dpi))) as page:
        yield page
