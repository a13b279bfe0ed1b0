"""A real web server on loopback, whose pages a test writes."""

import json
import ssl
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ARTICLE = """<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><title>{title} - Báo Nghệ An</title>
<meta property="og:site_name" content="Báo Nghệ An">
<meta property="article:published_time" content="{day}T08:00:00+07:00"></head>
<body><nav><a href="/">Trang chủ</a></nav><article><h1>{title}</h1>
<p>{text}</p></article></body></html>"""
TEXT = "Đến nay, toàn huyện Đô Lương có 30 xã đạt chuẩn nông thôn mới, tăng 2 xã so với cùng kỳ năm trước."


def article(title="Đô Lương xây dựng nông thôn mới", day="2024-04-05", text=TEXT):
    """A page of a newspaper as bytes."""
    return ARTICLE.format(title=title, day=day, text=text).encode()


@dataclass
class Reply:
    """What the server answers at one address: one of `statuses` after the other, the last one for ever."""

    body: bytes = b""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    before: tuple[int, ...] = ()
    wait: float = 0.0
    cut: int = 0


@dataclass
class Site:
    """Pages by path, and what was asked for: each request as (path, headers), at the time of its arrival."""

    pages: dict[str, Reply] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    address: str = ""
    count: Counter[str] = field(default_factory=Counter)

    def __setitem__(self, path: str, reply: Reply | bytes):
        self.pages[path] = reply if isinstance(reply, Reply) else Reply(reply)

    def reply(self, path: str, headers: dict[str, str]) -> Reply:
        self.times.append(time.monotonic())
        earlier = self.count[path]
        self.asked.append((path, headers))
        if path != "/robots.txt":
            self.count[path] += 1
        found = self.pages.get(path, Reply(status=404))
        if earlier < len(found.before):
            return Reply(status=found.before[earlier], headers=found.headers)
        if found.headers.get("ETag", " ") == headers.get("if-none-match"):
            return Reply(status=304)
        return found


@contextmanager
def served(site: Site, context: ssl.SSLContext | None = None) -> Iterator[Site]:
    """Answer with the pages of a site, over TLS where there is a `context`."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self):
            found = site.reply(self.path, {name.lower(): value for name, value in self.headers.items()})
            time.sleep(found.wait)
            self.send_response(found.status)
            for name, value in {"Content-Type": found.kind, **found.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(found.body) + found.cut))
            self.end_headers()
            self.wfile.write(found.body)
            if found.cut:
                self.close_connection = True

        def log_message(self, *_):
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_):
            """A client that hangs up is no matter here."""

    server = Server(("127.0.0.1", 0), Handler)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    site.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def http_date(seconds: float) -> str:
    return formatdate(time.time() + seconds, usegmt=True)
