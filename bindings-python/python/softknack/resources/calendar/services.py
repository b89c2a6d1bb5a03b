# Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
"""`calendar.services`: the same methods on both clients."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from types import EllipsisType
from typing import Literal

from softknack._native import Operation
from softknack._pages import AsyncItemList, ItemList
from softknack._resource import AsyncResource, SyncResource, async_raw_response, raw_response
from softknack.models.calendar import ChannelLike, Service

_SERVICES_CREATE = Operation("calendar.services.create", Service)
_SERVICES_GET = Operation("calendar.services.get", Service)
_SERVICES_LIST = Operation("calendar.services.list", Service)
_SERVICES_UPDATE = Operation("calendar.services.update", Service)


class Services(SyncResource):
    """Services: what can be booked. A service is addressed by its slug, such as `ac_service`."""

    def create(
        self,
        *,
        slug: str,
        name: str,
        duration_minutes: int,
        buffer_before_minutes: int | None = None,
        buffer_after_minutes: int | None = None,
        reminder_offsets_minutes: Sequence[int] | None = None,
        reminder_channels: Sequence[ChannelLike] | None = None,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Service:
        """Creates a service.

        Args:
            slug: Its name in addresses and bodies; no other service may have it.
            name: Its name for people.
            duration_minutes: How long an appointment lasts, in minutes.
            buffer_before_minutes: How long its resources are held before it begins, in minutes. Default: 0.
            buffer_after_minutes: How long its resources are held after it ends, in minutes. Default: 0.
            reminder_offsets_minutes: How long before the appointment each reminder goes out, in minutes. Default:
                1440 and 60.
            reminder_channels: The channels of its reminders, in the order in which they are tried. Default:
                whatsapp, sms.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.

        Raises:
            AlreadyExistsError: The name is in use: a slug, for one, names one record.
        """
        return self._caller.call(
            _SERVICES_CREATE,
            {
                "slug": slug,
                "name": name,
                "duration_minutes": duration_minutes,
                "buffer_before_minutes": buffer_before_minutes,
                "buffer_after_minutes": buffer_after_minutes,
                "reminder_offsets_minutes": reminder_offsets_minutes,
                "reminder_channels": reminder_channels,
            },
            (idempotency_key, correlation_id, timeout, headers),
        )

    def get(
        self,
        slug: str,
        *,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Service:
        """Reads one service.

        Args:
            slug: Which one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.call(
            _SERVICES_GET,
            {"slug": slug},
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
    ) -> ItemList[Service]:
        """Lists services, newest first.

        Args:
            limit: How many items a page has at most.
            cursor: Where the page begins: the `next_cursor` of the page before, with the same filters.
            order: The order of the items, by ID or, for open slots, by time. Default: as the operation says.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.list(
            _SERVICES_LIST,
            {"limit": limit, "cursor": cursor, "order": order},
            (None, correlation_id, timeout, headers),
        )

    def update(
        self,
        slug: str,
        *,
        name: str | EllipsisType = ...,
        duration_minutes: int | EllipsisType = ...,
        buffer_before_minutes: int | EllipsisType = ...,
        buffer_after_minutes: int | EllipsisType = ...,
        reminder_offsets_minutes: Sequence[int] | EllipsisType = ...,
        reminder_channels: Sequence[ChannelLike] | EllipsisType = ...,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Service:
        """Changes a service. Slots that stand already keep their times and buffers.

        Args:
            slug: Which one.
            name: Its name for people.
            duration_minutes: How long an appointment lasts, in minutes.
            buffer_before_minutes: How long its resources are held before it begins, in minutes.
            buffer_after_minutes: How long its resources are held after it ends, in minutes.
            reminder_offsets_minutes: How long before the appointment each reminder goes out, in minutes.
            reminder_channels: The channels of its reminders, in the order in which they are tried.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.call(
            _SERVICES_UPDATE,
            {
                "slug": slug,
                "name": name,
                "duration_minutes": duration_minutes,
                "buffer_before_minutes": buffer_before_minutes,
                "buffer_after_minutes": buffer_after_minutes,
                "reminder_offsets_minutes": reminder_offsets_minutes,
                "reminder_channels": reminder_channels,
            },
            (idempotency_key, correlation_id, timeout, headers),
        )

    @property
    def with_raw_response(self) -> ServicesWithRawResponse:
        """The same calls, each giving a `Response`: the value with status, headers and how it went."""
        return ServicesWithRawResponse(Services(self._caller.raw()))


class ServicesWithRawResponse:
    """The calls of `calendar.services`, each giving a `Response`."""

    def __init__(self, calls: Services) -> None:
        self.create = raw_response(calls.create)
        self.get = raw_response(calls.get)
        self.update = raw_response(calls.update)


class AsyncServices(AsyncResource):
    """Services: what can be booked. A service is addressed by its slug, such as `ac_service`."""

    async def create(
        self,
        *,
        slug: str,
        name: str,
        duration_minutes: int,
        buffer_before_minutes: int | None = None,
        buffer_after_minutes: int | None = None,
        reminder_offsets_minutes: Sequence[int] | None = None,
        reminder_channels: Sequence[ChannelLike] | None = None,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Service:
        """Creates a service.

        Args:
            slug: Its name in addresses and bodies; no other service may have it.
            name: Its name for people.
            duration_minutes: How long an appointment lasts, in minutes.
            buffer_before_minutes: How long its resources are held before it begins, in minutes. Default: 0.
            buffer_after_minutes: How long its resources are held after it ends, in minutes. Default: 0.
            reminder_offsets_minutes: How long before the appointment each reminder goes out, in minutes. Default:
                1440 and 60.
            reminder_channels: The channels of its reminders, in the order in which they are tried. Default:
                whatsapp, sms.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.

        Raises:
            AlreadyExistsError: The name is in use: a slug, for one, names one record.
        """
        return await self._caller.call(
            _SERVICES_CREATE,
            {
                "slug": slug,
                "name": name,
                "duration_minutes": duration_minutes,
                "buffer_before_minutes": buffer_before_minutes,
                "buffer_after_minutes": buffer_after_minutes,
                "reminder_offsets_minutes": reminder_offsets_minutes,
                "reminder_channels": reminder_channels,
            },
            (idempotency_key, correlation_id, timeout, headers),
        )

    async def get(
        self,
        slug: str,
        *,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Service:
        """Reads one service.

        Args:
            slug: Which one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return await self._caller.call(
            _SERVICES_GET,
            {"slug": slug},
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
    ) -> AsyncItemList[Service]:
        """Lists services, newest first.

        Args:
            limit: How many items a page has at most.
            cursor: Where the page begins: the `next_cursor` of the page before, with the same filters.
            order: The order of the items, by ID or, for open slots, by time. Default: as the operation says.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.list(
            _SERVICES_LIST,
            {"limit": limit, "cursor": cursor, "order": order},
            (None, correlation_id, timeout, headers),
        )

    async def update(
        self,
        slug: str,
        *,
        name: str | EllipsisType = ...,
        duration_minutes: int | EllipsisType = ...,
        buffer_before_minutes: int | EllipsisType = ...,
        buffer_after_minutes: int | EllipsisType = ...,
        reminder_offsets_minutes: Sequence[int] | EllipsisType = ...,
        reminder_channels: Sequence[ChannelLike] | EllipsisType = ...,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Service:
        """Changes a service. Slots that stand already keep their times and buffers.

        Args:
            slug: Which one.
            name: Its name for people.
            duration_minutes: How long an appointment lasts, in minutes.
            buffer_before_minutes: How long its resources are held before it begins, in minutes.
            buffer_after_minutes: How long its resources are held after it ends, in minutes.
            reminder_offsets_minutes: How long before the appointment each reminder goes out, in minutes.
            reminder_channels: The channels of its reminders, in the order in which they are tried.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return await self._caller.call(
            _SERVICES_UPDATE,
            {
                "slug": slug,
                "name": name,
                "duration_minutes": duration_minutes,
                "buffer_before_minutes": buffer_before_minutes,
                "buffer_after_minutes": buffer_after_minutes,
                "reminder_offsets_minutes": reminder_offsets_minutes,
                "reminder_channels": reminder_channels,
            },
            (idempotency_key, correlation_id, timeout, headers),
        )

    @property
    def with_raw_response(self) -> AsyncServicesWithRawResponse:
        """The same calls, each giving a `Response`: the value with status, headers and how it went."""
        return AsyncServicesWithRawResponse(AsyncServices(self._caller.raw()))


class AsyncServicesWithRawResponse:
    """The calls of `calendar.services`, each giving a `Response`."""

    def __init__(self, calls: AsyncServices) -> None:
        self.create = async_raw_response(calls.create)
        self.get = async_raw_response(calls.get)
        self.update = async_raw_response(calls.update)
