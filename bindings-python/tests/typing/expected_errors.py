"""What a type checker must refuse: each line that is marked, and no other."""

from __future__ import annotations

from softknack import (
    AppointmentBooked,
    AppointmentId,
    AsyncSoftknack,
    ContactId,
    Event,
    QueueEntryId,
    Router,
    SlotId,
    Softknack,
    WeeklyHours,
)


def calls(sk: Softknack, slot: SlotId, contact: ContactId, appointment: AppointmentId) -> None:
    sk.calendar.appointments.book(slot_id=contact, contact_id=contact, service="cut")  # error: an ID of another kind
    sk.calendar.appointments.book(slot_id="slt_1", contact_id=contact, service="cut")  # error: a text that is no ID yet
    sk.calendar.appointments.book(slot_id=slot, contact_id=contact)  # error: no service
    sk.calendar.appointments.book(slot_id=slot, contact_id=contact, service="cut", party="4")  # error: no such argument
    sk.calendar.appointments.get(slot)  # error: an ID of another kind
    sk.calendar.appointments.list(status="boooked")  # error: no such status
    sk.calendar.appointments.list(limit="10")  # error: no number
    sk.calendar.appointments.get(appointment, idempotency_key="k")  # error: a read takes no key
    sk.crm.contacts.update(contact, verified=None)  # error: there is no null to set
    sk.calendar.appointments.get(appointment).state  # error: no such attribute
    sk.calendar.appointments.get(appointment).notes = "x"  # error: a model cannot be changed
    sk.calendar.appointments.with_raw_response.get(appointment).starts_at  # error: the value is within
    WeeklyHours(weekday="monday", opens="09:00")  # error: no weekday, and no end
    Softknack(timeout="10")  # error: no number


def flows(sk: Softknack, slot: SlotId, contact: ContactId, entry: QueueEntryId) -> None:
    Softknack("token", renew_session=awaited)  # error: it takes arguments, and is awaited
    sk.calendar.appointments.book_first_of(slot_ids=[contact], contact_id=contact, service="cut")  # error: no slots
    sk.queue.entries.wait_for_status(entry, status="gone")  # error: no such status
    sk.queue.entries.wait_until(entry, lambda: True)  # error: the condition is told the entry
    sk.platform.events.follow(7)  # error: no store


async def awaited(sk: AsyncSoftknack, slot: SlotId) -> None:
    (await sk.calendar.slots.get(slot)).id.startswith("slt_")
    sk.calendar.slots.get(slot).id  # error: not awaited
    for _ in sk.crm.contacts.list():  # error: a list of this client is read with async for
        pass


def routes(router: Router[None]) -> None:
    @router.on(AppointmentBooked)
    def booked(event: AppointmentBooked) -> None:
        event.data.appointment.id.startswith("apt_")
        event.data.slot  # error: no such data

    @router.on(Event)  # error: the handler takes less than it would be given
    def wrong(event: AppointmentBooked) -> None: ...

    router.on(AppointmentBooked)(lambda event: event.data.slot)  # error: no such data
