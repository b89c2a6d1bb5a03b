"""A receiver of webhooks that answers as it is told, and keeps what came as it came."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple


class Delivery(NamedTuple):
    headers: dict[str, str]
    body: bytes


class Hook:
    def __init__(self, url: str) -> None:
        self.url = url
        self.answers: deque[int] = deque()
        self.otherwise = 204
        self._came: list[Delivery] = []

    def answer(self, delivery: Delivery) -> int:
        self._came.append(delivery)
        return self.answers.popleft() if self.answers else self.otherwise

    def take(self) -> list[Delivery]:
        """What came since the last time, in order."""
        came, self._came = self._came, []
        return came


@contextmanager
def listening() -> Iterator[Hook]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = hook.answer(Delivery(dict(self.headers.items()), body))
            self.send_response_only(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    hook = Hook(f"http://127.0.0.1:{server.server_port}/hook")
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield hook
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
