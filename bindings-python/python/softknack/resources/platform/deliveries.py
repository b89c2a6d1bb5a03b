# Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
"""`platform.deliveries`: the same methods on both clients."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Literal

from softknack._native import Operation
from softknack._pages import AsyncItemList, ItemList
from softknack._resource import AsyncResource, SyncResource, async_raw_response, raw_response
from softknack.models.ids import DeliveryId, EventId, WebhookId
from softknack.models.platform import Delivery, DeliveryStatusLike

_DELIVERIES_GET = Operation("platform.deliveries.get", Delivery)
_DELIVERIES_LIST = Operation("platform.deliveries.list", Delivery)


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
