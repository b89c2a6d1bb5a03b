# Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
"""`calendar.availability`: the same methods on both clients."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal

from softknack._native import Operation
from softknack._pages import AsyncItemList, ItemList
from softknack._resource import AsyncResource, SyncResource
from softknack.models.calendar import Slot
from softknack.models.ids import ResourceId

_AVAILABILITY_LIST = Operation("calendar.availability.list", Slot)


class Availability(SyncResource):
    """What can be booked: a read, which promises nothing until a booking is made."""

    def list(
        self,
        *,
        service: str,
        from_: datetime | None = None,
        to: datetime | None = None,
        timezone: str | None = None,
        resource_id: ResourceId | None = None,
        party_size: int | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        order: Literal["asc", "desc"] | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> ItemList[Slot]:
        """Lists open slots, soonest first.

        A slot is listed when it has room, has not begun, and every resource that it needs is free, buffers
        included.

        Args:
            service: The slug of the service.
            from_: Only slots that begin at this time or later. Default: now.
            to: Only slots that begin before this time.
            timezone: The zone in which the slots' `timezone` is given, for showing them. Default: the schedule's
                own.
            resource_id: Only slots that can hold this resource.
            party_size: Only slots whose resources take a party of this size.
            limit: How many items a page has at most.
            cursor: Where the page begins: the `next_cursor` of the page before, with the same filters.
            order: The order of the items, by ID or, for open slots, by time. Default: as the operation says.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.

        Raises:
            NotFoundError: There is no such record, or it belongs to somebody else.
        """
        return self._caller.list(
            _AVAILABILITY_LIST,
            {
                "service": service,
                "from": from_,
                "to": to,
                "timezone": timezone,
                "resource_id": resource_id,
                "party_size": party_size,
                "limit": limit,
                "cursor": cursor,
                "order": order,
            },
            (None, correlation_id, timeout, headers),
        )


class AsyncAvailability(AsyncResource):
    """What can be booked: a read, which promises nothing until a booking is made."""

    def list(
        self,
        *,
        service: str,
        from_: datetime | None = None,
        to: datetime | None = None,
        timezone: str | None = None,
        resource_id: ResourceId | None = None,
        party_size: int | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        order: Literal["asc", "desc"] | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> AsyncItemList[Slot]:
        """Lists open slots, soonest first.

        A slot is listed when it has room, has not begun, and every resource that it needs is free, buffers
        included.

        Args:
            service: The slug of the service.
            from_: Only slots that begin at this time or later. Default: now.
            to: Only slots that begin before this time.
            timezone: The zone in which the slots' `timezone` is given, for showing them. Default: the schedule's
                own.
            resource_id: Only slots that can hold this resource.
            party_size: Only slots whose resources take a party of this size.
            limit: How many items a page has at most.
            cursor: Where the page begins: the `next_cursor` of the page before, with the same filters.
            order: The order of the items, by ID or, for open slots, by time. Default: as the operation says.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.

        Raises:
            NotFoundError: There is no such record, or it belongs to somebody else.
        """
        return self._caller.list(
            _AVAILABILITY_LIST,
            {
                "service": service,
                "from": from_,
                "to": to,
                "timezone": timezone,
                "resource_id": resource_id,
                "party_size": party_size,
                "limit": limit,
                "cursor": cursor,
                "order": order,
            },
            (None, correlation_id, timeout, headers),
        )
