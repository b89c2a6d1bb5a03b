"""The native half: a fixed, small door to the core. It is private; use the package."""

from asyncio import AbstractEventLoop
from collections.abc import Callable
from datetime import datetime
from typing import Any, Generic, TypeVar, final, overload

from typing_extensions import Self

from softknack.models.events import AnyEvent
from softknack.models.ids import EventId
from softknack.webhooks import Headers, VerifiedBody

_T = TypeVar("_T")

__all__ = [
    "Answer",
    "Client",
    "Completions",
    "Flow",
    "Operation",
    "Pending",
    "Ticket",
    "Verifier",
    "__version__",
    "after_fork_in_child",
    "derive_key",
    "id_time",
    "read",
    "shutdown",
]

__version__: str

@final
class Operation(Generic[_T]):
    @overload
    def __new__(cls, name: str, result: type[_T]) -> Operation[_T]: ...
    @overload
    def __new__(cls, name: str, result: None) -> Operation[None]: ...
    @property
    def name(self) -> str: ...

@final
class Client:
    @staticmethod
    def connect(options: dict[str, Any]) -> Client | dict[str, Any]: ...
    def with_credential(self, credential: str, renewal: object | None) -> Client | dict[str, Any]: ...
    @property
    def base_url(self) -> str: ...
    @property
    def mode(self) -> str | None: ...
    def execute(
        self,
        operation: Operation[Any],
        params: dict[str, Any],
        options: tuple[Any, ...] | None,
        with_response: bool,
    ) -> Any: ...
    def submit(
        self,
        completions: Completions,
        future: Any,
        operation: Operation[Any],
        params: dict[str, Any],
        options: tuple[Any, ...] | None,
        with_response: bool,
    ) -> Ticket: ...
    def start(
        self,
        operation: Operation[Any],
        params: dict[str, Any],
        options: tuple[Any, ...] | None,
    ) -> Pending: ...

@final
class Flow:
    @staticmethod
    def begin(
        client: Client,
        name: str,
        params: dict[str, Any],
        options: tuple[Any, ...] | None,
        completions: Completions | None,
    ) -> Flow: ...
    def resume(
        self,
        answer: object,
    ) -> tuple[str, bytes, dict[str, Any] | None, str | None, list[Any]]: ...
    def submit(self, completions: Completions, future: Any, answer: object) -> Ticket: ...

@final
class Answer:
    def give(self, token: str) -> None: ...
    def fail(self, error: BaseException) -> None: ...

@final
class Ticket:
    def cancel(self) -> None: ...

@final
class Pending:
    def wait(self) -> Any: ...
    def cancel(self) -> None: ...

@final
class Completions:
    def __new__(cls) -> Completions: ...
    def bind(self, the_loop: AbstractEventLoop, watches: bool) -> int | None: ...
    @property
    def is_idle(self) -> bool: ...
    def drain(self) -> None: ...
    def send(self) -> None: ...

class Verifier:
    def __new__(cls, *_arguments: Any, **_options: Any) -> Self: ...
    def verify(self, body: bytes | bytearray | memoryview, headers: Headers) -> AnyEvent:
        """Checks the signature over `body`, the bytes as they came, and reads the event.

        Raises:
            SignatureError: The delivery is refused; `reason` says why.
            UsageError: `body` are no bytes, or `headers` no headers.
        """

    def verify_raw(self, body: bytes | bytearray | memoryview, headers: Headers) -> VerifiedBody:
        """Checks the signature over `body` and leaves it unread.

        Raises:
            SignatureError: The delivery is refused; never for a `malformed_payload`.
            UsageError: `body` are no bytes, or `headers` no headers.
        """

    def sign(self, id: EventId, body: bytes, at: datetime | None = None) -> dict[str, str]:
        """The headers that a delivery of `body` carries when it is signed at `at`, by default now, with every secret.

        Only Standard Webhooks signs the event's `id` along and sends it.
        """

    def _make(
        self,
        secrets: list[tuple[str, str | None]],
        form: str,
        header: str,
        tolerance: float,
        clock: Callable[[], datetime] | None,
        events: type[Any],
    ) -> tuple[str, str] | None: ...

def derive_key(parts: list[str]) -> str: ...
def id_time(id: str) -> int | None: ...
def read(spec: type[Any], json: bytes) -> tuple[Any, tuple[str, str] | None]: ...
def after_fork_in_child() -> None: ...
def shutdown() -> None: ...
