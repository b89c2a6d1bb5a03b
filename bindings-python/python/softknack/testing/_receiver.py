"""A receiver of webhooks for tests: it listens, verifies and collects."""

from __future__ import annotations

import queue
import threading
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from softknack._errors import SignatureError
from softknack.testing._control import SandboxError
from softknack.webhooks import Webhooks

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self

    from softknack.models.events import AnyEvent
    from softknack.models.ids import WebhookId
    from softknack.testing._sandbox import Sandbox


@dataclass(frozen=True)
class Received:
    """One attempt of a delivery, as it came."""

    headers: dict[str, str]
    body: bytes = field(repr=False)
    status: int
    """What it was answered with."""


class Receiver:
    """A webhook endpoint of a sandbox, and everything that it received. Closing it, or leaving its `with`, ends it."""

    def __init__(self, sandbox: Sandbox, patterns: tuple[str, ...]) -> None:
        self.received: list[Received] = []
        """Every attempt, first to last."""
        self._events: queue.SimpleQueue[AnyEvent | SignatureError] = queue.SimpleQueue()
        self._answers: deque[int] = deque()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/webhooks"
        """Where it listens."""
        endpoint = sandbox.client().platform.webhooks.create(url=self.url, events=patterns or ("*",))
        self.webhook: WebhookId = endpoint.id
        """The endpoint's ID."""
        self._verifier = Webhooks(endpoint.secret or "", clock=lambda: sandbox.clock.now)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def next_event(self, timeout: float = 10) -> AnyEvent:
        """The next event that was accepted, waited for so many seconds.

        Raises:
            SandboxError: None came in time.
            SignatureError: It was not rightly signed, or could not be read.
        """
        try:
            event = self._events.get(timeout=timeout)
        except queue.Empty:
            raise SandboxError(f"softknack: no event came within {timeout:g} s") from None
        if isinstance(event, SignatureError):
            raise event
        return event

    def answer(self, *statuses: int) -> None:
        """Answers the next attempts with these statuses, and then with 204 again."""
        self._answers.extend(statuses)

    def close(self) -> None:
        """Stops listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def take(self, headers: dict[str, str], body: bytes) -> int:
        """Takes an attempt, and says with what to answer it."""
        event: AnyEvent | SignatureError
        try:
            event = self._verifier.verify(body, headers)
        except SignatureError as error:
            event, status = error, 400
        else:
            status = self._answers.popleft() if self._answers else 204
        self.received.append(Received(headers, body, status))
        if status < 300 or isinstance(event, SignatureError):
            self._events.put(event)
        return status


def _handler(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(receiver.take(dict(self.headers.items()), body))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing: what came is in the receiver."""

    return Handler
