"""Takes the pictures of docs/huong-dan.md: the review page over the corpus, as a reviewer sees it.

Needs Chromium and playwright; writes docs/duyet-*.png.
"""

from __future__ import annotations

import io
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import uvicorn
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from report_miner.patterns import load_patterns
from report_miner.review.app import create_app
from report_miner.review.desk import Desk
from report_miner.review.safety import Guard
from report_miner.run import run

DOCS = Path(__file__).parent.parent / "docs"
COLOURS = 96
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]


def overview(page: Page) -> None:
    """The first page."""
    page.goto("/")


def queue(page: Page) -> None:
    """The queue, a field being fixed."""
    page.goto("/review")
    page.keyboard.press("a")
    page.locator(".item.done").wait_for()
    page.keyboard.press("e")
    page.locator("form.edit").wait_for()


def document(page: Page) -> None:
    """A document with one figure chosen."""
    page.goto("/document?doc=corpus/an-giang-y-te.txt")
    page.locator("mark").nth(3).click()
    page.wait_for_timeout(600)


def printed(page: Page) -> None:
    """A page of a PDF with its boxes."""
    page.goto("/document?doc=corpus/bac-kan-trong-rung.pdf")
    page.click("[data-tab=pages]")
    page.locator(".card").nth(6).click()
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(600)


def findings(page: Page) -> None:
    """Contradictions with their arithmetic."""
    page.goto("/findings")


def figures(page: Page) -> None:
    """A search without accents."""
    page.goto("/figures?q=nong thon moi&place=tỉnh Nghệ An")


def criteria(page: Page) -> None:
    """The matrix, a cell opened."""
    page.goto("/criteria?set=ntm-xa-2021-2025")
    page.locator("details.cannot_assess, details.met").first.click()


VIEWS: dict[str, Callable[[Page], None]] = {
    "tong-quan": overview,
    "hang-doi": queue,
    "tai-lieu": document,
    "trang-in": printed,
    "doi-chieu": findings,
    "so-lieu": figures,
    "tieu-chi": criteria,
}


def main() -> None:
    """Mine the corpus, serve it, take every picture."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        run(["corpus"], Path(folder))
        desk = Desk(Path(folder), load_patterns())
        server = uvicorn.Server(
            uvicorn.Config(create_app(desk, Guard("127.0.0.1", "Lan")), port=0, log_level="error")
        )
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        base = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(viewport={"width": 1200, "height": 720}, base_url=base)
        page.goto("/")
        page.evaluate("localStorage.setItem('who', 'Nguyễn Thị Lan')")
        for name, show in VIEWS.items():
            show(page)
            page.wait_for_timeout(200)
            with Image.open(io.BytesIO(page.screenshot())) as picture:
                path = DOCS / f"duyet-{name}.png"
                picture.convert("RGB").quantize(COLOURS).save(path, optimize=True)
            print(f"{path.name}: {path.stat().st_size // 1024} KB")
        browser.close()
        server.should_exit = True
        thread.join()
        desk.close()


if __name__ == "__main__":
    main()
