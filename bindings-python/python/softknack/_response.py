"""An answer, with what came beside its value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

from softknack._errors import Attempt, RateLimit

T_co = TypeVar("T_co", covariant=True)


class Response(Generic[T_co]):
    """An answer: its value, and everything else that came with it. Its `repr` has no value in it."""

    __slots__ = (
        "attempts",
        "correlation_id",
        "headers",
        "idempotency_key",
        "rate_limit",
        "replayed",
        "request_id",
        "status",
        "value",
    )

    value: T_co
    """What the platform answered."""
    status: int
    """The HTTP status."""
    headers: Mapping[str, str]
    """The headers, their names in lower case."""
    request_id: str | None
    """The platform's ID of the request."""
    correlation_id: str | None
    """What the call belonged to."""
    idempotency_key: str | None
    """The key of the call, where it changed something."""
    replayed: bool
    """Whether the platform gave the answer of an earlier request with the same key."""
    rate_limit: RateLimit | None
    """How many requests the credential may still make, where the platform told it."""
    attempts: Sequence[Attempt]
    """Every attempt that was made, first to last."""

    def __init__(self, value: T_co, facts: Mapping[str, Any]) -> None:
        self.value = value
        self.status = facts["status"]
        self.headers = dict(facts["headers"])
        self.request_id = facts["request_id"]
        self.correlation_id = facts["correlation_id"]
        self.idempotency_key = facts["idempotency_key"]
        self.replayed = facts["replayed"]
        limit = facts["rate_limit"]
        self.rate_limit = None if limit is None else RateLimit(*limit)
        self.attempts = tuple(Attempt(*attempt) for attempt in facts["attempts"])

    def __repr__(self) -> str:
        shown = ("status", "request_id", "correlation_id", "idempotency_key", "replayed")
        return f"Response({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"
