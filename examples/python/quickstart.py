"""The main job, end to end: find an opening, book it once, lose a race and take the next opening, receive the signed
webhook, page through what was booked.

It starts a sandbox of its own, so it needs no account and no network:

    pip install softknack[testing]
    python quickstart.py
"""

from softknack import AppointmentBooked, SlotTakenError, idempotency_key
from softknack.testing import Sandbox


def main() -> None:
    # Against the real platform this is `Softknack()`, with SK_API_KEY set.
    with Sandbox() as sandbox, sandbox.client() as sk:
        business = sandbox.seed()
        webhooks = sandbox.receiver("appointment.*")
        print(f"A sandbox with a demo business is at {sandbox.base_url}.")

        openings = sk.calendar.availability.list(service="ac_service", timezone="Asia/Kolkata").first_page()
        slot = openings[0]
        print(f"{len(openings)} openings on the first page, the first at {slot.starts_at}.")

        # A key from the facts of the business: whoever comes back after a crash with the same facts books once.
        priya, arjun = business.contacts
        key = idempotency_key("quickstart", priya, slot.id)
        calls = sk.calendar.appointments.with_raw_response
        booked = calls.book(slot_id=slot.id, contact_id=priya, service="ac_service", idempotency_key=key).value
        print(f"Booked {booked.id} at {booked.starts_at}.")

        again = calls.book(slot_id=slot.id, contact_id=priya, service="ac_service", idempotency_key=key)
        assert again.value == booked
        print(f"Sent again with the same key: the same appointment, replayed: {again.replayed}.")

        try:
            sk.calendar.appointments.book(slot_id=slot.id, contact_id=arjun, service="ac_service")
        except SlotTakenError as taken:
            offered = taken.next_slots[0]
            print(f"Somebody else wanted that slot and lost the race; the next opening is at {offered.starts_at}.")
        else:
            raise SystemExit("two parties won one slot")
        second = sk.calendar.appointments.book(slot_id=offered.id, contact_id=arjun, service="ac_service")
        print(f"Took it: {second.id} at {second.starts_at}.")

        # The receiver verifies the signature over the raw bytes before it parses them.
        match webhooks.next_event():
            case AppointmentBooked(id=id, type=type, data=data):
                print(f"A signed webhook told of it: {type} of {data.appointment.id}, event {id}.")
            case other:
                raise SystemExit(f"another event came first: {other}")

        count = 0
        for appointment in sk.calendar.appointments.list(limit=1):
            count += 1
            print(f"Appointment {count}: {appointment.id} is {appointment.status}.")
        assert count == 2
        print("Done.")


if __name__ == "__main__":
    main()
