# Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
"""`platform.webhooks`: the same methods on both clients."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from types import EllipsisType
from typing import Literal, cast

from softknack._native import Operation
from softknack._pages import AsyncItemList, ItemList
from softknack._resource import AsyncResource, SyncResource, async_raw_response, raw_response
from softknack.models.events import AnyEvent, Event
from softknack.models.ids import WebhookId
from softknack.models.platform import Webhook

_WEBHOOKS_CREATE = Operation("platform.webhooks.create", Webhook)
_WEBHOOKS_GET = Operation("platform.webhooks.get", Webhook)
_WEBHOOKS_LIST = Operation("platform.webhooks.list", Webhook)
_WEBHOOKS_UPDATE = Operation("platform.webhooks.update", Webhook)
_WEBHOOKS_DELETE = Operation("platform.webhooks.delete", None)
_WEBHOOKS_ROTATE_SECRET = Operation("platform.webhooks.rotate_secret", Webhook)
_WEBHOOKS_PING = cast("Operation[AnyEvent]", Operation("platform.webhooks.ping", Event))


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
