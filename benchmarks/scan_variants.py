"""Scans of texts, and how much of their figures comes back: printed at 200 and 300 dpi, clean, or askew and dirty.

    python benchmarks/scan_variants.py [--documents N] [--keep DIR] [--misses]

Texts of `corpus/` are drawn as pages of A4 in a serif face. A noisy scan is turned by up to 1.5 degrees, blurred, and
strewn with black and white specks; all of it follows from the document's name, so every run draws the same pages. The
figures of each scan are laid against those of the text in order: found is F1 over numbers as printed. A number is
damaged when it has no partner in the text; at least 80 % of these should have a confidence below 0.7.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from report_miner.model import Figure
from report_miner.pipeline import mine
from report_miner.read import read, read_bytes

CORPUS = Path(__file__).parents[1] / "corpus"
FACES = ("DejaVuSerif.ttf", "NotoSerif-Regular.ttf", "times.ttf")
DOUBTED = 0.7
INCHES = (8.27, 11.69)
MARGIN, SIZE, LEADING = 0.9, 13, 1.5  # inches, points, lines
BLUR, GRAIN, SPECKS = 1_300, 25, 0.02  # parts of the width, levels of gray, share of black and of white specks


@dataclass(frozen=True)
class Variant:
    """A way to scan: its resolution, and how dirty it is."""

    dpi: int
    noisy: bool
    floor: float

    @property
    def name(self) -> str:
        """What the measurement calls it."""
        return f"scan {self.dpi} dpi {'noisy' if self.noisy else 'clean'}"


VARIANTS = (Variant(200, False, 0.97), Variant(300, False, 0.97), Variant(200, True, 0.90), Variant(300, True, 0.90))


@dataclass
class Score:
    """Numbers of the text and of the scan, how many agree, and how many of the damaged ones are doubted."""

    wanted: int = 0
    found: int = 0
    agreed: int = 0
    damaged: int = 0
    doubted: int = 0
    doubted_right: int = 0
    pages: int = 0
    seconds: float = 0.0
    misses: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        """The share of numbers that both have."""
        return 2 * self.agreed / (self.wanted + self.found) if self.wanted + self.found else 1.0


def scan_of(text: str, variant: Variant, *, seed: str) -> bytes:
    """Return the text as a scan: a TIFF with a page after the other."""
    random = np.random.default_rng(int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8], "big"))
    pages = [_dirtied(page, random) if variant.noisy else page for page in _pages(text, variant.dpi)]
    target = io.BytesIO()
    pages[0].save(
        target,
        "TIFF",
        save_all=True,
        append_images=pages[1:],
        dpi=(variant.dpi, variant.dpi),
        compression="tiff_deflate",
    )
    return target.getvalue()


def _pages(text: str, dpi: int) -> Iterator[Image.Image]:
    font = _font(SIZE * dpi / 72)
    width, height, margin = (round(length * dpi) for length in (*INCHES, MARGIN))
    leading = round(LEADING * SIZE * dpi / 72)
    lines = [line for paragraph in text.splitlines() for line in _wrapped(paragraph, font, width - 2 * margin)]
    a_page = (height - 2 * margin) // leading
    for first in range(0, len(lines), a_page):
        page = Image.new("L", (width, height), 255)
        draw = ImageDraw.Draw(page)
        for number, line in enumerate(lines[first : first + a_page]):
            draw.text((margin, margin + number * leading), line, font=font, fill=0)
        yield page


def _font(size: float) -> ImageFont.FreeTypeFont:
    for face in FACES:
        try:
            return ImageFont.truetype(face, round(size))
        except OSError:
            continue
    raise SystemExit("No face with Vietnamese letters: install fonts-liberation or fonts-dejavu.")


def _wrapped(paragraph: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines = [""]
    for word in paragraph.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _dirtied(page: Image.Image, random: np.random.Generator) -> Image.Image:
    turned = page.rotate(random.uniform(-1.5, 1.5), Image.Resampling.BICUBIC, fillcolor=255)
    pixels = np.asarray(turned.filter(ImageFilter.GaussianBlur(page.width / BLUR)), dtype=float)
    pixels = 40 + pixels * 0.75 + random.normal(0, GRAIN, pixels.shape)
    specks = random.random(pixels.shape)
    pixels[specks < SPECKS] = 0
    pixels[specks > 1 - SPECKS] = 255
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))


def measure(paths: Sequence[Path], variant: Variant, *, keep: Path | None = None) -> Score:
    """Scan the texts, read them back, and lay figure beside figure."""
    score = Score()
    for path in paths:
        wanted = mine(read(path))
        data = scan_of(path.read_text("utf-8"), variant, seed=f"{path.name} {variant.name}")
        if keep:
            (keep / f"{path.stem} {variant.name}.tif").write_bytes(data)
        start = time.perf_counter()
        document = read_bytes(data, path.stem + ".tif")
        score.seconds += time.perf_counter() - start
        score.pages += max(box.page for box in document.layout)
        _compare(score, wanted, mine(document), path.stem)
    return score


def _compare(score: Score, wanted: Sequence[Figure], found: Sequence[Figure], name: str) -> None:
    a, b = [_key(figure) for figure in wanted], [_key(figure) for figure in found]
    score.wanted, score.found = score.wanted + len(a), score.found + len(b)
    for tag, i, j, k, l in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():  # noqa: E741
        if tag == "equal":
            score.agreed += j - i
            score.doubted_right += sum(figure.confidence < DOUBTED for figure in found[k:l])
            continue
        score.damaged += l - k
        score.doubted += sum(figure.confidence < DOUBTED for figure in found[k:l])
        seen = [f"{figure.text} ({figure.confidence:.2f})" for figure in found[k:l]]
        score.misses.append(f"{name}: {' '.join(a[i:j]) or '–'} → {' '.join(seen) or '–'}")


def _key(figure: Figure) -> str:
    return "".join(figure.text.split()).lower()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=10, help="how many texts of the corpus (default: 10)")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="write the scans to this folder")
    parser.add_argument("--misses", action="store_true", help="list what was not read alike")
    options = parser.parse_args()
    paths = sorted(CORPUS.glob("*.txt"))[: options.documents]
    for variant in VARIANTS:
        score = measure(paths, variant, keep=options.keep)
        print(
            f"{variant.name:20} found F1 {score.f1:.4f} (floor {variant.floor})  numbers {score.wanted}"
            f"  damaged {score.damaged}, of these doubted {score.doubted}"
            f"  right but doubted {score.doubted_right}  {score.seconds / max(score.pages, 1):.2f} s a page"
        )
        if options.misses:
            print(*(f"    {miss}" for miss in score.misses), sep="\n")


if __name__ == "__main__":
    main()
