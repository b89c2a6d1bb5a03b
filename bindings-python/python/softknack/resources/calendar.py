# Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
"""`calendar`: the same methods on both clients."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from types import EllipsisType
from typing import Literal

from softknack import _flows
from softknack._flows import FirstBooked
from softknack._model import Metadata
from softknack._native import Operation
from softknack._pages import AsyncItemList, ItemList
from softknack._resource import AsyncResource, SyncResource, async_raw_response, raw_response
from softknack.models.calendar import (
    Appointment,
    AppointmentSourceLike,
    AppointmentStatusLike,
    BookingPage,
    Brand,
    ChannelLike,
    IfTakenLike,
    Resource,
    ResourceKindLike,
    Schedule,
    ScheduleException,
    Service,
    Slot,
    SlotResources,
    WeeklyHours,
)
from softknack.models.ids import AppointmentId, BookingPageId, ContactId, ResourceId, ScheduleId, SlotId

_AVAILABILITY_LIST = Operation("calendar.availability.list", Slot)
_SLOTS_GET = Operation("calendar.slots.get", Slot)
_SLOTS_CREATE = Operation("calendar.slots.create", Slot)
_SLOTS_CLOSE = Operation("calendar.slots.close", Slot)
_APPOINTMENTS_BOOK = Operation("calendar.appointments.book", Appointment)
_APPOINTMENTS_GET = Operation("calendar.appointments.get", Appointment)
_APPOINTMENTS_LIST = Operation("calendar.appointments.list", Appointment)
_APPOINTMENTS_UPDATE = Operation("calendar.appointments.update", Appointment)
_APPOINTMENTS_RESCHEDULE = Operation("calendar.appointments.reschedule", Appointment)
_APPOINTMENTS_CANCEL = Operation("calendar.appointments.cancel", Appointment)
_APPOINTMENTS_COMPLETE = Operation("calendar.appointments.complete", Appointment)
_APPOINTMENTS_MARK_NO_SHOW = Operation("calendar.appointments.mark_no_show", Appointment)
_SERVICES_CREATE = Operation("calendar.services.create", Service)
_SERVICES_GET = Operation("calendar.services.get", Service)
_SERVICES_LIST = Operation("calendar.services.list", Service)
_SERVICES_UPDATE = Operation("calendar.services.update", Service)
_RESOURCES_CREATE = Operation("calendar.resources.create", Resource)
_RESOURCES_GET = Operation("calendar.resources.get", Resource)
_RESOURCES_LIST = Operation("calendar.resources.list", Resource)
_RESOURCES_UPDATE = Operation("calendar.resources.update", Resource)
_SCHEDULES_CREATE = Operation("calendar.schedules.create", Schedule)
_SCHEDULES_GET = Operation("calendar.schedules.get", Schedule)
_SCHEDULES_LIST = Operation("calendar.schedules.list", Schedule)
_SCHEDULES_DELETE = Operation("calendar.schedules.delete", None)
_BOOKING_PAGES_CREATE = Operation("calendar.booking_pages.create", BookingPage)
_BOOKING_PAGES_GET = Operation("calendar.booking_pages.get", BookingPage)
_BOOKING_PAGES_LIST = Operation("calendar.booking_pages.list", BookingPage)
_BOOKING_PAGES_UPDATE = Operation("calendar.booking_pages.update", BookingPage)


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


class Appointments(SyncResource):
    """Bookings. Each is a conditional write: of any number of requests for one slot, as many win as it has room for."""

    def book(
        self,
        *,
        slot_id: SlotId,
        contact_id: ContactId,
        service: str,
        resource_ids: Sequence[ResourceId] | None = None,
        party_size: int | None = None,
        notes: str | None = None,
        metadata: Metadata | None = None,
        if_taken: IfTakenLike | None = None,
        source: AppointmentSourceLike | None = None,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Appointment:
        """Books a slot for a contact.

        Where the slot is no longer open the answer is `slot_taken` with the next openings, or, with `if_taken:
        book_next`, an appointment in the next opening, won in the same transaction.

        Args:
            slot_id: The slot to win.
            contact_id: Who books, or for whom.
            service: The slug of the service; it must be the slot's.
            resource_ids: The resources to hold, one for each of the slot's groups. Default: the first free one of
                each.
            party_size: How many people come. Default: 1.
            notes: Free words.
            metadata: The caller's own data.
            if_taken: What to do when the slot is no longer open. Default: `offer`.
            source: Where the booking came from. Default: `api`.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.

        Raises:
            SlotTakenError: The slot is no longer open: somebody else won it, or it was closed, or it has begun.
                `next_slots` has the next openings.
            ResourceTakenError: A resource that the slot needs is held by another appointment at that time, or
                does not fit.
        """
        return self._caller.call(
            _APPOINTMENTS_BOOK,
            {
                "slot_id": slot_id,
                "contact_id": contact_id,
                "service": service,
                "resource_ids": resource_ids,
                "party_size": party_size,
                "notes": notes,
                "metadata": metadata,
                "if_taken": if_taken,
                "source": source,
            },
            (idempotency_key, correlation_id, timeout, headers),
        )

    def get(
        self,
        id: AppointmentId,
        *,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Appointment:
        """Reads one appointment.

        Args:
            id: Which one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.call(
            _APPOINTMENTS_GET,
            {"id": id},
            (None, correlation_id, timeout, headers),
        )

    def list(
        self,
        *,
        status: AppointmentStatusLike | None = None,
        contact_id: ContactId | None = None,
        service: str | None = None,
        from_: datetime | None = None,
        to: datetime | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        order: Literal["asc", "desc"] | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> ItemList[Appointment]:
        """Lists appointments, newest first.

        Args:
            status: Only those that stand here.
            contact_id: Only this contact's.
            service: Only those for this service.
            from_: Only those that begin at this time or later.
            to: Only those that begin before this time.
            limit: How many items a page has at most.
            cursor: Where the page begins: the `next_cursor` of the page before, with the same filters.
            order: The order of the items, by ID or, for open slots, by time. Default: as the operation says.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.list(
            _APPOINTMENTS_LIST,
            {
                "status": status,
                "contact_id": contact_id,
                "service": service,
                "from": from_,
                "to": to,
                "limit": limit,
                "cursor": cursor,
                "order": order,
            },
            (None, correlation_id, timeout, headers),
        )

    def update(
        self,
        id: AppointmentId,
        *,
        metadata: Metadata | EllipsisType = ...,
        notes: str | EllipsisType | None = ...,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Appointment:
        """Changes an appointment's notes and metadata.

        Args:
            id: Which one.
            metadata: The caller's own data; it replaces what was there.
            notes: Free words.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.call(
            _APPOINTMENTS_UPDATE,
            {"id": id, "metadata": metadata, "notes": notes},
            (idempotency_key, correlation_id, timeout, headers),
        )

    def reschedule(
        self,
        id: AppointmentId,
        *,
        slot_id: SlotId,
        reason: str | None = None,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Appointment:
        """Moves an appointment to another slot: the old slot is released and the new one won in one transaction, or
        nothing changes.

        Args:
            id: Which one.
            slot_id: The slot to win.
            reason: Why it is moved.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.

        Raises:
            SlotTakenError: The slot is no longer open: somebody else won it, or it was closed, or it has begun.
                `next_slots` has the next openings.
            ResourceTakenError: A resource that the slot needs is held by another appointment at that time, or
                does not fit.
            InvalidTransitionError: The record is in a state that does not allow this step: `from` and `to` tell
                which.
        """
        return self._caller.call(
            _APPOINTMENTS_RESCHEDULE,
            {"id": id, "slot_id": slot_id, "reason": reason},
            (idempotency_key, correlation_id, timeout, headers),
        )

    def cancel(
        self,
        id: AppointmentId,
        *,
        reason: str,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Appointment:
        """Cancels an appointment. Its slot is back in inventory at once.

        Args:
            id: Which one.
            reason: Why.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.

        Raises:
            InvalidTransitionError: The record is in a state that does not allow this step: `from` and `to` tell
                which.
        """
        return self._caller.call(
            _APPOINTMENTS_CANCEL,
            {"id": id, "reason": reason},
            (idempotency_key, correlation_id, timeout, headers),
        )

    def complete(
        self,
        id: AppointmentId,
        *,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Appointment:
        """Notes that an appointment took place; not before it begins.

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
            _APPOINTMENTS_COMPLETE,
            {"id": id},
            (idempotency_key, correlation_id, timeout, headers),
        )

    def mark_no_show(
        self,
        id: AppointmentId,
        *,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Appointment:
        """Notes that nobody came; not before the appointment begins.

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
            _APPOINTMENTS_MARK_NO_SHOW,
            {"id": id},
            (idempotency_key, correlation_id, timeout, headers),
        )

    def book_first_of(
        self,
        *,
        slot_ids: Sequence[SlotId],
        contact_id: ContactId,
        service: str,
        key_from: Sequence[str] | None = None,
        then_offered: int | None = None,
        resource_ids: Sequence[ResourceId] | None = None,
        party_size: int | None = None,
        notes: str | None = None,
        metadata: Metadata | None = None,
        source: AppointmentSourceLike | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> FirstBooked:
        """Books the first of several slots that can be won, under one deadline.

        The slots are tried one after the other, each under a key of its own. The next one is tried only when the
        platform has decided against the one before it: where that may have been booked, or nothing can be known,
        the walk ends there, with a `NotBookedError` that tells of every slot.

        Args:
            slot_ids: The slots, the one that is wanted most first.
            contact_id: Who books, or for whom.
            service: The slug of the service; it must be the slot's.
            key_from: Facts of your business that this booking follows from: texts and IDs, in order. The key of
                each slot is derived from them. A process that crashed and comes back with the same facts and
                slots within 24 hours is told what was won, and books nothing else. Default: fresh keys.
            then_offered: When all slots are lost: with how many of the openings that the platform names in its
                refusals to go on. Default: 0.
            resource_ids: The resources to hold, one for each of the slot's groups. Default: the first free one of
                each.
            party_size: How many people come. Default: 1.
            notes: Free words.
            metadata: The caller's own data.
            source: Where the booking came from. Default: `api`.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return _flows.book_first_of(
            self._caller,
            {
                "slot_ids": slot_ids,
                "contact_id": contact_id,
                "service": service,
                "key_from": key_from,
                "then_offered": then_offered,
                "resource_ids": resource_ids,
                "party_size": party_size,
                "notes": notes,
                "metadata": metadata,
                "source": source,
            },
            (None, correlation_id, timeout, headers),
        )

    @property
    def with_raw_response(self) -> AppointmentsWithRawResponse:
        """The same calls, each giving a `Response`: the value with status, headers and how it went."""
        return AppointmentsWithRawResponse(Appointments(self._caller.raw()))


class AppointmentsWithRawResponse:
    """The calls of `calendar.appointments`, each giving a `Response`."""

    def __init__(self, calls: Appointments) -> None:
        self.book = raw_response(calls.book)
        self.get = raw_response(calls.get)
        self.update = raw_response(calls.update)
        self.reschedule = raw_response(calls.reschedule)
        self.cancel = raw_response(calls.cancel)
        self.complete = raw_response(calls.complete)
        self.mark_no_show = raw_response(calls.mark_no_show)


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


class BookingPages(SyncResource):
    """Booking pages: hosted at `/book/{slug}`, and writing through the same contract as everybody else."""

    def create(
        self,
        *,
        slug: str,
        title: str,
        services: Sequence[str],
        timezone: str,
        brand: Brand | None = None,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> BookingPage:
        """Creates a booking page.

        Args:
            slug: Its name in its address; no other page may have it.
            title: Its heading.
            services: The slugs of the services that it offers.
            timezone: The zone in which it shows times.
            brand: How it looks. Default: plain.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.

        Raises:
            AlreadyExistsError: The name is in use: a slug, for one, names one record.
        """
        return self._caller.call(
            _BOOKING_PAGES_CREATE,
            {"slug": slug, "title": title, "services": services, "timezone": timezone, "brand": brand},
            (idempotency_key, correlation_id, timeout, headers),
        )

    def get(
        self,
        id: BookingPageId,
        *,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> BookingPage:
        """Reads one booking page.

        Args:
            id: Which one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.call(
            _BOOKING_PAGES_GET,
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
    ) -> ItemList[BookingPage]:
        """Lists booking pages, newest first.

        Args:
            limit: How many items a page has at most.
            cursor: Where the page begins: the `next_cursor` of the page before, with the same filters.
            order: The order of the items, by ID or, for open slots, by time. Default: as the operation says.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.list(
            _BOOKING_PAGES_LIST,
            {"limit": limit, "cursor": cursor, "order": order},
            (None, correlation_id, timeout, headers),
        )

    def update(
        self,
        id: BookingPageId,
        *,
        title: str | EllipsisType = ...,
        services: Sequence[str] | EllipsisType = ...,
        timezone: str | EllipsisType = ...,
        brand: Brand | EllipsisType = ...,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> BookingPage:
        """Changes a booking page.

        Args:
            id: Which one.
            title: Its heading.
            services: The slugs of the services that it offers.
            timezone: The zone in which it shows times.
            brand: How it looks.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.call(
            _BOOKING_PAGES_UPDATE,
            {"id": id, "title": title, "services": services, "timezone": timezone, "brand": brand},
            (idempotency_key, correlation_id, timeout, headers),
        )

    @property
    def with_raw_response(self) -> BookingPagesWithRawResponse:
        """The same calls, each giving a `Response`: the value with status, headers and how it went."""
        return BookingPagesWithRawResponse(BookingPages(self._caller.raw()))


class BookingPagesWithRawResponse:
    """The calls of `calendar.booking_pages`, each giving a `Response`."""

    def __init__(self, calls: BookingPages) -> None:
        self.create = raw_response(calls.create)
        self.get = raw_response(calls.get)
        self.update = raw_response(calls.update)


class Calendar(SyncResource):
    """The resources of `calendar`: `availability`, `slots`, `appointments`, `services`, `resources`, `schedules`,
    `booking_pages`.
    """

    @property
    def availability(self) -> Availability:
        """What can be booked: a read, which promises nothing until a booking is made."""
        return Availability(self._caller)

    @property
    def slots(self) -> Slots:
        """Slots: the times that can be booked. Schedules make most of them; staff can open and close single ones."""
        return Slots(self._caller)

    @property
    def appointments(self) -> Appointments:
        """Bookings. Each is a conditional write: of any number of requests for one slot, as many win as it has room
        for.
        """
        return Appointments(self._caller)

    @property
    def services(self) -> Services:
        """Services: what can be booked. A service is addressed by its slug, such as `ac_service`."""
        return Services(self._caller)

    @property
    def resources(self) -> Resources:
        """Resources: the people, rooms, tables and devices that bookings hold. No two appointments hold one at one
        time.
        """
        return Resources(self._caller)

    @property
    def schedules(self) -> Schedules:
        """Schedules: weekly opening hours in a time zone. From each, slots are made as far ahead as its horizon
        reaches.
        """
        return Schedules(self._caller)

    @property
    def booking_pages(self) -> BookingPages:
        """Booking pages: hosted at `/book/{slug}`, and writing through the same contract as everybody else."""
        return BookingPages(self._caller)


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


class AsyncAppointments(AsyncResource):
    """Bookings. Each is a conditional write: of any number of requests for one slot, as many win as it has room for."""

    async def book(
        self,
        *,
        slot_id: SlotId,
        contact_id: ContactId,
        service: str,
        resource_ids: Sequence[ResourceId] | None = None,
        party_size: int | None = None,
        notes: str | None = None,
        metadata: Metadata | None = None,
        if_taken: IfTakenLike | None = None,
        source: AppointmentSourceLike | None = None,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Appointment:
        """Books a slot for a contact.

        Where the slot is no longer open the answer is `slot_taken` with the next openings, or, with `if_taken:
        book_next`, an appointment in the next opening, won in the same transaction.

        Args:
            slot_id: The slot to win.
            contact_id: Who books, or for whom.
            service: The slug of the service; it must be the slot's.
            resource_ids: The resources to hold, one for each of the slot's groups. Default: the first free one of
                each.
            party_size: How many people come. Default: 1.
            notes: Free words.
            metadata: The caller's own data.
            if_taken: What to do when the slot is no longer open. Default: `offer`.
            source: Where the booking came from. Default: `api`.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.

        Raises:
            SlotTakenError: The slot is no longer open: somebody else won it, or it was closed, or it has begun.
                `next_slots` has the next openings.
            ResourceTakenError: A resource that the slot needs is held by another appointment at that time, or
                does not fit.
        """
        return await self._caller.call(
            _APPOINTMENTS_BOOK,
            {
                "slot_id": slot_id,
                "contact_id": contact_id,
                "service": service,
                "resource_ids": resource_ids,
                "party_size": party_size,
                "notes": notes,
                "metadata": metadata,
                "if_taken": if_taken,
                "source": source,
            },
            (idempotency_key, correlation_id, timeout, headers),
        )

    async def get(
        self,
        id: AppointmentId,
        *,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Appointment:
        """Reads one appointment.

        Args:
            id: Which one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return await self._caller.call(
            _APPOINTMENTS_GET,
            {"id": id},
            (None, correlation_id, timeout, headers),
        )

    def list(
        self,
        *,
        status: AppointmentStatusLike | None = None,
        contact_id: ContactId | None = None,
        service: str | None = None,
        from_: datetime | None = None,
        to: datetime | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        order: Literal["asc", "desc"] | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> AsyncItemList[Appointment]:
        """Lists appointments, newest first.

        Args:
            status: Only those that stand here.
            contact_id: Only this contact's.
            service: Only those for this service.
            from_: Only those that begin at this time or later.
            to: Only those that begin before this time.
            limit: How many items a page has at most.
            cursor: Where the page begins: the `next_cursor` of the page before, with the same filters.
            order: The order of the items, by ID or, for open slots, by time. Default: as the operation says.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.list(
            _APPOINTMENTS_LIST,
            {
                "status": status,
                "contact_id": contact_id,
                "service": service,
                "from": from_,
                "to": to,
                "limit": limit,
                "cursor": cursor,
                "order": order,
            },
            (None, correlation_id, timeout, headers),
        )

    async def update(
        self,
        id: AppointmentId,
        *,
        metadata: Metadata | EllipsisType = ...,
        notes: str | EllipsisType | None = ...,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Appointment:
        """Changes an appointment's notes and metadata.

        Args:
            id: Which one.
            metadata: The caller's own data; it replaces what was there.
            notes: Free words.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return await self._caller.call(
            _APPOINTMENTS_UPDATE,
            {"id": id, "metadata": metadata, "notes": notes},
            (idempotency_key, correlation_id, timeout, headers),
        )

    async def reschedule(
        self,
        id: AppointmentId,
        *,
        slot_id: SlotId,
        reason: str | None = None,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Appointment:
        """Moves an appointment to another slot: the old slot is released and the new one won in one transaction, or
        nothing changes.

        Args:
            id: Which one.
            slot_id: The slot to win.
            reason: Why it is moved.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.

        Raises:
            SlotTakenError: The slot is no longer open: somebody else won it, or it was closed, or it has begun.
                `next_slots` has the next openings.
            ResourceTakenError: A resource that the slot needs is held by another appointment at that time, or
                does not fit.
            InvalidTransitionError: The record is in a state that does not allow this step: `from` and `to` tell
                which.
        """
        return await self._caller.call(
            _APPOINTMENTS_RESCHEDULE,
            {"id": id, "slot_id": slot_id, "reason": reason},
            (idempotency_key, correlation_id, timeout, headers),
        )

    async def cancel(
        self,
        id: AppointmentId,
        *,
        reason: str,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Appointment:
        """Cancels an appointment. Its slot is back in inventory at once.

        Args:
            id: Which one.
            reason: Why.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.

        Raises:
            InvalidTransitionError: The record is in a state that does not allow this step: `from` and `to` tell
                which.
        """
        return await self._caller.call(
            _APPOINTMENTS_CANCEL,
            {"id": id, "reason": reason},
            (idempotency_key, correlation_id, timeout, headers),
        )

    async def complete(
        self,
        id: AppointmentId,
        *,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Appointment:
        """Notes that an appointment took place; not before it begins.

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
            _APPOINTMENTS_COMPLETE,
            {"id": id},
            (idempotency_key, correlation_id, timeout, headers),
        )

    async def mark_no_show(
        self,
        id: AppointmentId,
        *,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Appointment:
        """Notes that nobody came; not before the appointment begins.

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
            _APPOINTMENTS_MARK_NO_SHOW,
            {"id": id},
            (idempotency_key, correlation_id, timeout, headers),
        )

    async def book_first_of(
        self,
        *,
        slot_ids: Sequence[SlotId],
        contact_id: ContactId,
        service: str,
        key_from: Sequence[str] | None = None,
        then_offered: int | None = None,
        resource_ids: Sequence[ResourceId] | None = None,
        party_size: int | None = None,
        notes: str | None = None,
        metadata: Metadata | None = None,
        source: AppointmentSourceLike | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> FirstBooked:
        """Books the first of several slots that can be won, under one deadline.

        The slots are tried one after the other, each under a key of its own. The next one is tried only when the
        platform has decided against the one before it: where that may have been booked, or nothing can be known,
        the walk ends there, with a `NotBookedError` that tells of every slot.

        Args:
            slot_ids: The slots, the one that is wanted most first.
            contact_id: Who books, or for whom.
            service: The slug of the service; it must be the slot's.
            key_from: Facts of your business that this booking follows from: texts and IDs, in order. The key of
                each slot is derived from them. A process that crashed and comes back with the same facts and
                slots within 24 hours is told what was won, and books nothing else. Default: fresh keys.
            then_offered: When all slots are lost: with how many of the openings that the platform names in its
                refusals to go on. Default: 0.
            resource_ids: The resources to hold, one for each of the slot's groups. Default: the first free one of
                each.
            party_size: How many people come. Default: 1.
            notes: Free words.
            metadata: The caller's own data.
            source: Where the booking came from. Default: `api`.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return await _flows.async_book_first_of(
            self._caller,
            {
                "slot_ids": slot_ids,
                "contact_id": contact_id,
                "service": service,
                "key_from": key_from,
                "then_offered": then_offered,
                "resource_ids": resource_ids,
                "party_size": party_size,
                "notes": notes,
                "metadata": metadata,
                "source": source,
            },
            (None, correlation_id, timeout, headers),
        )

    @property
    def with_raw_response(self) -> AsyncAppointmentsWithRawResponse:
        """The same calls, each giving a `Response`: the value with status, headers and how it went."""
        return AsyncAppointmentsWithRawResponse(AsyncAppointments(self._caller.raw()))


class AsyncAppointmentsWithRawResponse:
    """The calls of `calendar.appointments`, each giving a `Response`."""

    def __init__(self, calls: AsyncAppointments) -> None:
        self.book = async_raw_response(calls.book)
        self.get = async_raw_response(calls.get)
        self.update = async_raw_response(calls.update)
        self.reschedule = async_raw_response(calls.reschedule)
        self.cancel = async_raw_response(calls.cancel)
        self.complete = async_raw_response(calls.complete)
        self.mark_no_show = async_raw_response(calls.mark_no_show)


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


class AsyncBookingPages(AsyncResource):
    """Booking pages: hosted at `/book/{slug}`, and writing through the same contract as everybody else."""

    async def create(
        self,
        *,
        slug: str,
        title: str,
        services: Sequence[str],
        timezone: str,
        brand: Brand | None = None,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> BookingPage:
        """Creates a booking page.

        Args:
            slug: Its name in its address; no other page may have it.
            title: Its heading.
            services: The slugs of the services that it offers.
            timezone: The zone in which it shows times.
            brand: How it looks. Default: plain.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.

        Raises:
            AlreadyExistsError: The name is in use: a slug, for one, names one record.
        """
        return await self._caller.call(
            _BOOKING_PAGES_CREATE,
            {"slug": slug, "title": title, "services": services, "timezone": timezone, "brand": brand},
            (idempotency_key, correlation_id, timeout, headers),
        )

    async def get(
        self,
        id: BookingPageId,
        *,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> BookingPage:
        """Reads one booking page.

        Args:
            id: Which one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return await self._caller.call(
            _BOOKING_PAGES_GET,
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
    ) -> AsyncItemList[BookingPage]:
        """Lists booking pages, newest first.

        Args:
            limit: How many items a page has at most.
            cursor: Where the page begins: the `next_cursor` of the page before, with the same filters.
            order: The order of the items, by ID or, for open slots, by time. Default: as the operation says.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.list(
            _BOOKING_PAGES_LIST,
            {"limit": limit, "cursor": cursor, "order": order},
            (None, correlation_id, timeout, headers),
        )

    async def update(
        self,
        id: BookingPageId,
        *,
        title: str | EllipsisType = ...,
        services: Sequence[str] | EllipsisType = ...,
        timezone: str | EllipsisType = ...,
        brand: Brand | EllipsisType = ...,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> BookingPage:
        """Changes a booking page.

        Args:
            id: Which one.
            title: Its heading.
            services: The slugs of the services that it offers.
            timezone: The zone in which it shows times.
            brand: How it looks.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return await self._caller.call(
            _BOOKING_PAGES_UPDATE,
            {"id": id, "title": title, "services": services, "timezone": timezone, "brand": brand},
            (idempotency_key, correlation_id, timeout, headers),
        )

    @property
    def with_raw_response(self) -> AsyncBookingPagesWithRawResponse:
        """The same calls, each giving a `Response`: the value with status, headers and how it went."""
        return AsyncBookingPagesWithRawResponse(AsyncBookingPages(self._caller.raw()))


class AsyncBookingPagesWithRawResponse:
    """The calls of `calendar.booking_pages`, each giving a `Response`."""

    def __init__(self, calls: AsyncBookingPages) -> None:
        self.create = async_raw_response(calls.create)
        self.get = async_raw_response(calls.get)
        self.update = async_raw_response(calls.update)


class AsyncCalendar(AsyncResource):
    """The resources of `calendar`: `availability`, `slots`, `appointments`, `services`, `resources`, `schedules`,
    `booking_pages`.
    """

    @property
    def availability(self) -> AsyncAvailability:
        """What can be booked: a read, which promises nothing until a booking is made."""
        return AsyncAvailability(self._caller)

    @property
    def slots(self) -> AsyncSlots:
        """Slots: the times that can be booked. Schedules make most of them; staff can open and close single ones."""
        return AsyncSlots(self._caller)

    @property
    def appointments(self) -> AsyncAppointments:
        """Bookings. Each is a conditional write: of any number of requests for one slot, as many win as it has room
        for.
        """
        return AsyncAppointments(self._caller)

    @property
    def services(self) -> AsyncServices:
        """Services: what can be booked. A service is addressed by its slug, such as `ac_service`."""
        return AsyncServices(self._caller)

    @property
    def resources(self) -> AsyncResources:
        """Resources: the people, rooms, tables and devices that bookings hold. No two appointments hold one at one
        time.
        """
        return AsyncResources(self._caller)

    @property
    def schedules(self) -> AsyncSchedules:
        """Schedules: weekly opening hours in a time zone. From each, slots are made as far ahead as its horizon
        reaches.
        """
        return AsyncSchedules(self._caller)

    @property
    def booking_pages(self) -> AsyncBookingPages:
        """Booking pages: hosted at `/book/{slug}`, and writing through the same contract as everybody else."""
        return AsyncBookingPages(self._caller)
