# Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
"""`calendar.resources`: the same methods on both clients."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import EllipsisType
from typing import Literal

from softknack._native import Operation
from softknack._pages import AsyncItemList, ItemList
from softknack._resource import AsyncResource, SyncResource, async_raw_response, raw_response
from softknack.models.calendar import Resource, ResourceKindLike
from softknack.models.ids import ResourceId

_RESOURCES_CREATE = Operation("calendar.resources.create", Resource)
_RESOURCES_GET = Operation("calendar.resources.get", Resource)
_RESOURCES_LIST = Operation("calendar.resources.list", Resource)
_RESOURCES_UPDATE = Operation("calendar.resources.update", Resource)


class Resources(SyncResource):
    """Resources: the people, rooms, tables and devices that bookings hold. No two appointments hold one at one time."""

    def create(
        self,
        *,
        name: str,
        kind: ResourceKindLike,
        capacity_min: int | None = None,
        capacity_max: int | None = None,
        zone: str | None = None,
        active: bool | None = None,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Resource:
        """Creates a resource.

        Args:
            name: Its name.
            kind: What it is.
            capacity_min: The smallest party that it takes. Default: 1.
            capacity_max: The largest party that it takes. Default: no bound.
            zone: Where it stands, as the business calls it.
            active: Whether it can be held by new appointments. Default: true.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.call(
            _RESOURCES_CREATE,
            {
                "name": name,
                "kind": kind,
                "capacity_min": capacity_min,
                "capacity_max": capacity_max,
                "zone": zone,
                "active": active,
            },
            (idempotency_key, correlation_id, timeout, headers),
        )

    def get(
        self,
        id: ResourceId,
        *,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Resource:
        """Reads one resource.

        Args:
            id: Which one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.call(
            _RESOURCES_GET,
            {"id": id},
            (None, correlation_id, timeout, headers),
        )

    def list(
        self,
        *,
        kind: ResourceKindLike | None = None,
        active: bool | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        order: Literal["asc", "desc"] | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> ItemList[Resource]:
        """Lists resources, newest first.

        Args:
            kind: Only those of this kind.
            active: Only those that can, or cannot, be held.
            limit: How many items a page has at most.
            cursor: Where the page begins: the `next_cursor` of the page before, with the same filters.
            order: The order of the items, by ID or, for open slots, by time. Default: as the operation says.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.list(
            _RESOURCES_LIST,
            {"kind": kind, "active": active, "limit": limit, "cursor": cursor, "order": order},
            (None, correlation_id, timeout, headers),
        )

    def update(
        self,
        id: ResourceId,
        *,
        name: str | EllipsisType = ...,
        capacity_min: int | EllipsisType = ...,
        active: bool | EllipsisType = ...,
        capacity_max: int | EllipsisType | None = ...,
        zone: str | EllipsisType | None = ...,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Resource:
        """Changes a resource.

        Args:
            id: Which one.
            name: Its name.
            capacity_min: The smallest party that it takes.
            active: Whether it can be held by new appointments.
            capacity_max: The largest party that it takes; null for no bound.
            zone: Where it stands, as the business calls it.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.call(
            _RESOURCES_UPDATE,
            {
                "id": id,
                "name": name,
                "capacity_min": capacity_min,
                "active": active,
                "capacity_max": capacity_max,
                "zone": zone,
            },
            (idempotency_key, correlation_id, timeout, headers),
        )

    @property
    def with_raw_response(self) -> ResourcesWithRawResponse:
        """The same calls, each giving a `Response`: the value with status, headers and how it went."""
        return ResourcesWithRawResponse(Resources(self._caller.raw()))


class ResourcesWithRawResponse:
    """The calls of `calendar.resources`, each giving a `Response`."""

    def __init__(self, calls: Resources) -> None:
        self.create = raw_response(calls.create)
        self.get = raw_response(calls.get)
        self.update = raw_response(calls.update)


class AsyncResources(AsyncResource):
    """Resources: the people, rooms, tables and devices that bookings hold. No two appointments hold one at one time."""

    async def create(
        self,
        *,
        name: str,
        kind: ResourceKindLike,
        capacity_min: int | None = None,
        capacity_max: int | None = None,
        zone: str | None = None,
        active: bool | None = None,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Resource:
        """Creates a resource.

        Args:
            name: Its name.
            kind: What it is.
            capacity_min: The smallest party that it takes. Default: 1.
            capacity_max: The largest party that it takes. Default: no bound.
            zone: Where it stands, as the business calls it.
            active: Whether it can be held by new appointments. Default: true.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return await self._caller.call(
            _RESOURCES_CREATE,
            {
                "name": name,
                "kind": kind,
                "capacity_min": capacity_min,
                "capacity_max": capacity_max,
                "zone": zone,
                "active": active,
            },
            (idempotency_key, correlation_id, timeout, headers),
        )

    async def get(
        self,
        id: ResourceId,
        *,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Resource:
        """Reads one resource.

        Args:
            id: Which one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return await self._caller.call(
            _RESOURCES_GET,
            {"id": id},
            (None, correlation_id, timeout, headers),
        )

    def list(
        self,
        *,
        kind: ResourceKindLike | None = None,
        active: bool | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        order: Literal["asc", "desc"] | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> AsyncItemList[Resource]:
        """Lists resources, newest first.

        Args:
            kind: Only those of this kind.
            active: Only those that can, or cannot, be held.
            limit: How many items a page has at most.
            cursor: Where the page begins: the `next_cursor` of the page before, with the same filters.
            order: The order of the items, by ID or, for open slots, by time. Default: as the operation says.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.list(
            _RESOURCES_LIST,
            {"kind": kind, "active": active, "limit": limit, "cursor": cursor, "order": order},
            (None, correlation_id, timeout, headers),
        )

    async def update(
        self,
        id: ResourceId,
        *,
        name: str | EllipsisType = ...,
        capacity_min: int | EllipsisType = ...,
        active: bool | EllipsisType = ...,
        capacity_max: int | EllipsisType | None = ...,
        zone: str | EllipsisType | None = ...,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Resource:
        """Changes a resource.

        Args:
            id: Which one.
            name: Its name.
            capacity_min: The smallest party that it takes.
            active: Whether it can be held by new appointments.
            capacity_max: The largest party that it takes; null for no bound.
            zone: Where it stands, as the business calls it.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return await self._caller.call(
            _RESOURCES_UPDATE,
            {
                "id": id,
                "name": name,
                "capacity_min": capacity_min,
                "active": active,
                "capacity_max": capacity_max,
                "zone": zone,
            },
            (idempotency_key, correlation_id, timeout, headers),
        )

    @property
    def with_raw_response(self) -> AsyncResourcesWithRawResponse:
        """The same calls, each giving a `Response`: the value with status, headers and how it went."""
        return AsyncResourcesWithRawResponse(AsyncResources(self._caller.raw()))


class AsyncResourcesWithRawResponse:
    """The calls of `calendar.resources`, each giving a `Response`."""

    def __init__(self, calls: AsyncResources) -> None:
        self.create = async_raw_response(calls.create)
        self.get = async_raw_response(calls.get)
        self.update = async_raw_response(calls.update)
