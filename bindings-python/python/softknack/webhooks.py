"""Signed events: verifying deliveries, sending each event to its handler, and signing in tests.

```python
webhooks = Webhooks(os.environ["SK_WEBHOOK_SECRET"])
event = webhooks.verify(await request.body(), request.headers)
match event:
    case AppointmentBooked(data=data):
        confirm(data.appointment)
```
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, Generic, Literal, NamedTuple, NoReturn, TypeAlias, TypeVar

from softknack._caller import in_seconds
from softknack._errors import InvalidSecretError, SignatureError, UsageError
from softknack._native import Verifier
from softknack.models.events import AnyEvent, Event, UnknownEvent

__all__ = [
    "DEFAULT_TOLERANCE",
    "Headers",
    "Router",
    "SignatureError",
    "VerifiedBody",
    "Webhooks",
]

DEFAULT_TOLERANCE: Final = 300.0
"""How many seconds the time of a signature may lie from now, unless told otherwise."""

Headers: TypeAlias = "Mapping[str, str] | Iterable[tuple[str | bytes, str | bytes]] | Any"
"""The headers of a request as a framework has them: a mapping, or pairs. Names are looked up without regard to case."""

E = TypeVar("E", bound=Event)
R = TypeVar("R")


class VerifiedBody(NamedTuple):
    """A body whose signature is right."""

    body: bytes
    """The bytes as they came."""
    secret: int
    """The place in the ring of the secret that it was signed with; during a rotation it tells when one is done with."""
    label: str | None
    """That secret's label, where it has one."""
    signed_at: datetime | None
    """When it was signed, where its form says so."""

    def __repr__(self) -> str:
        return f"VerifiedBody({len(self.body)} bytes, secret={self.secret}, label={self.label!r})"


class Webhooks(Verifier):
    """Verifies deliveries with every secret that is live, and signs them in tests.

    The body must be the bytes as they came: what a framework parsed and wrote again is not what was signed.

    Args:
        secrets: A secret, several, or several by label, all of them live.
        form: How deliveries are signed: `nexus` (`X-Nexus-Signature`, the platform's own), `plain_hex` (the hex HMAC of
            the body alone, in `header`), or `standard_webhooks`. It is never guessed from the request.
        header: The header in which a `plain_hex` signature stands.
        tolerance: How far the time of a signature may lie from now, either way, in seconds.
        clock: What the time is. Default: the system's clock.

    Raises:
        InvalidSecretError: There is no secret, or one has white space or fewer than 16 bytes of key material.
    """

    __slots__ = ()

    def __init__(
        self,
        secrets: str | Sequence[str] | Mapping[str, str],
        *,
        form: Literal["nexus", "plain_hex", "standard_webhooks"] = "nexus",
        header: str = "X-Signature",
        tolerance: float | timedelta = DEFAULT_TOLERANCE,
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        ring: list[tuple[str, str | None]]
        if isinstance(secrets, Mapping):
            ring = [(secret, label) for label, secret in secrets.items()]
        else:
            ring = [(secret, None) for secret in ([secrets] if isinstance(secrets, str) else secrets)]
        secrets = ()
        refused: tuple[str, str] | None = _NO_TEXT
        try:
            if all(type(secret) is str for secret, _ in ring):
                refused = self._make(ring, form, header, in_seconds(tolerance), clock, Event)
        finally:
            # No frame holds a secret when something is raised.
            ring.clear()
        if refused is not None:
            reason, message = refused
            if reason == "usage":
                _misused(message)
            raise InvalidSecretError(f"softknack: {message}", reason=reason)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a verifier holds secrets and is not pickled: make one in each process")


_NO_TEXT: Final = ("usage", "a webhook secret must be a text: is the variable that holds it set?")


def _misused(message: str) -> NoReturn:
    raise UsageError(f"softknack: {message}")


class Router(Generic[R]):
    """Sends each event to the handler of its type, and what has none to a fallback: types of tomorrow, too.

    ```python
    router = Router(lambda event: log.info("nothing to do for %s", event.type))

    @router.on(AppointmentBooked)
    def booked(event: AppointmentBooked) -> None: ...

    router.route(webhooks.verify(body, headers))
    ```

    Handlers that are coroutine functions are added in the same way; `route` then gives what to await.
    """

    __slots__ = ("_fallback", "_handlers")

    def __init__(self, fallback: Callable[[AnyEvent], R]) -> None:
        self._fallback: Callable[[Any], R] = fallback
        self._handlers: dict[type[Event], Callable[[Any], R]] = {}

    def on(self, kind: type[E]) -> Callable[[Callable[[E], R]], Callable[[E], R]]:
        """Adds the handler of one type of event.

        Raises:
            UsageError: The type has one already.
        """

        def added(handler: Callable[[E], R]) -> Callable[[E], R]:
            if kind in self._handlers:
                _misused(f"{kind.__name__} has a handler already")
            self._handlers[kind] = handler
            return handler

        if kind is UnknownEvent or kind is Event:
            _misused(f"{kind.__name__} is for the fallback")
        return added

    def route(self, event: AnyEvent) -> R:
        """Calls the handler of the event's type."""
        return self._handlers.get(type(event), self._fallback)(event)
