# Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
"""`calendar.schedules`: the same methods on both clients."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Literal

from softknack._native import Operation
from softknack._pages import AsyncItemList, ItemList
from softknack._resource import AsyncResource, SyncResource, async_raw_response, raw_response
from softknack.models.calendar import Schedule, ScheduleException, SlotResources, WeeklyHours
from softknack.models.ids import ScheduleId

_SCHEDULES_CREATE = Operation("calendar.schedules.create", Schedule)
_SCHEDULES_GET = Operation("calendar.schedules.get", Schedule)
_SCHEDULES_LIST = Operation("calendar.schedules.list", Schedule)
_SCHEDULES_DELETE = Operation("calendar.schedules.delete", None)


class Schedules(SyncResource):
    """Schedules: weekly opening hours in a time zone. From each, slots are made as far ahead as its horizon reaches."""

    def create(
        self,
        *,
        service: str,
        timezone: str,
        weekly: Sequence[WeeklyHours],
        exceptions: Sequence[ScheduleException] | None = None,
        horizon_days: int | None = None,
        interval_minutes: int | None = None,
        capacity: int | None = None,
        overbook_limit: int | None = None,
        resources: SlotResources | None = None,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Schedule:
        """Creates a schedule and its slots.

        Opening and closing are read off the wall clock of the zone and slots are laid from the one to the other
        in real time, so on the day of a daylight-saving change a day is as long as it really is.

        Args:
            service: The slug of the service.
            timezone: The zone of its wall-clock times.
            weekly: The hours of an ordinary week.
            exceptions: Days that are not ordinary. Default: none.
            horizon_days: How many days ahead slots are made. Default: 30.
            interval_minutes: The minutes from one slot's beginning to the next one's. Default: the service's
                duration and both buffers.
            capacity: How many appointments each slot takes. Default: 1.
            overbook_limit: How many appointments each slot takes beyond its capacity. Default: 0.
            resources: The resources that an appointment in each slot holds. Default: none.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.call(
            _SCHEDULES_CREATE,
            {
                "service": service,
                "timezone": timezone,
                "weekly": weekly,
                "exceptions": exceptions,
                "horizon_days": horizon_days,
                "interval_minutes": interval_minutes,
                "capacity": capacity,
                "overbook_limit": overbook_limit,
                "resources": resources,
            },
            (idempotency_key, correlation_id, timeout, headers),
        )

    def get(
        self,
        id: ScheduleId,
        *,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Schedule:
        """Reads one schedule.

        Args:
            id: Which one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.call(
            _SCHEDULES_GET,
            {"id": id},
            (None, correlation_id, timeout, headers),
        )

    def list(
        self,
        *,
        service: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        order: Literal["asc", "desc"] | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> ItemList[Schedule]:
        """Lists schedules, newest first.

        Args:
            service: Only those of this service.
            limit: How many items a page has at most.
            cursor: Where the page begins: the `next_cursor` of the page before, with the same filters.
            order: The order of the items, by ID or, for open slots, by time. Default: as the operation says.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.list(
            _SCHEDULES_LIST,
            {"service": service, "limit": limit, "cursor": cursor, "order": order},
            (None, correlation_id, timeout, headers),
        )

    def delete(
        self,
        id: ScheduleId,
        *,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Deletes a schedule and closes its slots that nobody has booked. Appointments stay.

        Args:
            id: Which one.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.call(
            _SCHEDULES_DELETE,
            {"id": id},
            (idempotency_key, correlation_id, timeout, headers),
        )

    @property
    def with_raw_response(self) -> SchedulesWithRawResponse:
        """The same calls, each giving a `Response`: the value with status, headers and how it went."""
        return SchedulesWithRawResponse(Schedules(self._caller.raw()))


class SchedulesWithRawResponse:
    """The calls of `calendar.schedules`, each giving a `Response`."""

    def __init__(self, calls: Schedules) -> None:
        self.create = raw_response(calls.create)
        self.get = raw_response(calls.get)
        self.delete = raw_response(calls.delete)


class AsyncSchedules(AsyncResource):
    """Schedules: weekly opening hours in a time zone. From each, slots are made as far ahead as its horizon reaches."""

    async def create(
        self,
        *,
        service: str,
        timezone: str,
        weekly: Sequence[WeeklyHours],
        exceptions: Sequence[ScheduleException] | None = None,
        horizon_days: int | None = None,
        interval_minutes: int | None = None,
        capacity: int | None = None,
        overbook_limit: int | None = None,
        resources: SlotResources | None = None,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Schedule:
        """Creates a schedule and its slots.

        Opening and closing are read off the wall clock of the zone and slots are laid from the one to the other
        in real time, so on the day of a daylight-saving change a day is as long as it really is.

        Args:
            service: The slug of the service.
            timezone: The zone of its wall-clock times.
            weekly: The hours of an ordinary week.
            exceptions: Days that are not ordinary. Default: none.
            horizon_days: How many days ahead slots are made. Default: 30.
            interval_minutes: The minutes from one slot's beginning to the next one's. Default: the service's
                duration and both buffers.
            capacity: How many appointments each slot takes. Default: 1.
            overbook_limit: How many appointments each slot takes beyond its capacity. Default: 0.
            resources: The resources that an appointment in each slot holds. Default: none.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return await self._caller.call(
            _SCHEDULES_CREATE,
            {
                "service": service,
                "timezone": timezone,
                "weekly": weekly,
                "exceptions": exceptions,
                "horizon_days": horizon_days,
                "interval_minutes": interval_minutes,
                "capacity": capacity,
                "overbook_limit": overbook_limit,
                "resources": resources,
            },
            (idempotency_key, correlation_id, timeout, headers),
        )

    async def get(
        self,
        id: ScheduleId,
        *,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Schedule:
        """Reads one schedule.

        Args:
            id: Which one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return await self._caller.call(
            _SCHEDULES_GET,
            {"id": id},
            (None, correlation_id, timeout, headers),
        )

    def list(
        self,
        *,
        service: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        order: Literal["asc", "desc"] | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> AsyncItemList[Schedule]:
        """Lists schedules, newest first.

        Args:
            service: Only those of this service.
            limit: How many items a page has at most.
            cursor: Where the page begins: the `next_cursor` of the page before, with the same filters.
            order: The order of the items, by ID or, for open slots, by time. Default: as the operation says.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.list(
            _SCHEDULES_LIST,
            {"service": service, "limit": limit, "cursor": cursor, "order": order},
            (None, correlation_id, timeout, headers),
        )

    async def delete(
        self,
        id: ScheduleId,
        *,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Deletes a schedule and closes its slots that nobody has booked. Appointments stay.

        Args:
            id: Which one.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return await self._caller.call(
            _SCHEDULES_DELETE,
            {"id": id},
            (idempotency_key, correlation_id, timeout, headers),
        )

    @property
    def with_raw_response(self) -> AsyncSchedulesWithRawResponse:
        """The same calls, each giving a `Response`: the value with status, headers and how it went."""
        return AsyncSchedulesWithRawResponse(AsyncSchedules(self._caller.raw()))


class AsyncSchedulesWithRawResponse:
    """The calls of `calendar.schedules`, each giving a `Response`."""

    def __init__(self, calls: AsyncSchedules) -> None:
        self.create = async_raw_response(calls.create)
        self.get = async_raw_response(calls.get)
        self.delete = async_raw_response(calls.delete)
