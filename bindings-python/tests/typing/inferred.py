"""What a type checker must infer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from softknack import (
    AnyEvent,
    Appointment,
    AppointmentBooked,
    AppointmentId,
    AppointmentStatus,
    AsyncInbox,
    AsyncSoftknack,
    Contact,
    ContactId,
    EventId,
    Inbox,
    MemoryCursor,
    NotBookedError,
    Page,
    QueueEntry,
    QueueEntryId,
    Reconciled,
    Response,
    Slot,
    SlotId,
    SlotTakenError,
    Softknack,
    Webhooks,
)
from softknack.inbox import Applied, AppliedBefore, InProgress

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
    assert_type(sk.request("GET", "/v1/new").value, Any)


def flowing(sk: Softknack, slot: SlotId, contact: ContactId, id: QueueEntryId, inbox: Inbox, event: EventId) -> None:
    try:
        first = sk.calendar.appointments.book_first_of(slot_ids=[slot], contact_id=contact, service="cut")
    except NotBookedError as lost:
        assert_type(lost.next_slots, Sequence[Slot])
        assert_type(lost.in_doubt, "SlotId | None")
        return
    assert_type(first.appointment, Appointment)
    assert_type(first.response, Response[Appointment])
    assert_type(sk.queue.entries.wait_until(id, lambda entry: entry.position == 1, timeout=3), QueueEntry)
    assert_type(sk.platform.events.follow(MemoryCursor()).catch_up(print), int)
    for followed in sk.platform.events.follow("events.cursor", poll_every=(1, 2)):
        assert_type(followed, AnyEvent)
    assert_type(sk.platform.reconcile().replay(), Reconciled)
    assert_type(inbox.once(event, lambda: 1), Applied[int] | AppliedBefore | InProgress)
    Softknack("token", renew_session=lambda: "token")


async def awaited(sk: AsyncSoftknack, id: AppointmentId) -> None:
    assert_type(await sk.calendar.appointments.get(id), Appointment)
    assert_type(await sk.calendar.appointments.with_raw_response.get(id), Response[Appointment])
    assert_type(await sk.crm.contacts.list().first(None), "Contact | None")
    async for contact in sk.crm.contacts.list():
        assert_type(contact, Contact)
    async for event in sk.platform.events.follow("events.cursor"):
        assert_type(event, AnyEvent)


async def flowing_awaited(sk: AsyncSoftknack, id: QueueEntryId, inbox: AsyncInbox, event: EventId) -> None:
    async def is_first(entry: QueueEntry) -> bool:
        return entry.position == 1

    async def renew() -> str:
        return "token"

    assert_type(await sk.queue.entries.wait_until(id, is_first), QueueEntry)
    assert_type(await sk.queue.entries.wait_until(id, lambda entry: entry.position == 1), QueueEntry)
    assert_type(await inbox.once(event, renew), Applied[str] | AppliedBefore | InProgress)
    AsyncSoftknack("token", renew_session=renew).with_options(credential="token", renew_session=lambda: "token")


def received(webhooks: Webhooks, body: bytes, headers: dict[str, str]) -> datetime | None:
    match webhooks.verify(body, headers):
        case AppointmentBooked(data=data):
            return data.appointment.starts_at
        case _:
            return None
