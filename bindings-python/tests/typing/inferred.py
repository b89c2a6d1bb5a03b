"""What a type checker must infer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from softknack import (
    AnyEvent,
    Appointment,
    AppointmentBooked,
    AppointmentId,
    AppointmentStatus,
    AsyncSoftknack,
    Contact,
    ContactId,
    Page,
    Response,
    Slot,
    SlotId,
    SlotTakenError,
    Softknack,
    Webhooks,
)

if TYPE_CHECKING:
    from typing_extensions import assert_type


def waited(sk: Softknack, slot: SlotId, contact: ContactId, id: AppointmentId) -> None:
    try:
        booked = sk.calendar.appointments.book(slot_id=slot, contact_id=contact, service="cut", if_taken="book_next")
    except SlotTakenError as taken:
        assert_type(taken.next_slots, Sequence[Slot])
        return
    assert_type(booked, Appointment)
    assert_type(booked.starts_at, datetime)
    assert_type(booked.status, AppointmentStatus)
    assert_type(booked.requested_slot_id, "SlotId | None")
    assert_type(sk.calendar.appointments.with_raw_response.get(id), Response[Appointment])
    assert_type(sk.crm.contacts.list().first(), Contact)
    assert_type(sk.crm.contacts.list().first(None), "Contact | None")
    assert_type(sk.crm.contacts.list().to_list(limit=3), "list[Contact]")
    for page in sk.crm.contacts.list().pages():
        assert_type(page, Page[Contact])
    for event in sk.platform.events.list():
        assert_type(event, AnyEvent)
    assert_type(sk.crm.contacts.update(contact, email=None), Contact)
    assert_type(sk.with_options(timeout=3), Softknack)


async def awaited(sk: AsyncSoftknack, id: AppointmentId) -> None:
    assert_type(await sk.calendar.appointments.get(id), Appointment)
    assert_type(await sk.calendar.appointments.with_raw_response.get(id), Response[Appointment])
    assert_type(await sk.crm.contacts.list().first(None), "Contact | None")
    async for contact in sk.crm.contacts.list():
        assert_type(contact, Contact)


def received(webhooks: Webhooks, body: bytes, headers: dict[str, str]) -> datetime | None:
    match webhooks.verify(body, headers):
        case AppointmentBooked(data=data):
            return data.appointment.starts_at
        case _:
            return None
