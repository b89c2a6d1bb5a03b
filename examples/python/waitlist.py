"""A waitlist: when a slot is released, it is offered to whoever waits for it, first come, first served.

python waitlist.py
"""

from collections import deque

from softknack import SlotReleased, SlotTakenError, idempotency_key
from softknack.testing import Sandbox


def main() -> None:
    with Sandbox() as sandbox, sandbox.client() as sk:
        business = sandbox.seed()
        webhooks = sandbox.receiver("slot.released")

        slot = sk.calendar.availability.list(service="ac_service").first()
        booked = sk.calendar.appointments.book(slot_id=slot.id, contact_id=business.contacts[0], service="ac_service")
        print(f"{booked.id} holds the slot at {booked.starts_at}.")

        waiting = deque(sk.crm.contacts.create(name=name).id for name in ("Meera", "Kabir"))
        print(f"{len(waiting)} are on the waitlist.")

        sk.calendar.appointments.cancel(booked.id, reason="the customer is ill")
        print(f"{booked.id} was cancelled.")

        match webhooks.next_event():
            case SlotReleased(id=event, data=released):
                print(f"The slot at {released.slot.starts_at} was released.")
            case other:
                raise SystemExit(f"another event came first: {other}")

        first = waiting.popleft()
        # The event's ID makes the key: if the event comes twice, the slot is still booked once for this contact.
        key = idempotency_key("waitlist", event, first)
        try:
            appointment = sk.calendar.appointments.book(
                slot_id=released.slot.id,
                contact_id=first,
                service="ac_service",
                idempotency_key=key,
            )
            print(f"It went to the first in line: {appointment.id}.")
        except SlotTakenError:
            print("Somebody was faster; the first in line stays first.")
            waiting.appendleft(first)
        assert len(waiting) == 1


if __name__ == "__main__":
    main()
