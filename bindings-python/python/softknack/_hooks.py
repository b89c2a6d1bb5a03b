"""Hooks: what a program can watch without taking part."""

# No `annotations` of the future here: a NamedTuple compiles each one that is text.

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar


class RequestInfo(NamedTuple):
    """An attempt that is about to be made. No credential, query or body is in it."""

    operation: str
    """The operation, such as `calendar.appointments.book`."""
    method: str
    """The HTTP method."""
    path: str
    """The path, with IDs."""
    correlation_id: str
    """What the call belongs to."""
    idempotency_key: str | None
    """The key of the call, where it changes something."""
    attempt: int
    """The number of the attempt, from 1."""


class ResponseInfo(NamedTuple):
    """An answer, of whatever status."""

    operation: str
    method: str
    path: str
    correlation_id: str
    idempotency_key: str | None
    attempt: int
    status: int
    """The HTTP status."""
    request_id: str | None
    """The platform's ID of the request."""
    elapsed: float
    """How long the attempt took, in seconds."""


class RetryInfo(NamedTuple):
    """An attempt that failed and will be followed by another."""

    operation: str
    method: str
    path: str
    correlation_id: str
    idempotency_key: str | None
    attempt: int
    reason: str
    """Why, in a few words: the machine-readable reason where there is one."""
    status: int | None
    """The HTTP status, where an answer came."""
    wait: float
    """How many seconds are waited now."""


Info = TypeVar("Info")


def hook(kind: Callable[..., Info], callback: Callable[[Info], object] | None) -> Callable[..., None] | None:
    """`callback` as the native door calls it: with facts by their names."""
    if callback is None:
        return None

    def told(**facts: Any) -> None:
        callback(kind(**facts))

    return told
