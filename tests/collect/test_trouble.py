"""Servers that break the rules, a disk that says no, and a person who stops the program."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from loopback import Reply, article, lines

import report_miner
from report_miner.errors import ExitCode, StoreError

OK = b"HTTP/1.1 200 OK\r\n"
NO_RULES = b"HTTP/1.1 404 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@pytest.fixture
def rude():
    """Start a server that answers to every request but that for its rules with these bytes."""
    opened = []

    def start(answer: bytes) -> str:
        server = socket.socket()
        server.bind(("127.0.0.1", 0))
        server.listen()
        opened.append(server)

        def work():
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    try:
                        asked = connection.recv(65_536)
                        connection.sendall(NO_RULES if b"robots.txt" in asked else answer)
                    except OSError:
                        pass

        threading.Thread(target=work, daemon=True).start()
        return f"http://127.0.0.1:{server.getsockname()[1]}"

    yield start
    for server in opened:
        server.close()


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"khong phai HTTP\r\n\r\n",
        OK + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\nx",
        OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        OK + b"X: y\r\n" * 100_000 + b"\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n" * 3000,
        b"HTTP/1.1 503 No\r\nRetry-After: " + b"9" * 500 + b"\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 302 F\r\nLocation: http://\xff\xfe[/\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 304 N\r\n\r\n",
    ],
    ids=["nothing", "noise", "length", "chunks", "headers", "continue", "retry", "location", "unasked 304"],
)
def test_an_answer_that_breaks_the_rules_is_a_failure(rude, site, take, folder, answer):
    site["/a"] = article()
    done = take(f"{rude(answer)}/a", f"{site.address}/a")
    assert (done.tally.new, done.tally.failed) == (1, 1)
    assert lines(folder / "failures.jsonl")[0]["remedy"]


def test_what_a_header_says_to_a_terminal_is_not_stored(rude, take, folder):
    page = article()
    headers = b"Content-Type: text/html; \xff\r\nContent-Language: \x1b]0;x\x07\r\nContent-Length: %d\r\n\r\n" % len(
        page
    )
    assert take(f"{rude(OK + headers + page)}/a").tally.new == 1
    assert b"\\u001b" not in (folder / "collected.jsonl").read_bytes()


def test_a_page_on_which_the_program_trips_stops_nothing(site, take, monkeypatch, folder):
    from report_miner.collect import pages

    detect = pages.detect
    monkeypatch.setattr(pages, "detect", lambda body: 1 / 0 if b"Bad" in body else detect(body))
    site["/a"], site["/b"] = article("Bad"), article("Bài hai")
    done = take(f"{site.address}/a", f"{site.address}/b")
    assert (done.tally.new, done.tally.failed) == (1, 1)
    assert "ZeroDivisionError" in lines(folder / "failures.jsonl")[0]["error"]


def test_a_disk_that_says_no_ends_the_collection_with_a_remedy(site, take, folder):
    site["/a"] = article()
    folder.mkdir()
    (folder / site.address.removeprefix("http://").replace(":", "-")).write_text("một tệp", "utf-8")
    with pytest.raises(StoreError) as caught:
        take(f"{site.address}/a")
    assert caught.value.remedy


def test_a_person_who_stops_the_program_keeps_what_was_collected(site, take, folder):
    for n in range(4):
        site[f"/{n}"] = Reply(article(f"Bài {n}"), wait=0.5 if n else 0)
    addresses = [f"{site.address}/{n}" for n in range(4)]
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "report_miner",
            "collect",
            *addresses,
            "-o",
            folder,
            "--delay",
            "0",
            "--allow-private",
        ],
        env=os.environ | {"PYTHONPATH": str(Path(report_miner.__file__).parents[1])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while not site.count["/1"] and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate()
    assert process.returncode == ExitCode.INTERRUPTED
    assert "chạy lại lệnh này" in err.replace("\n", " ")
    assert take(*addresses).tally.known >= 1
    assert len(lines(folder / "collected.jsonl")) == 4
