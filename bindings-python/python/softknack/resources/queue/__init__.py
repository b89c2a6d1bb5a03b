# Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
"""`queue`: the same methods on both clients."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from softknack._model import Metadata
from softknack._native import Operation
from softknack._resource import AsyncResource, SyncResource, async_raw_response, raw_response
from softknack.models.ids import ContactId, ResourceId
from softknack.models.queue import Allocated, MatchTypeLike, QueueEntry
from softknack.resources.queue.entries import AsyncEntries, Entries
from softknack.resources.queue.lines import AsyncLines, Lines
from softknack.resources.queue.otp import AsyncOtp, Otp

_QUEUE_JOIN = Operation("queue.join", QueueEntry)
_QUEUE_ALLOCATE = Operation("queue.allocate", Allocated)


class Queue(SyncResource):
    """SK Queue: fair lines. Nobody is moved by hand: whoever fits and came first goes first."""

    @property
    def otp(self) -> Otp:
        """One-time codes: how a guest shows that a phone number is theirs before a place in line is given."""
        return Otp(self._caller)

    @property
    def entries(self) -> Entries:
        """Parties in line: `waiting`, then `allocated` until they answer, then `seated`, then `completed`."""
        return Entries(self._caller)

    @property
    def lines(self) -> Lines:
        """Whole lines: how many wait for a type of resource, and for how long."""
        return Lines(self._caller)

    def join(
        self,
        *,
        customer_id: ContactId,
        party_size: int,
        match_type: MatchTypeLike,
        resource_type: str,
        metadata: Metadata | None = None,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> QueueEntry:
        """Puts a verified contact in line.

        The credential is a guest's session, or an API key acting for a contact whose phone is verified.

        Args:
            customer_id: The contact in line; with a guest's session it must be the session's.
            party_size: How many people they are.
            match_type: How a resource is found for them.
            resource_type: The kind of resource that they wait for, such as `table`.
            metadata: The caller's own data; `zone`, where it is given, must be the resource's.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.

        Raises:
            AlreadyInQueueError: The party stands in this line already.
        """
        params = {
            "customerId": customer_id,
            "partySize": party_size,
            "matchType": match_type,
            "resourceType": resource_type,
            "metadata": metadata,
        }
        del metadata
        return self._caller.call(
            _QUEUE_JOIN,
            params,
            (idempotency_key, correlation_id, timeout, headers),
        )

    def allocate(
        self,
        *,
        resource_type: str,
        resource_id: ResourceId | None = None,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Allocated:
        """Runs one allocation check: every free resource of the type goes to the first party in line that it fits.

        Args:
            resource_type: The kind of resource.
            resource_id: Only this one. Default: every free one of the type.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.call(
            _QUEUE_ALLOCATE,
            {"resourceType": resource_type, "resourceId": resource_id},
            (idempotency_key, correlation_id, timeout, headers),
        )

    @property
    def with_raw_response(self) -> QueueWithRawResponse:
        """The same calls, each giving a `Response`: the value with status, headers and how it went."""
        return QueueWithRawResponse(Queue(self._caller.raw()))


class QueueWithRawResponse:
    """The calls of `queue`, each giving a `Response`."""

    def __init__(self, calls: Queue) -> None:
        self.join = raw_response(calls.join)
        self.allocate = raw_response(calls.allocate)


class AsyncQueue(AsyncResource):
    """SK Queue: fair lines. Nobody is moved by hand: whoever fits and came first goes first."""

    @property
    def otp(self) -> AsyncOtp:
        """One-time codes: how a guest shows that a phone number is theirs before a place in line is given."""
        return AsyncOtp(self._caller)

    @property
    def entries(self) -> AsyncEntries:
        """Parties in line: `waiting`, then `allocated` until they answer, then `seated`, then `completed`."""
        return AsyncEntries(self._caller)

    @property
    def lines(self) -> AsyncLines:
        """Whole lines: how many wait for a type of resource, and for how long."""
        return AsyncLines(self._caller)

    async def join(
        self,
        *,
        customer_id: ContactId,
        party_size: int,
        match_type: MatchTypeLike,
        resource_type: str,
        metadata: Metadata | None = None,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> QueueEntry:
        """Puts a verified contact in line.

        The credential is a guest's session, or an API key acting for a contact whose phone is verified.

        Args:
            customer_id: The contact in line; with a guest's session it must be the session's.
            party_size: How many people they are.
            match_type: How a resource is found for them.
            resource_type: The kind of resource that they wait for, such as `table`.
            metadata: The caller's own data; `zone`, where it is given, must be the resource's.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.

        Raises:
            AlreadyInQueueError: The party stands in this line already.
        """
        params = {
            "customerId": customer_id,
            "partySize": party_size,
            "matchType": match_type,
            "resourceType": resource_type,
            "metadata": metadata,
        }
        del metadata
        return await self._caller.call(
            _QUEUE_JOIN,
            params,
            (idempotency_key, correlation_id, timeout, headers),
        )

    async def allocate(
        self,
        *,
        resource_type: str,
        resource_id: ResourceId | None = None,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Allocated:
        """Runs one allocation check: every free resource of the type goes to the first party in line that it fits.

        Args:
            resource_type: The kind of resource.
            resource_id: Only this one. Default: every free one of the type.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return await self._caller.call(
            _QUEUE_ALLOCATE,
            {"resourceType": resource_type, "resourceId": resource_id},
            (idempotency_key, correlation_id, timeout, headers),
        )

    @property
    def with_raw_response(self) -> AsyncQueueWithRawResponse:
        """The same calls, each giving a `Response`: the value with status, headers and how it went."""
        return AsyncQueueWithRawResponse(AsyncQueue(self._caller.raw()))


class AsyncQueueWithRawResponse:
    """The calls of `queue`, each giving a `Response`."""

    def __init__(self, calls: AsyncQueue) -> None:
        self.join = async_raw_response(calls.join)
        self.allocate = async_raw_response(calls.allocate)
