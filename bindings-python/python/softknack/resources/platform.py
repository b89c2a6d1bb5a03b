# Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
"""`platform`: the same methods on both clients."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from types import EllipsisType
from typing import Literal, cast

from softknack._flows import AnyStore, AsyncFollow, AsyncReconcile, Follow, Reconcile, Store
from softknack._native import Operation
from softknack._pages import AsyncItemList, ItemList
from softknack._resource import AsyncResource, SyncResource, async_raw_response, raw_response
from softknack.models.events import AnyEvent, Event
from softknack.models.ids import DeadLetterId, DeliveryId, EventId, WebhookId
from softknack.models.platform import AuditRecord, DeadLetter, Delivery, DeliveryStatusLike, Replayed, Webhook

_WEBHOOKS_CREATE = Operation("platform.webhooks.create", Webhook)
_WEBHOOKS_GET = Operation("platform.webhooks.get", Webhook)
_WEBHOOKS_LIST = Operation("platform.webhooks.list", Webhook)
_WEBHOOKS_UPDATE = Operation("platform.webhooks.update", Webhook)
_WEBHOOKS_DELETE = Operation("platform.webhooks.delete", None)
_WEBHOOKS_ROTATE_SECRET = Operation("platform.webhooks.rotate_secret", Webhook)
_WEBHOOKS_PING = cast("Operation[AnyEvent]", Operation("platform.webhooks.ping", Event))
_EVENTS_GET = cast("Operation[AnyEvent]", Operation("platform.events.get", Event))
_EVENTS_LIST = cast("Operation[AnyEvent]", Operation("platform.events.list", Event))
_DELIVERIES_GET = Operation("platform.deliveries.get", Delivery)
_DELIVERIES_LIST = Operation("platform.deliveries.list", Delivery)
_DEAD_LETTERS_GET = Operation("platform.dead_letters.get", DeadLetter)
_DEAD_LETTERS_LIST = Operation("platform.dead_letters.list", DeadLetter)
_DEAD_LETTERS_REPLAY = Operation("platform.dead_letters.replay", Delivery)
_DEAD_LETTERS_REPLAY_ALL = Operation("platform.dead_letters.replay_all", Replayed)
_AUDIT_LIST = Operation("platform.audit.list", AuditRecord)


class Webhooks(SyncResource):
    """Webhook endpoints: addresses to which events are delivered, signed and at least once."""

    def create(
        self,
        *,
        url: str,
        events: Sequence[str],
        description: str | None = None,
        enabled: bool | None = None,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Webhook:
        """Registers an endpoint. The answer is the only one that shows its secret.

        Args:
            url: The address: https, or http to a loopback host.
            events: Which events it receives: types, or patterns such as `*` and `appointment.*`.
            description: What it is for.
            enabled: Whether events are delivered to it. Default: true.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.call(
            _WEBHOOKS_CREATE,
            {"url": url, "events": events, "description": description, "enabled": enabled},
            (idempotency_key, correlation_id, timeout, headers),
        )

    def get(
        self,
        id: WebhookId,
        *,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Webhook:
        """Reads one endpoint.

        Args:
            id: Which one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.call(
            _WEBHOOKS_GET,
            {"id": id},
            (None, correlation_id, timeout, headers),
        )

    def list(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        order: Literal["asc", "desc"] | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> ItemList[Webhook]:
        """Lists endpoints, newest first.

        Args:
            limit: How many items a page has at most.
            cursor: Where the page begins: the `next_cursor` of the page before, with the same filters.
            order: The order of the items, by ID or, for open slots, by time. Default: as the operation says.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.list(
            _WEBHOOKS_LIST,
            {"limit": limit, "cursor": cursor, "order": order},
            (None, correlation_id, timeout, headers),
        )

    def update(
        self,
        id: WebhookId,
        *,
        url: str | EllipsisType = ...,
        events: Sequence[str] | EllipsisType = ...,
        enabled: bool | EllipsisType = ...,
        description: str | EllipsisType | None = ...,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Webhook:
        """Changes an endpoint.

        Args:
            id: Which one.
            url: The address: https, or http to a loopback host.
            events: Which events it receives.
            enabled: Whether events are delivered to it.
            description: What it is for.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.call(
            _WEBHOOKS_UPDATE,
            {"id": id, "url": url, "events": events, "enabled": enabled, "description": description},
            (idempotency_key, correlation_id, timeout, headers),
        )

    def delete(
        self,
        id: WebhookId,
        *,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Removes an endpoint. What was not delivered to it yet is dropped.

        Args:
            id: Which one.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.call(
            _WEBHOOKS_DELETE,
            {"id": id},
            (idempotency_key, correlation_id, timeout, headers),
        )

    def rotate_secret(
        self,
        id: WebhookId,
        *,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Webhook:
        """Gives an endpoint a new secret and shows it once. The old one signs along for 24 hours.

        Args:
            id: Which one.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.call(
            _WEBHOOKS_ROTATE_SECRET,
            {"id": id},
            (idempotency_key, correlation_id, timeout, headers),
        )

    def ping(
        self,
        id: WebhookId,
        *,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> AnyEvent:
        """Sends an endpoint a `webhook.ping`, and answers with that event.

        Args:
            id: Which one.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.call(
            _WEBHOOKS_PING,
            {"id": id},
            (idempotency_key, correlation_id, timeout, headers),
        )

    @property
    def with_raw_response(self) -> WebhooksWithRawResponse:
        """The same calls, each giving a `Response`: the value with status, headers and how it went."""
        return WebhooksWithRawResponse(Webhooks(self._caller.raw()))


class WebhooksWithRawResponse:
    """The calls of `platform.webhooks`, each giving a `Response`."""

    def __init__(self, calls: Webhooks) -> None:
        self.create = raw_response(calls.create)
        self.get = raw_response(calls.get)
        self.update = raw_response(calls.update)
        self.delete = raw_response(calls.delete)
        self.rotate_secret = raw_response(calls.rotate_secret)
        self.ping = raw_response(calls.ping)


class Events(SyncResource):
    """Events: everything that happened, as it was or will be delivered."""

    def get(
        self,
        id: EventId,
        *,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> AnyEvent:
        """Reads one event.

        Args:
            id: Which one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.call(
            _EVENTS_GET,
            {"id": id},
            (None, correlation_id, timeout, headers),
        )

    def list(
        self,
        *,
        type: str | None = None,
        from_: datetime | None = None,
        to: datetime | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        order: Literal["asc", "desc"] | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> ItemList[AnyEvent]:
        """Lists events, newest first.

        Args:
            type: Only those of this type, or of this pattern of types.
            from_: Only those created at this time or later.
            to: Only those created before this time.
            limit: How many items a page has at most.
            cursor: Where the page begins: the `next_cursor` of the page before, with the same filters.
            order: The order of the items, by ID or, for open slots, by time. Default: as the operation says.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.list(
            _EVENTS_LIST,
            {"type": type, "from": from_, "to": to, "limit": limit, "cursor": cursor, "order": order},
            (None, correlation_id, timeout, headers),
        )

    def follow(
        self,
        store: Store,
        *,
        only: str | None = None,
        since: datetime | None = None,
        poll_every: tuple[float | timedelta, float | timedelta] | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Follow:
        """Reads every event from the cursor in a store, which is stored anew after each event that is done.

        Each event is handed out at least once: the one that was not done comes first the next time. Where an
        effect must happen once, let it go through an `Inbox`.

        Args:
            store: Where the cursor is kept: a store, or the path of a file that is one.
            only: Only events of this type, or of this pattern of types, such as `appointment.*`. A stored cursor
                is bound to it.
            since: From what time on, where nothing is stored yet. Default: from the first event that there is.
            poll_every: How often to look for more: after anything up to the first time, and ever later, up to the
                second, while nothing comes. Default: 1 and 15 seconds.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return Follow(
            self._caller,
            store,
            {"only": only, "since": since, "poll_every": poll_every},
            (None, correlation_id, timeout, headers),
        )

    @property
    def with_raw_response(self) -> EventsWithRawResponse:
        """The same calls, each giving a `Response`: the value with status, headers and how it went."""
        return EventsWithRawResponse(Events(self._caller.raw()))


class EventsWithRawResponse:
    """The calls of `platform.events`, each giving a `Response`."""

    def __init__(self, calls: Events) -> None:
        self.get = raw_response(calls.get)


class Deliveries(SyncResource):
    """Deliveries: each is one event on its way to one endpoint, with every attempt that was made."""

    def get(
        self,
        id: DeliveryId,
        *,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Delivery:
        """Reads one delivery.

        Args:
            id: Which one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.call(
            _DELIVERIES_GET,
            {"id": id},
            (None, correlation_id, timeout, headers),
        )

    def list(
        self,
        *,
        event_id: EventId | None = None,
        webhook_id: WebhookId | None = None,
        status: DeliveryStatusLike | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        order: Literal["asc", "desc"] | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> ItemList[Delivery]:
        """Lists deliveries, newest first.

        Args:
            event_id: Only those of this event.
            webhook_id: Only those to this endpoint.
            status: Only those that stand here.
            limit: How many items a page has at most.
            cursor: Where the page begins: the `next_cursor` of the page before, with the same filters.
            order: The order of the items, by ID or, for open slots, by time. Default: as the operation says.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.list(
            _DELIVERIES_LIST,
            {
                "event_id": event_id,
                "webhook_id": webhook_id,
                "status": status,
                "limit": limit,
                "cursor": cursor,
                "order": order,
            },
            (None, correlation_id, timeout, headers),
        )

    @property
    def with_raw_response(self) -> DeliveriesWithRawResponse:
        """The same calls, each giving a `Response`: the value with status, headers and how it went."""
        return DeliveriesWithRawResponse(Deliveries(self._caller.raw()))


class DeliveriesWithRawResponse:
    """The calls of `platform.deliveries`, each giving a `Response`."""

    def __init__(self, calls: Deliveries) -> None:
        self.get = raw_response(calls.get)


class DeadLetters(SyncResource):
    """Dead letters: deliveries that were given up after eight attempts. Each can be replayed."""

    def get(
        self,
        id: DeadLetterId,
        *,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> DeadLetter:
        """Reads one dead letter.

        Args:
            id: Which one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.call(
            _DEAD_LETTERS_GET,
            {"id": id},
            (None, correlation_id, timeout, headers),
        )

    def list(
        self,
        *,
        webhook_id: WebhookId | None = None,
        replayed: bool | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        order: Literal["asc", "desc"] | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> ItemList[DeadLetter]:
        """Lists dead letters, newest first.

        Args:
            webhook_id: Only those of this endpoint.
            replayed: Only those that were, or were not, replayed.
            limit: How many items a page has at most.
            cursor: Where the page begins: the `next_cursor` of the page before, with the same filters.
            order: The order of the items, by ID or, for open slots, by time. Default: as the operation says.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.list(
            _DEAD_LETTERS_LIST,
            {"webhook_id": webhook_id, "replayed": replayed, "limit": limit, "cursor": cursor, "order": order},
            (None, correlation_id, timeout, headers),
        )

    def replay(
        self,
        id: DeadLetterId,
        *,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Delivery:
        """Puts a dead letter on its way again, with the same bytes and a fresh signature. Of a person who was
        forgotten meanwhile it says no more.

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
            _DEAD_LETTERS_REPLAY,
            {"id": id},
            (idempotency_key, correlation_id, timeout, headers),
        )

    def replay_all(
        self,
        *,
        webhook_id: WebhookId | None = None,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Replayed:
        """Puts every dead letter that was not replayed yet on its way again, oldest first.

        Args:
            webhook_id: Only those of this endpoint. Default: those of every endpoint.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.call(
            _DEAD_LETTERS_REPLAY_ALL,
            {"webhook_id": webhook_id},
            (idempotency_key, correlation_id, timeout, headers),
        )

    @property
    def with_raw_response(self) -> DeadLettersWithRawResponse:
        """The same calls, each giving a `Response`: the value with status, headers and how it went."""
        return DeadLettersWithRawResponse(DeadLetters(self._caller.raw()))


class DeadLettersWithRawResponse:
    """The calls of `platform.dead_letters`, each giving a `Response`."""

    def __init__(self, calls: DeadLetters) -> None:
        self.get = raw_response(calls.get)
        self.replay = raw_response(calls.replay)
        self.replay_all = raw_response(calls.replay_all)


class Audit(SyncResource):
    """The audit log: who changed what. It only ever grows."""

    def list(
        self,
        *,
        subject: str | None = None,
        action: str | None = None,
        correlation_id: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        order: Literal["asc", "desc"] | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> ItemList[AuditRecord]:
        """Lists audit records, newest first.

        Args:
            subject: Only those about this ID.
            action: Only those of this operation.
            correlation_id: Only those that belong to this cause.
            limit: How many items a page has at most.
            cursor: Where the page begins: the `next_cursor` of the page before, with the same filters.
            order: The order of the items, by ID or, for open slots, by time. Default: as the operation says.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.list(
            _AUDIT_LIST,
            {
                "subject": subject,
                "action": action,
                "correlation_id": correlation_id,
                "limit": limit,
                "cursor": cursor,
                "order": order,
            },
            (None, None, timeout, headers),
        )


class Platform(SyncResource):
    """The resources of `platform`: `webhooks`, `events`, `deliveries`, `dead_letters`, `audit`."""

    @property
    def webhooks(self) -> Webhooks:
        """Webhook endpoints: addresses to which events are delivered, signed and at least once."""
        return Webhooks(self._caller)

    @property
    def events(self) -> Events:
        """Events: everything that happened, as it was or will be delivered."""
        return Events(self._caller)

    @property
    def deliveries(self) -> Deliveries:
        """Deliveries: each is one event on its way to one endpoint, with every attempt that was made."""
        return Deliveries(self._caller)

    @property
    def dead_letters(self) -> DeadLetters:
        """Dead letters: deliveries that were given up after eight attempts. Each can be replayed."""
        return DeadLetters(self._caller)

    @property
    def audit(self) -> Audit:
        """The audit log: who changed what. It only ever grows."""
        return Audit(self._caller)

    def reconcile(
        self,
        *,
        webhook: WebhookId | None = None,
        only: str | None = None,
        since: datetime | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reconcile:
        """Makes up for what a receiver missed: while it was down, or disabled, or not registered yet.

        Args:
            webhook: Only the dead letters of this endpoint.
            only: Only events of this type, or of this pattern of types, such as `appointment.*`. A stored cursor
                is bound to it.
            since: Events from what time on, where nothing is stored yet. Default: from the first that there is.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return Reconcile(
            self._caller,
            {"webhook": webhook, "only": only, "since": since},
            (None, correlation_id, timeout, headers),
        )


class AsyncWebhooks(AsyncResource):
    """Webhook endpoints: addresses to which events are delivered, signed and at least once."""

    async def create(
        self,
        *,
        url: str,
        events: Sequence[str],
        description: str | None = None,
        enabled: bool | None = None,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Webhook:
        """Registers an endpoint. The answer is the only one that shows its secret.

        Args:
            url: The address: https, or http to a loopback host.
            events: Which events it receives: types, or patterns such as `*` and `appointment.*`.
            description: What it is for.
            enabled: Whether events are delivered to it. Default: true.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return await self._caller.call(
            _WEBHOOKS_CREATE,
            {"url": url, "events": events, "description": description, "enabled": enabled},
            (idempotency_key, correlation_id, timeout, headers),
        )

    async def get(
        self,
        id: WebhookId,
        *,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Webhook:
        """Reads one endpoint.

        Args:
            id: Which one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return await self._caller.call(
            _WEBHOOKS_GET,
            {"id": id},
            (None, correlation_id, timeout, headers),
        )

    def list(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        order: Literal["asc", "desc"] | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> AsyncItemList[Webhook]:
        """Lists endpoints, newest first.

        Args:
            limit: How many items a page has at most.
            cursor: Where the page begins: the `next_cursor` of the page before, with the same filters.
            order: The order of the items, by ID or, for open slots, by time. Default: as the operation says.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.list(
            _WEBHOOKS_LIST,
            {"limit": limit, "cursor": cursor, "order": order},
            (None, correlation_id, timeout, headers),
        )

    async def update(
        self,
        id: WebhookId,
        *,
        url: str | EllipsisType = ...,
        events: Sequence[str] | EllipsisType = ...,
        enabled: bool | EllipsisType = ...,
        description: str | EllipsisType | None = ...,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Webhook:
        """Changes an endpoint.

        Args:
            id: Which one.
            url: The address: https, or http to a loopback host.
            events: Which events it receives.
            enabled: Whether events are delivered to it.
            description: What it is for.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return await self._caller.call(
            _WEBHOOKS_UPDATE,
            {"id": id, "url": url, "events": events, "enabled": enabled, "description": description},
            (idempotency_key, correlation_id, timeout, headers),
        )

    async def delete(
        self,
        id: WebhookId,
        *,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Removes an endpoint. What was not delivered to it yet is dropped.

        Args:
            id: Which one.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return await self._caller.call(
            _WEBHOOKS_DELETE,
            {"id": id},
            (idempotency_key, correlation_id, timeout, headers),
        )

    async def rotate_secret(
        self,
        id: WebhookId,
        *,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Webhook:
        """Gives an endpoint a new secret and shows it once. The old one signs along for 24 hours.

        Args:
            id: Which one.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return await self._caller.call(
            _WEBHOOKS_ROTATE_SECRET,
            {"id": id},
            (idempotency_key, correlation_id, timeout, headers),
        )

    async def ping(
        self,
        id: WebhookId,
        *,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> AnyEvent:
        """Sends an endpoint a `webhook.ping`, and answers with that event.

        Args:
            id: Which one.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return await self._caller.call(
            _WEBHOOKS_PING,
            {"id": id},
            (idempotency_key, correlation_id, timeout, headers),
        )

    @property
    def with_raw_response(self) -> AsyncWebhooksWithRawResponse:
        """The same calls, each giving a `Response`: the value with status, headers and how it went."""
        return AsyncWebhooksWithRawResponse(AsyncWebhooks(self._caller.raw()))


class AsyncWebhooksWithRawResponse:
    """The calls of `platform.webhooks`, each giving a `Response`."""

    def __init__(self, calls: AsyncWebhooks) -> None:
        self.create = async_raw_response(calls.create)
        self.get = async_raw_response(calls.get)
        self.update = async_raw_response(calls.update)
        self.delete = async_raw_response(calls.delete)
        self.rotate_secret = async_raw_response(calls.rotate_secret)
        self.ping = async_raw_response(calls.ping)


class AsyncEvents(AsyncResource):
    """Events: everything that happened, as it was or will be delivered."""

    async def get(
        self,
        id: EventId,
        *,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> AnyEvent:
        """Reads one event.

        Args:
            id: Which one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return await self._caller.call(
            _EVENTS_GET,
            {"id": id},
            (None, correlation_id, timeout, headers),
        )

    def list(
        self,
        *,
        type: str | None = None,
        from_: datetime | None = None,
        to: datetime | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        order: Literal["asc", "desc"] | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> AsyncItemList[AnyEvent]:
        """Lists events, newest first.

        Args:
            type: Only those of this type, or of this pattern of types.
            from_: Only those created at this time or later.
            to: Only those created before this time.
            limit: How many items a page has at most.
            cursor: Where the page begins: the `next_cursor` of the page before, with the same filters.
            order: The order of the items, by ID or, for open slots, by time. Default: as the operation says.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.list(
            _EVENTS_LIST,
            {"type": type, "from": from_, "to": to, "limit": limit, "cursor": cursor, "order": order},
            (None, correlation_id, timeout, headers),
        )

    def follow(
        self,
        store: AnyStore,
        *,
        only: str | None = None,
        since: datetime | None = None,
        poll_every: tuple[float | timedelta, float | timedelta] | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> AsyncFollow:
        """Reads every event from the cursor in a store, which is stored anew after each event that is done.

        Each event is handed out at least once: the one that was not done comes first the next time. Where an
        effect must happen once, let it go through an `Inbox`.

        Args:
            store: Where the cursor is kept: a store, or the path of a file that is one.
            only: Only events of this type, or of this pattern of types, such as `appointment.*`. A stored cursor
                is bound to it.
            since: From what time on, where nothing is stored yet. Default: from the first event that there is.
            poll_every: How often to look for more: after anything up to the first time, and ever later, up to the
                second, while nothing comes. Default: 1 and 15 seconds.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return AsyncFollow(
            self._caller,
            store,
            {"only": only, "since": since, "poll_every": poll_every},
            (None, correlation_id, timeout, headers),
        )

    @property
    def with_raw_response(self) -> AsyncEventsWithRawResponse:
        """The same calls, each giving a `Response`: the value with status, headers and how it went."""
        return AsyncEventsWithRawResponse(AsyncEvents(self._caller.raw()))


class AsyncEventsWithRawResponse:
    """The calls of `platform.events`, each giving a `Response`."""

    def __init__(self, calls: AsyncEvents) -> None:
        self.get = async_raw_response(calls.get)


class AsyncDeliveries(AsyncResource):
    """Deliveries: each is one event on its way to one endpoint, with every attempt that was made."""

    async def get(
        self,
        id: DeliveryId,
        *,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Delivery:
        """Reads one delivery.

        Args:
            id: Which one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return await self._caller.call(
            _DELIVERIES_GET,
            {"id": id},
            (None, correlation_id, timeout, headers),
        )

    def list(
        self,
        *,
        event_id: EventId | None = None,
        webhook_id: WebhookId | None = None,
        status: DeliveryStatusLike | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        order: Literal["asc", "desc"] | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> AsyncItemList[Delivery]:
        """Lists deliveries, newest first.

        Args:
            event_id: Only those of this event.
            webhook_id: Only those to this endpoint.
            status: Only those that stand here.
            limit: How many items a page has at most.
            cursor: Where the page begins: the `next_cursor` of the page before, with the same filters.
            order: The order of the items, by ID or, for open slots, by time. Default: as the operation says.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.list(
            _DELIVERIES_LIST,
            {
                "event_id": event_id,
                "webhook_id": webhook_id,
                "status": status,
                "limit": limit,
                "cursor": cursor,
                "order": order,
            },
            (None, correlation_id, timeout, headers),
        )

    @property
    def with_raw_response(self) -> AsyncDeliveriesWithRawResponse:
        """The same calls, each giving a `Response`: the value with status, headers and how it went."""
        return AsyncDeliveriesWithRawResponse(AsyncDeliveries(self._caller.raw()))


class AsyncDeliveriesWithRawResponse:
    """The calls of `platform.deliveries`, each giving a `Response`."""

    def __init__(self, calls: AsyncDeliveries) -> None:
        self.get = async_raw_response(calls.get)


class AsyncDeadLetters(AsyncResource):
    """Dead letters: deliveries that were given up after eight attempts. Each can be replayed."""

    async def get(
        self,
        id: DeadLetterId,
        *,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> DeadLetter:
        """Reads one dead letter.

        Args:
            id: Which one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return await self._caller.call(
            _DEAD_LETTERS_GET,
            {"id": id},
            (None, correlation_id, timeout, headers),
        )

    def list(
        self,
        *,
        webhook_id: WebhookId | None = None,
        replayed: bool | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        order: Literal["asc", "desc"] | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> AsyncItemList[DeadLetter]:
        """Lists dead letters, newest first.

        Args:
            webhook_id: Only those of this endpoint.
            replayed: Only those that were, or were not, replayed.
            limit: How many items a page has at most.
            cursor: Where the page begins: the `next_cursor` of the page before, with the same filters.
            order: The order of the items, by ID or, for open slots, by time. Default: as the operation says.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.list(
            _DEAD_LETTERS_LIST,
            {"webhook_id": webhook_id, "replayed": replayed, "limit": limit, "cursor": cursor, "order": order},
            (None, correlation_id, timeout, headers),
        )

    async def replay(
        self,
        id: DeadLetterId,
        *,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Delivery:
        """Puts a dead letter on its way again, with the same bytes and a fresh signature. Of a person who was
        forgotten meanwhile it says no more.

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
            _DEAD_LETTERS_REPLAY,
            {"id": id},
            (idempotency_key, correlation_id, timeout, headers),
        )

    async def replay_all(
        self,
        *,
        webhook_id: WebhookId | None = None,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Replayed:
        """Puts every dead letter that was not replayed yet on its way again, oldest first.

        Args:
            webhook_id: Only those of this endpoint. Default: those of every endpoint.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return await self._caller.call(
            _DEAD_LETTERS_REPLAY_ALL,
            {"webhook_id": webhook_id},
            (idempotency_key, correlation_id, timeout, headers),
        )

    @property
    def with_raw_response(self) -> AsyncDeadLettersWithRawResponse:
        """The same calls, each giving a `Response`: the value with status, headers and how it went."""
        return AsyncDeadLettersWithRawResponse(AsyncDeadLetters(self._caller.raw()))


class AsyncDeadLettersWithRawResponse:
    """The calls of `platform.dead_letters`, each giving a `Response`."""

    def __init__(self, calls: AsyncDeadLetters) -> None:
        self.get = async_raw_response(calls.get)
        self.replay = async_raw_response(calls.replay)
        self.replay_all = async_raw_response(calls.replay_all)


class AsyncAudit(AsyncResource):
    """The audit log: who changed what. It only ever grows."""

    def list(
        self,
        *,
        subject: str | None = None,
        action: str | None = None,
        correlation_id: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        order: Literal["asc", "desc"] | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> AsyncItemList[AuditRecord]:
        """Lists audit records, newest first.

        Args:
            subject: Only those about this ID.
            action: Only those of this operation.
            correlation_id: Only those that belong to this cause.
            limit: How many items a page has at most.
            cursor: Where the page begins: the `next_cursor` of the page before, with the same filters.
            order: The order of the items, by ID or, for open slots, by time. Default: as the operation says.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.list(
            _AUDIT_LIST,
            {
                "subject": subject,
                "action": action,
                "correlation_id": correlation_id,
                "limit": limit,
                "cursor": cursor,
                "order": order,
            },
            (None, None, timeout, headers),
        )


class AsyncPlatform(AsyncResource):
    """The resources of `platform`: `webhooks`, `events`, `deliveries`, `dead_letters`, `audit`."""

    @property
    def webhooks(self) -> AsyncWebhooks:
        """Webhook endpoints: addresses to which events are delivered, signed and at least once."""
        return AsyncWebhooks(self._caller)

    @property
    def events(self) -> AsyncEvents:
        """Events: everything that happened, as it was or will be delivered."""
        return AsyncEvents(self._caller)

    @property
    def deliveries(self) -> AsyncDeliveries:
        """Deliveries: each is one event on its way to one endpoint, with every attempt that was made."""
        return AsyncDeliveries(self._caller)

    @property
    def dead_letters(self) -> AsyncDeadLetters:
        """Dead letters: deliveries that were given up after eight attempts. Each can be replayed."""
        return AsyncDeadLetters(self._caller)

    @property
    def audit(self) -> AsyncAudit:
        """The audit log: who changed what. It only ever grows."""
        return AsyncAudit(self._caller)

    def reconcile(
        self,
        *,
        webhook: WebhookId | None = None,
        only: str | None = None,
        since: datetime | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> AsyncReconcile:
        """Makes up for what a receiver missed: while it was down, or disabled, or not registered yet.

        Args:
            webhook: Only the dead letters of this endpoint.
            only: Only events of this type, or of this pattern of types, such as `appointment.*`. A stored cursor
                is bound to it.
            since: Events from what time on, where nothing is stored yet. Default: from the first that there is.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return AsyncReconcile(
            self._caller,
            {"webhook": webhook, "only": only, "since": since},
            (None, correlation_id, timeout, headers),
        )
