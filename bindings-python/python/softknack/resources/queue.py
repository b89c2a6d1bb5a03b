# Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
"""`queue`: the same methods on both clients."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Literal

from softknack import _flows
from softknack._model import Metadata
from softknack._native import Operation
from softknack._pages import AsyncItemList, ItemList
from softknack._resource import AsyncResource, SyncResource, async_raw_response, raw_response
from softknack.models.ids import ContactId, OtpChallengeId, QueueEntryId, ResourceId
from softknack.models.queue import (
    Allocated,
    CancelReasonLike,
    EntryStatusLike,
    MatchTypeLike,
    OtpChallenge,
    OtpChannelLike,
    QueueEntry,
    QueueLine,
    QueueSession,
)

_QUEUE_JOIN = Operation("queue.join", QueueEntry)
_QUEUE_ALLOCATE = Operation("queue.allocate", Allocated)
_OTP_REQUEST = Operation("queue.otp.request", OtpChallenge)
_OTP_VERIFY = Operation("queue.otp.verify", QueueSession)
_ENTRIES_GET = Operation("queue.entries.get", QueueEntry)
_ENTRIES_LIST = Operation("queue.entries.list", QueueEntry)
_ENTRIES_CONFIRM = Operation("queue.entries.confirm", QueueEntry)
_ENTRIES_CANCEL = Operation("queue.entries.cancel", QueueEntry)
_ENTRIES_CHECKOUT = Operation("queue.entries.checkout", QueueEntry)
_LINES_GET = Operation("queue.lines.get", QueueLine)


class Otp(SyncResource):
    """One-time codes: how a guest shows that a phone number is theirs before a place in line is given."""

    def request(
        self,
        *,
        phone: str,
        name: str | None = None,
        channel: OtpChannelLike | None = None,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> OtpChallenge:
        """Sends a code of four digits, good for 120 seconds, once, and for five attempts. One a minute for a phone.

        Args:
            phone: The guest's phone number.
            name: The guest's name.
            channel: How to send it. Default: `sms`.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.call(
            _OTP_REQUEST,
            {"phone": phone, "name": name, "channel": channel},
            (idempotency_key, correlation_id, timeout, headers),
        )

    def verify(
        self,
        *,
        challenge_id: OtpChallengeId,
        code: str,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> QueueSession:
        """Trades a code for a session, and creates or matches the contact.

        Args:
            challenge_id: The challenge that the code belongs to.
            code: The four digits.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.

        Raises:
            OtpExpiredError: The one-time code has expired or was used: request a new one.
            OtpIncorrectError: The one-time code is wrong: `attempts_left` says how often it may still be tried.
        """
        return self._caller.call(
            _OTP_VERIFY,
            {"challengeId": challenge_id, "code": code},
            (idempotency_key, correlation_id, timeout, headers),
        )

    @property
    def with_raw_response(self) -> OtpWithRawResponse:
        """The same calls, each giving a `Response`: the value with status, headers and how it went."""
        return OtpWithRawResponse(Otp(self._caller.raw()))


class OtpWithRawResponse:
    """The calls of `queue.otp`, each giving a `Response`."""

    def __init__(self, calls: Otp) -> None:
        self.request = raw_response(calls.request)
        self.verify = raw_response(calls.verify)


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


class Lines(SyncResource):
    """Whole lines: how many wait for a type of resource, and for how long."""

    def get(
        self,
        resource_type: str,
        *,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> QueueLine:
        """Reads one line.

        Args:
            resource_type: Which one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.call(
            _LINES_GET,
            {"resourceType": resource_type},
            (None, correlation_id, timeout, headers),
        )

    @property
    def with_raw_response(self) -> LinesWithRawResponse:
        """The same calls, each giving a `Response`: the value with status, headers and how it went."""
        return LinesWithRawResponse(Lines(self._caller.raw()))


class LinesWithRawResponse:
    """The calls of `queue.lines`, each giving a `Response`."""

    def __init__(self, calls: Lines) -> None:
        self.get = raw_response(calls.get)


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
        return self._caller.call(
            _QUEUE_JOIN,
            {
                "customerId": customer_id,
                "partySize": party_size,
                "matchType": match_type,
                "resourceType": resource_type,
                "metadata": metadata,
            },
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


class AsyncOtp(AsyncResource):
    """One-time codes: how a guest shows that a phone number is theirs before a place in line is given."""

    async def request(
        self,
        *,
        phone: str,
        name: str | None = None,
        channel: OtpChannelLike | None = None,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> OtpChallenge:
        """Sends a code of four digits, good for 120 seconds, once, and for five attempts. One a minute for a phone.

        Args:
            phone: The guest's phone number.
            name: The guest's name.
            channel: How to send it. Default: `sms`.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return await self._caller.call(
            _OTP_REQUEST,
            {"phone": phone, "name": name, "channel": channel},
            (idempotency_key, correlation_id, timeout, headers),
        )

    async def verify(
        self,
        *,
        challenge_id: OtpChallengeId,
        code: str,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> QueueSession:
        """Trades a code for a session, and creates or matches the contact.

        Args:
            challenge_id: The challenge that the code belongs to.
            code: The four digits.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.

        Raises:
            OtpExpiredError: The one-time code has expired or was used: request a new one.
            OtpIncorrectError: The one-time code is wrong: `attempts_left` says how often it may still be tried.
        """
        return await self._caller.call(
            _OTP_VERIFY,
            {"challengeId": challenge_id, "code": code},
            (idempotency_key, correlation_id, timeout, headers),
        )

    @property
    def with_raw_response(self) -> AsyncOtpWithRawResponse:
        """The same calls, each giving a `Response`: the value with status, headers and how it went."""
        return AsyncOtpWithRawResponse(AsyncOtp(self._caller.raw()))


class AsyncOtpWithRawResponse:
    """The calls of `queue.otp`, each giving a `Response`."""

    def __init__(self, calls: AsyncOtp) -> None:
        self.request = async_raw_response(calls.request)
        self.verify = async_raw_response(calls.verify)


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


class AsyncLines(AsyncResource):
    """Whole lines: how many wait for a type of resource, and for how long."""

    async def get(
        self,
        resource_type: str,
        *,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> QueueLine:
        """Reads one line.

        Args:
            resource_type: Which one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return await self._caller.call(
            _LINES_GET,
            {"resourceType": resource_type},
            (None, correlation_id, timeout, headers),
        )

    @property
    def with_raw_response(self) -> AsyncLinesWithRawResponse:
        """The same calls, each giving a `Response`: the value with status, headers and how it went."""
        return AsyncLinesWithRawResponse(AsyncLines(self._caller.raw()))


class AsyncLinesWithRawResponse:
    """The calls of `queue.lines`, each giving a `Response`."""

    def __init__(self, calls: AsyncLines) -> None:
        self.get = async_raw_response(calls.get)


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
        return await self._caller.call(
            _QUEUE_JOIN,
            {
                "customerId": customer_id,
                "partySize": party_size,
                "matchType": match_type,
                "resourceType": resource_type,
                "metadata": metadata,
            },
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
