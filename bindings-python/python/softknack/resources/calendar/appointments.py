# Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
"""`calendar.appointments`: the same methods on both clients."""

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
from softknack.models.calendar import Appointment, AppointmentSourceLike, AppointmentStatusLike, IfTakenLike
from softknack.models.ids import AppointmentId, ContactId, ResourceId, SlotId

_APPOINTMENTS_BOOK = Operation("calendar.appointments.book", Appointment)
_APPOINTMENTS_GET = Operation("calendar.appointments.get", Appointment)
_APPOINTMENTS_LIST = Operation("calendar.appointments.list", Appointment)
_APPOINTMENTS_UPDATE = Operation("calendar.appointments.update", Appointment)
_APPOINTMENTS_RESCHEDULE = Operation("calendar.appointments.reschedule", Appointment)
_APPOINTMENTS_CANCEL = Operation("calendar.appointments.cancel", Appointment)
_APPOINTMENTS_COMPLETE = Operation("calendar.appointments.complete", Appointment)
_APPOINTMENTS_MARK_NO_SHOW = Operation("calendar.appointments.mark_no_show", Appointment)


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
        params = {
            "slot_id": slot_id,
            "contact_id": contact_id,
            "service": service,
            "resource_ids": resource_ids,
            "party_size": party_size,
            "notes": notes,
            "metadata": metadata,
            "if_taken": if_taken,
            "source": source,
        }
        del notes, metadata
        return self._caller.call(
            _APPOINTMENTS_BOOK,
            params,
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
        params = {"id": id, "metadata": metadata, "notes": notes}
        del metadata, notes
        return self._caller.call(
            _APPOINTMENTS_UPDATE,
            params,
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
        params = {"id": id, "slot_id": slot_id, "reason": reason}
        del reason
        return self._caller.call(
            _APPOINTMENTS_RESCHEDULE,
            params,
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
        params = {"id": id, "reason": reason}
        del reason
        return self._caller.call(
            _APPOINTMENTS_CANCEL,
            params,
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
        params = {
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
        }
        del notes, metadata
        return _flows.book_first_of(
            self._caller,
            params,
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
        params = {
            "slot_id": slot_id,
            "contact_id": contact_id,
            "service": service,
            "resource_ids": resource_ids,
            "party_size": party_size,
            "notes": notes,
            "metadata": metadata,
            "if_taken": if_taken,
            "source": source,
        }
        del notes, metadata
        return await self._caller.call(
            _APPOINTMENTS_BOOK,
            params,
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
        params = {"id": id, "metadata": metadata, "notes": notes}
        del metadata, notes
        return await self._caller.call(
            _APPOINTMENTS_UPDATE,
            params,
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
        params = {"id": id, "slot_id": slot_id, "reason": reason}
        del reason
        return await self._caller.call(
            _APPOINTMENTS_RESCHEDULE,
            params,
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
        params = {"id": id, "reason": reason}
        del reason
        return await self._caller.call(
            _APPOINTMENTS_CANCEL,
            params,
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
        params = {
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
        }
        del notes, metadata
        return await _flows.async_book_first_of(
            self._caller,
            params,
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
