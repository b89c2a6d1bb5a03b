# Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
"""`calendar.slots`: the same methods on both clients."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from softknack._native import Operation
from softknack._resource import AsyncResource, SyncResource, async_raw_response, raw_response
from softknack.models.calendar import Slot, SlotResources
from softknack.models.ids import SlotId

_SLOTS_GET = Operation("calendar.slots.get", Slot)
_SLOTS_CREATE = Operation("calendar.slots.create", Slot)
_SLOTS_CLOSE = Operation("calendar.slots.close", Slot)


class Slots(SyncResource):
    """Slots: the times that can be booked. Schedules make most of them; staff can open and close single ones."""

    def get(
        self,
        id: SlotId,
        *,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Slot:
        """Reads one slot.

        Args:
            id: Which one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.call(
            _SLOTS_GET,
            {"id": id},
            (None, correlation_id, timeout, headers),
        )

    def create(
        self,
        *,
        service: str,
        starts_at: datetime,
        ends_at: datetime,
        capacity: int | None = None,
        overbook_limit: int | None = None,
        resources: SlotResources | None = None,
        timezone: str | None = None,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Slot:
        """Opens a slot that no schedule made.

        Args:
            service: The slug of the service that it is for.
            starts_at: When the appointment begins.
            ends_at: When the appointment ends: later than it begins, and at most a week later.
            capacity: How many appointments it takes. Default: 1.
            overbook_limit: How many appointments it takes beyond its capacity. Default: 0.
            resources: The resources that an appointment in it holds. Default: none.
            timezone: The zone in which to show its times. Default: UTC.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.call(
            _SLOTS_CREATE,
            {
                "service": service,
                "starts_at": starts_at,
                "ends_at": ends_at,
                "capacity": capacity,
                "overbook_limit": overbook_limit,
                "resources": resources,
                "timezone": timezone,
            },
            (idempotency_key, correlation_id, timeout, headers),
        )

    def close(
        self,
        id: SlotId,
        *,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Slot:
        """Takes a slot that nobody has booked out of inventory.

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
            _SLOTS_CLOSE,
            {"id": id},
            (idempotency_key, correlation_id, timeout, headers),
        )

    @property
    def with_raw_response(self) -> SlotsWithRawResponse:
        """The same calls, each giving a `Response`: the value with status, headers and how it went."""
        return SlotsWithRawResponse(Slots(self._caller.raw()))


class SlotsWithRawResponse:
    """The calls of `calendar.slots`, each giving a `Response`."""

    def __init__(self, calls: Slots) -> None:
        self.get = raw_response(calls.get)
        self.create = raw_response(calls.create)
        self.close = raw_response(calls.close)


class AsyncSlots(AsyncResource):
    """Slots: the times that can be booked. Schedules make most of them; staff can open and close single ones."""

    async def get(
        self,
        id: SlotId,
        *,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Slot:
        """Reads one slot.

        Args:
            id: Which one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return await self._caller.call(
            _SLOTS_GET,
            {"id": id},
            (None, correlation_id, timeout, headers),
        )

    async def create(
        self,
        *,
        service: str,
        starts_at: datetime,
        ends_at: datetime,
        capacity: int | None = None,
        overbook_limit: int | None = None,
        resources: SlotResources | None = None,
        timezone: str | None = None,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Slot:
        """Opens a slot that no schedule made.

        Args:
            service: The slug of the service that it is for.
            starts_at: When the appointment begins.
            ends_at: When the appointment ends: later than it begins, and at most a week later.
            capacity: How many appointments it takes. Default: 1.
            overbook_limit: How many appointments it takes beyond its capacity. Default: 0.
            resources: The resources that an appointment in it holds. Default: none.
            timezone: The zone in which to show its times. Default: UTC.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return await self._caller.call(
            _SLOTS_CREATE,
            {
                "service": service,
                "starts_at": starts_at,
                "ends_at": ends_at,
                "capacity": capacity,
                "overbook_limit": overbook_limit,
                "resources": resources,
                "timezone": timezone,
            },
            (idempotency_key, correlation_id, timeout, headers),
        )

    async def close(
        self,
        id: SlotId,
        *,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Slot:
        """Takes a slot that nobody has booked out of inventory.

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
            _SLOTS_CLOSE,
            {"id": id},
            (idempotency_key, correlation_id, timeout, headers),
        )

    @property
    def with_raw_response(self) -> AsyncSlotsWithRawResponse:
        """The same calls, each giving a `Response`: the value with status, headers and how it went."""
        return AsyncSlotsWithRawResponse(AsyncSlots(self._caller.raw()))


class AsyncSlotsWithRawResponse:
    """The calls of `calendar.slots`, each giving a `Response`."""

    def __init__(self, calls: AsyncSlots) -> None:
        self.get = async_raw_response(calls.get)
        self.create = async_raw_response(calls.create)
        self.close = async_raw_response(calls.close)
