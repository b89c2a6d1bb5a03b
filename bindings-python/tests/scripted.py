"""A server that gives the answers that it is told to give, one after the other."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

from softknack import Softknack


class Answer(NamedTuple):
    status: int
    body: str
    headers: dict[str, str]


class Seen(NamedTuple):
    query: dict[str, list[str]]
    body: str


class Server:
    def __init__(self, answers: Iterable[Answer]) -> None:
        self.answers = list(answers)
        self.seen: list[Seen] = []
        self.url = ""

    def client(self, **options: Any) -> Softknack:
        return Softknack("sk_test_1", base_url=self.url, max_retries=0, timeout=60, **options)


@contextmanager
def scripted(*answers: Answer) -> Iterator[Server]:
    script = Server(answers)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            script.seen.append(Seen(parse_qs(urlsplit(self.path).query), body.decode()))
            answer = script.answers.pop(0)
            written = answer.body.encode()
            self.send_response_only(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(written)))
            self.end_headers()
            self.wfile.write(written)

        do_GET = do_POST = do_PATCH = do_DELETE = answer

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    script.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield script
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
