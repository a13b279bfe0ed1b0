import shutil
import subprocess
import sys
import threading
import time

import pytest

from report_miner.patterns import load_patterns

pytest.importorskip("fastapi", reason="the review page needs the extra web")

import uvicorn
from starlette.testclient import TestClient

from report_miner.review.app import create_app
from report_miner.review.desk import Desk
from report_miner.review.safety import Guard
from report_miner.run import run

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]

POOR = """ỦY BAN NHÂN DÂN HUYỆN GIỒNG TRÔM
BÁO CÁO
Kết quả giảm nghèo năm 2023

Đến cuối năm 2023, toàn huyện có 18/20 xã đạt chuẩn nông thôn mới (95%), tăng 3 xã so với năm 2022.
Huyện còn 1.250 hộ nghèo. Đã xây mới 🏠 bảy mươi căn nhà tình thương; ký hiệu A12B.
"""
ROADS = """ỦY BAN NHÂN DÂN HUYỆN ĐÔ LƯƠNG
BÁO CÁO
Kết quả xây dựng nông thôn mới năm 2022

Năm 2022, huyện Đô Lương, tỉnh Nghệ An có 12 xã đạt chuẩn nông thôn mới, làm mới 35 km đường.
"""


@pytest.fixture(scope="session")
def mined(tmp_path_factory):
    """Results of a run over two reports, one of which contradicts itself."""
    folder = tmp_path_factory.mktemp("duyet")
    docs = folder / "docs"
    docs.mkdir()
    (docs / "giam-ngheo.txt").write_text(POOR, encoding="utf-8")
    (docs / "duong.txt").write_text(ROADS, encoding="utf-8")
    run([str(docs)], folder / "out")
    return folder


@pytest.fixture
def folder(mined, tmp_path):
    shutil.copytree(mined / "out", tmp_path / "out")
    return tmp_path / "out"


@pytest.fixture(scope="session")
def mined_on_server(mined, postgresql):
    """The name of a database with the results of the same run."""
    address = postgresql.new_database()
    run([str(mined / "docs")], mined / "out-server", address=address)
    return address.rpartition("/")[2]


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request):
    """Where the results are: in files (None), or in a database of the test's own on a server."""
    if request.param == "sqlite":
        return None
    template = request.getfixturevalue("mined_on_server")
    return request.getfixturevalue("postgresql").new_database(template)


@pytest.fixture
def docs(mined):
    return mined / "docs"


@pytest.fixture
def desk(folder, address):
    desk = Desk(folder, load_patterns(), address)
    yield desk
    desk.close()


@pytest.fixture
def guard():
    return Guard("127.0.0.1", "Lan")


@pytest.fixture
def client(desk, guard):
    return TestClient(create_app(desk, guard), base_url="http://127.0.0.1:8765", headers={"X-Token": guard.token})


@pytest.fixture
def rows(desk):
    """The rows of the lens by the printed number."""

    def read():
        from report_miner.review import queries

        with desk.reading() as database:
            return {row["record"]["text"]: row for row in queries.every(database, queries.Filter())}

    return read


@pytest.fixture
def served(desk, guard):
    """The address of a server in this process."""
    server = uvicorn.Server(uvicorn.Config(create_app(desk, guard), port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def start_server(folder):
    """Start `report-miner review` as a process of its own; return it with its address."""
    started = []

    def start(port=0):
        command = [sys.executable, "-m", "report_miner", "review", str(folder), "--no-open", "--port", str(port)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        started.append(process)
        process.stdout.readline()
        return process, process.stdout.readline().split()[2].rstrip("/")

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.fixture(scope="session")
def browser():
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (apt-get install chromium)")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.set_default_timeout(5_000)
    errors = []
    page.on("pageerror", lambda error: errors.append(error))
    yield page
    context.close()
    assert not errors
