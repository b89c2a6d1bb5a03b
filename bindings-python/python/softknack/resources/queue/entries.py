# Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
"""`queue.entries`: the same methods on both clients."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Literal

from softknack import _flows
from softknack._native import Operation
from softknack._pages import AsyncItemList, ItemList
from softknack._resource import AsyncResource, SyncResource, async_raw_response, raw_response
from softknack.models.ids import ContactId, QueueEntryId
from softknack.models.queue import CancelReasonLike, EntryStatusLike, QueueEntry

_ENTRIES_GET = Operation("queue.entries.get", QueueEntry)
_ENTRIES_LIST = Operation("queue.entries.list", QueueEntry)
_ENTRIES_CONFIRM = Operation("queue.entries.confirm", QueueEntry)
_ENTRIES_CANCEL = Operation("queue.entries.cancel", QueueEntry)
_ENTRIES_CHECKOUT = Operation("queue.entries.checkout", QueueEntry)


class Entries(SyncResource):
    """Parties in line: `waiting`, then `allocated` until they answer, then `seated`, then `completed`."""

    def get(
        self,
        id: QueueEntryId,
        *,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> QueueEntry:
        """Reads one entry, with its position and wait as they are now.

        Args:
            id: Which one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.call(
            _ENTRIES_GET,
            {"id": id},
            (None, correlation_id, timeout, headers),
        )

    def list(
        self,
        *,
        status: EntryStatusLike | None = None,
        resource_type: str | None = None,
        customer_id: ContactId | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        order: Literal["asc", "desc"] | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> ItemList[QueueEntry]:
        """Lists entries, newest first.

        Args:
            status: Only those that stand here.
            resource_type: Only those that wait, or waited, for this type of resource.
            customer_id: Only this contact's.
            limit: How many items a page has at most.
            cursor: Where the page begins: the `next_cursor` of the page before, with the same filters.
            order: The order of the items, by ID or, for open slots, by time. Default: as the operation says.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.list(
            _ENTRIES_LIST,
            {
                "status": status,
                "resourceType": resource_type,
                "customerId": customer_id,
                "limit": limit,
                "cursor": cursor,
                "order": order,
            },
            (None, correlation_id, timeout, headers),
        )

    def confirm(
        self,
        id: QueueEntryId,
        *,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> QueueEntry:
        """Answers that the party takes its resource, within the response timer.

        Args:
            id: Which one.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.

        Raises:
            InvalidTransitionError: The record is in a state that does not allow this step: `from` and `to` tell
                which.
        """
        return self._caller.call(
            _ENTRIES_CONFIRM,
            {"id": id},
            (idempotency_key, correlation_id, timeout, headers),
        )

    def cancel(
        self,
        id: QueueEntryId,
        *,
        reason: CancelReasonLike | None = None,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> QueueEntry:
        """Takes a party out of line. A resource that it was given goes to the next one.

        Args:
            id: Which one.
            reason: Who wants it. Default: `guest` with a guest's session, else `staff`.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.

        Raises:
            InvalidTransitionError: The record is in a state that does not allow this step: `from` and `to` tell
                which.
        """
        return self._caller.call(
            _ENTRIES_CANCEL,
            {"id": id, "reason": reason},
            (idempotency_key, correlation_id, timeout, headers),
        )

    def checkout(
        self,
        id: QueueEntryId,
        *,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> QueueEntry:
        """Ends a party's stay: its resource is free, its personal data is removed, and the next party is served.

        Args:
            id: Which one.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.

        Raises:
            InvalidTransitionError: The record is in a state that does not allow this step: `from` and `to` tell
                which.
        """
        return self._caller.call(
            _ENTRIES_CHECKOUT,
            {"id": id},
            (idempotency_key, correlation_id, timeout, headers),
        )

    def wait_for_status(
        self,
        id: QueueEntryId,
        *,
        status: EntryStatusLike,
        timeout: float | timedelta | None = None,
        poll_every: tuple[float | timedelta, float | timedelta] | None = None,
        correlation_id: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> QueueEntry:
        """Waits until a party in line stands at a status, or beyond it on the way from `waiting` to `completed`.

        Where the party is gone before, that is a `WaitEndedError`; where it takes too long, a `WaitTimeoutError`.
        Failures that pass are waited out.

        Args:
            id: Which entry.
            status: Where it is wanted.
            timeout: How long to wait in all. Default: one hour.
            poll_every: How often to look: after anything up to the first time, and ever later, up to the second,
                while nothing happens. Default: 1 and 15 seconds.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            headers: Further headers, such as `traceparent`.
        """
        return _flows.wait_for_status(
            self._caller,
            {"id": id, "status": status, "timeout": timeout, "poll_every": poll_every},
            (None, correlation_id, None, headers),
        )

    def wait_until(
        self,
        id: QueueEntryId,
        condition: Callable[[QueueEntry], bool],
        *,
        timeout: float | timedelta | None = None,
        poll_every: tuple[float | timedelta, float | timedelta] | None = None,
        correlation_id: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> QueueEntry:
        """Waits until a party in line is as a condition wants it, which is asked of every state that is seen.

        Where the party is gone before, that is a `WaitEndedError`; where it takes too long, a `WaitTimeoutError`.
        Failures that pass are waited out.

        Args:
            id: Which entry.
            condition: Whether an entry is as it is waited for.
            timeout: How long to wait in all. Default: one hour.
            poll_every: How often to look: after anything up to the first time, and ever later, up to the second,
                while nothing happens. Default: 1 and 15 seconds.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            headers: Further headers, such as `traceparent`.
        """
        return _flows.wait_until(
            self._caller,
            condition,
            {"id": id, "timeout": timeout, "poll_every": poll_every},
            (None, correlation_id, None, headers),
        )

    @property
    def with_raw_response(self) -> EntriesWithRawResponse:
        """The same calls, each giving a `Response`: the value with status, headers and how it went."""
        return EntriesWithRawResponse(Entries(self._caller.raw()))


class EntriesWithRawResponse:
    """The calls of `queue.entries`, each giving a `Response`."""

    def __init__(self, calls: Entries) -> None:
        self.get = raw_response(calls.get)
        self.confirm = raw_response(calls.confirm)
        self.cancel = raw_response(calls.cancel)
        self.checkout = raw_response(calls.checkout)


class AsyncEntries(AsyncResource):
    """Parties in line: `waiting`, then `allocated` until they answer, then `seated`, then `completed`."""

    async def get(
        self,
        id: QueueEntryId,
        *,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> QueueEntry:
        """Reads one entry, with its position and wait as they are now.

        Args:
            id: Which one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return await self._caller.call(
            _ENTRIES_GET,
            {"id": id},
            (None, correlation_id, timeout, headers),
        )

    def list(
        self,
        *,
        status: EntryStatusLike | None = None,
        resource_type: str | None = None,
        customer_id: ContactId | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        order: Literal["asc", "desc"] | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> AsyncItemList[QueueEntry]:
        """Lists entries, newest first.

        Args:
            status: Only those that stand here.
            resource_type: Only those that wait, or waited, for this type of resource.
            customer_id: Only this contact's.
            limit: How many items a page has at most.
            cursor: Where the page begins: the `next_cursor` of the page before, with the same filters.
            order: The order of the items, by ID or, for open slots, by time. Default: as the operation says.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.list(
            _ENTRIES_LIST,
            {
                "status": status,
                "resourceType": resource_type,
                "customerId": customer_id,
                "limit": limit,
                "cursor": cursor,
                "order": order,
            },
            (None, correlation_id, timeout, headers),
        )

    async def confirm(
        self,
        id: QueueEntryId,
        *,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> QueueEntry:
        """Answers that the party takes its resource, within the response timer.

        Args:
            id: Which one.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.

        Raises:
            InvalidTransitionError: The record is in a state that does not allow this step: `from` and `to` tell
                which.
        """
        return await self._caller.call(
            _ENTRIES_CONFIRM,
            {"id": id},
            (idempotency_key, correlation_id, timeout, headers),
        )

    async def cancel(
        self,
        id: QueueEntryId,
        *,
        reason: CancelReasonLike | None = None,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> QueueEntry:
        """Takes a party out of line. A resource that it was given goes to the next one.

        Args:
            id: Which one.
            reason: Who wants it. Default: `guest` with a guest's session, else `staff`.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.

        Raises:
            InvalidTransitionError: The record is in a state that does not allow this step: `from` and `to` tell
                which.
        """
        return await self._caller.call(
            _ENTRIES_CANCEL,
            {"id": id, "reason": reason},
            (idempotency_key, correlation_id, timeout, headers),
        )

    async def checkout(
        self,
        id: QueueEntryId,
        *,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> QueueEntry:
        """Ends a party's stay: its resource is free, its personal data is removed, and the next party is served.

        Args:
            id: Which one.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.

        Raises:
            InvalidTransitionError: The record is in a state that does not allow this step: `from` and `to` tell
                which.
        """
        return await self._caller.call(
            _ENTRIES_CHECKOUT,
            {"id": id},
            (idempotency_key, correlation_id, timeout, headers),
        )

    async def wait_for_status(
        self,
        id: QueueEntryId,
        *,
        status: EntryStatusLike,
        timeout: float | timedelta | None = None,
        poll_every: tuple[float | timedelta, float | timedelta] | None = None,
        correlation_id: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> QueueEntry:
        """Waits until a party in line stands at a status, or beyond it on the way from `waiting` to `completed`.

        Where the party is gone before, that is a `WaitEndedError`; where it takes too long, a `WaitTimeoutError`.
        Failures that pass are waited out.

        Args:
            id: Which entry.
            status: Where it is wanted.
            timeout: How long to wait in all. Default: one hour.
            poll_every: How often to look: after anything up to the first time, and ever later, up to the second,
                while nothing happens. Default: 1 and 15 seconds.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            headers: Further headers, such as `traceparent`.
        """
        return await _flows.async_wait_for_status(
            self._caller,
            {"id": id, "status": status, "timeout": timeout, "poll_every": poll_every},
            (None, correlation_id, None, headers),
        )

    async def wait_until(
        self,
        id: QueueEntryId,
        condition: Callable[[QueueEntry], bool | Awaitable[bool]],
        *,
        timeout: float | timedelta | None = None,
        poll_every: tuple[float | timedelta, float | timedelta] | None = None,
        correlation_id: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> QueueEntry:
        """Waits until a party in line is as a condition wants it, which is asked of every state that is seen.

        Where the party is gone before, that is a `WaitEndedError`; where it takes too long, a `WaitTimeoutError`.
        Failures that pass are waited out.

        Args:
            id: Which entry.
            condition: Whether an entry is as it is waited for.
            timeout: How long to wait in all. Default: one hour.
            poll_every: How often to look: after anything up to the first time, and ever later, up to the second,
                while nothing happens. Default: 1 and 15 seconds.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            headers: Further headers, such as `traceparent`.
        """
        return await _flows.async_wait_until(
            self._caller,
            condition,
            {"id": id, "timeout": timeout, "poll_every": poll_every},
            (None, correlation_id, None, headers),
        )

    @property
    def with_raw_response(self) -> AsyncEntriesWithRawResponse:
        """The same calls, each giving a `Response`: the value with status, headers and how it went."""
        return AsyncEntriesWithRawResponse(AsyncEntries(self._caller.raw()))


class AsyncEntriesWithRawResponse:
    """The calls of `queue.entries`, each giving a `Response`."""

    def __init__(self, calls: AsyncEntries) -> None:
        self.get = async_raw_response(calls.get)
        self.confirm = async_raw_response(calls.confirm)
        self.cancel = async_raw_response(calls.cancel)
        self.checkout = async_raw_response(calls.checkout)
